/** Identifier octets of the universal types (X.690 8.1.2) and of context-specific ones. */

export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OBJECT_IDENTIFIER = 0x06;
export const ENUMERATED = 0x0a;
export const UTF8_STRING = 0x0c;
export const NUMERIC_STRING = 0x12;
export const PRINTABLE_STRING = 0x13;
export const TELETEX_STRING = 0x14;
export const IA5_STRING = 0x16;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const VISIBLE_STRING = 0x1a;
export const UNIVERSAL_STRING = 0x1c;
export const BMP_STRING = 0x1e;
export const SEQUENCE = 0x30;
export const SET = 0x31;

/** `[n]` of a primitive type, n below 31: `[n] IMPLICIT OCTET STRING` and the like. */
export function context(n: number): number {
  return 0x80 | n;
}

/** `[n]` of a constructed type, n below 31: EXPLICIT tags and implicit SEQUENCEs. */
export function contextConstructed(n: number): number {
  return 0xa0 | n;
}

const NAMES: readonly (string | undefined)[] = [
  undefined,
  'BOOLEAN',
  'INTEGER',
  'BIT STRING',
  'OCTET STRING',
  'NULL',
  'OBJECT IDENTIFIER',
  'ObjectDescriptor',
  'EXTERNAL',
  'REAL',
  'ENUMERATED',
  'EMBEDDED PDV',
  'UTF8String',
  'RELATIVE-OID',
  'TIME',
  undefined,
  'SEQUENCE',
  'SET',
  'NumericString',
  'PrintableString',
  'TeletexString',
  'VideotexString',
  'IA5String',
  'UTCTime',
  'GeneralizedTime',
  'GraphicString',
  'VisibleString',
  'GeneralString',
  'UniversalString',
  'CHARACTER STRING',
  'BMPString',
];

/** ASN.1's name of a universal tag number (X.680 8.6), such as `SEQUENCE` of 16; undefined where there is none. */
export function universalTypeName(number: number): string | undefined {
  return NAMES[number];
}

/** What an identifier octet announces, for messages: `SEQUENCE`, `[0]`, `tag 0x62`. */
export function describeTag(tag: number): string {
  const number = tag & 0x1f;
  const constructedType = number === (SEQUENCE & 0x1f) || number === (SET & 0x1f);
  const name = tag < 0x40 && ((tag & 0x20) !== 0) === constructedType ? NAMES[number] : undefined;
  if (name !== undefined) return name;
  return (tag & 0xc0) === 0x80 && number !== 0x1f ? `[${number}]` : `tag 0x${tag.toString(16).padStart(2, '0')}`;
}
