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

/** Calls `visit` with the start of every entry in `crl.entries`, in order. Throws `PkiError` at the first malformed one. */
export function walkEntries(crl: CertificateList, visit: (start: number) => void): EntryWalk {
  const { entries } = crl;
  const unknownCritical = new Set<Oid>();
  const issuerStarts: number[] = [];
  let position = 0;
  let count = 0;
  let extended = false;
  while (position < entries.length) {
    const start = position;
    position = plainEntryEnd(entries, start);
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
    visit(start);
    count++;
  }
  return { count, unknownCritical: [...unknownCritical], issuerStarts, extended };
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

/** `30 0C 30 0A 06 03 55 1D 15 04 03 0A 01`: an extension list of a reason code alone, but for its last octet. */
const REASON_ONLY: Uint8Array = /* @__PURE__ */ Uint8Array.of(0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01);

/** Where an entry of one of the two plain shapes (serial number and UTCTime, with or without a reason code) ends; 0 where it is of none or not certainly right. */
export function plainEntryEnd(entries: Uint8Array, start: number): number {
  const length = entries[start + 1] as number;
  const end = start + 2 + length;
  if (entries[start] !== 0x30 || !(length < 0x80) || end > entries.length) return 0;
  const serialLength = entries[start + 3] as number;
  const time = start + 4 + serialLength;
  if (entries[start + 2] !== 0x02 || serialLength === 0 || serialLength > length - 17) return 0;
  if (serialLength > 1) {
    const first = entries[start + 4] as number;
    const second = entries[start + 5] as number;
    if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) return 0;
  }
  if (!isPlainTime(entries, time)) return 0;
  const rest = end - time - 15;
  return rest === 0 || (rest === REASON_ONLY.length + 1 && isReasonOnly(entries, time + 15)) ? end : 0;
}

function isPlainTime(entries: Uint8Array, at: number): boolean {
  if (entries[at] !== 0x17 || entries[at + 1] !== 13 || entries[at + 14] !== ZULU) return false;
  for (let i = at + 2; i < at + 14; i++) if ((entries[i] as number) < 0x30 || (entries[i] as number) > 0x39) return false;
  const month = twoDigits(entries, at + 4);
  const day = twoDigits(entries, at + 6);
  if (month === 0 || month > 12 || day === 0) return false;
  if (twoDigits(entries, at + 8) > 23 || twoDigits(entries, at + 10) > 59 || twoDigits(entries, at + 12) > 59) return false;
  if (day <= 28 || (day <= 30 && month !== 2)) return true;
  return decodeTime(UTC_TIME, entries.subarray(at + 2, at + 15)) !== undefined;
}

function twoDigits(entries: Uint8Array, at: number): number {
  return ((entries[at] as number) - 0x30) * 10 + ((entries[at + 1] as number) - 0x30);
}

function isReasonOnly(entries: Uint8Array, at: number): boolean {
  for (let i = 0; i < REASON_ONLY.length; i++) if (entries[at + i] !== REASON_ONLY[i]) return false;
  const reason = entries[at + REASON_ONLY.length] as number;
  return reason <= 10 && reason !== 7;
}

/** Where the serial number's content starts in the entry at `start`, which a walk has accepted. */
export function serialStart(entries: Uint8Array, start: number): number {
  return contentStart(entries, contentStart(entries, start));
}

/** Length of the serial number whose content starts at `content` of the entry at `start`. */
export function serialLength(entries: Uint8Array, start: number, content: number): number {
  const header = contentStart(entries, start);
  if (content === header + 2) return entries[header + 1] as number;
  let length = 0;
  for (let i = header + 2; i < content; i++) length = length * 256 + (entries[i] as number);
  return length;
}

function contentStart(entries: Uint8Array, header: number): number {
  const length = entries[header + 1] as number;
  return header + 2 + (length < 0x80 ? 0 : length & 0x7f);
}
