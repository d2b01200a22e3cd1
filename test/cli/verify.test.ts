import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { CliFailure } from '../../apps/cli/talk.ts';
import { runVerify, withAsciiHosts } from '../../apps/cli/verify.ts';
import { type VerifyOptions, withVerifyOptions } from '../../apps/cli/verify-options.ts';
import {
  type Certificate,
  clientProfile,
  createSigner,
  encodePem,
  generateKeyPair,
  intermediateProfile,
  issueCertificate,
  issueCrl,
  parseName,
  PkiError,
  rootProfile,
  serverProfile,
} from '../../lib/index.ts';
import { generatePostQuantumKeyPair, mlDsa44 } from '../../lib/api/post-quantum.ts';
import { ecdsaSha256AnyCurve } from '../../lib/crypto/index.ts';
import { manifest } from '../support/package-map.ts';
import { runCli } from './run-cli.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** A small PKI on disk: a root, an intermediate, a server and a revoked client; valid in 2026. */
function writeFiles(folder: string): void {
  const keys = { root: generateKeyPair({ kind: 'ec', curve: 'P-256' }), middle: generateKeyPair({ kind: 'ec', curve: 'P-256' }) };
  const { publicKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
  const validity = { notBefore: START, notAfter: START + 365 * DAY };
  const rootSigner = createSigner(keys.root.privateKey);
  const middleSigner = createSigner(keys.middle.privateKey);
  const root = issueCertificate(
    { subject: parseName('CN=Test root'), publicKey: keys.root.publicKey, issuer: 'self', ...validity, extensions: rootProfile(keys.root) },
    rootSigner,
  );
  const middle = issueCertificate(
    {
      subject: parseName('CN=Test intermediate'),
      publicKey: keys.middle.publicKey,
      issuer: root,
      ...validity,
      extensions: intermediateProfile({ publicKey: keys.middle.publicKey, issuer: root }),
    },
    rootSigner,
  );
  const names = [{ kind: 'dNSName', value: 'db.example' }] as const;
  const server = issueCertificate(
    {
      subject: parseName('CN=db.example'),
      publicKey,
      issuer: middle,
      ...validity,
      extensions: serverProfile({ publicKey, issuer: middle, names }),
    },
    middleSigner,
  );
  const client = issueCertificate(
    { subject: parseName('CN=alice'), publicKey, issuer: middle, ...validity, extensions: clientProfile({ publicKey, issuer: middle }) },
    middleSigner,
  );
  const list = { thisUpdate: START, nextUpdate: START + 365 * DAY, crlNumber: 1 };
  const entries = [{ serialNumber: client.serialNumber, revokedAt: START, reason: 'superseded' as const }];
  const crls = [issueCrl({ ...list, issuer: root, entries: [] }, rootSigner), issueCrl({ ...list, issuer: middle, entries }, middleSigner)];
  const pem = (...certificates: readonly Certificate[]): string => certificates.map(({ der }) => encodePem('CERTIFICATE', der)).join('');
  const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
  write('root.crt', pem(root));
  write('middle.crt', pem(middle));
  write('server.crt', pem(server, middle));
  write('server-alone.der', server.der);
  write('client.crt', pem(client, middle));
  write('all.crl', crls.map(({ der }) => encodePem('X509 CRL', der)).join(''));
  write('broken.crt', encodePem('CERTIFICATE', server.der.subarray(0, 100)));
  write('bad-block.crt', pem(server) + encodePem('CERTIFICATE', middle.der.subarray(0, 100)) + pem(middle));
  write('text.txt', 'nothing to see\n');
}

describe('certwright verify', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'certwright-verify-'));
  const verify = async (...args: readonly string[]) => runCli(['verify', '--at', '2026-06-01', ...args], { cwd: folder });

  before(() => writeFiles(folder));
  after(() => rmSync(folder, { recursive: true }));

  it('accepts a good chain: exit code 0, the path on stdout, nothing on stderr', async () => {
    const { code, stdout, stderr } = await verify('--anchors', 'root.crt', '--purpose', 'serverAuth', '--host', 'db.example', 'server.crt');
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.match(stdout, /^accepted: /);
    assert.match(stdout, /CN=Test root/);
  });

  it('takes intermediates from another file, DER, and options behind the file', async () => {
    const { code } = await verify('server-alone.der', '--anchors', 'root.crt', '--intermediates', 'client.crt', '-i', 'middle.crt');
    assert.equal(code, 0);
  });

  it('takes ML-DSA, and other curves than the web has, but not on the web', async () => {
    const validity = { notBefore: START, notAfter: START + 365 * DAY };
    const made = [
      [generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44' }), mlDsa44],
      [generateKeyPair({ kind: 'ec', curve: 'brainpoolP256r1' }), ecdsaSha256AnyCurve],
    ] as const;
    for (const [{ publicKey, privateKey }, algorithm] of made) {
      const signer = createSigner(privateKey, { algorithm });
      const root = issueCertificate(
        { subject: parseName('CN=Other root'), publicKey, issuer: 'self', ...validity, extensions: rootProfile({ publicKey }) },
        signer,
      );
      const names = [{ kind: 'dNSName', value: 'db.example' }] as const;
      const leaf = issueCertificate(
        {
          subject: parseName('CN=db.example'),
          publicKey,
          issuer: root,
          ...validity,
          extensions: serverProfile({ publicKey, issuer: root, names }),
        },
        signer,
      );
      writeFileSync(join(folder, 'other-root.der'), root.der);
      writeFileSync(join(folder, 'other.der'), leaf.der);
      const good = await verify('--anchors', 'other-root.der', 'other.der');
      assert.equal(good.code, 0, good.stdout + good.stderr);
      const web = await verify('--anchors', 'other-root.der', '--profile', 'webpki', 'other.der');
      assert.equal(web.code, 1);
      assert.match(web.stdout, /^refused: [^]*\((?:key-kind|curve)-not-allowed\)/);
    }
  });

  it('refuses with the reason: exit code 1', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--crls', 'all.crl', 'client.crt'], /^refused: .*\(certificate-revoked\)/],
      [['server-alone.der'], /^refused: .*\(issuer-not-found\)/],
      [['--host', 'other.example', 'server.crt'], /^refused: .*\(peer-name-mismatch\)/],
      [['--purpose', 'clientAuth', 'server.crt'], /^refused: .*\(purpose-not-allowed\)/],
      [['--at', '2027-06-01T12:00:00Z', 'server.crt'], /^refused: .*\(certificate-expired\)/],
    ];
    for (const [args, reason] of cases) {
      const { code, stdout, stderr } = await verify('--anchors', 'root.crt', ...args);
      assert.equal(code, 1, `${args.join(' ')}: ${stderr}`);
      assert.match(stdout, reason);
      assert.equal(stderr, '');
    }
  });

  it('prints the verdict of the API with --json', async () => {
    const good = await verify('--anchors', 'root.crt', 'server.crt', '--json');
    assert.deepEqual((JSON.parse(good.stdout) as { ok: boolean; path: unknown }).path, [
      { from: 'leaf', index: 0 },
      { from: 'intermediates', index: 0 },
      { from: 'anchors', index: 0 },
    ]);
    const bad = await verify('--anchors', 'root.crt', '--crls', 'all.crl', 'client.crt', '--json');
    assert.equal(bad.code, 1);
    assert.equal((JSON.parse(bad.stdout) as { reason: { code: string } }).reason.code, 'certificate-revoked');
  });

  it('checks options while they are read', () => {
    const bad: readonly (readonly [option: string, value: string])[] = [
      ['--max-age', '7'],
      ['--policy', 'gold'],
      ['--key-usage', 'signing'],
      ['--max-depth', '-1'],
      ['--max-depth', '1e3'],
      ['--min-rsa-bits', 'many'],
      ['--budget', 'money=1'],
      ['--budget', 'steps'],
      ['--purpose', 'fun'],
      ['--profile', 'x'],
      ['--revocation', 'maybe'],
      ['--revocation-scope', 'root'],
    ];
    for (const [option, value] of bad) {
      const command = withVerifyOptions(new Command('verify'))
        .exitOverride()
        .configureOutput({ outputError: () => undefined });
      assert.throws(
        () => command.parse(['x.crt', '--anchors', 'root.crt', option, value], { from: 'user' }),
        (error) => error instanceof CommanderError && error.code === 'commander.invalidArgument' && error.message.includes(value),
        `${option} ${value}`,
      );
    }
  });

  it('writes international hosts as certificates do', async () => {
    const options = { anchors: [], profile: 'rfc5280', anchorConstraints: true } as const;
    assert.deepEqual((await withAsciiHosts({ ...options, host: ['bücher.example', 'DB.example', '192.0.2.1'] })).host, [
      'xn--bcher-kva.example',
      'DB.example',
      '192.0.2.1',
    ]);
    assert.equal(await withAsciiHosts(options), options);
    await assert.rejects(withAsciiHosts({ ...options, host: ['bü cher'] }), PkiError);
  });

  it('takes no word against another', () => {
    const command = withVerifyOptions(new Command('verify'))
      .exitOverride()
      .configureOutput({ outputError: () => undefined });
    const words = ['x.crt', '--anchors', 'root.crt', '--revocation', 'off', '--require-revocation'];
    assert.throws(
      () => command.parse(words, { from: 'user' }),
      (error) => error instanceof CommanderError && error.code === 'commander.conflictingOption',
    );
  });

  it('makes of options what they say', () => {
    const words =
      'x.crt -a a -a b --crl c -c d --max-age 90s --max-age 7d --purpose 1.2.3 --host a --host 192.0.2.1 --budget steps=5 --budget signatures=6 --no-anchor-constraints --all-paths';
    const command = withVerifyOptions(new Command('verify')).parse(words.split(' '), { from: 'user' });
    assert.deepEqual(command.opts(), {
      anchors: ['a', 'b'],
      crl: ['c'],
      crls: ['d'],
      maxAge: 7 * DAY,
      purpose: ['1.2.3'],
      host: ['a', '192.0.2.1'],
      budget: { steps: 5, signatures: 6 },
      anchorConstraints: false,
      allPaths: true,
      profile: 'rfc5280',
      revocationScope: 'chain',
    });
  });

  it('could not tell: exit code 2 and one line on stderr', async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['--anchors', 'nowhere.crt', 'server.crt'], 'certwright: cannot read nowhere.crt: ENOENT'],
      [['--anchors', 'root.crt', 'bad-block.crt'], 'certwright: bad-block.crt: block 2, line 13: truncated: '],
      [['server.crt'], "certwright: required option '-a, --anchors <file>' not specified"],
      [['--anchors', 'root.crt'], "certwright: missing required argument 'file'"],
      [['--anchors', 'root.crt', '--at', '2026-02-30', 'server.crt'], "certwright: option '--at <time>' argument '2026-02-30' is invalid."],
      [['--anchors', 'root.crt', '--frob', 'server.crt'], "certwright: unknown option '--frob'"],
    ];
    for (const [args, start] of cases) {
      const { code, stdout, stderr } = await verify(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.ok(stderr.startsWith(start), stderr);
      assert.equal(stderr.indexOf('\n'), stderr.length - 1, stderr);
    }
  });

  it('names the file that is no good, and what it holds', () => {
    const cases: readonly (readonly [file: string, options: Partial<VerifyOptions>, message: string])[] = [
      ['text.txt', {}, 'text.txt: no-certificate: no certificate in this input'],
      ['broken.crt', {}, 'broken.crt: block 1, line 1: truncated: '],
      ['all.crl', {}, 'all.crl: no-certificate: no certificate in this input; it holds X509 CRL'],
      ['server.crt', { crls: ['root.crt'] }, 'root.crt: no-crl: no CRL in this input; it holds CERTIFICATE'],
      ['server.crt', { ocsp: ['text.txt'] }, 'text.txt: it is no OCSP response in DER'],
      ['server.crt', { ocsp: ['all.crl'] }, 'all.crl: it is no OCSP response in DER; it holds X509 CRL'],
      ['server.crt', { intermediates: ['odd\nname.crt'] }, 'cannot read '],
    ];
    for (const [file, options, message] of cases) {
      const placed = Object.fromEntries(
        Object.entries(options).map(([name, files]) => [name, (files as string[]).map((one) => join(folder, one))]),
      );
      const all = { anchors: [join(folder, 'root.crt')], profile: 'rfc5280', anchorConstraints: true, ...placed } as const;
      assert.throws(
        () => runVerify(join(folder, file), all),
        (error) =>
          error instanceof CliFailure &&
          error.exitCode === 2 &&
          error.message.replaceAll(`${folder}/`, '').startsWith(message) &&
          !error.message.includes('\n'),
        message,
      );
    }
  });
});

describe('certwright', function () {
  this.timeout(60_000);

  it('names the command that was meant', async () => {
    const { code, stdout, stderr } = await runCli(['verfy']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, "certwright: unknown command 'verfy' (Did you mean verify?) (certwright --help tells more)\n");
  });

  it('helps on stdout, each command with examples', async () => {
    const general = await runCli(['--help']);
    assert.equal(general.code, 0);
    assert.match(general.stdout, /^Usage: certwright /);
    for (const command of ['demo', 'verify', 'vectors']) {
      assert.match(general.stdout, new RegExp(`^  ${command} `, 'm'));
      const { code, stdout, stderr } = await runCli([command, '--help']);
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout.split(`\n  certwright ${command} `).length + stdout.split(`\n  certwright ${command}\n`).length - 2, 2, command);
    }
  });

  it('tells the version of the package', async () => {
    const { code, stdout } = await runCli(['--version'], { cwd: tmpdir() });
    assert.deepEqual([code, stdout], [0, `${manifest.version}\n`]);
  });

  it('without a command shows its help on stderr', async () => {
    const { code, stdout, stderr } = await runCli([]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^Usage: certwright /);
  });
});
