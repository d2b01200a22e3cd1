/**
 * Lines, fields and tokens of pg_hba.conf and pg_ident.conf (hba.c: next_token, next_field_expand, tokenize_auth_file), with the rules of
 * PostgreSQL 12 to 18: continuation lines from 14, `include`, `include_if_exists` and `include_dir` from 16, `@file` lists in all.
 *
 * A field is a comma list of tokens. Only a quote at the very start of a token marks it as quoted, which takes keywords, `+` and `@` their meaning.
 */
import { rawLines } from './lines.ts';
import { readable, type Text, toOctetString } from '../octets.ts';

/** One value of a field. */
export interface Token {
  /** One character per octet: what the server compares. */
  readonly octets: string;
  /** The same, read as UTF-8 where it is that. */
  readonly text: string;
  /** True where the token begins with a quote. */
  readonly quoted: boolean;
}

/** A line that is neither blank nor a comment. */
export interface TokenLine {
  /** Path as it was included, relative to the main file; empty for the main file. */
  readonly file: string;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** The line without its end, continuation lines joined, read as UTF-8. */
  readonly text: string;
  /** Fields, each with at least one token. */
  readonly fields: readonly (readonly Token[])[];
  /** Why the line could not be taken apart. */
  readonly error?: LexError;
}

/** Codes of facts that make a line unreadable before its fields are looked at. */
export interface LexError {
  readonly code: 'included-file-missing' | 'include-too-deep' | 'include-too-large' | 'line-too-long' | 'token-too-long';
  readonly message: string;
}

/** What the rules depend on. */
export interface LexOptions {
  /** Major version of the server, 12 to 18. */
  readonly version: number;
  /** Contents of further files by their path relative to the main file's folder; a path ending in `/` says that an empty folder exists. */
  readonly included?: Readonly<Record<string, Text>> | undefined;
}

/** CONF_FILE_MAX_DEPTH from version 16. Before, nothing but the number of files a process may open ends a loop: hundreds. */
const MAX_DEPTH = 10;
const MAX_OPEN_FILES = 300;
/** Ours: includes that include each other many times over would grow without end. Counted in tokens, a file weighing as much as a hundred. */
const MAX_WORK = 3_000_000;
const FILE_WEIGHT = 100;
/** MAX_TOKEN of versions 12 to 15 (raised from 256 in their minor releases), less the end of the string. */
const MAX_TOKEN = 10_239;

/** Splits a file, and what it includes, into lines of fields. */
export function tokenizeFile(text: Text, options: LexOptions): TokenLine[] {
  const lines: TokenLine[] = [];
  new Lexer(options).file('', toOctetString(text), 0, lines);
  return lines;
}

class Lexer {
  readonly #version: number;
  readonly #maxDepth: number;
  readonly #included = new Map<string, Text>();
  readonly #folders = new Set<string>();
  #work = 0;

