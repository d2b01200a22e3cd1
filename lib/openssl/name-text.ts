/**
 * Names from text: the `-subj` form `/type=value/type=value+type=value`, and sections of `type = value` lines. Each attribute gets the string type that
 * OpenSSL's table gives it (X509_NAME_add_entry_by_NID, ASN1_STRING_set_by_NID), with its bounds (RFC 5280 appendix A.1).
 */
import type { Oid } from '../asn1/oid.ts';
import { encodeString, isPrintable } from '../asn1/strings.ts';
import { BMP_STRING, IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING } from '../asn1/tags.ts';
import { fromUtf8, latin1 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { findOid } from '../oids/display-names.ts';
import { makeName, type Name, type NameAttribute } from '../x509/name.ts';
import type { ListItem } from './config/text-list.ts';
import { findObject } from './objects.ts';

/** How octets become characters, and which string types attributes without one of their own may have. */
export interface NameTextOptions {
  /** The octets are UTF-8 (`-utf8`, `utf8 = yes`); else each octet is a character. */
  readonly utf8: boolean;
  /** `string_mask`: by default UTF8String only; `printable-first` takes PrintableString, IA5String, T61String where one suffices. */
  readonly strings?: StringMask;
  /** Called with each thing that OpenSSL warns about and goes on. */
  readonly onWarning?: (text: string) => void;
}

/** `string_mask` of openssl.cnf: `utf8only`; `default` and `pkix`, which prefer older types; `nombstr`, which has no multi-byte ones; `MASK:` and bits of types. */
export type StringMask = 'utf8only' | 'default' | 'pkix' | 'nombstr' | number;

/**
 * A name of `-subj` text. Attribute types that are not known and empty values are skipped with a warning, as OpenSSL does. Throws `bad-name` with its
 * message where the text has another form or a value does not fit.
 */
export function parseSubjectText(text: string, options: NameTextOptions): Name {
  if (!text.startsWith('/'))
    throw new PkiError(
      'bad-name',
      'subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. ' +
        `This name is not in that format: '${text}'`,
    );
  const rdns: NameAttribute[][] = [];
  let at = 1;
  let multiple = false;
  while (at < text.length) {
    const type = readType(text, at);
    const { value, end, more } = readValue(text, at + type.length + 1);
    at = end;
    const joins = multiple;
    multiple = more;
    const oid = findOid(type);
    if (oid === undefined) {
      options.onWarning?.(`Skipping unknown subject name attribute "${type}"`);
      continue;
    }
    if (value === '') {
      options.onWarning?.(`No value provided for subject name attribute "${type}", skipped`);
      continue;
    }
    add(rdns, subjectAttribute(oid, type, value, options), joins);
  }
  return makeName(rdns);
}

function subjectAttribute(oid: Oid, type: string, value: string, options: NameTextOptions): NameAttribute {
  try {
    return makeAttribute(oid, value, options);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new PkiError('bad-name', `Error adding subject name attribute "/${type}=${value}"`, { cause: error });
  }
}

function add(rdns: NameAttribute[][], attribute: NameAttribute, joins: boolean): void {
  const last = rdns.at(-1);
  if (joins && last !== undefined) last.push(attribute);
  else rdns.push([attribute]);
}

/** A name of `type = value` lines. What stands in front of `.`, `,` or `:` in a type only tells lines apart; `+` in front joins the RDN before. */
export function nameFromSection(lines: readonly ListItem[], options: NameTextOptions): Name {
  const rdns: NameAttribute[][] = [];
  for (const line of lines) {
    const cut = /^[^:,.]*[:,.](.+)$/s.exec(line.name);
    const named = cut === null ? line.name : (cut[1] as string);
    const joins = named.startsWith('+');
    const type = joins ? named.slice(1) : named;
    const oid = findObject(type);
    if (oid === undefined) throw new PkiError('bad-name', `invalid field name: name=${type}`);
    add(rdns, makeAttribute(oid, line.value ?? '', options), joins);
  }
  return makeName(rdns);
}

function readType(text: string, from: number): string {
  const equal = text.indexOf('=', from);
  if (equal < 0) throw new PkiError('bad-name', `Missing '=' after RDN type string '${text.slice(from)}' in subject name string`);
  return text.slice(from, equal);
}

interface ReadValue {
  readonly value: string;
  /** Where the next type starts. */
  readonly end: number;
  /** A `+` ended it: the next attribute joins the same RDN. */
  readonly more: boolean;
}

function readValue(text: string, from: number): ReadValue {
  const out: string[] = [];
  let at = from;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '/' || char === '+') return { value: out.join(''), end: at + 1, more: char === '+' };
    if (char === '\\') {
      at++;
      if (at === text.length) throw new PkiError('bad-name', 'Escape character at end of subject name string');
    }
    out.push(text[at++] as string);
  }
  return { value: out.join(''), end: at, more: false };
}

