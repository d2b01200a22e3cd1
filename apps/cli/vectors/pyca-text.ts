/** Names, times and numbers in the forms that pyca/cryptography prints them, which is what its oracle file holds. */
import { toHex } from '../../../lib/index.ts';
import { decodeString } from '../../../lib/asn1/index.ts';
import type { Name, NameAttribute } from '../../../lib/x509/index.ts';

/** Attribute types that have a name of their own (RFC 4514 section 3); the others stand as dotted numbers. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};
const BIT_STRING = 3;

/** A name as text, its RDNs in the reverse order of the encoding (RFC 4514 2.1). Throws `PkiError` for a text that is none. */
export function nameText({ rdns }: Name): string {
  return rdns
    .map((rdn) => rdn.map(attributeText).join('+'))
    .reverse()
    .join(',');
}

function attributeText({ type, tag, value }: NameAttribute): string {
  const name = SHORT_NAMES[type] ?? type;
  return tag === BIT_STRING ? `${name}=#${toHex(value)}` : `${name}=${escaped(decodeString(tag, value))}`;
}

/** RFC 4514 2.4. */
function escaped(text: string): string {
  return text
    .replace(/[\\"+,;<>]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^[# ]/, '\\$&')
    .replace(/(?<=.) $/, '\\ ');
}

/** Epoch milliseconds as `2011-05-05T09:37:37+00:00`. */
export function timeText(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString().replace('.000Z', '+00:00');
}

/** Content octets of an INTEGER as `0x5ec3`, with a minus where it is negative. */
export function serialText(octets: Uint8Array): string {
  const value = BigInt.asIntN(8 * octets.length, BigInt(`0x${toHex(octets)}`));
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
