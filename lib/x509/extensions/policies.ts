/**
 * Policies: certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14).
 *
 *     certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
 *     PolicyInformation ::= SEQUENCE {
 *          policyIdentifier   CertPolicyId,
 *          policyQualifiers   SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
 *
 *     PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE {
 *          issuerDomainPolicy      CertPolicyId,
 *          subjectDomainPolicy     CertPolicyId }
 *
 *     PolicyConstraints ::= SEQUENCE {
 *          requireExplicitPolicy   [0] SkipCerts OPTIONAL,
 *          inhibitPolicyMapping    [1] SkipCerts OPTIONAL }
 *
 *     InhibitAnyPolicy ::= SkipCerts
 *     SkipCerts ::= INTEGER (0..MAX)
 *
 * The same policy twice and anyPolicy in a mapping are against the profile and left to rules. Counts above 2^31 - 1 are refused.
 */
import { PkiError } from '../../base/error.ts';
import { given } from '../../base/given.ts';
import type { Oid } from '../../asn1/oid.ts';
import { context, SEQUENCE } from '../../asn1/tags.ts';
import type { DerReader } from '../../asn1/reader.ts';
import { CERTIFICATE_POLICIES, INHIBIT_ANY_POLICY, POLICY_CONSTRAINTS, POLICY_MAPPINGS } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type PolicyQualifier, readQualifier, writeQualifier } from './policy-qualifiers.ts';

/** A policy and what its issuer has to say about it. */
export interface PolicyInformation {
  readonly policy: Oid;
  /** Empty where there are none. */
  readonly qualifiers: readonly PolicyQualifier[];
}

/** Two policies that the issuer holds to be equivalent. */
export interface PolicyMapping {
  readonly issuerDomainPolicy: Oid;
  readonly subjectDomainPolicy: Oid;
}

/** After how many further certificates a policy is demanded, or mapping ends. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number;
  readonly inhibitPolicyMapping?: number;
}

/** certificatePolicies for reading only. */
export const certificatePoliciesReader: ExtensionReader<readonly PolicyInformation[]> = {
  oid: CERTIFICATE_POLICIES,
  label: 'certificatePolicies',
  decode: (reader, label) => reader.sequenceOf(label, (list, index) => list.sequence(String(index), readPolicy), { min: 1 }),
};

/** certificatePolicies (RFC 5280 4.2.1.4). */
export const certificatePolicies: ExtensionType<readonly PolicyInformation[]> = /* @__PURE__ */ withEncoder(certificatePoliciesReader, {
  critical: false,
  encode: (policies, writer) =>
    void writer.sequenceOf('certificatePolicies', policies, (list, { policy, qualifiers }) => {
      list.sequence((inner) => {
        inner.oid(policy);
        if (qualifiers.length > 0) inner.sequenceOf('policyQualifiers', qualifiers, writeQualifier);
      });
    }),
});

function readPolicy(inner: DerReader): PolicyInformation {
  const policy = inner.oid('policyIdentifier');
  const qualifiers = inner.optional(SEQUENCE, () =>
    inner.sequenceOf('policyQualifiers', (list, index) => readQualifier(list, String(index)), { min: 1 }),
  );
  return { policy, qualifiers: qualifiers ?? [] };
}

/** policyMappings for reading only. */
export const policyMappingsReader: ExtensionReader<readonly PolicyMapping[]> = {
  oid: POLICY_MAPPINGS,
  label: 'policyMappings',
  decode: (reader, label) =>
    reader.sequenceOf(
      label,
      (list, index) =>
        list.sequence(String(index), (inner) => ({
          issuerDomainPolicy: inner.oid('issuerDomainPolicy'),
          subjectDomainPolicy: inner.oid('subjectDomainPolicy'),
        })),
      { min: 1 },
    ),
};

/** policyMappings (RFC 5280 4.2.1.5). */
export const policyMappings: ExtensionType<readonly PolicyMapping[]> = /* @__PURE__ */ withEncoder(policyMappingsReader, {
  critical: true,
  encode: (mappings, writer) =>
    void writer.sequenceOf('policyMappings', mappings, (list, { issuerDomainPolicy, subjectDomainPolicy }) => {
      list.sequence((inner) => inner.oid(issuerDomainPolicy).oid(subjectDomainPolicy));
    }),
});

const SKIP = 'a number of certificates';

/** policyConstraints for reading only. */
export const policyConstraintsReader: ExtensionReader<PolicyConstraints> = {
  oid: POLICY_CONSTRAINTS,
  label: 'policyConstraints',
  decode: (reader, label) => {
    const start = reader.position;
    return reader.sequence(label, (inner) => {
      if (inner.done) inner.fail('empty-sequence', 'policyConstraints needs at least one of its fields', '', start);
      const requireExplicitPolicy = inner.optional(context(0), () => inner.smallInteger('requireExplicitPolicy', { tag: context(0) }));
      const inhibitPolicyMapping = inner.optional(context(1), () => inner.smallInteger('inhibitPolicyMapping', { tag: context(1) }));
      return given({ requireExplicitPolicy, inhibitPolicyMapping });
    });
  },
};

/** policyConstraints (RFC 5280 4.2.1.11). The empty sequence, which conforming CAs must not issue, is a `PkiError`. */
export const policyConstraints: ExtensionType<PolicyConstraints> = /* @__PURE__ */ withEncoder(policyConstraintsReader, {
  critical: true,
  encode: ({ requireExplicitPolicy, inhibitPolicyMapping }, writer) => {
    if (requireExplicitPolicy === undefined && inhibitPolicyMapping === undefined)
      throw new PkiError('empty-sequence', 'policyConstraints needs at least one of its fields');
    writer.sequence((inner) => {
      if (requireExplicitPolicy !== undefined) inner.smallInteger(SKIP, requireExplicitPolicy, context(0));
      if (inhibitPolicyMapping !== undefined) inner.smallInteger(SKIP, inhibitPolicyMapping, context(1));
    });
  },
});

/** inhibitAnyPolicy for reading only. */
export const inhibitAnyPolicyReader: ExtensionReader<number> = {
  oid: INHIBIT_ANY_POLICY,
  label: 'inhibitAnyPolicy',
  decode: (reader, label) => reader.smallInteger(label),
};

/** inhibitAnyPolicy (RFC 5280 4.2.1.14): after how many further certificates anyPolicy loses its meaning. */
export const inhibitAnyPolicy: ExtensionType<number> = /* @__PURE__ */ withEncoder(inhibitAnyPolicyReader, {
  critical: true,
  encode: (skip, writer) => void writer.smallInteger(SKIP, skip),
});
