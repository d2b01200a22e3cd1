import assert from 'node:assert/strict';
import { decodeBase64, encodeBase64 } from '../../../lib/base/base64.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { throwsCode } from '../../support/throws.ts';

describe('base64', () => {
  // RFC 4648 section 10.
  const vectors = { '': '', f: 'Zg==', fo: 'Zm8=', foo: 'Zm9v', foob: 'Zm9vYg==', fooba: 'Zm9vYmE=', foobar: 'Zm9vYmFy' };

  for (const [text, base64] of Object.entries(vectors)) {
    it(`gives ${base64 || 'nothing'} for ${text || 'nothing'}, and back`, () => {
      assert.equal(encodeBase64(utf8(text)), base64);
      assert.deepEqual(decodeBase64(base64), utf8(text));
    });
  }

  it('has + and / and both ends of the alphabet', () => {
    assert.equal(encodeBase64(Uint8Array.of(0xfb, 0xff, 0xbf, 0x00)), '+/+/AA==');
    assert.deepEqual(decodeBase64('+/+/AA=='), Uint8Array.of(0xfb, 0xff, 0xbf, 0x00));
  });

  it('skips blanks and line ends', () => {
    assert.deepEqual(decodeBase64(' Zm9v\r\n\tYg =\n= '), utf8('foob'));
  });

  const bad: readonly (readonly [text: string, offset: number, why: string])[] = [
    ['Zm9', 3, 'no padding'],
    ['Zg=', 3, 'half the padding'],
    ['Zm9v=', 5, 'padding behind whole groups'],
    ['Zg===', 5, 'too much padding'],
    ['Z', 1, 'one character'],
    ['Z===', 4, 'one character, padded'],
    ['====', 4, 'padding alone'],
    ['Zg==Zg==', 4, 'more behind the padding'],
    ['Zh==', 4, 'padding bits set, two characters'],
    ['Zm9=', 4, 'padding bits set, three characters'],
    ['Zm-v', 2, 'the URL alphabet'],
    ['Zm_v', 2, 'the URL alphabet'],
    ['Zm9v\u0000', 4, 'a zero character'],
    ['Zm\u00e9v', 2, 'a Latin-1 character'],
    ['\u2028', 0, 'a line separator outside of ASCII'],
    ['Zm9v\f', 4, 'a form feed'],
  ];
  for (const [text, offset, why] of bad) {
    it(`refuses ${JSON.stringify(text)}: ${why}`, () => {
      assert.equal(throwsCode('bad-base64', () => decodeBase64(text)).offset, offset);
    });
  }
});
