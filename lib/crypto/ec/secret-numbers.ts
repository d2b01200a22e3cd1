/**
 * Arithmetic modulo the order of a base point for secrets: limbs of 24 bits as the kernels have them (field-kernel.ts), reduced from below (Montgomery 1985) by a
 * modulus of any form. A number x stands as x R modulo n with R = 2^(24 limbs), and every step is the same for all numbers.
 *
 * Bounds. A multiplication leaves limbs of at most 2^23 in size but for the topmost, and |a b| / R + n / 2 is the largest result, a trifle apart: n for a number that
 * was read, since n is below R and the constant it is multiplied by at most n / 2; 1.5 n for the product of two of those; 4.25 n for the product of such a one and
 * the sum of both kinds, which is all that is asked for; so a topmost limb is below 2^27. A column sums at most 22 products of two limbs, one of them below 2^24,
 * and as many of a quotient's digit, at most 2^23, and a limb of n, below 2^24: together less than 22 * 2^48 + 2 * 2^50 < 2^53, so nothing rounds.
 */
import { bigIntToBytes, bitLength } from '../../base/bytes.ts';
import { readLimbs } from './field.ts';

const WIDTH = 24;
/** (t + C) - C is t rounded to a multiple of 2^24. */
const C = 1.5 * 2 ** 76;

/** A number, read or multiplied or a sum of two. */
export type Limbs = Float64Array;

/** Arithmetic modulo n. */
export interface SecretNumbers {
  /** n, big-endian. */
  readonly order: Uint8Array;
  /** Whether a big-endian number has as many octets as n and is from 1 to n - 1. */
  isInRange(scalar: Uint8Array): boolean;
  /** A big-endian number of any length. */
  read(octets: Uint8Array): Limbs;
  /** From 0 to n - 1, big-endian in as many octets as n has. */
  write(a: Limbs): Uint8Array;
  multiply(a: Limbs, b: Limbs): Limbs;
  /** A sum; at most one factor of a product may be one. */
  add(a: Limbs, b: Limbs): Limbs;
}

/** Arithmetic modulo an odd n. */
export function setUpNumbers(n: bigint): SecretNumbers {
  const octets = Math.ceil(bitLength(n) / 8);
  const count = Math.ceil(octets / 3);
  const order = bigIntToBytes(n, octets);
  const modulus = limbsOf(order, count);
  // -1 / n modulo 2^24, by Newton's iteration.
  let inverse = 1n;
  for (let i = 0; i < 5; i++) inverse = BigInt.asIntN(WIDTH, inverse * (2n - n * inverse));
  const factor = Number(-inverse);

  const multiply = (a: Limbs, b: Limbs): Limbs => {
    const t = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const digit = a[i] as number;
      const first = (t[0] as number) + digit * (b[0] as number);
      const low = (first - (first + C - C)) * factor;
      const quotient = low - (low + C - C);
      let carry = (first + quotient * (modulus[0] as number)) * 2 ** -WIDTH;
      for (let j = 1; j < count; j++) {
        t[j - 1] = (t[j] as number) + digit * (b[j] as number) + quotient * (modulus[j] as number) + carry;
        carry = 0;
      }
      t[count - 1] = 0;
    }
    let carry = 0;
    for (let i = 0; i < count; i++) {
      const limb = (t[i] as number) + carry;
      const high = i < count - 1 ? limb + C - C : 0;
      t[i] = limb - high;
      carry = high * 2 ** -WIDTH;
    }
    return t;
  };
  const add = (a: Limbs, b: Limbs): Limbs => a.map((limb, i) => limb + (b[i] as number));
  const one = limbsOf(Uint8Array.of(1), count);
  // R^2 modulo n.
  const square = multiply(limbsOf(bigIntToBytes((1n << BigInt(3 * WIDTH * count)) % n, octets), count), one);

  return {
    order,
    isInRange(scalar) {
      if (scalar.length !== octets) return false;
      // What scalar - n borrows in the end, and all bits that there are.
      let [borrow, any] = [0, 0];
      for (let i = octets - 1; i >= 0; i--) {
        borrow = (((scalar[i] as number) - (order[i] as number) - borrow) >> 8) & 1;
        any |= scalar[i] as number;
      }
      return borrow === 1 && any !== 0;
    },
    read(bytes) {
      let sum: Limbs | undefined;
      const size = 3 * count;
      for (let at = 0; at < bytes.length;) {
        const end = at + ((bytes.length - at) % size || size);
        const part = multiply(limbsOf(bytes.subarray(at, end), count), square);
        sum = sum === undefined ? part : add(multiply(sum, square), part);
        at = end;
      }
      return sum ?? new Float64Array(count);
    },
    write(a) {
      // At most n / 2 and a trifle in size: one n is added or not.
      const limbs = Int32Array.from(multiply(a, one));
      const out = new Uint8Array(3 * count);
      let mask = 0;
      for (const last of [false, true]) {
        let carry = 0;
        for (let i = 0; i < count; i++) {
          const limb = (limbs[i] as number) + ((modulus[i] as number) & mask) + carry;
          carry = i < count - 1 ? limb >> WIDTH : 0;
          limbs[i] = limb - (carry << WIDTH);
          if (last) out.set([limb >> 16, limb >> 8, limb], out.length - 3 * i - 3);
        }
        mask = (limbs[count - 1] as number) >> 31;
      }
      return out.subarray(out.length - octets);
    },
    multiply,
    add,
  };
}

function limbsOf(octets: Uint8Array, count: number): Limbs {
  const limbs = new Float64Array(count);
  readLimbs(limbs, 0, count, octets);
  return limbs;
}
