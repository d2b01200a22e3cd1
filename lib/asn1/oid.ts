/** Object identifiers as dotted text, arcs of any size (X.690 8.19). */
import { PkiError } from '../base/error.ts';

declare const oidBrand: unique symbol;

/** An object identifier in dotted notation, such as `2.5.29.19`. */
export type Oid = string & { readonly [oidBrand]: true };

/** Longest content read: the longest known in use are under 40 octets; the cap bounds the BigInt work on one arc. */
const MAX_OID_OCTETS = 256;

/** Makes an `Oid` of dotted text. Throws `bad-oid` unless it has at least two arcs in canonical decimal within X.660's bounds. */
export function oid(text: string): Oid {
  if (text.length > 4 * MAX_OID_OCTETS || !/^[012](?:\.(?:0|[1-9][0-9]*))+$/.test(text))
    throw new PkiError('bad-oid', 'an object identifier is dotted decimal, such as 2.5.29.19');
  const second = text.split('.')[1] as string;
  if (text[0] !== '2' && (second.length > 2 || Number(second) > 39))
    throw new PkiError('bad-oid', `under arcs 0 and 1 the second arc ends at 39, not ${second.slice(0, 20)}`);
  return text as Oid;
}

/** The content octets of an object identifier. Throws `bad-oid` where a program without types brings what is none. */
export function encodeOid(value: Oid): Uint8Array {
  const octets: number[] = [];
  let root: number | undefined;
  for (let i = 0, start = 0, arc = 0; i <= value.length; i++) {
    const digit = value.charCodeAt(i) - 0x30;
    if (digit >= 0 && digit < 10) arc = 10 * arc + digit;
    else if (i < value.length && value[i] !== '.') oid(value);
    else {
      if (root !== undefined) pushArc(octets, arc < 2 ** 50 ? arc + root : BigInt(value.slice(start, i)) + BigInt(root));
      root = root === undefined ? 40 * arc : 0;
      start = i + 1;
      arc = 0;
    }
  }
  return Uint8Array.from(octets);
}

/** Seven bits to the octet, the first bit set in all but the last. */
function pushArc(octets: number[], arc: number | bigint, more = 0): void {
  const [high, low] = typeof arc === 'number' ? [Math.floor(arc / 128), arc % 128] : [arc >> 7n, Number(arc & 127n)];
  if (high > 0) pushArc(octets, high, 0x80);
  octets.push(low | more);
}

/** An identifier met before. */
interface KnownOid {
  /** Four octets are the key itself, more are mixed into it. */
  readonly key: number;
  readonly octets: Uint8Array;
  readonly oid: Oid;
}

/** 256 slots for identifiers met before: certificates use some thirty of them. A newer one takes the slot of an older one, so the table stays as small as this. */
const SLOT_BITS = 8;

/** Longest identifier that is kept, in octets. */
const MAX_KNOWN_OCTETS = 16;

let knownOids: (KnownOid | undefined)[] | undefined;

/**
 * Dotted text of content octets, or what is wrong with them. Identifiers come again and again, so short ones are remembered: one that takes the slot of
 * another costs that one a decoding, and no more.
 */
export function decodeOid(bytes: Uint8Array, start: number, end: number): Oid | { readonly problem: string } {
  const length = end - start;
  if (length > MAX_KNOWN_OCTETS) return decodeArcs(bytes, start, end);
  let key = 0;
  for (let i = start; i < end; i++) key = ((key << 8) | (key >>> 24)) ^ (bytes[i] as number);
  // the golden ratio spreads identifiers that differ in their last octets
  const slot = Math.imul(key, 0x9e37_79b1) >>> (32 - SLOT_BITS);
  knownOids ??= Array.from<KnownOid | undefined>({ length: 1 << SLOT_BITS });
  const known = knownOids[slot];
  if (known !== undefined && known.key === key && isAt(known.octets, bytes, start, length)) return known.oid;
  const oid = decodeArcs(bytes, start, end);
  if (typeof oid === 'string') knownOids[slot] = { key, octets: bytes.slice(start, end), oid };
  return oid;
}

function isAt(octets: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (octets.length !== length) return false;
  if (length > 4) for (let i = 0; i < length; i++) if (octets[i] !== bytes[start + i]) return false;
  return true;
}

/** Small arcs stay numbers; larger ones go through BigInt. */
function decodeArcs(bytes: Uint8Array, start: number, end: number): Oid | { readonly problem: string } {
  if (start === end) return { problem: 'an object identifier without octets' };
  if (end - start > MAX_OID_OCTETS) return { problem: `an object identifier of ${end - start} octets, at most ${MAX_OID_OCTETS} are read` };
  if (((bytes[end - 1] as number) & 0x80) !== 0) return { problem: 'an object identifier whose last arc is cut off' };
  let text = '';
  let arc = 0;
  let large: bigint | undefined;
  let fresh = true;
  for (let i = start; i < end; i++) {
    const octet = bytes[i] as number;
    if (fresh && octet === 0x80) return { problem: 'an object identifier arc with a leading zero octet' };
    fresh = false;
    if (large !== undefined) large = (large << 7n) | BigInt(octet & 127);
    else if (arc >= 2 ** 24) large = (BigInt(arc) << 7n) | BigInt(octet & 127);
    else arc = (arc << 7) | (octet & 127);
    if ((octet & 0x80) !== 0) continue;
    if (text === '') {
      const root = large !== undefined || arc >= 80 ? 2 : arc >= 40 ? 1 : 0;
      text = `${root}.${large === undefined ? arc - 40 * root : large - BigInt(40 * root)}`;
    } else text += `.${large ?? arc}`;
    arc = 0;
    large = undefined;
    fresh = true;
  }
  return text as Oid;
}
