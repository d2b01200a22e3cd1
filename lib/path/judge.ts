/**
 * Runs the rules over a path that has just grown by one entry. What does not depend on the position is judged once per certificate and role.
 *
 * An anchor given as a certificate is held to the rules like any other, its own signature apart, unless the caller says `anchorConstraints: false`; then,
 * as RFC 5280 6.1.1 (d) has it, only its name and key count, and the key has to be strong enough. A leaf that is itself an anchor is judged as a leaf in any case.
 */
import type { PoolEntry } from './pool.ts';
import { newest, type PathView, type Rule, type RuleContext } from './rule.ts';
import type { Finding } from './types.ts';

/** True where one of the findings refuses the path. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** Judges the newest entry: the cheap rules, and the signature only where they found no error, or always with `thorough`. */
export function judgeNewest(path: PathView, rules: readonly Rule[], context: RuleContext, thorough: boolean): readonly Finding[] {
  const { entry, index } = newest(path);
  const role = `${index === 0 ? 'leaf' : 'ca'}${path.anchored ? ' anchor' : ''}`;
  const exempt = path.anchored && index > 0 && entry.certificate !== undefined && !context.anchorConstraints;
  const known = judgedAs(entry, role, context);
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (rule.about === 'path') continue;
    if (rule.about === 'link') {
      if (thorough || !hasError(findings)) findings.push(...run(rule, path, context));
    } else if (exempt && rule.about !== 'limit' && rule.about !== 'key') {
      continue;
    } else if (rule.about === 'certificate' || rule.about === 'key') {
      let found = known.get(rule);
      if (found === undefined) known.set(rule, (found = run(rule, path, context)));
      for (const item of found) findings.push(item.index === index ? item : { ...item, index });
    } else findings.push(...run(rule, path, context));
  }
  return findings;
}

/** What was found of an entry in this role, by rule. */
function judgedAs(entry: PoolEntry, role: string, { judged }: RuleContext): Map<Rule, readonly Finding[]> {
  const roles = judged.get(entry) ?? new Map<string, Map<Rule, readonly Finding[]>>();
  const known = roles.get(role) ?? new Map<Rule, readonly Finding[]>();
  judged.set(entry, roles.set(role, known));
  return known;
}

/** Judges a complete path as a whole. */
export function judgeWhole(path: PathView, rules: readonly Rule[], context: RuleContext): readonly Finding[] {
  return rules.flatMap((rule) => (rule.about === 'path' ? run(rule, path, context) : []));
}

/** The findings of a rule, with its name. */
function run(rule: Rule, path: PathView, context: RuleContext): readonly Finding[] {
  return rule.check(path, context).map((item) => ({ ...item, rule: rule.id }));
}
