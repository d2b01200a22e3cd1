/** Keys and signatures with defaults bound, and the one random door. */
import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { chainAlgorithms, defaultAlgorithms } from '../../../lib/api/algorithms.ts';
import { furtherAlgorithms } from '../../../lib/api/further-algorithms.ts';
import { createSigner, generateKeyPair, generateKeyPairSteps, verifySignature } from '../../../lib/api/keys.ts';
import { randomBytes } from '../../../lib/api/random.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { ecdsaSha512 } from '../../../lib/crypto/ec/ecdsa.ts';
import { sharedSecret } from '../../../lib/crypto/agreement.ts';
import { sha224, sha256, sha384 } from '../../../lib/crypto/hash.ts';
import { sha3_256 } from '../../../lib/crypto/sha3.ts';
import { SHAKE128 } from '../../../lib/oids/algorithms.ts';
import type { Oid } from '../../../lib/asn1/oid.ts';
import { findKeyDefect, findKeyMismatch } from '../../../lib/crypto/key-check.ts';
import { rsaPkcs1Sha1 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import { encodePkcs8, parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { encodePublicKey, parsePublicKey } from '../../../lib/keys/public-key.ts';
import type { KeyKind, PrivateKey } from '../../../lib/keys/types.ts';
import { throwsCode } from '../../support/throws.ts';

const data = utf8('to be signed');
const kinds: readonly (readonly [KeyKind, string])[] = [
  [{ kind: 'rsa', bits: 1024 }, 'rsa-pkcs1-sha256'],
  [{ kind: 'ec', curve: 'P-256' }, 'ecdsa-sha256'],
  [{ kind: 'ec', curve: 'P-384' }, 'ecdsa-sha384'],
  [{ kind: 'ec', curve: 'P-521' }, 'ecdsa-sha512'],
  [{ kind: 'ed25519' }, 'ed25519'],
];
const pss = (hash: Oid, mgfHash: Oid, minSaltLength: number): KeyKind => ({
  kind: 'rsa-pss',
  bits: 1024,
  restrictions: { hash, mgfHash, minSaltLength },
});
const furtherKinds: readonly (readonly [KeyKind, string])[] = [
  [{ kind: 'rsa-pss', bits: 1024 }, 'rsa-pss-sha256'],
  [pss(sha384.oid, sha384.oid, 50), 'rsa-pss-sha384'],
  [pss(sha3_256.oid, sha3_256.oid, 0), 'rsa-pss-sha3-256'],
  [pss(SHAKE128, SHAKE128, 32), 'rsa-pss-shake128'],
  [pss(sha3_256.oid, sha256.oid, 40), 'rsa-pss-sha3-256'],
  [pss(sha224.oid, sha224.oid, 28), 'rsa-pss-sha224'],
  [{ kind: 'ec', curve: 'P-224' }, 'ecdsa-sha256-any-curve'],
  [{ kind: 'ec', curve: 'secp256k1' }, 'ecdsa-sha256-any-curve'],
  [{ kind: 'ec', curve: 'brainpoolP224r1' }, 'ecdsa-sha256-any-curve'],
  [{ kind: 'ec', curve: 'brainpoolP256r1' }, 'ecdsa-sha256-any-curve'],
  [{ kind: 'ec', curve: 'brainpoolP320r1' }, 'ecdsa-sha384-any-curve'],
  [{ kind: 'ec', curve: 'brainpoolP384r1' }, 'ecdsa-sha384-any-curve'],
  [{ kind: 'ec', curve: 'brainpoolP512r1' }, 'ecdsa-sha512-any-curve'],
  [{ kind: 'ed448' }, 'ed448'],
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

  for (const [kind, label] of furtherKinds) {
    it(`makes a key of a further kind and signs: ${JSON.stringify(kind)}`, () => {
      const { publicKey, privateKey } = generateKeyPair(kind);
      assert.deepEqual([publicKey.kind, privateKey.kind], [kind.kind, kind.kind]);
      assert.equal(findKeyDefect(privateKey), undefined);
      assert.equal(findKeyMismatch(publicKey, privateKey), undefined);
      assert.deepEqual(parsePublicKey(encodePublicKey(publicKey)), publicKey);
      assert.deepEqual(parsePrivateKey(encodePkcs8(privateKey)), privateKey);
      const signer = createSigner(privateKey);
      assert.ok(signer.algorithm.label.startsWith(label), signer.algorithm.label);
      const signature = signer.sign(data);
      assert.ok(verifySignature(publicKey, signer.algorithm, data, signature));
      assert.ok(!verifySignature(publicKey, signer.algorithm, data.subarray(1), signature));
      const identifier = readDer(signer.algorithm.encodings[0] as Uint8Array, (reader) => readAlgorithmIdentifier(reader, ''));
      const algorithms = [...chainAlgorithms, ...furtherAlgorithms];
      assert.ok(verifySignature(publicKey, identifier, data, signature, { algorithms }));
      if (kind.kind !== 'rsa-pss') assert.ok(!verifySignature(publicKey, identifier, data, signature));
    });
  }

  for (const kind of ['x25519', 'x448'] as const) {
    it(`makes keys of ${kind} that agree and do not sign`, () => {
      const [ours, theirs] = [generateKeyPair({ kind }), generateKeyPair({ kind })];
      assert.deepEqual(sharedSecret(ours.privateKey, theirs.publicKey), sharedSecret(theirs.privateKey, ours.publicKey));
      assert.equal(findKeyMismatch(ours.publicKey, ours.privateKey), undefined);
      assert.deepEqual(parsePublicKey(encodePublicKey(ours.publicKey)), ours.publicKey);
      assert.deepEqual(parsePrivateKey(encodePkcs8(ours.privateKey)), ours.privateKey);
      throwsCode('agreement-key', () => createSigner(ours.privateKey));
    });
  }

  it('says where keys of ML-DSA and SLH-DSA sign', () => {
    throwsCode('post-quantum-key', () => createSigner({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44', seed: new Uint8Array(32) }));
    throwsCode('post-quantum-key', () => createSigner({ kind: 'slh-dsa', parameterSet: 'SLH-DSA-SHA2-128s', octets: new Uint8Array(64) }));
    throwsCode('unsupported-key-kind', () => createSigner({ kind: 'dsa' } as unknown as PrivateKey));
  });

  it('has every further algorithm once, none that the default list has, and no SHA-1', () => {
    const [further, usual] = [furtherAlgorithms, defaultAlgorithms].map((list) => list.map(({ label }) => label)) as [string[], string[]];
    assert.equal(new Set([...further, ...usual]).size, further.length + usual.length);
    for (const { hash, label } of furtherAlgorithms) assert.ok(hash !== 'SHA-1' && hash !== 'MD5', label);
  });

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
    assert.throws(() => generateKeyPair({ kind: 'rsa' } as unknown as KeyKind), refused('bad-key-size'));
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
