/**
 * The curves P-256, P-384 and P-521 on noble's group arithmetic, for what is done with secrets: keys and signing. They are set up on first use: doing it on
 * import would cost every program 30 ms, and noble's ready-made module brings hash-to-curve, OPRF and FROST along (5 kB gzipped).
 */
import { weierstrass, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import type { CurveName } from '../../keys/types.ts';
import { curveParameters } from './parameters.ts';

const groups = /* @__PURE__ */ new Map<CurveName, WeierstrassPointCons<bigint>>();

/** The group of points of a curve. Throws `unsupported-curve` for a name that is none. */
export function curveGroup(curve: CurveName): WeierstrassPointCons<bigint> {
  const known = groups.get(curve);
  if (known !== undefined) return known;
  const group = weierstrass({ ...curveParameters(curve) });
  groups.set(curve, group);
  return group;
}
