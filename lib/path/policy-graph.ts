/**
 * Certificate policies by the graph of RFC 9618, which replaces the tree of RFC 5280 6.1: the tree doubled with every mapping, the graph holds each policy
 * once per certificate (CVE-2023-0464).
 *
 * Each certificate below the anchor has a level. A level holds the policies that are valid there, each with the policies of the level above that led to it
 * (none where it came from anyPolicy), and whether anyPolicy itself is valid. A level without either means that no policy is valid any more, and so is every
 * one below it.
 */
import { ANY_POLICY } from '../oids/extensions.ts';
import type { PolicyMapping } from '../x509/extensions/policies.ts';

/** Policies valid for one certificate. */
export interface PolicyLevel {
  readonly nodes: Map<string, Set<string>>;
  any: boolean;
}

/** The level above the first certificate: any policy (RFC 9618 5.1). */
export function firstLevel(): PolicyLevel {
  return { nodes: new Map(), any: true };
}

/** True where no policy is valid. */
export function isEmpty(level: PolicyLevel): boolean {
  return level.nodes.size === 0 && !level.any;
}

/** Narrows a level to what the certificate asserts (RFC 9618 5.3 (d), (e)); without the extension nothing is left. */
export function narrow(level: PolicyLevel, policies: readonly string[] | undefined, anyAllowed: boolean): void {
  const asserted = new Set(policies);
  const anyAsserted = asserted.delete(ANY_POLICY) && anyAllowed;
  if (!anyAsserted) for (const policy of level.nodes.keys()) if (!asserted.has(policy)) level.nodes.delete(policy);
  if (level.any) for (const policy of asserted) if (!level.nodes.has(policy)) level.nodes.set(policy, new Set());
  level.any &&= anyAsserted;
}

/** The level of the next certificate (RFC 9618 5.4 (b)); where mapping is inhibited, mapped policies end here. */
export function mapToNext(level: PolicyLevel, mappings: readonly PolicyMapping[], mappingAllowed: boolean): PolicyLevel {
  const next: PolicyLevel = { nodes: new Map(), any: level.any };
  const lead = (policy: string, from: string): void => {
    const sources = next.nodes.get(policy);
    if (sources === undefined) next.nodes.set(policy, new Set([from]));
    else sources.add(from);
  };
  const mapped = new Set<string>();
  for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
    mapped.add(issuerDomainPolicy);
    if (!mappingAllowed) {
      level.nodes.delete(issuerDomainPolicy);
      continue;
    }
    if (level.any && !level.nodes.has(issuerDomainPolicy)) level.nodes.set(issuerDomainPolicy, new Set());
    if (level.nodes.has(issuerDomainPolicy)) lead(subjectDomainPolicy, issuerDomainPolicy);
  }
  for (const policy of level.nodes.keys()) if (!mapped.has(policy)) lead(policy, policy);
  return next;
}

/** The policies, in the terms of the first CA, that lead to the last level; anyPolicy among them where it is valid there (RFC 9618 5.5 (g)). */
export function authorityConstrained(levels: readonly PolicyLevel[]): Set<string> {
  const result = new Set<string>();
  const last = levels[levels.length - 1];
  if (last?.any === true) result.add(ANY_POLICY);
  let reached = new Set(last?.nodes.keys());
  for (const { nodes } of [...levels].reverse()) {
    const above = new Set<string>();
    for (const policy of reached) {
      const sources = nodes.get(policy);
      if (sources?.size === 0) result.add(policy);
      for (const source of sources ?? []) above.add(source);
    }
    reached = above;
  }
  return result;
}

/** What of it the user takes; a valid anyPolicy stands for each policy of the user's (RFC 9618 5.5 (g)). */
export function userConstrained(authority: ReadonlySet<string>, initial: readonly string[]): string[] {
  if (initial.includes(ANY_POLICY)) return [...authority];
  return authority.has(ANY_POLICY)
    ? [...new Set(initial)]
    : initial.filter((policy, index) => authority.has(policy) && initial.indexOf(policy) === index);
}
