/**
 * Object identifiers of hash functions, public keys, signatures and password-based encryption, each an export of its own so that a bundle carries only
 * the ones it uses. Sources: RFC 8017 appendix C, RFC 4055, RFC 5480, RFC 5758, RFC 8410, RFC 8702, RFC 8018 appendix C, NIST CSOR.
 */
import { oid, type Oid } from '../asn1/oid.ts';

/** MD5 (RFC 8017 appendix C). */
export const MD5: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.5');
/** SHA-1 (RFC 8017 appendix C). */
export const SHA1: Oid = /* @__PURE__ */ oid('1.3.14.3.2.26');
/** SHA-224 (RFC 8017 appendix C). */
export const SHA224: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.4');
/** SHA-256 (RFC 8017 appendix C). */
export const SHA256: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.1');
/** SHA-384 (RFC 8017 appendix C). */
export const SHA384: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.2');
/** SHA-512 (RFC 8017 appendix C). */
export const SHA512: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.3');
/** SHA-512/224 (RFC 8017 appendix C). */
export const SHA512_224: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.5');
/** SHA-512/256 (RFC 8017 appendix C). */
export const SHA512_256: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.6');
/** SHA3-224 (NIST CSOR). */
export const SHA3_224: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.7');
/** SHA3-256 (NIST CSOR). */
export const SHA3_256: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.8');
/** SHA3-384 (NIST CSOR). */
export const SHA3_384: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.9');
/** SHA3-512 (NIST CSOR). */
export const SHA3_512: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.10');
/** SHAKE128 (RFC 8702 section 3). */
export const SHAKE128: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.11');
/** SHAKE256 (RFC 8702 section 3). */
export const SHAKE256: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.2.12');

/** RSA public key (RFC 3279 2.3.1). */
export const RSA_ENCRYPTION: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.1');
/** DSA, which is named and not supported (RFC 3279 2.3.2). */
export const DSA: Oid = /* @__PURE__ */ oid('1.2.840.10040.4.1');
/** RSA signature with MD5, PKCS#1 v1.5 (RFC 8017 appendix C). */
export const MD5_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.4');
/** RSA signature with SHA-1, PKCS#1 v1.5 (RFC 8017 appendix C). */
export const SHA1_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.5');
/** RSAES-OAEP (RFC 4055 4.1). */
export const RSAES_OAEP: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.7');
/** A label of RSAES-OAEP given as it is (RFC 4055 4.1). */
export const P_SPECIFIED: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.9');
/** Mask generation function 1 (RFC 8017 appendix B.2.1). */
export const MGF1: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.8');
/** RSASSA-PSS, a signature and a key (RFC 4055 section 3). */
export const RSASSA_PSS: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.10');
/** RSA signature with SHA-256, PKCS#1 v1.5 (RFC 4055 section 5). */
export const SHA256_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.11');
/** RSA signature with SHA-384, PKCS#1 v1.5 (RFC 4055 section 5). */
export const SHA384_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.12');
/** RSA signature with SHA-512, PKCS#1 v1.5 (RFC 4055 section 5). */
export const SHA512_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.13');
/** RSA signature with SHA-224, PKCS#1 v1.5 (RFC 4055 section 5). */
export const SHA224_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.14');
/** RSA signature with SHA-512/224, PKCS#1 v1.5 (RFC 8017 appendix C). */
export const SHA512_224_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.15');
/** RSA signature with SHA-512/256, PKCS#1 v1.5 (RFC 8017 appendix C). */
export const SHA512_256_WITH_RSA: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.1.16');
/** RSA signature with SHA3-224, PKCS#1 v1.5 (NIST CSOR). */
export const SHA3_224_WITH_RSA: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.13');
/** RSA signature with SHA3-256, PKCS#1 v1.5 (NIST CSOR). */
export const SHA3_256_WITH_RSA: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.14');
/** RSA signature with SHA3-384, PKCS#1 v1.5 (NIST CSOR). */
export const SHA3_384_WITH_RSA: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.15');
/** RSA signature with SHA3-512, PKCS#1 v1.5 (NIST CSOR). */
export const SHA3_512_WITH_RSA: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.16');
/** RSASSA-PSS with SHAKE128 (RFC 8702 3.1). */
export const RSASSA_PSS_SHAKE128: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.6.30');
/** RSASSA-PSS with SHAKE256 (RFC 8702 3.1). */
export const RSASSA_PSS_SHAKE256: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.6.31');

