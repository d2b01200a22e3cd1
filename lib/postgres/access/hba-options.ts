/**
 * Options of pg_hba.conf lines (hba.c: parse_hba_auth_opt, and the end of parse_hba_line) and what methods demand of them, versions 12 to 18.
 *
 * Left out: whether a name in `radiusservers` resolves and whether an OAuth validator is loaded, which no file says.
 */
import { parseAddress } from './address.ts';
import { atoi, splitList } from './hba-lists.ts';
import { parseLdapUrl } from './ldap-url.ts';
import type { Token } from './lex.ts';
import { readable } from '../octets.ts';
import type { AuthMethod, ClientCert, ConnectionType } from './types.ts';

/** What is wrong with a line. */
export interface LineProblem {
  readonly code: string;
  readonly message: string;
}

/** Options after all of them have been read. */
export interface ReadOptions {
  readonly clientCert: ClientCert;
  readonly clientName: 'CN' | 'DN';
  readonly values: Readonly<Record<string, string>>;
}

/** A problem with its code and the server's words. */
export function problem(code: string, message: string): LineProblem {
  return { code, message };
}

interface Line {
  readonly method: AuthMethod;
  readonly type: ConnectionType;
  readonly version: number;
}

/** Options that belong to certain methods, how the server lists these, and the first version that has them. */
interface MethodOption {
  readonly methods: readonly AuthMethod[];
  readonly words: string;
  readonly since?: number;
}

const PAM: MethodOption = { methods: ['pam'], words: 'pam' };
const LDAP: MethodOption = { methods: ['ldap'], words: 'ldap' };
const REALM: MethodOption = { methods: ['gss', 'sspi'], words: 'gssapi and sspi' };
const SSPI: MethodOption = { methods: ['sspi'], words: 'sspi' };
const RADIUS: MethodOption = { methods: ['radius'], words: 'radius' };
const OAUTH: MethodOption = { methods: ['oauth'], words: 'oauth', since: 18 };

/** `map`, `clientcert` and `clientname` have rules of their own. */
const METHOD_OPTIONS: Readonly<Record<string, MethodOption>> = {
  pamservice: PAM,
  pam_use_hostname: PAM,
  ldapurl: LDAP,
  ldaptls: LDAP,
  ldapscheme: LDAP,
  ldapserver: LDAP,
  ldapport: LDAP,
  ldapbinddn: LDAP,
  ldapbindpasswd: LDAP,
  ldapsearchattribute: LDAP,
  ldapsearchfilter: LDAP,
  ldapbasedn: LDAP,
  ldapprefix: LDAP,
  ldapsuffix: LDAP,
  krb_realm: REALM,
  include_realm: REALM,
  compat_realm: SSPI,
  upn_username: SSPI,
  radiusservers: RADIUS,
  radiusports: RADIUS,
  radiussecrets: RADIUS,
  radiusidentifiers: RADIUS,
  issuer: OAUTH,
  scope: OAUTH,
  validator: OAUTH,
  delegate_ident_mapping: OAUTH,
};

const MAP_METHODS: readonly AuthMethod[] = ['ident', 'peer', 'gss', 'sspi', 'cert'];

/** Reads the fields after the method. */
export function readOptions(fields: readonly (readonly Token[])[], line: Line): ReadOptions | LineProblem {
  let clientCert: ClientCert = 'off';
  let clientName: 'CN' | 'DN' = 'CN';
  const values = new Map<string, string>();
  for (const token of fields.flat()) {
    const equals = token.octets.indexOf('=');
    if (equals < 0) return problem('option-not-name-value', `authentication option not in name=value format: ${token.text}`);
    const name = token.octets.slice(0, equals);
    const value = token.octets.slice(equals + 1);
    // the server sets this before it looks at any option: what a URL says about it holds only if the URL comes last
    values.set('ldapscope', '2');
    if (name === 'clientcert') {
      const read = readClientCert(value, line);
      if (typeof read !== 'string') return read;
      clientCert = read;
    } else if (name === 'clientname' && line.version >= 14) {
      if (line.type !== 'hostssl') return problem('clientname-needs-hostssl', 'clientname can only be configured for "hostssl" rows');
      if (value !== 'CN' && value !== 'DN')
        return problem('invalid-clientname-value', `invalid value for clientname: "${readable(value)}"`);
      clientName = value;
    } else {
      const wrong = notAllowed(name, line) ?? checkValue(name, value, values);
      if (wrong !== undefined) return wrong;
    }
    values.set(name, value);
  }
  if (line.method !== 'ldap') values.delete('ldapscope');
  const wrong = missingOption(line.method, values);
  if (wrong !== undefined) return wrong;
  return { clientCert: line.method === 'cert' ? 'verify-full' : clientCert, clientName, values: Object.fromEntries(values) };
}

