/**
 * Command lines as OpenSSL 3.0 reads them: `-name`, `--name`, `-name value`, `--name=value`, up to the first word without a dash or `--`. Every option of
 * the real command is known here, also those that certwright does not do: they are refused by name, never ignored.
 */
import { CommandFailure, usageFailure } from './failure.ts';

/** What follows an option: nothing, a text, an integer, a positive one, a wide one, PEM or DER, PEM or DER or another format, which is refused. */
export type OptionKind = 'flag' | 'value' | 'integer' | 'positive' | 'wide' | 'format' | 'any-format' | 'unsupported' | 'unsupported-value';

/** One option as it was given. */
export interface GivenOption {
  readonly name: string;
  /** Empty for flags. */
  readonly value: string;
}

/** A command line, read. */
export interface CommandLine {
  /** Name of the command, which its messages start with. */
  readonly command: string;
  readonly options: readonly GivenOption[];
  /** Names of options that are message digests (`-sha256`), without the dash, in order. */
  readonly digests: readonly string[];
  /** Names of options that are ciphers (`-aes256`), without the dash, in order and not yet looked up; among `options` they are called `cipher`. */
  readonly ciphers: readonly string[];
  readonly rest: readonly string[];
}

/** What the options of a command are. */
export interface OptionTable {
  readonly command: string;
  readonly kinds: ReadonlyMap<string, OptionKind>;
  /** Words that are not options are message digests: `-sha256`. */
  readonly digests: boolean;
  /** Words that are not options are ciphers: `-aes256`. */
  readonly ciphers: boolean;
}

/** An option table of lines `kind: name name …`. */
export function optionTable(
  command: string,
  lines: Readonly<Partial<Record<OptionKind, string>>>,
  { digests = false, ciphers = false }: { readonly digests?: boolean; readonly ciphers?: boolean } = {},
): OptionTable {
  const kinds = new Map<string, OptionKind>();
  for (const [kind, names] of Object.entries(lines)) for (const name of names.trim().split(/\s+/)) kinds.set(name, kind as OptionKind);
  return { command, kinds, digests, ciphers };
}

/** Reads a command's words. Throws a `CommandFailure` with OpenSSL's message. */
export function readOptions(words: readonly string[], table: OptionTable): CommandLine {
  const { command } = table;
  const options: GivenOption[] = [];
  const digests: string[] = [];
  const ciphers: string[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at] as string;
    if (!word.startsWith('-') || word === '-') break;
    at++;
    if (word === '--') break;
    const { name, attached } = splitOption(word);
    const kind = table.kinds.get(name);
    if (kind === undefined && table.ciphers) {
      ciphers.push(name);
      options.push({ name: 'cipher', value: name });
    } else if (kind === undefined) {
      if (!table.digests) throw usageFailure(command, `Unknown option: -${name}`);
      if (!isDigestName(name)) throw usageFailure(command, `Unknown option or message digest: ${name}`);
      digests.push(name);
    } else if (kind === 'flag' || kind === 'unsupported') {
      if (attached !== undefined) throw usageFailure(command, `Option -${name} does not take a value`);
      if (name === 'help') throw new CommandFailure(helpLines(table), 0);
      options.push({ name, value: '' });
    } else {
      const value = attached ?? words[at++];
      if (value === undefined) throw usageFailure(command, `Option -${name} needs a value`);
      checkValue(command, name, kind, value);
      options.push({ name, value });
    }
    if (kind === 'unsupported' || kind === 'unsupported-value')
      throw usageFailure(command, `Option -${name} is not supported by certwright`);
  }
  return { command, options, digests, ciphers, rest: words.slice(at) };
}

/** What `-help` prints: the options certwright has, and those it refuses. */
function helpLines({ command, kinds, digests, ciphers }: OptionTable): string[] {
  const shown = [...kinds]
    .filter(([, kind]) => !kind.startsWith('unsupported'))
    .map(([name, kind]) => ` -${name}${kind === 'flag' ? '' : ` ${kind}`}`);
  const refused = [...kinds].filter(([, kind]) => kind.startsWith('unsupported')).map(([name]) => `-${name}`);
  return [
    `Usage: ${command} [options]`,
    'Options, with the meaning they have in OpenSSL 3.0:',
    ...shown,
    ...(digests ? [` -* (a message digest: ${[...DIGESTS].join(', ')})`] : []),
    ...(ciphers ? [' -* (a cipher: aes128, aes192, aes256, des3)'] : []),
    `Not supported by certwright, and refused: ${refused.join(' ')}`,
  ];
}