/** Elliptic curve public key (RFC 5480 2.1.1). */
export const EC_PUBLIC_KEY: Oid = /* @__PURE__ */ oid('1.2.840.10045.2.1');
/** The curve P-256, secp256r1 (RFC 5480 2.1.1.1). */
export const P256: Oid = /* @__PURE__ */ oid('1.2.840.10045.3.1.7');
/** The curve P-384, secp384r1 (RFC 5480 2.1.1.1). */
export const P384: Oid = /* @__PURE__ */ oid('1.3.132.0.34');
/** The curve P-521, secp521r1 (RFC 5480 2.1.1.1). */
export const P521: Oid = /* @__PURE__ */ oid('1.3.132.0.35');
/** The curve P-224, secp224r1 (RFC 5480 2.1.1.1). */
export const P224: Oid = /* @__PURE__ */ oid('1.3.132.0.33');
/** The curve secp256k1 (SEC 2 A.2.1). */
export const SECP256K1: Oid = /* @__PURE__ */ oid('1.3.132.0.10');
/** The curve brainpoolP224r1 (RFC 5639 4.1). */
export const BRAINPOOL_P224R1: Oid = /* @__PURE__ */ oid('1.3.36.3.3.2.8.1.1.5');
/** The curve brainpoolP256r1 (RFC 5639 4.1). */
export const BRAINPOOL_P256R1: Oid = /* @__PURE__ */ oid('1.3.36.3.3.2.8.1.1.7');
/** The curve brainpoolP320r1 (RFC 5639 4.1). */
export const BRAINPOOL_P320R1: Oid = /* @__PURE__ */ oid('1.3.36.3.3.2.8.1.1.9');
/** The curve brainpoolP384r1 (RFC 5639 4.1). */
export const BRAINPOOL_P384R1: Oid = /* @__PURE__ */ oid('1.3.36.3.3.2.8.1.1.11');
/** The curve brainpoolP512r1 (RFC 5639 4.1). */
export const BRAINPOOL_P512R1: Oid = /* @__PURE__ */ oid('1.3.36.3.3.2.8.1.1.13');
/** ECDSA with SHA-1 (RFC 3279 2.2.3). */
export const ECDSA_WITH_SHA1: Oid = /* @__PURE__ */ oid('1.2.840.10045.4.1');
/** ECDSA with SHA-224 (RFC 5758 3.2). */
export const ECDSA_WITH_SHA224: Oid = /* @__PURE__ */ oid('1.2.840.10045.4.3.1');
/** ECDSA with SHA-256 (RFC 5758 3.2). */
export const ECDSA_WITH_SHA256: Oid = /* @__PURE__ */ oid('1.2.840.10045.4.3.2');
/** ECDSA with SHA-384 (RFC 5758 3.2). */
export const ECDSA_WITH_SHA384: Oid = /* @__PURE__ */ oid('1.2.840.10045.4.3.3');
/** ECDSA with SHA-512 (RFC 5758 3.2). */
export const ECDSA_WITH_SHA512: Oid = /* @__PURE__ */ oid('1.2.840.10045.4.3.4');
/** ECDSA with SHA3-224 (NIST CSOR). */
export const ECDSA_WITH_SHA3_224: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.9');
/** ECDSA with SHA3-256 (NIST CSOR). */
export const ECDSA_WITH_SHA3_256: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.10');
/** ECDSA with SHA3-384 (NIST CSOR). */
export const ECDSA_WITH_SHA3_384: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.11');
/** ECDSA with SHA3-512 (NIST CSOR). */
export const ECDSA_WITH_SHA3_512: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.3.12');
/** ECDSA with SHAKE128 (RFC 8702 3.2). */
export const ECDSA_WITH_SHAKE128: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.6.32');
/** ECDSA with SHAKE256 (RFC 8702 3.2). */
export const ECDSA_WITH_SHAKE256: Oid = /* @__PURE__ */ oid('1.3.6.1.5.5.7.6.33');

/** X25519, a key for agreement (RFC 8410 section 3). */
export const X25519: Oid = /* @__PURE__ */ oid('1.3.101.110');
/** X448, a key for agreement (RFC 8410 section 3). */
export const X448: Oid = /* @__PURE__ */ oid('1.3.101.111');
/** Ed448, a key and a signature (RFC 8410 section 3). */
export const ED448: Oid = /* @__PURE__ */ oid('1.3.101.113');
/** Ed25519, a key and a signature (RFC 8410 section 3). */
export const ED25519: Oid = /* @__PURE__ */ oid('1.3.101.112');

/** PBES2, password-based encryption scheme 2 (RFC 8018 A.4). */
export const PBES2: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.13');
/** PBKDF2 (RFC 8018 A.2). */
export const PBKDF2: Oid = /* @__PURE__ */ oid('1.2.840.113549.1.5.12');
/** HMAC with SHA-1 (RFC 8018 B.1.1). */
export const HMAC_WITH_SHA1: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.7');
/** HMAC with SHA-224 (RFC 8018 B.1.2). */
export const HMAC_WITH_SHA224: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.8');
/** HMAC with SHA-256 (RFC 8018 B.1.2). */
export const HMAC_WITH_SHA256: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.9');
/** HMAC with SHA-384 (RFC 8018 B.1.2). */
export const HMAC_WITH_SHA384: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.10');
/** HMAC with SHA-512 (RFC 8018 B.1.2). */
export const HMAC_WITH_SHA512: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.11');
/** HMAC with SHA-512/224 (RFC 8018 B.1.2). */
export const HMAC_WITH_SHA512_224: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.12');
/** HMAC with SHA-512/256 (RFC 8018 B.1.2). */
export const HMAC_WITH_SHA512_256: Oid = /* @__PURE__ */ oid('1.2.840.113549.2.13');
/** AES-128 in CBC mode (RFC 8018 B.2.5). */
export const AES_128_CBC: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.1.2');
/** AES-192 in CBC mode (RFC 8018 B.2.5). */
export const AES_192_CBC: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.1.22');
/** AES-256 in CBC mode (RFC 8018 B.2.5). */
export const AES_256_CBC: Oid = /* @__PURE__ */ oid('2.16.840.1.101.3.4.1.42');
/** Triple DES, EDE with three keys, in CBC mode (RFC 8018 B.2.2). */
export const DES_EDE3_CBC: Oid = /* @__PURE__ */ oid('1.2.840.113549.3.7');
