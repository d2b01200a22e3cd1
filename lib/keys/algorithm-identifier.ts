/**
 * AlgorithmIdentifier (RFC 5280 4.1.1.2), compared by its DER octets.
 *
 *     AlgorithmIdentifier  ::=  SEQUENCE  {
 *          algorithm               OBJECT IDENTIFIER,
 *          parameters              ANY DEFINED BY algorithm OPTIONAL  }
 */
import { octetRange } from '../base/bytes.ts';
import { decodeOid, type Oid } from '../asn1/oid.ts';
import type { DerElement } from '../asn1/cursor.ts';
import { contentStart, plainEnd, plainEndOf, plainOidEnd } from '../asn1/plain.ts';
import { DerReader } from '../asn1/reader.ts';
import { NULL, SEQUENCE } from '../asn1/tags.ts';

/** An algorithm and its parameters, as they stand in the input. */
export interface AlgorithmIdentifier {
  /** The whole structure. */
  readonly der: Uint8Array;
  /** The algorithm's identifier. */
  readonly oid: Oid;
  /** The parameters with their header; absent where there are none. */
  readonly parameters?: DerElement | undefined;
}

/** True where there are no parameters or they are NULL: the two ways of writing that an algorithm has none (RFC 5754 2, RFC 4055 2.1). */
export function isWithoutParameters({ parameters }: AlgorithmIdentifier): boolean {
  return parameters === undefined || (parameters.tag === NULL && parameters.content.length === 0);
}

/** Reads an AlgorithmIdentifier at the reader's position, under `tag` where it is tagged implicitly. */
export function readAlgorithmIdentifier(reader: DerReader, field: string, tag: number = SEQUENCE): AlgorithmIdentifier {
  const { bytes, position: start } = reader;
  const plain = plainAlgorithmEnd(bytes, start, reader.end, tag);
  if (plain < 0) return readExactly(reader, field, tag);
  const offset = reader.offset;
  reader.position = plain;
  return new PlainAlgorithm(bytes, start, plain, offset);
}

function readExactly(reader: DerReader, field: string, tag: number): AlgorithmIdentifier {
  const start = reader.position;
  return reader.constructed(tag, field, (inner) => {
    const oid = inner.oid('algorithm');
    const parameters = inner.done ? undefined : inner.any('parameters');
    const der = reader.bytes.subarray(start, inner.end);
    return parameters === undefined ? { der, oid } : { der, oid, parameters };
  });
}

/** Where a plain AlgorithmIdentifier under `tag` ends, or -1. */
export function plainAlgorithmEnd(bytes: Uint8Array, start: number, end: number, tag: number = SEQUENCE): number {
  const stop = plainEndOf(tag, bytes, start, end);
  const parameters = plainOidEnd(bytes, contentStart(bytes, start), stop);
  return parameters === stop || plainEnd(bytes, parameters, stop) === stop ? stop : -1;
}

/** An AlgorithmIdentifier that was looked at, read when asked for. */
export class PlainAlgorithm implements AlgorithmIdentifier {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #offset: number;
  #der: Uint8Array | undefined;
  #oid: Oid | undefined;
  #parameters: DerElement | undefined;

  /** The AlgorithmIdentifier from `start` to `end`; `offset` is that of `start` in the input. */
  constructor(bytes: Uint8Array, start: number, end: number, offset: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#offset = offset;
  }

  get der(): Uint8Array {
    return (this.#der ??= octetRange(this.#bytes, this.#start, this.#end));
  }

  get oid(): Oid {
    return (this.#oid ??= decodeOid(this.#bytes, contentStart(this.#bytes, this.#start) + 2, this.#parametersStart()) as Oid);
  }

  get parameters(): DerElement | undefined {
    const at = this.#parametersStart();
    if (at < this.#end) this.#parameters ??= new DerReader(this.#bytes, { offset: this.#offset + at - this.#start }, at, this.#end).any('');
    return this.#parameters;
  }

  #parametersStart(): number {
    const oid = contentStart(this.#bytes, this.#start) + 2;
    return oid + (this.#bytes[oid - 1] as number);
  }
}
