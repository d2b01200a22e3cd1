/** Punycode (RFC 3492) met with hostile input: CVE-2022-3602 and CVE-2022-3786 were overflows in a decoder, others grew with the square of a label's length. */
import assert from 'node:assert/strict';
import { toAscii } from '../../lib/idna/to-ascii.ts';
import { seededRandom } from '../support/random.ts';
import { throwsCode } from '../support/throws.ts';

describe('security history: punycode', () => {
  it('CVE-2022-3602: deltas that overflow are refused', () => {
    for (const tail of ['9'.repeat(5), '9'.repeat(12), 'zzzzzzzz', '99999999zzzz', `a${'9'.repeat(57)}`])
      throwsCode('bad-domain-name', () => toAscii(`xn--${tail}.example`));
    throwsCode('bad-domain-name', () => toAscii(`xn--a-${'9'.repeat(40)}.example`));
  });

  it('CVE-2022-3786: names of many labels and labels of many characters end at once', () => {
    const started = performance.now();
    for (const label of ['ü', 'xn--bcher-kva', '\u00AD', 'x', '9'.repeat(60)]) {
      throwsCode('bad-domain-name', () => toAscii(`${label}.`.repeat(10_000)));
      throwsCode('bad-domain-name', () => toAscii(label.repeat(100_000)));
      throwsCode('bad-domain-name', () => toAscii(`xn--${label.repeat(100_000)}`));
    }
    assert.ok(performance.now() - started < 2000);
  });

  it('comes back to the same form from any label it makes', () => {
    const random = seededRandom(3492);
    let made = 0;
    for (let i = 0; i < 500; i++) {
      const points = Array.from({ length: 4 }, () => 0xe0 + random.below(0x1000));
      const name = `${String.fromCodePoint(...points)}.example`;
      let ascii = '';
      try {
        ascii = toAscii(name);
      } catch {
        continue;
      }
      made++;
      assert.match(ascii, /^(?:xn--)?[a-z0-9-]{1,59}\.example$/);
      assert.equal(toAscii(ascii), ascii);
    }
    assert.ok(made > 50, `only ${made} names had an ASCII form`);
  });
});
