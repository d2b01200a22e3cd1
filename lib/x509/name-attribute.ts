/** Attributes of names one by one: their text, and new ones in the string type that RFC 5280 4.1.2.4 wants. */
import type { Oid } from '../asn1/oid.ts';
import { encodeString, stringTypeName, tryDecodeString } from '../asn1/strings.ts';
import { IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, UTF8_STRING, VISIBLE_STRING } from '../asn1/tags.ts';
import { COUNTRY_NAME, DN_QUALIFIER, DOMAIN_COMPONENT, EMAIL_ADDRESS, JURISDICTION_COUNTRY_NAME, SERIAL_NUMBER } from '../oids/names.ts';
import type { Name, NameAttribute } from './name.ts';

/** Types whose syntax is PrintableString alone (RFC 5280 appendix A.1). */
const PRINTABLE_TYPES: readonly Oid[] = [COUNTRY_NAME, SERIAL_NUMBER, DN_QUALIFIER, JURISDICTION_COUNTRY_NAME];
/** Types whose syntax is IA5String. */
const IA5_TYPES: readonly Oid[] = [EMAIL_ADDRESS, DOMAIN_COMPONENT];

/** Identifier octet of the string type a new attribute gets: PrintableString or IA5String where its syntax says so, else UTF8String. */
export function stringTagFor(type: Oid): number {
  if (PRINTABLE_TYPES.includes(type)) return PRINTABLE_STRING;
  return IA5_TYPES.includes(type) ? IA5_STRING : UTF8_STRING;
}

/**
 * A new attribute. Throws `bad-character` where the string type cannot hold the text: a country or a serial number takes letters, digits, blank and
 * `'()+,-./:=?` only, an e-mail address ASCII only.
 */
export function makeAttribute(type: Oid, text: string, tag: number = stringTagFor(type)): NameAttribute {
  return { type, tag, value: encodeString(tag, text) };
}

/** Types whose alphabet is a part of ASCII that CAs do not keep to: `*.example.com`, `AT&T` and `a@b.c` stand in many a PrintableString. */
const ASCII_TYPES: readonly number[] = [PRINTABLE_STRING, NUMERIC_STRING, VISIBLE_STRING];

/**
 * Text of an attribute for showing, or undefined where its value is no string or not well formed; ASCII outside of a type's alphabet is shown as it is.
 * Comparing is stricter: to `nameEquals` such a value equals its own octets only.
 */
export function attributeText({ tag, value }: NameAttribute): string | undefined {
  if (stringTypeName(tag) === undefined) return undefined;
  return tryDecodeString(ASCII_TYPES.includes(tag) ? IA5_STRING : tag, value);
}

/** Text of an attribute whose value is a string exactly of its type, or undefined: what constraints and comparisons go by. */
export function exactText({ tag, value }: NameAttribute): string | undefined {
  return stringTypeName(tag) === undefined ? undefined : tryDecodeString(tag, value);
}

/** All attributes of one type, in the order of the encoding. */
export function findAttributes(name: Name, type: Oid): NameAttribute[] {
  return name.rdns.flatMap((rdn) => rdn.filter((attribute) => attribute.type === type));
}
