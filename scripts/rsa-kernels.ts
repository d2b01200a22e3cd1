/**
 * Writes lib/crypto/rsa/block-kernels.ts: products of 264-bit blocks for the private operation of RSA, straight-line; and proves while writing that no
 * intermediate value of `block-field.ts` leaves the integers that a double holds exactly, for moduli of up to 64 blocks.
 *
 * Numbers. A block is 11 limbs of 24 bits in doubles, of either sign: its value is the sum of limb[i] * 2^(24 i). A value t is cut in two by `h = t + C - C` with
 * C = 1.5 * 2^76: doubles of that size are 2^24 apart, so h is t rounded to a multiple of 2^24, and t - h lies in -2^23 to 2^23. Both steps are exact as long
 * as t is an integer below 2^53 in size; h * 2^-24 is then the carry into the next limb.
 *
 * Three builds come from one text. The plain one is the library's. The checking one asserts of every sum that its terms are integers whose sizes add up to less
 * than 2^53. The bounding one computes with bounds in place of numbers: a sum of terms becomes the sum of their bounds, what is cut off becomes 2^23 and a carry.
 * Everything is bounds then, so that running the loops of `block-field.ts` once on it, with the largest operands, proves them for all operands.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { type BlockKernels, blockMultiplier } from '../lib/crypto/rsa/block-field.ts';

/** Limbs of a block. */
const LIMBS = 11;

/** Longest modulus of the proof, in blocks: no prime of a key of 16,384 bits has more, be the other as short as it may. */
const MAX_BLOCKS = 64;

/** Constants, written out where they are used: as variables of the module they would be read from memory, and unboxed, each time. */
const ROUND = String(1.5 * 2 ** 76);
const ROUND_TOP = String(1.5 * 2 ** 52);
const SHIFT = String(2 ** -24);

/** How sums and cuts are written. */
interface Build {
  /** What stands before the kernels. */
  readonly prelude: string;
  sum(terms: readonly string[]): string;
  /** Lines that make `name` the sum of terms, ready to be cut. */
  cut(name: string, terms: readonly string[]): string;
  /** What stays of a value made by `cut`, and what is carried. */
  low(name: string): string;
  high(name: string): string;
  /** The carry out of column 10, all columns below being a multiple of 2^264 together with it; from columns 10 and 9. */
  top(ten: string, nine: string): string;
}

const plain: Build = {
  prelude: '',
  sum: (terms) => terms.join(' + '),
  cut: (name, terms) => `const ${name} = ${terms.join(' + ')};\nconst ${name}h = ${name} + ${ROUND} - ${ROUND};`,
  low: (name) => `(${name} - ${name}h)`,
  high: (name) => `${name}h * ${SHIFT}`,
  top: (ten, nine) => `((${ten} + ${nine} * ${SHIFT}) * ${SHIFT} + ${ROUND_TOP} - ${ROUND_TOP})`,
};

const checking: Build = {
  prelude: `function sum(...terms: number[]): number {
  let size = 0;
  for (const term of terms) {
    if (!Number.isInteger(term)) throw new Error('not an integer: ' + term);
    size += Math.abs(term);
  }
  if (size >= 2 ** 53) throw new Error('a sum of terms of ' + size);
  return terms.reduce((total, term) => total + term, 0);
}
function top(ten: number, nine: number): number {
  const exact = (ten + nine * ${SHIFT}) * ${SHIFT};
  const carry = exact + ${ROUND_TOP} - ${ROUND_TOP};
  if (Math.abs(exact - carry) > 2 ** -18) throw new Error('a carry of ' + exact);
  return carry;
}
`,
  sum: (terms) => `sum(${terms.join(', ')})`,
  cut: (name, terms) => `const ${name} = sum(${terms.join(', ')});\nconst ${name}h = ${name} + ${ROUND} - ${ROUND};`,
  low: plain.low,
  high: plain.high,
  top: (ten, nine) => `top(${ten}, ${nine})`,
};

