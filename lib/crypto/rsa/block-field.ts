/**
 * Powers modulo a secret odd number, for the private operation of RSA: Montgomery's multiplication on doubles, in time that does not depend on the numbers.
 *
 * A number is B blocks of 264 bits, each 11 limbs of 24 bits in doubles, of either sign. `block-kernels.ts` multiplies blocks; here are the loops over them. Which
 * call follows on which depends on B alone, which is to say on the length of the modulus: no branch and no index depends on a limb or on a bit of an exponent,
 * additions and multiplications of doubles take the same time for all integers (there are neither subnormal numbers nor infinities here), and from the table of
 * powers every entry is read each time and multiplied by 1 or 0. So much holds of the text. What an engine makes of it is its own affair: it runs first by an
 * interpreter, then compiled, and collects garbage when it likes; none of that looks at the values of doubles.
 *
 * Where BigInt comes in, time does depend on numbers: in `toLimbs` and `fromLimbs`, which are at both ends of a power, and in what callers do before and after.
 * Base and exponent are therefore blinded by `private.ts`: the numbers at both ends are random ones, fresh with each call, of which nothing is to be learned.
 * What is not blinded is the modulus itself, whose limbs and constants are made once for a key.
 *
 * Bounds. Let R = 2^(264 B), at least 16 m for the modulus m. Operands have a size of at most 5/4 m, and limbs of at most 2^23 + 2^7. The multiples of m that
 * reduction adds are together at most R / 2 (1 + 2^-16), so that a product has the size of at most (5/4 m)^2 / R + m / 2 (1 + 2^-16), less than 5/8 m, and a square
 * that is doubled less than 5/4 m. Its limbs are carried twice, from columns below 2^53: once leaves 2^23 and a carry of 2^29; doubled or not, twice leaves 2^23 and
 * a carry of at most 2^6 + 2. The topmost limb is not cut, but the number is less than 5/4 2^(264 B - 4) in size, and the limbs below it stand for less than
 * 2^(24 (11 B - 1)), so that it is below 2^21.
 * A column of a product of blocks sums up to 11 products of limbs, each at most 2^46 (1 + 2^-15): a unit. It takes 128 units to 2^53, and rows of blocks are counted
 * in units: `MOST` of them, then all columns are carried once, which leaves less than a unit. `scripts/rsa-kernels.ts` computes all columns of all lengths so.
 */
import { bigIntToBytes, bitLength, bytesToBigInt } from '../../base/bytes.ts';

/** Products of blocks, see `block-kernels.ts`. */
export interface BlockKernels {
  readonly multiplyAdd: (r: Float64Array, o: number, a: Float64Array, x: number, b: Float64Array, y: number) => void;
  readonly squareAdd: (r: Float64Array, o: number, a: Float64Array, x: number) => void;
  readonly quotient: (q: Float64Array, r: Float64Array, o: number, b: Float64Array) => void;
  readonly clearLow: (r: Float64Array, o: number, a: Float64Array, b: Float64Array) => void;
  readonly carry: (r: Float64Array, from: number, to: number) => void;
  readonly finish: (d: Float64Array, r: Float64Array, n: number, k: number) => void;
}

/** Arithmetic modulo one number. */
export interface BlockField {
  /** `base^exponent`, base at least 0 and below the modulus, exponent at least 0 and below `2^bits`. Time depends on `bits` and the length of the modulus. */
  power(base: bigint, exponent: bigint, bits: number): bigint;
  /** `2^exponent`, the same otherwise: a third quicker, since what is squared has only to be doubled. */
  powerOfTwo(exponent: bigint, bits: number): bigint;
}

/** Limbs of a block. */
const BLOCK = 11;
const BLOCK_BITS = 24 * BLOCK;

/** Units that a column may hold. */
const MOST = 122;

/** Width of the window: 5 is the quickest from 512 to 4,096 bits, give or take a hundredth. */
const WINDOW = 5;
const ENTRIES = 2 ** WINDOW;

