/**
 * The world around `certwright openssl`: files, terminal, environment and clock for the language of `certwright/openssl`.
 *
 * Output files are replaced as a whole: a crash or a full disk leaves the old file. Devices and pipes are written to as they are, symbolic links stay links,
 * and a file keeps its owner and mode, except that a private key's file is never left readable by everybody.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { PkiError } from '../../lib/index.ts';
import { type OpensslHost, runOpenssl as runOpensslWith, type WriteMode } from '../../lib/openssl/index.ts';

/** Runs the words behind `certwright openssl` and gives the exit code. */
export async function runOpenssl(words: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  try {
    return await runOpensslWith(words, hostOf(terminal));
  } finally {
    terminal.close();
  }
}

function hostOf(terminal: Terminal): OpensslHost {
  return {
    readFile: async (path) => onDisk(() => new Uint8Array(readFileSync(path))),
    readStdin: async () => await readStdin(),
    writeFile: async (path, octets, mode) => onDisk(() => replaceFile(path, octets, mode)),
    stat: async (path) => {
      const stats = onDisk(() => statSync(path, { throwIfNoEntry: false }));
      return stats === undefined ? undefined : stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
    },
    listFolder: async (path) => onDisk(() => readdirSync(path).sort()),
    prompt: async (text, { echo }) => (echo ? await terminal.askOpenly(text) : await terminal.askSilently(text)),
    env: process.env,
    stdout: (octets) => void process.stdout.write(octets),
    stderr: (text) => void process.stderr.write(text),
    now: () => Date.now(),
    links: {
      read: async (path) => (isLink(path) ? onDisk(() => readlinkSync(path)) : undefined),
      make: async (target, path) => onDisk(() => symlinkSync(target, path)),
      remove: async (path) => onDisk(() => rmSync(path, { force: true })),
      writable: async (folder) => mayWrite(folder),
    },
  };
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The C library's words for what goes wrong with files. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EEXIST: 'File exists',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
};

function onDisk<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new PkiError('file-unavailable', REASONS[code] ?? message);
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Files that are open already: they are written to where they stand. Another file in their place would not be the one that others go on to write to. */
const OPEN_FILE = /^\/(?:dev|dev\/fd|proc\/self\/fd)\/(stdout|stderr|[0-9]+)$/;
const DESCRIPTORS: Readonly<Record<string, number>> = { stdout: 1, stderr: 2 };

function replaceFile(path: string, octets: Uint8Array, { secret, append }: WriteMode): void {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) {
    writeFileSync(path, octets);
    return;
  }
  const descriptor = OPEN_FILE.exec(path)?.[1];
  if (before !== undefined && descriptor !== undefined) {
    writeFileSync(DESCRIPTORS[descriptor] ?? Number(descriptor), octets);
    return;
  }
  const content = append && before !== undefined ? Buffer.concat([readFileSync(path), octets]) : octets;
  const target = before === undefined ? path : realpathSync(path);
  const mode = modeOf(before, secret);
  if (before === undefined && isLink(path)) writeFileSync(path, content, { mode });
  else if (!replaceWhole(target, content, mode, before)) overwrite(target, content, mode);
}

