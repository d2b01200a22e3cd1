/** The field of Ed25519. Written by scripts/field-kernels.ts, which proves the bounds; do not edit. */
import type { FieldKernel } from './field-kernel.ts';

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
