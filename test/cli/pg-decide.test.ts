/** `certwright pg decide`: its words, exit codes, and the files it finds. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addPgCommands } from '../../apps/cli/pg/commands.ts';
import { decideLogin } from '../../apps/cli/pg/decide.ts';
import type { DecideOptions } from '../../apps/cli/pg/decide-options.ts';
import { CliFailure } from '../../apps/cli/talk.ts';
import { type CliResult, runCli } from './run-cli.ts';

describe('certwright pg decide', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'cw-decide-'));
  const data = join(place, 'data');
  after(() => rmSync(place, { recursive: true }));

  const decide = (...words: readonly string[]): Promise<CliResult> => runCli(['pg', 'decide', ...words], { cwd: place });
  const options = (more: Partial<DecideOptions>): DecideOptions => ({
    openssl: '3.0',
    securityLevel: 2,
    type: 'hostssl',
    user: 'alice',
    serverVersion: 15,
    ...more,
  });
  /** Decides with these lines of pg_hba.conf, alone in their folder but for the files given. */
  const withHba = (
    text: string,
    more: Partial<DecideOptions> = {},
    files: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof decideLogin> => {
    const folder = mkdtempSync(join(place, 'hba-'));
    for (const [name, content] of Object.entries({ 'pg_hba.conf': text, ...files })) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return decideLogin(options({ hba: join(folder, 'pg_hba.conf'), ...more }));
  };

  before(async () => {
    const { code, stderr } = await runCli(
      ['pg', 'setup', 'certs', '--host', 'db.example.com', '--user', 'alice', '--user', 'bob=bob@example.com'],
      { cwd: place },
    );
    assert.equal(code, 0, stderr);
    mkdirSync(data);
    for (const name of ['server.crt', 'server.key', 'root.crt', 'root.crl', 'postgresql.certwright.conf'])
      copyFileSync(join(place, 'certs/server', name), join(data, name));
    copyFileSync(join(place, 'certs/server/pg_hba.certwright.conf'), join(data, 'pg_hba.conf'));
    copyFileSync(join(place, 'certs/server/pg_ident.certwright.conf'), join(data, 'pg_ident.conf'));
    writeFileSync(join(data, 'postgresql.conf'), "include 'postgresql.certwright.conf'\n");
    writeFileSync(join(data, 'PG_VERSION'), '15\n');
  });

  it('accepts with exit code 0 and shows every step', async () => {
    const files = ['--hba', 'data/pg_hba.conf', '--ident', 'data/pg_ident.conf', '--ca', 'data/root.crt', '--crl', 'data/root.crl'];
    const { code, stdout, stderr } = await decide(...files, '--cert', 'certs/clients/bob/postgresql.crt', '--user', 'bob');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^accepted: /);
    assert.match(stdout, /the chain verifies/);
    assert.match(stdout, /pg_hba\.conf line 4 matches/);
    assert.match(stdout, /CN "bob@example\.com", requested user "bob", through map "certwright" \(pg_ident\.conf line 4: /);
  });

  it('rejects with exit code 1, as data with --json', async () => {
    const { code, stdout } = await decide('--data', 'data', '--cert', 'certs/clients/bob/postgresql.crt', '--user', 'alice', '--json');
    const { decision, layer, reason } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([code, decision, layer, reason], [1, 'reject', 'auth', 'no-usermap-match']);
  });

  it('finds the files that postgresql.conf names, and takes those that are named first', () => {
    const cert = join(place, 'certs/clients/alice/postgresql.crt');
    assert.equal(decideLogin(options({ data, cert })).reason, 'ok');
    assert.equal(decideLogin(options({ data })).reason, 'client-cert-required');
    const stranger = join(place, 'stranger.crt');
    writeFileSync(stranger, readFileSync(join(place, 'certs/clients/bob/postgresql.crt')));
    assert.equal(decideLogin(options({ data, cert: stranger, user: 'bob' })).reason, 'ok');
    assert.equal(decideLogin(options({ data, cert, ca: cert })).layer, 'verify');
    assert.equal(decideLogin(options({ data, type: 'hostnossl' })).reason, 'hba-reject');
    assert.equal(decideLogin(options({ data, cert, at: Date.UTC(2020, 0) })).layer, 'verify');
  });

  it('decides what libpq does about the server too, and both have to accept', async () => {
    const login = [
      '--data',
      'data',
      '--cert',
      'certs/clients/alice/postgresql.crt',
      '--user',
      'alice',
      '--root',
      'data/root.crt',
      '--root-crl',
      'data/root.crl',
    ];
    const right = await decide(...login, '--host', 'db.example.com');
    assert.equal(right.code, 0, right.stderr);
    assert.match(right.stdout, /^libpq about the server: /);
    assert.match(right.stdout, /^the server about the client: accepted/m);
    const wrong = await decide(...login, '--host', 'db.example.org', '--json');
    const { client, server } = JSON.parse(wrong.stdout) as Record<'client' | 'server', { readonly reason: string }>;
    assert.deepEqual([wrong.code, client.reason, server.reason], [1, 'host-mismatch', 'ok']);
  });

  it('reads what the files include as the server does', () => {
    const lists = { 'lists/users': 'bob @more', 'lists/more': 'alice' };
    assert.equal(withHba('host all @lists/users all trust', {}, lists).reason, 'ok');
    assert.equal(withHba('host all @"lists/users" all trust', {}, lists).reason, 'ok');
    assert.equal(withHba('host all @lists/none all trust', {}, lists).reason, 'hba-file-refused');
    const rules = { 'conf.d/1.conf': 'host all alice all reject', 'conf.d/2.conf': 'host all all all trust', 'conf.d/3.txt': 'nonsense' };
    assert.equal(withHba('include_dir conf.d', { serverVersion: 16 }, rules).reason, 'hba-reject');
    assert.equal(withHba('include_dir conf.d', { serverVersion: 16, user: 'bob' }, rules).reason, 'ok');
    assert.equal(withHba('include_if_exists none\ninclude conf.d/2.conf', { serverVersion: 16 }, rules).reason, 'ok');
    assert.equal(withHba('include conf.d/2.conf', { serverVersion: 15 }, rules).reason, 'hba-file-refused');
    assert.equal(withHba('include pg_hba.conf', { serverVersion: 16 }).reason, 'hba-file-refused');
  });

  it('takes facts about roles and network from its options', () => {
    const member = [
      { role: 'alice', group: 'staff' },
      { role: 'staff', group: 'all_staff' },
    ];
    assert.equal(withHba('host all +all_staff all trust', { member }).reason, 'ok');
    assert.equal(withHba('host all +all_staff all trust').reason, 'no-hba-entry');
    const roles = join(place, 'roles.json');
    writeFileSync(roles, '{"alice": {"memberOf": ["staff"], "canLogin": false}, "staff": {}}');
    assert.equal(withHba('host all +staff all trust', { roles }).reason, 'role-cannot-login');
    assert.equal(withHba('host all all samehost trust', { serverAddress: ['127.0.0.1'] }).reason, 'ok');
    assert.equal(withHba('host all all samehost trust').reason, 'network-facts-missing');
    assert.equal(withHba('host all all samenet trust', { subnet: ['127.0.0.0/8'] }).reason, 'ok');
    assert.equal(withHba('host all all .example.com trust', { clientName: ['a.example.com'] }).reason, 'ok');
    assert.equal(withHba('host all all all md5', { password: 'right' }).reason, 'ok');
    assert.equal(withHba('host all all all md5', { password: 'wrong' }).reason, 'password-failed');
    assert.equal(withHba('local all all trust', { type: 'local' }).reason, 'ok');
  });

  it('ends with code 2 where the server would refuse a file', async () => {
    writeFileSync(join(place, 'bad_hba.conf'), 'host all all all trust\nhost all all all cert\n');
    const { code, stdout } = await decide('--hba', 'bad_hba.conf', '--user', 'alice');
    assert.equal(code, 2);
    assert.match(stdout, /^not decided: .*\(hba-file-refused\)\n {2}pg_hba\.conf line 2: /);
  });

  it('refuses wrong input with one line', async () => {
    writeFileSync(join(place, 'list.json'), '["alice"]');
    writeFileSync(join(place, 'hba'), 'host all all all trust');
    const off = join(place, 'off');
    mkdirSync(off);
    writeFileSync(join(off, 'postgresql.conf'), 'ssl = off\n');
    writeFileSync(join(off, 'pg_hba.conf'), 'host all all all trust\n');
    const hba = join(place, 'hba');
    for (const [words, message] of [
      [['--user', 'alice'], /--hba or --data is missing/],
      [['--hba', hba], /required option '--user/],
      [['--hba', 'nowhere', '--user', 'alice'], /^cannot read nowhere: ENOENT$/],
      [['--hba', hba, '--user', 'a', '--cert', 'nowhere'], /^cannot read nowhere: ENOENT$/],
      [['--hba', hba, '--user', 'a', '--roles', join(place, 'list.json')], /it is no object of roles/],
      [['--hba', hba, '--user', 'a', '--member', 'staff'], /not of the form role=group/],
      [['--hba', hba, '--user', 'a', '--server-version', '11'], /none of the major versions/],
      [['--hba', hba, '--user', 'a', '--root', hba], /with --host only/],
      [['--hba', hba, '--user', 'a', '--host', 'h'], /--server-cert or --data tells/],
      [['--data', off, '--user', 'a'], /ssl is off in/],
      [['--data', place, '--user', 'a'], /cannot read .*postgresql\.conf: ENOENT/],
    ] as const) {
      const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
      addPgCommands(program);
      await assert.rejects(program.parseAsync(['decide', ...words], { from: 'user' }), (error: Error) => {
        assert.ok(error instanceof CommanderError || (error instanceof CliFailure && error.exitCode === 2), error.stack);
        assert.match(error.message, message);
        return true;
      });
    }
  });
});
