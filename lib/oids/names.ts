/** Attribute types of names (RFC 5280 appendix A, RFC 4519, PKCS #9) and of requests (RFC 2985, RFC 2986). */
import { oid, type Oid } from '../asn1/oid.ts';

export const COMMON_NAME: Oid = /* @__PURE__ */ oid('2.5.4.3');
export const SURNAME: Oid = /* @__PURE__ */ oid('2.5.4.4');
export const SERIAL_NUMBER: Oid = /* @__PURE__ */ oid('2.5.4.5');
export const COUNTRY_NAME: Oid = /* @__PURE__ */ oid('2.5.4.6');
export const LOCALITY_NAME: Oid = /* @__PURE__ */ oid('2.5.4.7');
export const STATE_OR_PROVINCE_NAME: Oid = /* @__PURE__ */ oid('2.5.4.8');
export const STREET_ADDRESS: Oid = /* @__PURE__ */ oid('2.5.4.9');
export const ORGANIZATION_NAME: Oid = /* @__PURE__ */ oid('2.5.4.10');
export const ORGANIZATIONAL_UNIT_NAME: Oid = /* @__PURE__ */ oid('2.5.4.11');
export const TITLE: Oid = /* @__PURE__ */ oid('2.5.4.12');
export const DESCRIPTION: Oid = /* @__PURE__ */ oid('2.5.4.13');
export const BUSINESS_CATEGORY: Oid = /* @__PURE__ */ oid('2.5.4.15');
export const POSTAL_CODE: Oid = /* @__PURE__ */ oid('2.5.4.17');
export const NAME: Oid = /* @__PURE__ */ oid('2.5.4.41');
export const GIVEN_NAME: Oid = /* @__PURE__ */ oid('2.5.4.42');
export const INITIALS: Oid = /* @__PURE__ */ oid('2.5.4.43');
export const GENERATION_QUALIFIER: Oid = /* @__PURE__ */ oid('2.5.4.44');
export const DN_QUALIFIER: Oid = /* @__PURE__ */ oid('2.5.4.46');
export const PSEUDONYM: Oid = /* @__PURE__ */ oid('2.5.4.65');
export const ORGANIZATION_IDENTIFIER: Oid = /* @__PURE__ */ oid('2.5.4.97');
export const EMAIL_ADDRESS: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.1');
export const USER_ID: Oid = /* @__PURE__ */ oid('0.9.2342.19200300.100.1.1');
export const DOMAIN_COMPONENT: Oid = /* @__PURE__ */ oid('0.9.2342.19200300.100.1.25');
export const JURISDICTION_LOCALITY_NAME: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.311.60.2.1.1');
export const JURISDICTION_STATE_OR_PROVINCE_NAME: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.311.60.2.1.2');
export const JURISDICTION_COUNTRY_NAME: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.311.60.2.1.3');

/** Request attributes. */
export const UNSTRUCTURED_NAME: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.2');
export const CHALLENGE_PASSWORD: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.7');
export const UNSTRUCTURED_ADDRESS: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.8');
export const EXTENSION_REQUEST: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.14');
/** Microsoft's older identifier for the same. */
export const MICROSOFT_EXTENSION_REQUEST: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.311.2.1.14');
