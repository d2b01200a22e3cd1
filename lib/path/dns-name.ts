/** The form of DNS names. */

const LABELS = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Whether a lower-case name has the form of a DNS name: labels of 1 to 63 letters, digits, hyphens and, being met in the field, underscores; no hyphen at
 * either end; 253 characters in all (RFC 1034 3.5, RFC 5890 2.3.1).
 */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && LABELS.test(name);
}

/**
 * Whether a host's last label is a number, decimal or hexadecimal: no top-level domain is one, and browsers read such a host as an IPv4 address (WHATWG URL,
 * "ends in a number").
 */
export function endsInNumber(host: string): boolean {
  return /(?:^|\.)(?:0[xX][0-9a-fA-F]*|[0-9]+)$/.test(host);
}
