/**
 * The character string types of certificates (X.680 41, X.690 8.23), both ways and strict: octets outside of a type's alphabet are an error, never replaced.
 *
 * TeletexString is read as ISO 8859-1, as every other reader of certificates does: its true alphabet (T.61 with shift sequences) is not
 * used in practice. BMPString and UniversalString take no surrogates. Left out: GeneralString, GraphicString and VideotexString.
 */
import { fromLatin1, fromUtf8, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import {
  BMP_STRING,
  IA5_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  universalTypeName,
  UTF8_STRING,
  VISIBLE_STRING,
} from './tags.ts';

const STRING_TAGS: readonly number[] = [
  UTF8_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  IA5_STRING,
  VISIBLE_STRING,
  UNIVERSAL_STRING,
  BMP_STRING,
];

/** ASN.1's name of a string type, such as `PrintableString`; undefined for tags that are none of those read here. */
export function stringTypeName(tag: number): string | undefined {
  return STRING_TAGS.includes(tag) ? universalTypeName(tag) : undefined;
}

/** Text of content octets of the string type `tag`. Throws `bad-string` where they are not of its form, `unknown-string-type` for other tags. */
export function decodeString(tag: number, bytes: Uint8Array): string {
  const name = knownName(tag);
  const text = tryDecodeString(tag, bytes);
  if (text === undefined) throw new PkiError('bad-string', `octets that are not of the form of a ${name}`);
  return text;
}

/** Text of content octets of the string type `tag`, or undefined where they are not of its form. Throws `unknown-string-type` for other tags. */
export function tryDecodeString(tag: number, bytes: Uint8Array): string | undefined {
  knownName(tag);
  if (tag === UTF8_STRING) return fromUtf8(bytes);
  if (tag === BMP_STRING || tag === UNIVERSAL_STRING) return decodeWide(bytes, tag === BMP_STRING ? 2 : 4);
  for (const octet of bytes) if (!isOfAlphabet(tag, octet)) return undefined;
  return fromLatin1(bytes);
}

/** Content octets of a text in the string type `tag`. Throws `bad-character` where the type cannot hold it, `unknown-string-type` for other tags. */
export function encodeString(tag: number, text: string): Uint8Array {
  const name = knownName(tag);
  const points = Array.from(text, (char) => char.codePointAt(0) as number);
  for (const point of points)
    if (!isOfAlphabet(tag, point))
      throw new PkiError('bad-character', `a ${name} cannot hold U+${point.toString(16).toUpperCase().padStart(4, '0')}`);
  if (tag === UTF8_STRING) return utf8(text);
  const width = tag === BMP_STRING ? 2 : tag === UNIVERSAL_STRING ? 4 : 1;
  const out = new Uint8Array(points.length * width);
  points.forEach((point, index) => {
    for (let i = 0; i < width; i++) out[index * width + i] = point >>> (8 * (width - 1 - i));
  });
  return out;
}

/** True where a text can be a PrintableString: letters, digits, blank and `'()+,-./:=?` (X.680 41.4). Note that `@`, `*`, `&` and `_` are outside. */
export function isPrintable(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isOfAlphabet(PRINTABLE_STRING, text.charCodeAt(i))) return false;
  return true;
}

function knownName(tag: number): string {
  const name = stringTypeName(tag);
  if (name === undefined)
    throw new PkiError('unknown-string-type', `tag 0x${tag.toString(16).padStart(2, '0')} is no string type of certificates`);
  return name;
}

/** Whether a string type holds a code point; for types of one octet the code point is the octet. */
function isOfAlphabet(tag: number, point: number): boolean {
  switch (tag) {
    case PRINTABLE_STRING:
      return isAlphanumeric(point) || (point < 0x80 && " '()+,-./:=?".includes(String.fromCharCode(point)));
    case NUMERIC_STRING:
      return point === 0x20 || (point >= 0x30 && point <= 0x39);
    case VISIBLE_STRING:
      return point >= 0x20 && point <= 0x7e;
    case IA5_STRING:
      return point <= 0x7f;
    case TELETEX_STRING:
      return point <= 0xff;
    default:
      return (point < 0xd800 || point > 0xdfff) && point <= (tag === BMP_STRING ? 0xffff : 0x10ffff);
  }
}

function isAlphanumeric(point: number): boolean {
  return (point >= 0x41 && point <= 0x5a) || (point >= 0x61 && point <= 0x7a) || (point >= 0x30 && point <= 0x39);
}

function decodeWide(bytes: Uint8Array, width: 2 | 4): string | undefined {
  if (bytes.length % width !== 0) return undefined;
  const chars: string[] = [];
  for (let i = 0; i < bytes.length; i += width) {
    let point = 0;
    for (let j = 0; j < width; j++) point = point * 256 + (bytes[i + j] as number);
    if (!isOfAlphabet(width === 2 ? BMP_STRING : UNIVERSAL_STRING, point)) return undefined;
    chars.push(String.fromCodePoint(point));
  }
  return chars.join('');
}
