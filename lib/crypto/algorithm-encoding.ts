/** Encodings of the AlgorithmIdentifiers that the descriptors list (RFC 5280 4.1.1.2). */
import { encodeSequence } from '../asn1/writer.ts';
import type { DerWriter } from '../asn1/writer.ts';
import type { Oid } from '../asn1/oid.ts';

/** DER of an AlgorithmIdentifier without parameters. */
export function withoutParameters(oid: Oid): Uint8Array {
  return encodeSequence((inner) => inner.oid(oid));
}

/** DER of an AlgorithmIdentifier whose parameters are NULL. */
export function withNull(oid: Oid): Uint8Array {
  return encodeSequence((inner) => inner.oid(oid).null());
}

/** DER of an AlgorithmIdentifier whose parameters `write` appends. */
export function withParameters(oid: Oid, write: (inner: DerWriter) => void): Uint8Array {
  return encodeSequence((inner) => write(inner.oid(oid)));
}
