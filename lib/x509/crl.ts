/**
 * Certificate revocation lists (RFC 5280 5.1) as views: the entry list stays a byte range until somebody asks.
 */
import type { Deviation } from '../asn1/reader.ts';
import type { Instant } from '../asn1/time.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { Extension } from './extension.ts';
import type { Name } from './name.ts';

/** A certificate list, field by field. */
export interface CertificateList {
  readonly der: Uint8Array;
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** 1 or 2. */
  readonly version: number;
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly thisUpdate: Instant;
  readonly nextUpdate?: Instant;
  /** Content octets of revokedCertificates, empty where there are none; checked entry by entry when they are read. */
  readonly entries: Uint8Array;
  /** Offset of `entries` in the input. */
  readonly entriesOffset: number;
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly deviations?: readonly Deviation[];
}

/** One entry of a CRL. */
export interface RevokedEntry {
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly revokedAt: Instant;
  /** CRLReason by name (RFC 5280 5.3.1), absent where the entry has none. */
  readonly reason?: RevocationReason;
  /** The issuer that this entry speaks of in an indirect CRL, inherited from earlier entries (RFC 5280 5.3.3). */
  readonly certificateIssuer?: readonly Name[];
  readonly extensions: readonly Extension[];
}

/** CRLReason (RFC 5280 5.3.1). */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';
