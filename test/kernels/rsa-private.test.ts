/**
 * The private operation of RSA against BigInt: 2,000 of them with keys of all shapes, two primes to five, of equal and unequal lengths, in either order, small
 * exponents and large ones, and messages at the ends. `CERTWRIGHT_SEED` chooses other keys, `KERNEL_FACTOR` makes as many times the trials.
 */
import assert from 'node:assert/strict';
import { PkiError } from '../../lib/base/error.ts';
import { gcd, modInverse, modPow } from '../../lib/crypto/rsa/arithmetic.ts';
import { isProbablePrime } from '../../lib/crypto/rsa/primality.ts';
import { rsaPrivateOperation } from '../../lib/crypto/rsa/private.ts';
import type { RsaPrivateKey } from '../../lib/keys/types.ts';
import { bigFrom, factor, numbersFrom, octetsFrom } from './rsa-random.ts';
import { seed } from './seeded.ts';

/** A prime of so many bits for which e is an exponent. */
function primeOf(bits: number, e: bigint, next: () => number): bigint {
  for (;;) {
    const candidate = bigFrom(next, bits) | (1n << BigInt(bits - 1)) | 1n;
    if (gcd(candidate - 1n, e) === 1n && isProbablePrime(candidate, octetsFrom(next), 4)) return candidate;
  }
}

/** The key of these primes, or undefined where two are one. */
function keyOf(primes: readonly bigint[], e: bigint): RsaPrivateKey | undefined {
  const [p, q, ...others] = primes as [bigint, bigint];
  if (new Set(primes).size < primes.length) return undefined;
  const n = primes.reduce((all, prime) => all * prime, 1n);
  if (e >= n) return undefined;
  const d = modInverse(
    e,
    primes.reduce((all, prime) => all * (prime - 1n), 1n),
  );
  const key: RsaPrivateKey = { kind: 'rsa', n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: modInverse(q, p) };
  let before = p * q;
  const otherPrimes = others.map((r: bigint) => {
    const prime = { r, d: d % (r - 1n), t: modInverse(before, r) };
    before *= r;
    return prime;
  });
  return otherPrimes.length === 0 ? key : { ...key, otherPrimes };
}

function check(key: RsaPrivateKey, message: bigint, next: () => number): void {
  assert.equal(
    rsaPrivateOperation(key, message, octetsFrom(next)),
    modPow(message, key.d, key.n),
    `${message} with ${key.p}, ${key.q}, ${key.e}`,
  );
}

describe(`RSA private operations against BigInt (CERTWRIGHT_SEED=${seed})`, function () {
  this.timeout(600_000 * factor);

  it('2,000 with keys of all shapes', () => {
    const next = numbersFrom('private 0');
    const range = (from: number, to: number): number => from + (next() % (to - from));
    let done = 0;
    while (done < 2000 * factor) {
      const count = next() % 4 === 0 ? range(3, 6) : 2;
      const e = [3n, 5n, 17n, 257n, 65_537n, bigFrom(next, 60) | 3n][next() % 6] as bigint;
      const longest = next() % 20 === 0 ? 600 : 200;
      const key = keyOf(
        Array.from({ length: count }, () => primeOf(range(8, longest), e, next)),
        e,
      );
      if (key === undefined) continue;
      // More than 32 now and then, for the blinding pair is renewed then.
      for (let i = next() % 30 === 0 ? 70 : 4; i > 0; i--, done++)
        check(key, [bigFrom(next, 700) % key.n, 0n, 1n, key.n - 1n][i % 4] as bigint, next);
    }
  });

  it('of 2,048 and 3,000 bits, and with primes of Mersenne up to 10,210', () => {
    const next = numbersFrom('private 1');
    for (const [one, other] of [
      [1024, 1024],
      [1500, 1500],
      [700, 1348],
    ] as const) {
      const key = keyOf([primeOf(one, 65_537n, next), primeOf(other, 65_537n, next)], 65_537n) as RsaPrivateKey;
      for (let i = 0; i < 3; i++) check(key, bigFrom(next, one + other) % key.n, next);
    }
    for (const [one, other] of [
      [2203n, 2281n],
      [4423n, 4253n],
      [4253n, 521n],
      [521n, 9689n],
    ] as const) {
      const key = keyOf([(1n << one) - 1n, (1n << other) - 1n], 65_537n) as RsaPrivateKey;
      const message = bigFrom(next, 4000);
      assert.equal(modPow(rsaPrivateOperation(key, message, octetsFrom(next)), key.e, key.n), message);
    }
  });

  it('never let a faulty result leave, and go on with the whole key after', () => {
    const next = numbersFrom('private 2');
    const key = keyOf([primeOf(200, 17n, next), primeOf(200, 17n, next), primeOf(200, 17n, next)], 17n) as RsaPrivateKey;
    const [third] = key.otherPrimes as [{ r: bigint; d: bigint; t: bigint }];
    const changes: readonly Partial<RsaPrivateKey>[] = [
      { dp: key.dp ^ 2n },
      { dq: key.dq ^ 2n },
      { qi: key.qi ^ 2n },
      { otherPrimes: [{ ...third, d: third.d ^ 2n }] },
      { otherPrimes: [{ ...third, t: third.t ^ 2n }] },
    ];
    for (const change of changes) {
      const faulty = { ...key, ...change };
      for (let i = 0; i < 3; i++)
        assert.throws(
          () => rsaPrivateOperation(faulty, 12_345n, octetsFrom(next)),
          (error) => error instanceof PkiError && error.code === 'rsa-fault',
        );
      check(key, 12_345n, next);
    }
  });
});
