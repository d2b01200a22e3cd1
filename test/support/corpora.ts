/** Where the third-party test corpora lie: the folder in CERTWRIGHT_CORPORA, else ../shared/corpora beside the repository. Never part of the project. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const repositoryRoot: string = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The corpora folder, existing or not. */
export const corporaFolder: string = process.env['CERTWRIGHT_CORPORA'] ?? resolve(repositoryRoot, '../shared/corpora');

/** The full path of a corpus, or undefined where it is absent. */
export function findCorpus(name: string): string | undefined {
  const path = join(corporaFolder, name);
  return existsSync(path) ? path : undefined;
}
