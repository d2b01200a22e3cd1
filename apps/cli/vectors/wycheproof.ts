/**
 * Project Wycheproof: runs a test file by its schema and its groups' parameters, whatever its name. What the library does not do is skipped by name: other
 * curves, other algorithms. `acceptable` vectors may come out either way.
 */
import { makeReport, type Failure, type Skip, type SuiteFile, type SuiteReport } from './report.ts';
import { checkOf } from './wycheproof-checks.ts';
import type { Vector, VectorGroup } from './wycheproof-vector.ts';

/** One vector and what came out. */
export interface VectorOutcome {
  readonly tcId: number;
  readonly comment: string;
  readonly expected: 'valid' | 'invalid' | 'acceptable';
  readonly got: 'valid' | 'invalid';
  readonly ok: boolean;
}

/** All vectors of a file: those run, and those skipped. */
export interface FileOutcome {
  readonly outcomes: readonly VectorOutcome[];
  readonly skips: readonly Skip[];
}

interface TestFile {
  readonly schema: string;
  /** Absent where the groups name their own. */
  readonly algorithm?: string;
  readonly testGroups: readonly (VectorGroup & { readonly tests: readonly Vector[] })[];
}

/** Runs every vector of one file. */
export function runWycheproofFile({ name, json }: SuiteFile): FileOutcome {
  if (!isTestFile(json)) return { outcomes: [], skips: [{ group: name, why: 'not a Wycheproof test file', count: 0 }] };
  const outcomes: VectorOutcome[] = [];
  const skips = new Map<string, number>();
  for (const group of json.testGroups) {
    const check = checkOf(json.schema, json.algorithm ?? 'what its groups name', group);
    if (typeof check === 'string') {
      skips.set(check, (skips.get(check) ?? 0) + group.tests.length);
      continue;
    }
    for (const vector of group.tests) {
      const judged = check(vector);
      if (typeof judged === 'string') {
        skips.set(judged, (skips.get(judged) ?? 0) + 1);
        continue;
      }
      const got = judged ? 'valid' : 'invalid';
      const { tcId, comment, result: expected } = vector;
      outcomes.push({ tcId, comment, expected, got, ok: expected === 'acceptable' || expected === got });
    }
  }
  return { outcomes, skips: [...skips].map(([why, count]) => ({ group: name, why, count })) };
}

/** Runs files and adds up. `onFile` is told each name before it runs. */
export function runWycheproof(files: readonly SuiteFile[], onFile?: (name: string) => void): SuiteReport {
  const failures: Failure[] = [];
  const skips: Skip[] = [];
  let passed = 0;
  for (const file of files) {
    onFile?.(file.name);
    const result = runWycheproofFile(file);
    skips.push(...result.skips);
    for (const { tcId, comment, expected, got, ok } of result.outcomes) {
      if (ok) passed++;
      else failures.push({ id: `${file.name}#${tcId}`, expected, got, why: comment });
    }
  }
  return makeReport('wycheproof', passed, { failures, skips });
}

function isTestFile(json: unknown): json is TestFile {
  if (typeof json !== 'object' || json === null) return false;
  const { schema, algorithm, testGroups } = json as Partial<TestFile>;
  return typeof schema === 'string' && ['string', 'undefined'].includes(typeof algorithm) && Array.isArray(testGroups);
}
