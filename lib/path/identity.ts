/**
 * Does a certificate name the peer (RFC 9525)? Only subjectAltName counts; the common name never does.
 *
 * DNS names: compared label by label without regard to ASCII case; a presented name may hold one wildcard, which is its whole left-most label and stands for
 * exactly one label (RFC 9525 6.3). `*.com` and wildcards directly below a public suffix, where the caller's function knows one, match nothing.
 * Reference names are A-labels; a trailing dot of the caller's is cut off. IP addresses: equal octets, whatever the spelling.
 *
 * Mailboxes: the local part letter by letter, the host without regard to case (RFC 5280 7.5); one with letters outside of ASCII stands in an SmtpUTF8Mailbox
 * (RFC 9598). Services: `_imaps.example.com` in an SRVName (RFC 4985), case counts in neither part. URIs: a demand of scheme and host is met by every URI of
 * them (RFC 9525 6.5) that names no user (RFC 5922 7.1); a demand of more, such as a SPIFFE ID, is met by the same URI only. No wildcards in these.
 */
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { GeneralName } from '../x509/general-name.ts';
import type { PeerNameProblem } from './codes.ts';
import { type Mailbox, mailboxOf, readMailbox } from './constraints/mailbox.ts';
import { readServiceName, type ServiceName } from './constraints/service.ts';
import { readUri, type Uri } from './constraints/uri.ts';
import { endsInNumber, isDnsName } from './dns-name.ts';
import type { PeerName } from './inputs.ts';
import { parseIpAddress } from './ip-address.ts';
import { srvNameText } from './other-name.ts';

/** A name the caller demands, ready to be compared; or what is wrong with it. */
export type Reference =
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'email'; readonly mailbox: Mailbox }
  | { readonly kind: 'uri'; readonly uri: Uri }
  | { readonly kind: 'srv'; readonly name: ServiceName }
  | { readonly kind: 'malformed'; readonly problem: PeerNameProblem };

const READERS: Readonly<Record<PeerName['kind'], (value: string) => Reference>> = {
  dns: readDns,
  ip: readIp,
  email: readEmail,
  uri: readUriReference,
  srv: readSrv,
};

/** Throws `bad-option` for a demand that is none: a kind that does not exist, a value that is no text. */
export function assertPeers(peers: readonly PeerName[]): void {
  for (const peer of peers) {
    if (typeof peer?.value !== 'string' || !Object.hasOwn(READERS, peer.kind))
      throw new PkiError('bad-option', `peer: a name is {kind, value}, kind being one of ${Object.keys(READERS).join(', ')}`);
  }
}

/** Reads a demanded name. */
export function readReference({ kind, value }: PeerName): Reference {
  return READERS[kind](value);
}

function malformed(problem: PeerNameProblem): Reference {
  return { kind: 'malformed', problem };
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function readDns(value: string): Reference {
  const name = (value.endsWith('.') ? value.slice(0, -1) : value).toLowerCase();
  // Before the letters are made small: that would turn the Kelvin sign into a k.
  if (!isAscii(value)) return malformed('not-ascii');
  if (parseIpAddress(name) !== undefined || endsInNumber(name)) return malformed('ip-address');
  return isDnsName(name) ? { kind: 'dns', name } : malformed('not-a-dns-name');
}

/** IPv6 in brackets too, as it stands in a URI (RFC 3986 3.2.2). */
function readIp(value: string): Reference {
  const octets = parseIpAddress(/^\[(.*:.*)\]$/.exec(value)?.[1] ?? value);
  return octets === undefined ? malformed('not-an-ip-address') : { kind: 'ip', octets };
}

function readEmail(value: string): Reference {
  if (!isAscii(value.slice(value.lastIndexOf('@') + 1))) return malformed('not-ascii');
  const mailbox = readMailbox(value);
  return mailbox === undefined ? malformed('not-a-mailbox') : { kind: 'email', mailbox };
}

function readUriReference(value: string): Reference {
  if (!isAscii(value)) return malformed('not-ascii');
  const uri = readUri(value);
  return uri === undefined ? malformed('not-a-uri') : { kind: 'uri', uri };
}

function readSrv(value: string): Reference {
  if (!isAscii(value)) return malformed('not-ascii');
  const name = readServiceName(value);
  return name === undefined ? malformed('not-a-service-name') : { kind: 'srv', name };
}

/** Whether one presented name is the one demanded. */
export function matchesReference(
  presented: GeneralName,
  reference: Reference,
  isPublicSuffix: ((domain: string) => boolean) | undefined,
): boolean {
  switch (reference.kind) {
    case 'dns':
      return presented.kind === 'dNSName' && matchesDns(presented.value, reference.name, isPublicSuffix);
    case 'ip':
      return presented.kind === 'iPAddress' && equalBytes(presented.value, reference.octets);
    case 'email': {
      const found = mailboxOf(presented);
      return found?.local === reference.mailbox.local && found.host === reference.mailbox.host;
    }
    case 'uri':
      return presented.kind === 'uniformResourceIdentifier' && matchesUri(readUri(presented.value), reference.uri);
    case 'srv': {
      const found = readServiceName(srvNameText(presented) ?? '');
      return found?.service === reference.name.service && found.domain === reference.name.domain;
    }
    default:
      return false;
  }
}

function matchesDns(presented: string, wanted: string, isPublicSuffix: ((domain: string) => boolean) | undefined): boolean {
  if (presented.length > 253) return false;
  const name = presented.toLowerCase();
  if (!name.startsWith('*.')) return name === wanted;
  const rest = name.slice(2);
  if (rest !== wanted.slice(wanted.indexOf('.') + 1) || !wanted.includes('.')) return false;
  return rest.includes('.') && isPublicSuffix?.(rest) !== true;
}

function matchesUri(presented: Uri | undefined, wanted: Uri): boolean {
  if (presented === undefined) return false;
  if (presented.normal === wanted.normal) return true;
  if (wanted.host === undefined || wanted.hasUserInfo || (wanted.rest !== '' && wanted.rest !== '/')) return false;
  return presented.scheme === wanted.scheme && presented.host === wanted.host && !presented.hasUserInfo;
}
