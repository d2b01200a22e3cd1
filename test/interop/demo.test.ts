/** The demo against a real PostgreSQL server and the openssl command, and what it leaves behind: nothing but its folder. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempts } from '../../apps/cli/demo/attempts.ts';
import { findPostgres } from '../../apps/cli/demo/find-server.ts';
import { runCli, type CliResult } from '../cli/run-cli.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

interface DemoOutput {
  readonly serverVersion: string;
  readonly attempts: readonly {
    readonly title: string;
    readonly decision: { readonly decision: string; readonly layer: string };
    readonly server: { readonly decision: string; readonly layer: string; readonly same: boolean; readonly logLine: string };
  }[];
}

const hasServer = 'tools' in findPostgres();
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A folder to run in, with a folder for temporary files that the server's user may enter. */
function makePlace(): { readonly place: string; readonly temporary: string } {
  const place = mkdtempSync(join(tmpdir(), 'cw-'));
  chmodSync(place, 0o755);
  const temporary = join(place, 'tmp');
  mkdirSync(temporary, { mode: 0o755 });
  return { place, temporary };
}

/** What lies in a folder for temporary files, but for the cache of tsx, which runs the sources. */
function leftIn(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => !name.startsWith('tsx-'));
}

/** Command lines of running processes that speak of a path. */
function processesOf(path: string): string[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(path));
}

requireOrSkip('a PostgreSQL server and psql', hasServer)('certwright demo with a real server', function () {
  this.timeout(180_000);
  const { place, temporary } = makePlace();
  let first: CliResult;
  let second: CliResult;

  before(async () => {
    first = await runCli(['demo', '--json'], { cwd: place, env: { TMPDIR: temporary } });
    second = await runCli(['demo'], { cwd: place, env: { TMPDIR: temporary } });
  });
  after(() => rmSync(place, { recursive: true }));

  it('sees the server decide each login as certwright does', () => {
    assert.equal(first.code, 0, first.stderr);
    const output = JSON.parse(first.stdout) as DemoOutput;
    assert.equal(output.attempts.length, attempts.length);
    for (const { title, decision, server } of output.attempts) {
      assert.equal(server.same, true, `${title}: ${server.logLine}`);
      assert.deepEqual([server.decision, server.layer], [decision.decision, decision.layer], title);
      assert.notEqual(server.logLine, '', title);
    }
    assert.match(first.stderr, /logins, PostgreSQL [0-9.]+ decided each as certwright does\n$/);
  });

  it('shows both columns side by side', () => {
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stdout, /│ certwright +│ PostgreSQL [0-9.]+ +│\n/);
    assert.match(second.stdout, /│ ✔ accept +│ ✔ accept +│/);
    assert.match(second.stdout, /│ ✘ reject: .*│ ✘ reject: /);
    assert.ok(!second.stdout.includes('DIFFERENT'));
  });

  it('leaves two folders, no server and no data', () => {
    assert.deepEqual(readdirSync(place).sort(), ['certwright-demo', 'certwright-demo-2', 'tmp']);
    assert.deepEqual(leftIn(temporary), []);
    assert.deepEqual(processesOf(place), []);
  });

  const interruptions: readonly (readonly [string, RegExp, NodeJS.Signals, number])[] = [
    ['while keys are made', /root CA key .*\n/, 'SIGINT', 130],
    ['while the server is set up', /shown this once.*\n/, 'SIGINT', 130],
    ['while it logs in', /with these files.*\n/, 'SIGINT', 130],
    ['by SIGTERM', /with these files.*\n/, 'SIGTERM', 143],
  ];
  for (const [when, talk, signal, code] of interruptions) {
    it(`leaves nothing behind when interrupted ${when}`, async () => {
      const spot = makePlace();
      let sent = false;
      const result = await runCli(['demo'], {
        cwd: spot.place,
        env: { TMPDIR: spot.temporary },
        onTalk: (text, child) => {
          if (sent || !talk.test(text)) return;
          sent = true;
          // A moment later, in the midst of the next step.
          setTimeout(() => child.kill(signal), 60);
        },
      });
      assert.equal(sent, true);
      assert.equal(result.code, code, result.stderr);
      assert.equal(result.stdout, '');
      assert.deepEqual(leftIn(spot.temporary), []);
      assert.deepEqual(processesOf(spot.place), []);
      if (when.includes('keys')) assert.deepEqual(readdirSync(spot.place), ['tmp']);
      else assert.ok(readdirSync(join(spot.place, 'certwright-demo')).includes('server.crt'));
      rmSync(spot.place, { recursive: true });
    });
  }

  it('ends with exit code 1 and a mark where the server decides otherwise', async () => {
    const spot = makePlace();
    // A psql that fails for one database: the logins there that should work do not, and the server hears nothing of them.
    const bin = join(spot.place, 'bin');
    mkdirSync(bin);
    const found = findPostgres();
    assert.ok('tools' in found);
    for (const name of ['postgres', 'initdb']) execFileSync('ln', ['-s', join(found.tools.folder, name), join(bin, name)]);
    const script = `#!/bin/sh\n[ "$PGDATABASE" = mapped ] && exit 2\nexec ${found.tools.psql} "$@"\n`;
    execFileSync('sh', ['-c', 'cat > "$1" && chmod 755 "$1"', 'sh', join(bin, 'psql')], { input: script });
    const result = await runCli(['demo'], { cwd: spot.place, env: { TMPDIR: spot.temporary, CERTWRIGHT_PG_BIN: bin } });
    assert.equal(result.code, 1, result.stderr);
    assert.match(result.stdout, /DIFFERENT/);
    assert.match(result.stderr, /decided 4 of 26 logins otherwise\n$/);
    assert.deepEqual(leftIn(spot.temporary), []);
    rmSync(spot.place, { recursive: true });
  });

  it("keeps to /tmp where the server's user may not enter the folder for temporary files", async function () {
    if (process.geteuid?.() !== 0) this.skip();
    const spot = makePlace();
    chmodSync(spot.temporary, 0o700);
    const { code, stderr } = await runCli(['demo', '--json'], { cwd: spot.place, env: { TMPDIR: spot.temporary } });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /decided each as certwright does\n$/);
    assert.deepEqual(leftIn(spot.temporary), []);
    rmSync(spot.place, { recursive: true });
  });

  it('starts the server as an unprivileged user too', function () {
    if (process.geteuid?.() !== 0) this.skip();
    const spot = makePlace();
    chmodSync(spot.place, 0o777);
    chmodSync(spot.temporary, 0o777);
    const id = (option: string): number => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
    const main = join(import.meta.dirname, '../../apps/cli/main.ts');
    const { status, stderr } = spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), main, 'demo', '--json'], {
      cwd: spot.place,
      uid: id('-u'),
      gid: id('-g'),
      env: { PATH: process.env['PATH'], TMPDIR: spot.temporary, HOME: spot.temporary },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /decided each as certwright does\n$/);
    rmSync(spot.place, { recursive: true });
  });
});

