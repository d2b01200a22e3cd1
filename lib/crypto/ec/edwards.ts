/**
 * The curve of Ed25519 (RFC 8032 5.1, RFC 7748 4.1) for public data: reading points, and the equation of a signature. Time depends on the numbers, so secrets
 * have no business here. Points are extended, x = X / Z, y = Y / Z, T = X Y / Z; the formulas (add-2008-hwcd-3 and dbl-2008-hwcd of the Explicit-Formulas
 * Database) have no exceptions on this curve. The sum is made as in weierstrass.ts.
 */
import { bytesToBigInt } from '../../base/bytes.ts';
import { fieldEd25519 } from './field-ed25519.ts';
import { setUpField } from './field.ts';
import { BASE_COUNT, BASE_WIDTH, KEY_COUNT, KEY_WIDTH, signedDigits } from './signed-digits.ts';

const P = /* @__PURE__ */ BigInt('0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');

/** The order of the base point (RFC 8032 5.1). */
export const ED25519_ORDER: bigint = /* @__PURE__ */ BigInt('0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');

/** What can be asked of the curve. */
export interface PublicEdwards {
  /**
   * Whether `8 S B = 8 R + 8 k A` (RFC 8032 5.1.7 step 3), for the base point B and numbers below its order. False where R or A is no point in its one form, and
   * where A is of small order, since such a key goes with any message.
   */
  satisfies(S: bigint, R: Uint8Array, k: bigint, A: Uint8Array): boolean;
}

let curve: PublicEdwards | undefined;

/** The curve, set up on first use. */
export function publicEdwards(): PublicEdwards {
  curve ??= setUp();
  return curve;
}

