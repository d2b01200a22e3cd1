/** The table of logins: what was tried, what certwright decided and why, and beside it what a real server did and logged. */
import Table from 'cli-table3';
import type { Decision } from '../../../lib/postgres/index.ts';
import { explainDecision } from '../../../lib/text/index.ts';
import { type Attempt, ruleLabel } from './attempts.ts';
import type { ServerAnswer } from './logins.ts';

/** One login, decided. */
export interface Row {
  readonly attempt: Attempt;
  readonly decision: Decision;
  /** What the server did; absent where there is none. */
  readonly answer?: ServerAnswer;
}

/** How the table is drawn. */
export interface TableOptions {
  readonly serverVersion: string | undefined;
  /** Columns of the terminal, undefined where the output is no terminal. */
  readonly width: number | undefined;
  readonly colour: boolean;
}

/** SGR colours (ECMA-48 8.3.117). */
const RED = 31;
const GREEN = 32;
const YELLOW = 33;

/** Narrowest table: what the texts need. */
const MIN_WIDTH = 72;

/** Width where nobody tells. */
const DEFAULT_WIDTH = 160;

/** From this width on there is room for the certificates' names and the server's words. */
const WIDE = 130;

/** A column: its title, its width without margins, and what stands in it. */
interface Column {
  readonly title: string;
  readonly width: number;
  /** Said once for logins that follow one another under the same title. */
  readonly shared: boolean;
  readonly text: (row: Row) => string;
  readonly colour?: (row: Row) => number;
}

/**
 * True where the server did as was decided: the same decision, made at the same place, and for the same reason as far as the log tells (a server before 16
 * does not log why a chain was refused).
 */
export function sameAnswer(decision: Decision, answer: ServerAnswer): boolean {
  const sameReason = answer.reason === 'cert-verify-failed' ? answer.layer === decision.layer : answer.reason === decision.reason;
  return decision.decision === answer.decision && answer.layer === decision.layer && sameReason;
}

/** The table as text, as wide as the terminal. The logins of one title stand together, one below the other. */
export function table(rows: readonly Row[], options: TableOptions): string {
  const columns = columnsFor(options);
  const head = columns.map(({ title, width }) => wrap(title, width).join('\n'));
  const out = new Table({ head, style: { head: [], border: [] }, colWidths: columns.map(({ width }) => width + 2) });
  const titles = [...new Set(rows.map(({ attempt }) => attempt.title))];
  for (const title of titles)
    out.push(
      groupCells(
        rows.filter(({ attempt }) => attempt.title === title),
        columns,
        options.colour,
      ),
    );
  return out.toString();
}

/** Widths without margins; each column has two blanks and a border besides. */
function columnsFor({ serverVersion, width: given }: TableOptions): Column[] {
  // Some terminals say 0.
  const width = given === undefined || given === 0 ? DEFAULT_WIDTH : Math.max(given, MIN_WIDTH);
  const wide = width >= WIDE;
  const title = { title: 'login', width: wide ? 23 : 13, shared: true, text: ({ attempt }: Row) => attempt.title };
  const user = { title: 'user', width: 9, shared: true, text: ({ attempt }: Row) => attempt.user };
  const certificate = { title: 'certificate', width: 20, shared: true, text: ({ attempt }: Row) => certificateOf(attempt) };
  const rule = {
    title: 'rule',
    width: wide ? 22 : 11,
    shared: false,
    text: ({ attempt }: Row) => (wide ? ruleLabel(attempt.database) : ruleLabel(attempt.database).replace('clientcert=', '')),
  };
  const first: readonly Column[] = [title, user, ...(wide ? [certificate] : []), rule];
  const rest = width - first.reduce((sum, column) => sum + column.width + 3, 0) - 1;
  const server: Column = {
    title: `PostgreSQL ${serverVersion ?? ''}`,
    width: wide ? rest - 3 - Math.floor(rest / 2) : 10,
    shared: false,
    text: ({ decision, answer }) => (answer === undefined ? '' : serverText(decision, answer, wide)),
    colour: ({ decision, answer }) => (answer === undefined || sameAnswer(decision, answer) ? colourOf(answer?.decision) : RED),
  };
  const own: Column = {
    title: 'certwright',
    width: Math.max(serverVersion === undefined ? rest - 3 : rest - 6 - server.width, 20),
    shared: false,
    text: ({ decision }) => ownText(decision, wide),
    colour: ({ decision }) => colourOf(decision.decision),
  };
  return serverVersion === undefined ? [...first, own] : [...first, own, server];
}

/** The cells of logins with one title; in each column every login takes as many lines as its longest cell. */
function groupCells(group: readonly Row[], columns: readonly Column[], colour: boolean): string[] {
  const cells: string[][] = columns.map(() => []);
  for (const [index, row] of group.entries()) {
    const wrapped = columns.map(({ text, width, shared }) => (shared && index > 0 ? [] : wrap(text(row), width)));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    for (const [number, column] of columns.entries()) {
      const lines = Array.from({ length: height }, (_, line) => wrapped[number]?.[line] ?? '');
      const code = colour ? column.colour?.(row) : undefined;
      cells[number]?.push(...lines.map((line) => (code === undefined || line === '' ? line : `\u001b[${code}m${line}\u001b[0m`)));
    }
  }
  return cells.map((lines) => lines.join('\n'));
}

/** Lines of at most `width` characters, broken at blanks and behind hyphens, within words where there is neither. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<=[ -])/)) {
    if ((line + piece).trimEnd().length > width && line !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
    for (; line.trimEnd().length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return [...lines, line.trimEnd()];
}

/** Every step of every decision in words. */
export function explanations(rows: readonly Row[]): string {
  return rows
    .map(({ attempt, decision }) => `${attempt.title}, ${attempt.user} under ${ruleLabel(attempt.database)}: ${explainDecision(decision)}`)
    .join('\n\n');
}

/** The decisions as data. */
export function toJson(result: { readonly folder: string; readonly serverVersion: string | null; readonly rows: readonly Row[] }): string {
  const rows = result.rows.map(({ attempt, decision, answer }) => ({
    ...attempt,
    decision,
    server: answer === undefined ? null : { ...answer, same: sameAnswer(decision, answer) },
  }));
  return JSON.stringify({ folder: result.folder, serverVersion: result.serverVersion, attempts: rows }, null, 2);
}

function certificateOf({ client, tls }: Attempt): string {
  if (!tls) return 'no TLS';
  return client === null ? 'none' : (client.split('/').at(-1) ?? client);
}

/** Our decision; where it refuses, the reason's code, and where there is room its words before it. */
function ownText(decision: Decision, wide: boolean): string {
  if (decision.decision === 'accept') return '✔ accept';
  const [words = ''] = explainDecision(decision).split('\n');
  return `✘ ${decision.decision}: ${wide ? words.slice(words.indexOf(': ') + 2) : decision.reason}`;
}

/** The server's decision; where it refuses and there is room, in the words of its log. A difference is named, since colours are not everywhere. */
function serverText(decision: Decision, answer: ServerAnswer, wide: boolean): string {
  const text = answer.decision === 'accept' ? '✔ accept' : `✘ reject${wide ? `: ${answer.logLine}` : ''}`;
  return sameAnswer(decision, answer) ? text : `DIFFERENT ${text}`;
}

function colourOf(decision: string | undefined): number {
  return decision === 'accept' ? GREEN : YELLOW;
}
