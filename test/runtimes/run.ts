/**
 * One mocha suite, one bundle, six runtimes: test/unit, test/security and the Wycheproof suite run in Node 22 and 24, Deno, Bun, workerd and
 * headless Chromium (of each Wycheproof file fifteen vectors; all of them run in `npm test`, which this Node does); the counts of passed tests and of
 * assertions must be the same everywhere. Prints a table; exits 1 on any failure or difference.
 * Names as arguments (`npm run test:runtimes -- bun deno`) run those beside Node 24 only.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { repositoryRoot } from '../support/corpora.ts';
import { isWycheproofFile, readWycheproof, wycheproofFiles, wycheproofPresent } from '../support/wycheproof-corpus.ts';
import { chromiumPath, inChromium, installTools, runDeno, runProgram, runtimeProgram } from './tools.ts';

/** Below this many assertions the suite is no proof of anything (issue 2, point 4). */
const MIN_ASSERTIONS = 2_000;

/** Most vectors of a file that are run here; `npm test` runs all of them in Node. */
const VECTORS_PER_FILE = 15;
/** Most iterations of a key derivation here; RFC 6070's vector of 2^24 takes 20 seconds. */
const MAX_ITERATIONS = 1_000_000;

interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly assertions: number;
  readonly failures: readonly string[];
}

const here = import.meta.dirname;
const folder = join(repositoryRoot, '.cache/runtimes');
const bundlePath = join(folder, 'suite.js');

/** What cannot be had here: a problem where everything must run, else a loud line. */
class Missing extends Error {}

const problems: string[] = [];
installTools();
mkdirSync(folder, { recursive: true });
const files = await bundleSuite();
process.stderr.write(`bundled ${files} test files, ${Math.round(statSync(bundlePath).size / 1000)} kB\n`);
if (!wycheproofPresent) missing('the Wycheproof corpus');

const rows: { readonly runtime: string; readonly seconds: number; readonly result: Result }[] = [];
const wanted = process.argv.slice(2);
const runtimes: readonly (readonly [string, () => Promise<Result>])[] = [
  ['node-24', async () => await inNode(needed('node-24'))],
  ['chromium', runInChromium],
  ['workerd', runInWorkerd],
  ['deno', async () => parseResult(await runDeno(['run', '--no-config', '--no-remote', '--no-npm', 'main.js'], folder))],
  ['bun', async () => parseResult(await runProgram(needed('bun'), ['run', 'main.js'], folder))],
  ['node-22', async () => await inNode(needed('node-22'))],
];
const queue = runtimes.filter(([name], index) => index === 0 || wanted.length === 0 || wanted.includes(name));
// Two at a time: it is their counts that matter, not their times.
await Promise.all(
  [0, 1].map(async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await measure(...next);
  }),
);
rows.sort((a, b) => order(a.runtime) - order(b.runtime));

const [first] = rows;
for (const { runtime, result } of rows) {
  for (const failure of result.failures) process.stderr.write(`\n${runtime}: ${failure}\n`);
  if (result.failed > 0) problems.push(`${runtime}: ${result.failed} tests failed`);
  if (result.assertions < MIN_ASSERTIONS)
    problems.push(`${runtime}: ${result.assertions} assertions, at least ${MIN_ASSERTIONS} are wanted`);
  if (first === undefined || result.passed !== first.result.passed || result.assertions !== first.result.assertions) {
    problems.push(
      `${runtime}: ${result.passed} passed with ${result.assertions} assertions, ${first?.runtime} has ${first?.result.passed} with ${first?.result.assertions}`,
    );
  }
}
process.stdout.write(`\n${tableLine(['runtime', 'passed', 'failed', 'skipped', 'assertions', 'seconds'])}\n`);
for (const { runtime, seconds, result } of rows) {
  process.stdout.write(
    `${tableLine([runtime, ...[result.passed, result.failed, result.skipped, result.assertions].map(String), seconds.toFixed(1)])}\n`,
  );
}
for (const problem of problems) process.stderr.write(`runtimes: ${problem}\n`);
writeReport();
process.exitCode = problems.length === 0 ? 0 : 1;

function order(runtime: string): number {
  return runtimes.findIndex(([name]) => name === runtime);
}

function needed(name: Parameters<typeof runtimeProgram>[0]): string {
  const program = runtimeProgram(name);
  if (program === undefined) throw new Missing(`${name}, which its package does not have for this machine`);
  return program;
}

async function inNode(program: string): Promise<Result> {
  return parseResult(await runProgram(program, ['main.js'], folder));
}

/** workerd has no command line to speak of: a configuration names the worker, `workerd test` calls it. The worker must be a default export. */
async function runInWorkerd(): Promise<Result> {
  const worker = [
    "import { runSuite } from 'suite.js';",
    'const test = async () => console.log(`RESULT ${JSON.stringify(await runSuite())}`);',
    'export default { test };',
  ];
  const config = [
    'using Workerd = import "/workerd/workerd.capnp";',
    'const config :Workerd.Config = (services = [(name = "main", worker = .suite)]);',
    'const suite :Workerd.Worker = (compatibilityDate = "2026-10-01", modules = [',
    '  (name = "worker", esModule = embed "worker.js"), (name = "suite.js", esModule = embed "suite.js")]);',
  ];
  writeFileSync(join(folder, 'worker.js'), `${worker.join('\n')}\n`);
  writeFileSync(join(folder, 'config.capnp'), `${config.join('\n')}\n`);
  return parseResult(await runProgram(needed('workerd'), ['test', 'config.capnp'], folder));
}

