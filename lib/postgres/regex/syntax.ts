/**
 * The syntax of PostgreSQL's advanced regular expressions (manual 9.7.3) over octets: text in, tree out.
 *
 * All of it is read except basic and extended POSIX expressions asked for by `(?b)` and `(?e)`, and collating elements of several characters
 * (`[[.hyphen.]]`): those throw `regex-not-supported`, because a guess would be a wrong decision. What PostgreSQL refuses throws `invalid-regex`.
 */
import { addRange, anySet, emptySet, foldCase } from './octets.ts';
import {
  CharacterReader,
  CONSTRAINT_ESCAPES,
  invalid,
  isDigit,
  isLetter,
  SHORTHANDS,
  shorthandSet,
  unsupported,
} from './characters.ts';
import type { Atom, Expression, Preference } from './tree.ts';

/** PostgreSQL's DUPMAX: the largest number in a bound. */
const MAX_BOUND = 255;
/** Parentheses deeper than this are refused: our parser recurses, and no map needs them. */
const MAX_NESTING = 200;

/** Reads an advanced regular expression given as an octet string. Throws `invalid-regex` and `regex-not-supported`. */
export function parseRegex(text: string, version: number): Expression {
  const parser = new Parser(text, version);
  return parser.whole();
}

class Parser extends CharacterReader {
  #literal = false;
  #expanded = false;
  /** `^` and `$` match beside a newline. */
  #newlineAnchors = false;
  #groups = 0;
  readonly #closed = new Map<number, Extract<Atom, { kind: 'group' }>>();
  #depth = 0;
  #insideLook = false;

  whole(): Expression {
    this.#prefixes();
    if (this.#literal) return { branches: [Array.from(this.text.slice(this.at), (char) => this.#one(char.charCodeAt(0)))] };
    const expression = this.#expression();
    if (this.at < this.text.length) invalid('parentheses () not balanced');
    return expression;
  }

  /** `***=`, `***:` and embedded options, which stand at the very start only. */
  #prefixes(): void {
    if (this.text.startsWith('***') && this.text.length > 3) {
      const director = this.text[3];
      if (director === '=') this.#literal = true;
      else if (director !== ':') invalid('quantifier operand invalid');
      this.at = 4;
      if (this.#literal) return;
    }
    if (!this.text.startsWith('(?', this.at) || !isLetter(this.text.charCodeAt(this.at + 2))) return;
    this.at += 2;
    for (; isLetter(this.text.charCodeAt(this.at)); this.at++) this.#option(this.text[this.at] as string);
    if (this.text[this.at] !== ')') invalid('invalid embedded option');
    this.at++;
    if (this.#literal) this.#expanded = false;
  }

  #option(letter: string): void {
    if (letter === 'c') this.ignoreCase = false;
    else if (letter === 'i') this.ignoreCase = true;
    else if (letter === 'n' || letter === 'm') this.newlineStops = this.#newlineAnchors = true;
    else if (letter === 's') this.newlineStops = this.#newlineAnchors = false;
    else if (letter === 'p') [this.newlineStops, this.#newlineAnchors] = [true, false];
    else if (letter === 'w') [this.newlineStops, this.#newlineAnchors] = [false, true];
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
    while (this.eat('|'));
    this.#depth--;
    return { branches };
  }

  #branch(): Atom[] {
    const atoms: Atom[] = [];
    for (;;) {
      this.#skipToToken();
      const char = this.text[this.at];
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
    while (this.text.startsWith('(?#', this.at)) {
      const end = this.text.indexOf(')', this.at);
      this.at = end < 0 ? this.text.length : end + 1;
      this.#skip();
    }
  }

  /** White space and `#` comments of the expanded syntax. */
  #skip(): void {
    if (!this.#expanded) return;
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 35) {
        const end = this.text.indexOf('\n', this.at);
        this.at = (end < 0 ? this.text.length : end) - 1;
      } else if (!(code === 32 || (code >= 9 && code <= 13))) return;
    }
  }

  #one(code: number): Atom {
    const set = emptySet();
    addRange(set, code, code);
    if (this.ignoreCase) foldCase(set);
    return { kind: 'set', set };
  }

