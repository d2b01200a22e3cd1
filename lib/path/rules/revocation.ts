/**
 * Revocation of every certificate in the scope (RFC 5280 6.1.3 (a)(3)): revoked where any source says so, good where at least one source knows it to be good.
 * What is neither is an error where revocation is required, else a warning.
 */
import { finding } from '../codes.ts';
import type { PathView, Rule, RuleContext } from '../rule.ts';
import { firstOf } from '../show.ts';
import type { Finding } from '../types.ts';

/** No certificate in the scope is revoked. */
export const revocationRule: Rule = {
  id: 'revocation',
  rfc: 'RFC 5280 6.1.3 (a)(3)',
  handles: [],
  about: 'path',
  check(path, context) {
    const { policy, given } = context.revocation;
    if (policy.mode === 'off') return [finding('note', 'revocation-not-checked', -1, this.rfc, { given })];
    const last = policy.scope === 'leaf' ? 1 : path.entries.length - (policy.scope === 'chain' ? 1 : 0);
    const findings: Finding[] = [];
    for (let index = 0; index < last; index++) findings.push(...checkOne(path, index, context, this.rfc));
    return findings;
  },
};

function checkOne(path: PathView, index: number, context: RuleContext, rfc: string): readonly Finding[] {
  const { policy, sources } = context.revocation;
  const entry = path.entries[index];
  if (entry?.certificate === undefined) return [];
  // Above the anchor there is only the anchor itself, which may be its own issuer.
  const issuer = path.entries[index + 1] ?? (entry.subjectKey === entry.issuerKey ? entry : undefined);
  const constrained = context.anchorConstraints || issuer?.element.from !== 'anchors';
  const answers = issuer === undefined ? [] : sources.map((source) => source.ask({ path, index, entry, issuer, constrained }, context));
  const revoked = answers.filter(({ status }) => status === 'revoked');
  if (revoked.length > 0) return firstOf(revoked.flatMap(({ findings }) => findings));
  const faults = firstOf(answers.flatMap(({ findings }) => findings));
  const exhausted = faults.filter(({ code }) => code === 'budget-exhausted');
  if (exhausted.length > 0) return exhausted;
  const good = answers.some(({ status }) => status === 'good');
  const severity = policy.mode === 'require' && !good ? 'error' : 'warning';
  const told = faults.map((fault): Finding => ({ ...fault, severity }));
  return good ? told : [...told, finding(severity, 'revocation-unknown', index, rfc, { unusable: told.length })];
}
