/** The recordings of libpq's connections: sslmode, roots, CRLs, names. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runPgHost } from '../../apps/cli/vectors/pg-host.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const corpus = findCorpus('postgres/pg-host-cases.json');

requireOrSkip('the recordings of PostgreSQL', corpus !== undefined)('connections as libpq makes them', () => {
  it('are decided alike, in its words', () => {
    const name = 'pg-host-cases.json';
    const report = runPgHost([{ name, json: JSON.parse(readFileSync(corpus as string, 'utf8')) as unknown }]);
    assert.deepEqual(report.failures, []);
    assert.deepEqual([report.skipped, report.deviations.length], [0, 0]);
    assert.ok(report.passed >= 100, `${report.passed} of ${report.total}`);
  });

  it('differ where a recording says otherwise', () => {
    const [first] = JSON.parse(readFileSync(corpus as string, 'utf8')) as readonly Record<string, unknown>[];
    for (const change of [
      { reasonCode: 'host-mismatch' },
      { encrypted: false },
      { clientError: 'x' },
      { opensslVerify: { ok: false, errorCode: 'cert-revoked' } },
    ])
      assert.equal(runPgHost([{ name: 'changed', json: [{ ...first, ...change }] }]).failed, 1, JSON.stringify(change));
    assert.throws(() => runPgHost([{ name: 'empty', json: {} }]), /empty holds no cases/);
  });
});
