/** Verification of ECDSA on digests (FIPS 186-5 6.4.2, SEC 1 4.1.4). Everything here is public; signing is scheme.ts, and brings other arithmetic. */
import { bytesToBigInt } from '../../base/bytes.ts';
import type { EcPublicKey } from '../../keys/types.ts';
import { modInverse } from '../rsa/arithmetic.ts';
import { publicCurve } from './weierstrass.ts';

/** The leftmost bits of a string, as many as the order has (RFC 6979 2.3.2, FIPS 186-5 6.4.1 step 2). */
export function leftmostBits(octets: Uint8Array, bits: number): bigint {
  const excess = 8 * octets.length - bits;
  return excess > 0 ? bytesToBigInt(octets) >> BigInt(excess) : bytesToBigInt(octets);
}

/** Whether `r || s` is a good signature of a digest; false for a point that is not on its curve, and for numbers out of range. */
export function verifyDigest({ curve, point }: EcPublicKey, digest: Uint8Array, compact: Uint8Array): boolean {
  const { n, bits, hasAbscissa } = publicCurve(curve);
  const r = bytesToBigInt(compact.subarray(0, compact.length / 2));
  const s = bytesToBigInt(compact.subarray(compact.length / 2));
  if (r < 1n || r >= n || s < 1n || s >= n) return false;
  const inverse = modInverse(s, n);
  return hasAbscissa((leftmostBits(digest, bits) * inverse) % n, (r * inverse) % n, point, r);
}
