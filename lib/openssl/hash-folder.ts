/** Folders of certificates and CRLs that are found by the hash of a name: `-CApath`. Files are called `hash.0`, `hash.1`, … and `hash.r0`, `hash.r1`, … */
import { PkiError } from '../base/error.ts';
import { sha1 } from '../crypto/hash.ts';
import { nameHash } from '../x509/name-hash.ts';
import type { Name } from '../x509/name.ts';
import { usageFailure } from './failure.ts';
import type { OpensslHost } from './host.ts';
import { type CommandLine, optionValue, optionValues } from './options.ts';

/** Most files of one hash that are looked at. */
const MAX_FILES = 1000;

/** Paths of the files for a name: of certificates, or of CRLs. */
export async function hashFiles(host: OpensslHost, folder: string, name: Name, kind: 'certificates' | 'crls'): Promise<string[]> {
  const found: string[] = [];
  const start = `${folder}/${nameHash(name, sha1)}.${kind === 'crls' ? 'r' : ''}`;
  for (let number = 0; number < MAX_FILES; number++) {
    if (!(await isThere(host, start + number))) break;
    found.push(start + number);
  }
  return found;
}

/** False also for what the system does not tell of, such as links that lead in a circle. */
async function isThere(host: OpensslHost, path: string): Promise<boolean> {
  try {
    return (await host.stat(path)) !== undefined;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}

/** The value of `-CApath`. Throws a usage failure where it is no folder. */
export async function folderOption(line: CommandLine, host: OpensslHost): Promise<string | undefined> {
  for (const path of optionValues(line, 'CApath'))
    if ((await host.stat(path)) !== 'folder') throw usageFailure(line.command, `Not a directory: ${path}`);
  return optionValue(line, 'CApath');
}
