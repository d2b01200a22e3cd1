/** Key files under every encryption that is read, what is said about them, and the ones that are written. */
import assert from 'node:assert/strict';
import { fromHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { type Oid, oid } from '../../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../../lib/asn1/pem.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { aesGcmEncrypt } from '../../../lib/crypto/cipher.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { pbkdf2 } from '../../../lib/crypto/kdf.ts';
import { parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodeSec1 } from '../../../lib/keys/sec1.ts';
import { decryptPkcs8, encryptPrivateKey, parseEncryptedPrivateKey } from '../../../lib/keystore/encrypted-key.ts';
import { describeEncryption } from '../../../lib/keystore/encryption.ts';
import { encodeLegacyPem } from '../../../lib/keystore/legacy-pem.ts';
import { loadPrivateKey, readPrivateKey } from '../../../lib/keystore/load.ts';
import type { PbeOptions } from '../../../lib/keystore/pbe.ts';
import type { Pbes2Options } from '../../../lib/keystore/pbes2.ts';
import { encryptedPem, encryptedPkcs8 } from '../../support/encrypted-keys.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

function der(pem: string): Uint8Array {
  const block = decodePem(pem)[0];
  assert.ok(block !== undefined);
  return block.der;
}

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i);
const key = parsePrivateKey(der(keys.p256Pkcs8));
assert.ok(key.kind === 'ec');
const passphrase = 'secret';

function codes(pemOrDer: string | Uint8Array): string[] {
  return readPrivateKey(pemOrDer, { passphrase }).findings.map(({ code }) => code);
}

describe('encrypted keys of old', () => {
  for (const [option, label, pem] of encryptedPkcs8) {
    it(`opens what openssl pkcs8 ${option} wrote: ${label}`, () => {
      const read = readPrivateKey(pem, { passphrase });
      assert.deepEqual(read.key, key);
      assert.deepEqual([read.format, read.encoding, read.encryption?.label], ['pkcs8', 'pem', label]);
      assert.deepEqual(readPrivateKey(der(pem), { passphrase: utf8(passphrase) }), { ...read, encoding: 'der' });
      throwsCode('passphrase-required', () => loadPrivateKey(pem));
      throwsCode('wrong-passphrase', () => loadPrivateKey(pem, { passphrase: 'Secret' }));
      throwsCode('wrong-passphrase', () => loadPrivateKey(pem, { passphrase: '' }));
      assert.deepEqual(
        read.findings.map(({ code }) => code),
        option === '-scrypt' ? ['few-iterations'] : option.startsWith('-v2') ? ['weak-cipher'] : ['weak-cipher', 'weak-derivation'],
      );
    });
  }

  for (const [option, cipher, pem] of encryptedPem) {
    it(`opens what openssl ec ${option} wrote: ${cipher} by PEM headers`, () => {
      const read = readPrivateKey(pem, { passphrase });
      assert.deepEqual(read.key, key);
      assert.deepEqual([read.format, read.encryption?.label, read.encryption?.iterations], ['sec1', `PEM ${cipher}, MD5`, 1]);
      assert.deepEqual(loadPrivateKey(utf8(pem.replaceAll('\n', '\r\n')), { passphrase: utf8(passphrase) }), key);
      throwsCode('passphrase-required', () => loadPrivateKey(pem));
      throwsCode('wrong-passphrase', () => loadPrivateKey(pem, { passphrase: 'Secret' }));
      assert.deepEqual(codes(pem), cipher.startsWith('AES') ? ['weak-derivation'] : ['weak-cipher', 'weak-derivation']);
    });
  }

  it('opens an RSA key by PEM headers', () => {
    const read = readPrivateKey(keys.rsaLegacyEncrypted, { passphrase: 'pw' });
    assert.deepEqual(read.key, loadPrivateKey(keys.rsaPkcs8));
    assert.equal(read.format, 'pkcs1');
  });

  const [, , aes128 = ''] = encryptedPem[0] ?? [];
  const changed: readonly (readonly [why: string, from: string, to: string, code: string])[] = [
    ['no DEK-Info', 'DEK-Info', 'X-Info', 'bad-pem-encryption'],
    ['no Proc-Type', 'Proc-Type', 'X-Type', 'bad-pem-encryption'],
    ['another type of processing', '4,ENCRYPTED', '4,MIC-CLEAR', 'bad-pem-encryption'],
    ['two DEK-Infos', 'DEK-Info', 'DEK-Info: AES-128-CBC,00\nDEK-Info', 'bad-pem-encryption'],
    ['a cipher without initialization vector', 'AES-128-CBC,', 'AES-128-CBC:', 'unsupported-cipher'],
    ['nothing but a cipher', /AES-128-CBC,\w+/.exec(aes128)?.[0] ?? '', 'AES-128-CBC', 'bad-pem-encryption'],
    ['a short initialization vector', 'AES-128-CBC,', 'AES-128-CBC,00', 'bad-pem-encryption'],
    ['an initialization vector of an odd number of digits', 'AES-128-CBC,', 'AES-128-CBC,0', 'bad-pem-encryption'],
    ['one that is not hexadecimal', 'AES-128-CBC,', 'AES-128-CBC,g', 'bad-pem-encryption'],
    ['that of another cipher', 'AES-128-CBC,', 'DES-CBC,', 'bad-pem-encryption'],
    ['Camellia', 'AES-128-CBC,', 'CAMELLIA-128-CBC,', 'unsupported-cipher'],
    ['no cipher', 'AES-128-CBC,', ',', 'unsupported-cipher'],
  ];
  for (const [why, from, to, code] of changed)
    it(`refuses ${why}: ${code}`, () => {
      assert.ok(aes128.includes(from));
      throwsCode(code, () => loadPrivateKey(aes128.replace(from, to), { passphrase }));
    });

  it('refuses a ciphertext that is not whole blocks, before it asks for a passphrase', () => {
    const pem = encodeLegacyPem('RSA PRIVATE KEY', new Uint8Array(15), 'x', 'AES-128-CBC', counting);
    const block = decodePem(pem)[0];
    assert.ok(block !== undefined);
    const cut = encodePem('RSA PRIVATE KEY', block.der.subarray(1)).split('\n');
    const headers = block.headers.map(([name, value]) => `${name}: ${value}`);
    throwsCode('bad-ciphertext-length', () => loadPrivateKey([cut[0], ...headers, '', ...cut.slice(1)].join('\n')));
  });
});

