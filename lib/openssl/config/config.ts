/**
 * The configuration file language of OpenSSL (config(5) of OpenSSL 3.0): sections of `name = value` lines with quotes, escapes, `$variables`,
 * `.include` and `.pragma`.
 *
 * A lookup falls back to the section `default` and, in the section `ENV`, to the environment. A name given twice in a section keeps its last value, at
 * the later place. A file named by `.include` that is missing is passed over, as OpenSSL does; it is noted in `missing`, so that a command can say so.
 *
 * Left out: the modules that `openssl_conf` would load (providers, engines, SSL settings), which mean nothing here.
 */
import { fromLatin1 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { expandValue } from './value.ts';
import { continues, cutComment, endOfName, skipWhite, trimEnd } from './scan.ts';

/** One `name = value` line, expanded. */
export interface ConfigEntry {
  readonly name: string;
  readonly value: string;
}

/** A configuration. Names and values are octet texts. */
export interface Config {
  /** Section name to its names and values, in order. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What the section `ENV` falls back to. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Files named by `.include` that could not be read. */
  readonly missing: readonly string[];
}

/** What reading a configuration needs from outside. */
export interface ConfigSource {
  /** The files an `.include` of this path means, in order: one file, or the `.cnf` and `.conf` files of a folder; undefined where there is nothing. */
  include(path: string): Promise<readonly { readonly path: string; readonly octets: Uint8Array }[] | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Deepest `.include` in `.include`; a file that includes itself ends here. OpenSSL has no such bound and runs out of memory. */
export const MAX_INCLUDE_DEPTH = 16;

/** Most octets read in all, included files counted as often as they are included. The system's own file has 12 kB. */
export const MAX_CONFIG_OCTETS: number = 4 * 1024 * 1024;

/**
 * Reads a configuration. Throws `config-syntax` (OpenSSL's reason in the message, the line as `offset`) and `config-too-large`.
 *
 * ```ts
 * import { configValue, parseConfig } from 'certwright/openssl';
 * const octets = new TextEncoder().encode('dir = /etc\n[ca]\ncertificate = $dir/ca.crt # the CA\n');
 * const config = await parseConfig(octets, { env: {}, include: async () => undefined });
 * if (configValue(config, 'ca', 'certificate') !== '/etc/ca.crt') throw new Error('not expanded');
 * ```
 */
export async function parseConfig(octets: Uint8Array, source: ConfigSource): Promise<Config> {
  const state: State = {
    sections: new Map([['default', new Map()]]),
    env: source.env,
    missing: [],
    dollarInNames: false,
    section: 'default',
    octets: 0,
  };
  await readText(octets, source, state, 0);
  return state;
}

/** A value, from the section, the environment (section `ENV`) or the section `default`. */
export function configValue(config: Config, section: string | undefined, name: string): string | undefined {
  if (section !== undefined) {
    const own = find(config, section, name);
    if (own !== undefined) return own;
    const fromEnvironment = section === 'ENV' ? config.env[name] : undefined;
    if (fromEnvironment !== undefined) return fromEnvironment;
  }
  return find(config, 'default', name);
}

/** The lines of a section, or undefined where there is no such section. */
export function configSection(config: Config, section: string): readonly ConfigEntry[] | undefined {
  const lines = config.sections.get(section);
  return lines === undefined ? undefined : Array.from(lines, ([name, value]) => ({ name, value }));
}

interface State extends Config {
  readonly sections: Map<string, Map<string, string>>;
  readonly missing: string[];
  /** `.pragma = dollarid:on`: a `$` may stand in names, and only `${…}` and `$(…)` are variables. */
  dollarInNames: boolean;
  includeFolder?: string;
  absolutePaths?: boolean;
  /** The section new lines belong to; an included file starts in it and may leave another. */
  section: string;
  octets: number;
}

async function readText(octets: Uint8Array, source: ConfigSource, state: State, depth: number): Promise<void> {
  state.octets += octets.length;
  if (state.octets > MAX_CONFIG_OCTETS) throw new PkiError('config-too-large', `more than ${MAX_CONFIG_OCTETS} octets of configuration`);
  const lines = fromLatin1(octets)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .split('\n');
  for (let at = 0; at < lines.length; at++) {
    const parts: string[] = [];
    let part = stripReturn(lines[at] as string);
    while (continues(part) && at + 1 < lines.length) {
      parts.push(part.slice(0, -1));
      part = stripReturn(lines[++at] as string);
    }
    parts.push(part);
    try {
      await readLine(parts.join(''), source, state, depth);
    } catch (error) {
      if (error instanceof PkiError && error.offset === undefined && error.code === 'config-syntax')
        throw new PkiError(error.code, error.message, { offset: at + 1 });
      throw error;
    }
  }
}

async function readLine(raw: string, source: ConfigSource, state: State, depth: number): Promise<void> {
  const line = cutComment(raw);
  const start = skipWhite(line, 0);
  if (start === line.length) return;
  if (line[start] === '[') {
    openSection(line, start + 1, state);
    return;
  }
  let end = endOfName(line, start, state.dollarInNames);
  let section = state.section;
  let name = line.slice(start, end);
  if (line.startsWith('::', end)) {
    section = name;
    const nameStart = end + 2;
    end = endOfName(line, nameStart, state.dollarInNames);
    name = line.slice(nameStart, end);
  }
  const behind = skipWhite(line, end);
  const directive = /^\.(pragma|include)/.exec(name);
  if (directive !== null && (name.length === directive[0].length ? behind > end || line[behind] === '=' : false)) {
    const argument = trimEnd(line.slice(line[behind] === '=' ? skipWhite(line, behind + 1) : behind));
    if (directive[1] === 'pragma') readPragma(argument, state);
    else await readInclude(expandValue(argument, section, state, lookUp(state)), source, state, depth);
    return;
  }
  if (line[behind] !== '=') throw new PkiError('config-syntax', `missing equal sign: HERE-->${line.slice(behind, behind + 80)}`);
  const value = expandValue(trimEnd(line.slice(skipWhite(line, behind + 1))), section, state, lookUp(state));
  setValue(state, section, { name, value });
}

/** `[ name ]`: the name may hold spaces inside. */
function openSection(line: string, from: number, state: State): void {
  const start = skipWhite(line, from);
  let at = start;
  let end: number;
  for (;;) {
    end = endOfName(line, at, state.dollarInNames);
    const behind = skipWhite(line, end);
    if (line[behind] === ']') break;
    if (behind === line.length || behind === at) throw new PkiError('config-syntax', 'missing close square bracket');
    at = behind;
  }
  state.section = expandValue(line.slice(start, end), undefined, state, lookUp(state));
  if (!state.sections.has(state.section)) state.sections.set(state.section, new Map());
}

function readPragma(text: string, state: State): void {
  const colon = text.indexOf(':');
  const name = trimEnd(colon < 0 ? text : text.slice(0, colon));
  const value = colon < 0 ? '' : text.slice(skipWhite(text, colon + 1));
  if (name === '' || value === '') throw new PkiError('config-syntax', 'invalid pragma');
  const flag = value === 'on' || value === 'true' ? true : value === 'off' || value === 'false' ? false : undefined;
  if (name === 'dollarid' || name === 'abspath') {
    if (flag === undefined) throw new PkiError('config-syntax', 'invalid pragma');
    if (name === 'dollarid') state.dollarInNames = flag;
    else state.absolutePaths = flag;
  } else if (name === 'includedir') state.includeFolder = value;
}

async function readInclude(named: string, source: ConfigSource, state: State, depth: number): Promise<void> {
  if (depth >= MAX_INCLUDE_DEPTH) throw new PkiError('config-syntax', `.include nested deeper than ${MAX_INCLUDE_DEPTH}`);
  const folder = state.env['OPENSSL_CONF_INCLUDE'] ?? state.includeFolder;
  const absolute = named.startsWith('/');
  if (state.absolutePaths === true && !absolute) throw new PkiError('config-syntax', `relative path: ${named}`);
  const path = absolute || folder === undefined ? named : `${folder}/${named}`;
  const files = await source.include(path);
  if (files === undefined) state.missing.push(path);
  for (const file of files ?? []) await readText(file.octets, source, state, depth + 1);
}

function setValue(state: State, section: string, { name, value }: ConfigEntry): void {
  const lines = state.sections.get(section) ?? new Map<string, string>();
  lines.delete(name);
  lines.set(name, value);
  state.sections.set(section, lines);
}

function lookUp(state: State): (section: string | undefined, name: string) => string | undefined {
  return (section, name) => configValue(state, section, name);
}

function find(config: Config, section: string, name: string): string | undefined {
  return config.sections.get(section)?.get(name);
}

function stripReturn(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end--;
  return line.slice(0, end);
}
