/** Project Wycheproof, one test per file and one assertion per vector; portable, so that other runtimes run the same files. */
import assert from 'node:assert/strict';
import { runWycheproofFile } from '../../../apps/cli/vectors/wycheproof.ts';
import { requireOrSkip } from '../../support/require-or-skip.ts';
import { isWycheproofFile, readWycheproof, wycheproofFiles, wycheproofPresent } from '../../support/wycheproof-corpus.ts';

requireOrSkip('the Wycheproof corpus', wycheproofPresent)('wycheproof', function () {
  // RFC 6070's vector of 2^24 iterations alone takes 20 seconds and more on a busy machine.
  this.timeout(300_000);

  for (const name of wycheproofFiles.filter(isWycheproofFile)) {
    it(name, function () {
      const { outcomes, skips } = runWycheproofFile({ name, json: readWycheproof(name) });
      for (const { tcId, comment, expected, got, ok } of outcomes)
        assert.ok(ok, `${name} tcId ${tcId} (${comment}): expected ${expected}, came out ${got}`);
      if (outcomes.length > 0) return;
      assert.ok(skips.length > 0, `${name} holds no test`);
      this.skip();
    });
  }
});
