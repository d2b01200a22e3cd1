/**
 * From refused paths to one reason: the attempt that came nearest to being valid, and in it the finding that says most. Both orders are tables, tried on
 * chains with single faults.
 */
import type { FindingCode } from './codes.ts';
import type { PathView } from './rule.ts';
import type { Attempt, Finding } from './types.ts';

/**
 * How far a path is from being valid. A bad signature means that the issuer is not the issuer, a missing issuer that nothing above is known; every other
 * fault stands on a path that is right otherwise.
 */
const FAR: Partial<Record<string, number>> = {
  'signature-invalid': 3,
  'issuer-not-found': 2,
  'self-signed-not-trusted': 2,
  'budget-exhausted': 0,
} satisfies Partial<Record<FindingCode, number>>;

/** Lower is nearer. Among equals a path that reached an anchor comes first, then one with fewer faults, then the longer one. */
export function rankAttempt({ entries, anchored }: PathView, findings: readonly Finding[]): number {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const far = errors.reduce((most, { code }) => Math.max(most, FAR[code] ?? 1), 0);
  return far * 1e6 + (anchored ? 0 : 5e5) + Math.min(errors.length, 400) * 1e3 + Math.max(0, 999 - entries.length);
}

/**
 * Which finding says most, first to last; what is not listed stands in the middle. A revocation is a decision somebody took. A bad signature makes everything
 * above it doubtful. An empty issuer is the shadow of a CA's empty subject. A duty of issuers neglected says less than what section 6 refuses, an untrusted
 * root among that; that no issuer was found, or that the status is unknown, says least.
 */
const FIRST: readonly FindingCode[] = [
  'budget-exhausted',
  'certificate-revoked',
  'signature-invalid',
  'extension-malformed',
  'unknown-critical-extension',
];
const LAST: readonly FindingCode[] = [
  'issuer-empty',
  'self-signed-not-trusted',
  'issuer-duty-neglected',
  'crl-unusable',
  'ocsp-unusable',
  'revocation-unknown',
  'issuer-not-found',
];

/** The finding of an attempt that is given as its reason. */
export function pickReason(findings: readonly Finding[]): Finding | undefined {
  const weight = ({ code }: Finding): number => {
    const first = FIRST.indexOf(code as FindingCode);
    return first >= 0 ? first : 100 + LAST.indexOf(code as FindingCode);
  };
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.reduce<Finding | undefined>((best, item) => (best === undefined || weight(item) < weight(best) ? item : best), undefined);
}

/** An attempt as it is shown, every finding once. */
export function toAttempt(path: PathView, findings: readonly Finding[]): Attempt {
  return { path: path.entries.map(({ element }) => element), findings: distinct(findings) };
}

/** Each finding once, in order; what two rules find is told by the first. */
export function distinct(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const seen = new Set<string>();
  return findings.filter((item) => {
    const text = JSON.stringify({ ...item, rule: undefined });
    return seen.has(text) ? false : seen.add(text);
  });
}
