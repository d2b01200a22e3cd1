/**
 * Delta CRLs (RFC 5280 5.2.4, 6.3.3 (a), (c), (h), (i)): which of them brings a complete CRL up to date, and what it then says of a certificate.
 *
 * A delta CRL belongs to a complete one of the same issuer, scope and key whose number is at least that of its base and below its own. Of several the one with the
 * highest number counts: what it says is newer, its `removeFromCRL` above all.
 */
import { addTo } from '../../base/lists.ts';
import type { RevokedEntry } from '../../x509/crl.ts';
import { spend } from '../budget.ts';
import type { PoolEntry } from '../pool.ts';
import type { RuleContext, StatusQuestion } from '../rule.ts';
import { findBadSignature } from './crl-signer.ts';
import { type CrlFacts, factsOf, type Fault, findStale, type GivenCrl, isFault, lookUp } from './given-crl.ts';

/** The delta CRLs of an answer, by issuer and family, newest first. */
export type Deltas = ReadonlyMap<string, readonly Delta[]>;

/** A delta CRL and what became of it. */
export interface Delta {
  readonly given: GivenCrl;
  readonly facts: CrlFacts & { readonly number: bigint; readonly base: bigint };
  /** Why it was not used with the last complete CRL that it belongs to. */
  fault: Fault | undefined;
  used: boolean;
}

/** What a delta CRL says; `entry` is undefined where it says nothing of the certificate. */
export interface Update {
  readonly given: GivenCrl;
  readonly entry: RevokedEntry | undefined;
}

/** Sorts the delta CRLs among `candidates`. */
export function collectDeltas(candidates: readonly GivenCrl[], context: RuleContext): Deltas {
  const deltas = new Map<string, Delta[]>();
  for (const given of candidates) {
    const facts = factsOf(given, context);
    if (isFault(facts) || facts.base === undefined || facts.number === undefined) continue;
    const { number, base } = facts;
    addTo(deltas, facts.family, { given, facts: { ...facts, number, base }, fault: undefined, used: false });
  }
  for (const list of deltas.values()) list.sort((a, b) => (a.facts.number < b.facts.number ? 1 : a.facts.number > b.facts.number ? -1 : 0));
  return deltas;
}

/** The newest usable delta CRL to a complete CRL whose signer is known, and its entry for the certificate. */
export function findUpdate(
  deltas: Deltas,
  { number, family }: CrlFacts,
  signer: PoolEntry,
  question: StatusQuestion,
  context: RuleContext,
): Update | undefined {
  for (const delta of number === undefined ? [] : (deltas.get(family) ?? [])) {
    if (!spend(context.meter, 'comparisons', 1)) return undefined;
    if (delta.facts.base > (number ?? 0n) || (number ?? 0n) >= delta.facts.number) continue;
    delta.used = true;
    const { given } = delta;
    delta.fault = findStale(given.crl, context) ?? findBadSignature(given, signer, question, context);
    const found = delta.fault ?? lookUp(given, delta.facts, question.entry, context);
    if (!isFault(found)) return { given, entry: found.entry };
    delta.fault = found;
  }
  return undefined;
}
