/** Policies that are demanded and not there (RFC 5280 6.1, RFC 9618). In these chains every certificate but the faulty one has the policy. */
import { type Oid, oid } from '../../asn1/oid.ts';
import { ANY_POLICY } from '../../oids/extensions.ts';
import { type Extension, makeExtension } from '../../x509/extension.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../x509/extensions/policies.ts';
import { change, type ChainDraft, type Fault } from '../draft.ts';

/** Kinds of these faults. */
export type PolicyFault =
  | 'policy-missing'
  | 'policy-of-another'
  | 'policy-missing-that-issuer-demands'
  | 'policy-not-the-one-asked-for'
  | 'policy-any-inhibited'
  | 'policy-any-inhibited-by-caller'
  | 'policy-mapping-inhibited'
  | 'policy-mapping-to-any'
  | 'policy-mapping-from-any'
  | 'policy-twice';

/** The policy of the chain, and another one. */
const POLICY: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.99999.2.1');
const OTHER: Oid = /* @__PURE__ */ oid('1.3.6.1.4.1.99999.2.2');

/** What each of them is, and how it comes about. */
export const policyFaults: Readonly<Record<PolicyFault, Fault>> = {
  'policy-missing': {
    .../* @__PURE__ */ notValid('The caller demands a policy, and it has none.'),
    apply(draft, at) {
      demandPolicy(draft);
      draft.recipes[at] = withoutPolicies(draft, at);
    },
  },
  'policy-of-another': {
    .../* @__PURE__ */ notValid('The caller demands a policy that all agree on, and it has another than the rest.'),
    where: 'below-intermediate',
    apply(draft, at) {
      demandPolicy(draft);
      change(draft, at, { extensions: [policies(OTHER)] });
    },
  },
  'policy-missing-that-issuer-demands': {
    .../* @__PURE__ */ notValid('Its issuer demands a policy, and it has none.'),
    apply(draft, at) {
      givePolicy(draft);
      draft.recipes[at] = withoutPolicies(draft, at);
      change(draft, at + 1, { extensions: [makeExtension(policyConstraints, { requireExplicitPolicy: 0 })] });
    },
  },
  'policy-not-the-one-asked-for': {
    .../* @__PURE__ */ notValid('The caller takes one policy only, and the chain has another.'),
    where: 'leaf',
    apply(draft) {
      demandPolicy(draft);
      draft.demands.policies = { requireExplicit: true, initial: [OTHER] };
    },
  },
  'policy-any-inhibited': {
    .../* @__PURE__ */ notValid('It has anyPolicy, which its issuer says no longer counts.'),
    apply(draft, at) {
      demandPolicy(draft);
      change(draft, at, { extensions: [policies(ANY_POLICY)] });
      change(draft, at + 1, { extensions: [makeExtension(inhibitAnyPolicy, 0)] });
    },
  },
  'policy-any-inhibited-by-caller': {
    .../* @__PURE__ */ notValid('It has anyPolicy, which the caller says does not count.'),
    apply(draft, at) {
      demandPolicy(draft);
      draft.demands.policies = { requireExplicit: true, inhibitAny: true };
      change(draft, at, { extensions: [policies(ANY_POLICY)] });
    },
  },
  'policy-mapping-inhibited': {
    .../* @__PURE__ */ notValid('It maps the policy to another, which its issuer says it must not.'),
    where: 'intermediates',
    offset: -1,
    apply(draft, at) {
      demandPolicy(draft);
      change(draft, at + 1, { extensions: [makeExtension(policyConstraints, { inhibitPolicyMapping: 0 })] });
      change(draft, at, { extensions: [mapping(POLICY, OTHER)] });
      for (let below = 0; below < at; below++) change(draft, below, { extensions: [policies(OTHER)] });
    },
  },
  'policy-mapping-to-any': {
    what: 'It maps a policy to anyPolicy.',
    rfc: 'RFC 5280 6.1.4 (a)',
    where: 'intermediates',
    code: 'policy-mapping-to-any',
    apply(draft, at) {
      givePolicy(draft);
      change(draft, at, { extensions: [mapping(POLICY, ANY_POLICY)] });
    },
  },
  'policy-mapping-from-any': {
    what: 'It maps anyPolicy to a policy.',
    rfc: 'RFC 5280 6.1.4 (a)',
    where: 'intermediates',
    code: 'policy-mapping-to-any',
    apply(draft, at) {
      givePolicy(draft);
      change(draft, at, { extensions: [mapping(ANY_POLICY, POLICY)] });
    },
  },
  'policy-twice': {
    what: 'It has the same policy twice.',
    rfc: 'RFC 5280 4.2.1.4',
    where: 'below-anchor',
    code: 'policy-repeated',
    apply(draft, at) {
      givePolicy(draft);
      change(draft, at, { extensions: [policies(POLICY, POLICY)] });
    },
  },
};

function notValid(what: string): Omit<Fault, 'apply'> {
  return { what, rfc: 'RFC 5280 6.1.5 (g)', where: 'below-anchor', code: 'policy-not-valid' };
}

function policies(...identifiers: readonly Oid[]): Extension {
  return makeExtension(
    certificatePolicies,
    identifiers.map((policy) => ({ policy, qualifiers: [] })),
  );
}

function mapping(issuerDomainPolicy: Oid, subjectDomainPolicy: Oid): Extension {
  return makeExtension(policyMappings, [{ issuerDomainPolicy, subjectDomainPolicy }]);
}

/** Gives every certificate below the anchor the policy, unless it has some already. */
function givePolicy(draft: ChainDraft): void {
  for (let position = 0; position < draft.top; position++) {
    const given = draft.recipes[position]?.extensions ?? [];
    if (!given.some((extension) => extension.oid === certificatePolicies.oid)) change(draft, position, { extensions: [policies(POLICY)] });
  }
}

/** The same, with the caller demanding a policy. */
function demandPolicy(draft: ChainDraft): void {
  givePolicy(draft);
  draft.demands.policies = { requireExplicit: true, ...draft.demands.policies };
}

function withoutPolicies(draft: ChainDraft, at: number): ChainDraft['recipes'][number] {
  const { extensions = [], ...rest } = draft.recipes[at] ?? {};
  return { ...rest, extensions: extensions.filter((extension) => extension.oid !== certificatePolicies.oid) };
}