requireOrSkip('the openssl command', hasOpenssl)("the demo's files and openssl", function () {
  this.timeout(120_000);
  const { place } = makePlace();
  const folder = join(place, 'certwright-demo');
  let talk = '';

  before(async () => {
    talk = (await runCli(['demo', '--no-server'], { cwd: place })).stderr;
  });
  after(() => rmSync(place, { recursive: true }));

  const openssl = (...args: readonly string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

  it('accepts the chains, with the CRLs of both CAs', () => {
    const common = ['verify', '-CAfile', 'root.crt', '-CRLfile', 'root.crl', '-crl_check_all'];
    for (const [name, purpose] of [
      ['server', 'sslserver'],
      ['alice', 'sslclient'],
      ['bob', 'sslclient'],
    ] as const)
      assert.equal(
        openssl(...common, '-purpose', purpose, '-x509_strict', '-untrusted', `${name}.crt`, `${name}.crt`),
        `${name}.crt: OK\n`,
      );
    assert.equal(
      openssl(...common, '-verify_hostname', 'dbhost.yourdomain.com', '-untrusted', 'server.crt', 'server.crt'),
      'server.crt: OK\n',
    );
  });

  it('refuses the revoked, the expired, the stranger and the chain with a gap, each for its reason', () => {
    const refused: readonly (readonly [string, RegExp])[] = [
      ['carol', /certificate revoked/],
      ['refused/expired', /certificate has expired/],
      ['refused/unknown-ca', /unable to get local issuer certificate/],
      ['refused/without-intermediate', /unable to get local issuer certificate/],
    ];
    for (const [name, reason] of refused) {
      const { status, stderr } = spawnSync(
        'openssl',
        ['verify', '-CAfile', 'root.crt', '-CRLfile', 'root.crl', '-crl_check_all', '-untrusted', `${name}.crt`, `${name}.crt`],
        { cwd: folder, encoding: 'utf8' },
      );
      assert.equal(status, 2, name);
      assert.match(stderr, reason, name);
    }
  });

  it('opens the root key with the passphrase shown, and finds every key to fit', () => {
    const passphrase = /shown this once: (\S+)/.exec(talk)?.[1] ?? '';
    const publicOf = (key: string, ...args: readonly string[]): string => openssl('pkey', '-in', key, '-pubout', ...args);
    const certified = (certificate: string): string => openssl('x509', '-in', certificate, '-noout', '-pubkey');
    assert.equal(publicOf('offline/root.key', '-passin', `pass:${passphrase}`), certified('root.crt'));
    for (const name of ['server', 'alice', 'bob', 'carol', 'ca/intermediate', 'refused/expired', 'refused/unknown-ca'])
      assert.equal(publicOf(`${name}.key`), certified(`${name}.crt`), name);
  });

  it('verifies the requests and both CRLs', () => {
    for (const name of ['server', 'alice', 'bob', 'carol']) openssl('req', '-in', `requests/${name}.csr`, '-noout', '-verify');
    const lists = readFileSync(join(folder, 'root.crl'), 'utf8').split(/(?<=-----END X509 CRL-----\n)/);
    assert.equal(lists.length, 2);
    for (const [index, list] of lists.entries()) {
      const issuer = index === 0 ? 'root.crt' : 'ca/intermediate.crt';
      const { status, stderr } = spawnSync('openssl', ['crl', '-noout', '-CAfile', issuer], { cwd: folder, input: list, encoding: 'utf8' });
      assert.equal(status, 0);
      assert.match(stderr, /verify OK/);
    }
  });
});
