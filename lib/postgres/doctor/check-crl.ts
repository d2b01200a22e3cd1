/**
 * Revocation lists. With ssl_crl_file or ssl_crl_dir every certificate of a client's chain needs a good CRL of its issuer, the root's own included: what is
 * missing or stale locks everybody out.
 */
import { sha1 } from '../../crypto/hash.ts';
import { findRevoked } from '../../x509/crl-entries.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { deltaCRLIndicatorReader } from '../../x509/extensions/crl-numbers.ts';
import { issuingDistributionPointReader } from '../../x509/extensions/distribution-points.ts';
import { authorityKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { basicConstraintsReader, keyUsageReader } from '../../x509/extensions/usage.ts';
import { nameEquals } from '../../x509/name-compare.ts';
import { formatName } from '../../x509/name-format.ts';
import { nameHash } from '../../x509/name-hash.ts';
import { baseName, folderOf } from '../conf/paths.ts';
import { attempt, isSelfIssued, isSignedBy, mayHaveIssued, subjectOf, tryExtension, urgency } from './certificate-facts.ts';
import { crlsIn, type Facts, type PlacedCertificate, type PlacedCrl } from './facts.ts';
import type { Problem } from './types.ts';

/** Extensions of CRLs that OpenSSL knows; another one that is critical makes the CRL useless. */
const KNOWN: ReadonlySet<string> = /* @__PURE__ */ new Set(['2.5.29.20', '2.5.29.27', '2.5.29.28', '2.5.29.35']);

/** Checks all CRLs and whether there is one for each CA. */
export function* checkCrl(facts: Facts): Generator<Problem, void> {
  const { ssl, files, crls, crlCertificates } = facts;
  if (!ssl || (files.crl === undefined && files.crlFolder === undefined)) return;
  const setting = files.crl === undefined ? 'ssl_crl_dir' : 'ssl_crl_file';
  if (files.ca === undefined) yield { code: 'crl-without-ca', ...facts.placeOf(setting), setting };
  for (const crl of crls) yield* checkOne(facts, crl);
  yield* checkSeveral(crls);
  for (const { certificate, file, line } of crlCertificates) {
    yield { code: 'crl-holds-certificate', file, line, subject: subjectOf(certificate) };
  }
  const [leaf] = facts.sent;
  const listing = leaf === undefined ? undefined : findListing(crls, leaf);
  if (leaf !== undefined && listing !== undefined) {
    yield { code: 'crl-revokes-server', file: listing.file, line: listing.line, subject: subjectOf(leaf.certificate), certFile: leaf.file };
  }
  if (files.crlFolder !== undefined) yield* checkFolder(facts, files.crlFolder);
  // a file without any CRL is told as that
  if (files.crl !== undefined && files.crlFolder === undefined && crls.length === 0) return;
  for (const ca of withoutRepeats([...facts.cas, ...intermediates(facts)])) yield* checkAuthority(facts, ca, setting);
}

/** Intermediates below the CAs that lie here, in the server's own chain or beside it: clients' certificates may be theirs. */
function intermediates({ cas, sent, others }: Facts): PlacedCertificate[] {
  return [...sent.slice(1), ...others].filter(
    ({ certificate }) =>
      !isSelfIssued(certificate) &&
      tryExtension(certificate, basicConstraintsReader)?.ca === true &&
      cas.some((ca) => mayHaveIssued(ca.certificate, certificate)),
  );
}

/** The first of each name. */
function withoutRepeats(placed: readonly PlacedCertificate[]): PlacedCertificate[] {
  const known = new Set<string>();
  return placed.filter(({ certificate }) => {
    const key = formatName(certificate.subject);
    const fresh = !known.has(key);
    known.add(key);
    return fresh;
  });
}

function* checkAuthority(facts: Facts, { certificate, file, line }: PlacedCertificate, setting: string): Generator<Problem, void> {
  const own = facts.crls.filter(({ crl }) => mayHaveIssued(certificate, crl));
  if (own.length === 0) {
    const into = facts.files.crl ?? facts.files.crlFolder ?? '';
    const hash = attempt(() => nameHash(certificate.subject, sha1)) ?? '';
    yield {
      code: facts.cas.some((ca) => ca.file === file && ca.line === line) ? 'crl-missing-for-ca' : 'crl-missing-for-intermediate',
      ...facts.placeOf(setting),
      subject: subjectOf(certificate),
      caFile: file,
      caLine: line,
      into,
      hash,
      setting,
    };
  }
  const revoked = findListing(facts.crls, { certificate });
  if (revoked !== undefined)
    yield { code: 'crl-revokes-ca', file: revoked.file, line: revoked.line, subject: subjectOf(certificate), caFile: file, caLine: line };
}

/** The CRL of the issuer that lists the certificate. */
function findListing(crls: readonly PlacedCrl[], { certificate }: Pick<PlacedCertificate, 'certificate'>): PlacedCrl | undefined {
  return crls.find(
    ({ crl }) => nameEquals(crl.issuer, certificate.issuer) && attempt(() => findRevoked(crl, certificate.serialNumber)) !== undefined,
  );
}

function* checkOne(facts: Facts, { crl, file, line }: PlacedCrl): Generator<Problem, void> {
  const { at, days, cas, sent, others } = facts;
  const issuer = formatName(crl.issuer) || 'an empty name';
  const tell = (code: Problem['code'], fields: Readonly<Record<string, string | number>> = {}): Problem => ({
    code,
    file,
    line,
    issuer,
    ...fields,
  });
  const end = crl.nextUpdate === undefined ? undefined : urgency(crl.nextUpdate, at, days);
  const fresher = facts.crls.some(
    (other) => other.crl !== crl && nameEquals(other.crl.issuer, crl.issuer) && (other.crl.nextUpdate ?? Infinity) > at,
  );
  if (end === undefined) yield tell('crl-without-next-update');
  else if (end === 'past' && !fresher) yield tell('crl-expired', { at: crl.nextUpdate as number });
  // A list that lives for less than the days asked about is renewed all the time: what counts is the last fifth of its life.
  else if (end === 'soon' && isNearEnd(crl, at)) yield tell('crl-expires-soon', { at: crl.nextUpdate as number });
  if (crl.thisUpdate > at) yield tell('crl-not-yet-valid', { at: crl.thisUpdate });
  const signers = [...cas, ...sent, ...others].filter(({ certificate }) => mayHaveIssued(certificate, crl));
  const [signer] = signers;
  if (signer !== undefined && signers.every(({ certificate }) => isSignedBy(certificate, crl) === false)) yield tell('crl-signature-wrong');
  const usage = signer === undefined ? undefined : tryExtension(signer.certificate, keyUsageReader);
  if (usage !== undefined && !usage.includes('cRLSign')) {
    yield tell('crl-issuer-may-not-sign', { caFile: signer?.file ?? '', caLine: signer?.line ?? 0 });
  }
  const unknown = crl.extensions.find(({ critical, oid }) => critical && !KNOWN.has(oid));
  if (unknown !== undefined) yield tell('crl-unknown-critical-extension', { oid: unknown.oid });
  if (tryExtension(crl, deltaCRLIndicatorReader) !== undefined) yield tell('crl-delta');
  const scope = tryExtension(crl, issuingDistributionPointReader);
  if (scope !== undefined) {
    const limits = [
      scope.onlyUserCertificates ? 'onlyContainsUserCerts' : '',
      scope.onlyCaCertificates ? 'onlyContainsCACerts' : '',
      scope.onlyAttributeCertificates ? 'onlyContainsAttributeCerts' : '',
      scope.indirectCrl ? 'indirectCRL' : '',
      scope.onlySomeReasons === undefined ? '' : 'onlySomeReasons',
    ].filter((word) => word !== '');
    if (limits.length > 0) yield tell('crl-scope', { limits: limits.join(', ') });
  }
  if (tryExtension(crl, authorityKeyIdentifierReader) === undefined && crl.version > 1) yield tell('crl-without-key-identifier');
}

function isNearEnd({ thisUpdate, nextUpdate = Infinity }: CertificateList, at: number): boolean {
  return at - thisUpdate >= (nextUpdate - thisUpdate) * 0.8;
}

/** Several CRLs of one issuer: the newest counts, whoever signed it. */
function* checkSeveral(crls: readonly PlacedCrl[]): Generator<Problem, void> {
  const first = new Map<string, PlacedCrl>();
  for (const placed of crls) {
    const issuer = formatName(placed.crl.issuer);
    const before = first.get(issuer);
    if (before === undefined) first.set(issuer, placed);
    else {
      yield {
        code: 'crl-several-of-one-issuer',
        file: placed.file,
        line: placed.line,
        issuer,
        otherFile: before.file,
        otherLine: before.line,
      };
    }
  }
}

/** Names of files in ssl_crl_dir: `<hash>.r0`, `.r1`, … without a gap. */
function* checkFolder({ input, statOf, placeOf }: Facts, folder: string): Generator<Problem, void> {
  const stat = statOf(folder);
  if (stat !== undefined && ('error' in stat || stat.kind !== 'directory')) {
    yield { code: 'crl-folder-missing', ...placeOf('ssl_crl_dir'), folder };
    return;
  }
  const members = Object.keys(input.files).filter((path) => folderOf(path) === folder && !path.endsWith('/'));
  for (const path of members) {
    const [crl] = crlsIn(input, path);
    if (crl === undefined) continue;
    const wanted = attempt(() => nameHash(crl.crl.issuer, sha1)) ?? '';
    const [, hash, number] = /^([0-9a-f]{8})\.r(\d+)$/.exec(baseName(path)) ?? [];
    // the file itself, to which a link of the right name leads, may lie there as well
    const linked = members.some((other) => baseName(other).startsWith(`${wanted}.r`) && other !== path);
    if (hash === undefined ? !linked : hash !== wanted) yield { code: 'crl-folder-name', file: path, wanted: `${wanted}.r0`, folder };
    else if (number !== undefined && Number(number) > 0 && !members.includes(`${folder}/${hash}.r${Number(number) - 1}`)) {
      yield { code: 'crl-folder-gap', file: path, missing: `${hash}.r${Number(number) - 1}`, folder };
    }
  }
}
