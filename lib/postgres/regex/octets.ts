/**
 * Sets of octets for PostgreSQL's regular expressions, as they stand under the C collation: classes know ASCII only, and of everything above 0x7f
 * only 0x80 to 0x9f belong to one (`cntrl`, which PostgreSQL fixes itself). pg_hba.conf and pg_ident.conf are matched before a database encoding is known, hence octet by octet.
 */

/** One entry per octet, 1 where the octet belongs to the set. */
export type OctetSet = Uint8Array;

type Test = (octet: number) => boolean;

const isUpper: Test = (c) => c >= 65 && c <= 90;
const isLower: Test = (c) => c >= 97 && c <= 122;
const isAlpha: Test = (c) => isUpper(c) || isLower(c);
const isDigit: Test = (c) => c >= 48 && c <= 57;
const isAlnum: Test = (c) => isAlpha(c) || isDigit(c);
const isSpace: Test = (c) => c === 32 || (c >= 9 && c <= 13);
const isGraph: Test = (c) => c > 32 && c < 127;

/** The class names of POSIX brackets, with PostgreSQL's `ascii` and (from 14) `word`. */
const CLASSES: Readonly<Record<string, Test>> = {
  alnum: isAlnum,
  alpha: isAlpha,
  ascii: (c) => c < 128,
  blank: (c) => c === 32 || c === 9,
  cntrl: (c) => c < 32 || (c >= 127 && c < 160),
  digit: isDigit,
  graph: isGraph,
  lower: isLower,
  print: (c) => c >= 32 && c < 127,
  punct: (c) => isGraph(c) && !isAlnum(c),
  space: isSpace,
  upper: isUpper,
  xdigit: (c) => isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102),
  word: (c) => isAlnum(c) || c === 95,
};

/** A set of no octets. */
export function emptySet(): OctetSet {
  return new Uint8Array(256);
}

/** The set of all octets, or of all but the newline. */
export function anySet(newline: boolean): OctetSet {
  const set = new Uint8Array(256).fill(1);
  if (!newline) set[10] = 0;
  return set;
}

/** Adds the octets `from` to `to`; code points above 255 fall out, because no octet equals them. */
export function addRange(set: OctetSet, from: number, to: number): void {
  for (let c = from; c <= Math.min(to, 255); c++) set[c] = 1;
}

/** Adds a named class; false where PostgreSQL knows no such name. */
export function addClass(set: OctetSet, name: string, negated = false): boolean {
  const test = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  if (test === undefined) return false;
  for (let c = 0; c < 256; c++) if (test(c) !== negated) set[c] = 1;
  return true;
}

/** Adds the other case of every ASCII letter to the set, and gives it. */
export function foldCase(set: OctetSet): OctetSet {
  for (let c = 65; c <= 90; c++) {
    const either = (set[c] as number) | (set[c + 32] as number);
    set[c] = either;
    set[c + 32] = either;
  }
  return set;
}

/** The complement. */
export function complement(set: OctetSet): OctetSet {
  return set.map((member) => 1 - member);
}

/** True for what `\w` matches: a letter, a digit or the underscore. */
export function isWordOctet(octet: number): boolean {
  return isAlnum(octet) || octet === 95;
}
