/**
 * ML-DSA (FIPS 204) in its pure mode, over noble-post-quantum, with the keys and identifiers of RFC 9881.
 *
 * Left out by name: HashML-DSA (FIPS 204 5.4), which RFC 9881 8.3 keeps out of certificates; its identifiers stand for no key and no algorithm here.
 */
import { shake256 } from '@noble/hashes/sha3.js';
import { type DSA, ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { concatBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { octetKeyOid } from '../../keys/octet-keys.ts';
import type { MlDsaName, MlDsaPrivateKey, MlDsaPublicKey } from '../../keys/types.ts';
import type { SigningAlgorithm } from '../types.ts';
import { findMlDsaDefect, type MlDsaDefect } from './ml-dsa-check.ts';
import { checkedContext, type ContextOptions, isContext, postQuantumAlgorithm, type PostQuantumSigningOptions } from './options.ts';

const ENGINES: Readonly<Record<MlDsaName, DSA>> = { 'ML-DSA-44': ml_dsa44, 'ML-DSA-65': ml_dsa65, 'ML-DSA-87': ml_dsa87 };

/** Octets of the seed of a key, and of the randomness of a signature (FIPS 204 algorithms 1 and 2). */
const SEED_OCTETS = 32;
/** Octets of a message representative (FIPS 204 algorithm 7 line 6). */
const MU_OCTETS = 64;

/** The expanded private key, checked. Throws `bad-private-key` with what `findMlDsaDefect` finds. */
function expandedKey(key: MlDsaPrivateKey): Uint8Array {
  const defect = findMlDsaKeyDefect(key);
  if (defect !== undefined) throw new PkiError('bad-private-key', `the ${key.parameterSet} private key is none: ${defect}`);
  return key.expanded ?? ENGINES[key.parameterSet].keygen(key.seed).secretKey;
}

/**
 * Why an ML-DSA private key is none, or undefined: wrong lengths, a seed that does not expand to the expanded key beside it (RFC 9881 8.2), and for an expanded
 * key alone, values out of range or that do not go together. Costs as much as making a key.
 *
 * ```ts
 * import { findMlDsaKeyDefect, generatePostQuantumKeyPair } from 'certwright/post-quantum';
 * const { privateKey } = generatePostQuantumKeyPair({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44' });
 * if (privateKey.kind !== 'ml-dsa' || findMlDsaKeyDefect(privateKey) !== undefined) throw new Error('a fresh key is a good one');
 * if (findMlDsaKeyDefect({ ...privateKey, expanded: new Uint8Array(2560) }) !== 'seed-mismatch') throw new Error('these two do not belong together');
 * ```
 */
export function findMlDsaKeyDefect(key: MlDsaPrivateKey): MlDsaDefect | undefined {
  return findMlDsaDefect(key, ENGINES[key.parameterSet]);
}

/** The private key of a seed: deterministic (FIPS 204 algorithm 6). The key keeps its seed, the form that RFC 9881 section 6 recommends. Throws `bad-private-key`. */
export function mlDsaKeyOfSeed(parameterSet: MlDsaName, seed: Uint8Array): { publicKey: MlDsaPublicKey; privateKey: MlDsaPrivateKey } {
  const privateKey: MlDsaPrivateKey = { kind: 'ml-dsa', parameterSet, seed };
  return { publicKey: mlDsaPublicKeyOf(privateKey), privateKey };
}

/** A fresh key. */
export function generateMlDsaKey(parameterSet: MlDsaName, random: RandomBytes): MlDsaPrivateKey {
  return { kind: 'ml-dsa', parameterSet, seed: random(SEED_OCTETS) };
}

/** The private key with its expanded form beside the seed, where it has one (RFC 9881 section 6, `both`). Throws `bad-private-key`. */
export function expandMlDsaKey(key: MlDsaPrivateKey): MlDsaPrivateKey {
  return { ...key, expanded: expandedKey(key) };
}

/** The public half of a private key, computed from the seed or from the expanded key. Throws `bad-private-key`. */
export function mlDsaPublicKeyOf(key: MlDsaPrivateKey): MlDsaPublicKey {
  const { kind, parameterSet, seed, expanded } = key;
  const engine = ENGINES[parameterSet];
  const fromSeed = expanded === undefined && findMlDsaKeyDefect(key) === undefined ? engine.keygen(seed) : undefined;
  return { kind, parameterSet, octets: fromSeed?.publicKey ?? engine.getPublicKey(expandedKey(key)) };
}

/** Signs (FIPS 204 algorithm 2): hedged where `random` is given, else deterministic. Throws `bad-private-key` and `context-too-long`. */
export function signMlDsa(key: MlDsaPrivateKey, data: Uint8Array, { context, random }: PostQuantumSigningOptions = {}): Uint8Array {
  const options = { context: checkedContext(context), extraEntropy: random?.(SEED_OCTETS) ?? (false as const) };
  return ENGINES[key.parameterSet].sign(data, expandedKey(key), options);
}

/** Whether a signature is good (FIPS 204 algorithm 3). A key or signature of a wrong length and a context of more than 255 octets are false. */
export function verifyMlDsa(
  { parameterSet, octets }: MlDsaPublicKey,
  data: Uint8Array,
  signature: Uint8Array,
  { context = new Uint8Array() }: ContextOptions = {},
): boolean {
  const engine = ENGINES[parameterSet];
  return octets.length === engine.lengths.publicKey && isContext(context) && engine.verify(signature, data, octets, { context });
}

/**
 * The message representative of FIPS 204 algorithm 7 line 6, the only thing that a signer needs of a message and its public key (External mu, RFC 9881 appendix D):
 * 64 octets. Throws `context-too-long`.
 */
export function mlDsaRepresentative({ octets }: MlDsaPublicKey, data: Uint8Array, { context }: ContextOptions = {}): Uint8Array {
  const checked = checkedContext(context);
  const domain = Uint8Array.of(0, checked.length);
  return shake256(concatBytes(shake256(octets, { dkLen: MU_OCTETS }), domain, checked, data), { dkLen: MU_OCTETS });
}

/** Signs a message representative; the signature is that of the message (RFC 9881 appendix D). Throws `bad-private-key` and `bad-representative`. */
export function signMlDsaRepresentative(
  key: MlDsaPrivateKey,
  representative: Uint8Array,
  { random }: Omit<PostQuantumSigningOptions, 'context'> = {},
): Uint8Array {
  if (representative.length !== MU_OCTETS)
    throw new PkiError('bad-representative', `a message representative has ${MU_OCTETS} octets, not ${representative.length}`);
  const options = { externalMu: true, extraEntropy: random?.(SEED_OCTETS) ?? (false as const) };
  return ENGINES[key.parameterSet].internal.sign(representative, expandedKey(key), options);
}

function mlDsaAlgorithm(parameterSet: MlDsaName): SigningAlgorithm {
  const algorithm = { kind: 'ml-dsa', parameterSet } as const;
  return postQuantumAlgorithm<MlDsaPublicKey, MlDsaPrivateKey>(algorithm, octetKeyOid(algorithm), {
    verify: verifyMlDsa,
    sign: signMlDsa,
    publicKeyOf: mlDsaPublicKeyOf,
  });
}

/** ML-DSA-44 (RFC 9881 section 2): security category 2 of NIST. */
export const mlDsa44: SigningAlgorithm = /* @__PURE__ */ mlDsaAlgorithm('ML-DSA-44');
/** ML-DSA-65: category 3. */
export const mlDsa65: SigningAlgorithm = /* @__PURE__ */ mlDsaAlgorithm('ML-DSA-65');
/** ML-DSA-87: category 5. */
export const mlDsa87: SigningAlgorithm = /* @__PURE__ */ mlDsaAlgorithm('ML-DSA-87');

/** All parameter sets of ML-DSA. */
export const mlDsaAlgorithms: readonly SigningAlgorithm[] = [mlDsa44, mlDsa65, mlDsa87];
