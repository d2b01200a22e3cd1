/**
 * The RSA private operation, RSADP and RSASP1 (RFC 8017 5.1.2, 5.2.1), through the Chinese remainder theorem with two primes or more, hardened as far as
 * BigInt allows:
 *
 * - the message is blinded with a fresh r (`m * r^e`), so that the secret exponents only ever meet random bases;
 * - each exponent gets a fresh multiple of its prime less one added, so that its bits differ from call to call (64 bits of blinding: Coron 1999, section 5.3,
 *   at some 6 per cent of the time of a 2,048-bit key);
 * - the result is verified before it leaves, because one faulty part would give a factor away (Boneh, DeMillo, Lipton 1997).
 *
 * What stays: BigInt's own time varies with the size of its operands. Against an attacker who measures on the same machine, keep the key elsewhere
 * and pass a `Signer` that answers a promise.
 */
import { bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { MAX_RSA_PRIMES } from '../../keys/pkcs1.ts';
import type { PrivateKey, RsaPrivateKey, RsaPssPublicKey, RsaPublicKey } from '../../keys/types.ts';
import { gcd, mod, modInverse, modPow, modPowPublic } from './arithmetic.ts';
import { isUsableRsaKey, modulusLength } from './public.ts';

const BLINDING_OCTETS = 8;

/** `message^d mod n`. Throws `bad-rsa-key` where the parts of the key do not fit together, `rsa-fault` where the result does not verify. */
export function rsaPrivateOperation(key: Omit<RsaPrivateKey, 'kind'>, message: bigint, random: RandomBytes): bigint {
  assertCrtKey(key);
  const { n, e } = key;
  const r = randomUnit(n, random);
  const blinded = (message * modPowPublic(r, e, n)) % n;
  let blindedResult = 0n;
  let product = 1n;
  // Garner's recombination (step 2b): the result modulo the product of the primes so far, then modulo the next prime too.
  for (const { prime, exponent, inverse } of primesOf(key)) {
    const part = modPow(blinded % prime, exponent + (prime - 1n) * bytesToBigInt(random(BLINDING_OCTETS)), prime);
    blindedResult += product * mod(inverse * (part - blindedResult), prime);
    product *= prime;
  }
  const result = (blindedResult * modInverse(r, n)) % n;
  if (modPowPublic(result, e, n) !== message)
    throw new PkiError('rsa-fault', 'the RSA result does not verify: the key is inconsistent or a computation failed');
  return result;
}

/** Most primes of a modulus of so many bits, as OpenSSL has it: shorter ones would be found by the elliptic curve method before the modulus is factored. */
export function mostRsaPrimes(bits: number): number {
  return bits < 1024 ? 2 : bits < 4096 ? 3 : bits < 8192 ? 4 : MAX_RSA_PRIMES;
}

/** The primes in the order that their inverses, each of the product of all before it, ask for: q, p, r_3 and so on. */
function primesOf({ p, q, dp, dq, qi, otherPrimes = [] }: Omit<RsaPrivateKey, 'kind'>): {
  readonly prime: bigint;
  readonly exponent: bigint;
  readonly inverse: bigint;
}[] {
  return [
    { prime: q, exponent: dq, inverse: 1n },
    { prime: p, exponent: dp, inverse: qi },
    ...otherPrimes.map(({ r, d, t }) => ({ prime: r, exponent: d, inverse: t })),
  ];
}

/** The cheap consistency of a key: enough that no operation divides by zero or runs long. */
function assertCrtKey(key: Omit<RsaPrivateKey, 'kind'>): void {
  const primes = primesOf(key);
  const inRange = primes.every(
    ({ prime, exponent, inverse }) => prime > 2n && exponent > 0n && exponent < prime && inverse > 0n && inverse < prime,
  );
  const usable = primes.length <= MAX_RSA_PRIMES && isUsableRsaKey(key) && inRange;
  if (!usable || primes.reduce((product, { prime }) => product * prime, 1n) !== key.n)
    throw new PkiError('bad-rsa-key', 'the numbers of the RSA private key do not fit together');
}

/** A random number from 2 to n - 1 that has an inverse modulo n. */
function randomUnit(n: bigint, random: RandomBytes): bigint {
  for (let tries = 0; tries < 100; tries++) {
    // Eight octets more than n make the bias of the reduction negligible (FIPS 186-5 A.2.1).
    const r = bytesToBigInt(random(modulusLength(n) + 8)) % n;
    if (r > 1n && gcd(r, n) === 1n) return r;
  }
  throw new PkiError('bad-random', 'the source of random bytes gave no usable number in 100 tries');
}

/** The public half of an RSA private key, with what an RSASSA-PSS key allows. Throws `wrong-key-kind`. */
export function rsaPublicKeyOf(key: PrivateKey): RsaPublicKey | RsaPssPublicKey {
  if (key.kind === 'rsa-pss') {
    const { n, e, restrictions } = key;
    return restrictions === undefined ? { kind: 'rsa-pss', n, e } : { kind: 'rsa-pss', n, e, restrictions };
  }
  if (key.kind !== 'rsa') throw new PkiError('wrong-key-kind', `an RSA algorithm needs an rsa key, not ${key.kind}`);
  return { kind: 'rsa', n: key.n, e: key.e };
}
