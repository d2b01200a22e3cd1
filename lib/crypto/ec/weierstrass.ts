/**
 * Points of P-256, P-384 and P-521 for public data: whether a key is a point of its curve, and the sum u1 G + u2 Q that verification of a signature wants.
 * Time depends on the numbers, so secrets have no business here. Points are Jacobian, x = X / Z^2 and y = Y / Z^3.
 *
 * The sum goes down the bits once for both products (Straus), with signed digits (wNAF): odd multiples of G up to 127 G in affine form, kept, and of Q
 * up to 15 Q, made for each call. Formulas: dbl-2001-b and add-1998-cmo of the Explicit-Formulas Database. An addition fails where the operands are equal or opposite;
 * that is tested each time, by one limb, so whoever aims at it with a key of his choice gains nothing, in the answer or in time.
 */
import { bitLength, bytesToBigInt } from '../../base/bytes.ts';
import type { CurveName } from '../../keys/types.ts';
import { modInverse } from '../rsa/arithmetic.ts';
import type { FieldKernel } from './field-kernel.ts';
import { setUpField } from './field.ts';
import { curveParameters } from './parameters.ts';
import { BASE_COUNT, BASE_WIDTH, KEY_COUNT, KEY_WIDTH, signedDigits } from './signed-digits.ts';
import { usualField } from './usual-field.ts';

/** What can be asked of a curve. */
export interface PublicCurve {
  /** The order of the base point. */
  readonly n: bigint;
  /** Bits of the order. */
  readonly bits: number;
  /**
   * Whether the point `u1 G + u2 Q` is not infinity and its abscissa is `r` modulo n, for u1, u2 and r below n and Q in a form of SEC 1 2.3.3, compressed or
   * not. False where Q is not a point of the curve, or is infinity.
   */
  hasAbscissa(u1: bigint, u2: bigint, point: Uint8Array, r: bigint): boolean;
}

const curves = /* @__PURE__ */ new Map<CurveName, PublicCurve>();

/** The curve of a name, set up on first use. Throws `unsupported-curve`. */
export function publicCurve(curve: CurveName): PublicCurve {
  let known = curves.get(curve);
  if (known === undefined) {
    known = setUp(curve, usualField(curve));
    curves.set(curve, known);
  }
  return known;
}

