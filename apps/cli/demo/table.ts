/** The table of logins: what was tried, what certwright decided and why, and beside it what a real server did and logged. */
import Table from 'cli-table3';
import type { Decision } from '../../../lib/postgres/index.ts';
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

/** Width where nobody tells. */
const DEFAULT_WIDTH = 150;

/** Widths of the columns before the last two, borders included. */
const FIRST_WIDTHS = [25, 11, 17, 24, 12] as const;

/**
 * True where the server did as was decided: the same decision, made at the same place, and for the same reason as far as the log tells (a server before 16
 * does not log why a chain was refused).
 */
export function sameAnswer(decision: Decision, answer: ServerAnswer): boolean {
  const sameReason = answer.reason === 'cert-verify-failed' ? answer.layer === decision.layer : answer.reason === decision.reason;
  return decision.decision === answer.decision && answer.layer === decision.layer && sameReason;
}

/** The table as text. */
export function table(rows: readonly Row[], { serverVersion, width = DEFAULT_WIDTH, colour }: TableOptions): string {
  const head = ['login', 'user', 'certificate', 'rule', 'certwright', 'because'];
  if (serverVersion !== undefined) head.push(`PostgreSQL ${serverVersion}`);
  const used = FIRST_WIDTHS.reduce((sum, column) => sum + column, 0);
  const rest = Math.max(width - used - 10, 40);
  const last = serverVersion === undefined ? [rest] : [Math.min(26, Math.floor(rest * 0.4)), Math.floor(rest * 0.6)];
  const out = new Table({ head, style: { head: [], border: [] }, colWidths: [...FIRST_WIDTHS, ...last], wordWrap: true });
  for (const { attempt, decision, answer } of rows) {
    const cells = [
      attempt.title,
      attempt.user,
      certificateOf(attempt),
      ruleLabel(attempt.database),
      mark(decision.decision, colour),
      decision.reason,
    ];
    out.push(answer === undefined ? cells : [...cells, serverCell(decision, answer, colour)]);
  }
  return out.toString();
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

function mark(decision: string, colour: boolean): string {
  if (decision === 'accept') return paint('✔ accept', 32, colour);
  return paint(`✘ ${decision}`, 33, colour);
}

/** The server's decision and its words; red where it differs from ours. */
function serverCell(decision: Decision, answer: ServerAnswer, colour: boolean): string {
  const words = answer.logLine === '' ? 'its log says nothing' : answer.logLine;
  if (sameAnswer(decision, answer)) return `${mark(answer.decision, colour)}: ${words}`;
  return paint(`DIFFERENT: ${answer.decision}: ${words}`, 31, colour);
}

function paint(text: string, code: number, colour: boolean): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