const bounding: Build = {
  prelude: `export const met = { largest: 0 };
function sum(...terms: number[]): number {
  let size = 0;
  for (const term of terms) size += term;
  if (!(size < 2 ** 53)) throw new Error('a sum may reach ' + size);
  if (size > met.largest) met.largest = size;
  return size;
}
const low = (bound: number): number => Math.min(bound, 2 ** 23);
const high = (bound: number): number => Math.floor((bound + 2 ** 23) / 2 ** 24);
`,
  sum: (terms) => `sum(${terms.join(', ')})`,
  cut: (name, terms) => `const ${name} = sum(${terms.join(', ')});`,
  low: (name) => `low(${name})`,
  high: (name) => `high(${name})`,
  top: (ten, nine) => `high(sum(${ten}, high(${nine}))) + 1`,
};

const limbs = Array.from({ length: LIMBS }, (_, i) => i);
const at = (array: string, start: string, offset: number): string => `${array}[${start}${offset === 0 ? '' : ` + ${offset}`}]`;
const load = (name: string, array: string, start: string): string =>
  limbs.map((i) => `const ${name}${i} = ${at(array, start, i)} as number;`).join('\n');
/** Products of two limbs each that make up column k. */
const column = (k: number): string[] => limbs.filter((i) => k - i >= 0 && k - i < LIMBS).map((i) => `a${i} * b${k - i}`);
/** The same of a square: e is twice a. */
const squareColumn = (k: number): string[] =>
  limbs.filter((i) => i <= k - i && k - i < LIMBS).map((i) => (2 * i === k ? `a${i} * a${i}` : `e${i} * a${k - i}`));
const columns = Array.from({ length: 2 * LIMBS - 1 }, (_, k) => k);

function accumulate({ sum }: Build, terms: (k: number) => string[]): string {
  return columns.map((k) => `${at('r', 'o', k)} = ${sum([`(${at('r', 'o', k)} as number)`, ...terms(k)])};`).join('\n');
}

/** Two passes of carries over a block whose limbs are expressions, what leaves the block being dropped; the names of its limbs then. */
function carryTwice(
  { cut, low, high }: Build,
  name: string,
  terms: (k: number) => string[],
): { readonly lines: string; readonly names: string[] } {
  const lines = limbs.map((k) => cut(`${name}${k}`, terms(k)));
  const once = (k: number): string[] => [low(`${name}${k}`), ...(k === 0 ? [] : [high(`${name}${k - 1}`)])];
  lines.push(...limbs.map((k) => cut(`${name}x${k}`, once(k))));
  const names = limbs.map((k) => `${name}y${k}`);
  lines.push(
    ...limbs.map((k) => `const ${names[k]} = ${[low(`${name}x${k}`), ...(k === 0 ? [] : [high(`${name}x${k - 1}`)])].join(' + ')};`),
  );
  return { lines: lines.join('\n'), names };
}

function render(build: Build): string {
  const { prelude, sum, cut, low, high, top } = build;
  const digits = carryTwice(build, 'v', (k) => [`(${at('r', 'o', k)} as number)`]);
  const quotient = carryTwice(build, 't', (k) =>
    column(k).map((product) => product.replace(/a(\d+)/, (_, i: string) => digits.names[Number(i)] as string)),
  );
  return `${prelude}
/** r[o..] += a[x..] * b[y..], a block each. */
export function multiplyAdd(r: Float64Array, o: number, a: Float64Array, x: number, b: Float64Array, y: number): void {
${load('a', 'a', 'x')}
${load('b', 'b', 'y')}
${accumulate(build, column)}
}

/** r[o..] += a[x..]^2, of a block. */
export function squareAdd(r: Float64Array, o: number, a: Float64Array, x: number): void {
${load('a', 'a', 'x')}
${limbs
  .slice(0, -1)
  .map((i) => `const e${i} = ${sum([`a${i}`, `a${i}`])};`)
  .join('\n')}
${accumulate(build, squareColumn)}
}

/** q = r[o..] * b modulo 2^264, a block each. */
export function quotient(q: Float64Array, r: Float64Array, o: number, b: Float64Array): void {
${digits.lines}
${load('b', 'b', '0')}
${quotient.lines}
${limbs.map((k) => `q[${k}] = ${quotient.names[k]};`).join('\n')}
}

/** r[o..] += q * m[0..10], where that makes the lowest block 0 modulo 2^264: it is not written, but carried. */
export function clearLow(r: Float64Array, o: number, a: Float64Array, b: Float64Array): void {
${load('a', 'a', '0')}
${load('b', 'b', '0')}
const nine = ${sum([`(${at('r', 'o', 9)} as number)`, ...column(9)])};
const ten = ${sum([`(${at('r', 'o', 10)} as number)`, ...column(10)])};
${columns
  .slice(LIMBS)
  .map(
    (k) => `${at('r', 'o', k)} = ${sum([`(${at('r', 'o', k)} as number)`, ...column(k), ...(k === LIMBS ? [top('ten', 'nine')] : [])])};`,
  )
  .join('\n')}
}

/** Carries once from each of r[from] to r[to - 2] into the next. */
export function carry(r: Float64Array, from: number, to: number): void {
let over = 0;
for (let i = from; i < to - 1; i++) {
${cut('t', ['(r[i] as number)'])}
r[i] = ${sum([low('t'), 'over'])};
over = ${high('t')};
}
r[to - 1] = ${sum(['(r[to - 1] as number)', 'over'])};
}

/** d = k * r[n..2n - 1], carried twice over; k is 1 or 2. */
export function finish(d: Float64Array, r: Float64Array, n: number, k: number): void {
let first = 0;
let second = 0;
for (let i = 0; i < n - 1; i++) {
${cut('t', ['(r[n + i] as number)'])}
${cut('u', [`k * ${low('t')}`, 'k * first'])}
d[i] = ${low('u')} + second;
first = ${high('t')};
second = ${high('u')};
}
d[n - 1] = ${sum(['k * (r[2 * n - 1] as number)', 'k * first', 'second'])};
}
`;
}

