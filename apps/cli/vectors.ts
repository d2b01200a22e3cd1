/** `certwright vectors SUITE PATH`: runs a file or folder of published test vectors and says what came out; the runners stand in `vectors/`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { CliFailure, print, say } from './talk.ts';
import type { SuiteFile, SuiteReport } from './vectors/report.ts';

/** Runs the files of a suite. */
type Runner = (files: readonly SuiteFile[], onFile?: (name: string) => void) => SuiteReport;

/** Each suite loads its runner when it is asked for. */
const runners: Readonly<Record<string, () => Promise<Runner>>> = {
  wycheproof: async () => (await import('./vectors/wycheproof.ts')).runWycheproof,
  'boringssl-signed-data': async () => (await import('./vectors/signed-data.ts')).runSignedData,
};

/** Names of the suites that can be run. */
export const suites: readonly string[] = Object.keys(runners);

/** Runs a suite; gives the exit code: 0 where no test failed, else 1. */
export async function runVectors(suite: string, path: string, { json }: { readonly json: boolean }): Promise<number> {
  const load = runners[suite];
  if (load === undefined) throw new CliFailure(`no suite is called ${suite}; there are ${suites.join(', ')}`);
  const files = readFiles(path);
  const run = await load();
  const report = run(files, (name) => {
    if (process.stderr.isTTY) say(name);
  });
  if (report.total === 0) throw new CliFailure(`${path} holds no test of the suite ${suite}`);
  print(json ? JSON.stringify(report, null, 2) : summary(report));
  return report.failed === 0 ? 0 : 1;
}

/** The JSON files at a path: one, or all below a folder in the order of their names. */
function readFiles(path: string): SuiteFile[] {
  try {
    if (!statSync(path).isDirectory()) return [{ name: basename(path), json: parse(path) }];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => ({ name: relative(path, join(path, name)).split(sep).join('/'), json: parse(join(path, name)) }));
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

function parse(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CliFailure(`${path} is not JSON`);
  }
}

function summary({ suite, total, passed, failed, skipped, failures, deviations, skips }: SuiteReport): string {
  return [
    `${suite}: ${total} tests, ${passed} passed, ${failed} failed, ${deviations.length} deviate for a reason, ${skipped} skipped`,
    ...failures.map(({ id, expected, got, why }) => `FAILED ${id}: expected ${expected}, got ${got} (${why})`),
    ...deviations.map(({ id, expected, got, reason }) => `deviates ${id}: expected ${expected}, got ${got}: ${reason}`),
    ...skips.map(({ id, group, count, why }) => `skipped ${id ?? group ?? ''} (${count}): ${why}`),
  ].join('\n');
}
