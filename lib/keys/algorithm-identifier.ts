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
import { NULL, SEQUENCE } from '../asn1/tags.ts';

/** An algorithm and its parameters, as they stand in the input. */
export interface AlgorithmIdentifier {
  /** The whole structure. */
  readonly der: Uint8Array;
  /** The algorithm's identifier. */
  readonly oid: Oid;
  /** The parameters with their header; absent where there are none. */
  readonly parameters?: DerElement;
}

/** True where there are no parameters or they are NULL: the two ways of writing that an algorithm has none (RFC 5754 2, RFC 4055 2.1). */
export function isWithoutParameters({ parameters }: AlgorithmIdentifier): boolean {
  return parameters === undefined || (parameters.tag === NULL && parameters.content.length === 0);
}

/** Reads an AlgorithmIdentifier at the reader's position, under `tag` where it is tagged implicitly. */
export function readAlgorithmIdentifier(reader: DerReader, field: string, tag?: number): AlgorithmIdentifier {
  const start = reader.position;
  return reader.constructed(tag ?? SEQUENCE, field, (inner) => {
    const oid = inner.oid('algorithm');
    const parameters = inner.done ? undefined : inner.any('parameters');
    const der = reader.bytes.subarray(start, inner.end);
    return parameters === undefined ? { der, oid } : { der, oid, parameters };
  });
}
