/** Scalars and points: the public half of a private key, and whether a point lies on its curve (SEC 1 3.2). */
import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { PkiError } from '../../base/error.ts';
import type { EcPrivateKey, EcPublicKey } from '../../keys/types.ts';
import { sha256 } from '../hash.ts';
import { curveGroup } from './curves.ts';
import { secretCurve } from './secret-curve.ts';

/** The scalar of a private key, after a look at its range, 1 to n - 1 in exactly as many octets as n has. Throws `bad-private-key`. */
export function checkedScalar({ curve, d }: EcPrivateKey): Uint8Array {
  const { octets, isInRange } = secretCurve(curve);
  if (!isInRange(d))
    throw new PkiError('bad-private-key', `the private scalar is not a number from 1 to n - 1 of ${curve} in ${octets} octets`);
  return d;
}

/** The public half of a private key, computed; a point that came with the key is not looked at. Throws `bad-private-key`. */
export function ecPublicKeyOf(key: EcPrivateKey): EcPublicKey {
  const d = checkedScalar(key);
  // The points are made random by what the scalar alone determines: that a source of random numbers is at hand cannot be asked of whoever wants a public key.
  return { kind: 'ec', curve: key.curve, point: secretCurve(key.curve).point(d, sha256.digest(d)) };
}

/** The point of a key, or undefined where it is not a point of its curve or is the point at infinity. */
export function decodedPoint({ curve, point }: EcPublicKey): WeierstrassPoint<bigint> | undefined {
  try {
    const decoded = curveGroup(curve).fromBytes(point);
    return decoded.is0() ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** The uncompressed form of a key's point, or undefined where it is not a point of its curve or is the point at infinity. */
export function uncompressedPoint(key: EcPublicKey): Uint8Array | undefined {
  return decodedPoint(key)?.toBytes(false);
}
