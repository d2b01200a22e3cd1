/**
 * Secret multiples of the base points of P-256, P-384 and P-521, by the comb of comb.ts. Points are homogeneous, x = X / Z and y = Y / Z, and the formulas are
 * complete: those of Renes, Costello and Batina 2016 for a = -3 (algorithms 5 and 6), right for all points of a curve of odd order, the neutral one included.
 * Their products are fused and their factors moved as the kernels like it.
 */
import { bigIntToBytes, bitLength, bytesToBigInt, concatBytes } from '../../base/bytes.ts';
import type { CurveName } from '../../keys/types.ts';
import { modInverse } from '../rsa/arithmetic.ts';
import { affineMultiple, type Comb, type FieldGroup, makeComb, SLOTS_FOR_TABLES } from './comb.ts';
import type { FieldKernel } from './field-kernel.ts';
import { setUpField } from './field.ts';
import { type CurveParameters, curveParameters } from './parameters.ts';
import { setUpNumbers } from './secret-numbers.ts';
import { usualField } from './usual-field.ts';

/** Arithmetic with secrets on one curve; numbers are big-endian in `octets` octets unless they are public. */
export interface SecretCurve {
  /** The order of the base point. */
  readonly n: bigint;
  /** Bits of the order. */
  readonly bits: number;
  /** Octets of a scalar. */
  readonly octets: number;
  /** Whether a number has its length and is from 1 to n - 1. */
  isInRange(scalar: Uint8Array): boolean;
  /** The abscissa of the base point times a number in range, which is public then. `blind` makes points random. */
  abscissa(scalar: Uint8Array, blind: Uint8Array): bigint;
  /** The base point times a number in range, uncompressed (SEC 1 2.3.3), which is public then. */
  point(scalar: Uint8Array, blind: Uint8Array): Uint8Array;
  /** s = (message + r d) / nonce modulo n, for d and nonce in range. The inversion sees nonce times `blind` only. */
  quotient(nonce: Uint8Array, message: bigint, r: bigint, d: Uint8Array, blind: Uint8Array): bigint;
}

const curves = /* @__PURE__ */ new Map<CurveName, SecretCurve>();

/** The arithmetic of one of the three curves, set up on first use. Throws `unsupported-curve`. */
export function secretWeierstrass(curve: CurveName): SecretCurve {
  let known = curves.get(curve);
  if (known === undefined) {
    known = setUp(usualField(curve), curveParameters(curve));
    curves.set(curve, known);
  }
  return known;
}

function setUp(kernel: FieldKernel, parameters: CurveParameters): SecretCurve {
  const { n } = parameters;
  const { order, isInRange, read, write, multiply, add } = setUpNumbers(n);
  const octets = order.length;
  const group = setUpGroup(kernel, parameters, 1);
  let comb: Comb | undefined;

  const multiple = (scalar: Uint8Array, blind: Uint8Array): ((coordinate: number) => bigint) => {
    comb ??= makeTables(kernel, parameters);
    return affineMultiple(group, comb, scalar, order, blind);
  };
  return {
    n,
    bits: bitLength(n),
    octets,
    isInRange,
    abscissa: (scalar, blind) => multiple(scalar, blind)(group.X),
    point(scalar, blind) {
      const coordinate = multiple(scalar, blind);
      return concatBytes(Uint8Array.of(4), bigIntToBytes(coordinate(group.X), octets), bigIntToBytes(coordinate(group.Y), octets));
    },
    quotient(nonce, message, r, d, blind) {
      const factor = read(blind);
      const blinded = bytesToBigInt(write(multiply(read(nonce), factor)));
      const inverse = multiply(read(bigIntToBytes(modInverse(blinded, n), octets)), factor);
      const sum = add(read(bigIntToBytes(message, octets)), multiply(read(d), read(bigIntToBytes(r, octets))));
      return bytesToBigInt(write(multiply(sum, inverse)));
    },
  };
}

function makeTables(kernel: FieldKernel, parameters: CurveParameters): Comb {
  const group = setUpGroup(kernel, parameters, SLOTS_FOR_TABLES);
  const { field, X, Y, Z } = group;
  field.loadNumber(X, parameters.Gx);
  field.loadNumber(Y, parameters.Gy);
  field.loadNumber(Z, 1n);
  return makeComb(group, bitLength(parameters.n));
}

