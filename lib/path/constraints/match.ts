/**
 * One name against one subtree of nameConstraints (RFC 5280 4.2.1.10), for each form that has a meaning here: DNS names, addresses, mailboxes (RFC 9598 6:
 * SmtpUTF8Mailbox too, under bases of rfc822Name), URIs, directory names, services (RFC 4985 4). Names are read once and compared often. What cannot be read
 * is `malformed`, a form without a meaning `unsupported`; both refuse where a constraint of the form stands.
 */
import type { GeneralName } from '../../x509/general-name.ts';
import type { Name } from '../../x509/name.ts';
import { isComparable, normalisedRdn } from '../../x509/name-compare.ts';
import { endsInNumber, isDnsName } from '../dns-name.ts';
import { SMTP_UTF8_MAILBOX, SRV_NAME, srvNameText } from '../other-name.ts';
import { isDnsExcluded, isDnsPermitted, isDomainBase, isHostInside } from './domain.ts';
import { isAsciiMailbox, type Mailbox, mailboxOf, readMailbox } from './mailbox.ts';
import { isServiceInside, readServiceBase, readServiceName, type ServiceName } from './service.ts';
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
  | { readonly kind: 'service'; readonly service: ServiceName }
  | { readonly kind: 'malformed' | 'unsupported' };

/** The base of a subtree, ready to be compared. */
export type ConstraintBase =
  | { readonly kind: 'dNSName' | 'uniformResourceIdentifier'; readonly domain: string }
  | { readonly kind: 'iPAddress'; readonly address: Uint8Array; readonly mask: Uint8Array }
  | { readonly kind: 'rfc822Name'; readonly domain?: string; readonly mailbox?: Mailbox }
  | { readonly kind: 'directoryName'; readonly rdns: readonly ComparedRdn[] }
  | { readonly kind: 'service'; readonly service: Partial<ServiceName> }
  | { readonly kind: 'malformed' | 'unsupported' };

const MALFORMED = { kind: 'malformed' } as const;
const UNSUPPORTED = { kind: 'unsupported' } as const;

/**
 * The form of a name: a constraint reaches the names of its own form. Mailboxes are one form, whatever their script (RFC 9598 6); every type of otherName is
 * one by itself, as in OpenSSL.
 */
export function formOf(name: GeneralName): string {
  if (name.kind !== 'otherName') return name.kind;
  return name.type === SMTP_UTF8_MAILBOX ? 'rfc822Name' : name.type;
}

/** Reads a name of a certificate. */
export function readConstrainedName(name: GeneralName): ConstrainedName {
  switch (name.kind) {
    case 'dNSName': {
      const text = name.value.toLowerCase();
      return isDnsName(text.startsWith('*.') ? text.slice(2) : text) ? { kind: 'dNSName', name: text } : MALFORMED;
    }
    case 'iPAddress':
      return { kind: 'iPAddress', octets: name.value };
    case 'uniformResourceIdentifier': {
      const host = hostOfUri(name.value);
      return host === undefined ? MALFORMED : { kind: 'uniformResourceIdentifier', host };
    }
    case 'directoryName':
      return { kind: 'directoryName', rdns: readRdns(name.name) };
    default: {
      const form = formOf(name);
      const mailbox = form === 'rfc822Name' ? mailboxOf(name) : undefined;
      if (mailbox !== undefined) return { kind: 'rfc822Name', mailbox };
      const service = form === SRV_NAME ? readServiceName(srvNameText(name) ?? '') : undefined;
      if (service !== undefined) return { kind: 'service', service };
      return form === 'rfc822Name' || form === SRV_NAME ? MALFORMED : UNSUPPORTED;
    }
  }
}

/** Reads the base of a subtree. An SmtpUTF8Mailbox is none (RFC 9598 6). */
export function readConstraintBase(base: GeneralName): ConstraintBase {
  switch (base.kind) {
    case 'dNSName':
    case 'uniformResourceIdentifier': {
      const domain = base.value.toLowerCase();
      const address = base.kind === 'uniformResourceIdentifier' && endsInNumber(domain);
      return isDomainBase(domain) && !address ? { kind: base.kind, domain } : MALFORMED;
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
        return mailbox === undefined || !isAsciiMailbox(mailbox) ? MALFORMED : { kind: 'rfc822Name', mailbox };
      }
      const domain = base.value.toLowerCase();
      return isDomainBase(domain) ? { kind: 'rfc822Name', domain } : MALFORMED;
    }
    case 'directoryName':
      return { kind: 'directoryName', rdns: readRdns(base.name) };
    default: {
      if (formOf(base) !== SRV_NAME) return UNSUPPORTED;
      const service = readServiceBase(srvNameText(base) ?? '');
      return service === undefined ? MALFORMED : { kind: 'service', service };
    }
  }
}

/** Whether the name lies in the subtree. A wildcard lies in a permitted one only with all it stands for, in an excluded one with any of it. */
export function isInSubtree(name: ConstrainedName, base: ConstraintBase, list: 'permitted' | 'excluded'): boolean {
  if (name.kind === 'dNSName' && base.kind === 'dNSName')
    return list === 'permitted' ? isDnsPermitted(name.name, base.domain) : isDnsExcluded(name.name, base.domain);
  if (name.kind === 'iPAddress' && base.kind === 'iPAddress') return isInSubnet(name.octets, base.address, base.mask);
  if (name.kind === 'rfc822Name' && base.kind === 'rfc822Name') {
    const { local, host } = name.mailbox;
    if (base.mailbox !== undefined) return base.mailbox.local === local && base.mailbox.host === host;
    return isHostInside(host, base.domain ?? '');
  }
  if (name.kind === 'uniformResourceIdentifier' && base.kind === 'uniformResourceIdentifier') return isHostInside(name.host, base.domain);
  if (name.kind === 'directoryName' && base.kind === 'directoryName')
    return base.rdns.every((rdn, index) => isSameRdn(rdn, name.rdns[index], list));
  if (name.kind === 'service' && base.kind === 'service') return isServiceInside(name.service, base.service);
  return false;
}

/** Every octet under the mask is the same; a network of one version holds no address of the other. */
function isInSubnet(octets: Uint8Array, address: Uint8Array, mask: Uint8Array): boolean {
  for (let i = 0; i < mask.length; i++) {
    if ((((octets[i] as number) ^ (address[i] as number)) & (mask[i] as number)) !== 0) return false;
  }
  return octets.length === mask.length;
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

/** Ones, then zeros (RFC 4632): the only masks RFC 5280 speaks of. The zeros of an octet, turned round, are one less than a power of two. */
function isContiguous(mask: Uint8Array): boolean {
  let ended = false;
  for (const octet of mask) {
    const zeros = octet ^ 0xff;
    if ((ended && octet !== 0) || (zeros & (zeros + 1)) !== 0) return false;
    ended ||= zeros !== 0;
  }
  return true;
}
