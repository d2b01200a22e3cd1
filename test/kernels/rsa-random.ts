/** Random numbers for the suites of the RSA kernels, the same for the same seed: `CERTWRIGHT_SEED` chooses another, `KERNEL_FACTOR` makes as many times the trials. */
export const seed: number = Number(process.env['CERTWRIGHT_SEED'] ?? 20_261_124);
/** How many times the usual trials are made. */
export const factor: number = Number(process.env['KERNEL_FACTOR'] ?? 1);

/** Integers of 32 bits by the generator mulberry32. */
export function numbersFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** A number of at most so many bits; one time in four of long runs of zeros and ones. */
export function bigFrom(next: () => number, bits: number): bigint {
  const runs = next() % 4 === 0;
  let value = 0n;
  for (let length = 0; length < bits;) {
    const step = runs ? 1 + (next() % 90) : 32;
    const part = runs ? (next() % 2 === 0 ? 0n : (1n << BigInt(step)) - 1n) : BigInt(next());
    value = (value << BigInt(step)) | part;
    length += step;
  }
  return BigInt.asUintN(bits, value);
}

/** Octets in place of random ones. */
export function octetsFrom(next: () => number): (length: number) => Uint8Array {
  return (length) => Uint8Array.from({ length }, () => next() & 0xff);
}
