/**
 * What is signed, and its signature: certificates, certificate lists, requests and OCSP responses all begin with
 *
 *     SEQUENCE  {
 *          what is signed       SEQUENCE,
 *          signatureAlgorithm   AlgorithmIdentifier,
 *          signature            BIT STRING, … }
 */
import type { DerReader } from '../asn1/reader.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';

/** A part with a signature over it; octet ranges alias the input. */
export interface Signed {
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** The algorithm named outside of the signed part. */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Octets of the signature BIT STRING; none where it does not end at an octet, which is DER but no algorithm's signature. */
  readonly signature: Uint8Array;
}

/** Reads the signed part with `readFields`, the algorithm and the signature. `names` are the standard's names of the first and the last of them. */
export function readSigned<T extends object>(
  reader: DerReader,
  names: readonly [tbs: string, signature: string],
  readFields: (tbs: DerReader) => T,
): Signed & T {
  const start = reader.position;
  const fields = reader.sequence(names[0], readFields);
  const tbs = reader.bytes.subarray(start, reader.position);
  const signatureAlgorithm = readAlgorithmIdentifier(reader, 'signatureAlgorithm');
  const signature = readSignature(reader, names[1]);
  return { tbs, ...fields, signatureAlgorithm, signature };
}

/** Octets of a signature BIT STRING, or none where it has unused bits: it must parse and must not verify. */
export function readSignature(reader: DerReader, field: string): Uint8Array {
  const { bytes, unusedBits } = reader.bitString(field);
  return unusedBits === 0 ? bytes : new Uint8Array(0);
}
