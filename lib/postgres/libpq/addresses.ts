/**
 * Addresses as the host name check of libpq reads them, by glibc's inet_aton and inet_pton. Unlike getaddrinfo, inet_aton stops at the first blank and does
 * not mind what stands behind it.
 */
import { parseAddress } from '../access/address.ts';

/** Octets of an IPv4 address in any form inet_aton takes (`127.1`, `0x7f000001`, `017700000001`), or undefined. */
export function parseIpv4Host(text: string): readonly number[] | undefined {
  const blank = text.search(/[\t-\r ]/);
  const address = text.slice(0, blank < 0 ? text.length : blank);
  return address.includes(':') ? undefined : parseAddress(address);
}

/** Octets of an IPv6 address as inet_pton takes it: without a zone, dotted IPv4 at the end allowed; or undefined. */
export function parseIpv6Host(text: string): readonly number[] | undefined {
  return text.includes(':') && !text.includes('%') ? parseAddress(text) : undefined;
}

/** True where libpq takes a host for an address and so looks for an iPAddress (is_ip_address). */
export function isAddress(host: string): boolean {
  return parseIpv4Host(host) !== undefined || parseIpv6Host(host) !== undefined;
}
