/** The catalogue of faults, as data: what each is, where it has a meaning, what it is to be refused with. */
import type { FindingCode } from '../path/codes.ts';
import { type ChainProfile, positionsOf } from './draft.ts';
import { faults, type FaultKind } from './faults/all.ts';

/** Intermediates of a chain where the caller does not say. */
export const DEFAULT_INTERMEDIATES = 3;

/** A finding that a verifier has to come to. */
export interface ExpectedFinding {
  readonly code: FindingCode;
  /** Position of the certificate in the path, the leaf being 0. */
  readonly index: number;
}

/** One kind of fault. */
export interface FaultDescription {
  readonly kind: FaultKind;
  /** One sentence; `it` is the certificate at the fault's position. */
  readonly what: string;
  /** The section of the standard that forbids it. */
  readonly rfc: string;
  /** Where it has a meaning: 0 is the leaf, the last the anchor. */
  readonly positions: readonly number[];
  /** The finding for each of the positions. */
  readonly expected: readonly ExpectedFinding[];
  /** The profiles that refuse it. */
  readonly profiles: readonly ChainProfile[];
}

/**
 * Every kind of fault, for chains with so many intermediates.
 *
 * ```ts
 * import { describeFaults } from 'certwright/testing';
 * const expired = describeFaults().find(({ kind }) => kind === 'expired');
 * if (expired?.positions.length !== 5 || expired.expected[4]?.code !== 'certificate-expired') throw new Error('everything expires');
 * ```
 */
export function describeFaults(intermediates: number = DEFAULT_INTERMEDIATES): readonly FaultDescription[] {
  return (Object.keys(faults) as FaultKind[]).map((kind) => {
    const { what, rfc, where, profile } = faults[kind];
    const positions = positionsOf(where, intermediates + 1);
    const expected = positions.map((position) => expectedOf(kind, position));
    return { kind, what, rfc, positions, expected, profiles: profile === undefined ? ['rfc5280', 'webpki'] : [profile] };
  });
}

/** The finding for a fault at a position. */
export function expectedOf(kind: FaultKind, at: number): ExpectedFinding {
  const { code, offset = 0 } = faults[kind];
  return { code, index: at + offset };
}
