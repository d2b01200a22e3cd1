/**
 * Does a certificate name the peer (RFC 9525)? Only subjectAltName counts; the common name never does.
 *
 * DNS names: compared label by label without regard to ASCII case; a presented name may hold one wildcard, which is its whole left-most label and stands for
 * exactly one label (RFC 9525 6.3). `*.com` and wildcards directly below a public suffix, where the caller's function knows one, match nothing.
 * Reference names are A-labels; a trailing dot of the caller's is cut off. IP addresses: equal octets, whatever the spelling.
 */
import { equalBytes } from '../base/bytes.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { parseIpAddress } from './ip-address.ts';

/** A name the caller demands, ready to be compared; or what is wrong with it. */
export type Reference =
  | { readonly kind: 'dns'; readonly labels: readonly string[] }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Reads a demanded DNS name. */
export function readDnsReference(value: string): Reference {
  const name = (value.endsWith('.') ? value.slice(0, -1) : value).toLowerCase();
  if (/[^\x20-\x7e]/.test(name)) return { kind: 'malformed', problem: 'not-ascii' };
  if (parseIpAddress(name) !== undefined) return { kind: 'malformed', problem: 'ip-address' };
  return isDnsName(name) ? { kind: 'dns', labels: name.split('.') } : { kind: 'malformed', problem: 'not-a-dns-name' };
}

/** Reads a demanded IP address. */
export function readIpReference(value: string): Reference {
  const octets = parseIpAddress(value);
  return octets === undefined ? { kind: 'malformed', problem: 'not-an-ip-address' } : { kind: 'ip', octets };
}

/**
 * Whether a lower-case name has the form of a DNS name: labels of 1 to 63 letters, digits, hyphens and, being met in the field, underscores; no hyphen at
 * either end; 253 characters in all (RFC 1034 3.5, RFC 5890 2.3.1).
 */
export function isDnsName(name: string): boolean {
  return (
    name.length <= 253 && name.split('.').every((label) => label.length <= 63 && /^[a-z0-9_]$|^[a-z0-9_][a-z0-9_-]*[a-z0-9_]$/.test(label))
  );
}

/** Whether one presented name is the one demanded. */
export function matchesReference(
  presented: GeneralName,
  reference: Reference,
  isPublicSuffix: ((domain: string) => boolean) | undefined,
): boolean {
  if (reference.kind === 'ip') return presented.kind === 'iPAddress' && equalBytes(presented.value, reference.octets);
  if (reference.kind !== 'dns' || presented.kind !== 'dNSName' || presented.value.length > 253) return false;
  const name = presented.value.toLowerCase();
  if (!name.startsWith('*.')) return isDnsName(name) && name === reference.labels.join('.');
  const rest = name.slice(2);
  if (!isDnsName(rest) || !rest.includes('.') || isPublicSuffix?.(rest) === true) return false;
  return reference.labels.length > 1 && reference.labels.slice(1).join('.') === rest;
}
