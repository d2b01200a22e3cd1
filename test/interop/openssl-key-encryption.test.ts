/** Encrypted private keys between OpenSSL and us, both ways, under every scheme besides PBES2 with PBKDF2 and AES, which openssl-keys.test.ts has. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { oid } from '../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../lib/asn1/pem.ts';
import { encodeSequence } from '../../lib/asn1/writer.ts';
import { encodePkcs1PrivateKey } from '../../lib/keys/pkcs1.ts';
import { encodePkcs8 } from '../../lib/keys/pkcs8.ts';
import { encodeSec1 } from '../../lib/keys/sec1.ts';
import { encryptPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import type { EncryptionOptions } from '../../lib/keystore/encryption.ts';
import { encodeLegacyPem } from '../../lib/keystore/legacy-pem.ts';
import { loadPrivateKey, readPrivateKey } from '../../lib/keystore/load.ts';
import { rsaPkcs8, p256Pkcs8 } from '../support/openssl-keys.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion } from './openssl-tools.ts';

const WORDS = ['p\u00e4ss w\u00f6rd', '\u{1f511}', 'x'];
const LEGACY = ['-provider', 'legacy', '-provider', 'default'];
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

function openssl(words: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync('openssl', words, { input, encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, `openssl ${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** Both keys with their PEM: several lengths of plaintext, so that padding has several lengths. */
const KEYS = [rsaPkcs8, p256Pkcs8].map((pem) => ({ pem, key: loadPrivateKey(pem) }));

const READ: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      'MD5-DES',
      'MD5-RC2-64',
      'SHA1-DES',
      'SHA1-RC2-64',
      'SHA1-3DES',
      'SHA1-2DES',
      'SHA1-RC2-128',
      'SHA1-RC2-40',
      'SHA1-RC4-128',
      'SHA1-RC4-40',
    ].map((name) => [`PBE-${name}`, ['-v1', `PBE-${name}`]]),
  ),
  'PBES2 with DES': ['-v2', 'des'],
  'PBES2 with RC2 of 128 bits': ['-v2', 'rc2'],
  'PBES2 with RC2 of 64 bits': ['-v2', 'rc2-64-cbc'],
  'PBES2 with RC2 of 40 bits': ['-v2', 'rc2-40-cbc'],
  'PBES2 with triple DES and HMAC-SHA1': ['-v2', 'des3', '-v2prf', 'hmacWithSHA1'],
  scrypt: ['-scrypt', '-scrypt_N', '4096'],
  'scrypt with other numbers': ['-scrypt', '-scrypt_N', '64', '-scrypt_r', '3', '-scrypt_p', '7', '-v2', 'aes-128-cbc'],
};

const WRITTEN: Readonly<Record<string, Omit<EncryptionOptions, 'random'> & Record<string, unknown>>> = {
  'triple DES': { cipher: 'DES-EDE3-CBC', prf: 'SHA-1', iterations: 1000 },
  scrypt: { kdf: 'scrypt', parallelization: 2 },
  'scrypt with AES-128': { kdf: 'scrypt', cipher: 'AES-128-CBC', cost: 64, blockSize: 3, parallelization: 7 },
  'scrypt with triple DES': { kdf: 'scrypt', cipher: 'DES-EDE3-CBC', cost: 1024 },
  'PKCS#12 with triple DES': { scheme: 'PKCS12', iterations: 1000 },
  'PKCS#12 with triple DES of two keys': { scheme: 'PKCS12', cipher: 'DES-EDE2-CBC', iterations: 1000 },
};

