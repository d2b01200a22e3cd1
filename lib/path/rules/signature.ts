/** Signatures (RFC 5280 6.1.3 (a)(1)): the dearest rule, so it runs after all others and each signature is checked once. */
import { PkiError } from '../../base/error.ts';
import { findAlgorithm, fitsKey } from '../../crypto/verify.ts';
import { signatureCost, spend } from '../budget.ts';
import { refuse } from '../codes.ts';
import { recall, type Signed } from '../memo.ts';
import { keyOf, type PoolEntry } from '../pool.ts';
import { newest, type Rule, type RuleContext } from '../rule.ts';
import type { Finding } from '../types.ts';
import { checkAlgorithm, unsupportedKey } from './strength.ts';

/** The certificate below the newest entry is signed with the newest entry's key. */
export const signatureRule: Rule = {
  id: 'signature',
  rfc: 'RFC 5280 6.1.3 (a)(1)',
  handles: [],
  about: 'link',
  check(path, context) {
    const { entry: issuer, index } = newest(path);
    const child = path.entries[index - 1]?.certificate;
    return child === undefined ? [] : checkSigned(child, issuer, context, { signed: index - 1, issuer: index });
  },
};

/** Findings about a signed object and the key that should have signed it; also used for CRLs. */
export function checkSigned(
  signed: Signed,
  issuer: PoolEntry,
  context: RuleContext,
  at: { readonly signed: number; readonly issuer: number },
): readonly Finding[] {
  const rfc = 'RFC 5280 6.1.3 (a)(1)';
  const key = keyOf(issuer);
  if (key instanceof PkiError) return [unsupportedKey(issuer, key, at.issuer)];
  const algorithm = findAlgorithm(context.algorithms, signed.signatureAlgorithm, key);
  const unfit = checkAlgorithm(signed, at.signed, context);
  if (algorithm === undefined || unfit.length > 0) return unfit;
  if (!fitsKey(algorithm, key))
    return [
      refuse('signature-invalid', at.signed, rfc, {
        problem: key.kind === 'rsa-pss' || key.kind === algorithm.keyKind ? 'key-restrictions' : 'wrong-key-kind',
        algorithm: algorithm.label,
        key: key.kind,
      }),
    ];
  let checked = context.checked.get(signed);
  if (checked === undefined) context.checked.set(signed, (checked = new Map()));
  const first = checked.size === 0;
  const good =
    checked.get(issuer) ??
    recall(context.memo, issuer.publicKey.der, signed, () =>
      spend(context.meter, 'signatures', algorithm.cost?.(key) ?? signatureCost(key)) &&
      spend(context.meter, 'comparisons', first ? 0 : hashCost(signed))
        ? algorithm.verify(key, signed.tbs, signed.signature)
        : undefined,
    );
  if (good === undefined) return [exhausted(context)];
  checked.set(issuer, good);
  return good
    ? []
    : [refuse('signature-invalid', at.signed, rfc, { problem: 'does-not-verify', algorithm: algorithm.label, key: key.kind })];
}

/**
 * Comparisons booked where a large object is hashed for one more key: 64 for 16 kB, which take some 0.4 ms. The first key is free: an honest CRL of a million
 * entries has one. Without that 100 keys and a CRL of 7 MB took 16 seconds.
 */
function hashCost({ tbs }: Signed): number {
  return (tbs.length >> 14) * 64;
}

/** The finding that names the exhausted budget. */
export function exhausted({ meter }: Pick<RuleContext, 'meter'>): Finding {
  const budget = meter.exhausted ?? 'signatures';
  return refuse('budget-exhausted', -1, 'RFC 5280 8', { budget, limit: meter.limits[budget] });
}
