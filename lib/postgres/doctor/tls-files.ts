/** Whether a server takes its TLS files (`decideServerFiles`), told by the doctor's paths. */
import { foreseePassphrase } from '../conf/passphrase-command.ts';
import { baseName, folderOf, resolvePath } from '../conf/paths.ts';
import { loadStoreFile } from '../../openssl-verify/files/store.ts';
import { type FileStat, mayRead } from '../server/key-file.ts';
import type { Text } from '../octets.ts';
import { decideServerFiles, type FileContent, type ServerFilesDecision } from '../server/server-files.ts';
import type { SslSettingName } from '../server/server-settings.ts';
import { DIAGNOSES, type DiagnosisCode } from './codes.ts';
import type { Facts } from './facts.ts';

/** Why the files are refused, or taken and no handshake will work. */
export interface TlsRefusal {
  readonly code: DiagnosisCode;
  readonly file: string;
  readonly line?: number;
  /** The server's words; empty where it says nothing. */
  readonly message: string;
  /** The setting at which it happens. */
  readonly setting: string;
  /** False where the files are taken all the same. */
  readonly refused: boolean;
}

/** Settings that name a file. */
const FILES: Readonly<Partial<Record<SslSettingName, keyof Facts['files']>>> = {
  ssl_cert_file: 'cert',
  ssl_key_file: 'key',
  ssl_ca_file: 'ca',
  ssl_crl_file: 'crl',
  ssl_crl_dir: 'crlFolder',
  ssl_dh_params_file: 'dhParams',
};

const NAMES: readonly SslSettingName[] = [
  'ssl_cert_file',
  'ssl_key_file',
  'ssl_ca_file',
  'ssl_crl_file',
  'ssl_crl_dir',
  'ssl_ciphers',
  'ssl_ecdh_curve',
  'ssl_groups',
  'ssl_dh_params_file',
  'ssl_min_protocol_version',
  'ssl_max_protocol_version',
  'ssl_passphrase_command',
  'ssl_passphrase_command_supports_reload',
];

/** What stops a server with these files, or its clients; undefined where nothing does. */
export function findTlsRefusal(facts: Facts, when: 'start' | 'reload'): TlsRefusal | undefined {
  const { reason, outcome, message, steps } = decide(facts, when);
  if (reason === 'ok' || reason === 'ssl-off') return undefined;
  const step = steps.filter((candidate) => candidate.reason === reason).at(-1);
  // the passphrase's command was not run, so that the steps behind the key are not known; the files there are looked at one by one
  if (reason === 'passphrase-unknown') return findStoreRefusal(facts);
  if (!(reason in DIAGNOSES)) return undefined;
  // settings of the passphrase decide, and what is wrong is the key's file
  const setting = reason.startsWith('passphrase-') ? 'ssl_key_file' : (step?.setting ?? 'ssl_cert_file');
  const role = FILES[setting];
  const file = role === undefined ? undefined : facts.files[role];
  const place = file === undefined ? facts.placeOf(setting) : { file };
  return {
    ...place,
    ...(step?.line === undefined ? {} : { line: step.line }),
    code: reason as DiagnosisCode,
    message,
    setting,
    refused: outcome === 'refused' || outcome === 'kept-old',
  };
}

/** The first of the CA's and CRLs' files that does not load. */
function findStoreRefusal(facts: Facts): TlsRefusal | undefined {
  for (const group of ['ca', 'crl'] as const) {
    const file = facts.files[group];
    const text = file === undefined ? undefined : facts.input.files[file];
    if (file === undefined) continue;
    const fields = { file, setting: `ssl_${group}_file`, refused: true };
    if (text === undefined) return { ...fields, code: `${group}-missing`, message: '' };
    const store = loadStoreFile(text);
    if (store.ok) continue;
    const code = store.problem === 'bad-block' ? (`${group}-bad-block` as const) : group === 'ca' ? 'ca-no-certificate' : 'crl-none-found';
    return { ...fields, code, message: store.words, ...(store.line === undefined ? {} : { line: store.line }) };
  }
  return undefined;
}

function decide(facts: Facts, when: 'start' | 'reload'): ServerFilesDecision {
  const { input, settings, version, windows, server } = facts;
  const values: Partial<Record<SslSettingName, string>> = { ssl: 'on' };
  const files: Record<string, FileContent> = {};
  const stats: Record<string, FileStat> = {};
  const folders: Record<string, Record<string, Text>> = {};
  for (const name of NAMES) {
    const setting = settings.get(name);
    if (setting === undefined) continue;
    const role = FILES[name];
    const path = role === undefined ? undefined : facts.files[role];
    values[name] = path ?? setting.value;
    if (path === undefined) continue;
    const content = contentOf(facts, path);
    if (content !== undefined) files[path] = content;
    const stat = input.stats[path];
    if (stat !== undefined && !windows && !mayBeReadByGroup(facts, stat)) stats[path] = stat;
    if (name === 'ssl_crl_dir') folders[path] = membersOf(facts, path);
  }
  const passphrase = input.passphrase === undefined ? foreseen(facts) : input.passphrase;
  return decideServerFiles(
    {
      version,
      settings: values,
      files,
      folders,
      stats,
      ...(input.securityLevel === undefined ? {} : { securityLevel: input.securityLevel }),
      ...(server === undefined ? {} : { user: server }),
      ...(passphrase === undefined
        ? {}
        : { passphrase: passphrase === null ? { status: 1, output: '' } : { status: 0, output: passphrase } }),
    },
    when,
  );
}

/** What the passphrase's command gives, where that is plain to see. */
function foreseen({ input, data, conf, setting }: Facts): string | null | undefined {
  return foreseePassphrase(setting('ssl_passphrase_command').value, (name) => {
    const path = resolvePath(data ?? folderOf(conf), name);
    const stat = input.stats[path];
    return input.files[path] ?? (stat === undefined ? undefined : null);
  });
}

/** Root's file as it should be, where nobody knows the server's user and groups: it may well be read. */
function mayBeReadByGroup({ server }: Facts, stat: FileStat): boolean {
  return server === undefined && !('error' in stat) && stat.kind === 'file' && stat.uid === 0 && (stat.mode & 0o037) === 0;
}

/** Content, or why it cannot be had; undefined for what does not exist. */
function contentOf({ input, files, server }: Facts, path: string): FileContent | undefined {
  const content = input.files[path];
  const stat = input.stats[path];
  // we may read as root what the server's user may not; a key's stat is judged by itself
  if (content !== undefined) return path === files.key || mayRead(stat, server) ? content : { error: 'EACCES' };
  if (stat === undefined || ('error' in stat && (stat.error === 'ENOENT' || stat.error === 'ENOTDIR'))) return undefined;
  return { error: 'error' in stat ? stat.error : 'EACCES' };
}

function membersOf({ input }: Facts, folder: string): Record<string, Text> {
  return Object.fromEntries(
    Object.entries(input.files)
      .filter(([path]) => !path.endsWith('/') && folderOf(path) === folder)
      .map(([path, text]) => [baseName(path), text]),
  );
}
