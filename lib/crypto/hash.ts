/**
 * Hash functions as constants, over noble-hashes (FIPS 180-4, RFC 1321). MD5 and SHA-1 are here for what still needs them (fingerprints, key identifiers,
 * old files); no signature algorithm of the default list uses them.
 */
import { md5 as nobleMd5, sha1 as nobleSha1 } from '@noble/hashes/legacy.js';
import {
  sha224 as nobleSha224,
  sha256 as nobleSha256,
  sha384 as nobleSha384,
  sha512 as nobleSha512,
  sha512_224 as nobleSha512_224,
  sha512_256 as nobleSha512_256,
} from '@noble/hashes/sha2.js';
import type { CHash } from '@noble/hashes/utils.js';
import type { Oid } from '../asn1/oid.ts';
import { MD5, SHA1, SHA224, SHA256, SHA384, SHA512, SHA512_224, SHA512_256 } from '../oids/algorithms.ts';
import type { Hash, HashName } from './types.ts';

/** A hash with the implementation that HMAC, PBKDF2 and RFC 6979 run on. */
export interface HashFunction extends Hash {
  /** noble's function, which can be fed piece by piece. */
  readonly noble: CHash;
}

/** A hash of its name, its identifier and noble's implementation. */
export function hashFunction(label: HashName, oid: Oid, noble: CHash): HashFunction {
  return { label, oid, outputLength: noble.outputLen, blockLength: noble.blockLen, digest: (data) => noble(data), noble };
}

/** MD5 (RFC 1321): 16 octets. Broken; for fingerprints of old files only. */
export const md5: HashFunction = /* @__PURE__ */ hashFunction('MD5', MD5, nobleMd5);
/** SHA-1 (FIPS 180-4): 20 octets. Not collision-resistant; for key identifiers and fingerprints. */
export const sha1: HashFunction = /* @__PURE__ */ hashFunction('SHA-1', SHA1, nobleSha1);
/** SHA-224 (FIPS 180-4): 28 octets. */
export const sha224: HashFunction = /* @__PURE__ */ hashFunction('SHA-224', SHA224, nobleSha224);
/** SHA-256 (FIPS 180-4): 32 octets. */
export const sha256: HashFunction = /* @__PURE__ */ hashFunction('SHA-256', SHA256, nobleSha256);
/** SHA-384 (FIPS 180-4): 48 octets. */
export const sha384: HashFunction = /* @__PURE__ */ hashFunction('SHA-384', SHA384, nobleSha384);
/** SHA-512 (FIPS 180-4): 64 octets. */
export const sha512: HashFunction = /* @__PURE__ */ hashFunction('SHA-512', SHA512, nobleSha512);
/** SHA-512/224 (FIPS 180-4): 28 octets. */
export const sha512_224: HashFunction = /* @__PURE__ */ hashFunction('SHA-512/224', SHA512_224, nobleSha512_224);
/** SHA-512/256 (FIPS 180-4): 32 octets. */
export const sha512_256: HashFunction = /* @__PURE__ */ hashFunction('SHA-512/256', SHA512_256, nobleSha512_256);
