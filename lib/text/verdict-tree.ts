/**
 * Paths as a tree: certificates that several paths share stand once, above the issuers that were tried for them, in the order of the paths. A finding stands at
 * its certificate where all paths through that certificate have it, else in the branch that has it: that a signature does not verify is true of one issuer only.
 *
 * What is drawn is bounded: a hostile pool makes thousands of certificates and findings.
 */
import type { Attempt, Finding, Path, PathElement } from '../path/types.ts';
import { wrap } from './layout.ts';
import { elementName, type ExplainedInput, originOf, type Scene, subjectOf } from './scene.ts';
import { escapeText } from './values.ts';

/** A certificate of the tree. */
export interface Branch {
  readonly element: PathElement;
  /** Paths through it, by their number. */
  readonly attempts: readonly number[];
  readonly findings: readonly PlacedFinding[];
  readonly children: readonly Branch[];
}

/** A finding and the path its positions are of. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly path: Path;
  /** The finding is about a certificate further down, whose position this is. */
  readonly about: number | undefined;
}

interface Growing extends Branch {
  readonly attempts: number[];
  readonly findings: PlacedFinding[];
  readonly children: Growing[];
  /** What is placed here already. */
  readonly placed: Set<string>;
}

/** Puts paths together that begin with the same certificates, and every finding to its certificate. */
export function mergeAttempts(attempts: readonly Attempt[]): readonly Branch[] {
  const roots: Growing[] = [];
  const ways = attempts.map(({ path }, number) => walk(roots, path, number));
  const known = attempts.map(({ path, findings }) => new Set(findings.map((finding) => identityOf(finding, path))));
  for (const [number, { path, findings }] of attempts.entries()) {
    const way = ways[number] ?? [];
    for (const finding of findings) {
      const identity = identityOf(finding, path);
      const last = way.length - 1;
      let depth = finding.index < 0 ? last : Math.min(finding.index, last);
      while (depth < last && way[depth]?.attempts.every((other) => known[other]?.has(identity) === true) !== true) depth++;
      const branch = way[depth];
      if (branch === undefined || branch.placed.has(identity)) continue;
      branch.placed.add(identity);
      branch.findings.push({ finding, path, about: finding.index >= 0 && finding.index < depth ? finding.index : undefined });
    }
  }
  return roots;
}

/** The branches of a path from the first to the last, grown where they are missing. */
function walk(roots: Growing[], path: Path, number: number): readonly Growing[] {
  let level = roots;
  return path.map((element) => {
    let branch = level.find((other) => other.element.from === element.from && other.element.index === element.index);
    if (branch === undefined) {
      branch = { element, attempts: [], findings: [], children: [], placed: new Set() };
      level.push(branch);
    }
    if (branch.attempts.at(-1) !== number) branch.attempts.push(number);
    level = branch.children;
    return branch;
  });
}

/** Findings are the same where they say the same, the certificates above included that they speak of. */
function identityOf(finding: Finding, path: Path): string {
  const above = finding['by'] ?? (finding.code === 'signature-invalid' ? finding.index + 1 : undefined);
  return JSON.stringify([finding, typeof above === 'number' ? path[above] : null]);
}

/** Certificates drawn, and findings told, of one tree. */
const MAX_CERTIFICATES = 60;
const MAX_FINDINGS = 40;

/** Findings told of one certificate. */
const MAX_OWN = 20;

/** From here on a branch is not indented further, and certificates that nothing was found about are counted only. */
const MAX_DEPTH = 10;

/** So many issuers of one certificate are drawn of those that failed in the same way, and so many of the others named, unless there are few. */
const MAX_ALIKE = 2;
const MAX_NAMED = 8;

/** A branch that is to be drawn; or a line that stands in place of several. */
interface Pending {
  readonly branch: Branch | string;
  readonly depth: number;
  readonly last: boolean;
  /** What stands before each line of the subtree. */
  readonly lead: string;
}

/** What is said about a finding: lines, each with the blanks before it. */
export type Telling = (placed: PlacedFinding, scene: Scene) => readonly (readonly [indent: string, text: string])[];

