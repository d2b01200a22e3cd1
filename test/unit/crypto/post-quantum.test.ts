import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import {
  expandMlDsaKey,
  findMlDsaKeyDefect,
  findSlhDsaKeyDefect,
  generatePostQuantumKeyPair,
  isPostQuantumPair,
  makePostQuantumKeyPair,
  mlDsa44,
  mlDsa65,
  mlDsaAlgorithms,
  mlDsaKeyOfSeed,
  mlDsaPublicKeyOf,
  mlDsaRepresentative,
  type PostQuantumKeyKind,
  postQuantumAlgorithmFor,
  postQuantumAlgorithms,
  signMlDsa,
  signMlDsaRepresentative,
  signSlhDsa,
  slhDsaAlgorithms,
  slhDsaSha2_128f,
  verifyMlDsa,
  verifySlhDsa,
} from '../../../lib/api/post-quantum.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { encodePublicKey } from '../../../lib/keys/public-key.ts';
import type { MlDsaName, MlDsaPrivateKey } from '../../../lib/keys/types.ts';
import { throwsCode } from '../../support/throws.ts';
import { testRandom } from './test-random.ts';

const random = testRandom('post-quantum');
const data = utf8('data to sign');

/** The seed of the examples of RFC 9881 appendix C, and SHA-256 of the SubjectPublicKeyInfo that pyca/cryptography 48 computes of it. */
const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);
const PUBLIC_KEYS: readonly (readonly [MlDsaName, string])[] = [
  ['ML-DSA-44', '837832708c5236d951581f1fddf2b79991b3424a0486d16da1ddad0fd69701be'],
  ['ML-DSA-65', 'b8b62131bfbe84433efb2273d7f5b87f7a22854a2cfd366fc2aead86d837c52d'],
  ['ML-DSA-87', '07e57c4f14dbad1267f621ec3777b4e2e6c4fbc4c22fbb87510ff8e0b3c6a642'],
];

/** A copy of a key's expanded octets with one octet changed. */
function changed(key: MlDsaPrivateKey, at: number, by = 1): MlDsaPrivateKey {
  const octets = Uint8Array.from(key.expanded ?? []);
  octets[at] = (octets[at] as number) ^ by;
  return { kind: 'ml-dsa', parameterSet: key.parameterSet, expanded: octets };
}

