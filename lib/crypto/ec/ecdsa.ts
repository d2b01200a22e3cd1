/**
 * ECDSA (FIPS 186-5 section 6, RFC 5758 3.2) on the curve of the key, with any hash. Signing takes its nonces from RFC 6979. Both forms of s are
 * accepted: X.509 has no low-s rule, and half of all signatures in the world have the high one.
 */
import type { Oid } from '../../asn1/oid.ts';
import type { RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { curveFieldOctets } from '../../keys/curves.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { ECDSA_WITH_SHA1, ECDSA_WITH_SHA224, ECDSA_WITH_SHA256, ECDSA_WITH_SHA384, ECDSA_WITH_SHA512 } from '../../oids/algorithms.ts';
import { withoutParameters } from '../algorithm-encoding.ts';
import { type HashFunction, sha1, sha224, sha256, sha384, sha512 } from '../hash.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { ecPublicKeyOf } from './points.ts';
import { signDigest, verifyDigest } from './scheme.ts';
import { decodeEcdsaSignature, encodeEcdsaSignature } from './signature.ts';

/** A descriptor of ECDSA with `hash`; its parameters are absent (RFC 5758 3.2). */
function ecdsaWith(label: string, hash: HashFunction, signatureOid: Oid): SignatureAlgorithm {
  return {
    label,
    encodings: [withoutParameters(signatureOid)],
    keyKind: 'ec',
    hash: hash.label,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (key.kind !== 'ec') return false;
      const compact = decodeEcdsaSignature(signature, curveFieldOctets(key.curve));
      return compact !== undefined && verifyDigest(key, hash.digest(data), compact);
    },
    sign(key: PrivateKey, data: Uint8Array, random: RandomBytes): Uint8Array {
      if (key.kind !== 'ec') throw new PkiError('wrong-key-kind', `${label} needs an ec key, not ${key.kind}`);
      return encodeEcdsaSignature(signDigest(key, hash, hash.digest(data), random));
    },
    publicKeyOf(key: PrivateKey): PublicKey {
      if (key.kind !== 'ec') throw new PkiError('wrong-key-kind', `${label} needs an ec key, not ${key.kind}`);
      return ecPublicKeyOf(key);
    },
  };
}

/** ECDSA with SHA-1. Not in the default list. */
export const ecdsaSha1: SignatureAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha1', sha1, ECDSA_WITH_SHA1);
/** ECDSA with SHA-224 (RFC 5758 3.2). */
export const ecdsaSha224: SignatureAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha224', sha224, ECDSA_WITH_SHA224);
/** ECDSA with SHA-256 (RFC 5758 3.2). */
export const ecdsaSha256: SignatureAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha256', sha256, ECDSA_WITH_SHA256);
/** ECDSA with SHA-384 (RFC 5758 3.2). */
export const ecdsaSha384: SignatureAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha384', sha384, ECDSA_WITH_SHA384);
/** ECDSA with SHA-512 (RFC 5758 3.2). */
export const ecdsaSha512: SignatureAlgorithm = /* @__PURE__ */ ecdsaWith('ecdsa-sha512', sha512, ECDSA_WITH_SHA512);