  constructor({ version, included }: LexOptions) {
    this.#version = version;
    this.#maxDepth = version >= 16 ? MAX_DEPTH : MAX_OPEN_FILES;
    for (const [path, content] of Object.entries(included ?? {})) {
      const full = resolvePath('', path);
      if (!path.endsWith('/')) this.#included.set(full, content);
      for (let folder = path.endsWith('/') ? full : folderOf(full); !this.#folders.has(folder); folder = folderOf(folder))
        this.#folders.add(folder);
    }
  }

  file(file: string, octets: string, depth: number, lines: TokenLine[]): void {
    this.#work += FILE_WEIGHT;
    for (const raw of rawLines(octets, this.#version)) {
      const { fields, error } = raw.tooLong === true ? LINE_TOO_LONG : this.#fields(file, raw.octets, depth);
      if (fields.length === 0 && error === undefined) continue;
      const place = { file, line: raw.line, text: readable(raw.octets), fields };
      if (error !== undefined) lines.push({ ...place, error });
      else if (this.#version < 16 || fields.length !== 2) lines.push(place);
      else this.#directive(place, depth, lines);
    }
  }

  /** A line of two fields that may be an include directive (16+). */
  #directive(line: TokenLine, depth: number, lines: TokenLine[]): void {
    const word = line.fields[0]?.[0]?.octets;
    const argument = line.fields[1]?.[0]?.text ?? '';
    let error: LexError | undefined;
    if (word === 'include' || word === 'include_if_exists') {
      const path = resolvePath(line.file, argument);
      error = word === 'include' || this.#included.has(path) ? this.#include(path, depth + 1, lines) : undefined;
    } else if (word === 'include_dir') error = this.#includeFolder(resolvePath(line.file, argument), argument, depth, lines);
    else lines.push(line);
    if (error !== undefined) lines.push({ ...line, error });
  }

  #include(path: string, depth: number, lines: TokenLine[]): LexError | undefined {
    const content = this.#open(path, depth);
    if (typeof content !== 'string') return content;
    this.file(path, content, depth, lines);
    return undefined;
  }

  /** Files of a folder that end in `.conf`, in the order of their names (GetConfFilesInDir). */
  #includeFolder(folder: string, argument: string, depth: number, lines: TokenLine[]): LexError | undefined {
    if (!this.#folders.has(folder) || /^[ \t\r\n\v\f]*$/.test(argument)) return this.#missing(`directory "${folder}"`, folder);
    const names = [...this.#included.keys()]
      .filter((path) => folderOf(path) === folder)
      .map((path) => path.slice(path.lastIndexOf('/') + 1));
    const wanted = names.filter((name) => name.length >= 6 && name.endsWith('.conf') && !name.startsWith('.')).sort();
    const errors = wanted.map((name) => this.#include(folder === '' ? name : `${folder}/${name}`, depth + 1, lines));
    return errors.find((error) => error !== undefined);
  }

  #open(path: string, depth: number): string | LexError {
    if (depth > this.#maxDepth) {
      return { code: 'include-too-deep', message: `could not open file "${path}": maximum nesting depth exceeded` };
    }
    if (this.#work > MAX_WORK) return { code: 'include-too-large', message: `including "${path}": more than ${MAX_WORK} values` };
    const content = this.#included.get(path);
    if (content !== undefined) return toOctetString(content);
    // a folder can be opened, and the failure to read it is lost
    return path === '/' || this.#folders.has(path) ? '' : this.#missing(`file "${path}"`, path);
  }

  #missing(what: string, path: string): LexError {
    let folder = folderOf(path);
    while (folder !== '' && !this.#included.has(folder)) folder = folderOf(folder);
    const why = folder === '' ? 'No such file or directory' : 'Not a directory';
    return { code: 'included-file-missing', message: `could not open ${what}: ${why}` };
  }

  #fields(file: string, octets: string, depth: number): { fields: Token[][]; error?: LexError } {
    const fields: Token[][] = [];
    const scanner = new Scanner(octets, this.#version < 16 ? MAX_TOKEN : Infinity);
    while (!scanner.done) {
      const field: Token[] = [];
      const error = this.#field(file, scanner, depth, field);
      if (field.length > 0) fields.push(field);
      if (error !== undefined) return { fields, error };
    }
    return { fields };
  }

  #field(file: string, scanner: Scanner, depth: number, field: Token[]): LexError | undefined {
    for (let more = true; more;) {
      const token = scanner.next();
      if (token === undefined) return undefined;
      if (token === 'too-long') return { code: 'token-too-long', message: 'authentication file token too long' };
      this.#work++;
      more = token.comma;
      if (token.quoted || token.octets[0] !== '@' || token.octets.length === 1) {
        field.push({ octets: token.octets, text: readable(token.octets), quoted: token.quoted });
        continue;
      }
      const error = this.#list(file, readable(token.octets.slice(1)), depth + 1, field);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** All tokens of an `@file`, whatever its lines and fields. */
  #list(file: string, name: string, depth: number, field: Token[]): LexError | undefined {
    const path = resolvePath(file, name);
    const content = this.#open(path, depth);
    if (typeof content !== 'string') {
      if (this.#version >= 16 || content.code !== 'included-file-missing') return content;
      return this.#missing(`secondary authentication file "@${name}" as "${name.startsWith('/') ? name : path}"`, path);
    }
    const lines: TokenLine[] = [];
    this.file(path, content, depth, lines);
    for (const line of lines) {
      if (line.error !== undefined) return line.error;
      for (const tokens of line.fields) for (const token of tokens) field.push(token);
    }
    return undefined;
  }
}

const LINE_TOO_LONG: { readonly fields: Token[][]; readonly error: LexError } = {
  fields: [],
  error: { code: 'line-too-long', message: 'authentication file line too long' },
};

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** A path beside the file that names it, `.` and `..` resolved; absolute paths stand as they are. */
function resolvePath(file: string, path: string): string {
  const full = path.startsWith('/') ? path : `${folderOf(file)}/${path}`;
  const parts: string[] = [];
  for (const part of full.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return (path.startsWith('/') || file.startsWith('/') ? '/' : '') + parts.join('/');
}

/** Takes tokens off one line. */
class Scanner {
  readonly #octets: string;
  readonly #limit: number;
  #at = 0;

  constructor(octets: string, limit: number) {
    this.#octets = octets;
    this.#limit = limit;
  }

  get done(): boolean {
    return this.#at >= this.#octets.length;
  }

  /** The next token and whether a comma ended it; undefined at the end of the line or before a comment. */
  next(): { octets: string; quoted: boolean; comma: boolean } | 'too-long' | undefined {
    const octets = this.#octets;
    while (isBlank(octets[this.#at]) || octets[this.#at] === ',') this.#at++;
    const parts: string[] = [];
    let inQuote = false;
    let wasQuote = false;
    let sawQuote = false;
    let quoted = false;
    for (; this.#at < octets.length; this.#at++) {
      const char = octets[this.#at] as string;
      if (!inQuote && isBlank(char)) break;
      if (!inQuote && char === '#') {
        this.#at = octets.length;
        break;
      }
      if (parts.length >= this.#limit) return 'too-long';
      if (!inQuote && char === ',') {
        this.#at++;
        return { octets: parts.join(''), quoted, comma: true };
      }
      if (char !== '"' || wasQuote) parts.push(char);
      wasQuote = inQuote && char === '"' ? !wasQuote : false;
      if (char === '"') {
        inQuote = !inQuote;
        sawQuote = true;
        if (parts.length === 0) quoted = true;
      }
    }
    return sawQuote || parts.length > 0 ? { octets: parts.join(''), quoted, comma: false } : undefined;
  }
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r';
}
