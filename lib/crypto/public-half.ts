/** The public half of any private key; the one file that joins all kinds of keys. */
import type { PrivateKey, PublicKey } from '../keys/types.ts';
import { ecPublicKeyOf } from './ec/points.ts';
import { ed25519PublicKeyOf } from './eddsa-signing.ts';
import { rsaPublicKeyOf } from './rsa/private.ts';

/** The public key of a private key: copied from an RSA key, computed for the others. Throws `bad-private-key` where a scalar is out of range. */
export function publicKeyOf(key: PrivateKey): PublicKey {
  if (key.kind === 'rsa' || key.kind === 'rsa-pss') return rsaPublicKeyOf(key);
  return key.kind === 'ec' ? ecPublicKeyOf(key) : ed25519PublicKeyOf(key);
}
