/**
 * The entries of a CRL: all of them one by one, or the one of a serial number by a full strict scan. Many questions to one large CRL go through
 * `crl-index.ts`.
 */
import { PkiError } from '../base/error.ts';
import { integerContent } from '../asn1/writer.ts';
import type { CertificateList, RevokedEntry } from './crl.ts';
import { type EntryWalk, readEntryAt, serialEnd, serialStart, walkEntries } from './crl-walk.ts';
import { nameEquals } from './name-compare.ts';
import type { Name } from './name.ts';

/** Narrows a question to the entries that speak of one issuer's certificates. */
export interface FindRevokedOptions {
  /**
   * The issuer of the certificate in question, which counts in indirect CRLs (RFC 5280 5.3.3). Without it the first entry of the serial number is
   * given, and its `certificateIssuer` tells whose it is.
   */
  readonly issuer?: Name;
}

/** The answer of a scan to one question. */
export interface EntryScan extends EntryWalk {
  readonly entry?: RevokedEntry;
}

/** All entries in order, each decoded; those of an indirect CRL with the issuer they inherit. Throws `PkiError` at a malformed one. */
export function* readEntries(crl: CertificateList): Generator<RevokedEntry, void> {
  let position = 0;
  let inherited: readonly Name[] | undefined;
  for (let index = 0; position < crl.entries.length; index++) {
    const { entry, end } = readEntryAt(crl, position, index);
    inherited = entry.certificateIssuer ?? inherited;
    yield inherited === undefined ? entry : { ...entry, certificateIssuer: inherited };
    position = end;
  }
}

/**
 * The entry of a serial number (a bigint, or the content octets of the INTEGER), or undefined where there is none. Every entry is read and checked.
 * Throws `PkiError` where one is malformed, and `unknown-critical-entry-extension` where one has a critical extension that is not understood: such a
 * CRL must not be used (RFC 5280 5.3). `scanEntries` tells the same without throwing.
 */
export function findRevoked(crl: CertificateList, serial: Uint8Array | bigint, options: FindRevokedOptions = {}): RevokedEntry | undefined {
  const { entry, unknownCritical } = scanEntries(crl, serial, options);
  refuseUnknown(unknownCritical);
  return entry;
}

/** Throws `unknown-critical-entry-extension` where the list is not empty. */
export function refuseUnknown(unknownCritical: EntryWalk['unknownCritical']): void {
  if (unknownCritical.length > 0)
    throw new PkiError(
      'unknown-critical-entry-extension',
      `the CRL has entries with critical extensions that are not understood: ${unknownCritical.slice(0, 5).join(', ')}`,
    );
}

/** One full scan for a serial number: its entry, and what the walk has seen. Throws `PkiError` where an entry is malformed. */
export function scanEntries(crl: CertificateList, serial: Uint8Array | bigint, { issuer }: FindRevokedOptions = {}): EntryScan {
  const { entries } = crl;
  const wanted = serialOctets(serial);
  const found: number[] = [];
  const walk = walkEntries(crl, (starts, count) => {
    for (let i = 0; i < count; i++) if (isSerialAt(entries, starts[i] as number, wanted)) found.push(starts[i] as number);
  });
  const entry = pickEntry(crl, found, walk.issuerStarts, issuer);
  return entry === undefined ? walk : { ...walk, entry };
}

/** Content octets of a serial number. */
export function serialOctets(serial: Uint8Array | bigint): Uint8Array {
  return serial instanceof Uint8Array ? serial : integerContent(serial);
}

/** True where the entry at `start` is of this serial number. */
export function isSerialAt(entries: Uint8Array, start: number, wanted: Uint8Array): boolean {
  const content = serialStart(entries, start);
  if (serialEnd(entries, start) - content !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (entries[content + i] !== wanted[i]) return false;
  return true;
}

/**
 * The first of the entries starting at `starts` that speaks of `issuer`, or simply the first; with the issuer it inherits. A list of issuers that many entries
 * inherit is read and compared once.
 */
export function pickEntry(
  crl: CertificateList,
  starts: Iterable<number>,
  issuerStarts: ArrayLike<number>,
  issuer: Name | undefined,
): RevokedEntry | undefined {
  let inherited: { readonly from: number | undefined; readonly names: readonly Name[] | undefined; readonly match: boolean } | undefined;
  for (const start of starts) {
    const from = lastUpTo(issuerStarts, start);
    if (inherited === undefined || inherited.from !== from) {
      const names = from === undefined ? undefined : readEntryAt(crl, from).entry.certificateIssuer;
      const match = issuer === undefined || (names ?? [crl.issuer]).some((name) => nameEquals(name, issuer));
      inherited = { from, names, match };
    }
    if (!inherited.match) continue;
    const { entry } = readEntryAt(crl, start);
    return inherited.names === undefined ? entry : { ...entry, certificateIssuer: inherited.names };
  }
  return undefined;
}

/** The last of `ascending` that is not above `limit`: of the entries that carry certificateIssuer the one that speaks for the entry at `limit`. */
function lastUpTo(ascending: ArrayLike<number>, limit: number): number | undefined {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1];
}
