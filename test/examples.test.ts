/**
 * Runs every ```ts block in the doc comments of lib/, in README.md and in docs/, so that examples stay true: each becomes a module of its own in
 * .cache/examples, with 'certwright' and its subpaths mapped to the sources through package.json's exports, and all are type checked once.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './support/corpora.ts';
import { entryPoints } from './support/package-map.ts';

interface Example {
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  readonly module: string;
}

const folder = join(repositoryRoot, '.cache/examples');
const examples = ['lib', 'docs', 'README.md'].flatMap(filesOf).flatMap(readExamples);

describe('examples', () => {
  before(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { code, module } of examples) writeFileSync(module, code);
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
    const options = { noUnusedLocals: false, declaration: false, isolatedDeclarations: false, allowImportingTsExtensions: true };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', compilerOptions: options, include: ['*.ts'], exclude: [] }),
    );
  });

  it('are there', () => {
    assert.ok(examples.length >= 10, `only ${examples.length} examples found`);
    assert.ok(
      examples.some((example) => example.file === 'README.md'),
      'README.md has none',
    );
  });

  it('pass the type check', () => {
    const tsc = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
    try {
      execFileSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.json')], { encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      assert.fail(String((error as { stdout?: string }).stdout ?? error));
    }
  });

  for (const { file, line, module } of examples) {
    it(`${file}:${line} runs`, async () => {
      await import(pathToFileURL(module).href);
    });
  }
});

function filesOf(path: string): string[] {
  const full = join(repositoryRoot, path);
  if (!existsSync(full) || path.endsWith('.md')) return existsSync(full) ? [path] : [];
  const names = readdirSync(full, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:ts|md)$/.test(name)).map((name) => `${path}/${name.split(sep).join('/')}`);
}

function readExamples(file: string): Example[] {
  const lines = readFileSync(join(repositoryRoot, file), 'utf8').split('\n');
  const found: Example[] = [];
  const fence = file.endsWith('.ts') ? /^\s*\* ?```(\w*)\s*$/ : /^```(\w*)\s*$/;
  let start: number | undefined;
  for (const [index, text] of lines.entries()) {
    const language = fence.exec(text)?.[1];
    if (language === undefined) continue;
    if (start === undefined) {
      start = index + 1;
      continue;
    }
    if (fence.exec(lines[start - 1] ?? '')?.[1] === 'ts') found.push(toExample(file, start, lines.slice(start, index)));
    start = undefined;
  }
  return found;
}

function toExample(file: string, start: number, lines: readonly string[]): Example {
  const code = lines.map((line) => (file.endsWith('.ts') ? line.replace(/^\s*\* ?/, '') : line)).join('\n');
  const mapped = code.replace(/from '(certwright[^']*)'/g, (_, specifier: string) => {
    const target = entryPoints[specifier];
    assert.ok(target !== undefined, `${file}:${start + 1} imports ${specifier}, which package.json does not export`);
    return `from '${relative(folder, target).split(sep).join('/')}'`;
  });
  const module = join(folder, `${file.replaceAll(/[^a-z0-9]+/gi, '-')}-${start + 1}.ts`);
  return { file, line: start + 1, code: `${mapped}\nexport {};\n`, module };
}
