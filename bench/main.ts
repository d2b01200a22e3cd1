/**
 * `npm run bench`: throughput of certwright and node:crypto in one run, as a table. `--quick` takes few short slices (a check that it runs, not a
 * measurement), `--only NAME,…` takes the items whose names begin so, `--json` prints the figures as data.
 *
 * node:crypto does less in two items: `chain-*` there checks signatures only, `issue-*` is one bare signature.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { measure, type Result } from './harness.ts';
import { makeItems } from './items.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
});

const effort = values.quick ? { rounds: 2, milliseconds: 20 } : { rounds: 11, milliseconds: 150 };
const wanted = values.only?.split(',');

function format(ops: number | undefined): string {
  if (ops === undefined) return '-';
  return ops >= 100 ? Math.round(ops).toLocaleString('en') : ops.toPrecision(3);
}

/** Time of one operation, in the unit that fits. */
function each(ops: number): string {
  const micros = 1e6 / ops;
  const [value, unit] = micros < 1000 ? [micros, 'us'] : [micros / 1000, 'ms'];
  return `${value < 100 ? value.toPrecision(3) : Math.round(value)} ${unit}`;
}

process.stderr.write(`certwright: making keys, certificates and a CRL of ${values.quick ? '10,000' : '100,000'} entries\n`);
const items = makeItems({ crlEntries: values.quick ? 10_000 : 100_000 }).filter(
  ({ name }) => wanted === undefined || wanted.some((head) => name.startsWith(head)),
);
const results: Result[] = [];
for (const item of items) {
  process.stderr.write(`certwright: timing ${item.name}\n`);
  results.push(measure(item, effort));
}

if (values.json) {
  process.stdout.write(`${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model ?? '', load: loadavg(), results }, null, 2)}\n`);
} else {
  const table = new Table({
    head: ['item', 'node:crypto ops/s', 'certwright ops/s', 'certwright each', 'x native'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { item, opsPerSecond } of results) {
    const [native, ours] = [opsPerSecond['node:crypto'], opsPerSecond['certwright'] as number];
    table.push([item, format(native), format(ours), each(ours), native === undefined ? '-' : (ours / native).toPrecision(2)]);
  }
  process.stdout.write(`${table.toString()}\n`);
  process.stdout.write(
    `node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}; best of ${effort.rounds} slices of ${effort.milliseconds} ms CPU time\n`,
  );
}
