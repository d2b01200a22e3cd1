/**
 * Services in a domain, `_service.domain` (SRVName, RFC 4985 2). A base is the whole of it, a service alone (`_mail`) or a domain alone (RFC 4985 4); both
 * parts are judged apart, and case counts in neither (RFC 9525 6.5). Wildcards have no reading.
 */
import { endsInNumber, isDnsName } from '../dns-name.ts';
import { isDnsPermitted } from './domain.ts';

/** A service in a domain, in lower case. */
export interface ServiceName {
  readonly service: string;
  readonly domain: string;
}

/** Reads a service in a domain. */
export function readServiceName(text: string): ServiceName | undefined {
  const base = readServiceBase(text);
  return base?.service === undefined || base.domain === undefined ? undefined : { service: base.service, domain: base.domain };
}

/** Reads the base of a subtree. */
export function readServiceBase(text: string): Partial<ServiceName> | undefined {
  if (text.length > 320) return undefined;
  const lower = text.toLowerCase();
  if (!lower.startsWith('_')) return isDomain(lower) ? { domain: lower } : undefined;
  const [service = '', ...labels] = lower.split('.');
  if (!/^_[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(service)) return undefined;
  if (labels.length === 0) return { service };
  const domain = labels.join('.');
  return isDomain(domain) ? { service, domain } : undefined;
}

function isDomain(text: string): boolean {
  return isDnsName(text) && !endsInNumber(text);
}

/** Whether a service lies in the subtree. */
export function isServiceInside(name: ServiceName, base: Partial<ServiceName>): boolean {
  return (base.service ?? name.service) === name.service && (base.domain === undefined || isDnsPermitted(name.domain, base.domain));
}
