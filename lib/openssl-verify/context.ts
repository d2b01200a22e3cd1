/** The state of one judgement (X509_STORE_CTX): what is asked, the chain as far as it is built, what was found. */
import type { Instant } from '../asn1/time.ts';
import type { FindingValue, PathElement } from '../path/types.ts';
import type { CertificateList } from '../x509/crl.ts';
import type { TrustSettings } from '../x509/trusted-certificate.ts';
import type { VerifyErrorCode } from './errors.ts';
import type { Facts } from './facts.ts';
import type { OpensslVersion, PurposeName, SecurityLevel } from './types.ts';

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

/** X509_V_FLAG_…: what TLS leaves off and the command `openssl verify` can switch on. */
export interface VerifyFlags {
  /** Any trusted certificate ends a chain, the leaf itself too. */
  readonly partialChain?: boolean;
  /** RFC 5280 is held to more strictly. */
  readonly x509Strict?: boolean;
  /** The anchor's own signature is checked. */
  readonly checkSsSignature?: boolean;
  /** Unknown critical extensions are passed over. */
  readonly ignoreCritical?: boolean;
  /** Which certificates need a CRL; `all` where absent and CRLs are given. */
  readonly crlCheck?: 'leaf' | 'all';
  /** Indirect CRLs, and those of some reasons only, count too. */
  readonly extendedCrl?: boolean;
  readonly useDeltas?: boolean;
}

/** What the checks share. Each check gives false where the judgement ends. */
export interface VerifyContext {
  readonly openssl: OpensslVersion;
  /** Undefined: no time is checked (X509_V_FLAG_NO_CHECK_TIME). */
  readonly at: Instant | undefined;
  readonly securityLevel: SecurityLevel;
  readonly purpose: PurposeName | undefined;
  readonly flags: VerifyFlags;
  /** Most certificates between leaf and anchor. */
  readonly depth: number;
  /** The CRLs to choose from; undefined: none is asked for. */
  readonly crls: readonly CertificateList[] | undefined;
  /** CRLs of the trusted store, looked into where none of `crls` is quite right. */
  readonly storedCrls?: readonly CertificateList[];
  /**
   * Judges a CRL issuer that is not on the chain and gives its anchor; undefined where it has none. Only extended CRL support comes to it. Absent inside of such
   * a judgement, where OpenSSL refuses another one.
   */
  readonly anchorOf?: (issuer: Candidate) => Candidate | undefined;
  /** Trusted certificates in their order. */
  readonly trusted: readonly Candidate[];
  /** What the peer sent besides the leaf. */
  readonly sent: readonly Candidate[];
  /** Leaf first; the last one is the anchor once building has succeeded. */
  readonly chain: Candidate[];
  /** Reports an error; true where the judgement goes on all the same (a verify callback that overrides). */
  goOn(failure: Failure): boolean;
  /** Reports an error that no callback is asked about; always false. */
  abort(failure: Failure): false;
  /** Counts work that a verdict reports. */
  count(kind: 'signatures' | 'steps' | 'comparisons'): void;
}
