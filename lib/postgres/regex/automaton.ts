/**
 * Automata for fragments of an expression, run on octet strings without backtracking: time is length times size, whatever the expression.
 * Each is built forwards or backwards; a back reference counts here as its group without constraints, and is settled where captures are found.
 */
import { PkiError } from '../../base/error.ts';
import { isWordOctet, type OctetSet } from './octets.ts';
import type { Fragment } from './plan.ts';
import type { Atom, Constraint, Expression } from './tree.ts';

type Look = Extract<Atom, { kind: 'look' }>;

/** One instruction; `next` (and `other`) are instruction numbers. */
type Instruction =
  | { readonly op: 'set'; readonly set: OctetSet; next: number }
  | { readonly op: 'fork'; next: number; other: number }
  | { readonly op: 'constraint'; readonly constraint: Constraint; next: number }
  | { readonly op: 'look'; readonly look: Look; next: number }
  | { readonly op: 'accept' };

/** A program and its first instruction. */
export interface Automaton {
  readonly program: readonly Instruction[];
  readonly start: number;
  readonly backwards: boolean;
}

/** Larger programs are refused; PostgreSQL has a limit of the same order (REG_MAX_COMPILE_SPACE). */
const MAX_PROGRAM = 150_000;

/** Builds the automaton of a fragment. Throws `regex-too-complex` above 150,000 instructions. */
export function buildAutomaton(fragment: Fragment, backwards: boolean): Automaton {
  const program: Instruction[] = [{ op: 'accept' }];

  function add(instruction: Instruction): number {
    if (program.length >= MAX_PROGRAM) throw new PkiError('regex-too-complex', 'the regular expression is too large');
    return program.push(instruction) - 1;
  }

  /** Appends what matches `part` and goes on at `next`; gives its first instruction. */
  function build(part: Fragment, next: number, plain: boolean): number {
    if (isSequence(part)) return sequence(part, next, plain);
    if ('branches' in part) return part.branches.map((branch) => build(branch, next, plain)).reduce((other, first) => fork(first, other));
    switch (part.kind) {
      case 'set':
        return add({ op: 'set', set: part.set, next });
      case 'constraint':
        return plain ? next : add({ op: 'constraint', constraint: part.constraint, next });
      case 'look':
        return plain ? next : add({ op: 'look', look: part, next });
      case 'group':
        return build(part.inner, next, plain);
      case 'backref':
        return build(part.group.inner, next, true);
      case 'repeat':
        return repeat(part, next, plain);
    }
  }

  function fork(next: number, other: number): number {
    return add({ op: 'fork', next, other });
  }

  function sequence(atoms: readonly Atom[], next: number, plain: boolean): number {
    let at = next;
    // built from its end, which backwards is the first atom
    for (let i = 0; i < atoms.length; i++) at = build(atoms[backwards ? i : atoms.length - 1 - i] as Atom, at, plain);
    return at;
  }

  function repeat({ atom, min, max }: Extract<Atom, { kind: 'repeat' }>, next: number, plain: boolean): number {
    let at = next;
    if (max === Infinity) {
      const loop = add({ op: 'fork', next: 0, other: next });
      (program[loop] as { next: number }).next = build(atom, loop, plain);
      at = loop;
    } else {
      for (let i = min; i < max; i++) at = fork(build(atom, at, plain), next);
    }
    for (let i = 0; i < min; i++) at = build(atom, at, plain);
    return at;
  }

  const start = build(fragment, 0, false);
  return { program, start, backwards };
}

function isSequence(fragment: Fragment): fragment is readonly Atom[] {
  return Array.isArray(fragment);
}

/** Runs automata over one text, within a budget of steps shared by all runs. Positions are counted in octets from the start. */
export class Runner {
  readonly text: string;
  #budget: number;
  readonly #looks = new Map<Expression, Uint8Array>();

  constructor(text: string, budget: number) {
    this.text = text;
    this.#budget = budget;
  }

  /** Takes `steps` from the budget. Throws `regex-too-complex` when it is used up. */
  spend(steps: number): void {
    this.#budget -= steps;
    if (this.#budget < 0) throw new PkiError('regex-too-complex', 'matching the regular expression takes too many steps');
  }

  /** For each position whether a match that begins at `seed`, or anywhere from it on (backwards: ends there or before), can end (begin) there. */
  reach(automaton: Automaton, seed: number, everywhere = false): Uint8Array {
    const { program, start, backwards } = automaton;
    const { text } = this;
    const reached = new Uint8Array(text.length + 1);
    const marks = new Int32Array(program.length).fill(-1);
    const pending: number[] = [];
    let threads: number[] = [];
    let at = seed;
    const enter = (pc: number, into: number[]): void => {
      pending.push(pc);
      for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
        if (marks[top] === at) continue;
        marks[top] = at;
        const instruction = program[top] as Instruction;
        if (instruction.op === 'accept') reached[at] = 1;
        else if (instruction.op === 'set') into.push(top);
        else if (instruction.op === 'fork') pending.push(instruction.other, instruction.next);
        else if (instruction.op === 'constraint' ? this.#holds(instruction.constraint, at) : this.#lookHolds(instruction.look, at)) {
          pending.push(instruction.next);
        }
      }
    };
    enter(start, threads);
    for (;;) {
      this.spend(threads.length + 1);
      if (backwards ? at === 0 : at === text.length) return reached;
      const octet = text.charCodeAt(backwards ? at - 1 : at);
      at += backwards ? -1 : 1;
      const moved: number[] = [];
      for (const pc of threads) {
        const instruction = program[pc] as Extract<Instruction, { op: 'set' }>;
        if (instruction.set[octet] === 1) enter(instruction.next, moved);
      }
      if (everywhere) enter(start, moved);
      threads = moved;
      if (threads.length === 0 && !everywhere) return reached;
    }
  }

  #holds(constraint: Constraint, at: number): boolean {
    const { text } = this;
    const before = at > 0 && isWordOctet(text.charCodeAt(at - 1));
    const after = at < text.length && isWordOctet(text.charCodeAt(at));
    switch (constraint) {
      case 'start':
        return at === 0;
      case 'end':
        return at === text.length;
      case 'line-start':
        return at === 0 || text.charCodeAt(at - 1) === 10;
      case 'line-end':
        return at === text.length || text.charCodeAt(at) === 10;
      case 'word-start':
        return !before && after;
      case 'word-end':
        return before && !after;
      case 'word-boundary':
        return before !== after;
      case 'no-word-boundary':
        return before === after;
    }
  }

  #lookHolds(look: Look, at: number): boolean {
    let table = this.#looks.get(look.inner);
    if (table === undefined) {
      table = this.reach(buildAutomaton(look.inner, look.ahead), look.ahead ? this.text.length : 0, true);
      this.#looks.set(look.inner, table);
    }
    return (table[at] === 1) !== look.negative;
  }
}
