/** What the runtime and package tests share: the tools of test/runtimes' own package.json, Chromium, and a page server on 127.0.0.1. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const here = import.meta.dirname;

/** Debian's Chromium, or the program named by the environment variable CHROMIUM; undefined where there is none. */
export const chromiumPath: string | undefined = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
);

/** Installs the packages of test/runtimes once. */
export function installTools(): void {
  if (['playwright-core', 'deno', 'bun', 'workerd'].every((name) => existsSync(join(here, 'node_modules', name)))) return;
  process.stderr.write('installing the packages of test/runtimes …\n');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
}

/** Runs Deno without configuration, network or npm, and gives its standard output. */
export async function runDeno(args: readonly string[], cwd: string): Promise<string> {
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  const options = { cwd, env, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(process.execPath, [join(here, 'node_modules/deno/bin.cjs'), ...args], options);
  return stdout;
}

/** Programs in test/runtimes' own packages. */
const PROGRAMS = {
  bun: 'bun/bin/bun.exe',
  workerd: 'workerd/bin/workerd',
  'node-22': 'node-22/bin/node',
  'node-24': 'node-24/bin/node',
} as const;

/** The path of such a program; undefined where there is none for this machine (Node 22 and 24 come for Linux on x64 only). */
export function runtimeProgram(name: keyof typeof PROGRAMS): string | undefined {
  const path = join(here, 'node_modules', PROGRAMS[name]);
  return existsSync(path) ? path : undefined;
}

/** Runs a program and gives its standard output; what it wrote to standard error is in the error where it fails. */
export async function runProgram(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1 << 26 });
  return stdout;
}

/** What is used of playwright-core here; its own types are not installed with the root packages. */
interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
  on(event: 'pageerror', listener: (error: Error) => void): void;
}
interface BrowserContext {
  newPage(): Promise<Page>;
  browser(): { version(): string } | null;
  close(): Promise<void>;
}
interface Playwright {
  readonly chromium: { launchPersistentContext(profile: string, options: Readonly<Record<string, unknown>>): Promise<BrowserContext> };
}

/** Serves `files` (path to file on disk, or to text) on 127.0.0.1, opens `/` in headless Chromium, and evaluates an expression there. */
export async function inChromium(
  files: Readonly<Record<string, { readonly path: string } | { readonly html: string }>>,
  expression: string,
): Promise<{ value: unknown; version: string }> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end();
    else if ('html' in file) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(file.html);
    else response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(readFileSync(file.path));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const profile = mkdtempSync(join(tmpdir(), 'certwright-chromium-'));
  const { chromium } = (await import(pathToFileURL(join(here, 'node_modules/playwright-core/index.mjs')).href)) as Playwright;
  const flags =
    '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath, headless: true, args: flags.split(' ') });
  try {
    const page = await context.newPage();
    const errors: Error[] = [];
    page.on('pageerror', (error) => void errors.push(error));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const value = await page.evaluate(expression);
    if (errors[0] !== undefined) throw errors[0];
    return { value, version: context.browser()?.version() ?? '' };
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
