/** The clock of the library. */
import type { Instant } from '../asn1/time.ts';

/** The present moment in epoch milliseconds. */
export function now(): Instant {
  return Date.now();
}
