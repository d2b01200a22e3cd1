/** Bytes are `Uint8Array` everywhere: comparison, concatenation, hexadecimal, UTF-8. */
import { PkiError } from './error.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };

/** A source of random bytes: gives `length` fresh ones at each call. */
export type RandomBytes = (length: number) => Uint8Array;

/** True when both hold the same octets. Not constant time: for public data. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Orders octet strings byte by byte, a prefix before its continuation: the order of DER's SET OF (X.690 11.6). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** One new array with all parts in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** The octets from `start` up to `end`, nothing copied: what `subarray` gives, in less time, and a plain Uint8Array for any subclass of it. */
export function octetRange(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** Lower-case hexadecimal, with `separator` between the octets. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  let text = '';
  let i = 0;
  if (separator === '')
    for (; i + 4 <= bytes.length; i += 4) {
      const a = bytes[i] as number;
      const b = bytes[i + 1] as number;
      const c = bytes[i + 2] as number;
      const d = bytes[i + 3] as number;
      // eight characters a call: of short strings each call costs as much as ten octets
      text += String.fromCharCode(
        digit(a >> 4),
        digit(a & 15),
        digit(b >> 4),
        digit(b & 15),
        digit(c >> 4),
        digit(c & 15),
        digit(d >> 4),
        digit(d & 15),
      );
    }
  for (; i < bytes.length; i++) {
    const octet = bytes[i] as number;
    text += (i === 0 ? '' : separator) + String.fromCharCode(digit(octet >> 4), digit(octet & 15));
  }
  return text;
}

function digit(value: number): number {
  return value + (value < 10 ? 48 : 87);
}

/** Octets of a hexadecimal string of even length, in either case. Throws `bad-hex`. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text))
    throw new PkiError('bad-hex', 'a hexadecimal string needs an even number of digits 0-9 a-f');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = (digitAt(text, 2 * i) << 4) | digitAt(text, 2 * i + 1);
  return out;
}

function digitAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 58 ? code - 48 : (code | 32) - 87;
}

/** UTF-8 octets of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Text of strict UTF-8 octets, or undefined where they are none (overlong, surrogate, truncated). A byte order mark is kept. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Text whose characters are the octets themselves, U+0000 to U+00FF (ISO 8859-1). */
export function fromLatin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = '';
  let i = start;
  // Short ones, as names have them, eight characters a call.
  if (end - start < 128) {
    for (; i + 8 <= end; i += 8)
      text += String.fromCharCode(
        bytes[i] as number,
        bytes[i + 1] as number,
        bytes[i + 2] as number,
        bytes[i + 3] as number,
        bytes[i + 4] as number,
        bytes[i + 5] as number,
        bytes[i + 6] as number,
        bytes[i + 7] as number,
      );
    if (i + 4 <= end) {
      text += String.fromCharCode(bytes[i] as number, bytes[i + 1] as number, bytes[i + 2] as number, bytes[i + 3] as number);
      i += 4;
    }
    for (; i + 2 <= end; i += 2) text += String.fromCharCode(bytes[i] as number, bytes[i + 1] as number);
    return i < end ? text + String.fromCharCode(bytes[i] as number) : text;
  }
  // apply takes typed arrays as they are, several times as fast as spreading them; 8,192 arguments are few enough for every engine.
  for (; i < end; i += 8192)
    text += String.fromCharCode.apply(undefined, bytes.subarray(i, Math.min(i + 8192, end)) as unknown as number[]);
  return text;
}

/** The octets of a text whose characters are U+0000 to U+00FF. */
export function latin1(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** A non-negative integer from big-endian octets. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return readNumber(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
}

/** The octets from `start` to `end`: eight by eight, several times as fast as by way of hexadecimal; in halves where there are many, since each step copies what it has. */
function readNumber(view: DataView, start: number, end: number): bigint {
  if (end - start > 1024) {
    const middle = (start + end) >>> 1;
    return (readNumber(view, start, middle) << BigInt(8 * (end - middle))) | readNumber(view, middle, end);
  }
  let value = 0n;
  let at = start;
  for (; (end - at) % 8 !== 0; at++) value = (value << 8n) | BigInt(view.getUint8(at));
  for (; at < end; at += 8) value = (value << 64n) | view.getBigUint64(at);
  return value;
}

/** An integer of either sign from big-endian octets in two's complement, as a DER INTEGER has them. */
export function bytesToSignedBigInt(bytes: Uint8Array): bigint {
  const value = bytesToBigInt(bytes);
  return (bytes[0] ?? 0) >= 0x80 ? value - (1n << BigInt(8 * bytes.length)) : value;
}

/** Big-endian octets of a non-negative integer, left-padded to `length` octets. Throws `integer-too-large` where it does not fit. */
export function bigIntToBytes(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16);
  if (value < 0n || hex.length > 2 * length)
    throw new PkiError('integer-too-large', `an integer of ${Math.ceil(hex.length / 2)} octets does not fit into ${length}`);
  return fromHex(hex.padStart(2 * length, '0'));
}

/** Number of bits of a non-negative integer: 0 for 0, 8 for 255. */
export function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return value === 0n ? 0 : 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)));
}
