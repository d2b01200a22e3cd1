/** Signing with Ed25519 (RFC 8032 5.1.6) and the public half of a key (5.1.5), over noble. Apart from eddsa.ts, so that verifying does without noble's curve. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { PkiError } from '../base/error.ts';
import type { Ed25519PublicKey, PrivateKey } from '../keys/types.ts';
import { KEY_OCTETS } from './eddsa.ts';

/** A signature of 64 octets. Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function signEd25519(key: PrivateKey, data: Uint8Array): Uint8Array {
  return ed25519.sign(data, seedOf(key));
}

/** The public half of an Ed25519 private key (RFC 8032 5.1.5). Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function ed25519PublicKeyOf(key: PrivateKey): Ed25519PublicKey {
  return { kind: 'ed25519', point: ed25519.getPublicKey(seedOf(key)) };
}

function seedOf(key: PrivateKey): Uint8Array {
  if (key.kind !== 'ed25519') throw new PkiError('wrong-key-kind', `ed25519 needs an ed25519 key, not ${key.kind}`);
  if (key.seed.length !== KEY_OCTETS)
    throw new PkiError('bad-private-key', `an Ed25519 seed has ${KEY_OCTETS} octets, not ${key.seed.length}`);
  return key.seed;
}
