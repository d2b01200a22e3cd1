/** Named curves (RFC 5480 2.1.1.1): their identifiers and sizes. The group orders of these curves have as many octets as their fields. */
import type { Oid } from '../asn1/oid.ts';
import { P256, P384, P521 } from '../oids/algorithms.ts';
import type { CurveName } from './types.ts';

/** The object identifier of a curve. */
export function curveOid(curve: CurveName): Oid {
  return curve === 'P-256' ? P256 : curve === 'P-384' ? P384 : P521;
}

/** The curve of an object identifier, undefined for curves that are not supported. */
export function curveOfOid(oid: Oid): CurveName | undefined {
  return oid === P256 ? 'P-256' : oid === P384 ? 'P-384' : oid === P521 ? 'P-521' : undefined;
}

/** Octets of a coordinate and of a scalar: 32, 48 or 66. */
export function curveFieldOctets(curve: CurveName): number {
  return curve === 'P-256' ? 32 : curve === 'P-384' ? 48 : 66;
}
