/** Attacks on readers of PEM: long runs that make careless expressions quadratic, blocks that never end, errors without end. Ten times the text may take ten times as long. */
import assert from 'node:assert/strict';
import { PkiError } from '../../lib/base/error.ts';
import { decodeBase64 } from '../../lib/base/base64.ts';
import { decodePem, encodePem, scanPem } from '../../lib/asn1/pem.ts';
import { loadPrivateKey } from '../../lib/keystore/load.ts';
import { throwsCode } from '../support/throws.ts';

declare const performance: { now(): number };

const MEGABYTE = 1_000_000;

/** What each attack repeats. */
const RUNS: Readonly<Record<string, string>> = {
  dashes: '-',
  backslashes: '\\',
  blanks: ' ',
  'line feeds': '\n',
  'carriage returns': '\r',
  'line ends': '\r\n',
  'lines of dashes': '-----\n',
  'blanks and one line end': `${' '.repeat(99)}\n`,
  'half boundaries': '-----BEGIN ',
  'boundaries on one line': '-----BEGIN A-----',
  'blocks that never end': '-----BEGIN A-----\n',
  'ends without beginning': '-----END A-----\n',
  'headers in a block': 'H: v\n',
  'continued headers': ' v\n',
  colons: ':',
  base64: 'AAAA',
  padding: '=',
};

/** Milliseconds, the least of three runs: what the machine does beside it only adds. */
function milliseconds(act: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    act();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function tolerant(text: string): void {
  for (const read of [decodePem, decodeBase64]) {
    try {
      read(text);
    } catch (error) {
      assert.ok(error instanceof PkiError, String(error));
    }
  }
  scanPem(text);
}

describe('attacks on PEM (ReDoS): time grows with the length and with nothing else', function () {
  this.timeout(60_000);

  for (const [name, run] of Object.entries(RUNS))
    for (const [place, head] of [
      ['alone', ''],
      ['in a block', '-----BEGIN A-----\n'],
      ['in the headers of a block', '-----BEGIN A-----\nH: v\n'],
    ] as const)
      it(`10 MB of ${name} ${place}`, () => {
        const text = (length: number): string => head + run.repeat(length / run.length);
        const small = milliseconds(() => tolerant(text(MEGABYTE)));
        const start = performance.now();
        tolerant(text(10 * MEGABYTE));
        const large = performance.now() - start;
        // Quadratic work would take a hundred times as long; the floor keeps clocks and garbage collection out of it.
        assert.ok(large < 40 * Math.max(small, 25), `1 MB in ${small.toFixed(1)} ms, 10 MB in ${large.toFixed(1)} ms`);
      });

  it('10 MB of dashes or backslashes are no private key', () => {
    for (const run of ['-', '\\']) throwsCode('no-private-key', () => loadPrivateKey(run.repeat(10 * MEGABYTE)));
  });

  it('a block of 10 MB is read', () => {
    const der = new Uint8Array(7_500_000).fill(0x5a);
    const [block] = decodePem(encodePem('A', der));
    assert.equal(block?.der.length, der.length);
  });

  it('a million bad blocks give a bounded list of errors', () => {
    assert.equal(scanPem('-----END A-----\n'.repeat(1_000_000)).length, 1001);
  });
});
