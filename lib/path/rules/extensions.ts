/**
 * Extensions in general: none that is critical and without effect here (RFC 5280 4.2, 6.1.4 (o), 6.1.5 (f)), none that this engine reads and that is
 * malformed.
 *
 * A critical cRLDistributionPoints is no more than a place to look for CRLs, and to judge whether a CRL is one of it; it is handled where the revocation of the
 * certificate is judged.
 * A critical certificatePolicies is handled only with the qualifiers of RFC 5280: what others want of a user nobody can tell (4.2.1.4).
 */
import { PkiError } from '../../base/error.ts';
import type { ExtensionReader } from '../../x509/extension.ts';
import { CERTIFICATE_POLICIES, CRL_DISTRIBUTION_POINTS } from '../../oids/extensions.ts';
import { subjectAltNameReader } from '../../x509/extensions/alternative-names.ts';
import { cRLDistributionPointsReader } from '../../x509/extensions/distribution-points.ts';
import { authorityKeyIdentifierReader, subjectKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { nameConstraintsReader } from '../../x509/extensions/name-constraints.ts';
import {
  certificatePoliciesReader,
  inhibitAnyPolicyReader,
  policyConstraintsReader,
  policyMappingsReader,
} from '../../x509/extensions/policies.ts';
import { basicConstraintsReader, extendedKeyUsageReader, keyUsageReader } from '../../x509/extensions/usage.ts';
import { refuse } from '../codes.ts';
import { type PoolEntry, readOf, tryRead } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import type { Finding } from '../types.ts';

/** Extensions that rules read. */
const READ: readonly ExtensionReader<unknown>[] = [
  basicConstraintsReader,
  keyUsageReader,
  extendedKeyUsageReader,
  subjectAltNameReader,
  nameConstraintsReader,
  certificatePoliciesReader,
  policyMappingsReader,
  policyConstraintsReader,
  inhibitAnyPolicyReader,
  authorityKeyIdentifierReader,
  subjectKeyIdentifierReader,
  cRLDistributionPointsReader,
];

/** Findings about one certificate at most: an attacker may send 50,000 extensions. */
const MAX_FINDINGS = 20;

/** Extensions are well formed and their critical ones handled. */
export const extensionsRule: Rule = {
  id: 'extensions',
  rfc: 'RFC 5280 4.2',
  handles: [],
  about: 'certificate',
  check(path, { rules, understood, revocation }) {
    const { entry, index } = newest(path);
    const { mode, scope } = revocation.policy;
    const statusJudged = mode !== 'off' && (index === 0 || scope !== 'leaf');
    const findings: Finding[] = [];
    for (const { oid, critical } of entry.certificate?.extensions ?? []) {
      if (findings.length >= MAX_FINDINGS) break;
      if (
        critical &&
        !(oid === CRL_DISTRIBUTION_POINTS && statusJudged) &&
        !understood.includes(oid) &&
        !rules.some(({ handles }) => handles.includes(oid))
      )
        findings.push(refuse('unknown-critical-extension', index, this.rfc, { extension: oid }));
      if (critical && oid === CERTIFICATE_POLICIES) findings.push(...checkQualifiers(entry, index));
      const type = READ.find((known) => known.oid === oid);
      if (type !== undefined) findings.push(...checkForm(entry, type, index));
    }
    return findings;
  },
};

function checkQualifiers(entry: PoolEntry, index: number): readonly Finding[] {
  const qualifiers = readOf(entry, certificatePoliciesReader)?.flatMap((policy) => policy.qualifiers) ?? [];
  const other = qualifiers.find(({ kind }) => kind === 'other');
  if (other?.kind !== 'other') return [];
  return [refuse('unknown-critical-extension', index, 'RFC 5280 4.2.1.4', { extension: CERTIFICATE_POLICIES, qualifier: other.type })];
}

/** The finding for an extension that does not decode. */
export function checkForm(entry: PoolEntry, type: ExtensionReader<unknown>, index: number): readonly Finding[] {
  const value = tryRead(entry, type);
  if (!(value instanceof PkiError)) return [];
  return [refuse('extension-malformed', index, 'RFC 5280 4.2', { extension: type.oid, problem: value.code, place: value.path })];
}
