/** Identifiers of PKCS #12 files (RFC 7292), of the messages they are built from (RFC 2315, RFC 5652), and of their attributes (RFC 2985 5.5). */
import { oid, type Oid } from '../asn1/oid.ts';

/** Content type of plain octets (RFC 5652 section 4). */
export const DATA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.7.1');
/** Content type of signed data (RFC 5652 5.1). */
export const SIGNED_DATA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.7.2');
/** Content type of data encrypted to public keys (RFC 5652 6.1). */
export const ENVELOPED_DATA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.7.3');
/** Content type of encrypted data (RFC 5652 section 8). */
export const ENCRYPTED_DATA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.7.6');

/** A bag with a PrivateKeyInfo (RFC 7292 4.2.1). */
export const KEY_BAG: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.10.1.1');
/** A bag with an EncryptedPrivateKeyInfo (RFC 7292 4.2.2). */
export const SHROUDED_KEY_BAG: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.10.1.2');
/** A bag with a certificate (RFC 7292 4.2.3). */
export const CERTIFICATE_BAG: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.10.1.3');
/** A bag with a CRL (RFC 7292 4.2.4). */
export const CRL_BAG: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.10.1.4');
/** A bag with a secret of any kind (RFC 7292 4.2.5). */
export const SECRET_BAG: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.10.1.5');
/** A bag of bags (RFC 7292 4.2.6). */
export const SAFE_CONTENTS_BAG: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.10.1.6');
/** An X.509 certificate in a certificate bag (RFC 7292 4.2.3). */
export const X509_CERTIFICATE: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.22.1');
/** An X.509 CRL in a CRL bag (RFC 7292 4.2.4). */
export const X509_CRL: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.23.1');
/** The attribute friendlyName (RFC 2985 5.5.1). */
export const FRIENDLY_NAME: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.20');
/** The attribute localKeyId (RFC 2985 5.5.2). */
export const LOCAL_KEY_ID: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.9.21');
/** Java's attribute for the purposes a certificate is trusted for. */
export const TRUSTED_KEY_USAGE: Oid = /* @__PURE__ */ oid('2.16.840.1.113894.746875.1.1');

/** PBMAC1 (RFC 8018 A.5). */
export const PBMAC1: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.14');
