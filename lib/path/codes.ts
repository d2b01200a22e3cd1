/**
 * Codes of the findings of this engine. They are a type, so that `lib/text` must have words for each and nothing of it weighs on a bundle; what each one
 * means stands in docs/errors.md.
 */
import type { Finding, FindingValue, Severity } from './types.ts';

/** Every code that lib/path puts into a finding. */
export type FindingCode =
  // the search
  | 'issuer-not-found'
  | 'self-signed-not-trusted'
  | 'budget-exhausted'
  | 'max-depth-exceeded'
  | 'attempts-omitted'
  // one certificate
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'encoding-not-der'
  | 'unknown-version'
  | 'extensions-without-v3'
  | 'unique-ids-without-v2'
  | 'serial-number-zero'
  | 'serial-number-too-long'
  | 'signature-algorithm-inconsistent'
  | 'extension-malformed'
  | 'unknown-critical-extension'
  | 'issuer-empty'
  | 'subject-empty'
  | 'basic-constraints-missing'
  | 'not-a-ca'
  | 'path-length-exceeded'
  | 'key-usage-missing'
  | 'purpose-not-allowed'
  | 'purpose-missing'
  | 'purpose-inconsistent'
  | 'purpose-not-exclusive'
  // keys, algorithms, signatures
  | 'key-not-supported'
  | 'key-kind-not-allowed'
  | 'rsa-key-too-small'
  | 'rsa-key-too-large'
  | 'rsa-key-size-odd'
  | 'rsa-exponent-bad'
  | 'curve-too-small'
  | 'curve-not-allowed'
  | 'signature-algorithm-not-allowed'
  | 'hash-too-weak'
  | 'signature-invalid'
  // names
  | 'name-constraint-violated'
  | 'name-constraint-unsupported'
  | 'name-malformed'
  | 'peer-name-mismatch'
  | 'peer-name-malformed'
  // issuers' duties
  | 'issuer-duty-neglected'
  // policies
  | 'policy-not-valid'
  | 'policy-mapping-to-any'
  | 'policy-repeated'
  // revocation
  | 'certificate-revoked'
  | 'revocation-unknown'
  | 'revocation-not-checked'
  | 'peer-name-not-checked'
  | 'purpose-not-checked'
  | 'crl-unusable'
  | 'ocsp-unusable';

/** Further fields of a finding. */
export type FindingFields = Readonly<Record<string, FindingValue>>;

/** A finding of any weight. */
export function finding(severity: Severity, code: FindingCode, index: number, rfc: string, fields: FindingFields = {}): Finding {
  return { code, severity, index, rfc, ...fields };
}

/** A finding that refuses the path. */
export function refuse(code: FindingCode, index: number, rfc: string, fields?: FindingFields): Finding {
  return finding('error', code, index, rfc, fields);
}

/** Duties of issuers that a profile may demand, the `duty` of `issuer-duty-neglected`. */
export type DutyCode =
  | 'version-3'
  | 'positive-serial-number'
  | 'no-unique-ids'
  | 'utc-time-before-2050'
  | 'critical-basic-constraints'
  | 'critical-name-constraints'
  | 'critical-policy-constraints'
  | 'critical-inhibit-any-policy'
  | 'name-constraints-for-cas'
  | 'readable-name-constraints'
  | 'key-usage-bits'
  | 'cert-sign-for-cas'
  | 'path-length-for-cas'
  | 'leaf-without-ca'
  | 'subject-key-identifier'
  | 'authority-key-identifier'
  | 'root-key-identifier'
  | 'purposes-not-critical'
  | 'server-purposes'
  | 'root-without-purposes'
  | 'subject-alt-name'
  | 'critical-alt-name'
  | 'dns-names'
  | 'common-name-in-alt-name';

/** Why a CRL cannot be used, the `problem` of `crl-unusable`; codes of a bad signature or of malformed entries stand there too. */
export type CrlProblem =
  | 'not-der'
  | 'version'
  | 'signature-algorithm-inconsistent'
  | 'empty-list'
  | 'unknown-critical-extension'
  | 'extension-malformed'
  | 'without-number'
  | 'delta-without-number'
  | 'delta-without-base'
  | 'not-yet-valid'
  | 'too-old'
  | 'expired'
  | 'without-next-update'
  | 'empty-scope'
  | 'contradictory-scope'
  | 'attribute-certificates-only'
  | 'version-3-only'
  | 'user-certificates-only'
  | 'ca-certificates-only'
  | 'not-indirect'
  | 'other-distribution-point'
  | 'some-reasons-only'
  | 'signer-not-found'
  | 'signer-refused'
  | 'signer-concerned'
  | 'issuer-may-not-sign'
  | 'unknown-critical-entry-extension'
  | 'entries-of-others';

/**
 * Why an OCSP response cannot be used, the `problem` of `ocsp-unusable`; codes of a bad signature stand there too. `reason` says more: of `malformed` the
 * reader's code, of `error-response` the status (RFC 6960 2.3), of the last two the finding about the responder's certificate.
 */
export type OcspProblem =
  | 'malformed'
  | 'error-response'
  | 'version'
  | 'unknown-critical-extension'
  | 'produced-in-future'
  | 'produced-too-early'
  | 'nonce-missing'
  | 'nonce-differs'
  | 'not-yet-valid'
  | 'too-old'
  | 'expired'
  | 'without-next-update'
  | 'status-unknown'
  | 'responder-not-found'
  | 'responder-not-authorised'
  | 'responder-vouches-for-itself'
  | 'responder-of-other-issuer'
  | 'responder-refused';

/** Why a demanded name cannot be compared, the `problem` of `peer-name-malformed`. */
export type PeerNameProblem =
  | 'not-ascii'
  | 'ip-address'
  | 'not-a-dns-name'
  | 'not-an-ip-address'
  | 'not-a-mailbox'
  | 'not-a-uri'
  | 'not-a-service-name';
