import assert from 'node:assert/strict';
import { context, contextConstructed, describeTag, universalTypeName } from '../../../lib/asn1/tags.ts';

describe('tags', () => {
  it('are context-specific in both forms', () => {
    assert.deepEqual([context(0), context(30), contextConstructed(0), contextConstructed(3)], [0x80, 0x9e, 0xa0, 0xa3]);
  });

  it('have names (X.680 8.6)', () => {
    assert.deepEqual([1, 2, 6, 12, 16, 17, 19, 23, 24, 30].map(universalTypeName), [
      'BOOLEAN',
      'INTEGER',
      'OBJECT IDENTIFIER',
      'UTF8String',
      'SEQUENCE',
      'SET',
      'PrintableString',
      'UTCTime',
      'GeneralizedTime',
      'BMPString',
    ]);
    assert.deepEqual([0, 15, 31, 99].map(universalTypeName), [undefined, undefined, undefined, undefined]);
  });

  it('are described for people', () => {
    const words: Readonly<Record<number, string>> = {
      0x02: 'INTEGER',
      0x30: 'SEQUENCE',
      0x31: 'SET',
      0x10: 'tag 0x10',
      0x24: 'tag 0x24',
      0x80: '[0]',
      0xa3: '[3]',
      0x9f: 'tag 0x9f',
      0x61: 'tag 0x61',
      0x00: 'tag 0x00',
    };
    for (const [tag, word] of Object.entries(words)) assert.equal(describeTag(Number(tag)), word);
  });
});
