/** Keys and signatures with defaults bound, and the one random door. */
import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { defaultAlgorithms } from '../../../lib/api/algorithms.ts';
import { createSigner, generateKeyPair, generateKeyPairSteps, verifySignature } from '../../../lib/api/keys.ts';
import { randomBytes } from '../../../lib/api/random.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { ecdsaSha512 } from '../../../lib/crypto/ec/ecdsa.ts';
import { findKeyMismatch } from '../../../lib/crypto/key-check.ts';
import { rsaPkcs1Sha1 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import type { KeyKind } from '../../../lib/keys/types.ts';

const data = utf8('to be signed');
const kinds: readonly (readonly [KeyKind, string])[] = [
  [{ kind: 'rsa', bits: 1024 }, 'rsa-pkcs1-sha256'],
  [{ kind: 'ec', curve: 'P-256' }, 'ecdsa-sha256'],
  [{ kind: 'ec', curve: 'P-384' }, 'ecdsa-sha384'],
  [{ kind: 'ec', curve: 'P-521' }, 'ecdsa-sha512'],
  [{ kind: 'ed25519' }, 'ed25519'],
];

describe('api/keys', () => {
  for (const [kind, label] of kinds) {
    it(`makes a key and signs: ${label}`, () => {
      const { publicKey, privateKey } = generateKeyPair(kind);
      assert.equal(findKeyMismatch(publicKey, privateKey), undefined);
      const signer = createSigner(privateKey);
      assert.equal(signer.algorithm.label, label);
      const signature = signer.sign(data);
      const identifier = readDer(signer.algorithm.encodings[0] as Uint8Array, (reader) => readAlgorithmIdentifier(reader, ''));
      assert.ok(verifySignature(publicKey, identifier, data, signature));
      assert.ok(!verifySignature(publicKey, identifier, data.subarray(1), signature));
      assert.ok(!verifySignature(publicKey, identifier, data, signature, { algorithms: [] }));
    });
  }

  it('makes different keys each time', () => {
    assert.notDeepEqual(generateKeyPair({ kind: 'ed25519' }), generateKeyPair({ kind: 'ed25519' }));
  });

  it('refuses kinds and curves it does not make', () => {
    const refused = (code: string) => (error: unknown) => error instanceof PkiError && error.code === code;
    for (const kind of ['ml-dsa', 'slh-dsa', 'dsa', 'constructor'])
      assert.throws(() => generateKeyPair({ kind } as unknown as KeyKind), refused('unsupported-key-kind'));
    for (const curve of ['P-192', 'secp160r1', 'brainpoolP256t1', 'constructor', ''])
      assert.throws(() => generateKeyPair({ kind: 'ec', curve } as unknown as KeyKind), refused('unsupported-curve'));
    assert.throws(() => generateKeyPair({ kind: 'rsa', bits: 512 }), refused('bad-key-size'));
  });

  it('makes keys in steps', () => {
    const steps = generateKeyPairSteps({ kind: 'ed25519' });
    const step = steps.next();
    assert.ok(step.done === true && step.value.publicKey.kind === 'ed25519');
  });

  it('takes another algorithm', () => {
    const { publicKey, privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
    const signer = createSigner(privateKey, { algorithm: ecdsaSha512 });
    assert.ok(verifySignature(publicKey, ecdsaSha512, data, signer.sign(data)));
    assert.throws(
      () => createSigner(privateKey, { algorithm: rsaPkcs1Sha1 }),
      (error) => error instanceof PkiError && error.code === 'wrong-key-kind',
    );
  });

  it('has no MD5 and no SHA-1 among the defaults', () => {
    assert.ok(defaultAlgorithms.length >= 12);
    for (const { hash, label } of defaultAlgorithms) assert.ok(hash !== 'MD5' && hash !== 'SHA-1', label);
    const { publicKey, privateKey } = generateKeyPair({ kind: 'rsa', bits: 1024 });
    const sha1 = readDer(rsaPkcs1Sha1.encodings[0] as Uint8Array, (reader) => readAlgorithmIdentifier(reader, ''));
    const signature = createSigner(privateKey, { algorithm: rsaPkcs1Sha1 }).sign(data);
    assert.equal(verifySignature(publicKey, sha1, data, signature), false);
    assert.equal(verifySignature(publicKey, sha1, data, signature, { algorithms: [rsaPkcs1Sha1] }), true);
  });
});

describe('api/random', () => {
  it('gives any number of octets, beyond 65,536 too', () => {
    for (const length of [0, 1, 65_536, 65_537, 200_000]) assert.equal(randomBytes(length).length, length);
    const large = randomBytes(200_000);
    for (let start = 0; start < large.length; start += 20_000) assert.ok(large.subarray(start, start + 64).some((octet) => octet !== 0));
  });

  it('throws where the platform has no generator, whatever else is there', () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    for (const value of [undefined, {}, { getRandomValues: 4 }]) {
      Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
      try {
        assert.throws(
          () => randomBytes(8),
          (error) => error instanceof PkiError && error.code === 'no-randomness',
        );
        assert.throws(
          () => generateKeyPair({ kind: 'ed25519' }),
          (error) => error instanceof PkiError && error.code === 'no-randomness',
        );
      } finally {
        Object.defineProperty(globalThis, 'crypto', before);
      }
    }
    assert.equal(randomBytes(8).length, 8);
  });
});
