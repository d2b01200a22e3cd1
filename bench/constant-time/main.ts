/**
 * `npm run bench:constant-time`: does the time of an operation tell its secret? Two classes of inputs, Welch's t (statistics.ts). What
 * JavaScript cannot promise, whatever comes out here, stands in SECURITY.md. Some two minutes; `--long` gives each subject two minutes, `--seconds N` N, `--only NAME,…` takes those whose names
 * begin so, `--json` prints data. Exit code 1 where a control was not judged rightly: then the rest means nothing.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { controls } from './controls.ts';
import { type Measured, measure } from './measure.ts';
import { DEFINITE, SUSPICIOUS } from './statistics.ts';
import { subjects } from './subjects.ts';

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const seconds = Number(values.seconds ?? (values.long ? 120 : 4));
const wanted = values.only?.split(',');
const chosen = [...controls, ...subjects].filter(({ name }) => wanted === undefined || wanted.some((head) => name.startsWith(head)));

/** Whether a control is what it is known to be. A suspicion against an even one comes now and then by chance. */
function isRight({ role, judgement }: Measured): boolean {
  return role === 'leaky' ? judgement === 'leak' : role !== 'even' || judgement !== 'leak';
}

const duration = (nanoseconds: number): string =>
  Math.abs(nanoseconds) >= 1e6
    ? `${(nanoseconds / 1e6).toPrecision(3)} ms`
    : Math.abs(nanoseconds) >= 1000
      ? `${(nanoseconds / 1000).toPrecision(3)} us`
      : `${nanoseconds.toFixed(1)} ns`;

const results: Measured[] = [];
for (const subject of chosen) {
  process.stderr.write(`constant-time: ${subject.name}, ${subject.classes}\n`);
  results.push(measure(subject, seconds));
}

const machine = { node: process.version, v8: process.versions.v8, cpu: cpus()[0]?.model ?? '', load: loadavg(), seconds };
if (values.json) {
  process.stdout.write(`${JSON.stringify({ ...machine, results }, null, 2)}\n`);
} else {
  const table = new Table({
    head: ['role', 'function', 'classes', 'calls', 'each', 't', 'below', 'difference', 'judgement'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const { role, name, classes, calls, typical, t, share, difference, relative, judgement } of results)
    table.push([
      role,
      name,
      classes,
      calls.toLocaleString('en'),
      duration(typical),
      t.toFixed(1),
      share === 1 ? 'all' : `${100 * share} %`,
      `${duration(difference)}, ${(100 * relative).toFixed(2)} %`,
      judgement,
    ]);
  const { node, cpu, load } = machine;
  process.stdout.write(`${table.toString()}\n`);
  process.stdout.write(
    `node ${node}, ${cpu}, load ${load.map((value) => value.toFixed(1)).join(' ')}; ${seconds} s each; |t| above ${DEFINITE} is a leak, above ${SUSPICIOUS} suspicious\n`,
  );
}

for (const result of results.filter((measured) => !isRight(measured))) {
  process.exitCode = 1;
  process.stderr.write(`constant-time: the control ${result.name} is ${result.role} and was judged ${result.judgement}\n`);
}
