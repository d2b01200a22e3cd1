/**
 * Single characters and brackets of PostgreSQL's regular expressions (manual 9.7.3.2, 9.7.3.3): what stands for a set of octets or one position.
 */
import { PkiError } from '../../base/error.ts';
import { addClass, addRange, complement, emptySet, foldCase, type OctetSet } from './octets.ts';
import type { Atom, Constraint } from './tree.ts';

/** Throws `invalid-regex`. */
export function invalid(what: string): never {
  throw new PkiError('invalid-regex', what);
}

/** Throws `regex-not-supported`. */
export function unsupported(what: string): never {
  throw new PkiError('regex-not-supported', what);
}

/** A position in the text of an expression, and the reading of what is one character wide. */
export class CharacterReader {
  protected readonly text: string;
  protected readonly version: number;
  protected at = 0;
  protected ignoreCase = false;
  /** Newline-sensitive matching: `.` and `[^…]` stop at a newline. */
  protected newlineStops = false;

  constructor(text: string, version: number) {
    this.text = text;
    this.version = version;
  }

  protected eat(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  /** The code that a character escape stands for; the backslash is eaten. */
  protected escapedCode(): number {
    const letter = this.text[this.at++] as string;
    const simple = CHARACTER_ESCAPES[letter];
    if (simple !== undefined) return simple;
    const code = letter.charCodeAt(0);
    if (!isLetter(code) && !isDigit(code)) return code;
    if (letter === 'c') {
      if (this.at >= this.text.length) invalid('invalid escape \\ sequence');
      return this.text.charCodeAt(this.at++) & 31;
    }
    if (letter === 'u') return this.#hex(4, 4);
    if (letter === 'U') return this.#hex(8, 8);
    if (letter === 'x') return this.#hex(1, 255);
    if (!isDigit(code)) return invalid('invalid escape \\ sequence');
    this.at--;
    const octal = /^[0-7]{1,3}/.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? invalid('invalid escape \\ sequence');
    const digits = Number.parseInt(octal, 8) > 255 ? octal.slice(0, 2) : octal;
    this.at += digits.length;
    return Number.parseInt(digits, 8);
  }

  #hex(min: number, max: number): number {
    let value = 0;
    let count = 0;
    for (; count < max; count++, this.at++) {
      const digit = Number.parseInt(this.text[this.at] ?? '', 16);
      if (Number.isNaN(digit)) break;
      value = value * 16 + digit;
    }
    if (count < min || value > 0x7ffffffe) invalid('invalid escape \\ sequence');
    return value;
  }

  protected bracket(): Atom {
    const boundary = /^\[:([<>]):\]\]/.exec(this.text.slice(this.at, this.at + 6))?.[1];
    if (boundary !== undefined) {
      this.at += 6;
      return { kind: 'constraint', constraint: boundary === '<' ? 'word-start' : 'word-end' };
    }
    const negated = this.eat('^');
    const set = emptySet();
    for (let first = true; ; first = false) {
      if (this.at >= this.text.length) invalid('brackets [] not balanced');
      if (!first && this.eat(']')) break;
      this.#bracketPart(set, first);
    }
    if (this.ignoreCase) foldCase(set);
    if (!negated) return { kind: 'set', set };
    const others = complement(set);
    if (this.newlineStops) others[10] = 0;
    return { kind: 'set', set: others };
  }

  #bracketPart(set: OctetSet, first: boolean): void {
    if (this.text.startsWith('[:', this.at)) {
      const name = this.#named(':');
      const known = (name !== 'word' || this.version >= 14) && addClass(set, name);
      if (!known) invalid('invalid character class');
      if (this.ignoreCase && (name === 'lower' || name === 'upper')) addClass(set, 'alpha');
      return;
    }
    if (this.text.startsWith('[=', this.at)) {
      const from = this.#collating('=');
      addRange(set, from, from);
      return;
    }
    if (this.text[this.at] === '\\') {
      const letter = this.text[this.at + 1] ?? '';
      const shorthand = SHORTHANDS[letter.toLowerCase()];
      if (shorthand !== undefined) {
        const negated = letter !== letter.toLowerCase();
        if (negated && this.version < 14) invalid('invalid escape \\ sequence');
        this.at += 2;
        for (const [octet, member] of shorthandSet(shorthand, negated).entries()) if (member === 1) set[octet] = 1;
        return;
      }
    }
    const dash = this.text[this.at] === '-';
    if (dash && !first && this.text[this.at + 1] !== ']') invalid('invalid character range');
    const from = this.#bracketCode();
    if (this.text[this.at] !== '-' || this.text[this.at + 1] === ']') {
      addRange(set, from, from);
      return;
    }
    this.at++;
    if (this.at >= this.text.length) invalid('brackets [] not balanced');
    if (this.text.startsWith('[:', this.at) || this.text.startsWith('[=', this.at)) invalid('invalid character range');
    const to = this.#bracketCode();
    if (to < from) invalid('invalid character range');
    addRange(set, from, to);
  }

  /** A single character inside brackets: itself, an escape or a collating element. */
  #bracketCode(): number {
    if (this.text.startsWith('[.', this.at)) return this.#collating('.');
    const char = this.text[this.at++] as string;
    if (char !== '\\') return char.charCodeAt(0);
    const letter = this.text[this.at];
    if (letter === undefined || CONSTRAINT_ESCAPES[letter] !== undefined || SHORTHANDS[letter.toLowerCase()] !== undefined) {
      return invalid('invalid escape \\ sequence');
    }
    if (letter >= '1' && letter <= '9' && !isDigit(this.text.charCodeAt(this.at + 1))) return invalid('invalid escape \\ sequence');
    return this.escapedCode();
  }

  #named(mark: string): string {
    const end = this.text.indexOf(`${mark}]`, this.at + 2);
    if (end < 0) invalid('brackets [] not balanced');
    const name = this.text.slice(this.at + 2, end);
    this.at = end + 2;
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
export function shorthandSet(name: string, negated: boolean): OctetSet {
  const set = emptySet();
  addClass(set, name, negated);
  return set;
}

/** Class names of the shorthands; upper case means the complement. */
export const SHORTHANDS: Readonly<Record<string, string>> = { d: 'digit', s: 'space', w: 'word' };

/** Escapes that are constraints. */
export const CONSTRAINT_ESCAPES: Readonly<Record<string, Constraint>> = {
  A: 'start',
  Z: 'end',
  m: 'word-start',
  M: 'word-end',
  y: 'word-boundary',
  Y: 'no-word-boundary',
};

const CHARACTER_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, B: 92, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** An ASCII letter. */
export function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** An ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
