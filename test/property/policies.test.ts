/**
 * Policies against a second opinion: the tree of RFC 5280 6.1, which the engine's graph of RFC 9618 replaces, written down as the RFC tells it. Small random
 * chains under an anchor by name and key; the verdict and both sets of policies have to be the same.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../lib/x509/extensions/policies.ts';
import { AT, keyNamed, type Made, make } from '../support/chain-kit.ts';
import { holds, titled } from '../support/properties.ts';

const ANY = '2.5.29.32.0';
const POLICIES = ['1.2.1', '1.2.2', '1.2.3'] as const;

/** One certificate, from the top down. */
interface Spec {
  readonly policies: readonly string[] | undefined;
  readonly mappings: readonly (readonly [issuer: string, subject: string])[];
  readonly requireExplicit: number | undefined;
  readonly inhibitMapping: number | undefined;
  readonly inhibitAny: number | undefined;
  /** Has the name of what is above it. */
  readonly selfIssued: boolean;
}

interface Demands {
  readonly initial: readonly string[];
  readonly requireExplicit: boolean;
  readonly inhibitMapping: boolean;
  readonly inhibitAny: boolean;
}

/** A node of the tree (RFC 5280 6.1.2 (a)). */
class TreeNode {
  readonly policy: string;
  readonly parent: TreeNode | undefined;
  expected: ReadonlySet<string>;
  children: TreeNode[] = [];

  constructor(policy: string, parent: TreeNode | undefined, expected: Iterable<string>) {
    this.policy = policy;
    this.parent = parent;
    this.expected = new Set(expected);
  }

  add(policy: string, expected: Iterable<string> = [policy]): void {
    this.children.push(new TreeNode(policy, this, expected));
  }

  /** Nodes so many levels below. */
  at(depth: number): TreeNode[] {
    return depth === 0 ? [this] : this.children.flatMap((child) => child.at(depth - 1));
  }

  /** Removes what does not reach down to `depth`; false where nothing does. */
  prune(depth: number): boolean {
    if (depth === 0) return true;
    this.children = this.children.filter((child) => child.prune(depth - 1));
    return this.children.length > 0;
  }
}

interface Outcome {
  readonly ok: boolean;
  readonly authority: readonly string[];
  readonly user: readonly string[];
}

const REFUSED: Outcome = { ok: false, authority: [], user: [] };

function judgeByTree(specs: readonly Spec[], demands: Demands): Outcome {
  const n = specs.length;
  let tree: TreeNode | undefined = new TreeNode(ANY, undefined, [ANY]);
  let explicit = demands.requireExplicit ? 0 : n + 1;
  let any = demands.inhibitAny ? 0 : n + 1;
  let mapping = demands.inhibitMapping ? 0 : n + 1;
  for (const [index, spec] of specs.entries()) {
    const last = index === n - 1;
    tree = spec.policies === undefined || tree === undefined ? undefined : extend(tree, index, spec, any > 0 || (!last && spec.selfIssued));
    if (explicit === 0 && tree === undefined) return REFUSED;
    if (last) break;
    if (tree !== undefined && !map(tree, index + 1, spec, mapping > 0)) tree = undefined;
    if (!spec.selfIssued)
      [explicit, any, mapping] = [explicit, any, mapping].map((count) => Math.max(0, count - 1)) as [number, number, number];
    explicit = Math.min(explicit, spec.requireExplicit ?? explicit);
    mapping = Math.min(mapping, spec.inhibitMapping ?? mapping);
    any = Math.min(any, spec.inhibitAny ?? any);
  }
  const demanded = explicit <= 1 || specs[n - 1]?.requireExplicit === 0;
  const authority = tree === undefined ? new Set<string>() : authorityOf(tree, n);
  const { initial } = demands;
  const user = initial.includes(ANY) ? [...authority] : initial.filter((policy) => authority.has(ANY) || authority.has(policy));
  return demanded && user.length === 0 ? REFUSED : { ok: true, authority: [...authority].sort(), user: [...user].sort() };
}

/** RFC 5280 6.1.3 (d). */
function extend(tree: TreeNode, depth: number, { policies = [] }: Spec, anyAllowed: boolean): TreeNode | undefined {
  const leaves = tree.at(depth);
  for (const policy of policies.filter((item) => item !== ANY)) {
    const expecting = leaves.filter(({ expected }) => expected.has(policy));
    const parents = expecting.length > 0 ? expecting : leaves.filter((leaf) => leaf.policy === ANY);
    for (const parent of parents) parent.add(policy);
  }
  if (policies.includes(ANY) && anyAllowed) {
    for (const leaf of leaves)
      for (const policy of leaf.expected) if (!leaf.children.some((child) => child.policy === policy)) leaf.add(policy);
  }
  return tree.prune(depth + 1) ? tree : undefined;
}

