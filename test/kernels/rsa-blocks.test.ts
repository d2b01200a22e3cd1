/**
 * The kernels of RSA against BigInt: 1,000,000 operations on random blocks, 100,000 on blocks of extreme limbs, multiplications and powers of all lengths; a part of
 * them with the checking build too. `CERTWRIGHT_SEED` chooses other numbers, `KERNEL_FACTOR` makes as many times the trials.
 */
import assert from 'node:assert/strict';
import { modPow } from '../../lib/crypto/rsa/arithmetic.ts';
import { blockField, type BlockKernels, blockMultiplier } from '../../lib/crypto/rsa/block-field.ts';
import * as kernels from '../../lib/crypto/rsa/block-kernels.ts';
import { checkingKernels } from '../../scripts/rsa-kernels.ts';
import { bigFrom, factor, numbersFrom } from './rsa-random.ts';
import { seed } from './seeded.ts';

const LIMBS = 11;
const LIMB = 2 ** 23 + 2 ** 7;
/** What a column may hold before a row is added to it: 111 products of two limbs. */
const COLUMN = 111 * LIMB * LIMB;
const BLOCK = 264;

/** The number that limbs stand for, four limbs a step where they are small enough to be put together in a double. */
function valueOf(limbs: Float64Array, from = 0, to: number = limbs.length): bigint {
  let value = 0n;
  for (let i = to - 1; i >= from; i--) value = (value << 24n) + BigInt(limbs[i] as number);
  return value;
}

/** The same of limbs of at most 2^25: two of them make a double. */
function smallValueOf(limbs: Float64Array): bigint {
  let value = BigInt(limbs[LIMBS - 1] as number);
  for (let i = LIMBS - 3; i >= 0; i -= 2) value = (value << 48n) + BigInt((limbs[i] as number) + (limbs[i + 1] as number) * 2 ** 24);
  return value;
}

const EXTREMES = [0, 1, -1, 2 ** 23, -(2 ** 23), LIMB, -LIMB, 2 ** 23 - 1];

/** Fills limbs at random within a bound, or with extreme ones: all of a sign, of signs in turn, or any. */
function fill(limbs: Float64Array, bound: number, next: () => number, extreme: boolean): void {
  const pattern = next() % 4;
  const flip = next() % 2 === 0 ? 1 : -1;
  for (let i = 0; i < limbs.length; i++) {
    if (!extreme) limbs[i] = Math.trunc(((next() - 2 ** 31) / 2 ** 31) * bound);
    else if (pattern === 0) limbs[i] = flip * bound;
    else if (pattern === 1) limbs[i] = (i % 2 === 0 ? flip : -flip) * bound;
    else limbs[i] = ((EXTREMES[next() % EXTREMES.length] as number) / LIMB) * bound;
    limbs[i] = Math.round(limbs[i] as number);
  }
}

/** One of the four operations on blocks: checks it, and gives its name. */
function tryOperation(build: BlockKernels, next: () => number, extreme: boolean): void {
  const a = new Float64Array(LIMBS);
  const b = new Float64Array(LIMBS);
  const r = new Float64Array(2 * LIMBS);
  fill(a, LIMB, next, extreme);
  fill(b, 2 ** 23, next, extreme);
  const kind = next() % 4;
  fill(r, COLUMN, next, extreme);
  if (kind === 0) {
    const before = valueOf(r);
    build.multiplyAdd(r, 0, a, 0, b, 0);
    assert.equal(valueOf(r) - before, smallValueOf(a) * smallValueOf(b));
  } else if (kind === 1) {
    for (let i = 0; i < r.length; i++) r[i] = Math.trunc((r[i] as number) * 0.8);
    const before = valueOf(r);
    build.squareAdd(r, 0, a, 0);
    assert.equal(valueOf(r) - before, smallValueOf(a) ** 2n);
  } else if (kind === 2) {
    build.quotient(a, r, 0, b);
    const wanted = valueOf(r, 0, LIMBS) * smallValueOf(b);
    assert.equal(BigInt.asUintN(BLOCK, smallValueOf(a)), BigInt.asUintN(BLOCK, wanted));
    assert.ok(a.every((limb) => Math.abs(limb) <= LIMB));
  } else {
    // The modulus odd, and the digits its -1 / m times the columns, as reduction has it.
    b[0] = Math.min((b[0] as number) | 1, 2 ** 23 - 1);
    const modulus = smallValueOf(b);
    let inverse = modulus;
    for (let bits = 3; bits < BLOCK; bits *= 2) inverse = BigInt.asUintN(BLOCK, inverse * (2n - modulus * inverse));
    let rest = BigInt.asIntN(BLOCK, -valueOf(r, 0, LIMBS) * inverse);
    for (let i = 0; i < LIMBS; i++) {
      const limb = BigInt.asIntN(24, rest);
      a[i] = Number(limb);
      rest = (rest - limb) >> 24n;
    }
    const wanted = valueOf(r) + smallValueOf(a) * modulus;
    assert.equal(BigInt.asUintN(BLOCK, wanted), 0n);
    build.clearLow(r, 0, a, b);
    assert.equal(valueOf(r, LIMBS), wanted >> BigInt(BLOCK));
  }
}

/** Multiplications and squares of limbs as large as they may be, modulo an odd number of so many blocks. */
function tryMultiplier(build: BlockKernels, blocks: number, next: () => number, extreme: boolean): void {
  const limbs = LIMBS * blocks;
  const bits = BLOCK * blocks - 4;
  const modulus = new Float64Array(limbs);
  fill(modulus, 2 ** 23 - 1, next, extreme);
  modulus[0] = (modulus[0] as number) | 1;
  modulus[limbs - 1] = 2 ** 20 - 1;
  const m = valueOf(modulus);
  assert.ok(m < 1n << BigInt(bits));
  let inverse = m;
  for (let known = 3; known < BLOCK; known *= 2) inverse = BigInt.asUintN(BLOCK, inverse * (2n - m * inverse));
  let rest = BigInt.asIntN(BLOCK, -inverse);
  const inverseLimbs = new Float64Array(LIMBS);
  for (let i = 0; i < LIMBS; i++) {
    const limb = BigInt.asIntN(24, rest);
    inverseLimbs[i] = Number(limb);
    rest = (rest - limb) >> 24n;
  }
  const { multiply, square } = blockMultiplier(build, modulus, inverseLimbs);
  const a = new Float64Array(limbs);
  const b = new Float64Array(limbs);
  const d = new Float64Array(limbs);
  for (const operand of [a, b]) {
    fill(operand, LIMB, next, extreme);
    operand[limbs - 1] = (1.25 * 2 ** 20 - 2) * (next() % 2 === 0 ? 1 : -1);
  }
  const R = 1n << BigInt(BLOCK * blocks);
  const check = (product: bigint): void => {
    const value = valueOf(d);
    assert.equal((value * R - product) % m, 0n);
    assert.ok(4n * value < 5n * m && -4n * value < 5n * m);
    assert.ok(d.every((limb) => Math.abs(limb) <= LIMB));
  };
  multiply(d, a, b);
  check(valueOf(a) * valueOf(b));
  square(d, a, 2);
  check(2n * valueOf(a) ** 2n);
  square(d, a, 1);
  check(valueOf(a) ** 2n);
  multiply(a, a, a);
  assert.deepEqual(a, d, 'the square in place is the square');
}

/** A power modulo a random odd number of so many bits. */
function tryPower(build: BlockKernels, bits: number, exponentBits: number, next: () => number): void {
  const modulus = bigFrom(next, bits) | (1n << BigInt(bits - 1)) | 1n;
  const { power, powerOfTwo } = blockField(build, modulus);
  const bases = [bigFrom(next, bits) % modulus, 0n, 1n, modulus - 1n];
  const base = bases[next() % 3 === 0 ? next() % 4 : 0] as bigint;
  const exponent = next() % 5 === 0 ? BigInt(next() % 40) : bigFrom(next, exponentBits);
  const length = Math.max(exponentBits, 6);
  const words = `to the power ${exponent} modulo ${modulus}`;
  assert.equal(power(base, exponent, length), modPow(base, exponent, modulus) % modulus, `${base} ${words}`);
  assert.equal(powerOfTwo(exponent, length), modPow(2n, exponent, modulus) % modulus, `2 ${words}`);
}

describe(`RSA kernels against BigInt (CERTWRIGHT_SEED=${seed})`, function () {
  this.timeout(600_000 * factor);
  let checking: BlockKernels;
  before(async () => {
    checking = await checkingKernels();
  });

  it('1,000,000 operations on random blocks', () => {
    const next = numbersFrom('blocks 0');
    for (let i = 0; i < 1_000_000 * factor; i++) tryOperation(kernels, next, false);
  });

  it('100,000 operations on blocks of extreme limbs', () => {
    const next = numbersFrom('blocks 1');
    for (let i = 0; i < 100_000 * factor; i++) tryOperation(kernels, next, true);
  });

  it('20,000 of either in the checking build', () => {
    const next = numbersFrom('blocks 2');
    for (let i = 0; i < 20_000 * factor; i++) tryOperation(checking, next, i % 2 === 0);
  });

  it('multiplications of 1 to 64 blocks, in both builds', () => {
    const next = numbersFrom('blocks 3');
    for (let blocks = 1; blocks <= 64; blocks++)
      for (let i = 0; i < factor * Math.ceil(400 / blocks ** 1.5); i++) {
        tryMultiplier(kernels, blocks, next, i % 2 === 0);
        if (i % 10 === 0) tryMultiplier(checking, blocks, next, i % 20 === 0);
      }
  });

  it('powers modulo numbers of 2 to 8,448 bits', () => {
    const next = numbersFrom('blocks 4');
    for (let i = 0; i < 1500 * factor; i++) {
      const bits = 2 + (next() % 300);
      tryPower(i % 100 === 0 ? checking : kernels, bits, 1 + (next() % (bits + 64)), next);
    }
    for (let i = 0; i < 60 * factor; i++) tryPower(kernels, 300 + (next() % 1200), 100, next);
    for (const bits of [1024, 1052, 1053, 1536, 2048, 2049, 4096, 8192, 8444, 8445]) tryPower(kernels, bits, 60, next);
    for (const bits of [512, 1024, 2048, 4096]) tryPower(kernels, bits, bits + 64, next);
    for (const bits of [1024, 4096]) tryPower(checking, bits, 30, next);
  });
});
