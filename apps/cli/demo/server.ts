/**
 * A throw-away PostgreSQL server: data folder in the system's temporary folder, unprivileged user, free port on 127.0.0.1, TLS on, gone at the end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CliFailure } from '../talk.ts';
import type { Undo } from './clean-up.ts';
import type { PostgresTools } from './find-server.ts';
import { type Account, killGroup, runOrFail, stopProcess } from './process.ts';

/** Superuser of the throw-away server; the only one who may come by its socket. */
export const ADMIN = 'admin';

/** The one line of pg_hba.conf that is not the caller's own, behind all others: the superuser by the socket. */
export const adminLine: string = `local all ${ADMIN} trust\n`;

/** Milliseconds a server may take to start: 40 ms on a fast machine, much more on a loaded one. */
const START_TIMEOUT = 30_000;

/** Longest folder for a socket: its address holds 107 octets, and PostgreSQL appends `/.s.PGSQL.65535`. */
const MAX_SOCKET_FOLDER = 107 - 15;

/** A server that runs. */
export interface ThrowAwayServer {
  readonly port: number;
  /** Where its configuration and its copies of the files lie. */
  readonly folder: string;
  /** All it has logged so far, one line each. */
  readonly log: readonly string[];
  /** Runs SQL as superuser. */
  runSql(sql: string): Promise<void>;
}

/** Starts a server with the files of the demo's `folder`; all that it leaves behind is registered for undoing as it comes into being. */
export async function startServer(tools: PostgresTools, folder: string, register: (undo: Undo) => void): Promise<ThrowAwayServer> {
  const account = unprivilegedAccount();
  const place = makeTemporaryFolder(account);
  const remove = (): void => rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  register({ gently: async () => remove(), atOnce: remove });
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' };
  const options = ['-D', join(place, 'data'), '-U', ADMIN, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  await runOrFail(join(tools.folder, 'initdb'), options, { account, cwd: place, env, register });
  copyFiles(folder, place, account);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const configuration = join(place, 'postgresql.conf');
    writeFileSync(configuration, serverConfiguration(place, port));
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we stop the server in order.
    const child = spawn(join(tools.folder, 'postgres'), ['-c', `config_file=${configuration}`], {
      ...account,
      cwd: place,
      env,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // SIGINT asks PostgreSQL for a fast shutdown, SIGQUIT for one without delay.
    register({ gently: () => stopProcess(child, ['SIGINT', 'SIGQUIT', 'SIGKILL']), atOnce: () => killGroup(child, 'SIGQUIT') });
    const log = collectLines(child);
    if (await isReady(child, log)) {
      const admin = { PATH: env.PATH, PGHOST: place, PGPORT: String(port), PGUSER: ADMIN, PGDATABASE: 'postgres' };
      const runSql = (sql: string): Promise<unknown> =>
        runOrFail(tools.psql, ['-X', '-w', '-q', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { cwd: place, env: admin, input: sql, register });
      return { port, folder: place, log, runSql: async (sql) => void (await runSql(sql)) };
    }
    // A port that was free may be taken a moment later: try again with another one.
    if (attempt === 3 || !log.some((line) => line.includes('could not bind')))
      throw new CliFailure(`the PostgreSQL server did not start: ${log.at(-1) ?? 'it said nothing'}`);
  }
}

/** PostgreSQL refuses to run as root: as root we choose the user postgres, else nobody; otherwise nothing is to choose. */
export function unprivilegedAccount(): Account | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const wanted of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':');
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new CliFailure('PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it as');
}

/** Makes the server's folder in the system's temporary folder; in /tmp where that one's path is too long, or not to be entered by the server's user. */
function makeTemporaryFolder(account: Account | undefined): string {
  const wanted = resolve(tmpdir());
  const fits = Buffer.byteLength(`${wanted}/certwright-pg-XXXXXX`) <= MAX_SOCKET_FOLDER;
  const parent = fits && (account === undefined || mayEnter(wanted, account)) ? wanted : '/tmp';
  try {
    const place = mkdtempSync(join(parent, 'certwright-pg-'));
    if (account !== undefined) chownSync(place, account.uid, account.gid);
    return place;
  } catch (error) {
    throw new CliFailure(`cannot make a folder in ${parent}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/** Whether the modes of a folder and of those above it let a user in. */
function mayEnter(folder: string, { uid, gid }: Account): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  const needed = stats?.uid === uid ? 0o100 : stats?.gid === gid ? 0o010 : 0o001;
  if (stats === undefined || (stats.mode & needed) === 0) return false;
  return folder === dirname(folder) || mayEnter(dirname(folder), { uid, gid });
}

/** Copies what the server reads; its key belongs to its user. */
function copyFiles(folder: string, place: string, account: Account | undefined): void {
  for (const name of ['server.crt', 'server.key', 'root.crt', 'root.crl', 'pg_hba.conf', 'pg_ident.conf']) {
    const copy = join(place, name);
    copyFileSync(join(folder, name), copy);
    chmodSync(copy, 0o600);
    if (account !== undefined) chownSync(copy, account.uid, account.gid);
  }
  writeFileSync(join(place, 'pg_hba.conf'), adminLine, { flag: 'a' });
}

function serverConfiguration(place: string, port: number): string {
  const quoted = (name: string): string => `'${join(place, name).replaceAll("'", "''")}'`;
  return `data_directory = ${quoted('data')}
hba_file = ${quoted('pg_hba.conf')}
ident_file = ${quoted('pg_ident.conf')}
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ${quoted('')}
ssl = on
ssl_cert_file = ${quoted('server.crt')}
ssl_key_file = ${quoted('server.key')}
ssl_ca_file = ${quoted('root.crt')}
ssl_crl_file = ${quoted('root.crl')}
password_encryption = 'scram-sha-256'
log_connections = on
log_line_prefix = '%p '
log_destination = 'stderr'
logging_collector = off
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
`;
}

/** A port of 127.0.0.1 that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** The lines of a process's stderr, growing as they come. */
function collectLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return lines;
}

/** Waits until the server takes connections, ends, or takes too long. */
function isReady(child: ChildProcess, log: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (ready: boolean): void => {
      clearInterval(poll);
      clearTimeout(timer);
      resolve(ready);
    };
    const poll = setInterval(() => {
      if (log.some((line) => line.includes('ready to accept connections'))) end(true);
    }, 10);
    const timer = setTimeout(() => end(false), START_TIMEOUT);
    child.once('error', () => end(false));
    child.once('close', () => end(false));
  });
}
