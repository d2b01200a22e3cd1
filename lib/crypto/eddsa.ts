/**
 * Ed25519 (RFC 8032 5.1, RFC 8410) over noble: S below the group order, canonical points, no keys of small order. The lenient rules of ZIP 215 are off.
 */
import { ed25519 as noble } from '@noble/curves/ed25519.js';
import { PkiError } from '../base/error.ts';
import type { Ed25519PublicKey, PrivateKey, PublicKey } from '../keys/types.ts';
import { ED25519 } from '../oids/algorithms.ts';
import { withoutParameters } from './algorithm-encoding.ts';
import type { SigningAlgorithm } from './types.ts';

/** Octets of a signature (RFC 8032 5.1.6). */
const SIGNATURE_OCTETS = 64;
/** Octets of a public key and of a private key's seed (RFC 8032 5.1.5). */
const KEY_OCTETS = 32;

function ed25519Algorithm(): SigningAlgorithm {
  return {
    label: 'ed25519',
    encodings: [withoutParameters(ED25519)],
    keyKind: 'ed25519',
    hash: undefined,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (key.kind !== 'ed25519' || key.point.length !== KEY_OCTETS || signature.length !== SIGNATURE_OCTETS) return false;
      return noble.verify(signature, data, key.point, { zip215: false });
    },
    sign(key: PrivateKey, data: Uint8Array): Uint8Array {
      return noble.sign(data, seedOf(key));
    },
  };
}

/** Ed25519 (RFC 8410 section 3: the parameters are absent). */
export const ed25519: SigningAlgorithm = /* @__PURE__ */ ed25519Algorithm();

/** The public half of an Ed25519 private key (RFC 8032 5.1.5). Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function ed25519PublicKeyOf(key: PrivateKey): Ed25519PublicKey {
  return { kind: 'ed25519', point: noble.getPublicKey(seedOf(key)) };
}

function seedOf(key: PrivateKey): Uint8Array {
  if (key.kind !== 'ed25519') throw new PkiError('wrong-key-kind', `ed25519 needs an ed25519 key, not ${key.kind}`);
  if (key.seed.length !== KEY_OCTETS)
    throw new PkiError('bad-private-key', `an Ed25519 seed has ${KEY_OCTETS} octets, not ${key.seed.length}`);
  return key.seed;
}
