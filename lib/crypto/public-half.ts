/** The public half of any private key; the one file that joins all kinds of keys. */
import { PkiError } from '../base/error.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';
import { ecPublicKeyOf } from './ec/points.ts';
import { ed25519PublicKeyOf } from './eddsa-signing.ts';
import { rsaPublicKeyOf } from './rsa/private.ts';

/** The public key of a private key: copied from an RSA key, computed for the others. Throws `bad-private-key` where a scalar is out of range. */
export function publicKeyOf(key: PrivateKey): PublicKey {
  if (key.kind === 'rsa' || key.kind === 'rsa-pss') return rsaPublicKeyOf(key);
  if (key.kind === 'ec') return ecPublicKeyOf(key);
  if (key.kind === 'ed25519') return ed25519PublicKeyOf(key);
  throw new PkiError('unsupported-key-kind', `the public half of a key of kind ${key.kind} is not computed here`);
}
