/** The named curves of OpenSSL 3.0, as far as its texts need them: more than this toolkit computes with. */
import type { Oid } from '../../asn1/oid.ts';
import { displayName } from '../../oids/display-names.ts';
import { type CurveSizes, curveSizes } from '../../openssl-verify/curves.ts';

/** What OpenSSL knows of a curve by its identifier. */
export interface CurveWords extends CurveSizes {
  readonly short: string;
}

/** Sizes of a curve and the names OpenSSL has for it; undefined for one it does not know. */
export function curveWords(curve: Oid): CurveWords | undefined {
  const sizes = curveSizes(curve);
  return sizes === undefined ? undefined : { ...sizes, short: displayName(curve)?.short ?? curve };
}

/** `ASN1 OID:` and `NIST CURVE:` of a curve. */
export function curveLines(curve: Oid, indent: number): string {
  const pad = ' '.repeat(indent);
  const { short = curve, nist } = curveWords(curve) ?? {};
  return `${pad}ASN1 OID: ${short}\n${nist === undefined ? '' : `${pad}NIST CURVE: ${nist}\n`}`;
}
