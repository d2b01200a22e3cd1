/**
 * The picture of the house, enforced: a file imports from a lower rank or from its own folder only, no file cycles (`import type` counts), apps
 * use published entry points, only lib/api touches the clock and randomness, algorithms reach path/ and issue/ as arguments. lib/README.md is the map.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'oxc-parser';
import { repositoryRoot } from './support/corpora.ts';
import { entryPoints, manifest } from './support/package-map.ts';

const ranks: readonly (readonly string[])[] = [
  ['lib/base'],
  ['lib/asn1'],
  ['lib/oids'],
  ['lib/keys'],
  ['lib/x509', 'lib/crypto'],
  ['lib/keystore', 'lib/issue', 'lib/path'],
  ['lib/api', 'lib/openssl-verify'],
  ['lib/postgres'],
  ['lib/openssl'],
  ['lib/text', 'lib/idna'],
  ['lib/testing'],
  ['lib'],
  ['apps/cli', 'apps/page'],
];
const rankOf = new Map(ranks.flatMap((folders, rank) => folders.map((folder) => [folder, rank] as const)));

/** Packages each folder may import; a folder that is not named here imports none. lib/asn1/ber.ts alone has asn1js. */
const packagesOf: Readonly<Record<string, RegExp>> = {
  'lib/asn1/ber.ts': /^asn1js$/,
  'lib/idna': /^tr46$/,
  'lib/crypto': /^@noble\/(?:curves|hashes|ciphers|post-quantum)\//,
  'apps/cli': /^node:|^(?:commander|cli-table3)$/,
};

interface Source {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  readonly folder: string;
  readonly imports: readonly { readonly target: string; readonly typeOnly: boolean }[];
  readonly packages: readonly string[];
  readonly impure: readonly string[];
}

const sources = new Map(['lib', 'apps'].flatMap(filesOf).map((file) => [file, readSource(file)] as const));

