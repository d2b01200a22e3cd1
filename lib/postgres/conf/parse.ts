/**
 * postgresql.conf with the files it includes (guc-file.l: ParseConfigFile, ParseConfigDirectory; manual 20.1.2 and 20.1.5). Files come in by path; nothing
 * is opened here.
 */
import type { Text } from '../octets.ts';
import { foldName } from './names.ts';
import { baseName, folderOf, resolvePath } from './paths.ts';
import { scanConf } from './scan.ts';

/** A setting as it stands in a file. */
export interface ConfEntry {
  readonly name: string;
  readonly value: string;
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
}

/** Why the server refuses all of its configuration: at start it ends, at reload nothing of the new files applies. */
export interface ConfError {
  readonly code:
    | 'conf-syntax-error'
    | 'conf-missing'
    | 'conf-include-missing'
    | 'conf-include-recursion'
    | 'conf-include-too-deep'
    | 'conf-include-empty-name'
    | 'conf-too-large';
  readonly file: string;
  readonly line: number;
  /** The server's words. */
  readonly message: string;
}

/** Where the files are. */
export interface ConfOptions {
  /** Absolute path of the file itself. */
  readonly file: string;
  /** Contents of further files by absolute path; a path that ends in `/` says that a folder exists. What is absent is missing. */
  readonly included?: Readonly<Record<string, Text>> | undefined;
}

/** What the files say, in the order in which the server takes it. */
export interface ParsedConf {
  readonly entries: readonly ConfEntry[];
  readonly errors: readonly ConfError[];
  /** Paths of included files and folders (these with `/` at the end) that `included` has not. */
  readonly missing: readonly string[];
}

/** Deepest include, the file itself being 0. */
const MAX_DEPTH = 10;
/** Ours: files that include each other many times over would grow without end. */
const MAX_FILES = 2000;

/**
 * Reads postgresql.conf. Never throws; errors are values with file and line.
 *
 * ```ts
 * import { parseConf } from 'certwright/postgres';
 * const { entries, errors } = parseConf("ssl = on\nssl_ca_file 'root.crt' # both forms\nssl_cert_file = server.crt", { file: '/etc/postgresql.conf' });
 * if (entries[1]?.value !== 'root.crt' || errors[0]?.line !== 3) throw new Error('a name with a dot needs quotes');
 * ```
 */
export function parseConf(text: Text, { file, included = {} }: ConfOptions): ParsedConf {
  const entries: ConfEntry[] = [];
  const errors: ConfError[] = [];
  const missing = new Set<string>();
  let files = 0;

  const fail = (code: ConfError['code'], place: { file: string; line: number }, message: string): void => {
    errors.push({ code, ...place, message });
  };

  const readFile = (content: Text, path: string, depth: number): void => {
    if (++files > MAX_FILES) return fail('conf-too-large', { file: path, line: 1 }, `more than ${MAX_FILES} files are included`);
    const scanned = scanConf(content, path);
    for (const error of scanned.errors) fail('conf-syntax-error', { file: path, line: error.line }, error.message);
    for (const { line, name, value } of scanned.lines) {
      if (files > MAX_FILES) return;
      const place = { file: path, line };
      switch (foldName(name)) {
        case 'include':
          include(value, place, depth + 1, true);
          break;
        case 'include_if_exists':
          include(value, place, depth + 1, false);
          break;
        case 'include_dir':
          includeFolder(value, place, depth + 1);
          break;
        default:
          entries.push({ name, value, ...place });
      }
    }
  };

  const include = (name: string, place: { file: string; line: number }, depth: number, strict: boolean): void => {
    if (/^[ \t\r\n]*$/.test(name)) return fail('conf-include-empty-name', place, `empty configuration file name: "${name}"`);
    const tooDeep = `could not open configuration file "${name}": maximum nesting depth exceeded`;
    if (depth > MAX_DEPTH) return fail('conf-include-too-deep', place, tooDeep);
    const path = resolvePath(folderOf(place.file), name);
    if (path === place.file) return fail('conf-include-recursion', place, `configuration file recursion in "${path}"`);
    const content = included[path];
    if (content !== undefined) return readFile(content, path, depth);
    missing.add(path);
    if (strict) fail('conf-include-missing', place, `could not open configuration file "${path}": No such file or directory`);
  };

  const includeFolder = (name: string, place: { file: string; line: number }, depth: number): void => {
    if (/^[ \t\r\n]*$/.test(name)) return fail('conf-include-empty-name', place, `empty configuration directory name: "${name}"`);
    const folder = resolvePath(folderOf(place.file), name);
    const members = Object.keys(included).filter((path) => folderOf(path) === folder && !path.endsWith('/'));
    if (members.length === 0 && included[`${folder}/`] === undefined) {
      missing.add(`${folder}/`);
      return fail('conf-include-missing', place, `could not open configuration directory "${folder}": No such file or directory`);
    }
    for (const path of members.filter(isConfFile).sort()) include(path, place, depth, true);
  };

  readFile(text, file, 0);
  return { entries, errors, missing: [...missing] };
}

/** Files of include_dir: `*.conf`, none that is hidden. */
function isConfFile(path: string): boolean {
  const name = baseName(path);
  return name.length >= 6 && !name.startsWith('.') && name.endsWith('.conf');
}
