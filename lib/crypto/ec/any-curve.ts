/**
 * ECDSA on all named curves: the AlgorithmIdentifiers of ecdsa.ts, which do not name a curve (RFC 5758 3.2). P-256, P-384 and P-521 are verified by the
 * arithmetic of verification.ts, the others by noble's group. For verifiers that take more than the default list.
 */
import type { Oid } from '../../asn1/oid.ts';
import { bytesToBigInt } from '../../base/bytes.ts';
import { curveBits, CURVE_NAMES } from '../../keys/curves.ts';
import type { EcPublicKey, PublicKey } from '../../keys/types.ts';
import { ECDSA_WITH_SHA1, ECDSA_WITH_SHA224, ECDSA_WITH_SHA256, ECDSA_WITH_SHA384, ECDSA_WITH_SHA512 } from '../../oids/algorithms.ts';
import { type HashFunction, sha1, sha224, sha256, sha384, sha512 } from '../hash.ts';
import { curveGroup } from './curves.ts';
import { type EcdsaAlgorithm, ecdsaOn } from './ecdsa.ts';
import { isUsualCurve } from './parameters.ts';
import { decodedPoint } from './points.ts';
import { leftmostBits, verifyDigest } from './verification.ts';

/** Whether `r || s` is a good signature of a digest (FIPS 186-5 6.4.2); false for a point that is not on its curve, and for numbers out of range. */
function verifyAnyDigest(key: EcPublicKey, digest: Uint8Array, compact: Uint8Array): boolean {
  if (isUsualCurve(key.curve)) return verifyDigest(key, digest, compact);
  const { BASE, Fn } = curveGroup(key.curve);
  const [r, s] = [bytesToBigInt(compact.subarray(0, compact.length / 2)), bytesToBigInt(compact.subarray(compact.length / 2))];
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return false;
  const point = decodedPoint(key);
  if (point === undefined) return false;
  const inverse = Fn.inv(s);
  const message = Fn.create(leftmostBits(digest, Fn.BITS));
  const sum = BASE.mulAddUnsafe(Fn.mul(message, inverse), point, Fn.mul(r, inverse));
  return !sum.is0() && Fn.create(sum.toAffine().x) === r;
}

/** A descriptor of ECDSA with `hash` on any curve. */
export function ecdsaOnAnyCurve(label: string, hash: HashFunction, signatureOid: Oid): EcdsaAlgorithm {
  return { ...ecdsaOn((curve) => CURVE_NAMES.includes(curve), verifyAnyDigest, label, hash, signatureOid), cost };
}

/**
 * Measured beside P-256 with its own arithmetic: secp256k1 and brainpoolP256r1 5 times as long, P-224 (a compressed point, whose square root is dear) 6, 320 bits 8,
 * 384 bits 11 and 512 bits 18 times, and more on a busy machine.
 */
function cost(key: PublicKey): number | undefined {
  return key.kind === 'ec' && !isUsualCurve(key.curve) ? Math.ceil(curveBits(key.curve) ** 2 / 10_000) : undefined;
}

/** ECDSA with SHA-1 on any curve. In no list. */
export const ecdsaSha1AnyCurve: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha1-any-curve', sha1, ECDSA_WITH_SHA1);
/** ECDSA with SHA-224 on any curve (RFC 5758 3.2). */
export const ecdsaSha224AnyCurve: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha224-any-curve', sha224, ECDSA_WITH_SHA224);
/** ECDSA with SHA-256 on any curve (RFC 5758 3.2). */
export const ecdsaSha256AnyCurve: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha256-any-curve', sha256, ECDSA_WITH_SHA256);
/** ECDSA with SHA-384 on any curve (RFC 5758 3.2). */
export const ecdsaSha384AnyCurve: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha384-any-curve', sha384, ECDSA_WITH_SHA384);
/** ECDSA with SHA-512 on any curve (RFC 5758 3.2). */
export const ecdsaSha512AnyCurve: EcdsaAlgorithm = /* @__PURE__ */ ecdsaOnAnyCurve('ecdsa-sha512-any-curve', sha512, ECDSA_WITH_SHA512);
