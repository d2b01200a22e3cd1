/**
 * The quick look: whether octets are DER of the plainest kind, found out without making an object.
 *
 * Nearly all values in certificates are: one identifier octet, a definite length in its shortest form. What is not, and whatever is wrong, is told by
 * -1 here and goes through the reader, which knows all rules and all errors; so both ways accept the same octets. Where a start or an end
 * is such a -1 itself, the answer is -1 as well, so that a row of values needs one test at its end. The structures looked at this way are
 * no deeper than their grammar, so nobody counts levels.
 */
import { BIT_STRING, INTEGER, OBJECT_IDENTIFIER } from './tags.ts';

/** Where the value at `start` ends; -1 unless it lies before `end` and has one identifier octet, not 0, and a length in the shortest form below 2^24. */
export function plainEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start < 0 || start + 2 > end) return -1;
  const tag = bytes[start] as number;
  const first = bytes[start + 1] as number;
  let stop = start + 2 + first;
  if (first >= 0x80) {
    const content = start + first - 0x7e;
    if (first === 0x80 || first > 0x83 || content > end) return -1;
    let length = bytes[start + 2] as number;
    if (first > 0x81 && length === 0) return -1;
    for (let i = start + 3; i < content; i++) length = (length << 8) | (bytes[i] as number);
    if (length < 0x80) return -1;
    stop = content + length;
  }
  return stop > end || tag === 0 || (tag & 0x1f) === 0x1f ? -1 : stop;
}

/** The same for a value that must carry `tag`. */
export function plainEndOf(tag: number, bytes: Uint8Array, start: number, end: number): number {
  return bytes[start] === tag ? plainEnd(bytes, start, end) : -1;
}

/** Where the content starts of the value at `start`, whose length is known to be plain. */
export function contentStart(bytes: Uint8Array, start: number): number {
  const first = bytes[start + 1] as number;
  return start + 2 + (first < 0x80 ? 0 : first & 0x7f);
}

/** Where a plain OBJECT IDENTIFIER of less than 128 octets ends, or -1. */
export function plainOidEnd(bytes: Uint8Array, start: number, end: number): number {
  const length = bytes[start + 1] as number;
  const stop = start + 2 + length;
  if (bytes[start] !== OBJECT_IDENTIFIER || !(length > 0 && length < 0x80) || stop > end || (bytes[stop - 1] as number) >= 0x80) return -1;
  // No arc begins with 0x80; the length octet before the first one is below.
  for (let i = start + 2; i < stop; i++) if (bytes[i] === 0x80 && (bytes[i - 1] as number) < 0x80) return -1;
  return stop;
}

/** Where a plain BIT STRING of whole octets ends, or -1. */
export function plainOctetsEnd(bytes: Uint8Array, start: number, end: number): number {
  const stop = plainEndOf(BIT_STRING, bytes, start, end);
  const unusedBits = contentStart(bytes, start);
  return unusedBits < stop && bytes[unusedBits] === 0 ? stop : -1;
}

/** Where a plain INTEGER of up to 127 octets ends, or -1. */
export function plainIntegerEnd(bytes: Uint8Array, start: number, end: number): number {
  const length = bytes[start + 1] as number;
  const stop = start + 2 + length;
  if (bytes[start] !== INTEGER || !(length > 0 && length < 0x80) || stop > end) return -1;
  const head = ((bytes[start + 2] as number) << 1) | ((bytes[start + 3] as number) >> 7);
  return length > 1 && (head === 0 || head === 0x1ff) ? -1 : stop;
}
