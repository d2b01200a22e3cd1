/**
 * SubjectPublicKeyInfo (RFC 5280 4.1.2.7): the view. Its key is decoded by `public-key.ts` when asked for, so that a certificate with a key of an
 * unknown kind still parses.
 *
 *     SubjectPublicKeyInfo  ::=  SEQUENCE  {
 *          algorithm            AlgorithmIdentifier,
 *          subjectPublicKey     BIT STRING  }
 */
import { type DerReader, readDer } from '../asn1/reader.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts';

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
  const start = reader.position;
  return reader.sequence(field, (inner) => ({
    algorithm: readAlgorithmIdentifier(inner, 'algorithm'),
    key: inner.bitStringOctets('subjectPublicKey'),
    der: reader.bytes.subarray(start, inner.end),
  }));
}
