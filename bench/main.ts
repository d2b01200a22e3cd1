/**
 * `npm run bench`: how fast certwright is, beside node:crypto; with `--peers` (`npm run bench:peers`) beside all others, too.
 *
 *   --quick | --short | --full   20 seconds that show that it runs; 3 minutes for a first answer; what is published (the default)
 *   --only NAME,…                items, or `crl`, `sizes`, `scaling`, `engines`, by how their names begin
 *   --scaling, --engines         these parts and nothing else
 *   --json FILE                  the figures as data
 *   --write                      the tables of docs/performance.md and its pictures (needs bench/peers installed)
 *
 * This process times nothing: it compiles the library as the package has it, and starts a plain Node for each group of items.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type CrlTable, measureCrls } from './speed/crl.ts';
import { writePage } from './speed/document.ts';
import { type EngineTable, measureEngines, slowerThanRival } from './speed/engines.ts';
import { ITEMS, KEYGEN } from './speed/items.ts';
import { isWanted, type Mode, MODES } from './speed/options.ts';
import { runJson } from './speed/processes.ts';
import { crlTables, engineTable, itemTable, scalingTable, sizeTable, table, targetTable } from './speed/report.ts';
import type { GroupResult, ItemResult, PeerFacts, Task } from './speed/run-items.ts';
import type { ScalingTable } from './speed/run-scaling.ts';
import { measureSizes, type SizeRow } from './speed/start.ts';
import { judgeTargets } from './speed/targets.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    scaling: { type: 'boolean', default: false },
    engines: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const started = Date.now();
const mode: Mode = MODES[values.quick ? 'quick' : values.short ? 'short' : 'full'];
const parts = [values.scaling ? 'scaling' : '', values.engines ? 'engines' : ''].filter((part) => part !== '');
const only = values.only?.split(',') ?? (parts.length > 0 ? parts : null);
const loadBefore = loadavg();

function install(): void {
  if (existsSync('bench/peers/node_modules/vega')) return;
  process.stderr.write('bench: installing the packages of bench/peers\n');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: 'bench/peers', stdio: ['ignore', 2, 2] });
}

/** Type errors are the business of `npm run types`; what is compiled is measured. */
function compile(): void {
  const words = ['node_modules/typescript/bin/tsc', '-p', 'bench/speed/tsconfig.json'];
  spawnSync(process.execPath, words, { stdio: ['ignore', 2, 2] });
}

const results: ItemResult[] = [];
let peers: Record<string, PeerFacts> = {};

function measureItems(): void {
  const groups = [...new Set([...ITEMS, KEYGEN].filter(({ id }) => isWanted(id, only)).map(({ group }) => group))];
  for (const group of groups) {
    const task: Task = { group, only, peers: values.peers, effort: mode.items };
    const result = runJson<GroupResult>('run-items.js', [JSON.stringify(task)]);
    results.push(...result.items);
    peers = { ...peers, ...result.peers };
  }
}

/** The parts that a quick run leaves out are asked for by name only. */
const wants = (part: string): boolean => (mode.name === 'quick' ? (only?.includes(part) ?? part === 'crl') : isWanted(part, only));

if (values.peers || values.write) install();
compile();
measureItems();
const crl: CrlTable[] = wants('crl') ? measureCrls(mode, values.peers) : [];
const sizes: SizeRow[] = wants('sizes') ? await measureSizes(mode.processes, values.peers) : [];
const scaling =
  wants('scaling') && (only !== null || values.peers || values.write)
    ? runJson<ScalingTable[]>('run-scaling.js', [mode.name === 'full' ? '7' : '3'])
    : [];
const engines: EngineTable[] = wants('engines') && (only !== null || values.peers) ? await measureEngines(mode.engines) : [];

const machine = [
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`,
  `Node ${process.version}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}`,
  `load ${loadBefore.map((load) => load.toFixed(1)).join(' ')} before, ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')} after`,
  `${mode.name} run of ${Math.round((Date.now() - started) / 1000)} s, ${new Date().toISOString().slice(0, 10)}`,
].join('; ');
const outcomes = judgeTargets({ items: results, crl, sizes });
const violations = slowerThanRival(engines);

const KINDS = {
  native: 'native',
  webcrypto: 'JavaScript; signs and verifies through native WebCrypto',
  wasm: 'WebAssembly',
  none: 'JavaScript',
};
const versions = Object.entries(peers)
  .filter(([, { mark }]) => mark !== 'native')
  .map(([name, { version, mark }]) => [name, version, KINDS[mark ?? 'none']]);
const texts: Readonly<Record<string, string>> = {
  machine: `${machine}.\n`,
  targets: targetTable(only === null ? outcomes : outcomes.filter(({ met }) => met !== undefined)),
  items: itemTable(results, peers),
  crl: crlTables(crl),
  sizes: sizeTable(sizes),
  scaling: scalingTable(scaling),
  engines: `${engineTable(engines)}${engines.length === 0 ? '' : violations.length === 0 ? '\nIn no item slower than its rival.\n' : `\n${violations.map((line) => `- slower: ${line}\n`).join('')}`}`,
  versions: table(['library', 'version', 'what it is'], versions),
};

const present: Readonly<Record<string, boolean>> = {
  machine: true,
  targets: mode.name !== 'quick' && outcomes.some(({ met }) => met !== undefined),
  items: results.length > 0,
  crl: crl.length > 0,
  sizes: sizes.length > 0,
  scaling: scaling.length > 0,
  engines: engines.length > 0,
  versions: values.peers && results.length > 0,
};
for (const [name, text] of Object.entries(texts))
  if (present[name] === true && name !== 'machine') process.stdout.write(`\n## ${name}\n\n${text}`);
process.stdout.write(`\n${machine}\n`);
const data = { machine, mode: mode.name, peers, targets: outcomes, items: results, crl, sizes, scaling, engines, violations };
const json = values.json ?? (values.write ? '.cache/bench/figures.json' : undefined);
if (json !== undefined) writeFileSync(json, `${JSON.stringify(data, null, 1)}\n`);
if (values.write) {
  writePage(Object.fromEntries(Object.entries(texts).filter(([name]) => present[name] === true)));
  execFileSync(process.execPath, ['bench/peers/plots.mjs', json as string], { stdio: ['ignore', 2, 2] });
}
