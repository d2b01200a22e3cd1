/** Whether the numbers of a private key fit together, and whether a private key belongs to a public one, each with a reason where not. */
import { bytesToBigInt, equalBytes, type RandomBytes } from '../base/bytes.ts';
import type { PrivateKey, PublicKey, RsaPrivateKey } from '../keys/types.ts';
import { curveGroup } from './ec/curves.ts';
import { ecPublicKeyOf, uncompressedPoint } from './ec/points.ts';
import { publicKeyOf } from './public-half.ts';
import { gcd } from './rsa/arithmetic.ts';
import { isProbablePrime } from './rsa/primality.ts';
import { isUsableRsaKey } from './rsa/public.ts';

/** What is wrong with a private key. */
export type KeyDefect =
  /** RSA: the modulus or exponent is even, too small or too large. */
  | 'rsa-key-out-of-bounds'
  /** RSA: p times q is not n. */
  | 'rsa-factors-wrong'
  /** RSA: p or q is not prime. */
  | 'rsa-factor-composite'
  /** RSA: e times d is not 1 modulo the least common multiple of p - 1 and q - 1. */
  | 'rsa-exponent-wrong'
  /** RSA: one of the values for the Chinese remainder theorem is wrong. */
  | 'rsa-crt-value-wrong'
  /** The scalar is not in the range 1 to n - 1, or has the wrong number of octets. */
  | 'scalar-out-of-range'
  /** The public point that came with the key is not the scalar's. */
  | 'point-mismatch';

/** Why two keys are not the halves of one. */
export type KeyMismatch =
  /** The two are of different kinds. */
  | 'different-kind'
  /** Both are EC keys, on different curves. */
  | 'different-curve'
  /** RSA: the moduli differ. */
  | 'different-modulus'
  /** RSA: same modulus, other public exponent. */
  | 'different-exponent'
  /** The public points differ. */
  | 'different-point'
  /** The public point does not lie on its curve. */
  | 'bad-public-point'
  /** The private scalar is out of range. */
  | 'bad-private-key';

/**
 * The first defect of a private key, or undefined. With `random`, RSA factors are tested for primality too (8 rounds of Miller-Rabin each, some
 * 50 ms for 2,048 bits); without, only the arithmetic is checked.
 */
export function findKeyDefect(key: PrivateKey, random?: RandomBytes): KeyDefect | undefined {
  if (key.kind === 'rsa' || key.kind === 'rsa-pss') return rsaDefect(key, random);
  if (key.kind === 'ed25519') return key.seed.length === 32 ? undefined : 'scalar-out-of-range';
  if (key.kind !== 'ec') return undefined;
  const { Fn } = curveGroup(key.curve);
  if (key.d.length !== Fn.BYTES || !Fn.isValidNot0(bytesToBigInt(key.d))) return 'scalar-out-of-range';
  if (key.point === undefined) return undefined;
  const stated = uncompressedPoint({ kind: 'ec', curve: key.curve, point: key.point });
  return stated !== undefined && equalBytes(stated, ecPublicKeyOf(key).point) ? undefined : 'point-mismatch';
}

/** Rounds on factors somebody else made: 2^-16 for hostile ones, far less for any found at random; a composite factor only hurts the key's owner. */
const FACTOR_ROUNDS = 8;

function rsaDefect({ n, e, d, p, q, dp, dq, qi }: Omit<RsaPrivateKey, 'kind'>, random: RandomBytes | undefined): KeyDefect | undefined {
  if (!isUsableRsaKey({ n, e })) return 'rsa-key-out-of-bounds';
  if (p < 3n || q < 3n || p === q || p * q !== n) return 'rsa-factors-wrong';
  const lcm = ((p - 1n) / gcd(p - 1n, q - 1n)) * (q - 1n);
  if (d < 1n || d >= n || (e * d) % lcm !== 1n) return 'rsa-exponent-wrong';
  if (dp !== d % (p - 1n) || dq !== d % (q - 1n) || qi < 1n || qi >= p || (qi * q) % p !== 1n) return 'rsa-crt-value-wrong';
  if (random !== undefined && !(isProbablePrime(p, random, FACTOR_ROUNDS) && isProbablePrime(q, random, FACTOR_ROUNDS)))
    return 'rsa-factor-composite';
  return undefined;
}

/**
 * Why a private key does not belong to a public key, or undefined where it does. Points are compared as points: compressed or not makes no difference.
 *
 * ```ts
 * import { findKeyMismatch, generateKeyPair } from 'certwright';
 * const [one, other] = [generateKeyPair({ kind: 'ed25519' }), generateKeyPair({ kind: 'ed25519' })];
 * if (findKeyMismatch(one.publicKey, one.privateKey) !== undefined) throw new Error('these are halves of one key');
 * if (findKeyMismatch(one.publicKey, other.privateKey) !== 'different-point') throw new Error('these are not');
 * ```
 */
export function findKeyMismatch(publicKey: PublicKey, privateKey: PrivateKey): KeyMismatch | undefined {
  if (publicKey.kind !== privateKey.kind) return 'different-kind';
  if ('n' in publicKey && 'n' in privateKey)
    return publicKey.n !== privateKey.n ? 'different-modulus' : publicKey.e !== privateKey.e ? 'different-exponent' : undefined;
  if (publicKey.kind === 'ec' && privateKey.kind === 'ec' && publicKey.curve !== privateKey.curve) return 'different-curve';
  const defect = findKeyDefect(privateKey);
  if (defect === 'scalar-out-of-range') return 'bad-private-key';
  const stated = publicKey.kind === 'ec' ? uncompressedPoint(publicKey) : 'point' in publicKey ? publicKey.point : undefined;
  if (stated === undefined) return 'bad-public-point';
  const computed = publicKeyOf(privateKey);
  return 'point' in computed && equalBytes(computed.point, stated) ? undefined : 'different-point';
}
