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

/** The content octets of an object identifier. */
export function encodeOid(value: Oid): Uint8Array {
  const arcs = value.split('.').map(BigInt);
  const octets: number[] = [];
  const [first, second, ...rest] = arcs as [bigint, bigint, ...bigint[]];
  for (const arc of [first * 40n + second, ...rest]) {
    const digits = [Number(arc & 127n)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.push(Number(left & 127n) | 0x80);
    octets.push(...digits.reverse());
  }
  return Uint8Array.from(octets);
}

/** Dotted text of content octets, or what is wrong with them. Small arcs stay numbers; larger ones go through BigInt. */
export function decodeOid(bytes: Uint8Array, start: number, end: number): Oid | { readonly problem: string } {
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
