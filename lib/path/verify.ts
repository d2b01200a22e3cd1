/**
 * The RFC 5280 engine's front door: the input is read, the pool made, a path searched, the verdict put together. Algorithms and the moment of the judgement
 * arrive with the input; `lib/api/verify.ts` binds their defaults.
 */
import { PkiError } from '../base/error.ts';
import { DEFAULT_BUDGET, startMeter } from './budget.ts';
import { explainRefusals, type Search, searchPaths, type Trial } from './build.ts';
import { finding } from './codes.ts';
import { emptyMemo } from './memo.ts';
import { assertOptions, override, peersOf, purposeOids } from './options.ts';
import type { PathInput } from './path-input.ts';
import { makePool, type Pool } from './pool.ts';
import { type PathProfile, rfc5280Profile } from './profiles.ts';
import { makeRevocationContext } from './revocation/context.ts';
import type { Rule, RuleContext } from './rule.ts';
import { withRules } from './rules/all.ts';
import { exhausted } from './rules/signature.ts';
import type { Finding, Path, PolicyOutcome, Verdict } from './types.ts';
import { distinct, pickReason, toAttempt } from './verdict.ts';

/** Attempts shown: a person reads three, a hostile pool makes thousands. */
const MAX_ATTEMPTS = 64;

/** Results of signature checks kept within one judgement; the budget allows 100 units at least. */
const CALL_MEMO = 4096;

/**
 * Judges a chain by RFC 5280 section 6. The answer is a value, plain JSON, whatever the chain; a `PkiError` is thrown for misuse only (`bad-option`, a
 * malformed key of a `TrustAnchor`).
 */
export function verifyPath(input: PathInput): Verdict {
  assertOptions(input);
  const profile = input.profile ?? rfc5280Profile;
  const pool = makePool(input);
  const context = makeContext(input, profile, withRules(profile.rules), pool);
  const search: Search = { pool, context, wanted: input.maxPaths ?? 1, valid: [], refused: [] };
  searchPaths(search);
  return search.valid.length === 0 ? refuseAll(search) : accept(search);
}

/** What the rules look at; the input was checked by `assertOptions`. Throws `bad-option` for CRLs and OCSP responses that are none. */
export function makeContext(input: PathInput, profile: PathProfile, rules: readonly Rule[], pool: Pool): RuleContext {
  return {
    at: Math.floor(input.at / 1000) * 1000,
    profile,
    strength: override(profile.strength, input.strength),
    purposes: purposeOids(input.purpose ?? profile.purposes),
    keyUsage: input.keyUsage ?? [],
    peers: peersOf(input),
    maxDepth: input.maxDepth,
    anchorConstraints: input.anchorConstraints ?? true,
    policies: input.policies ?? {},
    isPublicSuffix: input.isPublicSuffix,
    algorithms: input.algorithms,
    revocation: makeRevocationContext(input, input.statusSources ?? []),
    pool,
    kept: {},
    rules,
    understood: [],
    meter: startMeter(override(DEFAULT_BUDGET, input.budget)),
    memo: input.memo ?? emptyMemo(CALL_MEMO, false),
    checked: new Map(),
    judged: new Map(),
    outcomes: new Map(),
  };
}

const NO_POLICIES: PolicyOutcome = { userConstrained: [], authorityConstrained: [], explicit: false };

/** Notes on what was not judged because nobody asked. */
function notAsked({ peers, purposes }: RuleContext): readonly Finding[] {
  return [
    ...(peers.length > 0 ? [] : [finding('note', 'peer-name-not-checked', 0, 'RFC 9525 6')]),
    ...(purposes.length > 0 ? [] : [finding('note', 'purpose-not-checked', 0, 'RFC 5280 4.2.1.12')]),
  ];
}

function accept({ valid, wanted, context }: Search): Verdict {
  const { meter, outcomes } = context;
  const [{ path, findings }] = valid as [Trial, ...Trial[]];
  const paths = valid.map(({ path: { entries } }) => entries.map(({ element }) => element));
  // The budget ended while further paths were looked for.
  const cut = wanted > 1 && meter.exhausted !== undefined ? [{ ...exhausted(context), severity: 'warning' as const }] : [];
  return {
    ok: true,
    path: paths[0] as Path,
    paths,
    policies: outcomes.get(path) ?? NO_POLICIES,
    findings: distinct([...findings, ...notAsked(context), ...cut]),
    work: { ...meter.spent },
  };
}

function refuseAll(search: Search): Verdict {
  const trials = explainRefusals(search);
  const reasons = trials.map((trial) => ({ trial, reason: pickReason(trial.findings) })).filter(({ reason }) => reason !== undefined);
  const [best] = reasons as readonly { readonly trial: Trial; readonly reason: Finding }[];
  if (best === undefined) throw new PkiError('internal', 'a chain was refused without a reason');
  const shown = trials.filter(({ path }) => path.entries.length > 0);
  const omitted = shown.length - MAX_ATTEMPTS;
  const notes = omitted > 0 ? [finding('note', 'attempts-omitted', -1, 'RFC 4158 2', { count: omitted })] : [];
  const policies = search.context.outcomes.get(best.trial.path);
  return {
    ok: false,
    reason: best.reason,
    attempts: shown.slice(0, MAX_ATTEMPTS).map(({ path, findings }) => toAttempt(path, findings)),
    ...(policies === undefined ? {} : { policies }),
    findings: distinct([best.reason, ...best.trial.findings, ...notes]),
    work: { ...search.context.meter.spent },
  };
}
