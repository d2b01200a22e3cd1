/** The RSA public operation RSAVP1 (RFC 8017 5.2.2) on octets, with bounds that keep its work small whatever key is given. */
import { bitLength, bigIntToBytes, bytesToBigInt } from '../../base/bytes.ts';
import type { RsaPublicKey } from '../../keys/types.ts';
import { modPowPublic } from './arithmetic.ts';

/** Largest modulus: 16,384 bits, as OpenSSL's OPENSSL_RSA_MAX_MODULUS_BITS; one operation then takes some 5 ms. */
const MAX_MODULUS_BITS = 16_384;

/** Largest public exponent: FIPS 186-5 5.4 allows values below 2^256. */
const MAX_EXPONENT_BITS = 256;

/** Octets of the modulus, the length k that every signature must have (RFC 8017 section 2). */
export function modulusLength(n: bigint): number {
  return Math.ceil(bitLength(n) / 8);
}

/** True for a key that the mathematics and the bounds above allow: odd modulus, odd exponent of at least 3 and below the modulus. */
export function isUsableRsaKey({ n, e }: { readonly n: bigint; readonly e: bigint }): boolean {
  return (n & e & 1n) === 1n && e > 1n && e < n && bitLength(e) <= MAX_EXPONENT_BITS && bitLength(n) <= MAX_MODULUS_BITS;
}

/**
 * The encoded message that a signature stands for, as k octets; undefined where the key is out of bounds, the signature is not exactly k octets long
 * (leading zeros added or cut were CVE-2020-14967 elsewhere), or its number is not below the modulus.
 */
export function recoverEncodedMessage(key: Omit<RsaPublicKey, 'kind'>, signature: Uint8Array): Uint8Array | undefined {
  if (!isUsableRsaKey(key)) return undefined;
  const length = modulusLength(key.n);
  if (signature.length !== length) return undefined;
  const s = bytesToBigInt(signature);
  return s >= key.n ? undefined : bigIntToBytes(modPowPublic(s, key.e, key.n), length);
}
