/** docs/errors.md lists every code of the library, and no other (scripts/error-codes.ts reads the sources). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectCodes, renderCodes } from '../scripts/error-codes.ts';
import { repositoryRoot } from './support/corpora.ts';

describe('error codes', () => {
  const codes = collectCodes(repositoryRoot);
  const names = (text: string): string[] => [...text.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '');

  it('are all string literals in the sources', () => {
    assert.deepEqual(codes.unresolved, []);
  });

  it('are kebab-case', () => {
    assert.deepEqual(
      codes.entries.map((entry) => entry.code).filter((code) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(code)),
      [],
    );
  });

  it('cover errors and findings', () => {
    assert.ok(codes.entries.filter((entry) => entry.kind === 'error').length > 30);
    assert.ok(codes.entries.filter((entry) => entry.kind === 'finding').length > 20);
  });

  it('are those of docs/errors.md (else run `npm run docs:errors`)', () => {
    const committed = readFileSync(join(repositoryRoot, 'docs/errors.md'), 'utf8');
    const [listed, wanted] = [names(committed), names(renderCodes(codes))];
    assert.deepEqual(
      { missing: wanted.filter((name) => !listed.includes(name)), surplus: listed.filter((name) => !wanted.includes(name)) },
      { missing: [], surplus: [] },
    );
    assert.deepEqual(listed, wanted);
  });
});
