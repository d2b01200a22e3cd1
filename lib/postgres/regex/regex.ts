/**
 * PostgreSQL's advanced regular expressions over octets, as pg_hba.conf and pg_ident.conf use them: searched unanchored, C collation.
 *
 * The match is the leftmost one; from there the longest or the shortest, as the expression prefers; the first group is what PostgreSQL's own
 * dissection (regexec.c) gives it. Matching does not backtrack; only expressions with back references or captures inside repetitions can use up
 * the budget of steps, which is a named outcome and never a guess. Back references beside repeated groups are not supported.
 */
import { PkiError } from '../../base/error.ts';
import { type Automaton, buildAutomaton, Runner } from './automaton.ts';
import { hasBackReference, type Plan, planRegex, prefersShorter } from './plan.ts';
import { parseRegex } from './syntax.ts';

/** A regular expression ready to be searched for. */
export interface Regex {
  readonly plan: Plan;
}

/** What became of compiling: the expression, or why not. `invalid-regex` is PostgreSQL's own refusal. */
export type RegexCompilation =
  | { readonly ok: true; readonly regex: Regex }
  | { readonly ok: false; readonly code: 'invalid-regex' | 'regex-not-supported' | 'regex-too-complex'; readonly message: string };

/** What became of a search. `group` is the first group's text, undefined where it took no part or does not exist. */
export type RegexSearch =
  | { readonly found: false }
  | { readonly found: true; readonly group: string | undefined }
  | { readonly found: undefined; readonly code: 'regex-too-complex' };

/** Steps that one search may take: a second's work at most, far above what any user name needs. */
const BUDGET = 5_000_000;
/** What trying one division costs, measured against a step of an automaton. */
const CANDIDATE_COST = 20;
/** Octets that one expression may have (PostgreSQL's tokens end at 10,240). */
const MAX_LENGTH = 20_000;

/** Compiles an expression given as an octet string, by the rules of a server version (majors below 14 differ in `[\W]` and `[[:word:]]`). */
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
    return new Dissection(regex.plan, text).search();
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'regex-too-complex') throw error;
    return { found: undefined, code: 'regex-too-complex' };
  }
}

class Dissection {
  readonly #root: Plan;
  readonly #runner: Runner;
  readonly #automata = new Map<string, Automaton>();
  readonly #tables = new Map<string, Uint8Array>();
  /** Begin and end of each captured group. */
  readonly #captures = new Map<number, readonly [number, number]>();

  constructor(root: Plan, text: string) {
    this.#root = root;
    this.#runner = new Runner(text, BUDGET);
  }

