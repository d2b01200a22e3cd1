/** URIs (RFC 3986): what constraints (RFC 5280 4.2.1.10) and URI-IDs (RFC 9525 6.5) look at. */
import { endsInNumber, isDnsName } from '../dns-name.ts';

/** A URI taken apart. */
export interface Uri {
  /** In lower case. */
  readonly scheme: string;
  /** The host in lower case where it is a domain name; undefined for addresses and URIs without a host. */
  readonly host: string | undefined;
  readonly hasUserInfo: boolean;
  /** The host stands behind `//`. */
  readonly hasAuthority: boolean;
  /** Port, path, query and fragment. */
  readonly rest: string;
  /** The whole, with scheme and host in lower case: two equal ones are the same URI (RFC 5280 7.4). */
  readonly normal: string;
}

/**
 * Takes a URI apart; undefined where it has characters that no URI has. `sip:` and `sips:` have their host without `//` (RFC 3261 19.1.1).
 */
export function readUri(text: string): Uri | undefined {
  const [, given, body] = /^([A-Za-z][A-Za-z0-9+.-]*):([!#-;=?-[\]_a-z~]*)$/.exec(text) ?? [];
  if (given === undefined || body === undefined) return undefined;
  const scheme = given.toLowerCase();
  const hasAuthority = body.startsWith('//');
  const sip = scheme === 'sip' || scheme === 'sips';
  const start = hasAuthority ? 2 : 0;
  const length = hasAuthority || sip ? body.slice(start).search(sip ? /[/?#;]/ : /[/?#]/) : 0;
  const end = length < 0 ? body.length : start + length;
  const authority = body.slice(start, end);
  const at = authority.indexOf('@') + 1;
  const [domain = '', port = ''] = /^([^:]*)(|:[0-9]*)$/.exec(authority.slice(at))?.slice(1) ?? [];
  const host = domain.toLowerCase();
  const known = isDnsName(host) && !endsInNumber(host);
  return {
    scheme,
    host: known ? host : undefined,
    hasUserInfo: at > 0,
    hasAuthority,
    rest: port + body.slice(end),
    normal: `${scheme}:${known ? body.slice(0, start + at) + host + port + body.slice(end) : body}`,
  };
}

/** The host in lower case, or undefined where there is no authority or its host is no fully qualified domain name: RFC 5280 then refuses the name. */
export function hostOfUri(text: string): string | undefined {
  const uri = readUri(text);
  return uri?.hasAuthority === true ? uri.host : undefined;
}