describe('findings about key files', () => {
  it('a file as it should be has none', () => {
    const locked = encryptPrivateKey(key, passphrase, { random: counting, iterations: 1000 });
    assert.deepEqual(readPrivateKey(locked, { passphrase }), {
      key,
      format: 'pkcs8',
      encoding: 'der',
      encryption: { label: 'PBES2 AES-256-CBC, PBKDF2 SHA-256', iterations: 1000, findings: [] },
      findings: [],
    });
    assert.deepEqual(readPrivateKey(keys.p256Sec1), { key, format: 'sec1', encoding: 'pem', findings: [] });
  });

  it('few iterations, a passphrase for nothing, further keys', () => {
    const few = encryptPrivateKey(key, passphrase, { random: counting, iterations: 999 });
    assert.deepEqual(codes(few), ['few-iterations']);
    assert.match(readPrivateKey(few, { passphrase }).findings[0]?.message ?? '', /^999 iterations, at least 1000/);
    assert.deepEqual(codes(keys.p256Pkcs8), ['not-encrypted']);
    const two = encodePem('ENCRYPTED PRIVATE KEY', few) + keys.rsaPkcs8 + keys.p256Public + keys.p256Pkcs8;
    assert.deepEqual(codes(two), ['few-iterations', 'further-private-keys']);
    assert.match(readPrivateKey(two, { passphrase }).findings[1]?.message ?? '', /^2 more/);
  });
});

describe('encryption that is written', () => {
  const choices: readonly (readonly [label: string, options: Omit<Pbes2Options, 'random'> | Omit<PbeOptions, 'random'>])[] = [
    ['PBES2 DES-EDE3-CBC, PBKDF2 SHA-1', { cipher: 'DES-EDE3-CBC', prf: 'SHA-1', iterations: 2 }],
    ['PBES2 AES-256-CBC, scrypt', { kdf: 'scrypt', cost: 16 }],
    ['PBES2 AES-128-CBC, scrypt', { kdf: 'scrypt', cipher: 'AES-128-CBC', cost: 32, blockSize: 1, parallelization: 3 }],
    ['PBES2 DES-EDE3-CBC, scrypt', { kdf: 'scrypt', cipher: 'DES-EDE3-CBC', cost: 2 }],
    ['PKCS#12 SHA-1 DES-EDE3-CBC', { scheme: 'PKCS12', iterations: 2 }],
    ['PKCS#12 SHA-1 DES-EDE2-CBC', { scheme: 'PKCS12', cipher: 'DES-EDE2-CBC', iterations: 1 }],
  ];
  for (const [label, options] of choices)
    it(`${label} comes back`, () => {
      for (const word of ['', 'secret', 'p\u00e4ss \u{1f511}']) {
        const locked = encryptPrivateKey(key, word, { ...options, random: counting });
        const { parameters } = parseEncryptedPrivateKey(locked);
        assert.equal(describeEncryption(parameters).label, label);
        assert.deepEqual(loadPrivateKey(locked, { passphrase: word }), key);
        assert.deepEqual(loadPrivateKey(locked, { passphrase: utf8(word) }), key);
        throwsCode('wrong-passphrase', () => loadPrivateKey(locked, { passphrase: `${word} ` }));
      }
    });

  it('locks nothing where the passphrase was forgotten', () => {
    for (const [, options] of choices)
      throwsCode('passphrase-required', () => encryptPrivateKey(key, undefined as unknown as string, { ...options, random: counting }));
  });

  it('PKCS#12 takes a passphrase of octets that are no UTF-8 one by one', () => {
    const locked = encryptPrivateKey(key, Uint8Array.of(0xe4, 0x41), { random: counting, scheme: 'PKCS12', iterations: 1 });
    assert.deepEqual(loadPrivateKey(locked, { passphrase: '\u00e4A' }), key);
  });

  it('a PEM block by headers, as OpenSSL wrote it', () => {
    for (const [, cipher, pem] of encryptedPem) {
      if (cipher === 'DES-CBC') continue;
      const iv = fromHex(/DEK-Info: [^,]+,(\w+)/.exec(pem)?.[1] ?? '');
      const written = encodeLegacyPem('EC PRIVATE KEY', encodeSec1(key), 'secret', cipher as 'AES-128-CBC', () => iv);
      assert.equal(written, pem);
    }
    throwsCode('cipher-read-only', () => encodeLegacyPem('X', Uint8Array.of(0x30, 0), 'x', 'DES-CBC' as 'AES-128-CBC', counting));
  });
});

