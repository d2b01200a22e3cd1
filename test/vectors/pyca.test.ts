/** pyca/cryptography's files through their runner. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPyca } from '../../apps/cli/vectors/pyca.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const folder = findCorpus('pyca-vectors');
const beside = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder ?? '', path)));

requireOrSkip('the corpus pyca-vectors', folder !== undefined)('vectors: pyca', function () {
  this.timeout(60_000);
  type Case = Readonly<Record<string, unknown>>;
  const json = (): { files: Record<string, Case> } =>
    JSON.parse(readFileSync(join(folder ?? '', 'expected.json'), 'utf8')) as { files: Record<string, Case> };

  it('are read as the oracle reads them, but for the deviations listed', () => {
    const report = runPyca([{ name: 'expected.json', json: json(), beside }]);
    assert.deepEqual(report.failures, []);
    assert.deepEqual(
      report.deviations.map(({ id }) => id),
      [
        'x509/custom/crl_dup_entry_ext.pem',
        'x509/custom/crl_inval_cert_issuer_entry_ext.pem',
        'x509/custom/crl_unsupported_reason.pem',
        'x509/custom/ec_no_named_curve.pem',
        'x509/custom/two_basic_constraints.pem',
        'x509/ocsp/req-duplicate-ext.der',
        'x509/requests/freeipa-bad-critical.pem',
        'x509/requests/two_basic_constraints.pem',
        'x509/san_edipartyname.der',
        'x509/san_x400address.der',
        'x509/utf8-dnsname.pem',
      ],
    );
    assert.deepEqual([report.total, report.passed, report.skipped], [305, 294, 0]);
  });

  it('fail where the oracle would have read something else, or nothing', () => {
    const { files } = json();
    const wrong = Object.entries(files).map(([name, expected]) => {
      if (expected['error'] !== undefined) return [name, { kind: expected['kind'] }] as const;
      if (expected['kind'] === 'pkcs7') return [name, { ...expected, certificates: [] }] as const;
      if (expected['kind'] === 'pkcs12') return [name, { ...expected, additional: 'none' }] as const;
      const field = ['serial', 'issuer', 'subject', 'spkiSha256'].find((each) => each in expected) ?? '';
      return [name, { ...expected, [field]: 'another' }] as const;
    });
    const report = runPyca([{ name: 'expected.json', json: { oracle: 'turned round', files: Object.fromEntries(wrong) }, beside }]);
    // Where certwright refuses what the oracle reads, or the other way round, it is listed all the same.
    assert.deepEqual([report.passed, report.failed + report.deviations.length], [0, 305]);
  });
});
