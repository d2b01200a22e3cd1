/**
 * The words of a caller's wishes: anchors, purposes, names, strength, revocation, policies. `path-input.ts` puts them together.
 */
import type { Oid } from '../asn1/oid.ts';
import type { HashName } from '../crypto/types.ts';
import type { PublicKey } from '../keys/types.ts';
import type { CertificateList } from '../x509/crl.ts';
import type { NameConstraints } from '../x509/extensions/name-constraints.ts';
import type { Name } from '../x509/name.ts';

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

/**
 * A name that the leaf has to carry in its subjectAltName (RFC 9525): a host (A-labels; `certwright/idna` makes them), an address in any spelling, a mailbox
 * (its local part in any script, RFC 9598), a URI (scheme and host, or the whole where it says more), a service such as `_imaps.example.com` (RFC 4985).
 */
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
export interface PathKnobs {
  /** Its name, for explanations. */
  readonly label: string;
  readonly strength: Strength;
  /** An RSA modulus has a multiple of this many bits. */
  readonly rsaBitsMultiple: number;
  /** Kinds of key that are allowed. */
  readonly keyKinds: readonly PublicKey['kind'][];
  /** Purposes demanded where the caller names none. */
  readonly purposes: readonly Purpose[];
  /** The extendedKeyUsage of a CA limits what is below it. */
  readonly chainedPurposes: boolean;
  /** The leaf's anyExtendedKeyUsage stands for every purpose. */
  readonly anyPurpose: boolean;
  /** A demanded purpose must be named: an absent extendedKeyUsage does not do. */
  readonly purposeRequired: boolean;
  /** A CRL without cRLNumber, which RFC 5280 5.2.3 demands and OpenSSL leaves out by default, is of no use. */
  readonly crlNumberRequired: boolean;
}

/** How revocation is judged. */
export type RevocationMode = 'off' | 'if-available' | 'require';

/** Mode with its scope and freshness. */
export interface RevocationPolicy {
  readonly mode: RevocationMode;
  /** Which certificates: the leaf, all but the anchor (default), or all with the anchor too, which PostgreSQL and `openssl verify -crl_check_all` ask for. */
  readonly scope?: 'leaf' | 'chain' | 'chain-and-anchor';
  /** The thisUpdate of a CRL or OCSP response may lie at most this many milliseconds back; it then does without nextUpdate. */
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

/** An OCSP response that answers a request of one's own. */
export interface OcspAnswer {
  /** DER of the response. */
  readonly response: Uint8Array;
  /** What the request carried: a response without this nonce, or with another one, is unusable (RFC 9654 2.1). */
  readonly nonce: Uint8Array;
}

/** What is known about revocation, and how it is to be used. */
export interface RevocationInput {
  readonly crls?: readonly CertificateList[];
  /** DER of OCSP responses, stapled or fetched; with the nonce of the request where the response has to carry it. */
  readonly ocspResponses?: readonly (Uint8Array | OcspAnswer)[];
  /** Default: `require` where CRLs or OCSP responses are given, else `off`. */
  readonly revocation?: RevocationMode | RevocationPolicy;
}
