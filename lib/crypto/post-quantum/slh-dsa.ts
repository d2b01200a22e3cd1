/**
 * SLH-DSA (FIPS 205) in its pure mode, over noble-post-quantum, with the keys and identifiers of RFC 9909.
 *
 * Left out by name: HashSLH-DSA (FIPS 205 10.2.2), whose identifiers stand for no key and no algorithm here.
 *
 * Signing takes its time in pure JavaScript: some tenths of a second for the `f` sets, seconds for the `s` sets, and with SHAKE several times that.
 */
import * as noble from '@noble/post-quantum/slh-dsa.js';
import { equalBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { octetKeyOid } from '../../keys/octet-keys.ts';
import type { SlhDsaName, SlhDsaPrivateKey, SlhDsaPublicKey } from '../../keys/types.ts';
import type { SigningAlgorithm } from '../types.ts';
import { checkedContext, type ContextOptions, isContext, postQuantumAlgorithm, type PostQuantumSigningOptions } from './options.ts';

const ENGINES: Readonly<Record<SlhDsaName, noble.SphincsSigner>> = {
  'SLH-DSA-SHA2-128s': noble.slh_dsa_sha2_128s,
  'SLH-DSA-SHA2-128f': noble.slh_dsa_sha2_128f,
  'SLH-DSA-SHA2-192s': noble.slh_dsa_sha2_192s,
  'SLH-DSA-SHA2-192f': noble.slh_dsa_sha2_192f,
  'SLH-DSA-SHA2-256s': noble.slh_dsa_sha2_256s,
  'SLH-DSA-SHA2-256f': noble.slh_dsa_sha2_256f,
  'SLH-DSA-SHAKE-128s': noble.slh_dsa_shake_128s,
  'SLH-DSA-SHAKE-128f': noble.slh_dsa_shake_128f,
  'SLH-DSA-SHAKE-192s': noble.slh_dsa_shake_192s,
  'SLH-DSA-SHAKE-192f': noble.slh_dsa_shake_192f,
  'SLH-DSA-SHAKE-256s': noble.slh_dsa_shake_256s,
  'SLH-DSA-SHAKE-256f': noble.slh_dsa_shake_256f,
};

/** What is wrong with an SLH-DSA private key. */
export type SlhDsaDefect =
  /** It has not as many octets as its parameter set says. */
  | 'wrong-length'
  /** The root in it is not the one of its seeds. */
  | 'root-mismatch';

/** n of FIPS 205 table 2: octets of each of the four parts of a private key, and of the randomness of a signature. */
function partOctets(parameterSet: SlhDsaName): number {
  return (ENGINES[parameterSet].lengths.secretKey as number) / 4;
}

/** The octets of a private key, their number checked. Throws `bad-private-key`. */
function keyOctets({ parameterSet, octets }: SlhDsaPrivateKey): Uint8Array {
  const wanted = 4 * partOctets(parameterSet);
  if (octets.length !== wanted)
    throw new PkiError('bad-private-key', `an ${parameterSet} private key has ${wanted} octets, not ${octets.length}`);
  return octets;
}

/** Why an SLH-DSA private key is none, or undefined. Costs as much as making a key: up to seconds for the `s` sets. */
export function findSlhDsaKeyDefect({ parameterSet, octets }: SlhDsaPrivateKey): SlhDsaDefect | undefined {
  const size = partOctets(parameterSet);
  if (octets.length !== 4 * size) return 'wrong-length';
  const { secretKey } = ENGINES[parameterSet].keygen(octets.slice(0, 3 * size));
  return equalBytes(secretKey, octets) ? undefined : 'root-mismatch';
}

/** A fresh key (FIPS 205 algorithm 21). Up to seconds for the `s` sets. */
export function generateSlhDsaKey(parameterSet: SlhDsaName, random: RandomBytes): SlhDsaPrivateKey {
  return { kind: 'slh-dsa', parameterSet, octets: ENGINES[parameterSet].keygen(random(3 * partOctets(parameterSet))).secretKey };
}

/** The public half of a private key: its last two parts, not checked to belong to the others (`findSlhDsaKeyDefect` does that). Throws `bad-private-key`. */
export function slhDsaPublicKeyOf(key: SlhDsaPrivateKey): SlhDsaPublicKey {
  const { kind, parameterSet } = key;
  return { kind, parameterSet, octets: keyOctets(key).slice(2 * partOctets(parameterSet)) };
}

/** Signs (FIPS 205 algorithm 22): hedged where `random` is given, else deterministic. Throws `bad-private-key` and `context-too-long`. */
export function signSlhDsa(key: SlhDsaPrivateKey, data: Uint8Array, { context, random }: PostQuantumSigningOptions = {}): Uint8Array {
  const extraEntropy = random?.(partOctets(key.parameterSet)) ?? (false as const);
  return ENGINES[key.parameterSet].sign(data, keyOctets(key), { context: checkedContext(context), extraEntropy });
}

/** Whether a signature is good (FIPS 205 algorithm 24). A key or signature of a wrong length and a context of more than 255 octets are false. */
export function verifySlhDsa(
  { parameterSet, octets }: SlhDsaPublicKey,
  data: Uint8Array,
  signature: Uint8Array,
  { context = new Uint8Array() }: ContextOptions = {},
): boolean {
  const engine = ENGINES[parameterSet];
  return octets.length === engine.lengths.publicKey && isContext(context) && engine.verify(signature, data, octets, { context });
}

function slhDsaAlgorithm(parameterSet: SlhDsaName): SigningAlgorithm {
  const algorithm = { kind: 'slh-dsa', parameterSet } as const;
  return postQuantumAlgorithm<SlhDsaPublicKey, SlhDsaPrivateKey>(algorithm, octetKeyOid(algorithm), {
    verify: verifySlhDsa,
    sign: signSlhDsa,
    publicKeyOf: slhDsaPublicKeyOf,
  });
}

/** SLH-DSA-SHA2-128s (RFC 9909 section 3): category 1 of NIST, small signatures of 7,856 octets. */
export const slhDsaSha2_128s: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHA2-128s');
/** SLH-DSA-SHA2-128f: category 1, made fast, signatures of 17,088 octets. */
export const slhDsaSha2_128f: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHA2-128f');
/** SLH-DSA-SHA2-192s: category 3, signatures of 16,224 octets. */
export const slhDsaSha2_192s: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHA2-192s');
/** SLH-DSA-SHA2-192f: category 3, signatures of 35,664 octets. */
export const slhDsaSha2_192f: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHA2-192f');
/** SLH-DSA-SHA2-256s: category 5, signatures of 29,792 octets. */
export const slhDsaSha2_256s: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHA2-256s');
/** SLH-DSA-SHA2-256f: category 5, signatures of 49,856 octets. */
export const slhDsaSha2_256f: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHA2-256f');
/** SLH-DSA-SHAKE-128s: as with SHA2, and so on. */
export const slhDsaShake_128s: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHAKE-128s');
/** SLH-DSA-SHAKE-128f. */
export const slhDsaShake_128f: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHAKE-128f');
/** SLH-DSA-SHAKE-192s. */
export const slhDsaShake_192s: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHAKE-192s');
/** SLH-DSA-SHAKE-192f. */
export const slhDsaShake_192f: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHAKE-192f');
/** SLH-DSA-SHAKE-256s. */
export const slhDsaShake_256s: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHAKE-256s');
/** SLH-DSA-SHAKE-256f. */
export const slhDsaShake_256f: SigningAlgorithm = /* @__PURE__ */ slhDsaAlgorithm('SLH-DSA-SHAKE-256f');

/** All parameter sets of SLH-DSA. */
export const slhDsaAlgorithms: readonly SigningAlgorithm[] = [
  slhDsaSha2_128s,
  slhDsaSha2_128f,
  slhDsaSha2_192s,
  slhDsaSha2_192f,
  slhDsaSha2_256s,
  slhDsaSha2_256f,
  slhDsaShake_128s,
  slhDsaShake_128f,
  slhDsaShake_192s,
  slhDsaShake_192f,
  slhDsaShake_256s,
  slhDsaShake_256f,
];
