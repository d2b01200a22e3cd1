/**
 * PEM as OpenSSL 3.0 reads it (crypto/pem/pem_lib.c: PEM_read_bio; crypto/evp/encode.c), where `asn1/pem.ts` reads it by RFC 7468.
 *
 * A file is read in pieces of at most 254 octets, each of which counts as a line: BEGIN and END are found in the middle of a long line if they happen to
 * start a piece. Octets up to the blank and those from 0x80 are cut off at the end of a piece (a char is signed where PostgreSQL runs), an octet 0 ends it,
 * and an octet 0 in front ends the file. An empty line ends the headers, so that base64 with one in its midst is taken for headers. Base64 is read up to a
 * dash, and its unused bits may be anything.
 *
 * Left out: decrypting what RFC 1421 headers encrypt; certificates and CRLs never are.
 */
import { fromLatin1, utf8 } from '../../base/bytes.ts';

/** A block whose END was found and whose base64 was read. */
export interface OpensslPemBlock {
  /** What stands between `BEGIN ` and the dashes, one character per octet. */
  readonly label: string;
  /** What stood before the first empty line, each line with its end; mostly empty. */
  readonly header: string;
  readonly der: Uint8Array;
  /** Line of `BEGIN`, counted from 1. */
  readonly line: number;
}

/**
 * Why reading ended before the end of the file: `bad-end-line` (END is missing or of another label, a second empty line, a line behind a short one),
 * `bad-base64`, `no-data`, `line-too-long` (more than 64 characters behind an empty line).
 */
export type OpensslPemProblem = 'bad-end-line' | 'bad-base64' | 'no-data' | 'line-too-long';

/** A block, or what is wrong with it; nothing comes behind a problem. */
export type OpensslPemResult =
  | { readonly block: OpensslPemBlock; readonly problem?: undefined }
  | {
      readonly block?: undefined;
      readonly problem: OpensslPemProblem;
      /** OpenSSL's words for it; empty where it reports none. */
      readonly words: string;
      /** Line of the block's BEGIN. */
      readonly line: number;
    };

/** OpenSSL's words (ERR_reason_error_string); it reports nothing for the others. */
const WORDS: Readonly<Partial<Record<OpensslPemProblem, string>>> = { 'bad-end-line': 'bad end line', 'bad-base64': 'bad base64 decode' };

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const TAIL = '-----';
/** Octets that one call of BIO_gets reads at most. */
const PIECE = 254;

/** A piece of the file, without what is cut off at its end. */
interface Piece {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** False where the line goes on in the next piece. */
  readonly whole: boolean;
  /** A colon stood in it before its end was cut. */
  readonly colon: boolean;
}

/**
 * The blocks of a text, until its end or the first problem: time grows with its length and nothing else. A text without blocks gives nothing, which OpenSSL
 * calls "no start line".
 *
 * ```ts
 * import { readOpensslPem } from 'certwright/openssl-verify';
 * const [first] = readOpensslPem('-----BEGIN X-----\nAAAA\n-----END Y-----\n');
 * if (first?.problem !== 'bad-end-line') throw new Error('END is of another label');
 * ```
 */
export function* readOpensslPem(text: string | Uint8Array): Generator<OpensslPemResult, void> {
  for (const result of scanOpensslPem(text)) {
    yield result;
    if (result.problem !== undefined) return;
  }
}

/** The same, but reading goes on behind a problem from where it was noticed, as those do who call PEM_read_bio once more. */
export function* scanOpensslPem(text: string | Uint8Array): Generator<OpensslPemResult, void> {
  const pieces = piecesOf(fromLatin1(typeof text === 'string' ? utf8(text) : text));
  for (;;) {
    const begin = nextBegin(pieces);
    if (begin === undefined) return;
    const { label, line } = begin;
    const read = readBody(pieces, label);
    if (typeof read === 'string') {
      yield failed(read, line);
      continue;
    }
    const der = decodeBody(read.body);
    if (der === undefined) yield failed('bad-base64', line);
    else if (der.length === 0) yield failed('no-data', line);
    else yield { block: { label, header: read.header, der, line } };
  }
}

function failed(problem: OpensslPemProblem, line: number): OpensslPemResult {
  return { problem, words: WORDS[problem] ?? '', line };
}

/** What a block's headers say (PEM_get_EVP_CIPHER_INFO): nothing, that it is encrypted, or OpenSSL's words for what is wrong with them (which may be none). */
export function readPemHeader(header: string): { readonly kind: 'plain' | 'encrypted' } | { readonly kind: 'bad'; readonly words: string } {
  if (header === '' || header.startsWith('\n')) return { kind: 'plain' };
  const bad = (words: string): { readonly kind: 'bad'; readonly words: string } => ({ kind: 'bad', words });
  if (!header.startsWith('Proc-Type:')) return bad('not proc type');
  const type = /^Proc-Type:[ \t]*4,[ \t]*/.exec(header);
  if (type === null) return bad('');
  const rest = header.slice(type[0].length);
  if (!/^ENCRYPTED[ \t\r\n]/.test(rest)) return bad('not encrypted');
  const behind = /^ENCRYPTED[ \t\r]*\n/.exec(rest);
  if (behind === null) return bad('short header');
  return rest.startsWith('DEK-Info:', behind[0].length) ? { kind: 'encrypted' } : bad('not dek info');
}

