/**
 * Internet number resources in `-text` dumps (RFC 3779; v3_addr.c, v3_asid.c).
 *
 *     IPAddrBlocks ::= SEQUENCE OF IPAddressFamily
 *     IPAddressFamily ::= SEQUENCE { addressFamily OCTET STRING (SIZE (2..3)), ipAddressChoice }
 *     IPAddressChoice ::= CHOICE { inherit NULL, addressesOrRanges SEQUENCE OF IPAddressOrRange }
 *     IPAddressOrRange ::= CHOICE { addressPrefix BIT STRING, addressRange SEQUENCE { min BIT STRING, max BIT STRING } }
 *
 *     ASIdentifiers ::= SEQUENCE { asnum [0] EXPLICIT ASIdentifierChoice OPTIONAL, rdi [1] EXPLICIT ASIdentifierChoice OPTIONAL }
 *     ASIdentifierChoice ::= CHOICE { inherit NULL, asIdsOrRanges SEQUENCE OF CHOICE { id INTEGER, range SEQUENCE { min INTEGER, max INTEGER } } }
 */
import type { DerReader } from '../../asn1/reader.ts';
import { BIT_STRING, NULL, SEQUENCE } from '../../asn1/tags.ts';
import { toHex } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { integerText } from './hex.ts';
import { looseList } from './loose.ts';

/** IPAddrBlocks; each line with its line end. */
export function addressBlocksText(reader: DerReader, indent: number): string {
  return looseList(reader, (list) => list.sequence('', (inner) => familyText(inner, indent))).join('');
}

const SUBFAMILIES: Readonly<Record<number, string>> = {
  1: 'Unicast',
  2: 'Multicast',
  3: 'Unicast/Multicast',
  4: 'MPLS',
  64: 'Tunnel',
  65: 'VPLS',
  66: 'BGP MDT',
  128: 'MPLS-labeled VPN',
};

function familyText(inner: DerReader, indent: number): string {
  const identifier = inner.octetString('');
  const pad = ' '.repeat(indent);
  const family = ((identifier[0] ?? 0) << 8) | (identifier[1] ?? 0);
  const name = family === 1 ? 'IPv4' : family === 2 ? 'IPv6' : `Unknown AFI ${family}`;
  const sub = identifier[2];
  const head = `${pad}${name}${sub === undefined ? '' : ` (${SUBFAMILIES[sub] ?? `Unknown SAFI ${sub}`})`}:`;
  if (inner.peek() === NULL) {
    inner.null('');
    return `${head} inherit\n`;
  }
  return `${head}\n${looseList(inner, (list) => `${pad}  ${rangeText(list, family)}\n`).join('')}`;
}

interface Bits {
  readonly octets: Uint8Array;
  readonly unused: number;
}

function readBits(reader: DerReader): Bits {
  const { bytes, unusedBits } = reader.bitString('');
  return { octets: bytes, unused: unusedBits };
}

function rangeText(list: DerReader, family: number): string {
  if (list.peek() === BIT_STRING) {
    const prefix = readBits(list);
    return `${addressText(prefix, family, 0)}/${prefix.octets.length * 8 - prefix.unused}`;
  }
  return list.sequence('', (inner) => {
    const low = addressText(readBits(inner), family, 0);
    return `${low}-${addressText(readBits(inner), family, 0xff)}`;
  });
}

/** An address of which the bits behind the prefix are all 0 or all 1. */
function addressText({ octets, unused }: Bits, family: number, fill: number): string {
  if (family !== 1 && family !== 2) return `${toHex(octets, ':')}[${unused}]`;
  const length = family === 1 ? 4 : 16;
  if (octets.length > length) throw new PkiError('bad-ip-address', `an address of ${octets.length} octets`);
  const address = new Uint8Array(length).fill(fill);
  address.set(octets);
  const last = octets.length - 1;
  if (last >= 0) address[last] = ((octets[last] as number) & (0xff << unused)) | (fill & ((1 << unused) - 1));
  if (family === 1) return address.join('.');
  let end = 16;
  while (end > 1 && address[end - 1] === 0 && address[end - 2] === 0) end -= 2;
  const parts: string[] = [];
  for (let at = 0; at < end; at += 2) parts.push((((address[at] as number) << 8) | (address[at + 1] as number)).toString(16));
  return end === 16 ? parts.join(':') : `${parts.map((part) => `${part}:`).join('')}${end === 0 ? '::' : ':'}`;
}

/** ASIdentifiers; each line with its line end. */
export function systemNumbersText(reader: DerReader, indent: number): string {
  return reader.sequence('', (inner) => {
    const numbers = inner.optionalExplicit(0, '', (choice) => choiceText(choice, 'Autonomous System Numbers', indent));
    const domains = inner.optionalExplicit(1, '', (choice) => choiceText(choice, 'Routing Domain Identifiers', indent));
    return (numbers ?? '') + (domains ?? '');
  });
}

function choiceText(choice: DerReader, title: string, indent: number): string {
  const head = `${' '.repeat(indent)}${title}:\n`;
  const pad = ' '.repeat(indent + 2);
  if (choice.peek() === NULL) {
    choice.null('');
    return `${head}${pad}inherit\n`;
  }
  const items = looseList(choice, (list) =>
    list.peek() === SEQUENCE
      ? list.sequence('', (inner) => `${integerText(inner.bigInteger(''))}-${integerText(inner.bigInteger(''))}`)
      : integerText(list.bigInteger('')),
  );
  return head + items.map((item) => `${pad}${item}\n`).join('');
}
