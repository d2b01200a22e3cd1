/** Named curves (RFC 5480 2.1.1.1): their identifiers and sizes. The group orders of these curves have as many octets as their fields. */
import type { Oid } from '../asn1/oid.ts';
import { idP256, idP384, idP521 } from '../oids/algorithms.ts';
import type { CurveName } from './types.ts';

/** The object identifier of a curve. */
export function curveOid(curve: CurveName): Oid {
  return curve === 'P-256' ? idP256 : curve === 'P-384' ? idP384 : idP521;
}

/** The curve of an object identifier, undefined for curves that are not supported. */
export function curveOfOid(oid: Oid): CurveName | undefined {
  return oid === idP256 ? 'P-256' : oid === idP384 ? 'P-384' : oid === idP521 ? 'P-521' : undefined;
}

/** Octets of a coordinate and of a scalar: 32, 48 or 66. */
export function curveFieldOctets(curve: CurveName): number {
  return curve === 'P-256' ? 32 : curve === 'P-384' ? 48 : 66;
}
