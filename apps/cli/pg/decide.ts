/** `certwright pg decide`: one login from files, decided and explained step by step. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Decision, decideClientAuth, type LoginInput, type NetworkFacts, type Roles } from '../../../lib/postgres/index.ts';
import { escapeText, explainDecision } from '../../../lib/text/index.ts';
import { readBytes } from '../read-file.ts';
import { CliFailure, print, printableJson } from '../talk.ts';
import type { DecideOptions } from './decide-options.ts';
import { type IncludedFiles, readIncluded } from './included-files.ts';

/** Decides the login and prints the answer. Gives the exit code: 0 accepted, 1 rejected, 2 not decided. */
export function runDecide(options: DecideOptions): number {
  const decision = decideLogin(options);
  print(options.json === true ? printableJson(decision) : explainDecision(decision));
  return exitCodeOf(decision);
}

/** The decision on a login from files. */
export function decideLogin(options: DecideOptions): Decision {
  return decideClientAuth(inputOf(options));
}

function exitCodeOf({ decision }: Decision): number {
  return { accept: 0, reject: 1, 'config-error': 2 }[decision];
}

function inputOf(options: DecideOptions): LoginInput {
  const { hba, ident, ca, crl, crlDir, cert, type, user, database = user, replication = false, password = null, at } = options;
  const address = options.address ?? (type === 'local' ? undefined : '127.0.0.1');
  const main = readBytes(hba);
  const map = ident === undefined ? new Uint8Array() : readBytes(ident);
  return {
    serverVersion: options.serverVersion,
    openssl: options.openssl,
    securityLevel: options.securityLevel,
    at: at ?? Date.now(),
    ca: ca === undefined ? null : readBytes(ca),
    crl: crl === undefined ? null : readBytes(crl),
    crlDir: crlDir === undefined ? null : readFolder(crlDir),
    hba: main,
    ident: map,
    included: together(readIncluded(dirname(hba), main), ident === undefined ? {} : readIncluded(dirname(ident), map)),
    network: networkOf(options),
    connection: { type, database, user, replication, password, ...(address === undefined ? {} : { address }) },
    chain: cert === undefined ? null : readBytes(cert),
    ...rolesOf(options),
  };
}

/** Both files' included ones; the library has one list for both, so that a path may not mean two files. */
function together(hba: IncludedFiles, ident: IncludedFiles): IncludedFiles {
  const twice = Object.keys(ident).find((path) => path in hba && !Buffer.from(hba[path] ?? []).equals(ident[path] ?? new Uint8Array()));
  if (twice !== undefined)
    throw new CliFailure(`${escapeText(twice)} is another file for pg_hba.conf than for pg_ident.conf; put both into one folder`);
  return { ...hba, ...ident };
}

/** What lies in ssl_crl_dir; a folder that does not exist is an empty one, as for the server. */
function readFolder(folder: string): Record<string, Uint8Array> {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() || entry.isSymbolicLink());
    return Object.fromEntries(files.map(({ name }) => [name, readBytes(join(folder, name))]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error instanceof CliFailure
      ? error
      : new CliFailure(`cannot read ${escapeText(folder)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

function networkOf({ serverAddress, subnet, clientName }: DecideOptions): NetworkFacts {
  return {
    ...(serverAddress === undefined ? {} : { serverAddresses: serverAddress }),
    ...(subnet === undefined ? {} : { subnets: subnet }),
    ...(clientName === undefined ? {} : { clientNames: clientName }),
  };
}

/** Roles out of the file, or the members named, among whom everybody is who is spoken of. */
function rolesOf({ roles, member, user }: DecideOptions): { roles?: Roles } {
  if (roles !== undefined) return { roles: readRoles(roles) };
  if (member === undefined) return {};
  const names = new Set([user, ...member.flatMap(({ role, group }) => [role, group])]);
  const groupsOf = (name: string): string[] => member.filter(({ role }) => role === name).map(({ group }) => group);
  return { roles: Object.fromEntries([...names].map((name) => [name, { memberOf: groupsOf(name) }])) };
}

function readRoles(file: string): NonNullable<Roles> {
  const wanted = `${escapeText(file)}: it is no object of roles such as {"alice": {"memberOf": ["staff"], "canLogin": true}}`;
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(readBytes(file)));
  } catch (error) {
    throw error instanceof CliFailure ? error : new CliFailure(wanted);
  }
  if (!isObject(data) || !Object.values(data).every(isRole)) throw new CliFailure(wanted);
  return data as NonNullable<Roles>;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function isRole(data: unknown): boolean {
  if (!isObject(data)) return false;
  const { memberOf = [], superuser = false, canLogin = true, ...others } = data;
  return (
    Array.isArray(memberOf) &&
    memberOf.every((group) => typeof group === 'string') &&
    typeof superuser === 'boolean' &&
    typeof canLogin === 'boolean' &&
    Object.keys(others).length === 0
  );
}
