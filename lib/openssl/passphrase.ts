/** Where passphrases come from: `-passin` and `-passout` sources (openssl-passphrase-options(1)), and the terminal. */
import { utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { CommandFailure, failureOf } from './failure.ts';
import type { OpensslHost } from './host.ts';

/** Shortest passphrase that OpenSSL's prompt takes for a new key. */
const MIN_PASSPHRASE = 4;

/** Passphrases of the options, read once at the start as OpenSSL does. */
export interface Passphrases {
  readonly input?: Uint8Array;
  readonly output?: Uint8Array;
}

/**
 * Reads the sources. One `file:`, `fd:` or `stdin` for both gives its first line to the input and its second to the output. Throws a `CommandFailure` that ends
 * with `closing`.
 */
export async function readPassphrases(
  host: OpensslHost,
  input: string | undefined,
  output: string | undefined,
  closing: string = PASSWORDS,
): Promise<Passphrases> {
  try {
    return await readBoth(host, input, output);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(error.lines.map((line) => (line === PASSWORDS ? closing : line)));
  }
}

const PASSWORDS = 'Error getting passwords';
const UNREADABLE = 'Error reading password from BIO';

async function readBoth(host: OpensslHost, input: string | undefined, output: string | undefined): Promise<Passphrases> {
  const shared = input !== undefined && input === output && /^(?:file:|fd:|stdin$)/.test(input);
  const first = input === undefined ? undefined : await readSource(host, input, 0);
  const second = output === undefined ? undefined : await readSource(host, output, shared ? 1 : 0);
  return { ...(first === undefined ? {} : { input: first }), ...(second === undefined ? {} : { output: second }) };
}

async function readSource(host: OpensslHost, source: string, line: 0 | 1): Promise<Uint8Array> {
  if (source.startsWith('pass:')) return utf8(source.slice(5));
  if (source.startsWith('env:')) {
    const value = host.env[source.slice(4)];
    if (value === undefined) throw passwordFailure(`No environment variable ${source.slice(4)}`);
    return utf8(value);
  }
  if (source === 'stdin') return lineOf(await host.readStdin(), line);
  if (source.startsWith('file:')) {
    const path = source.slice(5);
    let octets: Uint8Array;
    try {
      octets = await host.readFile(path);
    } catch (error) {
      throw failureOf(error, `Can't open file ${path}`, PASSWORDS);
    }
    return lineOf(octets, line);
  }
  if (source.startsWith('fd:')) return lineOf(await readDescriptor(host, source.slice(3)), line);
  const colon = source.indexOf(':');
  // No more of the text is shown: it may be the passphrase itself.
  if (colon < 0 || colon > 4) throw passwordFailure("Invalid password argument, missing ':' within the first 5 chars");
  throw passwordFailure(`Invalid password argument, starting with "${source.slice(0, colon + 1)}"`);
}

/** An open descriptor of the process, where the system shows them as files. */
async function readDescriptor(host: OpensslHost, text: string): Promise<Uint8Array> {
  if (!/^[0-9]+$/.test(text)) throw passwordFailure(UNREADABLE);
  try {
    return Number(text) === 0 ? await host.readStdin() : await host.readFile(`/dev/fd/${Number(text)}`);
  } catch (error) {
    throw failureOf(error, UNREADABLE, PASSWORDS);
  }
}

function passwordFailure(line: string): CommandFailure {
  return new CommandFailure([line, PASSWORDS]);
}

function lineOf(octets: Uint8Array, index: 0 | 1): Uint8Array {
  const feed = octets.indexOf(10);
  const end = feed < 0 ? octets.length : feed;
  if (index === 0) {
    if (octets.length === 0) throw passwordFailure(UNREADABLE);
    return octets.subarray(0, octets[end - 1] === 13 ? end - 1 : end);
  }
  if (feed < 0) throw passwordFailure(UNREADABLE);
  return lineOf(octets.subarray(end + 1), 0);
}

/** Asks for the passphrase of an existing key. Throws a `CommandFailure` where none is given. */
export async function askPassphrase(host: OpensslHost, what: string): Promise<Uint8Array> {
  const answer = await host.prompt(`Enter pass phrase for ${what}:`, { echo: false });
  if (answer === undefined)
    throw new CommandFailure([`Could not read the pass phrase for ${what}`, 'certwright: none was given; -passin does without asking']);
  return utf8(answer);
}

/** Asks twice for the passphrase of a new key; `text` is the first question. Throws a `CommandFailure` where none is given, it is too short, or the two differ. */
export async function askNewPassphrase(host: OpensslHost, text = 'Enter PEM pass phrase:'): Promise<Uint8Array> {
  const first = await host.prompt(text, { echo: false });
  if (first === undefined)
    throw new CommandFailure(['Could not read the pass phrase', 'certwright: none was given; -passout and -nodes do without asking']);
  const octets = utf8(first);
  if (octets.length < MIN_PASSPHRASE || octets.length > 1024)
    throw new CommandFailure([`certwright: You must type in ${MIN_PASSPHRASE} to 1024 characters`]);
  const second = await host.prompt(`Verifying - ${text}`, { echo: false });
  if (second !== first) throw new CommandFailure(['Verify failure']);
  return octets;
}

/** True for the error of an encrypted key without a passphrase. */
export function needsPassphrase(error: unknown): boolean {
  return error instanceof PkiError && error.code === 'passphrase-required';
}
