/** A signer over a private key in memory. Imports no algorithm. */
import type { RandomBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { encodePublicKey } from '../keys/public-key.ts';
import type { PrivateKey } from '../keys/types.ts';
import type { SignatureAlgorithm, Signer } from './types.ts';
import { fitsKey } from './verify.ts';

/** A signer that uses `key` with `algorithm`; salts and blinding draw on `random`. Throws `wrong-key-kind` at once where the two do not fit. */
export function createSigner(
  key: PrivateKey,
  { algorithm, random }: { readonly algorithm: SignatureAlgorithm; readonly random: RandomBytes },
): Signer<Uint8Array> {
  if (!fitsKey(algorithm, key)) {
    const why = key.kind === 'rsa-pss' ? 'one that does not allow it' : key.kind;
    throw new PkiError('wrong-key-kind', `${algorithm.label} needs a key of kind ${algorithm.keyKind}, not ${why}`);
  }
  return {
    publicKey: encodePublicKey(algorithm.publicKeyOf(key)),
    algorithm,
    sign: (tbs) => algorithm.sign(key, tbs, random),
  };
}
