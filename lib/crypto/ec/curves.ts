/**
 * All curves on noble's group arithmetic, for what is done with secrets: keys, signing and agreement. They are set up on first use: doing it on
 * import would cost every program 30 ms, and noble's ready-made module brings hash-to-curve, OPRF and FROST along (5 kB gzipped).
 */
import { weierstrass, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import type { CurveName } from '../../keys/types.ts';
import { anyCurveParameters } from './further-parameters.ts';

const groups = /* @__PURE__ */ new Map<CurveName, WeierstrassPointCons<bigint>>();

/** The group of points of a curve. Throws `unsupported-curve` for a name that is none. */
export function curveGroup(curve: CurveName): WeierstrassPointCons<bigint> {
  const known = groups.get(curve);
  if (known !== undefined) return known;
  const group = weierstrass({ ...anyCurveParameters(curve) });
  groups.set(curve, group);
  return group;
}
