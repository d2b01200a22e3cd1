/**
 * SubjectPublicKeyInfo (RFC 5280 4.1.2.7): the view. Its key is decoded by `public-key.ts` when asked for, so that a certificate with a key of an
 * unknown kind still parses.
 *
 *     SubjectPublicKeyInfo  ::=  SEQUENCE  {
 *          algorithm            AlgorithmIdentifier,
 *          subjectPublicKey     BIT STRING  }
 */
import { octetRange } from '../base/bytes.ts';
import { contentStart, plainEndOf, plainOctetsEnd } from '../asn1/plain.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { SEQUENCE } from '../asn1/tags.ts';
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
  const plain = plainSpki(bytes, start, reader.end, reader.offset - start);
  if (plain !== undefined) {
    reader.position = start + plain.der.length;
    return plain;
  }
  return reader.sequence(field, (inner) => ({
    algorithm: readAlgorithmIdentifier(inner, 'algorithm'),
    key: inner.bitStringOctets('subjectPublicKey'),
    der: reader.bytes.subarray(start, inner.end),
  }));
}

/** A plain SubjectPublicKeyInfo, or undefined; `base` is the offset of position 0 in the input. */
export function plainSpki(bytes: Uint8Array, start: number, end: number, base: number): SubjectPublicKeyInfo | undefined {
  const stop = plainEndOf(SEQUENCE, bytes, start, end);
  const algorithm = contentStart(bytes, start);
  const key = plainAlgorithmEnd(bytes, algorithm, stop);
  if (key < 0 || plainOctetsEnd(bytes, key, stop) !== stop) return undefined;
  return {
    algorithm: new PlainAlgorithm(bytes, algorithm, key, base + algorithm),
    key: octetRange(bytes, contentStart(bytes, key) + 1, stop),
    der: octetRange(bytes, start, stop),
  };
}
