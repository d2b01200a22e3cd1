/** The folder the demo writes: a new one each time, private keys readable by their owner only, nothing ever overwritten. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliFailure } from '../talk.ts';

/** A file to write. */
export interface DemoFile {
  /** Path in the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Private files are 0600, others 0644. */
  readonly secret?: boolean;
}

/** Folders below it that only their owner may enter. */
const PRIVATE_FOLDERS: readonly string[] = ['offline', 'ca'];

/** Highest number tried, so that a full disk of demos ends with a message. */
const MAX_FOLDERS = 10_000;

/** Makes `certwright-demo`, else `-2`, `-3` and so on below `parent`: mkdir refuses a name that is taken, so two runs at once never share one. */
export function makeDemoFolder(parent: string): string {
  for (let number = 1; number <= MAX_FOLDERS; number++) {
    const path = join(parent, number === 1 ? 'certwright-demo' : `certwright-demo-${number}`);
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') throw new CliFailure(`cannot make a folder in ${parent}: ${code ?? String(error)}`);
    }
  }
  throw new CliFailure(`there are ${MAX_FOLDERS} demo folders in ${parent} already`);
}

/** Writes the files; a file that exists is an error, never replaced. */
export function writeDemoFiles(folder: string, files: readonly DemoFile[]): void {
  for (const file of files) {
    try {
      writeDemoFile(folder, file);
    } catch (error) {
      throw new CliFailure(`cannot write ${join(folder, file.path)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }
}

function writeDemoFile(folder: string, { path, text, secret = false }: DemoFile): void {
  const parent = dirname(path);
  if (parent !== '.') mkdirSync(join(folder, parent), { recursive: true, mode: PRIVATE_FOLDERS.includes(parent) ? 0o700 : 0o755 });
  writeFileSync(join(folder, path), text, { flag: 'wx', mode: secret ? 0o600 : 0o644 });
}
