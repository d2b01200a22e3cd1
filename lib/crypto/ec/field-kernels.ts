/**
 * Multiplication in the prime fields of P-256, P-384, P-521 and Ed25519. Written by scripts/field-kernels.ts, which proves the bounds; do not edit.
 *
 * An element is limbs of 24 bits, of either sign, in doubles, from some index of an array of elements; a kernel does m[o] = m[a] * m[b] + k * m[c]
 * with these indices, modulo the prime, and `o` may be one of the others. What is to be multiplied may be a sum of products as the script lists them;
 * every value met on the way is then an integer below 2^53, so that no addition and no multiplication rounds, and each limb of the result is at most
 * 2^23 + 2^14, the topmost apart. Variable names: t a column of the product, h what is carried out of it, q, u and v what stays, w what falls over the top.
 */

/** The field of a prime p. */
export interface FieldKernel {
  /** Limbs of an element. */
  readonly limbs: number;
  /** Reduction divides by 2 to this power: a number x stands as x * 2^factorBits modulo p, so that a product of two has the factor once again. */
  readonly factorBits: number;
  /** Limb 0 of a product, or of a product less a coordinate, is at most this in size where the number is 0 modulo p. */
  readonly zeroLimb: number;
  /** m[o] = m[a] * m[b] + k * m[c] modulo p. */
  readonly multiply: (m: Float64Array, o: number, a: number, b: number, k: number, c: number) => void;
}

/** 11 limbs, reduced from below. Largest value: 0.391 of 2^53 (doubling: Y = 3A (4B - X) - 8 Y^4). */
function multiplyP256(m: Float64Array, o: number, a: number, b: number, k: number, c: number): void {
  const C = 1.5 * 2 ** 76;
  const I = 2 ** -24;
  let t = 0;
  let h = 0;
  const a0 = m[a] as number, b0 = m[b] as number;
  const a1 = m[a + 1] as number, b1 = m[b + 1] as number;
  const a2 = m[a + 2] as number, b2 = m[b + 2] as number;
  const a3 = m[a + 3] as number, b3 = m[b + 3] as number;
  const a4 = m[a + 4] as number, b4 = m[b + 4] as number;
  const a5 = m[a + 5] as number, b5 = m[b + 5] as number;
  const a6 = m[a + 6] as number, b6 = m[b + 6] as number;
  const a7 = m[a + 7] as number, b7 = m[b + 7] as number;
  const a8 = m[a + 8] as number, b8 = m[b + 8] as number;
  const a9 = m[a + 9] as number, b9 = m[b + 9] as number;
  const a10 = m[a + 10] as number, b10 = m[b + 10] as number;
  t = a0 * b0;
  h = t + C - C;
  const q0 = t - h;
  t = a0 * b1 + a1 * b0 + h * I;
  h = t + C - C;
  const q1 = t - h;
  t = a0 * b2 + a1 * b1 + a2 * b0 + h * I;
  h = t + C - C;
  const q2 = t - h;
  t = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + h * I;
  h = t + C - C;
  const q3 = t - h;
  t = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + q0 + h * I;
  h = t + C - C;
  const q4 = t - h;
  t = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + q1 + h * I;
  h = t + C - C;
  const q5 = t - h;
  t = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + q2 + h * I;
  h = t + C - C;
  const q6 = t - h;
  t = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + q3 + h * I;
  h = t + C - C;
  const q7 = t - h;
  t = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + q4 + q0 + h * I;
  h = t + C - C;
  const q8 = t - h;
  t = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0 + q5 + q1 - 256 * q0 + h * I;
  h = t + C - C;
  const q9 = t - h;
  t = a0 * b10 + a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1 + a10 * b0 + q6 + q2 - 256 * q1 + 65536 * q0 + h * I;
  h = t + C - C;
  const q10 = t - h;
  t = a1 * b10 + a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2 + a10 * b1 + q7 + q3 - 256 * q2 + 65536 * q1 + h * I + k * (m[c] as number);
  h = t + C - C;
  m[o] = t - h;
  t = a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + q8 + q4 - 256 * q3 + 65536 * q2 + h * I + k * (m[c + 1] as number);
  h = t + C - C;
  m[o + 1] = t - h;
  t = a3 * b10 + a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + q9 + q5 - 256 * q4 + 65536 * q3 + h * I + k * (m[c + 2] as number);
  h = t + C - C;
  m[o + 2] = t - h;
  t = a4 * b10 + a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + q10 + q6 - 256 * q5 + 65536 * q4 + h * I + k * (m[c + 3] as number);
  h = t + C - C;
  m[o + 3] = t - h;
  t = a5 * b10 + a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6 + a10 * b5 + q7 - 256 * q6 + 65536 * q5 + h * I + k * (m[c + 4] as number);
  h = t + C - C;
  m[o + 4] = t - h;
  t = a6 * b10 + a7 * b9 + a8 * b8 + a9 * b7 + a10 * b6 + q8 - 256 * q7 + 65536 * q6 + h * I + k * (m[c + 5] as number);
  h = t + C - C;
  m[o + 5] = t - h;
  t = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7 + q9 - 256 * q8 + 65536 * q7 + h * I + k * (m[c + 6] as number);
  h = t + C - C;
  m[o + 6] = t - h;
  t = a8 * b10 + a9 * b9 + a10 * b8 + q10 - 256 * q9 + 65536 * q8 + h * I + k * (m[c + 7] as number);
  h = t + C - C;
  m[o + 7] = t - h;
  t = a9 * b10 + a10 * b9 - 256 * q10 + 65536 * q9 + h * I + k * (m[c + 8] as number);
  h = t + C - C;
  m[o + 8] = t - h;
  t = a10 * b10 + 65536 * q10 + h * I + k * (m[c + 9] as number);
  h = t + C - C;
  m[o + 9] = t - h;
  m[o + 10] = h * I + k * (m[c + 10] as number);
}

