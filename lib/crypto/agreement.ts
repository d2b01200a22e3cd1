/** Agreement on a shared secret: ECDH with cofactor 1 on all named curves (SEC 1 3.3.1, SP 800-56A 5.7.1.2), X25519 and X448 (RFC 7748 section 6). */
import { bytesToBigInt } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { EcPrivateKey, EcPublicKey, PrivateKey, PublicKey } from '../keys/types.ts';
import { curveGroup } from './ec/curves.ts';
import { checkedScalar, decodedPoint } from './ec/points.ts';
import { montgomerySecret } from './montgomery.ts';

/**
 * The secret that a private key shares with somebody's public key, as it comes out of the curve: the abscissa in as many octets as the field has. It is no key yet;
 * a key derivation function makes one of it.
 *
 * Throws `wrong-key-kind` where the two are of different kinds or their kind does not agree, `curve-mismatch`, `bad-private-key`, and `bad-public-key` for a point that is
 * not on its curve, for infinity, and for points of small order.
 *
 * ```ts
 * import { generateKeyPair, sharedSecret, toHex } from 'certwright';
 * const [ours, theirs] = [generateKeyPair({ kind: 'x25519' }), generateKeyPair({ kind: 'x25519' })];
 * const [one, other] = [sharedSecret(ours.privateKey, theirs.publicKey), sharedSecret(theirs.privateKey, ours.publicKey)];
 * if (toHex(one) !== toHex(other)) throw new Error('both sides have the same');
 * ```
 */
export function sharedSecret(privateKey: PrivateKey, publicKey: PublicKey): Uint8Array {
  if (privateKey.kind === 'ec' && publicKey.kind === 'ec') return ecSecret(privateKey, publicKey);
  if (privateKey.kind === 'x25519' && publicKey.kind === 'x25519') return montgomerySecret(privateKey, publicKey);
  if (privateKey.kind === 'x448' && publicKey.kind === 'x448') return montgomerySecret(privateKey, publicKey);
  throw new PkiError(
    'wrong-key-kind',
    `a private key of kind ${privateKey.kind} and a public key of kind ${publicKey.kind} share no secret; two of ec, x25519 or x448 do`,
  );
}

function ecSecret(privateKey: EcPrivateKey, publicKey: EcPublicKey): Uint8Array {
  const { curve } = privateKey;
  if (curve !== publicKey.curve)
    throw new PkiError('curve-mismatch', `a private key on ${curve} and a public key on ${publicKey.curve} share no secret`);
  const scalar = bytesToBigInt(checkedScalar(privateKey));
  const point = decodedPoint(publicKey);
  if (point === undefined) throw new PkiError('bad-public-key', `the public key is not a point of ${curve}`);
  return curveGroup(curve).Fp.toBytes(point.multiply(scalar).toAffine().x);
}