/** Arrays of limbs, of which d may be one of the others. */
export interface BlockMultiplier {
  /** d = a * b / R modulo m. */
  multiply(d: Float64Array, a: Float64Array, b: Float64Array): void;
  /** d = k * a^2 / R modulo m; k is 1 or 2. */
  square(d: Float64Array, a: Float64Array, k: number): void;
}

/** Multiplication modulo the number of these limbs, whose lowest block times `inverse` is -1 modulo 2^264. */
export function blockMultiplier(
  { multiplyAdd, squareAdd, quotient, clearLow, carry, finish }: BlockKernels,
  modulus: Float64Array,
  inverse: Float64Array,
): BlockMultiplier {
  const limbs = modulus.length;
  const columns = new Float64Array(2 * limbs);
  const twice = new Float64Array(limbs);
  const digits = new Float64Array(BLOCK);
  let load = 0;

  /** Makes room in all columns from `from` on for a row of so many units. */
  function makeRoom(units: number, from: number): void {
    if (load + units > MOST) {
      carry(columns, from, 2 * limbs);
      load = 1;
    }
    load += units;
  }

  function reduce(d: Float64Array, k: number): void {
    for (let i = 0; i < limbs; i += BLOCK) {
      makeRoom(BLOCK, i);
      quotient(digits, columns, i, inverse);
      clearLow(columns, i, digits, modulus);
      for (let j = BLOCK; j < limbs; j += BLOCK) multiplyAdd(columns, i + j, digits, 0, modulus, j);
    }
    finish(d, columns, limbs, k);
  }

  return {
    multiply(d, a, b) {
      columns.fill(0);
      load = 0;
      for (let i = 0; i < limbs; i += BLOCK) {
        makeRoom(BLOCK, 0);
        for (let j = 0; j < limbs; j += BLOCK) multiplyAdd(columns, i + j, a, i, b, j);
      }
      reduce(d, 1);
    },
    square(d, a, k) {
      columns.fill(0);
      load = 0;
      for (let i = 0; i < limbs; i++) twice[i] = 2 * (a[i] as number);
      for (let i = 0; i < limbs; i += BLOCK) {
        makeRoom(2 * BLOCK, 0);
        squareAdd(columns, 2 * i, a, i);
        for (let j = i + BLOCK; j < limbs; j += BLOCK) multiplyAdd(columns, i + j, twice, i, a, j);
        // A column of a whole square is no longer than the number.
        if (load > limbs) load = limbs;
      }
      reduce(d, k);
    },
  };
}

/** Powers modulo an odd number above 1. */
export function blockField(kernels: BlockKernels, modulus: bigint): BlockField {
  const blocks = Math.ceil((bitLength(modulus) + 4) / BLOCK_BITS);
  const factor = BigInt(BLOCK_BITS * blocks);
  const limbs = BLOCK * blocks;
  // -1 / m modulo 2^264 by Newton's iteration, from 1 / m = m modulo 8.
  let inverse = modulus;
  for (let bits = 3; bits < BLOCK_BITS; bits *= 2) inverse = BigInt.asUintN(BLOCK_BITS, inverse * (2n - modulus * inverse));
  const modulusLimbs = toLimbs(modulus, limbs);
  const { multiply, square } = blockMultiplier(
    kernels,
    modulusLimbs,
    // Of the topmost limb's carry only the residue matters, and that is 0.
    toLimbs(BigInt.asUintN(BLOCK_BITS, -inverse), BLOCK),
  );
  const one = toLimbs((1n << factor) % modulus, limbs);
  const entering = toLimbs((1n << (2n * factor)) % modulus, limbs);
  const leaving = toLimbs(1n, limbs);
  const result = new Float64Array(limbs);

  /** The number that the result stands for. */
  function leave(): bigint {
    multiply(result, result, leaving);
    return fromLimbs(result, modulusLimbs) % modulus;
  }

  return {
    power(base, exponent, bits) {
      const windows = Math.ceil(bits / WINDOW);
      const bitAt = bitsOf(exponent, WINDOW * windows);
      const table = new Float64Array(ENTRIES * limbs);
      const entry = new Float64Array(limbs);
      multiply(entry, toLimbs(base, limbs), entering);
      result.set(one);
      for (let i = 0; i < ENTRIES; i++) {
        table.set(result, i * limbs);
        multiply(result, result, entry);
      }
      result.set(one);
      for (let i = WINDOW * windows; i > 0; i -= WINDOW) {
        let index = 0;
        for (let bit = i - 1; bit >= i - WINDOW; bit--) {
          square(result, result, 1);
          index = 2 * index + bitAt(bit);
        }
        select(entry, table, index);
        multiply(result, result, entry);
      }
      return leave();
    },
    powerOfTwo(exponent, bits) {
      const bitAt = bitsOf(exponent, bits);
      result.set(one);
      for (let bit = bits - 1; bit >= 0; bit--) square(result, result, 1 + bitAt(bit));
      return leave();
    },
  };
}

