/**
 * Paths for those who sign CRLs and OCSP responses with a certificate of their own: searched over the same pool by the same rules, but for those that a profile
 * adds for the leaf of a judgement, to the anchor of the path in question (RFC 5280 6.3.3 (f)), and paid for from the same budget.
 *
 * The signer's own revocation is judged as well. Nobody vouches for himself, neither at once nor through others: an entity whose status is being asked for, or
 * that is being judged as a signer, is on no path of a further signer, and no further signer itself. So a status rests on others in the end, or is unknown.
 * Results are kept only where none of them rests on who was being asked for.
 */
import { byRank, type Search, searchPaths } from './build.ts';
import { refuse } from './codes.ts';
import type { Pool, PoolEntry } from './pool.ts';
import type { RevocationContext, RuleContext, SignerDemands, Signers, StatusQuestion } from './rule.ts';
import { withRules } from './rules/all.ts';
import { exhausted } from './rules/signature.ts';
import type { Finding } from './types.ts';
import { pickReason } from './verdict.ts';

/** Signers of signers that are followed; PKITS needs two. */
const MAX_NESTING = 8;

/** Results by the revocation context that they were judged in, by signer, and by anchor and demands. */
type Known = WeakMap<RevocationContext, Map<PoolEntry, Map<string, readonly Finding[]>>>;

/** Who judges the signers of a judgement. */
export function signersOf({ kept, pool }: RuleContext): Signers {
  return (kept.signers ??= makeSigners(pool));
}

/**
 * Judges signers over the pool. `within` are the identities of those asked for and judged already, two for every signer that waits for the answer. Into `assumed`
 * go those of them that a result rests on.
 */
function makeSigners(pool: Pool, within: readonly string[] = [], known: Known = new WeakMap(), assumed: Set<string> = new Set()): Signers {
  const isConcerned: Signers['isConcerned'] = ({ identity }, { entry }) => {
    const concerned = identity === entry.identity || within.includes(identity);
    if (concerned) assumed.add(identity);
    return concerned;
  };
  return {
    isConcerned,
    judge(signer, question, demands, context) {
      if (isConcerned(signer, question)) return [refuse('revocation-unknown', question.index, 'RFC 5280 6.1.3 (a)(3)')];
      const depth = within.length / 2;
      if (depth >= MAX_NESTING) {
        assumed.add(TOO_DEEP);
        return [refuse('max-depth-exceeded', question.index, 'RFC 5280 6.3.3 (f)', { expected: MAX_NESTING, found: depth + 1 })];
      }
      const ofContext = known.get(context.revocation) ?? new Map<PoolEntry, Map<string, readonly Finding[]>>();
      const results = ofContext.get(signer) ?? new Map<string, readonly Finding[]>();
      known.set(context.revocation, ofContext.set(signer, results));
      const anchor = anchorOf(question);
      // Names may be long: entries are told apart by where they come from.
      const name = JSON.stringify([anchor.element.index, { ...demands, above: demands.above?.map(({ element }) => element) }]);
      const before = results.get(name);
      if (before !== undefined) return before;
      const own = new Set<string>();
      const askedFor = [...within, question.entry.identity];
      const isBarred = ({ identity }: PoolEntry): boolean => {
        const barred = askedFor.includes(identity);
        if (barred) own.add(identity);
        return barred;
      };
      const signers = makeSigners(pool, [...askedFor, signer.identity], known, own);
      const names = demands.above && new Set(demands.above.map(({ subjectKey }) => subjectKey));
      const mayIssue = (issuer: PoolEntry): boolean =>
        names?.has(issuer.subjectKey) !== false && (issuer === anchor || (issuer.element.from !== 'anchors' && !isBarred(issuer)));
      const issuersOf: Pool['issuersOf'] = (entry, present) => pool.issuersOf(entry, present).filter(mayIssue);
      const findings = judgeSigner({ ...pool, leaf: signer, named: () => [anchor], issuersOf }, demands, { ...context, kept: { signers } });
      // That the signer does not vouch for itself holds wherever it is asked for; that another does not may be otherwise elsewhere.
      own.delete(signer.identity);
      if (depth === 0) own.delete(TOO_DEEP);
      if (own.size === 0) results.set(name, findings);
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

/** Judges the leaf of the pool. */
function judgeSigner(
  pool: Pool,
  { keyUsage, purposes, understood = [], unrevoked }: SignerDemands,
  context: RuleContext,
): readonly Finding[] {
  const { revocation, profile } = context;
  const search: Search = {
    pool,
    context: {
      ...context,
      profile: { ...profile, chainedPurposes: false, purposeRequired: false },
      purposes,
      keyUsage,
      peers: [],
      policies: {},
      maxDepth: undefined,
      rules: withRules([]),
      understood,
      revocation: unrevoked ? revocation : { ...revocation, policy: { ...revocation.policy, mode: 'off' } },
      judged: new Map(),
      outcomes: new Map(),
    },
    wanted: 1,
    valid: [],
    refused: [],
  };
  searchPaths(search);
  if (search.valid.length > 0) return [];
  const [nearest] = byRank(search.refused);
  const reason = pickReason(nearest?.findings ?? []);
  return [context.meter.exhausted !== undefined || reason === undefined ? exhausted(context) : reason];
}
