/**
 * The package as users get it: the tarball of `npm pack` is installed in a temporary folder and imported by Node and by Deno; a page imports
 * dist/certwright.min.js with a plain module script; Deno also imports lib/index.ts from source; publint has nothing to say.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { jsrText } from '../../scripts/jsr.ts';
import { chromiumPath, inChromium, installTools, runDeno } from '../runtimes/tools.ts';
import { repositoryRoot } from '../support/corpora.ts';
import { manifest } from '../support/package-map.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const run = promisify(execFile);
const specifiers = Object.keys(manifest.exports)
  .filter((key) => !/\.js(?:on)?$/.test(key))
  .map((key) => key.replace(/^\./, manifest.name));

/** Makes a key, a self-signed certificate, and judges it: the code that every runtime below runs. `api` is the module under test. */
const useIt = `
const keys = api.generateKeyPair({ kind: 'ec', curve: 'P-256' });
const day = 86_400_000;
const now = Math.floor(Date.now() / 1000) * 1000;
const certificate = api.issueCertificate(
  { subject: api.parseName('CN=package'), publicKey: keys.publicKey, issuer: 'self', notBefore: now - day, notAfter: now + day, extensions: [] },
  api.createSigner(keys.privateKey, {}),
);
const verdict = api.verifyChain({ leaf: certificate, anchors: [certificate] });
const answer = JSON.stringify({ ok: verdict.ok, subject: api.formatName(certificate.subject) });
`;
const expected = { ok: true, subject: 'CN=package' };

describe('the package', function () {
  this.timeout(300_000);
  let folder = '';
  let files: string[] = [];

  before(async () => {
    installTools();
    folder = mkdtempSync(join(tmpdir(), 'certwright-package-'));
    // prepare builds dist/.
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: repositoryRoot, maxBuffer: 1 << 26 });
    files = (JSON.parse(stdout.slice(stdout.search(/^\[/m))) as { files: { path: string }[] }[]).flatMap((item) =>
      item.files.map((file) => file.path),
    );
    const target = join(folder, 'node_modules', manifest.name);
    mkdirSync(target, { recursive: true });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1']);
    // The dependencies as installed here: the test needs no registry.
    for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
      if (name !== manifest.name && !name.startsWith('.'))
        symlinkSync(join(repositoryRoot, 'node_modules', name), join(folder, 'node_modules', name));
    }
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
    const all = specifiers.map((name) => `await import('${name}');`).join('\n');
    writeFileSync(join(folder, 'use.mjs'), `import * as api from 'certwright';\n${all}\n${useIt}\nconsole.log(answer);\n`);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds dist, README, CHANGELOG, SECURITY, LICENSE and package.json, nothing else', () => {
    assert.deepEqual(
      files.filter(
        (file) =>
          !/^(?:dist\/(?:lib|apps\/cli)\/.*\.(?:js|d\.ts|json)|dist\/certwright\.min\.js|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|package\.json)$/.test(
            file,
          ),
      ),
      [],
    );
    assert.ok(files.includes('dist/certwright.min.js') && files.includes('dist/lib/index.d.ts'));
  });

  it('has nothing to say to publint', async () => {
    const { messages } = await publint({ pkgDir: join(folder, 'node_modules', manifest.name), strict: true, pack: false });
    assert.deepEqual(messages, []);
  });

  it('has nothing to say to are-the-types-wrong', async () => {
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    const attw = join(repositoryRoot, 'test/runtimes/node_modules/@arethetypeswrong/cli/dist/index.js');
    const ignored = ['./certwright.min.js', './package.json'];
    const args = [attw, join(folder, tarball), '--profile', 'esm-only', '--format', 'json', '--exclude-entrypoints', ...ignored];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 26 });
    const { problems, analysis } = JSON.parse(stdout) as {
      problems: Readonly<Record<string, readonly { readonly resolutionKind?: string }[]>>;
      analysis: { entrypoints: object };
    };
    // The profile passes over what is no ES module resolution: the old one of Node 10, and require.
    const others = Object.values(problems)
      .flat()
      .filter(({ resolutionKind = '' }) => !['node10', 'node16-cjs'].includes(resolutionKind));
    assert.deepEqual(others, []);
    assert.equal(Object.keys(analysis.entrypoints).length, specifiers.length);
  });

  it('has a jsr.json that says what package.json says (else run `npm run jsr`)', () => {
    assert.equal(readFileSync(join(repositoryRoot, 'jsr.json'), 'utf8'), jsrText());
  });

  it('could be published to the registry of Deno', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'certwright-jsr-'));
    try {
      // Away from the working copy, so that nothing but what is published is seen; node_modules stands for the registry.
      for (const name of ['lib', 'jsr.json', 'package.json', 'README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'])
        cpSync(join(repositoryRoot, name), join(copy, name), { recursive: true });
      symlinkSync(join(repositoryRoot, 'node_modules'), join(copy, 'node_modules'));
      await runDeno(['publish', '--dry-run', '--allow-dirty'], copy);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('works in Node', async () => {
    const { stdout } = await run(process.execPath, ['use.mjs'], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), expected);
  });

  it('works in Deno from the tarball', async () => {
    assert.deepEqual(
      JSON.parse(await runDeno(['run', '--no-remote', '--node-modules-dir=manual', '--allow-env', 'use.mjs'], folder)),
      expected,
    );
  });

  it('works in Deno from source', async () => {
    const script = join(repositoryRoot, '.cache', 'deno-source.ts');
    mkdirSync(join(repositoryRoot, '.cache'), { recursive: true });
    writeFileSync(script, `import * as api from '../lib/index.ts';\n${useIt}\nconsole.log(answer);\n`);
    assert.deepEqual(
      JSON.parse(await runDeno(['run', '--no-remote', '--node-modules-dir=manual', '--check', script], repositoryRoot)),
      expected,
    );
  });

  it('runs its command', async () => {
    const { stdout } = await run(process.execPath, [join(folder, 'node_modules', manifest.name, 'dist/apps/cli/main.js'), '--version'], {
      cwd: folder,
    });
    assert.equal(stdout.trim(), manifest.version);
  });

  it('needs no DOM or Node types', async () => {
    const config = {
      compilerOptions: {
        target: 'es2022',
        lib: ['es2022'],
        types: [],
        module: 'nodenext',
        strict: true,
        noEmit: true,
        skipLibCheck: false,
      },
      files: ['types.mts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'types.mts'), specifiers.map((name, index) => `export * as n${index} from '${name}';`).join('\n'));
    await run(process.execPath, [join(repositoryRoot, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  });

  requireOrSkip('Chromium (apt-get install chromium, or set CHROMIUM)', chromiumPath !== undefined)('in Chromium', () => {
    it('works in a page as a plain module script', async () => {
      const html = `<!doctype html><title>certwright</title><script type="module">import * as api from '/certwright.min.js';${useIt}globalThis.answer = answer;</script>`;
      const script = join(folder, 'node_modules', manifest.name, 'dist/certwright.min.js');
      assert.ok(!/\bimport\s*["'(]|\bfrom\s*["']/.test(readFileSync(script, 'utf8').slice(0, 200)), 'certwright.min.js imports something');
      const { value } = await inChromium({ '/': { html }, '/certwright.min.js': { path: script } }, 'globalThis.answer');
      assert.deepEqual(JSON.parse(String(value)), expected);
    });
  });
});
