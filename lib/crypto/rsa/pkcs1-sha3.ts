/** RSASSA-PKCS1-v1_5 with SHA-3 (NIST CSOR; RFC 9688 section 3.2). Apart from SHA-2, so that who does without Keccak has none in the bundle. */
import { SHA3_224_WITH_RSA, SHA3_256_WITH_RSA, SHA3_384_WITH_RSA, SHA3_512_WITH_RSA } from '../../oids/algorithms.ts';
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '../sha3.ts';
import { type RsaPkcs1Algorithm, rsaPkcs1 } from './pkcs1-scheme.ts';

/** RSA with SHA3-224. */
export const rsaPkcs1Sha3_224: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha3-224', sha3_224, SHA3_224_WITH_RSA);
/** RSA with SHA3-256. */
export const rsaPkcs1Sha3_256: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha3-256', sha3_256, SHA3_256_WITH_RSA);
/** RSA with SHA3-384. */
export const rsaPkcs1Sha3_384: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha3-384', sha3_384, SHA3_384_WITH_RSA);
/** RSA with SHA3-512. */
export const rsaPkcs1Sha3_512: RsaPkcs1Algorithm = /* @__PURE__ */ rsaPkcs1('rsa-pkcs1-sha3-512', sha3_512, SHA3_512_WITH_RSA);
