/**
 * Object identifiers of password-based encryption besides PBES2 with PBKDF2, which are in `algorithms.ts`: PBES1 (RFC 8018 A.3), the schemes of PKCS#12
 * (RFC 7292 appendix C), scrypt, and ciphers of PBES2.
 */
import { oid, type Oid } from '../asn1/oid.ts';

/** PBES1 with MD5 and DES (RFC 8018 A.3). */
export const PBE_MD5_DES: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.3');
/** PBES1 with MD5 and RC2 of 64 bits (RFC 8018 A.3). */
export const PBE_MD5_RC2: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.6');
/** PBES1 with SHA-1 and DES (RFC 8018 A.3). */
export const PBE_SHA1_DES: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.10');
/** PBES1 with SHA-1 and RC2 of 64 bits (RFC 8018 A.3). */
export const PBE_SHA1_RC2: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.11');
/** PKCS#12: SHA-1 and RC4 of 128 bits (RFC 7292 appendix C). */
export const PBE_SHA1_RC4_128: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.1.1');
/** PKCS#12: SHA-1 and RC4 of 40 bits (RFC 7292 appendix C). */
export const PBE_SHA1_RC4_40: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.1.2');
/** PKCS#12: SHA-1 and triple DES with three keys (RFC 7292 appendix C). */
export const PBE_SHA1_3DES: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.1.3');
/** PKCS#12: SHA-1 and triple DES with two keys (RFC 7292 appendix C). */
export const PBE_SHA1_2DES: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.1.4');
/** PKCS#12: SHA-1 and RC2 of 128 bits (RFC 7292 appendix C). */
export const PBE_SHA1_RC2_128: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.1.5');
/** PKCS#12: SHA-1 and RC2 of 40 bits (RFC 7292 appendix C). */
export const PBE_SHA1_RC2_40: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.12.1.6');
/** scrypt (RFC 7914 section 7). */
export const SCRYPT: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.11591.4.11');
/** Single DES in CBC mode (RFC 8018 B.2.1). */
export const DES_CBC: Oid = /* @__PURE__ */ oid('1.3.14.3.2.7');
/** RC2 in CBC mode (RFC 8018 B.2.3). */
export const RC2_CBC: Oid = /* @__PURE__ */ oid('1.2.840.113549.3.2');
/** AES-128 in GCM (RFC 5084 section 3.2). */
export const AES_128_GCM: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.1.6');
/** AES-192 in GCM (RFC 5084 section 3.2). */
export const AES_192_GCM: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.1.26');
/** AES-256 in GCM (RFC 5084 section 3.2). */
export const AES_256_GCM: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.1.46');
