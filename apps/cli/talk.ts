/** The voice of the command line: results on stdout, talk on stderr with the program's name in front, a spinner only where somebody watches. */
import { createSpinner } from 'nanospinner';

/** Ends a command with one line on stderr and an exit code: 1 no, 2 could not tell. */
export class CliFailure extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message);
    this.name = 'CliFailure';
    this.exitCode = exitCode;
  }
}

/** Writes one line of talk. */
export function say(text: string): void {
  process.stderr.write(`certwright: ${text}\n`);
}

/** Writes a result. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** A long step that is under way. */
export interface Step {
  /** Says how far it is; shown on a terminal only. */
  note(text: string): void;
  /** Ends it; `text` is what became of it. */
  done(text?: string): void;
}

/** Starts a long step: a spinner on a terminal, else one line at its end with the time it took. */
export function startStep(title: string): Step {
  const start = performance.now();
  const took = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const ending = (text: string | undefined): string => `${title}: ${text === undefined ? '' : `${text}, `}${took()}`;
  if (!process.stderr.isTTY) return { note: () => undefined, done: (text) => say(ending(text)) };
  const spinner = createSpinner(`certwright: ${title}`, { stream: process.stderr }).start();
  return {
    note: (text) => void spinner.update({ text: `certwright: ${title}: ${text}` }),
    done: (text) => void spinner.success({ text: `certwright: ${ending(text)}` }),
  };
}

/** Gives a terminal back the cursor that a spinner hides while it turns (DECTCEM). */
export function showCursor(): void {
  if (process.stderr.isTTY) process.stderr.write('\u001b[?25h');
}

/** True where colours help: a terminal, and NO_COLOR (https://no-color.org) not set. */
export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
}