/** The pieces of a file. The next line end and the next octet 0 are looked for once each. */
function* piecesOf(octets: string): Generator<Piece, void> {
  const find = (octet: string, from: number): number => {
    const at = octets.indexOf(octet, from);
    return at < 0 ? octets.length : at;
  };
  let feed = -1;
  let zero = -1;
  let line = 1;
  for (let start = 0; start < octets.length;) {
    if (feed < start) feed = find('\n', start);
    if (zero < start) zero = find('\0', start);
    const next = Math.min(feed + 1, start + PIECE, octets.length);
    const end = Math.min(next, zero);
    if (end === start) return;
    const whole = end - start < PIECE || feed < next;
    yield { text: octets.slice(start, trimmedEnd(octets, start, end)), line, whole, colon: hasColon(octets, start, end) };
    if (feed < next) line++;
    start = next;
  }
}

function hasColon(octets: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (octets.charCodeAt(i) === 0x3a) return true;
  return false;
}

function trimmedEnd(octets: string, start: number, end: number): number {
  let stop = end;
  while (stop > start && (octets.charCodeAt(stop - 1) <= 0x20 || octets.charCodeAt(stop - 1) >= 0x80)) stop--;
  return stop;
}

/** A byte order mark, which may stand in front of the first line behind a block too. */
const MARK = '\xEF\xBB\xBF';

function nextBegin(pieces: Generator<Piece, void>): { readonly label: string; readonly line: number } | undefined {
  let first = true;
  for (let step = pieces.next(); step.done !== true; step = pieces.next()) {
    const { line } = step.value;
    const text = first && step.value.text.startsWith(MARK) ? step.value.text.slice(MARK.length) : step.value.text;
    first = false;
    if (text.startsWith(BEGIN) && text.endsWith(TAIL) && text.length >= BEGIN.length + TAIL.length)
      return { label: text.slice(BEGIN.length, -TAIL.length), line };
  }
  return undefined;
}

/** Headers and base64 up to END. An empty line tells one from the other; without one all of it is base64, unless a colon stood in it. */
function readBody(pieces: Generator<Piece, void>, label: string): { readonly header: string; readonly body: string } | OpensslPemProblem {
  const header: string[] = [];
  const body: string[] = [];
  let state: 'unknown' | 'header' | 'body' = 'unknown';
  let brokenLine = false;
  let short = false;
  for (let step = pieces.next(); step.done !== true; step = pieces.next()) {
    const { text, whole, colon } = step.value;
    const continues = brokenLine;
    brokenLine = !whole;
    if (state === 'unknown' && colon) state = 'header';
    if (text === '') {
      if (continues) continue;
      if (state === 'body') return 'bad-end-line';
      state = 'body';
    } else if (text.startsWith(END)) {
      if (text !== `${END}${label}${TAIL}`) return 'bad-end-line';
      const lines = (list: readonly string[]): string => list.map((line) => `${line}\n`).join('');
      const [read, rest] = state === 'unknown' ? [header, body] : [body, header];
      return read.length === 0 ? 'no-data' : { header: lines(rest), body: lines(read) };
    } else if (short) return 'bad-end-line';
    else if (state === 'body') {
      body.push(text);
      if (text.length > 64) return 'line-too-long';
      short = text.length < 64;
    } else header.push(text);
  }
  return 'bad-end-line';
}

const DASH = 0x2d;
const EQUALS = 0x3d;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The octets of base64 (EVP_DecodeUpdate, EVP_DecodeFinal); undefined where it is none. Blanks and tabs may stand anywhere. */
function decodeBody(body: string): Uint8Array | undefined {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) values[ALPHABET.charCodeAt(i)] = i;
  values[EQUALS] = 0;
  const out = new Uint8Array(Math.ceil((body.length / 4) * 3));
  let bits = 0;
  let count = 0;
  let padding = 0;
  let size = 0;
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i);
    if (code === DASH) break;
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) continue;
    const value = values[code] ?? -1;
    if (code === EQUALS) padding++;
    if (value < 0 || padding > 2 || (padding > 0 && code !== EQUALS)) return undefined;
    bits = (bits << 6) | value;
    if (++count % 4 !== 0) continue;
    out[size++] = bits >> 16;
    out[size++] = bits >> 8;
    out[size++] = bits;
    bits = 0;
  }
  return count % 4 === 0 ? out.subarray(0, size - padding) : undefined;
}
