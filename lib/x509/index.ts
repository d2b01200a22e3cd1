/** Certificates, requests, CRLs, names and extensions: views over bytes, both ways, no crypto. */
export * from './bundle.ts';
export * from './certificate.ts';
export { findRevoked, readEntries, scanEntries, type EntryScan, type FindRevokedOptions } from './crl-entries.ts';
export * from './crl-index.ts';
export * from './crl.ts';
export * from './extension.ts';
export * from './extensions/alternative-names.ts';
export * from './extensions/crl-entry-extensions.ts';
export * from './extensions/crl-numbers.ts';
export * from './extensions/distribution-points.ts';
export * from './extensions/further.ts';
export * from './extensions/information-access.ts';
export * from './extensions/key-identifiers.ts';
export * from './extensions/name-constraints.ts';
export * from './extensions/policies.ts';
export * from './extensions/policy-qualifiers.ts';
export * from './extensions/timestamps.ts';
export * from './extensions/usage.ts';
export * from './fingerprint.ts';
export * from './general-name.ts';
export * from './name-attribute.ts';
export * from './name-compare.ts';
export * from './name-format.ts';
export * from './name-hash.ts';
export * from './name-parse.ts';
export * from './name.ts';
export { encodeOcspCertId, type OcspCertId } from './ocsp-cert-id.ts';
export * from './ocsp-extensions.ts';
export {
  encodeOcspRequest,
  type OcspRequest,
  type OcspRequestSignature,
  type OcspSingleRequest,
  parseOcspRequest,
} from './ocsp-request.ts';
export * from './ocsp-response.ts';
export * from './request-attributes.ts';
export * from './request.ts';
export { readSignature, type Signed } from './signed.ts';
export * from './trusted-certificate.ts';
