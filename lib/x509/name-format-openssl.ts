/**
 * Names as OpenSSL 3.0 prints them (X509_NAME_print_ex, X509_NAME_oneline), character by character: PostgreSQL compares the RFC 2253 form, and
 * `openssl x509 -subject` prints the one-line form. Its quirks are kept: a lone `#` is not escaped, a backslash is doubled in every style but `compat`.
 */
import { fromLatin1, toHex, utf8 } from '../base/bytes.ts';
import type { Oid } from '../asn1/oid.ts';
import { BIT_STRING, BMP_STRING, UNIVERSAL_STRING, UTF8_STRING } from '../asn1/tags.ts';
import { DerWriter } from '../asn1/writer.ts';
import { attributeName, type DisplayName } from '../oids/attribute-names.ts';
import type { Name, NameAttribute } from './name.ts';

/** Styles of OpenSSL's `-nameopt`. `multiline` indents by four blanks and starts with a line end, as the command does. */
export type OpensslNameStyle = 'rfc2253' | 'oneline' | 'multiline' | 'compat';

interface Options {
  readonly reversed: boolean;
  readonly betweenRdns: string;
  readonly betweenAttributes: string;
  readonly equals: string;
  /** Long names, padded to 25 characters. */
  readonly long: boolean;
  /** Characters that RFC 2253 escapes are escaped (by a backslash, or by quotes around the value). */
  readonly special: 'backslash' | 'quotes' | 'none';
  /** Values become UTF-8 octets first, else each character stands for itself. */
  readonly convert: boolean;
  /** Values of other than string types, and of unknown attribute types, are printed as `#` and their DER. */
  readonly dumpUnknownTypes: boolean;
  readonly dumpUnknownFields: boolean;
}

const STYLES: Readonly<Record<Exclude<OpensslNameStyle, 'compat'>, Options>> = {
  rfc2253: {
    reversed: true,
    betweenRdns: ',',
    betweenAttributes: '+',
    equals: '=',
    long: false,
    special: 'backslash',
    convert: true,
    dumpUnknownTypes: true,
    dumpUnknownFields: true,
  },
  oneline: {
    reversed: false,
    betweenRdns: ', ',
    betweenAttributes: ' + ',
    equals: ' = ',
    long: false,
    special: 'quotes',
    convert: true,
    dumpUnknownTypes: true,
    dumpUnknownFields: false,
  },
  multiline: {
    reversed: false,
    betweenRdns: '\n    ',
    betweenAttributes: ' + ',
    equals: ' = ',
    long: true,
    special: 'none',
    convert: false,
    dumpUnknownTypes: false,
    dumpUnknownFields: false,
  },
};

/** Where the names of attribute types come from. */
export type NameLookUp = (oid: Oid) => DisplayName | undefined;

/**
 * Text of a name in one of OpenSSL's styles. `names` tells the names of attribute types: by default those that stand in names, while OpenSSL takes any
 * object it knows (`displayName` of `lib/oids/display-names.ts`).
 */
export function formatOpensslName(name: Name, style: OpensslNameStyle, names: NameLookUp = attributeName): string {
  if (style === 'compat') return formatCompat(name, names);
  const options = STYLES[style];
  const rdns = name.rdns.map((rdn) => {
    const attributes = rdn.map((attribute) => formatAttribute(attribute, options, names));
    return (options.reversed ? attributes.reverse() : attributes).join(options.betweenAttributes);
  });
  const text = (options.reversed ? rdns.reverse() : rdns).join(options.betweenRdns);
  return style === 'multiline' ? `\n    ${text}` : text;
}

function formatAttribute(attribute: NameAttribute, options: Options, names: NameLookUp): string {
  const display = names(attribute.type);
  const known = options.long ? display?.long.padEnd(25) : display?.short;
  const dump = known === undefined && options.dumpUnknownFields;
  return `${known ?? attribute.type}${options.equals}${dump ? dumpValue(attribute) : formatValue(attribute, options)}`;
}

