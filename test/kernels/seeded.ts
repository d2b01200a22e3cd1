/** Reproducible numbers for the suites of the kernels, and the seed they come from. */
import type { RandomBytes } from '../../lib/base/bytes.ts';
import { testRandom } from '../unit/crypto/test-random.ts';

/** Chosen by `CERTWRIGHT_SEED`. */
export const seed: number = Number(process.env['CERTWRIGHT_SEED'] ?? 20_261_124);

/** A source of integers from 0 to `limit` - 1 (limit at most 2^32), by SplitMix32 from the seed and a name. */
export function seededNumbers(name: string): (limit: number) => number {
  let state = seed;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x0100_0193);
  return (limit) => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Octets from the seed and a name. */
export function seededOctets(name: string): RandomBytes {
  return testRandom(`${seed} ${name}`);
}
