/** BigInt arithmetic, primality and RSA key generation (FIPS 186-5 appendix A.1). */
import assert from 'node:assert/strict';
import { bitLength, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { findKeyDefect } from '../../../lib/crypto/key-check.ts';
import { gcd, mod, modInverse, modPow, modPowPublic } from '../../../lib/crypto/rsa/arithmetic.ts';
import { generateRsaKey, type KeyGenerationProgress, rsaKeySteps } from '../../../lib/crypto/rsa/generate.ts';
import { rsaPkcs1Sha256 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { isProbablePrime, oddPrimesBelow } from '../../../lib/crypto/rsa/primality.ts';
import { signRsa } from '../../../lib/crypto/rsa/signing.ts';
import { testRandom } from './test-random.ts';

const coded = (code: string) => (error: unknown) => error instanceof PkiError && error.code === code;

describe('crypto/rsa/arithmetic', () => {
  it('counts bits', () => {
    for (const [value, bits] of [
      [0n, 0],
      [1n, 1],
      [2n, 2],
      [255n, 8],
      [256n, 9],
      [1n << 2047n, 2048],
    ] as const)
      assert.equal(bitLength(value), bits);
  });

  it('raises to powers as plain multiplication does', () => {
    for (const modulus of [2n, 3n, 97n, 1_000_003n, (1n << 89n) - 1n]) {
      let expected = 1n % modulus;
      for (let exponent = 0n; exponent < 70n; exponent++) {
        assert.equal(modPow(7n % modulus, exponent, modulus), expected);
        assert.equal(modPowPublic(7n % modulus, exponent, modulus), expected);
        expected = (expected * 7n) % modulus;
      }
    }
  });

  it('raises to long powers: Fermat on Mersenne primes, the window at every alignment', () => {
    for (const bits of [61n, 89n, 127n, 521n, 607n]) {
      const prime = (1n << bits) - 1n;
      for (const base of [2n, 3n, 65_537n]) assert.equal(modPow(base, prime - 1n, prime), 1n);
      for (let shift = 32n; shift < 45n; shift++) {
        const exponent = (0xdead_beefn << shift) + 1n;
        assert.equal(modPow(3n, exponent, prime), modPowPublic(3n, exponent, prime));
      }
    }
  });

  it('finds inverses and divisors', () => {
    for (const modulus of [2n, 7n, 12n, 97n, 65_536n]) {
      for (let value = 1n; value < 30n; value++) {
        if (gcd(value, modulus) === 1n) assert.equal(mod(value * modInverse(value, modulus), modulus), 1n);
        else assert.throws(() => modInverse(value, modulus), coded('not-invertible'));
      }
    }
    assert.equal(modInverse(-3n, 7n), 2n);
    assert.equal(mod(-1n, 7n), 6n);
    assert.equal(gcd(0n, 5n), 5n);
    assert.equal(gcd(12n, 18n), 6n);
  });
});

describe('crypto/rsa/primality', () => {
  const random = testRandom('bases');

  it('agrees with the sieve of Eratosthenes up to 3,000', () => {
    const primes = new Set([2, ...oddPrimesBelow(3000)]);
    for (let value = -5; value < 3000; value++) assert.equal(isProbablePrime(BigInt(value), random), primes.has(value), String(value));
  });

  /** Carmichael numbers, strong pseudoprimes to fixed bases (Jaeschke 1993; Arnault 1995) and products of close primes. */
  const composites = [
    561n,
    1_729n,
    3_215_031_751n,
    341_550_071_728_321n,
    3_825_123_056_546_413_051n,
    318_665_857_834_031_151_167_461n,
    ((1n << 61n) - 1n) * ((1n << 89n) - 1n),
    ((1n << 521n) - 1n) ** 2n,
  ];
  for (const composite of composites) {
    it(`knows ${String(composite).slice(0, 30)} as composite`, () => assert.equal(isProbablePrime(composite, random), false));
  }

  it('knows large primes', () => {
    for (const bits of [61n, 89n, 107n, 127n, 521n]) assert.equal(isProbablePrime((1n << bits) - 1n, random), true);
    assert.equal(isProbablePrime((1n << 255n) - 19n, random), true);
  });

  it('refuses what would take minutes', () => {
    assert.throws(() => isProbablePrime((1n << 16_384n) + 1n, random), coded('integer-too-large'));
  });
});

describe('crypto/rsa/generate', () => {
  for (const bits of [1024, 1026, 1536, 2048]) {
    it(`makes a key of exactly ${bits} bits that fits together and signs`, function () {
      this.timeout(120_000);
      const random = testRandom(`key of ${bits}`);
      const key = generateRsaKey(bits, random);
      assert.equal(bitLength(key.n), bits);
      assert.equal(key.e, 65_537n);
      assert.equal(findKeyDefect(key, random), undefined);
      assert.equal(bitLength(key.p), bits / 2);
      assert.ok(key.p - key.q > 1n << BigInt(bits / 2 - 100), 'the primes are not close (FIPS 186-5 A.1.3)');
      assert.ok(key.d > 1n << BigInt(bits / 2), 'd is large (FIPS 186-5 A.1.1)');
      const signature = signRsa(rsaPkcs1Sha256, key, utf8('abc'), random);
      assert.ok(rsaPkcs1Sha256.verify({ kind: 'rsa', n: key.n, e: key.e }, utf8('abc'), signature));
    });
  }

  for (const [bits, primes, exponent] of [
    [1024, 3, 65_537n],
    [1534, 3, 3n],
    [1024, 2, 3n],
    [1024, 2, (1n << 255n) + 1n],
    [4096, 4, 65_537n],
  ] as const) {
    it(`makes a key of ${bits} bits with ${primes} primes and the exponent ${exponent}`, function () {
      this.timeout(120_000);
      const random = testRandom(`${bits} ${primes} ${exponent}`);
      const seen = new Set<number>();
      const key = generateRsaKey(bits, random, ({ prime }) => seen.add(prime), { primes, exponent });
      assert.deepEqual([bitLength(key.n), key.e, (key.otherPrimes?.length ?? 0) + 2, seen.size], [bits, exponent, primes, primes]);
      assert.equal(findKeyDefect(key, random), undefined);
      const lengths = [key.p, key.q, ...(key.otherPrimes ?? []).map(({ r }) => r)].map(bitLength);
      assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 1, lengths.join());
      const signature = signRsa(rsaPkcs1Sha256, key, utf8('abc'), random);
      assert.ok(rsaPkcs1Sha256.verify({ kind: 'rsa', n: key.n, e: key.e }, utf8('abc'), signature));
    });
  }

  it('refuses exponents that are none, and more primes than the size allows', () => {
    for (const exponent of [-3n, 0n, 1n, 2n, 4n, 65_536n, (1n << 256n) + 1n])
      assert.throws(() => generateRsaKey(1024, testRandom('x'), undefined, { exponent }), coded('bad-exponent'), String(exponent));
    for (const [bits, primes] of [
      [1024, 4],
      [4094, 4],
      [4096, 5],
      [8192, 6],
      [2048, 1],
      [2048, 0],
      [2048, 2.5],
    ] as const)
      assert.throws(() => generateRsaKey(bits, testRandom('x'), undefined, { primes }), coded('bad-key-size'), `${bits} ${primes}`);
  });

  it('tells of its progress and comes in steps', () => {
    const seen: KeyGenerationProgress[] = [];
    const key = generateRsaKey(1024, testRandom('steps'), (progress) => seen.push(progress));
    assert.ok(seen.length >= 2);
    assert.deepEqual(seen[0], { prime: 1, tested: 1 });
    assert.equal(seen[seen.length - 1]?.prime, 2);
    const steps = rsaKeySteps(1024, testRandom('steps'));
    for (const expected of seen) assert.deepEqual(steps.next(), { done: false, value: expected });
    assert.deepEqual(steps.next(), { done: true, value: key });
  });

  it('refuses other sizes', () => {
    for (const bits of [0, 512, 1023, 1025, 8194, 16_384, 2048.5, Number.NaN])
      assert.throws(() => generateRsaKey(bits, testRandom('x')), coded('bad-key-size'), String(bits));
  });

  it('gives up on a source that is not random', () => {
    assert.throws(() => generateRsaKey(1024, (length) => new Uint8Array(length)), coded('bad-random'));
    // Always the same: both primes would be one.
    assert.throws(() => generateRsaKey(1024, (length) => new Uint8Array(length).fill(0xb7)), coded('bad-random'));
    assert.throws(() => generateRsaKey(1024, (length) => new Uint8Array(length).fill(0xb7), undefined, { primes: 3 }), coded('bad-random'));
  });
});
