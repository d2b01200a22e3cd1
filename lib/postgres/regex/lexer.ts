/**
 * Tokens of PostgreSQL's regular expressions (manual 9.7.3; regc_lex.c): advanced ones (AREs), and behind the embedded options `(?e)`, `(?b)` and
 * `(?q)` or the director `***=` extended and basic POSIX ones and literal text. Tokens are read one ahead of the parser, as the server does, so that
 * of several mistakes the same one is named. Everything works on octet strings.
 */
import { PkiError } from '../../base/error.ts';
import { addClass, addRange, emptySet, type OctetSet } from './octets.ts';
import type { Constraint } from './tree.ts';

/** Throws `invalid-regex` with the server's words. */
export function invalid(what: keyof typeof WORDS): never {
  throw new PkiError('invalid-regex', WORDS[what]);
}

const WORDS = {
  pattern: 'invalid regexp (reg version 0.8)',
  collation: 'invalid collating element',
  class: 'invalid character class',
  escape: 'invalid escape \\ sequence',
  backref: 'invalid backreference number',
  brackets: 'brackets [] not balanced',
  parentheses: 'parentheses () not balanced',
  braces: 'braces {} not balanced',
  bound: 'invalid repetition count(s)',
  range: 'invalid character range',
  operand: 'quantifier operand invalid',
  option: 'invalid embedded option',
} as const;

/** A token. `greedy` is false for quantifiers with `?`, `capture` for `(?:`. */
export type RegexToken =
  | { readonly type: 'end' | '|' | ')' | '.' | '{' | ',' | ']' | '-' | 'name-end' | '^' | '$' }
  | { readonly type: 'plain' | 'digit' | 'backref'; readonly value: number }
  | { readonly type: '*' | '+' | '?' | '}'; readonly greedy: boolean }
  | { readonly type: '('; readonly capture: boolean }
  | { readonly type: '['; readonly negated: boolean }
  | { readonly type: '[.' | '[=' | '[:' }
  | { readonly type: 'set'; readonly set: OctetSet; readonly negated: boolean }
  | { readonly type: 'constraint'; readonly constraint: Constraint }
  | { readonly type: 'look'; readonly ahead: boolean; readonly negative: boolean };

type Context = 'ere' | 'bre' | 'literal' | 'bound' | 'bre-bound' | 'bracket' | '[.' | '[=' | '[:';

/** CHR_MAX: no character has a larger number. */
const MAX_CODE = 0x7fff_fffe;

/** Takes tokens off the text of an expression. */
export class Lexer {
  /** Lower and upper case are one (`i`). */
  ignoreCase = false;
  /** `.`, `[^…]` and (before 14) `\D`, `\S`, `\W` stop at a newline (`n`, `p`). */
  newlineStops = false;
  /** `^` and `$` match beside a newline (`n`, `w`). */
  newlineAnchors = false;
  /** Extended POSIX syntax, where a closing parenthesis alone is a character. */
  plainExtended = false;
  /** Capturing parentheses opened so far; the parser counts them. */
  groups = 0;
  token: RegexToken = { type: 'end' };
  readonly #text: string;
  readonly #version: number;
  #at = 0;
  #context: Context = 'ere';
  #advanced = true;
  #expanded = false;
  /** Kind of the token before; undefined at the start. */
  #last: RegexToken['type'] | undefined;
  #first = true;

  constructor(text: string, version: number) {
    this.#text = text;
    this.#version = version;
    this.#prefixes();
    this.next();
  }

  /** Reads the next token into `token`. */
  next(): void {
    this.#last = this.#first ? undefined : this.token.type;
    this.#first = false;
    this.token = this.#read();
  }

  /** The text of a name inside brackets: reads tokens up to its end. */
  name(): string {
    this.next();
    let name = '';
    for (; this.token.type === 'plain'; this.next()) name += String.fromCharCode(this.token.value);
    this.next();
    return name;
  }

  #read(): RegexToken {
    for (;;) {
      if (this.#expanded && (this.#context === 'ere' || this.#context === 'bre' || this.#context.endsWith('bound'))) this.#skip();
      const char = this.#text[this.#at];
      if (char === undefined) return this.#atEnd();
      this.#at++;
      const token = this.#inContext(char);
      if (token !== undefined) return token;
    }
  }

