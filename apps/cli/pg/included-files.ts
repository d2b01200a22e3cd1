/**
 * The files that pg_hba.conf and pg_ident.conf include (`@file`, `include`, `include_if_exists`, `include_dir`), by the paths under which the library
 * asks for them: relative to the main file's folder. Names are looked for generously, in comments too; a file that is not asked for does no harm, and
 * one that cannot be read is missing, as it is for the server.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { CliFailure } from '../talk.ts';

/** More files, or more octets, are no configuration but an accident. */
const MAX_FILES = 1000;
const MAX_OCTETS = 64 * 1024 * 1024;

/** A name without or with quotes, as the server joins it. */
const NAME = '(?:"[^"]*"|[^\\s,#"])+';
const LIST = new RegExp(`@(${NAME})`, 'g');
const DIRECTIVE = new RegExp(`^[ \\t]*"?include(?:_if_exists|_dir)?"?[ \\t]+(${NAME})`, 'gm');

/** Included files by path; a path that ends in `/` says that a folder exists. */
export type IncludedFiles = Record<string, Uint8Array>;

/** Reads what a file of the folder `folder` with these octets includes, directly and indirectly. */
export function readIncluded(folder: string, main: Uint8Array): IncludedFiles {
  // Without a prototype, so that every name is a name.
  const found = Object.create(null) as IncludedFiles;
  const seen = new Set<string>();
  const waiting: { readonly path: string; readonly octets: Uint8Array }[] = [{ path: '', octets: main }];
  let total = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of namesIn(next.octets)) {
      const path = normalize(isAbsolute(name) ? name : join(dirname(next.path), name));
      for (const file of filesAt(folder, path, found)) {
        if (seen.has(file)) continue;
        seen.add(file);
        const octets = read(onDisk(folder, file));
        if (octets === undefined) continue;
        total += octets.length;
        if (seen.size > MAX_FILES || total > MAX_OCTETS) throw new CliFailure(`the files in ${folder} include more than can be read`);
        found[file] = octets;
        waiting.push({ path: file, octets });
      }
    }
  }
  return found;
}

function namesIn(octets: Uint8Array): string[] {
  const text = Buffer.from(octets)
    .toString('utf8')
    .replaceAll(/\\\r?\n/g, '');
  return [LIST, DIRECTIVE].flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name.replaceAll('"', '')));
}

/** The file itself, or those of a folder, which is noted. */
function filesAt(folder: string, path: string, found: IncludedFiles): string[] {
  const place = onDisk(folder, path);
  try {
    if (!statSync(place).isDirectory()) return [path];
    found[`${path}/`] = new Uint8Array();
    return readdirSync(place).map((name) => join(path, name));
  } catch {
    return [];
  }
}

function onDisk(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function read(path: string): Uint8Array | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
