/** The state of one judgement (X509_STORE_CTX): what is asked, the chain as far as it is built, what was found. */
import type { Instant } from '../asn1/time.ts';
import type { FindingValue, PathElement } from '../path/types.ts';
import type { CertificateList } from '../x509/crl.ts';
import type { TrustSettings } from '../x509/trusted-certificate.ts';
import type { VerifyErrorCode } from './errors.ts';
import type { Facts } from './facts.ts';
import type { OpensslVersion, SecurityLevel } from './types.ts';

/** A certificate that may become part of the chain. */
export interface Candidate {
  readonly facts: Facts;
  readonly place: PathElement;
  /** Settings of a TRUSTED CERTIFICATE block. */
  readonly trust?: TrustSettings;
}

/** An error at a certificate of the chain, as OpenSSL tells it to a verify callback. */
export interface Failure {
  readonly code: VerifyErrorCode;
  /** 0 is the leaf. */
  readonly depth: number;
  readonly [field: string]: FindingValue;
}

/** What the checks share. Each check gives false where the judgement ends. */
export interface VerifyContext {
  readonly openssl: OpensslVersion;
  readonly at: Instant;
  readonly securityLevel: SecurityLevel;
  /** The CRLs to choose from; undefined: none is asked for. */
  readonly crls: readonly CertificateList[] | undefined;
  /** Trusted certificates in their order. */
  readonly trusted: readonly Candidate[];
  /** What the peer sent besides the leaf. */
  readonly sent: readonly Candidate[];
  /** Leaf first; the last one is the anchor once building has succeeded. */
  readonly chain: Candidate[];
  /** Reports an error; true where the judgement goes on all the same (a verify callback that overrides). */
  goOn(failure: Failure): boolean;
  /** Counts work that a verdict reports. */
  count(kind: 'signatures' | 'steps' | 'comparisons'): void;
}