/** The field of P-256. */
export const fieldP256: FieldKernel = {
  limbs: 11,
  factorBits: 264,
  zeroLimb: 10,
  multiply: multiplyP256,
};

/** 16 limbs, reduced from above. Largest value: 0.704 of 2^53 (doubling: Y = 3A (4B - X) - 8 Y^4). */
function multiplyP384(m: Float64Array, o: number, a: number, b: number, k: number, c: number): void {
  const C = 1.5 * 2 ** 76;
  const I = 2 ** -24;
  let t = 0;
  let h = 0;
  const a0 = m[a] as number, b0 = m[b] as number;
  const a1 = m[a + 1] as number, b1 = m[b + 1] as number;
  const a2 = m[a + 2] as number, b2 = m[b + 2] as number;
  const a3 = m[a + 3] as number, b3 = m[b + 3] as number;
  const a4 = m[a + 4] as number, b4 = m[b + 4] as number;
  const a5 = m[a + 5] as number, b5 = m[b + 5] as number;
  const a6 = m[a + 6] as number, b6 = m[b + 6] as number;
  const a7 = m[a + 7] as number, b7 = m[b + 7] as number;
  const a8 = m[a + 8] as number, b8 = m[b + 8] as number;
  const a9 = m[a + 9] as number, b9 = m[b + 9] as number;
  const a10 = m[a + 10] as number, b10 = m[b + 10] as number;
  const a11 = m[a + 11] as number, b11 = m[b + 11] as number;
  const a12 = m[a + 12] as number, b12 = m[b + 12] as number;
  const a13 = m[a + 13] as number, b13 = m[b + 13] as number;
  const a14 = m[a + 14] as number, b14 = m[b + 14] as number;
  const a15 = m[a + 15] as number, b15 = m[b + 15] as number;
  t = a1 * b15 + a2 * b14 + a3 * b13 + a4 * b12 + a5 * b11 + a6 * b10 + a7 * b9 + a8 * b8 + a9 * b7 + a10 * b6 + a11 * b5 + a12 * b4 + a13 * b3 + a14 * b2 + a15 * b1;
  h = t + C - C;
  const u16 = t - h;
  t = a2 * b15 + a3 * b14 + a4 * b13 + a5 * b12 + a6 * b11 + a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7 + a11 * b6 + a12 * b5 + a13 * b4 + a14 * b3 + a15 * b2 + h * I;
  h = t + C - C;
  const u17 = t - h;
  t = a3 * b15 + a4 * b14 + a5 * b13 + a6 * b12 + a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7 + a12 * b6 + a13 * b5 + a14 * b4 + a15 * b3 + h * I;
  h = t + C - C;
  const u18 = t - h;
  t = a4 * b15 + a5 * b14 + a6 * b13 + a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8 + a12 * b7 + a13 * b6 + a14 * b5 + a15 * b4 + h * I;
  h = t + C - C;
  const u19 = t - h;
  t = a5 * b15 + a6 * b14 + a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8 + a13 * b7 + a14 * b6 + a15 * b5 + h * I;
  h = t + C - C;
  const u20 = t - h;
  t = a6 * b15 + a7 * b14 + a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8 + a14 * b7 + a15 * b6 + h * I;
  h = t + C - C;
  const u21 = t - h;
  t = a7 * b15 + a8 * b14 + a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9 + a14 * b8 + a15 * b7 + h * I;
  h = t + C - C;
  const u22 = t - h;
  t = a8 * b15 + a9 * b14 + a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10 + a14 * b9 + a15 * b8 + h * I;
  h = t + C - C;
  const u23 = t - h;
  t = a9 * b15 + a10 * b14 + a11 * b13 + a12 * b12 + a13 * b11 + a14 * b10 + a15 * b9 + h * I;
  h = t + C - C;
  const u24 = t - h;
  t = a10 * b15 + a11 * b14 + a12 * b13 + a13 * b12 + a14 * b11 + a15 * b10 + h * I;
  h = t + C - C;
  const u25 = t - h;
  t = a11 * b15 + a12 * b14 + a13 * b13 + a14 * b12 + a15 * b11 + h * I;
  h = t + C - C;
  const u26 = t - h;
  t = a12 * b15 + a13 * b14 + a14 * b13 + a15 * b12 + h * I;
  h = t + C - C;
  const u27 = t - h;
  t = a13 * b15 + a14 * b14 + a15 * b13 + h * I;
  h = t + C - C;
  const u28 = t - h;
  t = a14 * b15 + a15 * b14 + h * I;
  h = t + C - C;
  const u29 = t - h;
  t = a15 * b15 + h * I;
  h = t + C - C;
  const u30 = t - h;
  const u31 = h * I;
  const v20 = u20 + 256 * u31;
  const v19 = u19 + u31 + 256 * u30;
  const v18 = u18 + u30 + 256 * u29;
  const v17 = u17 + u29 + 256 * u28;
  const v16 = u16 - 256 * u31 + u28 + 256 * u27;
  t = a0 * b0 + v16 + k * (m[c] as number);
  h = t + C - C;
  m[o] = t - h;
  t = a0 * b1 + a1 * b0 + v17 - 256 * v16 + k * (m[c + 1] as number) + h * I;
  h = t + C - C;
  m[o + 1] = t - h;
  t = a0 * b2 + a1 * b1 + a2 * b0 + v18 - 256 * v17 + k * (m[c + 2] as number) + h * I;
  h = t + C - C;
  m[o + 2] = t - h;
  t = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + v19 - 256 * v18 + k * (m[c + 3] as number) + h * I;
  h = t + C - C;
  m[o + 3] = t - h;
  t = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + v20 - 256 * v19 + v16 + k * (m[c + 4] as number) + h * I;
  h = t + C - C;
  m[o + 4] = t - h;
  t = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + u21 - 256 * v20 + v17 + 256 * v16 + k * (m[c + 5] as number) + h * I;
  h = t + C - C;
  m[o + 5] = t - h;
  t = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + u22 - 256 * u21 + v18 + 256 * v17 + k * (m[c + 6] as number) + h * I;
  h = t + C - C;
  m[o + 6] = t - h;
  t = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + u23 - 256 * u22 + v19 + 256 * v18 + k * (m[c + 7] as number) + h * I;
  h = t + C - C;
  m[o + 7] = t - h;
  t = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + u24 - 256 * u23 + v20 + 256 * v19 + k * (m[c + 8] as number) + h * I;
  h = t + C - C;
  m[o + 8] = t - h;
  t = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0 + u25 - 256 * u24 + u21 + 256 * v20 + k * (m[c + 9] as number) + h * I;
  h = t + C - C;
  m[o + 9] = t - h;
  t = a0 * b10 + a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1 + a10 * b0 + u26 - 256 * u25 + u22 + 256 * u21 + k * (m[c + 10] as number) + h * I;
  h = t + C - C;
  m[o + 10] = t - h;
  t = a0 * b11 + a1 * b10 + a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2 + a10 * b1 + a11 * b0 + u27 - 256 * u26 + u23 + 256 * u22 + k * (m[c + 11] as number) + h * I;
  h = t + C - C;
  m[o + 11] = t - h;
  t = a0 * b12 + a1 * b11 + a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + a11 * b1 + a12 * b0 + u28 - 256 * u27 + u24 + 256 * u23 + k * (m[c + 12] as number) + h * I;
  h = t + C - C;
  m[o + 12] = t - h;
  t = a0 * b13 + a1 * b12 + a2 * b11 + a3 * b10 + a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + a11 * b2 + a12 * b1 + a13 * b0 + u29 - 256 * u28 + u25 + 256 * u24 + k * (m[c + 13] as number) + h * I;
  h = t + C - C;
  m[o + 13] = t - h;
  t = a0 * b14 + a1 * b13 + a2 * b12 + a3 * b11 + a4 * b10 + a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + a11 * b3 + a12 * b2 + a13 * b1 + a14 * b0 + u30 - 256 * u29 + u26 + 256 * u25 + k * (m[c + 14] as number) + h * I;
  h = t + C - C;
  m[o + 14] = t - h;
  t = a0 * b15 + a1 * b14 + a2 * b13 + a3 * b12 + a4 * b11 + a5 * b10 + a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6 + a10 * b5 + a11 * b4 + a12 * b3 + a13 * b2 + a14 * b1 + a15 * b0 + u31 - 256 * u30 + u27 + 256 * u26 + k * (m[c + 15] as number) + h * I;
  h = t + C - C;
  m[o + 15] = t - h;
  const w = h * I;
  t = m[o] + w;
  h = t + C - C;
  m[o] = t - h;
  t = (m[o + 1] as number) - 256 * w + h * I;
  h = t + C - C;
  m[o + 1] = t - h;
  m[o + 2] = (m[o + 2] as number) + h * I;
  t = (m[o + 4] as number) + w;
  h = t + C - C;
  m[o + 4] = t - h;
  t = (m[o + 5] as number) + 256 * w + h * I;
  h = t + C - C;
  m[o + 5] = t - h;
  m[o + 6] = (m[o + 6] as number) + h * I;
}