const HEADER = `/**
 * Products of blocks of 264 bits for the private operation of RSA. Written by scripts/rsa-kernels.ts, which proves the bounds; do not edit.
 *
 * A block is 11 limbs of 24 bits in doubles, of either sign, from some index of an array. Every value met on the way is an integer below 2^53 in size where the
 * calls are those of \`block-field.ts\`, so that nothing is rounded; nothing branches, and no index depends on a limb.
 */
`;

/** Indents by the depth of braces. */
function indent(text: string): string {
  let depth = 0;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('}')) depth--;
      const indented = line === '' ? '' : '  '.repeat(depth) + line;
      if (line.endsWith('{')) depth++;
      return indented;
    })
    .join('\n');
}

/** A build of the kernels, to be run at once. */
async function loadBuild<T>(build: Build): Promise<T> {
  const { code } = transformSync(render(build), { loader: 'ts' });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as T;
}

/** The kernels with an assertion on each sum. */
export async function checkingKernels(): Promise<BlockKernels> {
  return await loadBuild(checking);
}

/**
 * Runs both multiplications on bounds, for every number of blocks up to 64, which is to say for moduli of up to 16,892 bits, and returns the largest bound met. Throws
 * where one reaches 2^53, and where the result may have larger limbs than the operands. `widening` makes the operands larger: then the proof must fail.
 */
export async function proveBounds(widening = 1): Promise<number> {
  const { met, ...kernels } = await loadBuild<BlockKernels & { readonly met: { largest: number } }>(bounding);
  const limb = 2 ** 23 + 2 ** 7;
  for (let blocks = 1; blocks <= MAX_BLOCKS; blocks++) {
    // The modulus and -1 / m are cut into limbs of at most 2^23.
    const modulus = new Float64Array(LIMBS * blocks).fill(2 ** 23);
    const operand = new Float64Array(LIMBS * blocks).fill(limb * widening);
    const result = new Float64Array(LIMBS * blocks);
    const { multiply, square } = blockMultiplier(kernels, modulus, new Float64Array(LIMBS).fill(2 ** 23));
    for (const compute of [() => multiply(result, operand, operand), () => square(result, operand, 1), () => square(result, operand, 2)]) {
      compute();
      // The topmost limb is bounded by the size of the number: see block-field.ts.
      const largest = Math.max(...result.subarray(0, -1));
      if (largest > limb) throw new Error(`${blocks} blocks: a limb of the result may reach ${largest}, beyond ${limb}`);
    }
  }
  return met.largest;
}

/** The text of lib/crypto/rsa/block-kernels.ts. */
export function renderRsaKernels(): string {
  return HEADER + indent(render(plain));
}

if (process.argv[1] === import.meta.filename) {
  const share = (await proveBounds()) / 2 ** 53;
  writeFileSync(join(import.meta.dirname, '../lib/crypto/rsa/block-kernels.ts'), renderRsaKernels());
  process.stderr.write(`largest value: ${share.toFixed(3)} of 2^53\n`);
}
