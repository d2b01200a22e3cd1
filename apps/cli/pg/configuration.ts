/** The lines of postgresql.conf, pg_hba.conf and pg_ident.conf for a set-up, and the words that go with its files. */
import { isIP } from 'node:net';
import { parseHba, parseIdent } from '../../../lib/postgres/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { CliFailure } from '../talk.ts';
import type { User } from './people.ts';

/** Versions whose servers the lines are for. */
const MAJORS = [12, 13, 14, 15, 16, 17, 18] as const;

/** How users log in. */
export interface AccessRules {
  /** Whom the lines let in. */
  readonly users: readonly User[];
  /** Where they come from: ranges, addresses, host names or keywords of pg_hba.conf. */
  readonly addresses: readonly string[];
  /** `cert`: the certificate is enough; `scram-sha-256`: a password besides. */
  readonly method: 'cert' | 'scram-sha-256';
  /** The map of pg_ident.conf. */
  readonly map?: string;
}

/** What the server's configuration needs; every version from 12 takes it. */
export const settings = `# Made by certwright pg setup, to be included in postgresql.conf:  include 'postgresql.certwright.conf'
# The files lie in the data folder; where they lie elsewhere, give their whole paths.
ssl = on
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
ssl_ca_file = 'root.crt'
ssl_crl_file = 'root.crl'
ssl_min_protocol_version = 'TLSv1.2'
`;

/** Lines of pg_hba.conf: these users come with their certificates, and in no other way over the network. Ends the command where a server would refuse them. */
export function hbaLines({ users, addresses, method, map }: AccessRules): string {
  const names = users.map(({ role }) => quoted(role)).join(',');
  const how = method === 'cert' ? `cert${map === undefined ? '' : ` map=${quoted(map)}`}` : `${method} clientcert=verify-full`;
  const lines = addresses.map((address) => `hostssl  all       ${names}  ${rangeOf(address)}  ${how}`);
  const text = `# Made by certwright pg setup. The first line that matches decides: put these before all others of pg_hba.conf.
# From version 16 one line does it:  include pg_hba.certwright.conf
# TYPE   DATABASE  USER  ADDRESS  METHOD
${lines.join('\n')}
# Whoever has a certificate comes in no other way over the network, whatever later lines say.
host     all       ${names}  all  reject
`;
  const expected = addresses.length + 1;
  for (const version of MAJORS) {
    const { rows, errors } = parseHba(text, { version });
    const [error] = errors;
    if (error !== undefined)
      throw new CliFailure(`PostgreSQL ${version} would refuse the line ${escapeText(error.text)}: ${escapeText(error.message)}`);
    if (rows.length !== expected || rows.some((row) => row.users.length !== users.length))
      throw new CliFailure(`PostgreSQL ${version} would understand the lines for pg_hba.conf otherwise; use simpler names`);
  }
  return text;
}

/** Lines of pg_ident.conf: which common name may be which role. */
export function identLines(map: string, users: readonly User[]): string {
  const text = `# Made by certwright pg setup, for pg_ident.conf.
# MAPNAME  SYSTEM-USERNAME  PG-USERNAME
${users.map(({ role, commonName }) => `${quoted(map)}  ${quoted(commonName)}  ${quoted(role)}\n`).join('')}`;
  for (const version of MAJORS) {
    const [error] = parseIdent(text, { version }).errors;
    if (error !== undefined)
      throw new CliFailure(`PostgreSQL ${version} would refuse the line ${escapeText(error.text)}: ${escapeText(error.message)}`);
  }
  return text;
}

/** A name as the configuration files take it: in quotes where it has more than letters, digits and what means nothing there, or is a keyword. */
function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.@-]*$/.test(name) && name !== 'all' ? name : `"${name.replaceAll('"', '""')}"`;
}

/** An address alone is a range of one. */
function rangeOf(address: string): string {
  if (!/^[A-Za-z0-9.:/_-]+$/.test(address))
    throw new CliFailure(`${escapeText(address)} is no address for pg_hba.conf, such as 10.0.0.0/8`);
  const version = isIP(address);
  return version === 0 ? address : `${address}/${version === 4 ? 32 : 128}`;
}
