/**
 * What names and constraints may cost: in CVE-2025-58187 and others a verifier compared every name with every constraint. Here that is booked and
 * ends with a finding that names the budget; forms that do not meet are not compared at all, and long names count as several.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { DEFAULT_BUDGET } from '../../lib/path/budget.ts';
import type { Verdict } from '../../lib/path/types.ts';
import { explainVerdict } from '../../lib/text/verdict.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { makeName } from '../../lib/x509/name.ts';
import { makeAttribute } from '../../lib/x509/name-attribute.ts';
import { AT, keyNamed, type Made, make } from '../support/chain-kit.ts';

const list = (count: number, name: (i: number) => GeneralName): GeneralName[] => Array.from({ length: count }, (_, i) => name(i));
const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const address = (i: number, ...mask: number[]): GeneralName => ({
  kind: 'iPAddress',
  value: Uint8Array.of(10, i >> 16, i >> 8, i, ...mask),
});
const directory = (length: number, last: string): GeneralName => ({
  kind: 'directoryName',
  name: makeName([[makeAttribute(oid('2.5.4.10'), 'x'.repeat(length))], [makeAttribute(oid('2.5.4.3'), last)]]),
});

function constrain(excluded: readonly GeneralName[], which: 'permitted' | 'excluded' = 'excluded', subject = 'CN=Root'): Made {
  const extensions = [makeExtension(nameConstraints, { [which]: excluded.map((base) => ({ base, minimum: 0 })) })];
  return make({ subject, key: keyNamed(subject), ca: true, extensions });
}

/** The verdict, which says all it says in few words. */
function judge(root: Made, names: readonly GeneralName[], options: Partial<ChainInput> = {}): Verdict {
  const leaf = make({ subject: '', issuer: root, key: keyNamed('leaf'), names });
  const verdict = verifyChain({ leaf: leaf.certificate, anchors: [root.certificate], at: AT, ...options });
  assert.ok(JSON.stringify(verdict).length < 30_000);
  assert.ok(explainVerdict(verdict).length < 30_000);
  return verdict;
}

function reasonOf(verdict: Verdict): string {
  return verdict.ok ? 'ok' : verdict.reason.code;
}