/** What OpenSSL's table says of an attribute: its string type where the standard fixes one, and the bounds of its length in characters. */
interface AttributeRule {
  readonly tag?: number;
  readonly min: number;
  readonly max: number;
}

const RULES: ReadonlyMap<string, AttributeRule> = /* @__PURE__ */ new Map<string, AttributeRule>([
  ['2.5.4.3', { min: 1, max: 64 }],
  ['2.5.4.4', { min: 1, max: 32_768 }],
  ['2.5.4.5', { tag: PRINTABLE_STRING, min: 1, max: 64 }],
  ['2.5.4.6', { tag: PRINTABLE_STRING, min: 2, max: 2 }],
  ['2.5.4.7', { min: 1, max: 128 }],
  ['2.5.4.8', { min: 1, max: 128 }],
  ['2.5.4.10', { min: 1, max: 64 }],
  ['2.5.4.11', { min: 1, max: 64 }],
  ['2.5.4.41', { min: 1, max: 32_768 }],
  ['2.5.4.42', { min: 1, max: 32_768 }],
  ['2.5.4.43', { min: 1, max: 32_768 }],
  ['2.5.4.46', { tag: PRINTABLE_STRING, min: 1, max: Infinity }],
  ['2.5.4.98', { tag: PRINTABLE_STRING, min: 3, max: 3 }],
  ['2.5.4.99', { tag: NUMERIC_STRING, min: 3, max: 3 }],
  ['1.2.840.113549.1.9.1', { tag: IA5_STRING, min: 1, max: 128 }],
  ['1.2.840.113549.1.9.2', { min: 1, max: Infinity }],
  ['1.2.840.113549.1.9.7', { min: 1, max: Infinity }],
  ['1.2.840.113549.1.9.8', { min: 1, max: Infinity }],
  ['1.2.840.113549.1.9.20', { tag: BMP_STRING, min: 1, max: Infinity }],
  ['0.9.2342.19200300.100.1.25', { tag: IA5_STRING, min: 1, max: Infinity }],
  ['1.3.6.1.4.1.311.60.2.1.3', { tag: PRINTABLE_STRING, min: 2, max: 2 }],
  ['1.2.643.3.131.1.1', { tag: NUMERIC_STRING, min: 12, max: 12 }],
  ['1.2.643.100.1', { tag: NUMERIC_STRING, min: 13, max: 13 }],
  ['1.2.643.100.3', { tag: NUMERIC_STRING, min: 11, max: 11 }],
]);

/** One attribute from octet text. Throws `bad-name` where the value does not fit its type. */
export function makeAttribute(type: Oid, value: string, { utf8, strings = 'utf8only' }: NameTextOptions): NameAttribute {
  const text = utf8 ? fromUtf8(latin1(value)) : value;
  if (text === undefined) throw new PkiError('bad-name', 'invalid utf8string');
  const rule = RULES.get(type) ?? { min: 0, max: Infinity };
  const points = Array.from(text, (char) => char.codePointAt(0) as number);
  if (points.length < rule.min) throw new PkiError('bad-name', `string too short: ${points.length} characters, minsize=${rule.min}`);
  if (points.length > rule.max) throw new PkiError('bad-name', `string too long: ${points.length} characters, maxsize=${rule.max}`);
  const tag = rule.tag ?? chooseTag(text, points, strings);
  try {
    return { type, tag, value: encodeString(tag, text) };
  } catch (error) {
    if (error instanceof PkiError) throw new PkiError('bad-name', `illegal characters: ${error.message}`);
    throw error;
  }
}

/** Bits of `MASK:` for the types of a DirectoryString (B_ASN1_PRINTABLESTRING and so on), and what the words stand for. */
const PRINTABLE_BIT = 0x2;
const TELETEX_BIT = 0x4;
const BMP_BIT = 0x800;
const UTF8_BIT = 0x2000;
const MASKS: Readonly<Record<Exclude<StringMask, number>, number>> = {
  utf8only: UTF8_BIT,
  default: PRINTABLE_BIT | TELETEX_BIT | BMP_BIT | UTF8_BIT,
  pkix: PRINTABLE_BIT | BMP_BIT | UTF8_BIT,
  nombstr: PRINTABLE_BIT | TELETEX_BIT,
};

/** The first type that holds the text, in OpenSSL's order, among those of a DirectoryString that the mask allows. */
function chooseTag(text: string, points: readonly number[], strings: StringMask): number {
  const mask = typeof strings === 'number' ? strings : MASKS[strings];
  const allows = (bit: number): boolean => (mask & bit) !== 0;
  const largest = points.reduce((most, point) => Math.max(most, point), 0);
  if (allows(PRINTABLE_BIT) && isPrintable(text)) return PRINTABLE_STRING;
  if (allows(TELETEX_BIT) && largest < 0x100) return TELETEX_STRING;
  if (allows(BMP_BIT) && largest < 0x10000) return BMP_STRING;
  if (allows(UTF8_BIT)) return UTF8_STRING;
  throw new PkiError('bad-name', 'illegal characters: the string mask allows no type that has them');
}