requireOrSkip('the openssl command, series 3.0', opensslVersion !== undefined)(
  'encrypted keys between OpenSSL and certwright',
  function () {
    this.timeout(60_000);

    for (const [name, words] of Object.entries(READ))
      it(`OpenSSL locks with ${name}, we open`, () => {
        for (const [index, { pem, key }] of KEYS.entries()) {
          const word = WORDS[index] ?? '';
          const locked = openssl(['pkcs8', '-topk8', ...words, '-passout', `pass:${word}`, ...LEGACY], pem);
          assert.deepEqual(loadPrivateKey(locked, { passphrase: word }), key);
          assert.throws(() => loadPrivateKey(locked, { passphrase: `${word}x` }), { code: 'wrong-passphrase' });
        }
      });

    for (const [name, options] of Object.entries(WRITTEN))
      it(`we lock with ${name}, OpenSSL opens`, () => {
        for (const [index, { pem, key }] of KEYS.entries()) {
          const word = WORDS[index] ?? '';
          const locked = encodePem('ENCRYPTED PRIVATE KEY', encryptPrivateKey(key, word, { ...options, random } as EncryptionOptions));
          assert.equal(openssl(['pkey', '-passin', `pass:${word}`, ...LEGACY], locked), pem);
        }
      });

    for (const [option, cipher] of [
      ['-aes128', 'AES-128-CBC'],
      ['-aes192', 'AES-192-CBC'],
      ['-aes256', 'AES-256-CBC'],
      ['-des3', 'DES-EDE3-CBC'],
      ['-des', 'DES-CBC'],
    ] as const)
      it(`PEM headers with ${cipher}, both ways`, () => {
        for (const [index, { pem, key }] of KEYS.entries()) {
          assert.ok(key.kind === 'rsa' || key.kind === 'ec');
          const word = WORDS[index] ?? '';
          const command = key.kind === 'rsa' ? ['rsa', '-traditional'] : ['ec'];
          const theirs = openssl([...command, option, '-passout', `pass:${word}`, ...LEGACY], pem);
          const read = readPrivateKey(theirs, { passphrase: word });
          assert.deepEqual(read.key, key);
          assert.equal(read.encryption?.label, `PEM ${cipher}, MD5`);
          if (cipher === 'DES-CBC') continue;
          const [label, der] = key.kind === 'rsa' ? ['RSA PRIVATE KEY', encodePkcs1PrivateKey(key)] : ['EC PRIVATE KEY', encodeSec1(key)];
          assert.deepEqual(decodePem(openssl([...command], pem))[0]?.der, der);
          assert.equal(openssl(['pkey', '-passin', `pass:${word}`], encodeLegacyPem(label, der, word, cipher, random)), pem);
        }
      });

    it('an empty passphrase, as OpenSSL understands it', () => {
      const { pem, key } = KEYS[1] ?? { pem: '', key: undefined };
      for (const words of [['-v1', 'PBE-SHA1-3DES'], ['-v1', 'PBE-SHA1-DES'], []])
        assert.deepEqual(
          loadPrivateKey(openssl(['pkcs8', '-topk8', ...words, '-passout', 'pass:', ...LEGACY], pem), { passphrase: '' }),
          key,
        );
    });
  },
);

describe('AES-GCM in PBES2, sealed by node:crypto', () => {
  for (const [bits, arc] of [
    [128, 6],
    [192, 26],
    [256, 46],
  ] as const)
    for (const tag of [12, 14, 16])
      it(`AES-${bits}-GCM with a tag of ${tag} octets opens`, () => {
        for (const { key } of KEYS) {
          const [salt, nonce] = [random(8), random(12)];
          const cipher = createCipheriv(`aes-${bits}-gcm`, pbkdf2Sync('secret', salt, 1000, bits / 8, 'sha1'), nonce, {
            authTagLength: tag,
          });
          const sealed = Buffer.concat([cipher.update(encodePkcs8(key)), cipher.final(), cipher.getAuthTag()]);
          const file = encodeSequence((outer) =>
            outer
              .sequence((algorithm) =>
                algorithm.oid(oid('1.2.840.113549.1.5.13')).sequence((pbes2) =>
                  pbes2
                    .sequence((kdf) => kdf.oid(oid('1.2.840.113549.1.5.12')).sequence((p) => p.octetString(salt).integer(1000)))
                    .sequence((scheme) =>
                      scheme.oid(oid(`2.16.840.1.101.3.4.1.${arc}`)).sequence((gcm) => {
                        gcm.octetString(nonce);
                        // 12 is the default and left out (RFC 5084 3.2).
                        if (tag !== 12) gcm.integer(tag);
                      }),
                    ),
                ),
              )
              .octetString(new Uint8Array(sealed)),
          );
          assert.deepEqual(loadPrivateKey(file, { passphrase: 'secret' }), key);
          assert.throws(() => loadPrivateKey(file, { passphrase: 'wrong' }), { code: 'wrong-passphrase' });
        }
      });
});
