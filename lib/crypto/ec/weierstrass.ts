/**
 * Points of P-256, P-384 and P-521 for public data: whether a key is a point of its curve, and the sum u1 G + u2 Q that verification of a signature wants.
 * Time depends on the numbers, so secrets have no business here.
 *
 * All field elements of a curve live in one array: a kernel (field-kernels.ts) takes the places of its operands. Points are Jacobian, x = X / Z^2 and
 * y = Y / Z^3. What may be multiplied with what is the kernels' proof (scripts/field-kernels.ts): a new call here wants a new row there.
 *
 * The sum goes down the bits once for both products (Straus), with signed digits (wNAF): odd multiples of G up to 127 G in affine form, kept, and of Q
 * up to 15 Q, made for each call. Formulas: dbl-2001-b and add-1998-cmo of the Explicit-Formulas Database. An addition fails where the operands are equal or opposite;
 * that is tested each time, by one limb, so whoever aims at it with a key of his choice gains nothing, in the answer or in time.
 */
import { bigIntToBytes, bitLength, bytesToBigInt } from '../../base/bytes.ts';
import type { CurveName } from '../../keys/types.ts';
import { modInverse } from '../rsa/arithmetic.ts';
import { type FieldKernel, fieldP256, fieldP384, fieldP521 } from './field-kernels.ts';
import { curveParameters } from './parameters.ts';

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
    known = setUp(curve, curve === 'P-256' ? fieldP256 : curve === 'P-384' ? fieldP384 : fieldP521);
    curves.set(curve, known);
  }
  return known;
}

/** Width of signed digits for G: 64 points of four places are 22 to 45 kB and take 2 ms; a ninth bit would save 1 % of a verification. */
const BASE_WIDTH = 8;
/** Width of signed digits for Q: 8 points; both 4 and 6 are slower. */
const KEY_WIDTH = 5;
const BASE_COUNT: number = 2 ** (BASE_WIDTH - 2);
const KEY_COUNT: number = 2 ** (KEY_WIDTH - 2);

/**
 * The digits of a number, lowest first: each 0 or odd and below 2^(width - 1) in size, with at least width - 1 zeros after each that is not 0; the sum of
 * digit[i] * 2^i is the number.
 */
export function signedDigits(value: bigint, width: number): Int16Array {
  const bits = value.toString(2);
  const digits = new Int16Array(bits.length + 1);
  const bit = (i: number): number => (i < bits.length ? bits.charCodeAt(bits.length - 1 - i) & 1 : 0);
  let carry = 0;
  for (let i = 0; i < digits.length; i++) {
    if (bit(i) === carry) continue;
    let digit = carry;
    for (let j = 0; j < width; j++) digit += bit(i + j) << j;
    carry = digit >> (width - 1);
    digits[i] = digit - (carry << width);
    i += width - 1;
  }
  return digits;
}

function setUp(name: CurveName, { limbs, factorBits, multiples, multiply }: FieldKernel): PublicCurve {
  const { p, n, b, Gx, Gy } = curveParameters(name);
  const octets = Math.ceil(bitLength(p) / 8);
  const place = (index: number): number => index * limbs;
  // The accumulator, places to work in, constants.
  const [X, Y, Z] = [place(0), place(1), place(2)];
  const [T0, T1, T2, T3, T4, T5, NEGATED] = [place(3), place(4), place(5), place(6), place(7), place(8), place(9)];
  const [FACTOR, UNIT, ONE, B] = [place(10), place(11), place(12), place(13)];
  // The step of a table and the multiples of Q, X, Y, Z, Z^2, Z^3 each; the multiples of G, X, Y and two places that making the table takes.
  const [STEP, KEYS, BASES] = [place(14), place(19), place(19 + 5 * KEY_COUNT)];
  const m = new Float64Array(BASES + place(4 * BASE_COUNT));
  let infinite = true;
  let baseTableReady = false;

  /** m[o] = m[a] * m[b] + k * m[c]. */
  const mul = (o: number, a: number, b: number, k = 0, c = 0): void => multiply(m, o, a, b, k, c);

  /** m[o] = j * m[a] + k * m[b], limb by limb: to be multiplied next, or added to. */
  const sum = (o: number, j: number, a: number, k: number, b: number): void => {
    for (let i = 0; i < limbs; i++) m[o + i] = j * (m[a + i] as number) + k * (m[b + i] as number);
  };

  const copy = (o: number, a: number): void => void m.copyWithin(o, a, a + limbs);

  /** Three times a product, carried along once. */
  const triple = (o: number, a: number): void => {
    let carry = 0;
    for (let i = 0; i < limbs; i++) {
      const limb = 3 * (m[a + i] as number) + carry;
      carry = i === limbs - 1 ? 0 : Math.round(limb / 2 ** 24);
      m[o + i] = limb - carry * 2 ** 24;
    }
  };

  const readOctets = (o: number, bytes: Uint8Array): void => {
    for (let i = 0, end = bytes.length; i < limbs; i++, end -= 3)
      m[o + i] = (bytes[end - 1] ?? 0) | ((bytes[end - 2] ?? 0) << 8) | ((bytes[end - 3] ?? 0) << 16);
  };

  /** Reads a number into the field's form. */
  const load = (o: number, bytes: Uint8Array): void => {
    readOctets(o, bytes);
    mul(o, o, FACTOR);
  };

  /** The number in a place, factor included, modulo p. */
  const residue = (a: number): bigint => {
    let value = 0n;
    for (let i = limbs - 1; i >= 0; i--) value = (value << 24n) + BigInt(m[a + i] as number);
    const rest = value % p;
    return rest < 0n ? rest + p : rest;
  };

  /** The number in a place, out of the field's form. */
  const unload = (a: number): bigint => {
    mul(T0, a, UNIT);
    return residue(T0);
  };

  /** Whether a product, or a product less a product, is 0 modulo p. */
  const isZero = (a: number): boolean => Math.abs(m[a] as number) <= multiples && residue(a) === 0n;

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
    load(X, bigIntToBytes(Gx, octets));
    load(Y, bigIntToBytes(Gy, octets));
    copy(Z, ONE);
    infinite = false;
    oddMultiples(BASE_COUNT, (i) => {
      m.copyWithin(entry(i), X, X + place(3));
      mul(entry(i) + place(3), Z, i === 0 ? ONE : entry(i - 1) + place(3));
    });
    load(T5, bigIntToBytes(modInverse(unload(entry(BASE_COUNT - 1) + place(3)), p), octets));
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

  /** Y = a square root of T3, if there is one: T3 to the power (p + 1) / 4, p being 3 modulo 4. */
  const squareRoot = (): void => {
    copy(Y, T3);
    for (const bit of ((p + 1n) / 4n).toString(2).slice(1)) {
      mul(Y, Y, Y);
      if (bit === '1') mul(Y, Y, T3);
    }
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
    if (compressed) squareRoot();
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

  m[UNIT] = 1;
  const factor = 1n << BigInt(factorBits);
  readOctets(FACTOR, bigIntToBytes((factor * factor) % p, octets));
  load(ONE, Uint8Array.of(1));
  load(B, bigIntToBytes(b, octets));
  return { n, bits: bitLength(n), hasAbscissa };
}
