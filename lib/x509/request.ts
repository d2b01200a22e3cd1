/**
 * Certification requests (PKCS #10, RFC 2986) as views over their octets.
 */
import type { Oid } from '../asn1/oid.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import type { Extension } from './extension.ts';
import type { Name } from './name.ts';

/** An attribute of a request; `values` holds each value with its header. */
export interface RequestAttribute {
  readonly type: Oid;
  readonly values: readonly Uint8Array[];
}

/** A certification request, field by field. */
export interface CertificationRequest {
  readonly der: Uint8Array;
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** 1 for the only version there is (encoded 0). */
  readonly version: number;
  readonly subject: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  readonly attributes: readonly RequestAttribute[];
  /** Extensions asked for by the extensionRequest attribute (RFC 2985 5.4.2), empty where there is none. */
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}
