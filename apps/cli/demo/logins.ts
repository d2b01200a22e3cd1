/** The same logins through libpq (psql), and what the server's log says about each. */
import { join } from 'node:path';
import type { Attempt } from './attempts.ts';
import type { Undo } from './clean-up.ts';
import type { PostgresTools } from './find-server.ts';
import { run } from './process.ts';
import type { ThrowAwayServer } from './server.ts';
import { SERVER_NAME } from './story.ts';

/** What the server decided. */
export interface ServerAnswer {
  readonly decision: 'accept' | 'reject';
  /** Where the refusal came from, in the words of certwright's decisions; `unknown` where the log does not tell. */
  readonly layer: 'accept' | 'verify' | 'name' | 'hba' | 'auth' | 'unknown';
  /** Code of the reason as far as the log tells it. */
  readonly reason: string;
  /** The line of the server's log that says so. */
  readonly logLine: string;
  /** What psql said, empty where it succeeded; a server before 16 tells its client more about a refused chain than its log. */
  readonly clientTalk: string;
}

/** What is needed to log in. */
export interface LoginContext {
  readonly tools: PostgresTools;
  readonly server: ThrowAwayServer;
  /** The demo's folder. */
  readonly folder: string;
  readonly password: string;
  /** Further variables of psql's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly register: (undo: Undo) => void;
}

/** How messages of the log are to be read, most telling first; PostgreSQL 12 to 18 agree on these words. */
const MESSAGES: readonly (readonly [RegExp, ServerAnswer['layer'], string])[] = [
  [/could not accept SSL connection/, 'verify', 'cert-verify-failed'],
  [/common name contains embedded null/, 'name', 'cn-embedded-null'],
  [/no pg_hba\.conf entry/, 'hba', 'no-hba-entry'],
  [/pg_hba\.conf rejects connection/, 'hba', 'hba-reject'],
  [/connection requires a valid client certificate/, 'auth', 'client-cert-required'],
  [/client certificates can only be checked if a root certificate store is available/, 'auth', 'no-ca-store'],
  [/client certificate contains no user name/, 'auth', 'no-user-name-in-cert'],
  [/has no subexpressions as requested by backreference/, 'auth', 'usermap-backref-without-group'],
  [/no match in usermap/, 'auth', 'no-usermap-match'],
  [/provided user name .* do not match/, 'auth', 'user-name-mismatch'],
  [/certificate validation .* CN mismatch/, 'auth', 'user-name-mismatch'],
  [/password authentication failed/, 'auth', 'password-failed'],
  [/role ".*" does not exist/, 'auth', 'role-does-not-exist'],
  [/role ".*" is not permitted to log in/, 'auth', 'role-cannot-login'],
  [/database ".*" does not exist/, 'auth', 'database-does-not-exist'],
  [/could not get NID for ASN1_OBJECT/, 'auth', 'subject-unknown-attribute-type'],
  [/connection authorized/, 'accept', 'ok'],
];

/** Octets of a role's name (NAMEDATALEN - 1). */
const MAX_NAME = 63;

/** Milliseconds to wait for the log, which may come a little after psql's end. */
const LOG_PATIENCE = 2000;

/** Tries one login, and reads the lines that the server wrote about it. */
export async function tryLogin(attempt: Attempt, context: LoginContext): Promise<ServerAnswer> {
  const { tools, server, folder, register } = context;
  const earlier = new Set(server.log.map(processId));
  const { code, stdout, stderr } = await run(tools.psql, ['-X', '-w', '-At', '-c', 'select session_user'], {
    env: libpqEnvironment(attempt, context),
    cwd: folder,
    register,
  });
  // A name of more octets than the server keeps is cut.
  const session = Buffer.from(attempt.user).subarray(0, MAX_NAME).toString();
  const decision = code === 0 && stdout.trim() === session ? 'accept' : 'reject';
  const clientTalk = stderr.trim();
  const until = performance.now() + LOG_PATIENCE;
  for (;;) {
    const told = readLog(server.log.filter((line) => !earlier.has(processId(line))));
    const late = performance.now() > until;
    // Authorized is not all: role and database are looked at later, and the line about them may be on its way.
    if (told !== undefined && (late || (told.layer === 'accept') === (decision === 'accept'))) return { decision, ...told, clientTalk };
    if (late) return { decision, layer: 'unknown', reason: 'unknown', logLine: '', clientTalk };
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}

/** Everything by environment: what the caller has set for libpq does not reach psql, nor do files in the home folder. */
function libpqEnvironment(attempt: Attempt, { server, folder, password, env }: LoginContext): Record<string, string | undefined> {
  // A certificate file that does not exist is none for libpq; without the setting it would look in the home folder.
  const client = join(folder, attempt.client ?? 'no-certificate');
  return {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    PGHOST: SERVER_NAME,
    PGHOSTADDR: '127.0.0.1',
    PGPORT: String(server.port),
    PGDATABASE: attempt.database,
    PGUSER: attempt.user,
    PGPASSWORD: password,
    PGPASSFILE: join(folder, 'no-passwords'),
    PGSSLMODE: attempt.tls ? 'verify-full' : 'disable',
    PGSSLROOTCERT: join(folder, 'root.crt'),
    PGSSLCRL: join(folder, 'root.crl'),
    PGSSLCERT: `${client}.crt`,
    PGSSLKEY: `${client}.key`,
    PGGSSENCMODE: 'disable',
    PGCONNECT_TIMEOUT: '20',
    ...env,
  };
}

/** The most telling line about the connection that the lines speak of; undefined while nothing final stands there. */
function readLog(lines: readonly string[]): Omit<ServerAnswer, 'decision' | 'clientTalk'> | undefined {
  for (const [pattern, layer, reason] of MESSAGES) {
    const line = lines.find((text) => pattern.test(text));
    if (line === undefined) continue;
    // The process id in front is of no interest; 16 and later add why a chain was refused in a line of its own.
    const detail = lines.find((text) => text.includes('Client certificate verification failed'));
    return { layer, reason, logLine: withoutPrefix(layer === 'verify' && detail !== undefined ? detail : line) };
  }
  return undefined;
}

/** The server process that wrote a line; each connection has one of its own, so that late lines about an earlier one are told apart. */
function processId(line: string): string {
  return /^\d+/.exec(line)?.[0] ?? '';
}

function withoutPrefix(line: string): string {
  return line.replace(/^\d+ [A-Z]+: +/, '');
}
