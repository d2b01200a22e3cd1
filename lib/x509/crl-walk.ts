/**
 * One strict walk over the entries of a CRL, fast where they are plain.
 *
 *     revokedCertificates     SEQUENCE OF SEQUENCE  {
 *          userCertificate         CertificateSerialNumber,
 *          revocationDate          Time,
 *          crlEntryExtensions      Extensions OPTIONAL }
 *
 * Real CRLs have up to a million entries, nearly all of two shapes: serial number and UTCTime, with or without a reason code. Those are recognised
 * octet by octet without making an object; anything else, and anything wrong, goes through the reader, which knows all rules and all errors. So
 * both ways accept exactly the same octets.
 */
import type { Oid } from '../asn1/oid.ts';
import type { Deviation } from '../asn1/cursor.ts';
import { contentStart } from '../asn1/plain.ts';
import { DerReader } from '../asn1/reader.ts';
import { decodeTime } from '../asn1/time.ts';
import { UTC_TIME } from '../asn1/tags.ts';
import { CERTIFICATE_ISSUER, INVALIDITY_DATE, REASON_CODE } from '../oids/extensions.ts';
import type { CertificateList, RevokedEntry } from './crl.ts';
import { type Extension, readExtension, readExtensions } from './extension.ts';
import { certificateIssuerReader, invalidityDateReader, reasonCodeReader } from './extensions/crl-entry-extensions.ts';
import type { Name } from './name.ts';

/** What a walk over all entries has seen. */
export interface EntryWalk {
  readonly count: number;
  /** Critical entry extensions that this library cannot process: RFC 5280 5.3 forbids to use such a CRL. */
  readonly unknownCritical: readonly Oid[];
  /** Starts of the entries that carry certificateIssuer, ascending. */
  readonly issuerStarts: readonly number[];
  /** True where an entry has extensions, which version 1 does not know (RFC 5280 5.1.2.6). */
  readonly extended: boolean;
}

/** Entry extensions that are understood, so that they may be critical. */
const KNOWN: readonly Oid[] = [REASON_CODE, INVALIDITY_DATE, CERTIFICATE_ISSUER];

/** `Z`, with which a plain entry without extensions ends. */
const ZULU = 0x5a;

/** Entries handed out together: their octets are still in the processor's cache when `visit` reads them again. */
export const BATCH = 1024;

/**
 * Calls `visit` with the starts in `crl.entries` of all entries in order, the first `count` numbers of an array that is used again. Throws `PkiError` at
 * the first malformed one.
 */
export function walkEntries(crl: CertificateList, visit: (starts: Uint32Array, count: number) => void): EntryWalk {
  const { entries } = crl;
  const view = viewOf(entries);
  const unknownCritical = new Set<Oid>();
  const issuerStarts: number[] = [];
  const starts = new Uint32Array(BATCH);
  let position = 0;
  let count = 0;
  let extended = false;
  while (position < entries.length) {
    const start = position;
    position = plainEntryEnd(view, start);
    if (position === 0) {
      const { entry, end } = readEntryAt(crl, start, count);
      for (const { oid, critical } of entry.extensions) {
        // An issuer that is no directory name is nobody's (RFC 5280 5.3.3): whom the entries speak of is not known.
        const nameless = oid === CERTIFICATE_ISSUER && entry.certificateIssuer?.length === 0;
        if (nameless || (critical && !KNOWN.includes(oid))) unknownCritical.add(oid);
        if (oid === CERTIFICATE_ISSUER) issuerStarts.push(start);
      }
      extended ||= entry.extensions.length > 0;
      position = end;
    } else extended ||= entries[position - 1] !== ZULU;
    starts[count % BATCH] = start;
    if (++count % BATCH === 0) visit(starts, BATCH);
  }
  visit(starts, count % BATCH);
  return { count, unknownCritical: [...unknownCritical], issuerStarts, extended };
}

/** The same for entries that a walk has accepted: they are not checked again, nor their deviations noted again. */
export function passEntries(crl: CertificateList, visit: (starts: Uint32Array, count: number) => void): void {
  const { entries, deviations } = crl;
  // In the OpenSSL reading lengths may be indefinite.
  if (deviations !== undefined) walkEntries({ ...crl, deviations: [] }, visit);
  else {
    const starts = new Uint32Array(BATCH);
    let count = 0;
    for (let position = 0; position < entries.length; position = contentEnd(entries, position)) {
      starts[count % BATCH] = position;
      if (++count % BATCH === 0) visit(starts, BATCH);
    }
    visit(starts, count % BATCH);
  }
}

/** A view by which several octets are read at once. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * An entry that stands at `start`, certificateIssuer only where it carries one itself, and where it ends. `index` is its place in error paths; without
 * one the entry is known to be good, and in the OpenSSL reading its deviations are not noted again.
 */
