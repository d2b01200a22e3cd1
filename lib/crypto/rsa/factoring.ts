/**
 * Factoring of RSA moduli that were made badly, each way in bounded time: small factors, powers, Fermat's way for primes close to one another (CVE-2022-26320),
 * Wiener's for a small private exponent, and the fingerprint of ROCA (CVE-2017-15361), which factors nothing but tells that somebody could.
 */
import { bitLength } from '../../base/bytes.ts';
import { oddPrimesBelow } from './primality.ts';

/** Trial division goes up to here: some 2 ms. A factor larger than that takes an elliptic curve, up to some 250 bits. */
const TRIAL_LIMIT = 16_384;

/** Steps of Fermat's method. Primes that differ in their last few hundred bits only fall in the first; each further step costs microseconds. */
const FERMAT_STEPS = 1000;

/** The smallest prime factor below 16,384 of a number above 1, the number itself included; undefined where there is none. */
export function smallFactor(n: bigint): bigint | undefined {
  for (const prime of [2, ...oddPrimesBelow(TRIAL_LIMIT)]) if (n % BigInt(prime) === 0n) return BigInt(prime);
  return undefined;
}

/** The largest integer whose `degree`-th power is not above `value`; value at least 0, degree at least 2. */
export function integerRoot(value: bigint, degree: number): bigint {
  if (value < 2n) return value;
  const [k, less] = [BigInt(degree), BigInt(degree - 1)];
  // Newton's iteration from above falls until it has reached the root.
  let root = 1n << BigInt(Math.ceil(bitLength(value) / degree));
  for (;;) {
    const next = (less * root + value / root ** less) / k;
    if (next >= root) return root;
    root = next;
  }
}

/** Moduli whose squares thin out candidates before a root is taken: one number in a thousand is left. */
const SIEVE_MODULI = [64, 9, 5, 7, 11, 13, 17, 19] as const;
const SIEVE_PRODUCT = 931_170_240n;

/** The square root of a perfect square, undefined for every other number. */
export function squareRoot(value: bigint): bigint | undefined {
  if (value < 0n) return undefined;
  const rest = Number(value % SIEVE_PRODUCT);
  for (const modulus of SIEVE_MODULI) {
    let isSquare = false;
    for (let i = 0; i < modulus && !isSquare; i++) isSquare = (i * i) % modulus === rest % modulus;
    if (!isSquare) return undefined;
  }
  const root = integerRoot(value, 2);
  return root * root === value ? root : undefined;
}

/** The base where a number without factors below 16,384 is the power of another number; undefined where it is not. */
export function powerBase(n: bigint): bigint | undefined {
  const root = squareRoot(n);
  if (root !== undefined) return root;
  const most = bitLength(n) / Math.log2(TRIAL_LIMIT);
  for (const degree of oddPrimesBelow(Math.ceil(most) + 1)) {
    if (!couldBePower(n, degree)) continue;
    const base = integerRoot(n, degree);
    if (base ** BigInt(degree) === n) return base;
  }
  return undefined;
}

/** Whether a number is a `degree`-th power modulo three primes of the form `2 i degree + 1`, as every power is and one other number in `degree^3`. */
function couldBePower(n: bigint, degree: number): boolean {
  let tried = 0;
  for (let modulus = 2 * degree + 1; tried < 3; modulus += 2 * degree) {
    if (!isSmallPrime(modulus)) continue;
    tried++;
    let [power, base] = [1, Number(n % BigInt(modulus))];
    for (let exponent = (modulus - 1) / degree; exponent > 0; exponent = Math.floor(exponent / 2)) {
      if (exponent % 2 === 1) power = (power * base) % modulus;
      base = (base * base) % modulus;
    }
    if (power !== 1) return false;
  }
  return true;
}

function isSmallPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) if (odd % divisor === 0) return false;
  return true;
}

/**
 * A factor of an odd number that is the product of two close ones, by Fermat's method: `n = a^2 - b^2` with a from the root of n upwards, 1,000 steps. Finds primes
 * whose difference is below some `2^7 n^(1/4)`.
 */
export function fermatFactor(n: bigint): bigint | undefined {
  let a = integerRoot(n, 2);
  if (a * a < n) a++;
  let square = a * a - n;
  for (let step = 0; step < FERMAT_STEPS; step++) {
    const b = squareRoot(square);
    if (b !== undefined) return a - b === 1n ? undefined : a - b;
    square += 2n * a + 1n;
    a++;
  }
  return undefined;
}

/**
 * A factor where the private exponent is below some `n^(1/4) / 3` (Wiener 1990): then k / (d g) in `e d = 1 + k lcm(p - 1, q - 1)` is among the convergents of the
 * continued fraction of e / n, where g divides p - 1 and q - 1. One convergent per 1.7 bits of d.
 */
export function wienerFactor({ n, e }: { readonly n: bigint; readonly e: bigint }): bigint | undefined {
  const most = 1n << BigInt(Math.ceil(bitLength(n) / 4) + 2);
  let [numerator, denominator] = [e, n];
  let [k, previousK, dg, previousDg] = [1n, 0n, 0n, 1n];
  while (denominator !== 0n) {
    const quotient = numerator / denominator;
    [numerator, denominator] = [denominator, numerator - quotient * denominator];
    [k, previousK] = [quotient * k + previousK, k];
    [dg, previousDg] = [quotient * dg + previousDg, dg];
    if (dg > most) return undefined;
    if (k === 0n) continue;
    // p + q from (p - 1)(q - 1) = e d g / k, rounded down; then p and q from their sum and product.
    const sum = n + 1n - (e * dg) / k;
    const difference = sum <= 0n || sum % 2n !== 0n ? undefined : squareRoot(sum * sum - 4n * n);
    if (difference !== undefined && difference < sum - 2n) return (sum - difference) / 2n;
  }
  return undefined;
}

/** The first 39 primes are below this; Infineon's library multiplied at least so many, for keys of 512 bits and more. */
const ROCA_LIMIT = 168;

/**
 * Whether a modulus has the form that Infineon's library gave it (Nemec and others, "The Return of Coppersmith's Attack", CCS 2017). Its primes are
 * `k M + (65537^a mod M)`, where M is the product of the first 39 primes or more. Modulo each of these primes, both factors of n are then powers of 65537, and so
 * is n. A modulus made at random passes for all 39 primes with a probability of 2^-27.
 */
export function hasRocaForm(n: bigint): boolean {
  return oddPrimesBelow(ROCA_LIMIT).every((prime) => isPowerOf65537(Number(n % BigInt(prime)), prime));
}

function isPowerOf65537(value: number, prime: number): boolean {
  let power = 1;
  do {
    if (power === value) return true;
    power = (power * 65_537) % prime;
  } while (power !== 1);
  return false;
}
