/** RSA keys that a broken generator made, told from the public key. */
import assert from 'node:assert/strict';
import { bytesToBigInt } from '../../lib/base/bytes.ts';
import { modInverse, modPowPublic } from '../../lib/crypto/rsa/arithmetic.ts';
import { hasRocaForm } from '../../lib/crypto/rsa/factoring.ts';
import { isProbablePrime, oddPrimesBelow } from '../../lib/crypto/rsa/primality.ts';
import { findKeyWeaknesses } from '../../lib/crypto/weak-keys.ts';
import { testRandom } from '../unit/crypto/test-random.ts';

const random = testRandom('broken generators');
const randomBelow = (limit: bigint): bigint => bytesToBigInt(random(200)) % limit;
const SMALL = [2, ...oddPrimesBelow(1000)].map(BigInt);
const primorial = (count: number): bigint => SMALL.slice(0, count).reduce((all, prime) => all * prime, 1n);

function firstPrime(start: bigint, step: bigint): bigint {
  let candidate = start;
  while (!isProbablePrime(candidate, random, 3)) candidate += step;
  return candidate;
}

/** A prime as Infineon's library made it: `k M + (65537^a mod M)`. */
function rocaPrime(bits: number, m: bigint): bigint {
  const least = (3n << BigInt(bits - 2)) / m;
  return firstPrime((least + randomBelow(least / 16n)) * m + modPowPublic(65_537n, randomBelow(1n << 60n), m), m);
}

const codes = (n: bigint): string[] => findKeyWeaknesses({ kind: 'rsa', n, e: 65_537n }).map(({ code }) => code);

describe('security history: keys of broken generators', () => {
  it('CVE-2017-15361 (ROCA): a modulus of such primes is told, of whatever length', function () {
    this.timeout(20_000);
    // 39 primes go into keys of 512 bits, 71 into those of 1,024, 126 into those of 2,048.
    for (const [bits, count] of [
      [512, 39],
      [1024, 71],
      [2048, 126],
    ] as const) {
      const m = primorial(count);
      assert.deepEqual(codes(rocaPrime(bits / 2, m) * rocaPrime(bits / 2, m)), ['modulus-roca'], `${bits} bits`);
    }
    // One prime of the form is not enough.
    assert.deepEqual(codes(rocaPrime(512, primorial(71)) * firstPrime(randomBelow(1n << 511n) | (1n << 511n) | 1n, 2n)), []);
  });

  it('CVE-2017-15361 (ROCA): of a thousand random moduli none is taken for one', () => {
    let judged = 0;
    while (judged < 1000) {
      const n = bytesToBigInt(random(128)) | 1n;
      if (SMALL.some((prime) => n % prime === 0n)) continue;
      assert.equal(hasRocaForm(n), false);
      judged++;
    }
  });

  it('CVE-2017-15361 (ROCA): the test is that of the published exponents', () => {
    // n^exponent = 1 modulo each of these primes; modulo the other primes up to 167, 65537 reaches everything.
    const exponents = new Map([
      ...Object.entries({ 11: 2, 13: 6, 17: 8, 19: 9, 37: 3, 53: 26, 61: 20, 71: 35, 73: 24 }),
      ...Object.entries({ 79: 13, 97: 6, 103: 51, 107: 53, 109: 54, 127: 42, 151: 50, 157: 78 }),
    ]);
    const m = primorial(39);
    for (const prime of SMALL.slice(1, 39)) {
      const others = m / prime;
      for (let rest = 1n; rest < prime; rest++) {
        // 1 modulo all others and `rest` modulo this one.
        const n = 1n + ((others * modInverse(others, prime) * (rest - 1n)) % m);
        const exponent = exponents.get(String(prime));
        const expected = exponent === undefined || modPowPublic(rest, BigInt(exponent), prime) === 1n;
        assert.equal(hasRocaForm(n), expected, `${rest} modulo ${prime}`);
      }
    }
  });

  it('CVE-2022-26320: close primes are found, and those a generator makes are not', () => {
    for (const bits of [256, 512])
      for (const apart of [2n, 1n << 64n, 1n << BigInt(bits / 2 - 2), 1n << BigInt(bits / 2 + 4)]) {
        const p = firstPrime(randomBelow(1n << BigInt(bits - 1)) | (3n << BigInt(bits - 2)) | 1n, 2n);
        const q = firstPrime(p + apart, 2n);
        const [found] = findKeyWeaknesses({ kind: 'rsa', n: p * q, e: 65_537n });
        assert.deepEqual([found?.code, found?.severity, found?.factor], ['primes-close', 'broken', p]);
      }
    const p = firstPrime((1n << 512n) + 1n, 2n);
    assert.deepEqual(codes(p * firstPrime(p + (1n << 412n), 2n)), []);
  });
});
