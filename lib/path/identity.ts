/**
 * Does a certificate name the peer (RFC 9525)? Only subjectAltName counts; the common name never does.
 *
 * DNS names: compared label by label without regard to ASCII case; a presented name may hold one wildcard, which is its whole left-most label and stands for
 * exactly one label (RFC 9525 6.3). `*.com` and wildcards directly below a public suffix, where the caller's function knows one, match nothing.
 * Reference names are A-labels; a trailing dot of the caller's is cut off. IP addresses: equal octets, whatever the spelling.
 * Mailboxes: the local part letter by letter, the host without regard to case (RFC 5280 7.5).
 */
import { equalBytes } from '../base/bytes.ts';
import type { GeneralName } from '../x509/general-name.ts';
import type { PeerNameProblem } from './codes.ts';
import { isDnsName } from './dns-name.ts';
import { parseIpAddress } from './ip-address.ts';
import { type Mailbox, readMailbox } from './constraints/mailbox.ts';

/** A name the caller demands, ready to be compared; or what is wrong with it. */
export type Reference =
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'email'; readonly mailbox: Mailbox }
  | { readonly kind: 'malformed'; readonly problem: PeerNameProblem };

/** Reads a demanded DNS name. */
export function readDnsReference(value: string): Reference {
  const name = (value.endsWith('.') ? value.slice(0, -1) : value).toLowerCase();
  if (/[^\x20-\x7e]/.test(name)) return { kind: 'malformed', problem: 'not-ascii' };
  if (parseIpAddress(name) !== undefined) return { kind: 'malformed', problem: 'ip-address' };
  return isDnsName(name) ? { kind: 'dns', name } : { kind: 'malformed', problem: 'not-a-dns-name' };
}

/** Reads a demanded IP address. */
export function readIpReference(value: string): Reference {
  const octets = parseIpAddress(value);
  return octets === undefined ? { kind: 'malformed', problem: 'not-an-ip-address' } : { kind: 'ip', octets };
}

/** Reads a demanded mailbox. */
export function readEmailReference(value: string): Reference {
  const mailbox = readMailbox(value);
  return mailbox === undefined ? { kind: 'malformed', problem: 'not-a-mailbox' } : { kind: 'email', mailbox };
}

/** Whether one presented name is the one demanded. */
export function matchesReference(
  presented: GeneralName,
  reference: Reference,
  isPublicSuffix: ((domain: string) => boolean) | undefined,
): boolean {
  if (reference.kind === 'ip') return presented.kind === 'iPAddress' && equalBytes(presented.value, reference.octets);
  if (reference.kind === 'email') {
    const found = presented.kind === 'rfc822Name' ? readMailbox(presented.value) : undefined;
    return found?.local === reference.mailbox.local && found.host === reference.mailbox.host;
  }
  if (reference.kind !== 'dns' || presented.kind !== 'dNSName' || presented.value.length > 253) return false;
  const name = presented.value.toLowerCase();
  if (!name.startsWith('*.')) return name === reference.name;
  const rest = name.slice(2);
  if (!isDnsName(rest) || !rest.includes('.') || isPublicSuffix?.(rest) === true) return false;
  return rest === reference.name.slice(reference.name.indexOf('.') + 1) && reference.name.includes('.');
}
