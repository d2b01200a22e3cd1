/** Keys and signatures with the defaults bound: the platform's randomness and the default algorithms. */
import { PkiError } from '../base/error.ts';
import { generateEcKey } from '../crypto/ec/generate.ts';
import { publicKeyOf } from '../crypto/public-half.ts';
import { generateRsaKey, type KeyGenerationProgress, rsaKeySteps } from '../crypto/rsa/generate.ts';
import { createSigner as createSignerWith } from '../crypto/signer.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import { verifySignature as verifySignatureWith } from '../crypto/verify.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import type { KeyKind, KeyPair, PrivateKey, PublicKey, RsaPrivateKey, RsaPssPrivateKey } from '../keys/types.ts';
import { defaultAlgorithmFor, defaultAlgorithms } from './algorithms.ts';
import { randomBytes } from './random.ts';

/** How to make a key. */
export interface GenerateKeyOptions {
  /** Called after each candidate tested for an RSA key; a program can show progress with it. */
  readonly onProgress?: (progress: KeyGenerationProgress) => void;
}

/**
 * Makes a key pair: RSA of 1,024 to 8,192 bits, with two primes and e = 65537 (FIPS 186-5 A.1.3) unless told otherwise, for all uses or for RSASSA-PSS only; a key on any named curve (A.2.2); Ed25519 or Ed448
 * (RFC 8032 5.1.5, 5.2.5); X25519 or X448 for agreement (RFC 7748 section 6). Those of ML-DSA and SLH-DSA are made by `certwright/post-quantum`.
 * Throws `bad-key-size`, `bad-exponent`, `unsupported-curve`, `unsupported-key-kind`, and `no-randomness` where the platform has no random generator.
 *
 * ```ts
 * import { createSigner, generateKeyPair, verifySignature } from 'certwright';
 * const { publicKey, privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
 * const signer = createSigner(privateKey);
 * const data = new TextEncoder().encode('hello');
 * if (!verifySignature(publicKey, signer.algorithm, data, signer.sign(data))) throw new Error('the signature must be good');
 * ```
 */
export function generateKeyPair(kind: KeyKind, { onProgress }: GenerateKeyOptions = {}): KeyPair {
  return pairOf(isRsaKind(kind) ? ofKind(kind, generateRsaKey(kind.bits, randomBytes, onProgress, kind)) : quickKey(kind));
}

/**
 * The same key pair, made in steps of some milliseconds each: `next()` reports the progress of an RSA key, the last one returns the pair. A page or a
 * server gives its thread back between steps.
 *
 * ```ts
 * import { generateKeyPairSteps } from 'certwright';
 * const steps = generateKeyPairSteps({ kind: 'rsa', bits: 1024 });
 * let step = steps.next();
 * while (!step.done) step = steps.next();
 * if (step.value.publicKey.kind !== 'rsa') throw new Error('an RSA key was asked for');
 * ```
 */
export function* generateKeyPairSteps(kind: KeyKind): Generator<KeyGenerationProgress, KeyPair, undefined> {
  return pairOf(isRsaKind(kind) ? ofKind(kind, yield* rsaKeySteps(kind.bits, randomBytes, kind)) : quickKey(kind));
}

type RsaKind = Extract<KeyKind, { readonly bits: number }>;

/** By the kind, not by `bits`: a program without types that left these out is to hear of them. */
function isRsaKind(kind: KeyKind): kind is RsaKind {
  return kind.kind === 'rsa' || kind.kind === 'rsa-pss';
}

/** The same numbers as a key for RSASSA-PSS, where one was asked for. */
function ofKind(kind: RsaKind, key: RsaPrivateKey): RsaPrivateKey | RsaPssPrivateKey {
  if (kind.kind === 'rsa') return key;
  return kind.restrictions === undefined ? { ...key, kind: 'rsa-pss' } : { ...key, kind: 'rsa-pss', restrictions: kind.restrictions };
}

function quickKey(kind: Exclude<KeyKind, RsaKind>): PrivateKey {
  switch (kind.kind) {
    case 'ec':
      return generateEcKey(kind.curve, randomBytes);
    case 'ed25519':
      return { kind: 'ed25519', seed: randomBytes(32) };
    case 'ed448':
      return { kind: 'ed448', seed: randomBytes(57) };
    case 'x25519':
      return { kind: 'x25519', scalar: randomBytes(32) };
    case 'x448':
      return { kind: 'x448', scalar: randomBytes(56) };
    default: {
      // A program without types may ask for more.
      const { kind: wanted } = kind as { readonly kind: unknown };
      const kinds = 'rsa, rsa-pss, ec, ed25519, ed448, x25519 and x448';
      throw new PkiError(
        'unsupported-key-kind',
        `keys of kind ${String(wanted)}; ${kinds} are made here, ml-dsa and slh-dsa by certwright/post-quantum`,
      );
    }
  }
}

function pairOf(privateKey: PrivateKey): KeyPair {
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

/**
 * A signer over a private key. Without `algorithm`: RSA PKCS#1 v1.5 with SHA-256, RSASSA-PSS with what such a key demands, ECDSA with the hash of the curve's size,
 * Ed25519 or Ed448. Throws `wrong-key-kind` where algorithm and key do not fit, `bad-private-key` where an EC scalar is out of range, `agreement-key` for X25519 and
 * X448, which sign nothing, and `post-quantum-key` for ML-DSA and SLH-DSA without an algorithm of `certwright/post-quantum`.
 *
 * ```ts
 * import { createSigner, generateKeyPair, rsaPssSha256 } from 'certwright';
 * import { rsaPkcs1Sha3_256 } from 'certwright/crypto';
 * const { privateKey } = generateKeyPair({ kind: 'rsa', bits: 2048 });
 * if (createSigner(privateKey).algorithm.label !== 'rsa-pkcs1-sha256') throw new Error('what everybody reads');
 * const data = new TextEncoder().encode('hello');
 * for (const algorithm of [rsaPssSha256, rsaPkcs1Sha3_256])
 *   if (createSigner(privateKey, { algorithm }).sign(data).length !== 256) throw new Error('as long as the modulus');
 * ```
 */
export function createSigner(key: PrivateKey, { algorithm }: { readonly algorithm?: SignatureAlgorithm } = {}): Signer<Uint8Array> {
  return createSignerWith(key, { algorithm: algorithm ?? defaultAlgorithmFor(key), random: randomBytes });
}

/**
 * Whether a signature is good. A given descriptor is used as it is; an AlgorithmIdentifier counts only if one of `algorithms` lists its octets (default: no MD5,
 * no SHA-1). A key that cannot be read, a key of the wrong kind and a malformed signature are false; nothing is thrown.
 */
export function verifySignature(
  key: PublicKey | SubjectPublicKeyInfo,
  algorithm: AlgorithmIdentifier | SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
  { algorithms = defaultAlgorithms }: { readonly algorithms?: readonly SignatureAlgorithm[] } = {},
): boolean {
  return verifySignatureWith(key, algorithm, data, signature, { algorithms });
}
