/** Command lines through both tools: exit code, standard output and everything said on standard error, but for OpenSSL's error queue and notes of our own. */
import assert from 'node:assert/strict';
import type { Outcome, Workshop } from './openssl-tools.ts';

/** What a command said, without the progress of a key, the error queue and our notes. */
export function talkOf({ stderr }: Outcome): string {
  // an octet that is no UTF-8 reads as U+FFFD from a process, and as a lone surrogate from ours
  return Buffer.from(stderr)
    .toString()
    .split('\n')
    .filter((line) => !/^[.+*]{2,}$|^-----$|^[0-9A-F]{12,16}:error:|^certwright: /.test(line))
    .join('\n');
}

/** One `it` for each command line; quotes keep words together. */
export function sameOutcome(shop: () => Workshop, lines: readonly string[]): void {
  for (const line of lines)
    it(line, async () => {
      const words = wordsOf(line);
      const theirs = shop().openssl(words);
      const ours = await shop().certwright(words);
      assert.deepEqual(
        { code: ours.code, stdout: ours.stdout, talk: talkOf(ours) },
        { code: theirs.code, stdout: theirs.stdout, talk: talkOf(theirs) },
        `theirs: ${theirs.stderr}\nours: ${ours.stderr}`,
      );
    });
}

/** Command lines that OpenSSL takes and certwright refuses by name: nothing is done, nothing ignored. */
export function refusedByName(shop: () => Workshop, lines: readonly (readonly [line: string, named: string])[]): void {
  for (const [line, named] of lines)
    it(`${line} is refused by name`, async () => {
      const { code, stdout, stderr } = await shop().certwright(wordsOf(line));
      assert.deepEqual([code, stdout], [1, '']);
      assert.ok(stderr.includes(named) && stderr.includes('not supported by certwright'), stderr);
    });
}

/** Words of a line, single blanks between them. */
export function wordsOf(line: string): string[] {
  return (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''));
}
