/**
 * Writes lib/crypto/ec/field-p256.ts and its like: multiplication in the prime fields of P-256, P-384, P-521 and Ed25519, straight-line, one file per prime;
 * and proves while writing that no intermediate value leaves the integers a double holds exactly. A prime is the only input.
 *
 * Numbers. An element is N limbs of 24 bits in doubles, of either sign: the value is the sum of limb[i] * 2^(24 i). A limb is cut in two by
 * `h = (t + C) - C` with C = 1.5 * 2^76: doubles of that size are 2^24 apart, so h is t rounded to a multiple of 2^24, and t - h lies in
 * -2^23 to 2^23. Both steps are exact as long as t is an integer below 2^53 in size; h * 2^-24 is then the carry into the next limb.
 *
 * Reduction. A prime here is a sum of few powers of two. Either its low end is -1 and then nothing for a long gap: such a prime (P-256) is reduced
 * from below, as Montgomery does: adding q * p, where q is the lowest limb itself, clears that limb, and the result carries a factor 2^(-24 N). Or its high
 * end is one power and then nothing for a long gap: such a prime (P-384, P-521, 2^255 - 19) is reduced from above: the upper half of the product, times what
 * 2^(24 N) is modulo p, is added to the lower half, and what that overflows by once more. The wider gap decides. Neither needs a multiplication proper.
 *
 * Proof. Each value is written together with a bound of its size, from the bounds of what it is made of; one that reaches 2^53 stops the generator.
 * A sum of terms is below 2^53 whatever the order of its additions, since the bounds of the terms are added, not the terms. The bounds of the operands are those of
 * `shapesOf`, and every call that is made is a row in the files beside (field-kernels/verification-rows.ts, signing-rows.ts): all rows are gone through for
 * each prime, and the bounds of the result must be those that the row promises. So the bounds hold for any number of operations.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Shape, type Shapes, times } from './field-kernels/shapes.ts';
import { signingRows } from './field-kernels/signing-rows.ts';
import { verificationRows } from './field-kernels/verification-rows.ts';

/** Bits of a limb. */
const WIDTH = 24;
const EXACT = 1n << 53n;
const HALF = 1n << BigInt(WIDTH - 1);
/** How much a limb may exceed 2^23 after a carry that ends early. */
const SLACK = 1n << 14n;

/** A part of a sum: factor * 2^(24 offset). */
interface Term {
  readonly offset: number;
  readonly factor: bigint;
}

interface Prime {
  readonly name: string;
  readonly limbs: number;
  /** From below: the terms of p without its -1. From above: those of 2^(24 N) modulo p. */
  readonly terms: readonly Term[];
  readonly fromBelow: boolean;
  readonly p: bigint;
  /** Whether its curve is the one of Edwards form. */
  readonly edwards: boolean;
}

const power = (exponent: number): bigint => 1n << BigInt(exponent);

/** Exponents and signs of the powers of two that make up an odd number, lowest first: its non-adjacent form. */
function signedPowers(value: bigint): { readonly exponent: number; readonly sign: bigint }[] {
  const powers: { exponent: number; sign: bigint }[] = [];
  for (let exponent = 0; value > 0n; exponent++, value >>= 1n) {
    if ((value & 1n) === 0n) continue;
    const sign = (value & 3n) === 3n ? -1n : 1n;
    powers.push({ exponent, sign });
    value -= sign;
  }
  return powers;
}

function describePrime(name: string, p: bigint, edwards = false): Prime {
  const powers = signedPowers(p);
  const [low, second] = powers;
  const [next, top] = powers.slice(-2);
  if (low?.exponent !== 0 || second === undefined || next === undefined || top?.sign !== 1n)
    throw new Error(`${name} is no prime of the kind this is for`);
  const limbs = Math.ceil(top.exponent / WIDTH);
  const fromBelow = second.exponent > top.exponent - next.exponent;
  if (fromBelow && (low.sign !== -1n || second.exponent < WIDTH)) throw new Error(`${name} does not end in a limb of -1`);
  const term = (exponent: number, sign: bigint): Term => ({
    offset: Math.floor(exponent / WIDTH),
    factor: sign * power(exponent % WIDTH),
  });
  const terms = fromBelow
    ? powers.slice(1).map(({ exponent, sign }) => term(exponent, sign))
    : powers.slice(0, -1).map(({ exponent, sign }) => term(exponent + WIDTH * limbs - top.exponent, -sign));
  return { name, limbs, terms: oneForEachOffset(terms), fromBelow, p, edwards };
}

function oneForEachOffset(terms: readonly Term[]): Term[] {
  const factors = new Map<number, bigint>();
  for (const { offset, factor } of terms) factors.set(offset, (factors.get(offset) ?? 0n) + factor);
  return [...factors].map(([offset, factor]) => ({ offset, factor }));
}

/** An expression and a bound of its absolute value. */
interface Value {
  readonly text: string;
  readonly bound: bigint;
}

/** The lines of one kernel, and the largest bound met. */
class Writer {
  readonly lines: string[] = [];
  largest = 0n;

  /** Declares `name` as a sum; stops where the sum could leave the exact integers. */
  sum(name: string, values: readonly Value[]): Value {
    const bound = values.reduce((total, value) => total + value.bound, 0n);
    if (bound >= EXACT) throw new Error(`${name} may reach ${bound}, which a double does not hold exactly`);
    if (bound > this.largest) this.largest = bound;
    const text = values
      .map((value, i) => (i === 0 ? value.text : value.text.startsWith('-') ? ` - ${value.text.slice(1)}` : ` + ${value.text}`))
      .join('');
    this.lines.push(`${name === 't' ? '' : 'const '}${name} = ${text};`);
    return { text: name, bound };
  }

  /** Sums a column up and cuts it in two: what stays, in -2^23 to 2^23, and the carry. Both are to be used before the next column. */
  column(values: readonly Value[]): { readonly low: Value; readonly carry: Value } {
    const { bound } = this.sum('t', values);
    this.lines.push('h = t + C - C;');
    return { low: { text: 't - h', bound: bound < HALF ? bound : HALF }, carry: { text: 'h * I', bound: (bound + HALF) / (2n * HALF) } };
  }

  store(limb: number, values: readonly Value[]): bigint {
    const bound = values.reduce((total, value) => total + value.bound, 0n);
    const text = values.map((value) => value.text).join(' + ');
    this.lines.push(`m[o${limb === 0 ? '' : ` + ${limb}`}] = ${text.replaceAll('+ -', '- ')};`);
    return bound;
  }
}

const scaled = (factor: bigint, { text, bound }: Value): Value => {
  const size = factor < 0n ? -factor : factor;
  return { text: `${factor < 0n ? '-' : ''}${size === 1n ? '' : `${size} * `}${text}`, bound: bound * size };
};

/** One call: result = a * b + k * c, where the shape of c is already that of k * c. */
interface Call {
  readonly what: string;
  readonly a: Shape;
  readonly b: Shape;
  readonly c: Shape;
  readonly result: Shape;
}

/** The sums of products that make up column k of a * b. */
function column({ limbs }: Prime, k: number, { a, b }: Call): Value[] {
  const products: Value[] = [];
  for (let i = Math.max(0, k - limbs + 1); i <= Math.min(k, limbs - 1); i++)
    products.push({ text: `a${i} * b${k - i}`, bound: (a[i] as bigint) * (b[k - i] as bigint) });
  return products;
}

const addend = (limb: number, { c }: Call): Value => ({
  text: `k * (m[c${limb === 0 ? '' : ` + ${limb}`}] as number)`,
  bound: c[limb] as bigint,
});

function writeFromBelow(prime: Prime, call: Call, writer: Writer): bigint[] {
  const { limbs, terms } = prime;
  const digits: Value[] = [];
  const result: bigint[] = [];
  let carry: Value | undefined;
  for (let k = 0; k < 2 * limbs; k++) {
    const values = column(prime, k, call);
    for (const { offset, factor } of terms) {
      const digit = digits[k - offset];
      if (digit !== undefined) values.push(scaled(factor, digit));
    }
    if (carry !== undefined) values.push(carry);
    if (k >= limbs) values.push(addend(k - limbs, call));
    if (k === 2 * limbs - 1) {
      result.push(writer.store(limbs - 1, values));
      break;
    }
    const parts = writer.column(values);
    carry = parts.carry;
    if (k < limbs) digits.push(writer.sum(`q${k}`, [parts.low]));
    else result.push(writer.store(k - limbs, [parts.low]));
  }
  return result;
}

/** Terms that reduce 2^(24 k), for every column k from the top down to N; a term that lands at N or above joins the column there. */
function foldColumns({ limbs, terms }: Prime, columns: Map<number, Value>, writer: Writer): Map<number, Value[]> {
  const joined = new Map<number, Value[]>();
  for (let k = 2 * limbs - 1; k >= limbs; k--) {
    const more = joined.get(k);
    const own = columns.get(k) as Value;
    const value = more === undefined ? own : writer.sum(`v${k}`, [own, ...more]);
    for (const { offset, factor } of terms) {
      const target = k - limbs + offset;
      const list = joined.get(target) ?? [];
      list.push(scaled(factor, value));
      joined.set(target, list);
    }
  }
  return joined;
}

function writeFromAbove(prime: Prime, call: Call, writer: Writer): bigint[] {
  const { limbs, terms } = prime;
  const upper = new Map<number, Value>();
  let carry: Value | undefined;
  for (let k = limbs; k < 2 * limbs - 1; k++) {
    const parts = writer.column([...column(prime, k, call), ...(carry === undefined ? [] : [carry])]);
    carry = parts.carry;
    upper.set(k, writer.sum(`u${k}`, [parts.low]));
  }
  upper.set(2 * limbs - 1, writer.sum(`u${2 * limbs - 1}`, [carry as Value]));
  const folded = foldColumns(prime, upper, writer);
  const result: bigint[] = [];
  carry = undefined;
  for (let k = 0; k < limbs; k++) {
    const parts = writer.column([
      ...column(prime, k, call),
      ...(folded.get(k) ?? []),
      addend(k, call),
      ...(carry === undefined ? [] : [carry]),
    ]);
    carry = parts.carry;
    result.push(writer.store(k, [parts.low]));
  }
  wrapOverflow(terms, result, writer.sum('w', [carry as Value]), writer);
  return result;
}

/** Adds the last overflow to the limbs it falls on, and carries from these as far as their bounds ask for. */
function wrapOverflow(terms: readonly Term[], result: bigint[], overflow: Value, writer: Writer): void {
  // Whatever the call: the text must be the same for all of them.
  const worst = EXACT / (2n * HALF) + 1n;
  if (overflow.bound > worst) throw new Error('an overflow beyond the worst');
  let carry: Value | undefined;
  for (const [i, bound] of result.entries()) {
    const more = terms.filter(({ offset }) => offset === i).map(({ factor }) => scaled(factor, { text: overflow.text, bound: worst }));
    if (carry !== undefined) more.push(carry);
    carry = undefined;
    if (more.length === 0) continue;
    const values = [{ text: i === 0 ? 'm[o]' : `(m[o + ${i}] as number)`, bound }, ...more];
    if (values.reduce((total, value) => total + value.bound, 0n) <= HALF + SLACK) {
      result[i] = writer.store(i, values);
    } else {
      if (i === result.length - 1) throw new Error('the topmost limb cannot carry on');
      const parts = writer.column(values);
      carry = parts.carry;
      result[i] = writer.store(i, [parts.low]);
    }
  }
}

function shapesOf({ limbs, fromBelow, p }: Prime): Shapes {
  const shape = (limb: bigint, top: bigint): Shape => Array.from({ length: limbs }, (_, i) => (i === limbs - 1 ? top : limb));
  const limb = HALF + SLACK;
  const top = fromBelow ? (p >> BigInt(WIDTH * (limbs - 1))) + 1n : limb;
  const slack = fromBelow ? 1n : 0n;
  return {
    octets: shape(2n * HALF - 1n, fromBelow ? top : 2n * HALF - 1n),
    product: shape(limb, top),
    coordinate: shape(limb, top + 8n * slack * top),
    difference: shape(limb, top + 9n * slack * top),
    triple: shape(HALF, 3n * top + 2n),
  };
}

/** Every call that a prime is proved for. */
function callsOf(prime: Prime): Call[] {
  const shapes = shapesOf(prime);
  const none = times(0n, shapes.product);
  return [verificationRows, signingRows]
    .flatMap((rows) => (prime.edwards ? rows.edwards : rows.weierstrass)(shapes))
    .map(([what, a, b, c = none, result = shapes.product]) => ({ what, a, b, c, result }));
}

interface Kernel {
  readonly lines: readonly string[];
  readonly largest: { readonly bound: bigint; readonly what: string };
}

/** The lines for a prime, after every call has been gone through with its own bounds, `widening` times as wide. */
function writeKernel(prime: Prime, widening: bigint): Kernel {
  let kernel: Kernel | undefined;
  for (const row of callsOf(prime)) {
    const call = { ...row, a: times(widening, row.a) };
    const writer = new Writer();
    try {
      const result = (prime.fromBelow ? writeFromBelow : writeFromAbove)(prime, call, writer);
      for (const [i, bound] of result.entries())
        if (bound > (call.result[i] as bigint)) throw new Error(`limb ${i} may reach ${bound}, beyond the ${call.result[i]} promised`);
    } catch (error) {
      throw new Error(`${prime.name}, ${call.what}: ${String(error)}`, { cause: error });
    }
    if (kernel !== undefined && kernel.lines.join() !== writer.lines.join())
      throw new Error(`${call.what}: the text depends on the bounds`);
    if (kernel === undefined || writer.largest > kernel.largest.bound)
      kernel = { lines: writer.lines, largest: { bound: writer.largest, what: call.what } };
  }
  return kernel as Kernel;
}

/** How large limb 0 of m * p can be, for any m for which m * p may stand in the limbs of a difference. */
function largestZeroLimb(prime: Prime): bigint {
  const value = shapesOf(prime).difference.reduceRight((total, bound) => (total << BigInt(WIDTH)) + bound, 0n);
  const low = power(WIDTH) - (prime.p % power(WIDTH));
  const largest = (value / prime.p) * low;
  if (largest + HALF + SLACK >= power(WIDTH)) throw new Error(`${prime.name}: a multiple of p may stand in more than one way`);
  return largest;
}

const PRIMES: readonly Prime[] = [
  describePrime('P-256', power(256) - power(224) + power(192) + power(96) - 1n),
  describePrime('P-384', power(384) - power(128) - power(96) + power(32) - 1n),
  describePrime('P-521', power(521) - 1n),
  describePrime('Ed25519', power(255) - 19n, true),
];

function renderPrime(prime: Prime, widening: bigint): string {
  const { lines, largest } = writeKernel(prime, widening);
  const name = prime.name.replace('-', '');
  // Limb by limb, a and b in turn: minifiers give names by place, so that a product of two limbs reads the same in every kernel, and compresses.
  const loads = Array.from({ length: prime.limbs }, (_, i) => {
    const [a, b] = ['a', 'b'].map((operand) => `${operand}${i} = m[${operand}${i === 0 ? '' : ` + ${i}`}] as number`);
    return `const ${a}, ${b};`;
  });
  const share = (Number((largest.bound * 1000n) / EXACT) / 1000).toFixed(3);
  return `/** The field of ${prime.name}. Written by scripts/field-kernels.ts, which proves the bounds; do not edit. */
import type { FieldKernel } from './field-kernel.ts';

/** ${prime.limbs} limbs, reduced from ${prime.fromBelow ? 'below' : 'above'}. Largest value: ${share} of 2^53 (${largest.what}). */
function multiply${name}(m: Float64Array, o: number, a: number, b: number, k: number, c: number): void {
  const C = 1.5 * 2 ** 76;
  const I = 2 ** -24;
  let t = 0;
  let h = 0;
  ${[...loads, ...lines].join('\n  ')}
}

/** The field of ${prime.name}. */
export const field${name}: FieldKernel = {
  limbs: ${prime.limbs},
  factorBits: ${prime.fromBelow ? WIDTH * prime.limbs : 0},
  zeroLimb: ${largestZeroLimb(prime)},
  multiply: multiply${name},
};
`;
}

/** The files of lib/crypto/ec that are written, by name. With `widening`, all first operands are that many times what the calls allow: the proof must fail. */
export function renderFieldKernels({ widening = 1n }: { readonly widening?: bigint } = {}): ReadonlyMap<string, string> {
  return new Map(PRIMES.map((prime) => [`field-${prime.name.replace('-', '').toLowerCase()}.ts`, renderPrime(prime, widening)]));
}

if (process.argv[1] === import.meta.filename)
  for (const [file, text] of renderFieldKernels()) writeFileSync(join(import.meta.dirname, '../lib/crypto/ec', file), text);