function notAllowed(name: string, { method, version }: Line): LineProblem | undefined {
  if (name === 'map') {
    if (MAP_METHODS.includes(method) || (method === 'oauth' && version >= 18)) return undefined;
    const words = version >= 18 ? 'ident, peer, gssapi, sspi, cert, and oauth' : 'ident, peer, gssapi, sspi, and cert';
    return problem('map-not-allowed', `authentication option "map" is only valid for authentication methods ${words}`);
  }
  const known = Object.hasOwn(METHOD_OPTIONS, name) ? METHOD_OPTIONS[name] : undefined;
  if (known === undefined || version < (known.since ?? 0)) {
    return problem('unknown-option', `unrecognized authentication option name: "${readable(name)}"`);
  }
  if (known.methods.includes(method)) return undefined;
  return problem('option-not-allowed', `authentication option "${name}" is only valid for authentication methods ${known.words}`);
}

/** Values that the server looks at while it reads them; a URL also sets other options. */
function checkValue(name: string, value: string, values: Map<string, string>): LineProblem | undefined {
  const invalid = (message: string): LineProblem => problem('invalid-option-value', message);
  switch (name) {
    case 'ldapport':
      return atoi(value) === 0 ? invalid(`invalid LDAP port number: "${readable(value)}"`) : undefined;
    case 'ldapurl':
      return takeLdapUrl(value, values);
    case 'radiusservers': {
      const servers = splitList(value);
      if (servers === undefined) return invalid(`could not parse RADIUS server list "${readable(value)}"`);
      const unknown = servers.find((server) => server === '' || isNoHost(server));
      if (unknown === undefined) return undefined;
      return invalid(`could not translate RADIUS server name "${readable(unknown)}" to address: Name or service not known`);
    }
    case 'radiusports': {
      const ports = splitList(value);
      return ports === undefined || ports.some((port) => atoi(port) === 0)
        ? invalid(`invalid RADIUS port number: "${readable(value)}"`)
        : undefined;
    }
    case 'radiussecrets':
      return splitList(value) === undefined ? invalid(`could not parse RADIUS secret list "${readable(value)}"`) : undefined;
    case 'radiusidentifiers':
      return splitList(value) === undefined ? invalid(`could not parse RADIUS identifiers list "${readable(value)}"`) : undefined;
    default:
      return undefined;
  }
}

/** True for what no resolver can make an address of: neither an address nor a name of letters, digits, hyphens, underscores and dots. */
function isNoHost(server: string): boolean {
  return parseAddress(server) === undefined && !/^[\w-]{1,63}(?:\.[\w-]{1,63})*\.?$/.test(server);
}

function takeLdapUrl(value: string, values: Map<string, string>): LineProblem | undefined {
  const url = parseLdapUrl(value);
  if (typeof url === 'string') return problem('invalid-option-value', `could not parse LDAP URL "${readable(value)}": ${url}`);
  if (url.scheme !== 'ldap' && url.scheme !== 'ldaps') {
    return problem('invalid-option-value', `unsupported LDAP URL scheme: ${url.scheme}`);
  }
  const parts = { ldapserver: url.host, ldapbasedn: url.baseDn, ldapsearchattribute: url.attribute, ldapsearchfilter: url.filter };
  for (const [name, part] of Object.entries(parts)) if (part !== undefined) values.set(name, part);
  values.set('ldapscheme', url.scheme).set('ldapport', String(url.port)).set('ldapscope', String(url.scope));
  return undefined;
}

