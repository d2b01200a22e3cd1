/** Curves by the names OpenSSL takes: short names and NIST's. */
import { CURVE_NAMES, curveOid } from '../keys/curves.ts';
import type { CurveName } from '../keys/types.ts';
import { displayName } from '../oids/display-names.ts';

/** Curves that NIST has a name for, which is their name here. */
export const NIST_NAMES: ReadonlySet<CurveName> = /* @__PURE__ */ new Set<CurveName>(['P-224', 'P-256', 'P-384', 'P-521']);

/** The curve of a short name or of NIST's name; letter case counts as it does for OpenSSL. Undefined where there is none. */
export function curveOfName(name: string): CurveName | undefined {
  return CURVE_NAMES.find((curve) => (NIST_NAMES.has(curve) && curve === name) || displayName(curveOid(curve))?.short === name);
}
