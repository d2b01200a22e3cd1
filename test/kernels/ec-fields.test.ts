/**
 * The field kernels of the curves against BigInt: 1,000,000 operations on numbers that earlier ones left, and 100,000 whose limbs are at the bounds that
 * scripts/field-kernels.ts proves, for each prime. `CERTWRIGHT_SEED` chooses other numbers, `CERTWRIGHT_OPERATIONS` how many.
 */
import assert from 'node:assert/strict';
import { primeFields } from '../unit/crypto/prime-fields.ts';
import { seed, seededNumbers } from './seeded.ts';

const OPERATIONS = Number(process.env['CERTWRIGHT_OPERATIONS'] ?? 1_000_000);
const EXTREME = OPERATIONS / 10;

/** The largest limb of a product, the topmost apart. */
const LIMB = 2 ** 23 + 2 ** 14;

/** Numbers that operands are taken from. */
const POOL = 64;

for (const [name, { limbs, factorBits, multiply }, p] of primeFields) {
  describe(`kernels: the field of ${name}, seed ${seed}`, () => {
    const fromBelow = factorBits > 0;
    const top = fromBelow ? 2 ** 16 : LIMB;
    const m = new Float64Array((POOL + 1) * limbs);
    const OUT = POOL * limbs;
    const values: bigint[] = [];

    const valueOf = (at: number): bigint => {
      let value = 0n;
      // Two limbs of either sign are one safe integer.
      for (let i = limbs - 1 - ((limbs - 1) % 2); i >= 0; i -= 2)
        value = (value << 48n) + BigInt((m[at + i] as number) + 2 ** 24 * (i + 1 < limbs ? (m[at + i + 1] as number) : 0));
      return value;
    };
    const factor = 2n ** BigInt(factorBits);

    /** out = a b + k c: what stands in the places must fit, and each limb its bound. Products of the kernels that divide come back multiplied. */
    const check = (a: number, b: number, k: number, c: number): bigint => {
      multiply(m, OUT, a * limbs, b * limbs, k, c * limbs);
      const value = valueOf(OUT);
      const wanted = (values[a] as bigint) * (values[b] as bigint) + BigInt(k) * factor * (values[c] as bigint);
      if ((value * factor - wanted) % p !== 0n) assert.fail(`m[${a}] * m[${b}] + ${k} * m[${c}]: ${m.join()}`);
      const topBound = fromBelow ? (1 + Math.abs(k)) * top : LIMB;
      for (let i = 0; i < limbs; i++)
        if (!(Math.abs(m[OUT + i] as number) <= (i === limbs - 1 ? topBound : LIMB))) assert.fail(`limb ${i} is ${m[OUT + i]}`);
      return value;
    };

    it(`${OPERATIONS} operations, each on what others left`, function () {
      this.timeout(600_000);
      const below = seededNumbers(`${name} chain`);
      for (let i = 0; i < POOL; i++) {
        for (let j = 0; j < limbs - 1; j++) m[i * limbs + j] = below(2 ** 24) - 2 ** 23;
        m[i * limbs + limbs - 1] = below(2 ** 15);
        values[i] = valueOf(i * limbs);
      }
      for (let i = 0; i < OPERATIONS; i++) {
        const k = i % 4 === 0 ? -1 : 0;
        const value = check(below(POOL), below(POOL), k, below(POOL));
        // A difference is an operand of later ones only as a difference: what stays in the pool are products.
        if (k !== 0) continue;
        const place = below(POOL);
        m.copyWithin(place * limbs, OUT, OUT + limbs);
        values[place] = value;
      }
    });

    it(`${EXTREME} operations on limbs at their bounds`, function () {
      this.timeout(600_000);
      const below = seededNumbers(`${name} bounds`);
      const ways: readonly ((bound: number, limb: number) => number)[] = [
        (bound) => bound,
        (bound) => -bound,
        (bound, limb) => (limb % 2 === 0 ? bound : -bound),
        (bound) => (below(2) === 0 ? bound : -bound),
        (bound) => (below(2) === 0 ? 1 : -1) * (bound - below(3)),
        () => below(3) - 1,
        (bound) => (below(5) === 0 ? bound : 0),
      ];
      const fill = (place: number, bound: number, topBound: number): void => {
        const way = ways[below(ways.length)] as (typeof ways)[number];
        for (let i = 0; i < limbs; i++) m[place * limbs + i] = way(i === limbs - 1 ? topBound : bound, i);
        values[place] = valueOf(place * limbs);
      };
      for (let i = 0; i < EXTREME; i++) {
        // Twice a product times a product, and products: two of the rows that the script goes through.
        const weight = 1 + (i % 2);
        fill(0, weight * LIMB, fromBelow ? 10 * top : weight * top);
        fill(1, LIMB, fromBelow ? 10 * top : top);
        fill(2, LIMB, top);
        check(0, 1, [0, 1, -1, -8][(i >> 1) % 4] as number, 2);
      }
    });
  });
}
