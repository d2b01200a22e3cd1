/** `certwright pg setup`, `renew` and `revoke`: what they write, keep and refuse. */
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addPgCommands } from '../../apps/cli/pg/commands.ts';
import { CliFailure } from '../../apps/cli/talk.ts';
import { type CertificateList, findRevoked, fromHex, parseCertificates, readExtension, toHex, verifyChain } from '../../lib/index.ts';
import { cRLNumber, parseCrls } from '../../lib/x509/index.ts';
import { type CliResult, runCli } from './run-cli.ts';

interface State {
  readonly crlNumbers: { readonly root: number; readonly intermediate: number };
  readonly users: readonly {
    readonly role: string;
    readonly certificates: readonly { readonly serialNumber: string; readonly revokedAt?: string }[];
  }[];
}

describe('certwright pg setup, renew, revoke', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'cw-pg-cli-'));
  const passphrase = join(place, 'passphrase');
  after(() => rmSync(place, { recursive: true }));

  const pg = (...words: readonly string[]): Promise<CliResult> => runCli(['pg', ...words], { cwd: place });
  const good = async (...words: readonly string[]): Promise<CliResult> => {
    const result = await pg(...words);
    assert.equal(result.code, 0, result.stderr);
    return result;
  };
  /** It ends with code 2 and one line, here in this process. */
  const refused = async (words: readonly string[], message: RegExp): Promise<void> => {
    const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
    addPgCommands(program);
    const here = process.cwd();
    process.chdir(place);
    try {
      await assert.rejects(program.parseAsync(words, { from: 'user' }), (error: Error) => {
        assert.ok(error instanceof CommanderError || (error instanceof CliFailure && error.exitCode === 2), error.stack);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
    } finally {
      process.chdir(here);
    }
  };
  const file = (path: string): string => readFileSync(join(place, path), 'utf8');
  const files = (folder: string): string[] =>
    readdirSync(join(place, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(place, folder, name)).isFile())
      .sort();
  const state = (folder: string): State => JSON.parse(file(`${folder}/certwright-pg.json`)) as State;
  const numbersOf = (path: string): unknown[] => parseCrls(file(path)).map((crl: CertificateList) => readExtension(crl, cRLNumber));

  before(async () => {
    writeFileSync(passphrase, 'far from any network\n');
    await good(
      'setup',
      'certs',
      '--host',
      'db.example.com',
      '--host',
      '192.0.2.5',
      '--user',
      'alice',
      '--user',
      'bob=bob@example.com',
      '--root-passphrase',
      `file:${passphrase}`,
    );
  });

  it('writes a folder whose chains and CRLs verify, keys for their owner only, no secret in its state', () => {
    const names = files('certs');
    for (const name of names) assert.equal(statSync(join(place, 'certs', name)).mode & 0o777, name.endsWith('.key') ? 0o600 : 0o644, name);
    assert.equal(statSync(join(place, 'certs')).mode & 0o777, 0o700);
    assert.equal(names.filter((name) => name.endsWith('.key')).length, 5);
    assert.doesNotMatch(file('certs/certwright-pg.json'), /PRIVATE|far from/);
    assert.match(file('certs/root-offline/root.key'), /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    const anchors = parseCertificates(file('certs/server/root.crt'));
    assert.equal(anchors.length, 1);
    const crls = parseCrls(file('certs/server/root.crl'));
    for (const [chain, purpose, peer] of [
      ['server/server.crt', 'serverAuth', { kind: 'dns', value: 'db.example.com' }],
      ['server/server.crt', 'serverAuth', { kind: 'ip', value: '192.0.2.5' }],
      ['clients/alice/postgresql.crt', 'clientAuth', []],
      ['clients/bob/postgresql.crt', 'clientAuth', []],
    ] as const) {
      const [leaf, ...intermediates] = parseCertificates(file(`certs/${chain}`));
      assert.ok(leaf !== undefined && intermediates.length === 1);
      const verdict = verifyChain({
        leaf,
        intermediates,
        anchors,
        crls,
        purpose,
        peer,
        revocation: { mode: 'require', scope: 'chain-and-anchor' },
      });
      assert.ok(verdict.ok, chain);
    }
  });

  it('names every file it wrote, and what to copy where', async () => {
    const { stdout } = await good(
      'setup',
      'named',
      '--host',
      'db.example.com',
      '--user',
      'alice',
      '--method',
      'scram-sha-256',
      '--address',
      '10.0.0.0/8',
      '--address',
      '192.0.2.7',
    );
    for (const name of files('named')) assert.ok(stdout.includes(`named/${name} `), name);
    for (const name of files('named').filter((path) => path !== 'README.txt')) assert.ok(file('named/README.txt').includes(name), name);
    assert.match(stdout, /include 'postgresql\.certwright\.conf'/);
    assert.match(stdout, /psql "host=db\.example\.com dbname=postgres user=alice sslmode=verify-full"/);
    assert.ok(!existsSync(join(place, 'named/server/pg_ident.certwright.conf')));
    const lines = file('named/server/pg_hba.certwright.conf')
      .split('\n')
      .filter((line) => line.startsWith('host'));
    assert.deepEqual(
      lines.map((line) => line.replaceAll(/ +/g, ' ')),
      [
        'hostssl all alice 10.0.0.0/8 scram-sha-256 clientcert=verify-full',
        'hostssl all alice 192.0.2.7/32 scram-sha-256 clientcert=verify-full',
        'host all alice all reject',
      ],
    );
  });

  it('prints a command for psql that works as it stands', async () => {
    const first = async (...words: readonly string[]): Promise<string> => {
      const { stdout } = await good('setup', 'words', ...words);
      rmSync(join(place, 'words'), { recursive: true });
      return /psql .*/.exec(stdout)?.[0] ?? '';
    };
    // libpq compares names as they are written: no international ones, no wildcards.
    assert.match(await first('--host', 'ü.example.com', '--user', 'a b'), /^psql "host=xn--tda\.example\.com dbname=postgres user='a b' /);
    assert.match(await first('--host', '*.example.com', '--host', '::1', '--user', 'a'), /^psql "host=::1 /);
    assert.match(await first('--host', '*.example.com', '--user', 'a'), /^psql "host=HOST /);
    const { stdout } = await good('setup', 'words', '--host', 'h', '--user', `o"d'$x`);
    assert.ok(stdout.includes(String.raw`psql 'host=h dbname=postgres user='\''o"d\'\''$x'\'' sslmode=verify-full'`), stdout);
  });

  it('names users by a map where a common name is not the role', () => {
    assert.match(file('certs/server/pg_hba.certwright.conf'), /^hostssl +all +alice,bob +all +cert map=certwright$/m);
    assert.match(file('certs/server/pg_ident.certwright.conf'), /^certwright +bob@example\.com +bob$/m);
  });

  it('refuses wrong input with one line, and writes nothing', async () => {
    mkdirSync(join(place, 'empty'));
    const before = files('.').length;
    const setup = (...words: readonly string[]): string[] => [
      'setup',
      'new',
      ...(words.includes('--host') ? [] : ['--host', 'db.example.com']),
      ...words,
    ];
    for (const [words, message] of [
      [['setup', 'certs', '--host', 'h', '--user', 'u'], /certs exists already, and nothing is overwritten/],
      [['setup', 'empty', '--host', 'h', '--user', 'u'], /empty exists already/],
      [['setup', 'passphrase/new', '--host', 'h', '--user', 'u'], /cannot make passphrase\/new: ENOTDIR/],
      [setup(), /required option '--user/],
      [setup('--user', 'a'.repeat(64)), /has 64 octets; a user has 63 at most/],
      [setup('--user', '/.*'), /may not begin with a slash/],
      [setup('--user', 'a\nhost all all all trust'), /control characters/],
      [setup('--user', 'alice', '--user', 'alice=x'), /the user alice is given twice/],
      [setup('--user', 'alice', '--host', 'a b'), /a b is neither a host name nor an IP address/],
      [setup('--user', 'alice', '--address', '10.0.0.0/33'), /would refuse the line .*invalid CIDR mask/],
      [setup('--user', 'alice', '--address', 'all trust'), /all trust is no address/],
      [setup('--user', 'a=b', '--method', 'scram-sha-256'), /knows no map/],
      [setup('--user', 'alice', '--root-passphrase', 'env:NOT_SET_ANYWHERE'), /no variable NOT_SET_ANYWHERE/],
    ] as const)
      await refused(words, message);
    const { code, stdout, stderr } = await pg('setup', 'certs', '--host', 'h', '--user', 'u');
    assert.deepEqual([code, stdout, stderr], [2, '', 'certwright: certs exists already, and nothing is overwritten; name a new folder\n']);
    assert.equal(files('.').length, before);
    assert.ok(!existsSync(join(place, 'new')));
  });

  it('revokes all certificates of a user, and says so only once', async () => {
    cpSync(join(place, 'certs'), join(place, 'revoked'), { recursive: true });
    await good('renew', 'revoked', '--user', 'alice');
    const { stdout } = await good('revoke', 'revoked', '--user', 'alice', '--reason', 'keyCompromise');
    assert.match(stdout, /revoked: 2 certificates of alice/);
    const [, list] = parseCrls(file('revoked/server/root.crl'));
    assert.ok(list !== undefined);
    const certificates = state('revoked').users[0]?.certificates ?? [];
    assert.equal(certificates.length, 2);
    for (const { serialNumber } of certificates) assert.equal(findRevoked(list, fromHex(serialNumber))?.reason, 'keyCompromise');
    assert.deepEqual(numbersOf('revoked/server/root.crl'), [1n, 2n]);
    await refused(['revoke', 'revoked', '--user', 'alice'], /alice is revoked already/);
    await refused(['revoke', 'revoked', '--user', 'mallory'], /there is no user mallory here; there are alice, bob/);
    await refused(['renew', 'revoked', '--user', 'alice'], /alice is revoked; --new-key gives a new certificate/);
    // as if the last command had been stopped between its two files
    const [old] = files('revoked/server').filter((name) => name.startsWith('root.crl.old'));
    renameSync(join(place, 'revoked/server', old ?? ''), join(place, 'revoked/server/root.crl'));
    await good('revoke', 'revoked', '--user', 'alice');
    assert.deepEqual(numbersOf('revoked/server/root.crl'), [1n, 3n]);
    await good('renew', 'revoked', '--user', 'alice', '--new-key');
    const [leaf] = parseCertificates(file('revoked/clients/alice/postgresql.crt'));
    const [, newest] = parseCrls(file('revoked/server/root.crl'));
    assert.ok(leaf !== undefined && newest !== undefined);
    assert.equal(findRevoked(newest, leaf.serialNumber), undefined);
    assert.equal(toHex(leaf.serialNumber), state('revoked').users[0]?.certificates.at(-1)?.serialNumber);
  });

  it('renews the intermediate for the same key and the chains with it, and keeps what was there', async () => {
    cpSync(join(place, 'certs'), join(place, 'renewed'), { recursive: true });
    renameSync(join(place, 'renewed/root-offline'), join(place, 'usb'));
    await refused(['renew', 'renewed', '--intermediate'], /cannot read renewed\/root-offline\/root\.crt: ENOENT; --root says where/);
    await refused(['renew', 'renewed', '--intermediate', '--root', 'usb'], /usb\/root\.key is encrypted: give --root-passphrase/);
    writeFileSync(join(place, 'wrong'), 'another\n');
    await refused(
      ['renew', 'renewed', '--intermediate', '--root', 'usb', '--root-passphrase', 'file:wrong'],
      /usb\/root\.key: wrong-passphrase/,
    );
    assert.deepEqual(
      files('renewed'),
      files('certs').filter((name) => !name.startsWith('root-offline')),
    );
    const { stdout } = await good('renew', 'renewed', '--intermediate', '--root', 'usb', '--root-passphrase', 'file:passphrase');
    assert.match(stdout, /users may go on with their old files until/);
    const suffix = /with (\.old-\S+) behind/.exec(stdout)?.[1] ?? '';
    const [oldLeaf, oldIntermediate] = parseCertificates(file(`renewed/server/server.crt${suffix}`));
    const [leaf, intermediate] = parseCertificates(file('renewed/server/server.crt'));
    assert.ok(leaf !== undefined && intermediate !== undefined && oldIntermediate !== undefined);
    assert.deepEqual(leaf.der, oldLeaf?.der);
    assert.notDeepEqual(intermediate.serialNumber, oldIntermediate.serialNumber);
    assert.deepEqual(intermediate.publicKey.der, oldIntermediate.publicKey.der);
    assert.deepEqual(numbersOf('renewed/server/root.crl'), [2n, 2n]);
    const [anchors, crls] = [parseCertificates(file('usb/root.crt')), parseCrls(file('renewed/server/root.crl'))];
    for (const between of [oldIntermediate, intermediate])
      assert.ok(
        verifyChain({
          leaf,
          intermediates: [between],
          anchors,
          crls,
          purpose: 'serverAuth',
          revocation: { mode: 'require', scope: 'chain-and-anchor' },
        }).ok,
      );
  });

  it('renews the CRL of the intermediate alone where the root is not at hand', async () => {
    cpSync(join(place, 'certs'), join(place, 'crls'), { recursive: true });
    const { stdout } = await good('renew', 'crls', '--crls', '--crl-days', '7', '--json');
    const { facts } = JSON.parse(stdout) as { facts: readonly string[] };
    assert.match(facts[0] ?? '', /the root's CRL stays as it is: its key is encrypted; --root-passphrase opens it/);
    assert.deepEqual(numbersOf('crls/server/root.crl'), [1n, 2n]);
    assert.equal(file('crls/clients/bob/root.crl'), file('crls/server/root.crl'));
  });

  it('refuses folders that are not its own, damaged ones, what has expired, and two commands at once', async () => {
    await refused(['renew', 'empty', '--server'], /empty was not made by certwright pg setup/);
    await refused(['revoke', 'nowhere', '--user', 'alice'], /nowhere was not made by certwright pg setup/);
    await refused(['renew', 'certs/certwright-pg.json', '--server'], /certwright-pg\.json was not made by certwright pg setup/);
    await refused(['renew', 'certs'], /nothing is named that is to be renewed/);
    await refused(['renew', 'certs', '--crls', '--new-key'], /--new-key is for --server and --user/);
    cpSync(join(place, 'certs'), join(place, 'damaged'), { recursive: true });
    writeFileSync(
      join(place, 'damaged/certwright-pg.json'),
      file('certs/certwright-pg.json').replace('"folder": "alice"', '"folder": "../alice"'),
    );
    await refused(['renew', 'damaged', '--server'], /certwright-pg\.json is damaged/);
    cpSync(join(place, 'certs/certwright-pg.json'), join(place, 'damaged/certwright-pg.json'));
    cpSync(join(place, 'certs/server/server.key'), join(place, 'damaged/ca/intermediate.key'));
    await refused(['renew', 'damaged', '--server'], /damaged\/ca\/intermediate\.key is not the key of the CA's certificate/);
    mkdirSync(join(place, 'certs/.lock'));
    await refused(['renew', 'certs', '--server'], /another command works on certs; if none does, remove certs\/\.lock/);
    rmSync(join(place, 'certs/.lock'), { recursive: true });
    await good('setup', 'old', '--host', 'db.example.com', '--user', 'alice', '--at', '2010-01-01');
    await refused(['renew', 'old', '--intermediate'], /the root certificate ended on 2019-\S+; set up a new folder/);
    await refused(['renew', 'old', '--server'], /the intermediate certificate ended on 2014-\S+; renew it first/);
  });

  it('puts everything back where one file cannot be replaced', async () => {
    cpSync(join(place, 'certs'), join(place, 'stuck'), { recursive: true });
    const chain = join(place, 'stuck/clients/bob/root.crl');
    rmSync(join(place, 'stuck/clients/bob/root.crl'));
    mkdirSync(chain);
    rmSync(join(place, 'stuck/clients/bob/postgresql.key'));
    mkdirSync(join(place, 'stuck/clients/bob/postgresql.key'));
    const before = files('stuck').map((name) => [name, file(`stuck/${name}`)]);
    await refused(
      ['renew', 'stuck', '--user', 'alice', '--user', 'bob', '--new-key'],
      /cannot write into stuck; its files are as they were: E/,
    );
    assert.deepEqual(
      files('stuck').map((name) => [name, file(`stuck/${name}`)]),
      before,
    );
  });
});
