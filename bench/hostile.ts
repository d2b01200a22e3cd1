/**
 * `npm run bench:hostile`: what inputs of at most a megabyte can cost that are made to cost much, as a table: size, what ended the judgement, milliseconds of CPU
 * time (the best of three, after one to warm up). Keys and signatures are nonsense of the right form, so that each signature has to be computed.
 */
import Table from 'cli-table3';
import { makeHostileInputs } from './hostile-inputs.ts';
import { cpuMicroseconds } from './speed/harness.ts';
import { verifyChain } from '../lib/index.ts';

const table = new Table({
  head: ['input', 'kB', 'ended by', 'units', 'steps', 'comparisons', 'CPU ms'],
  colAligns: ['left', 'right', 'left', 'right', 'right', 'right', 'right'],
  style: { head: [], border: [] },
});

for (const { name, input } of makeHostileInputs()) {
  process.stderr.write(`certwright: judging ${name}\n`);
  const octets = [input.leaf, ...(input.intermediates ?? []), ...(input.crls ?? [])].reduce((sum, { der }) => sum + der.length, 0);
  const times = Array.from({ length: 4 }, () => {
    const start = cpuMicroseconds();
    const verdict = verifyChain(input);
    return { time: (cpuMicroseconds() - start) / 1000, verdict };
  });
  const { verdict } = times[0] as (typeof times)[number];
  const { signatures, steps, comparisons } = verdict.work;
  const end = verdict.ok ? 'accepted' : `${verdict.reason.code} ${String(verdict.reason['budget'] ?? '')}`.trim();
  const best = Math.min(...times.slice(1).map(({ time }) => time));
  table.push([name, Math.round(octets / 1000), end, signatures, steps, comparisons, best.toFixed(0)]);
}
process.stdout.write(`${table.toString()}\n`);