  #atEnd(): RegexToken {
    if (this.#context.endsWith('bound')) invalid('braces');
    if (this.#context === 'bracket' || this.#context.startsWith('[')) invalid('brackets');
    return { type: 'end' };
  }

  /** Undefined for a comment. */
  #inContext(char: string): RegexToken | undefined {
    switch (this.#context) {
      case 'literal':
        return plain(char);
      case 'bre':
        return this.#basic(char);
      case 'bound':
      case 'bre-bound':
        return this.#bound(char);
      case 'bracket':
        return this.#bracket(char);
      case '[.':
      case '[=':
      case '[:':
        if (char !== this.#context[1] || !this.#eat(']')) return plain(char);
        this.#context = 'bracket';
        return { type: 'name-end' };
      case 'ere':
        return this.#extended(char);
    }
  }

  #eat(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  /** `***=`, `***:` and embedded options, which stand at the very start only. */
  #prefixes(): void {
    if (this.#text.startsWith('***') && this.#text.length > 3) {
      const director = this.#text[3] as string;
      this.#at = 4;
      if (director === '?') invalid('pattern');
      if (director === '=') {
        this.#context = 'literal';
        return;
      }
      if (director !== ':') invalid('operand');
    }
    if (!this.#text.startsWith('(?', this.#at) || !/[a-zA-Z]/.test(this.#text[this.#at + 2] ?? '')) return;
    this.#at += 2;
    for (; /[a-zA-Z]/.test(this.#text[this.#at] ?? ''); this.#at++) this.#option(this.#text[this.#at] as string);
    if (!this.#eat(')')) invalid('option');
    if (this.#context === 'literal') this.#expanded = this.newlineStops = this.newlineAnchors = false;
    this.plainExtended = this.#context === 'ere' && !this.#advanced;
  }

  #option(letter: string): void {
    if (letter === 'b') [this.#context, this.#advanced] = ['bre', false];
    else if (letter === 'e') [this.#context, this.#advanced] = ['ere', false];
    else if (letter === 'q') [this.#context, this.#advanced] = ['literal', false];
    else if (letter === 'c') this.ignoreCase = false;
    else if (letter === 'i') this.ignoreCase = true;
    else if (letter === 'n' || letter === 'm') this.newlineStops = this.newlineAnchors = true;
    else if (letter === 's') this.newlineStops = this.newlineAnchors = false;
    else if (letter === 'p') [this.newlineStops, this.newlineAnchors] = [true, false];
    else if (letter === 'w') [this.newlineStops, this.newlineAnchors] = [false, true];
    else if (letter === 't') this.#expanded = false;
    else if (letter === 'x') this.#expanded = true;
    else invalid('option');
  }

  /** White space and `#` comments of the expanded syntax. */
  #skip(): void {
    const gap = /(?:[ \t-\r]|#[^\n]*)*/y;
    gap.lastIndex = this.#at;
    gap.exec(this.#text);
    this.#at = gap.lastIndex;
  }

  #extended(char: string): RegexToken | undefined {
    switch (char) {
      case '*':
      case '+':
      case '?':
        return { type: char, greedy: !(this.#advanced && this.#eat('?')) };
      case '{':
        if (this.#expanded) this.#skip();
        if (!isDigit(this.#text[this.#at])) return plain(char);
        this.#context = 'bound';
        return { type: '{' };
      case '(':
        return this.#advanced && this.#eat('?') ? this.#special() : { type: '(', capture: true };
      case '[':
        return this.#openBracket();
      case '|':
      case ')':
      case '.':
      case '^':
      case '$':
        return { type: char };
      case '\\':
        if (this.#at >= this.#text.length) invalid('escape');
        return this.#advanced ? this.#escape() : plain(this.#text[this.#at++] as string);
      default:
        return plain(char);
    }
  }

  /** What follows `(?`. */
  #special(): RegexToken | undefined {
    const char = this.#text[this.#at++];
    if (char === ':') return { type: '(', capture: false };
    if (char === '#') {
      const end = this.#text.indexOf(')', this.#at);
      this.#at = end < 0 ? this.#text.length : end + 1;
      return undefined;
    }
    const ahead = char !== '<';
    const sign = ahead ? char : this.#text[this.#at++];
    if (sign !== '=' && sign !== '!') invalid('operand');
    return { type: 'look', ahead, negative: sign === '!' };
  }

  #openBracket(): RegexToken {
    const boundary = /^\[:([<>]):\]\]/.exec(this.#text.slice(this.#at, this.#at + 6))?.[1];
    if (boundary !== undefined) {
      this.#at += 6;
      return { type: 'constraint', constraint: boundary === '<' ? 'word-start' : 'word-end' };
    }
    this.#context = 'bracket';
    this.#outside = this.#advanced || this.plainExtended ? 'ere' : 'bre';
    return { type: '[', negated: this.#eat('^') };
  }
  #outside: Context = 'ere';

  #bracket(char: string): RegexToken {
    const first = this.#last === '[';
    switch (char) {
      case ']':
        if (first) return plain(char);
        this.#context = this.#outside;
        return { type: ']' };
      case '\\': {
        if (!this.#advanced) return plain(char);
        if (this.#at >= this.#text.length) invalid('escape');
        const token = this.#escape();
        if (token.type !== 'plain' && token.type !== 'set') invalid('escape');
        if (token.type === 'set' && token.negated && this.#version < 14) invalid('escape');
        return token;
      }
      case '-':
        return first || this.#text[this.#at] === ']' ? plain(char) : { type: '-' };
      case '[': {
        const mark = this.#text[this.#at];
        if (mark === undefined) invalid('brackets');
        if (mark !== '.' && mark !== '=' && mark !== ':') return plain(char);
        this.#at++;
        this.#context = `[${mark}`;
        return { type: this.#context };
      }
      default:
        return plain(char);
    }
  }

  #bound(char: string): RegexToken {
    if (isDigit(char)) return { type: 'digit', value: char.charCodeAt(0) - 48 };
    if (char === ',') return { type: ',' };
    if (this.#context === 'bound' && char === '}') {
      this.#context = 'ere';
      return { type: '}', greedy: !(this.#advanced && this.#eat('?')) };
    }
    if (this.#context !== 'bre-bound' || char !== '\\' || !this.#eat('}')) invalid('bound');
    this.#context = 'bre';
    return { type: '}', greedy: true };
  }

  #basic(char: string): RegexToken {
    const opening = this.#last === undefined || this.#last === '(';
    if (char === '*') return opening || this.#last === '^' ? plain(char) : { type: '*', greedy: true };
    if (char === '[') return this.#openBracket();
    if (char === '.') return { type: '.' };
    if (char === '^') return opening ? { type: '^' } : plain(char);
    if (char === '$') {
      if (this.#expanded) this.#skip();
      return this.#at >= this.#text.length || this.#text.startsWith('\\)', this.#at) ? { type: '$' } : plain(char);
    }
    if (char !== '\\') return plain(char);
    const escaped = this.#text[this.#at++] ?? invalid('escape');
    if (escaped === '{') {
      this.#context = 'bre-bound';
      return { type: '{' };
    }
    if (escaped === '(') return { type: '(', capture: true };
    if (escaped === ')') return { type: ')' };
    if (escaped === '<') return { type: 'constraint', constraint: 'word-start' };
    if (escaped === '>') return { type: 'constraint', constraint: 'word-end' };
    return isDigit(escaped) && escaped !== '0' ? { type: 'backref', value: Number(escaped) } : plain(escaped);
  }

  /** What a backslash of an ARE stands for; the backslash is eaten. */
  #escape(): RegexToken {
    const letter = this.#text[this.#at++] as string;
    if (!/[a-zA-Z0-9]/.test(letter)) return plain(letter);
    const constraint = CONSTRAINTS[letter];
    if (constraint !== undefined) return { type: 'constraint', constraint };
    const name = CLASSES[letter.toLowerCase()];
    if (name !== undefined) return this.#shorthand(name, letter !== letter.toLowerCase());
    const simple = CHARACTERS[letter];
    if (simple !== undefined) return { type: 'plain', value: simple };
    if (letter === 'c') {
      const control = this.#text[this.#at++] ?? invalid('escape');
      return { type: 'plain', value: control.charCodeAt(0) & 31 };
    }
    if (letter === 'u') return this.#code(4, 4);
    if (letter === 'U') return this.#code(8, 8);
    if (letter === 'x') return this.#code(1, 255);
    if (!isDigit(letter)) return invalid('escape');
    this.#at--;
    return this.#number(letter);
  }

  #shorthand(name: string, negated: boolean): RegexToken {
    const set = emptySet();
    addClass(set, name, negated);
    if (negated && this.newlineStops && this.#version < 14) set[10] = 0;
    return { type: 'set', set, negated };
  }

  /** A back reference: one digit, or the number of a group that was opened; else a character in octal. */
  #number(first: string): RegexToken {
    const start = this.#at;
    if (first !== '0') {
      const value = this.#digits(10, 255);
      if (this.#at === start + 1 || (value > 0 && value <= this.groups)) return { type: 'backref', value };
      this.#at = start;
    }
    let value = this.#digits(8, 3);
    if (this.#at === start) invalid('escape');
    if (value > 255) {
      this.#at--;
      value >>= 3;
    }
    return { type: 'plain', value };
  }

  #code(min: number, max: number): RegexToken {
    const start = this.#at;
    const value = this.#digits(16, max);
    if (this.#at - start < min || value > MAX_CODE) invalid('escape');
    return { type: 'plain', value };
  }

  /** Digits as a number of 32 bits, what exceeds them being lost. */
  #digits(base: number, max: number): number {
    let value = 0;
    for (let count = 0; count < max; count++, this.#at++) {
      const digit = Number.parseInt(this.#text[this.#at] ?? '', base);
      if (Number.isNaN(digit)) break;
      value = (value * base + digit) % 2 ** 32;
    }
    return value;
  }
}

function plain(char: string): RegexToken {
  return { type: 'plain', value: char.charCodeAt(0) };
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** The set of one character; empty for numbers that no octet has. */
export function singleSet(code: number): OctetSet {
  const set = emptySet();
  addRange(set, code, code);
  return set;
}

const CLASSES: Readonly<Record<string, string>> = { d: 'digit', s: 'space', w: 'word' };

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  A: 'start',
  Z: 'end',
  m: 'word-start',
  M: 'word-end',
  y: 'word-boundary',
  Y: 'no-word-boundary',
};

const CHARACTERS: Readonly<Record<string, number>> = { a: 7, b: 8, B: 92, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };
