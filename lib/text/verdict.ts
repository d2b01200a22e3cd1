/**
 * A verdict in words. For a refusal: the reason in one sentence, what to do about it, and every path that was tried as a tree, the most promising first, with
 * what was found about each certificate. For an acceptance: the path, how long it holds, what was checked, and what was not.
 *
 * Plain ASCII but for the names in certificates, without colours, in lines of 100 columns; text from certificates is escaped.
 */
import type { FindingCode } from '../path/codes.ts';
import type { Attempt, Finding, Verdict } from '../path/types.ts';
import { basicConstraints } from '../x509/extensions/usage.ts';
import { wrap } from './layout.ts';
import { certificateAt, certificateName, type ExplainedInput, type Scene, tryRead } from './scene.ts';
import { escapeText, showSpan, showTime, showValue } from './values.ts';
import { drawTree, mergeAttempts, type PlacedFinding } from './verdict-tree.ts';
import { FINDING_WORDS } from './verdict-words.ts';
import type { FindingWords } from './wording.ts';

/** Paths that are looked at, as many as the engine gives; what is drawn of them is bounded apart. */
const MAX_PATHS = 64;

/** Notes and warnings about the whole. */
const MAX_NOTES = 20;

/**
 * A verdict in words, several lines without a newline at the end. With `input`, what `verifyChain` was given, certificates are called by their subjects, advice
 * names the addresses that they hold, and dates are told relative to `input.at`.
 *
 * ```ts
 * import { explainVerdict } from 'certwright/text';
 * const reason = { code: 'self-signed-not-trusted', severity: 'error', index: 0, rfc: 'RFC 5280 6.1 (b)' } as const;
 * const attempts = [{ path: [{ from: 'leaf', index: 0 } as const], findings: [reason] }];
 * const text = explainVerdict({ ok: false, reason, attempts, findings: [reason], work: { signatures: 0, steps: 1, comparisons: 0 } });
 * if (!text.startsWith('refused: leaf: it is its own issuer and no anchor')) throw new Error(text);
 * ```
 */
export function explainVerdict(verdict: Verdict, input?: ExplainedInput): string {
  return (verdict.ok ? explainAccepted(verdict, input) : explainRefused(verdict, input)).join('\n');
}

function explainRefused({ reason, attempts, findings }: Extract<Verdict, { ok: false }>, input: ExplainedInput | undefined): string[] {
  const attempt = attemptOf(reason, attempts);
  const inTree = attempt !== undefined;
  const scene: Scene = { input, path: (attempt ?? attempts[0])?.path ?? [] };
  const todo = todoOf(reason, scene);
  const others = findings.filter((finding) => finding.index < 0 && finding.code !== reason.code);
  const notes = others.slice(0, MAX_NOTES).flatMap((finding) => describeNote(finding, scene));
  // Notes about the whole stand below the tree.
  const drawn = attempts
    .slice(0, MAX_PATHS)
    .map(({ path, findings: own }) => ({ path, findings: own.filter((finding) => !isNote(finding)) }));
  const title =
    attempts.length === 1 ? 'the path that was tried' : `the ${attempts.length} paths that were tried, the most promising first`;
  return [
    ...say('refused: ', headline(reason, scene)),
    ...say('to do: ', todo),
    ...(inTree ? [] : describeRule(reason, scene).flatMap((line) => wrap(line, '  ', '    '))),
    ...describeQuestion(input),
    ...(attempts.length === 0 ? [] : ['', `${title}; below each certificate its issuers:`, '']),
    ...drawTree(mergeAttempts(drawn), input, (placed, its) => tellFinding(placed, its, todo)),
    ...(attempts.length > drawn.length ? ['', `and ${attempts.length - drawn.length} more paths`] : []),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ];
}

/** The attempt that has the reason; positions in it are of that path. */
function attemptOf(reason: Finding, attempts: readonly Attempt[]): Attempt | undefined {
  const text = JSON.stringify(reason);
  return attempts.find(({ findings }) => findings.some((finding) => finding.code === reason.code && JSON.stringify(finding) === text));
}

