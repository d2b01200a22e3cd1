/**
 * Keys and signing with EdDSA (RFC 8032 5.1.5, 5.1.6, 5.2.5, 5.2.6) over noble's group arithmetic, which is made for secrets. noble's own scheme brings
 * verification by ZIP 215, Montgomery's form and its own making of keys along (2 kB gzipped).
 */
import type { EdwardsPointCons } from '@noble/curves/abstract/edwards.js';
import { concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { PrivateKey } from '../keys/types.ts';
import { littleEndian } from './eddsa.ts';

/** What the two curves differ in. */
export interface EdwardsScheme {
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
  /** The group, set up on first use. */
  group(): EdwardsPointCons;
}

/** A signature, R and S. Throws `wrong-key-kind`, and `bad-private-key` where the seed has not its length. */
export function signEdwards(scheme: EdwardsScheme, key: PrivateKey, data: Uint8Array): Uint8Array {
  const { scalar, secret } = expand(scheme, key);
  const { BASE, Fn } = scheme.group();
  const number = (...parts: readonly Uint8Array[]): bigint => littleEndian(scheme.hash(concatBytes(scheme.prefix, ...parts))) % Fn.ORDER;
  const r = number(secret, data);
  const commitment = BASE.multiply(r).toBytes();
  const challenge = number(commitment, BASE.multiply(scalar).toBytes(), data);
  return concatBytes(commitment, Fn.toBytes((r + challenge * scalar) % Fn.ORDER));
}

/** The point of a key. Throws as `signEdwards` does. */
export function edwardsPointOf(scheme: EdwardsScheme, key: PrivateKey): Uint8Array {
  return scheme.group().BASE.multiply(expand(scheme, key).scalar).toBytes();
}

/** The secret number, modulo the order of the base point, and what makes the commitments: both halves of the seed's hash (RFC 8032 5.1.5 steps 1 to 3). */
function expand(
  { kind, name, octets, hash, clamp, group }: EdwardsScheme,
  key: PrivateKey,
): { readonly scalar: bigint; readonly secret: Uint8Array } {
  if (key.kind !== kind) throw new PkiError('wrong-key-kind', `${name} needs an ${kind} key, not ${key.kind}`);
  if (key.seed.length !== octets) throw new PkiError('bad-private-key', `an ${name} seed has ${octets} octets, not ${key.seed.length}`);
  const hashed = hash(key.seed);
  const clamped = hashed.slice(0, octets);
  clamp(clamped);
  return { scalar: littleEndian(clamped) % group().Fn.ORDER, secret: hashed.subarray(octets) };
}