describe('work on names and constraints', function () {
  this.timeout(60_000);

  it('10,000 constraints on 100,000 names exhaust the budget', () => {
    const verdict = judge(
      constrain(list(10_000, (i) => dns(`p${i}.x`))),
      list(100_000, (i) => dns(`n${i}.y`)),
    );
    assert.ok(!verdict.ok);
    assert.deepEqual(
      [verdict.reason.code, verdict.reason['budget'], verdict.reason['limit']],
      ['budget-exhausted', 'comparisons', DEFAULT_BUDGET.comparisons],
    );
    assert.ok(verdict.work.comparisons <= DEFAULT_BUDGET.comparisons);
    assert.equal(verdict.work.signatures, 0);
  });

  it('they are refused at the first name that does not fit', () => {
    const verdict = judge(
      constrain(
        list(10_000, (i) => dns(`p${i}.x`)),
        'permitted',
      ),
      list(100_000, (i) => dns(`n${i}.y`)),
    );
    assert.equal(reasonOf(verdict), 'name-constraint-violated');
    assert.ok(verdict.work.comparisons < 20_100, String(verdict.work.comparisons));
  });

  it('forms that do not meet cost nothing', () => {
    const otherNames = (arc: number): GeneralName[] =>
      list(5000, (i) => ({ kind: 'otherName', type: oid(`1.2.${arc}.${i}`), value: Uint8Array.of(5, 0) }));
    for (const [bases, names, most] of [
      [list(10_000, (i) => address(i, 255, 255, 255, 255)), list(20_000, (i) => dns(`n${i}.y`)), 1],
      [list(10_000, (i) => dns(`p${i}.x`)), list(20_000, (i) => address(i)), 1],
      [otherNames(1), otherNames(2), 5000],
    ] as const) {
      const verdict = judge(constrain(bases), names);
      assert.ok(verdict.ok);
      assert.ok(verdict.work.comparisons <= most, String(verdict.work.comparisons));
    }
  });

  it('few constraints on many names are within the budget', () => {
    const verdict = judge(
      constrain([dns('a.x'), dns('b.x')]),
      list(50_000, (i) => dns(`*.n${i}.y`)),
    );
    assert.ok(verdict.ok);
    assert.equal(verdict.work.comparisons, 100_001);
  });

  it('long directory names count by their length', () => {
    const verdict = judge(
      constrain(list(400, (i) => directory(2000, `p${i}`))),
      list(400, (i) => directory(2000, `n${i}`)),
    );
    assert.equal(reasonOf(verdict), 'budget-exhausted');
    const short = judge(
      constrain(list(400, (i) => directory(20, `p${i}`))),
      list(400, (i) => directory(20, `n${i}`)),
    );
    assert.ok(short.ok);
    assert.equal(short.work.comparisons, 160_001);
  });

  it('names of a megabyte are read once and shown in few words', () => {
    const longService = new Uint8Array(900_005).fill(0x61);
    longService.set([0x16, 0x83, 0x0d, 0xbb, 0xa0]);
    for (const name of [
      dns(`${'a.'.repeat(400_000)}b`),
      dns('a'.repeat(900_000)),
      { kind: 'rfc822Name', value: `"${'\\"'.repeat(400_000)}"@example.com` },
      { kind: 'uniformResourceIdentifier', value: `https://${':'.repeat(900_000)}` },
      { kind: 'otherName', type: oid('1.3.6.1.5.5.7.8.7'), value: longService },
    ] as const)
      assert.equal(
        reasonOf(
          judge(constrain([dns('x.y'), { kind: 'rfc822Name', value: 'x.y' }, { kind: 'uniformResourceIdentifier', value: 'x.y' }]), [name]),
        ),
        name.kind === 'otherName' ? 'ok' : 'name-malformed',
      );
  });

  it('a thousand anchors of one name, each with constraints, share one budget', () => {
    const bases = list(50, (i) => dns(`p${i}.x`));
    const anchors = Array.from({ length: 300 }, (_, i) =>
      make({
        subject: 'CN=Same',
        key: keyNamed(`same ${i % 10}`),
        ca: true,
        serialNumber: Uint8Array.of(1, i >> 8, i),
        extensions: [makeExtension(nameConstraints, { permitted: bases.map((base) => ({ base, minimum: 0 })) })],
      }),
    );
    const leaf = make({ subject: '', issuer: anchors[0] as Made, names: list(1000, (i) => dns(`n${i}.p1.x`)) });
    const started = performance.now();
    const verdict = verifyChain({
      leaf: make({ subject: '', issuer: anchors[0] as Made, signedBy: keyNamed('nobody'), names: list(1000, (i) => dns(`n${i}.p1.x`)) })
        .certificate,
      anchors: anchors.map(({ certificate }) => certificate),
      at: AT,
    });
    assert.ok(!verdict.ok && verdict.work.comparisons <= DEFAULT_BUDGET.comparisons);
    assert.ok(performance.now() - started < 10_000);
    assert.ok(verifyChain({ leaf: leaf.certificate, anchors: [(anchors[0] as Made).certificate], at: AT }).ok);
  });

  it('100,000 presented names are compared with what is demanded once', () => {
    const names = [...list(60_000, (i) => dns(`n${i}.y`)), dns('www.example.com')];
    const root = make({ subject: 'CN=Root', key: keyNamed('CN=Root'), ca: true });
    assert.ok(judge(root, names, { peer: { kind: 'dns', value: 'www.example.com' } }).ok);
    assert.equal(reasonOf(judge(root, names, { peer: { kind: 'dns', value: 'www.example.org' } })), 'peer-name-mismatch');
  });
});
