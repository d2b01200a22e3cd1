/** Hosts and users of a set-up, checked before anything is made of them. */
import { isIP } from 'node:net';
import type { GeneralName } from '../../../lib/index.ts';
import { parseIpAddress } from '../../../lib/path/index.ts';
import { escapeText } from '../../../lib/text/index.ts';
import { CliFailure } from '../talk.ts';

/** A role of the database and the common name of its certificate. */
export interface User {
  readonly role: string;
  readonly commonName: string;
  /** Folder below clients/: the role, with everything percent-encoded that file systems may not take. */
  readonly folder: string;
}

/** NAMEDATALEN - 1: the server cuts a requested role to so many octets, and never the name of a certificate. */
const MAX_NAME_OCTETS = 63;

/** One label of a host name, RFC 1123 2.1 and the underscore that some use; a wildcard may be the whole first one. */
const HOST_NAME = /^(?=.{1,253}$)(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** Names of a server as its certificate carries them; international ones in their ASCII form. */
export async function readHosts(hosts: readonly string[]): Promise<GeneralName[]> {
  const names: GeneralName[] = [];
  for (const host of hosts) {
    if (isIP(host) !== 0) {
      names.push({ kind: 'iPAddress', value: parseIpAddress(host) ?? refuse(host) });
      continue;
    }
    const ascii = /^[ -~]*$/.test(host) ? host : (await import('../../../lib/idna/index.ts')).toAscii(host);
    if (!HOST_NAME.test(ascii) || /^[0-9.]+$/.test(ascii)) refuse(host);
    names.push({ kind: 'dNSName', value: ascii });
  }
  return names;
}

function refuse(host: string): never {
  throw new CliFailure(`${escapeText(host)} is neither a host name nor an IP address`);
}

/** Users of the form `role` or `role=common name`, nobody twice. */
export function readUsers(words: readonly string[]): User[] {
  const users = words.map(readUser);
  const seen = new Set<string>();
  for (const { role, commonName, folder } of users) {
    // Some file systems take names that differ in case alone for the same.
    for (const key of [`user ${role}`, `common name ${commonName}`, `folder ${folder.toLowerCase()}`]) {
      if (seen.has(key)) throw new CliFailure(`the ${escapeText(key)} is given twice`);
      seen.add(key);
    }
  }
  return users;
}

function readUser(word: string): User {
  const at = word.indexOf('=');
  const role = at < 0 ? word : word.slice(0, at);
  const commonName = at < 0 ? word : word.slice(at + 1);
  checkName(role, 'a user');
  checkName(commonName, 'a common name');
  return { role, commonName, folder: folderOf(role) };
}

function checkName(name: string, what: string): void {
  const octets = Buffer.byteLength(name);
  if (octets === 0) throw new CliFailure(`${what} has no name`);
  if (octets > MAX_NAME_OCTETS)
    throw new CliFailure(`${escapeText(name)} has ${octets} octets; ${what} has ${MAX_NAME_OCTETS} at most, as roles of PostgreSQL have`);
  if (/[\p{Cc}\p{Zl}\p{Zp}\uFFFD]/u.test(name)) throw new CliFailure(`${escapeText(name)}: ${what} may not hold control characters`);
  // From version 16 that is a regular expression in pg_hba.conf, and in pg_ident.conf it has always been one, in quotes too.
  if (name.startsWith('/'))
    throw new CliFailure(`${escapeText(name)}: ${what} may not begin with a slash, which PostgreSQL takes for a regular expression`);
}

function folderOf(role: string): string {
  return encodeURIComponent(role).replaceAll('%40', '@').replace(/^\./, '%2E').replaceAll('*', '%2A');
}
