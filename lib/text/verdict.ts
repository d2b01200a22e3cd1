/**
 * A verdict in words: for a refusal every path that was tried, the most promising first, as a tree in which each certificate stands under the one it issued
 * with what was found about it; for an acceptance the path, what was checked, and what was not.
 */
import type { Certificate } from '../x509/certificate.ts';
import { formatName } from '../x509/name-format.ts';
import type { Name } from '../x509/name.ts';
import type { FindingCode } from '../path/codes.ts';
import type { Attempt, Finding, Path, PathElement, Verdict } from '../path/types.ts';
import { escapeText, showValue } from './values.ts';
import { FINDING_WORDS, type FindingWords } from './verdict-words.ts';

/** What the verdict was asked about, so that certificates can be called by their names. */
export interface ExplainedInput {
  readonly leaf: Certificate;
  readonly intermediates?: readonly Certificate[];
  readonly anchors: readonly { readonly subject: Name }[];
}

/** Paths that are written out: a person reads a few, a hostile pool makes thousands. */
const MAX_PATHS = 10;

/** Findings written out under one certificate. */
const MAX_FINDINGS = 20;

/**
 * A verdict in words, several lines without a newline at the end. With `input`, what `verifyChain` was given, certificates are called by their subjects. Text
 * from certificates is escaped, so that it can be printed on a terminal.
 *
 * ```ts
 * import { explainVerdict } from 'certwright/text';
 * const reason = { code: 'self-signed-not-trusted', severity: 'error', index: 0, rfc: 'RFC 5280 6.1 (b)' } as const;
 * const attempts = [{ path: [{ from: 'leaf', index: 0 } as const], findings: [reason] }];
 * const text = explainVerdict({ ok: false, reason, attempts, findings: [reason], work: { signatures: 0, steps: 1, comparisons: 0 } });
 * if (!text.startsWith('refused: certificate 0: it is its own issuer and no anchor')) throw new Error(text);
 * ```
 */
export function explainVerdict(verdict: Verdict, input?: ExplainedInput): string {
  return (verdict.ok ? explainAccepted(verdict, input) : explainRefused(verdict, input)).join('\n');
}

function explainRefused({ reason, attempts, findings }: Extract<Verdict, { ok: false }>, input: ExplainedInput | undefined): string[] {
  const lines = [`refused: ${headline(reason)}`, `  to do: ${wordsOf(reason).todo}`];
  for (const finding of findings) if (finding.index < 0 && finding !== reason) lines.push(`  note: ${headline(finding)}`);
  for (const [index, attempt] of attempts.slice(0, MAX_PATHS).entries())
    lines.push('', `path ${index + 1} of ${attempts.length}`, ...drawPath(attempt, input));
  if (attempts.length > MAX_PATHS) lines.push('', `and ${attempts.length - MAX_PATHS} more paths`);
  return lines;
}

function explainAccepted({ path, findings, policies, work }: Extract<Verdict, { ok: true }>, input: ExplainedInput | undefined): string[] {
  const notes = findings.filter(({ severity }) => severity === 'note');
  const lines = [
    `accepted: ${path.length === 1 ? 'the certificate is itself an anchor' : `a valid path to ${nameElement(path[path.length - 1])}`}`,
  ];
  lines.push(...drawPath({ path, findings: findings.filter(({ severity }) => severity !== 'note') }, input));
  lines.push(
    '',
    'checked for every certificate: signature (but not that of an anchor), validity, CA rights and path length, key usage, critical extensions, name constraints, strength',
  );
  const unknown = findings.some(({ code }) => code === 'revocation-unknown');
  // A leaf that is its own anchor has nobody above it who could revoke it.
  if (path.length > 1 && !notes.some(({ code }) => code === 'revocation-not-checked'))
    lines.push(`checked: revocation${unknown ? ', where CRLs tell of it' : ''}`);
  if (policies.explicit) lines.push(`checked: policies, valid are ${showValue(policies.userConstrained)}`);
  for (const note of notes) lines.push(`not checked: ${wordsOf(note).is}${describeFound(note)}; ${wordsOf(note).todo}`);
  lines.push(`work: ${work.signatures} units of signatures, ${work.steps} steps, ${work.comparisons} comparisons of names`);
  return lines;
}

/** One certificate a line, each a step further in than the one it issued, findings below it. */
function drawPath({ path, findings }: Attempt, input: ExplainedInput | undefined): string[] {
  const lines: string[] = [];
  for (const [index, element] of path.entries()) {
    const indent = '  '.repeat(index + 1);
    lines.push(
      `${indent}${index} ${nameElement(element)}${subjectOf(element, input)}${index === path.length - 1 ? describeEnd(path) : ''}`,
    );
    const own = findings.filter((finding) => finding.index === index);
    for (const finding of own.slice(0, MAX_FINDINGS)) lines.push(...describeFinding(finding).map((line) => `${indent}    ${line}`));
    if (own.length > MAX_FINDINGS) lines.push(`${indent}    and ${own.length - MAX_FINDINGS} more findings`);
  }
  return lines;
}

function describeEnd(path: Path): string {
  return path[path.length - 1]?.from === 'anchors' ? ' (trusted)' : ' (the path ends here)';
}

function nameElement(element: PathElement | undefined): string {
  return element === undefined ? 'nothing' : element.from === 'leaf' ? 'leaf' : `${element.from}[${element.index}]`;
}

function subjectOf({ from, index }: PathElement, input: ExplainedInput | undefined): string {
  if (input === undefined) return '';
  const holder = from === 'leaf' ? input.leaf : from === 'anchors' ? input.anchors[index] : input.intermediates?.[index];
  const name = holder === undefined ? '' : formatName(holder.subject);
  return `: ${name === '' ? '(no subject)' : escapeText(name)}`;
}

function headline(finding: Finding): string {
  const where = finding.index < 0 ? '' : `certificate ${finding.index}: `;
  return `${where}${wordsOf(finding).is} (${escapeText(finding.code)})`;
}

function describeFinding(finding: Finding): string[] {
  const words = wordsOf(finding);
  const mark = { error: 'stopped', warning: 'warning', note: 'note' }[finding.severity];
  const lines = [`${mark}: ${words.is} (${escapeText(finding.code)})`];
  const expected = words.expected?.(finding) ?? (finding['expected'] === undefined ? undefined : showValue(finding['expected']));
  const found = words.found?.(finding) ?? (finding['found'] === undefined ? undefined : showValue(finding['found']));
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (found !== undefined) lines.push(`  found: ${found}`);
  lines.push(
    `  rule: ${finding['rule'] === undefined ? '' : `${showValue(finding['rule'])}, `}${escapeText(finding.rfc)}`,
    `  to do: ${words.todo}`,
  );
  return lines;
}

function describeFound(finding: Finding): string {
  const found = wordsOf(finding).found?.(finding);
  return found === undefined ? '' : ` (${found})`;
}

/** Verdicts of another engine may hold codes that have no words here. */
function wordsOf({ code }: Finding): FindingWords {
  return Object.hasOwn(FINDING_WORDS, code) ? FINDING_WORDS[code as FindingCode] : { is: escapeText(code), todo: 'see docs/errors.md' };
}
