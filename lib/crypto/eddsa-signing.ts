/**
 * Signing with Ed25519 (RFC 8032 5.1.6) and the public half of a key (5.1.5). Apart from eddsa.ts, so that verifying does without noble's curve.
 */
import { edwards, type EdwardsPointCons } from '@noble/curves/abstract/edwards.js';
import type { Ed25519PublicKey, PrivateKey } from '../keys/types.ts';
import { ED25519_ORDER } from './ec/edwards.ts';
import { KEY_OCTETS } from './eddsa.ts';
import { edwardsPointOf, type EdwardsScheme, signEdwards } from './eddsa-scheme.ts';
import { sha512 } from './hash.ts';

const SCHEME: EdwardsScheme = {
  kind: 'ed25519',
  name: 'Ed25519',
  octets: KEY_OCTETS,
  hash: (data) => sha512.digest(data),
  prefix: /* @__PURE__ */ new Uint8Array(0),
  clamp(scalar) {
    scalar[0] = (scalar[0] as number) & 0xf8;
    scalar[31] = ((scalar[31] as number) & 0x7f) | 0x40;
  },
  group: baseGroup,
};

/** A signature of 64 octets. Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function signEd25519(key: PrivateKey, data: Uint8Array): Uint8Array {
  return signEdwards(SCHEME, key, data);
}

/** The public half of an Ed25519 private key (RFC 8032 5.1.5). Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 32 octets. */
export function ed25519PublicKeyOf(key: PrivateKey): Ed25519PublicKey {
  return { kind: 'ed25519', point: edwardsPointOf(SCHEME, key) };
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
