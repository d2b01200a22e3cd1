/**
 * PEM, the textual encoding (RFC 7468), with the headers of RFC 1421 4.6 that old private keys carry.
 *
 * Taken: any number of blocks, explanatory text before, between and behind them, LF, CRLF or CR line ends, a byte order mark, blanks at line ends,
 * lines of any length. Refused, each with the line: a block without END, an END of another label or without BEGIN, base64 that is not strict.
 * BEGIN and END count at the start of a line only, as OpenSSL has it.
 *
 * One pass over the text without regular expressions: time grows with its length and with nothing else. How OpenSSL itself reads doubtful
 * files is another matter and not told here.
 */
import { decodeBase64, encodeBase64 } from '../base/base64.ts';
import { fromLatin1 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';

/** One block of a PEM text. */
export interface PemBlock {
  /** The words between `BEGIN` and the dashes, such as `CERTIFICATE`. */
  readonly label: string;
  /** The decoded octets. */
  readonly der: Uint8Array;
  /** RFC 1421 headers in order, such as `['Proc-Type', '4,ENCRYPTED']`; empty for most blocks. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Line of `BEGIN`, counted from 1. */
  readonly line: number;
}

/** One finding of `scanPem`: a block, or what is wrong with one. */
export type PemResult =
  | { readonly block: PemBlock; readonly error?: undefined; readonly line: number }
  | { readonly error: PkiError; readonly block?: undefined; readonly line: number };

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';

/** `scanPem` gives up after so many bad blocks: a file of nothing else is no bundle, and each error costs microseconds. */
const MAX_ERRORS = 1000;

/** Most headers of a block: keys have two, mail of the 1990s had a dozen. */
const MAX_HEADERS = 100;

/**
 * Every block of a PEM text in order; a text without blocks gives an empty list. Throws at the first bad block: `pem-missing-end`, `pem-missing-begin`,
 * `pem-label-mismatch`, `bad-pem-header` or `bad-base64`, with the character offset, and the line in the message.
 *
 * ```ts
 * import { decodePem, encodePem } from 'certwright';
 * const [block] = decodePem(`subject=/CN=test\n${encodePem('CERTIFICATE', Uint8Array.of(0x30, 0))}`);
 * if (block?.label !== 'CERTIFICATE' || block.line !== 2) throw new Error('one block, on line 2');
 * ```
 */
export function decodePem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const { block, error } of scan(text)) {
    if (error !== undefined) throw error;
    blocks.push(block);
  }
  return blocks;
}

/** Like `decodePem`, but a bad block becomes an error in its place and reading goes on behind it. After 1,000 errors the last one is `too-many-pem-errors`. */
export function scanPem(text: string): PemResult[] {
  const results: PemResult[] = [];
  let errors = 0;
  for (const result of scan(text)) {
    results.push(result);
    if (result.error !== undefined && ++errors === MAX_ERRORS) {
      const { line } = result;
      results.push({
        error: new PkiError('too-many-pem-errors', `${MAX_ERRORS} bad PEM blocks up to line ${line}, the rest is not read`),
        line,
      });
      break;
    }
  }
  return results;
}

/** A PEM block of the octets, in lines of 64 characters ended by LF (RFC 7468 section 2). Throws `bad-pem-label` where the label is not of the form that section gives. */
export function encodePem(label: string, der: Uint8Array): string {
  if (!isLabel(label, 0, label.length))
    throw new PkiError('bad-pem-label', 'a PEM label is printable ASCII without leading or trailing blanks');
  const base64 = encodeBase64(der);
  const lines = [`${BEGIN}${label}${DASHES}`];
  for (let i = 0; i < base64.length; i += 64) lines.push(base64.slice(i, i + 64));
  lines.push(`${END}${label}${DASHES}`, '');
  return lines.join('\n');
}

/** True where the octets start like one DER SEQUENCE and not like text. */
export function looksLikeDer(bytes: Uint8Array): boolean {
  const length = bytes[1];
  return bytes[0] === 0x30 && length !== undefined && (length < 0x80 ? length + 2 === bytes.length : length <= 0x84);
}

/** The text to look for PEM in: octets outside of ASCII can only stand in explanatory text, so any encoding of it will do. */
export function pemText(input: string | Uint8Array): string {
  if (typeof input === 'string') return input;
  const marked = input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf;
  return fromLatin1(marked ? input.subarray(3) : input);
}

/** A block whose END has not been met yet. */
interface OpenBlock {
  readonly label: string;
  readonly line: number;
  readonly offset: number;
  readonly headers: [string, string][];
  /** Where the base64 starts. */
  body: number;
  /** `start`: the line after BEGIN comes next; `headers`: no blank line yet; `bad-headers`: a line among them is none; `body`: base64. */
  state: 'start' | 'headers' | 'bad-headers' | 'body';
}

