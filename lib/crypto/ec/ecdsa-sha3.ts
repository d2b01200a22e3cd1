/**
 * ECDSA on all named curves with SHA-3 (NIST CSOR) and with SHAKE128 and SHAKE256 of 32 and 64 octets (RFC 8702 3.2, RFC 8692 section 4). The nonces of
 * RFC 6979 come from HMAC with SHA-3; HMAC with SHAKE is defined nowhere, so there they come from KMAC, which is the MAC that SHAKE has (SP 800-185 section 4), with
 * as many octets as the hash gives and no customization. No verifier can tell.
 */
import { kmac128, kmac256 } from '@noble/hashes/sha3-addons.js';
import type { Oid } from '../../asn1/oid.ts';
import {
  ECDSA_WITH_SHA3_224,
  ECDSA_WITH_SHA3_256,
  ECDSA_WITH_SHA3_384,
  ECDSA_WITH_SHA3_512,
  ECDSA_WITH_SHAKE128,
  ECDSA_WITH_SHAKE256,
} from '../../oids/algorithms.ts';
import type { HashFunction } from '../hash.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '../sha3.ts';
import { ecdsaOnAnyCurve } from './any-curve.ts';
import type { EcdsaAlgorithm } from './ecdsa.ts';

function ecdsaShake(label: string, hash: HashFunction, signatureOid: Oid, kmac: typeof kmac128): EcdsaAlgorithm {
  return {
    ...ecdsaOnAnyCurve(label, hash, signatureOid),
    nonceMac: (key, data) => kmac(key, data, { dkLen: hash.outputLength }),
  };
}

/** ECDSA with SHA3-224 on any curve. */
export const ecdsaSha3_224: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha3-224', sha3_224, ECDSA_WITH_SHA3_224);
/** ECDSA with SHA3-256 on any curve. */
export const ecdsaSha3_256: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha3-256', sha3_256, ECDSA_WITH_SHA3_256);
/** ECDSA with SHA3-384 on any curve. */
export const ecdsaSha3_384: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha3-384', sha3_384, ECDSA_WITH_SHA3_384);
/** ECDSA with SHA3-512 on any curve. */
export const ecdsaSha3_512: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha3-512', sha3_512, ECDSA_WITH_SHA3_512);
/** ECDSA with SHAKE128 of 32 octets on any curve (RFC 8702 3.2). */
export const ecdsaShake128: EcdsaAlgorithm = /* @__PURE__ */ ecdsaShake('ecdsa-shake128', shake128, ECDSA_WITH_SHAKE128, kmac128);
/** ECDSA with SHAKE256 of 64 octets on any curve (RFC 8702 3.2). */
export const ecdsaShake256: EcdsaAlgorithm = /* @__PURE__ */ ecdsaShake('ecdsa-shake256', shake256, ECDSA_WITH_SHAKE256, kmac256);
