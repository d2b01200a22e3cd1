/**
 * The syntax of PostgreSQL's advanced regular expressions (manual 9.7.3) over octets: text in, tree out.
 *
 * All of it is read except basic and extended POSIX expressions asked for by `(?b)` and `(?e)`, and collating elements of several characters
 * (`[[.hyphen.]]`): those throw `regex-not-supported`, because a guess would be a wrong decision. What PostgreSQL refuses throws `invalid-regex`.
 */
import { PkiError } from '../base/error.ts';
import { addClass, addRange, anySet, complement, emptySet, foldCase, type OctetSet } from './regex-chars.ts';

/** Constraints on a position that take no octet. `line-*` also hold beside a newline. */
export type Constraint = 'start' | 'end' | 'line-start' | 'line-end' | 'word-start' | 'word-end' | 'word-boundary' | 'no-word-boundary';

/** Which of several possible lengths an expression prefers; `none` where it has no choice of its own. */
export type Preference = 'longer' | 'shorter' | 'none';

/** One element of a branch. */
export type Atom =
  | { readonly kind: 'set'; readonly set: OctetSet }
  | { readonly kind: 'constraint'; readonly constraint: Constraint }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly inner: Expression }
  | { readonly kind: 'group'; readonly capture: number /* 0: none */; readonly inner: Expression }
  | { readonly kind: 'backref'; readonly group: Extract<Atom, { kind: 'group' }>; readonly ignoreCase: boolean }
  | { readonly kind: 'repeat'; readonly atom: Atom; readonly min: number; readonly max: number; readonly prefer: Preference };

/** Branches separated by `|`, each a sequence. */
export interface Expression {
  readonly branches: readonly (readonly Atom[])[];
}

/** PostgreSQL's DUPMAX: the largest number in a bound. */
const MAX_BOUND = 255;
/** Parentheses deeper than this are refused: our parser recurses, and no map needs them. */
const MAX_NESTING = 200;

function invalid(what: string): never {
  throw new PkiError('invalid-regex', what);
}

function unsupported(what: string): never {
  throw new PkiError('regex-not-supported', what);
}

/** Reads an advanced regular expression given as an octet string. Throws `invalid-regex` and `regex-not-supported`. */
export function parseRegex(text: string, version: number): Expression {
  const parser = new Parser(text, version);
  return parser.whole();
}

class Parser {
  readonly #text: string;
  readonly #version: number;
  #at = 0;
  #literal = false;
  #ignoreCase = false;
  #expanded = false;
  /** Newline-sensitive matching: `.` and `[^…]` stop at a newline / `^` and `$` match beside one. */
  #newlineStops = false;
  #newlineAnchors = false;
  #groups = 0;
  readonly #closed = new Map<number, Extract<Atom, { kind: 'group' }>>();
  #depth = 0;
  #insideLook = false;

  constructor(text: string, version: number) {
    this.#text = text;
    this.#version = version;
  }

