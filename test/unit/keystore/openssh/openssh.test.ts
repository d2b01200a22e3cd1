/** OpenSSH's keys: what ssh-keygen wrote, what we write, and what is refused. */
import assert from 'node:assert/strict';
import { encodeBase64 } from '../../../../lib/base/base64.ts';
import { concatBytes, fromHex, latin1, toHex, utf8 } from '../../../../lib/base/bytes.ts';
import { PkiError } from '../../../../lib/base/error.ts';
import { decodePem, encodePem } from '../../../../lib/asn1/pem.ts';
import { generateKeyPair } from '../../../../lib/api/keys.ts';
import { aesCtr, chachaPolyDecrypt, chachaPolyEncrypt } from '../../../../lib/crypto/cipher-openssh.ts';
import { md5, sha512 } from '../../../../lib/crypto/hash.ts';
import { bcryptPbkdf } from '../../../../lib/crypto/kdf-bcrypt.ts';
import { findKeyDefect } from '../../../../lib/crypto/key-check.ts';
import { publicKeyOf } from '../../../../lib/crypto/public-half.ts';
import { loadPrivateKey } from '../../../../lib/keystore/load.ts';
import type { OpensshCipher } from '../../../../lib/keystore/openssh/ciphers.ts';
import { readOpensshPrivateKey, writeOpensshPrivateKey } from '../../../../lib/keystore/openssh/private-key.ts';
import {
  encodeOpensshBlob,
  formatOpensshPublicKey,
  opensshFingerprint,
  parseOpensshBlob,
  parseOpensshPublicKey,
} from '../../../../lib/keystore/openssh/public-key.ts';
import { wireNumber, wireString, wireUint32 } from '../../../../lib/keystore/openssh/wire.ts';
import { opensshKeys } from '../../../support/openssh-keys.ts';
import * as keys from '../../../support/openssl-keys.ts';
import { throwsCode } from '../../../support/throws.ts';

const passphrase = 'secret';
const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i + 1);

function bytesOf(pem: string): Uint8Array {
  const block = decodePem(pem)[0];
  assert.ok(block !== undefined);
  return block.der;
}

const pemOf = (...parts: readonly Uint8Array[]): string => encodePem('OPENSSH PRIVATE KEY', concatBytes(...parts));
const MAGIC = latin1('openssh-key-v1\0');

/** A key file of parts, each to be replaced. */
function file({
  cipher = 'none',
  kdf = 'none',
  options = new Uint8Array(0),
  count = 1,
  publicKey,
  fields,
  checkints = [7, 7],
  padding,
  behind = new Uint8Array(0),
}: {
  cipher?: string;
  kdf?: string;
  options?: Uint8Array;
  count?: number;
  publicKey: Uint8Array;
  fields: readonly Uint8Array[];
  checkints?: readonly [number, number];
  padding?: readonly number[];
  behind?: Uint8Array;
}): string {
  const section = concatBytes(...checkints.map(wireUint32), ...fields, wireString('comment'));
  const filled = padding ?? Array.from({ length: (8 - (section.length % 8)) % 8 }, (_, i) => i + 1);
  return pemOf(
    MAGIC,
    wireString(cipher),
    wireString(kdf),
    wireString(options),
    wireUint32(count),
    wireString(publicKey),
    wireString(concatBytes(section, Uint8Array.from(filled))),
    behind,
  );
}

const pair = generateKeyPair({ kind: 'ed25519' });
const ed25519 = pair.privateKey;
assert.ok(ed25519.kind === 'ed25519' && pair.publicKey.kind === 'ed25519');
const { point } = pair.publicKey;
const edFields = [wireString('ssh-ed25519'), wireString(point), wireString(concatBytes(ed25519.seed, point))];
const edBlob = encodeOpensshBlob(pair.publicKey);
const rsa = loadPrivateKey(keys.rsaPkcs8);
assert.ok(rsa.kind === 'rsa');
const rsaBlob = encodeOpensshBlob({ kind: 'rsa', n: rsa.n, e: rsa.e });
const ec = loadPrivateKey(keys.p256Pkcs8);
assert.ok(ec.kind === 'ec');
const ecPoint = ec.point ?? new Uint8Array(0);
const ecBlob = concatBytes(wireString('ecdsa-sha2-nistp256'), wireString('nistp256'), wireString(ecPoint));

