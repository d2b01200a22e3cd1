/**
 * What a kernel is: multiplication in the prime field of one curve. The kernels (field-p256.ts and its like) are written by scripts/field-kernels.ts.
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
