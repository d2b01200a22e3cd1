/**
 * What a hostile chain of up to a megabyte may cost, and how much it may make the answer say. Each of these took seconds, or wrote megabytes, before it was
 * bounded; work is asserted in what the answer holds, which is the same on every machine.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import type { Finding, Verdict } from '../../lib/path/types.ts';
import { explainVerdict } from '../../lib/text/verdict.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { certificatePolicies } from '../../lib/x509/extensions/policies.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl, rawExtension } from '../support/chain-kit.ts';

const root = make({ subject: 'CN=Root', ca: true });

/** AlgorithmIdentifier of an algorithm that does not exist: no signature with it is ever computed, so the budget for signatures is not touched. */
const unknownAlgorithm = Uint8Array.of(0x30, 3, 6, 1, 0x2a);

/** The refusal, which stays short in both its forms. */
function refusal(leaf: Made, intermediates: readonly Made[], more: Partial<ChainInput> = {}): Extract<Verdict, { ok: false }> {
  const verdict = verifyChain({
    leaf: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    ...more,
  });
  assert.ok(!verdict.ok);
  const octets = JSON.stringify(verdict).length;
  assert.ok(octets < 100_000, `${octets} characters of JSON`);
  assert.ok(explainVerdict(verdict).length < 150_000);
  return verdict;
}

function countOf(findings: readonly Finding[], code: string): number {
  return findings.filter((finding) => finding.code === code).length;
}

describe('work and answers of hostile chains', () => {
  it('a refused path is continued for a few certificates, not for a thousand', () => {
    let issuer = root;
    const chain = Array.from(
      { length: 500 },
      (_, i) => (issuer = make({ subject: `CN=Deep ${i}`, issuer, ca: true, algorithm: unknownAlgorithm, pathLength: 999 })),
    );
    const { work, attempts } = refusal(make({ subject: 'CN=leaf', issuer, algorithm: unknownAlgorithm }), chain);
    assert.ok(work.steps < 20);
    assert.ok(attempts.every(({ path }) => path.length < 20));
  });

  it('CAs of one name that certify themselves are continued for a few certificates', () => {
    const issuer = make({ subject: 'CN=Same', issuer: root, ca: true });
    const pool = Array.from({ length: 300 }, (_, i) =>
      make({ subject: 'CN=Same', ca: true, key: keyNamed(`same ${i}`), algorithm: unknownAlgorithm }),
    );
    assert.ok(refusal(make({ subject: 'CN=leaf', issuer }), pool).work.steps < 500);
  });

  it('thousands of unknown critical extensions are told of twenty times', () => {
    const extensions = Array.from({ length: 20_000 }, (_, i) => rawExtension(`1.3.${i >> 14}.${i & 16_383}`, new Uint8Array(0), true));
    const leaf = make({ subject: 'CN=leaf', issuer: root, extensions });
    assert.equal(countOf(refusal(leaf, []).findings, 'unknown-critical-extension'), 20);
    // Twenty that are refused do not hide the rest: one is enough.
    assert.equal(refusal(make({ subject: 'CN=leaf', issuer: root, extensions: extensions.slice(0, 1) }), []).reason.index, 0);
  });

  it('lists of purposes and policies are cut in findings', () => {
    const purposes = Array.from({ length: 20_000 }, (_, i) => `1.3.6.1.${i}`);
    const { reason } = refusal(make({ subject: 'CN=leaf', issuer: root, purposes }), [], { purpose: 'serverAuth' });
    assert.equal(reason.code, 'purpose-not-allowed');
    assert.equal((reason['found'] as readonly string[]).length, 20);
    const policies = makeExtension(
      certificatePolicies,
      Array.from({ length: 500 }, (_, i) => ({ policy: oid(`1.3.6.${i}`), qualifiers: [] })),
    );
    const wanted = { policies: { requireExplicit: true, initial: [oid('1.2.3')] } };
    const refused = refusal(make({ subject: 'CN=leaf', issuer: root, extensions: [policies] }), [], wanted).reason;
    assert.equal((refused['found'] as readonly string[]).length, 20);
  });

  it('hundreds of useless CRLs are told of twenty times', () => {
    const old = { issuer: root, thisUpdate: AT - 2 * DAY, nextUpdate: AT - DAY };
    const crls = Array.from({ length: 300 }, (_, i) => makeCrl({ ...old, number: BigInt(i) }));
    assert.equal(countOf(refusal(make({ subject: 'CN=leaf', issuer: root }), [], { crls }).findings, 'crl-unusable'), 20);
  });

  it('webpki: common names are not compared each with all names', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => ({ kind: 'dNSName' as const, value: `h${i}.example.com` }));
    const subject = Array.from({ length: 3000 }, () => 'CN=example.com').join(',');
    const { findings } = refusal(make({ subject, issuer: root, names }), [], { profile: 'webpki' });
    assert.ok(findings.some((finding) => finding['duty'] === 'common-name-in-alt-name'));
  });
});
