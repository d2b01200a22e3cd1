/**
 * Signing with ECDSA (FIPS 186-5 6.4.1, SEC 1 4.1.3) over noble's group arithmetic, with the deterministic nonces of RFC 6979 3.2. noble's own scheme would bring a
 * second DER codec, key agreement and recovery along (4 kB gzipped); its arithmetic is what matters.
 *
 * Signing is blinded: the inversion, whose time depends on its operand, sees the nonce times a random number only. The signature does not depend on it.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { bigIntToBytes, bytesToBigInt, concatBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { encodePublicKey } from '../../keys/public-key.ts';
import type { EcPrivateKey } from '../../keys/types.ts';
import type { Signer } from '../types.ts';
import { curveGroup } from './curves.ts';
import type { EcdsaAlgorithm } from './ecdsa.ts';
import { checkedScalar, ecPublicKeyOf } from './points.ts';
import { encodeEcdsaSignature } from './signature.ts';
import { leftmostBits } from './verification.ts';

/**
 * What `createSigner` gives for a key on a curve, but the arithmetic of all other kinds of key stays out of the bundle: a page that has keys on curves only pays a third
 * less. Blinding draws on `random`. Throws `wrong-key-kind` where the algorithm does not take the curve, and `bad-private-key` where the key is none.
 *
 * ```ts
 * import { issueRequest, parseName, randomBytes } from 'certwright';
 * import { createEcdsaSigner, ecdsaSha256, generateEcKey } from 'certwright/crypto';
 * const signer = createEcdsaSigner(generateEcKey('P-256', randomBytes), { algorithm: ecdsaSha256, random: randomBytes });
 * const request = issueRequest({ subject: parseName('CN=alice') }, signer);
 * if (request.der.length === 0) throw new Error('a request was due');
 * ```
 */
export function createEcdsaSigner(
  key: EcPrivateKey,
  { algorithm, random }: { readonly algorithm: EcdsaAlgorithm; readonly random: RandomBytes },
): Signer<Uint8Array> {
  const { label, takes } = algorithm;
  if (takes?.(key) === false)
    throw new PkiError('wrong-key-kind', `${label} takes no key on ${key.curve}; ecdsaSha256AnyCurve and its like take all curves`);
  return { publicKey: encodePublicKey(ecPublicKeyOf(key)), algorithm, sign: (tbs) => signEcdsa(algorithm, key, tbs, random) };
}

/** A DER signature with a descriptor of ECDSA. Throws `bad-private-key` where the scalar is out of range. */
export function signEcdsa(algorithm: EcdsaAlgorithm, key: EcPrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array {
  return encodeEcdsaSignature(signDigest(key, algorithm, algorithm.hashFunction.digest(data), random));
}

/** What of a descriptor counts for making a signature. */
export type SigningTerms = Pick<EcdsaAlgorithm, 'hashFunction' | 'nonceMac' | 'lowS'>;

/** `r || s` over a digest. Throws `bad-private-key` where the scalar is out of range. */
export function signDigest(key: EcPrivateKey, terms: SigningTerms, digest: Uint8Array, random: RandomBytes): Uint8Array {
  const { Fn, BASE } = curveGroup(key.curve);
  const d = bytesToBigInt(checkedScalar(key));
  const message = Fn.create(leftmostBits(digest, Fn.BITS));
  // Eight octets more than the order make the bias of the reduction negligible (FIPS 186-5 A.2.1).
  const blind = 1n + (bytesToBigInt(random(Fn.BYTES + 8)) % (Fn.ORDER - 1n));
  for (const nonce of nonces(key.d, bigIntToBytes(message, Fn.BYTES), terms, Fn.BITS)) {
    if (!Fn.isValidNot0(nonce)) continue;
    const r = Fn.create(BASE.multiply(nonce).toAffine().x);
    const blinded = Fn.mul(blind, message) + Fn.mul(Fn.mul(blind, d), r);
    const s = Fn.mul(Fn.inv(Fn.mul(blind, nonce)), Fn.create(blinded));
    if (r === 0n || s === 0n) continue;
    return concatBytes(bigIntToBytes(r, Fn.BYTES), bigIntToBytes(terms.lowS === true && 2n * s > Fn.ORDER ? Fn.ORDER - s : s, Fn.BYTES));
  }
  throw new PkiError('no-nonce', 'the nonce generator of RFC 6979 gave no usable number in 64 tries');
}

/** Candidates for the nonce, in order (RFC 6979 3.2, steps b to h); each has one chance in 2^32 or less to be unusable. */
function* nonces(
  scalar: Uint8Array,
  message: Uint8Array,
  { hashFunction: hash, nonceMac = (key, data) => hmac(hash.noble, key, data) }: SigningTerms,
  bits: number,
): Generator<bigint, void, undefined> {
  const mac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => nonceMac(key, concatBytes(...parts));
  let v: Uint8Array = new Uint8Array(hash.outputLength).fill(1);
  let k: Uint8Array = new Uint8Array(hash.outputLength);
  for (const step of [0, 1]) {
    k = mac(k, v, Uint8Array.of(step), scalar, message);
    v = mac(k, v);
  }
  for (let tries = 0; tries < 64; tries++) {
    let candidate: Uint8Array = new Uint8Array(0);
    while (8 * candidate.length < bits) {
      v = mac(k, v);
      candidate = concatBytes(candidate, v);
    }
    yield leftmostBits(candidate, bits);
    k = mac(k, v, Uint8Array.of(0));
    v = mac(k, v);
  }
}