describe('ML-DSA', () => {
  for (const [parameterSet, digest] of PUBLIC_KEYS) {
    it(`${parameterSet}: seed, expanded key and both have one public half and sign alike`, () => {
      const { publicKey, privateKey } = mlDsaKeyOfSeed(parameterSet, SEED);
      assert.equal(toHex(sha256.digest(encodePublicKey(publicKey))), digest);
      const both = expandMlDsaKey(privateKey);
      const expanded: MlDsaPrivateKey = { kind: 'ml-dsa', parameterSet, expanded: both.expanded as Uint8Array };
      const signature = signMlDsa(privateKey, data);
      assert.ok(verifyMlDsa(publicKey, data, signature));
      for (const key of [both, expanded]) {
        assert.equal(findMlDsaKeyDefect(key), undefined);
        assert.deepEqual(mlDsaPublicKeyOf(key), publicKey);
        assert.deepEqual(signMlDsa(key, data), signature);
      }
    });

    it(`${parameterSet}: what does not follow from the rest of an expanded key is found`, () => {
      const key = expandMlDsaKey(mlDsaKeyOfSeed(parameterSet, SEED).privateKey);
      const length = (key.expanded as Uint8Array).length;
      assert.equal(findMlDsaKeyDefect({ ...changed(key, 40), seed: SEED }), 'seed-mismatch');
      assert.equal(findMlDsaKeyDefect(changed(key, 0)), 'low-bits-wrong');
      assert.equal(findMlDsaKeyDefect(changed(key, 64)), 'public-hash-wrong');
      // Three (or four) set bits stand for a coefficient below -eta.
      assert.equal(findMlDsaKeyDefect(changed(key, 128, 0xff & ~((key.expanded as Uint8Array)[128] as number))), 'secret-out-of-range');
      assert.equal(findMlDsaKeyDefect(changed(key, length - 1, 0x80)), 'low-bits-wrong');
      throwsCode('bad-private-key', () => signMlDsa(changed(key, length - 1, 0x80), data));
      throwsCode('bad-private-key', () => mlDsaPublicKeyOf(changed(key, 64)));
    });
  }

  it('names wrong lengths and keys of nothing', () => {
    const key = { kind: 'ml-dsa', parameterSet: 'ML-DSA-44' } as const;
    assert.equal(findMlDsaKeyDefect(key), 'nothing-given');
    assert.equal(findMlDsaKeyDefect({ ...key, seed: SEED.slice(1) }), 'seed-length');
    assert.equal(findMlDsaKeyDefect({ ...key, expanded: new Uint8Array(2559) }), 'expanded-length');
    for (const wrong of [key, { ...key, seed: SEED.slice(1) }, { ...key, expanded: new Uint8Array(2559) }]) {
      throwsCode('bad-private-key', () => signMlDsa(wrong, data));
      throwsCode('bad-private-key', () => mlDsaPublicKeyOf(wrong));
    }
  });

  it('signs hedged with randomness, else the same each time; contexts keep signatures apart', () => {
    const { publicKey, privateKey } = mlDsaKeyOfSeed('ML-DSA-44', SEED);
    const context = utf8('a context');
    const [one, other] = [signMlDsa(privateKey, data, { random }), signMlDsa(privateKey, data, { random })];
    assert.notDeepEqual(one, other);
    assert.ok(verifyMlDsa(publicKey, data, one) && verifyMlDsa(publicKey, data, other));
    assert.deepEqual(signMlDsa(privateKey, data, { context }), signMlDsa(privateKey, data, { context }));
    const bound = signMlDsa(privateKey, data, { context });
    assert.ok(verifyMlDsa(publicKey, data, bound, { context }));
    assert.ok(!verifyMlDsa(publicKey, data, bound));
    assert.ok(!mlDsa44.verify(publicKey, data, bound), 'certificates have the empty context');
    const long = new Uint8Array(256);
    throwsCode('context-too-long', () => signMlDsa(privateKey, data, { context: long }));
    throwsCode('context-too-long', () => mlDsaRepresentative(publicKey, data, { context: long }));
    assert.ok(!verifyMlDsa(publicKey, data, bound, { context: long }));
  });

  it('a signature over the representative is the one over the message (RFC 9881 appendix D)', () => {
    const { publicKey, privateKey } = mlDsaKeyOfSeed('ML-DSA-65', SEED);
    const context = utf8('a context');
    const representative = mlDsaRepresentative(publicKey, data, { context });
    assert.deepEqual(signMlDsaRepresentative(privateKey, representative), signMlDsa(privateKey, data, { context }));
    assert.ok(verifyMlDsa(publicKey, data, signMlDsaRepresentative(privateKey, representative, { random }), { context }));
    throwsCode('bad-representative', () => signMlDsaRepresentative(privateKey, data));
  });

  it('is not impressed by what is no signature or no key', () => {
    const { publicKey, privateKey } = mlDsaKeyOfSeed('ML-DSA-44', SEED);
    const signature = signMlDsa(privateKey, data);
    const verify = (octets: Uint8Array): boolean => mlDsa44.verify(publicKey, data, octets);
    assert.ok(verify(signature));
    for (const octets of [new Uint8Array(), signature.slice(1), Uint8Array.of(...signature, 0), new Uint8Array(2420).fill(255)])
      assert.ok(!verify(octets));
    for (let at = 0; at < signature.length; at += 97) {
      const tampered = signature.slice();
      tampered[at] = (tampered[at] as number) ^ 1;
      assert.ok(!verify(tampered), `octet ${at}`);
    }
    assert.ok(!mlDsa44.verify(publicKey, utf8('other data'), signature));
    assert.ok(!mlDsa44.verify({ ...publicKey, octets: publicKey.octets.slice(1) }, data, signature));
    assert.ok(!mlDsa65.verify(publicKey, data, signature));
    assert.ok(!mlDsa44.verify({ kind: 'ed25519', point: SEED }, data, signature));
  });
});

