import assert from 'node:assert/strict';
import { given } from '../../../lib/base/given.ts';

describe('given', () => {
  it('leaves out what is undefined and keeps the order of the rest', () => {
    const fields = given({ first: 0, second: undefined, third: null, fourth: false });
    assert.deepEqual(Object.entries(fields), [
      ['first', 0],
      ['third', null],
      ['fourth', false],
    ]);
    assert.ok(!('second' in fields));
  });
});
