/**
 * A search and its captures, as PostgreSQL's own dissection finds them (regexec.c): the leftmost match, its length and the division among the parts
 * of the plan by their preferences. Which spans a part can match is read off tables that automata fill in linear time; without back references
 * nothing is ever tried twice. With them a search can use up its budget, which throws `regex-too-complex`.
 */
import { type Automaton, buildAutomaton, Runner } from './automaton.ts';
import { hasBackReference, type Plan, prefersShorter } from './plan.ts';

/** Begin and end of a match, and those of its first group. */
export interface Found {
  readonly begin: number;
  readonly end: number;
  readonly group: readonly [number, number] | undefined;
}

type Repeat = Extract<Plan, { kind: 'repeat' }>;
type BackReference = Extract<Plan, { kind: 'backref' }>;

/** What trying one division costs, measured against a step of an automaton. */
const CANDIDATE_COST = 20;

/** One search in one text. */
export class Dissection {
  readonly #root: Plan;
  readonly #text: string;
  readonly #runner: Runner;
  readonly #automata = new Map<string, Automaton>();
  readonly #tables = new Map<string, Uint8Array>();
  readonly #captures = new Map<number, readonly [number, number]>();

  constructor(root: Plan, text: string, budget: number) {
    this.#root = root;
    this.#text = text;
    this.#runner = new Runner(text, budget);
  }

  /** The match, undefined where there is none. */
  search(): Found | undefined {
    return hasBackReference(this.#root) ? this.#searchAll() : this.#searchOnce();
  }

  #searchOnce(): Found | undefined {
    const begins = this.#runner.reach(this.#automaton(this.#root, true), this.#text.length, true);
    const begin = begins.indexOf(1);
    return begin < 0 ? undefined : this.#matchAt(begin);
  }

