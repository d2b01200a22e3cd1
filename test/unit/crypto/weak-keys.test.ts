/** Weak RSA keys, one of each kind, and sound ones beside them that must pass. ROCA and close primes have their tests in test/security. */
import assert from 'node:assert/strict';
import { bitLength, bytesToBigInt } from '../../../lib/base/bytes.ts';
import { gcd, modInverse } from '../../../lib/crypto/rsa/arithmetic.ts';
import { integerRoot, smallFactor, squareRoot } from '../../../lib/crypto/rsa/factoring.ts';
import { generateRsaKey } from '../../../lib/crypto/rsa/generate.ts';
import { isProbablePrime } from '../../../lib/crypto/rsa/primality.ts';
import { rsaPublicKeyOf } from '../../../lib/crypto/rsa/private.ts';
import { findKeyWeaknesses } from '../../../lib/crypto/weak-keys.ts';
import type { PrivateKey, PublicKey, RsaPrivateKey } from '../../../lib/keys/types.ts';
import { rsaKey } from './rsa-fixture.ts';
import { threePrimesKey } from './rsa-further-fixture.ts';
import { testRandom } from './test-random.ts';

const E = 65_537n;
const random = testRandom('weak keys');
const codes = (key: PublicKey | PrivateKey): string[] => findKeyWeaknesses(key).map(({ code, severity }) => `${code} (${severity})`);
const judge = (n: bigint, e = E): string[] => codes({ kind: 'rsa', n, e });

/** The first prime from a random number of so many bits upwards. */
function prime(bits: number): bigint {
  let candidate = (bytesToBigInt(random(Math.ceil(bits / 8))) % (1n << BigInt(bits - 1))) | (1n << BigInt(bits - 1)) | 1n;
  while (!isProbablePrime(candidate, random, 3)) candidate += 2n;
  return candidate;
}

/** A key of these primes whose private exponent is `d`, modulo (p - 1)(q - 1) or the least common multiple. */
function withPrivateExponent(p: bigint, q: bigint, d: bigint, modulo: 'product' | 'lcm'): { n: bigint; e: bigint } {
  const product = (p - 1n) * (q - 1n);
  return { n: p * q, e: modInverse(d, modulo === 'lcm' ? product / gcd(p - 1n, q - 1n) : product) };
}

