/** Private keys that do not fit together, and pairs that are none, each with its reason. */
import assert from 'node:assert/strict';
import { concatBytes } from '../../../lib/base/bytes.ts';
import { generateEcKey } from '../../../lib/crypto/ec/generate.ts';
import { findKeyDefect, findKeyMismatch } from '../../../lib/crypto/key-check.ts';
import { publicKeyOf } from '../../../lib/crypto/public-half.ts';
import { generateRsaKey } from '../../../lib/crypto/rsa/generate.ts';
import type { EcPublicKey, PrivateKey, RsaPrivateKey } from '../../../lib/keys/types.ts';
import { rsaKey } from './rsa-fixture.ts';
import { testRandom } from './test-random.ts';

const ecKey = generateEcKey('P-256', testRandom('ec'));
const otherEcKey = generateEcKey('P-256', testRandom('other ec'));
const edKey = { kind: 'ed25519', seed: testRandom('ed')(32) } as const;
const ecPublic = publicKeyOf(ecKey) as EcPublicKey;

describe('crypto/key-check', () => {
  it('finds nothing wrong with good keys', () => {
    for (const key of [rsaKey, ecKey, edKey] as PrivateKey[]) {
      assert.equal(findKeyDefect(key, testRandom('bases')), undefined);
      assert.equal(findKeyMismatch(publicKeyOf(key), key), undefined);
    }
    const { curve, d } = ecKey;
    assert.equal(findKeyDefect({ kind: 'ec', curve, d }), undefined);
  });

  const { n, p, q, d, dp, qi } = rsaKey;
  const composite = makeCompositeKey();
  const defects: readonly (readonly [string, PrivateKey, string])[] = [
    ['an even modulus', { ...rsaKey, n: n + 1n }, 'rsa-key-out-of-bounds'],
    ['an even exponent', { ...rsaKey, e: 4n }, 'rsa-key-out-of-bounds'],
    ['an exponent of 1', { ...rsaKey, e: 1n }, 'rsa-key-out-of-bounds'],
    ['factors of another modulus', { ...rsaKey, n: n + 2n }, 'rsa-factors-wrong'],
    ['factors 1 and n', { ...rsaKey, p: n, q: 1n }, 'rsa-factors-wrong'],
    ['negative factors', { ...rsaKey, p: -p, q: -q }, 'rsa-factors-wrong'],
    ['a wrong d', { ...rsaKey, d: d + 2n }, 'rsa-exponent-wrong'],
    ['no d', { ...rsaKey, d: 0n }, 'rsa-exponent-wrong'],
    ['a wrong dp', { ...rsaKey, dp: dp + 2n }, 'rsa-crt-value-wrong'],
    ['a wrong qi', { ...rsaKey, qi: qi + 1n }, 'rsa-crt-value-wrong'],
    ['swapped primes', { ...rsaKey, p: q, q: p }, 'rsa-crt-value-wrong'],
    ['a composite factor', composite, 'rsa-factor-composite'],
    ['a zero scalar', { ...ecKey, d: new Uint8Array(32) }, 'scalar-out-of-range'],
    ['a scalar cut short', { ...ecKey, d: ecKey.d.subarray(1) }, 'scalar-out-of-range'],
    ['the point of another scalar', { ...ecKey, point: otherEcKey.point as Uint8Array }, 'point-mismatch'],
    ['a point off the curve', { ...ecKey, point: concatBytes(Uint8Array.of(4), new Uint8Array(63), Uint8Array.of(1)) }, 'point-mismatch'],
    ['a seed of 31 octets', { kind: 'ed25519', seed: new Uint8Array(31) }, 'scalar-out-of-range'],
  ];
  for (const [title, key, expected] of defects) {
    it(`finds ${title}`, () => assert.equal(findKeyDefect(key, testRandom('bases')), expected));
  }

  it('tests primality only where it has randomness', () => assert.equal(findKeyDefect(composite), undefined));

  it('says why two keys are no pair', () => {
    assert.equal(findKeyMismatch(publicKeyOf(rsaKey), ecKey), 'different-kind');
    assert.equal(findKeyMismatch(ecPublic, edKey), 'different-kind');
    assert.equal(findKeyMismatch({ kind: 'rsa', n: n + 2n, e: 65_537n }, rsaKey), 'different-modulus');
    assert.equal(findKeyMismatch({ kind: 'rsa', n, e: 3n }, rsaKey), 'different-exponent');
    assert.equal(findKeyMismatch(publicKeyOf(generateEcKey('P-384', testRandom('x'))), ecKey), 'different-curve');
    assert.equal(findKeyMismatch(publicKeyOf(otherEcKey), ecKey), 'different-point');
    assert.equal(findKeyMismatch({ ...ecPublic, point: new Uint8Array(65) }, ecKey), 'bad-public-point');
    assert.equal(findKeyMismatch(ecPublic, { ...ecKey, d: new Uint8Array(32).fill(255) }), 'bad-private-key');
    assert.equal(findKeyMismatch({ kind: 'ed25519', point: new Uint8Array(32) }, edKey), 'different-point');
  });

  it('compares points, not their octets', () => {
    const compressed = concatBytes(Uint8Array.of(2 + ((ecPublic.point[64] as number) & 1)), ecPublic.point.subarray(1, 33));
    assert.equal(findKeyMismatch({ ...ecPublic, point: compressed }, ecKey), undefined);
  });
});

/** A key that passes all arithmetic although one factor is the product of two primes: no check but primality can tell. */
function makeCompositeKey(): RsaPrivateKey {
  const inner = generateRsaKey(1024, testRandom('inner'));
  const outer = generateRsaKey(2048, testRandom('outer'));
  const [big, small] = [inner.p * inner.q, outer.p];
  const e = 65_537n;
  const inverse = (value: bigint, modulus: bigint): bigint => {
    let [r, next, t, nextT] = [modulus, value % modulus, 0n, 1n];
    while (next !== 0n) {
      const quotient = r / next;
      [r, next, t, nextT] = [next, r - quotient * next, nextT, t - quotient * nextT];
    }
    assert.equal(r, 1n);
    return t < 0n ? t + modulus : t;
  };
  const d = inverse(e, (big - 1n) * (small - 1n));
  return { kind: 'rsa', n: big * small, e, d, p: big, q: small, dp: d % (big - 1n), dq: d % (small - 1n), qi: inverse(small, big) };
}