  /** With back references a match of the automaton may fail: the next begin is tried, up to the next earliest end, then from behind that one. */
  #searchAll(): Found | undefined {
    for (let from = 0; from === 0 || from < this.#text.length;) {
      const close = this.#runner.reach(this.#automaton(this.#root, false), from, true).indexOf(1, from);
      if (close < 0) return undefined;
      for (let begin = from; begin <= close; begin++) {
        const found = this.#matchAt(begin);
        if (found !== undefined) return found;
      }
      from = close + 1;
    }
    return undefined;
  }

  #matchAt(begin: number): Found | undefined {
    const table = this.#table(this.#root, begin, false);
    const shorter = prefersShorter(this.#root);
    const last = this.#text.length;
    for (let i = 0; i <= last - begin; i++) {
      const end = shorter ? begin + i : last - i;
      if (table[end] !== 1) continue;
      this.#captures.clear();
      if (this.#divide(this.#root, begin, end)) return { begin, end, group: this.#captures.get(1) };
    }
    return undefined;
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
      this.#runner.spend(this.#text.length);
      table = this.#runner.reach(this.#automaton(plan, backwards), from);
      this.#tables.set(key, table);
    }
    return table;
  }

  /** The last end of a match from `begin` that is not behind `stop`, -1 for none. */
  #longest(plan: Plan, begin: number, stop: number): number {
    if (plan.kind === 'backref' && this.#captures.has(plan.capture)) return this.#repetition(plan, begin, begin, stop, false);
    const end = this.#table(plan, begin, false).lastIndexOf(1, stop);
    this.#runner.spend((stop - Math.max(end, begin)) >> 4);
    return end >= begin ? end : -1;
  }

  /** The first end of a match from `begin` between `min` and `max`, -1 for none. */
  #shortest(plan: Plan, begin: number, min: number, max: number): number {
    if (plan.kind === 'backref' && this.#captures.has(plan.capture)) return this.#repetition(plan, begin, min, max, true);
    const end = this.#table(plan, begin, false).indexOf(1, min);
    this.#runner.spend((end - min) >> 4);
    return end >= 0 && end <= max ? end : -1;
  }

  #matches(plan: Plan, begin: number, end: number): boolean {
    if (plan.kind === 'backref' && this.#captures.has(plan.capture)) return this.#longest(plan, begin, end) === end;
    return this.#table(plan, end, true)[begin] === 1;
  }

  /** Repetitions of what a group holds, as many or as few as fit. */
  #repetition(plan: BackReference, begin: number, min: number, max: number, shorter: boolean): number {
    const unit = this.#unit(plan);
    if (unit === '') return min <= begin && plan.min <= plan.max ? begin : -1;
    const least = Math.max(plan.min, Math.ceil((min - begin) / unit.length));
    const most = Math.min(plan.max, Math.floor((max - begin) / unit.length));
    if (most < least) return -1;
    let count = 0;
    while (count < (shorter ? least : most) && this.#isUnit(unit, plan, begin + count * unit.length)) count++;
    return count >= least ? begin + count * unit.length : -1;
  }

  #unit(plan: BackReference): string {
    const [begin, end] = this.#captures.get(plan.capture) as readonly [number, number];
    return this.#text.slice(begin, end);
  }

  #isUnit(unit: string, { ignoreCase }: BackReference, at: number): boolean {
    this.#runner.spend(unit.length);
    const part = this.#text.slice(at, at + unit.length);
    return part === unit || (ignoreCase && fold(part) === fold(unit));
  }

  /** Divides `begin` to `end`, which the node's automaton matches, among its parts; false where a back reference says no, captures then being clear. */
  #divide(plan: Plan, begin: number, end: number): boolean {
    this.#runner.spend(1);
    const matched = this.#divideInner(plan, begin, end);
    if (matched && plan.kind === 'capture') this.#captures.set(plan.capture, [begin, end]);
    return matched;
  }

  #divideInner(plan: Plan, begin: number, end: number): boolean {
    switch (plan.kind) {
      case 'leaf':
        return true;
      case 'capture':
        return this.#divide(plan.inner, begin, end);
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
    const shorter = prefersShorter(left);
    let middle = shorter ? this.#shortest(left, begin, begin, end) : this.#longest(left, begin, end);
    while (middle >= 0) {
      this.#runner.spend(CANDIDATE_COST);
      if (this.#matches(right, middle, end) && this.#divide(left, begin, middle)) {
        if (this.#divide(right, middle, end)) return true;
        this.#clear(left);
      }
      if (middle === (shorter ? end : begin)) return false;
      middle = shorter ? this.#shortest(left, begin, middle + 1, end) : this.#longest(left, begin, middle - 1);
    }
    return false;
  }

  #clear(plan: Plan): void {
    for (const group of capturesOf(plan)) this.#captures.delete(group);
  }

  /**
   * Rounds whose ends reach from `begin` to `end`, by the preference of what is repeated; empty ones only where the minimum needs them. All are
   * verified where back references may say no, else the last alone, whose captures count.
   */
  #divideRepeat(plan: Repeat, begin: number, end: number): boolean {
    const { inner } = plan;
    const shorter = prefersShorter(inner);
    if (shorter && plan.min === 0 && begin === end) return true;
    const min = Math.max(1, plan.min);
    const max = Math.max(min, Math.min(plan.max, end - begin));
    const verify = hasBackReference(inner);
    const counted = plan.max !== Infinity || min > 1;
    // begins of rounds, with their number where it matters, from which the end cannot be reached
    const dead = new Set<string>();
    const key = (round: number): string => (counted ? `${ends[round - 1]}/${round}` : `${ends[round - 1]}`);
    const ends = [begin];
    let verified = 0;
    let k = 1;
    let limit = shorter ? begin : end;
    const needsEmpty = (round: number, at: number): boolean => round < min && min - round >= end - at;
    while (k > 0) {
      this.#runner.spend(CANDIDATE_COST);
      const from = ends[k - 1] as number;
      if (shorter && limit === from && limit !== end && !needsEmpty(k, limit)) limit++;
      if (shorter && k >= max) limit = end;
      const to = shorter ? this.#shortest(inner, from, limit, end) : this.#longest(inner, from, limit);
      verified = Math.min(verified, k - 1);
      if (to < 0) {
        if (!verify) dead.add(key(k));
        k--;
      } else {
        ends[k] = to;
        const empty = !shorter && to === from && !needsEmpty(k, to);
        if (to === end && k >= min) {
          const failed = this.#verify(inner, ends, verify ? verified + 1 : k, k);
          if (failed === undefined) return true;
          verified = failed - 1;
          k = failed;
        } else if (to !== end && k >= max) k--;
        else if (to !== end && !empty && !dead.has(key(k + 1))) {
          k++;
          limit = shorter ? to : end;
          continue;
        }
      }
      // the next shorter (longer) end of the last round that has one
      for (; k > 0; k--) {
        const last = ends[k] as number;
        const before = ends[k - 1] as number;
        if (shorter && last < end) {
          limit = last + 1;
          break;
        }
        if (!shorter && last > before && (last - 1 > before || needsEmpty(k, before))) {
          limit = last - 1;
          break;
        }
        if (!verify) dead.add(key(k));
      }
    }
    return !shorter && plan.min === 0 && begin === end;
  }

  /** The first round that fails, undefined where all from `first` to `last` hold. */
  #verify(inner: Plan, ends: readonly number[], first: number, last: number): number | undefined {
    for (let round = first; round <= last; round++) {
      this.#clear(inner);
      if (!this.#divide(inner, ends[round - 1] as number, ends[round] as number)) return round;
    }
    return undefined;
  }

  #isRepeated(plan: BackReference, begin: number, end: number): boolean {
    if (!this.#captures.has(plan.capture)) return false;
    const unit = this.#unit(plan);
    if (unit === '') return begin === end && plan.min <= plan.max;
    if (begin === end) return plan.min === 0;
    const count = (end - begin) / unit.length;
    if (!Number.isInteger(count) || count < plan.min || count > plan.max) return false;
    for (let i = 0; i < count; i++) if (!this.#isUnit(unit, plan, begin + i * unit.length)) return false;
    return true;
  }
}

function fold(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
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