  search(): RegexSearch {
    const begins = this.#runner.reach(this.#automaton(this.#root, true), 'all');
    for (let begin = begins.indexOf(1); begin >= 0; begin = begins.indexOf(1, begin + 1)) {
      for (const end of this.#ends(this.#root, begin, this.#runner.text.length)) {
        this.#captures.clear();
        if (!this.#divide(this.#root, begin, end)) continue;
        const group = this.#captures.get(1);
        return { found: true, group: group === undefined ? undefined : this.#runner.text.slice(group[0], group[1]) };
      }
      if (!hasBackReference(this.#root)) break;
    }
    return { found: false };
  }

  #automaton(plan: Plan, backwards: boolean): Automaton {
    const key = `${plan.id}${backwards ? '<' : '>'}`;
    let automaton = this.#automata.get(key);
    if (automaton === undefined) {
      automaton = buildAutomaton(plan.fragment, backwards);
      this.#automata.set(key, automaton);
    }
    return automaton;
  }

  #table(plan: Plan, from: number, backwards: boolean): Uint8Array {
    const key = `${plan.id}${backwards ? '<' : '>'}${from}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      this.#runner.spend(this.#runner.text.length);
      table = this.#runner.reach(this.#automaton(plan, backwards), from);
      this.#tables.set(key, table);
    }
    return table;
  }

  /** Ends of the matches that begin at `begin` and end at `limit` at most, the preferred ones first. */
  *#ends(plan: Plan, begin: number, limit: number): Generator<number> {
    const table = this.#table(plan, begin, false);
    this.#runner.spend(limit - begin);
    if (prefersShorter(plan)) {
      for (let end = begin; end <= limit; end++) if (table[end] === 1) yield end;
    } else {
      for (let end = limit; end >= begin; end--) if (table[end] === 1) yield end;
    }
  }

  #matches(plan: Plan, begin: number, end: number): boolean {
    return this.#table(plan, end, true)[begin] === 1;
  }

  /** Divides `begin` to `end`, which the node's automaton matches, among its parts; false where a back reference says no. */
  #divide(plan: Plan, begin: number, end: number): boolean {
    this.#runner.spend(1);
    switch (plan.kind) {
      case 'leaf':
        return true;
      case 'capture':
        if (!this.#divide(plan.inner, begin, end)) return false;
        this.#captures.set(plan.capture, [begin, end]);
        return true;
      case 'concat':
        return this.#divideConcat(plan.left, plan.right, begin, end);
      case 'choice':
        return plan.branches.some((branch) => this.#matches(branch, begin, end) && this.#divide(branch, begin, end));
      case 'repeat':
        return this.#divideRepeat(plan, begin, end);
      case 'backref':
        return this.#isRepeated(plan, begin, end);
    }
  }

  #divideConcat(left: Plan, right: Plan, begin: number, end: number): boolean {
    for (const middle of this.#ends(left, begin, end)) {
      this.#runner.spend(CANDIDATE_COST);
      if (!this.#matches(right, middle, end)) continue;
      const before = new Map(this.#captures);
      if (this.#divide(left, begin, middle) && this.#divide(right, middle, end)) return true;
      this.#restore(before);
    }
    return false;
  }

  #restore(captures: ReadonlyMap<number, readonly [number, number]>): void {
    this.#captures.clear();
    for (const [group, range] of captures) this.#captures.set(group, range);
  }

  /**
   * Any number of rounds up to a maximum. Rounds are never empty; only where nothing is to be divided is one empty round preferred to none, if what is
   * repeated prefers longer matches. Captures are the last round's.
   */
  #divideRepeat(plan: Extract<Plan, { kind: 'repeat' }>, begin: number, end: number): boolean {
    if (begin === end && (prefersShorter(plan.inner) || !this.#matches(plan.inner, begin, end))) return true;
    const max = Math.max(1, plan.max);
    // begins of rounds, with the number of the round where it matters, from which the end cannot be reached
    const dead = new Set<string>();
    const key = (from: number, count: number): string => (plan.max === Infinity ? `${from}` : `${from}/${count}`);
    const rounds = [{ from: begin, candidates: this.#ends(plan.inner, begin, end) }];
    for (let last = rounds.at(-1); last !== undefined; last = rounds.at(-1)) {
      const count = rounds.length;
      const next = last.candidates.next();
      if (next.done === true) {
        dead.add(key(last.from, count));
        rounds.pop();
        continue;
      }
      const to = next.value;
      this.#runner.spend(1);
      if (to === end) {
        for (const group of capturesOf(plan.inner)) this.#captures.delete(group);
        return this.#divide(plan.inner, last.from, to);
      }
      if (to > last.from && count < max && !dead.has(key(to, count + 1))) {
        rounds.push({ from: to, candidates: this.#ends(plan.inner, to, end) });
      }
    }
    return false;
  }

  #isRepeated(plan: Extract<Plan, { kind: 'backref' }>, begin: number, end: number): boolean {
    const range = this.#captures.get(plan.capture);
    if (range === undefined) return false;
    const fold = (text: string): string => (plan.ignoreCase ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text);
    this.#runner.spend(end - begin);
    return fold(this.#runner.text.slice(begin, end)) === fold(this.#runner.text.slice(range[0], range[1]));
  }
}

/** Numbers of the groups inside a node. */
function capturesOf(plan: Plan): readonly number[] {
  switch (plan.kind) {
    case 'capture':
      return [plan.capture, ...capturesOf(plan.inner)];
    case 'concat':
      return [...capturesOf(plan.left), ...capturesOf(plan.right)];
    case 'choice':
      return plan.branches.flatMap(capturesOf);
    case 'repeat':
      return capturesOf(plan.inner);
    default:
      return [];
  }
}
