/** What `certwright vectors` prints: one shape for every suite. */

/** A file of a suite with its parsed JSON. */
export interface SuiteFile {
  /** The file's name, for messages. */
  readonly name: string;
  readonly json: unknown;
  /** Reads a file whose path is relative to this one's folder. */
  readonly beside?: (path: string) => Uint8Array;
}

/** What a runner is told besides its files. */
export interface RunOptions {
  /** Whether strangers may register names below a domain, where a list of them is at hand. */
  readonly isPublicSuffix?: (domain: string) => boolean;
}

/** A test that came out wrong. */
export interface Failure {
  readonly id: string;
  readonly expected: string;
  readonly got: string;
  readonly why: string;
}

/** A test that comes out otherwise than the suite says, for a reason that ships with the suite's runner. */
export interface KnownDeviation {
  readonly id: string;
  readonly expected: string;
  readonly got: string;
  readonly reason: string;
}

/** Tests that were not run: one of them, or a group. */
export interface Skip {
  readonly id?: string;
  readonly group?: string;
  readonly why: string;
  /** How many tests. */
  readonly count: number;
}

/** The result of a suite; `total` is the sum of passed, failed, deviating and skipped tests. */
export interface SuiteReport {
  readonly suite: string;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  readonly deviations: readonly KnownDeviation[];
  readonly skips: readonly Skip[];
}

/** Adds up a report. */
export function makeReport(
  suite: string,
  passed: number,
  {
    failures = [],
    deviations = [],
    skips = [],
  }: { readonly failures?: readonly Failure[]; readonly deviations?: readonly KnownDeviation[]; readonly skips?: readonly Skip[] },
): SuiteReport {
  const skipped = skips.reduce((sum, skip) => sum + skip.count, 0);
  const total = passed + failures.length + deviations.length + skipped;
  return { suite, total, passed, failed: failures.length, skipped, failures, deviations, skips };
}