describe('OpenSSH keys', () => {
  for (const [name, cipher, pem, line, fingerprint] of opensshKeys)
    it(`reads what ssh-keygen wrote: ${name}${cipher === '' ? '' : ` under ${cipher}`}`, () => {
      const { key, comment, encryption } = readOpensshPrivateKey(pem, { passphrase });
      assert.equal(findKeyDefect(key), undefined);
      assert.equal(comment, 'test key');
      assert.deepEqual(encryption, cipher === '' ? undefined : { cipher, rounds: 2 });
      assert.equal(formatOpensshPublicKey(publicKeyOf(key), comment), line);
      const read = parseOpensshPublicKey(`  ${line}\r\n`);
      assert.deepEqual([read.comment, opensshFingerprint(read.key)], ['test key', fingerprint]);
      assert.deepEqual(parseOpensshBlob(encodeOpensshBlob(read.key)), read.key);
      assert.deepEqual(readOpensshPrivateKey(utf8(`text\r\n${pem.replaceAll('\n', '\r\n')}`), { passphrase: utf8(passphrase) }).key, key);
      if (cipher === '') return;
      throwsCode('passphrase-required', () => readOpensshPrivateKey(pem));
      throwsCode('wrong-passphrase', () => readOpensshPrivateKey(pem, { passphrase: 'Secret' }));
      throwsCode('wrong-passphrase', () => readOpensshPrivateKey(pem, { passphrase: '' }));
    });

  it('writes octet for octet what ssh-keygen wrote', () => {
    for (const [, cipher, pem] of opensshKeys) {
      const { key, comment, encryption } = readOpensshPrivateKey(pem, { passphrase });
      if (cipher !== '') continue;
      assert.equal(encryption, undefined);
      // The checkint is the only thing that is random: it is told by the file, behind the public key.
      const again = writeOpensshPrivateKey(key, { random: () => checkintOf(pem), comment });
      assert.equal(again, pem);
    }
  });

  const ciphers: readonly OpensshCipher[] = [
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'aes128-cbc',
    'aes192-cbc',
    'aes256-cbc',
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'chacha20-poly1305@openssh.com',
    '3des-cbc',
  ];
  for (const cipher of ciphers)
    it(`writes and reads ${cipher}`, () => {
      for (const key of [ed25519, ec]) {
        const pem = writeOpensshPrivateKey(key, { random: counting, passphrase, cipher, rounds: 1, comment: 'k\u00e4y' });
        const read = readOpensshPrivateKey(pem, { passphrase });
        assert.deepEqual(publicKeyOf(read.key), publicKeyOf(key));
        assert.deepEqual([read.comment, read.encryption], ['k\u00e4y', { cipher, rounds: 1 }]);
        throwsCode('wrong-passphrase', () => readOpensshPrivateKey(pem, { passphrase: 'wrong' }));
      }
    });

  it('writes aes256-ctr and 24 rounds where nothing else is asked, and no empty passphrase', () => {
    const pem = writeOpensshPrivateKey({ kind: 'ed25519', seed: ed25519.seed }, { random: counting, passphrase });
    const read = readOpensshPrivateKey(pem, { passphrase });
    assert.deepEqual(read, {
      key: { kind: 'ed25519', seed: ed25519.seed },
      comment: '',
      encryption: { cipher: 'aes256-ctr', rounds: 24 },
    });
    assert.ok(pem.split('\n').every((line) => line.length <= 70));
    throwsCode('bad-kdf-parameters', () => writeOpensshPrivateKey(ed25519, { random: counting, passphrase: '' }));
    throwsCode('kdf-too-costly', () => writeOpensshPrivateKey(ed25519, { random: counting, passphrase, rounds: 2049 }));
  });

  it('an RSA key comes back with the values it does not carry', () => {
    const read = readOpensshPrivateKey(writeOpensshPrivateKey(rsa, { random: counting }));
    assert.deepEqual(read.key, rsa);
  });

  it('fingerprints by other hashes', () => {
    assert.match(opensshFingerprint(pair.publicKey, md5), /^MD5:(?:[0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    assert.match(opensshFingerprint(pair.publicKey, sha512), /^SHA512:[A-Za-z0-9+/]{86}$/);
  });

  it('keys that OpenSSH does not have are refused by name', () => {
    for (const kind of [
      { kind: 'ed448' },
      { kind: 'x25519' },
      { kind: 'ec', curve: 'secp256k1' },
      { kind: 'ec', curve: 'brainpoolP256r1' },
    ] as const) {
      const { publicKey, privateKey } = generateKeyPair(kind);
      throwsCode('unsupported-openssh-key', () => formatOpensshPublicKey(publicKey));
      throwsCode('unsupported-openssh-key', () => writeOpensshPrivateKey(privateKey, { random: counting }));
    }
    throwsCode('unsupported-openssh-key', () =>
      writeOpensshPrivateKey({ ...rsa, otherPrimes: [{ r: 3n, d: 1n, t: 1n }] }, { random: counting }),
    );
    throwsCode('unsupported-openssh-key', () => formatOpensshPublicKey({ kind: 'rsa-pss', n: rsa.n, e: rsa.e }));
    throwsCode('bad-openssh-comment', () => formatOpensshPublicKey(pair.publicKey, 'a\nssh-rsa AAAA'));
    throwsCode('bad-openssh-comment', () => writeOpensshPrivateKey(ed25519, { random: counting, comment: 'a\n' }));
    throwsCode('unsupported-key-format', () => loadPrivateKey(opensshKeys[0]?.[2] ?? ''));
  });

  const line = (type: string, ...parts: readonly Uint8Array[]): string =>
    `${type} ${encodeBase64(concatBytes(wireString(type), ...parts))}`;
  const badLines: readonly (readonly [why: string, line: string, code: string])[] = [
    ['nothing', '', 'bad-openssh-key'],
    ['a word', 'hello', 'bad-openssh-key'],
    ['a type without a key', 'ssh-ed25519', 'bad-openssh-key'],
    ['options in front', `restrict,command="/bin/true" ${formatOpensshPublicKey(pair.publicKey)}`, 'bad-openssh-key'],
    ['a host in front', `example.com ${formatOpensshPublicKey(pair.publicKey)}`, 'bad-openssh-key'],
    ['two lines', `${formatOpensshPublicKey(pair.publicKey)}\n${formatOpensshPublicKey(pair.publicKey)}`, 'bad-openssh-key'],
    ['DSA', line('ssh-dss', wireNumber(1n)), 'unsupported-openssh-key'],
    ['a security token', line('sk-ssh-ed25519@openssh.com', wireString(point), wireString('ssh:')), 'unsupported-openssh-key'],
    ['a certificate', line('ssh-ed25519-cert-v01@openssh.com', wireString(point)), 'unsupported-openssh-key'],
    ['Ed448', line('ssh-ed448', wireString(new Uint8Array(57))), 'unsupported-openssh-key'],
    ['ECDSA on another curve', line('ecdsa-sha2-nistk163', wireString('nistk163')), 'unsupported-openssh-key'],
    ['a name every object has', line('ecdsa-sha2-toString', wireString('toString')), 'unsupported-openssh-key'],
    ['base64 that is none', 'ssh-ed25519 A*A=', 'bad-base64'],
    ['a type that differs inside', `ssh-rsa ${encodeBase64(edBlob)}`, 'bad-openssh-key'],
    ['a curve that differs inside', line('ecdsa-sha2-nistp384', wireString('nistp256'), wireString(ecPoint)), 'bad-openssh-key'],
    ['31 octets', line('ssh-ed25519', wireString(point.subarray(1))), 'bad-openssh-key'],
    ['an octet too many', line('ssh-ed25519', wireString(point), Uint8Array.of(0)), 'bad-openssh-key'],
    ['a length without end', line('ssh-ed25519', fromHex('ffffffff00')), 'bad-openssh-key'],
    ['half a length', line('ssh-ed25519', fromHex('0000')), 'bad-openssh-key'],
    ['a negative number', line('ssh-rsa', wireString(fromHex('ff')), wireNumber(9n)), 'bad-openssh-key'],
    ['a zero in front of a number', line('ssh-rsa', wireString(fromHex('0003')), wireNumber(9n)), 'bad-openssh-key'],
    ['zero', line('ssh-rsa', wireString(''), wireNumber(9n)), 'bad-openssh-key'],
    ['a number of 65,552 bits', line('ssh-rsa', wireNumber(3n), wireString(new Uint8Array(8194).fill(1))), 'bad-openssh-key'],
    ['a point of another length', line('ecdsa-sha2-nistp256', wireString('nistp256'), wireString(ecPoint.subarray(1))), 'bad-ec-point'],
    [
      'a compressed point',
      line('ecdsa-sha2-nistp256', wireString('nistp256'), wireString(Uint8Array.of(2, ...ecPoint.subarray(1, 33)))),
      'bad-openssh-key',
    ],
    ['a line without end', `ssh-ed25519 ${'A'.repeat(200_000)}`, 'bad-openssh-key'],
  ];
  for (const [why, text, code] of badLines)
    it(`refuses a public key with ${why}: ${code}`, () => void throwsCode(code, () => parseOpensshPublicKey(text)));

  const good = { publicKey: edBlob, fields: edFields };
  const bcrypt = (rounds: number, salt = counting(16)): Uint8Array => concatBytes(wireString(salt), wireUint32(rounds));
  const locked = { ...good, cipher: 'aes256-ctr', kdf: 'bcrypt' };
  const rsaFields = (n: bigint, p: bigint): Uint8Array[] => [wireString('ssh-rsa'), ...[n, rsa.e, rsa.d, rsa.qi, p, rsa.q].map(wireNumber)];
  const badFiles: readonly (readonly [why: string, pem: string, code: string])[] = [
    ['nothing', '', 'no-private-key'],
    ['another block', keys.rsaPkcs8, 'no-private-key'],
    ['a block cut short', opensshKeys[0]?.[2].replace('-----END', '----END') ?? '', 'pem-missing-end'],
    ['an empty block', pemOf(), 'bad-openssh-key'],
    ['another magic', pemOf(latin1('openssh-key-v2\0')), 'bad-openssh-key'],
    ['no key', file({ ...good, count: 0 }), 'bad-openssh-key'],
    ['two keys', file({ ...good, count: 2 }), 'bad-openssh-key'],
    ['four thousand million keys', file({ ...good, count: 0xffff_ffff }), 'bad-openssh-key'],
    ['checkints that differ', file({ ...good, checkints: [7, 8] }), 'bad-openssh-key'],
    ['padding of zeros', file({ ...good, padding: [0, 0, 0, 0, 0] }), 'bad-openssh-key'],
    ['no padding', file({ ...good, padding: [] }), 'bad-openssh-key'],
    ['octets behind it', file({ ...good, behind: Uint8Array.of(0) }), 'bad-openssh-key'],
    ['options of no derivation', file({ ...good, options: Uint8Array.of(1) }), 'bad-openssh-key'],
    ['another derivation', file({ ...good, cipher: 'aes256-ctr', kdf: 'scrypt' }), 'unsupported-kdf'],
    ['a cipher and no derivation', file({ ...good, cipher: 'aes256-ctr' }), 'unsupported-kdf'],
    ['a derivation and no cipher', file({ ...good, kdf: 'bcrypt', options: bcrypt(1) }), 'unsupported-cipher'],
    ['another cipher', file({ ...good, cipher: 'arcfour', kdf: 'bcrypt', options: bcrypt(1) }), 'unsupported-cipher'],
    ['a cipher every object has', file({ ...good, cipher: 'toString', kdf: 'bcrypt', options: bcrypt(1) }), 'unsupported-cipher'],
    ['no rounds', file({ ...locked, options: bcrypt(0), padding: blockOf(good.fields) }), 'bad-kdf-parameters'],
    ['no salt', file({ ...locked, options: bcrypt(1, new Uint8Array(0)), padding: blockOf(good.fields) }), 'bad-kdf-parameters'],
    ['2,049 rounds', file({ ...locked, options: bcrypt(2049), padding: blockOf(good.fields) }), 'kdf-too-costly'],
    ['2^32 - 1 rounds', file({ ...locked, options: bcrypt(0xffff_ffff), padding: blockOf(good.fields) }), 'kdf-too-costly'],
    [
      'a salt of 1,025 octets',
      file({ ...locked, options: bcrypt(1, new Uint8Array(1025)), padding: blockOf(good.fields) }),
      'kdf-too-costly',
    ],
    ['rounds and more', file({ ...locked, options: concatBytes(bcrypt(1), Uint8Array.of(0)) }), 'bad-openssh-key'],
    ['half a block', file({ ...locked, options: bcrypt(1), padding: [1] }), 'bad-openssh-key'],
    ['another public key in front', file({ ...good, publicKey: rsaBlob }), 'public-key-mismatch'],
    [
      'another public key behind the seed',
      file({ ...good, fields: [wireString('ssh-ed25519'), wireString(point), wireString(new Uint8Array(64))] }),
      'public-key-mismatch',
    ],
    [
      'a security token',
      file({ ...good, fields: [wireString('sk-ssh-ed25519@openssh.com'), wireString(point)] }),
      'unsupported-openssh-key',
    ],
    ['a DSA key', file({ ...good, fields: [wireString('ssh-dss'), wireNumber(1n)] }), 'unsupported-openssh-key'],
    ['an RSA key with another modulus in front', file({ publicKey: rsaBlob, fields: rsaFields(rsa.n + 2n, rsa.p) }), 'public-key-mismatch'],
    ['a factor of 1', file({ publicKey: rsaBlob, fields: rsaFields(rsa.n, 1n) }), 'bad-openssh-key'],
    [
      'a scalar that is too long',
      file({
        publicKey: ecBlob,
        fields: [wireString('ecdsa-sha2-nistp256'), wireString('nistp256'), wireString(ecPoint), wireNumber(1n << 256n)],
      }),
      'bad-openssh-key',
    ],
  ];
  for (const [why, pem, code] of badFiles)
    it(`refuses a private key with ${why}: ${code}`, () => void throwsCode(code, () => readOpensshPrivateKey(pem, { passphrase })));

  it('takes a scalar with zeros in front, in the octets of the curve', () => {
    const fields = [wireString('ecdsa-sha2-nistp256'), wireString('nistp256'), wireString(ecPoint), wireNumber(5n)];
    const { key } = readOpensshPrivateKey(file({ publicKey: ecBlob, fields }));
    assert.ok(key.kind === 'ec');
    assert.equal(toHex(key.d), '05'.padStart(64, '0'));
    assert.equal(findKeyDefect(key), 'point-mismatch');
  });

  it('no octet of a file can be changed or cut off without a typed error, a defect or the same key', () => {
    for (const index of [1, 6]) {
      const [, , pem = ''] = opensshKeys[index] ?? [];
      const { key } = readOpensshPrivateKey(pem, { passphrase });
      const bytes = bytesOf(pem);
      let refused = 0;
      for (let at = 0; at < bytes.length; at += index === 1 ? 1 : 23) {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] as number) ^ (1 << (at % 8));
        for (const input of [damaged, bytes.subarray(0, at)])
          try {
            const read = readOpensshPrivateKey(pemOf(input), { passphrase }).key;
            // Of a key that is not encrypted a changed scalar is found by arithmetic alone.
            if (findKeyDefect(read) === undefined) assert.deepEqual(read, key);
          } catch (error) {
            assert.ok(error instanceof PkiError, String(error));
            refused++;
          }
      }
      assert.ok(refused > 20, String(refused));
    }
  }).timeout(20_000);
});

/** Padding that makes whole blocks of 16 octets of a section. */
function blockOf(fields: readonly Uint8Array[]): number[] {
  const length = 8 + concatBytes(...fields).length + 4 + 'comment'.length;
  return Array.from({ length: (16 - (length % 16)) % 16 }, (_, i) => i + 1);
}

/** The checkint of a key file that is not encrypted. */
function checkintOf(pem: string): Uint8Array {
  const bytes = bytesOf(pem);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Magic of 15 octets, twice "none" with its length, no options, the number of keys.
  const publicKey = 15 + 8 + 8 + 4 + 4;
  const at = publicKey + 4 + view.getUint32(publicKey) + 4;
  return bytes.subarray(at, at + 4);
}

describe('bcrypt_pbkdf and the ciphers of OpenSSH', () => {
  it('OpenBSD\u2019s vector', () => {
    const derived = bcryptPbkdf(utf8('password'), { salt: utf8('salt'), rounds: 4, keyLength: 32 });
    assert.equal(toHex(derived), '5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9');
  });

  it('does no work outside of its limits', () => {
    const salt = utf8('salt');
    throwsCode('bad-kdf-parameters', () => bcryptPbkdf(new Uint8Array(0), { salt, rounds: 1, keyLength: 1 }));
    throwsCode('bad-kdf-parameters', () => bcryptPbkdf(salt, { salt, rounds: 1, keyLength: 0 }));
    throwsCode('bad-kdf-parameters', () => bcryptPbkdf(salt, { salt, rounds: 1, keyLength: 129 }));
    throwsCode('kdf-too-costly', () => bcryptPbkdf(salt, { salt, rounds: 2 ** 32 - 1, keyLength: 1 }));
  });

  it('AES-CTR: SP 800-38A F.5.1', () => {
    const key = fromHex('2b7e151628aed2a6abf7158809cf4f3c');
    const counter = fromHex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
    const plain = fromHex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
    assert.equal(toHex(aesCtr(key, counter, plain)), '874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff');
  });

  it('chacha20-poly1305 notices every changed octet', () => {
    const key = counting(64);
    const sealed = chachaPolyEncrypt(key, utf8('a private key'));
    assert.deepEqual(chachaPolyDecrypt(key, sealed), utf8('a private key'));
    for (let at = 0; at < sealed.length; at++) {
      const damaged = sealed.slice();
      damaged[at] = (damaged[at] as number) ^ 1;
      throwsCode('bad-tag', () => chachaPolyDecrypt(key, damaged));
    }
    throwsCode('bad-tag', () => chachaPolyDecrypt(key, new Uint8Array(15)));
  });
});
