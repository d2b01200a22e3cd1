/** Chains judged as OpenSSL's X509_verify_cert judges them (subpath `certwright/openssl-verify`). */
export { loadCertificateFile } from './files/certificate-file.ts';
export type { CertificateFile } from './files/certificate-file.ts';
export { verifyErrorCodes, verifyErrorWords } from './errors.ts';
export type { VerifyErrorCode, VerifyErrorWords } from './errors.ts';
export { readOpensslPem, readPemHeader } from './files/pem.ts';
export type { OpensslPemBlock, OpensslPemProblem, OpensslPemResult } from './files/pem.ts';
export { loadStoreFile, loadStoreFolder } from './files/store.ts';
export type { FolderFiles, StoreContent, StoreFile } from './files/store.ts';
export type { OpensslVerifyInput, OpensslVersion, SecurityLevel } from './types.ts';
export { verifyLikeOpenssl } from './verify.ts';