  whole(): Expression {
    this.#prefixes();
    if (this.#literal) return { branches: [Array.from(this.#text.slice(this.#at), (char) => this.#one(char.charCodeAt(0)))] };
    const expression = this.#expression();
    if (this.#at < this.#text.length) invalid('parentheses () not balanced');
    return expression;
  }

  /** `***=`, `***:` and embedded options, which stand at the very start only. */
  #prefixes(): void {
    if (this.#text.startsWith('***') && this.#text.length > 3) {
      const director = this.#text[3];
      if (director === '=') this.#literal = true;
      else if (director !== ':') invalid('quantifier operand invalid');
      this.#at = 4;
      if (this.#literal) return;
    }
    if (!this.#text.startsWith('(?', this.#at) || !isLetter(this.#text.charCodeAt(this.#at + 2))) return;
    this.#at += 2;
    for (; isLetter(this.#text.charCodeAt(this.#at)); this.#at++) this.#option(this.#text[this.#at] as string);
    if (this.#text[this.#at] !== ')') invalid('invalid embedded option');
    this.#at++;
    if (this.#literal) this.#expanded = false;
  }

  #option(letter: string): void {
    if (letter === 'c') this.#ignoreCase = false;
    else if (letter === 'i') this.#ignoreCase = true;
    else if (letter === 'n' || letter === 'm') this.#newlineStops = this.#newlineAnchors = true;
    else if (letter === 's') this.#newlineStops = this.#newlineAnchors = false;
    else if (letter === 'p') [this.#newlineStops, this.#newlineAnchors] = [true, false];
    else if (letter === 'w') [this.#newlineStops, this.#newlineAnchors] = [false, true];
    else if (letter === 't') this.#expanded = false;
    else if (letter === 'x') this.#expanded = true;
    else if (letter === 'q') this.#literal = true;
    else if (letter === 'b' || letter === 'e') unsupported(`embedded option (?${letter}) asks for another syntax`);
    else invalid('invalid embedded option');
  }

  #expression(): Expression {
    if (++this.#depth > MAX_NESTING) unsupported(`parentheses nested deeper than ${MAX_NESTING}`);
    const branches: Atom[][] = [];
    do branches.push(this.#branch());
    while (this.#eat('|'));
    this.#depth--;
    return { branches };
  }

  #branch(): Atom[] {
    const atoms: Atom[] = [];
    for (;;) {
      this.#skipToToken();
      const char = this.#text[this.#at];
      if (char === undefined || char === '|') return atoms;
      if (char === ')') {
        if (this.#depth === 1) invalid('parentheses () not balanced');
        return atoms;
      }
      const atom = this.#atom();
      atoms.push(atom.kind === 'constraint' || atom.kind === 'look' ? atom : this.#quantified(atom));
    }
  }

  /** What stands between tokens: `(?#…)` comments, and in the expanded syntax white space and `#` comments. */
  #skipToToken(): void {
    this.#skip();
    while (this.#text.startsWith('(?#', this.#at)) {
      const end = this.#text.indexOf(')', this.#at);
      this.#at = end < 0 ? this.#text.length : end + 1;
      this.#skip();
    }
  }

  /** White space and `#` comments of the expanded syntax. */
  #skip(): void {
    if (!this.#expanded) return;
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 35) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = (end < 0 ? this.#text.length : end) - 1;
      } else if (!(code === 32 || (code >= 9 && code <= 13))) return;
    }
  }

  #eat(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #one(code: number): Atom {
    const set = emptySet();
    addRange(set, code, code);
    if (this.#ignoreCase) foldCase(set);
    return { kind: 'set', set };
  }

  #atom(): Atom {
    const char = this.#text[this.#at++] as string;
    switch (char) {
      case '*':
      case '+':
      case '?':
        return invalid('quantifier operand invalid');
      case '{':
        this.#skip();
        return isDigit(this.#text.charCodeAt(this.#at)) ? invalid('quantifier operand invalid') : this.#one(123);
      case '^':
        return { kind: 'constraint', constraint: this.#newlineAnchors ? 'line-start' : 'start' };
      case '$':
        return { kind: 'constraint', constraint: this.#newlineAnchors ? 'line-end' : 'end' };
      case '.':
        return { kind: 'set', set: anySet(!this.#newlineStops) };
      case '(':
        return this.#parenthesis();
      case '[':
        return this.#bracket();
      case '\\':
        return this.#escape();
      default:
        return this.#one(char.charCodeAt(0));
    }
  }

  #parenthesis(): Atom {
    if (!this.#eat('?')) {
      // inside a look-around constraint every parenthesis is non-capturing
      if (this.#insideLook) return { kind: 'group', capture: 0, inner: this.#enclosed() };
      const capture = ++this.#groups;
      const group = { kind: 'group', capture, inner: this.#enclosed() } as const;
      this.#closed.set(capture, group);
      return group;
    }
    if (this.#eat(':')) return { kind: 'group', capture: 0, inner: this.#enclosed() };
    const ahead = !this.#eat('<');
    const negative = this.#text[this.#at] === '!';
    if (!negative && this.#text[this.#at] !== '=') invalid('quantifier operand invalid');
    this.#at++;
    const outer = this.#insideLook;
    this.#insideLook = true;
    const inner = this.#enclosed();
    this.#insideLook = outer;
    return { kind: 'look', ahead, negative, inner };
  }

  #enclosed(): Expression {
    const inner = this.#expression();
    if (!this.#eat(')')) invalid('parentheses () not balanced');
    return inner;
  }

  #quantified(atom: Atom): Atom {
    this.#skipToToken();
    if (this.#eat('*')) return { kind: 'repeat', atom, min: 0, max: Infinity, prefer: this.#preference() };
    if (this.#eat('+')) return { kind: 'repeat', atom, min: 1, max: Infinity, prefer: this.#preference() };
    if (this.#eat('?')) return { kind: 'repeat', atom, min: 0, max: 1, prefer: this.#preference() };
    if (this.#text[this.#at] !== '{') return atom;
    const back = this.#at++;
    this.#skip();
    if (!isDigit(this.#text.charCodeAt(this.#at))) {
      // a brace without a digit is a character of its own
      this.#at = back;
      return atom;
    }
    const min = this.#bound();
    let max = min;
    let ranged = false;
    if (this.#eat(',')) {
      ranged = true;
      this.#skip();
      max = isDigit(this.#text.charCodeAt(this.#at)) ? this.#bound() : Infinity;
    }
    if (max < min) invalid('invalid repetition count(s)');
    if (!this.#eat('}')) invalid(this.#at >= this.#text.length ? 'braces {} not balanced' : 'invalid repetition count(s)');
    const prefer = this.#preference();
    return { kind: 'repeat', atom, min, max, prefer: ranged ? prefer : 'none' };
  }

  #preference(): Preference {
    return this.#eat('?') ? 'shorter' : 'longer';
  }

  #bound(): number {
    let value = 0;
    for (; isDigit(this.#text.charCodeAt(this.#at)) && value <= MAX_BOUND; this.#at++) {
      value = value * 10 + this.#text.charCodeAt(this.#at) - 48;
    }
    if (value > MAX_BOUND) invalid('invalid repetition count(s)');
    this.#skip();
    return value;
  }

  #escape(): Atom {
    if (this.#at >= this.#text.length) invalid('invalid escape \\ sequence');
    const letter = this.#text[this.#at] as string;
    const constraint = CONSTRAINT_ESCAPES[letter];
    if (constraint !== undefined) {
      this.#at++;
      return { kind: 'constraint', constraint };
    }
    const shorthand = SHORTHANDS[letter.toLowerCase()];
    if (shorthand !== undefined) {
      this.#at++;
      return { kind: 'set', set: shorthandSet(shorthand, letter !== letter.toLowerCase()) };
    }
    if (letter >= '1' && letter <= '9') {
      const group = this.#backReference();
      if (group !== undefined) return { kind: 'backref', group, ignoreCase: this.#ignoreCase };
    }
    return this.#one(this.#escapedCode());
  }

  /** The group that `\N` names, undefined where the digits are an octal code: more than one digit and no such group. */
  #backReference(): Extract<Atom, { kind: 'group' }> | undefined {
    let end = this.#at;
    let value = 0;
    for (; isDigit(this.#text.charCodeAt(end)); end++) value = Math.min(value * 10 + this.#text.charCodeAt(end) - 48, 1e6);
    if (end > this.#at + 1 && value > this.#groups) return undefined;
    const group = this.#closed.get(value);
    if (group === undefined || this.#insideLook) return invalid('invalid backreference number');
    this.#at = end;
    return group;
  }

  /** The code that a character escape stands for; the backslash is eaten. */
  #escapedCode(): number {
    const letter = this.#text[this.#at++] as string;
    const simple = CHARACTER_ESCAPES[letter];
    if (simple !== undefined) return simple;
    const code = letter.charCodeAt(0);
    if (!isLetter(code) && !isDigit(code)) return code;
    if (letter === 'c') {
      if (this.#at >= this.#text.length) invalid('invalid escape \\ sequence');
      return this.#text.charCodeAt(this.#at++) & 31;
    }
    if (letter === 'u') return this.#hex(4, 4);
    if (letter === 'U') return this.#hex(8, 8);
    if (letter === 'x') return this.#hex(1, 255);
    if (!isDigit(code)) return invalid('invalid escape \\ sequence');
    this.#at--;
    const octal = /^[0-7]{1,3}/.exec(this.#text.slice(this.#at, this.#at + 3))?.[0] ?? invalid('invalid escape \\ sequence');
    const digits = Number.parseInt(octal, 8) > 255 ? octal.slice(0, 2) : octal;
    this.#at += digits.length;
    return Number.parseInt(digits, 8);
  }

  #hex(min: number, max: number): number {
    let value = 0;
    let count = 0;
    for (; count < max; count++, this.#at++) {
      const digit = Number.parseInt(this.#text[this.#at] ?? '', 16);
      if (Number.isNaN(digit)) break;
      value = value * 16 + digit;
    }
    if (count < min || value > 0x7ffffffe) invalid('invalid escape \\ sequence');
    return value;
  }

  #bracket(): Atom {
    const boundary = /^\[:([<>]):\]\]/.exec(this.#text.slice(this.#at, this.#at + 6))?.[1];
    if (boundary !== undefined) {
      this.#at += 6;
      return { kind: 'constraint', constraint: boundary === '<' ? 'word-start' : 'word-end' };
    }
    const negated = this.#eat('^');
    const set = emptySet();
    for (let first = true; ; first = false) {
      if (this.#at >= this.#text.length) invalid('brackets [] not balanced');
      if (!first && this.#eat(']')) break;
      this.#bracketPart(set, first);
    }
    if (this.#ignoreCase) foldCase(set);
    if (!negated) return { kind: 'set', set };
    const others = complement(set);
    if (this.#newlineStops) others[10] = 0;
    return { kind: 'set', set: others };
  }

  #bracketPart(set: OctetSet, first: boolean): void {
    if (this.#text.startsWith('[:', this.#at)) {
      const name = this.#named(':');
      const known = (name !== 'word' || this.#version >= 14) && addClass(set, name);
      if (!known) invalid('invalid character class');
      if (this.#ignoreCase && (name === 'lower' || name === 'upper')) addClass(set, 'alpha');
      return;
    }
    if (this.#text.startsWith('[=', this.#at)) {
      const from = this.#collating('=');
      addRange(set, from, from);
      return;
    }
    if (this.#text[this.#at] === '\\') {
      const letter = this.#text[this.#at + 1] ?? '';
      const shorthand = SHORTHANDS[letter.toLowerCase()];
      if (shorthand !== undefined) {
        const negated = letter !== letter.toLowerCase();
        if (negated && this.#version < 14) invalid('invalid escape \\ sequence');
        this.#at += 2;
        for (const [octet, member] of shorthandSet(shorthand, negated).entries()) if (member === 1) set[octet] = 1;
        return;
      }
    }
    const dash = this.#text[this.#at] === '-';
    if (dash && !first && this.#text[this.#at + 1] !== ']') invalid('invalid character range');
    const from = this.#bracketCode();
    if (this.#text[this.#at] !== '-' || this.#text[this.#at + 1] === ']') {
      addRange(set, from, from);
      return;
    }
    this.#at++;
    if (this.#at >= this.#text.length) invalid('brackets [] not balanced');
    if (this.#text.startsWith('[:', this.#at) || this.#text.startsWith('[=', this.#at)) invalid('invalid character range');
    const to = this.#bracketCode();
    if (to < from) invalid('invalid character range');
    addRange(set, from, to);
  }

  /** A single character inside brackets: itself, an escape or a collating element. */
  #bracketCode(): number {
    if (this.#text.startsWith('[.', this.#at)) return this.#collating('.');
    const char = this.#text[this.#at++] as string;
    if (char !== '\\') return char.charCodeAt(0);
    const letter = this.#text[this.#at];
    if (letter === undefined || CONSTRAINT_ESCAPES[letter] !== undefined || SHORTHANDS[letter.toLowerCase()] !== undefined) {
      return invalid('invalid escape \\ sequence');
    }
    if (letter >= '1' && letter <= '9' && !isDigit(this.#text.charCodeAt(this.#at + 1))) return invalid('invalid escape \\ sequence');
    return this.#escapedCode();
  }

  #named(mark: string): string {
    const end = this.#text.indexOf(`${mark}]`, this.#at + 2);
    if (end < 0) invalid('brackets [] not balanced');
    const name = this.#text.slice(this.#at + 2, end);
    this.#at = end + 2;
    return name;
  }

  #collating(mark: string): number {
    const name = this.#named(mark);
    if (name === '') invalid('invalid collating element');
    if (name.length > 1) unsupported(`collating element "${name}"`);
    return name.charCodeAt(0);
  }
}

/** The set of `\d`, `\s`, `\w` and their complements. */
function shorthandSet(name: string, negated: boolean): OctetSet {
  const set = emptySet();
  addClass(set, name, negated);
  return set;
}

const SHORTHANDS: Readonly<Record<string, string>> = { d: 'digit', s: 'space', w: 'word' };

const CONSTRAINT_ESCAPES: Readonly<Record<string, Constraint>> = {
  A: 'start',
  Z: 'end',
  m: 'word-start',
  M: 'word-end',
  y: 'word-boundary',
  Y: 'no-word-boundary',
};

const CHARACTER_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, B: 92, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
