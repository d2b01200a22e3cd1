/** Project Wycheproof, one test per file and one assertion per vector; portable, so that other runtimes run the same files. */
import assert from 'node:assert/strict';
import { runWycheproofFile } from '../../../apps/cli/vectors/wycheproof.ts';
import { requireOrSkip } from '../../support/require-or-skip.ts';
import { isWycheproofFile, readWycheproof, wycheproofFiles, wycheproofPresent } from '../../support/wycheproof-corpus.ts';

/** Why a vector of these files may be skipped: curves that the library does not have, of which the file of curves lists the parameters. */
const KNOWN_SKIP = /^curve (?:secp(?:160|192)\w+|secp224k1|brainpoolP(?:160|192)r1|brainpoolP\d+t1|FRP256v1) is not supported$/;

requireOrSkip('the Wycheproof corpus', wycheproofPresent)('wycheproof', function () {
  // RFC 6070's vector of 2^24 iterations alone takes 20 seconds and more on a busy machine.
  this.timeout(300_000);

  for (const name of wycheproofFiles.filter(isWycheproofFile)) {
    it(name, () => {
      const { outcomes, skips } = runWycheproofFile({ name, json: readWycheproof(name) });
      for (const { tcId, comment, expected, got, ok } of outcomes)
        assert.ok(ok, `${name} tcId ${tcId} (${comment}): expected ${expected}, came out ${got}`);
      for (const { why } of skips) assert.match(why, KNOWN_SKIP, name);
      assert.ok(outcomes.length > 0, `${name} holds no test`);
    });
  }
});
