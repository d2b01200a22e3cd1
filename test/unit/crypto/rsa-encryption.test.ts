/** RSAES-OAEP and RSAES-PKCS1-v1_5: ciphertexts of OpenSSL, own ones, every fault in the padding, parameters. */
import assert from 'node:assert/strict';
import { readDer } from '../../../lib/asn1/reader.ts';
import { bigIntToBytes, bytesToBigInt, concatBytes, fromHex, fromLatin1, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { sha1, sha256, sha384, sha512 } from '../../../lib/crypto/hash.ts';
import { modPow, modPowPublic } from '../../../lib/crypto/rsa/arithmetic.ts';
import { decryptRsaOaep, encodeRsaOaep, encryptRsaOaep, readRsaOaep, type RsaOaepParameters } from '../../../lib/crypto/rsa/oaep.ts';
import { decryptRsaPkcs1, encryptRsaPkcs1 } from '../../../lib/crypto/rsa/pkcs1-encryption.ts';
import { rsaPublicKeyOf } from '../../../lib/crypto/rsa/private.ts';
import { mgf1, xorInto } from '../../../lib/crypto/rsa/pss-encoding.ts';
import { sha3_256 } from '../../../lib/crypto/sha3.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import type { PrivateKey, RsaPublicKey } from '../../../lib/keys/types.ts';
import { throwsCode } from '../../support/throws.ts';
import { rsaKey } from './rsa-fixture.ts';
import { ciphertexts, threePrimesKey } from './rsa-further-fixture.ts';
import { testRandom } from './test-random.ts';

const MESSAGE = 'attack at dawn';
const LENGTH = 128;
const random = testRandom('encryption');
const publicKey = rsaPublicKeyOf(rsaKey) as RsaPublicKey;
const identifier = (der: Uint8Array) => readDer(der, (reader) => readAlgorithmIdentifier(reader, ''));
/** A ciphertext of any encoded message. */
const raw = (encoded: Uint8Array): Uint8Array => bigIntToBytes(modPowPublic(bytesToBigInt(encoded), rsaKey.e, rsaKey.n), encoded.length);
/** What a ciphertext encodes. */
const opened = (ciphertext: Uint8Array): Uint8Array =>
  bigIntToBytes(modPow(bytesToBigInt(ciphertext), rsaKey.d, rsaKey.n), ciphertext.length);

/** Ciphertexts that no decryption may take, whatever the padding. */
const NO_CIPHERTEXTS: Readonly<Record<string, Uint8Array>> = {
  'nothing at all': new Uint8Array(0),
  'an octet too few': new Uint8Array(LENGTH - 1).fill(1),
  'an octet too many': concatBytes(new Uint8Array(1), new Uint8Array(LENGTH).fill(1)),
  'the modulus': bigIntToBytes(rsaKey.n, LENGTH),
  'all ones': new Uint8Array(LENGTH).fill(0xff),
  zero: new Uint8Array(LENGTH),
  one: bigIntToBytes(1n, LENGTH),
  'n - 1': bigIntToBytes(rsaKey.n - 1n, LENGTH),
};

/** The text of the error that a decryption ends with. */
function failure(decrypt: () => Uint8Array): string {
  try {
    decrypt();
  } catch (error) {
    assert.ok(error instanceof PkiError, String(error));
    return `${error.code}: ${error.message}`;
  }
  return 'no failure';
}

const FAILED = 'decryption-failed: the ciphertext does not decrypt with this key and these parameters';

describe('crypto/rsa/oaep', () => {
  const theirs: readonly (readonly [string, PrivateKey, RsaOaepParameters])[] = [
    ['oaep-sha1', rsaKey, { hash: sha1 }],
    ['oaep-sha256-mgf1-sha1-label', threePrimesKey, { hash: sha256, mgfHash: sha1, label: fromHex('0102030405') }],
    ['oaep-sha3-256', threePrimesKey, { hash: sha3_256 }],
  ];
  for (const [name, key, parameters] of theirs) {
    it(`${name}: decrypts what OpenSSL encrypted`, () => {
      const ciphertext = fromHex(ciphertexts[name] as string);
      assert.equal(fromLatin1(decryptRsaOaep(key, ciphertext, { ...parameters, random })), MESSAGE);
      for (const other of [{ hash: sha384 }, { ...parameters, label: utf8('another') }, { ...parameters, mgfHash: sha512 }])
        assert.equal(
          failure(() => decryptRsaOaep(key, ciphertext, { ...other, random })),
          FAILED,
        );
    });
  }

  it('takes messages of every length that fits', () => {
    for (const length of [0, 1, 61, 62]) {
      const message = random(length);
      const ciphertext = encryptRsaOaep(publicKey, message, { hash: sha256, random });
      assert.equal(ciphertext.length, LENGTH);
      assert.deepEqual(decryptRsaOaep(rsaKey, ciphertext, { hash: sha256, random }), message);
    }
    throwsCode('message-too-long', () => encryptRsaOaep(publicKey, new Uint8Array(63), { hash: sha256, random }));
    throwsCode('message-too-long', () => encryptRsaOaep(publicKey, new Uint8Array(0), { hash: sha512, random }));
    assert.equal(
      failure(() => decryptRsaOaep(rsaKey, new Uint8Array(LENGTH), { hash: sha512, random })),
      FAILED,
    );
  });

  it('draws a new seed each time', () => {
    const encrypt = (): string => toHex(encryptRsaOaep(publicKey, utf8(MESSAGE), { hash: sha256, random }));
    assert.notEqual(encrypt(), encrypt());
  });

  it('does not change what it was given', () => {
    const seed = new Uint8Array(32).fill(7);
    encryptRsaOaep(publicKey, utf8(MESSAGE), { hash: sha256, random: () => seed });
    assert.deepEqual(seed, new Uint8Array(32).fill(7));
  });

  it('CVE-2020-26939, Manger 2001: every fault is one error', () => {
    const decrypt = (ciphertext: Uint8Array): Uint8Array => decryptRsaOaep(rsaKey, ciphertext, { hash: sha256, random });
    /** A ciphertext whose data block is this, with a leading octet of `first`. */
    const made = (block: Uint8Array, first = 0): Uint8Array => {
      const [seed, masked] = [random(32).slice(), block.slice()];
      xorInto(masked, mgf1(sha256, seed, masked.length));
      xorInto(seed, mgf1(sha256, masked, seed.length));
      return raw(concatBytes(Uint8Array.of(first), seed, masked));
    };
    const label = sha256.digest(new Uint8Array(0));
    const block = (rest: string, hash = label): Uint8Array => concatBytes(hash, fromHex(rest.padStart(2 * (LENGTH - 65), '0')));
    assert.equal(toHex(decrypt(made(block('0161626300')))), '61626300');
    assert.equal(toHex(decrypt(made(block('01')))), '');
    assert.equal(toHex(decrypt(made(block(`01${'01'.repeat(62)}`)))), '01'.repeat(62));
    const wrong: Readonly<Record<string, Uint8Array>> = {
      ...NO_CIPHERTEXTS,
      'a leading octet of 1': made(block('01616263'), 1),
      'another first octet of the hash': made(block('01616263', Uint8Array.of((label[0] as number) ^ 1, ...label.subarray(1)))),
      'another last octet of the hash': made(block('01616263', Uint8Array.of(...label.subarray(0, 31), (label[31] as number) ^ 0x80))),
      'padding that is not zero': made(block('0201616263')),
      'padding of 0xff': made(block('ff'.repeat(60))),
      'no separator': made(block('00')),
      'another separator': made(block('03616263')),
    };
    for (const [what, ciphertext] of Object.entries(wrong))
      assert.equal(
        failure(() => decrypt(ciphertext)),
        FAILED,
        what,
      );
  });

  it('refuses each flipped bit of a ciphertext', () => {
    const ciphertext = encryptRsaOaep(publicKey, utf8(MESSAGE), { hash: sha256, random });
    for (let bit = 0; bit < 8 * LENGTH; bit += 61) {
      const bad = ciphertext.slice();
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (0x80 >> (bit & 7));
      assert.equal(
        failure(() => decryptRsaOaep(rsaKey, bad, { hash: sha256, random })),
        FAILED,
        `bit ${bit}`,
      );
    }
  });

  it('writes and reads its parameters (RFC 4055 4.1)', () => {
    assert.equal(toHex(encodeRsaOaep({ hash: sha1 })), '300d06092a864886f70d0101073000');
    assert.equal(
      toHex(encodeRsaOaep({ hash: sha256, label: fromHex('0102') })),
      '304f06092a864886f70d0101073042a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500' +
        'a211300f06092a864886f70d01010904020102',
    );
    const cases: readonly RsaOaepParameters[] = [
      { hash: sha1 },
      { hash: sha256, mgfHash: sha1 },
      { hash: sha1, mgfHash: sha256 },
      { hash: sha3_256, label: utf8('label') },
    ];
    for (const parameters of cases) {
      const read = readRsaOaep(identifier(encodeRsaOaep(parameters)), [sha1, sha256, sha3_256]);
      assert.deepEqual(read, { mgfHash: parameters.hash, label: new Uint8Array(0), ...parameters });
    }
  });

  it('reads no other parameters', () => {
    const read = (parameters: string, name = '06092a864886f70d010107') => {
      const octets = (name.length + parameters.length) / 2;
      return readRsaOaep(identifier(fromHex(`30${octets.toString(16).padStart(2, '0')}${name}${parameters}`)), [sha1]);
    };
    assert.equal(read('3000')?.hash, sha1);
    // Defaults written out, the hash without NULL (RFC 4055 2.1).
    assert.equal(read('300ba009300706052b0e03021a')?.hash, sha1);
    assert.equal(read(''), undefined, 'absent');
    assert.equal(read('3000', '06092a864886f70d010101'), undefined, 'another algorithm');
    assert.equal(readRsaOaep(identifier(encodeRsaOaep({ hash: sha256 })), [sha1]), undefined, 'another hash');
    throwsCode('wrong-tag', () => read('0500'));
    throwsCode('bad-algorithm-parameters', () => read('3010a00e300c06052b0e03021a0403000000'));
    // A label given otherwise than as it is.
    throwsCode('bad-algorithm-parameters', () => read('3013a211300f06092a864886f70d01010804020102'));
    throwsCode('bad-algorithm-parameters', () => read('3016a11430120607' + '2a8648ce3d0403' + '300706052b0e03021a'));
  });
});

describe('crypto/rsa/pkcs1-encryption', () => {
  it('decrypts what OpenSSL encrypted', () =>
    assert.equal(fromLatin1(decryptRsaPkcs1(rsaKey, fromHex(ciphertexts['pkcs1'] as string), { random })), MESSAGE));

  it('takes messages of every length that fits, and pads without zeros', () => {
    for (const length of [0, 1, 116, 117]) {
      const ciphertext = encryptRsaPkcs1(publicKey, new Uint8Array(length), { random });
      assert.deepEqual(decryptRsaPkcs1(rsaKey, ciphertext, { random }), new Uint8Array(length));
      const encoded = opened(ciphertext);
      assert.deepEqual([encoded[0], encoded[1], encoded.indexOf(0, 2)], [0, 2, LENGTH - length - 1]);
    }
    throwsCode('message-too-long', () => encryptRsaPkcs1(publicKey, new Uint8Array(118), { random }));
    throwsCode('bad-random', () => encryptRsaPkcs1(publicKey, utf8(MESSAGE), { random: (length) => new Uint8Array(length) }));
  });

  it('Bleichenbacher 1998, ROBOT: every fault is one error', () => {
    const decrypt = (ciphertext: Uint8Array): Uint8Array => decryptRsaPkcs1(rsaKey, ciphertext, { random });
    const made = (head: string, padding: number, rest: string): Uint8Array => {
      const message = concatBytes(fromHex(head), new Uint8Array(padding).fill(0xaa), fromHex(rest));
      return raw(concatBytes(message, new Uint8Array(LENGTH - message.length).fill(0x55)));
    };
    assert.equal(decrypt(made('0002', 8, '00')).length, 117);
    assert.equal(decrypt(made('0002', 125, '00')).length, 0);
    const wrong: Readonly<Record<string, Uint8Array>> = {
      ...NO_CIPHERTEXTS,
      'a leading octet of 1': made('0102', 20, '00'),
      'type 1': made('0001', 20, '00'),
      'type 0': made('0000', 20, '00'),
      'type 3': made('0003', 20, '00'),
      'seven octets of padding': made('0002', 7, '00'),
      'no padding': made('0002', 0, '00'),
      'no separator': made('0002', 126, ''),
    };
    for (const [what, ciphertext] of Object.entries(wrong))
      assert.equal(
        failure(() => decrypt(ciphertext)),
        FAILED,
        what,
      );
  });
});

describe('encryption with RSA', () => {
  it('refuses keys of other kinds, those for RSASSA-PSS too, and keys that are none', () => {
    const pss = { ...rsaKey, kind: 'rsa-pss' } as const;
    const options = { hash: sha256, random };
    for (const key of [pss, { kind: 'ed25519', seed: new Uint8Array(32) }] as const) {
      throwsCode('wrong-key-kind', () => decryptRsaOaep(key, new Uint8Array(LENGTH), options));
      throwsCode('wrong-key-kind', () => decryptRsaPkcs1(key, new Uint8Array(LENGTH), options));
    }
    for (const key of [pss, { kind: 'ed25519', point: new Uint8Array(32) }] as const) {
      throwsCode('wrong-key-kind', () => encryptRsaOaep(key, new Uint8Array(1), options));
      throwsCode('wrong-key-kind', () => encryptRsaPkcs1(key, new Uint8Array(1), options));
    }
    for (const e of [1n, 2n, rsaKey.n]) throwsCode('bad-rsa-key', () => encryptRsaOaep({ ...publicKey, e }, new Uint8Array(1), options));
    throwsCode('bad-rsa-key', () => decryptRsaOaep({ ...rsaKey, p: 3n }, new Uint8Array(LENGTH), options));
    throwsCode('rsa-fault', () => decryptRsaPkcs1({ ...rsaKey, dp: rsaKey.dp ^ 2n }, fromHex(ciphertexts['pkcs1'] as string), options));
  });

  it('fails on keys of a few bits like on any ciphertext', () => {
    const tiny = { ...rsaKey, n: 3233n, e: 17n };
    assert.equal(
      failure(() => decryptRsaPkcs1(tiny, Uint8Array.of(1, 2), { random })),
      FAILED,
    );
    assert.equal(
      failure(() => decryptRsaOaep(tiny, Uint8Array.of(1, 2), { hash: sha1, random })),
      FAILED,
    );
  });
});
