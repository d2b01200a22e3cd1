/** Attacks on keys: kinds that are not computed with, curves that an attacker describes, key files that cost, missing randomness. */
import assert from 'node:assert/strict';
import { randomBytes } from '../../lib/api/random.ts';
import { verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { PkiError } from '../../lib/base/error.ts';
import * as crypto from '../../lib/crypto/index.ts';
import * as everything from '../../lib/index.ts';
import { parsePublicKey } from '../../lib/keys/public-key.ts';
import { decryptPrivateKey } from '../../lib/keystore/encrypted-key.ts';
import { explainVerdict } from '../../lib/text/verdict.ts';
import { AT, keyNamed, make } from '../support/chain-kit.ts';
import { throwsCode } from '../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });

/** SubjectPublicKeyInfo of P-256 written out as its parameters, with a generator of the attacker's. */
function explicitCurve(generator: Uint8Array, point: Uint8Array): Uint8Array {
  const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const field = (value: bigint): Uint8Array =>
    Uint8Array.from(value.toString(16).padStart(64, '0').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  return encodeDer((w) =>
    w.sequence((all) =>
      all
        .sequence((algorithm) =>
          algorithm.oid(oid('1.2.840.10045.2.1')).sequence((domain) =>
            domain
              .integer(1)
              .sequence((fieldId) => fieldId.oid(oid('1.2.840.10045.1.1')).integer(p))
              .sequence((curve) => curve.octetString(field(p - 3n)).octetString(field(b)))
              .octetString(generator)
              .integer(n)
              .integer(1),
          ),
        )
        .bitString(point),
    ),
  );
}

describe('security history: keys', () => {
  it('CVE-2020-0601: a curve given by its parameters is refused by name, whoever has such a key', () => {
    const real = make({ subject: 'CN=EC root', ca: true, key: keyNamed('ec root', 'ec') });
    const point = real.certificate.publicKey.key;
    // The attacker's generator is the real CA's public key, so that his private key is 1.
    const forged = explicitCurve(point, point);
    throwsCode('explicit-curve-parameters', () => parsePublicKey(forged));
    const impostor = make({ subject: 'CN=EC root', ca: true, publicKey: forged, key: keyNamed('impostor', 'ec') });
    const below = make({ subject: 'CN=leaf', issuer: impostor });
    for (const pool of [[], [impostor.certificate]]) {
      const verdict = verifyChain({ leaf: below.certificate, intermediates: pool, anchors: [real.certificate], at: AT });
      assert.equal(verdict.ok, false);
    }
    const trusted = verifyChain({ leaf: below.certificate, anchors: [impostor.certificate], at: AT });
    assert.ok(!trusted.ok);
    assert.deepEqual([trusted.reason.code, trusted.reason['problem']], ['key-not-supported', 'explicit-curve-parameters']);
    assert.match(explainVerdict(trusted), /CVE-2020-0601/);
  });

  it('CVE-2026-4599: nothing is signed or verified with DSA, and a DSA key is called one', () => {
    const dsa = encodeDer((w) =>
      w.sequence((all) =>
        all
          .sequence((algorithm) => algorithm.oid(oid('1.2.840.10040.4.1')).sequence((p) => p.integer(7).integer(3).integer(2)))
          .bitString(encodeDer((key) => key.integer(4))),
      ),
    );
    throwsCode('dsa-key', () => parsePublicKey(dsa));
    const algorithm = encodeDer((w) => w.sequence((all) => all.oid(oid('2.16.840.1.101.3.4.3.2'))));
    // r = s = 0 verifies everything where nobody looks at their range.
    const zeros = (): Uint8Array => encodeDer((w) => w.sequence((all) => all.integer(0).integer(0)));
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, publicKey: dsa });
    const leaf = make({ subject: 'CN=leaf', issuer: ca, algorithm, changeSignature: zeros });
    const verdict = verifyChain({ leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT });
    assert.ok(!verdict.ok);
    assert.equal(verdict.work.signatures <= 1, true);
    assert.ok(verdict.findings.some(({ code }) => code === 'signature-algorithm-not-allowed'));
  });

  it('CVE-2024-21484 (Marvin), CVE-2020-26939 (Manger): decryption with RSA is out of the way, blinded, and fails in one way', () => {
    const odd = /rsa.*decrypt|decrypt.*rsa|oaep/i;
    assert.deepEqual(
      Object.keys(everything).filter((name) => odd.test(name)),
      [],
    );
    const { privateKey, publicKey } = everything.generateKeyPair({ kind: 'rsa', bits: 1024 });
    const message = Uint8Array.of(1, 2, 3);
    const hash = crypto.sha256;
    let drawn = 0;
    const random = (length: number): Uint8Array => {
      drawn += length;
      return randomBytes(length);
    };
    for (const [ciphertext, decrypt] of [
      [
        crypto.encryptRsaPkcs1(publicKey, message, { random }),
        (key: typeof privateKey, octets: Uint8Array) => crypto.decryptRsaPkcs1(key, octets, { random }),
      ],
      [
        crypto.encryptRsaOaep(publicKey, message, { hash, random }),
        (key: typeof privateKey, octets: Uint8Array) => crypto.decryptRsaOaep(key, octets, { hash, random }),
      ],
    ] as const) {
      const fresh = { ...privateKey };
      drawn = 0;
      assert.deepEqual(decrypt(fresh, ciphertext), message);
      // The ciphertext is multiplied by a random number below n, and each exponent gets eight octets of its own.
      assert.ok(drawn >= 128 + 2 * 8, String(drawn));
      // The next one by the square of that number; the exponents get octets anew.
      drawn = 0;
      assert.deepEqual(decrypt(fresh, ciphertext), message);
      assert.ok(drawn >= 2 * 8, String(drawn));
      const failures = new Set<string>();
      for (const bad of [ciphertext.subarray(1), new Uint8Array(128).fill(255), new Uint8Array(128), ciphertext.map((octet) => octet ^ 1)])
        try {
          decrypt(fresh, bad);
        } catch (error) {
          assert.ok(error instanceof PkiError);
          failures.add(JSON.stringify([error.code, error.message, error.offset, error.path]));
        }
      assert.equal(failures.size, 1);
    }
  });

  it('jsrsasign 11.1.2 SecureRandom: without a random generator there is an error and no substitute', () => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    assert.ok(own !== undefined);
    try {
      for (const value of [undefined, {}, { getRandomValues: 'no function' }]) {
        Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
        throwsCode('no-randomness', () => randomBytes(1));
      }
    } finally {
      Object.defineProperty(globalThis, 'crypto', own);
    }
  });

  it('PBKDF2 iterations: a key file that asks for hours is refused before any work', () => {
    const encrypted = encodeDer((w) =>
      w.sequence((all) =>
        all
          .sequence((algorithm) =>
            algorithm
              .oid(oid('1.2.840.113549.1.5.13'))
              .sequence((pbes2) =>
                pbes2
                  .sequence((kdf) =>
                    kdf.oid(oid('1.2.840.113549.1.5.12')).sequence((p) => p.octetString(new Uint8Array(8)).integer(2_147_483_647)),
                  )
                  .sequence((cipher) => cipher.oid(oid('2.16.840.1.101.3.4.1.42')).octetString(new Uint8Array(16))),
              ),
          )
          .octetString(new Uint8Array(64)),
      ),
    );
    throwsCode('kdf-too-costly', () => decryptPrivateKey(encrypted, 'secret'));
  });
});
