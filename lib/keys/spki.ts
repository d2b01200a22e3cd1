/**
 * SubjectPublicKeyInfo (RFC 5280 4.1.2.7): the view. Its key is decoded by `public-key.ts` when asked for, so that a certificate with a key of an
 * unknown kind still parses.
 *
 *     SubjectPublicKeyInfo  ::=  SEQUENCE  {
 *          algorithm            AlgorithmIdentifier,
 *          subjectPublicKey     BIT STRING  }
 */
import { octetRange } from '../base/bytes.ts';
import { contentStart, plainEndOf } from '../asn1/plain.ts';
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
  const plain = readPlain(reader);
  if (plain !== undefined) return plain;
  const start = reader.position;
  return reader.sequence(field, (inner) => ({
    algorithm: readAlgorithmIdentifier(inner, 'algorithm'),
    key: inner.bitStringOctets('subjectPublicKey'),
    der: reader.bytes.subarray(start, inner.end),
  }));
}

function readPlain(reader: DerReader): SubjectPublicKeyInfo | undefined {
  const { bytes, position: start } = reader;
  const stop = plainEndOf(SEQUENCE, bytes, start, reader.end);
  if (stop === 0) return undefined;
  const algorithm = contentStart(bytes, start);
  const key = plainAlgorithmEnd(bytes, algorithm, stop);
  if (key === 0 || plainEndOf(BIT_STRING, bytes, key, stop) !== stop) return undefined;
  const octets = contentStart(bytes, key) + 1;
  if (octets > stop || bytes[octets - 1] !== 0) return undefined;
  const offset = reader.offset + algorithm - start;
  reader.position = stop;
  return {
    algorithm: new PlainAlgorithm(bytes, algorithm, key, offset),
    key: octetRange(bytes, octets, stop),
    der: octetRange(bytes, start, stop),
  };
}
