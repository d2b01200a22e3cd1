/** Owners and modes of private key files as recorded from a PostgreSQL server and from libpq. */
import { encodePem } from '../../../lib/index.ts';
import { checkKeyFile, type FileStat, readServerKey } from '../../../lib/postgres/index.ts';
import { base64Bytes } from './bytes.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface KeyFileCase {
  readonly id: string;
  readonly side: 'server' | 'libpq';
  readonly euid: string;
  readonly egids: readonly string[];
  /** As the reading process sees it; mode in octal digits. */
  readonly stat: { readonly uid: string; readonly gid: string; readonly mode: string; readonly kind: string } | null;
  readonly statError: string | null;
  /** What is in the file; null where it is no regular one. */
  readonly content: string | null;
  readonly decision: string;
  readonly reason: string;
}

/** Numbers for the symbolic ids of the recordings; which ones they are does not matter, but root is 0. */
const IDS: Readonly<Record<string, number>> = { root: 0, self: 100, extra: 101, other: 200 };

/** A key for files that hold one: RFC 8410 10.3. */
const KEY = 'MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC';

/** Runs recordings of key files: owner and mode, and what is in those that may be read. */
export function runPgKeyperm(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    for (const item of casesOf(name, json)) {
      const reason = reasonOf(item);
      const got = `${reason === 'ok' ? 'accept' : 'refuse'} ${reason}`;
      const expected = `${item.decision} ${item.reason}`;
      if (got === expected) passed++;
      else failures.push({ id: item.id, expected, got, why: JSON.stringify(item.stat) });
    }
  }
  return makeReport('pg-keyperm', passed, { failures });
}

function reasonOf(item: KeyFileCase): string {
  const { reason } = checkKeyFile(statOf(item), { side: item.side, euid: idOf(item.euid), egids: item.egids.map(idOf) });
  if (reason !== 'ok') return reason;
  // libpq falls back to DER, a server does not
  if (item.content === 'der-key' && item.side === 'libpq') return 'ok';
  return readServerKey(contentOf(item), undefined).kind === 'key' ? 'ok' : 'key-no-private-key';
}

function contentOf({ id, content }: KeyFileCase): string | Uint8Array {
  const der = base64Bytes(KEY);
  switch (content) {
    case 'key':
      return encodePem('PRIVATE KEY', der);
    case 'der-key':
      return der;
    case 'empty':
      return '';
    default:
      throw new Error(`${id}: no file is known with the content "${content}"`);
  }
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