export function readEntryAt(crl: CertificateList, start: number, index?: number): { readonly entry: RevokedEntry; readonly end: number } {
  const reader = new DerReader(crl.entries, {
    path: 'tbsCertList/revokedCertificates',
    offset: crl.entriesOffset,
    deviations: index === undefined && crl.deviations !== undefined ? [] : (crl.deviations as Deviation[] | undefined),
  });
  reader.position = start;
  const entry = reader.sequence(String(index ?? ''), (inner) => {
    const serialNumber = inner.integer('userCertificate');
    const revokedAt = inner.time('revocationDate');
    const extensions = inner.done ? [] : readExtensions(inner, 'crlEntryExtensions');
    return { serialNumber, revokedAt, extensions, ...readKnown(extensions, inner.deviations) };
  });
  return { entry, end: reader.position };
}

function readKnown(
  extensions: readonly Extension[],
  deviations: Deviation[] | undefined,
): Pick<RevokedEntry, 'reason' | 'certificateIssuer'> {
  const of = deviations === undefined ? { extensions } : { extensions, deviations };
  const reason = readExtension(of, reasonCodeReader);
  const issuer = readExtension(of, certificateIssuerReader);
  readExtension(of, invalidityDateReader);
  const names = issuer?.flatMap((name): Name[] => (name.kind === 'directoryName' ? [name.name] : []));
  return { ...(reason === undefined ? {} : { reason }), ...(names === undefined ? {} : { certificateIssuer: names }) };
}

/** Octets of the shortest plain entry. */
const SHORTEST = 20;

/**
 * Where an entry of one of the two plain shapes (serial number and UTCTime, with or without a reason code) ends; 0 where it is of none or not certainly right.
 * Octets are looked at four at a time, most significant first.
 */
export function plainEntryEnd(entries: DataView, start: number): number {
  if (start + SHORTEST > entries.byteLength) return 0;
  // 30 length 02 serialLength, both below 128
  const head = entries.getUint32(start);
  const serialLength = head & 0xff;
  const end = start + 2 + ((head >> 16) & 0xff);
  const time = start + 4 + serialLength;
  const rest = end - time - 15;
  if ((head & 0xff80_ff80) !== 0x3000_0200 || serialLength === 0 || rest < 0 || end > entries.byteLength) return 0;
  const sign = entries.getUint16(start + 4) >> 7;
  if (serialLength > 1 && (sign === 0 || sign === 0x1ff)) return 0;
  if (!isPlainTime(entries, time)) return 0;
  return rest === 0 || (rest === 14 && isReasonOnly(entries, time + 15)) ? end : 0;
}

/** `17 0D YYMMDDHHMMSS 5A`, the fields in range. */
function isPlainTime(entries: DataView, at: number): boolean {
  const year = entries.getUint32(at) ^ 0x170d_3030;
  const days = entries.getUint32(at + 4) ^ 0x3030_3030;
  const minutes = entries.getUint32(at + 8) ^ 0x3030_3030;
  const seconds = entries.getUint32(at + 11) ^ 0x3030_305a;
  // What is left of each octet is at most 9 where adding 0x76 does not reach its highest bit.
  const above9 = (year + NINES) | year | (days + NINES) | days | (minutes + NINES) | minutes | (seconds + NINES) | seconds;
  if ((above9 & HIGH_BITS) !== 0 || year >>> 16 !== 0 || (seconds & 0xff) !== 0) return false;
  const monthAndDay = pairs(days);
  const hourAndMinute = pairs(minutes);
  const month = monthAndDay >> 16;
  const day = monthAndDay & 0xff;
  if (month === 0 || month > 12 || day === 0) return false;
  if (hourAndMinute >> 16 > 23 || (hourAndMinute & 0xff) > 59 || (pairs(seconds >> 8) & 0xff) > 59) return false;
  if (day <= 28 || (day <= 30 && month !== 2)) return true;
  return decodeTime(UTC_TIME, new Uint8Array(entries.buffer, entries.byteOffset + at + 2, 13)) !== undefined;
}

const NINES = 0x7676_7676;
const HIGH_BITS = 0x8080_8080;

/** Two numbers of two decimal digits from four octets: the first in the upper 16 bits, the second in the lower. */
function pairs(digits: number): number {
  return ((digits >> 8) & 0x000f_000f) * 10 + (digits & 0x000f_000f);
}

/** An extension list of a reason code alone: `30 0C 30 0A 06 03 55 1D 15 04 03 0A 01` and the reason. */
function isReasonOnly(entries: DataView, at: number): boolean {
  const reason = entries.getUint8(at + 13);
  return (
    entries.getUint32(at) === 0x300c_300a &&
    entries.getUint32(at + 4) === 0x0603_551d &&
    entries.getUint32(at + 8) === 0x1504_030a &&
    entries.getUint8(at + 12) === 1 &&
    reason <= 10 &&
    reason !== 7
  );
}

/** Where the serial number's content starts in the entry at `start`, which a walk has accepted. */
export function serialStart(entries: Uint8Array, start: number): number {
  return contentStart(entries, contentStart(entries, start));
}

/** Where it ends. */
export function serialEnd(entries: Uint8Array, start: number): number {
  return contentEnd(entries, contentStart(entries, start));
}

/** Where the content ends of a value of definite length. */
function contentEnd(entries: Uint8Array, header: number): number {
  const start = contentStart(entries, header);
  if (start === header + 2) return start + ((entries[header + 1] as number) & 0x7f);
  let length = 0;
  for (let i = header + 2; i < start; i++) length = length * 256 + (entries[i] as number);
  return start + length;
}
