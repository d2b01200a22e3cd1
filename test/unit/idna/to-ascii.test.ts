import assert from 'node:assert/strict';
import { toAscii } from '../../../lib/idna/to-ascii.ts';
import { readReference } from '../../../lib/path/identity.ts';
import { throwsCode } from '../../support/throws.ts';

/** Names and their ASCII form (UTS 46 4.2, RFC 3492 7.1). */
const good: readonly (readonly [string, string])[] = [
  ['example.com', 'example.com'],
  ['EXAMPLE.com.', 'example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['BÜCHER.example', 'xn--bcher-kva.example'],
  ['bu\u0308cher.example', 'xn--bcher-kva.example'],
  ['faß.de', 'xn--fa-hia.de'],
  ['βόλος.com', 'xn--nxasmm1c.com'],
  ['www.測試.com', 'www.xn--g6w251d.com'],
  ['www。例え。テスト', 'www.xn--r8jz45g.xn--zckzah'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['بي.السعودية', 'xn--ngb2e.xn--mgberp4a5d4ar'],
  ['xn--mgbg.example', 'xn--mgbg.example'],
  ['１２３.example', '123.example'],
  ['a\u00ADb.example', 'ab.example'],
  [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
];

const bad: readonly string[] = [
  '',
  '.',
  '..',
  'a..b',
  'example.com..',
  ' ',
  'a b.example',
  'a_b.example',
  'a\0b.example',
  'a/b.example',
  '*.example.com',
  '-a.example',
  'a-.example',
  'ab--c.example',
  'xn--.example',
  'xn--a.example',
  'xn--ü.example',
  'xn--999999999999b.example',
  'xn--example-.example',
  'xn--mgba3gch31f060k\u200C.example',
  'a\u200Cb.example',
  'אa.example',
  '\u0308a.example',
  '\uD800.example',
  '\u2FFB.example',
  `${'a'.repeat(64)}.example`,
  `${'ü'.repeat(63)}.example`,
  `${'a.'.repeat(127)}a`,
];

describe('toAscii', () => {
  for (const [name, ascii] of good)
    it(`${name.slice(0, 30)} is ${ascii.slice(0, 30)}`, () => {
      assert.equal(toAscii(name), ascii);
      assert.equal(toAscii(ascii), ascii);
      assert.deepEqual(readReference({ kind: 'dns', value: ascii }), { kind: 'dns', name: ascii });
    });

  it('refuses what is no domain name', () => {
    for (const name of bad) throwsCode('bad-domain-name', () => toAscii(name));
  });

  it('names the name it refuses, and not all of a long one', () => {
    assert.match(throwsCode('bad-domain-name', () => toAscii('a b')).message, /"a b"$/);
    assert.ok(throwsCode('bad-domain-name', () => toAscii('ü'.repeat(100_000))).message.length < 200);
  });

  it('is the form that verification asks for', () => {
    assert.deepEqual(readReference({ kind: 'dns', value: 'bücher.example' }), { kind: 'malformed', problem: 'not-ascii' });
  });
});
