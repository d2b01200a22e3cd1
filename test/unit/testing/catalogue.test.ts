import assert from 'node:assert/strict';
import { describeFaults } from '../../../lib/testing/catalogue.ts';

describe('describeFaults', () => {
  const all = describeFaults();

  it('has more than 60 kinds that mean something at all five positions, and a hundred more', () => {
    assert.ok(all.filter(({ positions }) => positions.join() === '0,1,2,3,4').length >= 70);
    assert.ok(all.filter(({ positions }) => positions.length >= 4).length >= 120);
    assert.ok(all.length >= 180, `only ${all.length}`);
    assert.ok(all.reduce((sum, { positions }) => sum + positions.length, 0) >= 700);
  });

  it('says of each what it is and which section forbids it, in a sentence of its own', () => {
    for (const { kind, what, rfc } of all) {
      assert.match(what, /^[A-Za-z][^\n]{10,140}\.$/, kind);
      assert.match(rfc, /^(?:RFC [0-9]+ [0-9A]|X\.690 11\.|BR [67]\.|SP 800-131A )/, kind);
    }
    assert.equal(new Set(all.map(({ what }) => what)).size, all.length);
    assert.equal(new Set(all.map(({ kind }) => kind)).size, all.length);
  });

  it('has a finding for every position, and a profile that refuses it', () => {
    for (const { kind, positions, expected, profiles } of all) {
      assert.equal(expected.length, positions.length, kind);
      assert.ok(positions.length > 0 && profiles.length > 0, kind);
      for (const { index } of expected) assert.ok(index >= 0 && index <= 4, kind);
    }
  });

  it('knows which positions mean something in chains of other lengths', () => {
    const positionsOf = (kind: string, intermediates: number): readonly number[] | undefined =>
      describeFaults(intermediates).find((fault) => fault.kind === kind)?.positions;
    assert.deepEqual(positionsOf('expired', 0), [0, 1]);
    assert.deepEqual(positionsOf('signature-empty', 0), [0]);
    assert.deepEqual(positionsOf('not-a-ca', 1), [1, 2]);
    assert.deepEqual(positionsOf('issuers-in-a-circle', 0), []);
    assert.deepEqual(positionsOf('path-length-exceeded', 2), [2, 3]);
    assert.deepEqual(positionsOf('policy-of-another', 1), [0]);
    assert.deepEqual(positionsOf('revoked', 1), [0, 1, 2]);
    assert.deepEqual(positionsOf('version-1-with-unique-id', 2), [0, 3]);
    assert.deepEqual(positionsOf('root-with-purposes', 2), [3]);
  });
});