/** Value of the last option of that name. */
export function optionValue(line: CommandLine, ...names: readonly string[]): string | undefined {
  return line.options.filter(({ name }) => names.includes(name)).at(-1)?.value;
}

/** Values of all options of that name, in order. */
export function optionValues(line: CommandLine, name: string): string[] {
  return line.options.filter((option) => option.name === name).map(({ value }) => value);
}

/** Value of the last option of that name, one that takes a number. */
export function optionNumber(line: CommandLine, name: string): number | undefined {
  const value = optionValue(line, name);
  return value === undefined ? undefined : parseLong(value);
}

/** An integer as strtol reads it: decimal, `0x` and hexadecimal, or octal behind a leading zero. Undefined for anything else. */
export function parseLong(text: string): number | undefined {
  const [, sign, digits = ''] = /^[ \t\n\v\f\r]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const number = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === '-' ? -number : number;
}

/** True where one of the options was given. */
export function hasOption(line: CommandLine, ...names: readonly string[]): boolean {
  return line.options.some(({ name }) => names.includes(name));
}

/** Value of the last option of that name, one of a few words. Throws a `CommandFailure` for any other. */
export function optionChoice<C extends string>(line: CommandLine, name: string, choices: readonly C[]): C | undefined {
  const value = optionValue(line, name);
  const known = choices.find((choice) => choice === value);
  if (value !== undefined && known === undefined)
    throw new CommandFailure([
      `${line.command}: Value must be one of:`,
      ...choices.map((choice) => `\t${choice}`),
      `${line.command}: Use -help for summary.`,
    ]);
  return known;
}

/** The format an option names, undefined where it was not given. */
export function givenFormat(line: CommandLine, name: string): 'PEM' | 'DER' | undefined {
  return hasOption(line, name) ? formatOption(line, name) : undefined;
}

/** The format an option names: PEM where it was not given. */
export function formatOption(line: CommandLine, name: string): 'PEM' | 'DER' {
  const value = optionValue(line, name);
  return value !== undefined && /^[da]/i.test(value) ? 'DER' : 'PEM';
}

function splitOption(word: string): { readonly name: string; readonly attached?: string } {
  const text = word.slice(word.startsWith('--') ? 2 : 1);
  const equal = text.indexOf('=');
  return equal < 0 ? { name: text } : { name: text.slice(0, equal), attached: text.slice(equal + 1) };
}

function checkValue(command: string, name: string, kind: OptionKind, value: string): void {
  if (kind === 'any-format' && /^(?:engine|e|http|msblob|nss|p12|pkcs12|pvk|smime|text)$/i.test(value))
    throw usageFailure(command, `Option -${name} ${value} is not supported by certwright`);
  if (kind === 'format' || kind === 'any-format') {
    if (!/^(?:pem|p|der|d|asn1)$/i.test(value))
      throw usageFailure(command, `Bad format "${value}"`, `Invalid format "${value}" for option -${name}`);
    return;
  }
  if (kind !== 'integer' && kind !== 'positive' && kind !== 'wide') return;
  const number = parseLong(value);
  if (number === undefined || Math.abs(number) >= 2 ** 63) {
    const kindOfNumber = /^0x/i.test(value) ? 'a hexadecimal' : value.startsWith('0') ? 'an octal' : 'a';
    throw usageFailure(command, `Can't parse "${value}" as ${kindOfNumber} number`);
  }
  const limit = kind === 'wide' ? 2 ** 53 : 2 ** 31;
  if (number >= limit || number < -limit) throw usageFailure(command, `Value "${value}" outside integer range`);
  if (kind === 'positive' && number <= 0) throw usageFailure(command, `Non-positive number "${value}" for option -${name}`);
}

const DIGESTS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  `md5 sha1 sha224 sha256 sha384 sha512 sha512-224 sha512-256 sha3-224 sha3-256 sha3-384 sha3-512 shake128 shake256
  sha-1 sha-224 sha-256 sha-384 sha-512 sha2-224 sha2-256 sha2-384 sha2-512 shake-128 shake-256
  blake2b512 blake2s256 md4 md5-sha1 ripemd ripemd160 rmd160 sm3 ssl3-md5 ssl3-sha1 whirlpool`.split(/\s+/),
);

/** OpenSSL's names of message digests; letter case does not matter. */
function isDigestName(name: string): boolean {
  return DIGESTS.has(name.toLowerCase());
}
