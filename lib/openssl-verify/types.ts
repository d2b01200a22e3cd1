/** What a caller hands to the engine that judges chains as OpenSSL's X509_verify_cert does. */
import type { Instant } from '../asn1/time.ts';
import type { Purpose } from '../path/inputs.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { CertificateList } from '../x509/crl.ts';
import type { TrustedCertificate } from '../x509/trusted-certificate.ts';

/** Whose rules hold: 3.0 is the reference, 1.1.1 differs in what it overlooks. */
export type OpensslVersion = '1.1.1' | '3.0';

/** The purposes of `verify -purpose`. */
export type PurposeName =
  | 'sslclient'
  | 'sslserver'
  | 'nssslserver'
  | 'smimesign'
  | 'smimeencrypt'
  | 'crlsign'
  | 'any'
  | 'ocsphelper'
  | 'timestampsign';

/** Strength that keys and digests need (SSL_CTX_set_security_level): 0 none, 1 80 bits, 2 112, 3 128, 4 192, 5 256. */
export type SecurityLevel = 0 | 1 | 2 | 3 | 4 | 5;

/**
 * A chain to be judged, as a TLS peer meets it. The views should come from the reading `openssl` (`parseCertificate(der, {reading: 'openssl'})`): what is not
 * DER counts as OpenSSL counts it.
 */
export interface OpensslVerifyInput {
  readonly leaf: Certificate;
  /** As sent, without the leaf; their order decides among several of one name. */
  readonly intermediates?: readonly Certificate[];
  /** As they stand in the CA file; one that is not self-signed completes a chain but does not end it, unless its trust settings say so. */
  readonly anchors: readonly (Certificate | TrustedCertificate)[];
  /** In the order of their file. Given: every certificate of the chain needs one, the anchor's own too (X509_V_FLAG_CRL_CHECK_ALL). Absent: none is asked for. */
  readonly crls?: readonly CertificateList[];
  /** `clientAuth` or `serverAuth` of TLS, as a server or client of TLS sets it; absent: none is asked for. */
  readonly purpose?: Extract<Purpose, 'clientAuth' | 'serverAuth'>;
  /** Epoch milliseconds; OpenSSL counts in seconds. */
  readonly at: Instant;
  /** Default 1, upstream's; Debian sets 2. */
  readonly securityLevel?: SecurityLevel;
  /** Default `3.0`. */
  readonly openssl?: OpensslVersion;
}
