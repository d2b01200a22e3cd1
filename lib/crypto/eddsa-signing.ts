/**
 * Signing with Ed25519 (RFC 8032 5.1.6) and the public half of a key (5.1.5). The scheme is ours over noble's group arithmetic, which is made for secrets;
 * noble's own scheme brings verification by ZIP 215, Montgomery's form and its own making of keys along (2 kB gzipped). Apart from eddsa.ts, so that verifying
 * does without noble's curve.
 */
import { edwards, type EdwardsPointCons } from '@noble/curves/abstract/edwards.js';
import { concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Ed25519PublicKey, PrivateKey } from '../keys/types.ts';
import { ED25519_ORDER } from './ec/edwards.ts';
import { KEY_OCTETS, littleEndian } from './eddsa.ts';
import { sha512 } from './hash.ts';

/** A signature of 64 octets. Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function signEd25519(key: PrivateKey, data: Uint8Array): Uint8Array {
  const { scalar, prefix } = expand(key);
  const { BASE, Fn } = baseGroup();
  const number = (...parts: readonly Uint8Array[]): bigint => littleEndian(sha512.digest(concatBytes(...parts))) % ED25519_ORDER;
  const r = number(prefix, data);
  const commitment = BASE.multiply(r).toBytes();
  const challenge = number(commitment, BASE.multiply(scalar).toBytes(), data);
  return concatBytes(commitment, Fn.toBytes((r + challenge * scalar) % ED25519_ORDER));
}

/** The public half of an Ed25519 private key (RFC 8032 5.1.5). Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function ed25519PublicKeyOf(key: PrivateKey): Ed25519PublicKey {
  return { kind: 'ed25519', point: baseGroup().BASE.multiply(expand(key).scalar).toBytes() };
}

/** The secret number, modulo the order of the base point, and what makes the commitments: both halves of the seed's hash (RFC 8032 5.1.5 steps 1 to 3). */
function expand(key: PrivateKey): { readonly scalar: bigint; readonly prefix: Uint8Array } {
  if (key.kind !== 'ed25519') throw new PkiError('wrong-key-kind', `ed25519 needs an ed25519 key, not ${key.kind}`);
  if (key.seed.length !== KEY_OCTETS)
    throw new PkiError('bad-private-key', `an Ed25519 seed has ${KEY_OCTETS} octets, not ${key.seed.length}`);
  const hash = sha512.digest(key.seed);
  const clamped = hash.slice(0, KEY_OCTETS);
  clamped[0] = (clamped[0] as number) & 0xf8;
  clamped[31] = ((clamped[31] as number) & 0x7f) | 0x40;
  return { scalar: littleEndian(clamped) % ED25519_ORDER, prefix: hash.subarray(KEY_OCTETS) };
}

let group: EdwardsPointCons | undefined;

/** The group of RFC 8032 5.1, set up on first use. */
function baseGroup(): EdwardsPointCons {
  const p = 2n ** 255n - 19n;
  group ??= edwards({
    p,
    n: ED25519_ORDER,
    h: 8n,
    a: p - 1n,
    d: BigInt('0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3'),
    Gx: BigInt('0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a'),
    Gy: BigInt('0x6666666666666666666666666666666666666666666666666666666666666658'),
  });
  return group;
}
