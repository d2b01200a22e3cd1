/** RSASSA-PKCS1-v1_5 with MD5, SHA-1 and SHA-2 (RFC 8017 8.2). The scheme itself is in `pkcs1-scheme.ts`; SHA-3 stands apart, in `pkcs1-sha3.ts`. */
import {
  MD5_WITH_RSA,
  SHA1_WITH_RSA,
  SHA224_WITH_RSA,
  SHA256_WITH_RSA,
  SHA384_WITH_RSA,
  SHA512_224_WITH_RSA,
  SHA512_256_WITH_RSA,
  SHA512_WITH_RSA,
} from '../../oids/algorithms.ts';
import { md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../hash.ts';
import { type RsaPkcs1Algorithm, rsaPkcs1 } from './pkcs1-scheme.ts';

export type { RsaPkcs1Algorithm } from './pkcs1-scheme.ts';

/** RSA with MD5. Forgeable; not in the default list. */
export const rsaPkcs1Md5: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-md5', md5, MD5_WITH_RSA);
/** RSA with SHA-1. Forgeable where an attacker chooses the message; not in the default list. */
export const rsaPkcs1Sha1: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha1', sha1, SHA1_WITH_RSA);
/** RSA with SHA-224 (RFC 4055 section 5). */
export const rsaPkcs1Sha224: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha224', sha224, SHA224_WITH_RSA);
/** RSA with SHA-256 (RFC 4055 section 5). */
export const rsaPkcs1Sha256: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha256', sha256, SHA256_WITH_RSA);
/** RSA with SHA-384 (RFC 4055 section 5). */
export const rsaPkcs1Sha384: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha384', sha384, SHA384_WITH_RSA);
/** RSA with SHA-512 (RFC 4055 section 5). */
export const rsaPkcs1Sha512: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha512', sha512, SHA512_WITH_RSA);
/** RSA with SHA-512/224 (RFC 8017 appendix C). */
export const rsaPkcs1Sha512_224: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha512-224', sha512_224, SHA512_224_WITH_RSA);
/** RSA with SHA-512/256 (RFC 8017 appendix C). */
export const rsaPkcs1Sha512_256: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha512-256', sha512_256, SHA512_256_WITH_RSA);
