/**
 * Certificate policies (RFC 5280 6.1.2 to 6.1.5 as RFC 9618 has them). Without a demand for an explicit policy, by the caller or a CA, policies refuse
 * nothing. An anchor's policies, where it has any, its mappings and constraints count like those of any CA. RFC 5937 3.2 would put them into the inputs, which
 * cannot hold a number of certificates; where both can say the same, they do.
 *
 * Every look at a policy is booked with the comparisons.
 */
import { ANY_POLICY, CERTIFICATE_POLICIES, INHIBIT_ANY_POLICY, POLICY_CONSTRAINTS, POLICY_MAPPINGS } from '../../oids/extensions.ts';
import {
  certificatePoliciesReader,
  inhibitAnyPolicyReader,
  policyConstraintsReader,
  policyMappingsReader,
} from '../../x509/extensions/policies.ts';
import { spend } from '../budget.ts';
import { refuse } from '../codes.ts';
import { authorityConstrained, firstLevel, isEmpty, mapToNext, narrow, type PolicyLevel, userConstrained } from '../policy-graph.ts';
import { isSelfIssued, type PoolEntry, readOf } from '../pool.ts';
import type { Rule } from '../rule.ts';
import { firstOf } from '../show.ts';
import type { Finding } from '../types.ts';
import { exhausted } from './signature.ts';

/** How many further certificates until a policy is demanded, mapping ends, anyPolicy loses its meaning. */
interface Counters {
  explicit: number;
  mapping: number;
  any: number;
}

/** Comparisons that a look at a policy costs, measured: a node of the graph is made, moved and followed. */
const LOOK_COST = 5;

/** A policy that the caller takes is valid for the whole path, where one is demanded. */
export const policyRule: Rule = {
  id: 'policies',
  rfc: 'RFC 9618 5.5',
  handles: [CERTIFICATE_POLICIES, POLICY_MAPPINGS, POLICY_CONSTRAINTS, INHIBIT_ANY_POLICY],
  about: 'path',
  check(path, context) {
    const { policies, outcomes, anchorConstraints, meter } = context;
    const initial = policies.initial ?? [ANY_POLICY];
    const top = path.entries.length - 1;
    // n + 1 of RFC 5280 6.1.2 (d) to (f); a leaf that is its own anchor is a path of one
    const beyond = Math.max(top, 1) + 1;
    const counters: Counters = {
      explicit: policies.requireExplicit === true ? 0 : beyond,
      mapping: policies.inhibitMapping === true ? 0 : beyond,
      any: policies.inhibitAny === true ? 0 : beyond,
    };
    const findings: Finding[] = [];
    const levels: PolicyLevel[] = [];
    let level = firstLevel();
    let explicitFailure: number | undefined;
    for (let index = top; index >= 0; index--) {
      const entry = path.entries[index] as PoolEntry;
      const anchor = index === top && top > 0;
      if (anchor && !anchorConstraints) continue;
      const selfIssued = index > 0 && isSelfIssued(entry);
      const asserted = readOf(entry, certificatePoliciesReader)?.map(({ policy }) => policy);
      const mappings = index > 0 ? (readOf(entry, policyMappingsReader) ?? []) : [];
      const looks = level.nodes.size + (asserted?.length ?? 0) + mappings.length;
      if (!spend(meter, 'comparisons', LOOK_COST * looks)) return [exhausted(context)];
      if (new Set(asserted).size !== (asserted?.length ?? 0)) findings.push(refuse('policy-repeated', index, 'RFC 5280 4.2.1.4'));
      if (mappings.some(({ issuerDomainPolicy, subjectDomainPolicy }) => [issuerDomainPolicy, subjectDomainPolicy].includes(ANY_POLICY)))
        findings.push(refuse('policy-mapping-to-any', index, 'RFC 5280 6.1.4 (a)'));
      // Without policies of its own an anchor narrows nothing, nor by anyPolicy: what inhibits that speaks of the certificates below.
      if (!anchor || asserted !== undefined) narrow(level, asserted, anchor || counters.any > 0 || selfIssued);
      levels.push(level);
      if (counters.explicit === 0 && isEmpty(level)) explicitFailure ??= index;
      if (index > 0) level = mapToNext(level, mappings, counters.mapping > 0);
      if (!anchor && !selfIssued) countDown(counters);
      if (index > 0) applyConstraints(entry, counters);
      else if (readOf(entry, policyConstraintsReader)?.requireExplicitPolicy === 0) counters.explicit = 0;
    }
    const authority = findings.length > 0 ? new Set<string>() : authorityConstrained(levels);
    const user = userConstrained(authority, initial);
    outcomes.set(path, { userConstrained: user, authorityConstrained: [...authority], explicit: counters.explicit === 0 });
    if (explicitFailure !== undefined || (counters.explicit === 0 && user.length === 0))
      findings.push(refuse('policy-not-valid', explicitFailure ?? 0, this.rfc, { expected: firstOf(initial), found: firstOf(authority) }));
    return findings;
  },
};

/** RFC 5280 6.1.4 (h), 6.1.5 (a). */
function countDown(counters: Counters): void {
  counters.explicit = Math.max(0, counters.explicit - 1);
  counters.mapping = Math.max(0, counters.mapping - 1);
  counters.any = Math.max(0, counters.any - 1);
}

/** RFC 5280 6.1.4 (i), (j). */
function applyConstraints(entry: PoolEntry, counters: Counters): void {
  const constraints = readOf(entry, policyConstraintsReader);
  counters.explicit = Math.min(counters.explicit, constraints?.requireExplicitPolicy ?? counters.explicit);
  counters.mapping = Math.min(counters.mapping, constraints?.inhibitPolicyMapping ?? counters.mapping);
  counters.any = Math.min(counters.any, readOf(entry, inhibitAnyPolicyReader) ?? counters.any);
}
