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

const HEX: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal, with `separator` between the octets. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  const digits: string[] = [];
  for (const byte of bytes) digits.push(HEX[byte] as string);
  return digits.join(separator);
}

/** Octets of a hexadecimal string of even length, in either case. Throws `bad-hex`. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text))
    throw new PkiError('bad-hex', 'a hexadecimal string needs an even number of digits 0-9 a-f');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
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
export function fromLatin1(bytes: Uint8Array): string {
  let text = '';
  // apply takes typed arrays as they are, several times as fast as spreading them; 8,192 arguments are few enough for every engine.
  for (let i = 0; i < bytes.length; i += 8192)
    text += String.fromCharCode.apply(undefined, bytes.subarray(i, i + 8192) as unknown as number[]);
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
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
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
