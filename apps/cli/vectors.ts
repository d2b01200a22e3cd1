/** `certwright vectors SUITE PATH`: runs a file or folder of published test vectors and says what came out; the runners stand in `vectors/`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { readPublicSuffixes } from './public-suffixes.ts';
import { CliFailure, print, say } from './talk.ts';
import type { RunOptions, SuiteFile, SuiteReport } from './vectors/report.ts';

/** Runs the files of a suite. */
type Runner = (files: readonly SuiteFile[], onFile?: (name: string) => void, options?: RunOptions) => SuiteReport;

/** A suite: how its files are told apart from others in a folder, and its runner, loaded when it is asked for. */
interface Suite {
  readonly isOfSuite: (json: unknown) => boolean;
  readonly load: () => Promise<Runner>;
}

const SUITES: Readonly<Record<string, Suite>> = {
  wycheproof: {
    isOfSuite: (json) => hasList(json, 'testGroups'),
    load: async () => (await import('./vectors/wycheproof.ts')).runWycheproof,
  },
  limbo: {
    isOfSuite: (json) => hasList(json, 'testcases'),
    load: async () => (await import('./vectors/limbo.ts')).runLimbo,
  },
  pkits: {
    isOfSuite: (json) => firstHas(json, 'shouldValidate'),
    load: async () => (await import('./vectors/pkits.ts')).runPkits,
  },
  'boringssl-crl': {
    isOfSuite: (json) => firstTestHas(json, 'crl'),
    load: async () => (await import('./vectors/boringssl-crl.ts')).runCrls,
  },
  'boringssl-parse': {
    isOfSuite: (json) => firstTestHas(json, 'shouldParse'),
    load: async () => (await import('./vectors/parse-certificate.ts')).runParseCertificate,
  },
  'boringssl-signed-data': {
    isOfSuite: (json) => firstTestHas(json, 'spki'),
    load: async () => (await import('./vectors/signed-data.ts')).runSignedData,
  },
  'boringssl-ocsp': {
    isOfSuite: (json) => firstTestHas(json, 'ocspResponse'),
    load: async () => (await import('./vectors/boringssl-ocsp.ts')).runOcsp,
  },
  'boringssl-names': {
    isOfSuite: (json) => firstTestHas(json, 'match'),
    load: async () => (await import('./vectors/names.ts')).runNames,
  },
  pyca: {
    isOfSuite: (json) => typeof json === 'object' && json !== null && 'oracle' in json && 'files' in json,
    load: async () => (await import('./vectors/pyca.ts')).runPyca,
  },
  'pg-host': {
    isOfSuite: (json) => firstHas(json, 'hostaddr'),
    load: async () => (await import('./vectors/pg-host.ts')).runPgHost,
  },
  'pg-parse': {
    isOfSuite: (json) => firstHas(json, 'byVersion'),
    load: async () => (await import('./vectors/pg-parse.ts')).runPgParse,
  },
  'pg-cases': {
    isOfSuite: (json) => firstHas(json, 'requestedUser'),
    load: async () => (await import('./vectors/pg-cases.ts')).runPgCases,
  },
  'pg-serverfiles': {
    isOfSuite: (json) => firstHas(json, 'startOutcome'),
    load: async () => (await import('./vectors/pg-serverfiles.ts')).runPgServerFiles,
  },
  'pg-keyperm': {
    isOfSuite: (json) => firstHas(json, 'egids'),
    load: async () => (await import('./vectors/pg-keyperm.ts')).runPgKeyperm,
  },
};

/** Names of the suites that can be run. */
const suites: readonly string[] = Object.keys(SUITES);

/** Runs a suite; gives the exit code: 0 where no test failed, else 1. */
export async function runVectors(
  suite: string,
  path: string,
  { json, publicSuffixes }: { readonly json: boolean; readonly publicSuffixes?: string | undefined },
): Promise<number> {
  const known = Object.hasOwn(SUITES, suite) ? SUITES[suite] : undefined;
  if (known === undefined) throw new CliFailure(`no suite is called ${suite}; there are ${suites.join(', ')}`);
  const files = readFiles(path, known);
  const run = await known.load();
  const options = publicSuffixes === undefined ? {} : { isPublicSuffix: readPublicSuffixes(publicSuffixes) };
  const report = runOrExplain((all, onFile) => run(all, onFile, options), files, path);
  if (report.total === 0) throw new CliFailure(`${path} holds no test of the suite ${suite}`);
  print(json ? JSON.stringify(report, null, 2) : summary(report));
  return report.failed === 0 ? 0 : 1;
}

/** What is not of the suite's format is named in one line: the file, or the path where a test in it is damaged. */
function runOrExplain(run: Runner, files: readonly SuiteFile[], path: string): SuiteReport {
  try {
    return run(files, (name) => {
      if (process.stderr.isTTY) say(name);
    });
  } catch (error) {
    if (error instanceof TypeError) throw new CliFailure(`${path} is not of this suite, or damaged: ${error.message}`);
    const message = error instanceof Error ? error.message : String(error);
    throw new CliFailure(files.some(({ name }) => message.startsWith(name)) ? message : `${path}: ${message}`);
  }
}

/** The JSON files at a path: the one named, or those of the suite below a folder, in the order of their names. */
function readFiles(path: string, { isOfSuite }: Suite): SuiteFile[] {
  try {
    if (!statSync(path).isDirectory()) return [readFile(basename(path), path)];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    const files = names.sort().map((name) => readFile(name.split(sep).join('/'), join(path, name)));
    return files.filter((file) => isOfSuite(file.json));
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

function readFile(name: string, path: string): SuiteFile {
  return { name, json: parse(path), beside: (relative) => new Uint8Array(readFileSync(join(dirname(path), relative))) };
}

function hasList(json: unknown, field: string): boolean {
  return typeof json === 'object' && json !== null && Array.isArray((json as Readonly<Record<string, unknown>>)[field]);
}

/** The first of `cases`, or of the list that the file is, has a field. */
function firstHas(json: unknown, field: string): boolean {
  const cases: unknown = hasList(json, 'cases') ? (json as { readonly cases: unknown }).cases : json;
  const first: unknown = Array.isArray(cases) ? cases[0] : undefined;
  return typeof first === 'object' && first !== null && field in first;
}

function firstTestHas(json: unknown, field: string): boolean {
  if (!hasList(json, 'tests')) return false;
  const [first] = (json as { readonly tests: readonly unknown[] }).tests;
  return typeof first === 'object' && first !== null && field in first;
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
