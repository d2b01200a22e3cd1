/** Gathers the files that the doctor wants to see: contents, owners and modes. Nothing is written, and what cannot be read is noted as that. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type DoctorInput, type FileStat, filesToRead } from '../../../lib/postgres/index.ts';

/** Larger files are no configuration and no certificates; CRLs may be large. */
const MAX_OCTETS = 256 * 1024 * 1024;
/** What lies in the data folder besides: more are not looked at. */
const MAX_FURTHER = 1000;
const MAX_FURTHER_OCTETS = 1024 * 1024;
const MAX_SMALL = 64 * 1024;
const MAX_DEPTH = 3;
/** Folders of the server's own, with its data. */
const OWN_FOLDERS = /^(?:base|global|pg_\w+|log)$/;

/** What is read so far. */
interface Gathered {
  readonly files: Record<string, Uint8Array>;
  readonly stats: Record<string, FileStat>;
}

/** Reads until the doctor has no further wish; `input` names the places. */
export function gatherFiles(input: Omit<DoctorInput, 'files' | 'stats'>): DoctorInput {
  const gathered: Gathered = { files: {}, stats: {} };
  const tried = new Set<string>();
  for (;;) {
    const wanted = filesToRead({ ...input, ...gathered }).filter((path) => !tried.has(path));
    if (wanted.length === 0) break;
    for (const path of wanted) {
      tried.add(path);
      if (path.endsWith('/') && path !== '/') readFolder(path.slice(0, -1), path === `${input.folder ?? ''}/`, gathered, tried);
      else readOne(path, gathered);
    }
  }
  return { ...input, ...gathered, further: readFurther(input.folder, gathered) };
}

function readOne(path: string, { files, stats }: Gathered): void {
  const stat = statOf(path);
  stats[path] = stat;
  if ('error' in stat || stat.kind !== 'file') return;
  try {
    if (statSync(path).size <= MAX_OCTETS) files[path] = readFileSync(path);
  } catch {
    // The server may be able to read what we cannot; its stat tells.
  }
}

/** Lists a folder; those of the configuration are read, the data folder itself is not. */
function readFolder(folder: string, data: boolean, gathered: Gathered, tried: Set<string>): void {
  gathered.stats[folder] = statOf(folder);
  if (data) return;
  const names = namesIn(folder);
  if (names === undefined) return;
  gathered.files[`${folder}/`] = new Uint8Array();
  for (const name of names) {
    tried.add(`${folder}/${name}`);
    readOne(`${folder}/${name}`, gathered);
  }
}

/** Certificates and keys that lie about: in the data folder, and beside the files that are named. */
function readFurther(folder: string | undefined, gathered: Gathered): string[] {
  const named = Object.keys(gathered.files).filter((path) => /\.(?:crt|pem|key|cer|cert)$/i.test(path));
  const folders = new Set([...(folder === undefined ? [] : [folder]), ...named.map((path) => dirname(path))]);
  // folders that all the system shares are not about this server
  const own = [...folders].filter((path) => !path.startsWith('/etc/ssl') && !path.startsWith('/usr'));
  const found = [...new Set(own.flatMap((path) => filesBelow(path, path === folder ? MAX_DEPTH : 0)))];
  const further: string[] = [];
  for (const path of found.slice(0, MAX_FURTHER)) {
    const known = gathered.files[path] !== undefined;
    if (!known && (statSync(path, { throwIfNoEntry: false })?.size ?? Infinity) > MAX_FURTHER_OCTETS) continue;
    if (!known) readOne(path, gathered);
    const content = gathered.files[path];
    if (content === undefined) continue;
    if (known || /\.(?:crt|pem|key|cer|cert)$/i.test(path) || looksLikeKey(content)) further.push(path);
    else delete gathered.files[path];
  }
  return further;
}

/** Files of a folder and of those in it that may hold keys or certificates: by their names, or small ones of any name. */
function filesBelow(folder: string, depth: number): string[] {
  return (namesIn(folder) ?? []).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) return depth === 0 || OWN_FOLDERS.test(name) ? [] : filesBelow(path, depth - 1);
    if (stat?.isFile() !== true) return [];
    return /\.(?:crt|pem|key|cer|cert)$/i.test(name) || (stat.size > 0 && stat.size <= MAX_SMALL) ? [path] : [];
  });
}

/** PEM somewhere near the beginning, or DER. */
function looksLikeKey(content: Uint8Array): boolean {
  return content[0] === 0x30 || Buffer.from(content.subarray(0, MAX_SMALL)).includes('-----BEGIN ');
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
}

/** What stat says, after symbolic links. */
export function statOf(path: string): FileStat {
  try {
    const stat = statSync(path);
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
    return { kind, uid: stat.uid, gid: stat.gid, mode: stat.mode & 0o7777 };
  } catch (error) {
    return { error: (error as NodeJS.ErrnoException).code ?? 'EIO' };
  }
}

/** postgresql.conf of a data folder: in it, or where Debian keeps it, /etc/postgresql/<version>/<cluster>. */
export function findConf(folder: string): string {
  const inside = join(folder, 'postgresql.conf');
  const debian = join('/etc/postgresql', basename(dirname(resolve(folder))), basename(resolve(folder)), 'postgresql.conf');
  return !existsSync(inside) && existsSync(debian) ? debian : inside;
}

/** User and groups by name, from /etc/passwd and /etc/group; undefined where there is no such user. */
export function findAccount(name: string): { readonly euid: number; readonly egids: readonly number[] } | undefined {
  const [, , uid, gid] = linesOf('/etc/passwd').find((fields) => fields[0] === name) ?? [];
  if (uid === undefined || gid === undefined) return undefined;
  return { euid: Number(uid), egids: [Number(gid), ...groupsOf(name)] };
}

/** The account of a user id. */
export function accountOf(uid: number, gid: number): { readonly euid: number; readonly egids: readonly number[] } {
  const name = linesOf('/etc/passwd').find((fields) => fields[2] === String(uid))?.[0];
  return (name === undefined ? undefined : findAccount(name)) ?? { euid: uid, egids: [gid] };
}

function groupsOf(name: string): number[] {
  return linesOf('/etc/group')
    .filter((fields) => fields[3]?.split(',').includes(name))
    .map((fields) => Number(fields[2]));
}

function linesOf(file: string): string[][] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
