/** Whether the numbers of a private key fit together, and whether a private key belongs to a public one, each with a reason where not. */
import { bitLength, bytesToBigInt, equalBytes, type RandomBytes } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { encodePkcs8 } from '../keys/pkcs8.ts';
import type {
  Ed25519PrivateKey,
  Ed448PrivateKey,
  EcPrivateKey,
  PrivateKey,
  PublicKey,
  RsaPrivateKey,
  X25519PrivateKey,
  X448PrivateKey,
} from '../keys/types.ts';
import { curveGroup } from './ec/curves.ts';
import { ecPublicKeyOf, uncompressedPoint } from './ec/points.ts';
import { publicKeyOf } from './public-half.ts';
import { gcd } from './rsa/arithmetic.ts';
import { isProbablePrime } from './rsa/primality.ts';
import { mostRsaPrimes } from './rsa/private.ts';
import { isUsableRsaKey } from './rsa/public.ts';

/** What is wrong with a private key. */
export type KeyDefect =
  /** RSA: the modulus or exponent is even, too small or too large. */
  | 'rsa-key-out-of-bounds'
  /** RSA: the product of the primes is not n, or one of them is there twice. */
  | 'rsa-factors-wrong'
  /** RSA: more than two primes, and too many for the length of the modulus. */
  | 'rsa-too-many-primes'
  /** RSA: p, q or a further prime is not prime. */
  | 'rsa-factor-composite'
  /** RSA: e times d is not 1 modulo the least common multiple of all primes less one. */
  | 'rsa-exponent-wrong'
  /** RSA: one of the values for the Chinese remainder theorem is wrong. */
  | 'rsa-crt-value-wrong'
  /** The scalar is not in the range 1 to n - 1, or it or the seed has the wrong number of octets. */
  | 'scalar-out-of-range'
  /** ML-DSA, SLH-DSA: the octets are not as many as the parameter set has, or there are none. */
  | 'wrong-length'
  /** The public point that came with the key is not the scalar's. */
  | 'point-mismatch';

/** Why two keys are not the halves of one. */
export type KeyMismatch =
  /** The two are of different kinds. */
  | 'different-kind'
  /** Both are EC keys, on different curves. */
  | 'different-curve'
  /** Both are ML-DSA or SLH-DSA keys, of different parameter sets. */
  | 'different-parameter-set'
  /** RSA: the moduli differ. */
  | 'different-modulus'
  /** RSA: same modulus, other public exponent. */
  | 'different-exponent'
  /** The public points differ. */
  | 'different-point'
  /** The public point does not lie on its curve. */
  | 'bad-public-point'
  /** The private scalar is out of range, or the octets of the private key are not as many as they should be. */
  | 'bad-private-key';

/**
 * The first defect of a private key, or undefined. With `random`, RSA factors are tested for primality too (8 rounds of Miller-Rabin each, some
 * 50 ms for 2,048 bits); without, only the arithmetic is checked. Of ML-DSA and SLH-DSA keys only the lengths are.
 *
 * ```ts
 * import { findKeyDefect, generateKeyPair } from 'certwright';
 * const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'brainpoolP256r1' });
 * if (findKeyDefect(privateKey) !== undefined || privateKey.kind !== 'ec') throw new Error('keys made here are sound');
 * if (findKeyDefect({ ...privateKey, d: new Uint8Array(32) }) !== 'scalar-out-of-range') throw new Error('0 is no scalar');
 * ```
 */
export function findKeyDefect(key: PrivateKey, random?: RandomBytes): KeyDefect | undefined {
  switch (key.kind) {
    case 'rsa':
    case 'rsa-pss':
      return rsaDefect(key, random);
    case 'ec':
      return ecDefect(key);
    case 'ml-dsa':
    case 'slh-dsa':
      return catchMalformed(() => encodePkcs8(key)) instanceof PkiError ? 'wrong-length' : undefined;
    default:
      return octetKeyDefect(key);
  }
}

