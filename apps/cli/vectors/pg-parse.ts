/** Lines of pg_hba.conf and pg_ident.conf as recorded from PostgreSQL 12 to 18: each line in each version counts, is refused with a code, or is none. */
import { parseHba, parseIdent, type ServerBuild } from '../../../lib/postgres/index.ts';
import { type Failure, makeReport, type SuiteFile, type SuiteReport } from './report.ts';

interface LinesFile {
  /** Files that exist beside the main one. */
  readonly files?: Readonly<Record<string, string>>;
  readonly builds?: Readonly<Record<string, ServerBuild>>;
  readonly cases: readonly {
    readonly id: string;
    readonly kind: 'hba' | 'ident';
    readonly text: string;
    readonly byVersion: Readonly<Record<string, { readonly decision: string; readonly reasonCode: string } | null>>;
  }[];
}

/** Runs recordings of lines; a test is one line in one version. */
export function runPgParse(files: readonly SuiteFile[]): SuiteReport {
  const failures: Failure[] = [];
  let passed = 0;
  for (const { name, json } of files) {
    const { files: included, builds, cases } = contentOf(name, json);
    for (const { id, kind, text, byVersion } of cases) {
      for (const [version, row] of Object.entries(byVersion)) {
        if (row === null) continue;
        const expected = `${row.decision} ${row.reasonCode}`;
        const got = judge(kind, text, { version: Number.parseInt(version, 10), included, build: builds?.[version] });
        if (got === expected) passed++;
        else failures.push({ id: `${id} ${version}`, expected, got, why: text });
      }
    }
  }
  return makeReport('pg-parse', passed, { failures });
}

function contentOf(name: string, json: unknown): LinesFile {
  const { cases, ...rest } = (json ?? {}) as Partial<LinesFile>;
  if (!Array.isArray(cases)) throw new Error(`${name} holds no cases`);
  return { ...rest, cases };
}

/** Decision and code for the first line that says something. */
function judge(kind: 'hba' | 'ident', text: string, options: Parameters<typeof parseHba>[1]): string {
  const { rows, errors } = kind === 'hba' ? parseHba(text, options) : parseIdent(text, options);
  const [error] = errors;
  if (error !== undefined) return `error ${error.code}`;
  const [row] = rows;
  if (row === undefined) return 'no-line no-line';
  return 'warning' in row && row.warning !== undefined ? `warning ${row.warning}` : 'line ok';
}
