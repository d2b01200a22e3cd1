/** The errors of X509_verify_cert (x509_vfy.h of OpenSSL 3.0): a code for each, its number, and the words X509_verify_cert_error_string has for it. */

/** Number and words of an error. */
export interface VerifyErrorWords {
  readonly number: number;
  readonly text: string;
}

/** An error by the name of its X509_V_ERR constant, in lower case with hyphens. */
export type VerifyErrorCode =
  | 'unspecified'
  | 'unable-to-get-issuer-cert'
  | 'unable-to-get-crl'
  | 'unable-to-decode-issuer-public-key'
  | 'cert-signature-failure'
  | 'crl-signature-failure'
  | 'cert-not-yet-valid'
  | 'cert-has-expired'
  | 'crl-not-yet-valid'
  | 'crl-has-expired'
  | 'error-in-cert-not-before-field'
  | 'error-in-cert-not-after-field'
  | 'error-in-crl-last-update-field'
  | 'error-in-crl-next-update-field'
  | 'out-of-mem'
  | 'depth-zero-self-signed-cert'
  | 'self-signed-cert-in-chain'
  | 'unable-to-get-issuer-cert-locally'
  | 'unable-to-verify-leaf-signature'
  | 'cert-chain-too-long'
  | 'cert-revoked'
  | 'path-length-exceeded'
  | 'invalid-purpose'
  | 'cert-rejected'
  | 'keyusage-no-certsign'
  | 'unhandled-critical-extension'
  | 'keyusage-no-crl-sign'
  | 'unhandled-critical-crl-extension'
  | 'invalid-non-ca'
  | 'proxy-path-length-exceeded'
  | 'keyusage-no-digital-signature'
  | 'proxy-certificates-not-allowed'
  | 'invalid-policy-extension'
  | 'no-explicit-policy'
  | 'different-crl-scope'
  | 'unnested-resource'
  | 'permitted-violation'
  | 'excluded-violation'
  | 'subtree-minmax'
  | 'unsupported-constraint-type'
  | 'unsupported-name-syntax'
  | 'crl-path-validation-error'
  | 'hostname-mismatch'
  | 'email-mismatch'
  | 'ip-address-mismatch'
  | 'ee-key-too-small'
  | 'ca-key-too-small'
  | 'ca-md-too-weak'
  | 'signature-algorithm-inconsistency'
  | 'invalid-ca'
  | 'pathlen-invalid-for-non-ca'
  | 'pathlen-without-ku-key-cert-sign'
  | 'ku-key-cert-sign-invalid-for-non-ca'
  | 'issuer-name-empty'
  | 'subject-name-empty'
  | 'missing-authority-key-identifier'
  | 'missing-subject-key-identifier'
  | 'empty-subject-alt-name'
  | 'empty-subject-san-not-critical'
  | 'ca-bcons-not-critical'
  | 'ca-cert-missing-key-usage'
  | 'extensions-require-version-3'
  | 'ec-key-explicit-params';