function ecDefect(key: EcPrivateKey): KeyDefect | undefined {
  const { Fn } = curveGroup(key.curve);
  if (key.d.length !== Fn.BYTES || !Fn.isValidNot0(bytesToBigInt(key.d))) return 'scalar-out-of-range';
  if (key.point === undefined) return undefined;
  const stated = uncompressedPoint({ kind: 'ec', curve: key.curve, point: key.point });
  return stated !== undefined && equalBytes(stated, ecPublicKeyOf(key).point) ? undefined : 'point-mismatch';
}

/** A key of Ed25519, Ed448, X25519 or X448: any octets of the right number are one. */
function octetKeyDefect(key: Ed25519PrivateKey | Ed448PrivateKey | X25519PrivateKey | X448PrivateKey): KeyDefect | undefined {
  const computed = catchMalformed(() => publicKeyOf(key));
  if (computed instanceof PkiError) return 'scalar-out-of-range';
  return key.point === undefined || ('point' in computed && equalBytes(computed.point, key.point)) ? undefined : 'point-mismatch';
}

/** Rounds on factors somebody else made: 2^-16 for hostile ones, far less for any found at random; a composite factor only hurts the key's owner. */
const FACTOR_ROUNDS = 8;

function rsaDefect(key: Omit<RsaPrivateKey, 'kind'>, random: RandomBytes | undefined): KeyDefect | undefined {
  const { n, e, d, p, q, dp, dq, qi, otherPrimes = [] } = key;
  const primes = [q, p, ...otherPrimes.map(({ r }) => r)];
  if (!isUsableRsaKey(key)) return 'rsa-key-out-of-bounds';
  if (primes.length > mostRsaPrimes(bitLength(n))) return 'rsa-too-many-primes';
  const product = primes.reduce((all, prime) => all * prime, 1n);
  if (primes.some((prime) => prime < 3n) || new Set(primes).size < primes.length || product !== n) return 'rsa-factors-wrong';
  const lcm = primes.reduce((all, prime) => (all / gcd(all, prime - 1n)) * (prime - 1n), 1n);
  if (d < 1n || d >= n || (e * d) % lcm !== 1n) return 'rsa-exponent-wrong';
  let before = q;
  for (const { r, d: exponent, t } of [{ r: p, d: dp, t: qi }, ...otherPrimes]) {
    if (exponent !== d % (r - 1n) || t < 1n || t >= r || (t * before) % r !== 1n) return 'rsa-crt-value-wrong';
    before *= r;
  }
  if (dq !== d % (q - 1n)) return 'rsa-crt-value-wrong';
  if (random !== undefined && !primes.every((prime) => isProbablePrime(prime, random, FACTOR_ROUNDS))) return 'rsa-factor-composite';
  return undefined;
}

/**
 * Why a private key does not belong to a public key, or undefined where it does. Points are compared as points: compressed or not makes no difference. Throws
 * `post-quantum-key` for two ML-DSA keys of one parameter set: `certwright/post-quantum` computes the public half.
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
  if ('curve' in publicKey && 'curve' in privateKey && publicKey.curve !== privateKey.curve) return 'different-curve';
  if ('parameterSet' in publicKey && 'parameterSet' in privateKey && publicKey.parameterSet !== privateKey.parameterSet)
    return 'different-parameter-set';
  const defect = findKeyDefect(privateKey);
  if (defect === 'scalar-out-of-range' || defect === 'wrong-length') return 'bad-private-key';
  const stated = publicKey.kind === 'ec' ? uncompressedPoint(publicKey) : pointOctets(publicKey);
  if (stated === undefined) return 'bad-public-point';
  const computed = pointOctets(publicKeyOf(privateKey));
  return computed !== undefined && equalBytes(computed, stated) ? undefined : 'different-point';
}

function pointOctets(key: PublicKey): Uint8Array | undefined {
  return 'point' in key ? key.point : 'octets' in key ? key.octets : undefined;
}
