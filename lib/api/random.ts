/** The one random door: the platform's `crypto.getRandomValues`, and nothing else when that is missing. */
import { PkiError } from '../base/error.ts';

interface RandomSource {
  readonly getRandomValues?: (into: Uint8Array) => unknown;
}

/** Most octets that one call of `getRandomValues` gives (Web Cryptography API, 10.1.1). */
const MAX_CHUNK = 65_536;

/**
 * Fresh random octets of the platform's generator. Throws `no-randomness` where the platform has none; there is no fallback.
 *
 * ```ts
 * import { randomBytes } from 'certwright';
 * if (randomBytes(20).length !== 20) throw new Error('20 octets were asked for');
 * ```
 */
export function randomBytes(length: number): Uint8Array {
  const source = (globalThis as { readonly crypto?: RandomSource }).crypto;
  if (typeof source?.getRandomValues !== 'function')
    throw new PkiError('no-randomness', 'this platform has no crypto.getRandomValues, and there is no safe substitute');
  const out = new Uint8Array(length);
  for (let offset = 0; offset < length; offset += MAX_CHUNK) source.getRandomValues(out.subarray(offset, offset + MAX_CHUNK));
  return out;
}