/** 12 and 13 also take the old numbers and `no-verify`; with `cert` they read verify-ca as verify-full. */
function readClientCert(value: string, { type, method, version }: Line): ClientCert | LineProblem {
  if (type !== 'hostssl') return problem('clientcert-needs-hostssl', 'clientcert can only be configured for "hostssl" rows');
  const old = version < 14;
  if (value === 'verify-full') return 'verify-full';
  if (value === 'verify-ca' || (old && value === '1')) {
    if (old || method !== 'cert') return 'verify-ca';
    return problem('cert-method-needs-verify-full', 'clientcert can only be set to "verify-full" when using "cert" authentication');
  }
  if (old && (value === 'no-verify' || value === '0')) {
    if (method !== 'cert') return 'off';
    return problem('cert-method-needs-verify-full', 'clientcert can not be set to "no-verify" when using "cert" authentication');
  }
  return problem('invalid-clientcert-value', `invalid value for clientcert: "${readable(value)}"`);
}

/** What a method must have been given, and what must not stand together. */
function missingOption(method: AuthMethod, values: ReadonlyMap<string, string>): LineProblem | undefined {
  if (method === 'ldap') return missingLdap(values);
  if (method === 'radius') return missingRadius(values);
  if (method !== 'oauth') return undefined;
  // the setting's default, and no file here says otherwise
  const validator = problem('missing-required-option', 'oauth_validator_libraries must be set for authentication method oauth');
  return demand(values, 'oauth', 'scope', 'issuer') ?? validator;
}

function demand(values: ReadonlyMap<string, string>, method: string, ...names: readonly string[]): LineProblem | undefined {
  const missing = names.find((name) => !values.has(name));
  if (missing === undefined) return undefined;
  return problem('missing-required-option', `authentication method "${method}" requires argument "${missing}" to be set`);
}

const SEARCH_OPTIONS = ['ldapbasedn', 'ldapbinddn', 'ldapbindpasswd', 'ldapsearchattribute', 'ldapsearchfilter'];

function missingLdap(values: ReadonlyMap<string, string>): LineProblem | undefined {
  if (values.has('ldapprefix') || values.has('ldapsuffix')) {
    if (SEARCH_OPTIONS.some((name) => values.has(name))) {
      return problem('option-not-allowed', `cannot use ${SEARCH_OPTIONS.join(', ')}, or ldapurl together with ldapprefix`);
    }
  } else if (!values.has('ldapbasedn')) {
    const words = 'authentication method "ldap" requires argument "ldapbasedn", "ldapprefix", or "ldapsuffix" to be set';
    return problem('missing-required-option', words);
  }
  if (!values.has('ldapsearchattribute') || !values.has('ldapsearchfilter')) return undefined;
  return problem('option-not-allowed', 'cannot use ldapsearchattribute together with ldapsearchfilter');
}

/** Lists of one entry hold for all servers; an empty list counts as none. */
function missingRadius(values: ReadonlyMap<string, string>): LineProblem | undefined {
  const count = (name: string): number => splitList(values.get(name) ?? '')?.length ?? 0;
  const given = new Map([...values].filter(([name]) => count(name) > 0));
  const missing = demand(given, 'radius', 'radiusservers', 'radiussecrets');
  if (missing !== undefined) return missing;
  const servers = count('radiusservers');
  for (const what of ['secrets', 'ports', 'identifiers']) {
    const entries = count(`radius${what}`);
    if (entries > 1 && entries !== servers) {
      const words = `the number of RADIUS ${what} (${entries}) must be 1 or the same as the number of RADIUS servers (${servers})`;
      return problem('option-not-allowed', words);
    }
  }
  return undefined;
}
