/**
 * Which certificates a CRL speaks of, and for which reasons: the issuing distribution point of the CRL against the distribution points of the certificate
 * (RFC 5280 6.3.3 (b), (d)).
 *
 * Names of distribution points are compared as directory names and as URIs; other forms match nothing. Names become texts that are equal where the names are:
 * `U` with a URI, `D` with a normalised directory name, `R` with the normalised RDN of a name below the CRL issuer.
 */
import {
  REASON_FLAG_NAMES,
  type ReasonFlag,
  cRLDistributionPointsReader,
  type DistributionPointName,
} from '../../x509/extensions/distribution-points.ts';
import { basicConstraintsReader } from '../../x509/extensions/usage.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { normalisedName, normalisedRdn } from '../../x509/name-compare.ts';
import { spend } from '../budget.ts';
import { type PoolEntry, readOf, remember } from '../pool.ts';
import type { RuleContext } from '../rule.ts';
import { firstOf, showGeneralNames } from '../show.ts';
import { type CrlFacts, type Fault, fault, type GivenCrl } from './given-crl.ts';

/** Bits of all reasons; the first flag is unused (RFC 5280 6.3.2). */
export const ALL_REASONS: number = 2 ** REASON_FLAG_NAMES.length - 2;

/** One place where the certificate says that its status is found. */
interface Point {
  readonly reasons: number;
  /** Names of the CRL's issuer, where that is not the certificate's. */
  readonly issuers: ReadonlySet<string> | undefined;
  readonly names: readonly string[];
}

/** The points of a certificate, the one that RFC 5280 6.3.3 supposes where all others leave the status open being the last. */
export function pointsOf(entry: PoolEntry): readonly Point[] {
  return remember(entry, 'distribution points', () => [
    ...(readOf(entry, cRLDistributionPointsReader) ?? []).map(({ name, reasons, crlIssuer }): Point => {
      const issuers = crlIssuer === undefined ? [] : crlIssuer.flatMap(directoryKey);
      return {
        reasons: maskOf(reasons),
        issuers: crlIssuer === undefined ? undefined : new Set(issuers),
        names: name === undefined ? issuers.map((key) => `D${key}`) : pointKeys(name),
      };
    }),
    { reasons: ALL_REASONS, issuers: undefined, names: [`D${entry.issuerKey}`] },
  ]);
}

/** The reasons that a CRL covers for a certificate, as bits, or why it does not speak of it. */
export function findCoverage(given: GivenCrl, { point }: CrlFacts, entry: PoolEntry, { meter }: RuleContext): number | Fault {
  const rfc = 'RFC 5280 6.3.3 (b)';
  if (point !== undefined) {
    const kinds = [point.onlyUserCertificates, point.onlyCaCertificates, point.onlyAttributeCertificates].filter(Boolean).length;
    if (kinds > 1) return fault('contradictory-scope', 'RFC 5280 5.2.5');
    if (kinds === 0 && !point.indirectCrl && point.name === undefined && point.onlySomeReasons === undefined)
      return fault('empty-scope', 'RFC 5280 5.2.5');
    if (point.onlyAttributeCertificates) return fault('attribute-certificates-only', rfc);
    if (kinds > 0 && entry.certificate?.version !== 3) return fault('version-3-only', 'RFC 5280 5.2.5');
    const ca = readOf(entry, basicConstraintsReader)?.ca === true;
    if (point.onlyUserCertificates && ca) return fault('user-certificates-only', rfc);
    if (point.onlyCaCertificates && !ca) return fault('ca-certificates-only', rfc);
  }
  const own = given.issuerKey === entry.issuerKey;
  if (!own && point?.indirectCrl !== true) return fault('not-indirect', rfc);
  const keys = point?.name === undefined ? undefined : (given.pointKeys ??= keysBelow(point.name, given.issuerKey));
  let reasons: number | undefined;
  for (const { reasons: some, issuers, names } of pointsOf(entry)) {
    if (!spend(meter, 'comparisons', 1 + (keys === undefined ? 0 : names.length))) break;
    const issuer = issuers === undefined ? own : point?.indirectCrl === true && issuers.has(given.issuerKey);
    if (issuer && (keys === undefined || names.some((key) => keys.has(key)))) reasons = (reasons ?? 0) | some;
  }
  if (reasons !== undefined) return reasons & maskOf(point?.onlySomeReasons);
  return fault('other-distribution-point', rfc, () => ({
    expected: showPoints(entry),
    found: point === undefined ? [] : showPoint(point.name),
  }));
}

function maskOf(reasons: readonly ReasonFlag[] | undefined): number {
  if (reasons === undefined) return ALL_REASONS;
  return reasons.reduce((mask, reason) => mask | (1 << REASON_FLAG_NAMES.indexOf(reason)), 0) & ALL_REASONS;
}

/** Names of the reasons in a mask. */
export function reasonsIn(mask: number): readonly ReasonFlag[] {
  return REASON_FLAG_NAMES.filter((_, bit) => ((mask >> bit) & 1) === 1);
}

function directoryKey(name: GeneralName): readonly string[] {
  return name.kind === 'directoryName' ? [normalisedName(name.name)] : [];
}

function pointKeys(name: DistributionPointName): readonly string[] {
  if (name.kind === 'relativeName') return [`R${normalisedRdn(name.rdn)}`];
  return name.names.flatMap((form) =>
    form.kind === 'uniformResourceIdentifier' ? [`U${form.value}`] : directoryKey(form).map((key) => `D${key}`),
  );
}

/** The keys of a CRL's own point, a name below its issuer in both its forms: as a name, and by its RDN alone. */
function keysBelow(name: DistributionPointName, issuerKey: string): ReadonlySet<string> {
  const prefix = issuerKey === '' ? 'D' : `D${issuerKey},`;
  const keys = new Set<string>();
  for (const key of pointKeys(name)) {
    keys.add(key);
    if (key.startsWith('R')) keys.add(prefix + key.slice(1));
    if (key.startsWith(prefix)) keys.add(`R${key.slice(prefix.length)}`);
  }
  return keys;
}

function showPoint(name: DistributionPointName | undefined): readonly string[] {
  if (name === undefined) return [];
  return name.kind === 'fullName' ? showGeneralNames(name.names) : ['nameRelativeToCRLIssuer'];
}

function showPoints(entry: PoolEntry): readonly string[] {
  return firstOf(firstOf(readOf(entry, cRLDistributionPointsReader) ?? []).flatMap(({ name }) => showPoint(name)));
}
