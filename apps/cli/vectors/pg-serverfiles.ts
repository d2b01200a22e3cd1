/** Sets of certificate, key, CA and CRL files as recorded from PostgreSQL servers at start and at reload. */
import { decideServerFiles, type FileContent, type FileStat, type ServerFilesInput } from '../../../lib/postgres/index.ts';
import { base64Bytes } from './bytes.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface ServerFilesCase {
  readonly id: string;
  readonly certFile: string | null;
  readonly certFileBase64: string | null;
  readonly caFile: string | null;
  readonly caFileBase64: string | null;
  readonly crlFile: string | null;
  readonly crlFileBase64: string | null;
  readonly keyFileBase64: string | null;
  readonly filesNamed: Readonly<Record<Place, boolean>>;
  readonly filesExist: Readonly<Record<Place, boolean | null>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly crlDir: { readonly path: string; readonly exists: boolean; readonly files: Readonly<Record<string, string>> } | null;
  readonly stat: { readonly uid: string; readonly gid: string; readonly mode: string; readonly kind: string } | null;
  readonly statError: string | null;
  readonly readable: boolean;
  readonly passphraseCommandResult: { readonly exitCode: number; readonly stdout: string } | null;
  readonly securityLevel: NonNullable<ServerFilesInput['securityLevel']>;
  readonly openssl: NonNullable<ServerFilesInput['openssl']>;
  readonly pgVersion: string;
  readonly startOutcome: string;
  readonly startReason: string;
  readonly reloadOutcome: string;
  readonly reloadReason: string;
}

type Place = 'cert' | 'key' | 'ca' | 'crl';

/** Numbers for the symbolic ids of the recordings; which ones they are does not matter, but root is 0. */
const IDS: Readonly<Record<string, number>> = { root: 0, self: 100, extra: 101, other: 200 };

/** Runs recordings of file sets: one test each, outcome and reason of start and reload. */
export function runPgServerFiles(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    for (const item of casesOf(name, json)) {
      const input = inputOf(item);
      const [start, reload] = (['start', 'reload'] as const).map((when) => decideServerFiles(input, when));
      const expected = `${item.startOutcome} ${item.startReason}, ${item.reloadOutcome} ${item.reloadReason}`;
      const got = `${start?.outcome} ${start?.reason}, ${reload?.outcome} ${reload?.reason}`;
      if (got === expected) passed++;
      else failures.push({ id: item.id, expected, got, why: start?.message ?? '' });
    }
  }
  return makeReport('pg-serverfiles', passed, { failures });
}

function casesOf(name: string, json: unknown): readonly ServerFilesCase[] {
  const cases = Array.isArray(json) ? json : (json as { readonly cases?: unknown } | null)?.cases;
  if (!Array.isArray(cases)) throw new Error(`${name} holds no cases`);
  return cases as readonly ServerFilesCase[];
}

function inputOf(item: ServerFilesCase): ServerFilesInput {
  const { settings, filesNamed, filesExist, statError, readable, passphraseCommandResult: result, crlDir, openssl } = item;
  const paths: Readonly<Record<Place, string>> = { cert: 'server.crt', key: 'server.key', ca: 'root.crt', crl: 'root.crl' };
  const contents: Readonly<Record<Place, FileContent | undefined>> = {
    cert: contentOf(item.certFile, item.certFileBase64),
    key: readable ? contentOf(null, item.keyFileBase64) : { error: 'EACCES' },
    ca: contentOf(item.caFile, item.caFileBase64),
    crl: contentOf(item.crlFile, item.crlFileBase64),
  };
  const files: Record<string, FileContent> = {};
  const named: Record<string, string> = {};
  for (const place of Object.keys(paths) as Place[]) {
    const path = paths[place];
    named[`ssl_${place}_file`] = filesNamed[place] ? path : '';
    const content = contents[place];
    if (filesExist[place] === true && content !== undefined) files[path] = content;
  }
  // what is recorded is the level in force; ssl_ciphers counts only behind the certificate
  const securityLevel = (settings['ssl_ciphers'] ?? '').includes('SECLEVEL') ? {} : { securityLevel: item.securityLevel };
  return {
    version: Number.parseInt(item.pgVersion, 10),
    settings: { ...named, ...settings },
    files,
    stats: { [paths.key]: statOf(item.stat, statError) },
    user: { euid: idOf('self'), egids: [idOf('self'), idOf('extra')] },
    ...(crlDir?.exists === true ? { folders: { [crlDir.path]: crlDir.files } } : {}),
    passphrase: result === null ? null : { status: result.exitCode, output: result.stdout },
    openssl,
    ...securityLevel,
  };
}

function contentOf(text: string | null, base64: string | null): FileContent | undefined {
  if (text !== null) return text;
  return base64 === null ? undefined : base64Bytes(base64);
}

function statOf(stat: ServerFilesCase['stat'], statError: string | null): FileStat {
  if (stat === null) return { error: statError ?? 'ENOENT' };
  const kind = stat.kind === 'file' || stat.kind === 'directory' ? stat.kind : 'other';
  return { kind, uid: idOf(stat.uid), gid: idOf(stat.gid), mode: Number.parseInt(stat.mode, 8) };
}

function idOf(symbol: string): number {
  const id = Object.hasOwn(IDS, symbol) ? IDS[symbol] : undefined;
  if (id === undefined) throw new Error(`no number for the id "${symbol}"`);
  return id;
}
