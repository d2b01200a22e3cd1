/**
 * Certificate revocation lists (RFC 5280 5.1) as views: the entry list stays a byte range until somebody asks (`crl-entries.ts`, `crl-index.ts`).
 *
 *     CertificateList  ::=  SEQUENCE  {
 *          tbsCertList          TBSCertList,
 *          signatureAlgorithm   AlgorithmIdentifier,
 *          signatureValue       BIT STRING  }
 *
 *     TBSCertList  ::=  SEQUENCE  {
 *          version                 Version OPTIONAL,
 *          signature               AlgorithmIdentifier,
 *          issuer                  Name,
 *          thisUpdate              Time,
 *          nextUpdate              Time OPTIONAL,
 *          revokedCertificates     SEQUENCE OF SEQUENCE  { … } OPTIONAL,
 *          crlExtensions           [0]  EXPLICIT Extensions OPTIONAL }
 */
import type { Deviation } from '../asn1/cursor.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME } from '../asn1/tags.ts';
import type { Instant } from '../asn1/time.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { type ReadingOptions, readVersionNumber, type TimeForm, timeForm } from './certificate.ts';
import { type Extension, readOptionalExtensions } from './extension.ts';
import { type Name, readName } from './name.ts';
import { readSigned, type Signed } from './signed.ts';

/** A certificate list, field by field. */
export interface CertificateList {
  readonly der: Uint8Array;
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** 1 or 2; another number where the input says so (a rule refuses it). */
  readonly version: number;
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly thisUpdate: Instant;
  readonly nextUpdate?: Instant;
  readonly thisUpdateForm: TimeForm;
  readonly nextUpdateForm?: TimeForm;
  /** Content octets of revokedCertificates, empty where there are none; checked entry by entry when they are read. */
  readonly entries: Uint8Array;
  /** Offset of `entries` in the input; 0 where revokedCertificates is absent, which tells it from one that is present and empty. */
  readonly entriesOffset: number;
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly deviations?: readonly Deviation[];
}

/** One entry of a CRL. */
export interface RevokedEntry {
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly revokedAt: Instant;
  /** CRLReason by name (RFC 5280 5.3.1), absent where the entry has none. */
  readonly reason?: RevocationReason;
  /** The issuer that this entry speaks of in an indirect CRL, inherited from earlier entries (RFC 5280 5.3.3). */
  readonly certificateIssuer?: readonly Name[];
  readonly extensions: readonly Extension[];
}

/** CRLReason (RFC 5280 5.3.1). */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

/** Reads a certificate list from DER; the result aliases `der`, its entries unread. Throws `PkiError` with offset and path (RFC 5280 5.1). */
export function parseCrl(der: Uint8Array, { reading = 'der' }: ReadingOptions = {}): CertificateList {
  const deviations: Deviation[] | undefined = reading === 'openssl' ? [] : undefined;
  return readDer(der, (reader) => readCrl(reader, ''), { deviations });
}

/** Reads a certificate list at the reader's position. */
export function readCrl(reader: DerReader, field: string): CertificateList {
  const start = reader.position;
  const fields = reader.sequence(field, (outer) => {
    const signed = readSigned(outer, ['tbsCertList', 'signatureValue'], readTbsFields);
    const { deviations } = outer;
    return { ...signed, ...(deviations === undefined ? {} : { deviations }) };
  });
  return { der: reader.bytes.subarray(start, reader.position), ...fields };
}

type TbsFields = Omit<CertificateList, 'der' | 'deviations' | keyof Signed>;

function readTbsFields(tbs: DerReader): TbsFields {
  const version = tbs.peek() === INTEGER ? readVersionNumber(tbs, 'version') : 1;
  const tbsSignatureAlgorithm = readAlgorithmIdentifier(tbs, 'signature');
  const issuer = readName(tbs, 'issuer');
  const thisUpdateForm = timeForm(tbs);
  const thisUpdate = tbs.time('thisUpdate');
  const nextTag = tbs.peek();
  const nextUpdateForm = timeForm(tbs);
  const nextUpdate = nextTag === UTC_TIME || nextTag === GENERALIZED_TIME ? tbs.time('nextUpdate') : undefined;
  const revoked = tbs.optional(SEQUENCE, () => tbs.element(SEQUENCE, 'revokedCertificates'));
  return {
    version,
    tbsSignatureAlgorithm,
    issuer,
    thisUpdate,
    thisUpdateForm,
    ...(nextUpdate === undefined ? {} : { nextUpdate, nextUpdateForm }),
    entries: revoked?.content ?? new Uint8Array(0),
    entriesOffset: revoked === undefined ? 0 : revoked.offset + revoked.der.length - revoked.content.length,
    extensions: readOptionalExtensions(tbs, 0, 'crlExtensions'),
  };
}
