/**
 * Ed448 (RFC 8032 5.2, RFC 8410), signing and verifying over noble's group arithmetic, with the rules of our Ed25519: S below the group order, points in their one
 * form, the equation with the cofactor, no keys of small order. The context is empty, as RFC 8410 section 6 wants it; Ed448ph is not for certificates.
 */
import { edwards, type EdwardsPoint, type EdwardsPointCons } from '@noble/curves/abstract/edwards.js';
import { Field } from '@noble/curves/abstract/modular.js';
import { shake256 } from '@noble/hashes/sha3.js';
import { concatBytes, utf8 } from '../base/bytes.ts';
import type { Ed448PublicKey, PrivateKey, PublicKey } from '../keys/types.ts';
import { ED448 } from '../oids/algorithms.ts';
import { withoutParameters } from './algorithm-encoding.ts';
import { littleEndian } from './eddsa.ts';
import { edwardsPointOf, type EdwardsScheme, edwardsSigner } from './eddsa-scheme.ts';
import type { SigningAlgorithm } from './types.ts';

/** Octets of a seed, of a point and of S: 448 bits, and one octet more for the sign (RFC 8032 5.2). */
const OCTETS = 57;

const SCHEME: EdwardsScheme<bigint> = {
  kind: 'ed448',
  name: 'Ed448',
  octets: OCTETS,
  hash: (data) => shake256(data, { dkLen: 2 * OCTETS }),
  // dom4 with no prehashing and the empty context.
  prefix: /* @__PURE__ */ utf8('SigEd448\0\0'),
  clamp(scalar) {
    scalar[0] = (scalar[0] as number) & 0xfc;
    scalar[55] = (scalar[55] as number) | 0x80;
    scalar[56] = 0;
  },
  number: (octets) => littleEndian(octets) % goldilocks().Fn.ORDER,
  point: (multiple) => goldilocks().BASE.multiply(multiple).toBytes(),
  sum(r, k, a) {
    const { Fn } = goldilocks();
    return Fn.toBytes((r + k * a) % Fn.ORDER);
  },
};

let group: EdwardsPointCons | undefined;

/** The group of RFC 8032 5.2, set up on first use. */
function goldilocks(): EdwardsPointCons {
  const p = 2n ** 448n - 2n ** 224n - 1n;
  const n = 2n ** 446n - BigInt('0x8335dc163bb124b65129c96fde933d8d723a70aadc873d6d54a7bb0d');
  const bits = { BITS: 8 * OCTETS, isLE: true };
  group ??= edwards(
    {
      p,
      n,
      h: 4n,
      a: 1n,
      d: p - 39_081n,
      Gx: BigInt('0x4f1970c66bed0ded221d15a622bf36da9e146570470f1767ea6de324a3d3a46412ae1af72ab66511433b80e18b00938e2626a82bc70cc05e'),
      Gy: BigInt('0x693f46716eb6bc248876203756c9c7624bea73736ca3984087789c1e05a0c2d73ad3ff1ce67c39c4fdbd132c4ed7c8ad9808795bf230fa14'),
    },
    { Fp: Field(p, bits), Fn: Field(n, bits) },
  );
  return group;
}

/** A point in its one form (RFC 8032 5.2.3), or undefined. */
function decoded(octets: Uint8Array): EdwardsPoint | undefined {
  try {
    return goldilocks().fromBytes(octets);
  } catch {
    return undefined;
  }
}

function verify(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  if (key.kind !== 'ed448' || key.point.length !== OCTETS || signature.length !== 2 * OCTETS) return false;
  const { BASE, Fn } = goldilocks();
  const [R, S] = [signature.subarray(0, OCTETS), littleEndian(signature.subarray(OCTETS))];
  if (S >= Fn.ORDER) return false;
  const [point, commitment] = [decoded(key.point), decoded(R)];
  if (point === undefined || commitment === undefined || point.isSmallOrder()) return false;
  const challenge = littleEndian(SCHEME.hash(concatBytes(SCHEME.prefix, R, key.point, data))) % Fn.ORDER;
  const difference = BASE.multiplyUnsafe(S).subtract(point.multiplyUnsafe(challenge)).subtract(commitment);
  return difference.isSmallOrder();
}

/** The public half of an Ed448 private key (RFC 8032 5.2.5). Throws `wrong-key-kind`, and `bad-private-key` where the seed has not 57 octets. */
export function ed448PublicKeyOf(key: PrivateKey): Ed448PublicKey {
  return { kind: 'ed448', point: edwardsPointOf(SCHEME, key) };
}

function ed448Algorithm(): SigningAlgorithm {
  return {
    label: 'ed448',
    encodings: [withoutParameters(ED448)],
    keyKind: 'ed448',
    hash: undefined,
    // 7 times as long as P-256, measured side by side.
    cost: () => 8,
    verify,
    sign: (key, data) => edwardsSigner(SCHEME, key)(data),
  };
}

/** Ed448 (RFC 8410 section 3: the parameters are absent). Not in the default list; `furtherAlgorithms` holds it. */
export const ed448: SigningAlgorithm = /* @__PURE__ */ ed448Algorithm();
