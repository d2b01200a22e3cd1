/** Keys of either kind: made, and checked to be the halves of one. Randomness is an argument; `certwright/post-quantum` binds the platform's. */
import { equalBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { MlDsaName, MlDsaPrivateKey, MlDsaPublicKey, SlhDsaName, SlhDsaPrivateKey, SlhDsaPublicKey } from '../../keys/types.ts';
import type { SigningAlgorithm } from '../types.ts';
import { generateMlDsaKey, mlDsaAlgorithms, mlDsaPublicKeyOf } from './ml-dsa.ts';
import { generateSlhDsaKey, slhDsaAlgorithms, slhDsaPublicKeyOf } from './slh-dsa.ts';

/** What key to make. */
export type PostQuantumKeyKind =
  | { readonly kind: 'ml-dsa'; readonly parameterSet: MlDsaName }
  | { readonly kind: 'slh-dsa'; readonly parameterSet: SlhDsaName };

/** A public key of either kind. */
export type PostQuantumPublicKey = MlDsaPublicKey | SlhDsaPublicKey;

/** A private key of either kind. */
export type PostQuantumPrivateKey = MlDsaPrivateKey | SlhDsaPrivateKey;

/** The two halves of one key. */
export interface PostQuantumKeyPair {
  readonly publicKey: PostQuantumPublicKey;
  readonly privateKey: PostQuantumPrivateKey;
}

/** All algorithms of this folder: ML-DSA and SLH-DSA. */
export const postQuantumAlgorithms: readonly SigningAlgorithm[] = [...mlDsaAlgorithms, ...slhDsaAlgorithms];

/** The algorithm of a key. Throws `unsupported-key-kind`. */
export function postQuantumAlgorithmFor({ kind, parameterSet }: PostQuantumKeyKind): SigningAlgorithm {
  const algorithm = postQuantumAlgorithms.find(
    ({ keyKind, label }) => keyKind === kind && label.toUpperCase() === parameterSet.toUpperCase(),
  );
  if (algorithm === undefined)
    throw new PkiError('unsupported-key-kind', `a key of kind ${kind} and ${parameterSet}; ML-DSA and SLH-DSA are supported`);
  return algorithm;
}

/** A key pair with randomness of the caller's. Throws `unsupported-key-kind`. */
export function makePostQuantumKeyPair(kind: PostQuantumKeyKind, random: RandomBytes): PostQuantumKeyPair {
  // A program without types may ask for more.
  postQuantumAlgorithmFor(kind);
  const privateKey = kind.kind === 'ml-dsa' ? generateMlDsaKey(kind.parameterSet, random) : generateSlhDsaKey(kind.parameterSet, random);
  return { publicKey: postQuantumPublicKeyOf(privateKey), privateKey };
}

/** The public half of a key. Throws `bad-private-key`. */
export function postQuantumPublicKeyOf(key: PostQuantumPrivateKey): PostQuantumPublicKey {
  return key.kind === 'ml-dsa' ? mlDsaPublicKeyOf(key) : slhDsaPublicKeyOf(key);
}

/** Whether a private key belongs to a public one: same parameter set, same public half. Throws `bad-private-key` for a private key that is none. */
export function isPostQuantumPair(publicKey: PostQuantumPublicKey, privateKey: PostQuantumPrivateKey): boolean {
  const computed = postQuantumPublicKeyOf(privateKey);
  return publicKey.parameterSet === computed.parameterSet && equalBytes(publicKey.octets, computed.octets);
}
