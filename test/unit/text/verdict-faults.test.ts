import assert from 'node:assert/strict';
import { verifyChain } from '../../../lib/api/verify.ts';
import { describeFaults, makeChain } from '../../../lib/testing/index.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';

/** Lines with what was broken off put back. */
function unfold(text: string): string {
  return text.replaceAll(/\n[ |]+/g, ' ');
}

describe('explainVerdict, every kind of fault', () => {
  it('names the certificate and says what to do, in lines that fit', () => {
    const faults = describeFaults();
    let refused = 0;
    for (const { kind, positions } of faults) {
      const at = positions[positions.length - 1] ?? 0;
      const { input } = makeChain({ faults: [{ kind, at }] });
      const verdict = verifyChain(input);
      // That each is refused is for the tests of certwright/testing to say.
      if (verdict.ok) continue;
      refused++;
      const text = explainVerdict(verdict, input);
      const [first = '', second = ''] = unfold(text).split('\n');
      const { index, code } = verdict.reason;
      const element = verdict.attempts[0]?.path[index];
      const name = element === undefined ? '' : element.from === 'leaf' ? 'leaf ' : `${element.from}[${element.index}] `;
      assert.ok(first.startsWith(`refused: ${name}`) && first.endsWith(` (${code})`), `${kind}: ${first}`);
      assert.match(second, /^to do: [a-z].{20,}/, kind);
      assert.doesNotMatch(
        text,
        /undefined|NaN|\[object|an unknown time|(?:expected|found|of|for|by|in|with): ?nothing$/m,
        `${kind}\n${text}`,
      );
      for (const line of text.split('\n')) assert.ok(line.length <= 100 || !line.trim().slice(4).includes(' '), `${kind}: ${line}`);
      assert.match(text, /^[+|` -]*stopped: /m, kind);
    }
    assert.ok(refused > 60, `${refused} refused`);
  }).timeout(60_000);
});
