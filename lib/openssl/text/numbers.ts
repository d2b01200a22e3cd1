/** Numbers and octets of keys in `-text` dumps (text encoders of OpenSSL 3.0), and their reading. */
import type { DerReader } from '../../asn1/reader.ts';
import { INTEGER } from '../../asn1/tags.ts';
import { bytesToBigInt } from '../../base/bytes.ts';
import { hexLines, positiveOctets } from './hex.ts';

/** print_labeled_buf: lines of 15 octets. */
export function octetsText(label: string, octets: Uint8Array, indent: number): string {
  return `${' '.repeat(indent)}${label}\n${hexLines(octets, 15, indent + 4)}`;
}

/** print_labeled_bignum: in decimal and hexadecimal where 64 bits hold it, else in lines of 15 octets. */
export function numberText(label: string, value: bigint, indent: number): string {
  const pad = ' '.repeat(indent);
  if (value === 0n) return `${pad}${label} 0\n`;
  const sign = value < 0n ? '-' : '';
  const magnitude = value < 0n ? -value : value;
  if (magnitude < 1n << 64n) return `${pad}${label} ${value} (${sign}0x${magnitude.toString(16)})\n`;
  return octetsText(`${label}${sign === '' ? '' : ' (Negative)'}`, positiveOctets(magnitude), indent);
}

/** Bits of the magnitude, 0 for zero. */
export function bitsOf(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

/** The content of an INTEGER as a number without a sign, zeros in front or not, as OpenSSL reads those of keys. */
export function unsignedInteger(reader: DerReader): bigint {
  return bytesToBigInt(reader.read(INTEGER, ''));
}
