/** Encodings of the AlgorithmIdentifiers that the descriptors list (RFC 5280 4.1.1.2), without the writer where they are short: a verifier has no other use for it. */
import { encodeOid, type Oid } from '../asn1/oid.ts';
import { NULL, OBJECT_IDENTIFIER, SEQUENCE } from '../asn1/tags.ts';
import { type DerWriter, encodeSequence } from '../asn1/writer.ts';

/** DER of a value of fewer than 128 content octets. */
export function shortValue(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const octets = content.flatMap((part) => [...part]);
  return Uint8Array.of(tag, octets.length, ...octets);
}

/** DER of an AlgorithmIdentifier without parameters. */
export function withoutParameters(oid: Oid): Uint8Array {
  return shortValue(SEQUENCE, shortValue(OBJECT_IDENTIFIER, encodeOid(oid)));
}

/** DER of an AlgorithmIdentifier whose parameters are NULL. */
export function withNull(oid: Oid): Uint8Array {
  return shortValue(SEQUENCE, shortValue(OBJECT_IDENTIFIER, encodeOid(oid)), shortValue(NULL));
}

/** DER of an AlgorithmIdentifier whose parameters `write` appends. */
export function withParameters(oid: Oid, write: (inner: DerWriter) => void): Uint8Array {
  return encodeSequence((inner) => write(inner.oid(oid)));
}