function setUp(): PublicEdwards {
  const { place, mul, sum, copy, load, loadNumber, unload, isZero, raise } = setUpField(fieldEd25519, P, 23 + 4 * (KEY_COUNT + BASE_COUNT));
  // The accumulator, places to work in, constants.
  const [X, Y, Z, T] = [place(2), place(3), place(4), place(5)];
  const [A, B, C, E, F, G, H] = [place(6), place(7), place(8), place(9), place(10), place(11), place(12)];
  const [ONE, D, TWO_D, ROOT] = [place(13), place(14), place(15), place(16)];
  // Points to add, Y - X, Y + X, 2 d T and 2 Z each: R, which is the step of a table before, the multiples of the key, those of the base point.
  const [STEP, KEYS, BASES] = [place(17), place(21), place(21 + 4 * KEY_COUNT)];

  const double = (extended: boolean): void => {
    mul(A, X, X);
    mul(B, Y, Y);
    mul(C, Z, Z);
    sum(G, 1, A, 1, B);
    sum(H, 1, X, 1, Y);
    mul(E, H, H, -1, G);
    sum(H, -1, G, 0, G);
    sum(G, 1, B, -1, A);
    sum(F, 1, G, -2, C);
    mul(X, E, F);
    mul(Y, G, H);
    mul(Z, F, G);
    // Only an addition asks for T.
    if (extended) mul(T, E, H);
  };

  /** Adds the point at `e`, or its opposite. */
  const add = (e: number, negative: boolean): void => {
    const sign = negative ? -1 : 1;
    sum(A, 1, Y, -1, X);
    sum(B, 1, Y, 1, X);
    mul(A, A, negative ? e + place(1) : e);
    mul(B, B, negative ? e : e + place(1));
    mul(C, T, e + place(2));
    mul(G, Z, e + place(3));
    sum(E, 1, B, -1, A);
    sum(H, 1, B, 1, A);
    sum(F, 1, G, -sign, C);
    sum(G, 1, G, sign, C);
    mul(X, E, F);
    mul(Y, G, H);
    mul(Z, F, G);
    mul(T, E, H);
  };

  /** Puts the accumulator at `o`, ready to be added. */
  const keep = (o: number): void => {
    sum(o, 1, Y, -1, X);
    sum(o + place(1), 1, Y, 1, X);
    mul(o + place(2), T, TWO_D);
    sum(o + place(3), 2, Z, 0, Z);
  };

  /** Puts P, 3P, 5P, …, `count` of them, at `table`, for the P in the accumulator. */
  const keepOddMultiples = (table: number, count: number): void => {
    keep(table);
    double(true);
    keep(STEP);
    add(table, false);
    for (let i = 1; i < count; i++) {
      keep(table + place(4 * i));
      add(STEP, false);
    }
  };

  /** Reads a point into the accumulator (RFC 8032 5.1.3); false where it is none, or not in its one form. */
  const readPoint = (octets: Uint8Array): boolean => {
    const bytes = new Uint8Array(octets).reverse();
    const sign = (bytes[0] as number) >> 7;
    bytes[0] = (bytes[0] as number) & 0x7f;
    if (bytesToBigInt(bytes) >= P) return false;
    load(Y, bytes);
    copy(Z, ONE);
    // x^2 = u / v with u = y^2 - 1 and v = d y^2 + 1; the root is u v^3 (u v^7)^((p - 5) / 8), times the root of -1 or not.
    const [u, v, power, root] = [A, B, C, E];
    mul(v, Y, Y);
    mul(u, Y, Y, -1, ONE);
    mul(v, D, v, 1, ONE);
    mul(power, v, v);
    mul(power, power, v);
    mul(X, u, power);
    mul(power, X, power);
    mul(power, power, v);
    raise(root, power, (P - 5n) / 8n);
    mul(X, X, root);
    mul(power, X, X);
    mul(root, v, power, -1, u);
    if (!isZero(root)) {
      mul(root, v, power, 1, u);
      if (!isZero(root)) return false;
      mul(X, X, ROOT);
    }
    if (isZero(X) && sign === 1) return false;
    if ((unload(X) & 1n) !== BigInt(sign)) sum(X, -1, X, 0, X);
    mul(T, X, Y);
    return true;
  };

  /** Whether 8 times the accumulator is (0, 1). */
  const isSmall = (): boolean => {
    for (let i = 0; i < 3; i++) double(false);
    mul(A, Y, ONE, -1, Z);
    return isZero(X) && isZero(A);
  };

  const satisfies: PublicEdwards['satisfies'] = (multipleOfBase, commitment, multipleOfKey, key) => {
    if (!readPoint(key)) return false;
    keepOddMultiples(KEYS, KEY_COUNT);
    // The accumulator holds an odd multiple of the key far below the order: it is small if and only if the key is.
    if (isSmall() || !readPoint(commitment)) return false;
    keep(STEP);
    const [ofBase, ofKey] = [signedDigits(multipleOfBase, BASE_WIDTH), signedDigits(multipleOfKey, KEY_WIDTH)];
    loadNumber(X, 0n);
    copy(Y, ONE);
    copy(Z, ONE);
    copy(T, X);
    for (let i = Math.max(ofBase.length, ofKey.length) - 1; i >= 0; i--) {
      const [base, multiple] = [ofBase[i] ?? 0, ofKey[i] ?? 0];
      double(i === 0 || base !== 0 || multiple !== 0);
      if (base !== 0) add(BASES + place(4 * (Math.abs(base) >> 1)), base < 0);
      if (multiple !== 0) add(KEYS + place(4 * (Math.abs(multiple) >> 1)), multiple > 0);
    }
    add(STEP, true);
    return isSmall();
  };

  loadNumber(ONE, 1n);
  loadNumber(D, BigInt('0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3'));
  sum(TWO_D, 2, D, 0, D);
  sum(A, 2, ONE, 0, ONE);
  raise(ROOT, A, (P - 1n) / 4n);
  const base = new Uint8Array(32).fill(0x66);
  base[0] = 0x58;
  readPoint(base);
  keepOddMultiples(BASES, BASE_COUNT);
  return { satisfies };
}
