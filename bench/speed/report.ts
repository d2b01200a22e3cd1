/** The figures as tables of Markdown, which people read on a terminal as well. */
import type { CrlTable } from './crl.ts';
import type { EngineTable } from './engines.ts';
import type { ItemResult, PeerFacts } from './run-items.ts';
import type { ScalingTable } from './run-scaling.ts';
import type { SizeRow } from './start.ts';
import type { Outcome } from './targets.ts';

const OURS = 'certwright';
const NATIVE = 'node:crypto';

/** Three digits, in the way that fits. */
export function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  return size >= 10 ? value.toFixed(1) : size >= 1 ? value.toFixed(2) : size === 0 ? '0' : String(Number(value.toPrecision(2)));
}

/** Microseconds in the unit that fits. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${figure(microseconds)} us`;
  return microseconds < 1e6 ? `${figure(microseconds / 1000)} ms` : `${figure(microseconds / 1e6)} s`;
}

/** A table whose first column is of words, the others of figures; with `tail` the last one is of words, too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], tail: 'figures' | 'words' = 'figures'): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0), 3));
  const last = tail === 'words' ? head.length - 1 : -1;
  const cell = (text: string, column: number): string =>
    column === last ? text : column === 0 ? text.padEnd(widths[column] as number) : text.padStart(widths[column] as number);
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |\n`;
  const rule = widths.map((width, i) => (i === last ? '---' : i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|');
  return `${line(head)}|${rule}|\n${rows.map(line).join('')}`;
}

const MARKS = { native: ' (native)', webcrypto: ' (native WebCrypto)', wasm: '' } as const;

/** One line an item: certwright, node:crypto, and every peer with how many times faster certwright is. */
export function itemTable(items: readonly ItemResult[], peers: Readonly<Record<string, PeerFacts>>): string {
  const rows = items.map(({ id, title, rows: all }) => {
    const time = (row: (typeof all)[number]): number => (id.endsWith('keygen') ? row.median : row.best);
    const [ours, native] = [OURS, NATIVE].map((name) => all.find(({ peer }) => peer === name));
    const others = all.filter((row) => row !== ours && row !== native).sort((a, b) => time(a) - time(b));
    const told = others.map((row) => {
      const mark = MARKS[peers[row.peer]?.mark ?? 'wasm'];
      return `${row.peer}${mark} ${figure(1e6 / time(row))}${ours === undefined ? '' : ` (${figure(time(row) / time(ours))}x)`}`;
    });
    return [
      `\`${id}\` ${title}`,
      native === undefined ? '-' : figure(1e6 / time(native)),
      ours === undefined ? '-' : figure(1e6 / time(ours)),
      ours === undefined ? '-' : duration(time(ours)),
      ours === undefined || native === undefined ? '-' : figure(time(native) / time(ours)),
      told.join('; ') || '-',
    ];
  });
  const withPeers = rows.some((row) => row.at(-1) !== '-');
  const head = ['item', `${NATIVE} ops/s`, `${OURS} ops/s`, 'one takes', 'x native', 'others ops/s (certwright is so many times faster)'];
  const notes = items.flatMap(({ id, notes: own }) => own.map((note) => `- \`${id}\`: ${note}.\n`));
  const told = withPeers
    ? table(head, rows, 'words')
    : table(
        head.slice(0, -1),
        rows.map((row) => row.slice(0, -1)),
      );
  return `${told}${notes.length > 0 ? `\n${notes.join('')}` : ''}`;
}

export function crlTables(tables: readonly CrlTable[]): string {
  return tables
    .map(({ entries, octets, rows }) => {
      const body = rows.map(({ peer, whole, open, first, lookup, peak, beyond, failure, note }) => [
        note === undefined ? peer : `${peer} (${note})`,
        failure ?? figure(open),
        figure(first),
        figure(lookup),
        figure(whole),
        figure(peak),
        figure(beyond),
      ]);
      const head = ['reader', 'open ms', 'first answer ms', 'later us', 'whole process ms', 'peak MB', 'MB beyond the file'];
      return `**${entries.toLocaleString('en')} entries, ${figure(octets / 1e6)} MB**\n\n${table(head, body)}`;
    })
    .join('\n');
}

export function sizeTable(rows: readonly SizeRow[]): string {
  const body = rows.map(({ name, minified, gzip, brotli, start }) => [name, ...[minified, gzip, brotli, start].map(figure)]);
  return table(['bundle', 'minified kB', 'gzip kB', 'brotli kB', 'import ms beyond an empty process'], body);
}

export function targetTable(outcomes: readonly Outcome[]): string {
  const body = outcomes.map(({ what, bound, wanted, unit, absolute, measured, met }) => [
    absolute ? `${what} (of this machine)` : what,
    `${bound} ${figure(wanted)} ${unit}`,
    figure(measured),
    met === undefined ? 'not measured' : met ? 'reached' : '**missed**',
  ]);
  return table(['target', 'wanted', 'measured', 'outcome'], body, 'words');
}

export function scalingTable(tables: readonly ScalingTable[]): string {
  const body = tables.flatMap(({ name, points, exponent, linear }) => [
    [
      name,
      points.map(({ size, time }) => `${size.toLocaleString('en')}: ${duration(time)}`).join(', '),
      figure(exponent),
      linear ? 'linear or better' : '**more than linear**',
    ],
  ]);
  return table(['what grows', 'time by size', 'exponent', 'growth'], body, 'words');
}

export function engineTable(tables: readonly EngineTable[]): string {
  const items = tables[0]?.items ?? [];
  const body = items.flatMap(({ item, rival }, i) =>
    tables.flatMap(({ engine, items: all }) => {
      const row = all[i];
      if (row === undefined) return [];
      const ratio = row.theirs === undefined ? '-' : figure(row.theirs / row.ours);
      return [[item, engine, figure(1e6 / row.ours), row.theirs === undefined ? '-' : `${rival} ${figure(1e6 / row.theirs)}`, ratio]];
    }),
  );
  return table(['item', 'engine', 'certwright ops/s', 'rival ops/s', 'times faster'], body);
}
