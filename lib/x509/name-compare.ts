/**
 * Comparison of names (RFC 5280 7.1, which points to RFC 4518): letter case, white space and the string type do not count.
 *
 * Each text is transcoded, case folded, brought to NFKC, and its blanks are cut at the ends and run together; attributes of an RDN are compared as a
 * set, RDNs in their order. TeletexString has no reliable meaning and is compared octet by octet with its like, and so is everything that is no
 * string. Left out of RFC 4518: the removal of control characters, which count here, prohibited characters and the bidirectional check, which make a comparison undefined rather than equal.
 */
import { equalBytes, fromLatin1, toHex } from '../base/bytes.ts';
import { IA5_STRING, PRINTABLE_STRING, TELETEX_STRING, UTF8_STRING } from '../asn1/tags.ts';
import { exactText } from './name-attribute.ts';
import type { Name, NameAttribute } from './name.ts';

/**
 * True where two names are the same name by RFC 5280 7.1.
 *
 * ```ts
 * import { nameEquals, parseName } from 'certwright';
 * if (!nameEquals(parseName('CN=Example  CA,C=DE'), parseName('cn=example ca,c=de'))) throw new Error('the same name');
 * ```
 */
export function nameEquals(a: Name, b: Name): boolean {
  if (equalBytes(a.der, b.der)) return true;
  if (a.rdns.length !== b.rdns.length) return false;
  return a.rdns.every((rdn, index) => {
    const other = b.rdns[index] ?? [];
    return rdn.length === other.length && normalisedRdn(rdn) === normalisedRdn(other);
  });
}

/** A text that two names share exactly where `nameEquals` holds: the key to look names up by. */
export function normalisedName(name: Name): string {
  return name.rdns.map(normalisedRdn).join(',');
}

/** The same for one RDN. Lengths stand in front of values, so that no value can play a separator. */
export function normalisedRdn(rdn: readonly NameAttribute[]): string {
  const [only] = rdn;
  if (rdn.length === 1 && only !== undefined) return normalisedAttribute(only);
  return rdn.map(normalisedAttribute).sort().join('+');
}

/** True where the attribute's value is text whose meaning is sure, so that another spelling of it is found to be equal; else only the same octets are. */
export function isComparable(attribute: NameAttribute): boolean {
  return comparedText(attribute) !== undefined;
}

function comparedText(attribute: NameAttribute): string | undefined {
  return attribute.tag === TELETEX_STRING ? undefined : exactText(attribute);
}

const COMMON_TYPES: readonly number[] = [UTF8_STRING, PRINTABLE_STRING, IA5_STRING];
/** Words of PrintableString's alphabet with single blanks between them. */
const COMMON_TEXT = /^[A-Za-z0-9'()+,\-./:=?]+(?: [A-Za-z0-9'()+,\-./:=?]+)*$/;

function normalisedAttribute(attribute: NameAttribute): string {
  const { type, tag, value } = attribute;
  const octets = fromLatin1(value);
  // Nearly all values: the same text in all of these types, with nothing to prepare but its case.
  if (COMMON_TYPES.includes(tag) && COMMON_TEXT.test(octets)) return `${type}=${octets.length}:${octets.toLowerCase()}`;
  const text = comparedText(attribute);
  if (text === undefined) return `${type}=#${tag}:${toHex(value)}`;
  const prepared = prepareText(text);
  return `${type}=${prepared.length}:${prepared}`;
}

/** The string preparation of RFC 4518 section 2, as far as this file takes it. */
export function prepareText(text: string): string {
  return squeezeBlanks(isAscii(text) ? text.toLowerCase() : foldUnicode(text));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Upper case first, so that characters with several lower-case forms (sharp s, final sigma) meet; characters "mapped to nothing" (RFC 4518 2.2) go. */
function foldUnicode(text: string): string {
  const folded = text.replaceAll(/\p{Format}|\p{Variation_Selector}|\u034F|\u1806|\uFFFC/gu, '');
  return folded.toUpperCase().toLowerCase().normalize('NFKC').toLowerCase();
}

/** Blanks, tabs and line ends become one blank between words and none at the ends (RFC 4518 2.2, 2.6.1). */
function squeezeBlanks(text: string): string {
  if (!/[^\S ]|\u0085|^ | {2}| $/.test(text)) return text;
  return text
    .split(/[\s\u0085]/)
    .filter((word) => word !== '')
    .join(' ');
}
