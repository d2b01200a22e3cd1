/**
 * Keys that can be read, compute, and yet protect nothing: RSA keys whose primes or exponents were chosen so badly that they fall to known methods in minutes.
 *
 * Judged from the public key alone, in bounded time (some 20 ms at 2,048 bits), without a list of known keys. Left out:
 *
 * - the keys of Debian's OpenSSL of 2006 to 2008 (CVE-2008-0166): they follow from its generator, the process id and the processor alone, so they can be listed,
 *   but not without that library, once for each kind of processor and each length; no list of them is made here or copied;
 * - primes that two keys have in common: they take a comparison of many keys;
 * - the length of a key, which is what rules of strength are for.
 */
import { bitLength } from '../base/bytes.ts';
import type { PrivateKey, PublicKey, RsaPrivateKey, RsaPublicKey } from '../keys/types.ts';
import { fermatFactor, hasRocaForm, powerBase, smallFactor, wienerFactor } from './rsa/factoring.ts';
import { passesMillerRabin } from './rsa/primality.ts';

/** What is weak about a key. */
export type KeyWeaknessCode =
  /** The modulus has more than 16,384 bits, or fewer than 3: nothing else was looked at. */
  | 'modulus-out-of-bounds'
  /** The modulus has a prime factor below 16,384. */
  | 'modulus-with-small-factor'
  /** The modulus is a prime; then everybody computes the private exponent. */
  | 'modulus-prime'
  /** The modulus is the power of one number. */
  | 'modulus-perfect-power'
  /** The primes are so close that Fermat's method finds them (CVE-2022-26320); of a private key: closer than FIPS 186-5 A.1.3 allows. */
  | 'primes-close'
  /** The modulus was made by Infineon's library, whose primes have a form that gives them away (ROCA, CVE-2017-15361). */
  | 'modulus-roca'
  /** The private exponent is small enough for Wiener's method; of a private key: not above 2^(bits / 2), as FIPS 186-5 A.1.1 demands. */
  | 'private-exponent-small'
  /** The public exponent is 1 or less: encryption does nothing, and every signature is good. */
  | 'exponent-below-2'
  /** The public exponent is even: no private exponent belongs to it. */
  | 'exponent-even'
  /** The public exponent is not below the modulus. */
  | 'exponent-not-below-modulus'
  /** The public exponent is below 65,537 (FIPS 186-5 A.1.1): sound with good padding, and the stage of many attacks on bad. */
  | 'exponent-small'
  /** The public exponent has more than 64 bits, which some implementations do not take. */
  | 'exponent-large';

/** How bad it is: `broken` falls to anybody at once, `weak` to an attacker with some effort or by a mistake of another party, `notice` is unusual and no more. */
export type KeyWeaknessSeverity = 'broken' | 'weak' | 'notice';

/** One weakness of a key. */
export interface KeyWeakness {
  readonly code: KeyWeaknessCode;
  readonly severity: KeyWeaknessSeverity;
  /** A factor of the modulus that was found; a program had better not show it. */
  readonly factor?: bigint;
}

/** Longest modulus looked at: what RSA here computes with. */
const MAX_MODULUS_BITS = 16_384;

/** Longest modulus tested for being a prime: some 60 ms. */
const MAX_PRIMALITY_BITS = 4096;

/**
 * The weaknesses of a key, worst first; an empty list where none is known, and for keys that are not RSA. A private key is judged like its public half, and its
 * primes and exponent by their own numbers besides. Throws nothing.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { findKeyWeaknesses } from 'certwright/crypto';
 * const { publicKey } = generateKeyPair({ kind: 'rsa', bits: 1024 });
 * if (findKeyWeaknesses(publicKey).length > 0) throw new Error('keys made here have none');
 * const [found] = findKeyWeaknesses({ kind: 'rsa', n: 3n * (2n ** 1279n - 1n), e: 65537n });
 * if (found?.code !== 'modulus-with-small-factor' || found.factor !== 3n) throw new Error('3 is a factor');
 * ```
 */
export function findKeyWeaknesses(key: PublicKey | PrivateKey): readonly KeyWeakness[] {
  if (key.kind !== 'rsa' && key.kind !== 'rsa-pss') return [];
  const bits = key.n < 1n ? 0 : bitLength(key.n);
  if (bits < 3 || bits > MAX_MODULUS_BITS) return [{ code: 'modulus-out-of-bounds', severity: 'broken' }];
  const found = [...modulusWeaknesses(key, bits), ...exponentWeaknesses(key)];
  if ('d' in key)
    for (const weakness of privateWeaknesses(key, bits)) if (!found.some(({ code }) => code === weakness.code)) found.push(weakness);
  const order: readonly KeyWeaknessSeverity[] = ['broken', 'weak', 'notice'];
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** What is wrong with the modulus; the first that factors it ends the search, as nothing is left to find. */
function modulusWeaknesses({ n, e }: Omit<RsaPublicKey, 'kind'>, bits: number): KeyWeakness[] {
  const broken = (code: KeyWeaknessCode, factor: bigint): KeyWeakness[] => [{ code, severity: 'broken', factor }];
  const small = smallFactor(n);
  if (small !== undefined) return small === n ? broken('modulus-prime', n) : broken('modulus-with-small-factor', small);
  const base = powerBase(n);
  if (base !== undefined) return broken('modulus-perfect-power', base);
  const close = fermatFactor(n);
  if (close !== undefined) return broken('primes-close', close);
  const wiener = e > 0n ? wienerFactor({ n, e }) : undefined;
  if (wiener !== undefined) return broken('private-exponent-small', wiener);
  // Fixed bases: a number made to pass them without being prime fools nobody to its advantage.
  if (bits <= MAX_PRIMALITY_BITS && passesMillerRabin(n, 2n) && passesMillerRabin(n, 3n)) return broken('modulus-prime', n);
  return hasRocaForm(n) ? [{ code: 'modulus-roca', severity: 'weak' }] : [];
}

function exponentWeaknesses({ n, e }: Omit<RsaPublicKey, 'kind'>): KeyWeakness[] {
  const found: KeyWeakness[] = [];
  if (e < 2n) found.push({ code: 'exponent-below-2', severity: 'broken' });
  else if (e % 2n === 0n) found.push({ code: 'exponent-even', severity: 'broken' });
  else if (e < 65_537n) found.push({ code: 'exponent-small', severity: 'notice' });
  if (e >= n) found.push({ code: 'exponent-not-below-modulus', severity: 'weak' });
  else if (bitLength(e < 1n ? 1n : e) > 64) found.push({ code: 'exponent-large', severity: 'notice' });
  return found;
}

/** What only the owner sees, by the bounds of FIPS 186-5 A.1.1 and A.1.3. */
function privateWeaknesses({ d, p, q, otherPrimes }: Omit<RsaPrivateKey, 'kind'>, bits: number): KeyWeakness[] {
  const found: KeyWeakness[] = [];
  const difference = p > q ? p - q : q - p;
  if (otherPrimes === undefined && bits > 200 && difference <= 1n << BigInt(Math.floor(bits / 2) - 100))
    found.push({ code: 'primes-close', severity: 'weak' });
  if (d <= 1n << BigInt(Math.floor(bits / 2))) found.push({ code: 'private-exponent-small', severity: 'weak' });
  return found;
}
