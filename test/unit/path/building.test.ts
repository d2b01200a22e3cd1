/** Path building over pools as they are met: cross-signed and renewed CAs, bridges, several anchors, edges that must not be taken. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import type { Path } from '../../../lib/path/types.ts';
import { AT, DAY, keyNamed, make, type Made, makeCrl } from '../../support/chain-kit.ts';
import { throwsCode } from '../../support/throws.ts';

/** `intermediates[1]`, leaf left out. */
function show(path: Path): string {
  return path
    .slice(1)
    .map(({ from, index }) => `${from}[${index}]`)
    .join(' ');
}

/** All valid paths of a pool, in the order in which they are found. */
function pathsOf(leaf: Made, intermediates: readonly Made[], anchors: readonly Made[], options: Partial<ChainInput> = {}): string[] {
  const verdict = verifyChain({
    leaf: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: anchors.map(({ certificate }) => certificate),
    at: AT,
    maxPaths: Infinity,
    ...options,
  });
  return verdict.ok ? verdict.paths.map(show) : [];
}

const rootA = make({ subject: 'CN=Root A', ca: true });
const rootB = make({ subject: 'CN=Root B', ca: true });
const ca = make({ subject: 'CN=CA', issuer: rootA, ca: true });
const caByB = make({ subject: 'CN=CA', key: ca.key, issuer: rootB, ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });

describe('path building', () => {
  it('gives one path by default, as many as are wanted, or all', () => {
    const input = { leaf: leaf.certificate, intermediates: [ca.certificate, caByB.certificate], at: AT };
    const anchors = [rootA.certificate, rootB.certificate];
    const count = (maxPaths?: number): number => {
      const verdict = verifyChain({ ...input, anchors, ...(maxPaths === undefined ? {} : { maxPaths }) });
      assert.ok(verdict.ok);
      assert.deepEqual(verdict.paths[0], verdict.path);
      return verdict.paths.length;
    };
    assert.deepEqual([count(), count(1), count(2), count(Infinity)], [1, 1, 2, 2]);
    for (const maxPaths of [0, -1, Number.NaN, '2' as unknown as number])
      throwsCode('bad-option', () => verifyChain({ ...input, anchors, maxPaths }));
  });

  it('reaches several anchors over a cross-signed CA', () => {
    assert.deepEqual(pathsOf(leaf, [ca, caByB], [rootA, rootB]), ['intermediates[0] anchors[0]', 'intermediates[1] anchors[1]']);
    assert.deepEqual(pathsOf(leaf, [ca, caByB], [rootB]), ['intermediates[1] anchors[0]']);
  });

  it('goes on over a bridge between two hierarchies', () => {
    const bridge = make({ subject: 'CN=Bridge', issuer: rootB, ca: true });
    const rootAByBridge = make({ subject: 'CN=Root A', key: rootA.key, issuer: bridge, ca: true });
    assert.deepEqual(pathsOf(leaf, [bridge, rootAByBridge, ca], [rootB]), [
      'intermediates[2] intermediates[1] intermediates[0] anchors[0]',
    ]);
  });

  it('passes by expired, revoked, constrained and limited edges', () => {
    const bad: readonly (readonly [string, Partial<Parameters<typeof make>[0]>])[] = [
      ['expired', { notAfter: AT - DAY }],
      ['not yet valid', { notBefore: AT + DAY }],
      ['no CA', { ca: false }],
      ['another purpose', { purposes: ['1.3.6.1.5.5.7.3.4'] }],
    ];
    for (const [what, change] of bad) {
      const edge = make({ subject: 'CN=CA', key: ca.key, issuer: rootA, ca: true, ...change });
      assert.deepEqual(pathsOf(leaf, [edge, caByB], [rootA, rootB], { purpose: 'serverAuth' }), ['intermediates[1] anchors[1]'], what);
    }
    const revoked = makeCrl({ issuer: rootA, revoked: [{ serialNumber: ca.certificate.serialNumber }] });
    const crls = [revoked, makeCrl({ issuer: rootB }), makeCrl({ issuer: ca })];
    assert.deepEqual(pathsOf(leaf, [ca, caByB], [rootA, rootB], { crls }), ['intermediates[1] anchors[1]']);
  });

  it('finds its way where only the last of the ways to an issuer is open', () => {
    const middle = make({ subject: 'CN=Middle', issuer: rootA, ca: true, pathLength: 0 });
    const wide = make({ subject: 'CN=Middle', key: middle.key, issuer: rootB, ca: true });
    const below = make({ subject: 'CN=Below', issuer: wide, ca: true });
    const end = make({ subject: 'CN=end', issuer: below });
    assert.deepEqual(pathsOf(end, [middle, below, wide], [rootA, rootB]), ['intermediates[1] intermediates[2] anchors[1]']);
  });

  it('takes a renewed CA whichever of its certificates is at hand, and a re-keyed one over its self-issued certificates', () => {
    const renewed = make({ subject: 'CN=CA', key: ca.key, issuer: rootA, ca: true, notBefore: AT - DAY, serialNumber: Uint8Array.of(7) });
    assert.deepEqual(pathsOf(leaf, [ca, renewed], [rootA]).length, 2);
    const rootNew = make({ subject: 'CN=Root A', key: keyNamed('Root A, new'), ca: true });
    const newWithOld = make({ subject: 'CN=Root A', key: rootNew.key, issuer: rootA, ca: true });
    const oldWithNew = make({ subject: 'CN=Root A', key: rootA.key, issuer: rootNew, ca: true });
    const underNew = make({ subject: 'CN=under new', issuer: rootNew });
    assert.deepEqual(pathsOf(underNew, [oldWithNew, newWithOld], [rootA]), ['intermediates[1] anchors[0]']);
    assert.deepEqual(pathsOf(make({ subject: 'CN=under old', issuer: rootA }), [oldWithNew, newWithOld], [rootNew]), [
      'intermediates[0] anchors[0]',
    ]);
  });

  it('ends at an anchor in the middle, and goes on to one above it', () => {
    const lower = make({ subject: 'CN=Lower', issuer: ca, ca: true });
    const end = make({ subject: 'CN=end', issuer: lower });
    assert.deepEqual(pathsOf(end, [lower], [ca]), ['intermediates[0] anchors[0]']);
    assert.deepEqual(pathsOf(end, [lower, ca], [ca, rootA]), [
      'intermediates[0] anchors[0]',
      'intermediates[0] intermediates[1] anchors[1]',
    ]);
  });

  it('says where the budget ended while further paths were looked for', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      make({ subject: 'CN=CA', key: ca.key, issuer: rootA, ca: true, serialNumber: Uint8Array.of(1, index) }),
    );
    const verdict = verifyChain({
      leaf: leaf.certificate,
      intermediates: many.map(({ certificate }) => certificate),
      anchors: [rootA.certificate],
      at: AT,
      maxPaths: Infinity,
      budget: { signatures: 10 },
    });
    assert.ok(verdict.ok);
    assert.equal(verdict.paths.length, 9);
    const [cut] = verdict.findings.filter(({ code }) => code === 'budget-exhausted');
    assert.deepEqual([cut?.severity, cut?.['budget']], ['warning', 'signatures']);
  });
});
