/** Inverses of secrets in a field of the kernels: Fermat's little theorem, a^(p - 2), so that the steps are those of p and the same for every a. */
import type { Field } from './field.ts';

/** Bits of a window. */
const WIDTH = 4;

/** m[o] = 1 / m[a] modulo p, or 0 for 0. `powers` are eight places to work in; all places differ. */
export function secretInverse({ mul, copy }: Field, o: number, a: number, p: bigint, powers: readonly number[]): void {
  const exponent = (p - 2n).toString(2);
  const power = (odd: number): number => powers[odd >> 1] as number;
  // a, a^3, a^5, …, a^15; `o` holds the square for a while.
  mul(o, a, a);
  copy(power(1), a);
  for (let odd = 3; odd < 1 << WIDTH; odd += 2) mul(power(odd), power(odd - 2), o);
  let started = false;
  for (let i = 0; i < exponent.length;) {
    let window = exponent[i] === '0' ? '' : exponent.slice(i, i + WIDTH);
    while (window.endsWith('0')) window = window.slice(0, -1);
    for (let j = 0; started && j < Math.max(1, window.length); j++) mul(o, o, o);
    if (window !== '') {
      const factor = power(Number.parseInt(window, 2));
      if (started) mul(o, o, factor);
      else copy(o, factor);
      started = true;
    }
    i += Math.max(1, window.length);
  }
}
