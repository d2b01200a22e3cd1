/** Signing with RSA (RFC 8017 8.1.1, 8.2.1), by way of `createSigner`: who only verifies does without its arithmetic. */
import { bitLength, bigIntToBytes, bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { RsaPrivateKey, RsaPssPrivateKey } from '../../keys/types.ts';
import type { SignatureAlgorithm } from '../types.ts';
import type { RsaPkcs1Algorithm } from './pkcs1-scheme.ts';
import { rsaPrivateOperation } from './private.ts';
import { encodePss } from './pss-encoding.ts';
import type { RsaPssAlgorithm } from './pss-scheme.ts';
import { modulusLength } from './public.ts';

/** Whether a descriptor is one that `signRsa` signs with. */
export function isRsaAlgorithm(algorithm: SignatureAlgorithm): algorithm is RsaPkcs1Algorithm | RsaPssAlgorithm {
  return 'encodeMessage' in algorithm || 'pss' in algorithm;
}

/**
 * A signature with a key that fits the descriptor, which the caller has made sure of. `random` serves salt and blinding. Throws `key-too-small` where the modulus
 * has no room, and what `rsaPrivateOperation` throws.
 */
export function signRsa(
  algorithm: RsaPkcs1Algorithm | RsaPssAlgorithm,
  key: RsaPrivateKey | RsaPssPrivateKey,
  data: Uint8Array,
  random: RandomBytes,
): Uint8Array {
  const length = modulusLength(key.n);
  const encoded =
    'pss' in algorithm
      ? encodePss(algorithm.pss, data, random(algorithm.pss.saltLength), bitLength(key.n) - 1)
      : algorithm.encodeMessage(data, length);
  if (encoded === undefined) throw new PkiError('key-too-small', `an RSA modulus of ${length} octets is too small for ${algorithm.label}`);
  return bigIntToBytes(rsaPrivateOperation(key, bytesToBigInt(encoded), random), length);
}
