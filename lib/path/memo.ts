/**
 * What is known of signatures already checked. Inside one judgement every signature is checked once; a `SignatureMemo` carries the results over to
 * further judgements, as a server wants that sees the same intermediates and CRLs all day.
 *
 * A certificate's result is kept under the octets that decide it (key, algorithm, signed part, signature), never under a name. Large objects, CRLs in
 * practice, are known by identity instead: their octets must not be changed by the caller after they were parsed.
 */
import { fromLatin1 } from '../base/bytes.ts';
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

/** Results of signature checks, to be handed from one judgement to the next. Its fields are the engine's own. */
export interface SignatureMemo {
  /** Results kept at most; the oldest go first. */
  readonly max: number;
  readonly results: Map<string, boolean>;
  /** Results on large objects, by the object and then by the key. */
  readonly large: WeakMap<Signed, Map<string, boolean>>;
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
  return { max, results: new Map(), large: new WeakMap(), indices: new WeakMap() };
}

/** The result for `signed` under the key whose SubjectPublicKeyInfo is `key`; `check` is asked where it is not known, and may decline with undefined. */
export function recall(memo: SignatureMemo, key: Uint8Array, signed: Signed, check: () => boolean | undefined): boolean | undefined {
  const small = signed.tbs.length <= MAX_KEPT_OCTETS;
  const results = small ? memo.results : largeResults(memo, signed);
  const name = fromLatin1(key) + (small ? octetsOf(signed) : '');
  const known = results.get(name);
  if (known !== undefined) return known;
  const result = check();
  if (result === undefined) return undefined;
  if (results.size >= (small ? memo.max : MAX_KEYS)) {
    const oldest = results.keys().next();
    if (oldest.done !== true) results.delete(oldest.value);
  }
  results.set(name, result);
  return result;
}

/** DER values follow each other, each with its length, so that no two inputs share a name. */
function octetsOf({ tbs, signatureAlgorithm, signature }: Signed): string {
  return fromLatin1(tbs) + fromLatin1(signatureAlgorithm.der) + fromLatin1(signature);
}

function largeResults(memo: SignatureMemo, signed: Signed): Map<string, boolean> {
  const known = memo.large.get(signed);
  if (known !== undefined) return known;
  const results = new Map<string, boolean>();
  memo.large.set(signed, results);
  return results;
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
