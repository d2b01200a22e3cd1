/**
 * What a caller says about a chain that is to be judged. The engine takes its clock, its algorithms and nothing else from outside; `lib/api` binds
 * both and gives this its public form.
 */
import type { Oid } from '../asn1/oid.ts';
import type { Instant } from '../asn1/time.ts';
import type { HashName, SignatureAlgorithm } from '../crypto/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { CertificateList } from '../x509/crl.ts';
import type { KeyUsageName } from '../x509/extensions/usage.ts';
import type { NameConstraints } from '../x509/extensions/name-constraints.ts';
import type { Name } from '../x509/name.ts';
import type { Budget } from './budget.ts';
import type { SignatureMemo } from './memo.ts';

/** A trusted name and key without a certificate (RFC 5280 6.1.1 (d)): only what stands here is known of it. */
export interface TrustAnchor {
  readonly subject: Name;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Constraints that hold below this anchor (RFC 5914). */
  readonly nameConstraints?: NameConstraints;
}

/** A purpose of extendedKeyUsage (RFC 5280 4.2.1.12) by its usual name, or by identifier. */
export type Purpose = 'serverAuth' | 'clientAuth' | 'codeSigning' | 'emailProtection' | 'timeStamping' | 'ocspSigning' | Oid;

/** A name that the leaf has to carry in its subjectAltName (RFC 9525); text in ASCII. */
export interface PeerName {
  readonly kind: 'dns' | 'ip' | 'email' | 'uri' | 'srv';
  readonly value: string;
}

/** What keys and hashes may be. */
export interface Strength {
  /** Bits of an RSA modulus, from and to. */
  readonly minRsaBits: number;
  readonly maxRsaBits: number;
  /** Bits of an RSA public exponent at most; it must be odd and at least 3 besides. */
  readonly maxRsaExponentBits: number;
  /** Bits of a curve's field at least. */
  readonly minEcBits: number;
  /** Hashes that a signature may use; EdDSA names none and is not asked. */
  readonly hashes: readonly HashName[];
}

/** Knobs of the engine, as data. No rule asks which profile it runs in. */
export interface PathProfile {
  /** Its name, for explanations. */
  readonly label: string;
  readonly strength: Strength;
  /** An RSA modulus has a multiple of this many bits. */
  readonly rsaBitsMultiple: number;
  /** Purposes demanded where the caller names none. */
  readonly purposes: readonly Purpose[];
  /** The extendedKeyUsage of a CA limits what is below it. */
  readonly chainedPurposes: boolean;
  /** The leaf's anyExtendedKeyUsage stands for every purpose. */
  readonly anyPurpose: boolean;
  /** A demanded purpose must be named: an absent extendedKeyUsage does not do. */
  readonly purposeRequired: boolean;
  /** What RFC 5280 section 4 and the CA/Browser Forum demand of issuers is demanded here too, although section 6 could do without. */
  readonly issuerDuties: boolean;
}

/** How revocation is judged. */
export type RevocationMode = 'off' | 'if-available' | 'require';

/** Mode with its scope and freshness. */
export interface RevocationPolicy {
  readonly mode: RevocationMode;
  /** Which certificates: the leaf, all but the anchor (default), or all with the anchor too, which PostgreSQL and `openssl verify -crl_check_all` ask for. */
  readonly scope?: 'leaf' | 'chain' | 'chain-and-anchor';
  /** A CRL's thisUpdate may lie at most this many milliseconds back; it then does without nextUpdate. */
  readonly maxAge?: number;
}

/** Inputs of policy processing (RFC 5280 6.1.1 (c), (e), (f), (g)). */
export interface PolicyInput {
  /** Policies the caller takes; absent: any. */
  readonly initial?: readonly Oid[];
  readonly requireExplicit?: boolean;
  readonly inhibitMapping?: boolean;
  readonly inhibitAny?: boolean;
}

/** A chain and what is demanded of it; `at` and `algorithms` are always given here. */
export interface PathInput {
  readonly leaf: Certificate;
  /** In any order; useless ones are allowed. */
  readonly intermediates?: readonly Certificate[];
  readonly anchors: readonly (Certificate | TrustAnchor)[];
  /** Epoch milliseconds, cut to whole seconds. */
  readonly at: Instant;
  /** Default `rfc5280`. */
  readonly profile?: 'rfc5280' | 'webpki' | PathProfile;
  /** The leaf must allow all of them; absent: what the profile demands. */
  readonly purpose?: Purpose | readonly Purpose[];
  /** Bits that the leaf's keyUsage, where it has one, must hold. */
  readonly keyUsage?: readonly KeyUsageName[];
  /** All must match. */
  readonly peer?: PeerName | readonly PeerName[];
  readonly crls?: readonly CertificateList[];
  /** DER of OCSP responses. */
  readonly ocspResponses?: readonly Uint8Array[];
  /** Default: `require` where CRLs are given, else `off`. */
  readonly revocation?: RevocationMode | RevocationPolicy;
  readonly policies?: PolicyInput;
  /** Overrides single values of the profile. */
  readonly strength?: Partial<Strength>;
  /** Intermediates between leaf and anchor at most, self-issued ones not counted. */
  readonly maxDepth?: number;
  /** Default true: an anchor that is a certificate is held to its validity, constraints and usage. */
  readonly anchorConstraints?: boolean;
  /** True for a domain under which anybody may register; wildcards directly below one do not match. */
  readonly isPublicSuffix?: (domain: string) => boolean;
  readonly budget?: Partial<Budget>;
  readonly memo?: SignatureMemo;
  /** The signature algorithms that are known and allowed. */
  readonly algorithms: readonly SignatureAlgorithm[];
}
