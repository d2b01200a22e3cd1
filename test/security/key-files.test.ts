/**
 * Hostile key files: what would cost hours or gigabytes is refused before any work, one file is opened once, what is damaged is refused by a `PkiError`, and
 * errors do not tell the passphrase.
 */
import assert from 'node:assert/strict';
import { concatBytes, utf8 } from '../../lib/base/bytes.ts';
import { PkiError } from '../../lib/base/error.ts';
import { type Oid, oid } from '../../lib/asn1/oid.ts';
import { decodePem, encodePem } from '../../lib/asn1/pem.ts';
import { type DerWriter, encodeDer } from '../../lib/asn1/writer.ts';
import { decryptPkcs8, encryptPrivateKey, parseEncryptedPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import { fromJwk, toJwk } from '../../lib/keystore/jwk.ts';
import { encodeLegacyPem } from '../../lib/keystore/legacy-pem.ts';
import { loadPrivateKey, readPrivateKey } from '../../lib/keystore/load.ts';
import { encodeOpensshBlob, parseOpensshBlob } from '../../lib/keystore/openssh/public-key.ts';
import { encryptedPem, encryptedPkcs8 } from '../support/encrypted-keys.ts';
import { mutations } from '../support/mutations.ts';
import * as keys from '../support/openssl-keys.ts';
import { throwsCode } from '../support/throws.ts';

const passphrase = 'secret';
const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i);

/** An EncryptedPrivateKeyInfo with these parameters around 64 octets of rubbish. */
function encrypted(algorithm: (writer: DerWriter) => void): Uint8Array {
  return encodeDer((w) => w.sequence((all) => all.sequence(algorithm).octetString(new Uint8Array(64))));
}

function pbes2(kdf: Oid, kdfParameters: (writer: DerWriter) => void): Uint8Array {
  return encrypted((w) =>
    w
      .oid(oid('1.2.840.113549.1.5.13'))
      .sequence((p) =>
        p
          .sequence((k) => k.oid(kdf).sequence(kdfParameters))
          .sequence((c) => c.oid(oid('2.16.840.1.101.3.4.1.42')).octetString(new Uint8Array(16))),
      ),
  );
}

const pbkdf2 = (iterations: number | bigint, salt = 8): Uint8Array =>
  pbes2(oid('1.2.840.113549.1.5.12'), (w) => void w.octetString(new Uint8Array(salt)).integer(iterations));
const scrypt = (n: number | bigint, r: number | bigint, p: number | bigint): Uint8Array =>
  pbes2(oid('1.3.6.1.4.1.11591.4.11'), (w) => void w.octetString(new Uint8Array(8)).integer(n).integer(r).integer(p));
const old = (scheme: string, iterations: number | bigint, salt = 8): Uint8Array =>
  encrypted((w) => w.oid(oid(scheme)).sequence((p) => p.octetString(new Uint8Array(salt)).integer(iterations)));

/** Milliseconds: what is not refused would take minutes, or memory that is not there. */
const PATIENCE = 1000;