describe('crypto/weak-keys', () => {
  it('finds nothing in sound keys, public and private, and in keys that are not RSA', () => {
    const made = generateRsaKey(1024, random);
    for (const key of [rsaKey, made, threePrimesKey]) {
      assert.deepEqual(codes(key), []);
      assert.deepEqual(codes(rsaPublicKeyOf(key)), []);
      assert.deepEqual(codes({ kind: 'rsa-pss', n: key.n, e: key.e }), []);
    }
    assert.deepEqual(codes({ kind: 'ed25519', point: new Uint8Array(32) }), []);
  });

  it('finds small factors, the number 2 among them, and tells them', () => {
    for (const factor of [2n, 3n, 257n, 16_381n]) {
      const [found] = findKeyWeaknesses({ kind: 'rsa', n: factor * rsaKey.n, e: E });
      assert.deepEqual(found, { code: 'modulus-with-small-factor', severity: 'broken', factor });
    }
    assert.deepEqual(judge(16_411n * rsaKey.n), [], '16,411 is the first prime above the limit');
  });

  it('finds powers', () => {
    for (const [bits, degree] of [
      [512, 2],
      [256, 4],
      [300, 3],
      [128, 7],
      [15, 67],
    ] as const) {
      const base = prime(bits);
      const [found] = findKeyWeaknesses({ kind: 'rsa', n: base ** BigInt(degree), e: E });
      assert.deepEqual([found?.code, found?.severity], ['modulus-perfect-power', 'broken'], `${degree}`);
      assert.equal(found?.factor, degree === 4 ? base ** 2n : base);
    }
    assert.deepEqual(
      judge(rsaKey.n ** 2n + 4n).filter((code) => code.startsWith('modulus-perfect')),
      [],
    );
  });

  it('finds a modulus that is prime', () => {
    for (const bits of [512, 1024]) assert.deepEqual(judge(prime(bits)), ['modulus-prime (broken)']);
    assert.deepEqual(judge(257n, 3n), ['modulus-prime (broken)', 'exponent-small (notice)']);
  });

  it('finds small private exponents, by both definitions (Wiener 1990)', () => {
    const [p, q] = [prime(512), prime(512)];
    for (const modulo of ['product', 'lcm'] as const)
      for (const bits of [32, 128, 250]) {
        const { n, e } = withPrivateExponent(p, q, prime(bits), modulo);
        const [found] = findKeyWeaknesses({ kind: 'rsa', n, e });
        assert.equal(found?.code, 'private-exponent-small', `${bits} bits, ${modulo}`);
        assert.ok(found?.factor === p || found?.factor === q);
      }
    const { n, e } = withPrivateExponent(p, q, prime(300), 'product');
    assert.deepEqual(judge(n, e), ['exponent-large (notice)'], 'beyond the reach of the method');
  });

  it('judges public exponents', () => {
    const cases: readonly (readonly [bigint, readonly string[]])[] = [
      [-3n, ['exponent-below-2 (broken)']],
      [0n, ['exponent-below-2 (broken)']],
      [1n, ['exponent-below-2 (broken)']],
      [2n, ['exponent-even (broken)']],
      [65_536n, ['exponent-even (broken)']],
      [3n, ['exponent-small (notice)']],
      [17n, ['exponent-small (notice)']],
      [65_535n, ['exponent-small (notice)']],
      [65_537n, []],
      [2n ** 64n - 1n, []],
      [2n ** 64n + 1n, ['exponent-large (notice)']],
      [rsaKey.n, ['exponent-not-below-modulus (weak)']],
      [2n * rsaKey.n, ['exponent-even (broken)', 'exponent-not-below-modulus (weak)']],
    ];
    for (const [e, expected] of cases) assert.deepEqual(judge(rsaKey.n, e), expected, String(e));
  });

  it('holds private keys to FIPS 186-5 besides', () => {
    assert.deepEqual(codes({ ...rsaKey, d: 1n << 512n }), ['private-exponent-small (weak)']);
    assert.deepEqual(codes({ ...rsaKey, q: rsaKey.p - (1n << 412n) }), ['primes-close (weak)']);
    assert.deepEqual(codes({ ...rsaKey, q: rsaKey.p - (1n << 412n) - 1n }), []);
    const [p, q] = [prime(512), prime(512)];
    const d = prime(128);
    const weak: RsaPrivateKey = { ...rsaKey, ...withPrivateExponent(p, q, d, 'product'), d, p, q };
    assert.deepEqual(codes(weak), ['private-exponent-small (broken)', 'exponent-large (notice)'], 'said once');
  });

  it('says where it does not look', () => {
    for (const n of [-5n, 0n, 1n, 3n, 1n << 16_384n])
      assert.deepEqual(judge(n), ['modulus-out-of-bounds (broken)'], String(bitLength(n < 0n ? 0n : n)));
  });

  it('takes bounded time, whatever the numbers', () => {
    const hard = (bits: number): bigint => {
      let n = bytesToBigInt(random(bits / 8)) | (1n << BigInt(bits - 1)) | 1n;
      while (smallFactor(n) !== undefined) n += 2n;
      return n;
    };
    const [n, e] = [hard(16_384), hard(16_376)];
    const numbers: readonly (readonly [bigint, bigint])[] = [
      [n, e],
      [n, n - 2n],
      [n, 1n << 16_000n],
      [(1n << 16_383n) - 1n, (1n << 16_382n) + 1n],
      [(1n << 65_536n) + 1n, E],
      [prime(64) * prime(64), 1n << 100_000n],
    ];
    for (const [modulus, exponent] of numbers) {
      const start = performance.now();
      findKeyWeaknesses({ kind: 'rsa', n: modulus, e: exponent });
      assert.ok(performance.now() - start < 3000);
    }
  });

  it('takes roots', () => {
    for (let n = 0n; n < 3000n; n++) {
      assert.equal(integerRoot(n, 2), BigInt(Math.floor(Math.sqrt(Number(n)))));
      assert.equal(integerRoot(n, 3), BigInt(Math.floor(Math.cbrt(Number(n)) + 1e-9)));
      const root = Math.sqrt(Number(n));
      assert.equal(squareRoot(n), Number.isInteger(root) ? BigInt(root) : undefined);
    }
    for (let i = 0; i < 50; i++) {
      const base = bytesToBigInt(random(1 + i)) + 2n;
      for (const degree of [2, 3, 5, 11]) {
        const power = base ** BigInt(degree);
        assert.deepEqual(
          [power - 1n, power, power + 1n].map((value) => integerRoot(value, degree)),
          [base - 1n, base, base],
        );
      }
    }
    assert.equal(squareRoot(-4n), undefined);
  });
});
