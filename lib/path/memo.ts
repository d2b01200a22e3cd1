/**
 * What is known of signatures already checked. Inside one judgement every signature is checked once; a `SignatureMemo` carries the results over to
 * further judgements, as a server wants that sees the same intermediates and CRLs all day.
 *
 * A certificate's result is kept with a copy of the octets that decide it (key, algorithm, signed part, signature), and given where all of them are the same
 * again, never by a name or a hash of theirs. Large objects, CRLs in practice, are known by identity instead: their octets must not be changed by the caller after they were parsed.
 */
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import type { CertificateList } from '../x509/crl.ts';
import { buildCrlIndex, type CrlIndex } from '../x509/crl-index.ts';

/** Anything with a signature. */
export interface Signed {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** A result, and copies of the octets that decide it. */
interface Kept {
  readonly octets: readonly Uint8Array[];
  readonly good: boolean;
}

/** By the place that their hashes give them. */
type Results = Map<number, Kept>;

/** Results of signature checks, to be handed from one judgement to the next. Its fields are the engine's own. */
export interface SignatureMemo {
  /** Results kept at most; those not asked for longest go first. */
  readonly max: number;
  readonly results: Results;
  /** False within one judgement, which nobody's octets outlive. */
  readonly copies: boolean;
  /** Results on large objects, by the object and then by the key. */
  readonly large: WeakMap<Signed, Results>;
  /** Indices of CRLs, built at the second question to the same CRL; undefined after the first. */
  readonly indices: WeakMap<CertificateList, CrlIndex | undefined>;
}

/** Signed parts above this size are known by identity: a memo of 1,000 results then stays below some 20 MB. */
const MAX_KEPT_OCTETS = 16_384;

/** Keys remembered for one large object. */
const MAX_KEYS = 16;

/**
 * An empty memo that keeps up to `max` results. Throws `bad-option` unless `max` is a positive integer.
 *
 * ```ts
 * import { createSignatureMemo } from 'certwright';
 * const memo = createSignatureMemo({ max: 1000 }); // verifyChain({ leaf, anchors, memo }) again and again
 * if (memo.max !== 1000) throw new Error('not kept');
 * ```
 */
export function createSignatureMemo({ max }: { readonly max: number }): SignatureMemo {
  if (!Number.isInteger(max) || max < 1) throw new PkiError('bad-option', `max is a positive number of results, not ${max}`);
  return emptyMemo(max, true);
}

/** An empty memo, with or without copies of what is asked. */
export function emptyMemo(max: number, copies: boolean): SignatureMemo {
  // What ends with the judgement needs no weak maps, which weigh on the garbage collector.
  const large = copies ? new WeakMap<Signed, Results>() : new Map<Signed, Results>();
  const indices = copies ? new WeakMap<CertificateList, CrlIndex | undefined>() : new Map<CertificateList, CrlIndex | undefined>();
  return { max, copies, results: new Map(), large, indices };
}

/** The result for `signed` under the key whose SubjectPublicKeyInfo is `key`; `check` is asked where it is not known, and may decline with undefined. */
export function recall(memo: SignatureMemo, key: Uint8Array, signed: Signed, check: () => boolean | undefined): boolean | undefined {
  const { tbs, signatureAlgorithm, signature } = signed;
  const small = tbs.length <= MAX_KEPT_OCTETS;
  let results = small ? memo.results : memo.large.get(signed);
  if (results === undefined) memo.large.set(signed, (results = new Map()));
  const octets = small ? [key, tbs, signatureAlgorithm.der, signature] : [key];
  const place = hash(signature) * 2 ** 20 + (hash(key) >>> 12);
  let kept = results.get(place);
  if (kept === undefined || !kept.octets.every((part, index) => equalBytes(part, octets[index] as Uint8Array))) {
    const good = check();
    if (good === undefined) return undefined;
    kept = { octets: memo.copies ? octets.map((part) => part.slice()) : octets, good };
  }
  // What was asked for goes to the end.
  results.delete(place);
  if (results.size >= (small ? memo.max : MAX_KEYS)) results.delete(results.keys().next().value as number);
  results.set(place, kept);
  return kept.good;
}

/**
 * 32 bits from the end of a key or a signature (FNV-1a). It is no more than a place to look: there every octet is compared. Who makes two signatures for one
 * place has them checked again and again, as he has with two that are new.
 */
function hash(octets: Uint8Array): number {
  let value = 0x811c_9dc5;
  for (let i = Math.max(0, octets.length - 64); i < octets.length; i++) value = Math.imul(value ^ (octets[i] as number), 0x0100_0193);
  return value >>> 0;
}

/** The CRL's index from its second question on; undefined at the first, when one scan costs less than building it. */
export function recallIndex(memo: SignatureMemo, crl: CertificateList): CrlIndex | undefined {
  if (!memo.indices.has(crl)) {
    memo.indices.set(crl, undefined);
    return undefined;
  }
  const known = memo.indices.get(crl);
  if (known !== undefined) return known;
  const index = buildCrlIndex(crl);
  memo.indices.set(crl, index);
  return index;
}
