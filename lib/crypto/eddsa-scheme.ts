/** Keys and signing with EdDSA (RFC 8032 5.1.5, 5.1.6, 5.2.5, 5.2.6), over arithmetic made for secrets. Verification is not here. */
import { concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { PrivateKey } from '../keys/types.ts';

/** What the two curves differ in; `N` is a number modulo the order of the base point. */
export interface EdwardsScheme<N> {
  readonly kind: 'ed25519' | 'ed448';
  /** Its name, for errors. */
  readonly name: string;
  /** Octets of a seed, of a point and of a number modulo the order. */
  readonly octets: number;
  /** The hash, of twice as many octets. */
  hash(data: Uint8Array): Uint8Array;
  /** What stands before everything that is hashed but the seed: dom4 of RFC 8032 5.2, or nothing. */
  readonly prefix: Uint8Array;
  /** Sets the bits of the scalar that are fixed, in place. */
  clamp(scalar: Uint8Array): void;
  /** A number modulo the order, from little-endian octets of any length. */
  number(octets: Uint8Array): N;
  /** The multiple of the base point, as octets. */
  point(multiple: N): Uint8Array;
  /** r + k a modulo the order, little-endian. */
  sum(r: N, k: N, a: N): Uint8Array;
}

/** Makes signatures, R and S each, with a key. Throws `wrong-key-kind`, and `bad-private-key` where the seed has not its length. */
export function edwardsSigner<N>(scheme: EdwardsScheme<N>, key: PrivateKey): (data: Uint8Array) => Uint8Array {
  const { scalar, secret } = expand(scheme, key);
  const { prefix, hash, number, point, sum } = scheme;
  const publicPoint = point(scalar);
  return (data) => {
    const r = number(hash(concatBytes(prefix, secret, data)));
    const commitment = point(r);
    return concatBytes(commitment, sum(r, number(hash(concatBytes(prefix, commitment, publicPoint, data))), scalar));
  };
}

/** The point of a key. Throws as `edwardsSigner` does. */
export function edwardsPointOf<N>(scheme: EdwardsScheme<N>, key: PrivateKey): Uint8Array {
  return scheme.point(expand(scheme, key).scalar);
}

/** The secret number, modulo the order of the base point, and what makes the commitments: both halves of the seed's hash (RFC 8032 5.1.5 steps 1 to 3). */
function expand<N>(
  { kind, name, octets, hash, clamp, number }: EdwardsScheme<N>,
  key: PrivateKey,
): { readonly scalar: N; readonly secret: Uint8Array } {
  if (key.kind !== kind) throw new PkiError('wrong-key-kind', `${name} needs an ${kind} key, not ${key.kind}`);
  if (key.seed.length !== octets) throw new PkiError('bad-private-key', `an ${name} seed has ${octets} octets, not ${key.seed.length}`);
  const hashed = hash(key.seed);
  const clamped = hashed.slice(0, octets);
  clamp(clamped);
  return { scalar: number(clamped), secret: hashed.subarray(octets) };
}
