/**
 * Printing names. RFC 4514 by default: the RDNs from last to first, descriptors registered for LDAP, `#` and the DER in hexadecimal for attribute
 * types without one and for values that are no text. The other styles are OpenSSL's.
 */
import { fromLatin1, octetRange, toHex } from '../base/bytes.ts';
import type { Oid } from '../asn1/oid.ts';
import { IA5_STRING, PRINTABLE_STRING, UTF8_STRING } from '../asn1/tags.ts';
import { DerWriter } from '../asn1/writer.ts';
import {
  BUSINESS_CATEGORY,
  COMMON_NAME,
  COUNTRY_NAME,
  DESCRIPTION,
  DN_QUALIFIER,
  DOMAIN_COMPONENT,
  EMAIL_ADDRESS,
  GENERATION_QUALIFIER,
  GIVEN_NAME,
  INITIALS,
  LOCALITY_NAME,
  NAME,
  ORGANIZATION_NAME,
  ORGANIZATIONAL_UNIT_NAME,
  POSTAL_CODE,
  PSEUDONYM,
  SERIAL_NUMBER,
  STATE_OR_PROVINCE_NAME,
  STREET_ADDRESS,
  SURNAME,
  TITLE,
  USER_ID,
} from '../oids/names.ts';
import { attributeText } from './name-attribute.ts';
import { formatOpensslName, type OpensslNameStyle } from './name-format-openssl.ts';
import { type Name, PlainName } from './name.ts';

/** How a name is printed. */
export type NameStyle = 'rfc4514' | OpensslNameStyle;

/** Descriptors of the table in RFC 4514 section 3, and of further types as registered with IANA for LDAP. */
function makeDescriptors(): ReadonlyMap<Oid, string> {
  return new Map([
    [COMMON_NAME, 'CN'],
    [LOCALITY_NAME, 'L'],
    [STATE_OR_PROVINCE_NAME, 'ST'],
    [ORGANIZATION_NAME, 'O'],
    [ORGANIZATIONAL_UNIT_NAME, 'OU'],
    [COUNTRY_NAME, 'C'],
    [STREET_ADDRESS, 'STREET'],
    [DOMAIN_COMPONENT, 'DC'],
    [USER_ID, 'UID'],
    [SURNAME, 'SN'],
    [SERIAL_NUMBER, 'serialNumber'],
    [TITLE, 'title'],
    [DESCRIPTION, 'description'],
    [BUSINESS_CATEGORY, 'businessCategory'],
    [POSTAL_CODE, 'postalCode'],
    [NAME, 'name'],
    [GIVEN_NAME, 'givenName'],
    [INITIALS, 'initials'],
    [GENERATION_QUALIFIER, 'generationQualifier'],
    [DN_QUALIFIER, 'dnQualifier'],
    [PSEUDONYM, 'pseudonym'],
    [EMAIL_ADDRESS, 'emailAddress'],
  ]);
}

let descriptors: ReadonlyMap<Oid, string> | undefined;

/**
 * Text of a name: `rfc4514` (the default), `rfc2253` as PostgreSQL compares it, `oneline` as `openssl x509 -subject` prints it by default, `multiline`
 * and `compat` as its `-nameopt` has them.
 *
 * ```ts
 * import { formatName, parseName } from 'certwright';
 * const name = parseName('CN=alice\\, the first,O=Example');
 * if (formatName(name) !== 'CN=alice\\, the first,O=Example') throw new Error('printed otherwise');
 * if (formatName(name, 'oneline') !== 'O = Example, CN = "alice, the first"') throw new Error('not as OpenSSL does');
 * ```
 */
export function formatName(name: Name, style: NameStyle = 'rfc4514'): string {
  if (style !== 'rfc4514') return formatOpensslName(name, style);
  if (name instanceof PlainName) {
    let text = '';
    name.each((bytes, type, tag, start, end) => {
      const attribute = formatAttribute(bytes, type, tag, start, end);
      text = text === '' ? attribute : `${attribute},${text}`;
    });
    return text;
  }
  return name.rdns
    .map((rdn) => rdn.map(({ type, tag, value }) => formatAttribute(value, type, tag, 0, value.length)).join('+'))
    .reverse()
    .join(',');
}

function formatAttribute(bytes: Uint8Array, type: Oid, tag: number, start: number, end: number): string {
  descriptors ??= makeDescriptors();
  const descriptor = descriptors.get(type);
  if (descriptor !== undefined) {
    if (isPlainText(bytes, tag, start, end)) return `${descriptor}=${fromLatin1(bytes, start, end)}`;
    const text = attributeText({ type, tag, value: octetRange(bytes, start, end) });
    if (text !== undefined) return `${descriptor}=${escapeValue(text)}`;
  }
  return `${descriptor ?? type}=#${toHex(new DerWriter().value(tag, octetRange(bytes, start, end)).finish())}`;
}

/** True for printable ASCII in a string type of one octet a character, UTF-8 included, that nothing in it needs to be escaped. */
function isPlainText(bytes: Uint8Array, tag: number, start: number, end: number): boolean {
  if (tag !== UTF8_STRING && tag !== PRINTABLE_STRING && tag !== IA5_STRING) return false;
  for (let i = start; i < end; i++) {
    const octet = bytes[i] as number;
    if (octet < 0x20 || octet > 0x7e || octet === 0x5c || (octet >= 0x3b && octet <= 0x3e && octet !== 0x3d)) return false;
    if (octet <= 0x2c && (octet !== 0x20 || i === start || i === end - 1) && (octet < 0x24 || octet > 0x2a)) return false;
  }
  return true;
}

/** RFC 4514 2.4; control characters, C0 and C1, which need no escape there, get one for the sake of terminals and logs. */
function escapeValue(text: string): string {
  const parts: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) parts.push(`\\${code.toString(16).padStart(2, '0')}`);
    else if (code >= 0x80 && code < 0xa0) parts.push(`\\c2\\${code.toString(16)}`);
    else if ('"+,;<>\\'.includes(char)) parts.push(`\\${char}`);
    else if ((char === ' ' && (i === 0 || i === text.length - 1)) || (char === '#' && i === 0)) parts.push(`\\${char}`);
    else parts.push(char);
  }
  return parts.join('');
}
