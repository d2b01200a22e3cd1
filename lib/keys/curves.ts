/** Named curves (RFC 5480 2.1.1.1, SEC 2 A.2.1, RFC 5639 4.1): their identifiers and sizes. The group orders of these curves have as many octets as their fields. */
import type { Oid } from '../asn1/oid.ts';
import {
  BRAINPOOL_P224R1,
  BRAINPOOL_P256R1,
  BRAINPOOL_P320R1,
  BRAINPOOL_P384R1,
  BRAINPOOL_P512R1,
  P224,
  P256,
  P384,
  P521,
  SECP256K1,
} from '../oids/algorithms.ts';
import type { CurveName } from './types.ts';

const CURVE_OIDS: Readonly<Record<CurveName, Oid>> = {
  'P-256': P256,
  'P-384': P384,
  'P-521': P521,
  'P-224': P224,
  secp256k1: SECP256K1,
  brainpoolP224r1: BRAINPOOL_P224R1,
  brainpoolP256r1: BRAINPOOL_P256R1,
  brainpoolP320r1: BRAINPOOL_P320R1,
  brainpoolP384r1: BRAINPOOL_P384R1,
  brainpoolP512r1: BRAINPOOL_P512R1,
};

/** Names of all curves that keys may be on. */
export const CURVE_NAMES: readonly CurveName[] = /* @__PURE__ */ Object.keys(CURVE_OIDS) as CurveName[];

/** The object identifier of a curve. */
export function curveOid(curve: CurveName): Oid {
  return CURVE_OIDS[curve];
}

/** The curve of an object identifier, undefined for curves that are not supported. */
export function curveOfOid(oid: Oid): CurveName | undefined {
  return CURVE_NAMES.find((name) => CURVE_OIDS[name] === oid);
}

/** Bits of the field, and of the order: the digits of the name. */
export function curveBits(curve: CurveName): number {
  return Number(/\d{3}/.exec(curve)?.[0]);
}

/** Octets of a coordinate and of a scalar: 28 to 66. */
export function curveFieldOctets(curve: CurveName): number {
  return Math.ceil(curveBits(curve) / 8);
}
