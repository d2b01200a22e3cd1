/** BoringSSL's certificate parsing and name comparison tests. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNames } from '../../apps/cli/vectors/names.ts';
import { runParseCertificate } from '../../apps/cli/vectors/parse-certificate.ts';
import type { SuiteFile } from '../../apps/cli/vectors/report.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const folder = findCorpus('boringssl-pki');

requireOrSkip('the corpus boringssl-pki', folder !== undefined)('vectors: BoringSSL parsing and names', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')) as unknown;
  const file = (name: string): SuiteFile[] => [{ name, json: read(name) }];

  it('parses and refuses certificates as it does, but for the deviations listed', () => {
    const report = runParseCertificate(file('parse-certificate.json'));
    assert.deepEqual(report.failures, []);
    assert.deepEqual(
      report.deviations.map(({ id }) => id),
      [
        'basic_constraints_ca_false',
        'basic_constraints_pathlen_256',
        'cert_skeleton',
        'cert_version3',
        'signature_algorithm_null',
        'subject_printable_string_containing_utf8_client_cert',
      ],
    );
    assert.deepEqual([report.total, report.passed], [71, 65]);
  });

  it('compares names as it does', () => {
    const report = runNames(file('names.json'));
    assert.deepEqual([report.failures, report.deviations], [[], []]);
    assert.deepEqual([report.total, report.passed], [157, 157]);
  });

  it('fails a case whose expectation is turned round', () => {
    const content = read('names.json') as { names: unknown; tests: { match: boolean }[]; malformed: string[] };
    const turned = { ...content, tests: content.tests.slice(0, 3).map((test) => ({ ...test, match: !test.match })), malformed: [] };
    assert.equal(runNames([{ name: 'turned', json: turned }]).failed, 3);
    const { tests } = read('parse-certificate.json') as { tests: { id: string; shouldParse: boolean }[] };
    const wrong = tests
      .filter(({ id }) => id === 'key_usage' || id === 'bad_validity')
      .map((test) => ({ ...test, shouldParse: !test.shouldParse }));
    assert.equal(runParseCertificate([{ name: 'turned', json: { tests: wrong } }]).failed, 2);
  });
});
