/**
 * Options of pg_hba.conf lines (hba.c: parse_hba_auth_opt) and what methods demand of them, versions 12 to 18. Values that only matter to methods
 * which this library does not play through (LDAP servers, RADIUS secrets, …) are kept as they are written.
 */
import type { Token } from './lex.ts';
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

/** Options that belong to certain methods, and the first version that has them. `map`, `clientcert` and `clientname` have rules of their own. */
const METHOD_OPTIONS: Readonly<Record<string, { readonly methods: readonly AuthMethod[]; readonly since?: number }>> = {
  pamservice: { methods: ['pam'] },
  pam_use_hostname: { methods: ['pam'] },
  ldapurl: { methods: ['ldap'] },
  ldaptls: { methods: ['ldap'] },
  ldapscheme: { methods: ['ldap'] },
  ldapserver: { methods: ['ldap'] },
  ldapport: { methods: ['ldap'] },
  ldapbinddn: { methods: ['ldap'] },
  ldapbindpasswd: { methods: ['ldap'] },
  ldapsearchattribute: { methods: ['ldap'] },
  ldapsearchfilter: { methods: ['ldap'] },
  ldapbasedn: { methods: ['ldap'] },
  ldapprefix: { methods: ['ldap'] },
  ldapsuffix: { methods: ['ldap'] },
  krb_realm: { methods: ['gss', 'sspi'] },
  include_realm: { methods: ['gss', 'sspi'] },
  compat_realm: { methods: ['sspi'] },
  upn_username: { methods: ['sspi'] },
  radiusservers: { methods: ['radius'] },
  radiusports: { methods: ['radius'] },
  radiussecrets: { methods: ['radius'] },
  radiusidentifiers: { methods: ['radius'] },
  issuer: { methods: ['oauth'], since: 18 },
  scope: { methods: ['oauth'], since: 18 },
  validator: { methods: ['oauth'], since: 18 },
  delegate_ident_mapping: { methods: ['oauth'], since: 18 },
};

const MAP_METHODS: readonly AuthMethod[] = ['ident', 'peer', 'gss', 'sspi', 'cert'];

/** Reads the fields after the method. */
export function readOptions(
  fields: readonly (readonly Token[])[],
  { method, type, version }: { readonly method: AuthMethod; readonly type: ConnectionType; readonly version: number },
): ReadOptions | LineProblem {
  let clientCert: ClientCert = 'off';
  let clientName: 'CN' | 'DN' = 'CN';
  const values = new Map<string, string>();
  for (const token of fields.flat()) {
    const equals = token.octets.indexOf('=');
    if (equals < 0) return problem('option-not-name-value', `authentication option not in name=value format: ${token.text}`);
    const name = token.octets.slice(0, equals);
    const value = token.octets.slice(equals + 1);
    if (name === 'map') {
      const allowed = MAP_METHODS.includes(method) || (method === 'oauth' && version >= 18);
      if (!allowed)
        return problem('map-not-allowed', 'authentication option "map" is only valid for methods that give a name of their own');
    } else if (name === 'clientcert') {
      const read = readClientCert(value, type, method, version);
      if (typeof read !== 'string') return read;
      clientCert = read;
    } else if (name === 'clientname' && version >= 14) {
      if (type !== 'hostssl') return problem('clientname-needs-hostssl', 'clientname can only be configured for "hostssl" rows');
      if (value !== 'CN' && value !== 'DN') return problem('invalid-clientname-value', `invalid value for clientname: "${value}"`);
      clientName = value;
    } else {
      const known = Object.hasOwn(METHOD_OPTIONS, name) ? METHOD_OPTIONS[name] : undefined;
      if (known === undefined || version < (known.since ?? 0)) {
        return problem('unknown-option', `unrecognized authentication option name: "${name}"`);
      }
      if (!known.methods.includes(method)) {
        return problem(
          'option-not-allowed',
          `authentication option "${name}" is only valid for authentication methods ${known.methods.join(', ')}`,
        );
      }
      if (name === 'ldapport' && !/^\s*[+-]?0*[1-9]/.test(value))
        return problem('invalid-option-value', `invalid LDAP port number: "${value}"`);
    }
    values.set(name, value);
  }
  const missing = missingOption(method, values, version);
  if (missing !== undefined) return missing;
  return { clientCert: method === 'cert' ? 'verify-full' : clientCert, clientName, values: Object.fromEntries(values) };
}

function problem(code: string, message: string): LineProblem {
  return { code, message };
}

/** 12 and 13 also take the old numbers and `no-verify`; with `cert` they read verify-ca as verify-full. */
function readClientCert(value: string, type: ConnectionType, method: AuthMethod, version: number): ClientCert | LineProblem {
  if (type !== 'hostssl') return problem('clientcert-needs-hostssl', 'clientcert can only be configured for "hostssl" rows');
  const old = version < 14;
  if (value === 'verify-full') return 'verify-full';
  if (value === 'verify-ca' || (old && value === '1')) {
    if (old || method !== 'cert') return 'verify-ca';
    return problem('cert-method-needs-verify-full', 'clientcert only accepts "verify-full" when using "cert" authentication');
  }
  if (old && (value === 'no-verify' || value === '0')) {
    if (method !== 'cert') return 'off';
    return problem('cert-method-needs-verify-full', 'clientcert can not be set to "no-verify" when using "cert" authentication');
  }
  return problem('invalid-clientcert-value', `invalid value for clientcert: "${value}"`);
}

/** What a method must have been given. */
function missingOption(method: AuthMethod, values: ReadonlyMap<string, string>, version: number): LineProblem | undefined {
  const demand = (message: string): LineProblem => problem('missing-required-option', message);
  const has = (...names: readonly string[]): boolean => names.some((name) => values.has(name));
  if (method === 'ldap') {
    if (has('ldapprefix', 'ldapsuffix')) {
      if (has('ldapbasedn', 'ldapbinddn', 'ldapbindpasswd', 'ldapsearchattribute', 'ldapsearchfilter', 'ldapurl')) {
        return problem('option-not-allowed', 'ldapprefix and ldapsuffix cannot stand together with the options of a search');
      }
    } else if (!has('ldapbasedn', 'ldapurl')) {
      return demand('authentication method "ldap" requires argument "ldapbasedn", "ldapprefix", or "ldapsuffix" to be set');
    }
    if (has('ldapsearchattribute') && has('ldapsearchfilter')) {
      return problem('option-not-allowed', 'cannot use ldapsearchattribute together with ldapsearchfilter');
    }
  }
  if (method === 'radius') {
    if (!has('radiusservers')) return demand('authentication method "radius" requires argument "radiusservers" to be set');
    if (!has('radiussecrets')) return demand('authentication method "radius" requires argument "radiussecrets" to be set');
  }
  if (method === 'oauth') {
    if (!has('scope')) return demand('authentication method "oauth" requires argument "scope" to be set');
    if (!has('issuer')) return demand('authentication method "oauth" requires argument "issuer" to be set');
    // the default of the setting, and no file here says otherwise
    return demand(`oauth_validator_libraries must be set for authentication method oauth (version ${version})`);
  }
  return undefined;
}
