/**
 * Signing with Ed25519 (RFC 8032 5.1.6) and the public half of a key (5.1.5), over the masked arithmetic of ec/secret-edwards.ts. Apart from eddsa.ts, so that verifying
 * does without it. No number that is secret becomes a BigInt; ec/secret-curve.ts says what is masked and what is left.
 */
import type { Ed25519PublicKey, PrivateKey } from '../keys/types.ts';
import { secretEdwards } from './ec/secret-edwards.ts';
import type { Limbs } from './ec/secret-numbers.ts';
import { KEY_OCTETS } from './eddsa.ts';
import { edwardsPointOf, type EdwardsScheme, edwardsSigner } from './eddsa-scheme.ts';
import { sha512 } from './hash.ts';

const SCHEME: EdwardsScheme<Limbs> = {
  kind: 'ed25519',
  name: 'Ed25519',
  octets: KEY_OCTETS,
  hash: (data) => sha512.digest(data),
  prefix: /* @__PURE__ */ new Uint8Array(0),
  clamp(scalar) {
    scalar[0] = (scalar[0] as number) & 0xf8;
    scalar[31] = ((scalar[31] as number) & 0x7f) | 0x40;
  },
  number: (octets) => secretEdwards().numbers.read(octets.slice().reverse()),
  point(multiple) {
    const { numbers, point } = secretEdwards();
    const scalar = numbers.write(multiple);
    // Ed25519 takes no random numbers: the points are made random by what only the number determines.
    return point(scalar, sha512.digest(scalar));
  },
  sum(r, k, a) {
    const { add, multiply, write } = secretEdwards().numbers;
    return write(add(r, multiply(k, a))).reverse();
  },
};

/** Makes signatures of 64 octets with a key. Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function ed25519Signer(key: PrivateKey): (data: Uint8Array) => Uint8Array {
  return edwardsSigner(SCHEME, key);
}

/** The public half of an Ed25519 private key (RFC 8032 5.1.5). Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function ed25519PublicKeyOf(key: PrivateKey): Ed25519PublicKey {
  return { kind: 'ed25519', point: edwardsPointOf(SCHEME, key) };
}
