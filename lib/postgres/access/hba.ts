/**
 * pg_hba.conf (manual 21.1; hba.c: parse_hba_line): from text to lines that count, or to the errors for which a server of that version refuses the
 * file. The order of the checks is the server's, so that the error named is the server's too.
 */
import { parseAddress, parsePrefix } from './address.ts';
import { type LineProblem, problem, readOptions } from './hba-options.ts';
import { type Token, type TokenLine, tokenizeFile } from './lex.ts';
import type { Text } from '../octets.ts';
import { compileRegex, type RegexCompilation } from '../regex/regex.ts';
import {
  type AuthMethod,
  type ConnectionType,
  DEBIAN_BUILD,
  type HbaAddress,
  type HbaRow,
  type LineError,
  type ServerBuild,
} from './types.ts';

/** Rules by which a file is read. */
export interface ParseOptions {
  /** Major version of the server, 12 to 18. */
  readonly version: number;
  /** Contents of included files by their path relative to the main file's folder; what is absent is missing. */
  readonly included?: Readonly<Record<string, Text>> | undefined;
  /** What the server was compiled with; default: Debian's packages. */
  readonly build?: ServerBuild | undefined;
  /** The machine's network interfaces, for addresses such as `fe80::1%eth0`; default: every name is one. */
  readonly interfaces?: readonly string[] | undefined;
}

/** What a file says: with any error the server keeps its old rules (at its start: does not start). */
export interface ParsedHba {
  readonly rows: readonly HbaRow[];
  readonly errors: readonly LineError[];
}

const CONNECTION_TYPES: readonly ConnectionType[] = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc'];
const METHODS: readonly AuthMethod[] = ['trust', 'reject', 'md5', 'password', 'scram-sha-256', 'cert', 'ident', 'peer', 'radius'];
const OPTIONAL_METHODS = ['gss', 'sspi', 'pam', 'bsd', 'ldap'] as const;

/**
 * Reads pg_hba.conf. Never throws; errors are values with line and code. A file without any line is no error here, though a server refuses it.
 *
 * ```ts
 * import { parseHba } from 'certwright/postgres';
 * const { rows, errors } = parseHba('hostssl all +staff 10.0.0.0/8 cert map=m\nhostssl all all all cert clientcert=no-verify', { version: 15 });
 * if (rows[0]?.map !== 'm' || errors[0]?.code !== 'invalid-clientcert-value' || errors[0].line !== 2) throw new Error('unexpected');
 * ```
 */
export function parseHba(text: Text, options: ParseOptions): ParsedHba {
  const rows: HbaRow[] = [];
  const errors: LineError[] = [];
  for (const line of tokenizeFile(text, options)) {
    const row = line.error ?? parseLine(line, options.version, { ...DEBIAN_BUILD, ...options.build }, options.interfaces);
    const place = { file: line.file, line: line.line, text: line.text };
    if ('code' in row) errors.push({ ...place, code: row.code, message: row.message });
    else rows.push(row);
  }
  return { rows, errors };
}

function parseLine(
  line: TokenLine,
  version: number,
  build: Required<ServerBuild>,
  interfaces: readonly string[] | undefined,
): HbaRow | LineProblem {
  const fields = [...line.fields];
  const type = single(fields.shift(), 'connection type', 'connection type');
  if ('code' in type) return type;
  if (!isOneOf(CONNECTION_TYPES, type.octets)) return problem('unknown-connection-type', `invalid connection type "${type.text}"`);
  const databases = names(fields.shift(), 'database', version);
  if ('code' in databases) return databases;
  const users = names(fields.shift(), 'role', version);
  if ('code' in users) return users;
  const address = type.octets === 'local' ? undefined : parseAddressFields(fields, interfaces);
  if (address !== undefined && 'code' in address) return address;
  const word = single(fields.shift(), 'authentication method', 'authentication type');
  if ('code' in word) return word;
  const method = parseMethod(word, type.octets, version, build);
  if (typeof method !== 'string') return method;
  const options = readOptions(fields, { method, type: type.octets, version });
  if ('code' in options) return options;
  const map = options.values['map'];
  return {
    file: line.file,
    line: line.line,
    text: line.text,
    type: type.octets,
    databases,
    users,
    ...(address === undefined ? {} : { address }),
    method,
    clientCert: options.clientCert,
    clientName: options.clientName,
    ...(map === undefined || map === '' ? {} : { map }),
    options: options.values,
    ...(type.octets === 'hostgssenc' && !build.gss ? { warning: 'gss-not-in-build' as const } : {}),
  };
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value);
}

