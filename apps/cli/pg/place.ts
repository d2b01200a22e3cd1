/**
 * The folder that `certwright pg setup` makes: where its files lie, and writing that loses nothing. A new folder appears whole or not at all; files are
 * replaced all together, the old ones staying beside them under a name with the time behind it.
 */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { escapeText } from '../../../lib/text/index.ts';
import { withCleanUp } from '../demo/clean-up.ts';
import { CliFailure, clearSpinner } from '../talk.ts';

/** Paths in the folder. */
export const PLACES = {
  readme: 'README.txt',
  state: 'certwright-pg.json',
  rootFolder: 'root-offline',
  rootCertificate: 'root-offline/root.crt',
  rootKey: 'root-offline/root.key',
  rootReadme: 'root-offline/README.txt',
  intermediate: 'ca/intermediate.crt',
  intermediateKey: 'ca/intermediate.key',
  serverChain: 'server/server.crt',
  serverKey: 'server/server.key',
  serverRoot: 'server/root.crt',
  serverCrls: 'server/root.crl',
  settings: 'server/postgresql.certwright.conf',
  hba: 'server/pg_hba.certwright.conf',
  ident: 'server/pg_ident.certwright.conf',
} as const;

/** Paths of a user's files. */
export function clientPlaces(folder: string): {
  readonly chain: string;
  readonly key: string;
  readonly root: string;
  readonly crls: string;
} {
  const place = `clients/${folder}`;
  return { chain: `${place}/postgresql.crt`, key: `${place}/postgresql.key`, root: `${place}/root.crt`, crls: `${place}/root.crl` };
}

/** A file to write. */
export interface NewFile {
  /** Path in the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Private files are 0600, others 0644. */
  readonly secret?: boolean;
}

/** Makes the folder with its files: written beside it and renamed, so that it is there whole or not at all. Nothing is ever overwritten. */
export function writeNewFolder(folder: string, files: readonly NewFile[]): void {
  const target = resolve(folder);
  assertFree(folder);
  let draft: string | undefined;
  try {
    draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    for (const file of files) {
      mkdirSync(join(draft, dirname(file.path)), { recursive: true, mode: 0o700 });
      writeNew(join(draft, file.path), file);
    }
    assertFree(folder);
    renameSync(draft, target);
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    throw failure(`cannot make ${escapeText(folder)}`, error);
  }
}

/** Ends the command where there is something of that name, or where there can be nothing. */
export function assertFree(folder: string): void {
  let there: boolean;
  try {
    there = lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw failure(`cannot make ${escapeText(folder)}`, error);
  }
  if (there) throw new CliFailure(`${escapeText(folder)} exists already, and nothing is overwritten; name a new folder`);
}

/**
 * Replaces files of the folder, the first of them first. All are written before any is renamed, and where renaming fails midway what was done is undone.
 * Old files stay, with the suffix that is given back, undefined where there were none.
 */
export function replaceFiles(folder: string, files: readonly NewFile[], at: number): string | undefined {
  const suffix = freeSuffix(folder, files, at);
  const drafts: string[] = [];
  const done: { readonly path: string; readonly kept: string | undefined }[] = [];
  const draftOf = (path: string): string => join(folder, dirname(path), `.${basename(path)}${suffix}.new`);
  try {
    for (const file of files) {
      mkdirSync(join(folder, dirname(file.path)), { recursive: true, mode: 0o700 });
      drafts.push(draftOf(file.path));
      writeNew(draftOf(file.path), file);
    }
    for (const { path } of files) {
      const place = join(folder, path);
      const kept = existsSync(place) ? `${place}${suffix}` : undefined;
      if (kept !== undefined) linkSync(place, kept);
      done.push({ path: place, kept });
      renameSync(draftOf(path), place);
    }
  } catch (error) {
    for (const { path, kept } of done.reverse()) undo(path, kept);
    for (const draft of drafts) rmSync(draft, { force: true });
    throw failure(`cannot write into ${escapeText(folder)}; its files are as they were`, error);
  }
  return done.some(({ kept }) => kept !== undefined) ? suffix : undefined;
}

/** The old file takes its name back; where there was none, the new one goes. */
function undo(path: string, kept: string | undefined): void {
  if (kept === undefined) rmSync(path, { force: true });
  else renameSync(kept, path);
}

/** A suffix of the time that no file has yet. */
function freeSuffix(folder: string, files: readonly NewFile[], at: number): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number++) {
    const suffix = `.old-${time}${number === 1 ? '' : `-${number}`}`;
    if (!files.some(({ path }) => existsSync(join(folder, `${path}${suffix}`)))) return suffix;
  }
}

function writeNew(path: string, { text, secret = false }: NewFile): void {
  writeFileSync(path, text, { flag: 'wx', mode: secret ? 0o600 : 0o644, flush: true });
}

/** Text of a file of the folder; ends the command where it cannot be read. */
export function readPlace(folder: string, path: string): string {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch (error) {
    throw failure(`cannot read ${escapeText(join(folder, path))}`, error);
  }
}

/** Runs `work` while no other command works on the folder. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, '.lock');
  try {
    mkdirSync(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw failure(`cannot write into ${escapeText(folder)}`, error);
    throw new CliFailure(`another command works on ${escapeText(folder)}; if none does, remove ${escapeText(lock)}`);
  }
  const unlock = (): void => rmSync(lock, { recursive: true, force: true });
  return withCleanUp(async (register) => {
    register({ gently: async () => unlock(), atOnce: unlock });
    register({ gently: async () => clearSpinner(), atOnce: clearSpinner });
    return work();
  });
}

/** Whether there is a file of that path in the folder. Ends the command where that cannot be known. */
export function has(folder: string, path: string): boolean {
  try {
    return statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw failure(`cannot read ${escapeText(join(folder, path))}`, error);
  }
}

function failure(what: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  return error instanceof CliFailure || code === undefined ? (error as Error) : new CliFailure(`${what}: ${code}`);
}
