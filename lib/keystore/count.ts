/** The counts in the parameters of key derivations. */
import type { DerReader } from '../asn1/reader.ts';

/**
 * Reads an INTEGER that says how often or how much. What is too large to be a number here is beyond every limit: `kdf-too-costly`, as the derivations say of
 * what is merely above theirs. Throws `integer-out-of-range` below 0.
 */
export function readCount(reader: DerReader, field: string): number {
  const start = reader.position;
  const value = reader.bigInteger(field);
  if (value < 0n) reader.fail('integer-out-of-range', 'expected an INTEGER that is not negative', field, start);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) reader.fail('kdf-too-costly', 'a count beyond 2^53', field, start);
  return Number(value);
}
