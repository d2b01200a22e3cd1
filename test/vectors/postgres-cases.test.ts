/** The recordings of logins, each in seven versions: decision, layer, reason, the depth of a refused chain, the lines of refused files, the identity. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runPgCases } from '../../apps/cli/vectors/pg-cases.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

type Case = Readonly<Record<string, unknown>> & { readonly id: string; readonly layer: string; readonly configErrors?: readonly object[] };

const corpus = findCorpus('postgres/pg-cases.json');

requireOrSkip('the recordings of PostgreSQL', corpus !== undefined)('recorded logins', function () {
  this.timeout(120_000);
  const cases = JSON.parse(readFileSync(corpus as string, 'utf8')) as readonly Case[];

  it('are decided as the servers did', () => {
    const report = runPgCases([{ name: 'pg-cases.json', json: cases }]);
    assert.deepEqual(report.failures, []);
    assert.deepEqual([report.skipped, report.deviations.length], [0, 0]);
    assert.equal(report.passed, cases.length * 7);
  });

  it('differ where a recording says otherwise', () => {
    const one = (layer: string): Case => cases.find((item) => item.layer === layer && item['authenticatedIdentity'] !== null) as Case;
    const changes: readonly (readonly [Case, Readonly<Record<string, unknown>>])[] = [
      [one('accept'), { decision: 'reject' }],
      [one('accept'), { reasonCode: 'password-failed' }],
      [one('accept'), { authenticatedIdentity: 'CN=somebody' }],
      [one('verify'), { reasonCode: 'cert-chain-too-long' }],
      [one('verify'), { verifyDepth: 7 }],
      [one('client'), { opensslVerify: { ok: false, errorCode: 'cert-chain-too-long', depth: 0 } }],
      [one('client'), { opensslVerify: null }],
      [one('config'), { configErrors: [{ ...one('config').configErrors?.[0], code: 'other' }] }],
      [one('config'), { configErrors: [] }],
    ];
    for (const [item, change] of changes) {
      const alone = { ...item, otherVersions: [], sameIn: [] };
      assert.equal(runPgCases([{ name: 'as it is', json: [alone] }]).failed, 0, item.id);
      assert.equal(runPgCases([{ name: 'changed', json: [{ ...alone, ...change }] }]).failed, 1, `${item.id} ${JSON.stringify(change)}`);
    }
    assert.throws(() => runPgCases([{ name: 'empty', json: {} }]), /empty holds no cases/);
  });
});
