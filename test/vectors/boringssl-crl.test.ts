/** BoringSSL's CRL tests through their runner. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCrls } from '../../apps/cli/vectors/boringssl-crl.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const folder = findCorpus('boringssl-pki');

requireOrSkip('the corpus boringssl-pki', folder !== undefined)('vectors: BoringSSL CRLs', () => {
  const content = JSON.parse(readFileSync(join(folder ?? '', 'crl.json'), 'utf8')) as { tests: { id: string; expected: string }[] };

  it('tells the status that it tells, but for the deviations listed', () => {
    const report = runCrls([{ name: 'crl.json', json: content }]);
    assert.deepEqual(report.failures, []);
    assert.deepEqual(
      report.deviations.map(({ id }) => id),
      ['bad_crldp_has_crlissuer', 'bad_idp_indirectcrl'],
    );
    assert.deepEqual([report.total, report.passed], [66, 64]);
  });

  it('fails cases whose expectation is turned round', () => {
    const tests = content.tests.map((test) => ({ ...test, expected: test.expected === 'GOOD' ? 'REVOKED' : 'GOOD' }));
    // The two deviations come out as GOOD.
    assert.equal(runCrls([{ name: 'crl.json', json: { ...content, tests } }]).failed, 64);
  });
});
