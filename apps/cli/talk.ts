/** The voice of the command line: results on stdout, talk on stderr with the program's name in front, a spinner only where somebody watches. */

/** Time between two frames of a spinner. */
const FRAME_MILLISECONDS = 80;

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** To the first column, and erase the line (ECMA-48 8.3.41). */
const CLEAR_LINE = '\r\u001b[2K';

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

/** JSON whose text cannot steer a terminal: what JSON leaves as it is of control and format characters is escaped too, which changes nothing about the data. */
export function printableJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replaceAll(/[^\P{C}\n]|\p{Zl}|\p{Zp}/gu, (char) =>
    Array.from({ length: char.length }, (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** A long step that is under way. */
export interface Step {
  /** Says how far it is; shown on a terminal only. */
  note(text: string): void;
  /** Ends it; `text` is what became of it. */
  done(text?: string): void;
}

/** The spinner that turns; steps follow one another. */
let turning: NodeJS.Timeout | undefined;

/** Starts a long step: a spinner on a terminal, else one line at its end with the time it took. */
export function startStep(title: string): Step {
  const start = performance.now();
  const took = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const ending = (text: string | undefined): string => `${title}: ${text === undefined ? '' : `${text}, `}${took()}`;
  if (!process.stderr.isTTY) return { note: () => undefined, done: (text) => say(ending(text)) };
  let text = title;
  let frame = 0;
  const draw = (): void => {
    // Cut to one line, which the next frame replaces; a terminal that does not know its width is taken for a small one.
    const width = (process.stderr.columns || 80) - 1;
    process.stderr.write(`${CLEAR_LINE}${`${FRAMES.charAt(frame++ % FRAMES.length)} certwright: ${text}`.slice(0, width)}`);
  };
  turning = setInterval(draw, FRAME_MILLISECONDS).unref();
  draw();
  return {
    note: (note) => void (text = `${title}: ${note}`),
    done: (result) => {
      clearSpinner();
      say(ending(result));
    },
  };
}

/** Stops the spinner and clears its line, where one turns. */
export function clearSpinner(): void {
  if (turning === undefined) return;
  clearInterval(turning);
  turning = undefined;
  process.stderr.write(CLEAR_LINE);
}

/** True where colours help: a terminal, and NO_COLOR (https://no-color.org) not set. */
export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
}
