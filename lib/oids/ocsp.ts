/** Object identifiers of OCSP (RFC 6960 4.2.1, 4.4) and of what else stands in its messages. */
import { oid, type Oid } from '../asn1/oid.ts';

/** The one type of response that RFC 6960 defines (id-pkix-ocsp-basic). */
export const OCSP_BASIC: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1.1');
/** RFC 9654. */
export const OCSP_NONCE: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1.2');
/** Which CRL a response rests on (RFC 6960 4.4.2). */
export const OCSP_CRL_ID: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1.3');
/** Since when the responder keeps what it knows of expired certificates (RFC 6960 4.4.4). */
export const OCSP_ARCHIVE_CUTOFF: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1.6');
/** The responder answers `revoked` for certificates that were never issued (RFC 6960 4.4.8). */
export const OCSP_EXTENDED_REVOKE: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.48.1.9');
/** Signed certificate timestamps of the certificate that a response speaks of (RFC 6962 3.3). */
export const OCSP_SCT_LIST: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.11129.2.4.5');
