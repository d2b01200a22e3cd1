/**
 * Budgets: how much work one judgement may cost, counted in units of cost rather than in time, so that the same input gives the same answer everywhere.
 * Whatever is exhausted first ends the search with a finding that names it.
 */
import { bitLength } from '../base/bytes.ts';
import type { PublicKey } from '../keys/types.ts';
import type { Work } from './types.ts';

/** Limits of one judgement. */
export interface Budget {
  /** Units of signature work; one is a P-256 or RSA-2048 verification. */
  readonly signatures: number;
  /** Certificates put on a path. */
  readonly steps: number;
  /** Comparisons of names with constraints, and policies looked at. */
  readonly comparisons: number;
}

/**
 * 100 signatures: Go's crypto/x509 (maxChainSignatureChecks) and rustls-webpki have that number; the longest chains in use need 5.
 * 250,000 comparisons: Go (MaxConstraintComparisions) and rustls-webpki.
 * 5,000 steps: ours. The pools of x509-limbo and PKITS need below 300; in a fresh process 10,000 of them take up to 270 ms, more than the 250 ms that a hostile
 * chain may cost.
 */
export const DEFAULT_BUDGET: Budget = { signatures: 100, steps: 5_000, comparisons: 250_000 };

/** What has been spent so far, and which budget was exhausted, if one was. */
export interface Meter {
  readonly limits: Budget;
  readonly spent: { -readonly [K in keyof Work]: Work[K] };
  exhausted?: keyof Budget;
}

/** A meter at zero. */
export function startMeter(limits: Budget): Meter {
  return { limits, spent: { signatures: 0, steps: 0, comparisons: 0 } };
}

/** Books `cost` units; false, and nothing booked, where they exceed what is left. Once one budget is exhausted nothing more is allowed. */
export function spend(meter: Meter, kind: keyof Budget, cost: number): boolean {
  if (meter.exhausted !== undefined) return false;
  if (meter.spent[kind] + cost > meter.limits[kind]) {
    meter.exhausted = kind;
    return false;
  }
  meter.spent[kind] += cost;
  return true;
}

/**
 * Units of one verification with a key. Measured side by side on one core: P-256 0.37 ms, Ed25519 0.85 times, P-384 2.5 to 2.8 times and P-521 4.3 to 4.8
 * times as long, RSA-2048 0.3 times. RSA grows with the square of the modulus and with the length of the exponent (17 bits being the usual 65537). So 100
 * units are some 40 ms. Algorithms beyond these say what they cost themselves (`cost`).
 */
export function signatureCost(key: PublicKey): number {
  if ('n' in key) {
    const size = bitLength(key.n) / 2048;
    return Math.max(1, Math.ceil(size * size * Math.max(1, bitLength(key.e) / 17)));
  }
  if (key.kind === 'ec') return key.curve === 'P-256' ? 1 : key.curve === 'P-384' ? 3 : 5;
  return 1;
}
