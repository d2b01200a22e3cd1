/** What OpenSSL notes of a CRL when it reads it (x_crl.c: crl_cb, setup_idp). An extension that does not decode, or is there twice, is as good as absent. */
import type { Oid } from '../../asn1/oid.ts';
import { DerReader } from '../../asn1/reader.ts';
import { GENERALIZED_TIME, INTEGER, UTC_TIME } from '../../asn1/tags.ts';
import { decodeTime, type Instant } from '../../asn1/time.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import {
  AUTHORITY_KEY_IDENTIFIER,
  CRL_NUMBER,
  DELTA_CRL_INDICATOR,
  FRESHEST_CRL,
  ISSUING_DISTRIBUTION_POINT,
} from '../../oids/extensions.ts';
import type { CertificateList } from '../../x509/crl.ts';
import {
  type DistributionPointName,
  issuingDistributionPointReader,
  REASON_FLAG_NAMES,
  type ReasonFlag,
} from '../../x509/extensions/distribution-points.ts';
import { type AuthorityKeyIdentifier, authorityKeyIdentifierReader } from '../../x509/extensions/key-identifiers.ts';
import { decodeOnly, type RevocationAnswer, type RevocationQuestion, readRevoked } from './crl-entries.ts';

/** A set of reasons as bits, bit n for number n of ReasonFlags. */
export type ReasonBits = number;

/** Every reason but the unused bit 0. */
export const ALL_REASONS: ReasonBits = 0x1fe;

/** What a CRL covers, by its issuingDistributionPoint. */
export interface CrlScope {
  /** More than one of the three `only` flags: nothing can be so. */
  readonly invalid: boolean;
  readonly onlyUser: boolean;
  readonly onlyCa: boolean;
  readonly onlyAttribute: boolean;
  readonly indirect: boolean;
  /** onlySomeReasons is there. */
  readonly someReasons: boolean;
  readonly reasons: ReasonBits;
  readonly name?: DistributionPointName;
}

/** A CRL as the checks see it. */
export interface CrlFacts {
  readonly crl: CertificateList;
  /** Its place in the input, the stored ones behind the given ones. */
  readonly index: number;
  /** OpenSSL's canonical form of its issuer's name. */
  readonly issuerName: string;
  /** Undefined where the time is not of the form that RFC 5280 wants. */
  readonly thisUpdate: Instant | undefined;
  /** Null where the time is not of that form. */
  readonly nextUpdate?: Instant | null;
  readonly scope?: CrlScope;
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  /** Content octets of cRLNumber. */
  readonly number?: Uint8Array;
  /** Content octets of deltaCRLIndicator: the CRL is a delta. */
  readonly baseNumber?: Uint8Array;
  /** freshestCRL is there (EXFLAG_FRESHEST). */
  readonly freshest: boolean;
  /** A critical extension of the list or of any entry that OpenSSL does not process (EXFLAG_CRITICAL). */
  readonly critical: boolean;
  /** What the list says of each certificate of the chain. */
  readonly answers: readonly RevocationAnswer[];
}

/** Critical extensions that are processed. */
const SUPPORTED: readonly Oid[] = [ISSUING_DISTRIBUTION_POINT, AUTHORITY_KEY_IDENTIFIER, DELTA_CRL_INDICATOR];

/** Reads a CRL with all its entries. Undefined where it is none that OpenSSL would have loaded: an entry is malformed. */
export function readCrlFacts(
  crl: CertificateList,
  index: number,
  issuerName: string,
  questions: readonly RevocationQuestion[],
): CrlFacts | undefined {
  const entries = catchMalformed(() => readRevoked(crl, issuerName, questions));
  if (entries instanceof PkiError) return undefined;
  const { extensions } = crl;
  const scope = readScope(crl);
  const authorityKeyIdentifier = decodeOnly(extensions, AUTHORITY_KEY_IDENTIFIER, (reader) =>
    authorityKeyIdentifierReader.decode(reader, ''),
  );
  const number = decodeOnly(extensions, CRL_NUMBER, (reader) => reader.integer(''));
  const baseNumber = decodeOnly(extensions, DELTA_CRL_INDICATOR, (reader) => reader.integer(''));
  const unsupported = extensions.findIndex(({ oid, critical }) => critical && !SUPPORTED.includes(oid));
  // Reading stops at an extension that is not supported
  const seen = unsupported < 0 ? extensions : extensions.slice(0, unsupported + 1);
  return {
    crl,
    index,
    issuerName,
    ...timesOf(crl),
    ...(scope === undefined ? {} : { scope }),
    ...(authorityKeyIdentifier ? { authorityKeyIdentifier } : {}),
    ...(number ? { number } : {}),
    ...(baseNumber ? { baseNumber } : {}),
    freshest: seen.some(({ oid }) => oid === FRESHEST_CRL),
    critical: unsupported >= 0 || entries.critical,
    answers: entries.answers,
  };
}

/** The dates, read anew from their octets: X509_cmp_time takes the forms of RFC 5280 and no other, whatever the reading let pass. */
function timesOf({ tbs }: CertificateList): Pick<CrlFacts, 'thisUpdate' | 'nextUpdate'> {
  const reader = new DerReader(tbs, { deviations: [] });
  const read = catchMalformed(() =>
    reader.sequence('', (inner) => {
      if (inner.peek() === INTEGER) inner.any('version');
      inner.any('signature');
      inner.any('issuer');
      const { tag, content } = inner.any('thisUpdate');
      const next = inner.peek() === UTC_TIME || inner.peek() === GENERALIZED_TIME ? inner.any('nextUpdate') : undefined;
      while (!inner.done) inner.any('');
      const thisUpdate = decodeTime(tag, content);
      return { thisUpdate, ...(next === undefined ? {} : { nextUpdate: decodeTime(next.tag, next.content) ?? null }) };
    }),
  );
  return read instanceof PkiError ? { thisUpdate: undefined } : read;
}

function readScope({ extensions }: CertificateList): CrlScope | undefined {
  const point = decodeOnly(extensions, ISSUING_DISTRIBUTION_POINT, (reader) => issuingDistributionPointReader.decode(reader, ''));
  if (point === undefined || point === null) return undefined;
  const { name, onlyUserCertificates, onlyCaCertificates, onlyAttributeCertificates, onlySomeReasons, indirectCrl } = point;
  return {
    invalid: [onlyUserCertificates, onlyCaCertificates, onlyAttributeCertificates].filter(Boolean).length > 1,
    onlyUser: onlyUserCertificates,
    onlyCa: onlyCaCertificates,
    onlyAttribute: onlyAttributeCertificates,
    indirect: indirectCrl,
    someReasons: onlySomeReasons !== undefined,
    // A BIT STRING without bits sets none of them, so that all stay
    reasons: onlySomeReasons === undefined || onlySomeReasons.length === 0 ? ALL_REASONS : reasonBits(onlySomeReasons),
    ...(name === undefined ? {} : { name }),
  };
}

/** The bits of these reasons; the unused bit 0 counts for nothing. */
export function reasonBits(flags: readonly ReasonFlag[]): ReasonBits {
  return flags.reduce((bits, flag) => bits | (1 << REASON_FLAG_NAMES.indexOf(flag)), 0) & ALL_REASONS;
}
