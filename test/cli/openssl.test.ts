/** `certwright openssl` as a process: files with their modes and owners, devices, links, exit codes, and no terminal to ask at. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodePem, loadPrivateKey } from '../../lib/index.ts';
import { repositoryRoot } from '../support/corpora.ts';

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const;

describe('certwright openssl', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'certwright-openssl-'));
    writeFileSync(
      join(folder, 'own.cnf'),
      '[req]\ndistinguished_name=dn\nx509_extensions=ca\n[dn]\nCN=Common Name\n[ca]\nbasicConstraints=CA:TRUE\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the command line in a session of its own, so that there is no terminal whatever runs the tests. */
  async function run(words: readonly string[], input = ''): Promise<Outcome> {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(repositoryRoot, 'apps/cli/main.ts'), 'openssl', ...words],
      {
        cwd: folder,
        env: { ...process.env, OPENSSL_CONF: 'own.cnf' },
        detached: true,
      },
    );
    child.stdin.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  const at = (name: string): string => join(folder, name);
  const mode = (name: string): number => statSync(at(name)).mode & 0o777;
  const request = (...more: readonly string[]): Promise<Outcome> => run(['req', '-new', '-subj', '/CN=a', ...EC, ...more]);

  it('writes a key for its owner only, and nothing beside its files', async () => {
    const result = await request('-x509', '-nodes', '-keyout', 'a.key', '-out', 'a.crt');
    assert.deepEqual(result, { code: 0, stdout: '', stderr: '-----\n' });
    assert.equal(mode('a.key'), 0o600);
    assert.equal(mode('a.crt'), 0o666 & ~process.umask());
    assert.deepEqual(readdirSync(folder).sort(), ['a.crt', 'a.key', 'own.cnf']);
    const shown = await run(['x509', '-in', 'a.crt', '-noout', '-subject']);
    assert.deepEqual(shown, { code: 0, stdout: 'subject=CN = a\n', stderr: '' });
    assert.deepEqual(await run(['verify', '-CAfile', 'a.crt', 'a.crt']), { code: 0, stdout: 'a.crt: OK\n', stderr: '' });
  });

  it('overwrites as OpenSSL does: modes stay, but a key is never left for everybody to read', async () => {
    for (const [before, after] of [
      [0o644, 0o600],
      [0o640, 0o640],
      [0o600, 0o600],
    ] as const) {
      writeFileSync(at('a.key'), 'old');
      chmodSync(at('a.key'), before);
      writeFileSync(at('a.csr'), 'old');
      chmodSync(at('a.csr'), 0o664);
      assert.equal((await request('-nodes', '-keyout', 'a.key', '-out', 'a.csr')).code, 0);
      assert.equal(mode('a.key').toString(8), after.toString(8));
      assert.equal(mode('a.csr'), 0o664);
      assert.equal(loadPrivateKey(readFileSync(at('a.key'), 'utf8')).kind, 'ec');
    }
  });

  it('writes through symbolic links, dangling ones too, and into devices', async () => {
    mkdirSync(at('real'));
    writeFileSync(at('real/a.csr'), 'old');
    symlinkSync('real/a.csr', at('a.csr'));
    symlinkSync('real/new.key', at('a.key'));
    assert.equal((await request('-nodes', '-keyout', 'a.key', '-out', 'a.csr')).code, 0);
    for (const name of ['a.csr', 'a.key']) assert.equal(lstatSync(at(name)).isSymbolicLink(), true);
    assert.equal(decodePem(readFileSync(at('real/a.csr'), 'utf8'))[0]?.label, 'CERTIFICATE REQUEST');
    assert.equal(mode('real/new.key'), 0o600);
    assert.equal((await request('-nodes', '-keyout', '/dev/null', '-out', '/dev/null')).code, 0);
    assert.equal(statSync('/dev/null').isCharacterDevice(), true);
  });

  it('leaves the old file where the new one cannot be made', async () => {
    writeFileSync(at('a.crt'), 'old');
    const result = await run(['x509', '-in', 'own.cnf', '-out', 'a.crt']);
    assert.equal(result.code, 1);
    assert.match(result.stderr, /^Could not read certificate from own\.cnf\nUnable to load certificate\ncertwright: no start line/);
    assert.equal(readFileSync(at('a.crt'), 'utf8'), 'old');
  });

  it('names files that cannot be opened', async () => {
    assert.match(
      (await run(['x509', '-in', 'none.crt'])).stderr,
      /^Could not open file or uri for loading certificate from none\.crt\nUnable to load certificate\n/,
    );
    assert.equal(
      (await request('-nodes', '-keyout', 'none/a.key')).stderr,
      `req: Can't open "none/a.key" for writing, No such file or directory\n`,
    );
    assert.equal((await request('-nodes', '-keyout', '.')).code, 1);
  });

  it('reads a passphrase from standard input where there is no terminal, as OpenSSL does', async () => {
    const words = ['req', '-new', ...EC, '-keyout', 'a.key', '-out', 'a.csr', '-subj', '/CN=a'];
    const made = await run(words, 'secret\nsecret\n');
    assert.match(made.stderr, /^Enter PEM pass phrase:\nVerifying - Enter PEM pass phrase:\n/);
    assert.equal(made.code, 0);
    assert.match(readFileSync(at('a.key'), 'utf8'), /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    const used = await run(['x509', '-req', '-signkey', 'a.key', '-in', 'a.csr', '-out', 'a.crt'], 'secret\n');
    assert.equal(used.code, 0, used.stderr);
  });

  it('says so where nobody gives a passphrase, and writes nothing', async () => {
    const none = 'certwright: none was given; -passout and -nodes do without asking\n';
    const result = await request('-keyout', 'a.key', '-out', 'a.csr');
    assert.deepEqual([result.code, result.stderr], [1, `Enter PEM pass phrase:\nCould not read the pass phrase\n${none}`]);
    assert.deepEqual(readdirSync(folder), ['own.cnf']);
    // Standard input is the request here, so that nothing is left of it to ask from.
    await request('-x509', '-keyout', 'a.key', '-passout', 'pass:secret', '-out', 'ca.crt');
    await request('-key', 'a.key', '-passin', 'pass:secret', '-out', 'a.csr');
    const words = ['x509', '-req', '-CA', 'ca.crt', '-CAkey', 'a.key', '-CAcreateserial', '-out', 'a.crt'];
    const used = await run(words, readFileSync(at('a.csr'), 'utf8'));
    assert.equal(used.code, 1);
    assert.match(used.stderr, /Could not read the pass phrase for a\.key\ncertwright: none was given; -passin does without asking\n$/);
  });

  it('reads passphrases, certificates and fields of the subject from standard input', async () => {
    const made = await run(['req', '-new', ...EC, '-passout', 'pass:secret', '-keyout', 'a.key', '-out', 'a.csr'], 'typed\n');
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stderr, /Common Name \[\]:$/);
    const shown = await run(['req', '-noout', '-subject'], readFileSync(at('a.csr'), 'utf8'));
    assert.equal(shown.stdout, 'subject=CN = typed\n');
    assert.equal((await run(['req', '-new', '-key', 'a.key', '-passin', 'stdin', '-subj', '/CN=b', '-noout'], 'secret\n')).code, 0);
  });

  it('writes to a file that is open already without replacing it', async () => {
    await request('-x509', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt');
    writeFileSync(at('bundle.pem'), 'kept\n');
    const descriptor = openSync(at('bundle.pem'), 'a');
    const words = ['--import', import.meta.resolve('tsx'), join(repositoryRoot, 'apps/cli/main.ts'), 'openssl', 'x509', '-in', 'ca.crt'];
    for (const out of ['/dev/stdout', '/dev/fd/1']) {
      const { status } = spawnSync(process.execPath, [...words, '-out', out], { cwd: folder, stdio: ['ignore', descriptor, 'ignore'] });
      assert.equal(status, 0);
    }
    writeSync(descriptor, 'end\n');
    closeSync(descriptor);
    const pem = readFileSync(at('ca.crt'), 'utf8');
    assert.equal(readFileSync(at('bundle.pem'), 'utf8'), `kept\n${pem}${pem}end\n`);
  });

  it('says in a line what the system refuses, as one command and not as a crash', async () => {
    symlinkSync('loop', at('loop'));
    await request('-x509', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt');
    await request('-nodes', '-keyout', 'a.key', '-out', 'a.csr');
    const words = ['x509', '-req', '-in', 'a.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAserial', 'loop', '-out', 'a.crt'];
    const issued = await run(words);
    assert.equal(issued.code, 1);
    assert.match(issued.stderr, /\nCan't open "loop" for reading\ncertwright: Too many levels of symbolic links\n$/);
    writeFileSync(at('own.cnf'), '.include loop\n');
    const included = await request('-nodes', '-keyout', 'b.key');
    assert.equal(included.code, 1);
    assert.match(included.stderr, /^req: Can't load config file "own\.cnf"\ncertwright: Too many levels of symbolic links\n$/);
    assert.ok(!readdirSync(folder).some((name) => name === 'a.crt' || name === 'b.key'));
  });

  it('names options and commands it does not know', async () => {
    assert.deepEqual(await run(['req', '-foo']), {
      code: 1,
      stdout: '',
      stderr: 'req: Unknown option or message digest: foo\nreq: Use -help for summary.\n',
    });
    assert.deepEqual(await run(['x509', '-C', '-in', 'a.crt']), {
      code: 1,
      stdout: '',
      stderr: 'x509: Option -C is not supported by certwright\nx509: Use -help for summary.\n',
    });
    assert.equal((await run(['s_client'])).stderr, 'The command s_client is not supported by certwright\n');
  });
});
