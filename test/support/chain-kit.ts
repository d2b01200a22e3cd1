/** The writers of `certwright/testing` by the short names of our tests. */
import { publicKeyOf } from '../../lib/crypto/public-half.ts';
import { encodePublicKey } from '../../lib/keys/public-key.ts';
import type { PrivateKey, PublicKey } from '../../lib/keys/types.ts';

export {
  AT,
  DAY,
  type CertificateRecipe as Recipe,
  type MadeCertificate as Made,
  makeCertificate as make,
  rawExtension,
} from '../../lib/testing/certificate.ts';
export { type CrlRecipe, makeCrl } from '../../lib/testing/crl.ts';
export { encodingOf, keyNamed } from '../../lib/testing/keys.ts';

/** The public key of a key that is not in the kit's kinds. */
export function spkiOf(key: Exclude<PublicKey | PrivateKey, { readonly kind: 'ml-dsa' | 'slh-dsa' }>): Uint8Array {
  return 'seed' in key || 'd' in key || 'scalar' in key ? encodePublicKey(publicKeyOf(key)) : encodePublicKey(key);
}
