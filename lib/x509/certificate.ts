/**
 * Certificates (RFC 5280 4.1) as views over their octets.
 */
import type { Deviation } from '../asn1/reader.ts';
import type { Instant } from '../asn1/time.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import type { Extension } from './extension.ts';
import type { Name } from './name.ts';

/** How a validity date is written. */
export type TimeForm = 'utc' | 'generalized';

/** A certificate, field by field; every octet range aliases `der`. */
export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3; another number where the input says so (a rule refuses it). */
  readonly version: number;
  /** Content octets of the INTEGER, two's complement. */
  readonly serialNumber: Uint8Array;
  /** `signature` inside the signed part. */
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly notBeforeForm: TimeForm;
  readonly notAfterForm: TimeForm;
  readonly subject: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  /** Octets of the BIT STRING, where present. */
  readonly issuerUniqueId?: Uint8Array;
  readonly subjectUniqueId?: Uint8Array;
  readonly extensions: readonly Extension[];
  /** `signatureAlgorithm` outside of the signed part. */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Octets of the signature BIT STRING. */
  readonly signature: Uint8Array;
  /** Departures from DER, in the reading `openssl` only. */
  readonly deviations?: readonly Deviation[];
}
