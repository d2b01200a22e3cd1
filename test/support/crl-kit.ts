/** CRLs of a small hierarchy, their extensions, and what a judgement says of them in one line. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import type { Finding, Verdict } from '../../lib/path/types.ts';
import type { CertificateList, RevocationReason } from '../../lib/x509/crl.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { certificateIssuer } from '../../lib/x509/extensions/crl-entry-extensions.ts';
import { deltaCRLIndicator } from '../../lib/x509/extensions/crl-numbers.ts';
import {
  cRLDistributionPoints,
  type DistributionPoint,
  type DistributionPointName,
  type IssuingDistributionPoint,
  issuingDistributionPoint,
  type ReasonFlag,
} from '../../lib/x509/extensions/distribution-points.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { parseName } from '../../lib/x509/name-parse.ts';
import { AT, type CrlRecipe, type Made, make, makeCrl } from './chain-kit.ts';

/** The trusted root, an intermediate below it, and a CRL of the root that revokes nothing. */
export const root: Made = make({ subject: 'CN=Root', ca: true });
export const ca: Made = make({ subject: 'CN=CA', issuer: root, ca: true });
export const rootCrl: CertificateList = makeCrl({ issuer: root });

/** All reasons but the first flag, which is unused. */
export const OTHER_REASONS: readonly ReasonFlag[] = [
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];
export const COMPROMISE: readonly ReasonFlag[] = ['keyCompromise', 'cACompromise'];

export function uri(...values: readonly string[]): DistributionPointName {
  return { kind: 'fullName', names: values.map((value) => ({ kind: 'uniformResourceIdentifier', value })) };
}

export function directory(...names: readonly string[]): GeneralName[] {
  return names.map((name) => ({ kind: 'directoryName', name: parseName(name) }));
}

export function fullName(...names: readonly string[]): DistributionPointName {
  return { kind: 'fullName', names: directory(...names) };
}

export function relative(rdn: string): DistributionPointName {
  return { kind: 'relativeName', rdn: parseName(rdn).rdns[0] ?? [] };
}

/** issuingDistributionPoint with the fields given. */
export function scope(fields: Partial<IssuingDistributionPoint>, critical = true): Extension {
  const none = { onlyUserCertificates: false, onlyCaCertificates: false, indirectCrl: false, onlyAttributeCertificates: false };
  return makeExtension(issuingDistributionPoint, { ...none, ...fields }, { critical });
}

/** A leaf of the intermediate, with distribution points. */
export function leafWith(points: readonly DistributionPoint[], issuer: Made = ca, subject = 'CN=leaf'): Made {
  return make({ subject, issuer, ...(points.length === 0 ? {} : { extensions: [makeExtension(cRLDistributionPoints, points)] }) });
}

/** A CRL whose issuingDistributionPoint has the fields given. */
export function scoped(fields: Partial<IssuingDistributionPoint>, recipe: Partial<CrlRecipe> = {}): CertificateList {
  return makeCrl({ issuer: ca, ...recipe, extensions: [scope(fields), ...(recipe.extensions ?? [])] });
}

/** A delta CRL to the base of a number. */
export function delta(base: bigint, number: bigint | null, recipe: Partial<CrlRecipe> = {}): CertificateList {
  return makeCrl({ issuer: ca, number, ...recipe, extensions: [makeExtension(deltaCRLIndicator, base), ...(recipe.extensions ?? [])] });
}

/** An entry for a certificate; `issuer` is written as certificateIssuer. */
export function entry({ certificate }: Made, reason?: RevocationReason, issuer?: string): NonNullable<CrlRecipe['revoked']>[number] {
  const extensions = issuer === undefined ? [] : [makeExtension(certificateIssuer, directory(issuer))];
  return { serialNumber: certificate.serialNumber, extensions, ...(reason === undefined ? {} : { reason }) };
}

/** `crl.problem` of each CRL that could not be used. */
export function problemsOf(findings: readonly Finding[]): string[] {
  return findings.filter(({ code }) => code === 'crl-unusable').map((item) => `${String(item['crl'])} ${String(item['problem'])}`);
}

/** The verdict about the leaf, its revocation alone being asked for. */
export function judge(leaf: Made, crls: readonly CertificateList[], more: Partial<ChainInput> = {}, pool: readonly Made[] = []): Verdict {
  return verifyChain({
    leaf: leaf.certificate,
    intermediates: [ca, ...pool].map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    crls,
    revocation: { mode: 'require', scope: 'leaf' },
    ...more,
  });
}

/** The same where a refusal is expected. */
export function refusalOf(...input: Parameters<typeof judge>): Extract<Verdict, { ok: false }> {
  const verdict = judge(...input);
  assert.ok(!verdict.ok);
  return verdict;
}

/** `good`, `revoked by crls[n]: reason`, or `unknown:` and what is wrong with each CRL. */
export function statusOf(...input: Parameters<typeof judge>): string {
  const verdict = judge(...input);
  if (verdict.ok) return 'good';
  const { code, index } = verdict.reason;
  assert.equal(index, code === 'budget-exhausted' ? -1 : 0, JSON.stringify(verdict.reason));
  if (code === 'certificate-revoked') return `revoked by crls[${String(verdict.reason['crl'])}]: ${String(verdict.reason['reason'])}`;
  if (code === 'crl-unusable' || code === 'revocation-unknown') return `unknown: ${problemsOf(verdict.findings).join(', ')}`;
  return code;
}
