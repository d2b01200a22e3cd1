/**
 * Path building (RFC 4158): depth first from the leaf up, anchors tried before intermediates, back one step where a rule refuses. A path never holds the
 * same entity, that is subject and key, twice, which cuts loops of cross-certificates. Every step is booked; what a hostile pool can cost is bounded by the
 * budget and by nothing else.
 *
 * Judging at every step prunes early, and it stops at the first certificate that is refused. So that the explanation of a refusal does not end there, the
 * most promising refused paths are then continued to their anchor without turning back, and all their findings collected.
 */
import { equalBytes } from '../base/bytes.ts';
import type { Certificate } from '../x509/certificate.ts';
import { spend } from './budget.ts';
import { refuse } from './codes.ts';
import { hasError, judgeNewest, judgeWhole } from './judge.ts';
import { isSelfIssued, type Pool, PoolEntry, remember } from './pool.ts';
import { newest, type PathView, type RuleContext } from './rule.ts';
import { exhausted } from './rules/signature.ts';
import { showName } from './show.ts';
import type { Finding } from './types.ts';
import { rankAttempt } from './verdict.ts';

/** A path and what was found about it. */
export interface Trial {
  readonly path: PathView;
  readonly findings: readonly Finding[];
}

/** The pool, and what came of the paths tried. */
export interface Search {
  readonly pool: Pool;
  readonly context: RuleContext;
  /** The search ends when it has found so many valid paths. */
  readonly wanted: number;
  readonly valid: Trial[];
  readonly refused: Trial[];
}

/** Searches until the valid paths wanted are found, the pool ends, or a budget does. */
export function searchPaths(search: Search): void {
  for (const start of startsOf(search.pool)) if (mayStep(search)) visit(search, start, []);
}

/** Books a step; false where the search is over. */
function mayStep({ valid, wanted, context }: Search): boolean {
  return valid.length < wanted && spend(context.meter, 'steps', 1);
}

/**
 * The leaf by itself where the very same certificate is an anchor, and as the end of a longer path; there is none of a self-issued leaf that is trusted. An
 * anchor of the leaf's name and key is no such thing: nobody vouched for what else the leaf says, so it has to have signed it.
 */
function startsOf({ leaf, named }: Pool): readonly PathView[] {
  const certificate = leaf.certificate as Certificate;
  const trusted = named(leaf.subjectKey)
    .filter(
      ({ element, certificate: other }) => element.from === 'anchors' && other !== undefined && equalBytes(other.der, certificate.der),
    )
    .map(({ element }): PathView => ({ entries: [new PoolEntry(element, certificate, leaf.decoded)], anchored: true }));
  return trusted.length > 0 && isSelfIssued(leaf) ? trusted : [...trusted, { entries: [leaf], anchored: false }];
}

/** Judges the newest entry and goes on from it. */
function visit(search: Search, path: PathView, below: readonly Finding[]): void {
  const { context, refused } = search;
  const findings = [...below, ...judgeNewest(path, context, false)];
  if (context.meter.exhausted !== undefined) return;
  if (hasError(findings)) refused.push({ path, findings });
  else if (path.anchored) finish(search, path, findings);
  else climb(search, path, findings);
}

function finish({ context, valid, refused }: Search, path: PathView, below: readonly Finding[]): void {
  const trial = { path, findings: [...below, ...judgeWhole(path, context)] };
  (context.meter.exhausted === undefined && !hasError(trial.findings) ? valid : refused).push(trial);
}

function climb(search: Search, path: PathView, findings: readonly Finding[]): void {
  const candidates = freshIssuers(search.pool, path);
  if (candidates.length === 0) search.refused.push({ path, findings: [...findings, noIssuer(path)] });
  for (const candidate of candidates) if (mayStep(search)) visit(search, grow(path, candidate), findings);
}

function grow({ entries }: PathView, candidate: PoolEntry): PathView {
  return { entries: [...entries, candidate], anchored: candidate.element.from === 'anchors' };
}

/**
 * Issuers of the newest entry that are not on the path yet; the anchor of a leaf that signed itself has the leaf's name and key. Only entries by the issuer's
 * name can be one of them.
 */
function freshIssuers(pool: Pool, path: PathView): readonly PoolEntry[] {
  const { entry, index } = newest(path);
  const present = new Set<string>();
  for (const other of path.entries) if (other.subjectKey === entry.issuerKey) present.add(other.identity);
  if (index > 0) return pool.issuersOf(entry, present);
  const issuers = pool.issuersOf(entry, NOBODY);
  return present.size === 0 ? issuers : issuers.filter(({ identity, element }) => element.from === 'anchors' || !present.has(identity));
}

const NOBODY: ReadonlySet<string> = /* @__PURE__ */ new Set();

function noIssuer(path: PathView): Finding {
  const { entry, index } = newest(path);
  if (isSelfIssued(entry)) return refuse('self-signed-not-trusted', index, 'RFC 5280 6.1 (b)');
  const issuer = remember(entry, 'issuer', () => showName(entry.certificate?.issuer ?? entry.subject));
  return refuse('issuer-not-found', index, 'RFC 5280 6.1 (a)', { issuer });
}

/** How many refused paths are continued: the first is explained, a few more are shown. */
const MAX_CONTINUED = 8;

/** Certificates put on a refused path at most: honest paths are shorter, and what lies above a fault costs nothing where signatures are not looked at. */
const MAX_FURTHER = 16;

/** Refused paths, the most promising first; these are judged in full and continued as far as the pool and the rest of the budget go. */
export function explainRefusals(search: Search): readonly Trial[] {
  const { context, refused } = search;
  const { exhausted: budget } = context.meter;
  if (budget !== undefined) return [{ path: { entries: [], anchored: false }, findings: [exhausted(context)] }, ...byRank(refused)];
  const ranked = byRank(refused);
  return [...byRank(ranked.slice(0, MAX_CONTINUED).map((trial) => proceed(search, trial))), ...ranked.slice(MAX_CONTINUED)];
}

/** Trials in the order of how near they are to being valid. */
export function byRank(trials: readonly Trial[]): Trial[] {
  const ranked = trials.map((trial) => ({ trial, rank: rankAttempt(trial.path, trial.findings) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ trial }) => trial);
}

/**
 * Judges every certificate of a refused path by every rule, and continues the path with the best issuer at each step. Where the budget ends, the path is left
 * as the search left it.
 */
function proceed(search: Search, trial: Trial): Trial {
  const { context, pool } = search;
  let path = trial.path;
  const findings: Finding[] = [];
  for (let length = 1; length <= path.entries.length; length++) {
    const part = { entries: path.entries.slice(0, length), anchored: path.anchored && length === path.entries.length };
    findings.push(...judgeNewest(part, context, true));
  }
  for (let further = 0; further < MAX_FURTHER && !path.anchored; further++) {
    const candidates = freshIssuers(pool, path).slice(0, MAX_CONTINUED);
    const judged = candidates.map((candidate) => {
      const next = grow(path, candidate);
      return { next, found: judgeNewest(next, context, true) };
    });
    const best = judged.find(({ found }) => !found.some(({ code }) => code === 'signature-invalid')) ?? judged[0];
    if (best === undefined) {
      findings.push(noIssuer(path));
      break;
    }
    if (!spend(context.meter, 'steps', 1)) break;
    path = best.next;
    findings.push(...best.found);
  }
  if (path.anchored) findings.push(...judgeWhole(path, context));
  if (context.meter.exhausted === undefined) return { path, findings };
  // An explanation cut short is no refusal for lack of budget: the chain was judged before.
  delete context.meter.exhausted;
  return trial;
}
