/**
 * nameConstraints (RFC 5280 4.2.1.10, 6.1.3 (b) and (c), 6.1.4 (g)): the constraints of every CA, and of the anchor, hold for all certificates below it but
 * self-issued intermediates. Each CA's constraints are applied by themselves, which is the intersection of permitted subtrees and the union of excluded ones.
 *
 * Looked at: the subject, every name in subjectAltName, and the subject's emailAddress where subjectAltName has no rfc822Name. The common name is no DNS name
 * here. A form that a CA constrains and that cannot be compared refuses the certificate that carries it. minimum and maximum have no meaning in RFC 5280 and
 * refuse (golang/go 81499). Below any constraint a malformed DNS name or mailbox refuses, as in Go: who names things this way may mean anything.
 *
 * Names and bases are sorted by form and read once a certificate, so that forms that do not meet cost nothing; what meets is booked as comparisons, long names
 * as several (CVE-2025-58187 and its like: 10,000 constraints on 100,000 names).
 */
import { addTo } from '../../base/lists.ts';
import { NAME_CONSTRAINTS, SUBJECT_ALT_NAME } from '../../oids/extensions.ts';
import { EMAIL_ADDRESS } from '../../oids/names.ts';
import { subjectAltNameReader } from '../../x509/extensions/alternative-names.ts';
import { type GeneralSubtree, type NameConstraints, nameConstraintsReader } from '../../x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { exactText } from '../../x509/name-attribute.ts';
import { type Meter, spend } from '../budget.ts';
import { refuse } from '../codes.ts';
import {
  type ConstrainedName,
  type ConstraintBase,
  formOf,
  isInSubtree,
  readConstrainedName,
  readConstraintBase,
} from '../constraints/match.ts';
import { isSelfIssued, type PoolEntry, readOf, remember } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import { firstOf, showGeneralName } from '../show.ts';
import type { Finding } from '../types.ts';
import { exhausted } from './signature.ts';

/** Names of everything below lie within the constraints of the newest certificate. */
export const nameConstraintsRule: Rule = {
  id: 'name-constraints',
  rfc: 'RFC 5280 6.1.3 (b)',
  handles: [NAME_CONSTRAINTS, SUBJECT_ALT_NAME],
  about: 'position',
  check(path, context) {
    const { entry, index } = newest(path);
    const constraints = entry.anchor?.nameConstraints ?? readOf(entry, nameConstraintsReader);
    if (constraints === undefined || index === 0) return [];
    const lists = remember(entry, 'constraints', () => readLists(constraints));
    const findings: Finding[] = [];
    for (const [position, below] of path.entries.slice(0, -1).entries()) {
      if (position > 0 && isSelfIssued(below)) continue;
      // One name says enough about a certificate; an attacker may send 100,000.
      const fault = findFault(below, lists, context.meter);
      if (fault === 'budget') return [exhausted(context)];
      if (fault === undefined) continue;
      const { name, list } = fault;
      const bases = firstOf(list?.subtrees ?? []).map(({ given }) => showGeneralName(given.base));
      findings.push(refuse(fault.code, position, this.rfc, { name: showGeneralName(name), by: index, list: list?.list ?? 'any', bases }));
    }
    return findings;
  },
};

/** The subtrees of one form in one of the lists. */
interface SubtreeList {
  readonly list: 'permitted' | 'excluded';
  readonly form: string;
  readonly subtrees: { readonly given: GeneralSubtree; readonly base: ConstraintBase }[];
  /** False where one of them cannot be applied. */
  usable: boolean;
}

interface NameOf {
  readonly given: GeneralName;
  readonly name: ConstrainedName;
  /** Comparisons that one with this name counts as. */
  readonly weight: number;
}

interface Fault {
  readonly code: 'name-constraint-violated' | 'name-constraint-unsupported' | 'name-malformed';
  readonly name: GeneralName;
  /** Undefined where no list was needed to see it. */
  readonly list?: SubtreeList;
}

function readLists({ permitted = [], excluded = [] }: NameConstraints): readonly SubtreeList[] {
  return (['permitted', 'excluded'] as const).flatMap((list) => {
    const byForm = new Map<string, SubtreeList>();
    for (const given of list === 'permitted' ? permitted : excluded) {
      const form = formOf(given.base);
      const same = byForm.get(form) ?? { list, form, subtrees: [], usable: true };
      const base = readConstraintBase(given.base);
      same.subtrees.push({ given, base });
      same.usable &&= given.minimum === 0 && given.maximum === undefined && base.kind !== 'malformed' && base.kind !== 'unsupported';
      byForm.set(form, same);
    }
    return [...byForm.values()];
  });
}

/** The names of a certificate that constraints reach. */
interface Names {
  readonly byForm: ReadonlyMap<string, readonly NameOf[]>;
  /** A DNS name or rfc822Name of subjectAltName that cannot be read. */
  readonly malformed: GeneralName | undefined;
}

function namesOf(entry: PoolEntry): Names {
  return remember(entry, 'names under constraints', () => {
    const byForm = new Map<string, NameOf[]>();
    const add = (given: GeneralName): ConstrainedName => {
      const read = readName(given);
      addTo(byForm, formOf(given), read);
      return read.name;
    };
    let malformed: GeneralName | undefined;
    let hasMailbox = false;
    for (const given of readOf(entry, subjectAltNameReader) ?? []) {
      const { kind } = add(given);
      hasMailbox ||= given.kind === 'rfc822Name';
      if (kind === 'malformed' && (given.kind === 'dNSName' || given.kind === 'rfc822Name')) malformed ??= given;
    }
    if (entry.subject.rdns.length > 0) add({ kind: 'directoryName', name: entry.subject });
    if (!hasMailbox) {
      for (const attribute of entry.subject.rdns.flat())
        if (attribute.type === EMAIL_ADDRESS) add({ kind: 'rfc822Name', value: exactText(attribute) ?? '' });
    }
    return { byForm, malformed };
  });
}

/** A directory name may be as long as the certificate; a comparison of 256 characters counts as one. */
function readName(given: GeneralName): NameOf {
  const name = readConstrainedName(given);
  const size = name.kind === 'directoryName' ? name.rdns.reduce((sum, { text }) => sum + text.length, 0) : 0;
  return { given, name, weight: 1 + (size >> 8) };
}

/** The first thing that is wrong with the names of a certificate, if anything is. */
function findFault(entry: PoolEntry, lists: readonly SubtreeList[], meter: Meter): Fault | 'budget' | undefined {
  const { byForm, malformed } = namesOf(entry);
  for (const list of lists) {
    if (!spend(meter, 'comparisons', 1)) return 'budget';
    for (const { given, name, weight } of byForm.get(list.form) ?? []) {
      if (!spend(meter, 'comparisons', list.subtrees.length * weight)) return 'budget';
      if (name.kind === 'malformed') return { code: 'name-malformed', name: given, list };
      if (name.kind === 'unsupported' || !list.usable) return { code: 'name-constraint-unsupported', name: given, list };
      const inside = list.subtrees.some(({ base }) => isInSubtree(name, base, list.list));
      if (inside !== (list.list === 'permitted')) return { code: 'name-constraint-violated', name: given, list };
    }
  }
  return malformed === undefined ? undefined : { code: 'name-malformed', name: malformed };
}