/** RFC 5280 6.1.4 (b); false where nothing is left. */
function map(tree: TreeNode, depth: number, { mappings }: Spec, allowed: boolean): boolean {
  for (const issuer of new Set(mappings.map(([from]) => from))) {
    const leaves = tree.at(depth);
    const mapped = leaves.filter(({ policy }) => policy === issuer);
    const expected = mappings.filter(([from]) => from === issuer).map(([, to]) => to);
    if (!allowed) for (const leaf of mapped) leaf.parent?.children.splice(leaf.parent.children.indexOf(leaf), 1);
    else if (mapped.length > 0) for (const leaf of mapped) leaf.expected = new Set(expected);
    else {
      const parent = leaves.find(({ policy }) => policy === ANY)?.parent;
      parent?.add(issuer, expected);
    }
  }
  return tree.prune(depth);
}

/** Policies right below anyPolicy, and it itself where it reaches the end (RFC 5280 6.1.5 (g)). */
function authorityOf(tree: TreeNode, depth: number): Set<string> {
  const found = new Set<string>(tree.at(depth).some(({ policy }) => policy === ANY) ? [ANY] : []);
  const visit = (node: TreeNode): void => {
    for (const child of node.children) {
      if (node.policy === ANY && child.policy !== ANY) found.add(child.policy);
      visit(child);
    }
  };
  visit(tree);
  return found;
}

const KEYS = [0, 1, 2, 3, 4].map((number) => keyNamed(`policies ${number}`));
const anchor = make({ subject: 'CN=anchor', ca: true });

function judgeByEngine(specs: readonly Spec[], demands: Demands): Outcome {
  const certificates: Certificate[] = [];
  let above: Made = anchor;
  let name = 'anchor';
  for (const [index, spec] of specs.entries()) {
    const last = index === specs.length - 1;
    if (last || !spec.selfIssued) name = String(index);
    above = make({ subject: `CN=${name}`, key: KEYS[index] ?? anchor.key, issuer: above, ca: !last, extensions: extensionsOf(spec) });
    certificates.push(above.certificate);
  }
  const verdict = verifyChain({
    leaf: above.certificate,
    intermediates: certificates.slice(0, -1),
    anchors: [{ subject: anchor.certificate.subject, publicKey: anchor.certificate.publicKey.der }],
    at: AT,
    policies: { ...demands, initial: demands.initial.map((policy) => oid(policy)) },
  });
  if (!verdict.ok) {
    assert.equal(verdict.reason.code, 'policy-not-valid');
    return REFUSED;
  }
  const { authorityConstrained, userConstrained } = verdict.policies;
  return { ok: true, authority: [...authorityConstrained].sort(), user: [...userConstrained].sort() };
}

function extensionsOf({ policies, mappings, requireExplicit, inhibitMapping, inhibitAny }: Spec): Extension[] {
  const constraints = {
    ...(requireExplicit === undefined ? {} : { requireExplicitPolicy: requireExplicit }),
    ...(inhibitMapping === undefined ? {} : { inhibitPolicyMapping: inhibitMapping }),
  };
  const pairs = mappings.map(([from, to]) => ({ issuerDomainPolicy: oid(from), subjectDomainPolicy: oid(to) }));
  return [
    ...(policies === undefined
      ? []
      : [
          makeExtension(
            certificatePolicies,
            policies.map((policy) => ({ policy: oid(policy), qualifiers: [] })),
          ),
        ]),
    ...(pairs.length === 0 ? [] : [makeExtension(policyMappings, pairs)]),
    ...(Object.keys(constraints).length === 0 ? [] : [makeExtension(policyConstraints, constraints)]),
    ...(inhibitAny === undefined ? [] : [makeExtension(inhibitAnyPolicy, inhibitAny)]),
  ];
}

const policy = fc.constantFrom(...POLICIES);
const rarely = fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat({ max: 2 }) });
const spec: fc.Arbitrary<Spec> = fc.record({
  policies: fc.option(fc.uniqueArray(fc.constantFrom(...POLICIES, ANY), { minLength: 1 }), { nil: undefined, freq: 12 }),
  mappings: fc.array(fc.tuple(policy, policy), { maxLength: 2 }),
  requireExplicit: rarely,
  inhibitMapping: rarely,
  inhibitAny: rarely,
  selfIssued: fc.boolean(),
});
const demands: fc.Arbitrary<Demands> = fc.record({
  initial: fc.oneof(fc.constant([ANY]), fc.uniqueArray(policy, { minLength: 1 })),
  requireExplicit: fc.boolean(),
  inhibitMapping: fc.boolean(),
  inhibitAny: fc.boolean(),
});

describe(titled('policies'), () => {
  it('the graph and the tree of RFC 5280 come to the same end', () => {
    const seen = { ok: 0, refused: 0 };
    holds(
      fc.property(fc.array(spec, { minLength: 2, maxLength: 5 }), demands, (specs, wanted) => {
        const expected = judgeByTree(specs, wanted);
        seen[expected.ok ? 'ok' : 'refused']++;
        assert.deepEqual(judgeByEngine(specs, wanted), expected);
      }),
      300,
    );
    assert.ok(seen.ok > 30 && seen.refused > 30, JSON.stringify(seen));
  });
});