  #atom(): Atom {
    const char = this.text[this.at++] as string;
    switch (char) {
      case '*':
      case '+':
      case '?':
        return invalid('quantifier operand invalid');
      case '{':
        this.#skip();
        return isDigit(this.text.charCodeAt(this.at)) ? invalid('quantifier operand invalid') : this.#one(123);
      case '^':
        return { kind: 'constraint', constraint: this.#newlineAnchors ? 'line-start' : 'start' };
      case '$':
        return { kind: 'constraint', constraint: this.#newlineAnchors ? 'line-end' : 'end' };
      case '.':
        return { kind: 'set', set: anySet(!this.newlineStops) };
      case '(':
        return this.#parenthesis();
      case '[':
        return this.bracket();
      case '\\':
        return this.#escape();
      default:
        return this.#one(char.charCodeAt(0));
    }
  }

  #parenthesis(): Atom {
    if (!this.eat('?')) {
      // inside a look-around constraint every parenthesis is non-capturing
      if (this.#insideLook) return { kind: 'group', capture: 0, inner: this.#enclosed() };
      const capture = ++this.#groups;
      const group = { kind: 'group', capture, inner: this.#enclosed() } as const;
      this.#closed.set(capture, group);
      return group;
    }
    if (this.eat(':')) return { kind: 'group', capture: 0, inner: this.#enclosed() };
    const ahead = !this.eat('<');
    const negative = this.text[this.at] === '!';
    if (!negative && this.text[this.at] !== '=') invalid('quantifier operand invalid');
    this.at++;
    const outer = this.#insideLook;
    this.#insideLook = true;
    const inner = this.#enclosed();
    this.#insideLook = outer;
    return { kind: 'look', ahead, negative, inner };
  }

  #enclosed(): Expression {
    const inner = this.#expression();
    if (!this.eat(')')) invalid('parentheses () not balanced');
    return inner;
  }

  #quantified(atom: Atom): Atom {
    this.#skipToToken();
    if (this.eat('*')) return { kind: 'repeat', atom, min: 0, max: Infinity, prefer: this.#preference() };
    if (this.eat('+')) return { kind: 'repeat', atom, min: 1, max: Infinity, prefer: this.#preference() };
    if (this.eat('?')) return { kind: 'repeat', atom, min: 0, max: 1, prefer: this.#preference() };
    if (this.text[this.at] !== '{') return atom;
    const back = this.at++;
    this.#skip();
    if (!isDigit(this.text.charCodeAt(this.at))) {
      // a brace without a digit is a character of its own
      this.at = back;
      return atom;
    }
    const min = this.#bound();
    let max = min;
    let ranged = false;
    if (this.eat(',')) {
      ranged = true;
      this.#skip();
      max = isDigit(this.text.charCodeAt(this.at)) ? this.#bound() : Infinity;
    }
    if (max < min) invalid('invalid repetition count(s)');
    if (!this.eat('}')) invalid(this.at >= this.text.length ? 'braces {} not balanced' : 'invalid repetition count(s)');
    const prefer = this.#preference();
    return { kind: 'repeat', atom, min, max, prefer: ranged ? prefer : 'none' };
  }

  #preference(): Preference {
    return this.eat('?') ? 'shorter' : 'longer';
  }

  #bound(): number {
    let value = 0;
    for (; isDigit(this.text.charCodeAt(this.at)) && value <= MAX_BOUND; this.at++) {
      value = value * 10 + this.text.charCodeAt(this.at) - 48;
    }
    if (value > MAX_BOUND) invalid('invalid repetition count(s)');
    this.#skip();
    return value;
  }

  #escape(): Atom {
    if (this.at >= this.text.length) invalid('invalid escape \\ sequence');
    const letter = this.text[this.at] as string;
    const constraint = CONSTRAINT_ESCAPES[letter];
    if (constraint !== undefined) {
      this.at++;
      return { kind: 'constraint', constraint };
    }
    const shorthand = SHORTHANDS[letter.toLowerCase()];
    if (shorthand !== undefined) {
      this.at++;
      return { kind: 'set', set: shorthandSet(shorthand, letter !== letter.toLowerCase()) };
    }
    if (letter >= '1' && letter <= '9') {
      const group = this.#backReference();
      if (group !== undefined) return { kind: 'backref', group, ignoreCase: this.ignoreCase };
    }
    return this.#one(this.escapedCode());
  }

  /** The group that `\N` names, undefined where the digits are an octal code: more than one digit and no such group. */
  #backReference(): Extract<Atom, { kind: 'group' }> | undefined {
    let end = this.at;
    let value = 0;
    for (; isDigit(this.text.charCodeAt(end)); end++) value = Math.min(value * 10 + this.text.charCodeAt(end) - 48, 1e6);
    if (end > this.at + 1 && value > this.#groups) return undefined;
    const group = this.#closed.get(value);
    if (group === undefined || this.#insideLook) return invalid('invalid backreference number');
    this.at = end;
    return group;
  }
}
