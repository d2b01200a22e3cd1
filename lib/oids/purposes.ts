/** Purposes of extendedKeyUsage (RFC 5280 4.2.1.12) and a few that are met in the field. */
import { oid, type Oid } from '../asn1/oid.ts';

export const ANY_EXTENDED_KEY_USAGE: Oid = /* @__PURE__ */ oid('2.5.29.37.0');
export const SERVER_AUTH: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.1');
export const CLIENT_AUTH: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.2');
export const CODE_SIGNING: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.3');
export const EMAIL_PROTECTION: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.4');
export const IPSEC_END_SYSTEM: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.5');
export const IPSEC_TUNNEL: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.6');
export const IPSEC_USER: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.7');
export const TIME_STAMPING: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.8');
export const OCSP_SIGNING: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.3.9');
export const NETSCAPE_SERVER_GATED_CRYPTO: Oid = /* @__PURE__ */ oid('2.16.840.1.113730.4.1');
export const MICROSOFT_SERVER_GATED_CRYPTO: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.311.10.3.3');
