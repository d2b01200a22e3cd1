/** Signed digits of a number (wNAF), for sums of multiples of points. Time depends on the number: for public data only. */

/** Width of the digits for a base point. One bit more would save 1 % of a verification and take twice the table. */
export const BASE_WIDTH = 8;
/** Odd multiples of a base point that are kept: up to 127. */
export const BASE_COUNT: number = 2 ** (BASE_WIDTH - 2);
/** Width of the digits for a key; 4 and 6 are slower. */
export const KEY_WIDTH = 5;
/** Odd multiples of a key that are made for each signature: up to 15. */
export const KEY_COUNT: number = 2 ** (KEY_WIDTH - 2);

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
