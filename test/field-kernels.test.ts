/** The kernels in lib/crypto/ec are what scripts/field-kernels.ts writes, and the script's proof of their bounds can fail. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFieldKernels } from '../scripts/field-kernels.ts';
import { repositoryRoot } from './support/corpora.ts';

describe('field kernels', () => {
  it('are those the script writes (else run `npm run kernels`)', () => {
    for (const [file, text] of renderFieldKernels()) assert.equal(readFileSync(join(repositoryRoot, 'lib/crypto/ec', file), 'utf8'), text);
  });

  it('are not written where an operand could be twice as large', () => {
    assert.throws(() => renderFieldKernels({ widening: 2n }), /P-256.*beyond the .* promised|which a double does not hold exactly/);
  });
});