function explainAccepted(verdict: Extract<Verdict, { ok: true }>, input: ExplainedInput | undefined): string[] {
  const { path, paths, findings, work } = verdict;
  const scene: Scene = { input, path };
  const notes = findings.filter(({ severity, index }) => severity === 'note' || index < 0);
  const told = findings.filter((finding) => !notes.includes(finding));
  const further = paths.slice(1, MAX_PATHS);
  const end = path.length === 1 ? 'the certificate is itself an anchor' : `a valid path to ${certificateName(scene, path.length - 1)}`;
  return [
    ...say('accepted: ', end),
    ...describeQuestion(input),
    ...describeLeaf(scene),
    '',
    ...drawTree(mergeAttempts([{ path, findings: told }]), input, (placed, its) => tellFinding(placed, its)),
    ...(further.length === 0
      ? []
      : [
          '',
          `${paths.length - 1} more valid ${paths.length === 2 ? 'path' : 'paths'}:`,
          '',
          ...drawTree(mergeAttempts(further.map((other) => ({ path: other, findings: [] }))), input, (placed, its) =>
            tellFinding(placed, its),
          ),
        ]),
    ...(paths.length > MAX_PATHS ? ['', `and ${paths.length - MAX_PATHS} more valid paths`] : []),
    '',
    ...describeValidity(scene),
    ...describeChecks(verdict, scene),
    ...notes.slice(0, MAX_NOTES).flatMap((finding) => describeNote(finding, scene, todoOf(finding, scene))),
    `work: ${work.signatures} units of signatures, ${work.steps} steps, ${work.comparisons} comparisons of names`,
  ];
}

/** True for what concerns the whole and refuses nothing. */
function isNote({ severity, index }: Finding): boolean {
  return severity !== 'error' && index < 0;
}

/** What the chain was judged by, as far as the input says it. */
function describeQuestion(input: ExplainedInput | undefined): string[] {
  if (input?.at === undefined) return [];
  const { profile = 'rfc5280' } = input;
  return say('judged: ', `for ${showTime(input.at)}, by the profile ${escapeText(typeof profile === 'string' ? profile : profile.label)}`);
}

/** Who gives a chain in the wrong order has a CA judged, which is good and not what was meant. */
function describeLeaf(scene: Scene): string[] {
  const certificate = certificateAt(scene, 0);
  if (certificate === undefined || tryRead(certificate, basicConstraints)?.ca !== true) return [];
  return say('note: ', "the certificate judged is a CA's; if another was meant, give that one first and its issuers behind it");
}

/** The time in which all certificates of the path are valid, and which of them ends first. */
function describeValidity(scene: Scene): string[] {
  const held = scene.path.flatMap((element, index) => {
    const certificate = certificateAt(scene, index);
    // Of an anchor that is taken for its name and key only, the dates do not count.
    const exempt = index > 0 && element.from === 'anchors' && scene.input?.anchorConstraints === false;
    return certificate === undefined || exempt ? [] : [{ index, from: certificate.notBefore, to: certificate.notAfter }];
  });
  const [leaf] = held;
  if (leaf === undefined) return [];
  const first = held.reduce((best, item) => (item.to < best.to ? item : best));
  const from = held.reduce((latest, item) => Math.max(latest, item.from), leaf.from);
  const { at } = scene.input ?? {};
  const ahead = at === undefined || at > first.to ? '' : `, ${showSpan(first.to - at)} ahead`;
  return say('valid: ', `from ${showTime(from)} to ${showTime(first.to)}${ahead}; ${certificateName(scene, first.index)} ends first`);
}

