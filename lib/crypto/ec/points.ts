/** Scalars and points: the public half of a private key, and whether a point lies on its curve (SEC 1 3.2). */
import type { WeierstrassPoint } from '@noble/curves/abstract/weierstrass.js';
import { bytesToBigInt } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { EcPrivateKey, EcPublicKey } from '../../keys/types.ts';
import { curveGroup } from './curves.ts';

/** The scalar of a private key, after a look at its range, 1 to n - 1 in exactly as many octets as n has. Throws `bad-private-key`. */
export function checkedScalar({ curve, d }: EcPrivateKey): Uint8Array {
  const { Fn } = curveGroup(curve);
  if (d.length !== Fn.BYTES || !Fn.isValidNot0(bytesToBigInt(d)))
    throw new PkiError('bad-private-key', `the private scalar is not a number from 1 to n - 1 of ${curve} in ${Fn.BYTES} octets`);
  return d;
}

/** The public half of a private key, computed; a point that came with the key is not looked at. Throws `bad-private-key`. */
export function ecPublicKeyOf(key: EcPrivateKey): EcPublicKey {
  const scalar = bytesToBigInt(checkedScalar(key));
  return { kind: 'ec', curve: key.curve, point: curveGroup(key.curve).BASE.multiply(scalar).toBytes(false) };
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
