/**
 * SubjectPublicKeyInfo (RFC 5280 4.1.2.7): the view. Its key is decoded by `public-key.ts` when asked for, so that a certificate with a key of an
 * unknown kind still parses.
 *
 *     SubjectPublicKeyInfo  ::=  SEQUENCE  {
 *          algorithm            AlgorithmIdentifier,
 *          subjectPublicKey     BIT STRING  }
 */
import { octetRange } from '../base/bytes.ts';
import { contentStart, plainEndOf, PlainRange } from '../asn1/plain.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { BIT_STRING, SEQUENCE } from '../asn1/tags.ts';
import { type AlgorithmIdentifier, PlainAlgorithm, plainAlgorithmEnd, readAlgorithmIdentifier } from './algorithm-identifier.ts';

/** A public key as it stands in a certificate or request. */
export interface SubjectPublicKeyInfo {
  /** The whole structure. */
  readonly der: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  /** The octets of the subjectPublicKey BIT STRING. */
  readonly key: Uint8Array;
}

/** Reads a SubjectPublicKeyInfo that is the whole input. Throws `PkiError`, its path below `path`. */
export function parseSubjectPublicKeyInfo(der: Uint8Array, path = ''): SubjectPublicKeyInfo {
  return readDer(der, (reader) => readSubjectPublicKeyInfo(reader, path));
}

/** Reads a SubjectPublicKeyInfo at the reader's position. */
export function readSubjectPublicKeyInfo(reader: DerReader, field: string): SubjectPublicKeyInfo {
  const { bytes, position: start } = reader;
  const plain = plainSpki(bytes, start, reader.end, reader.offset);
  if (plain !== undefined) {
    reader.position = plain.end;
    return plain;
  }
  return reader.sequence(field, (inner) => ({
    algorithm: readAlgorithmIdentifier(inner, 'algorithm'),
    key: inner.bitStringOctets('subjectPublicKey'),
    der: reader.bytes.subarray(start, inner.end),
  }));
}

function plainSpki(bytes: Uint8Array, start: number, end: number, offset: number): PlainSpki | undefined {
  const stop = plainEndOf(SEQUENCE, bytes, start, end);
  if (stop === 0) return undefined;
  const algorithm = contentStart(bytes, start);
  const key = plainAlgorithmEnd(bytes, algorithm, stop);
  if (key === 0 || plainEndOf(BIT_STRING, bytes, key, stop) !== stop) return undefined;
  const octets = contentStart(bytes, key) + 1;
  return octets > stop || bytes[octets - 1] !== 0 ? undefined : new PlainSpki(bytes, start, stop, offset, key);
}

/** A SubjectPublicKeyInfo that was looked at, read when asked for. */
class PlainSpki extends PlainRange implements SubjectPublicKeyInfo {
  readonly #offset: number;
  /** Where the BIT STRING starts. */
  readonly #at: number;
  #algorithm: AlgorithmIdentifier | undefined;
  #key: Uint8Array | undefined;

  constructor(bytes: Uint8Array, start: number, end: number, offset: number, at: number) {
    super(bytes, start, end);
    this.#offset = offset;
    this.#at = at;
  }

  get algorithm(): AlgorithmIdentifier {
    const { bytes, start } = this;
    const at = contentStart(bytes, start);
    return (this.#algorithm ??= new PlainAlgorithm(bytes, at, this.#at, this.#offset + at - start));
  }

  get key(): Uint8Array {
    return (this.#key ??= octetRange(this.bytes, contentStart(this.bytes, this.#at) + 1, this.end));
  }
}
