/**
 * Names in findings, as plain text of bounded length. Attribute types stay object identifiers: the names for them are in `lib/oids/display-names.ts`, which
 * a page that only judges need not load; `lib/text` puts them in. Nothing is escaped here: findings are data.
 */
import { toHex } from '../base/bytes.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { exactText } from '../x509/name-attribute.ts';
import type { Name, NameAttribute } from '../x509/name.ts';
import { formatIpAddress } from './ip-address.ts';
import { smtpUtf8MailboxText, srvNameText } from './other-name.ts';

/** Characters of one name: the longest DNS name has 253. An attacker may send far more (CVE-2025-61729). */
const MAX_LENGTH = 253;

/** Octets of an attribute that are decoded; of more, the first are shown in hexadecimal. */
const MAX_OCTETS = 4 * MAX_LENGTH;

/** Items of one list. */
const MAX_NAMES = 20;

/** `2.5.4.3=Example CA,2.5.4.6=DE`, most significant attribute last, as RFC 4514 has it. */
export function showName(name: Name): string {
  const parts = name.rdns.slice(-MAX_NAMES).map((rdn) => firstOf(rdn).map(showAttribute).join('+'));
  return cut('', parts.reverse().join(','));
}

function showAttribute(attribute: NameAttribute): string {
  const text = attribute.value.length > MAX_OCTETS ? undefined : exactText(attribute);
  return `${attribute.type}=${text ?? `#${toHex(attribute.value.subarray(0, 64))}`}`;
}

/** `DNS:example.com` and the like. */
export function showGeneralName(name: GeneralName): string {
  switch (name.kind) {
    case 'dNSName':
      return cut('DNS:', name.value);
    case 'rfc822Name':
      return cut('email:', name.value);
    case 'uniformResourceIdentifier':
      return cut('URI:', name.value);
    case 'iPAddress':
      return `IP:${showAddress(name.value)}`;
    case 'directoryName':
      return cut('DN:', showName(name.name));
    case 'otherName':
      return showOtherName(name.type, name);
    case 'registeredID':
      return cut('ID:', name.value);
    default:
      return name.kind;
  }
}

/** `otherName:` with its type, and the text of a mailbox or service. */
function showOtherName(type: string, name: GeneralName): string {
  const text = 'value' in name && name.value.length > MAX_OCTETS ? undefined : (srvNameText(name) ?? smtpUtf8MailboxText(name));
  return cut('otherName:', text === undefined ? type : `${type};${text}`);
}

/** The first items of a list. */
export function firstOf<T>(list: Iterable<T>): T[] {
  const first: T[] = [];
  for (const item of list) {
    if (first.length === MAX_NAMES) break;
    first.push(item);
  }
  return first;
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

/** Cuts before it joins: joining a megabyte copies it. */
function cut(prefix: string, text: string): string {
  return text.length > MAX_LENGTH ? `${prefix}${text.slice(0, MAX_LENGTH)}…` : `${prefix}${text}`;
}
