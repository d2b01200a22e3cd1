/**
 * OpenSSL's ASN.1 generation language (ASN1_generate_nconf(3)): `[modifier,]…TYPE[:value]`, with the sections of the configuration for `SEQUENCE` and `SET`.
 *
 *     modifiers: EXP(LICIT):n[U|A|P|C]  IMP(LICIT):n[U|A|P|C]  OCTWRAP  BITWRAP  SEQWRAP  SETWRAP  FORM(AT):ASCII|UTF8|HEX|BITLIST
 *
 * Names are taken in any letter case. Texts are octet texts. Bounds are OpenSSL's: 50 levels of sections and 20 tags, and for all of a value 10,000 members.
 */
import { encodeString } from '../../asn1/strings.ts';
import { decodeTime } from '../../asn1/time.ts';
import {
  BIT_STRING,
  BMP_STRING,
  BOOLEAN,
  ENUMERATED,
  GENERALIZED_TIME,
  IA5_STRING,
  INTEGER,
  NULL,
  NUMERIC_STRING,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  PRINTABLE_STRING,
  SEQUENCE,
  SET,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  UTC_TIME,
  UTF8_STRING,
  VISIBLE_STRING,
} from '../../asn1/tags.ts';
import { encodeDer } from '../../asn1/writer.ts';
import { compareBytes, concatBytes, fromHex, fromUtf8, latin1 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { Config } from '../config/config.ts';
import { findObject } from '../objects.ts';
import { parseBoolean, parseInteger, requireSection } from '../config/text-list.ts';
import { refuse } from './context.ts';

const GENERAL_STRING = 0x1b;

const TYPES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['BOOL', BOOLEAN],
  ['BOOLEAN', BOOLEAN],
  ['NULL', NULL],
  ['INT', INTEGER],
  ['INTEGER', INTEGER],
  ['ENUM', ENUMERATED],
  ['ENUMERATED', ENUMERATED],
  ['OID', OBJECT_IDENTIFIER],
  ['OBJECT', OBJECT_IDENTIFIER],
  ['UTCTIME', UTC_TIME],
  ['UTC', UTC_TIME],
  ['GENERALIZEDTIME', GENERALIZED_TIME],
  ['GENTIME', GENERALIZED_TIME],
  ['OCT', OCTET_STRING],
  ['OCTETSTRING', OCTET_STRING],
  ['BITSTR', BIT_STRING],
  ['BITSTRING', BIT_STRING],
  ['UNIVERSALSTRING', UNIVERSAL_STRING],
  ['UNIV', UNIVERSAL_STRING],
  ['IA5', IA5_STRING],
  ['IA5STRING', IA5_STRING],
  ['UTF8', UTF8_STRING],
  ['UTF8STRING', UTF8_STRING],
  ['BMP', BMP_STRING],
  ['BMPSTRING', BMP_STRING],
  ['VISIBLESTRING', VISIBLE_STRING],
  ['VISIBLE', VISIBLE_STRING],
  ['PRINTABLESTRING', PRINTABLE_STRING],
  ['PRINTABLE', PRINTABLE_STRING],
  ['T61', TELETEX_STRING],
  ['T61STRING', TELETEX_STRING],
  ['TELETEXSTRING', TELETEX_STRING],
  ['GENERALSTRING', GENERAL_STRING],
  ['GENSTR', GENERAL_STRING],
  ['NUMERIC', NUMERIC_STRING],
  ['NUMERICSTRING', NUMERIC_STRING],
  ['SEQUENCE', SEQUENCE],
  ['SEQ', SEQUENCE],
  ['SET', SET],
]);

/** Modifiers that put a universal value around. */
const WRAPS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['OCTWRAP', OCTET_STRING],
  ['BITWRAP', BIT_STRING],
  ['SEQWRAP', SEQUENCE],
  ['SETWRAP', SET],
]);

const MAX_DEPTH = 50;
const MAX_TAGS = 20;
const MAX_MEMBERS = 10_000;

type Format = 'ASCII' | 'UTF8' | 'HEX' | 'BITLIST';

