/**
 * A CRL of the input and what is known of it once for all questions: its extensions (RFC 5280 5.2), what makes it unusable for whatever certificate, and the
 * entries found so far.
 */
import { INTEGER } from '../../asn1/tags.ts';
import { equalBytes, fromLatin1 } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { AUTHORITY_KEY_IDENTIFIER, DELTA_CRL_INDICATOR, ISSUING_DISTRIBUTION_POINT } from '../../oids/extensions.ts';
import type { CertificateList, RevokedEntry } from '../../x509/crl.ts';
import { type EntryScan, scanEntries } from '../../x509/crl-entries.ts';
import { findIndexed } from '../../x509/crl-index.ts';
import { readExtension } from '../../x509/extension.ts';
import { cRLNumberReader, deltaCRLIndicatorReader } from '../../x509/extensions/crl-numbers.ts';
import { type IssuingDistributionPoint, issuingDistributionPointReader } from '../../x509/extensions/distribution-points.ts';
import { authorityKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { spend } from '../budget.ts';
import type { CrlProblem, FindingFields } from '../codes.ts';
import { recallIndex } from '../memo.ts';
import type { PoolEntry } from '../pool.ts';
import type { RuleContext } from '../rule.ts';

/** A CRL of the input. */
export interface GivenCrl {
  /** Index in the input's list. */
  readonly index: number;
  readonly crl: CertificateList;
  /** Normalised name of its issuer. */
  readonly issuerKey: string;
  /** Entries looked up, by issuer and serial number. */
  readonly found: Map<string, Lookup | Fault>;
  facts?: CrlFacts | Fault;
  /** Names of its distribution point, as `scope.ts` compares them. */
  pointKeys?: ReadonlySet<string>;
  /** Serial numbers looked up. */
  readonly serials: Set<string>;
}

/** Its extensions. */
export interface CrlFacts {
  readonly point: IssuingDistributionPoint | undefined;
  readonly number: bigint | undefined;
  /** The number of the base, for a delta CRL. */
  readonly base: bigint | undefined;
  /** keyIdentifier of authorityKeyIdentifier. */
  readonly keyIdentifier: Uint8Array | undefined;
  /** Equal where a delta CRL and a complete one have the same issuer, scope and key (RFC 5280 6.3.3 (c)). */
  readonly family: string;
}

/** Why a CRL cannot be used. */
export interface Fault {
  /** A `CrlProblem`, or the code of a bad signature or of malformed octets. */
  readonly problem: string;
  readonly rfc: string;
  /** What was expected and found; put together for those that are told. */
  readonly fields?: () => FindingFields;
}

/** A fault by one of our own codes. */
export function fault(problem: CrlProblem, rfc: string, fields?: () => FindingFields): Fault {
  return fields === undefined ? { problem, rfc } : { problem, rfc, fields };
}

/** What a CRL has about a serial number. */
export interface Lookup {
  readonly entry: RevokedEntry | undefined;
}

/** True for a fault among other results. */
export function isFault(result: object): result is Fault {
  return 'problem' in result;
}

/** Critical extensions that take effect here; the number and the key identifier must not be critical (RFC 5280 5.2.1, 5.2.3). */
const HANDLED: readonly string[] = [ISSUING_DISTRIBUTION_POINT, DELTA_CRL_INDICATOR];

/** What the CRL's own fields say, read once. */
export function factsOf(given: GivenCrl, context: RuleContext): CrlFacts | Fault {
  given.facts ??= readFacts(given, context);
  return given.facts;
}

function readFacts({ crl, issuerKey }: GivenCrl, { profile }: RuleContext): CrlFacts | Fault {
  const { version, extensions, deviations = [] } = crl;
  if (deviations.length > 0) return fault('not-der', 'RFC 5280 5.1');
  if (version !== 2 && (version !== 1 || extensions.length > 0 || hasVersionField(crl)))
    return fault('version', 'RFC 5280 5.1.2.1', () => ({ expected: 2, found: version }));
  if (!equalBytes(crl.tbsSignatureAlgorithm.der, crl.signatureAlgorithm.der))
    return fault('signature-algorithm-inconsistent', 'RFC 5280 5.1.1.2');
  if (crl.entriesOffset > 0 && crl.entries.length === 0) return fault('empty-list', 'RFC 5280 5.1.2.6');
  const unknown = extensions.find(({ oid, critical }) => critical && !HANDLED.includes(oid));
  if (unknown !== undefined) return fault('unknown-critical-extension', 'RFC 5280 5.2', () => ({ extension: unknown.oid }));
  const facts = catchMalformed((): CrlFacts => {
    const octets = (oid: string): string =>
      extensions
        .filter((item) => item.oid === oid)
        .map(({ value }) => fromLatin1(value))
        .join('');
    return {
      point: readExtension(crl, issuingDistributionPointReader),
      number: readExtension(crl, cRLNumberReader),
      base: readExtension(crl, deltaCRLIndicatorReader),
      keyIdentifier: readExtension(crl, authorityKeyIdentifierReader)?.keyIdentifier,
      // DER values carry their lengths, so that no two pairs read the same; nor does one read like the other.
      family: `${issuerKey.length} ${issuerKey}${octets(ISSUING_DISTRIBUTION_POINT)},${octets(AUTHORITY_KEY_IDENTIFIER)}`,
    };
  });
  if (facts instanceof PkiError)
    return fault('extension-malformed', 'RFC 5280 5.2', () => ({ place: facts.path ?? '', cause: facts.code }));
  if (facts.number === undefined && facts.base !== undefined) return fault('delta-without-number', 'RFC 5280 5.2.4');
  if (facts.number === undefined && profile.crlNumberRequired) return fault('without-number', 'RFC 5280 5.2.3');
  return facts;
}

/** The version is there for version 2 only, never as 1. */
function hasVersionField({ tbs }: CertificateList): boolean {
  const lengthOctet = tbs[1] ?? 0;
  return tbs[lengthOctet < 0x80 ? 2 : 2 + (lengthOctet & 0x7f)] === INTEGER;
}

/** RFC 5280 5.1.2.4, 5.1.2.5: nextUpdate is there, unless the caller's own limit does its work. */
export function findStale({ thisUpdate, nextUpdate }: CertificateList, { at, revocation }: RuleContext): Fault | undefined {
  const { maxAge } = revocation.policy;
  const fields = (): FindingFields => ({ thisUpdate, nextUpdate: nextUpdate ?? null, at });
  if (thisUpdate > at) return fault('not-yet-valid', 'RFC 5280 5.1.2.4', fields);
  if (maxAge !== undefined && at - thisUpdate > maxAge) return fault('too-old', 'RFC 5280 6.3.3', () => ({ ...fields(), maxAge }));
  if (nextUpdate === undefined) return maxAge === undefined ? fault('without-next-update', 'RFC 5280 5.1.2.5', fields) : undefined;
  return nextUpdate < at ? fault('expired', 'RFC 5280 5.1.2.5', fields) : undefined;
}

/** Comparisons booked for an entry with an issuer of its own, which takes some 20 us to be read. */
const COST_OF_ISSUER = 4;

/**
 * The CRL's entry for a certificate, matched by serial number and issuer (RFC 5280 5.3.3). Every entry of the CRL has been read: an entry extension that is
 * critical and unknown forbids the use of all.
 */
export function lookUp(given: GivenCrl, { point }: CrlFacts, entry: PoolEntry, context: RuleContext): Lookup | Fault {
  const { certificate } = entry;
  if (certificate === undefined) return { entry: undefined };
  // With its length, so that no octet of the serial number plays a part of the name.
  const serial = fromLatin1(certificate.serialNumber);
  const name = `${serial.length} ${serial}${entry.issuerKey}`;
  const known = given.found.get(name);
  if (known !== undefined) return known;
  // All entries of a serial number are read once more for another issuer; honest CRLs have few of one.
  const cost = given.serials.has(serial) ? COST_OF_ISSUER * (recallIndex(context.memo, given.crl)?.issuerStarts.length ?? 0) : 0;
  if (!spend(context.meter, 'comparisons', cost)) return { problem: 'budget-exhausted', rfc: 'RFC 5280 8' };
  given.serials.add(serial);
  const walk = catchMalformed(() => scan(given.crl, certificate.serialNumber, { issuer: certificate.issuer }, context));
  const result = judgeWalk(walk, given.crl.version, point?.indirectCrl === true);
  given.found.set(name, result);
  return result;
}

function judgeWalk(walk: Scan | PkiError, version: number, indirect: boolean): Lookup | Fault {
  const rfc = 'RFC 5280 5.3';
  if (walk instanceof PkiError) return { problem: walk.code, rfc, fields: () => ({ place: walk.path ?? '' }) };
  const { entry, unknownCritical, issuerStarts, extended } = walk;
  if (version === 1 && extended) return fault('version', 'RFC 5280 5.1.2.6', () => ({ expected: 2, found: version }));
  if (unknownCritical.length > 0)
    return fault('unknown-critical-entry-extension', rfc, () => ({ extension: unknownCritical[0] as string }));
  // Whom the further entries speak of is not certain; the one that names the certificate is.
  if (!indirect && issuerStarts.length > 0 && entry === undefined) return fault('entries-of-others', 'RFC 5280 5.3.3');
  return { entry };
}

type Scan = Pick<EntryScan, 'unknownCritical' | 'extended'> & {
  readonly entry?: RevokedEntry | undefined;
  readonly issuerStarts: ArrayLike<number>;
};

function scan(crl: CertificateList, serial: Uint8Array, options: Parameters<typeof scanEntries>[2], { memo }: RuleContext): Scan {
  const index = recallIndex(memo, crl);
  if (index === undefined) return scanEntries(crl, serial, options);
  return { ...index, entry: index.unknownCritical.length > 0 ? undefined : findIndexed(index, serial, options) };
}
