/** A signer over a private key in memory. */
import type { RandomBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { encodePublicKey } from '../keys/public-key.ts';
import type { PrivateKey } from '../keys/types.ts';
import type { EcdsaAlgorithm } from './ec/ecdsa.ts';
import { createEcdsaSigner } from './ec/scheme.ts';
import { ed25519 } from './eddsa.ts';
import { ed25519Signer } from './eddsa-signing.ts';
import { publicKeyOf } from './public-half.ts';
import { isRsaAlgorithm, signRsa } from './rsa/signing.ts';
import type { SignatureAlgorithm, Signer, SigningAlgorithm } from './types.ts';
import { fitsKey } from './verify.ts';

/**
 * A signer that uses `key` with `algorithm`; salts and blinding draw on `random`. Throws `wrong-key-kind` at once where the two do not fit, `agreement-key` for an X25519
 * or X448 key, `bad-private-key` where the key is none, and `cannot-sign` where the algorithm is neither RSA nor ECDSA nor Ed25519 nor a `SigningAlgorithm`.
 */
export function createSigner(
  key: PrivateKey,
  { algorithm, random }: { readonly algorithm: SignatureAlgorithm; readonly random: RandomBytes },
): Signer<Uint8Array> {
  if (key.kind === 'x25519' || key.kind === 'x448')
    throw new PkiError('agreement-key', `a key of kind ${key.kind} is for agreement on a secret and signs nothing`);
  if (key.kind === 'ec' && isEcdsa(algorithm)) return createEcdsaSigner(key, { algorithm, random });
  if (!fitsKey(algorithm, key)) {
    const { label, keyKind } = algorithm;
    const why = key.kind === 'rsa-pss' ? 'one that does not allow it' : key.kind;
    throw new PkiError('wrong-key-kind', `${label} needs a key of kind ${keyKind}, not ${why}`);
  }
  const publicHalf = (isSigning(algorithm) ? algorithm.publicKeyOf?.(key) : undefined) ?? publicKeyOf(key);
  return { publicKey: encodePublicKey(publicHalf), algorithm, sign: signFunction(key, algorithm, random) };
}

function signFunction(key: PrivateKey, algorithm: SignatureAlgorithm, random: RandomBytes): (tbs: Uint8Array) => Uint8Array {
  if (isSigning(algorithm)) return (tbs) => algorithm.sign(key, tbs, random);
  if (algorithm === ed25519) return ed25519Signer(key);
  if (isRsaAlgorithm(algorithm) && (key.kind === 'rsa' || key.kind === 'rsa-pss')) return (tbs) => signRsa(algorithm, key, tbs, random);
  throw new PkiError('cannot-sign', `${algorithm.label} is an algorithm for verifying only`);
}

const isSigning = (algorithm: SignatureAlgorithm): algorithm is SigningAlgorithm => 'sign' in algorithm;
const isEcdsa = (algorithm: SignatureAlgorithm): algorithm is EcdsaAlgorithm => 'hashFunction' in algorithm && !isSigning(algorithm);
