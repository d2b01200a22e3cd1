/**
 * `ldapurl` of pg_hba.conf: LDAP URLs (RFC 4516) as OpenLDAP's ldap_url_parse takes them apart, with the words ldap_err2string finds for its error
 * numbers (which are not those of URLs: the server prints them all the same).
 */

import { atoi } from './hba-lists.ts';

/** What a URL sets; absent parts leave a line's other options as they are. */
export interface LdapUrl {
  readonly scheme: string;
  readonly host: string | undefined;
  readonly port: number;
  readonly baseDn: string | undefined;
  readonly attribute: string | undefined;
  /** 0 base, 1 one level, 2 subtree, 3 children. */
  readonly scope: number;
  readonly filter: string | undefined;
}

const BAD_SCHEME = 'Time limit exceeded';
const BAD_ENCLOSURE = 'Size limit exceeded';
const BAD_URL = 'Compare False';
const BAD_SCOPE = 'Strong(er) authentication required';
const BAD_FILTER = 'Partial results and referral received';
const BAD_EXTENSIONS = 'Referral';

/** Ours: a list of commas alone ends the server with a null pointer. */
const NO_ATTRIBUTE = 'the list of attributes has no name';

const SCOPES: Readonly<Record<string, number>> = {
  base: 0,
  one: 1,
  onelevel: 1,
  sub: 2,
  subtree: 2,
  children: 3,
  subordinate: 3,
};

/** Takes a URL apart (octet string), or says why not. */
export function parseLdapUrl(text: string): LdapUrl | string {
  let rest = text;
  const enclosed = rest.startsWith('<');
  if (enclosed) rest = rest.slice(1);
  if (/^URL:/i.test(rest)) rest = rest.slice(4);
  const scheme = /^(p?ldaps?|ldapi):\/\//i.exec(rest)?.[1]?.toLowerCase();
  if (scheme === undefined) return BAD_SCHEME;
  rest = rest.slice(scheme.length + 3);
  if (enclosed) {
    if (!rest.endsWith('>')) return BAD_ENCLOSURE;
    rest = rest.slice(0, -1);
  }
  const slash = rest.indexOf('/');
  const authority = readAuthority(slash < 0 ? (rest.split('?')[0] as string) : rest.slice(0, slash), scheme);
  if (typeof authority === 'string') return authority;
  const url = { scheme, ...authority, baseDn: undefined, attribute: undefined, scope: 0, filter: undefined };
  if (slash < 0) return url;
  const [dn = '', attributes, scope, filter, extensions, ...more] = rest.slice(slash + 1).split('?');
  if (more.length > 0) return BAD_URL;
  const scopeNumber = scope === undefined || scope === '' ? 0 : SCOPES[unescapeHex(scope).toLowerCase()];
  if (scopeNumber === undefined) return BAD_SCOPE;
  if (filter !== undefined && filter !== '' && unescapeHex(filter) === '') return BAD_FILTER;
  if (extensions !== undefined && /^,*$/.test(unescapeHex(extensions))) return BAD_EXTENSIONS;
  if (attributes !== undefined && attributes !== '' && /^,*$/.test(unescapeHex(attributes))) return NO_ATTRIBUTE;
  const attribute =
    attributes === undefined
      ? undefined
      : unescapeHex(attributes)
          .split(',')
          .find((name) => name !== '');
  return {
    ...url,
    baseDn: unescapeHex(dn),
    attribute,
    scope: scopeNumber,
    filter: filter === '' || filter === undefined ? undefined : unescapeHex(filter),
  };
}

/** Host and port. */
function readAuthority(text: string, scheme: string): { readonly host: string | undefined; readonly port: number } | string {
  let host = text;
  let port: string | undefined;
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end < 0) return BAD_URL;
    host = text.slice(1, end);
    const after = text.slice(end + 1);
    if (after.includes(':') && !after.startsWith(':')) return BAD_URL;
    port = after.startsWith(':') ? after.slice(1) : undefined;
  } else if (text.includes(':')) {
    host = text.slice(0, text.indexOf(':'));
    port = text.slice(text.indexOf(':') + 1);
  }
  const name = host === '' ? undefined : unescapeHex(host);
  if (port === undefined) return { host: name, port: scheme.endsWith('s') ? 636 : 389 };
  const digits = unescapeHex(port);
  return /^[ \t\n\v\f\r]*[+-]?\d+$/.test(digits) ? { host: name, port: atoi(digits) } : BAD_URL;
}

/** `%41` is `A`, and `%00` the end; with a percent sign that two hexadecimal digits do not follow nothing is left. */
function unescapeHex(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return '';
  const plain = text.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return plain.split('\0')[0] as string;
}
