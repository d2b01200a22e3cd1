/**
 * Names as `openssl req -subj` takes them: `/type=value/type=value`, `+` between the attributes of one RDN, a backslash before a character that shall
 * stand for itself. Types are OpenSSL's short or long names or known identifiers, in exact letter case; unknown types and empty values are left
 * out, with a note, as OpenSSL does with a warning.
 */
import { PkiError } from '../base/error.ts';
import type { Oid } from '../asn1/oid.ts';
import { findOid } from '../oids/display-names.ts';
import {
  COMMON_NAME,
  COUNTRY_NAME,
  DN_QUALIFIER,
  EMAIL_ADDRESS,
  LOCALITY_NAME,
  ORGANIZATION_NAME,
  ORGANIZATIONAL_UNIT_NAME,
  SERIAL_NUMBER,
  STATE_OR_PROVINCE_NAME,
  TITLE,
} from '../oids/names.ts';
import { makeAttribute } from './name-attribute.ts';
import { makeName, type Name, type NameAttribute } from './name.ts';

/** A part of the text that made no attribute. */
export interface SkippedAttribute {
  readonly type: string;
  readonly reason: 'unknown-attribute-type' | 'empty-value';
  /** True where it followed an unescaped `+`, which was perhaps meant to be part of a value. */
  readonly continuesRdn: boolean;
}

/** Fewest and most characters of a value (RFC 5280 appendix A.1, as OpenSSL enforces it when a name is made). */
const SIZES: ReadonlyMap<Oid, readonly [min: number, max: number]> = /* @__PURE__ */ new Map<Oid, readonly [number, number]>([
  [COMMON_NAME, [1, 64]],
  [COUNTRY_NAME, [2, 2]],
  [LOCALITY_NAME, [1, 128]],
  [STATE_OR_PROVINCE_NAME, [1, 128]],
  [ORGANIZATION_NAME, [1, 64]],
  [ORGANIZATIONAL_UNIT_NAME, [1, 64]],
  [EMAIL_ADDRESS, [1, 128]],
  [SERIAL_NUMBER, [1, 64]],
  [TITLE, [1, 64]],
  [DN_QUALIFIER, [1, 0x7fff_ffff]],
]);

/**
 * A name from `/C=DE/O=Example/CN=alice`. Throws `bad-name` where the text does not start with `/`, an `=` is missing or a backslash ends the text,
 * `bad-character` and `bad-name-length` where an attribute cannot have that value.
 */
export function parseSlashName(text: string): { readonly name: Name; readonly skipped: readonly SkippedAttribute[] } {
  if (!text.startsWith('/'))
    throw new PkiError('bad-name', 'expected /type0=value0/type1=value1 where characters may be escaped by a backslash', { offset: 0 });
  const rdns: NameAttribute[][] = [];
  const skipped: SkippedAttribute[] = [];
  let continuesRdn = false;
  let position = 1;
  while (position < text.length) {
    const equals = text.indexOf('=', position);
    if (equals < 0) throw new PkiError('bad-name', 'an attribute type without "="', { offset: position });
    const typeText = text.slice(position, equals);
    const { value, end } = readValue(text, equals + 1);
    const type = findOid(typeText);
    if (type === undefined) skipped.push({ type: typeText, reason: 'unknown-attribute-type', continuesRdn });
    else if (value === '') skipped.push({ type: typeText, reason: 'empty-value', continuesRdn });
    else addAttribute(rdns, attributeOf(type, typeText, value), continuesRdn);
    continuesRdn = text.charAt(end) === '+';
    position = end + 1;
  }
  return { name: makeName(rdns), skipped };
}

function addAttribute(rdns: NameAttribute[][], attribute: NameAttribute, continuesRdn: boolean): void {
  const last = rdns[rdns.length - 1];
  if (continuesRdn && last !== undefined) last.push(attribute);
  else rdns.push([attribute]);
}

/** The value up to an unescaped `/` or `+`. */
function readValue(text: string, start: number): { value: string; end: number } {
  const chars: string[] = [];
  let position = start;
  while (position < text.length && text.charAt(position) !== '/' && text.charAt(position) !== '+') {
    if (text.charAt(position) === '\\' && ++position === text.length)
      throw new PkiError('bad-name', 'a backslash at the end of a name', { offset: position - 1 });
    chars.push(text.charAt(position++));
  }
  return { value: chars.join(''), end: position };
}

function attributeOf(type: Oid, typeText: string, value: string): NameAttribute {
  const sizes = SIZES.get(type);
  const length = Array.from(value).length;
  if (sizes !== undefined && (length < sizes[0] || length > sizes[1]))
    throw new PkiError('bad-name-length', `${typeText} has ${length} characters, expected ${sizes[0]} to ${sizes[1]}`);
  return makeAttribute(type, value);
}
