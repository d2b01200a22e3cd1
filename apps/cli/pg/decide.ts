/** `certwright pg decide`: one login from files, decided and explained step by step. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Decision,
  decideClientAuth,
  decideServerAuth,
  findPlaces,
  type LoginInput,
  type NetworkFacts,
  type Roles,
  type ServerDecision,
} from '../../../lib/postgres/index.ts';
import { escapeText, explainDecision, explainServerDecision } from '../../../lib/text/index.ts';
import { readBytes } from '../read-file.ts';
import { CliFailure, print, printableJson } from '../talk.ts';
import type { DecideOptions } from './decide-options.ts';
import { findConf, gatherFiles } from './doctor-files.ts';
import { type IncludedFiles, readIncluded } from './included-files.ts';

/** Version decided for where nothing tells. */
const DEFAULT_MAJOR = 17;

/** The files that the server reads, and its version. */
interface ServerFiles extends Pick<DecideOptions, 'ident' | 'ca' | 'crl' | 'crlDir' | 'serverCert'> {
  readonly hba: string;
  readonly version: number;
}

/** Decides the login and prints the answer. Gives the exit code: 0 accepted, 1 rejected, 2 not decided. */
export function runDecide(options: DecideOptions): number {
  const client = decideClientSide(options);
  const decision = decideLogin(options);
  if (options.json === true) print(printableJson(client === undefined ? decision : { client, server: decision }));
  else if (client === undefined) print(explainDecision(decision));
  else print(`libpq about the server: ${explainServerDecision(client)}\nthe server about the client: ${explainDecision(decision)}`);
  if (client?.decision === 'reject') return 1;
  return { accept: 0, reject: 1, 'config-error': 2 }[decision.decision];
}

/** The decision on a login from files. */
export function decideLogin(options: DecideOptions): Decision {
  return decideClientAuth(inputOf(options, filesOf(options)));
}

/** What libpq decides about the server; undefined where no host is given. */
function decideClientSide(options: DecideOptions): ServerDecision | undefined {
  const { host, sslmode = 'verify-full', root, rootCrl, cert, openssl, securityLevel, at } = options;
  if (host === undefined) {
    if (options.sslmode !== undefined || root !== undefined || rootCrl !== undefined || options.serverCert !== undefined)
      throw new CliFailure('--sslmode, --root, --root-crl and --server-cert say something with --host only');
    return undefined;
  }
  const { serverCert, version, ca } = filesOf(options);
  if (serverCert === undefined) throw new CliFailure('--host: what does the server send? --server-cert or --data tells');
  const read = (file: string | undefined): Uint8Array | null => (file === undefined ? null : readBytes(file));
  return decideServerAuth({
    version,
    host,
    sslmode,
    root: read(root),
    crl: read(rootCrl),
    clientCertificate: read(cert),
    chain: readBytes(serverCert),
    serverRequestsCertificate: ca !== undefined,
    at: at ?? Date.now(),
    openssl,
    securityLevel,
  });
}

/** Files that are named, else those that postgresql.conf names. */
function filesOf({ data, hba, ident, ca, crl, crlDir, serverCert, serverVersion, type }: DecideOptions): ServerFiles {
  const named = withoutUndefined({ ident, ca, crl, crlDir, serverCert });
  if (data === undefined) {
    if (hba === undefined) throw new CliFailure('--hba or --data is missing: whose login is to be decided?');
    return { hba, version: serverVersion ?? DEFAULT_MAJOR, ...named };
  }
  const folder = resolve(data);
  const configFile = findConf(folder);
  readBytes(configFile);
  const terms = { at: Date.now(), folder, configFile, ...(serverVersion === undefined ? {} : { version: serverVersion }) };
  const places = findPlaces(gatherFiles(terms));
  if (type === 'hostssl' && !places.ssl) throw new CliFailure(`ssl is off in ${escapeText(configFile)}, nobody comes by TLS: give --type`);
  const found = withoutUndefined({
    // A map that is not there is an empty one, as for the server.
    ident: places.ident !== undefined && existsSync(places.ident) ? places.ident : undefined,
    ca: places.ca,
    crl: places.crl,
    crlDir: places.crlDir,
    serverCert: places.cert,
  });
  return { hba: hba ?? places.hba ?? join(folder, 'pg_hba.conf'), version: places.version, ...found, ...named };
}

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function inputOf(options: DecideOptions, { hba, ident, ca, crl, crlDir, version }: ServerFiles): LoginInput {
  const { cert, type, user, database = user, replication = false, password = null, at } = options;
  const address = options.address ?? (type === 'local' ? undefined : '127.0.0.1');
  const main = readBytes(hba);
  const map = ident === undefined ? new Uint8Array() : readBytes(ident);
  return {
    serverVersion: version,
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
