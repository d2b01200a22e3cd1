/**
 * Who signed a CRL (RFC 5280 6.3.3 (f), (g)): an entity of the CRL issuer's name, on the path in question or with a certificate of its own (other keys of the
 * same CA, issuers of indirect CRLs), that may sign CRLs. The signature is looked at before the signer's own path is searched, which costs more.
 */
import { equalBytes } from '../../base/bytes.ts';
import { subjectKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { keyUsageReader } from '../../x509/extensions/usage.ts';
import { spend } from '../budget.ts';
import { type PoolEntry, readOf } from '../pool.ts';
import type { RuleContext, StatusQuestion } from '../rule.ts';
import { checkSigned } from '../rules/signature.ts';
import { showName } from '../show.ts';
import { signersOf } from '../signers.ts';
import { type CrlFacts, type Fault, fault, type GivenCrl } from './given-crl.ts';
import { pointsOf } from './scope.ts';

const RFC = 'RFC 5280 6.3.3 (f)';

/** Comparisons booked for a candidate: looking up whether it signed takes as long as some ten of them. */
const COST = 10;

/** The signer of a CRL, or why there is none. */
export function findSigner(given: GivenCrl, facts: CrlFacts, question: StatusQuestion, context: RuleContext): PoolEntry | Fault {
  const onPath = [question.issuer, ...question.path.entries.slice(question.index + 1)].filter(isNamed(given));
  const others = context.pool.named(given.issuerKey).filter((entry) => entry.certificate !== undefined && !onPath.includes(entry));
  const candidates = [...new Set(onPath), ...others];
  if (!spend(context.meter, 'comparisons', candidates.length)) return fault('signer-not-found', RFC);
  let best: Fault | undefined;
  for (const candidate of inOrder(candidates, facts)) {
    if (!spend(context.meter, 'comparisons', COST)) break;
    const wrong = findBadSignature(given, candidate, question, context);
    const refused = wrong ?? findObjection(given, candidate, onPath.includes(candidate), question, context);
    if (refused === undefined) return candidate;
    // Who signed and may not says more than who did not sign.
    if (best === undefined || wrong === undefined) best = refused;
  }
  return best ?? fault('signer-not-found', RFC, () => ({ issuer: showName(given.crl.issuer) }));
}

function isNamed({ issuerKey }: GivenCrl): (entry: PoolEntry) => boolean {
  return ({ subjectKey }) => subjectKey === issuerKey;
}

/** Those whose key identifier is not the one that the CRL names come last; it shuts nobody out. */
function inOrder(candidates: readonly PoolEntry[], { keyIdentifier }: CrlFacts): readonly PoolEntry[] {
  const differs = (entry: PoolEntry): boolean => {
    const own = readOf(entry, subjectKeyIdentifierReader);
    return keyIdentifier !== undefined && own !== undefined && !equalBytes(own, keyIdentifier);
  };
  return [...candidates.filter((entry) => !differs(entry)), ...candidates.filter(differs)];
}

/** Fields that the finding about the CRL has itself. */
const OF_EVERY_FINDING: readonly string[] = ['code', 'severity', 'index', 'rfc'];

/** Why the CRL is not taken to be signed with the candidate's key. */
export function findBadSignature(given: GivenCrl, candidate: PoolEntry, question: StatusQuestion, context: RuleContext): Fault | undefined {
  const [wrong] = checkSigned(given.crl, candidate, context, { signed: question.index, issuer: question.index + 1 });
  if (wrong === undefined) return undefined;
  const { problem: cause, ...rest } = wrong;
  const fields = Object.entries(cause === undefined ? rest : { ...rest, cause }).filter(([name]) => !OF_EVERY_FINDING.includes(name));
  return { problem: wrong.code, rfc: 'RFC 5280 6.3.3 (g)', fields: () => Object.fromEntries(fields) };
}

/**
 * Why the candidate, who did sign, must not: one on the path is judged with it, another by a path of its own. That of a signer by the name of the certificate's
 * issuer leads through no other names than the path in question: else any CA below the anchor could appoint somebody by the name of another CA, who takes back
 * what that one revoked. Of the issuer of an indirect CRL nothing but its name is known.
 */
function findObjection(
  given: GivenCrl,
  candidate: PoolEntry,
  onPath: boolean,
  question: StatusQuestion,
  context: RuleContext,
): Fault | undefined {
  const { issuer, entry, path, index } = question;
  const constrained = candidate === issuer ? question.constrained : context.anchorConstraints || candidate.element.from !== 'anchors';
  const usage = constrained ? readOf(candidate, keyUsageReader) : undefined;
  if (usage?.includes('cRLSign') === false) return fault('issuer-may-not-sign', RFC, () => ({ expected: ['cRLSign'], found: usage }));
  if (onPath || signersOf(context).isConcerned(candidate, question)) return undefined;
  const above = [issuer, ...path.entries.slice(index + 1)];
  const demands = {
    keyUsage: ['cRLSign'],
    purposes: [],
    unrevoked: true,
    ...(given.issuerKey === entry.issuerKey ? { above } : {}),
  } as const;
  const revocation = context.revocation.ofSigners ?? context.revocation;
  const [reason] = signersOf(context).judge(candidate, question, demands, { ...context, revocation });
  return reason && fault('signer-refused', RFC, () => ({ reason: reason.code, subject: showName(candidate.subject) }));
}

/**
 * Why a signer does not vouch for the certificate, though it may revoke it: its own status rests on the answer. A certificate whose distribution point names
 * its own subject as the CRL issuer is vouched for by itself: its CA wanted it so (PKITS 4.14.30).
 */
export function findCircle(signer: PoolEntry, question: StatusQuestion, context: RuleContext): Fault | undefined {
  const { entry, issuer, path, index } = question;
  if (signer === issuer || path.entries.includes(signer, index + 1) || !signersOf(context).isConcerned(signer, question)) return undefined;
  const itself = signer.identity === entry.identity && readOf(entry, keyUsageReader)?.includes('cRLSign') !== false;
  if (itself && pointsOf(entry).some(({ issuers }) => issuers?.has(entry.subjectKey) === true)) return undefined;
  return fault('signer-concerned', RFC, () => ({ subject: showName(signer.subject) }));
}
