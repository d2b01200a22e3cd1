/**
 * `certwright/post-quantum`: ML-DSA (FIPS 204, RFC 9881) and SLH-DSA (FIPS 205, RFC 9909), in their pure modes. An entry point of its own: who does not import it has
 * none of its arithmetic in the bundle. Keys are read and written by `certwright` and `certwright/keys` as all others.
 */
import { makePostQuantumKeyPair, type PostQuantumKeyKind, type PostQuantumKeyPair } from '../crypto/post-quantum/keys.ts';
import { randomBytes } from './random.ts';

export * from '../crypto/post-quantum/keys.ts';
export * from '../crypto/post-quantum/ml-dsa.ts';
export type { MlDsaDefect } from '../crypto/post-quantum/ml-dsa-check.ts';
export type { ContextOptions, PostQuantumSigningOptions } from '../crypto/post-quantum/options.ts';
export * from '../crypto/post-quantum/slh-dsa.ts';

/**
 * Makes a key pair of ML-DSA (FIPS 204 algorithm 1), kept as its seed, or of SLH-DSA (FIPS 205 algorithm 21). Takes milliseconds for ML-DSA, some tens of them for the
 * `f` sets of SLH-DSA and seconds for its `s` sets. Throws `unsupported-key-kind`, and `no-randomness` where the platform has no random generator.
 *
 * ```ts
 * import { createSigner, defaultAlgorithms, issueCertificate, parseName, rootProfile, verifyChain } from 'certwright';
 * import { generatePostQuantumKeyPair, mlDsa65, postQuantumAlgorithms } from 'certwright/post-quantum';
 * const { publicKey, privateKey } = generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-65' });
 * const [notBefore, notAfter] = [Date.UTC(2026, 0, 1), Date.UTC(2046, 0, 1)];
 * const root = issueCertificate(
 *   { subject: parseName('CN=Root'), publicKey, issuer: 'self', notBefore, notAfter, extensions: rootProfile({ publicKey }) },
 *   createSigner(privateKey, { algorithm: mlDsa65 }),
 * );
 * const verdict = verifyChain({ leaf: root, anchors: [root], at: notBefore, algorithms: [...defaultAlgorithms, ...postQuantumAlgorithms] });
 * if (!verdict.ok) throw new Error(verdict.reason.code);
 * ```
 */
export function generatePostQuantumKeyPair(kind: PostQuantumKeyKind): PostQuantumKeyPair {
  return makePostQuantumKeyPair(kind, randomBytes);
}