const ERRORS: Readonly<Record<VerifyErrorCode, readonly [number: number, text: string]>> = {
  unspecified: [1, 'unspecified certificate verification error'],
  'unable-to-get-issuer-cert': [2, 'unable to get issuer certificate'],
  'unable-to-get-crl': [3, 'unable to get certificate CRL'],
  'unable-to-decode-issuer-public-key': [6, 'unable to decode issuer public key'],
  'cert-signature-failure': [7, 'certificate signature failure'],
  'crl-signature-failure': [8, 'CRL signature failure'],
  'cert-not-yet-valid': [9, 'certificate is not yet valid'],
  'cert-has-expired': [10, 'certificate has expired'],
  'crl-not-yet-valid': [11, 'CRL is not yet valid'],
  'crl-has-expired': [12, 'CRL has expired'],
  'error-in-cert-not-before-field': [13, "format error in certificate's notBefore field"],
  'error-in-cert-not-after-field': [14, "format error in certificate's notAfter field"],
  'error-in-crl-last-update-field': [15, "format error in CRL's lastUpdate field"],
  'error-in-crl-next-update-field': [16, "format error in CRL's nextUpdate field"],
  'out-of-mem': [17, 'out of memory'],
  'depth-zero-self-signed-cert': [18, 'self-signed certificate'],
  'self-signed-cert-in-chain': [19, 'self-signed certificate in certificate chain'],
  'unable-to-get-issuer-cert-locally': [20, 'unable to get local issuer certificate'],
  'unable-to-verify-leaf-signature': [21, 'unable to verify the first certificate'],
  'cert-chain-too-long': [22, 'certificate chain too long'],
  'cert-revoked': [23, 'certificate revoked'],
  'path-length-exceeded': [25, 'path length constraint exceeded'],
  'invalid-purpose': [26, 'unsuitable certificate purpose'],
  'cert-rejected': [28, 'certificate rejected'],
  'keyusage-no-certsign': [32, 'key usage does not include certificate signing'],
  'unhandled-critical-extension': [34, 'unhandled critical extension'],
  'keyusage-no-crl-sign': [35, 'key usage does not include CRL signing'],
  'unhandled-critical-crl-extension': [36, 'unhandled critical CRL extension'],
  'invalid-non-ca': [37, 'invalid non-CA certificate (has CA markings)'],
  'proxy-path-length-exceeded': [38, 'proxy path length constraint exceeded'],
  'keyusage-no-digital-signature': [39, 'key usage does not include digital signature'],
  'proxy-certificates-not-allowed': [40, 'proxy certificates not allowed, please set the appropriate flag'],
  'invalid-policy-extension': [42, 'invalid or inconsistent certificate policy extension'],
  'no-explicit-policy': [43, 'no explicit policy'],
  'different-crl-scope': [44, 'different CRL scope'],
  'unnested-resource': [46, "RFC 3779 resource not subset of parent's resources"],
  'permitted-violation': [47, 'permitted subtree violation'],
  'excluded-violation': [48, 'excluded subtree violation'],
  'subtree-minmax': [49, 'name constraints minimum and maximum not supported'],
  'unsupported-constraint-type': [51, 'unsupported name constraint type'],
  'unsupported-name-syntax': [53, 'unsupported or invalid name syntax'],
  'crl-path-validation-error': [54, 'CRL path validation error'],
  'hostname-mismatch': [62, 'hostname mismatch'],
  'email-mismatch': [63, 'email address mismatch'],
  'ip-address-mismatch': [64, 'IP address mismatch'],
  'ee-key-too-small': [66, 'EE certificate key too weak'],
  'ca-key-too-small': [67, 'CA certificate key too weak'],
  'ca-md-too-weak': [68, 'CA signature digest algorithm too weak'],
  'signature-algorithm-inconsistency': [78, 'cert info signature and signature algorithm mismatch'],
  'invalid-ca': [79, 'invalid CA certificate'],
  'pathlen-invalid-for-non-ca': [80, 'Path length invalid for non-CA cert'],
  'pathlen-without-ku-key-cert-sign': [81, 'Path length given without key usage keyCertSign'],
  'ku-key-cert-sign-invalid-for-non-ca': [82, 'Key usage keyCertSign invalid for non-CA cert'],
  'issuer-name-empty': [83, 'Issuer name empty'],
  'subject-name-empty': [84, 'Subject name empty'],
  'missing-authority-key-identifier': [85, 'Missing Authority Key Identifier'],
  'missing-subject-key-identifier': [86, 'Missing Subject Key Identifier'],
  'empty-subject-alt-name': [87, 'Empty Subject Alternative Name extension'],
  'empty-subject-san-not-critical': [88, 'Subject empty and Subject Alt Name extension not critical'],
  'ca-bcons-not-critical': [89, 'Basic Constraints of CA cert not marked critical'],
  'ca-cert-missing-key-usage': [92, 'CA cert does not include key usage extension'],
  'extensions-require-version-3': [93, 'Using cert extension requires at least X509v3'],
  'ec-key-explicit-params': [94, 'Certificate public key has explicit ECC parameters'],
};

/** The number and words that OpenSSL 3.0 prints. */
export function verifyErrorWords(code: VerifyErrorCode): VerifyErrorWords {
  const [number, text] = ERRORS[code];
  return { number, text };
}

/** All codes, in the order of their numbers. */
export function verifyErrorCodes(): VerifyErrorCode[] {
  return Object.keys(ERRORS) as VerifyErrorCode[];
}