/** Tells the bits of a number below `2^bits`, from the lowest on. */
function bitsOf(value: bigint, bits: number): (index: number) => number {
  const octets = bigIntToBytes(value, Math.ceil(bits / 8));
  return (index) => ((octets[octets.length - 1 - (index >> 3)] as number) >> (index & 7)) & 1;
}

/** entry = table[index], by reading all entries, eight at a time. */
function select(entry: Float64Array, table: Float64Array, index: number): void {
  const limbs = entry.length;
  const mask = (i: number): number => ((i ^ index) - 1) >>> 31;
  entry.fill(0);
  for (let i = 0; i < ENTRIES; i += 8) {
    const [m0, m1, m2, m3] = [mask(i), mask(i + 1), mask(i + 2), mask(i + 3)];
    const [m4, m5, m6, m7] = [mask(i + 4), mask(i + 5), mask(i + 6), mask(i + 7)];
    for (let j = 0, at = i * limbs; j < limbs; j++, at++)
      entry[j] =
        (entry[j] as number) +
        m0 * (table[at] as number) +
        m1 * (table[at + limbs] as number) +
        m2 * (table[at + 2 * limbs] as number) +
        m3 * (table[at + 3 * limbs] as number) +
        m4 * (table[at + 4 * limbs] as number) +
        m5 * (table[at + 5 * limbs] as number) +
        m6 * (table[at + 6 * limbs] as number) +
        m7 * (table[at + 7 * limbs] as number);
  }
}

/** The limbs of a number, modulo 2^(24 limbs), in -2^23 to 2^23 - 1. */
function toLimbs(value: bigint, limbs: number): Float64Array {
  const octets = bigIntToBytes(value, 3 * limbs);
  const out = new Float64Array(limbs);
  let over = 0;
  for (let i = 0, at = octets.length - 3; at >= 0; i++, at -= 3) {
    const limb = (((octets[at] as number) << 16) | ((octets[at + 1] as number) << 8) | (octets[at + 2] as number)) + over;
    over = (limb + 2 ** 23) >> 24;
    out[i] = limb - over * 2 ** 24;
  }
  return out;
}

/** The number of limbs that stand for at least -m, plus m. */
function fromLimbs(limbs: Float64Array, modulus: Float64Array): bigint {
  const octets = new Uint8Array(3 * limbs.length);
  let over = 0;
  for (let i = 0, at = octets.length - 3; at >= 0; i++, at -= 3) {
    const limb = (limbs[i] as number) + (modulus[i] as number) + over;
    octets[at] = limb >> 16;
    octets[at + 1] = limb >> 8;
    octets[at + 2] = limb;
    over = limb >> 24;
  }
  return bytesToBigInt(octets);
}
