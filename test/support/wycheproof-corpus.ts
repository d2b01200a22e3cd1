/**
 * The Wycheproof files, as the portable suite in test/vectors/wycheproof reads them: from the corpora folder in Node; in the bundles for other
 * runtimes, test/runtimes replaces this module by one of the same exports with some vectors of each file inlined.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findCorpus } from './corpora.ts';

const folder = findCorpus('wycheproof');

/** Whether the corpus is here. */
export const wycheproofPresent: boolean = folder !== undefined;

/** Names of the files present ("ed25519_test.json"), sorted. */
export const wycheproofFiles: readonly string[] = folder === undefined ? [] : readdirSync(folder).filter(isWycheproofFile).sort();

/** Whether a file is one of vectors, and not of a cipher that the library does not have; only these are inlined for the other runtimes. */
export function isWycheproofFile(name: string): boolean {
  return /^(?!aes_(?!cbc)).*_test\.json$/.test(name);
}

/** The parsed JSON of one file. */
export function readWycheproof(file: string): unknown {
  if (folder === undefined) throw new Error('the Wycheproof corpus is absent');
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