/** `#` and the hexadecimal DER of the value. */
function dumpValue({ tag, value }: NameAttribute): string {
  return `#${toHex(new DerWriter().value(tag, value).finish()).toUpperCase()}`;
}

/** Types ASN1_STRING_print_ex takes for text: UTF8, Numeric, Printable, Teletex, IA5, both times, Visible, Universal, BMP. */
const TEXT_TAGS: readonly number[] = [0x0c, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1c, 0x1e];

function formatValue(attribute: NameAttribute, options: Options): string {
  const { tag } = attribute;
  if (options.dumpUnknownTypes && !TEXT_TAGS.includes(tag)) return dumpValue(attribute);
  const points = codePoints(attribute, options);
  if (points === undefined) return dumpValue(attribute);
  let quoted = false;
  const parts = points.map((point, index) => {
    const text = escapePoint(point, index === 0, index === points.length - 1, options);
    if (text === undefined) quoted = true;
    return text ?? String.fromCharCode(point);
  });
  return quoted ? `"${parts.join('')}"` : parts.join('');
}

/** What OpenSSL holds of a value: of a BIT STRING, the one type that is no string and that it takes in names, the octets without their count. */
function stringOctets({ tag, value }: NameAttribute): Uint8Array {
  return tag === BIT_STRING ? value.subarray(1) : value;
}

/** What is printed character by character: octets of the UTF-8 form, or the characters themselves. Undefined for octets not of the type's width. */
function codePoints(attribute: NameAttribute, { convert }: Options): number[] | undefined {
  const { tag } = attribute;
  const value = stringOctets(attribute);
  const width = tag === BMP_STRING ? 2 : tag === UNIVERSAL_STRING ? 4 : 1;
  if (value.length % width !== 0) return undefined;
  if (tag === UTF8_STRING) return convert ? [...value] : decodeLooseUtf8(value);
  const points: number[] = [];
  for (let i = 0; i < value.length; i += width) {
    let point = 0;
    for (let j = 0; j < width; j++) point = point * 256 + (value[i + j] as number);
    points.push(point);
  }
  if (!convert) return points;
  const valid = points.filter((point) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff));
  return [...utf8(valid.map((point) => String.fromCodePoint(point)).join(''))];
}

function decodeLooseUtf8(value: Uint8Array): number[] | undefined {
  try {
    const text = decodeURIComponent(`%${toHex(value, '%')}`);
    return Array.from(text, (char) => char.codePointAt(0) as number);
  } catch {
    return value.length === 0 ? [] : undefined;
  }
}

/** The character as it is printed, or undefined where it stands for itself but wants quotes around the value. */
function escapePoint(point: number, first: boolean, last: boolean, { special }: Options): string | undefined {
  if (point > 0xffff) return `\\W${hex(point, 8)}`;
  if (point > 0xff) return `\\U${hex(point, 4)}`;
  if (point > 0x7e || point < 0x20) return `\\${hex(point, 2)}`;
  const char = String.fromCharCode(point);
  if (char === '\\') return '\\\\';
  if (special === 'none') return char;
  if (char === '"') return '\\"';
  // OpenSSL asks for "last" after "first" and forgets the latter: a value of one character is never "first".
  if (!',+<>;'.includes(char) && !(char === ' ' && (first || last)) && !(char === '#' && first && !last)) return char;
  return special === 'quotes' ? undefined : `\\${char}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** X509_NAME_oneline: raw octets, unprintable ones as `\xHH`, `/` and `+` escaped. */
function formatCompat(name: Name, names: NameLookUp): string {
  return name.rdns
    .map((rdn) => `/${rdn.map((attribute) => `${names(attribute.type)?.short ?? attribute.type}=${compatValue(attribute)}`).join('+')}`)
    .join('');
}

function compatValue(attribute: NameAttribute): string {
  return Array.from(fromLatin1(stringOctets(attribute)), (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20 || code > 0x7e) return `\\x${hex(code, 2)}`;
    return char === '/' || char === '+' ? `\\${char}` : char;
  }).join('');
}
