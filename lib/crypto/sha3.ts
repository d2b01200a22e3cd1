/**
 * SHA-3 (FIPS 202 6.1) and SHAKE with the lengths of RFC 8702 (FIPS 202 6.2), over noble-hashes. Apart from hash.ts, so that who does without Keccak has none
 * in the bundle.
 */
import {
  sha3_224 as nobleSha3_224,
  sha3_256 as nobleSha3_256,
  sha3_384 as nobleSha3_384,
  sha3_512 as nobleSha3_512,
  shake128 as nobleShake128,
  shake128_32,
  shake256 as nobleShake256,
  shake256_64,
} from '@noble/hashes/sha3.js';
import { SHA3_224, SHA3_256, SHA3_384, SHA3_512, SHAKE128, SHAKE256 } from '../oids/algorithms.ts';
import { type HashFunction, hashFunction } from './hash.ts';

/** SHA3-224 (FIPS 202): 28 octets. */
export const sha3_224: HashFunction = /* @__PURE__ */ hashFunction('SHA3-224', SHA3_224, nobleSha3_224);
/** SHA3-256 (FIPS 202): 32 octets. */
export const sha3_256: HashFunction = /* @__PURE__ */ hashFunction('SHA3-256', SHA3_256, nobleSha3_256);
/** SHA3-384 (FIPS 202): 48 octets. */
export const sha3_384: HashFunction = /* @__PURE__ */ hashFunction('SHA3-384', SHA3_384, nobleSha3_384);
/** SHA3-512 (FIPS 202): 64 octets. */
export const sha3_512: HashFunction = /* @__PURE__ */ hashFunction('SHA3-512', SHA3_512, nobleSha3_512);
/** SHAKE128 with 32 octets (RFC 8702 section 3). */
export const shake128: HashFunction = /* @__PURE__ */ hashFunction('SHAKE128', SHAKE128, shake128_32);
/** SHAKE256 with 64 octets (RFC 8702 section 3). */
export const shake256: HashFunction = /* @__PURE__ */ hashFunction('SHAKE256', SHAKE256, shake256_64);

/** So many octets of SHAKE128 or SHAKE256 (FIPS 202 6.2), which give as many as are asked for. */
export function shakeOctets(strength: 128 | 256, data: Uint8Array, octets: number): Uint8Array {
  return (strength === 128 ? nobleShake128 : nobleShake256)(data, { dkLen: octets });
}
