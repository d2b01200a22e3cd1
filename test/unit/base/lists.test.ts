import assert from 'node:assert/strict';
import { addTo } from '../../../lib/base/lists.ts';

describe('addTo', () => {
  it('begins a list and goes on with it, in order', () => {
    const lists = new Map<string, number[]>();
    for (const [key, member] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['__proto__', 4],
    ] as const)
      addTo(lists, key, member);
    assert.deepEqual(
      [...lists],
      [
        ['a', [1, 3]],
        ['b', [2]],
        ['__proto__', [4]],
      ],
    );
  });
});
