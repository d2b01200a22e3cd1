/**
 * One login by client certificate, decided as a PostgreSQL server does (POSTGRES.md sections 1 to 4): its files, the chain, the name in the
 * certificate, the line of pg_hba.conf, the demands and method of that line, the map, the role. The order is the server's: it decides which reason a
 * login with two faults is refused for.
 */
import { PkiError } from '../../base/error.ts';
import { now } from '../../api/clock.ts';
import { parseAddress } from '../access/address.ts';
import type { Decision, DecisionLayer, DecisionStep, FileProblem } from './decision.ts';
import { parseHba } from '../access/hba.ts';
import { isObstacle, matchHba } from '../access/hba-match.ts';
import { checkMap, parseIdent } from '../access/ident.ts';
import { type ClientIdentity, cutName, readIdentity } from './identity.ts';
import { judgeSentChain } from './login-chain.ts';
import { findContradiction, type LoginInput } from './login.ts';
import { readable, toOctetString } from '../octets.ts';
import { findRole } from '../access/roles.ts';
import { loadTrustFiles, type TrustStore } from './trust-files.ts';
import type { HbaRow, IdentRow, LineError } from '../access/types.ts';

/**
 * Decides a login. Never throws for what files and certificates hold; throws `bad-option` for a server version outside of 12 to 18.
 *
 * ```ts
 * import { decideClientAuth } from 'certwright/postgres';
 * const decision = decideClientAuth({
 *   serverVersion: 15, ca: null, chain: null,
 *   hba: 'hostssl all all 10.0.0.0/8 cert\nhost all all 127.0.0.1/32 trust',
 *   connection: { type: 'hostssl', address: '127.0.0.1', database: 'app', user: 'alice' },
 * });
 * if (decision.decision !== 'accept') throw new Error(decision.reason);
 * ```
 */
export function decideClientAuth(input: LoginInput): Decision {
  if (!Number.isInteger(input.serverVersion) || input.serverVersion < 12 || input.serverVersion > 18) {
    throw new PkiError('bad-option', `serverVersion ${input.serverVersion} is none of the major versions 12 to 18`);
  }
  return new Login(input).decide();
}

type Outcome = Pick<Decision, 'decision' | 'layer' | 'reason'>;

function reject(layer: DecisionLayer, reason: string): Outcome {
  return { decision: 'reject', layer, reason };
}

function configError(reason: string): Outcome {
  return { decision: 'config-error', layer: 'config', reason };
}

/** First version that fills pg_stat_ssl in before it looks at rights and database. */
const EARLY_STATISTICS = 18;

class Login {
  readonly #input: LoginInput;
  readonly #steps: DecisionStep[] = [];
  readonly #user: string;
  readonly #database: string;
  #identity: ClientIdentity | undefined;
  #authenticated: string | undefined;
  #hbaRows: readonly HbaRow[] = [];
  #identRows: readonly IdentRow[] = [];
  #trust: TrustStore = { anchors: [] };

  constructor(input: LoginInput) {
    this.#input = input;
    const user = toOctetString(input.connection.user);
    const database = toOctetString(input.connection.database);
    this.#user = cutName(user);
    this.#database = cutName(database === '' ? user : database);
  }

