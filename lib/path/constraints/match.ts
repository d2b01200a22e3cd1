/**
 * One name against one subtree of nameConstraints (RFC 5280 4.2.1.10), for each form that has a meaning here: DNS names, addresses, mailboxes, URIs,
 * directory names. Names are read once and compared often. What cannot be read is `malformed`, a form without a meaning `unsupported`; both refuse where a
 * constraint of the form stands.
 */
import { equalBytes } from '../../base/bytes.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import type { Name } from '../../x509/name.ts';
import { isComparable, normalisedRdn } from '../../x509/name-compare.ts';
import { isDnsName } from '../dns-name.ts';
import { isDnsExcluded, isDnsPermitted, isDomainBase, isHostInside } from './domain.ts';
import { type Mailbox, readMailbox } from './mailbox.ts';
import { hostOfUri } from './uri.ts';

/** An RDN, ready to be compared. */
interface ComparedRdn {
  readonly text: string;
  readonly types: string;
  /** False where a value may be the same text as another in other octets, as in a TeletexString. */
  readonly certain: boolean;
}

/** A name of a certificate, ready to be compared. */
export type ConstrainedName =
  | { readonly kind: 'dNSName'; readonly name: string }
  | { readonly kind: 'iPAddress'; readonly octets: Uint8Array }
  | { readonly kind: 'rfc822Name'; readonly mailbox: Mailbox }
  | { readonly kind: 'uniformResourceIdentifier'; readonly host: string }
  | { readonly kind: 'directoryName'; readonly rdns: readonly ComparedRdn[] }
  | { readonly kind: 'malformed' | 'unsupported' };

/** The base of a subtree, ready to be compared. */
export type ConstraintBase =
  | { readonly kind: 'dNSName' | 'uniformResourceIdentifier'; readonly domain: string }
  | { readonly kind: 'iPAddress'; readonly address: Uint8Array; readonly mask: Uint8Array }
  | { readonly kind: 'rfc822Name'; readonly domain?: string; readonly mailbox?: Mailbox }
  | { readonly kind: 'directoryName'; readonly rdns: readonly ComparedRdn[] }
  | { readonly kind: 'malformed' | 'unsupported' };

const MALFORMED = { kind: 'malformed' } as const;
const UNSUPPORTED = { kind: 'unsupported' } as const;

/** Reads a name of a certificate. */
export function readConstrainedName(name: GeneralName): ConstrainedName {
  switch (name.kind) {
    case 'dNSName': {
      const text = name.value.toLowerCase();
      return isDnsName(text.startsWith('*.') ? text.slice(2) : text) ? { kind: 'dNSName', name: text } : MALFORMED;
    }
    case 'iPAddress':
      return { kind: 'iPAddress', octets: name.value };
    case 'rfc822Name': {
      const mailbox = readMailbox(name.value);
      return mailbox === undefined ? MALFORMED : { kind: 'rfc822Name', mailbox };
    }
    case 'uniformResourceIdentifier': {
      const host = hostOfUri(name.value);
      return host === undefined ? MALFORMED : { kind: 'uniformResourceIdentifier', host };
    }
    case 'directoryName':
      return { kind: 'directoryName', rdns: readRdns(name.name) };
    default:
      return UNSUPPORTED;
  }
}

/** Reads the base of a subtree. */
export function readConstraintBase(base: GeneralName): ConstraintBase {
  switch (base.kind) {
    case 'dNSName':
    case 'uniformResourceIdentifier': {
      const domain = base.value.toLowerCase();
      return isDomainBase(domain) ? { kind: base.kind, domain } : MALFORMED;
    }
    case 'iPAddress': {
      const half = base.value.length / 2;
      const mask = base.value.subarray(half);
      return (half === 4 || half === 16) && isContiguous(mask)
        ? { kind: 'iPAddress', address: base.value.subarray(0, half), mask }
        : MALFORMED;
    }
    case 'rfc822Name': {
      if (base.value.includes('@')) {
        const mailbox = readMailbox(base.value);
        return mailbox === undefined ? MALFORMED : { kind: 'rfc822Name', mailbox };
      }
      const domain = base.value.toLowerCase();
      return isDomainBase(domain) ? { kind: 'rfc822Name', domain } : MALFORMED;
    }
    case 'directoryName':
      return { kind: 'directoryName', rdns: readRdns(base.name) };
    default:
      return UNSUPPORTED;
  }
}

/** Whether the name lies in the subtree. A wildcard lies in a permitted one only with all it stands for, in an excluded one with any of it. */
export function isInSubtree(name: ConstrainedName, base: ConstraintBase, list: 'permitted' | 'excluded'): boolean {
  if (name.kind === 'dNSName' && base.kind === 'dNSName')
    return list === 'permitted' ? isDnsPermitted(name.name, base.domain) : isDnsExcluded(name.name, base.domain);
  if (name.kind === 'iPAddress' && base.kind === 'iPAddress') {
    const { octets } = name;
    return octets.length === base.mask.length && equalBytes(masked(octets, base.mask), masked(base.address, base.mask));
  }
  if (name.kind === 'rfc822Name' && base.kind === 'rfc822Name') {
    const { local, host } = name.mailbox;
    if (base.mailbox !== undefined) return base.mailbox.local === local && base.mailbox.host === host;
    return isHostInside(host, base.domain ?? '');
  }
  if (name.kind === 'uniformResourceIdentifier' && base.kind === 'uniformResourceIdentifier') return isHostInside(name.host, base.domain);
  if (name.kind === 'directoryName' && base.kind === 'directoryName')
    return base.rdns.every((rdn, index) => isSameRdn(rdn, name.rdns[index], list));
  return false;
}

function readRdns({ rdns }: Name): readonly ComparedRdn[] {
  return rdns.map((rdn) => ({
    text: normalisedRdn(rdn),
    types: rdn
      .map(({ type }) => type)
      .sort()
      .join('+'),
    certain: rdn.every(isComparable),
  }));
}

/** Whether an RDN is the other; one that only may be is excluded and not permitted, so that nobody slips out of a subtree by a change of the string type. */
function isSameRdn(base: ComparedRdn, name: ComparedRdn | undefined, list: 'permitted' | 'excluded'): boolean {
  if (name === undefined || base.text === name.text) return name !== undefined;
  return list === 'excluded' && base.types === name.types && !(base.certain && name.certain);
}

function masked(octets: Uint8Array, mask: Uint8Array): Uint8Array {
  return octets.map((octet, index) => octet & (mask[index] as number));
}

/** Ones, then zeros (RFC 4632): the only masks RFC 5280 speaks of. */
function isContiguous(mask: Uint8Array): boolean {
  const bits = Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return !bits.includes('01');
}
