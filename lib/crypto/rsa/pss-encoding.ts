/**
 * EMSA-PSS (RFC 8017 9.1) with mask generation function MGF1 (B.2.1) or another, on octets.
 *
 *     EM = maskedDB || H || 0xBC      DB = PS (zeros) || 0x01 || salt      H = Hash(eight zeros || mHash || salt)
 *
 * Every parameter is fixed by the caller; nothing is guessed from the signature.
 */
import { concatBytes, equalBytes } from '../../base/bytes.ts';
import type { Hash } from '../types.ts';

/** The parameters of RSASSA-PSS (RFC 8017 A.2.3); the trailer field is always 1. */
export interface RsaPssParameters<H extends Hash = Hash> {
  /** Hash of the message. */
  readonly hash: H;
  /** Hash of the mask generation function MGF1. */
  readonly mgfHash: H;
  /** Octets of salt. */
  readonly saltLength: number;
  /** Another mask generation function than MGF1: that many octets from a seed. */
  readonly mask?: (seed: Uint8Array, length: number) => Uint8Array;
}

const TRAILER = 0xbc;

/** The encoded message of `bits` bits in whole octets, or undefined where they do not suffice (RFC 8017 9.1.1). */
export function encodePss(parameters: RsaPssParameters, data: Uint8Array, salt: Uint8Array, bits: number): Uint8Array | undefined {
  const { hash, saltLength } = parameters;
  const length = Math.ceil(bits / 8);
  const maskedLength = length - hash.outputLength - 1;
  if (maskedLength < saltLength + 1) return undefined;
  const digest = saltedDigest(hash, data, salt);
  const encoded = new Uint8Array(length);
  encoded[maskedLength - saltLength - 1] = 1;
  encoded.set(salt, maskedLength - saltLength);
  xorInto(encoded.subarray(0, maskedLength), maskOf(parameters, digest, maskedLength));
  encoded[0] = (encoded[0] as number) & (0xff >> (8 * length - bits));
  encoded.set(digest, maskedLength);
  encoded[length - 1] = TRAILER;
  return encoded;
}

/** Whether an encoded message of `bits` bits stands for the data (RFC 8017 9.1.2, whose steps are numbered below). */
export function isPssEncoding(parameters: RsaPssParameters, data: Uint8Array, encoded: Uint8Array, bits: number): boolean {
  const { hash, saltLength } = parameters;
  const length = Math.ceil(bits / 8);
  const maskedLength = length - hash.outputLength - 1;
  // 3, 4: enough octets, and the trailer.
  if (encoded.length !== length || maskedLength < saltLength + 1 || encoded[length - 1] !== TRAILER) return false;
  // 6: the bits above emBits are zero.
  const topMask = 0xff >> (8 * length - bits);
  if (((encoded[0] as number) & ~topMask) !== 0) return false;
  // 7 to 9: unmask.
  const digest = encoded.subarray(maskedLength, length - 1);
  const block = encoded.slice(0, maskedLength);
  xorInto(block, maskOf(parameters, digest, maskedLength));
  block[0] = (block[0] as number) & topMask;
  // 10: zeros, then one octet 0x01.
  const saltStart = maskedLength - saltLength;
  for (let i = 0; i < saltStart - 1; i++) if (block[i] !== 0) return false;
  if (block[saltStart - 1] !== 1) return false;
  // 11 to 14: the hash over the salt found.
  return equalBytes(saltedDigest(hash, data, block.subarray(saltStart)), digest);
}

/** H of RFC 8017 9.1: the hash over eight zero octets, the message's hash and the salt. */
function saltedDigest(hash: Hash, data: Uint8Array, salt: Uint8Array): Uint8Array {
  return hash.digest(concatBytes(new Uint8Array(8), hash.digest(data), salt));
}

function maskOf({ mgfHash, mask }: RsaPssParameters, seed: Uint8Array, length: number): Uint8Array {
  return mask === undefined ? mgf1(mgfHash, seed, length) : mask(seed, length);
}

/** MGF1 (RFC 8017 B.2.1): `length` octets from a seed. */
export function mgf1(hash: Hash, seed: Uint8Array, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / hash.outputLength) }, (_, i) =>
    hash.digest(concatBytes(seed, Uint8Array.of(i >>> 24, i >>> 16, i >>> 8, i))),
  );
  return concatBytes(...blocks).subarray(0, length);
}

/** Exclusive or of `mask`, which is as long, onto `target`. */
export function xorInto(target: Uint8Array, mask: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) ^ (mask[i] as number);
}
