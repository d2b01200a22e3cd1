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
import { type DerReader, readDer } from '../asn1/reader.ts';
import { context, GENERALIZED_TIME, INTEGER, SEQUENCE } from '../asn1/tags.ts';
import type { Instant } from '../asn1/time.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../keys/spki.ts';
import { type Extension, readOptionalExtensions } from './extension.ts';
import { type Name, readName } from './name.ts';
import { readSignature } from './signed.ts';

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
  const outer = reader.enter(SEQUENCE, field);
  const tbsStart = outer.position;
  const tbs = outer.enter(SEQUENCE, 'tbsCertificate');
  const version = readVersion(tbs);
  const serialNumber = tbs.integer('serialNumber');
  const tbsSignatureAlgorithm = readAlgorithmIdentifier(tbs, 'signature');
  const issuer = readName(tbs, 'issuer');
  const validity = tbs.enter(SEQUENCE, 'validity');
  const notBeforeForm = timeForm(validity);
  const notBefore = validity.time('notBefore');
  const notAfterForm = timeForm(validity);
  const notAfter = validity.time('notAfter');
  tbs.leave(validity);
  const subject = readName(tbs, 'subject');
  const publicKey = readSubjectPublicKeyInfo(tbs, 'subjectPublicKeyInfo');
  const issuerUniqueId = readUniqueId(tbs, 'issuerUniqueID', context(1));
  const subjectUniqueId = readUniqueId(tbs, 'subjectUniqueID', context(2));
  const extensions = readOptionalExtensions(tbs, 3, 'extensions');
  outer.leave(tbs);
  const tbsEnd = outer.position;
  const signatureAlgorithm = readAlgorithmIdentifier(outer, 'signatureAlgorithm');
  const signature = readSignature(outer, 'signatureValue');
  reader.leave(outer);
  const certificate: Certificate = {
    der: octetRange(bytes, start, reader.position),
    tbs: octetRange(bytes, tbsStart, tbsEnd),
    version,
    serialNumber,
    tbsSignatureAlgorithm,
    issuer,
    notBefore,
    notAfter,
    notBeforeForm,
    notAfterForm,
    subject,
    publicKey,
    extensions,
    signatureAlgorithm,
    signature,
  };
  if (issuerUniqueId === undefined && subjectUniqueId === undefined && deviations === undefined) return certificate;
  return { ...certificate, ...given({ issuerUniqueId, subjectUniqueId, deviations }) };
}

function readUniqueId(tbs: DerReader, field: string, tag: number): Uint8Array | undefined {
  return tbs.peek() === tag ? tbs.bitString(field, tag).bytes : undefined;
}

/** A version, which is encoded less one. Any that a number holds is taken: to refuse it is a rule's business. */
export function readVersionNumber(reader: DerReader, field: string): number {
  const { bytes, end, position: start } = reader;
  // real ones are an INTEGER of one octet
  if (start + 3 <= end && bytes[start] === INTEGER && bytes[start + 1] === 1 && (bytes[start + 2] as number) < 0x80) {
    reader.position = start + 3;
    return (bytes[start + 2] as number) + 1;
  }
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
  return reader.peek() === GENERALIZED_TIME ? 'generalized' : 'utc';
}
