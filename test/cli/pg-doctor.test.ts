/** `certwright pg doctor` as a process: what it prints, its exit codes, and that it leaves everything as it was. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeHealth } from '../support/doctor-health.ts';
import { runCli } from './run-cli.ts';

describe('certwright pg doctor', function () {
  this.timeout(60_000);
  const health = makeHealth(Date.now());
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'certwright-doctor-'));
    chmodSync(folder, 0o700);
    for (const [name, text] of Object.entries({ PG_VERSION: '16\n', ...health.files })) write(name, text ?? '');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });

  it('says that nothing was found, and what the server will do', async () => {
    const { code, stdout, stderr } = await runCli(['pg', 'doctor', folder, '--host', 'localhost']);
    assert.equal(stderr, '');
    assert.equal(stdout, 'start: the server starts, TLS on\nreload: a running server takes all of it\nnothing found\n');
    assert.equal(code, 0);
  });

  it('tells findings with place, consequence, repair and section, and changes nothing', async () => {
    write('pg_hba.conf', `${health.files['pg_hba.conf'] ?? ''}hostssl all all 10.0.0.0/33 cert\n`);
    chmodSync(join(folder, 'server.key'), 0o644);
    const before = picture(folder);
    const { code, stdout } = await runCli(['pg', 'doctor', folder]);
    assert.equal(code, 1);
    assert.deepEqual(stdout.split('\n'), [
      `${folder}/server.key: error: the private key may be read or written by others (key-group-or-world-access)`,
      '  at start the server refuses to start; at a reload it keeps the old TLS files, all of them',
      `  repair: chmod 0600 ${folder}/server.key # a key of root's with the server's group: chmod 0640`,
      '  manual: 19.9.4. SSL Server File Usage, https://www.postgresql.org/docs/16/ssl-tcp.html#SSL-SERVER-FILES',
      '',
      `${folder}/pg_hba.conf line 4: error: invalid CIDR mask in address "10.0.0.0/33": hostssl all all 10.0.0.0/33 cert (hba-line-refused)`,
      '  at start the server refuses to start; at a reload it keeps the old lines of pg_hba.conf',
      '  repair: correct the line: with one bad line the whole file is refused',
      '  manual: 21.1. The pg_hba.conf File, https://www.postgresql.org/docs/16/auth-pg-hba-conf.html',
      '',
      `start: the server refuses to start: ${folder}/server.key (key-group-or-world-access)`,
      `reload: a running server keeps the old lines of pg_hba.conf, certificates, key and CRLs: ${folder}/pg_hba.conf line 4 (hba-line-refused), ${folder}/server.key (key-group-or-world-access)`,
      '2 errors',
      '',
    ]);
    assert.deepEqual(picture(folder), before);
  });

  it('follows includes, of the configuration and of pg_hba.conf', async () => {
    mkdirSync(join(folder, 'conf.d'));
    write('conf.d/10-tls.conf', "ssl_ciphers = 'HIGH:eNULL:!aNULL'\n");
    write('postgresql.conf', `${health.files['postgresql.conf'] ?? ''}include_dir 'conf.d'\n`);
    write('pg_hba.conf', `${health.files['pg_hba.conf'] ?? ''}include more.conf\n`);
    write('more.conf', '\nhostssl all all 192.0.2.0/24 trust\n');
    const { code, stdout } = await runCli(['pg', 'doctor', folder, '--json']);
    const { version, findings, start, reload } = JSON.parse(stdout);
    assert.deepEqual(
      findings.map(({ code: name, file, line, severity }: Record<string, unknown>) => [name, file, line, severity]),
      [
        ['cipher-without-encryption', `${folder}/conf.d/10-tls.conf`, 1, 'error'],
        ['hba-trust', `${folder}/more.conf`, 2, 'warning'],
      ],
    );
    for (const name of ['words', 'section', 'link', 'repair']) assert.equal(typeof findings[0][name], 'string');
    assert.deepEqual([version, start.outcome, reload.hba], [16, 'starts', 'applied']);
    assert.equal(code, 1);
  });

  it('looks at files alone', async () => {
    const { code, stdout } = await runCli([
      'pg',
      'doctor',
      '--ca',
      join(folder, 'root.crt'),
      '--crl',
      join(folder, 'root.crl'),
      '--hba',
      join(folder, 'pg_hba.conf'),
    ]);
    assert.equal(stdout, 'nothing found\n');
    assert.equal(code, 0);
  });

  it('ends with 2 where there is nothing to read', async () => {
    for (const words of [
      [join(folder, 'absent')],
      ['--ca', join(folder, 'absent.crt')],
      [],
      [folder, '--user', 'no-such-user'],
      [folder, '--days', 'x'],
      [folder, '-c', 'x'],
    ]) {
      const { code, stdout, stderr } = await runCli(['pg', 'doctor', ...words]);
      assert.equal(code, 2, words.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /^certwright: [^\n]+\n$/);
    }
  });
});

/** Names, contents and modes of a folder. */
function picture(folder: string): readonly unknown[] {
  return readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return [name, readFileSync(path, 'utf8'), statSync(path).mode, statSync(path).mtimeMs];
  });
}
