/** Issuing: templates and profiles to signed certificates, requests and CRLs. Random source and hash are arguments here; `certwright` itself binds them. */
export { type CertificateTemplate, issueCertificate, prepareCertificate } from './certificate.ts';
export { type CrlOptions, type CrlTemplate, issueCrl, prepareCrl, type RevokedTemplate } from './crl.ts';
export { type FromRequestOptions, issueFromRequest, type RequestTerms, templateFromRequest } from './from-request.ts';
export {
  issueOcspResponse,
  type OcspResponseOptions,
  type OcspResponseTemplate,
  type OcspSingleTemplate,
  prepareOcspResponse,
} from './ocsp.ts';
export * from './profiles.ts';
export { issueRequest, prepareRequest, type RequestTemplate, verifyRequest } from './request.ts';
export { assertFits, type FitInput } from './rules.ts';
export { randomSerialNumber } from './serial-number.ts';
export { type Prepared } from './sign.ts';
export type * from './types.ts';
