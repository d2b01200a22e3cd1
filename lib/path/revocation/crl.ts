/**
 * Complete CRLs of the issuing CA (RFC 5280 5 and 6.3): of the certificate's own issuer, signed with the key that signed the certificate, fresh, covering
 * the certificate. A CRL that does not meet this is unusable, with the reason as its finding; a certificate without a usable CRL has an unknown status.
 *
 * Left out, and failing closed: delta CRLs, indirect CRLs, CRLs of some reasons only, CRLs signed with another key of the same issuer.
 */
import { equalBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { ISSUING_DISTRIBUTION_POINT } from '../../oids/extensions.ts';
import type { CertificateList, RevokedEntry } from '../../x509/crl.ts';
import { findRevoked } from '../../x509/crl-entries.ts';
import { findIndexed } from '../../x509/crl-index.ts';
import { readExtension } from '../../x509/extension.ts';
import { cRLNumber, deltaCRLIndicator } from '../../x509/extensions/crl-numbers.ts';
import {
  cRLDistributionPoints,
  type DistributionPointName,
  type IssuingDistributionPoint,
  issuingDistributionPoint,
} from '../../x509/extensions/distribution-points.ts';
import { basicConstraints, keyUsage } from '../../x509/extensions/usage.ts';
import type { Name } from '../../x509/name.ts';
import { normalisedName } from '../../x509/name-compare.ts';
import { type CrlProblem, refuse } from '../codes.ts';
import { recallIndex } from '../memo.ts';
import type { RevocationInput } from '../inputs.ts';
import { assertParsed, catchMalformed, readOf } from '../pool.ts';
import type { OpenSource, RuleContext, StatusAnswer, StatusQuestion, StatusSource } from '../rule.ts';
import { checkSigned } from '../rules/signature.ts';
import type { Finding } from '../types.ts';

/** A CRL of the input. */
interface GivenCrl {
  /** Index in the input's list. */
  readonly index: number;
  readonly crl: CertificateList;
}

/** CRLs that the caller gives. */
export const crlSource: StatusSource = { reads: 'crls', open: openCrls };

/** Finds the CRLs by their issuer's normalised name. Throws `bad-option` for what was not parsed. */
function openCrls({ crls = [] }: RevocationInput): OpenSource {
  const byIssuer = new Map<string, GivenCrl[]>();
  for (const [index, crl] of crls.entries()) {
    assertParsed('crls', crl);
    const name = normalisedName(crl.issuer);
    const same = byIssuer.get(name);
    if (same === undefined) byIssuer.set(name, [{ index, crl }]);
    else same.push({ index, crl });
  }
  return { ask: (question, context) => sumUp((byIssuer.get(question.entry.issuerKey) ?? []).map((crl) => askCrl(question, crl, context))) };
}

function sumUp(answers: readonly CrlAnswer[]): StatusAnswer {
  const of = (status: CrlAnswer['status']): readonly Finding[] =>
    answers.flatMap((answer) => (answer.status === status && 'finding' in answer ? [answer.finding] : []));
  const revoked = of('revoked');
  if (revoked.length > 0) return { status: 'revoked', findings: revoked };
  const unusable = of('unusable');
  // What is not read yet may say more than what is.
  const partial = unusable.some(({ problem }) => problem === 'delta' || problem === 'indirect');
  return { status: !partial && answers.some(({ status }) => status === 'good') ? 'good' : 'unknown', findings: unusable };
}

/** What one CRL says. */
type CrlAnswer =
  | { readonly status: 'good' }
  | { readonly status: 'revoked'; readonly finding: Finding }
  | { readonly status: 'unusable'; readonly finding: Finding };

/** Asks one CRL of the certificate's issuer. */
function askCrl(question: StatusQuestion, { crl, index: number }: GivenCrl, context: RuleContext): CrlAnswer {
  const unusable = (problem: string, rfc: string): CrlAnswer => ({
    status: 'unusable',
    finding: refuse('crl-unusable', question.index, rfc, { crl: number, problem }),
  });
  const fault = findFault(question, crl, context);
  if (fault !== undefined) return unusable(fault.problem, fault.rfc);
  const wrong = checkSigned(crl, question.issuer, context, { signed: question.index, issuer: question.index + 1 });
  if (wrong.length > 0) {
    const [first] = wrong as readonly [Finding];
    return first.code === 'budget-exhausted' ? { status: 'unusable', finding: first } : unusable(first.code, 'RFC 5280 6.3.3 (g)');
  }
  const found = catchMalformed(() => findEntry(crl, question, context));
  if (found instanceof PkiError) return unusable(found.code, 'RFC 5280 5.3');
  if (found === undefined) return { status: 'good' };
  const { revokedAt, reason = 'unspecified' } = found;
  return {
    status: 'revoked',
    finding: refuse('certificate-revoked', question.index, 'RFC 5280 6.3.3 (i)', { crl: number, revokedAt, reason }),
  };
}

/** Without regard to certificateIssuer, which has no place in a CRL that is not indirect: an entry that carries one revokes all the same. */
function findEntry(crl: CertificateList, { entry }: StatusQuestion, { memo }: RuleContext): RevokedEntry | undefined {
  const serial = entry.certificate?.serialNumber ?? new Uint8Array(0);
  const index = recallIndex(memo, crl);
  return index === undefined ? findRevoked(crl, serial) : findIndexed(index, serial);
}

interface Fault {
  readonly problem: CrlProblem;
  readonly rfc: string;
}

/** Why a CRL cannot be used, before its signature is looked at. */
function findFault(question: StatusQuestion, crl: CertificateList, context: RuleContext): Fault | undefined {
  const { issuer, constrained } = question;
  if (crl.deviations !== undefined && crl.deviations.length > 0) return { problem: 'not-der', rfc: 'RFC 5280 5.1' };
  if (crl.version !== 2 && (crl.version !== 1 || crl.extensions.length > 0)) return { problem: 'version', rfc: 'RFC 5280 5.1.2.1' };
  if (!equalBytes(crl.tbsSignatureAlgorithm.der, crl.signatureAlgorithm.der))
    return { problem: 'signature-algorithm-inconsistent', rfc: 'RFC 5280 5.1.1.2' };
  if (constrained && readOf(issuer, keyUsage)?.includes('cRLSign') === false)
    return { problem: 'issuer-may-not-sign', rfc: 'RFC 5280 6.3.3 (f)' };
  return findStale(crl, context) ?? findExtensionFault(question, crl, context);
}

/** RFC 5280 5.1.2.4, 5.1.2.5: nextUpdate is there, unless the caller's own limit does its work. */
function findStale(crl: CertificateList, { at, revocation }: RuleContext): Fault | undefined {
  const { maxAge } = revocation.policy;
  if (crl.thisUpdate > at) return { problem: 'not-yet-valid', rfc: 'RFC 5280 5.1.2.4' };
  if (maxAge !== undefined && at - crl.thisUpdate > maxAge) return { problem: 'too-old', rfc: 'RFC 5280 6.3.3' };
  if (crl.nextUpdate === undefined) return maxAge === undefined ? { problem: 'without-next-update', rfc: 'RFC 5280 5.1.2.5' } : undefined;
  return crl.nextUpdate < at ? { problem: 'expired', rfc: 'RFC 5280 5.1.2.5' } : undefined;
}

function findExtensionFault(question: StatusQuestion, crl: CertificateList, { profile }: RuleContext): Fault | undefined {
  const { extensions } = crl;
  if (extensions.some(({ oid }) => oid === deltaCRLIndicator.oid)) return { problem: 'delta', rfc: 'RFC 5280 5.2.4' };
  if (extensions.some(({ oid, critical }) => critical && oid !== ISSUING_DISTRIBUTION_POINT))
    return { problem: 'unknown-critical-extension', rfc: 'RFC 5280 5.2' };
  const number = catchMalformed(() => readExtension(crl, cRLNumber));
  const point = catchMalformed(() => readExtension(crl, issuingDistributionPoint));
  if (number instanceof PkiError || point instanceof PkiError) return { problem: 'extension-malformed', rfc: 'RFC 5280 5.2' };
  if (number === undefined && profile.crlNumberRequired) return { problem: 'without-number', rfc: 'RFC 5280 5.2.3' };
  return point === undefined ? undefined : findScopeFault(question, crl, point);
}

/** RFC 5280 6.3.3 (b)(2): what the issuing distribution point leaves out. */
function findScopeFault({ entry }: StatusQuestion, crl: CertificateList, point: IssuingDistributionPoint): Fault | undefined {
  const rfc = 'RFC 5280 6.3.3 (b)';
  if (point.indirectCrl) return { problem: 'indirect', rfc };
  if (point.onlySomeReasons !== undefined) return { problem: 'some-reasons-only', rfc };
  if (point.onlyAttributeCertificates) return { problem: 'attribute-certificates-only', rfc };
  const ca = readOf(entry, basicConstraints)?.ca === true;
  if (point.onlyUserCertificates && ca) return { problem: 'user-certificates-only', rfc };
  if (point.onlyCaCertificates && !ca) return { problem: 'ca-certificates-only', rfc };
  if (point.name === undefined) return undefined;
  const wanted = new Set(namesOfPoint(point.name, crl.issuer));
  // A point of some reasons, or with a CRL issuer of its own, asks for more than this CRL tells (6.3.3 (b)(1), (d)).
  const points = (readOf(entry, cRLDistributionPoints) ?? []).filter(
    ({ reasons, crlIssuer }) => reasons === undefined && crlIssuer === undefined,
  );
  const shared = points.some(({ name }) => name !== undefined && namesOfPoint(name, crl.issuer).some((text) => wanted.has(text)));
  return shared ? undefined : { problem: 'other-distribution-point', rfc };
}

/** The names that a distribution point goes by, as texts that are equal where the names are; a relative name stands below the issuer of the CRL (RFC 5280 5.2.5). */
function namesOfPoint(name: DistributionPointName, issuer: Name): readonly string[] {
  if (name.kind === 'relativeName') return [normalisedName({ der: issuer.der, rdns: [...issuer.rdns, name.rdn] })];
  return name.names.flatMap((form) => {
    if (form.kind === 'directoryName') return [normalisedName(form.name)];
    return form.kind === 'uniformResourceIdentifier' ? [`URI ${form.value}`] : [];
  });
}
