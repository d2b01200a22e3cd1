/** The host of a URI (RFC 3986 3.2.2), which is what constraints look at (RFC 5280 4.2.1.10). */
import { isDnsName } from '../dns-name.ts';
import { parseIpAddress } from '../ip-address.ts';

/** The host in lower case, or undefined where there is no authority or its host is no fully qualified domain name: RFC 5280 then refuses the name. */
export function hostOfUri(uri: string): string | undefined {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(uri);
  if (scheme === null) return undefined;
  const rest = uri.slice(scheme[0].length);
  const end = rest.search(/[/?#\\]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const hostPort = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = hostPort.indexOf(':');
  if (colon >= 0 && !/^[0-9]*$/.test(hostPort.slice(colon + 1))) return undefined;
  const host = (colon < 0 ? hostPort : hostPort.slice(0, colon)).toLowerCase();
  return isDnsName(host) && parseIpAddress(host) === undefined ? host : undefined;
}
