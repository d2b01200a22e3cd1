/**
 * Revocation of every certificate in the scope (RFC 5280 6.1.3 (a)(3)): revoked where any usable CRL says so, good where at least one usable CRL does not.
 * What is neither is an error where revocation is required, else a warning.
 */
import { type FindingFields, finding } from '../codes.ts';
import { askCrl, type CrlAnswer } from '../revocation/crl.ts';
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
    const { mode, scope } = context.revocation.policy;
    if (mode === 'off') return [finding('note', 'revocation-not-checked', -1, this.rfc, { crls: context.revocation.all.length })];
    const last = scope === 'leaf' ? 1 : path.entries.length - (scope === 'chain' ? 1 : 0);
    const findings: Finding[] = [];
    for (let index = 0; index < last; index++) findings.push(...checkOne(path, index, context, this.rfc));
    return findings;
  },
};

function checkOne(path: PathView, index: number, context: RuleContext, rfc: string): readonly Finding[] {
  const { policy, byIssuer } = context.revocation;
  const entry = path.entries[index];
  // Above the anchor there is only the anchor itself, which may be its own issuer.
  const issuer = path.entries[index + 1] ?? (entry?.subjectKey === entry?.issuerKey ? entry : undefined);
  if (entry?.certificate === undefined) return [];
  const unknown = (fields: FindingFields): Finding =>
    finding(policy.mode === 'require' ? 'error' : 'warning', 'revocation-unknown', index, rfc, fields);
  const crls = byIssuer.get(entry.issuerKey) ?? [];
  if (issuer === undefined || crls.length === 0) return [unknown({ crls: 0 })];
  const question = { entry, index, issuer, constrained: context.anchorConstraints || issuer.element.from !== 'anchors' };
  const answers = crls.map((crl) => askCrl(question, crl, context));
  const revoked = answers.filter((answer): answer is Extract<CrlAnswer, { status: 'revoked' }> => answer.status === 'revoked');
  if (revoked.length > 0) return firstOf(revoked).map((answer) => answer.finding);
  const unusable = answers.flatMap((answer) => (answer.status === 'unusable' ? [answer.finding] : []));
  const hard = unusable.filter(
    (fault) => fault.code === 'budget-exhausted' || fault['problem'] === 'delta' || fault['problem'] === 'indirect',
  );
  if (hard.length > 0) return firstOf(hard);
  const faults = firstOf(unusable);
  const soft = faults.map((fault): Finding => ({ ...fault, severity: 'warning' }));
  return answers.some((answer) => answer.status === 'good')
    ? soft
    : [
        ...faults.map((fault) => ({ ...fault, severity: policy.mode === 'require' ? ('error' as const) : ('warning' as const) })),
        unknown({ crls: crls.length }),
      ];
}
