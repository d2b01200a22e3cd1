/**
 * One file of postgresql.conf's language, line by line (guc-file.l, PostgreSQL 12 to 18):
 *
 *     name [=] value [# comment]
 *
 * The value is a word, a number with a unit, or a text in single quotes, in which `''` and `\'` stand for a quote and `\n`, `\t`, `\101` for what C has them
 * for. An unquoted word may hold letters, digits and `- . _ : /`, begins with a letter, and must not look like `a.b`: `server.crt` needs quotes.
 */
import { readable, type Text, toOctetString } from '../octets.ts';

/** A line that sets something. */
export interface ConfLine {
  readonly line: number;
  /** As written; upper and lower case mean the same. */
  readonly name: string;
  /** Without quotes and escapes, read as UTF-8 where it is that. */
  readonly value: string;
}

/** A line that cannot be read; the server then refuses all of its configuration. */
export interface ConfSyntaxError {
  readonly line: number;
  /** The server's words. */
  readonly message: string;
}

/** The server gives up after so many errors in a file. */
const MAX_ERRORS = 100;

type Kind = 'newline' | 'blank' | 'id' | 'qualified' | 'string' | 'word' | 'integer' | 'real' | 'equals' | 'error' | 'end';

/** In the order in which flex prefers them among matches of the same length. */
const PATTERNS: readonly (readonly [Kind, RegExp])[] = [
  ['newline', /\n/y],
  ['blank', /[ \t\r]+|#.*/y],
  ['id', /[A-Za-z_\u0080-\u00ff][A-Za-z_0-9\u0080-\u00ff]*/y],
  ['qualified', /[A-Za-z_\u0080-\u00ff][A-Za-z_0-9\u0080-\u00ff]*\.[A-Za-z_\u0080-\u00ff][A-Za-z_0-9\u0080-\u00ff]*/y],
  ['word', /[A-Za-z_\u0080-\u00ff][-A-Za-z_0-9\u0080-\u00ff._:/]*/y],
  ['integer', /[-+]?(?:0x[0-9a-fA-F]+|[0-9]+)[a-zA-Z]*/y],
  ['real', /[-+]?[0-9]*\.[0-9]*(?:[Ee][-+]?[0-9]+)?/y],
  ['equals', /=/y],
];

const VALUE_KINDS: readonly Kind[] = ['id', 'string', 'integer', 'real', 'word'];

/** Reads a file. `file` is the name for messages. */
export function scanConf(text: Text, file: string): { readonly lines: readonly ConfLine[]; readonly errors: readonly ConfSyntaxError[] } {
  const lines: ConfLine[] = [];
  const errors: ConfSyntaxError[] = [];
  // The server's reader takes a NUL for an octet like others.
  const octets = toOctetString(text);
  let position = 0;
  let number = 1;
  const next = (): readonly [Kind, string] => {
    for (;;) {
      const token = tokenAt(octets, position);
      position += token[1].length;
      if (token[0] !== 'blank') return token;
    }
  };
  while (errors.length < MAX_ERRORS) {
    let token = next();
    if (token[0] === 'end') break;
    if (token[0] === 'newline') {
      number++;
      continue;
    }
    const name = token;
    let value: readonly [Kind, string] | undefined;
    let good = name[0] === 'id' || name[0] === 'qualified';
    if (good) {
      token = next();
      if (token[0] === 'equals') token = next();
      value = token;
      good = VALUE_KINDS.includes(token[0]);
      if (good) {
        token = next();
        good = token[0] === 'newline' || token[0] === 'end';
      }
    }
    if (good && value !== undefined) {
      lines.push({ line: number, name: readable(name[1]), value: readable(value[0] === 'string' ? unquote(value[1]) : value[1]) });
    } else {
      const near = token[0] === 'newline' || token[0] === 'end' ? 'end of line' : `token "${readable(token[1])}"`;
      errors.push({ line: number, message: `syntax error in file "${file}" line ${number}, near ${near}` });
      // no token goes beyond its line
      if (token[0] !== 'newline' && token[0] !== 'end') {
        const end = octets.indexOf('\n', position);
        position = end < 0 ? octets.length : end;
        token = next();
      }
    }
    number++;
    if (token[0] === 'end') break;
  }
  return { lines, errors };
}

function tokenAt(octets: string, position: number): readonly [Kind, string] {
  if (position >= octets.length) return ['end', ''];
  let kind: Kind = 'error';
  let length = 1;
  let found = false;
  for (const [candidate, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    if (!pattern.test(octets)) continue;
    if (!found || pattern.lastIndex - position > length) {
      kind = candidate;
      length = pattern.lastIndex - position;
    }
    found = true;
  }
  if (octets[position] === "'") {
    const end = endOfString(octets, position);
    if (end !== undefined) return ['string', octets.slice(position, end)];
  }
  return [kind, octets.slice(position, position + length)];
}

/** Behind the closing quote, undefined where there is none on the line: `''` and `\\` with what follows are part of the text. */
function endOfString(octets: string, start: number): number | undefined {
  for (let i = start + 1; i < octets.length; i++) {
    const octet = octets[i];
    if (octet === '\n') return undefined;
    if (octet === '\\') {
      if (octets[i + 1] === '\n') return undefined;
      i++;
    } else if (octet === "'") {
      if (octets[i + 1] !== "'") return i + 1;
      i++;
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** DeescapeQuotedString: the text of a quoted value. */
function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/''|\\(?:[0-7]{1,3}|.)/gs, (match) => {
    if (match === "''") return "'";
    const escaped = match.slice(1);
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
    return ESCAPES[escaped] ?? escaped;
  });
}
