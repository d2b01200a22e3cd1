/** The recordings of servers that start and reload with sets of TLS files: outcome and reason of both. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runPgServerFiles } from '../../apps/cli/vectors/pg-serverfiles.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const name = 'pg-serverfiles-cases.json';
const corpus = findCorpus(`postgres/${name}`);

requireOrSkip('the recordings of PostgreSQL', corpus !== undefined)('TLS files as servers take them', () => {
  const cases = (): unknown => JSON.parse(readFileSync(corpus as string, 'utf8'));

  it('are decided alike at start and at reload', () => {
    const report = runPgServerFiles([{ name, json: cases() }]);
    assert.deepEqual(report.failures, []);
    assert.deepEqual([report.skipped, report.deviations.length], [0, 0]);
    assert.ok(report.passed >= 60, `${report.passed} of ${report.total}`);
  });

  it('differ where a recording says otherwise', () => {
    const json = cases() as readonly Record<string, unknown>[] | { readonly cases: readonly Record<string, unknown>[] };
    const [first] = 'cases' in json ? json.cases : json;
    for (const change of [{ startOutcome: 'x' }, { startReason: 'x' }, { reloadOutcome: 'x' }, { reloadReason: 'x' }])
      assert.equal(runPgServerFiles([{ name: 'changed', json: [{ ...first, ...change }] }]).failed, 1, JSON.stringify(change));
    assert.throws(() => runPgServerFiles([{ name: 'empty', json: {} }]), /empty holds no cases/);
  });
});