async function runInChromium(): Promise<Result> {
  if (chromiumPath === undefined) throw new Missing('Chromium (apt-get install chromium, or set CHROMIUM)');
  const files = { '/': { html: '<!doctype html><title>certwright</title>' }, '/suite.js': { path: bundlePath } };
  const { value, version } = await inChromium(files, "import('/suite.js').then((suite) => suite.runSuite())");
  process.stderr.write(`Chromium is version ${version}\n`);
  return value as Result;
}

/** Bundles every portable test file with what it tests; gives their number. */
async function bundleSuite(): Promise<number> {
  const tests = ['test/unit', 'test/security', 'test/vectors/wycheproof'].flatMap(testsIn);
  if (tests.length === 0) throw new Error('no test files found');
  await build({
    entryPoints: [join(here, 'suite.js')],
    outfile: bundlePath,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // sideEffects: false in package.json would drop the test files, which export nothing.
    ignoreAnnotations: true,
    define: { global: 'globalThis' },
    banner: { js: 'globalThis.process ??= { env: {}, nextTick: (task, ...args) => queueMicrotask(() => task(...args)) };' },
    alias: { 'node:assert/strict': join(here, 'counting-assert.cjs'), 'node:assert': join(here, 'counting-assert.cjs') },
    nodePaths: [join(repositoryRoot, 'node_modules')],
    plugins: [suitePlugin(tests)],
    logLevel: 'warning',
  });
  copyFileSync(join(here, 'main.js'), join(folder, 'main.js'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
  return tests.length;
}

function testsIn(path: string): string[] {
  const full = join(repositoryRoot, path);
  if (!existsSync(full)) return [];
  const names = readdirSync(full, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => `./${path}/${name.split(sep).join('/')}`);
}

/** Resolves 'suite:tests' to imports of the test files, and the corpus reader to the corpus itself. */
function suitePlugin(tests: readonly string[]): Plugin {
  return {
    name: 'suite',
    setup(setup) {
      setup.onResolve({ filter: /^suite:tests$/ }, () => ({ path: 'tests', namespace: 'suite' }));
      setup.onLoad({ filter: /.*/, namespace: 'suite' }, () => ({
        contents: tests.map((file) => `import ${JSON.stringify(file)};`).join('\n'),
        resolveDir: repositoryRoot,
      }));
      setup.onLoad({ filter: /[\\/]wycheproof-corpus\.ts$/ }, () => ({
        contents: [
          `const texts = ${JSON.stringify(Object.fromEntries(wycheproofFiles.map((file) => [file, JSON.stringify(thinned(readWycheproof(file)))])))};`,
          `export const wycheproofPresent = ${wycheproofPresent};`,
          'export const wycheproofFiles = Object.keys(texts);',
          `export ${isWycheproofFile.toString()}`,
          'export const readWycheproof = (file) => JSON.parse(texts[file]);',
        ].join('\n'),
      }));
    },
  };
}

/** Every so-manieth vector of a Wycheproof file, over all its groups. */
function thinned(json: unknown): unknown {
  const file = json as { readonly testGroups: readonly { readonly tests: readonly { readonly iterationCount?: number }[] }[] };
  const step = Math.ceil(file.testGroups.reduce((total, { tests }) => total + tests.length, 0) / VECTORS_PER_FILE);
  let number = 0;
  const testGroups = file.testGroups.map((group) => ({
    ...group,
    tests: group.tests.filter(({ iterationCount = 0 }) => number++ % step === 0 && iterationCount <= MAX_ITERATIONS),
  }));
  return { ...file, testGroups: testGroups.filter(({ tests }) => tests.length > 0) };
}

async function measure(runtime: string, run: () => Promise<Result>): Promise<void> {
  const start = Date.now();
  try {
    rows.push({ runtime, result: await run(), seconds: (Date.now() - start) / 1000 });
  } catch (error) {
    if (error instanceof Missing) missing(error.message);
    else problems.push(`${runtime} did not finish: ${error instanceof Error ? error.message.slice(0, 2_000) : String(error)}`);
  }
}

function parseResult(stdout: string): Result {
  const line = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (line === undefined) throw new Error(`no RESULT line in: ${stdout.slice(-500)}`);
  return JSON.parse(line) as Result;
}

function missing(what: string): void {
  process.stderr.write(`\n*** SKIPPED: the runtime tests need ${what}, which was not found here ***\n`);
  if (process.env['CI'] === 'true') problems.push(`${what} is missing, and with CI=true everything must run`);
}

function tableLine(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(18) : cell.padStart(11))).join('');
}

/** Counts for .ci/run, in the shape of test/support/reporter.cjs. */
function writeReport(): void {
  const reports = process.env['CERTWRIGHT_REPORTS'];
  if (reports === undefined) return;
  const sum = (key: 'passed' | 'failed' | 'skipped'): number => rows.reduce((total, { result }) => total + result[key], 0);
  const failed = Math.max(sum('failed'), problems.length);
  mkdirSync(reports, { recursive: true });
  writeFileSync(
    join(reports, 'runtimes.json'),
    `${JSON.stringify({ suite: 'runtimes', passed: sum('passed'), failed, skipped: sum('skipped') })}\n`,
  );
}
