/**
 * Host names against constraints (RFC 5280 4.2.1.10). All names in lower case.
 *
 * A base without a leading period stands for itself and everything below it where DNS names are constrained, and for itself alone where hosts of mailboxes
 * and URIs are. With a leading period it stands for what is below it; RFC 5280 knows that form for mailboxes and URIs only, for DNS names Go and OpenSSL
 * take it too. An empty base stands for every name (so NSS, Go).
 */
import { isDnsName } from '../dns-name.ts';

/** Whether a base is a host name, with or without a leading period, or empty. */
export function isDomainBase(base: string): boolean {
  return base === '' || isDnsName(base.startsWith('.') ? base.slice(1) : base);
}

/** The name is the domain or below it; a period stands before the part that is the domain. */
function within(name: string, domain: string): boolean {
  return name.endsWith(domain) && (name.length === domain.length || name.charAt(name.length - domain.length - 1) === '.');
}

/** A DNS name against a permitted base: every host it stands for must lie inside. `*.d` stands for all hosts one label below `d`. */
export function isDnsPermitted(name: string, base: string): boolean {
  if (base === '') return true;
  const wildcard = name.startsWith('*.');
  const rest = wildcard ? name.slice(2) : name;
  if (base.startsWith('.')) return wildcard ? within(rest, base.slice(1)) : rest.endsWith(base);
  return within(rest, base);
}

/**
 * A DNS name against an excluded base: it is enough that one host it stands for lies inside. `*.example.com` reaches `www.example.com` (CVE-2025-61727).
 */
export function isDnsExcluded(name: string, base: string): boolean {
  if (isDnsPermitted(name, base)) return true;
  if (!name.startsWith('*.') || base.startsWith('.')) return false;
  return base.slice(base.indexOf('.') + 1) === name.slice(2) && base.includes('.');
}

/** The host of a mailbox or URI against a base. */
export function isHostInside(host: string, base: string): boolean {
  return base === '' || (base.startsWith('.') ? host.endsWith(base) : host === base);
}
