/**
 * Named bits of keyUsage and ReasonFlags. X.690 11.2.2 wants trailing zero bits cut, yet roots in the browsers' trust stores keep them and every verifier
 * takes them (so does BoringSSL); they change no meaning and are accepted here too.
 */
import type { DerReader } from '../../asn1/reader.ts';
import { BIT_STRING } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';

/** Names of the bits set, in the order of `names`; bits beyond them have no meaning and are not shown. */
export function readNamedBits<N extends string>(reader: DerReader, field: string, names: readonly N[], tag: number = BIT_STRING): N[] {
  const { bytes } = reader.bitString(field, tag);
  return names.filter((_, index) => (((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1);
}

/** Writes the bits of `names` that are among `chosen`. */
export function writeNamedBits<N extends string>(
  writer: DerWriter,
  chosen: readonly N[],
  names: readonly N[],
  tag: number = BIT_STRING,
): void {
  writer.namedBits(
    names.map((name) => chosen.includes(name)),
    tag,
  );
}
