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
import type { RuleContext, SignerDemands, Signers, StatusQuestion } from './rule.ts';
import { handledBy, withRules } from './rules/all.ts';
import { exhausted } from './rules/signature.ts';
import type { Finding } from './types.ts';
import { pickReason } from './verdict.ts';

/** Signers of signers that are followed; PKITS needs two. */
const MAX_NESTING = 8;

/** Judges signers over the pool; those `within` are being judged already. */
export function makeSigners(pool: Pool, within: readonly PoolEntry[] = []): Signers {
  const known = new Map<PoolEntry, Map<string, readonly Finding[]>>();
  return {
    named: (subjectKey) => pool.named(subjectKey),
    all: () => pool.others,
    judge(signer, question, demands, context) {
      if (within.some(({ identity }) => identity === signer.identity)) return [];
      if (within.length >= MAX_NESTING)
        return [refuse('max-depth-exceeded', question.index, 'RFC 5280 6.3.3 (f)', { expected: MAX_NESTING, found: within.length + 1 })];
      const results = known.get(signer) ?? new Map<string, readonly Finding[]>();
      const name = JSON.stringify([anchorOf(question).element.index, demands]);
      const findings = results.get(name) ?? judgeSigner(pool, signer, anchorOf(question), demands, context, within);
      if (within.length === 0) known.set(signer, results.set(name, findings));
      return findings;
    },
  };
}

function anchorOf({ path: { entries } }: StatusQuestion): PoolEntry {
  return entries[entries.length - 1] as PoolEntry;
}

function judgeSigner(
  pool: Pool,
  leaf: PoolEntry,
  anchor: PoolEntry,
  { keyUsage, purposes, unrevoked }: SignerDemands,
  context: RuleContext,
  within: readonly PoolEntry[],
): readonly Finding[] {
  const rules = withRules([]);
  const { revocation, profile } = context;
  const search: Search = {
    pool: {
      ...pool,
      leaf,
      anchors: [anchor],
      issuersOf: (entry) => pool.issuersOf(entry).filter((issuer) => issuer.element.from !== 'anchors' || issuer === anchor),
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
      handled: handledBy(rules),
      revocation: unrevoked ? revocation : { ...revocation, policy: { ...revocation.policy, mode: 'off' } },
      signers: makeSigners(pool, [...within, leaf]),
      judged: new WeakMap(),
      outcomes: new WeakMap(),
    },
    wanted: 1,
    valid: [],
    refused: [],
  };
  searchPaths(search);
  if (search.valid.length > 0) return [];
  const reason = pickReason(search.refused.flatMap(({ findings }) => findings));
  return [context.meter.exhausted !== undefined || reason === undefined ? exhausted(context) : reason];
}
