/**
 * CertID (RFC 6960 4.1.1): how OCSP names a certificate, by hashes of its issuer's name and key and by its serial number.
 *
 *     CertID          ::=     SEQUENCE {
 *         hashAlgorithm       AlgorithmIdentifier,
 *         issuerNameHash      OCTET STRING, -- Hash of issuer's DN
 *         issuerKeyHash       OCTET STRING, -- Hash of issuer's public key
 *         serialNumber        CertificateSerialNumber }
 */
import type { Oid } from '../asn1/oid.ts';
import type { DerReader } from '../asn1/reader.ts';
import { INTEGER } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import type { Certificate } from './certificate.ts';
import type { DigestFunction } from './fingerprint.ts';

/** A certificate as OCSP names it. */
export interface OcspCertId {
  /** The whole structure, to be copied into a response. */
  readonly der: Uint8Array;
  readonly hashAlgorithm: AlgorithmIdentifier;
  /** Hash of the DER of the issuer's name. */
  readonly issuerNameHash: Uint8Array;
  /** Hash of the octets of the issuer's subjectPublicKey, tag, length and count of unused bits left out. */
  readonly issuerKeyHash: Uint8Array;
  /** Content octets of the INTEGER, two's complement. */
  readonly serialNumber: Uint8Array;
}

/** Reads a CertID at the reader's position. */
export function readOcspCertId(reader: DerReader, field: string): OcspCertId {
  const start = reader.position;
  return reader.sequence(field, (inner) => ({
    der: reader.bytes.subarray(start, inner.end),
    hashAlgorithm: readAlgorithmIdentifier(inner, 'hashAlgorithm'),
    issuerNameHash: inner.octetString('issuerNameHash'),
    issuerKeyHash: inner.octetString('issuerKeyHash'),
    serialNumber: inner.integer('serialNumber'),
  }));
}

/**
 * DER of the CertID of a certificate, its issuer's name as it stands in the certificate itself. The hash's parameters are written as NULL, as OpenSSL and Go do: RFC 6960 leaves them open, and some responders compare
 * octets.
 */
export function encodeOcspCertId(
  { serialNumber, issuer }: Pick<Certificate, 'serialNumber' | 'issuer'>,
  issuerKey: SubjectPublicKeyInfo,
  hash: DigestFunction,
  hashOid: Oid,
): Uint8Array {
  return encodeSequence((id) =>
    id
      .sequence((algorithm) => algorithm.oid(hashOid).null())
      .octetString(hash.digest(issuer.der))
      .octetString(hash.digest(issuerKey.key))
      .value(INTEGER, serialNumber),
  );
}
