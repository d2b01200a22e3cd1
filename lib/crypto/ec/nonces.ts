/** The deterministic nonces of ECDSA (RFC 6979 3.2). */
import { hmac } from '@noble/hashes/hmac.js';
import { concatBytes } from '../../base/bytes.ts';
import type { EcdsaAlgorithm } from './ecdsa.ts';

/** What of a descriptor counts for making a signature. */
export type SigningTerms = Pick<EcdsaAlgorithm, 'hashFunction' | 'nonceMac' | 'lowS'>;

/** A MAC with its key: gives the same for the same parts. */
type Mac = (...parts: readonly Uint8Array[]) => Uint8Array;

/** HMAC, for which the key's blocks are hashed once, or the MAC that the algorithm names. */
function macWith({ hashFunction, nonceMac }: SigningTerms, key: Uint8Array): Mac {
  if (nonceMac !== undefined) return (...parts) => nonceMac(key, concatBytes(...parts));
  const keyed = hmac.create(hashFunction.noble, key);
  return (...parts) => {
    const state = keyed.clone();
    for (const part of parts) state.update(part);
    return state.digest();
  };
}

/**
 * Candidates for the nonce, in order (RFC 6979 3.2, steps b to h), big-endian in as many octets as `bits` bits take; each has one chance in 2^32 or less to be
 * unusable, and after 64 there are no more. `scalar` and `message` are int2octets(x) and bits2octets(h1) there.
 */
export function* nonces(
  scalar: Uint8Array,
  message: Uint8Array,
  terms: SigningTerms,
  bits: number,
): Generator<Uint8Array, void, undefined> {
  const { outputLength } = terms.hashFunction;
  let v: Uint8Array = new Uint8Array(outputLength).fill(1);
  let mac = macWith(terms, new Uint8Array(outputLength));
  for (const step of [0, 1]) {
    mac = macWith(terms, mac(v, Uint8Array.of(step), scalar, message));
    v = mac(v);
  }
  for (let tries = 0; tries < 64; tries++) {
    let candidate: Uint8Array = new Uint8Array(0);
    while (8 * candidate.length < bits) {
      v = mac(v);
      candidate = concatBytes(candidate, v);
    }
    yield leftmost(candidate, bits);
    mac = macWith(terms, mac(v, Uint8Array.of(0)));
    v = mac(v);
  }
}

/** The leftmost bits of a string, as a number (bits2int of RFC 6979 2.3.2). */
function leftmost(octets: Uint8Array, bits: number): Uint8Array {
  const out = octets.slice(0, Math.ceil(bits / 8));
  const excess = 8 * out.length - bits;
  for (let i = out.length - 1; excess > 0 && i >= 0; i--)
    out[i] = ((out[i] as number) >> excess) | ((i > 0 ? (out[i - 1] as number) : 0) << (8 - excess));
  return out;
}
