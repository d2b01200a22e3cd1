/** Files that a command line names. */
import { readFileSync } from 'node:fs';
import { escapeText } from '../../lib/text/index.ts';
import { CliFailure } from './talk.ts';

/** What a file holds; ends the command with one line that names it where it cannot be read. */
export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CliFailure(`cannot read ${escapeText(file)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}