function setUp(name: CurveName, kernel: FieldKernel): PublicCurve {
  const { p, n, b, Gx, Gy } = curveParameters(name);
  const octets = Math.ceil(bitLength(p) / 8);
  const field = setUpField(kernel, p, 19 + 5 * KEY_COUNT + 4 * BASE_COUNT);
  const { m, place, mul, sum, copy, load, loadNumber, unload, isZero } = field;
  const { limbs } = kernel;
  // The accumulator, places to work in, constants.
  const [X, Y, Z] = [place(2), place(3), place(4)];
  const [T0, T1, T2, T3, T4, T5] = [place(5), place(6), place(7), place(8), place(9), place(10)];
  const [NEGATED, ONE, B] = [place(11), place(12), place(13)];
  // The step of a table and the multiples of Q, X, Y, Z, Z^2, Z^3 each; the multiples of G, X, Y and two places that making the table takes.
  const [STEP, KEYS, BASES] = [place(14), place(19), place(19 + 5 * KEY_COUNT)];
  let infinite = true;
  let baseTableReady = false;

  /** Three times a product, carried along once. */
  const triple = (o: number, a: number): void => {
    let carry = 0;
    for (let i = 0; i < limbs; i++) {
      const limb = 3 * (m[a + i] as number) + carry;
      carry = i === limbs - 1 ? 0 : Math.round(limb / 2 ** 24);
      m[o + i] = limb - carry * 2 ** 24;
    }
  };

  const double = (): void => {
    mul(T0, Z, Z);
    mul(T1, Y, Y);
    mul(T2, X, T1);
    sum(T3, 1, X, -1, T0);
    sum(T4, 1, X, 1, T0);
    mul(T3, T3, T4);
    triple(T3, T3);
    sum(T4, 2, Y, 0, Y);
    mul(Z, T4, Z);
    mul(X, T3, T3, -8, T2);
    sum(T4, 4, T2, -1, X);
    mul(T1, T1, T1);
    mul(Y, T3, T4, -8, T1);
  };

  /** Adds the point at `e`, or its opposite: X, Y, and where it is not affine Z, Z^2, Z^3. */
  const add = (e: number, affine: boolean, negative: boolean): void => {
    let y = e + limbs;
    if (negative) {
      sum(NEGATED, -1, y, 0, y);
      y = NEGATED;
    }
    if (infinite) {
      copy(X, e);
      copy(Y, y);
      copy(Z, affine ? ONE : e + place(2));
      infinite = false;
      return;
    }
    mul(T0, Z, Z);
    mul(T1, Z, T0);
    let [u, s] = [X, Y];
    if (!affine) {
      mul(T2, X, e + place(3));
      mul(T3, Y, e + place(4));
      [u, s] = [T2, T3];
    }
    mul(T4, e, T0, -1, u);
    mul(T5, y, T1, -1, s);
    if (isZero(T4)) {
      if (isZero(T5)) double();
      else infinite = true;
      return;
    }
    if (!affine) mul(Z, Z, e + place(2));
    mul(Z, Z, T4);
    mul(T0, T4, T4);
    mul(T1, T4, T0);
    mul(T4, u, T0);
    sum(T0, 1, T1, 2, T4);
    mul(T1, s, T1);
    mul(X, T5, T5, -1, T0);
    sum(T4, 1, T4, -1, X);
    mul(Y, T5, T4, -1, T1);
  };

  /** Puts the accumulator at `o`, with the powers of Z that an addition wants. */
  const keep = (o: number): void => {
    m.copyWithin(o, X, X + place(3));
    mul(o + place(3), Z, Z);
    mul(o + place(4), Z, o + place(3));
  };

  /** Goes through P, 3P, 5P, …, `count` of them, for the P in the accumulator with Z = 1; each is in the accumulator when `visit` is called. */
  const oddMultiples = (count: number, visit: (i: number) => void): void => {
    visit(0);
    keep(KEYS);
    double();
    keep(STEP);
    add(KEYS, false, false);
    for (let i = 1; i < count; i++) {
      if (i > 1) add(STEP, false, false);
      visit(i);
    }
  };

  /** The odd multiples of G in affine form, with one inversion for all: it is that of the product of all Z. */
  const makeBaseTable = (): void => {
    const entry = (i: number): number => BASES + place(4 * i);
    loadNumber(X, Gx);
    loadNumber(Y, Gy);
    copy(Z, ONE);
    infinite = false;
    oddMultiples(BASE_COUNT, (i) => {
      m.copyWithin(entry(i), X, X + place(3));
      mul(entry(i) + place(3), Z, i === 0 ? ONE : entry(i - 1) + place(3));
    });
    loadNumber(T5, modInverse(unload(entry(BASE_COUNT - 1) + place(3)), p));
    for (let i = BASE_COUNT - 1; i >= 0; i--) {
      mul(T1, T5, i === 0 ? ONE : entry(i - 1) + place(3));
      mul(T5, T5, entry(i) + place(2));
      mul(T2, T1, T1);
      mul(entry(i), entry(i), T2);
      mul(T2, T1, T2);
      mul(entry(i) + limbs, entry(i) + limbs, T2);
    }
  };

  /** T3 = x^3 - 3x + b for the x in X. */
  const equation = (): void => {
    sum(T2, 1, B, -3, X);
    mul(T3, X, X);
    mul(T3, T3, X, 1, T2);
  };

  /** Reads a point into the accumulator; false where it is none, or infinity. */
  const readPoint = (point: Uint8Array): boolean => {
    const form = point[0];
    const compressed = form === 2 || form === 3;
    if (point.length !== 1 + (compressed ? octets : 2 * octets) || (!compressed && form !== 4)) return false;
    const coordinates = [point.subarray(1, 1 + octets), point.subarray(1 + octets)] as const;
    if (coordinates.some((coordinate) => bytesToBigInt(coordinate) >= p)) return false;
    load(X, coordinates[0]);
    equation();
    // A square root, if there is one: p is 3 modulo 4 on all three curves.
    if (compressed) field.raise(Y, T3, (p + 1n) / 4n);
    else load(Y, coordinates[1]);
    mul(T4, Y, Y, -1, T3);
    if (!isZero(T4)) return false;
    // No point of these curves has y = 0: their orders are odd.
    if (compressed && (unload(Y) & 1n) !== BigInt(form & 1)) sum(Y, -1, Y, 0, Y);
    copy(Z, ONE);
    infinite = false;
    return true;
  };

  const hasAbscissa = (u1: bigint, u2: bigint, point: Uint8Array, r: bigint): boolean => {
    if (!baseTableReady) {
      makeBaseTable();
      baseTableReady = true;
    }
    if (!readPoint(point)) return false;
    oddMultiples(KEY_COUNT, (i) => keep(KEYS + place(5 * i)));
    const [ofBase, ofKey] = [signedDigits(u1, BASE_WIDTH), signedDigits(u2, KEY_WIDTH)];
    infinite = true;
    for (let i = Math.max(ofBase.length, ofKey.length) - 1; i >= 0; i--) {
      if (!infinite) double();
      const [base, key] = [ofBase[i] ?? 0, ofKey[i] ?? 0];
      if (key !== 0) add(KEYS + place(5 * (Math.abs(key) >> 1)), false, key < 0);
      if (base !== 0) add(BASES + place(4 * (Math.abs(base) >> 1)), true, base < 0);
    }
    if (infinite) return false;
    // x = X / Z^2 without the division; modulo n a number r below p - n stands for two abscissas.
    const abscissa = unload(X);
    mul(T1, Z, Z);
    const square = unload(T1);
    return (r * square) % p === abscissa || (r + n < p && ((r + n) * square) % p === abscissa);
  };

  loadNumber(ONE, 1n);
  loadNumber(B, b);
  return { n, bits: bitLength(n), hasAbscissa };
}
