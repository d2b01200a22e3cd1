/**
 * Names as OpenSSL 3.0 prints them (X509_NAME_print_ex, X509_NAME_oneline), character by character: PostgreSQL compares the RFC 2253 form, and
 * `openssl x509 -subject` prints the one-line form. Its quirks are kept: a lone `#` is not escaped, a backslash is doubled in every style but `compat`.
 */
import { fromLatin1, toHex, utf8 } from '../base/bytes.ts';
import type { Oid } from '../asn1/oid.ts';
import { BIT_STRING, BMP_STRING, TELETEX_STRING, UNIVERSAL_STRING, universalTypeName, UTF8_STRING } from '../asn1/tags.ts';
import { DerWriter } from '../asn1/writer.ts';
import { attributeName, type DisplayName } from '../oids/attribute-names.ts';
import type { Name, NameAttribute } from './name.ts';

/** Styles of OpenSSL's `-nameopt`. `multiline` indents by four blanks and starts with a line end, as the command does. */
export type OpensslNameStyle = 'rfc2253' | 'oneline' | 'multiline' | 'compat';

/** What OpenSSL's name options switch on (XN_FLAG_*, ASN1_STRFLGS_*): bits, with OpenSSL's own values. */
export const nameFlags = {
  /** Characters that RFC 2253 escapes are escaped; with `quote` by quotes around the value. */
  esc2253: 1,
  escCtrl: 2,
  escMsb: 4,
  quote: 8,
  /** Values become UTF-8 octets first, else each character stands for itself. */
  utf8: 0x10,
  /** Every value is taken for octets, whatever its type. */
  ignoreType: 0x20,
  showType: 0x40,
  /** Values are printed as `#` and hexadecimal: all of them, or those of other than string types; their DER, or the content alone. */
  dumpAll: 0x80,
  dumpOthers: 0x100,
  dumpDer: 0x200,
  esc2254: 0x400,
  /** Between RDNs and between their attributes. */
  commaPlus: 0x1_0000,
  commaPlusSpace: 0x2_0000,
  semicolonPlusSpace: 0x3_0000,
  multiline: 0x4_0000,
  separators: 0xf_0000,
  reversed: 0x10_0000,
  /** How attribute types are named; nothing of these: by their short names. */
  long: 0x20_0000,
  numbers: 0x40_0000,
  nameless: 0x60_0000,
  spaceEqual: 0x80_0000,
  /** Values of attribute types without a name are printed as `#` and hexadecimal. */
  dumpUnknown: 0x100_0000,
  align: 0x200_0000,
} as const;

/** The flags of the named styles. */
export const nameStyles: Readonly<Record<OpensslNameStyle, number>> = {
  compat: 0,
  rfc2253: 0x111_0317,
  oneline: 0x82_031f,
  multiline: 0x2a4_0006,
};

/** Where the names of attribute types come from. */
export type NameLookUp = (oid: Oid) => DisplayName | undefined;

/**
 * Text of a name in one of OpenSSL's styles. `names` tells the names of attribute types: by default those that stand in names, while OpenSSL takes any
 * object it knows (`displayName` of `lib/oids/display-names.ts`).
 */
export function formatOpensslName(name: Name, style: OpensslNameStyle, names: NameLookUp = attributeName): string {
  if (style === 'compat') return formatCompat(name, names);
  return `${style === 'multiline' ? '\n' : ''}${formatNameWithFlags(name, nameStyles[style], names, 4)}`;
}

/**
 * Text of a name as X509_NAME_print_ex writes it under `nameFlags`, lines indented by `indent` where each RDN has one. Its characters are octets: without
 * `escMsb` they may be the UTF-8 form of a text. Not for 0, the style `compat`.
 */
export function formatNameWithFlags(name: Name, flags: number, names: NameLookUp, indent: number): string {
  const separator = flags & nameFlags.separators;
  const lines = separator === nameFlags.multiline ? ' '.repeat(indent) : '';
  const plus = separator === nameFlags.commaPlus ? '+' : ' + ';
  const between =
    separator === nameFlags.commaPlus
      ? ','
      : separator === nameFlags.commaPlusSpace
        ? ', '
        : separator === nameFlags.multiline
          ? `\n${lines}`
          : '; ';
  const reversed = (flags & nameFlags.reversed) !== 0;
  const rdns = name.rdns.map((rdn) => {
    const attributes = rdn.map((attribute) => formatAttribute(attribute, flags, names));
    return (reversed ? attributes.reverse() : attributes).join(plus);
  });
  return lines + (reversed ? rdns.reverse() : rdns).join(between);
}

