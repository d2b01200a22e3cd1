/**
 * RSA key generation with random probable primes (FIPS 186-5 A.1.3), two of them and e = 65537 unless more primes (RFC 8017 3.2) or another exponent are asked
 * for, which FIPS does not know or advise.
 *
 * A random odd start of the wanted length opens a window of candidates; a sieve with the primes below 2^16 strikes out some nine tenths of them, and
 * Miller-Rabin judges the rest in order, with powers of `block-field.ts`, whose time does not depend on the candidate. That of the sieve and of the numbers made
 * of the primes at the end, which are BigInt, does: a key is made once, and who measures that gets no second try. (FIPS draws a fresh number per candidate; searching upwards from a random start is the incremental search of
 * Brandt and Damgard, CRYPTO '92, which OpenSSL uses too: the loss of entropy is under a bit.)
 *
 * The work comes in steps, one Miller-Rabin test each, so that a program can show progress or give the thread back between them.
 */
import { bitLength, bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { RsaKeyShape, RsaPrivateKey } from '../../keys/types.ts';
import { gcd, modInverse } from './arithmetic.ts';
import { blockField } from './block-field.ts';
import * as kernels from './block-kernels.ts';
import { integerRoot } from './factoring.ts';
import { oddPrimesBelow, passesRound, randomBase } from './primality.ts';
import { mostRsaPrimes } from './private.ts';

/** Smallest modulus made: below 1,024 bits keys are factored at home (RSA-768: 2009, RSA-250 of 829 bits: 2020). */
export const MIN_GENERATED_BITS = 1024;
/** Largest modulus made: 8,192 bits take a minute or more; nothing gains by larger ones. */
export const MAX_GENERATED_BITS = 8192;

const PUBLIC_EXPONENT = 65_537n;

/** Largest public exponent: FIPS 186-5 A.1.1 allows values below 2^256. */
const MAX_EXPONENT_BITS = 256n;

/** Sieve limit: about where one more prime costs as much as the tests it saves at 1,024 bits. */
const SIEVE_LIMIT = 65_536;

/** Odd candidates in one window: primes of 4,096 bits are 1,420 odd numbers apart on average. */
const WINDOW = 4096;

/** What happens while a key is made. */
export interface KeyGenerationProgress {
  /** Which of the primes is looked for, from 1. */
  readonly prime: number;
  /** Candidates tested for it so far. */
  readonly tested: number;
}

/**
 * Rounds of Miller-Rabin with random bases on a random candidate, the stricter columns of FIPS 186-4 table C.3: 7 at 512 bits (error below 2^-100), 5 at
 * 1,024 (2^-112), 4 at 1,536 and above (2^-128); FIPS 186-5 table B.1 asks for no more. Below, where more than two primes share a modulus, as many as give 2^-80
 * without a look at how the candidate came about.
 */
function roundsFor(primeBits: number): number {
  if (primeBits < 512) return 40;
  if (primeBits >= 1536) return 4;
  return primeBits >= 1024 ? 5 : 7;
}

/**
 * Makes a key step by step: each `next()` makes one primality test and reports it; the last one returns the key. `bits`, the length of the modulus in bits, is
 * even, 1,024 to 8,192, and has room for the number of primes; other values throw `bad-key-size`. Throws `bad-exponent` for one that is even or out of bounds, and `bad-random`.
 */
export function* rsaKeySteps(
  bits: number,
  random: RandomBytes,
  { primes: count = 2, exponent = PUBLIC_EXPONENT }: Omit<RsaKeyShape, 'bits'> = {},
): Generator<KeyGenerationProgress, RsaPrivateKey, undefined> {
  if (!Number.isInteger(bits) || bits < MIN_GENERATED_BITS || bits > MAX_GENERATED_BITS || bits % 2 !== 0)
    throw new PkiError(
      'bad-key-size',
      `an RSA key has an even number of bits from ${MIN_GENERATED_BITS} to ${MAX_GENERATED_BITS}, not ${bits}`,
    );
  if (!Number.isInteger(count) || count < 2 || count > mostRsaPrimes(bits))
    throw new PkiError('bad-key-size', `an RSA key of ${bits} bits has 2 to ${mostRsaPrimes(bits)} primes, not ${count}`);
  if (exponent < 3n || exponent % 2n === 0n || exponent >= 1n << MAX_EXPONENT_BITS)
    throw new PkiError('bad-exponent', `an RSA exponent is odd and from 3 to 2^${MAX_EXPONENT_BITS}, not ${exponent}`);
  const search: PrimeSearch = { small: oddPrimesBelow(SIEVE_LIMIT), count, exponent, random };
  const lengthOf = (index: number): number => Math.floor(bits / count) + (index < bits % count ? 1 : 0);
  const found: bigint[] = [];
  while (found.length < count - 1) found.push(yield* primeSteps(lengthOf(found.length), found.length + 1, search));
  // One that is refused has a chance of 2^-100, and comes again and again from a source that repeats itself.
  for (let tries = 0; tries < 3; tries++) {
    const last = yield* primeSteps(lengthOf(count - 1), count, search);
    const key = assemble(bits, [...found, last], exponent);
    if (key !== undefined) return key;
  }
  throw new PkiError('bad-random', 'the source of random bytes gave no primes that are apart in 3 tries');
}

/** Makes a key in one go, telling `onProgress` of every test. See `rsaKeySteps`. */
export function generateRsaKey(
  bits: number,
  random: RandomBytes,
  onProgress?: (progress: KeyGenerationProgress) => void,
  shape: Omit<RsaKeyShape, 'bits'> = {},
): RsaPrivateKey {
  const steps = rsaKeySteps(bits, random, shape);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onProgress?.(step.value);
  }
}