/** The group with so many slots. */
function setUpGroup(kernel: FieldKernel, { p, b }: CurveParameters, slots: number): FieldGroup {
  const { limbs, multiply } = kernel;
  const field = setUpField(kernel, p, 32 + 4 * slots);
  const { m, place, mul, sum, loadNumber, load, unload } = field;
  // The accumulator, constants, places to work in. A slot is X, Y, Z and a product of Zs.
  const [X, Y, Z] = [place(2), place(3), place(4)];
  const [B3, MINUS_B3, ONE] = [place(5), place(6), place(7)];
  const [T0, T1, T2, T3, T4, T5] = [place(8), place(9), place(10), place(11), place(12), place(13)];
  const [U, V, W, S] = [place(14), place(15), place(16), place(17)];
  const slot = (index: number): number => place(32 + 4 * index);

  /** X, Y and Z from what both formulas end in: (f m+ - g w, m+ m- + 3 v w, g m- + 3 f v) with m+- = t1 +- u. */
  const finish = (f: number, g: number): void => {
    sum(S, 1, T1, -1, U);
    sum(U, 1, T1, 1, U);
    multiply(m, T0, g, W, 0, 0);
    multiply(m, T5, V, W, 0, 0);
    multiply(m, T2, f, V, 0, 0);
    multiply(m, X, f, U, -1, T0);
    multiply(m, Y, U, S, 3, T5);
    multiply(m, Z, g, S, 3, T2);
  };

  const add = (at: number, sign: number): void => {
    sum(T2, sign, at + limbs, 0, at);
    mul(T0, X, at);
    mul(T1, Y, T2);
    sum(S, 1, T0, 1, T1);
    sum(T3, 1, at, 1, T2);
    sum(V, 1, X, 1, Y);
    mul(T3, V, T3, -1, S);
    mul(T4, T2, Z, 1, Y);
    mul(T5, at, Z, 1, X);
    mul(U, MINUS_B3, Z, 3, T5);
    sum(S, 1, T0, 3, Z);
    mul(W, B3, T5, -3, S);
    sum(V, 1, T0, -1, Z);
    finish(T3, T4);
  };

  const double = (): void => {
    mul(T0, X, X);
    mul(T1, Y, Y);
    mul(T2, Z, Z);
    mul(T3, X, Y);
    sum(T3, 2, T3, 0, T3);
    mul(T5, X, Z);
    mul(T4, Y, Z);
    sum(T4, 2, T4, 0, T4);
    mul(U, B3, T2, -6, T5);
    sum(T5, 2, T5, 0, T5);
    sum(S, 1, T0, 3, T2);
    mul(W, B3, T5, -3, S);
    sum(V, 1, T0, -1, T2);
    // With the signs of doubling: (2XY m- - 2YZ w, m- m+ + 3 v w, 8 Y^3 Z).
    sum(S, 1, T1, -1, U);
    sum(U, 1, T1, 1, U);
    mul(T0, T4, W);
    mul(X, T3, S, -1, T0);
    mul(T5, V, W);
    mul(Y, U, S, 3, T5);
    sum(T1, 2, T1, 0, T1);
    mul(T0, T4, T1);
    mul(Z, T4, T1, 1, T0);
  };

  const makeAddends = (first: number, count: number): void => {
    const product = (i: number): number => (i < first ? ONE : slot(i) + place(3));
    for (let i = first; i < first + count; i++) mul(product(i), slot(i) + place(2), product(i - 1));
    loadNumber(T1, modInverse(unload(product(first + count - 1)), p));
    for (let i = first + count - 1; i >= first; i--) {
      mul(T0, T1, product(i - 1));
      mul(T1, T1, slot(i) + place(2));
      mul(slot(i), slot(i), T0);
      mul(slot(i) + limbs, slot(i) + limbs, T0);
    }
  };

  loadNumber(ONE, 1n);
  loadNumber(B3, (3n * b) % p);
  sum(MINUS_B3, -1, B3, 0, B3);
  return {
    p,
    field,
    m,
    width: 2 * limbs,
    slot,
    clear(blind) {
      load(Y, blind);
      m.fill(0, X, X + limbs);
      m.fill(0, Z, Z + limbs);
    },
    double,
    add,
    keep: (index) => void m.copyWithin(slot(index), X, X + place(3)),
    restore: (index) => void m.copyWithin(X, slot(index), slot(index) + place(3)),
    makeAddends,
    X,
    Y,
    Z,
    T: T0,
    POWERS: Array.from({ length: 8 }, (_, i) => place(18 + i)),
  };
}
