/**
 * The grammar of PostgreSQL's regular expressions (regcomp.c: parse, parsebranch, parseqatom, brackpart): octets in, tree out. What PostgreSQL
 * refuses throws `invalid-regex` with its words; parentheses nested more than 400 deep throw `regex-too-complex`, for the parser recurses.
 */
import { PkiError } from '../../base/error.ts';
import { collatingCode } from './collation.ts';
import { invalid, Lexer, singleSet } from './lexer.ts';
import { addClass, addRange, anySet, complement, emptySet, foldCase, type OctetSet } from './octets.ts';
import type { Atom, Expression, Preference } from './tree.ts';

/** PostgreSQL's DUPMAX: the largest number in a bound. */
const MAX_BOUND = 255;
const MAX_NESTING = 400;

/** Sets that expressions are full of, each made once: of single characters, and of all. Nobody changes them. */
const sharedSets = /* @__PURE__ */ new Map<number, OctetSet>();

function shared(key: number, make: () => OctetSet): OctetSet {
  const set = sharedSets.get(key) ?? make();
  sharedSets.set(key, set);
  return set;
}

/** Reads a regular expression given as an octet string, by the rules of a server version. */
export function parseRegex(text: string, version: number): Expression {
  return new Parser(text, version).whole();
}

class Parser {
  readonly #lexer: Lexer;
  readonly #version: number;
  readonly #closed = new Map<number, Extract<Atom, { kind: 'group' }>>();
  #depth = 0;

  constructor(text: string, version: number) {
    this.#lexer = new Lexer(text, version);
    this.#version = version;
  }

  whole(): Expression {
    return this.#expression('end', false);
  }

