/**
 * nameConstraints (RFC 5280 4.2.1.10, 6.1.3 (b) and (c), 6.1.4 (g)): the constraints of every CA, and of the anchor, hold for all certificates below it but
 * self-issued intermediates. Each CA's constraints are applied by themselves, which is the intersection of permitted subtrees and the union of excluded ones.
 *
 * Looked at: the subject, every name in subjectAltName, and the subject's emailAddress where subjectAltName has no mailbox. The common name is no DNS name
 * here. A form that a CA constrains and that cannot be compared refuses the certificate that carries it. minimum and maximum have no meaning in RFC 5280 and
 * refuse (golang/go 81499).
 */
import { exactText } from '../../x509/name-attribute.ts';
import { NAME_CONSTRAINTS, SUBJECT_ALT_NAME } from '../../oids/extensions.ts';
import { EMAIL_ADDRESS } from '../../oids/names.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { subjectAltName } from '../../x509/extensions/alternative-names.ts';
import { type GeneralSubtree, nameConstraints } from '../../x509/extensions/name-constraints.ts';
import { spend } from '../budget.ts';
import { refuse } from '../codes.ts';
import { type ConstrainedName, type ConstraintBase, isInSubtree, readConstrainedName, readConstraintBase } from '../constraints/match.ts';
import { isSelfIssued, type PoolEntry, readOf, remember } from '../pool.ts';
import { newest, type Rule, type RuleContext } from '../rule.ts';
import { showGeneralName, showGeneralNames } from '../show.ts';
import type { Finding } from '../types.ts';
import { exhausted } from './signature.ts';

/** SmtpUTF8Mailbox (RFC 9598 3), a mailbox that constraints on mailboxes reach as well. */
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9';

/** Names of everything below lie within the constraints of the newest certificate. */
export const nameConstraintsRule: Rule = {
  id: 'name-constraints',
  rfc: 'RFC 5280 6.1.3 (b)',
  handles: [NAME_CONSTRAINTS, SUBJECT_ALT_NAME],
  about: 'position',
  check(path, context) {
    const { entry, index } = newest(path);
    const constraints = entry.anchor?.nameConstraints ?? readOf(entry, nameConstraints);
    if (constraints === undefined || index === 0) return [];
    const lists = remember(entry, 'constraints', () => [
      readList('permitted', constraints.permitted),
      readList('excluded', constraints.excluded),
    ]);
    const findings: Finding[] = [];
    for (const [position, below] of path.entries.slice(0, -1).entries()) {
      if (position > 0 && isSelfIssued(below)) continue;
      for (const name of namesOf(below)) {
        const fault = checkName(name, lists, context);
        if (fault === undefined) continue;
        if (fault === 'budget') return [exhausted(context)];
        findings.push(
          refuse(fault.code, position, this.rfc, { name: showGeneralName(name.given), by: index, list: fault.list, bases: fault.bases }),
        );
        // One name says enough about a certificate; an attacker may send 100,000.
        break;
      }
    }
    return findings;
  },
};

interface SubtreeList {
  readonly list: 'permitted' | 'excluded';
  readonly subtrees: readonly { readonly given: GeneralSubtree; readonly base: ConstraintBase }[];
}

interface NameOf {
  readonly given: GeneralName;
  readonly name: ConstrainedName;
}

interface Fault {
  readonly code: 'name-constraint-violated' | 'name-constraint-unsupported' | 'name-malformed';
  readonly list: SubtreeList['list'];
  readonly bases: readonly string[];
}

function readList(list: SubtreeList['list'], subtrees: readonly GeneralSubtree[] = []): SubtreeList {
  return { list, subtrees: subtrees.map((given) => ({ given, base: readConstraintBase(given.base) })) };
}

/** The names of a certificate that constraints reach. */
function namesOf(entry: PoolEntry): readonly NameOf[] {
  if (entry.certificate === undefined) return [];
  return remember(entry, 'names under constraints', () => {
    const alternative = readOf(entry, subjectAltName) ?? [];
    const names: GeneralName[] = [...alternative];
    if (entry.subject.rdns.length > 0) names.push({ kind: 'directoryName', name: entry.subject });
    if (!alternative.some(({ kind }) => kind === 'rfc822Name')) {
      for (const attribute of entry.subject.rdns.flat())
        if (attribute.type === EMAIL_ADDRESS) names.push({ kind: 'rfc822Name', value: exactText(attribute) ?? '' });
    }
    return names.map((given) => ({ given, name: readConstrainedName(given) }));
  });
}

/** What is wrong with a name, if anything is. */
function checkName({ given, name }: NameOf, lists: readonly SubtreeList[], { meter }: RuleContext): Fault | 'budget' | undefined {
  const kind = given.kind === 'otherName' && given.type === SMTP_UTF8_MAILBOX ? 'rfc822Name' : given.kind;
  for (const { list, subtrees } of lists) {
    if (!spend(meter, 'comparisons', subtrees.length)) return 'budget';
    const same = subtrees.filter(({ given: { base } }) => base.kind === kind);
    if (same.length === 0) continue;
    const fault = (code: Fault['code']): Fault => ({ code, list, bases: showGeneralNames(same.map((subtree) => subtree.given.base)) });
    if (name.kind === 'malformed') return fault('name-malformed');
    const usable = same.every(({ given: { minimum, maximum }, base }) => minimum === 0 && maximum === undefined && base.kind === kind);
    if (name.kind === 'unsupported' || !usable) return fault('name-constraint-unsupported');
    if (same.some(({ base }) => isInSubtree(name, base, list)) !== (list === 'permitted')) return fault('name-constraint-violated');
  }
  return undefined;
}
