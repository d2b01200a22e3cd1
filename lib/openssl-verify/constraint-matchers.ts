/**
 * One name against one base of nameConstraints (v3_ncons.c of OpenSSL 3.0: nc_dn, nc_dns, nc_email, nc_email_eai, nc_uri, nc_ip). Texts have one character per
 * octet. `outside` is what a permitted subtree refuses and an excluded one wants; every other answer refuses in both.
 */
import { DerReader } from '../asn1/reader.ts';
import { UTF8_STRING } from '../asn1/tags.ts';
import { fromLatin1 } from '../base/bytes.ts';
import type { Name } from '../x509/name.ts';
import { nameText } from './facts.ts';
import { unicodeLabels } from './punycode.ts';

/** Whether a name lies in a subtree, or the error that ends the comparison. */
export type SubtreeMatch = 'inside' | 'outside' | 'unsupported-constraint-type' | 'unsupported-name-syntax' | 'unspecified';

/** The RDNs of the base begin the name; an empty base begins every name. */
export function matchDirectoryName(name: Name, base: Name): SubtreeMatch {
  return inside(nameText(name).startsWith(nameText(base)));
}

/** The base itself and everything below it; with a leading period, everything below it alone. An empty base stands for all. */
export function matchDnsName(name: string, base: string): SubtreeMatch {
  if (base === '') return 'inside';
  const before = name.at(-base.length - 1);
  if (before !== undefined && !base.startsWith('.') && before !== '.') return 'outside';
  return inside(name.length >= base.length && sameText(name.slice(name.length - base.length), base));
}

/** A mailbox, a host, or with a leading period the hosts below a domain. */
export function matchMailbox(name: string, base: string): SubtreeMatch {
  const at = name.lastIndexOf('@');
  const baseAt = base.lastIndexOf('@');
  if (at < 0) return 'unsupported-name-syntax';
  if (baseAt < 0 && base.startsWith('.')) return inside(name.length > base.length && sameText(name.slice(-base.length), base));
  if (baseAt > 0) {
    const local = name.slice(0, at);
    if (local.length !== baseAt) return 'outside';
    if (local.includes('\0') || base.slice(0, baseAt).includes('\0')) return 'unsupported-name-syntax';
    if (local !== base.slice(0, baseAt)) return 'outside';
  }
  return inside(sameText(name.slice(at + 1), base.slice(baseAt + 1)));
}

/**
 * An SmtpUTF8Mailbox (RFC 9598), DER of its value, under a base of rfc822Name whose labels are put into Unicode first. OpenSSL 3.0 puts a second period in front
 * of a base that has one, and has no base with a local part.
 */
export function matchUnicodeMailbox(value: Uint8Array, base: string): SubtreeMatch {
  if (base.includes('\0')) return 'unsupported-name-syntax';
  const { tag, content } = new DerReader(value, { deviations: [] }).any('');
  const name = fromLatin1(content);
  const at = name.lastIndexOf('@');
  if (tag !== UTF8_STRING || at < 0) return 'unsupported-name-syntax';
  const below = base.startsWith('.');
  const labels = unicodeLabels(base, below ? 254 : 255);
  if (labels === undefined) return 'unspecified';
  if (!below) return inside(sameText(name.slice(at + 1), labels));
  const end = `.${labels}`;
  return inside(name.length > end.length && sameText(name.slice(-end.length), end));
}

/** The host of `scheme://host`, up to the first colon, else the first slash: user information and IPv6 addresses have no part of their own. */
export function matchUri(uri: string, base: string): SubtreeMatch {
  const colon = uri.indexOf(':');
  if (colon < 0 || !uri.startsWith('//', colon + 1)) return 'unsupported-name-syntax';
  const rest = uri.slice(colon + 3);
  const [host = ''] = rest.split(rest.includes(':') ? ':' : '/', 1);
  if (host === '') return 'unsupported-name-syntax';
  if (base.startsWith('.')) return inside(host.length > base.length && sameText(host.slice(-base.length), base));
  return inside(sameText(host, base));
}

/** The bits under the mask, which may be any; a network of one version holds no address of the other. */
export function matchAddress(address: Uint8Array, base: Uint8Array): SubtreeMatch {
  const { length } = address;
  if (![4, 16].includes(length) || ![8, 32].includes(base.length)) return 'unsupported-name-syntax';
  if (length * 2 !== base.length) return 'outside';
  return inside(address.every((octet, i) => ((octet ^ (base[i] as number)) & (base[length + i] as number)) === 0));
}

function inside(is: boolean): SubtreeMatch {
  return is ? 'inside' : 'outside';
}

/** Equal but for the case of ASCII letters. */
function sameText(a: string, b: string): boolean {
  return a.length === b.length && lower(a) === lower(b);
}

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
