/** The field kernels against BigInt, with limbs at the bounds that scripts/field-kernels.ts proves. */
import assert from 'node:assert/strict';
import type { FieldKernel } from '../../../lib/crypto/ec/field-kernel.ts';
import { primeFields } from './prime-fields.ts';
import { testRandom } from './test-random.ts';

/** The largest limb of a product. */
const LIMB = 2 ** 23 + 2 ** 14;

/** Bounds of both factors, as multiples of a product's: of the topmost limb of P-256, and of all others. Those of callsOf in the script, the widest ones. */
const FACTORS = [
  { limbs: [1, 1], tops: [10, 10] },
  { limbs: [2, 2], tops: [10, 10] },
  { limbs: [2, 1], tops: [18, 1] },
  { limbs: [1, 2], tops: [10, 10] },
  { limbs: [4, 2], tops: [1, 1], only: 'Ed25519' },
  { limbs: [1, 5], tops: [3, 13], tripled: true },
] as const;

type Choose = () => number;

/** A number from 0 to 1, reproducible. */
function chooser(seed: string): Choose {
  const random = testRandom(seed);
  let pool: Uint8Array = new Uint8Array(0);
  let at = 0;
  return () => {
    if (at === pool.length) [pool, at] = [random(4096), 0];
    at += 4;
    return new DataView(pool.buffer, pool.byteOffset + at - 4, 4).getUint32(0) / (2 ** 32 - 1);
  };
}

/** Ways to fill a limb of at most `bound`: its extremes, near to them, small numbers, anything. */
const FILLS: readonly ((bound: number, choose: Choose, limb: number) => number)[] = [
  (bound) => bound,
  (bound) => -bound,
  (bound, _, limb) => (limb % 2 === 0 ? bound : -bound),
  (bound, choose) => (choose() < 0.5 ? bound : -bound),
  (bound, choose) => (choose() < 0.5 ? 1 : -1) * (bound - Math.floor(3 * choose())),
  (_, choose) => Math.floor(3 * choose()) - 1,
  (bound, choose) => (choose() < 0.8 ? 0 : bound),
  (bound, choose) => Math.round((2 * choose() - 1) * bound),
];

function valueOf(m: Float64Array, at: number, limbs: number): bigint {
  let value = 0n;
  for (let i = limbs - 1; i >= 0; i--) value = (value << 24n) + BigInt(m[at + i] as number);
  return value;
}

const residue = (value: bigint, p: bigint): bigint => ((value % p) + p) % p;

function inverseOfFactor({ factorBits }: FieldKernel, p: bigint): bigint {
  let inverse = 1n;
  for (let bit = 0; bit < factorBits; bit++) inverse = inverse % 2n === 0n ? inverse / 2n : (inverse + p) / 2n;
  return inverse;
}

for (const [name, field, p] of primeFields) {
  describe(`crypto/ec/field-kernels: ${name}`, () => {
    const { limbs, multiply } = field;
    const inverse = inverseOfFactor(field, p);
    const fromBelow = field.factorBits > 0;
    const top = fromBelow ? 2 ** 16 : LIMB;
    const m = new Float64Array(4 * limbs);
    const [A, B, C, O] = [0, limbs, 2 * limbs, 3 * limbs];

    const check = (k: number, topBound: number): void => {
      const [a, b, c] = [A, B, C].map((at) => valueOf(m, at, limbs)) as [bigint, bigint, bigint];
      multiply(m, O, A, B, k, C);
      assert.equal(residue(valueOf(m, O, limbs), p), residue(a * b * inverse + BigInt(k) * c, p));
      const over = m.subarray(O, O + limbs).findIndex((limb, i) => Math.abs(limb) > (i === limbs - 1 ? topBound : LIMB));
      assert.equal(over, -1, `limb ${over} is ${m[O + over]}`);
    };

    const fill = (at: number, bound: number, topBound: number, choose: Choose): void => {
      const way = FILLS[Math.floor(choose() * 0.999 * FILLS.length)] as (typeof FILLS)[number];
      for (let i = 0; i < limbs; i++) m[at + i] = way(i === limbs - 1 ? topBound : bound, choose, i);
    };

    for (const [index, { limbs: weights, tops, ...rest }] of FACTORS.entries()) {
      if ('only' in rest && rest.only !== name) continue;
      it(`factors of ${weights.join(' and ')} times the size of a product`, () => {
        const choose = chooser(`${name} ${index}`);
        const tripled = 'tripled' in rest;
        for (let i = 0; i < 2000; i++) {
          fill(A, tripled ? 2 ** 23 : weights[0] * LIMB, fromBelow ? tops[0] * top : (tripled ? 3 : weights[0]) * top, choose);
          fill(B, weights[1] * LIMB, fromBelow ? tops[1] * top : weights[1] * top, choose);
          fill(C, LIMB, top, choose);
          const k = [0, 1, -1, -8][i % 4] as number;
          check(k, fromBelow ? (1 + Math.abs(k)) * top : LIMB);
        }
      });
    }

    it('numbers from 0 to beyond the prime, in octets', () => {
      const near = [0n, 1n, 2n, p - 2n, p - 1n, p, p + 1n, p >> 1n, (p >> 1n) + 1n, 1n << 96n, p - (1n << 96n)];
      for (const a of near) {
        for (const b of near) {
          for (let i = 0; i < limbs; i++) {
            m[A + i] = Number((a >> BigInt(24 * i)) & 0xffffffn);
            m[B + i] = Number((b >> BigInt(24 * i)) & 0xffffffn);
            m[C + i] = 0;
          }
          check(0, fromBelow ? top : LIMB);
        }
      }
    });

    it('writes over an operand', () => {
      const choose = chooser(`${name} in place`);
      for (const place of [A, B, C]) {
        for (const at of [A, B, C]) fill(at, LIMB, top, choose);
        const before = m.slice();
        multiply(m, O, A, B, -8, C);
        const wanted = m.slice(O);
        m.set(before);
        multiply(m, place, A, B, -8, C);
        assert.deepEqual(m.slice(place, place + limbs), wanted);
      }
    });

    it('shows a multiple of the prime in limb 0', () => {
      const unit = field.factorBits === 0 ? 1n : residue(2n ** BigInt(field.factorBits), p);
      const choose = chooser(`${name} zero`);
      for (let i = 0; i < 300; i++) {
        // x * 1 - x, for an x in the form the field has.
        fill(B, LIMB, top, choose);
        for (let j = 0; j < limbs; j++) m[A + j] = Number((unit >> BigInt(24 * j)) & 0xffffffn);
        m.copyWithin(C, B, B + limbs);
        multiply(m, O, A, B, -1, C);
        assert.equal(residue(valueOf(m, O, limbs), p), 0n);
        assert.ok(Math.abs(m[O] as number) <= field.zeroLimb, `limb 0 is ${m[O]}`);
      }
    });
  });
}
