/** The mathematics: hashes, signatures, key generation and checks, password-based encryption. Randomness is always an argument. */
export * from './cipher.ts';
export * from './ec/ecdsa.ts';
export * from './eddsa-signing.ts';
export { ed25519 } from './eddsa.ts';
export * from './hash.ts';
export * from './kdf.ts';
export * from './key-check.ts';
export * from './public-half.ts';
export * from './rsa/generate.ts';
export * from './rsa/pkcs1.ts';
export * from './rsa/primality.ts';
export * from './rsa/pss.ts';
export * from './signer.ts';
export * from './types.ts';
export * from './verify.ts';
