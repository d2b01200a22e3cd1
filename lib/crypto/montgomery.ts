/** X25519 and X448 (RFC 7748 section 5) over noble's ladder, which is made for secrets. */
import { Field } from '@noble/curves/abstract/modular.js';
import { montgomery } from '@noble/curves/abstract/montgomery.js';
import { PkiError } from '../base/error.ts';
import type { PrivateKey, PublicKey } from '../keys/types.ts';

/** Kinds of key for agreement and nothing else. */
export type AgreementKind = 'x25519' | 'x448';

/** Octets of a coordinate and of a scalar. */
const OCTETS: Readonly<Record<AgreementKind, number>> = { x25519: 32, x448: 56 };

type Ladder = Pick<ReturnType<typeof montgomery>, 'scalarMult' | 'GuBytes'>;

const ladders = /* @__PURE__ */ new Map<AgreementKind, Ladder>();

function ladderOf(type: AgreementKind): Ladder {
  let ladder = ladders.get(type);
  if (ladder === undefined) {
    const P = type === 'x25519' ? 2n ** 255n - 19n : 2n ** 448n - 2n ** 224n - 1n;
    const field = Field(P);
    ladder = montgomery({
      P,
      type,
      adjustScalarBytes: (scalar: Uint8Array) => clamped(type, scalar),
      powPminus2: (value: bigint) => field.pow(value, P - 2n),
    });
    ladders.set(type, ladder);
  }
  return ladder;
}

/** A scalar with its fixed bits set, in place (RFC 7748 section 5). */
function clamped(type: AgreementKind, scalar: Uint8Array): Uint8Array {
  const last = scalar.length - 1;
  scalar[0] = (scalar[0] as number) & (type === 'x25519' ? 0xf8 : 0xfc);
  scalar[last] = type === 'x25519' ? ((scalar[last] as number) & 0x7f) | 0x40 : (scalar[last] as number) | 0x80;
  return scalar;
}

/** The public half of a key (RFC 7748 6.1, 6.2). Throws `bad-private-key` where the scalar has not its length. */
export function montgomeryPointOf(key: Extract<PrivateKey, { readonly kind: AgreementKind }>): Uint8Array {
  const { scalarMult, GuBytes } = ladderOf(key.kind);
  return scalarMult(checkedScalar(key), GuBytes);
}

/**
 * The shared secret of two keys of one kind (RFC 7748 6.1, 6.2). Throws `bad-private-key`, and `bad-public-key` where the public key has not its length or is of small
 * order: the secret would be 0 whatever the private key is.
 */
export function montgomerySecret(
  key: Extract<PrivateKey, { readonly kind: AgreementKind }>,
  { kind, point }: Extract<PublicKey, { readonly kind: AgreementKind }>,
): Uint8Array {
  const scalar = checkedScalar(key);
  if (point.length !== OCTETS[kind])
    throw new PkiError('bad-public-key', `a public key of ${kind} has ${OCTETS[kind]} octets, not ${point.length}`);
  try {
    return ladderOf(kind).scalarMult(scalar, point);
  } catch (cause) {
    throw new PkiError('bad-public-key', `the public key of ${kind} is a point of small order: with it every shared secret is 0`, {
      cause,
    });
  }
}

function checkedScalar({ kind, scalar }: Extract<PrivateKey, { readonly kind: AgreementKind }>): Uint8Array {
  if (scalar.length !== OCTETS[kind])
    throw new PkiError('bad-private-key', `a private key of ${kind} has ${OCTETS[kind]} octets, not ${scalar.length}`);
  return scalar;
}