  decide(): Decision {
    const contradiction = findContradiction(this.#input);
    const outcome =
      (contradiction === undefined ? undefined : configError(contradiction)) ??
      this.#files() ??
      this.#handshake() ??
      this.#authenticate() ??
      this.#session() ??
      ({ decision: 'accept', layer: 'accept', reason: 'ok' } as const);
    const identity = this.#identity;
    const authenticated = this.#authenticated;
    return {
      ...outcome,
      ...(identity === undefined ? {} : { identity: shown(identity) }),
      ...(authenticated === undefined ? {} : { authenticated: readable(authenticated) }),
      steps: this.#steps,
    };
  }

  /** Reads the server's files in the order of a reload. */
  #files(): Outcome | undefined {
    const { serverVersion: version, included, build, hba, ident } = this.#input;
    const options = { version, included, build };
    const parsedHba = parseHba(hba, options);
    this.#hbaRows = parsedHba.rows;
    const parsedIdent = parseIdent(ident ?? '', options);
    this.#identRows = parsedIdent.rows;
    const empty = parsedHba.rows.length + parsedHba.errors.length === 0;
    const problems: readonly FileProblem[] = [
      ...parsedHba.errors.map((error) => lineProblem('pg_hba.conf', error)),
      ...(empty ? [{ file: 'pg_hba.conf', code: 'no-entries', message: 'configuration file contains no entries' } as const] : []),
      ...parsedIdent.errors.map((error) => lineProblem('pg_ident.conf', error)),
      ...this.#loadTrust(),
    ];
    if (problems.length === 0) return undefined;
    this.#steps.push({ step: 'files', problems });
    const refused = {
      'pg_hba.conf': 'hba-file-refused',
      'pg_ident.conf': 'ident-file-refused',
      ssl_ca_file: 'ca-file-refused',
      ssl_crl_file: 'crl-file-refused',
      ssl_crl_dir: 'crl-file-refused',
    };
    return configError(refused[(problems[0] as FileProblem).file]);
  }

  #loadTrust(): FileProblem[] {
    const loaded = loadTrustFiles(this.#input);
    if ('code' in loaded) return [loaded];
    this.#trust = loaded;
    return [];
  }

  /** TLS: the chain is judged whenever a certificate is presented; then the name is taken from it. */
  #handshake(): Outcome | undefined {
    const { connection, ca, chain, keyProven = true, at = now(), securityLevel = 2, openssl = '3.0' } = this.#input;
    if (connection.type !== 'hostssl') return undefined;
    const requested = ca !== null;
    this.#steps.push({ step: 'certificate', requested, sent: requested && chain !== null });
    if (!requested || chain === null) return undefined;
    const { step, leaf } = judgeSentChain(chain, { ...this.#trust, at, securityLevel, openssl });
    this.#steps.push(step);
    if (!step.ok || leaf === undefined) return reject(leaf === undefined ? 'tls' : 'verify', step.reason);
    if (!keyProven) return reject('tls', 'key-not-proven');
    this.#identity = readIdentity(leaf);
    this.#steps.push({ step: 'identity', ...shown(this.#identity) });
    return this.#identity.cn?.includes('\0') === true ? reject('name', 'cn-embedded-null') : undefined;
  }

  /** ClientAuthentication: the line, what it demands, its method, then the name. */
  #authenticate(): Outcome | undefined {
    if (this.#user === '') return reject('auth', 'no-user-requested');
    const found = this.#findLine();
    if ('decision' in found) return found;
    const { clientCert, clientName, method } = found;
    if (clientCert !== 'off') {
      const ok = this.#identity !== undefined;
      this.#steps.push({ step: 'client-certificate', demanded: clientCert, ok });
      if (this.#input.ca === null) return reject('auth', 'no-ca-store');
      if (!ok) return reject('auth', 'client-cert-required');
    }
    const refused = this.#method(found);
    this.#steps.push({ step: 'method', method, ok: refused === undefined });
    if (refused !== undefined) return refused;
    return clientCert === 'verify-full'
      ? this.#checkName(found, clientName, this.#identity?.[clientName === 'DN' ? 'dn' : 'cn'])
      : undefined;
  }

  #findLine(): HbaRow | Outcome {
    const { serverVersion: version, connection, roles, network } = this.#input;
    const { type, address, replication = false } = connection;
    const lines = matchHba(this.#hbaRows, {
      version,
      type,
      address: address === undefined ? undefined : parseAddress(address),
      database: this.#database,
      user: this.#user,
      replication: replication === true,
      roles,
      network,
    });
    for (const { row, outcome } of lines) this.#steps.push({ step: 'hba', file: row.file, line: row.line, text: row.text, outcome });
    const last = lines.at(-1);
    if (last !== undefined && isObstacle(last.outcome)) return configError(last.outcome);
    return last?.outcome === 'match' ? last.row : reject('hba', 'no-hba-entry');
  }

