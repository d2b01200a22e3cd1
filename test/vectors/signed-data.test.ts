/** BoringSSL's signed-data tests: Node only, they read a file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSignedData } from '../../apps/cli/vectors/signed-data.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const folder = findCorpus('boringssl-pki');

requireOrSkip('the BoringSSL corpus', folder !== undefined)('boringssl-signed-data', () => {
  it('passes, and skips none', () => {
    const json: unknown = JSON.parse(readFileSync(join(folder as string, 'signed-data.json'), 'utf8'));
    const report = runSignedData([{ name: 'signed-data.json', json }]);
    assert.deepEqual(report.failures, []);
    assert.ok(report.passed >= 32, `${report.passed} passed`);
    assert.deepEqual([report.skips, report.deviations], [[], []]);
    assert.equal(report.total, report.passed);
  });
});