/** The field of P-384. */
export const fieldP384: FieldKernel = {
  limbs: 16,
  factorBits: 0,
  zeroLimb: 0,
  multiply: multiplyP384,
};

/** 22 limbs, reduced from above. Largest value: 0.939 of 2^53 (doubling: Y = 3A (4B - X) - 8 Y^4). */
function multiplyP521(m: Float64Array, o: number, a: number, b: number, k: number, c: number): void {
  const C = 1.5 * 2 ** 76;
  const I = 2 ** -24;
  let t = 0;
  let h = 0;
  const a0 = m[a] as number, b0 = m[b] as number;
  const a1 = m[a + 1] as number, b1 = m[b + 1] as number;
  const a2 = m[a + 2] as number, b2 = m[b + 2] as number;
  const a3 = m[a + 3] as number, b3 = m[b + 3] as number;
  const a4 = m[a + 4] as number, b4 = m[b + 4] as number;
  const a5 = m[a + 5] as number, b5 = m[b + 5] as number;
  const a6 = m[a + 6] as number, b6 = m[b + 6] as number;
  const a7 = m[a + 7] as number, b7 = m[b + 7] as number;
  const a8 = m[a + 8] as number, b8 = m[b + 8] as number;
  const a9 = m[a + 9] as number, b9 = m[b + 9] as number;
  const a10 = m[a + 10] as number, b10 = m[b + 10] as number;
  const a11 = m[a + 11] as number, b11 = m[b + 11] as number;
  const a12 = m[a + 12] as number, b12 = m[b + 12] as number;
  const a13 = m[a + 13] as number, b13 = m[b + 13] as number;
  const a14 = m[a + 14] as number, b14 = m[b + 14] as number;
  const a15 = m[a + 15] as number, b15 = m[b + 15] as number;
  const a16 = m[a + 16] as number, b16 = m[b + 16] as number;
  const a17 = m[a + 17] as number, b17 = m[b + 17] as number;
  const a18 = m[a + 18] as number, b18 = m[b + 18] as number;
  const a19 = m[a + 19] as number, b19 = m[b + 19] as number;
  const a20 = m[a + 20] as number, b20 = m[b + 20] as number;
  const a21 = m[a + 21] as number, b21 = m[b + 21] as number;
  t = a1 * b21 + a2 * b20 + a3 * b19 + a4 * b18 + a5 * b17 + a6 * b16 + a7 * b15 + a8 * b14 + a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9 + a14 * b8 + a15 * b7 + a16 * b6 + a17 * b5 + a18 * b4 + a19 * b3 + a20 * b2 + a21 * b1;
  h = t + C - C;
  const u22 = t - h;
  t = a2 * b21 + a3 * b20 + a4 * b19 + a5 * b18 + a6 * b17 + a7 * b16 + a8 * b15 + a9 * b14 + a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10 + a14 * b9 + a15 * b8 + a16 * b7 + a17 * b6 + a18 * b5 + a19 * b4 + a20 * b3 + a21 * b2 + h * I;
  h = t + C - C;
  const u23 = t - h;
  t = a3 * b21 + a4 * b20 + a5 * b19 + a6 * b18 + a7 * b17 + a8 * b16 + a9 * b15 + a10 * b14 + a11 * b13 + a12 * b12 + a13 * b11 + a14 * b10 + a15 * b9 + a16 * b8 + a17 * b7 + a18 * b6 + a19 * b5 + a20 * b4 + a21 * b3 + h * I;
  h = t + C - C;
  const u24 = t - h;
  t = a4 * b21 + a5 * b20 + a6 * b19 + a7 * b18 + a8 * b17 + a9 * b16 + a10 * b15 + a11 * b14 + a12 * b13 + a13 * b12 + a14 * b11 + a15 * b10 + a16 * b9 + a17 * b8 + a18 * b7 + a19 * b6 + a20 * b5 + a21 * b4 + h * I;
  h = t + C - C;
  const u25 = t - h;
  t = a5 * b21 + a6 * b20 + a7 * b19 + a8 * b18 + a9 * b17 + a10 * b16 + a11 * b15 + a12 * b14 + a13 * b13 + a14 * b12 + a15 * b11 + a16 * b10 + a17 * b9 + a18 * b8 + a19 * b7 + a20 * b6 + a21 * b5 + h * I;
  h = t + C - C;
  const u26 = t - h;
  t = a6 * b21 + a7 * b20 + a8 * b19 + a9 * b18 + a10 * b17 + a11 * b16 + a12 * b15 + a13 * b14 + a14 * b13 + a15 * b12 + a16 * b11 + a17 * b10 + a18 * b9 + a19 * b8 + a20 * b7 + a21 * b6 + h * I;
  h = t + C - C;
  const u27 = t - h;
  t = a7 * b21 + a8 * b20 + a9 * b19 + a10 * b18 + a11 * b17 + a12 * b16 + a13 * b15 + a14 * b14 + a15 * b13 + a16 * b12 + a17 * b11 + a18 * b10 + a19 * b9 + a20 * b8 + a21 * b7 + h * I;
  h = t + C - C;
  const u28 = t - h;
  t = a8 * b21 + a9 * b20 + a10 * b19 + a11 * b18 + a12 * b17 + a13 * b16 + a14 * b15 + a15 * b14 + a16 * b13 + a17 * b12 + a18 * b11 + a19 * b10 + a20 * b9 + a21 * b8 + h * I;
  h = t + C - C;
  const u29 = t - h;
  t = a9 * b21 + a10 * b20 + a11 * b19 + a12 * b18 + a13 * b17 + a14 * b16 + a15 * b15 + a16 * b14 + a17 * b13 + a18 * b12 + a19 * b11 + a20 * b10 + a21 * b9 + h * I;
  h = t + C - C;
  const u30 = t - h;
  t = a10 * b21 + a11 * b20 + a12 * b19 + a13 * b18 + a14 * b17 + a15 * b16 + a16 * b15 + a17 * b14 + a18 * b13 + a19 * b12 + a20 * b11 + a21 * b10 + h * I;
  h = t + C - C;
  const u31 = t - h;
  t = a11 * b21 + a12 * b20 + a13 * b19 + a14 * b18 + a15 * b17 + a16 * b16 + a17 * b15 + a18 * b14 + a19 * b13 + a20 * b12 + a21 * b11 + h * I;
  h = t + C - C;
  const u32 = t - h;
  t = a12 * b21 + a13 * b20 + a14 * b19 + a15 * b18 + a16 * b17 + a17 * b16 + a18 * b15 + a19 * b14 + a20 * b13 + a21 * b12 + h * I;
  h = t + C - C;
  const u33 = t - h;
  t = a13 * b21 + a14 * b20 + a15 * b19 + a16 * b18 + a17 * b17 + a18 * b16 + a19 * b15 + a20 * b14 + a21 * b13 + h * I;
  h = t + C - C;
  const u34 = t - h;
  t = a14 * b21 + a15 * b20 + a16 * b19 + a17 * b18 + a18 * b17 + a19 * b16 + a20 * b15 + a21 * b14 + h * I;
  h = t + C - C;
  const u35 = t - h;
  t = a15 * b21 + a16 * b20 + a17 * b19 + a18 * b18 + a19 * b17 + a20 * b16 + a21 * b15 + h * I;
  h = t + C - C;
  const u36 = t - h;
  t = a16 * b21 + a17 * b20 + a18 * b19 + a19 * b18 + a20 * b17 + a21 * b16 + h * I;
  h = t + C - C;
  const u37 = t - h;
  t = a17 * b21 + a18 * b20 + a19 * b19 + a20 * b18 + a21 * b17 + h * I;
  h = t + C - C;
  const u38 = t - h;
  t = a18 * b21 + a19 * b20 + a20 * b19 + a21 * b18 + h * I;
  h = t + C - C;
  const u39 = t - h;
  t = a19 * b21 + a20 * b20 + a21 * b19 + h * I;
  h = t + C - C;
  const u40 = t - h;
  t = a20 * b21 + a21 * b20 + h * I;
  h = t + C - C;
  const u41 = t - h;
  t = a21 * b21 + h * I;
  h = t + C - C;
  const u42 = t - h;
  const u43 = h * I;
  t = a0 * b0 + 128 * u22 + k * (m[c] as number);
  h = t + C - C;
  m[o] = t - h;
  t = a0 * b1 + a1 * b0 + 128 * u23 + k * (m[c + 1] as number) + h * I;
  h = t + C - C;
  m[o + 1] = t - h;
  t = a0 * b2 + a1 * b1 + a2 * b0 + 128 * u24 + k * (m[c + 2] as number) + h * I;
  h = t + C - C;
  m[o + 2] = t - h;
  t = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + 128 * u25 + k * (m[c + 3] as number) + h * I;
  h = t + C - C;
  m[o + 3] = t - h;
  t = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + 128 * u26 + k * (m[c + 4] as number) + h * I;
  h = t + C - C;
  m[o + 4] = t - h;
  t = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + 128 * u27 + k * (m[c + 5] as number) + h * I;
  h = t + C - C;
  m[o + 5] = t - h;
  t = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + 128 * u28 + k * (m[c + 6] as number) + h * I;
  h = t + C - C;
  m[o + 6] = t - h;
  t = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + 128 * u29 + k * (m[c + 7] as number) + h * I;
  h = t + C - C;
  m[o + 7] = t - h;
  t = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + 128 * u30 + k * (m[c + 8] as number) + h * I;
  h = t + C - C;
  m[o + 8] = t - h;
  t = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0 + 128 * u31 + k * (m[c + 9] as number) + h * I;
  h = t + C - C;
  m[o + 9] = t - h;
  t = a0 * b10 + a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1 + a10 * b0 + 128 * u32 + k * (m[c + 10] as number) + h * I;
  h = t + C - C;
  m[o + 10] = t - h;
  t = a0 * b11 + a1 * b10 + a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2 + a10 * b1 + a11 * b0 + 128 * u33 + k * (m[c + 11] as number) + h * I;
  h = t + C - C;
  m[o + 11] = t - h;
  t = a0 * b12 + a1 * b11 + a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + a11 * b1 + a12 * b0 + 128 * u34 + k * (m[c + 12] as number) + h * I;
  h = t + C - C;
  m[o + 12] = t - h;
  t = a0 * b13 + a1 * b12 + a2 * b11 + a3 * b10 + a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + a11 * b2 + a12 * b1 + a13 * b0 + 128 * u35 + k * (m[c + 13] as number) + h * I;
  h = t + C - C;
  m[o + 13] = t - h;
  t = a0 * b14 + a1 * b13 + a2 * b12 + a3 * b11 + a4 * b10 + a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + a11 * b3 + a12 * b2 + a13 * b1 + a14 * b0 + 128 * u36 + k * (m[c + 14] as number) + h * I;
  h = t + C - C;
  m[o + 14] = t - h;
  t = a0 * b15 + a1 * b14 + a2 * b13 + a3 * b12 + a4 * b11 + a5 * b10 + a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6 + a10 * b5 + a11 * b4 + a12 * b3 + a13 * b2 + a14 * b1 + a15 * b0 + 128 * u37 + k * (m[c + 15] as number) + h * I;
  h = t + C - C;
  m[o + 15] = t - h;
  t = a0 * b16 + a1 * b15 + a2 * b14 + a3 * b13 + a4 * b12 + a5 * b11 + a6 * b10 + a7 * b9 + a8 * b8 + a9 * b7 + a10 * b6 + a11 * b5 + a12 * b4 + a13 * b3 + a14 * b2 + a15 * b1 + a16 * b0 + 128 * u38 + k * (m[c + 16] as number) + h * I;
  h = t + C - C;
  m[o + 16] = t - h;
  t = a0 * b17 + a1 * b16 + a2 * b15 + a3 * b14 + a4 * b13 + a5 * b12 + a6 * b11 + a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7 + a11 * b6 + a12 * b5 + a13 * b4 + a14 * b3 + a15 * b2 + a16 * b1 + a17 * b0 + 128 * u39 + k * (m[c + 17] as number) + h * I;
  h = t + C - C;
  m[o + 17] = t - h;
  t = a0 * b18 + a1 * b17 + a2 * b16 + a3 * b15 + a4 * b14 + a5 * b13 + a6 * b12 + a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7 + a12 * b6 + a13 * b5 + a14 * b4 + a15 * b3 + a16 * b2 + a17 * b1 + a18 * b0 + 128 * u40 + k * (m[c + 18] as number) + h * I;
  h = t + C - C;
  m[o + 18] = t - h;
  t = a0 * b19 + a1 * b18 + a2 * b17 + a3 * b16 + a4 * b15 + a5 * b14 + a6 * b13 + a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8 + a12 * b7 + a13 * b6 + a14 * b5 + a15 * b4 + a16 * b3 + a17 * b2 + a18 * b1 + a19 * b0 + 128 * u41 + k * (m[c + 19] as number) + h * I;
  h = t + C - C;
  m[o + 19] = t - h;
  t = a0 * b20 + a1 * b19 + a2 * b18 + a3 * b17 + a4 * b16 + a5 * b15 + a6 * b14 + a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8 + a13 * b7 + a14 * b6 + a15 * b5 + a16 * b4 + a17 * b3 + a18 * b2 + a19 * b1 + a20 * b0 + 128 * u42 + k * (m[c + 20] as number) + h * I;
  h = t + C - C;
  m[o + 20] = t - h;
  t = a0 * b21 + a1 * b20 + a2 * b19 + a3 * b18 + a4 * b17 + a5 * b16 + a6 * b15 + a7 * b14 + a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8 + a14 * b7 + a15 * b6 + a16 * b5 + a17 * b4 + a18 * b3 + a19 * b2 + a20 * b1 + a21 * b0 + 128 * u43 + k * (m[c + 21] as number) + h * I;
  h = t + C - C;
  m[o + 21] = t - h;
  const w = h * I;
  t = m[o] + 128 * w;
  h = t + C - C;
  m[o] = t - h;
  m[o + 1] = (m[o + 1] as number) + h * I;
}