  #sees(type: string): boolean {
    return this.#lexer.token.type === type;
  }

  #expression(stopper: 'end' | ')', look: boolean): Expression {
    if (++this.#depth > MAX_NESTING) throw new PkiError('regex-too-complex', `parentheses nested deeper than ${MAX_NESTING}`);
    const branches: Atom[][] = [];
    for (;;) {
      branches.push(this.#branch(stopper, look));
      if (!this.#sees('|')) break;
      this.#lexer.next();
    }
    if (!this.#sees(stopper)) invalid('parentheses');
    this.#depth--;
    return { branches };
  }

  #branch(stopper: 'end' | ')', look: boolean): Atom[] {
    const atoms: Atom[] = [];
    while (!this.#sees('|') && !this.#sees(stopper) && !this.#sees('end')) {
      const atom = this.#atom(look);
      atoms.push(atom.kind === 'constraint' || atom.kind === 'look' ? atom : this.#quantified(atom));
    }
    return atoms;
  }

  #atom(look: boolean): Atom {
    const lexer = this.#lexer;
    const { token } = lexer;
    switch (token.type) {
      case '^':
        return this.#taken({ kind: 'constraint', constraint: lexer.newlineAnchors ? 'line-start' : 'start' });
      case '$':
        return this.#taken({ kind: 'constraint', constraint: lexer.newlineAnchors ? 'line-end' : 'end' });
      case 'constraint':
        return this.#taken({ kind: 'constraint', constraint: token.constraint });
      case 'look': {
        lexer.next();
        const inner = this.#expression(')', true);
        return this.#taken({ kind: 'look', ahead: token.ahead, negative: token.negative, inner });
      }
      case ')':
        // alone it is a character in extended POSIX syntax
        return lexer.plainExtended ? this.#taken(this.#single(41)) : invalid('parentheses');
      case 'plain':
        return this.#taken(this.#single(token.value));
      case 'set':
        return this.#taken({ kind: 'set', set: token.set });
      case '.':
        return this.#taken({ kind: 'set', set: shared(lexer.newlineStops ? -1 : -2, () => anySet(!lexer.newlineStops)) });
      case '[':
        return this.#taken({ kind: 'set', set: this.#bracket(token.negated) });
      case '(':
        return this.#group(token.capture && !look, look);
      case 'backref': {
        const group = look ? undefined : this.#closed.get(token.value);
        return this.#taken({ kind: 'backref', group: group ?? invalid('backref'), ignoreCase: lexer.ignoreCase });
      }
      default:
        return invalid('operand');
    }
  }

  #taken<T extends Atom>(atom: T): T {
    this.#lexer.next();
    return atom;
  }

  #single(code: number): Atom {
    const key = (Math.min(code, 256) << 1) | (this.#lexer.ignoreCase ? 1 : 0);
    return { kind: 'set', set: shared(key, () => (this.#lexer.ignoreCase ? foldCase(singleSet(code)) : singleSet(code))) };
  }

  #group(captures: boolean, look: boolean): Atom {
    // inside a look-around constraint every parenthesis is non-capturing
    const capture = captures ? ++this.#lexer.groups : 0;
    this.#lexer.next();
    const group = { kind: 'group', capture, inner: this.#expression(')', look) } as const;
    this.#lexer.next();
    if (capture > 0) this.#closed.set(capture, group);
    return group;
  }

  #quantified(atom: Atom): Atom {
    const lexer = this.#lexer;
    const { token } = lexer;
    if (token.type === '*' || token.type === '+' || token.type === '?') {
      lexer.next();
      const prefer = token.greedy ? 'longer' : 'shorter';
      return { kind: 'repeat', atom, min: token.type === '+' ? 1 : 0, max: token.type === '?' ? 1 : Infinity, prefer };
    }
    if (token.type !== '{') return atom;
    lexer.next();
    const min = this.#bound();
    let max = min;
    let ranged = false;
    if (this.#sees(',')) {
      ranged = true;
      lexer.next();
      max = this.#sees('digit') ? this.#bound() : Infinity;
      if (max < min) invalid('bound');
    }
    const end = lexer.token;
    if (end.type !== '}') return invalid('bound');
    lexer.next();
    // {m} passes its operand's preference on, even {m,m} has one of its own
    const prefer: Preference = !ranged ? 'none' : end.greedy ? 'longer' : 'shorter';
    return { kind: 'repeat', atom, min, max, prefer };
  }

  #bound(): number {
    let value = 0;
    for (; this.#lexer.token.type === 'digit' && value < MAX_BOUND; this.#lexer.next()) value = value * 10 + this.#lexer.token.value;
    return this.#sees('digit') || value > MAX_BOUND ? invalid('bound') : value;
  }

  /** Everything up to the closing bracket, which is left to be taken. */
  #bracket(negated: boolean): OctetSet {
    const set = emptySet();
    this.#lexer.next();
    while (!this.#sees(']')) this.#bracketPart(set);
    if (this.#lexer.ignoreCase) foldCase(set);
    if (!negated) return set;
    if (this.#lexer.newlineStops) set[10] = 1;
    return complement(set);
  }

  #bracketPart(set: OctetSet): void {
    const lexer = this.#lexer;
    const { token } = lexer;
    let from: number;
    switch (token.type) {
      case 'plain':
        from = token.value;
        lexer.next();
        break;
      case '[.':
        from = this.#collating();
        break;
      case '[=':
        from = this.#collating();
        addRange(set, from, from);
        return;
      case '[:':
        this.#class(set, lexer.name());
        return;
      case 'set':
        for (const [octet, member] of token.set.entries()) if (member === 1) set[octet] = 1;
        lexer.next();
        return;
      default:
        return invalid('range');
    }
    const to = this.#sees('-') ? this.#rangeEnd() : from;
    if (to < from) invalid('range');
    addRange(set, from, to);
  }

  #rangeEnd(): number {
    this.#lexer.next();
    const { token } = this.#lexer;
    if (token.type === '[.') return this.#collating();
    const code = token.type === '-' ? 45 : token.type === 'plain' ? token.value : invalid('range');
    this.#lexer.next();
    return code;
  }

  #collating(): number {
    const name = this.#lexer.name();
    return collatingCode(name) ?? invalid('collation');
  }

  #class(set: OctetSet, name: string): void {
    const known = (name !== 'word' || this.#version >= 14) && addClass(set, name);
    if (!known) invalid('class');
    if (this.#lexer.ignoreCase && (name === 'lower' || name === 'upper')) addClass(set, 'alpha');
  }
}
