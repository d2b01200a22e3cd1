/**
 * Physical lines of PostgreSQL's access files as the server reads them: `fgets` into C strings, from 14 on with continuation lines
 * (pg_get_line_append, pg_strip_crlf, hba.c: tokenize_auth_file), before that into a buffer of 8,192 octets.
 *
 * A NUL octet ends what a read gives; from 14 on the rest up to the end of that read is lost with its newline, and the next line is appended.
 */

/** A line that may stand on several physical ones. */
export interface RawLine {
  /** Number of its first physical line, from 1, as the server counts. */
  readonly line: number;
  readonly octets: string;
  /** True where versions 12 and 13 refuse it as too long. */
  readonly tooLong?: true;
}

/** MAX_LINE of versions 12 and 13, less the end of the string. */
const MAX_LINE = 8191;
/** First size of a StringInfo, and what a read wants to find free in it. */
const FIRST_SIZE = 1024;
const ROOM = 128;

/** Lines without their ends. */
export function rawLines(octets: string, version: number): RawLine[] {
  return version >= 14 ? joinedLines(octets) : plainLines(octets);
}

function plainLines(octets: string): RawLine[] {
  const lines: RawLine[] = [];
  for (let at = 0, line = 1; at < octets.length; line++) {
    const chunk = octets.slice(at, endOfRead(octets, at, MAX_LINE));
    at += chunk.length;
    const text = cString(chunk);
    lines.push({ line, octets: stripEnd(text), ...(text.length === MAX_LINE ? { tooLong: true } : {}) });
  }
  return lines;
}

function joinedLines(octets: string): RawLine[] {
  const lines: RawLine[] = [];
  const reader = new LineReader(octets);
  for (let line = 1; !reader.done;) {
    let text = '';
    let continued = 0;
    // a backslash counts once: what it left behind at the end of the text does not continue again
    for (let kept = 0; ; kept = text.length) {
      const more = reader.append(text);
      if (more === undefined) break;
      text = stripEnd(more);
      if (text.length <= kept || !text.endsWith('\\')) break;
      text = text.slice(0, -1);
      continued++;
    }
    lines.push({ line, octets: text });
    line += continued + 1;
  }
  return lines;
}

/** Appends physical lines to a buffer that grows, which decides where a line with a NUL octet goes on. */
class LineReader {
  readonly #octets: string;
  #at = 0;
  #size = FIRST_SIZE;

  constructor(octets: string) {
    this.#octets = octets;
  }

  get done(): boolean {
    return this.#at >= this.#octets.length;
  }

  /** `text` and the next physical line with its end; undefined at the end of the file. */
  append(text: string): string | undefined {
    const parts = [text];
    let { length } = text;
    while (!this.done) {
      const end = endOfRead(this.#octets, this.#at, this.#size - length - 1);
      const part = cString(this.#octets.slice(this.#at, end));
      this.#at = end;
      parts.push(part);
      length += part.length;
      if (part.endsWith('\n')) break;
      while (length + 1 + ROOM > this.#size) this.#size *= 2;
    }
    return length === text.length ? undefined : parts.join('');
  }
}

/** Where a read of at most `size` octets ends: behind a newline, at its limit or at the end of the file. */
function endOfRead(octets: string, at: number, size: number): number {
  const newline = octets.indexOf('\n', at);
  return Math.min(at + size, newline < 0 ? octets.length : newline + 1);
}

function cString(chunk: string): string {
  const nul = chunk.indexOf('\0');
  return nul < 0 ? chunk : chunk.slice(0, nul);
}

function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\r' || text[end - 1] === '\n')) end--;
  return text.slice(0, end);
}