/** The field of P-521. */
export const fieldP521: FieldKernel = {
  limbs: 22,
  factorBits: 0,
  zeroLimb: 64,
  multiply: multiplyP521,
};

/** 11 limbs, reduced from above. Largest value: 0.690 of 2^53 (doubling: F = Y^2 - X^2 - 2 Z^2 by G = Y^2 - X^2 and by E). */
function multiplyEd25519(m: Float64Array, o: number, a: number, b: number, k: number, c: number): void {
  const C = 1.5 * 2 ** 76;
  const I = 2 ** -24;
  let t = 0;
  let h = 0;
  const a0 = m[a] as number, b0 = m[b] as number;
  const a1 = m[a + 1] as number, b1 = m[b + 1] as number;
  const a2 = m[a + 2] as number, b2 = m[b + 2] as number;
  const a3 = m[a + 3] as number, b3 = m[b + 3] as number;
  const a4 = m[a + 4] as number, b4 = m[b + 4] as number;
  const a5 = m[a + 5] as number, b5 = m[b + 5] as number;
  const a6 = m[a + 6] as number, b6 = m[b + 6] as number;
  const a7 = m[a + 7] as number, b7 = m[b + 7] as number;
  const a8 = m[a + 8] as number, b8 = m[b + 8] as number;
  const a9 = m[a + 9] as number, b9 = m[b + 9] as number;
  const a10 = m[a + 10] as number, b10 = m[b + 10] as number;
  t = a1 * b10 + a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2 + a10 * b1;
  h = t + C - C;
  const u11 = t - h;
  t = a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + h * I;
  h = t + C - C;
  const u12 = t - h;
  t = a3 * b10 + a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + h * I;
  h = t + C - C;
  const u13 = t - h;
  t = a4 * b10 + a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + h * I;
  h = t + C - C;
  const u14 = t - h;
  t = a5 * b10 + a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6 + a10 * b5 + h * I;
  h = t + C - C;
  const u15 = t - h;
  t = a6 * b10 + a7 * b9 + a8 * b8 + a9 * b7 + a10 * b6 + h * I;
  h = t + C - C;
  const u16 = t - h;
  t = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7 + h * I;
  h = t + C - C;
  const u17 = t - h;
  t = a8 * b10 + a9 * b9 + a10 * b8 + h * I;
  h = t + C - C;
  const u18 = t - h;
  t = a9 * b10 + a10 * b9 + h * I;
  h = t + C - C;
  const u19 = t - h;
  t = a10 * b10 + h * I;
  h = t + C - C;
  const u20 = t - h;
  const u21 = h * I;
  t = a0 * b0 + 9728 * u11 + k * (m[c] as number);
  h = t + C - C;
  m[o] = t - h;
  t = a0 * b1 + a1 * b0 + 9728 * u12 + k * (m[c + 1] as number) + h * I;
  h = t + C - C;
  m[o + 1] = t - h;
  t = a0 * b2 + a1 * b1 + a2 * b0 + 9728 * u13 + k * (m[c + 2] as number) + h * I;
  h = t + C - C;
  m[o + 2] = t - h;
  t = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + 9728 * u14 + k * (m[c + 3] as number) + h * I;
  h = t + C - C;
  m[o + 3] = t - h;
  t = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + 9728 * u15 + k * (m[c + 4] as number) + h * I;
  h = t + C - C;
  m[o + 4] = t - h;
  t = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + 9728 * u16 + k * (m[c + 5] as number) + h * I;
  h = t + C - C;
  m[o + 5] = t - h;
  t = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + 9728 * u17 + k * (m[c + 6] as number) + h * I;
  h = t + C - C;
  m[o + 6] = t - h;
  t = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + 9728 * u18 + k * (m[c + 7] as number) + h * I;
  h = t + C - C;
  m[o + 7] = t - h;
  t = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + 9728 * u19 + k * (m[c + 8] as number) + h * I;
  h = t + C - C;
  m[o + 8] = t - h;
  t = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0 + 9728 * u20 + k * (m[c + 9] as number) + h * I;
  h = t + C - C;
  m[o + 9] = t - h;
  t = a0 * b10 + a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1 + a10 * b0 + 9728 * u21 + k * (m[c + 10] as number) + h * I;
  h = t + C - C;
  m[o + 10] = t - h;
  const w = h * I;
  t = m[o] + 9728 * w;
  h = t + C - C;
  m[o] = t - h;
  t = (m[o + 1] as number) + h * I;
  h = t + C - C;
  m[o + 1] = t - h;
  m[o + 2] = (m[o + 2] as number) + h * I;
}

/** The field of Ed25519. */
export const fieldEd25519: FieldKernel = {
  limbs: 11,
  factorBits: 0,
  zeroLimb: 4864,
  multiply: multiplyEd25519,
};
