/** Terms of what is issued: from when, until when, and whom a server's certificate names. */
import { type Certificate, type GeneralName, type Name } from '../../../lib/index.ts';
import { commonName, DAY, type Validity } from './issuing.ts';

/** Days that CAs are valid. The root's CRL is current as long as the intermediate is valid, so that both are renewed when the root's key is at hand. */
export const ROOT_DAYS = 3650;
export const INTERMEDIATE_DAYS = 1825;

/** Clocks of other machines may be slow by so much, and a list or certificate from their future stops every login. */
const SLOW_CLOCKS = 5 * 60_000;

/** Longest common name of X.509 (ub-common-name, RFC 5280 appendix A.1). */
export const MAX_COMMON_NAME = 64;

/** The moment from which something issued at `at` is good. */
export function backdated(at: number): number {
  return at - SLOW_CLOCKS;
}

/** Validity of a leaf: as long as asked for, within its issuer's. */
export function leafValidity(issuer: Certificate, at: number, days: number): Validity {
  return { notBefore: Math.max(backdated(at), issuer.notBefore), notAfter: Math.min(at + days * DAY, issuer.notAfter) };
}

/** The first host name that fits into a common name; clients look at it only where there is no other name. */
export function serverSubject(names: readonly GeneralName[]): Name {
  const hosts = names.flatMap((name) => (name.kind === 'dNSName' && name.value.length <= MAX_COMMON_NAME ? [name.value] : []));
  return commonName(hosts[0] ?? 'PostgreSQL server');
}
