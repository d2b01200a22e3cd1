/** x509-limbo (C2SP/x509-limbo), through the runner of `certwright vectors limbo`, with the public suffix list of the package tldts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { getPublicSuffix } from 'tldts';
import { runLimbo } from '../../apps/cli/vectors/limbo.ts';
import type { SuiteFile } from '../../apps/cli/vectors/report.ts';
import { findCorpus } from '../support/corpora.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { reasonOf } from './reason-of.ts';

const corpus = findCorpus('limbo/limbo.json');

interface Case {
  readonly id: string;
  readonly expected_result: string;
  readonly [field: string]: unknown;
}

requireOrSkip('the x509-limbo corpus', corpus !== undefined)('x509-limbo', function () {
  this.timeout(120_000);
  const { testcases } = JSON.parse(readFileSync(corpus as string, 'utf8')) as { readonly testcases: readonly Case[] };
  const file = (cases: readonly Case[]): SuiteFile[] => [{ name: 'limbo.json', json: { testcases: cases } }];
  const isPublicSuffix = (domain: string): boolean => getPublicSuffix(domain, { allowPrivateDomains: true }) === domain;

  it('comes out as the suite says, every case', () => {
    const report = runLimbo(file(testcases), undefined, { isPublicSuffix });
    assert.deepEqual([report.failures, report.deviations, report.skips], [[], [], []]);
    assert.equal(report.passed, testcases.length);
    assert.ok(report.total > 90);
  });

  it('refuses each invalid chain for the reason that the case is about', () => {
    const expected = JSON.parse(readFileSync(new URL('limbo-reasons.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
    const invalid = testcases.filter(({ id, expected_result }) => expected_result === 'FAILURE' && Object.hasOwn(expected, id));
    const found = invalid.map((item) => [
      item.id,
      reasonOf(runLimbo(file([{ ...item, expected_result: 'SUCCESS' }]), undefined, { isPublicSuffix })),
    ]);
    assert.deepEqual(Object.fromEntries(found), expected);
    assert.ok(invalid.length > 60);
  });

  it('asks for a public suffix where a wildcard stands below one', () => {
    const asked: string[] = [];
    const cases = testcases.filter(({ id }) => id.includes('public-suffix'));
    runLimbo(file(cases), undefined, { isPublicSuffix: (domain) => asked.push(domain) > 0 && isPublicSuffix(domain) });
    assert.deepEqual([...new Set(asked)].sort(), ['co.uk', 's3.amazonaws.com']);
  });

  it('fails a case whose expectation is turned round', () => {
    const turned = testcases
      .filter(({ id }) => /::(?:permitted-dns-match|excluded-ipv4-match|max-chain-depth-0)$/.test(id))
      .map((item) => ({ ...item, expected_result: item.expected_result === 'SUCCESS' ? 'FAILURE' : 'SUCCESS' }));
    const report = runLimbo(file(turned));
    assert.deepEqual([report.total, report.failed], [3, 3]);
    assert.match(report.failures[1]?.why ?? '', /no fault|name-constraint-violated/);
  });

  it('knows usages and purposes by the names of the suite', () => {
    const good = testcases.find(({ id }) => id.endsWith('::permitted-dns-match')) as Case;
    const report = runLimbo(
      file([
        { ...good, id: 'usage', key_usage: ['contentCommitment'], expected_result: 'FAILURE' },
        { ...good, id: 'purpose', extended_key_usage: ['OCSPSigning'], expected_result: 'FAILURE' },
        { ...good, id: 'any', extended_key_usage: ['anyExtendedKeyUsage'], expected_result: 'FAILURE' },
        { ...good, id: 'algorithms', signature_algorithms: ['RSA_WITH_SHA256'] },
      ]),
    );
    assert.deepEqual([report.passed, report.failures, report.skips.map(({ id }) => id)], [3, [], ['algorithms']]);
  });

  it('fails a listed deviation that comes out as the suite says', () => {
    const good = testcases.find(({ id }) => id.endsWith('::permitted-dns-match')) as Case;
    const report = runLimbo(file([{ ...good, id: 'pathlen::validation-ignores-pathlen-in-leaf' }]));
    assert.deepEqual([report.failed, report.failures[0]?.expected], [1, 'to deviate']);
    const other = runLimbo(file([{ ...good, id: 'pathlen::validation-ignores-pathlen-in-leaf', expected_result: 'FAILURE' }]));
    assert.deepEqual([other.failed, other.deviations.length], [0, 1]);
  });
});
