/**
 * CRLs (RFC 5280 5, 6.3): complete, indirect and delta ones, of all reasons or of some. A certificate is revoked where any usable CRL says so, good where usable
 * CRLs cover all reasons, else of unknown status. A CRL that cannot be used is told with the reason.
 *
 * Left to choice by the standard and decided here: of several CRLs of one scope that are all fresh each counts, whatever its number; an entry of a complete CRL
 * revokes whatever its reason (`removeFromCRL` has its place in delta CRLs only); a complete CRL that has expired is used with a delta CRL that has not
 * (6.3.3 (a)(1)(i)). Left out: fetching CRLs, and attribute certificates.
 */
import { addTo } from '../../base/lists.ts';
import type { RevokedEntry } from '../../x509/crl.ts';
import { normalisedName } from '../../x509/name-compare.ts';
import { spend } from '../budget.ts';
import { refuse } from '../codes.ts';
import type { RevocationInput } from '../inputs.ts';
import { assertParsed, type PoolEntry } from '../pool.ts';
import type { OpenSource, RuleContext, StatusAnswer, StatusQuestion, StatusSource } from '../rule.ts';
import type { Finding } from '../types.ts';
import { findCircle, findSigner } from './crl-signer.ts';
import { collectDeltas, type Deltas, findUpdate } from './delta.ts';
import { type CrlFacts, factsOf, type Fault, fault, findStale, type GivenCrl, isFault, lookUp } from './given-crl.ts';
import { ALL_REASONS, findCoverage, pointsOf, reasonsIn } from './scope.ts';

/** CRLs that the caller gives. */
export const crlSource: StatusSource = { reads: 'crls', open: openCrls };

/** Findings about one certificate at most: an attacker may send 10,000 CRLs. */
const MAX_FINDINGS = 20;

/** Finds the CRLs by their issuer's normalised name. Throws `bad-option` for what was not parsed. */
function openCrls({ crls = [] }: RevocationInput): OpenSource {
  const byIssuer = new Map<string, GivenCrl[]>();
  for (const [index, crl] of crls.entries()) {
    assertParsed('crls', crl, 'thisUpdate');
    const issuerKey = normalisedName(crl.issuer);
    const given: GivenCrl = { index, crl, issuerKey, found: new Map(), serials: new Set() };
    addTo(byIssuer, issuerKey, given);
  }
  return {
    ask: (question, context) => {
      const candidates: GivenCrl[] = [];
      for (const name of issuersFor(question.entry, context)) candidates.push(...(byIssuer.get(name) ?? []));
      return spend(context.meter, 'comparisons', candidates.length)
        ? askCrls(candidates, question, context)
        : { status: 'unknown', findings: [] };
    },
  };
}

/** Whose CRLs may speak of a certificate: its issuer's, and those that its distribution points name. */
function issuersFor(entry: PoolEntry, { meter }: RuleContext): ReadonlySet<string> {
  const names = new Set([entry.issuerKey]);
  for (const { issuers = [] } of pointsOf(entry)) {
    const more = [...issuers];
    if (!spend(meter, 'comparisons', more.length)) break;
    for (const name of more) names.add(name);
  }
  return names;
}

/** What a complete CRL, brought up to date, says. */
interface CrlAnswer {
  /** The reasons that it covers. */
  readonly reasons: number;
  /** The CRL that decided. */
  readonly given: GivenCrl;
  /** The revocation, where there is one. */
  readonly entry: RevokedEntry | undefined;
}

function askCrls(candidates: readonly GivenCrl[], question: StatusQuestion, context: RuleContext): StatusAnswer {
  const deltas = collectDeltas(candidates, context);
  const partial: CrlAnswer[] = [];
  const findings: Finding[] = [];
  const tell = ({ index: crl }: GivenCrl, { problem, rfc, fields }: Fault): void => {
    if (findings.length < MAX_FINDINGS) findings.push(refuse('crl-unusable', question.index, rfc, { crl, problem, ...fields?.() }));
  };
  let covered = 0;
  for (const given of candidates) {
    const facts = factsOf(given, context);
    if (!isFault(facts) && facts.base !== undefined) continue;
    const answer = isFault(facts) ? facts : askComplete(given, facts, deltas, question, context);
    if (isFault(answer)) tell(given, answer);
    else if (answer.entry !== undefined) return { status: 'revoked', findings: [revocation(answer.given, answer.entry, question)] };
    else {
      covered |= answer.reasons;
      if (answer.reasons !== ALL_REASONS) partial.push(answer);
    }
  }
  for (const { given, fault: wrong, used } of [...deltas.values()].flat()) {
    if (wrong !== undefined) tell(given, wrong);
    else if (!used) tell(given, fault('delta-without-base', 'RFC 5280 5.2.4'));
  }
  if (covered === ALL_REASONS) return { status: 'good', findings };
  for (const { given, reasons } of partial)
    tell(
      given,
      fault('some-reasons-only', 'RFC 5280 6.3.3 (d)', () => ({ found: reasonsIn(reasons), missing: reasonsIn(ALL_REASONS & ~covered) })),
    );
  return { status: 'unknown', findings };
}

function revocation({ index: crl }: GivenCrl, { revokedAt, reason = 'unspecified' }: RevokedEntry, { index }: StatusQuestion): Finding {
  return refuse('certificate-revoked', index, 'RFC 5280 6.3.3 (i)', { crl, revokedAt, reason });
}

/** Asks one complete CRL. The order is that of cost: fields, signature, the signer's path, entries. */
function askComplete(given: GivenCrl, facts: CrlFacts, deltas: Deltas, question: StatusQuestion, context: RuleContext): CrlAnswer | Fault {
  const { entry } = question;
  const reasons = findCoverage(given, facts, entry, context);
  if (typeof reasons !== 'number') return reasons;
  const stale = findStale(given.crl, context);
  if (stale !== undefined && (deltas.size === 0 || !mayBeUpdated(stale))) return stale;
  const signer = findSigner(given, facts, question, context);
  if (isFault(signer)) return signer;
  const update = findUpdate(deltas, facts, signer, question, context);
  if (update === undefined && stale !== undefined) return stale;
  // What the newest delta CRL says of a certificate stands in place of what the complete one says.
  const newer = update?.entry;
  const found =
    newer === undefined ? lookUp(given, facts, entry, context) : { entry: newer.reason === 'removeFromCRL' ? undefined : newer };
  if (isFault(found)) return found;
  const circle = found.entry === undefined ? findCircle(signer, question, context) : undefined;
  return circle ?? { reasons, given: newer === undefined ? given : (update?.given ?? given), entry: found.entry };
}

function mayBeUpdated({ problem }: Fault): boolean {
  return problem === 'expired' || problem === 'too-old';
}
