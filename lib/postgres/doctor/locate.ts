/** Where a server looks for its files, and what its settings are (guc.c: SelectConfigFiles). */
import { parseConf, type ConfError, type ConfEntry } from '../conf/parse.ts';
import { printedFile } from '../conf/passphrase-command.ts';
import { folderOf, resolvePath } from '../conf/paths.ts';
import { applySettings, type Setting, type SettingError } from '../conf/settings.ts';
import { mayRead } from '../server/key-file.ts';
import { readable, type Text, toOctetString } from '../octets.ts';
import type { DoctorInput } from './types.ts';

/** The configuration as far as it can be read. */
export interface Located {
  readonly version: number;
  /** Neither configuration nor folder were given: only the files that are named count, no defaults. */
  readonly alone: boolean;
  /** Version that the data folder was made by, undefined where there is no folder or it does not say. */
  readonly folderVersion: number | undefined;
  /** Absolute path of postgresql.conf. */
  readonly conf: string;
  readonly autoConf: string | undefined;
  /** The data folder proper, which is not that of postgresql.conf where data_directory says so. */
  readonly data: string | undefined;
  readonly hba: string | undefined;
  readonly ident: string | undefined;
  readonly entries: readonly ConfEntry[];
  readonly confErrors: readonly ConfError[];
  readonly settingErrors: readonly SettingError[];
  readonly settings: ReadonlyMap<string, Setting>;
  /** Included files and folders that the input has not. */
  readonly missing: readonly string[];
}

/** Versions this library knows. */
const OLDEST = 12;
const NEWEST = 18;
/** Where nobody says which it is. */
const DEFAULT = 17;

/** Reads the configuration. */
export function locate(input: DoctorInput): Located {
  const { files, folder, commandLine = {} } = input;
  const alone = input.configFile === undefined && folder === undefined;
  const conf = input.configFile ?? `${folder ?? ''}/postgresql.conf`;
  const main = parseConf(files[conf] ?? '', { file: conf, included: files });
  const confErrors: ConfError[] = [...main.errors];
  if ((files[conf] === undefined || !mayRead(input.stats[conf], input.server)) && !alone) {
    const message = `could not access the server configuration file "${conf}": No such file or directory`;
    confErrors.push({ code: 'conf-missing', file: conf, line: 1, message });
  }
  const named = commandLine['data_directory'] ?? main.entries.filter(({ name }) => name === 'data_directory').at(-1)?.value;
  const data = named === undefined || named === '' ? folder : resolvePath(folder ?? folderOf(conf), named);
  const folderVersion = data === undefined ? undefined : versionIn(files[`${data}/PG_VERSION`]);
  const version = Math.min(NEWEST, Math.max(OLDEST, input.version ?? folderVersion ?? DEFAULT));
  const autoConf = data === undefined ? undefined : `${data}/postgresql.auto.conf`;
  const auto = autoConf === undefined ? undefined : files[autoConf];
  const second = auto === undefined || autoConf === undefined ? undefined : parseConf(auto, { file: autoConf, included: files });
  const entries = [...main.entries, ...(second?.entries ?? [])];
  if (second !== undefined) confErrors.push(...second.errors);
  const { settings, errors } = applySettings(entries, commandLine, version);
  const place = (name: string, standard: string): string | undefined => {
    const value = settings.get(name)?.value ?? '';
    if (value !== '') return resolvePath(folder ?? folderOf(conf), value);
    return folder === undefined ? undefined : `${folder}/${standard}`;
  };
  return {
    version,
    alone,
    folderVersion,
    conf,
    autoConf,
    data,
    hba: place('hba_file', 'pg_hba.conf'),
    ident: place('ident_file', 'pg_ident.conf'),
    entries,
    confErrors,
    settingErrors: errors,
    settings,
    missing: [...main.missing, ...(second?.missing ?? [])],
  };
}

function versionIn(text: Text | undefined): number | undefined {
  const [, major] = /^\s*(\d+)/.exec(text === undefined ? '' : readable(toOctetString(text))) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** Where a TLS setting's file is; undefined where the setting is empty or unknown to the version. */
export function fileOf(located: Located, setting: string): string | undefined {
  const { value = '', source } = located.settings.get(setting) ?? {};
  if (located.alone && source === 'default') return undefined;
  return value === '' ? undefined : resolvePath(located.data ?? folderOf(located.conf), value);
}

/** The places of a server's files, as far as its settings say; undefined where nothing does. */
export interface ServerPlaces {
  /** Major version by which the files are read. */
  readonly version: number;
  readonly conf: string;
  readonly data: string | undefined;
  readonly hba: string | undefined;
  readonly ident: string | undefined;
  /** The setting `ssl`. */
  readonly ssl: boolean;
  readonly cert: string | undefined;
  readonly ca: string | undefined;
  readonly crl: string | undefined;
  readonly crlDir: string | undefined;
}

/** Where a server's files are. */
export function findPlaces(input: DoctorInput): ServerPlaces {
  const located = locate(input);
  const { version, conf, data, hba, ident, settings } = located;
  const place = (name: string): string | undefined => fileOf(located, name);
  const ssl = settings.get('ssl')?.value === 'on';
  const [cert, ca, crl, crlDir] = [place('ssl_cert_file'), place('ssl_ca_file'), place('ssl_crl_file'), place('ssl_crl_dir')];
  return { version, conf, data, hba, ident, ssl, cert, ca, crl, crlDir };
}

/** Settings that name files which the doctor reads. */
const FILE_SETTINGS: readonly string[] = ['ssl_cert_file', 'ssl_key_file', 'ssl_ca_file', 'ssl_crl_file', 'ssl_dh_params_file'];

/**
 * Paths that `diagnose` would like to look at and that the input has neither content nor stat of; folders, whose members are wanted too, with `/` at the end.
 * A caller reads what there is and asks again until nothing new comes.
 *
 * ```ts
 * import { filesToRead } from 'certwright/postgres';
 * const wanted = filesToRead({ at: 0, folder: '/pg', files: {}, stats: {} });
 * if (!wanted.includes('/pg/postgresql.conf')) throw new Error('it begins with the configuration');
 * ```
 */
export function filesToRead(input: DoctorInput): string[] {
  const located = locate(input);
  const { alone, conf, autoConf, data, hba, ident, missing } = located;
  const crlFolder = fileOf(located, 'ssl_crl_dir');
  const printed = printedFile(located.settings.get('ssl_passphrase_command')?.value ?? '');
  const all = [
    ...(alone ? [] : [conf]),
    ...(data === undefined ? [] : [`${data}/`, `${data}/PG_VERSION`]),
    ...(autoConf === undefined ? [] : [autoConf]),
    ...missing,
    ...(hba === undefined ? [] : [hba]),
    ...(ident === undefined ? [] : [ident]),
    ...FILE_SETTINGS.flatMap((name) => fileOf(located, name) ?? []),
    ...(crlFolder === undefined ? [] : [`${crlFolder}/`]),
    ...(printed === undefined ? [] : [resolvePath(data ?? folderOf(conf), printed)]),
  ];
  return [...new Set(all)].filter((path) => input.files[path] === undefined && input.stats[path.replace(/(?<=.)\/$/, '')] === undefined);
}
