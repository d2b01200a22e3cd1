/** Blocks of hexadecimal in `-text` dumps, and what stands for octets that are not understood. */
import { toHex } from '../../base/bytes.ts';

/** Lines of `width` octets joined by colons; every line but the last ends in a colon. */
export function hexLines(octets: Uint8Array, width: number, indent: number): string {
  const lines: string[] = [];
  for (let i = 0; i < octets.length; i += width) {
    const last = i + width >= octets.length;
    lines.push(`${' '.repeat(indent)}${toHex(octets.subarray(i, i + width), ':')}${last ? '' : ':'}\n`);
  }
  return lines.join('');
}

/** X509_signature_dump: 18 octets a line; no octets are an empty line. */
export function signatureLines(octets: Uint8Array, indent: number): string {
  return octets.length === 0 ? '\n' : hexLines(octets, 18, indent);
}

/** Octets of a positive INTEGER as a big number prints them: a zero in front where the first bit is set. */
export function positiveOctets(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const padded = Number.parseInt(even[0] as string, 16) >= 8 ? `00${even}` : even;
  return Uint8Array.from(padded.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** ASN1_STRING_print: what is not printable ASCII, line feed or carriage return becomes a dot. */
export function dotted(octets: Uint8Array): string {
  return Array.from(octets, (octet) => {
    const printable = (octet >= 0x20 && octet <= 0x7e) || octet === 10 || octet === 13;
    return printable ? String.fromCharCode(octet) : '.';
  }).join('');
}

/** Upper-case hexadecimal with colons (i2s_ASN1_OCTET_STRING; fingerprints too). */
export function colonHex(octets: Uint8Array): string {
  return toHex(octets, ':').toUpperCase();
}

/** i2s_ASN1_INTEGER: decimal below 128 bits, else `0x` and hexadecimal. */
export function integerText(value: bigint): string {
  const negative = value < 0n;
  const magnitude = negative ? -value : value;
  if (magnitude < 1n << 127n) return value.toString();
  return `${negative ? '-' : ''}0x${hexPairs(magnitude)}`;
}

/** i2a_ASN1_INTEGER: pairs of upper-case digits, a minus in front of a negative one. */
export function hexPairs(value: bigint): string {
  const hex = (value < 0n ? -value : value).toString(16).toUpperCase();
  return `${value < 0n ? '-' : ''}${hex.length % 2 === 0 ? hex : `0${hex}`}`;
}
