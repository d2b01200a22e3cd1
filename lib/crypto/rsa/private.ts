/**
 * The RSA private operation, RSADP and RSASP1 (RFC 8017 5.1.2, 5.2.1), through the Chinese remainder theorem with two primes or more, hardened as far as
 * JavaScript allows:
 *
 * - powers are raised by `block-field.ts`, whose time depends on the lengths of the primes alone;
 * - the message is blinded (`m * r^e`), so that what goes in and comes out there, as BigInt, are random numbers that nobody knows. Finding the inverse of r costs
 *   as much as a sixth of a signature, so that a key keeps the pair `r^e`, `1 / r` and squares both before each use; after 32 uses it makes a new pair, as OpenSSL does;
 * - r is inverted as `s / (r s)` with another random number s, so that Euclid's algorithm, whose course follows its number, meets neither r nor a factor of n;
 * - each exponent gets a fresh multiple of its prime less one added, so that its bits differ from call to call (64 bits of blinding: Coron 1999, section 5.3,
 *   at some 6 per cent of the time of a 2,048-bit key);
 * - the result is verified before it leaves, because one faulty part would give a factor away (Boneh, DeMillo, Lipton 1997).
 *
 * What stays: reduction modulo the primes, recombination and unblinding are done with BigInt, whose time varies with the size of its operands, and that of the
 * blinded message is fresh with each call, that of the primes is not. Against an attacker who measures on the same machine, keep the key elsewhere and pass a
 * `Signer` that answers a promise.
 */
import { bitLength, bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { MAX_RSA_PRIMES } from '../../keys/pkcs1.ts';
import type { PrivateKey, RsaPrivateKey, RsaPssPublicKey, RsaPublicKey } from '../../keys/types.ts';
import { mod, modInverse, modPowPublic } from './arithmetic.ts';
import { type BlockField, blockField } from './block-field.ts';
import * as kernels from './block-kernels.ts';
import { isUsableRsaKey, modulusLength } from './public.ts';

const BLINDING_OCTETS = 8;

/** Uses of a blinding pair before a new one is drawn. */
const PAIR_USES = 32;

/** One prime of a key, with what is computed once for it. */
interface PrimeState {
  readonly prime: bigint;
  readonly exponent: bigint;
  readonly inverse: bigint;
  readonly bits: number;
  readonly field: BlockField;
}

/** What is kept for a key: its checked numbers, and the blinding pair. */
interface KeyState {
  readonly n: bigint;
  readonly e: bigint;
  readonly primes: readonly PrimeState[];
  /** `r^e` and `1 / r` modulo n. */
  blind: bigint;
  unblind: bigint;
  usesLeft: number;
}

const states: WeakMap<object, KeyState> = /* @__PURE__ */ new WeakMap();

/**
 * `message^d mod n`, message at least 0 and below n. Throws `bad-rsa-key` where the parts of the key do not fit together, `rsa-fault` where the result does not
 * verify, and `bad-random`. What is computed once for a key is kept as long as the key object is.
 */
export function rsaPrivateOperation(key: Omit<RsaPrivateKey, 'kind'>, message: bigint, random: RandomBytes): bigint {
  const state = stateOf(key);
  const { n, e, primes } = state;
  refreshBlinding(state, random);
  const blinded = (message * state.blind) % n;
  let blindedResult = 0n;
  let product = 1n;
  // Garner's recombination (step 2b): the result modulo the product of the primes so far, then modulo the next prime too.
  for (const { prime, exponent, inverse, bits, field } of primes) {
    const longer = exponent + (prime - 1n) * bytesToBigInt(random(BLINDING_OCTETS));
    const part = field.power(blinded % prime, longer, bits + 8 * BLINDING_OCTETS);
    blindedResult += product * mod(inverse * (part - blindedResult), prime);
    product *= prime;
  }
  const result = (blindedResult * state.unblind) % n;
  if (modPowPublic(result, e, n) !== message) {
    states.delete(key);
    throw new PkiError('rsa-fault', 'the RSA result does not verify: the key is inconsistent or a computation failed');
  }
  return result;
}

function stateOf(key: Omit<RsaPrivateKey, 'kind'>): KeyState {
  const known = states.get(key);
  if (known !== undefined) return known;
  assertCrtKey(key);
  const { n, e } = key;
  const primes = primesOf(key).map((part) => ({ ...part, bits: bitLength(part.prime), field: blockField(kernels, part.prime) }));
  const state: KeyState = { n, e, primes, blind: 1n, unblind: 1n, usesLeft: 0 };
  states.set(key, state);
  return state;
}

/** Squares the pair, or makes a new one. */
function refreshBlinding(state: KeyState, random: RandomBytes): void {
  const { n, e } = state;
  if (state.usesLeft > 0) {
    state.blind = (state.blind * state.blind) % n;
    state.unblind = (state.unblind * state.unblind) % n;
  } else {
    const { r, inverse } = randomUnit(n, random);
    state.blind = modPowPublic(r, e, n);
    state.unblind = inverse;
    state.usesLeft = PAIR_USES;
  }
  state.usesLeft--;
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

/** A random number from 2 to n - 1 and its inverse modulo n. */
function randomUnit(n: bigint, random: RandomBytes): { readonly r: bigint; readonly inverse: bigint } {
  // Eight octets more than n make the bias of the reduction negligible (FIPS 186-5 A.2.1).
  const draw = (): bigint => bytesToBigInt(random(modulusLength(n) + 8)) % n;
  for (let tries = 0; tries < 100; tries++) {
    const [r, s] = [draw(), draw()];
    const inverse = catchMalformed(() => modInverse((r * s) % n, n));
    if (r > 1n && typeof inverse === 'bigint') return { r, inverse: (inverse * s) % n };
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
