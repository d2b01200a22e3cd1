/**
 * Certificates (RFC 5280 4.1) as views over their octets.
 *
 *     Certificate  ::=  SEQUENCE  {
 *          tbsCertificate       TBSCertificate,
 *          signatureAlgorithm   AlgorithmIdentifier,
 *          signatureValue       BIT STRING  }
 *
 *     TBSCertificate  ::=  SEQUENCE  {
 *          version         [0]  EXPLICIT Version DEFAULT v1,
 *          serialNumber         CertificateSerialNumber,
 *          signature            AlgorithmIdentifier,
 *          issuer               Name,
 *          validity             Validity,
 *          subject              Name,
 *          subjectPublicKeyInfo SubjectPublicKeyInfo,
 *          issuerUniqueID  [1]  IMPLICIT UniqueIdentifier OPTIONAL,
 *          subjectUniqueID [2]  IMPLICIT UniqueIdentifier OPTIONAL,
 *          extensions      [3]  EXPLICIT Extensions OPTIONAL }
 *
 * What is DER but against the profile (serial number zero or too long, version 1 with extensions, GeneralizedTime before 2050, an unknown
 * version, unique identifiers) parses: a rule of path validation refuses it. Extension values are decoded when asked for.
 */
import { octetRange } from '../base/bytes.ts';
import { given } from '../base/given.ts';
import type { Deviation } from '../asn1/cursor.ts';
import { contentStart, plainEnd, plainEndOf, plainIntegerEnd, plainOctetsEnd } from '../asn1/plain.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { context, GENERALIZED_TIME, INTEGER, SEQUENCE, UTC_TIME } from '../asn1/tags.ts';
import { decodeTime, type Instant } from '../asn1/time.ts';
import { type AlgorithmIdentifier, PlainAlgorithm, plainAlgorithmEnd, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { plainSpki, readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../keys/spki.ts';
import { type Extension, plainExtensions, readOptionalExtensions } from './extension.ts';
import { type Name, PlainName, plainNameEnd, readName } from './name.ts';
import { readSigned, type Signed } from './signed.ts';

/** How a validity date is written. */
export type TimeForm = 'utc' | 'generalized';

/** A certificate, field by field; every octet range aliases `der`. */
export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** The signed part, header included. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3; another number where the input says so (a rule refuses it). */
  readonly version: number;
  /** Content octets of the INTEGER, two's complement. */
  readonly serialNumber: Uint8Array;
  /** `signature` inside the signed part. */
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly notBeforeForm: TimeForm;
  readonly notAfterForm: TimeForm;
  readonly subject: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  /** Octets of the BIT STRING, where present. */
  readonly issuerUniqueId?: Uint8Array;
  readonly subjectUniqueId?: Uint8Array;
  readonly extensions: readonly Extension[];
  /** `signatureAlgorithm` outside of the signed part. */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Octets of the signature BIT STRING; none where it does not end at an octet, which is DER but no algorithm's signature. */
  readonly signature: Uint8Array;
  /** Departures from DER, in the reading `openssl` only. */
  readonly deviations?: readonly Deviation[];
}

/** How to read: `der` refuses what is not DER, `openssl` notes it in `deviations`. */
export interface ReadingOptions {
  readonly reading?: 'der' | 'openssl';
}

/**
 * Reads one certificate from DER; the result aliases `der`. Throws `PkiError` with offset and field path where the octets are not the DER of a
 * certificate (RFC 5280 4.1).
 */
export function parseCertificate(der: Uint8Array, { reading = 'der' }: ReadingOptions = {}): Certificate {
  const deviations: Deviation[] | undefined = reading === 'openssl' ? [] : undefined;
  return readDer(der, (reader) => readCertificate(reader, ''), { deviations });
}

/** Reads a certificate at the reader's position. */
export function readCertificate(reader: DerReader, field: string): Certificate {
  const { bytes, position: start, deviations } = reader;
  const plain = plainCertificate(reader, field);
  if (plain !== undefined) return deviations === undefined ? plain : { ...plain, deviations };
  const fields = reader.sequence(field, (outer) => readSigned(outer, ['tbsCertificate', 'signatureValue'], readTbsFields));
  return { der: octetRange(bytes, start, reader.position), ...fields, ...given({ deviations }) };
}

function readTbsFields(tbs: DerReader): Omit<Certificate, 'der' | 'deviations' | keyof Signed> {
  const version = readVersion(tbs);
  const serialNumber = tbs.integer('serialNumber');
  const tbsSignatureAlgorithm = readAlgorithmIdentifier(tbs, 'signature');
  const issuer = readName(tbs, 'issuer');
  const validity = tbs.sequence('validity', readValidity);
  const subject = readName(tbs, 'subject');
  const publicKey = readSubjectPublicKeyInfo(tbs, 'subjectPublicKeyInfo');
  const issuerUniqueId = tbs.optional(context(1), () => tbs.bitString('issuerUniqueID', context(1)).bytes);
  const subjectUniqueId = tbs.optional(context(2), () => tbs.bitString('subjectUniqueID', context(2)).bytes);
  return {
    version,
    serialNumber,
    tbsSignatureAlgorithm,
    issuer,
    ...validity,
    subject,
    publicKey,
    ...given({ issuerUniqueId, subjectUniqueId }),
    extensions: readOptionalExtensions(tbs, 3, 'extensions'),
  };
}

function readValidity(validity: DerReader): Pick<Certificate, 'notBefore' | 'notAfter' | 'notBeforeForm' | 'notAfterForm'> {
  const notBeforeForm = timeForm(validity);
  const notBefore = validity.time('notBefore');
  const notAfterForm = timeForm(validity);
  const notAfter = validity.time('notAfter');
  return { notBefore, notAfter, notBeforeForm, notAfterForm };
}

/**
 * A certificate in its plain form, or undefined: without unique identifiers, and each part of it plain. The names of the parts are those of the exact way above,
 * which knows what is wrong with any other.
 */
function plainCertificate(reader: DerReader, field: string): Certificate | undefined {
  const { bytes, position: start } = reader;
  const base = reader.offset - start;
  const end = plainEndOf(SEQUENCE, bytes, start, reader.end);
  const tbsStart = contentStart(bytes, start);
  const tbsEnd = plainEndOf(SEQUENCE, bytes, tbsStart, end);
  const signatureStart = plainAlgorithmEnd(bytes, tbsEnd, end);
  let at = contentStart(bytes, tbsStart);
  let version = 1;
  if (bytes[at] === 0xa0) {
    // [0] of an INTEGER of one octet that is not 0
    version = (bytes[at + 4] as number) + 1;
    if (bytes[at + 1] !== 3 || bytes[at + 2] !== INTEGER || bytes[at + 3] !== 1 || version < 2 || version > 0x80) return undefined;
    at += 5;
  }
  const serialEnd = plainIntegerEnd(bytes, at, tbsEnd);
  const issuerStart = plainAlgorithmEnd(bytes, serialEnd, tbsEnd);
  const validityStart = plainNameEnd(bytes, issuerStart, tbsEnd);
  const subjectStart = plainEndOf(SEQUENCE, bytes, validityStart, tbsEnd);
  const before = contentStart(bytes, validityStart);
  const after = plainEnd(bytes, before, subjectStart);
  const notBefore = plainTime(bytes, before, after);
  const notAfter = plainTime(bytes, after, subjectStart);
  const keyStart = plainNameEnd(bytes, subjectStart, tbsEnd);
  const publicKey = plainSpki(bytes, keyStart, tbsEnd, base);
  if (notBefore === undefined || notAfter === undefined || publicKey === undefined) return undefined;
  if (plainOctetsEnd(bytes, signatureStart, end) !== end) return undefined;
  const keyEnd = plainEnd(bytes, keyStart, tbsEnd);
  let extensions: Extension[] | undefined = [];
  if (keyEnd < tbsEnd) {
    const list = contentStart(bytes, keyEnd);
    if (plainEndOf(0xa3, bytes, keyEnd, tbsEnd) !== tbsEnd || plainEnd(bytes, list, tbsEnd) !== tbsEnd) return undefined;
    const path = field === '' ? EXTENSIONS_PATH : `${field}/${EXTENSIONS_PATH}`;
    extensions = plainExtensions(bytes, list, tbsEnd, base, reader.path(path));
    if (extensions === undefined) return undefined;
  }
  reader.position = end;
  return {
    der: octetRange(bytes, start, end),
    tbs: octetRange(bytes, tbsStart, tbsEnd),
    version,
    serialNumber: octetRange(bytes, at + 2, serialEnd),
    tbsSignatureAlgorithm: new PlainAlgorithm(bytes, serialEnd, issuerStart, base + serialEnd),
    issuer: new PlainName(bytes, issuerStart, validityStart),
    notBefore,
    notAfter,
    notBeforeForm: formOf(bytes[before]),
    notAfterForm: formOf(bytes[after]),
    subject: new PlainName(bytes, subjectStart, keyStart),
    publicKey,
    extensions,
    signatureAlgorithm: new PlainAlgorithm(bytes, tbsEnd, signatureStart, base + tbsEnd),
    signature: octetRange(bytes, contentStart(bytes, signatureStart) + 1, end),
  };
}

const EXTENSIONS_PATH = 'tbsCertificate/extensions';

/** The time at `start`, which ends at `end`, or undefined. */
function plainTime(bytes: Uint8Array, start: number, end: number): Instant | undefined {
  const tag = bytes[start] as number;
  const ends = plainEnd(bytes, start, end) === end && (tag === UTC_TIME || tag === GENERALIZED_TIME);
  return ends ? decodeTime(tag, bytes, contentStart(bytes, start), end) : undefined;
}

/** A version, which is encoded less one. Any that a number holds is taken: to refuse it is a rule's business. */
export function readVersionNumber(reader: DerReader, field: string): number {
  const start = reader.position;
  const value = reader.bigInteger(field);
  const version = Number(value) + 1;
  return Number.isSafeInteger(version) ? version : reader.fail('integer-out-of-range', 'a version of more than 53 bits', field, start);
}

/** `version [0] EXPLICIT Version DEFAULT v1`; an encoded version 1 is not DER (X.690 11.5). */
export function readVersion(tbs: DerReader): number {
  const start = tbs.position;
  const version = tbs.optionalExplicit(0, 'version', (inner) => readVersionNumber(inner, ''));
  if (version === 1) tbs.deviate('encoded-default', 'the default version 1 is encoded', 'version', start);
  return version ?? 1;
}

/** The form of the time that comes next. */
export function timeForm(reader: DerReader): TimeForm {
  return formOf(reader.peek());
}

function formOf(tag: number | undefined): TimeForm {
  return tag === GENERALIZED_TIME ? 'generalized' : 'utc';
}
