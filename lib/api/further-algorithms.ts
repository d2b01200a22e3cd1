/** The algorithms beyond the default list, in an array that a caller adds to it. Apart, so that who does without has neither Keccak nor the further curves in the bundle. */
import { ecdsaSha224AnyCurve, ecdsaSha256AnyCurve, ecdsaSha384AnyCurve, ecdsaSha512AnyCurve } from '../crypto/ec/any-curve.ts';
import { ecdsaSha3_224, ecdsaSha3_256, ecdsaSha3_384, ecdsaSha3_512, ecdsaShake128, ecdsaShake256 } from '../crypto/ec/ecdsa-sha3.ts';
import { ed448 } from '../crypto/ed448.ts';
import { rsaPkcs1Sha3_224, rsaPkcs1Sha3_256, rsaPkcs1Sha3_384, rsaPkcs1Sha3_512 } from '../crypto/rsa/pkcs1-sha3.ts';
import {
  rsaPssAnyHash,
  rsaPssSha3_224,
  rsaPssSha3_256,
  rsaPssSha3_384,
  rsaPssSha3_512,
  rsaPssShake128,
  rsaPssShake256,
} from '../crypto/rsa/pss-sha3.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';

/**
 * Sound algorithms that few certificates use: Ed448; ECDSA on all named curves, P-224, secp256k1 and Brainpool's too; RSA and ECDSA with SHA-3 (NIST CSOR) and SHAKE (RFC 8702); RSASSA-PSS with SHA-2 and SHA-3 and any salt.
 * Curves below 256 bits stay refused in chains unless `strength` allows them. No SHA-1. ML-DSA and SLH-DSA are in `certwright/post-quantum`.
 *
 * ```ts
 * import { createSigner, defaultAlgorithms, furtherAlgorithms, generateKeyPair, issueCertificate, parseName, rootProfile, verifyChain } from 'certwright';
 * const { publicKey, privateKey } = generateKeyPair({ kind: 'ec', curve: 'brainpoolP256r1' });
 * const validity = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 };
 * const template = { subject: parseName('CN=Our CA'), publicKey, ...validity, extensions: rootProfile({ publicKey }) };
 * const leaf = issueCertificate({ ...template, issuer: 'self' }, createSigner(privateKey));
 * if (!verifyChain({ leaf, anchors: [leaf], algorithms: [...defaultAlgorithms, ...furtherAlgorithms] }).ok) throw new Error('a root that is trusted');
 * ```
 */
export const furtherAlgorithms: readonly SignatureAlgorithm[] = [
  ed448,
  ecdsaSha256AnyCurve,
  ecdsaSha384AnyCurve,
  ecdsaSha512AnyCurve,
  ecdsaSha224AnyCurve,
  ecdsaSha3_256,
  ecdsaSha3_384,
  ecdsaSha3_512,
  ecdsaSha3_224,
  ecdsaShake128,
  ecdsaShake256,
  rsaPkcs1Sha3_256,
  rsaPkcs1Sha3_384,
  rsaPkcs1Sha3_512,
  rsaPkcs1Sha3_224,
  rsaPssSha3_256,
  rsaPssSha3_384,
  rsaPssSha3_512,
  rsaPssSha3_224,
  rsaPssShake128,
  rsaPssShake256,
  rsaPssAnyHash,
];
