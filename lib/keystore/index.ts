/** Entry point `certwright/keystore`: private key files, plain and encrypted. */
export * from './encrypted-key.ts';
export * from './encryption.ts';
export * from './findings.ts';
export * from './legacy-pem.ts';
export * from './load.ts';
export type { PassphraseForms, PbeCipher, PbeOptions, PbeParameters } from './pbe.ts';
export type { CipherChoice, Pbes2Cipher, WrittenCipher } from './pbes2-cipher.ts';
export * from './pbes2.ts';
export type { Pbes2Prf, Pbkdf2Choice } from './pbkdf2.ts';
export type { ScryptChoice } from './scrypt.ts';
