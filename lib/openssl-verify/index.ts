/** Chains judged as OpenSSL's X509_verify_cert judges them (subpath `certwright/openssl-verify`). */
export { verifyErrorWords } from './errors.ts';
export type { VerifyErrorCode, VerifyErrorWords } from './errors.ts';
export type { OpensslVerifyInput, OpensslVersion, SecurityLevel } from './types.ts';
