/**
 * Times the items of one group in this process, a plain Node of compiled files, as users have them: `run-items.js {"group": …, "only": …, "peers": …,
 * "effort": …}`. Prints what it does to standard error and one line of JSON.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { certwright, withoutMemo } from './adapters/certwright.ts';
import { bareSignature, node } from './adapters/node.ts';
import { fixtures } from './fixtures.ts';
import { type Contender, type Effort, median, race, type Row, runOnce } from './harness.ts';
import { type Item, ITEMS, KEYGEN, type Peer } from './items.ts';
import { isWanted } from './options.ts';

/** What is asked of this process. */
export interface Task {
  readonly group: string;
  readonly only: readonly string[] | null;
  readonly peers: boolean;
  readonly effort: Effort & { readonly keys: number };
}

/** An item's figures. */
export interface ItemResult {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

/** A peer's version, and what must be told of it. */
export interface PeerFacts {
  readonly version: string;
  readonly mark: 'native' | 'webcrypto' | 'wasm' | null;
}

/** What this process says in the end. */
export interface GroupResult {
  readonly peers: Readonly<Record<string, PeerFacts>>;
  readonly items: readonly ItemResult[];
}

/** A peer whose key takes longer than this makes fewer of them. */
const SLOW_KEY = 0.6e9;
/** So many. */
const SLOW_KEYS = 9;

/** node:crypto first, which is the yardstick, then certwright, then the others by name. */
async function peersOf(all: boolean): Promise<Peer[]> {
  const folder = join(process.cwd(), 'bench/peers/speed');
  const files = all ? readdirSync(folder).filter((file) => file !== 'tools.mjs') : [];
  const others = await Promise.all(
    files.map(async (file) => ((await import(pathToFileURL(join(folder, file)).href)) as { peer: Peer }).peer),
  );
  return [node, certwright, withoutMemo, ...others];
}

function versionOf({ package: name }: Peer): string {
  const file = name === undefined ? 'package.json' : join('bench/peers/node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** What takes part in an item: who can do it, and did it right. */
async function contendersOf({ id, check }: Item, peers: readonly Peer[], notes: string[]): Promise<Contender[]> {
  const contenders: Contender[] = [];
  const bare = bareSignature[id];
  if (bare !== undefined) {
    contenders.push({ peer: node.name, run: bare(fixtures) });
    notes.push(`${node.name} is one bare signature here`);
  }
  for (const { name, items } of peers) {
    const make = items[id];
    if (make === undefined) continue;
    const run = await make(fixtures);
    if (!check(await run())) throw new Error(`${name} gives a wrong result for ${id}`);
    contenders.push({ peer: name, run });
    if (run.note !== undefined) notes.push(`${name}: ${run.note}`);
  }
  return contenders;
}

async function timeItem(item: Item, peers: readonly Peer[], effort: Effort): Promise<ItemResult> {
  const notes: string[] = [];
  const rows = await race(await contendersOf(item, peers, notes), effort);
  return { id: item.id, title: item.title, rows, notes };
}

/** Keys one by one: how long a key takes is luck, so the median counts here. */
async function timeKeys(peers: readonly Peer[], keys: number): Promise<ItemResult> {
  const contenders = [];
  for (const { name, items } of peers) {
    const run = await items[KEYGEN.id]?.(fixtures);
    if (run === undefined) continue;
    const start = process.hrtime.bigint();
    await run();
    const slow = Number(process.hrtime.bigint() - start) > SLOW_KEY && /forge|jsrsasign|wasm/.test(name);
    contenders.push({ peer: name, run, runs: slow ? Math.min(SLOW_KEYS, keys) : keys });
  }
  const rows = (await runOnce(contenders)).map(({ peer, times }) => ({
    peer,
    best: Math.min(...times),
    median: median(times),
    slices: times.length,
  }));
  return { id: KEYGEN.id, title: KEYGEN.title, rows, notes: [`single keys, median counts: ${keys} of the quick ones`] };
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
const peers = await peersOf(task.peers);
const items: ItemResult[] = [];
for (const item of ITEMS.filter(({ group, id }) => group === task.group && isWanted(id, task.only))) {
  process.stderr.write(`bench: ${item.id}\n`);
  items.push(await timeItem(item, peers, task.effort));
}
if (task.group === KEYGEN.group) {
  process.stderr.write(`bench: ${KEYGEN.id}\n`);
  items.push(await timeKeys(peers, task.effort.keys));
}
const about = peers.map(
  (peer) => [peer.name, { version: peer.mark === 'native' ? process.version : versionOf(peer), mark: peer.mark ?? null }] as const,
);
const result: GroupResult = { peers: Object.fromEntries(about), items };
process.stdout.write(`${JSON.stringify(result)}\n`);
