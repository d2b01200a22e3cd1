/**
 * PostgreSQL's regular expressions over octets, as pg_hba.conf and pg_ident.conf use them: advanced ones with embedded options, searched unanchored,
 * C collation. All that the server takes is taken.
 *
 * The match is the leftmost one; from there the longest or the shortest, as the expression prefers; the first group is what PostgreSQL's own
 * dissection gives it. Time is linear without back references. `regex-too-complex` says that a limit of ours is exceeded: 20,000 octets, 5,000
 * parts, 400 parentheses in each other, 150,000 states, or for one search (with back references, or with very many parts) the budget of steps.
 */
import { PkiError } from '../../base/error.ts';
import { buildAutomaton } from './automaton.ts';
import { Dissection } from './dissection.ts';
import { type Plan, planRegex } from './plan.ts';
import { parseRegex } from './syntax.ts';

/** A regular expression ready to be searched for. */
export interface Regex {
  readonly plan: Plan;
}

/** What became of compiling: the expression, or why not. `invalid-regex` is PostgreSQL's own refusal, in its words. */
export type RegexCompilation =
  | { readonly ok: true; readonly regex: Regex }
  | { readonly ok: false; readonly code: 'invalid-regex' | 'regex-too-complex'; readonly message: string };

/** What became of a search. `match` is what the whole expression took, `group` the first group: undefined where it took no part or does not exist. */
export type RegexSearch =
  | { readonly found: false }
  | { readonly found: true; readonly match: string; readonly group: string | undefined }
  | { readonly found: undefined; readonly code: 'regex-too-complex' };

/** Steps that one search may take: a second's work or two, far above what any user name needs. */
const BUDGET = 20_000_000;
const MAX_LENGTH = 20_000;

/** Compiles an expression given as an octet string, by the rules of a server version (majors below 14 differ in `[\W]`, `\W` and `[[:word:]]`). */
export function compileRegex(text: string, version: number): RegexCompilation {
  if (text.length > MAX_LENGTH) return { ok: false, code: 'regex-too-complex', message: `longer than ${MAX_LENGTH} octets` };
  try {
    const plan = planRegex(parseRegex(text, version));
    buildAutomaton(plan.fragment, false);
    return { ok: true, regex: { plan } };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { ok: false, code: error.code as 'invalid-regex', message: error.message };
  }
}

/** Searches an octet string. */
export function searchRegex(regex: Regex, text: string): RegexSearch {
  try {
    const found = new Dissection(regex.plan, text, BUDGET).search();
    if (found === undefined) return { found: false };
    return {
      found: true,
      match: text.slice(found.begin, found.end),
      group: found.group === undefined ? undefined : text.slice(...found.group),
    };
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'regex-too-complex') throw error;
    return { found: undefined, code: 'regex-too-complex' };
  }
}
