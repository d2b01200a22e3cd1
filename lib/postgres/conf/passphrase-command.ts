/**
 * What ssl_passphrase_command will give, where that can be told without running it: commands that only print a word or a file. The server runs it by a shell in
 * the data folder, takes the first line, and puts a prompt for `%p` and `%` for `%%` (be-secure-common.c: run_ssl_passphrase_command).
 */
import { readable, type Text, toOctetString } from '../octets.ts';

const WORD = String.raw`'([^']*)'|"([^"$\\\x60]*)"|([\w.@%+=:,/-]+)`;
const PRINTS = new RegExp(`^\\s*(?:/(?:usr/)?bin/)?(?:echo(?:\\s+-n)?|printf)\\s+(?:${WORD})\\s*$`);
const SHOWS = new RegExp(`^\\s*(?:exec\\s+)?(?:/(?:usr/)?bin/)?cat\\s+(?:--\\s+)?(?:${WORD})\\s*$`);
const FAILS = /^\s*(?:(?:\/(?:usr\/)?bin\/)?false|exit\s+[1-9]\d{0,2})\s*$/;

/** The file that the command prints, as it is written; undefined for other commands. */
export function printedFile(command: string): string | undefined {
  return word(SHOWS.exec(command));
}

/** The first line that comes out, null where the command fails, undefined where nobody can tell. `read` gives a file's content, null for one that is missing. */
export function foreseePassphrase(command: string, read: (path: string) => Text | null | undefined): string | null | undefined {
  if (FAILS.test(command)) return null;
  const file = printedFile(command);
  if (file !== undefined) {
    const text = read(file);
    return text === null || text === undefined ? text : firstLine(readable(toOctetString(text)));
  }
  const printed = word(PRINTS.exec(command));
  // what printf and some shells make of these is another matter, and %p stands for the prompt
  return printed === undefined || /[%\\]/.test(printed) ? undefined : firstLine(printed);
}

function word(match: RegExpExecArray | null): string | undefined {
  const found = match?.slice(1).find((group) => group !== undefined);
  return found === undefined || found.startsWith('-') ? undefined : found;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/\r+$/, '');
}
