/**
 * The policies of a chain as OpenSSL 3.0 checks them (pcy_tree.c: X509_policy_check, pcy_cache.c), on the graph of RFC 9618 in place of its tree: the anchor is not
 * looked at, and without one of the caller's policies nothing satisfies a demand for an explicit policy.
 *
 * Left out: qualifiers; the order in which OpenSSL lists policies, which comes of its sorting; the limit of 1000 nodes, which the graph does not need; a policy that is mapped from anyPolicy alone and not matched below.
 */
import { ANY_POLICY, CERTIFICATE_POLICIES } from '../../../oids/extensions.ts';
import type { Candidate, VerifyContext } from '../../../openssl-verify/context.ts';
import { readOne, type ReadResult } from '../../../openssl-verify/extension-readers.ts';
import type { PolicyInput } from '../../../path/inputs.ts';
import { authorityConstrained, firstLevel, mapToNext, narrow, type PolicyLevel, userConstrained } from '../../../path/policy-graph.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import {
  certificatePoliciesReader,
  inhibitAnyPolicyReader,
  policyConstraintsReader,
  type PolicyMapping,
  policyMappingsReader,
} from '../../../x509/extensions/policies.ts';

/** What a certificate says of policies. */
interface Policies {
  /** EXFLAG_INVALID_POLICY. */
  readonly invalid: boolean;
  readonly asserted: readonly string[] | undefined;
  /** certificatePolicies is critical. */
  readonly critical: boolean;
  readonly mappings: readonly PolicyMapping[];
  /** How many further certificates until it takes effect; without end where it does not. */
  readonly explicit: number;
  readonly mapping: number;
  readonly any: number;
}

/** A check of policies with the caller's (`initial` holds those of `-policy`). */
export function policyCheck({
  initial = [],
  requireExplicit,
  inhibitAny,
  inhibitMapping,
}: PolicyInput): (context: VerifyContext) => boolean {
  return (context) => {
    // from the anchor down, without it
    const chain = context.chain
      .slice(0, -1)
      .map(({ facts }: Candidate, depth) => ({ ...policiesOf(facts.certificate), depth, selfIssued: facts.selfIssued }))
      .reverse();
    if (chain.length === 0) return true;
    const start = (set: boolean | undefined): number => (set === true ? 0 : chain.length + 1);
    let explicit = start(requireExplicit);
    let none = false;
    for (const { selfIssued, invalid, asserted, explicit: own } of chain) {
      // OpenSSL looks no further than it has to
      if (none && explicit === 0) break;
      if (invalid)
        return chain.reverse().every((one) => !one.invalid || context.goOn({ code: 'invalid-policy-extension', depth: one.depth }));
      none ||= asserted === undefined;
      explicit = next(explicit, own, selfIssued);
    }
    const levels: PolicyLevel[] = [];
    let level = firstLevel();
    let any = start(inhibitAny);
    let mapping = start(inhibitMapping);
    for (const own of none ? [] : chain) {
      // mapping from anyPolicy makes a policy of its own
      const mapped = own.asserted?.includes(ANY_POLICY) === true ? own.mappings.map(({ issuerDomainPolicy }) => issuerDomainPolicy) : [];
      narrow(level, [...(own.asserted ?? []), ...mapped], any > 0 || (own.selfIssued && own.depth > 0));
      levels.push(level);
      level = mapToNext(level, own.mappings, mapping > 0);
      any = next(any, own.any, own.selfIssued);
      mapping = next(mapping, own.mapping, own.selfIssued);
    }
    const authority = authorityConstrained(levels);
    if (explicit > 0 || userConstrained(authority, initial).length > 0) return true;
    const shown = listed(
      levels,
      authority,
      chain.map(({ critical }) => critical),
    );
    const critical = [...shown].flatMap(([policy, isCritical]) => (isCritical ? [policy] : []));
    return context.goOn({ code: 'no-explicit-policy', depth: 0, policies: [...shown.keys()], critical });
  };
}

/** What OpenSSL lists, and whether it was critical: anyPolicy alone where it is valid at the end, else policies in the order of the certificates that bring them in. */
function listed(
  levels: readonly PolicyLevel[],
  authority: ReadonlySet<string>,
  critical: readonly boolean[],
): ReadonlyMap<string, boolean> {
  if (authority.has(ANY_POLICY)) return new Map([[ANY_POLICY, critical[critical.length - 1] === true]]);
  const found = new Map<string, boolean>();
  for (const [index, { nodes }] of levels.entries())
    for (const [policy, sources] of nodes)
      if (sources.size === 0 && authority.has(policy) && !found.has(policy)) found.set(policy, critical[index] === true);
  return found;
}

/** A count behind a certificate; at 0 it stays. */
function next(count: number, own: number, selfIssued: boolean): number {
  return Math.min(Math.max(0, selfIssued ? count : count - 1), own);
}

/** policy_cache_new: without certificatePolicies mappings and inhibitAnyPolicy are not even read. */
function policiesOf(certificate: Certificate): Policies {
  let invalid = false;
  const take = <T>(result: ReadResult<T>): T | undefined => {
    if (result === 'bad') invalid = true;
    return typeof result === 'string' ? undefined : result.value;
  };
  const constraints = take(readOne(certificate, policyConstraintsReader));
  const asserted = take(readOne(certificate, certificatePoliciesReader))?.map(({ policy }) => policy);
  if (new Set(asserted).size !== (asserted ?? []).length) invalid = true;
  const mappings = asserted === undefined ? [] : (take(readOne(certificate, policyMappingsReader)) ?? []);
  if (mappings.some((mapping) => Object.values(mapping).includes(ANY_POLICY))) invalid = true;
  const any = asserted === undefined ? undefined : take(readOne(certificate, inhibitAnyPolicyReader));
  return {
    invalid,
    asserted,
    critical: certificate.extensions.some(({ oid, critical }) => critical && oid === CERTIFICATE_POLICIES),
    mappings,
    explicit: constraints?.requireExplicitPolicy ?? Infinity,
    mapping: constraints?.inhibitPolicyMapping ?? Infinity,
    any: any ?? Infinity,
  };
}
