import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempts } from '../../apps/cli/demo/attempts.ts';
import { loadPrivateKey, parseCertificates, parsePublicKey, verifyChain } from '../../lib/index.ts';
import { parseCrls } from '../../lib/x509/index.ts';
import { publicKeyOf } from '../../lib/crypto/index.ts';
import { runCli } from './run-cli.ts';

/** What is decided for each title under verify-ca, verify-full and cert, or under the map. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'right user': ['ok', 'ok', 'ok'],
  'wrong user': ['ok', 'user-name-mismatch', 'user-name-mismatch'],
  revoked: ['cert-revoked', 'cert-revoked', 'cert-revoked'],
  expired: ['cert-has-expired', 'cert-has-expired', 'cert-has-expired'],
  'unknown CA': Array.from({ length: 3 }, () => 'unable-to-get-issuer-cert-locally'),
  'missing intermediate': Array.from({ length: 3 }, () => 'unable-to-get-issuer-cert-locally'),
  'no certificate': ['client-cert-required', 'client-cert-required', 'client-cert-required'],
  'map, exact': ['ok'],
  'map, regex with \\1': ['ok'],
  'map, regex, other user': ['no-usermap-match'],
  'map, own name not in it': ['no-usermap-match'],
  'without TLS': ['no-hba-entry'],
};

interface DemoOutput {
  readonly folder: string;
  readonly serverVersion: string | null;
  readonly attempts: readonly { readonly title: string; readonly decision: { readonly decision: string; readonly reason: string } }[];
}

describe('certwright demo --no-server', function () {
  this.timeout(120_000);
  const place = mkdtempSync(join(tmpdir(), 'certwright-cli-'));
  const folder = join(place, 'certwright-demo');
  let result: Awaited<ReturnType<typeof runCli>>;

  before(async () => {
    result = await runCli(['demo', '--no-server', '--json'], { cwd: place });
  });
  after(() => rmSync(place, { recursive: true }));

  it('ends well and says what it wrote', () => {
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stderr, /^certwright: wrote certwright-demo\/$/m);
    assert.match(result.stderr, /no PostgreSQL server is started, as asked/);
    for (const line of result.stderr.trimEnd().split('\n')) assert.match(line, /^certwright: /);
  });

  it('decides every login of the story', () => {
    const output = JSON.parse(result.stdout) as DemoOutput;
    assert.deepEqual([output.folder, output.serverVersion], [folder, null]);
    const reasons: Record<string, string[]> = {};
    for (const { title, decision } of output.attempts) (reasons[title] ??= []).push(decision.reason);
    assert.deepEqual(reasons, EXPECTED);
    assert.equal(output.attempts.length, attempts.length);
  });

  it('writes what server and clients need, private keys for their owner only', () => {
    const names = readdirSync(folder);
    for (const name of [
      'server.crt',
      'server.key',
      'root.crt',
      'root.crl',
      'alice.crt',
      'alice.key',
      'bob.crt',
      'bob.key',
      'carol.crt',
      'carol.key',
    ])
      assert.ok(names.includes(name), name);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
    for (const name of files.filter((path) => path.endsWith('.key'))) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    assert.equal(files.filter((name) => name.endsWith('.key')).length, 9);
  });

  it('explains every file of its folder, and how to use them', () => {
    const readme = readFileSync(join(folder, 'README.txt'), 'utf8');
    for (const name of readdirSync(folder).filter((entry) => entry !== 'README.txt')) {
      const shown = name.replace(/^(alice|bob|carol)\.(?:crt|key)$/, '$1');
      assert.ok(readme.includes(shown), name);
    }
    assert.match(readme, /include 'postgresql\.ssl\.conf'/);
  });

  it('locks the root key with the passphrase it shows once', () => {
    const text = readFileSync(join(folder, 'offline/root.key'), 'utf8');
    assert.match(text, /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    const shown = [...result.stderr.matchAll(/offline\/root\.key, shown this once: ([a-z0-9-]+)$/gm)];
    assert.equal(shown.length, 1);
    const passphrase = shown[0]?.[1] ?? '';
    assert.match(passphrase, /^(?:[a-z0-9]{6}-){3}[a-z0-9]{6}$/);
    const [root] = parseCertificates(readFileSync(join(folder, 'root.crt')));
    assert.ok(root !== undefined);
    assert.deepEqual(publicKeyOf(loadPrivateKey(text, { passphrase })), parsePublicKey(root.publicKey));
    assert.throws(() => loadPrivateKey(text, { passphrase: `${passphrase}x` }), { code: 'wrong-passphrase' });
    assert.ok(!result.stdout.includes(passphrase));
    assert.ok(!existsSync(join(folder, 'root.key')));
  });

  it('writes chains and CRLs that verify', () => {
    const anchors = parseCertificates(readFileSync(join(folder, 'root.crt')));
    const crls = parseCrls(readFileSync(join(folder, 'root.crl')));
    assert.equal(crls.length, 2);
    const judge = (name: string, purpose: 'serverAuth' | 'clientAuth') => {
      const [leaf, ...intermediates] = parseCertificates(readFileSync(join(folder, `${name}.crt`)));
      assert.ok(leaf !== undefined);
      return verifyChain({ leaf, intermediates, anchors, crls, purpose });
    };
    assert.equal(judge('server', 'serverAuth').ok, true);
    assert.equal(judge('alice', 'clientAuth').ok, true);
    assert.equal(judge('bob', 'clientAuth').ok, true);
    const carol = judge('carol', 'clientAuth');
    assert.equal(carol.ok ? 'ok' : carol.reason.code, 'certificate-revoked');
  });

  it('never overwrites: the next run takes the next name, a file in the way counts too', async () => {
    const before = readFileSync(join(folder, 'server.key'));
    mkdirSync(join(place, 'certwright-demo-2'));
    const again = await runCli(['demo', '--no-server', '--explain'], { cwd: place });
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /^certwright: wrote certwright-demo-3\/$/m);
    assert.deepEqual(readFileSync(join(folder, 'server.key')), before);
    assert.deepEqual(readdirSync(join(place, 'certwright-demo-2')), []);
    assert.match(again.stdout, /│ certwright +│\n/);
    assert.match(again.stdout, /✘ reject: a certificate is/);
    assert.match(again.stdout, /\n\nrevoked, carol under cert: rejected: /);
  });

  it('says so and ends well where there is no server', async () => {
    const empty = join(place, 'empty');
    mkdirSync(empty);
    const alone = await runCli(['demo', '--json'], { cwd: place, env: { CERTWRIGHT_PG_BIN: empty } });
    assert.equal(alone.code, 0, alone.stderr);
    assert.ok(
      alone.stderr.includes(`no PostgreSQL server found in ${empty} (CERTWRIGHT_PG_BIN); the decisions are certwright's alone`),
      alone.stderr,
    );
  });

  it('ends with one line where it cannot write', async () => {
    const gone = join(place, 'gone');
    mkdirSync(gone);
    const nowhere = await runCli(['demo', '--no-server'], { cwd: gone, onTalk: () => rmSync(gone, { recursive: true, force: true }) });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /^certwright: cannot make a folder in .*: ENOENT\n$/m);
    assert.ok(!nowhere.stderr.includes('    at '), nowhere.stderr);
  });
});