function describeChecks({ path, findings, policies }: Extract<Verdict, { ok: true }>, scene: Scene): string[] {
  const codes = new Set(findings.map(({ code }) => code));
  const { input } = scene;
  const lines = say(
    'checked: ',
    'for every certificate: signature (but not that of an anchor), validity, CA rights and path length, key usage, critical extensions, name constraints, strength of key and hash',
  );
  if (!codes.has('peer-name-not-checked'))
    lines.push(...say('checked: ', `the name${ofList(listOf(input?.peer).map(({ kind, value }) => `${kind} ${value}`))}`));
  const purposes = listOf(input?.purpose);
  const given = purposes.length > 0 || input === undefined ? ofList(purposes) : ' that the profile demands';
  if (!codes.has('purpose-not-checked')) lines.push(...say('checked: ', `the purpose${given}`));
  // A leaf that is its own anchor has nobody above it who could revoke it.
  if (path.length > 1 && !codes.has('revocation-not-checked')) {
    const unknown = findings.filter(({ code }) => code === 'revocation-unknown').map(({ index }) => certificateName(scene, index));
    const { revocation } = input ?? {};
    const scope = typeof revocation === 'object' ? revocation.scope : undefined;
    const whose = scope === 'leaf' ? 'the leaf' : scope === 'chain-and-anchor' ? 'every certificate' : 'every certificate but the anchor';
    lines.push(
      ...say(
        'checked: ',
        `revocation of ${whose}${unknown.length === 0 ? '' : `, but nothing is known about ${unknown.slice(0, MAX_NOTES).join(', ')}`}`,
      ),
    );
  }
  const { userConstrained, explicit } = policies;
  if (explicit) lines.push(...say('checked: ', `policies, valid for the whole path: ${showValue(userConstrained)}`));
  else if (userConstrained.length > 0)
    lines.push(...say('policies: ', `valid for the whole path: ${showValue(userConstrained)}; none was demanded`));
  return lines;
}

function ofList(items: readonly string[]): string {
  return items.length === 0 ? '' : ` ${showValue(items)}`;
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** What a note says was not checked. */
const NOT_CHECKED: Readonly<Record<string, string>> = {
  'revocation-not-checked': 'revocation',
  'peer-name-not-checked': 'the name',
  'purpose-not-checked': 'the purpose',
};

/** A note, or what concerns the whole. */
function describeNote(finding: Finding, scene: Scene, todo?: string): string[] {
  const words = wordsOf(finding);
  const found = words.found?.(finding, scene);
  const what = Object.hasOwn(NOT_CHECKED, finding.code) ? NOT_CHECKED[finding.code] : undefined;
  const told = what === undefined ? `${finding.severity}: ${words.is}` : `not checked: ${what}`;
  return say(told, `${found === undefined ? '' : ` (${found})`}${todo === undefined ? '' : `; to do: ${todo}`}`);
}

/** A finding below its certificate; advice that is told already is not told again. */
function tellFinding({ finding, about }: PlacedFinding, scene: Scene, toldTodo?: string): readonly (readonly [string, string])[] {
  const words = wordsOf(finding);
  const mark = { error: 'stopped', warning: 'warning', note: 'note' }[finding.severity];
  const todo = todoOf(finding, scene);
  const whose = about === undefined ? '' : `${certificateName(scene, about)}: `;
  return [
    ['', `${mark}: ${whose}${words.is} (${escapeText(finding.code)})`],
    ...describeRule(finding, scene).map((line) => ['  ', line] as const),
    ['  ', `to do: ${todo === toldTodo ? 'as above' : todo}`],
  ];
}

/** What a rule wanted, what it saw, and where it stands. */
function describeRule(finding: Finding, scene: Scene): string[] {
  const words = wordsOf(finding);
  const expected = words.expected?.(finding, scene) ?? (finding['expected'] === undefined ? undefined : showValue(finding['expected']));
  const found = words.found?.(finding, scene) ?? (finding['found'] === undefined ? undefined : showValue(finding['found']));
  return [
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(found === undefined ? [] : [`found: ${found}`]),
    `rule: ${finding['rule'] === undefined ? '' : `${showValue(finding['rule'])}, `}${escapeText(finding.rfc)}`,
  ];
}

function headline(finding: Finding, scene: Scene): string {
  const where = finding.index < 0 ? '' : `${certificateName(scene, finding.index)}: `;
  return `${where}${wordsOf(finding).is} (${escapeText(finding.code)})`;
}

function todoOf(finding: Finding, scene: Scene): string {
  const { todo } = wordsOf(finding);
  return typeof todo === 'string' ? todo : todo(finding, scene);
}

/** A labelled line, the lines it is broken into indented. */
function say(label: string, text: string): string[] {
  return wrap(label + text, '', '  ');
}

/** Verdicts of another engine may hold codes that have no words here. */
function wordsOf({ code }: Finding): FindingWords {
  return Object.hasOwn(FINDING_WORDS, code) ? FINDING_WORDS[code as FindingCode] : { is: escapeText(code), todo: 'see docs/errors.md' };
}
