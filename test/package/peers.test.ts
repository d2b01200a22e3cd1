/** The comparison with other libraries, as far as it runs without them: certwright's own adapter, over the build, in a process of its own. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { corporaFolder, findCorpus, repositoryRoot } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const present = findCorpus('limbo/limbo.json') !== undefined && findCorpus('pkits') !== undefined;

requireOrSkip('the corpora x509-limbo and PKITS', present)('bench/peers', function () {
  this.timeout(120_000);

  it('has certwright judge the corpora, accepting nothing wrongly', async () => {
    const words = [join(repositoryRoot, 'bench/peers/compare.mjs'), corporaFolder, '--only', 'certwright'];
    const { stdout } = await promisify(execFile)(process.execPath, words);
    const rows = [...stdout.matchAll(/^\| certwright \S+ \| (\d+) of (\d+) \| \d+ of \d+ \| (\d+) \| (\d+) \|/gm)].map((row) =>
      row.slice(1).map(Number),
    );
    assert.equal(rows.length, 2, stdout);
    for (const [right = 0, asked = 0, accepted, refused = 0] of rows) {
      assert.equal(accepted, 0);
      assert.ok(right > 0 && right + refused === asked);
    }
    assert.match(stdout, /\| certwright \S+ \| refused \| refused \| refused \| refused \|/);
  });
});
