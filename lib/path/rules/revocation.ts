/**
 * Revocation of every certificate in the scope (RFC 5280 6.1.3 (a)(3)): revoked where any source says so, good where at least one source knows it to be good.
 * What is neither is an error where revocation is required, else a warning.
 */
import { finding } from '../codes.ts';
import type { PathView, Rule, RuleContext, StatusAnswer, StatusQuestion } from '../rule.ts';
import { firstOf } from '../show.ts';
import type { Finding } from '../types.ts';
import { exhausted } from './signature.ts';

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
    if (last === 0) return [finding('note', 'revocation-not-checked', 0, this.rfc, { given, trusted: true })];
    const findings: Finding[][] = [];
    // From the anchor down: what is known of a CA's CRL signer serves for the signers below it.
    for (let index = last - 1; index >= 0; index--) findings[index] = [...checkOne(path, index, context, this.rfc)];
    return findings.flat();
  },
};

function checkOne(path: PathView, index: number, context: RuleContext, rfc: string): readonly Finding[] {
  const { mode } = context.revocation.policy;
  const entry = path.entries[index];
  if (entry?.certificate === undefined) return [];
  // Above the anchor there is only the anchor itself, which may be its own issuer.
  const issuer = path.entries[index + 1] ?? (entry.subjectKey === entry.issuerKey ? entry : undefined);
  const constrained = context.anchorConstraints || issuer?.element.from !== 'anchors';
  const { status, findings }: StatusAnswer =
    issuer === undefined ? { status: 'unknown', findings: [] } : askSources({ path, index, entry, issuer, constrained }, context);
  if (status === 'revoked' || context.meter.exhausted !== undefined) return findings;
  const good = status === 'good';
  const severity = mode === 'require' && !good ? 'error' : 'warning';
  const told = findings.map((fault): Finding => ({ ...fault, severity }));
  return good ? told : [...told, finding(severity, 'revocation-unknown', index, rfc, { unusable: told.length })];
}

/**
 * What all sources together know: revoked where one says so, good where one does, else unknown. Findings are cut to the first of them; an exhausted budget is
 * told alone.
 */
export function askSources(question: StatusQuestion, context: RuleContext): StatusAnswer {
  const answers = context.revocation.sources.map((source) => source.ask(question, context));
  const revoked = answers.filter(({ status }) => status === 'revoked');
  if (revoked.length > 0) return { status: 'revoked', findings: firstOf(revoked.flatMap(({ findings }) => findings)) };
  if (context.meter.exhausted !== undefined) return { status: 'unknown', findings: [exhausted(context)] };
  const good = answers.some(({ status }) => status === 'good');
  return { status: good ? 'good' : 'unknown', findings: firstOf(answers.flatMap(({ findings }) => findings)) };
}
