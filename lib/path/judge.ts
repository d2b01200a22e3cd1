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
export function judgeNewest(path: PathView, context: RuleContext, thorough: boolean): readonly Finding[] {
  const { entry, index } = newest(path);
  const exempt = path.anchored && index > 0 && entry.certificate !== undefined && !context.anchorConstraints;
  const known = judgedAs(entry, index, path.anchored, context);
  const findings: Finding[] = [];
  for (let position = 0; position < context.rules.length; position++) {
    const rule = context.rules[position] as Rule;
    const { about } = rule;
    if (about === 'path' || (exempt && about !== 'link' && about !== 'limit' && about !== 'key')) continue;
    if (about === 'certificate' || about === 'key') {
      for (const item of (known[position] ??= run(rule, path, context))) findings.push(item.index === index ? item : { ...item, index });
    } else if (about !== 'link' || thorough || !hasError(findings)) findings.push(...run(rule, path, context));
  }
  return findings;
}

/** What was found of an entry as leaf or CA, anchor or not, by the position of the rule. */
function judgedAs(entry: PoolEntry, index: number, anchored: boolean, { judged }: RuleContext): (readonly Finding[] | undefined)[] {
  let roles = judged.get(entry);
  if (roles === undefined) judged.set(entry, (roles = []));
  return (roles[(index === 0 ? 0 : 1) + (anchored ? 2 : 0)] ??= []);
}

/** Judges a complete path as a whole. */
export function judgeWhole(path: PathView, context: RuleContext): readonly Finding[] {
  return context.rules.flatMap((rule) => (rule.about === 'path' ? run(rule, path, context) : []));
}

/** The findings of a rule, with its name. */
function run(rule: Rule, path: PathView, context: RuleContext): readonly Finding[] {
  const found = rule.check(path, context);
  return found.length === 0 ? found : found.map((item) => ({ ...item, rule: rule.id }));
}
