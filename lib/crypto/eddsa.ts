/**
 * Verification with Ed25519 (RFC 8032 5.1.7, RFC 8410): S below the group order, points in their one form, the equation with the cofactor, no keys of small
 * order. The lenient rules of ZIP 215 are not for certificates. Signing is eddsa-signing.ts.
 */
import { bytesToBigInt, concatBytes } from '../base/bytes.ts';
import type { PublicKey } from '../keys/types.ts';
import { ED25519 } from '../oids/algorithms.ts';
import { withoutParameters } from './algorithm-encoding.ts';
import { ED25519_ORDER, publicEdwards } from './ec/edwards.ts';
import { sha512 } from './hash.ts';
import type { SignatureAlgorithm } from './types.ts';

/** Octets of a signature (RFC 8032 5.1.6). */
const SIGNATURE_OCTETS = 64;
/** Octets of a public key and of a private key's seed (RFC 8032 5.1.5). */
export const KEY_OCTETS = 32;

/** Integers are little-endian here (RFC 8032 5.1.2). */
export const littleEndian = (octets: Uint8Array): bigint => bytesToBigInt(new Uint8Array(octets).reverse());

function ed25519Algorithm(): SignatureAlgorithm {
  return {
    label: 'ed25519',
    encodings: [withoutParameters(ED25519)],
    keyKind: 'ed25519',
    hash: undefined,
    verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
      if (key.kind !== 'ed25519' || key.point.length !== KEY_OCTETS || signature.length !== SIGNATURE_OCTETS) return false;
      const [commitment, multiple] = [signature.subarray(0, KEY_OCTETS), littleEndian(signature.subarray(KEY_OCTETS))];
      if (multiple >= ED25519_ORDER) return false;
      const challenge = littleEndian(sha512.digest(concatBytes(commitment, key.point, data))) % ED25519_ORDER;
      return publicEdwards().satisfies(multiple, commitment, challenge, key.point);
    },
  };
}

/** Ed25519 (RFC 8410 section 3: the parameters are absent). */
export const ed25519: SignatureAlgorithm = /* @__PURE__ */ ed25519Algorithm();
