/** Random numbers for the suites of the RSA kernels, made of those of `seeded.ts`: `CERTWRIGHT_SEED` chooses others, `KERNEL_FACTOR` makes as many times the trials. */
import { seededNumbers } from './seeded.ts';

/** How many times the usual trials are made. */
export const factor: number = Number(process.env['KERNEL_FACTOR'] ?? 1);

/** Integers of 32 bits from the seed and a name. */
export function numbersFrom(name: string): () => number {
  const below = seededNumbers(name);
  return () => below(2 ** 32);
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
