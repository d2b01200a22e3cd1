/** lib/crypto/rsa/block-kernels.ts is what scripts/rsa-kernels.ts writes, and the script's proof of the bounds holds, and can fail. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proveBounds, renderRsaKernels } from '../scripts/rsa-kernels.ts';
import { repositoryRoot } from './support/corpora.ts';

describe('RSA kernels', () => {
  it('are those the script writes (else run `npm run kernels`)', () => {
    assert.equal(readFileSync(join(repositoryRoot, 'lib/crypto/rsa/block-kernels.ts'), 'utf8'), renderRsaKernels());
  });

  it('stay below 2^53 for every length of modulus', async () => {
    const largest = await proveBounds();
    assert.ok(largest > 2 ** 52 && largest < 2 ** 53, String(largest));
  });

  it('would not, were the operands somewhat larger', async () => {
    await assert.rejects(proveBounds(1.25), /may reach/);
  });
});