describe('SLH-DSA', () => {
  it('signs hedged and deterministically; a key tells its public half and its defects', () => {
    const { publicKey, privateKey } = makePostQuantumKeyPair({ kind: 'slh-dsa', parameterSet: 'SLH-DSA-SHA2-128f' }, random);
    assert.ok(privateKey.kind === 'slh-dsa' && publicKey.kind === 'slh-dsa');
    assert.equal(findSlhDsaKeyDefect(privateKey), undefined);
    const wrong = { ...privateKey, octets: privateKey.octets.map((octet, i) => (i === 63 ? octet ^ 1 : octet)) };
    assert.equal(findSlhDsaKeyDefect(wrong), 'root-mismatch');
    const short = { ...privateKey, octets: privateKey.octets.slice(1) };
    assert.equal(findSlhDsaKeyDefect(short), 'wrong-length');
    throwsCode('bad-private-key', () => signSlhDsa(short, data));
    throwsCode('bad-private-key', () => slhDsaSha2_128f.publicKeyOf?.(short));

    const signature = signSlhDsa(privateKey, data);
    assert.equal(signature.length, 17_088);
    assert.deepEqual(signSlhDsa(privateKey, data), signature);
    const hedged = slhDsaSha2_128f.sign(privateKey, data, random);
    assert.notDeepEqual(hedged, signature);
    for (const good of [signature, hedged]) assert.ok(slhDsaSha2_128f.verify(publicKey, data, good));
    assert.ok(!verifySlhDsa(publicKey, data, signature, { context: utf8('a context') }));
    assert.ok(!verifySlhDsa(publicKey, data, signature, { context: new Uint8Array(256) }));
    throwsCode('context-too-long', () => signSlhDsa(privateKey, data, { context: new Uint8Array(256) }));
    for (const at of [0, 16, 5000, 17_087]) {
      const tampered = signature.slice();
      tampered[at] = (tampered[at] as number) ^ 1;
      assert.ok(!slhDsaSha2_128f.verify(publicKey, data, tampered), `octet ${at}`);
    }
    assert.ok(!slhDsaSha2_128f.verify(publicKey, data, signature.slice(1)));
    assert.ok(!slhDsaSha2_128f.verify({ ...publicKey, octets: publicKey.octets.slice(1) }, data, signature));
  }).timeout(30_000);
});

describe('descriptors of the post-quantum algorithms', () => {
  it('have the identifiers of RFC 9881 and RFC 9909, without parameters', () => {
    assert.equal(mlDsaAlgorithms.length, 3);
    assert.equal(slhDsaAlgorithms.length, 12);
    for (const [index, { encodings, hash }] of postQuantumAlgorithms.entries()) {
      assert.deepEqual(encodings, [fromHex(`300b06096086480165030403${(17 + index).toString(16)}`)]);
      assert.equal(hash, undefined);
    }
    assert.deepEqual(
      postQuantumAlgorithms.map(({ label }) => label).filter((label) => /128|ml/.test(label)),
      ['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87', 'slh-dsa-sha2-128s', 'slh-dsa-sha2-128f', 'slh-dsa-shake-128s', 'slh-dsa-shake-128f'],
    );
  });

  it('take keys of their own parameter set only', () => {
    const { privateKey } = mlDsaKeyOfSeed('ML-DSA-44', SEED);
    assert.ok(mlDsa44.takes?.(privateKey));
    assert.ok(!mlDsa65.takes?.(privateKey));
    throwsCode('wrong-key-kind', () => mlDsa65.sign(privateKey, data, random));
    throwsCode('wrong-key-kind', () => mlDsa65.publicKeyOf?.({ kind: 'ed25519', seed: SEED }));
  });

  it('are found by key; other kinds are refused', () => {
    assert.equal(postQuantumAlgorithmFor({ kind: 'ml-dsa', parameterSet: 'ML-DSA-65' }), mlDsa65);
    const kinds = [
      { kind: 'ml-dsa', parameterSet: 'ML-DSA-66' },
      { kind: 'rsa', parameterSet: '2048' },
      { kind: 'slh-dsa', parameterSet: 'ML-DSA-65' },
    ];
    for (const kind of kinds) throwsCode('unsupported-key-kind', () => generatePostQuantumKeyPair(kind as PostQuantumKeyKind));
  });

  it('halves of one key and of two', () => {
    const make = (): ReturnType<typeof generatePostQuantumKeyPair> =>
      generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44' });
    const [one, other] = [make(), make()];
    assert.ok(isPostQuantumPair(one.publicKey, one.privateKey));
    assert.ok(!isPostQuantumPair(one.publicKey, other.privateKey));
  });
});
