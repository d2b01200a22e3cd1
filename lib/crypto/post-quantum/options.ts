/** What ML-DSA and SLH-DSA have in common: options of signing, context strings, and the descriptor of an algorithm of one parameter set. */
import type { Oid } from '../../asn1/oid.ts';
import type { RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { withoutParameters } from '../algorithm-encoding.ts';
import type { SigningAlgorithm } from '../types.ts';

/** Options of verifying. */
export interface ContextOptions {
  /** The context string, at most 255 octets (FIPS 204 5.2, FIPS 205 10.2). Default: the empty one, which is that of certificates, requests and CRLs. */
  readonly context?: Uint8Array;
}

/** Options of signing. */
export interface PostQuantumSigningOptions extends ContextOptions {
  /** Fresh octets for hedged signing, which both standards prefer. Absent: deterministic signing. */
  readonly random?: RandomBytes;
}

/** Most octets of a context string (FIPS 204 algorithm 2, FIPS 205 algorithm 22). */
const MAX_CONTEXT = 255;

/** Whether octets can be a context string. */
export const isContext = (context: Uint8Array): boolean => context.length <= MAX_CONTEXT;

/** A context string to sign with. Throws `context-too-long`. */
export function checkedContext(context: Uint8Array = new Uint8Array()): Uint8Array {
  if (!isContext(context))
    throw new PkiError('context-too-long', `a context string has at most ${MAX_CONTEXT} octets, not ${context.length}`);
  return context;
}

/** What a descriptor is made of: the functions of its kind of key. */
interface Scheme<Public extends PublicKey, Private extends PrivateKey> {
  readonly verify: (key: Public, data: Uint8Array, signature: Uint8Array) => boolean;
  readonly sign: (key: Private, data: Uint8Array, options: PostQuantumSigningOptions) => Uint8Array;
  readonly publicKeyOf: (key: Private) => Public;
}

type Keyed = Extract<PublicKey, { readonly parameterSet: string }>;

/**
 * Work of one verification in those of P-256, measured side by side: ML-DSA 2.3, 3.5 and 5.6; SLH-DSA with SHA2 4 to 11 for `s` and 11 to 21 for `f`, with SHAKE 25 to
 * 102. Never above 24, so that a chain of four signatures fits into the 100 units of the default budget; with SHAKE that is up to 200 ms.
 */
function costOf(parameterSet: Keyed['parameterSet']): number {
  if (parameterSet === 'ML-DSA-44') return 3;
  if (parameterSet === 'ML-DSA-65') return 4;
  if (parameterSet === 'ML-DSA-87') return 6;
  return /SHA2.*s$/.test(parameterSet) ? 12 : 24;
}

/**
 * The descriptor of a parameter set: pure mode, empty context, absent parameters (RFC 9881 section 3, RFC 9909 section 4). One identifier stands for key and
 * signature; the one of a pre-hash mode is another and belongs to no descriptor.
 */
export function postQuantumAlgorithm<Public extends Keyed, Private extends Extract<PrivateKey, { readonly kind: Public['kind'] }>>(
  algorithm: { readonly kind: Public['kind']; readonly parameterSet: Public['parameterSet'] },
  oid: Oid,
  { verify, sign, publicKeyOf }: Scheme<Public, Private>,
): SigningAlgorithm {
  const { kind, parameterSet } = algorithm;
  const takes = (key: PublicKey | PrivateKey): boolean => key.kind === kind && 'parameterSet' in key && key.parameterSet === parameterSet;
  const checked = (key: PrivateKey): Private => {
    if (takes(key)) return key as Private;
    const found = 'parameterSet' in key ? key.parameterSet : key.kind;
    throw new PkiError('wrong-key-kind', `${parameterSet} needs a key of its own, not ${found}`);
  };
  return {
    label: parameterSet.toLowerCase(),
    encodings: [withoutParameters(oid)],
    keyKind: kind,
    takes,
    hash: undefined,
    cost: () => costOf(parameterSet),
    verify: (key, data, signature) => takes(key) && verify(key as Public, data, signature),
    sign: (key, data, random) => sign(checked(key), data, { random }),
    publicKeyOf: (key) => publicKeyOf(checked(key)),
  };
}