/** Draws branches as lines. */
export function drawTree(roots: readonly Branch[], input: ExplainedInput | undefined, tell: Telling): string[] {
  const lines: string[] = [];
  let certificates = MAX_CERTIFICATES;
  let findings = MAX_FINDINGS;
  // A stack instead of recursion: a path may be thousands of certificates long.
  const pending: Pending[] = [...roots].reverse().map((branch) => ({ branch, depth: 0, last: true, lead: '' }));
  while (pending.length > 0) {
    if (certificates-- === 0) return [...lines, 'and further certificates, which are not shown'];
    const { branch: first, depth, last, lead } = pending.pop() as Pending;
    if (typeof first === 'string') {
      lines.push(...wrap(first, `${lead}${last ? '`' : '+'}-- `, `${lead}${last ? '    ' : '|   '}  `));
      continue;
    }
    const { branch, plain } = depth > MAX_DEPTH ? skipPlain(first) : { branch: first, plain: 0 };
    if (plain > 0) lines.push(`${lead}|   (${plain} certificates about which nothing was found)`);
    const below = depth === 0 || depth > MAX_DEPTH ? lead : `${lead}${last ? '    ' : '|   '}`;
    const text = `${below}${branch.children.length > 0 ? '|   ' : '    '}`;
    lines.push(...wrap(describeBranch(branch, input), depth === 0 ? '' : `${lead}${last ? '`' : '+'}-- `, `${text}  `));
    const told = branch.findings.slice(0, Math.min(MAX_OWN, findings));
    findings -= told.length;
    for (const placed of told)
      for (const [indent, line] of tell(placed, { input, path: placed.path }))
        lines.push(...wrap(line, text + indent, `${text}${indent}  `));
    if (branch.findings.length > told.length) lines.push(`${text}and ${branch.findings.length - told.length} more findings`);
    const children = gatherAlike(branch.children);
    const next = children.map((child, index) => ({ branch: child, depth: depth + 1, last: index === children.length - 1, lead: below }));
    pending.push(...next.reverse());
  }
  return lines;
}

/** Branches, and in place of many that failed in the same way the first few and a line about the others. */
function gatherAlike(branches: readonly Branch[]): readonly (Branch | string)[] {
  const groups = new Map<string, Branch[]>();
  for (const branch of branches) {
    const codes = codesOf(branch);
    const group = groups.get(codes) ?? [];
    groups.set(codes, group);
    group.push(branch);
  }
  const large = [...groups].filter(([codes, group]) => codes !== '' && group.length > MAX_ALIKE + 1);
  const left = new Set(large.flatMap(([, group]) => group.slice(MAX_ALIKE)));
  const lines = large.map(([codes, group]) => {
    const others = group.slice(MAX_ALIKE);
    const named = others.slice(0, MAX_NAMED).map(({ element }) => elementName(element));
    const more = others.length > named.length ? ` and ${others.length - named.length} more` : '';
    return `likewise (${codes}): ${named.join(', ')}${more}`;
  });
  return [...branches.filter((branch) => !left.has(branch)), ...lines];
}

/** The codes of what was found in a branch, escaped; empty where nothing was, and where it is too large to be like another. */
function codesOf(branch: Branch): string {
  const codes: string[] = [];
  const pending = [branch];
  for (let visited = 0; pending.length > 0; visited++) {
    if (visited > MAX_DEPTH) return '';
    const { findings, children } = pending.pop() as Branch;
    for (const { finding } of findings.slice(0, MAX_OWN)) codes.push(escapeText(finding.code));
    pending.push(...children.slice(0, MAX_DEPTH));
  }
  return [...new Set(codes)].join(', ');
}

/** The next branch that has something to tell. */
function skipPlain(start: Branch): { readonly branch: Branch; readonly plain: number } {
  let branch = start;
  let plain = 0;
  for (let [next, other] = branch.children; branch.findings.length === 0 && next !== undefined && other === undefined; plain++) {
    branch = next;
    [next, other] = branch.children;
  }
  return { branch, plain };
}

function describeBranch({ element, children, findings }: Branch, input: ExplainedInput | undefined): string {
  const subject = subjectOf(input, element);
  const name = `${elementName(element)}${subject === undefined ? '' : `: ${subject}`}${originOf(input, element)}`;
  if (element.from === 'anchors') return `${name} [trusted]`;
  return children.length === 0 && findings.length === 0 ? `${name} [not followed further]` : name;
}
