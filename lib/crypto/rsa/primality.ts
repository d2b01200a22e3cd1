/**
 * Probable primes by Miller-Rabin with random bases (FIPS 186-5 B.3.1), after trial division by small primes.
 *
 * Error bounds: a composite survives one round with a random base with probability at most 1/4, so 64 rounds give 2^-128 for a number chosen by an
 * adversary. For candidates drawn at random far fewer suffice; `generate.ts` names its own count.
 */
import { bitLength, bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { modPow } from './arithmetic.ts';

/** Rounds for a number of unknown origin: 4^-64 = 2^-128, the chance to be fooled by a number made to fool (FIPS 186-5 C.1). */
export const ADVERSARIAL_ROUNDS = 64;

/** Largest number tested: one round on 16,384 bits takes about a second. */
const MAX_PRIME_BITS = 16_384;

/** The odd primes below `limit`, by the sieve of Eratosthenes. */
export function oddPrimesBelow(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let candidate = 3; candidate < limit; candidate += 2) {
    if (composite[candidate] === 1) continue;
    primes.push(candidate);
    for (let multiple = candidate * candidate; multiple < limit; multiple += 2 * candidate) composite[multiple] = 1;
  }
  return primes;
}

/** One round of Miller-Rabin on an odd number above 3: false proves it composite. */
export function passesMillerRabin(candidate: bigint, base: bigint): boolean {
  return passesRound(candidate, (exponent) => modPow(base, exponent, candidate));
}

/** The same with powers of the base modulo the candidate from elsewhere. */
export function passesRound(candidate: bigint, powerOf: (exponent: bigint) => bigint): boolean {
  const last = candidate - 1n;
  let twos = 0;
  while (((last >> BigInt(twos)) & 1n) === 0n) twos++;
  let power = powerOf(last >> BigInt(twos));
  if (power === 1n || power === last) return true;
  for (let i = 1; i < twos; i++) {
    power = (power * power) % candidate;
    if (power === last) return true;
    if (power === 1n) return false;
  }
  return false;
}

/** A random base from 2 to candidate - 2. */
export function randomBase(candidate: bigint, random: RandomBytes): bigint {
  // Eight octets more than the candidate make the bias of the reduction negligible (FIPS 186-5 A.2.1).
  return 2n + (bytesToBigInt(random(Math.ceil(bitLength(candidate) / 8) + 8)) % (candidate - 3n));
}

/**
 * Whether a number is prime, wrong for a composite with probability of at most 4^-rounds and never for a prime. Negative numbers, 0 and 1 are not
 * prime. Throws `integer-too-large` above 16,384 bits.
 */
export function isProbablePrime(candidate: bigint, random: RandomBytes, rounds: number = ADVERSARIAL_ROUNDS): boolean {
  if (candidate < 2n) return false;
  if (bitLength(candidate) > MAX_PRIME_BITS)
    throw new PkiError('integer-too-large', `a number of ${bitLength(candidate)} bits, at most ${MAX_PRIME_BITS} are tested for primality`);
  for (const prime of [2, ...oddPrimesBelow(256)]) if (candidate % BigInt(prime) === 0n) return candidate === BigInt(prime);
  if (candidate < 65_536n) return true;
  for (let i = 0; i < rounds; i++) if (!passesMillerRabin(candidate, randomBase(candidate, random))) return false;
  return true;
}
