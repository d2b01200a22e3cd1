/** Named curves (RFC 5480 2.1.1.1): their identifiers and sizes. The group orders of these curves have as many octets as their fields. */
import type { Oid } from '../asn1/oid.ts';
import { prime256v1, secp384r1, secp521r1 } from '../oids/keys.ts';
import type { CurveName } from './types.ts';

/** The object identifier of a curve. */
export function curveOid(curve: CurveName): Oid {
  return curve === 'P-256' ? prime256v1 : curve === 'P-384' ? secp384r1 : secp521r1;
}

/** The curve of an object identifier, undefined for curves that are not supported. */
export function curveOfOid(oid: Oid): CurveName | undefined {
  return oid === prime256v1 ? 'P-256' : oid === secp384r1 ? 'P-384' : oid === secp521r1 ? 'P-521' : undefined;
}

/** Octets of a coordinate and of a scalar: 32, 48 or 66. */
export function curveFieldOctets(curve: CurveName): number {
  return curve === 'P-256' ? 32 : curve === 'P-384' ? 48 : 66;
}