describe('PBES2 with AES-GCM', () => {
  const iv = counting(12);
  const pkcs8 = der(keys.p256Pkcs8);
  const make = (cipher: Oid, keyLength: number, tag?: number): Uint8Array => {
    const sealed = aesGcmEncrypt(pbkdf2(sha256, utf8(passphrase), { salt: iv, iterations: 1000, keyLength }), iv, pkcs8);
    const ciphertext = sealed.subarray(0, pkcs8.length + (tag ?? 12));
    return encodeDer((writer) =>
      writer.sequence((outer) =>
        outer
          .sequence((algorithm) =>
            algorithm.oid(oid('1.2.840.113549.1.5.13')).sequence((pbes2) =>
              pbes2
                .sequence((kdf) =>
                  kdf.oid(oid('1.2.840.113549.1.5.12')).sequence((p) =>
                    p
                      .octetString(iv)
                      .integer(1000)
                      .sequence((prf) => prf.oid(oid('1.2.840.113549.2.9')).null()),
                  ),
                )
                .sequence((scheme) =>
                  scheme.oid(cipher).sequence((gcm) => {
                    gcm.octetString(iv);
                    if (tag !== undefined) gcm.integer(tag);
                  }),
                ),
            ),
          )
          .octetString(ciphertext),
      ),
    );
  };

  for (const [bits, number, keyLength] of [
    [128, 6, 16],
    [192, 26, 24],
    [256, 46, 32],
  ] as const)
    it(`AES-${bits}-GCM opens, with any length of tag, and notices every changed octet`, () => {
      const cipher = oid(`2.16.840.1.101.3.4.1.${number}`);
      for (const tag of [undefined, 12, 13, 16]) {
        const locked = make(cipher, keyLength, tag);
        assert.deepEqual(decryptPkcs8(locked, passphrase), pkcs8);
        assert.equal(readPrivateKey(locked, { passphrase }).encryption?.label, `PBES2 AES-${bits}-GCM, PBKDF2 SHA-256`);
        throwsCode('wrong-passphrase', () => decryptPkcs8(locked, 'Secret'));
      }
      const locked = make(cipher, keyLength, 16);
      for (const at of [locked.length - 1, locked.length - 17, locked.length - 100]) {
        const damaged = locked.slice();
        damaged[at] = (damaged[at] as number) ^ 1;
        throwsCode('wrong-passphrase', () => decryptPkcs8(damaged, passphrase));
      }
    });

  it('refuses a ciphertext with no room for its tag', () => {
    const locked = make(oid('2.16.840.1.101.3.4.1.6'), 16, 16);
    const { parameters } = parseEncryptedPrivateKey(locked);
    throwsCode('bad-ciphertext-length', () => decryptPkcs8({ parameters, ciphertext: new Uint8Array(15) }, passphrase));
  });
});

describe('hostile encrypted keys', () => {
  it('no octet of a file can be changed without a typed error or the same key', () => {
    const kinds = ['-v1 PBE-MD5-RC2-64', '-v1 PBE-SHA1-3DES', '-v1 PBE-SHA1-RC4-128', '-v2 rc2-40-cbc', '-scrypt'];
    for (const [option, , pem] of encryptedPkcs8)
      for (let at = 0; kinds.includes(option) && at < 70; at++) {
        const damaged = der(pem).slice();
        damaged[at] = (damaged[at] as number) ^ (1 << (at % 7));
        try {
          assert.deepEqual(loadPrivateKey(damaged, { passphrase }), key);
        } catch (error) {
          assert.ok(error instanceof PkiError, String(error));
        }
      }
  }).timeout(20_000);
});
