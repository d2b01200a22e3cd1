/**
 * Paths for those who sign CRLs and OCSP responses with a certificate of their own: searched over the same pool by the same rules, but for those that a profile
 * adds for the leaf of a judgement, to the anchor of the path in question (RFC 5280 6.3.3 (f)), and paid for from the same budget.
 *
 * The signer's own revocation is judged as well. A signer whose status is being asked for already is taken as it stands, or a CRL issuer whose certificate only
 * its own CRLs cover could never be judged (PKITS 4.14.30). Results are kept only where none of them rests on that.
 */
import { type Search, searchPaths } from './build.ts';
import { refuse } from './codes.ts';
import type { Pool, PoolEntry } from './pool.ts';
import type { RevocationContext, RuleContext, SignerDemands, Signers, StatusQuestion } from './rule.ts';
import { handledBy, withRules } from './rules/all.ts';
import { exhausted } from './rules/signature.ts';
import type { Finding } from './types.ts';
import { pickReason, rankAttempt } from './verdict.ts';

/** Signers of signers that are followed; PKITS needs two. */
const MAX_NESTING = 8;

/** Results by the revocation context that they were judged in, by signer, and by anchor and demands. */
type Known = WeakMap<RevocationContext, Map<PoolEntry, Map<string, readonly Finding[]>>>;

/** Judges signers over the pool; those `within` are being judged already. Into `assumed` go those of them that a result rests on. */
export function makeSigners(
  pool: Pool,
  within: readonly PoolEntry[] = [],
  known: Known = new WeakMap(),
  assumed: Set<string> = new Set(),
): Signers {
  return {
    named: (subjectKey) => pool.named(subjectKey),
    all: () => pool.others,
    judge(signer, question, demands, context) {
      const { identity } = signer;
      if (within.some((other) => other.identity === identity)) {
        assumed.add(identity);
        return [];
      }
      if (within.length >= MAX_NESTING) {
        assumed.add(TOO_DEEP);
        return [refuse('max-depth-exceeded', question.index, 'RFC 5280 6.3.3 (f)', { expected: MAX_NESTING, found: within.length + 1 })];
      }
      const ofContext = known.get(context.revocation) ?? new Map<PoolEntry, Map<string, readonly Finding[]>>();
      const results = ofContext.get(signer) ?? new Map<string, readonly Finding[]>();
      known.set(context.revocation, ofContext.set(signer, results));
      const anchor = anchorOf(question);
      const name = JSON.stringify([anchor.element.index, demands]);
      const before = results.get(name);
      if (before !== undefined) return before;
      const own = new Set<string>();
      const findings = judgeSigner(pool, signer, anchor, demands, context, makeSigners(pool, [...within, signer], known, own));
      // That the signer may vouch for itself is what is decided here; whatever else was taken for granted may turn out otherwise elsewhere.
      own.delete(identity);
      if (own.size === 0 || within.length === 0) results.set(name, findings);
      for (const other of own) assumed.add(other);
      return findings;
    },
  };
}

/** Among the assumptions: that a signer nested too deep is refused. No identity is empty. */
const TOO_DEEP = '';

function anchorOf({ path: { entries } }: StatusQuestion): PoolEntry {
  return entries[entries.length - 1] as PoolEntry;
}

function judgeSigner(
  pool: Pool,
  leaf: PoolEntry,
  anchor: PoolEntry,
  { keyUsage, purposes, understood = [], unrevoked, above }: SignerDemands,
  context: RuleContext,
  signers: Signers,
): readonly Finding[] {
  const rules = withRules([]);
  const { revocation, profile } = context;
  const names = above && new Set(above);
  const mayIssue = (issuer: PoolEntry): boolean =>
    (issuer.element.from !== 'anchors' || issuer === anchor) && names?.has(issuer.subjectKey) !== false;
  const search: Search = {
    pool: {
      ...pool,
      leaf,
      anchors: [anchor],
      issuersOf: (entry) => pool.issuersOf(entry).filter(mayIssue),
    },
    rules,
    context: {
      ...context,
      profile: { ...profile, chainedPurposes: false, purposeRequired: false },
      purposes,
      keyUsage,
      peers: [],
      policies: {},
      maxDepth: undefined,
      handled: new Set([...handledBy(rules), ...understood]),
      revocation: unrevoked ? revocation : { ...revocation, policy: { ...revocation.policy, mode: 'off' } },
      signers,
      judged: new WeakMap(),
      outcomes: new WeakMap(),
    },
    wanted: 1,
    valid: [],
    refused: [],
  };
  searchPaths(search);
  if (search.valid.length > 0) return [];
  const ranked = search.refused.map((trial) => ({ trial, rank: rankAttempt(trial.path, trial.findings) }));
  const nearest = ranked.reduce<(typeof ranked)[number] | undefined>(
    (best, item) => (best && best.rank <= item.rank ? best : item),
    undefined,
  );
  const reason = pickReason(nearest?.trial.findings ?? []);
  return [context.meter.exhausted !== undefined || reason === undefined ? exhausted(context) : reason];
}
