/** Owners and modes of private key files as recorded from a PostgreSQL server and from libpq. */
import { checkKeyFile, type FileStat } from '../../../lib/postgres/index.ts';
import { type Failure, makeReport, type Skip, type SuiteFile, type SuiteReport } from './report.ts';

interface KeyFileCase {
  readonly id: string;
  readonly side: 'server' | 'libpq';
  readonly euid: string;
  readonly egids: readonly string[];
  /** As the reading process sees it; mode in octal digits. */
  readonly stat: { readonly uid: string; readonly gid: string; readonly mode: string; readonly kind: string } | null;
  readonly statError: string | null;
  readonly reason: string;
}

/** Numbers for the symbolic ids of the recordings; which ones they are does not matter, but root is 0. */
const IDS: Readonly<Record<string, number>> = { root: 0, self: 100, extra: 101, other: 200 };

/** Runs recordings of key files. A file without a key in it passes the rules of owner and mode, which are all that is asked here. */
export function runPgKeyperm(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  const skips: Skip[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    for (const item of casesOf(name, json)) {
      if (item.reason === 'key-no-private-key') {
        skips.push({ id: item.id, why: 'what is in the file is not judged by its owner and mode', count: 1 });
        continue;
      }
      const { reason } = checkKeyFile(statOf(item), { side: item.side, euid: idOf(item.euid), egids: item.egids.map(idOf) });
      if (reason === item.reason) passed++;
      else failures.push({ id: item.id, expected: item.reason, got: reason, why: JSON.stringify(item.stat) });
    }
  }
  return makeReport('pg-keyperm', passed, { failures, skips });
}

function casesOf(name: string, json: unknown): readonly KeyFileCase[] {
  const cases = Array.isArray(json) ? json : (json as { readonly cases?: unknown } | null)?.cases;
  if (!Array.isArray(cases)) throw new Error(`${name} holds no cases`);
  return cases as readonly KeyFileCase[];
}

function idOf(symbol: string): number {
  const id = Object.hasOwn(IDS, symbol) ? IDS[symbol] : undefined;
  if (id === undefined) throw new Error(`no number for the id "${symbol}"`);
  return id;
}

function statOf({ stat, statError }: KeyFileCase): FileStat {
  if (stat === null) return { error: statError ?? 'EIO' };
  const kind = stat.kind === 'file' || stat.kind === 'directory' ? stat.kind : 'other';
  return { kind, uid: idOf(stat.uid), gid: idOf(stat.gid), mode: Number.parseInt(stat.mode, 8) };
}
