/**
 * Names in findings, as plain text of bounded length. Attribute types stay object identifiers: the names for them are in `lib/oids/display-names.ts`, which
 * a page that only judges need not load; `lib/text` puts them in. Nothing is escaped here: findings are data.
 */
import { toHex } from '../base/bytes.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { exactText } from '../x509/name-attribute.ts';
import type { Name, NameAttribute } from '../x509/name.ts';
import { formatIpAddress } from './ip-address.ts';

/** Characters of one name: the longest DNS name has 253. An attacker may send far more (CVE-2025-61729). */
const MAX_LENGTH = 253;

/** Items of one list. */
const MAX_NAMES = 20;

/** `2.5.4.3=Example CA,2.5.4.6=DE`, most significant attribute last, as RFC 4514 has it. */
export function showName(name: Name): string {
  const parts = name.rdns.slice(-MAX_NAMES).map((rdn) => firstOf(rdn).map(showAttribute).join('+'));
  return cut(parts.reverse().join(','));
}

function showAttribute(attribute: NameAttribute): string {
  return `${attribute.type}=${exactText(attribute) ?? `#${toHex(attribute.value.subarray(0, 64))}`}`;
}

/** `DNS:example.com` and the like. */
export function showGeneralName(name: GeneralName): string {
  switch (name.kind) {
    case 'dNSName':
      return cut(`DNS:${name.value}`);
    case 'rfc822Name':
      return cut(`email:${name.value}`);
    case 'uniformResourceIdentifier':
      return cut(`URI:${name.value}`);
    case 'iPAddress':
      return `IP:${showAddress(name.value)}`;
    case 'directoryName':
      return cut(`DN:${showName(name.name)}`);
    case 'otherName':
      return cut(`otherName:${name.type}`);
    case 'registeredID':
      return cut(`ID:${name.value}`);
    default:
      return name.kind;
  }
}

/** The first items of a list. */
export function firstOf<T>(list: Iterable<T>): T[] {
  return [...list].slice(0, MAX_NAMES);
}

/** The first names of a list. */
export function showGeneralNames(names: readonly GeneralName[]): string[] {
  return firstOf(names).map(showGeneralName);
}

/** An address, or the address and mask of a constraint. */
function showAddress(octets: Uint8Array): string {
  if (octets.length === 4 || octets.length === 16) return formatIpAddress(octets);
  const half = octets.length / 2;
  return half === 4 || half === 16
    ? `${formatIpAddress(octets.subarray(0, half))}/${formatIpAddress(octets.subarray(half))}`
    : toHex(octets.subarray(0, 32));
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
