/**
 * Words for what a finding says in a field of its own: the duty that an issuer neglected, why a CRL cannot be used, why a demanded name cannot be compared.
 * The tables are typed by the codes of the engine.
 */
import type { CrlProblem, DutyCode, OcspProblem, PeerNameProblem } from '../path/codes.ts';

/** Words for what the profile demands of issuers. */
export const DUTY_WORDS: Readonly<Record<DutyCode, string>> = {
  'version-3': 'version 3',
  'positive-serial-number': 'a positive serial number',
  'no-unique-ids': 'no unique identifiers',
  'utc-time-before-2050': 'dates before 2050 as UTCTime',
  'critical-basic-constraints': 'basicConstraints of a CA to be critical',
  'critical-name-constraints': 'nameConstraints to be critical',
  'critical-policy-constraints': 'policyConstraints to be critical',
  'critical-inhibit-any-policy': 'inhibitAnyPolicy to be critical',
  'name-constraints-for-cas': 'nameConstraints in CA certificates only',
  'readable-name-constraints': 'nameConstraints with well-formed bases',
  'key-usage-bits': 'keyUsage with at least one bit',
  'cert-sign-for-cas': 'keyCertSign in CA certificates only',
  'path-length-for-cas': 'a path length in CA certificates only',
  'leaf-without-ca': 'an end-entity certificate without CA:TRUE',
  'subject-key-identifier': 'a CA certificate with subjectKeyIdentifier',
  'authority-key-identifier': 'authorityKeyIdentifier with a keyIdentifier, but for roots',
  'root-key-identifier': "a root's authorityKeyIdentifier to be its subjectKeyIdentifier and nothing else",
  'purposes-not-critical': 'extendedKeyUsage not to be critical',
  'server-purposes':
    'extendedKeyUsage of a server without anyExtendedKeyUsage, codeSigning, emailProtection, timeStamping, ocspSigning and that of precertificates',
  'root-without-purposes': 'a root without extendedKeyUsage',
  'subject-alt-name': 'a subjectAltName',
  'critical-alt-name': 'subjectAltName to be critical where the subject is empty, and only there',
  'dns-names': 'DNS names of letters, digits and hyphens, a wildcard as whole left-most label',
  'common-name-in-alt-name': 'one common name at most, and as a host name or address it is a copy of one in subjectAltName',
};

/** Words for CRLs that cannot be used. */
export const CRL_WORDS: Readonly<Record<CrlProblem, string>> = {
  'not-der': 'its encoding departs from DER',
  version: 'it is not of version 2 and says so, or has extensions',
  'signature-algorithm-inconsistent': 'the algorithm inside the signed part differs from the one outside',
  'empty-list': 'its list of revoked certificates is present and empty',
  'unknown-critical-extension': 'it has a critical extension that has no effect here',
  'extension-malformed': 'one of its extensions cannot be decoded',
  'without-number': 'it has no cRLNumber',
  'delta-without-number': 'it is a delta CRL and has no cRLNumber',
  'delta-without-base': 'it is a delta CRL, and no complete CRL given belongs to it',
  'not-yet-valid': 'its thisUpdate lies in the future',
  'too-old': 'it is older than the caller allows',
  expired: 'its nextUpdate has passed',
  'without-next-update': 'it has no nextUpdate, so nobody knows how long it holds',
  'empty-scope': 'its issuingDistributionPoint says nothing',
  'contradictory-scope': 'its issuingDistributionPoint limits it to two kinds of certificates at once',
  'attribute-certificates-only': 'it covers attribute certificates only',
  'version-3-only': 'it covers certificates of version 3 only',
  'user-certificates-only': 'it covers end-entity certificates only',
  'ca-certificates-only': 'it covers CA certificates only',
  'not-indirect': 'it is of another issuer and no indirect CRL',
  'other-distribution-point': 'it covers another distribution point than the certificate names',
  'some-reasons-only': 'it covers some reasons of revocation only, and none given covers the others',
  'signer-not-found': 'no certificate of its issuer was given',
  'signer-refused': 'the certificate of its signer is refused',
  'signer-concerned': 'nobody but its signer says that its signer is not revoked',
  'issuer-may-not-sign': 'the keyUsage of its issuer lacks cRLSign',
  'unknown-critical-entry-extension': 'one of its entries has a critical extension that has no effect here',
  'entries-of-others': 'its entries name other issuers, and it is no indirect CRL',
};

/** Words for OCSP responses that cannot be used. */
export const OCSP_WORDS: Readonly<Record<OcspProblem, string>> = {
  malformed: 'it cannot be decoded',
  'error-response': 'the responder answered with an error',
  version: 'it has a version that does not exist',
  'unknown-critical-extension': 'it has a critical extension that has no effect here',
  'produced-in-future': 'its producedAt lies in the future',
  'produced-too-early': 'it was produced before the certificate was issued',
  'nonce-missing': 'it does not repeat the nonce that was sent',
  'nonce-differs': 'its nonce is another than the one that was sent',
  'not-yet-valid': 'its thisUpdate lies in the future',
  'too-old': 'it is older than the caller allows',
  expired: 'its nextUpdate has passed',
  'without-next-update': 'it has no nextUpdate, so nobody knows how long it holds',
  'status-unknown': 'the responder does not know the certificate',
  'responder-not-found': "the responder's certificate is neither in it nor among the certificates given",
  'responder-not-authorised': "the responder's certificate lacks the purpose ocspSigning",
  'responder-vouches-for-itself': 'it is signed by the certificate that it is about',
  'responder-of-other-issuer': 'the responder was appointed by another CA than the one that issued the certificate',
  'responder-refused': "the responder's certificate is not valid",
};

/** Words for demanded names that cannot be compared. */
export const PEER_NAME_WORDS: Readonly<Record<PeerNameProblem, string>> = {
  'not-ascii': 'a name in ASCII, which toAscii of certwright/idna makes of an international domain',
  'ip-address': 'a DNS name, not an address',
  'not-a-dns-name': 'a DNS name',
  'not-an-ip-address': 'an IPv4 or IPv6 address',
  'not-a-mailbox': 'a mailbox such as user@example.com',
  'not-a-uri': 'a URI such as https://example.com',
  'not-a-service-name': 'a service in a domain such as _imaps.example.com',
};

/** Words for what certificates of signers of code and time stamps keep to, by the `problem` of `purpose-not-exclusive`. */
export const EXCLUSIVE_WORDS: Readonly<Record<string, string>> = {
  'other-purposes': 'no purpose beside it that must not stand there',
  'not-critical': 'the extension critical that says so (extendedKeyUsage for time stamps, keyUsage for code)',
  'signs-for-a-ca': 'a keyUsage without keyCertSign and cRLSign',
};
