/**
 * The vocabulary of judgement, shared by both verification engines: findings, verdicts, budgets. Everything here is plain JSON data; words are put
 * to it in lib/text.
 */

/** How much a finding weighs: an error refuses, a warning and a note do not. */
export type Severity = 'error' | 'warning' | 'note';

/** A value of a finding's field. */
export type FindingValue = string | number | boolean | readonly string[] | null;

/** One judgement about one certificate of a path. */
export interface Finding {
  /** Stable kebab-case code that says what is wrong (docs/errors.md). */
  readonly code: string;
  readonly severity: Severity;
  /** Position in the path, 0 being the leaf; -1 where it concerns the whole input. */
  readonly index: number;
  /** Section of the standard, such as `RFC 5280 6.1.3 (a)(2)`. */
  readonly rfc: string;
  /** What the rule wanted and what it saw, and further fields of that code. Times are epoch milliseconds. */
  readonly [field: string]: FindingValue;
}

/** Where a certificate of a path came from. */
export interface PathElement {
  readonly from: 'leaf' | 'intermediates' | 'anchors';
  /** Index in that list of the input. */
  readonly index: number;
}

/** A path, leaf first, anchor last. */
export type Path = readonly PathElement[];

/** A path that was tried and the findings that stopped it. */
export interface Attempt {
  readonly path: Path;
  readonly findings: readonly Finding[];
}

/** Policies at the end of a path (RFC 5280 6.1.6, RFC 9618). */
export interface PolicyOutcome {
  readonly userConstrained: readonly string[];
  readonly authorityConstrained: readonly string[];
  readonly explicit: boolean;
}

/** What the judgement cost, in the units of the budget. */
export interface Work {
  readonly signatures: number;
  readonly steps: number;
  readonly comparisons: number;
}

/** The answer about a chain. */
export type Verdict =
  | {
      readonly ok: true;
      readonly path: Path;
      /** All valid paths that were asked for; the first is `path`. */
      readonly paths: readonly Path[];
      readonly policies: PolicyOutcome;
      readonly findings: readonly Finding[];
      readonly work: Work;
    }
  | {
      readonly ok: false;
      /** The most useful of all reasons, by the rank table. */
      readonly reason: Finding;
      readonly attempts: readonly Attempt[];
      readonly policies?: PolicyOutcome;
      readonly findings: readonly Finding[];
      readonly work: Work;
    };
