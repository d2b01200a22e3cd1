/**
 * One login by client certificate, decided as a PostgreSQL server does (POSTGRES.md sections 1 to 4): its files, the chain, the name in the
 * certificate, the line of pg_hba.conf, the demands and method of that line, the map, the role. The order is the server's: it decides which reason a
 * login with two faults is refused for.
 */
import { PkiError } from '../base/error.ts';
import { now } from '../api/clock.ts';
import { parseAddress } from './address.ts';
import { type ChainOutcome, judgeChain, readSentChain } from './client-chain.ts';
import type { Decision, DecisionLayer, DecisionStep, FileProblem } from './decision.ts';
import { parseHba } from './hba.ts';
import { isObstacle, matchHba, type NetworkFacts } from './hba-match.ts';
import { checkMap, parseIdent } from './ident.ts';
import { type ClientIdentity, cutName, readIdentity } from './identity.ts';
import { readable, type Text, toOctetString } from './octets.ts';
import { findRole, type Roles } from './roles.ts';
import { loadCaFile, loadCrlFile, loadCrlFolder, type TrustStore } from './server-files.ts';
import type { HbaRow, IdentRow, LineError, ServerBuild } from './types.ts';
import type { CertificateList } from '../x509/crl.ts';

/** How the client connects and as whom. */
export interface LoginConnection {
  /** `hostnossl` is TCP without TLS. */
  readonly type: 'hostssl' | 'hostnossl' | 'hostgssenc' | 'local';
  /** The client's address as the server sees it; lines with an address need it. */
  readonly address?: string;
  readonly database: string;
  readonly user: Text;
  /** A physical replication connection; default false. */
  readonly replication?: boolean;
  /** What the client answers when it is asked for a password; default null: nothing. */
  readonly password?: 'right' | 'wrong' | null;
}

/** A server, its files, and a login. Texts are octets, or strings that stand for their UTF-8. */
export interface LoginInput {
  /** Major version, 12 to 18. */
  readonly serverVersion: number;
  /** OpenSSL of the server; default `3.0`. Chains are judged alike for both, by the rules of 3.0. */
  readonly openssl?: '1.1.1' | '3.0';
  /** Security level of the server's TLS; default 2, Debian's. */
  readonly securityLevel?: 0 | 1 | 2 | 3 | 4 | 5;
  /** Epoch milliseconds; default now. */
  readonly at?: number;
  /** ssl_ca_file; null where it is not set, and then no certificate is asked for. */
  readonly ca: Text | null;
  /** ssl_crl_file. */
  readonly crl?: Text | null;
  /** ssl_crl_dir: name of the file to content. */
  readonly crlDir?: Readonly<Record<string, Text>> | null;
  readonly hba: Text;
  readonly ident?: Text;
  /** Further files by their path relative to the folder of pg_hba.conf; what is absent is missing. */
  readonly included?: Readonly<Record<string, Text>>;
  readonly network?: NetworkFacts;
  readonly connection: LoginConnection;
  /** What the client sends, leaf first; null for no certificate. */
  readonly chain: Text | null;
  /** The client holds the leaf's key; default true. */
  readonly keyProven?: boolean;
  /** Absent: every role exists, may log in and is a member of none. */
  readonly roles?: Roles;
  readonly databaseExists?: boolean;
  readonly build?: ServerBuild;
}

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

class Login {
  readonly #input: LoginInput;
  readonly #steps: DecisionStep[] = [];
  readonly #user: string;
  readonly #database: string;
  #identity: ClientIdentity | undefined;
  #hbaRows: readonly HbaRow[] = [];
  #identRows: readonly IdentRow[] = [];
  #trusted: TrustStore = { certificates: [], crls: [] };
  #crls: readonly CertificateList[] | undefined;

  constructor(input: LoginInput) {
    this.#input = input;
    this.#user = cutName(toOctetString(input.connection.user));
    this.#database = cutName(toOctetString(input.connection.database));
  }