  #method(row: HbaRow): Outcome | undefined {
    const { password = null, systemUser } = this.#input.connection;
    switch (row.method) {
      case 'trust':
      case 'cert':
        return undefined;
      case 'reject':
        return reject('hba', 'hba-reject');
      case 'md5':
      case 'password':
      case 'scram-sha-256':
        if (password !== 'right' || !this.#hasPasswordFor(row.method)) return reject('auth', 'password-failed');
        this.#authenticated = this.#user;
        return undefined;
      case 'peer':
      case 'ident':
        if (systemUser === undefined) return configError('system-user-missing');
        this.#authenticated = toOctetString(systemUser);
        return this.#checkName(row, 'system', this.#authenticated);
      default:
        return configError('method-not-modelled');
    }
  }

  /** A password of the old form cannot answer for SCRAM; md5 takes both. */
  #hasPasswordFor(method: string): boolean {
    const role = findRole(this.#input.roles, readable(this.#user));
    const { password = 'scram-sha-256', passwordExpired = false } = role ?? { password: null };
    return password !== null && !passwordExpired && (password !== 'md5' || method !== 'scram-sha-256');
  }

  /** CheckCertAuth and check_usermap: the map, or equality where there is none. */
  #checkName(row: HbaRow, from: 'CN' | 'DN' | 'system', name: string | undefined): Outcome | undefined {
    const step = {
      step: 'name' as const,
      from,
      name: name === undefined ? null : readable(name),
      user: readable(this.#user),
      map: row.map === undefined ? null : readable(row.map),
    };
    const done = (outcome: Outcome | undefined, by?: IdentRow): Outcome | undefined => {
      const place = by === undefined ? {} : { file: by.file, line: by.line, text: by.text };
      this.#steps.push({ ...step, ...place, outcome: outcome?.reason ?? 'ok' });
      return outcome;
    };
    if (name === undefined || name === '') return done(reject('auth', 'no-user-name-in-cert'));
    // whoever's name is on it, method cert holds the whole subject to have come
    if (row.method === 'cert') this.#authenticated = this.#identity?.dn;
    if (row.map === undefined) return done(name === this.#user ? undefined : reject('auth', 'user-name-mismatch'));
    const { serverVersion: version, roles } = this.#input;
    const found = checkMap({ version, rows: this.#identRows, map: row.map, systemUser: name, user: this.#user, roles });
    switch (found.outcome) {
      case 'match':
        return done(undefined, found.row);
      case 'no-match':
        return done(reject('auth', 'no-usermap-match'));
      case 'usermap-backref-without-group':
        return done(reject('auth', found.outcome), found.row);
      default:
        return done(configError(found.outcome), found.row);
    }
  }

  /** InitPostgres: the role, its rights, the database, and the session's entry in pg_stat_ssl. */
  #session(): Outcome | undefined {
    const outcome = this.#sessionOutcome();
    this.#steps.push({ step: 'session', outcome });
    if (outcome === 'ok') return undefined;
    return outcome === 'role-facts-missing' ? configError(outcome) : reject('auth', outcome);
  }

  #sessionOutcome(): string {
    const { serverVersion, roles, databaseExists = true, connection } = this.#input;
    const { replication = false } = connection;
    const role = findRole(roles, readable(this.#user));
    if (role === undefined) return 'role-does-not-exist';
    if (role.canLogin === false) return 'role-cannot-login';
    const unknown = this.#identity?.unknownAttribute === true;
    if (unknown && serverVersion >= EARLY_STATISTICS) return 'subject-unknown-attribute-type';
    if (replication !== false && role.superuser !== true && role.canReplicate !== true)
      return roles === undefined ? 'role-facts-missing' : 'replication-not-allowed';
    if (replication !== true && !databaseExists) return 'database-does-not-exist';
    return unknown ? 'subject-unknown-attribute-type' : 'ok';
  }
}

function shown({ cn, dn }: ClientIdentity): { cn: string | null; dn: string } {
  return { cn: cn === undefined ? null : readable(cn), dn: readable(dn) };
}

function lineProblem(file: FileProblem['file'], { file: included, line, text, code, message }: LineError): FileProblem {
  return { file, ...(included === '' ? {} : { included }), line, text, code, message };
}