function* scan(text: string): Generator<PemResult, void> {
  let open: OpenBlock | undefined;
  for (const { line, start, end, next } of linesOf(text)) {
    const begin = boundaryLabel(text, start, end, BEGIN);
    if (begin !== undefined) {
      if (open !== undefined) yield missingEnd(open);
      open = { label: begin, line, offset: start, headers: [], body: next, state: 'start' };
      continue;
    }
    const endLabel = boundaryLabel(text, start, end, END);
    if (endLabel === undefined) {
      if (open !== undefined && open.state !== 'body') readHeaderLine(text, start, end, next, open);
      continue;
    }
    if (open === undefined) yield failure('pem-missing-begin', `END ${shown(endLabel)} without BEGIN`, line, start);
    else yield close(text, open, endLabel, line, start);
    open = undefined;
  }
  if (open !== undefined) yield missingEnd(open);
}

function close(text: string, open: OpenBlock, endLabel: string, endLine: number, end: number): PemResult {
  const { label, headers, line, body } = open;
  if (endLabel !== label)
    return failure(
      'pem-label-mismatch',
      `the block BEGIN ${shown(label)} of line ${line} ends as END ${shown(endLabel)}`,
      endLine,
      end,
      line,
    );
  if (open.state === 'headers' || open.state === 'bad-headers')
    return failure(
      'bad-pem-header',
      `PEM headers with a line that is none, without a blank line behind them, or more than ${MAX_HEADERS}`,
      line,
      open.offset,
    );
  try {
    return { block: { label, der: decodeBase64(text.slice(body, end)), headers, line }, line };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return failure(error.code, `${shown(label)}: bad base64`, line, body + (error.offset ?? 0));
  }
}

/** A line before the base64: a header, the continuation of one, the blank line behind them, or already base64. */
function readHeaderLine(text: string, start: number, end: number, next: number, open: OpenBlock): void {
  if (open.state === 'bad-headers') return;
  const line = text.slice(start, trimmedEnd(text, start, end));
  const colon = line.indexOf(':');
  if (open.state === 'start' && colon < 0) {
    open.state = 'body';
    return;
  }
  const last = open.headers[open.headers.length - 1];
  if (line === '') {
    open.state = 'body';
    open.body = next;
  } else if (last !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) {
    last[1] += line.trim();
  } else if (colon > 0 && open.headers.length < MAX_HEADERS) {
    open.state = 'headers';
    open.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  } else open.state = 'bad-headers';
}

function missingEnd({ label, line, offset }: OpenBlock): PemResult {
  return failure('pem-missing-end', `BEGIN ${shown(label)} without its END`, line, offset);
}

/** A label for a message: its head, where it is longer than any in use. */
function shown(label: string): string {
  return label.length <= 64 ? label : `${label.slice(0, 64)}…`;
}

function failure(code: string, message: string, at: number, offset: number, line: number = at): PemResult {
  return { error: new PkiError(code, `${message}, line ${at}`, { offset }), line };
}

/** The label of a line `-----BEGIN label-----` (or END), or undefined for any other line. */
function boundaryLabel(text: string, start: number, end: number, head: string): string | undefined {
  if (text.charCodeAt(start) !== 45 || !text.startsWith(head, start)) return undefined;
  const stop = trimmedEnd(text, start, end) - DASHES.length;
  const labelStart = start + head.length;
  if (stop < labelStart || !text.startsWith(DASHES, stop) || !isLabel(text, labelStart, stop)) return undefined;
  return text.slice(labelStart, stop);
}

/** RFC 7468 section 3: printable ASCII, blanks and hyphens only inside; that two of those may not meet is not demanded. */
function isLabel(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const char = text.charCodeAt(i);
    if (char < 0x20 || char > 0x7e || ((i === start || i === end - 1) && (char === 0x20 || char === 0x2d))) return false;
  }
  return true;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let stop = end;
  while (stop > start && (text.charCodeAt(stop - 1) === 0x20 || text.charCodeAt(stop - 1) === 0x09)) stop--;
  return stop;
}

interface Line {
  /** Counted from 1. */
  readonly line: number;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Behind the line end. */
  readonly next: number;
}

/**
 * The lines of a text, ended by LF, CRLF or CR, behind a byte order mark. The next CR and LF are looked for once each, not anew in every line, and no
 * line is copied.
 */
function* linesOf(text: string): Generator<Line, void> {
  const find = (char: string, from: number): number => {
    const at = text.indexOf(char, from);
    return at < 0 ? text.length : at;
  };
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let feed = -1;
  let carriage = -1;
  for (let line = 1; start < text.length; line++) {
    if (feed < start) feed = find('\n', start);
    if (carriage < start) carriage = find('\r', start);
    const end = Math.min(feed, carriage);
    const next = feed === carriage + 1 ? feed + 1 : end + 1;
    yield { line, start, end, next };
    start = next;
  }
}
