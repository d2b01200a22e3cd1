/** NIST PKITS 1.0.1 through its runner: certificates, CRLs and policies, all but the two valid chains that are signed with DSA. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPkits } from '../../apps/cli/vectors/pkits.ts';
import type { SuiteFile } from '../../apps/cli/vectors/report.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { reasonOf } from './reason-of.ts';

const folder = findCorpus('pkits');

requireOrSkip('the PKITS corpus', folder !== undefined)('vectors: PKITS', () => {
  const beside = (path: string): Uint8Array => new Uint8Array(readFileSync(join(folder ?? '', path)));
  const cases = JSON.parse(new TextDecoder().decode(beside('pkits.json'))) as { id: string; shouldValidate: boolean }[];
  const file = (json: unknown): SuiteFile[] => [{ name: 'pkits.json', json, beside }];

  it('decides as it does, but for DSA', () => {
    const report = runPkits(file(cases));
    assert.deepEqual(report.failures, []);
    assert.deepEqual(
      report.deviations.map(({ id, reason }) => `${id} ${reason}`),
      ['4.1.4 DSA is not supported', '4.1.5 DSA is not supported'],
    );
    assert.deepEqual([report.total, report.passed, report.skipped], [249, 247, 0]);
  });

  it('refuses each invalid chain for the reason that the test is about', () => {
    const expected = JSON.parse(readFileSync(new URL('pkits-reasons.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
    const invalid = cases.filter(({ id, shouldValidate }) => !shouldValidate && id !== '4.1.6');
    const found = invalid.map((test) => [test.id, reasonOf(runPkits(file([{ ...test, shouldValidate: true }])))]);
    assert.deepEqual(Object.fromEntries(found), expected);
    assert.equal(invalid.length, 134);
  });

  it('fails cases whose expectation is turned round', () => {
    const turned = cases.slice(0, 12).map((test) => ({ ...test, shouldValidate: !test.shouldValidate }));
    const report = runPkits(file(turned));
    // An invalid chain with a DSA key that should be valid would be excused.
    assert.equal(report.failed + report.deviations.length, 10);
    assert.deepEqual(
      report.deviations.map(({ id }) => id),
      ['4.1.6'],
    );
  });

  it('compares the policies that come out', () => {
    const wrong = cases
      .filter(({ id }) => id === '4.8.1.1' || id === '4.8.3.2')
      .map((test) => ({ ...test, userConstrainedPolicySet: ['NIST-test-policy-7'] }));
    const { failures } = runPkits(file(wrong));
    assert.deepEqual(
      failures.map(({ id, expected }) => `${id} ${expected}`),
      ['4.8.1.1 2.16.840.1.101.3.2.1.48.7', '4.8.3.2 2.16.840.1.101.3.2.1.48.7'],
    );
  });
});