/** The one value of a field, which the server calls by different names where it is absent and where it is a list. */
function single(field: readonly Token[] | undefined, absent: string, many: string): Token | LineProblem {
  if (field === undefined) return problem('missing-field', `end-of-line before ${absent}`);
  if (field.length > 1) return problem('list-not-allowed', `multiple values specified for ${many}`);
  return field[0] as Token;
}

/** Databases or roles; from 16 those that begin with a slash are regular expressions and must compile. */
function names(field: readonly Token[] | undefined, what: string, version: number): readonly Token[] | LineProblem {
  if (field === undefined) return problem('missing-field', `end-of-line before ${what} specification`);
  if (version < 16) return field;
  for (const token of field) {
    const wrong = checkRegex(token, version);
    if (wrong !== undefined) return wrong;
  }
  return field;
}

/** Expressions that were compiled when their lines were read: a login goes through all of them again. */
const compiledTokens = /* @__PURE__ */ new WeakMap<Token, { readonly version: number; readonly compilation: RegexCompilation }>();

/** The regular expression of a token that begins with a slash. */
export function compileToken(token: Token, version: number): RegexCompilation {
  const known = compiledTokens.get(token);
  if (known?.version === version) return known.compilation;
  const compilation = compileRegex(token.octets.slice(1), version);
  compiledTokens.set(token, { version, compilation });
  return compilation;
}

/** The problem of a token that begins with a slash and does not compile as PostgreSQL's regular expression; a limit of ours is none of its. */
export function checkRegex(token: Token, version: number): LineProblem | undefined {
  if (!token.octets.startsWith('/')) return undefined;
  const compiled = compileToken(token, version);
  if (compiled.ok || compiled.code !== 'invalid-regex') return undefined;
  return problem('invalid-regex', `invalid regular expression "${token.text.slice(1)}": ${compiled.message}`);
}

/** The address field, and the mask field where the address is numeric and has no slash. */
function parseAddressFields(fields: (readonly Token[])[], interfaces: readonly string[] | undefined): HbaAddress | LineProblem {
  const token = single(fields.shift(), 'IP address specification', 'host address');
  if ('code' in token) return token;
  for (const kind of ['all', 'samehost', 'samenet'] as const) if (!token.quoted && token.octets === kind) return { kind };
  const slash = token.octets.indexOf('/');
  const name = slash < 0 ? token.octets : token.octets.slice(0, slash);
  const address = parseAddress(name, interfaces);
  if (slash >= 0) {
    if (address === undefined) return problem('host-name-with-cidr', `specifying both host name and CIDR mask is invalid: "${token.text}"`);
    const mask = parsePrefix(token.octets.slice(slash + 1), address.length as 4 | 16);
    return mask === undefined ? problem('invalid-cidr', `invalid CIDR mask in address "${token.text}"`) : { kind: 'range', address, mask };
  }
  if (address === undefined) return { kind: 'host', name };
  const field = single(fields.shift(), 'netmask specification', 'netmask');
  if ('code' in field) return field;
  const mask = parseAddress(field.octets, interfaces);
  if (mask === undefined) return problem('invalid-netmask', `invalid IP mask "${field.text}": Name or service not known`);
  if (mask.length !== address.length) return problem('address-mask-family-mismatch', 'IP address and mask do not match');
  return { kind: 'range', address, mask };
}

function parseMethod(token: Token, type: ConnectionType, version: number, build: Required<ServerBuild>): AuthMethod | LineProblem {
  const word = token.octets;
  let method: AuthMethod;
  if (isOneOf(METHODS, word)) method = word;
  else if (word === 'oauth' && version >= 18) method = word;
  else if (!isOneOf(OPTIONAL_METHODS, word)) return problem('unknown-method', `invalid authentication method "${token.text}"`);
  else if (!build[word]) return problem('method-not-in-build', `invalid authentication method "${word}": not supported by this build`);
  else method = word;
  // ident on a local line has meant peer since 9.1
  if (type === 'local' && method === 'ident') method = 'peer';
  if (type === 'local' && method === 'gss') {
    return problem('method-not-for-connection-type', 'gssapi authentication is not supported on local sockets');
  }
  if (type !== 'local' && method === 'peer') {
    return problem('method-not-for-connection-type', 'peer authentication is only supported on local sockets');
  }
  if (type !== 'hostssl' && method === 'cert') {
    return problem('cert-needs-hostssl', 'cert authentication is only supported on hostssl connections');
  }
  return method;
}