function formatAttribute(attribute: NameAttribute, flags: number, names: NameLookUp): string {
  const display = names(attribute.type);
  const value = formatValue(attribute, display === undefined && (flags & nameFlags.dumpUnknown) !== 0 ? flags | nameFlags.dumpAll : flags);
  const form = flags & nameFlags.nameless;
  if (form === nameFlags.nameless) return value;
  const equal = (flags & nameFlags.spaceEqual) === 0 ? '=' : ' = ';
  const known = form === nameFlags.numbers ? undefined : form === nameFlags.long ? display?.long : display?.short;
  const width = (flags & nameFlags.align) === 0 ? 0 : form === nameFlags.long ? 25 : 10;
  return `${known?.padEnd(width) ?? attribute.type}${equal}${value}`;
}

/** `#` and hexadecimal: the DER of the value, or its content alone. */
function dumpValue(attribute: NameAttribute, flags: number): string {
  const { tag, value } = attribute;
  const octets = (flags & nameFlags.dumpDer) === 0 ? stringOctets(attribute) : new DerWriter().value(tag, value).finish();
  return `#${toHex(octets).toUpperCase()}`;
}

/** Types ASN1_STRING_print_ex takes for text: UTF8, Numeric, Printable, Teletex, IA5, both times, Visible, Universal, BMP. */
const TEXT_TAGS: readonly number[] = [0x0c, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1c, 0x1e];

function formatValue(attribute: NameAttribute, flags: number): string {
  const { tag } = attribute;
  const type = (flags & nameFlags.showType) === 0 ? '' : `${tag === TELETEX_STRING ? 'T61STRING' : universalTypeName(tag)?.toUpperCase()}:`;
  if ((flags & nameFlags.dumpAll) !== 0) return type + dumpValue(attribute, flags);
  const asOctets = (flags & nameFlags.ignoreType) !== 0 || !TEXT_TAGS.includes(tag);
  if (asOctets && (flags & (nameFlags.ignoreType | nameFlags.dumpOthers)) === nameFlags.dumpOthers)
    return type + dumpValue(attribute, flags);
  const points = codePoints(attribute, asOctets, flags);
  if (points === undefined) return type + dumpValue(attribute, flags);
  let quoted = false;
  const parts = points.map((point, index) => {
    const text = escapePoint(point, index === 0, index === points.length - 1, flags);
    if (text === undefined) quoted = true;
    return text ?? String.fromCharCode(point);
  });
  return type + (quoted ? `"${parts.join('')}"` : parts.join(''));
}

/** What OpenSSL holds of a value: of a BIT STRING, the one type that is no string and that it takes in names, the octets without their count. */
function stringOctets({ tag, value }: NameAttribute): Uint8Array {
  return tag === BIT_STRING ? value.subarray(1) : value;
}

/** What is printed character by character: octets of the UTF-8 form, or the characters themselves. Undefined for octets not of the type's width. */
function codePoints(attribute: NameAttribute, asOctets: boolean, flags: number): number[] | undefined {
  const tag = asOctets ? 0 : attribute.tag;
  const convert = (flags & nameFlags.utf8) !== 0;
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
function escapePoint(point: number, first: boolean, last: boolean, flags: number): string | undefined {
  if (point > 0xffff) return `\\W${hex(point, 8)}`;
  if (point > 0xff) return `\\U${hex(point, 4)}`;
  const char = String.fromCharCode(point);
  const is2253 = (flags & nameFlags.esc2253) !== 0;
  if (is2253) {
    // OpenSSL asks for "last" after "first" and forgets the latter: a value of one character is never "first".
    if (',+<>;'.includes(char) || (char === ' ' && (first || last)) || (char === '#' && first && !last))
      return (flags & nameFlags.quote) === 0 ? `\\${char}` : undefined;
    if (char === '"' || char === '\\') return `\\${char}`;
  }
  const control = point < 0x20 || point === 0x7f;
  const escaped =
    (control && (flags & nameFlags.escCtrl) !== 0) ||
    (point > 0x7f && (flags & nameFlags.escMsb) !== 0) ||
    ('\0()*\\'.includes(char) && (flags & nameFlags.esc2254) !== 0);
  if (escaped) return `\\${hex(point, 2)}`;
  return char === '\\' && (flags & ESCAPES) !== 0 ? '\\\\' : char;
}

const ESCAPES: number = nameFlags.esc2253 | nameFlags.escCtrl | nameFlags.escMsb | nameFlags.quote | nameFlags.esc2254;

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
