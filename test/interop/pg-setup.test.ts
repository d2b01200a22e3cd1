/** `certwright pg setup` and a real PostgreSQL server that runs with exactly its files: logins, a revocation, renewals; `pg decide` says the same each time. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as secure } from 'node:tls';
import { findPostgres, type PostgresTools } from '../../apps/cli/demo/find-server.ts';
import { freePort, unprivilegedAccount } from '../../apps/cli/demo/server.ts';
import { decideLogin } from '../../apps/cli/pg/decide.ts';
import { parseCertificates, toHex } from '../../lib/index.ts';
import { runCli } from '../cli/run-cli.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const found = findPostgres();
const SERVER_FILES = ['server.crt', 'server.key', 'root.crt', 'root.crl', 'postgresql.certwright.conf'];

/** A login: the role, the folder of the client's files, and what comes of it. */
type Login = readonly [user: string, client: string, reason: string];

/** A server in a folder of its own, with the files of a set-up. */
class Server {
  readonly #tools: PostgresTools;
  readonly #account = unprivilegedAccount();
  readonly #place = mkdtempSync(join('/tmp', 'cw-pg-'));
  readonly data = join(this.#place, 'data');
  readonly #certs: string;
  #port = 0;
  #runs = false;

  constructor(tools: PostgresTools, certs: string) {
    this.#tools = tools;
    this.#certs = certs;
    if (this.#account !== undefined) chownSync(this.#place, this.#account.uid, this.#account.gid);
  }

  #run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    return execFileSync(program === 'psql' ? this.#tools.psql : join(this.#tools.folder, program), args, {
      ...this.#account,
      cwd: this.#place,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async start(): Promise<void> {
    this.#run('initdb', ['-D', this.data, '-U', 'admin', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']);
    this.#port = await freePort();
    const lines = ["listen_addresses = '127.0.0.1'", `port = ${this.#port}`, `unix_socket_directories = '${this.#place}'`, 'fsync = off'];
    appendFileSync(join(this.data, 'postgresql.conf'), `${lines.join('\n')}\n`);
    appendFileSync(join(this.data, 'postgresql.conf'), "include 'postgresql.certwright.conf'\n");
    const own = readFileSync(join(this.data, 'pg_hba.conf'), 'utf8');
    writeFileSync(join(this.data, 'pg_hba.conf'), readFileSync(join(this.#certs, 'server/pg_hba.certwright.conf'), 'utf8') + own);
    appendFileSync(join(this.data, 'pg_ident.conf'), readFileSync(join(this.#certs, 'server/pg_ident.certwright.conf')));
    this.#copy();
    this.#run('pg_ctl', ['-D', this.data, '-w', '-l', join(this.#place, 'log'), 'start']);
    this.#runs = true;
    this.sql('CREATE ROLE alice LOGIN; CREATE ROLE bob LOGIN; CREATE ROLE "Carol, Ms" LOGIN;');
  }

  #copy(): void {
    for (const name of SERVER_FILES) {
      const copy = join(this.data, name);
      copyFileSync(join(this.#certs, 'server', name), copy);
      chmodSync(copy, 0o600);
      if (this.#account !== undefined) chownSync(copy, this.#account.uid, this.#account.gid);
    }
  }

  /** Copies the set-up's files and reloads; the server takes them when it serves their certificate and its log says nothing against them. */
  reload(): void {
    const before = this.log().length;
    this.#copy();
    this.sql('SELECT pg_reload_conf()');
    for (const end = Date.now() + 5000; Date.now() < end && !this.log().slice(before).includes('received SIGHUP');)
      spawnSync('sleep', ['0.05']);
    // The file's lines are read again before the next connection is taken, as the postmaster does one thing at a time.
    spawnSync('sleep', ['0.2']);
    assert.doesNotMatch(this.log().slice(before), /not reloaded|contains errors|could not load/);
  }

  sql(text: string): string {
    return this.#run('psql', [
      '-X',
      '-At',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      this.#place,
      '-p',
      String(this.#port),
      '-U',
      'admin',
      '-d',
      'postgres',
      '-c',
      text,
    ]);
  }

  log(): string {
    return readFileSync(join(this.#place, 'log'), 'utf8');
  }

  /** Tries to log in; libpq verifies the server too, by root and CRLs. */
  login(user: string, files: string): { readonly ok: boolean; readonly talk: string } {
    const { status, stdout, stderr } = spawnSync(
      this.#tools.psql,
      ['-X', '-w', '-At', '-c', 'select session_user, ssl from pg_stat_ssl where pid = pg_backend_pid()'],
      {
        env: {
          PATH: process.env['PATH'],
          LC_ALL: 'C',
          PGHOST: 'db.example.com',
          PGHOSTADDR: '127.0.0.1',
          PGPORT: String(this.#port),
          PGDATABASE: 'postgres',
          PGUSER: user,
          PGSSLMODE: 'verify-full',
          PGSSLCERT: join(files, 'postgresql.crt'),
          PGSSLKEY: join(files, 'postgresql.key'),
          PGSSLROOTCERT: join(this.#certs, 'server/root.crt'),
          PGSSLCRL: join(this.#certs, 'server/root.crl'),
          PGGSSENCMODE: 'disable',
          PGPASSFILE: join(files, 'none'),
        },
        encoding: 'utf8',
        timeout: 20_000,
      },
    );
    return { ok: status === 0 && stdout.trim() === `${user}|t`, talk: stderr.trim() };
  }

  /** Serial number of the certificate that the server shows. */
  async served(): Promise<string> {
    const plain = connect(this.#port, '127.0.0.1');
    // SSLRequest: its length and the number 80877103 (protocol 3.0, "Message Formats").
    plain.write(Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47));
    await once(plain, 'data');
    const socket = secure({ socket: plain, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber.toLowerCase();
  }

  stop(): void {
    if (this.#runs) this.#run('pg_ctl', ['-D', this.data, '-m', 'immediate', '-w', 'stop']);
    rmSync(this.#place, { recursive: true, force: true });
  }
}

requireOrSkip('a PostgreSQL server and psql', 'tools' in found)('certwright pg setup with a real server', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'cw-setup-'));
  const certs = join(place, 'certs');
  const { tools } = found as { readonly tools: PostgresTools };
  const server = new Server(tools, certs);
  after(() => {
    server.stop();
    rmSync(place, { recursive: true });
  });

  const run = async (...words: readonly string[]): Promise<void> => {
    const { code, stderr } = await runCli(['pg', ...words], { cwd: place });
    assert.equal(code, 0, stderr);
  };

  /** Serial numbers of a file's certificates. */
  const certificatesOf = (path: string): string[] =>
    parseCertificates(readFileSync(join(certs, path))).map(({ serialNumber }) => toHex(serialNumber));

  /** Both are asked about each login, and have to say the same. */
  const check = (logins: readonly Login[]): void => {
    for (const [user, client, reason] of logins) {
      const files = join(certs, client);
      const { ok, talk } = server.login(user, files);
      const decision = decideLogin({
        hba: join(server.data, 'pg_hba.conf'),
        ident: join(server.data, 'pg_ident.conf'),
        ca: join(server.data, 'root.crt'),
        crl: join(server.data, 'root.crl'),
        ...(existsSync(files) ? { cert: join(files, 'postgresql.crt') } : {}),
        serverVersion: tools.major,
        openssl: '3.0',
        securityLevel: 2,
        type: 'hostssl',
        user,
        database: 'postgres',
      });
      assert.deepEqual([user, client, decision.reason, ok], [user, client, reason, reason === 'ok'], talk);
    }
  };

  it('logins, a revocation, renewals of server, intermediate and user, each after a reload', async () => {
    await run(
      'setup',
      'certs',
      '--host',
      'db.example.com',
      '--user',
      'alice',
      '--user',
      'bob=bob@example.com',
      '--user',
      'Carol, Ms',
      '--address',
      '127.0.0.1',
    );
    await server.start();
    const carol = 'clients/Carol%2C%20Ms';
    check([
      ['alice', 'clients/alice', 'ok'],
      ['bob', 'clients/bob', 'ok'],
      ['Carol, Ms', carol, 'ok'],
      ['alice', 'clients/bob', 'no-usermap-match'],
      ['bob', carol, 'no-usermap-match'],
      ['bob', 'clients/nobody', 'client-cert-required'],
    ]);
    cpSync(join(certs, 'clients'), join(certs, 'first'), { recursive: true });

    await run('revoke', 'certs', '--user', 'bob', '--reason', 'keyCompromise');
    server.reload();
    check([
      ['bob', 'clients/bob', 'cert-revoked'],
      ['alice', 'clients/alice', 'ok'],
    ]);

    renameSync(join(certs, 'root-offline'), join(place, 'usb'));
    await run('renew', 'certs', '--intermediate', '--root', 'usb');
    server.reload();
    check([
      ['alice', 'first/alice', 'ok'],
      ['alice', 'clients/alice', 'ok'],
      ['Carol, Ms', carol, 'ok'],
      ['bob', 'first/bob', 'cert-revoked'],
    ]);
    const [, firstIntermediate] = certificatesOf('first/alice/postgresql.crt');
    const [, intermediate] = certificatesOf('clients/alice/postgresql.crt');
    assert.notEqual(intermediate, firstIntermediate);
    assert.deepEqual(certificatesOf('server/server.crt')[1], intermediate);

    const before = await server.served();
    await run('renew', 'certs', '--server', '--user', 'bob', '--new-key');
    assert.equal(await server.served(), before);
    server.reload();
    assert.equal(await server.served(), certificatesOf('server/server.crt')[0]);
    check([
      ['alice', 'first/alice', 'ok'],
      ['bob', 'clients/bob', 'ok'],
      ['bob', 'first/bob', 'cert-revoked'],
    ]);

    await run('renew', 'certs', '--crls');
    server.reload();
    check([
      ['alice', 'clients/alice', 'ok'],
      ['bob', 'clients/bob', 'ok'],
      ['bob', 'first/bob', 'cert-revoked'],
    ]);
  });
});