describe('hostile key files', () => {
  const costly: readonly (readonly [why: string, file: Uint8Array])[] = [
    ['PBKDF2 with 10,000,001 iterations', pbkdf2(10_000_001)],
    ['PBKDF2 with 2^31 - 1', pbkdf2(2 ** 31 - 1)],
    ['PBKDF2 with 2^31', pbkdf2(2 ** 31)],
    ['PBKDF2 with 2^64', pbkdf2(2n ** 64n)],
    ['PBKDF2 with 2 MiB of salt', pbkdf2(1000, 2_097_152)],
    ['scrypt with N of 2^30', scrypt(2 ** 30, 8, 1)],
    ['scrypt with N of 2^20, a gigabyte', scrypt(2 ** 20, 8, 1)],
    ['scrypt with N of 2^63', scrypt(2n ** 63n, 8, 1)],
    ['scrypt with r of 2^30', scrypt(16, 2 ** 30, 1)],
    ['scrypt with p of 2^30', scrypt(16, 8, 2 ** 30)],
    ['scrypt with r p of 2^60', scrypt(2, 2 ** 30, 2 ** 30)],
    ['scrypt with little memory and much work', scrypt(2 ** 14, 8, 64)],
    ['scrypt with p of 2^22 and r of 1', scrypt(2, 1, 2 ** 22)],
    ['scrypt with little N and 256 MiB for PBKDF2, 40 seconds', scrypt(2, 1, 2 ** 21)],
    ['scrypt with r of 2^20, 17 seconds', scrypt(2, 2 ** 20, 1)],
    ['PBES1 with 2^31 - 1 iterations', old('1.2.840.113549.1.5.3', 2 ** 31 - 1)],
    ['PBES1 with 2^70 iterations', old('1.2.840.113549.1.5.10', 2n ** 70n)],
    ['PKCS#12 with 2^31 - 1 iterations', old('1.2.840.113549.1.12.1.3', 2 ** 31 - 1)],
    ['PKCS#12 with RC4 and 2^40 iterations', old('1.2.840.113549.1.12.1.1', 2 ** 40)],
    ['PKCS#12 with 2 MiB of salt', old('1.2.840.113549.1.12.1.6', 1, 2_097_152)],
  ];
  for (const [why, file] of costly)
    it(`${why}: kdf-too-costly before any work`, () => {
      const started = performance.now();
      throwsCode('kdf-too-costly', () => loadPrivateKey(file, { passphrase }));
      throwsCode('kdf-too-costly', () => loadPrivateKey(encodePem('ENCRYPTED PRIVATE KEY', file), { passphrase }));
      assert.ok(performance.now() - started < PATIENCE);
    });

  it('the most that is done stays in bounds: 2^31 - 1 iterations are refused, and so is writing them', () => {
    throwsCode('kdf-too-costly', () => encryptPrivateKey(new Uint8Array(1), 'x', { random: counting, iterations: 2 ** 31 - 1 }));
    throwsCode('kdf-too-costly', () => encryptPrivateKey(new Uint8Array(1), 'x', { random: counting, kdf: 'scrypt', cost: 2 ** 20 }));
    throwsCode('kdf-too-costly', () =>
      encryptPrivateKey(new Uint8Array(1), 'x', { random: counting, scheme: 'PKCS12', iterations: 2 ** 31 - 1 }),
    );
  });

  it('an encrypted key inside of an encrypted key is not opened', () => {
    const options = { random: counting, iterations: 1 };
    const inner = encryptPrivateKey(loadPrivateKey(keys.p256Pkcs8), passphrase, options);
    const nested = encryptPrivateKey(inner, passphrase, options);
    throwsCode('wrong-tag', () => loadPrivateKey(nested, { passphrase }));
    assert.deepEqual(decryptPkcs8(nested, passphrase), inner);
  });

  it('of a thousand encrypted blocks one is opened', () => {
    const block = encodePem(
      'ENCRYPTED PRIVATE KEY',
      encryptPrivateKey(loadPrivateKey(keys.p256Pkcs8), 'right', { random: counting, iterations: 50_000 }),
    );
    const started = performance.now();
    throwsCode('wrong-passphrase', () => readPrivateKey(block.repeat(1000), { passphrase }));
    assert.ok(performance.now() - started < 5000);
  }).timeout(20_000);

  it('headers without end cost time in proportion to their length', () => {
    const header = `DEK-Info: AES-128-CBC,${'0'.repeat(1_000_000)}`;
    const pem = `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n${header}\n\nAAAA\n-----END RSA PRIVATE KEY-----\n`;
    const started = performance.now();
    throwsCode('bad-pem-encryption', () => loadPrivateKey(pem, { passphrase }));
    const name = throwsCode('unsupported-cipher', () => loadPrivateKey(pem.replace('AES-128-CBC', 'A'.repeat(1_000_000)), { passphrase }));
    assert.ok(name.message.length < 300);
    assert.ok(performance.now() - started < PATIENCE);
  });

  it('the parameters of every scheme, damaged in every way, are read or refused by a PkiError', () => {
    let refused = 0;
    for (const [, , pem] of encryptedPkcs8) {
      const block = decodePem(pem)[0];
      assert.ok(block !== undefined);
      // The ciphertext has nothing to parse.
      const head = block.der.length - 140;
      let at = 0;
      for (const mutant of mutations(block.der)) {
        if (at++ > 10 * head) break;
        try {
          parseEncryptedPrivateKey(mutant);
        } catch (error) {
          assert.ok(error instanceof PkiError, String(error));
          refused++;
        }
      }
    }
    assert.ok(refused > 1000, String(refused));
  }).timeout(20_000);

  it('public keys of OpenSSH and JWKs, damaged in every way, are read or refused by a PkiError', () => {
    const key = fromJwk(toJwk(loadPrivateKey(keys.p256Pkcs8))).publicKey;
    for (const blob of [encodeOpensshBlob(key), encodeOpensshBlob({ kind: 'rsa', n: 0xc0ffee0bn, e: 65_537n })])
      for (const mutant of mutations(concatBytes(blob)))
        try {
          parseOpensshBlob(mutant);
        } catch (error) {
          assert.ok(error instanceof PkiError, String(error));
        }
    const jwk = toJwk(loadPrivateKey(keys.rsaPkcs8));
    const strange: readonly unknown[] = [
      undefined,
      null,
      0,
      -1,
      '',
      'A',
      '=',
      '\0',
      '\ud800',
      [],
      {},
      true,
      { toString: () => 'AQAB' },
      Symbol('x'),
      1n,
    ];
    for (const name of Object.keys(jwk))
      for (const value of strange)
        try {
          fromJwk({ ...jwk, [name]: value });
        } catch (error) {
          assert.ok(error instanceof PkiError, `${name}: ${String(error)}`);
        }
    assert.throws(() => fromJwk(JSON.parse('{"__proto__":{"kty":"oct"},"kty":"RSA"}') as object), { code: 'bad-jwk' });
  });

  it('errors do not tell the passphrase, and are the same for whatever was wrong behind it', () => {
    const messages = new Set<string>();
    for (const [, , pem] of [...encryptedPkcs8.slice(0, 10), ...encryptedPem]) {
      const error = throwsCode('wrong-passphrase', () => loadPrivateKey(pem, { passphrase: 'hunter2' }));
      assert.ok(!error.message.includes('hunter2'));
      messages.add(JSON.stringify([error.code, error.message, error.offset, error.path]));
    }
    assert.equal(messages.size, 1);
    const legacy = encodeLegacyPem('RSA PRIVATE KEY', utf8('no DER at all'), passphrase, 'AES-128-CBC', counting);
    throwsCode('wrong-passphrase', () => loadPrivateKey(legacy, { passphrase }));
  });
});
