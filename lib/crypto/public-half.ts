/** The public half of any private key; the one file that joins all kinds of keys. */
import { PkiError } from '../base/error.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';
import { ecPublicKeyOf } from './ec/points.ts';
import { ed448PublicKeyOf } from './ed448.ts';
import { ed25519PublicKeyOf } from './eddsa-signing.ts';
import { montgomeryPointOf } from './montgomery.ts';
import { rsaPublicKeyOf } from './rsa/private.ts';

/**
 * The public key of a private key: copied from an RSA or SLH-DSA key, computed for the others. Throws `bad-private-key` where a scalar is out of range or has not its
 * length, and `post-quantum-key` for ML-DSA, whose arithmetic `certwright/post-quantum` has.
 *
 * ```ts
 * import { encodePublicKey, generateKeyPair, publicKeyOf, toHex } from 'certwright';
 * const { privateKey, publicKey } = generateKeyPair({ kind: 'ed448' });
 * if (toHex(encodePublicKey(publicKeyOf(privateKey))) !== toHex(encodePublicKey(publicKey))) throw new Error('one key, two halves');
 * ```
 */
export function publicKeyOf(key: PrivateKey): PublicKey {
  switch (key.kind) {
    case 'rsa':
    case 'rsa-pss':
      return rsaPublicKeyOf(key);
    case 'ec':
      return ecPublicKeyOf(key);
    case 'ed25519':
      return ed25519PublicKeyOf(key);
    case 'ed448':
      return ed448PublicKeyOf(key);
    case 'x25519':
    case 'x448':
      return { kind: key.kind, point: montgomeryPointOf(key) };
    case 'slh-dsa':
      // Seed, PRF key, public seed and root (FIPS 205 9.1): the latter two are the public key.
      return { kind: 'slh-dsa', parameterSet: key.parameterSet, octets: key.octets.slice(key.octets.length / 2) };
    case 'ml-dsa':
      throw new PkiError('post-quantum-key', 'the public half of an ML-DSA key is computed by certwright/post-quantum');
    default:
      // A program without types may bring anything.
      throw new PkiError(
        'unsupported-key-kind',
        `the public half of a key of kind ${String((key as { readonly kind: unknown }).kind)} is not computed here`,
      );
  }
}
