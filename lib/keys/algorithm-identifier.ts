/**
 * AlgorithmIdentifier (RFC 5280 4.1.1.2), compared by its DER octets.
 *
 *     AlgorithmIdentifier  ::=  SEQUENCE  {
 *          algorithm               OBJECT IDENTIFIER,
 *          parameters              ANY DEFINED BY algorithm OPTIONAL  }
 */
import type { Oid } from '../asn1/oid.ts';
import type { DerElement } from '../asn1/cursor.ts';
import type { DerReader } from '../asn1/reader.ts';

/** An algorithm and its parameters, as they stand in the input. */
export interface AlgorithmIdentifier {
  /** The whole structure. */
  readonly der: Uint8Array;
  /** The algorithm's identifier. */
  readonly oid: Oid;
  /** The parameters with their header; absent where there are none. */
  readonly parameters?: DerElement;
}

/** Reads an AlgorithmIdentifier at the reader's position, under `tag` where it is tagged implicitly. */
export function readAlgorithmIdentifier(reader: DerReader, field: string, tag?: number): AlgorithmIdentifier {
  const start = reader.position;
  return reader.constructed(tag ?? 0x30, field, (inner) => {
    const oid = inner.oid('algorithm');
    const parameters = inner.done ? undefined : inner.any('parameters');
    const der = reader.bytes.subarray(start, inner.end);
    return parameters === undefined ? { der, oid } : { der, oid, parameters };
  });
}