  decide(): Decision {
    const outcome = this.#files() ??
      this.#handshake() ??
      this.#authenticate() ??
      this.#session() ?? { decision: 'accept', layer: 'accept', reason: 'ok' };
    if (this.#identity === undefined) return { ...outcome, steps: this.#steps };
    return { ...outcome, identity: shown(this.#identity), steps: this.#steps };
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
    };
    return configError(refused[(problems[0] as FileProblem).file]);
  }

  #loadTrust(): FileProblem[] {
    const { ca, crl, crlDir } = this.#input;
    // without a CA file the server asks for no certificate, and the CRL settings lie idle
    if (ca === null) return [];
    const loaded = loadCaFile(ca);
    if (!loaded.ok) return [{ file: 'ssl_ca_file', code: loaded.code, message: loaded.message }];
    this.#trusted = loaded.store;
    if (crl !== undefined && crl !== null) {
      const lists = loadCrlFile(crl);
      if (!lists.ok) return [{ file: 'ssl_crl_file', code: lists.code, message: lists.message }];
      this.#trusted = { certificates: [...loaded.store.certificates, ...lists.store.certificates], crls: [] };
      this.#crls = lists.store.crls;
    }
    if (crlDir !== undefined && crlDir !== null) this.#crls = [...(this.#crls ?? []), ...loadCrlFolder(crlDir)];
    return [];
  }

  /** TLS: the chain is judged whenever a certificate is presented; then the name is taken from it. */
  #handshake(): Outcome | undefined {
    const { connection, ca, chain, keyProven = true, at = now(), securityLevel = 2 } = this.#input;
    if (connection.type !== 'hostssl') return undefined;
    const requested = ca !== null;
    this.#steps.push({ step: 'certificate', requested, sent: requested && chain !== null });
    if (!requested || chain === null) return undefined;
    const sent = readSentChain(chain);
    if (sent instanceof PkiError) {
      this.#steps.push({ step: 'chain', ok: false, reason: 'leaf-undecodable' });
      return reject('verify', 'leaf-undecodable');
    }
    const crls = this.#crls;
    const judged: ChainOutcome = judgeChain(sent, {
      trusted: this.#trusted,
      ...(crls === undefined ? {} : { crls }),
      at,
      securityLevel,
    });
    const reason = judged.ok ? 'ok' : judged.reason;
    this.#steps.push({ step: 'chain', ok: judged.ok, reason, ...(judged.verdict === undefined ? {} : { verdict: judged.verdict }) });
    if (!judged.ok) return reject('verify', reason);
    if (!keyProven) return reject('tls', 'key-not-proven');
    this.#identity = readIdentity(sent.leaf);
    this.#steps.push({ step: 'identity', ...shown(this.#identity) });
    return this.#identity.cn?.includes('\0') === true ? reject('name', 'cn-embedded-null') : undefined;
  }

  /** ClientAuthentication: the line, what it demands, its method, then the name. */
  #authenticate(): Outcome | undefined {
    const found = this.#findLine();
    if ('decision' in found) return found;
    const { clientCert, method } = found;
    if (clientCert !== 'off') {
      const ok = this.#identity !== undefined;
      this.#steps.push({ step: 'client-certificate', demanded: clientCert, ok });
      if (this.#input.ca === null) return reject('auth', 'no-ca-store');
      if (!ok) return reject('auth', 'client-cert-required');
    }
    const refused = this.#method(found);
    this.#steps.push({ step: 'method', method, ok: refused === undefined });
    if (refused !== undefined) return refused;
    return clientCert === 'verify-full' ? this.#checkName(found) : undefined;
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
      replication,
      roles,
      network,
    });
    for (const { row, outcome } of lines) this.#steps.push({ step: 'hba', file: row.file, line: row.line, text: row.text, outcome });
    const last = lines.at(-1);
    if (last !== undefined && isObstacle(last.outcome)) return configError(last.outcome);
    return last?.outcome === 'match' ? last.row : reject('hba', 'no-hba-entry');
  }

  #method({ method }: HbaRow): Outcome | undefined {
    const { password = null } = this.#input.connection;
    switch (method) {
      case 'trust':
      case 'cert':
        return undefined;
      case 'reject':
        return reject('hba', 'hba-reject');
      case 'md5':
      case 'password':
      case 'scram-sha-256': {
        const exists = findRole(this.#input.roles, readable(this.#user)) !== undefined;
        return password === 'right' && exists ? undefined : reject('auth', 'password-failed');
      }
      default:
        return reject('auth', 'method-not-modelled');
    }
  }

  /** CheckCertAuth: the map, or equality where there is none. */
  #checkName(row: HbaRow): Outcome | undefined {
    const from = row.clientName;
    const name = from === 'DN' ? this.#identity?.dn : this.#identity?.cn;
    const step = {
      step: 'name' as const,
      from,
      name: name === undefined ? null : readable(name),
      user: readable(this.#user),
      map: row.map === undefined ? null : readable(row.map),
    };
    const done = (outcome: Outcome | undefined, by?: IdentRow): Outcome | undefined => {
      const place = by === undefined ? {} : { line: by.line, text: by.text };
      this.#steps.push({ ...step, ...place, outcome: outcome?.reason ?? 'ok' });
      return outcome;
    };
    if (name === undefined || name === '') return done(reject('auth', 'no-user-name-in-cert'));
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

  /** InitPostgres: the role, the database, then the session's entry in pg_stat_ssl. */
  #session(): Outcome | undefined {
    const { roles, databaseExists = true, connection } = this.#input;
    const role = findRole(roles, readable(this.#user));
    const outcome =
      role === undefined
        ? 'role-does-not-exist'
        : role.canLogin === false
          ? 'role-cannot-login'
          : !databaseExists && connection.replication !== true
            ? 'database-does-not-exist'
            : this.#identity?.unknownAttribute === true
              ? 'subject-unknown-attribute-type'
              : 'ok';
    this.#steps.push({ step: 'session', outcome });
    return outcome === 'ok' ? undefined : reject('auth', outcome);
  }
}

function shown({ cn, dn }: ClientIdentity): { cn: string | null; dn: string } {
  return { cn: cn === undefined ? null : readable(cn), dn: readable(dn) };
}

function lineProblem(file: FileProblem['file'], { file: included, line, text, code, message }: LineError): FileProblem {
  return { file, ...(included === '' ? {} : { included }), line, text, code, message };
}