/** The mode of the file as it was; for a private key 0600 where everybody could read it. New files take what the umask leaves of 0666. */
function modeOf(before: Stats | undefined, secret: boolean): number {
  const mode = before === undefined ? 0o666 & ~process.umask() : before.mode & 0o777;
  return secret && (before === undefined || (mode & 0o007) !== 0) ? 0o600 : mode;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Writes beside the file and renames; false where the folder does not let us, or the owner cannot be kept. */
function replaceWhole(target: string, content: Uint8Array, mode: number, before: Stats | undefined): boolean {
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  let descriptor: number;
  try {
    descriptor = openSync(draft, 'wx', 0o600);
  } catch (error) {
    if (before !== undefined && ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
  try {
    try {
      writeFileSync(descriptor, content);
      if (before !== undefined) fchownSync(descriptor, before.uid, before.gid);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    chmodSync(draft, mode);
    renameSync(draft, target);
    return true;
  } catch (error) {
    rmSync(draft, { force: true });
    if (before !== undefined && (error as NodeJS.ErrnoException).code === 'EPERM') return false;
    throw error;
  }
}

/** Into the file itself, as OpenSSL does; its mode first, so that a private key is at no moment readable by everybody. */
function overwrite(target: string, content: Uint8Array, mode: number): void {
  if ((statSync(target).mode & 0o777) !== mode) chmodSync(target, mode);
  writeFileSync(target, content);
}

/**
 * Questions: passphrases to the terminal itself, as OpenSSL asks for them, and to standard input where there is no terminal; fields of a name through standard
 * input, which may be a file.
 */
export class Terminal {
  #device: ReadStream | undefined;
  #lines: AsyncIterator<string> | undefined;
  #piped: Interface | undefined;
  #screen: Screen | undefined;

  /** One line of standard input; undefined at its end. */
  async askOpenly(text: string): Promise<string | undefined> {
    if (process.stdin.isTTY) return await this.#onScreen(process.stdin).ask(text, true);
    process.stderr.write(text);
    return await this.#nextPiped();
  }

  /** One line of the terminal that nobody sees, or of standard input where there is no terminal; undefined at its end, or at Ctrl-C and Ctrl-D. */
  async askSilently(text: string): Promise<string | undefined> {
    const input = process.stdin.isTTY ? process.stdin : this.#openDevice();
    if (input !== undefined) return await this.#onScreen(input).ask(text, false);
    process.stderr.write(text);
    const line = await this.#nextPiped();
    process.stderr.write('\n');
    return line;
  }

  async #nextPiped(): Promise<string | undefined> {
    // A reader of what has been read to its end would wait for ever.
    if (this.#piped === undefined && process.stdin.readableEnded) return undefined;
    this.#piped ??= createInterface({ input: process.stdin });
    this.#lines ??= this.#piped[Symbol.asyncIterator]();
    const next = await this.#lines.next();
    return next.done === true ? undefined : next.value;
  }

  /** Lets the process end. */
  close(): void {
    this.#piped?.close();
    this.#screen?.close();
    this.#device?.destroy();
  }

  #onScreen(input: ReadStream): Screen {
    this.#screen ??= new Screen(input);
    return this.#screen;
  }

  #openDevice(): ReadStream | undefined {
    try {
      this.#device ??= new ReadStream(openSync('/dev/tty', 'r'));
      return this.#device;
    } catch {
      return undefined;
    }
  }
}

/** A terminal somebody types at. One reader for all questions, so that lines typed ahead are kept. */
class Screen {
  readonly #reader: Interface;
  readonly #typed: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #echo = false;

  constructor(input: ReadStream) {
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (this.#echo) process.stderr.write(chunk);
        done();
      },
    });
    this.#reader = createInterface({ input, output, terminal: true, historySize: 0 });
    this.#reader.on('line', (line) => {
      if (this.#waiting === undefined) this.#typed.push(line);
      else this.#answer(line);
    });
    this.#reader.on('SIGINT', () => this.#reader.close());
    this.#reader.on('close', () => {
      this.#ended = true;
      this.#answer(undefined);
    });
  }

  async ask(text: string, echo: boolean): Promise<string | undefined> {
    this.#echo = echo;
    this.#reader.setPrompt(echo ? text : '');
    if (echo) this.#reader.prompt();
    else process.stderr.write(text);
    return await new Promise((resolve) => {
      this.#waiting = resolve;
      if (this.#typed.length > 0) this.#answer(this.#typed.shift());
      else if (this.#ended) this.#answer(undefined);
    });
  }

  close(): void {
    this.#reader.close();
  }

  #answer(line: string | undefined): void {
    const resolve = this.#waiting;
    this.#waiting = undefined;
    if (resolve === undefined) return;
    if (!this.#echo) process.stderr.write('\n');
    resolve(line);
  }
}
