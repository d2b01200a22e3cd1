/** What OpenSSL notes of a certificate before it judges (v3_purp.c: ossl_x509v3_cache_extensions). */
import type { Oid } from '../asn1/oid.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { DistributionPoint } from '../x509/extensions/distribution-points.ts';
import type { NetscapeCertTypeName } from '../x509/extensions/further.ts';
import type { AuthorityKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import type { NameConstraints } from '../x509/extensions/name-constraints.ts';
import type { KeyUsageName } from '../x509/extensions/usage.ts';
import type { GeneralName } from '../x509/general-name.ts';

/** A certificate as the checks see it. What is absent was absent; what did not decode makes the certificate `invalid`. */
export interface Facts {
  readonly certificate: Certificate;
  /** An extension that OpenSSL reads at once does not decode or is there twice (EXFLAG_INVALID). */
  readonly invalid: boolean;
  /** Subject and issuer are the same name (EXFLAG_SI). */
  readonly selfIssued: boolean;
  /** Self-issued, and the authority key identifier does not contradict (EXFLAG_SS). */
  readonly selfSigned: boolean;
  /** RFC 3820 proxy certificate (EXFLAG_PROXY). */
  readonly proxy: boolean;
  /** A critical extension that is not supported (EXFLAG_CRITICAL). */
  readonly unknownCritical: boolean;
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number };
  readonly keyUsage?: readonly KeyUsageName[];
  readonly extendedKeyUsage?: readonly Oid[];
  readonly netscapeCertType?: readonly NetscapeCertTypeName[];
  readonly subjectKeyIdentifier?: Uint8Array;
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  readonly subjectAltName?: readonly GeneralName[];
  readonly nameConstraints?: NameConstraints;
  readonly crlDistributionPoints?: readonly DistributionPoint[];
}
