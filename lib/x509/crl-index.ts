/**
 * An index over the entries of a CRL, for many questions to a large one: an open-addressing hash table of entry offsets in one typed array, no object
 * per entry (a million entries take 8 MB and a fraction of a second).
 *
 * The hash is not secret, so a hostile CRL can aim many serial numbers at one slot. When a run of taken slots gets longer than honest data ever
 * makes it, the table gives way to a list of offsets sorted by serial number: slower to build, bounded for any input.
 */
import type { Oid } from '../asn1/oid.ts';
import { type FindRevokedOptions, isSerialAt, pickEntry, refuseUnknown, serialOctets } from './crl-entries.ts';
import type { CertificateList, RevokedEntry } from './crl.ts';
import { serialLength, serialStart, walkEntries } from './crl-walk.ts';

/** An index made by `buildCrlIndex`. */
export interface CrlIndex {
  readonly crl: CertificateList;
  /** Number of entries. */
  readonly count: number;
  /** Critical entry extensions that are not understood: such a CRL must not be used (RFC 5280 5.3). */
  readonly unknownCritical: readonly Oid[];
  /** True where an entry has extensions, which version 1 does not know (RFC 5280 5.1.2.6). */
  readonly extended: boolean;
  /** `hashed`: 1 + entry offset, or 0, in 2^k slots; `sorted`: entry offsets in the order of their serial numbers. */
  readonly layout: 'hashed' | 'sorted';
  readonly slots: Uint32Array;
  /** Offsets of the entries that carry certificateIssuer, ascending. */
  readonly issuerStarts: Uint32Array;
}

/** Longest run of taken slots; in a table at most half full, honest serial numbers stay below 100 even by the million. */
const MAX_RUN = 512;

/** Reads and checks every entry and makes them findable by serial number. Throws `PkiError` where an entry is malformed. */
export function buildCrlIndex(crl: CertificateList): CrlIndex {
  let starts = new Uint32Array(1024);
  let filled = 0;
  const { count, unknownCritical, issuerStarts, extended } = walkEntries(crl, (start) => {
    if (filled === starts.length) {
      const larger = new Uint32Array(2 * filled);
      larger.set(starts);
      starts = larger;
    }
    starts[filled++] = start;
  });
  const used = starts.subarray(0, count);
  const table = hashTable(crl.entries, used);
  return {
    crl,
    count,
    unknownCritical,
    extended,
    layout: table === undefined ? 'sorted' : 'hashed',
    slots: table ?? sortedBySerial(crl.entries, used),
    issuerStarts: Uint32Array.from(issuerStarts),
  };
}

/** The table, or undefined where too many serial numbers meet. Equal serial numbers stand in the order of the list. */
function hashTable(entries: Uint8Array, starts: Uint32Array): Uint32Array | undefined {
  let size = 16;
  while (size < 2 * starts.length) size *= 2;
  const slots = new Uint32Array(size);
  for (const start of starts) {
    const content = serialStart(entries, start);
    let slot = hashOf(entries, content, content + serialLength(entries, start, content)) & (size - 1);
    for (let run = 0; slots[slot] !== 0; run++) {
      if (run === MAX_RUN) return undefined;
      slot = (slot + 1) & (size - 1);
    }
    slots[slot] = start + 1;
  }
  return slots;
}

/** FNV-1a with MurmurHash3's finisher, which spreads serial numbers that count upwards. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function sortedBySerial(entries: Uint8Array, starts: Uint32Array): Uint32Array {
  return starts.slice().sort((a, b) => {
    const content = serialStart(entries, b);
    return compareSerial(entries, a, entries.subarray(content, content + serialLength(entries, b, content))) || a - b;
  });
}

/** Orders the serial number of the entry at `start` against another: by length, then octet by octet. */
function compareSerial(entries: Uint8Array, start: number, other: Uint8Array): number {
  const content = serialStart(entries, start);
  const length = serialLength(entries, start, content);
  if (length !== other.length) return length - other.length;
  for (let i = 0; i < length; i++) {
    const difference = (entries[content + i] as number) - (other[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The entry of a serial number (a bigint, or the content octets of the INTEGER), or undefined where there is none: what `findRevoked` gives, without
 * reading the list again. Throws `unknown-critical-entry-extension` as that does.
 */
export function findIndexed(index: CrlIndex, serial: Uint8Array | bigint, { issuer }: FindRevokedOptions = {}): RevokedEntry | undefined {
  refuseUnknown(index.unknownCritical);
  const wanted = serialOctets(serial);
  const starts = index.layout === 'hashed' ? hashedStarts(index, wanted) : sortedStarts(index, wanted);
  return pickEntry(index.crl, starts, index.issuerStarts, issuer);
}

function* hashedStarts({ crl, slots }: CrlIndex, wanted: Uint8Array): Generator<number, void> {
  const mask = slots.length - 1;
  for (let slot = hashOf(wanted, 0, wanted.length) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const start = (slots[slot] as number) - 1;
    if (isSerialAt(crl.entries, start, wanted)) yield start;
  }
}

function* sortedStarts({ crl, slots }: CrlIndex, wanted: Uint8Array): Generator<number, void> {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareSerial(crl.entries, slots[middle] as number, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  for (; low < slots.length && isSerialAt(crl.entries, slots[low] as number, wanted); low++) yield slots[low] as number;
}