/** A tag to be put around or in place: its class bits and number. */
interface Tag {
  readonly classBits: number;
  readonly number: number;
}

/** One value around the rest. */
interface Layer extends Tag {
  readonly constructed: boolean;
  /** A count of unused bits stands in front. */
  readonly padded: boolean;
}

/** DER of a text of the language. Throws `bad-extension-value`. */
export function generateAsn1(text: string, config: Config | undefined): Uint8Array {
  return generate(text, { config, members: 0 }, 0);
}

interface State {
  readonly config: Config | undefined;
  members: number;
}

function generate(text: string, state: State, depth: number): Uint8Array {
  if (++state.members > MAX_MEMBERS) refuse(`more than ${MAX_MEMBERS} values`);
  const layers: Layer[] = [];
  let pending: Tag | undefined;
  let format: Format = 'ASCII';
  const push = (layer: Layer, takesImplicit: boolean): void => {
    if (pending !== undefined && !takesImplicit) refuse('illegal implicit tag');
    if (layers.length === MAX_TAGS) refuse('depth exceeded');
    layers.push(pending === undefined ? layer : { ...layer, ...pending });
    pending = undefined;
  };
  let rest = text;
  for (;;) {
    const comma = rest.indexOf(',');
    const item = (comma < 0 ? rest : rest.slice(0, comma)).trim();
    const colon = item.indexOf(':');
    const name = (colon < 0 ? item : item.slice(0, colon)).toUpperCase();
    const argument = colon < 0 ? undefined : item.slice(colon + 1);
    const type = TYPES.get(name);
    if (type !== undefined) {
      const value = colon < 0 ? undefined : rest.slice(rest.indexOf(':') + 1);
      if (colon < 0 && comma >= 0) refuse('missing value');
      return finish(valueOf(type, value, format, state, depth), layers, pending);
    }
    const wrap = WRAPS.get(name);
    if (wrap !== undefined) {
      push({ classBits: 0, number: wrap & 0x1f, constructed: (wrap & 0x20) !== 0, padded: wrap === BIT_STRING }, true);
    } else if (name === 'EXP' || name === 'EXPLICIT') push({ ...tagOf(argument), constructed: true, padded: false }, false);
    else if (name === 'IMP' || name === 'IMPLICIT') {
      if (pending !== undefined) refuse('illegal nested tagging');
      pending = tagOf(argument);
    } else if (name === 'FORM' || name === 'FORMAT') format = formatOf(argument);
    else refuse(`unknown tag: tag=${item}`);
    if (comma < 0) refuse('unknown tag: there is no type');
    rest = rest.slice(comma + 1);
  }
}

const CLASS_BITS: Readonly<Record<string, number>> = { U: 0, A: 0x40, C: 0x80, P: 0xc0 };

function tagOf(text: string | undefined): Tag {
  const [, number = '', letter = 'C'] = /^([0-9]{1,9})([UAPC]?)$/.exec(text ?? '') ?? refuse(`invalid number or modifier: ${text ?? ''}`);
  return { number: Number(number), classBits: CLASS_BITS[letter || 'C'] as number };
}

function formatOf(text: string | undefined): Format {
  const format = (['ASCII', 'UTF8', 'HEX', 'BITLIST'] as const).find((known) => text?.startsWith(known));
  return format ?? refuse(`unknown format: ${text ?? ''}`);
}

/** The value with its tag replaced and the layers around it, the first of them outermost. */
function finish(der: Uint8Array, layers: readonly Layer[], implicit: Tag | undefined): Uint8Array {
  let inner = der;
  if (implicit !== undefined) {
    const constructed = ((der[0] as number) & 0x20) !== 0;
    inner = concatBytes(identifier({ ...implicit, constructed }), der.subarray(1));
  }
  for (const layer of [...layers].reverse()) {
    const content = layer.padded ? concatBytes(Uint8Array.of(0), inner) : inner;
    const plain = encodeDer((writer) => writer.value(OCTET_STRING, content));
    inner = concatBytes(identifier(layer), plain.subarray(1));
  }
  return inner;
}

