/** Extensions of certificates, CRLs and CRL entries (RFC 5280 appendix A.2, RFC 7633, RFC 6960, Netscape). */
import { oid, type Oid } from '../asn1/oid.ts';

export const SUBJECT_DIRECTORY_ATTRIBUTES: Oid = /* @__PURE__ */ oid('2.5.29.9');
export const SUBJECT_KEY_IDENTIFIER: Oid = /* @__PURE__ */ oid('2.5.29.14');
export const KEY_USAGE: Oid = /* @__PURE__ */ oid('2.5.29.15');
export const SUBJECT_ALT_NAME: Oid = /* @__PURE__ */ oid('2.5.29.17');
export const ISSUER_ALT_NAME: Oid = /* @__PURE__ */ oid('2.5.29.18');
export const BASIC_CONSTRAINTS: Oid = /* @__PURE__ */ oid('2.5.29.19');
export const CRL_NUMBER: Oid = /* @__PURE__ */ oid('2.5.29.20');
export const REASON_CODE: Oid = /* @__PURE__ */ oid('2.5.29.21');
export const INVALIDITY_DATE: Oid = /* @__PURE__ */ oid('2.5.29.24');
export const DELTA_CRL_INDICATOR: Oid = /* @__PURE__ */ oid('2.5.29.27');
export const ISSUING_DISTRIBUTION_POINT: Oid = /* @__PURE__ */ oid('2.5.29.28');
export const CERTIFICATE_ISSUER: Oid = /* @__PURE__ */ oid('2.5.29.29');
export const NAME_CONSTRAINTS: Oid = /* @__PURE__ */ oid('2.5.29.30');
export const CRL_DISTRIBUTION_POINTS: Oid = /* @__PURE__ */ oid('2.5.29.31');
export const CERTIFICATE_POLICIES: Oid = /* @__PURE__ */ oid('2.5.29.32');
/** The policy that stands for every policy. */
export const ANY_POLICY: Oid = /* @__PURE__ */ oid('2.5.29.32.0');
export const POLICY_MAPPINGS: Oid = /* @__PURE__ */ oid('2.5.29.33');
export const AUTHORITY_KEY_IDENTIFIER: Oid = /* @__PURE__ */ oid('2.5.29.35');
export const POLICY_CONSTRAINTS: Oid = /* @__PURE__ */ oid('2.5.29.36');
export const EXTENDED_KEY_USAGE: Oid = /* @__PURE__ */ oid('2.5.29.37');
export const FRESHEST_CRL: Oid = /* @__PURE__ */ oid('2.5.29.46');
export const INHIBIT_ANY_POLICY: Oid = /* @__PURE__ */ oid('2.5.29.54');
export const AUTHORITY_INFO_ACCESS: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.1.1');
export const SUBJECT_INFO_ACCESS: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.1.11');
export const TLS_FEATURE: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.1.24');
export const OCSP_NO_CHECK: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1.5');
export const NETSCAPE_CERT_TYPE: Oid = /* @__PURE__ */ oid('2.16.840.1.113730.1.1');
export const NETSCAPE_COMMENT: Oid = /* @__PURE__ */ oid('2.16.840.1.113730.1.13');

/** Policy qualifiers (RFC 5280 4.2.1.4). */
export const CPS_QUALIFIER: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.2.1');
export const USER_NOTICE_QUALIFIER: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.2.2');

/** Access methods of authorityInfoAccess and subjectInfoAccess (RFC 5280 4.2.2). */
export const ACCESS_OCSP: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1');
export const ACCESS_CA_ISSUERS: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.2');
export const ACCESS_TIME_STAMPING: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.3');
export const ACCESS_CA_REPOSITORY: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.5');
/** Signed certificate timestamps (RFC 6962 3.3). */
export const SIGNED_CERTIFICATE_TIMESTAMPS: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.11129.2.4.2');
