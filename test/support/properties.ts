/** Property tests with a seed that is printed and can be given: `CERTWRIGHT_SEED=123 npm test` repeats a run. */
import * as fc from 'fast-check';

/** The seed of this run. */
export const seed: number = Number(process.env['CERTWRIGHT_SEED'] ?? 20_261_123);

/** The title of a suite of properties, with the seed. */
export function titled(name: string): string {
  return `properties of ${name} (CERTWRIGHT_SEED=${seed})`;
}

/** Checks a property with the seed of this run. */
export function holds<T>(property: fc.IProperty<T>, numRuns = 300): void {
  fc.assert(property, { seed, numRuns });
}
