/** Maps 'certwright' and 'certwright/x' through package.json's exports to the sources in lib/, so that tests and bundles use the published names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './corpora.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The project's package.json. */
export const manifest: Manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as Manifest;

/** Specifier to absolute source path, for every export that is built from lib/: {'certwright/x509': '/…/lib/x509/index.ts', …}. */
export const entryPoints: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([key, target]) => {
    const file = typeof target === 'string' ? target : (target['default'] ?? '');
    const match = /^\.\/dist\/(lib\/.*)\.js$/.exec(file);
    return match === null ? [] : [[key.replace(/^\./, manifest.name), join(repositoryRoot, `${match[1]}.ts`)]];
  }),
);
