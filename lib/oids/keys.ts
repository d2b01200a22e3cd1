/** Identifiers of key algorithms and named curves (RFC 3279 2.3, RFC 5480 2.1.1, RFC 8410 3). */
import { oid, type Oid } from '../asn1/oid.ts';

/** RSA keys (RFC 8017 A.1). */
export const rsaEncryption: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.1');
/** Elliptic curve keys of unrestricted use (RFC 5480 2.1.1). */
export const idEcPublicKey: Oid = /* @__PURE__ */ oid('1.2.840.10045.2.1');
/** Curve P-256. */
export const prime256v1: Oid = /* @__PURE__ */ oid('1.2.840.10045.3.1.7');
/** Curve P-384. */
export const secp384r1: Oid = /* @__PURE__ */ oid('1.3.132.0.34');
/** Curve P-521. */
export const secp521r1: Oid = /* @__PURE__ */ oid('1.3.132.0.35');
/** Ed25519 keys and signatures (RFC 8410 3). */
export const idEd25519: Oid = /* @__PURE__ */ oid('1.3.101.112');