/** The key of these primes, or undefined where FIPS 186-5 A.1.1 refuses them: two too close together, or d too small. */
function assemble(bits: number, primes: readonly bigint[], e: bigint): RsaPrivateKey | undefined {
  const sorted = [...primes].sort((a, b) => (a > b ? -1 : 1));
  // |p - q| > 2^(nlen/2 - 100): against Fermat's factoring.
  const apart = 1n << BigInt(Math.floor(bits / primes.length) - 100);
  if (sorted.some((prime, i) => i > 0 && (sorted[i - 1] as bigint) - prime <= apart)) return undefined;
  const n = sorted.reduce((all, prime) => all * prime, 1n);
  const lcm = sorted.reduce((all, prime) => (all / gcd(all, prime - 1n)) * (prime - 1n), 1n);
  const d = modInverse(e, lcm);
  // d > 2^(nlen/2): against Wiener's attack.
  if (d <= 1n << BigInt(bits / 2) || bitLength(n) !== bits) return undefined;
  const [p, q, ...others] = sorted as [bigint, bigint, ...bigint[]];
  const key: RsaPrivateKey = { kind: 'rsa', n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: modInverse(q, p) };
  if (others.length === 0) return key;
  let before = p * q;
  const otherPrimes = others.map((r: bigint) => {
    const prime = { r, d: d % (r - 1n), t: modInverse(before, r) };
    before *= r;
    return prime;
  });
  return { ...key, otherPrimes };
}

/** What all searches for the primes of a key have in common. */
interface PrimeSearch {
  readonly small: readonly number[];
  /** Number of primes of the key. */
  readonly count: number;
  readonly exponent: bigint;
  readonly random: RandomBytes;
}

/** Looks for a prime of exactly `bits` bits, large enough that the product of all has no bit less than they have, and with e prime to p - 1. */
function* primeSteps(
  bits: number,
  prime: number,
  { small, count, exponent, random }: PrimeSearch,
): Generator<KeyGenerationProgress, bigint, undefined> {
  const rounds = roundsFor(bits);
  let tested = 0;
  for (;;) {
    const start = randomStart(bits, count, random);
    const struck = sieve(start, small);
    for (let i = 0; i < WINDOW; i++) {
      if (struck[i] === 1) continue;
      const candidate = start + BigInt(2 * i);
      if (bitLength(candidate) !== bits) break;
      if (gcd(candidate - 1n, exponent) !== 1n) continue;
      yield { prime, tested: ++tested };
      if (isPrime(candidate, bits, rounds, random)) return candidate;
    }
  }
}

/** A round with base 2, which is the quickest and finds nearly every composite, then as many with random bases. */
function isPrime(candidate: bigint, bits: number, rounds: number, random: RandomBytes): boolean {
  const field = blockField(kernels, candidate);
  if (!passesRound(candidate, (exponent) => field.powerOfTwo(exponent, bits))) return false;
  for (let i = 0; i < rounds; i++) {
    const base = randomBase(candidate, random);
    if (!passesRound(candidate, (exponent) => field.power(base, exponent, bits))) return false;
  }
  return true;
}

/** A random odd number of `bits` bits (a multiple of 1, any) not below 2^(bits - 1 / count). */
function randomStart(bits: number, count: number, random: RandomBytes): bigint {
  const octets = Math.ceil(bits / 8);
  // The 64 leading bits decide. With two primes it is sqrt(2) * 2^(bits - 1), as FIPS 186-5 A.1.3 step 4.4 demands.
  const least = (integerRoot(1n << BigInt(64 * count - 1), count) + 1n) << BigInt(bits - 64);
  for (let tries = 0; tries < 1000; tries++) {
    const start = (bytesToBigInt(random(octets)) >> BigInt(8 * octets - bits)) | 1n;
    if (start >= least) return start;
  }
  throw new PkiError('bad-random', 'the source of random bytes gave no usable number in 1000 tries');
}

/** Strikes out the multiples of small primes among `start + 2i`: 1 at the index of each. */
function sieve(start: bigint, small: readonly number[]): Uint8Array {
  const struck = new Uint8Array(WINDOW);
  for (const [index, rest] of residues(start, small).entries()) {
    const prime = small[index] as number;
    // start + 2i = 0 mod prime: i = -start / 2 = (prime - rest) * (prime + 1) / 2.
    for (let i = ((prime - rest) * ((prime + 1) / 2)) % prime; i < WINDOW; i += prime) struck[i] = 1;
  }
  return struck;
}

/** `value` modulo each prime. The big division is done once per batch of primes whose product stays below 2^53; numbers do the rest. */
function residues(value: bigint, primes: readonly number[]): number[] {
  const out: number[] = [];
  for (let at = 0; at < primes.length;) {
    let product = 1;
    let end = at;
    while (end < primes.length && product * (primes[end] as number) <= Number.MAX_SAFE_INTEGER) product *= primes[end++] as number;
    const rest = Number(value % BigInt(product));
    for (; at < end; at++) out.push(rest % (primes[at] as number));
  }
  return out;
}
