/**
 * The dispatcher: which algorithm an AlgorithmIdentifier means, and whether a signature is good. It imports no algorithm; the ones that count arrive as
 * an array of descriptors.
 */
import { equalBytes } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import type { SubjectPublicKeyInfo } from '../keys/spki.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';
import type { SignatureAlgorithm } from './types.ts';

/** Why a signature is not good, or that it is. */
export type SignatureResult =
  /** The signature verifies. */
  | { readonly ok: true; readonly algorithm: SignatureAlgorithm }
  /** The AlgorithmIdentifier is none of the algorithms given. */
  | { readonly ok: false; readonly reason: 'unsupported-algorithm' }
  /** The public key cannot be read, or is of a kind this library does not compute with. */
  | { readonly ok: false; readonly reason: 'unsupported-key'; readonly error: PkiError }
  /** The key is of another kind than the algorithm wants, or an RSASSA-PSS key that does not allow its parameters (RFC 4055 3.3). */
  | { readonly ok: false; readonly reason: 'wrong-key-kind'; readonly algorithm: SignatureAlgorithm; readonly keyKind: PublicKey['kind'] }
  /** The signature does not verify. */
  | { readonly ok: false; readonly reason: 'bad-signature'; readonly algorithm: SignatureAlgorithm };

/**
 * The algorithm whose encodings hold exactly these DER octets, or that resolves them; undefined where there is none. Of several, the first that works with
 * `key`: ECDSA with one hash is one descriptor for the curves of NIST and another for all curves.
 */
export function findAlgorithm(
  algorithms: readonly SignatureAlgorithm[],
  identifier: AlgorithmIdentifier,
  key?: PublicKey,
): SignatureAlgorithm | undefined {
  let meant: SignatureAlgorithm | undefined;
  for (const algorithm of algorithms) {
    if (!algorithm.encodings.some((encoding) => equalBytes(encoding, identifier.der))) continue;
    if (key === undefined || fitsKey(algorithm, key)) return algorithm;
    meant ??= algorithm;
  }
  if (meant !== undefined) return meant;
  for (const algorithm of algorithms) {
    const resolved = algorithm.resolve?.(identifier);
    if (resolved !== undefined) return resolved;
  }
  return undefined;
}

/** Whether a key is one that the algorithm works with: its kind, and what an RSASSA-PSS key allows (RFC 4055 3.3). */
export function fitsKey(algorithm: SignatureAlgorithm, key: PublicKey | PrivateKey): boolean {
  return algorithm.takes?.(key) ?? key.kind === algorithm.keyKind;
}

/** Checks a signature and says why where it is not good. A given descriptor is used as it is; an AlgorithmIdentifier is looked up in `algorithms`. Never throws. */
export function checkSignature(
  key: PublicKey | SubjectPublicKeyInfo,
  algorithm: AlgorithmIdentifier | SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
  { algorithms }: { readonly algorithms: readonly SignatureAlgorithm[] },
): SignatureResult {
  const publicKey = readKey(key);
  const known = publicKey instanceof PkiError ? undefined : publicKey;
  const descriptor = 'encodings' in algorithm ? algorithm : findAlgorithm(algorithms, algorithm, known);
  if (descriptor === undefined) return { ok: false, reason: 'unsupported-algorithm' };
  if (publicKey instanceof PkiError) return { ok: false, reason: 'unsupported-key', error: publicKey };
  if (!fitsKey(descriptor, publicKey)) return { ok: false, reason: 'wrong-key-kind', algorithm: descriptor, keyKind: publicKey.kind };
  return descriptor.verify(publicKey, data, signature)
    ? { ok: true, algorithm: descriptor }
    : { ok: false, reason: 'bad-signature', algorithm: descriptor };
}

/** True only if the signature is good under one of `algorithms`. See `checkSignature` for the reason where it is not. */
export function verifySignature(
  key: PublicKey | SubjectPublicKeyInfo,
  algorithm: AlgorithmIdentifier | SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
  options: { readonly algorithms: readonly SignatureAlgorithm[] },
): boolean {
  return checkSignature(key, algorithm, data, signature, options).ok;
}

function readKey(key: PublicKey | SubjectPublicKeyInfo): PublicKey | PkiError {
  return 'kind' in key ? key : catchMalformed(() => parsePublicKey(key));
}
