/** docs/doctor.md lists every finding of the doctor, as the library has it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDoctor } from '../scripts/doctor-table.ts';
import { repositoryRoot } from './support/corpora.ts';

describe('docs/doctor.md', () => {
  it('is what the tables say (else run `npm run docs:doctor`)', () => {
    assert.equal(readFileSync(join(repositoryRoot, 'docs/doctor.md'), 'utf8'), renderDoctor());
  });
});
