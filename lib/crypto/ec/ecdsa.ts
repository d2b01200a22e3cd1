/**
 * ECDSA (FIPS 186-5 section 6, RFC 5758 3.2) on P-256, P-384 and P-521; any-curve.ts has the others. Both forms of s are accepted: X.509 has no low-s rule, and half of
 * all signatures in the world have the high one. Signing is not here (scheme.ts, by way of `createSigner`): who only verifies does without its arithmetic.
 */
import type { Oid } from '../../asn1/oid.ts';
import { curveFieldOctets } from '../../keys/curves.ts';
import type { CurveName, EcPrivateKey, EcPublicKey, PrivateKey, PublicKey } from '../../keys/types.ts';
import { ECDSA_WITH_SHA1, ECDSA_WITH_SHA224, ECDSA_WITH_SHA256, ECDSA_WITH_SHA384, ECDSA_WITH_SHA512 } from '../../oids/algorithms.ts';
import { withoutParameters } from '../algorithm-encoding.ts';
import { type HashFunction, sha1, sha224, sha256, sha384, sha512 } from '../hash.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { isUsualCurve } from './parameters.ts';
import { decodeEcdsaSignature } from './signature.ts';
import { verifyDigest } from './verification.ts';

/** A descriptor of ECDSA; `createSigner` signs with it. */
export interface EcdsaAlgorithm extends SignatureAlgorithm {
  /** The hash of message and nonces. */
  readonly hashFunction: HashFunction;
  /** What makes the nonces (RFC 6979 3.2) where that is not HMAC with the hash: as many octets as the hash gives. */
  readonly nonceMac?: (key: Uint8Array, data: Uint8Array) => Uint8Array;
  /** Whether only signatures whose s is at most half the order are made and taken. */
  readonly lowS?: boolean;
}

/** A descriptor of ECDSA with `hash` on some curves; its parameters are absent (RFC 5758 3.2). `check` decides on a digest and `r || s`. */
export function ecdsaOn(
  takesCurve: (curve: CurveName) => boolean,
  check: (key: EcPublicKey, digest: Uint8Array, compact: Uint8Array) => boolean,
  label: string,
  hash: HashFunction,
  signatureOid: Oid,
): EcdsaAlgorithm {
  const takes = (key: PublicKey | PrivateKey): key is EcPublicKey | EcPrivateKey => key.kind === 'ec' && takesCurve(key.curve);
  return {
    label,
    encodings: [withoutParameters(signatureOid)],
    keyKind: 'ec',
    takes,
    hash: hash.label,
    hashFunction: hash,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (!takes(key)) return false;
      const compact = decodeEcdsaSignature(signature, curveFieldOctets(key.curve));
      return compact !== undefined && check(key, hash.digest(data), compact);
    },
  };
}

const ecdsaWith = (label: string, hash: HashFunction, signatureOid: Oid): EcdsaAlgorithm =>
  ecdsaOn(isUsualCurve, verifyDigest, label, hash, signatureOid);

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
