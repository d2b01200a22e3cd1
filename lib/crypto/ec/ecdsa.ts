/**
 * ECDSA (FIPS 186-5 section 6, RFC 5758 3.2) on the curve of the key, with any hash. Both forms of s are accepted: X.509 has no low-s rule, and half of
 * all signatures in the world have the high one. Signing is not here (scheme.ts, by way of `createSigner`): who only verifies does without its arithmetic.
 */
import type { Oid } from '../../asn1/oid.ts';
import { curveFieldOctets } from '../../keys/curves.ts';
import type { PublicKey } from '../../keys/types.ts';
import { ECDSA_WITH_SHA1, ECDSA_WITH_SHA224, ECDSA_WITH_SHA256, ECDSA_WITH_SHA384, ECDSA_WITH_SHA512 } from '../../oids/algorithms.ts';
import { withoutParameters } from '../algorithm-encoding.ts';
import { type HashFunction, sha1, sha224, sha256, sha384, sha512 } from '../hash.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { decodeEcdsaSignature } from './signature.ts';
import { verifyDigest } from './verification.ts';

/** A descriptor of ECDSA; `createSigner` signs with it. */
export interface EcdsaAlgorithm extends SignatureAlgorithm {
  /** The hash of message and nonces. */
  readonly hashFunction: HashFunction;
}

/** A descriptor of ECDSA with `hash`; its parameters are absent (RFC 5758 3.2). */
function ecdsaWith(label: string, hash: HashFunction, signatureOid: Oid): EcdsaAlgorithm {
  return {
    label,
    encodings: [withoutParameters(signatureOid)],
    keyKind: 'ec',
    hash: hash.label,
    hashFunction: hash,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (key.kind !== 'ec') return false;
      const compact = decodeEcdsaSignature(signature, curveFieldOctets(key.curve));
      return compact !== undefined && verifyDigest(key, hash.digest(data), compact);
    },
  };
}

/** ECDSA with SHA-1. Not in the default list. */
export const ecdsaSha1: EcdsaAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha1', sha1, ECDSA_WITH_SHA1);
/** ECDSA with SHA-224 (RFC 5758 3.2). */
export const ecdsaSha224: EcdsaAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha224', sha224, ECDSA_WITH_SHA224);
/** ECDSA with SHA-256 (RFC 5758 3.2). */
export const ecdsaSha256: EcdsaAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha256', sha256, ECDSA_WITH_SHA256);
/** ECDSA with SHA-384 (RFC 5758 3.2). */
export const ecdsaSha384: EcdsaAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha384', sha384, ECDSA_WITH_SHA384);
/** ECDSA with SHA-512 (RFC 5758 3.2). */
export const ecdsaSha512: EcdsaAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha512', sha512, ECDSA_WITH_SHA512);
