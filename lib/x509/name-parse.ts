/**
 * Reading names from RFC 4514 text, and what RFC 2253 had besides: blanks around separators, `;` between RDNs, quoted values, `OID.` before an
 * identifier. OpenSSL's one-line form is of the same grammar with the RDNs in the order of the encoding. One pass, linear in the length of the text.
 *
 *     distinguishedName = [ relativeDistinguishedName *( COMMA relativeDistinguishedName ) ]
 *     relativeDistinguishedName = attributeTypeAndValue *( PLUS attributeTypeAndValue )
 *     attributeTypeAndValue = attributeType EQUALS attributeValue
 *     attributeValue = string / hexstring
 */
import { fromHex, fromUtf8, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { oid, type Oid } from '../asn1/oid.ts';
import { readDer } from '../asn1/reader.ts';
import { findAttributeType } from '../oids/attribute-names.ts';
import { makeAttribute } from './name-attribute.ts';
import type { NameStyle } from './name-format.ts';
import { makeName, type Name, type NameAttribute } from './name.ts';

/** Forms of text that are read; `rfc4514` and `rfc2253` have the last RDN first, `oneline` has it last, as in `O = Example, CN = alice`. */
export type ParsedNameStyle = Extract<NameStyle, 'rfc4514' | 'rfc2253' | 'oneline'>;

/**
 * A name from its text, by default that of RFC 4514. Values get the string type that RFC 5280 4.1.2.4 wants; `#` and hexadecimal give a value with
 * its header. Attribute types are dotted identifiers or names, in any letter case. Throws `bad-name` with the character offset,
 * `unknown-attribute-type`, or `bad-character` where a string type cannot hold its text.
 *
 * ```ts
 * import { formatName, parseName } from 'certwright';
 * const name = parseName('CN=alice+UID=a1,O=Example\\, Inc.,C=DE');
 * if (name.rdns.length !== 3 || name.rdns[2]?.length !== 2) throw new Error('three RDNs, the last of two attributes');
 * const oneline = parseName('C = DE, O = "Example, Inc.", UID = a1 + CN = alice', 'oneline');
 * if (formatName(oneline) !== formatName(name)) throw new Error('the same name in other words');
 * ```
 */
export function parseName(text: string, style: ParsedNameStyle = 'rfc4514'): Name {
  const rdns: NameAttribute[][] = [];
  let position = skipBlanks(text, 0);
  let rdn: NameAttribute[] = [];
  while (position < text.length || rdns.length > 0 || rdn.length > 0) {
    const { attribute, end } = parseAttribute(text, position);
    rdn.push(attribute);
    const separator = text.charAt(end);
    position = skipBlanks(text, end + 1);
    if (separator === '+') continue;
    rdns.push(rdn);
    rdn = [];
    if (separator === '') break;
  }
  return makeName(style === 'oneline' ? rdns : rdns.reverse());
}

function skipBlanks(text: string, from: number): number {
  let position = from;
  while (text.charCodeAt(position) === 0x20) position++;
  return position;
}

function parseAttribute(text: string, start: number): { attribute: NameAttribute; end: number } {
  const equals = text.indexOf('=', start);
  if (equals < 0) throw new PkiError('bad-name', 'expected an attribute type and "="', { offset: start });
  const type = parseType(text.slice(start, equals).trimEnd(), start);
  const valueStart = skipBlanks(text, equals + 1);
  if (text.charAt(valueStart) === '#') return parseHex(text, valueStart, type);
  const { octets, end } = text.charAt(valueStart) === '"' ? parseQuoted(text, valueStart) : parsePlain(text, valueStart);
  const value = fromUtf8(octets);
  if (value === undefined) throw new PkiError('bad-name', 'an escaped value that is not UTF-8', { offset: valueStart });
  return { attribute: makeAttribute(type, value), end };
}

/** Long texts are no attribute types; not to look at them keeps a hostile text from costs and from the error message. */
function parseType(text: string, offset: number): Oid {
  if (text.length > 256) throw new PkiError('bad-name', 'an attribute type of more than 256 characters', { offset });
  const dotted = /^oid\./i.test(text) ? text.slice(4) : text;
  if (/^[0-9][0-9.]*$/.test(dotted)) return oid(dotted);
  const known = findAttributeType(text);
  if (known === undefined) throw new PkiError('unknown-attribute-type', `no attribute type is called ${JSON.stringify(text)}`, { offset });
  return known;
}

function parseHex(text: string, start: number, type: Oid): { attribute: NameAttribute; end: number } {
  let end = start + 1;
  while (/^[0-9a-fA-F]$/.test(text.charAt(end))) end++;
  const { tag, content } = readDer(fromHex(text.slice(start + 1, end)), (reader) => reader.any('value'));
  return { attribute: { type, tag, value: content }, end: expectSeparator(text, skipBlanks(text, end)) };
}

function parseQuoted(text: string, start: number): { octets: Uint8Array; end: number } {
  const octets: number[] = [];
  let position = start + 1;
  while (text.charAt(position) !== '"') {
    if (position >= text.length) throw new PkiError('bad-name', 'a quoted value without its closing quote', { offset: start });
    position = readCharacter(text, position, octets);
  }
  return { octets: Uint8Array.from(octets), end: expectSeparator(text, skipBlanks(text, position + 1)) };
}

function parsePlain(text: string, start: number): { octets: Uint8Array; end: number } {
  const octets: number[] = [];
  let position = start;
  /** Count of octets up to the last that is no unescaped blank. */
  let kept = 0;
  while (position < text.length && !isSeparator(text.charAt(position))) {
    const char = text.charAt(position);
    if ('"<>'.includes(char)) throw new PkiError('bad-name', `${char} must be escaped by a backslash`, { offset: position });
    position = readCharacter(text, position, octets);
    if (char !== ' ') kept = octets.length;
  }
  return { octets: Uint8Array.from(octets.slice(0, kept)), end: position };
}

function isSeparator(char: string): boolean {
  return char === ',' || char === ';' || char === '+';
}

function expectSeparator(text: string, position: number): number {
  if (position < text.length && !isSeparator(text.charAt(position)))
    throw new PkiError('bad-name', 'expected a separator behind the value', { offset: position });
  return position;
}

/** Adds the UTF-8 octets of the character at `position`, escapes resolved (RFC 4514 2.4), and gives the position behind it. */
function readCharacter(text: string, position: number, octets: number[]): number {
  if (text.charAt(position) !== '\\') {
    const point = text.codePointAt(position) as number;
    if (point < 0x80) octets.push(point);
    else if (point >= 0xd800 && point <= 0xdfff) throw new PkiError('bad-name', 'half a surrogate pair', { offset: position });
    else octets.push(...utf8(String.fromCodePoint(point)));
    return position + (point > 0xffff ? 2 : 1);
  }
  const pair = text.slice(position + 1, position + 3);
  if (/^[0-9a-fA-F]{2}$/.test(pair)) {
    octets.push(Number.parseInt(pair, 16));
    return position + 3;
  }
  const escaped = pair.charAt(0);
  if (escaped === '' || !' "#+,;<=>\\'.includes(escaped))
    throw new PkiError('bad-name', "a backslash escapes one of ' \"#+,;<=>\\' or two hexadecimal digits", { offset: position });
  octets.push(escaped.charCodeAt(0));
  return position + 2;
}
