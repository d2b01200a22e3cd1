/**
 * An index over the entries of a CRL, for many questions to a large one: entry offsets in buckets by a hash of the serial number, all in two typed arrays and no
 * object per entry (a million entries take 7 MB and a fraction of a second).
 *
 * The octets are gone through twice: once to check every entry and to count how many fall into each bucket, once to put the offsets where these counts say.
 * That is quicker than one table with collisions, whose every step waits for memory and guesses wrong where to go on, and it takes less room.
 *
 * The hash is not secret, so a hostile CRL can aim many serial numbers at one bucket. Where one holds more than honest data ever puts there, the buckets give
 * way to a list of offsets sorted by serial number: slower to build, bounded for any input.
 */
import type { Oid } from '../asn1/oid.ts';
import { type FindRevokedOptions, isSerialAt, pickEntry, refuseUnknown, serialOctets } from './crl-entries.ts';
import type { CertificateList, RevokedEntry } from './crl.ts';
import { BATCH, passEntries, serialEnd, serialStart, viewOf, walkEntries } from './crl-walk.ts';

/** An index made by `buildCrlIndex`. */
export interface CrlIndex {
  readonly crl: CertificateList;
  /** Number of entries. */
  readonly count: number;
  /** Critical entry extensions that are not understood: such a CRL must not be used (RFC 5280 5.3). */
  readonly unknownCritical: readonly Oid[];
  /** True where an entry has extensions, which version 1 does not know (RFC 5280 5.1.2.6). */
  readonly extended: boolean;
  /** Whether `starts` is grouped by hash or in the order of the serial numbers. */
  readonly layout: 'hashed' | 'sorted';
  /** Offsets of all entries; equal serial numbers stand in the order of the list. */
  readonly starts: Uint32Array;
  /** `hashed`: where each bucket ends in `starts`. */
  readonly buckets: Uint32Array;
  /** Offsets of the entries that carry certificateIssuer, ascending. */
  readonly issuerStarts: Uint32Array;
}

/** Most entries of a bucket; honest serial numbers, one to three for a bucket, stay below 20 even by the million. */
const MAX_BUCKET = 64;

/** Octets of entries for each bucket: entries in use have 35 to 60. */
const BUCKET_OCTETS = 64;

/** Reads and checks every entry and makes them findable by serial number. Throws `PkiError` where an entry is malformed. */
export function buildCrlIndex(crl: CertificateList): CrlIndex {
  const { entries } = crl;
  const view = viewOf(entries);
  const buckets = new Uint32Array(1 + Math.floor(entries.length / BUCKET_OCTETS));
  const own = new Uint32Array(BATCH);
  const findBuckets = (batch: Uint32Array, filled: number): void => {
    for (let i = 0; i < filled; i++) {
      const start = batch[i] as number;
      own[i] = bucketOf(buckets.length, view, serialStart(entries, start), serialEnd(entries, start));
    }
  };
  const { issuerStarts, ...walk } = walkEntries(crl, (batch, filled) => {
    findBuckets(batch, filled);
    for (let i = 0; i < filled; i++) (buckets[own[i] as number] as number)++;
  });
  const starts = new Uint32Array(walk.count);
  const hashed = makeRoom(buckets);
  let listed = 0;
  passEntries(crl, (batch, filled) => {
    if (hashed) findBuckets(batch, filled);
    for (let i = 0; i < filled; i++) starts[hashed ? (buckets[own[i] as number] as number)++ : listed++] = batch[i] as number;
  });
  if (!hashed) sortBySerial(entries, starts);
  return { crl, ...walk, layout: hashed ? 'hashed' : 'sorted', starts, buckets, issuerStarts: Uint32Array.from(issuerStarts) };
}

/** Turns the number of entries in each bucket into the place of its first one; false where a bucket has too many. */
function makeRoom(buckets: Uint32Array): boolean {
  let place = 0;
  let most = 0;
  for (let i = 0; i < buckets.length; i++) {
    const count = buckets[i] as number;
    buckets[i] = place;
    place += count;
    if (count > most) most = count;
  }
  return most <= MAX_BUCKET;
}

/**
 * The bucket, one of `count`, of the serial number from `start` to `end`. The hash takes words of four octets, the last of which may overlap the one before,
 * and ends with MurmurHash3's finisher, which spreads serial numbers that count upwards.
 */
function bucketOf(count: number, view: DataView, start: number, end: number): number {
  let hash = end - start;
  let position = start;
  for (; position < end - 4; position += 4) {
    hash = Math.imul(hash ^ view.getUint32(position), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  if (end - start >= 4) hash ^= view.getUint32(end - 4);
  else for (; position < end; position++) hash = (hash << 8) ^ view.getUint8(position);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return Math.floor(((hash ^ (hash >>> 16)) >>> 0) * (count / 2 ** 32));
}

function sortBySerial(entries: Uint8Array, starts: Uint32Array): void {
  starts.sort((a, b) => {
    const content = serialStart(entries, b);
    return compareSerial(entries, a, entries.subarray(content, serialEnd(entries, b))) || a - b;
  });
}

/** Orders the serial number of the entry at `start` against another: by length, then octet by octet. */
function compareSerial(entries: Uint8Array, start: number, other: Uint8Array): number {
  const content = serialStart(entries, start);
  const length = serialEnd(entries, start) - content;
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
  return pickEntry(index.crl, startsOf(index, wanted), index.issuerStarts, issuer);
}

/** Offsets of the entries with a serial number. */
function* startsOf({ crl: { entries }, layout, starts, buckets }: CrlIndex, wanted: Uint8Array): Generator<number, void> {
  const sorted = layout === 'sorted';
  const bucket = bucketOf(buckets.length, viewOf(wanted), 0, wanted.length);
  const end = sorted ? starts.length : (buckets[bucket] as number);
  let place = sorted ? firstNotBelow(entries, starts, wanted) : (buckets[bucket - 1] ?? 0);
  for (; place < end; place++) {
    const start = starts[place] as number;
    if (isSerialAt(entries, start, wanted)) yield start;
    else if (sorted) break;
  }
}

/** The first place in the sorted list whose serial number is not below this one. */
function firstNotBelow(entries: Uint8Array, starts: Uint32Array, wanted: Uint8Array): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareSerial(entries, starts[middle] as number, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