function identifier({ classBits, number, constructed }: Tag & { readonly constructed: boolean }): Uint8Array {
  const first = classBits | (constructed ? 0x20 : 0);
  if (number < 31) return Uint8Array.of(first | number);
  const digits = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return Uint8Array.of(first | 31, ...digits);
}

function valueOf(type: number, value: string | undefined, format: Format, state: State, depth: number): Uint8Array {
  const text = value ?? '';
  if (type === SEQUENCE || type === SET) return collection(type, value, state, depth);
  if (type === OCTET_STRING || type === BIT_STRING) return octets(type, text, format);
  if (STRINGS.includes(type)) return characters(type, text, format);
  if (type === NULL) return text === '' ? Uint8Array.of(NULL, 0) : refuse('illegal null value');
  if (format !== 'ASCII') refuse(`not ascii format: string=${text}`);
  return encodeDer((writer) => {
    if (type === BOOLEAN) writer.boolean(parseBoolean({ name: 'BOOLEAN', value: text }));
    else if (type === INTEGER || type === ENUMERATED) writer.integer(parseInteger(text) ?? refuse(`illegal integer: string=${text}`), type);
    else if (type === OBJECT_IDENTIFIER) writer.oid(findObject(text) ?? refuse(`illegal object: string=${text}`));
    else if (decodeTime(type, latin1(text)) === undefined) refuse(`illegal time value: string=${text}`);
    else writer.value(type, latin1(text));
  });
}

const STRINGS: readonly number[] = [
  BMP_STRING,
  PRINTABLE_STRING,
  IA5_STRING,
  TELETEX_STRING,
  UTF8_STRING,
  VISIBLE_STRING,
  UNIVERSAL_STRING,
  GENERAL_STRING,
  NUMERIC_STRING,
];

function characters(type: number, value: string, format: Format): Uint8Array {
  if (format !== 'ASCII' && format !== 'UTF8') return refuse(`illegal format: string=${value}`);
  const text = format === 'UTF8' ? (fromUtf8(latin1(value)) ?? refuse('invalid utf8string')) : value;
  if (type === GENERAL_STRING) return encodeDer((writer) => writer.value(type, latin1(text)));
  try {
    return encodeDer((writer) => writer.value(type, encodeString(type, text)));
  } catch (error) {
    if (error instanceof PkiError) return refuse(`illegal characters: string=${value}`);
    throw error;
  }
}

function octets(type: number, value: string, format: Format): Uint8Array {
  if (format === 'BITLIST' && type === BIT_STRING) return bitList(value);
  if (format !== 'ASCII' && format !== 'HEX') return refuse(`illegal bitstring format: string=${value}`);
  const content = format === 'HEX' ? hexOctets(value) : latin1(value);
  return encodeDer((writer) => (type === BIT_STRING ? writer.bitString(content) : writer.octetString(content)));
}

function hexOctets(value: string): Uint8Array {
  const digits = value.replaceAll(':', '');
  return digits.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(digits) ? fromHex(digits) : refuse(`illegal hex: string=${value}`);
}

/** Numbers of the bits that are set, of up to six digits. */
function bitList(value: string): Uint8Array {
  const numbers = value.split(',').map((item) => {
    const text = item.trim();
    if (!/^[0-9]{1,6}$/.test(text)) return refuse(`invalid number: ${text}`);
    return Number(text);
  });
  const set = new Set(numbers);
  const bits = Array.from({ length: numbers.reduce((most, number) => Math.max(most, number), 0) + 1 }, (_, index) => set.has(index));
  return encodeDer((writer) => writer.namedBits(bits));
}

/** The values of a section's lines, or none where no section is named; DER puts the members of a SET in order. */
function collection(type: number, section: string | undefined, state: State, depth: number): Uint8Array {
  if (depth >= MAX_DEPTH) refuse('illegal nested tagging: sections nested too deeply');
  if (state.config === undefined) refuse('sequence or set needs config');
  const lines = section === undefined ? [] : requireSection(section, state.config);
  const members = lines.map(({ value }) => generate(value ?? '', state, depth + 1));
  if (type === SET) members.sort(compareBytes);
  return encodeDer((writer) => writer.value(type, concatBytes(...members)));
}