describe('architecture', () => {
  it('knows every folder', () => {
    const unknown = [...sources.values()].filter((source) => !rankOf.has(source.folder)).map((source) => source.file);
    assert.deepEqual(unknown, []);
    assert.ok(sources.size > 20, `only ${sources.size} sources found`);
  });

  it('imports only from lower ranks or the own folder', () => {
    const wrong = edges().filter(({ from, to }) => from.folder !== to.folder && rank(to) >= rank(from));
    assert.deepEqual(wrong.map(show), []);
  });

  it('imports concrete files inside lib, never a published folder index', () => {
    const wrong = edges().filter(({ from, to }) => from.folder.startsWith('lib/') && to.file === `${to.folder}/index.ts`);
    assert.deepEqual(wrong.map(show), []);
  });

  it('has only re-exports in index files', () => {
    const wrong = [...sources.keys()].filter((file) => file.startsWith('lib/') && file.endsWith('/index.ts') && !isBarrel(file));
    assert.deepEqual(wrong, []);
  });

  it('has no import cycles, type imports counted', () => {
    assert.deepEqual(findCycle(), []);
  });

  it('lets apps import published entry points only', () => {
    const published = new Set(Object.values(entryPoints).map(toKey));
    const wrong = edges().filter(({ from, to }) => from.folder.startsWith('apps/') && to.folder !== from.folder && !published.has(to.file));
    assert.deepEqual(wrong.map(show), []);
  });

  it('imports packages only where they belong', () => {
    const wrong = [...sources.values()].flatMap((source) => {
      const allowed = packagesOf[source.file] ?? packagesOf[source.folder];
      return source.packages.filter((name) => allowed?.test(name) !== true).map((name) => `${source.file} imports ${name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('has a line in docs/dependencies.md for every dependency', () => {
    const text = readFileSync(join(repositoryRoot, 'docs/dependencies.md'), 'utf8');
    const names = [
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.devDependencies).filter((name) => !name.startsWith('@types/')),
    ];
    assert.deepEqual(
      names.filter((name) => !text.includes(`\`${name}\``)),
      [],
    );
  });

  it('hands algorithms to path/ and issue/ as arguments: no package within their reach', () => {
    const reach = new Set([...sources.keys()].filter((file) => /^lib\/(?:path|issue)\//.test(file) && !file.endsWith('/index.ts')));
    for (const file of reach) for (const next of sources.get(file)?.imports ?? []) if (!next.typeOnly) reach.add(next.target);
    assert.deepEqual(
      [...reach].filter((file) => (sources.get(file)?.packages.length ?? 0) > 0),
      [],
    );
  });

  it('keeps test/unit and test/security portable: no Node module but assert', () => {
    const tests = ['test/unit', 'test/security'].filter((folder) => existsSync(join(repositoryRoot, folder))).flatMap(filesOf);
    const nodeModules = tests.flatMap((file) =>
      readSource(file)
        .packages.filter((name) => name.startsWith('node:') && !name.startsWith('node:assert'))
        .map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(nodeModules, []);
  });

  it('touches the clock and randomness in lib/api only', () => {
    const wrong = [...sources.values()].filter((source) => source.folder.startsWith('lib') && source.folder !== 'lib/api');
    assert.deepEqual(
      wrong.flatMap((source) => source.impure.map((use) => `${source.file}: ${use}`)),
      [],
    );
  });
});

function filesOf(top: string): string[] {
  return readdirSync(join(repositoryRoot, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${top}/${name.split(sep).join('/')}`);
}

function toKey(path: string): string {
  return relative(repositoryRoot, path).split(sep).join('/');
}

function folderOf(file: string): string {
  const folder = file.split('/').slice(0, 2).join('/');
  return folder.endsWith('.ts') ? 'lib' : folder;
}

function readSource(file: string): Source {
  const text = readFileSync(join(repositoryRoot, file), 'utf8');
  const { module, program, errors } = parseSync(file, text);
  assert.deepEqual(errors, [], file);
  const found: { specifier: string; typeOnly: boolean }[] = [];
  for (const item of module.staticImports) {
    const typeOnly = item.entries.length > 0 && item.entries.every((entry) => entry.isType);
    found.push({ specifier: item.moduleRequest.value, typeOnly });
  }
  for (const item of module.staticExports) {
    for (const entry of item.entries)
      if (entry.moduleRequest !== null) found.push({ specifier: entry.moduleRequest.value, typeOnly: entry.isType });
  }
  for (const item of module.dynamicImports) {
    found.push({ specifier: text.slice(item.moduleRequest.start + 1, item.moduleRequest.end - 1), typeOnly: false });
  }
  const local = found.filter((item) => item.specifier.startsWith('.') && item.specifier.endsWith('.ts'));
  return {
    file,
    folder: folderOf(file),
    imports: local.map((item) => ({ target: toKey(resolve(repositoryRoot, dirname(file), item.specifier)), typeOnly: item.typeOnly })),
    packages: found.filter((item) => !item.specifier.startsWith('.')).map((item) => item.specifier),
    impure: findImpure(program),
  };
}

/** Uses of the clock or of randomness anywhere in a syntax tree; a property named like one counts too, which costs nothing and hides nothing. */
function findImpure(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(findImpure);
  if (typeof node !== 'object' || node === null) return [];
  const record = node as Record<string, unknown>;
  const name = record['type'] === 'Identifier' ? record['name'] : undefined;
  const use = name === 'Date' || name === 'performance' || name === 'getRandomValues' || name === 'randomUUID' ? [name] : [];
  const member = record['type'] === 'MemberExpression' ? (record['property'] as Record<string, unknown>)['name'] : undefined;
  const object = member === 'random' ? (record['object'] as Record<string, unknown>)['name'] : undefined;
  return [...use, ...(object === 'Math' ? ['Math.random'] : []), ...Object.values(record).flatMap(findImpure)];
}

function isBarrel(file: string): boolean {
  const { program } = parseSync(file, readFileSync(join(repositoryRoot, file), 'utf8'));
  return program.body.every(
    (item) => item.type === 'ExportAllDeclaration' || (item.type === 'ExportNamedDeclaration' && item.source !== null),
  );
}

interface Edge {
  readonly from: Source;
  readonly to: Source;
}

/** All imports between files that exist; a missing one is the compiler's business. */
function edges(): Edge[] {
  return [...sources.values()].flatMap((from) =>
    from.imports.flatMap(({ target }) => {
      const to = sources.get(target);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
}

function rank(source: Source): number {
  return rankOf.get(source.folder) ?? Number.POSITIVE_INFINITY;
}

function show({ from, to }: Edge): string {
  return `${from.file} imports ${to.file}`;
}

/** The files of one import cycle, or none. */
function findCycle(): string[] {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const { target } of sources.get(file)?.imports ?? []) {
      const cycle = visit(target, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of sources.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
