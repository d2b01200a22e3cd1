/** The six main items in Node, Chromium, Deno and Bun: one bundle of `engines-script.ts`, run where test/runtimes runs its suite. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { toHex } from '../../lib/base/bytes.ts';
import { chromiumPath, inChromium, installTools, runDeno, runProgram, runtimeProgram } from '../../test/runtimes/tools.ts';
import type { EngineInput, EngineRow } from './engines-script.ts';
import { fixtures } from './fixtures.ts';
import type { Mode } from './options.ts';

/** One engine's figures. */
export interface EngineTable {
  readonly engine: string;
  readonly items: readonly EngineRow[];
}

function inputOf({ slice, rounds }: Mode['engines']): EngineInput {
  const { message, p256, rsa2048, ecChain } = fixtures;
  const { n, e, d } = rsa2048.octets as Readonly<Record<'n' | 'e' | 'd', Uint8Array>>;
  return {
    message: toHex(message),
    ec: p256.map(({ spki, pkcs8, octets, point, signature, other }) => ({
      spki: toHex(spki),
      pkcs8: toHex(pkcs8),
      d: toHex(octets['d'] as Uint8Array),
      point: toHex(point),
      der: toHex(signature),
      raw: toHex(other),
    })),
    rsa: {
      spki: toHex(rsa2048.spki),
      pkcs8: toHex(rsa2048.pkcs8),
      n: toHex(n),
      e: toHex(e),
      d: toHex(d),
      signature: toHex(rsa2048.signature),
    },
    leaf: toHex(ecChain.leaf),
    intermediate: toHex(ecChain.intermediate),
    root: toHex(ecChain.root),
    slice,
    rounds,
  };
}

/** Bundles the script with its input into `folder`: `suite.js` exports `run`, `main.js` prints what it gives. */
async function bundle(folder: string, input: EngineInput): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: {
      contents: [
        "import { runEngine } from './bench/speed/engines-script.ts';",
        "import { rivals } from './bench/peers/rivals.mjs';",
        `const input = ${JSON.stringify(input)};`,
        'export const run = () => runEngine(input, rivals);',
      ].join('\n'),
      resolveDir: '.',
    },
    outfile: join(folder, 'suite.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'main.js'), "import { run } from './suite.js';\nconsole.log(`RESULT ${JSON.stringify(run())}`);\n");
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
}

function parse(stdout: string): EngineRow[] {
  const line = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (line === undefined) throw new Error(`no RESULT line in: ${stdout.slice(-500)}`);
  return JSON.parse(line) as EngineRow[];
}

/** What is not installed is left out, by name. */
export async function measureEngines(effort: Mode['engines']): Promise<EngineTable[]> {
  installTools();
  const folder = resolve('.cache/bench/engines');
  await bundle(folder, inputOf(effort));
  const tables: EngineTable[] = [];
  const program = async (engine: string, path: string | undefined): Promise<void> => {
    if (path === undefined) process.stderr.write(`bench: ${engine} is not to be had here\n`);
    else tables.push({ engine, items: parse(await runProgram(path, ['main.js'], folder)) });
  };
  process.stderr.write('bench: Node, Deno, Bun, Chromium\n');
  await program(`Node ${process.versions.node}`, process.execPath);
  const deno = await runDeno(['run', '--no-config', '--no-remote', '--no-npm', 'main.js'], folder);
  tables.push({ engine: 'Deno', items: parse(deno) });
  await program('Bun', runtimeProgram('bun'));
  if (chromiumPath === undefined) process.stderr.write('bench: Chromium is not to be had here\n');
  else {
    const files = { '/': { html: '<!doctype html><title>bench</title>' }, '/suite.js': { path: join(folder, 'suite.js') } };
    const { value, version } = await inChromium(files, "import('/suite.js').then((suite) => suite.run())");
    tables.push({ engine: `Chromium ${version.split('.')[0]}`, items: value as EngineRow[] });
  }
  return tables;
}

/** Items in which an engine runs certwright slower than its rival. */
export function slowerThanRival(tables: readonly EngineTable[]): string[] {
  return tables.flatMap(({ engine, items }) =>
    items.flatMap(({ item, rival, ours, theirs }) =>
      theirs !== undefined && ours > theirs ? [`${engine}, ${item}: ${(ours / theirs).toFixed(2)} times slower than ${rival}`] : [],
    ),
  );
}
