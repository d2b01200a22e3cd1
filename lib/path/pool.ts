/**
 * The pool a path is built from: every certificate and anchor of the input, found by its normalised subject (RFC 5280 7.1).
 *
 * Key identifiers put candidates in order and never shut one out (RFC 5280 4.2.1.1 gives them for that). What is decoded from a certificate is kept with
 * its entry, so that a certificate tried in a thousand positions is read once.
 */
import { equalBytes, fromLatin1 } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import { addTo } from '../base/lists.ts';
import { parseSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../keys/spki.ts';
import { parsePublicKey } from '../keys/public-key.ts';
import type { PublicKey } from '../keys/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type ExtensionReader, readExtension } from '../x509/extension.ts';
import { authorityKeyIdentifierReader, subjectKeyIdentifierReader } from '../x509/extensions/key-identifiers.ts';
import type { Name } from '../x509/name.ts';
import { normalisedName } from '../x509/name-compare.ts';
import type { TrustAnchor } from './inputs.ts';
import type { Signed } from './memo.ts';
import type { PathElement } from './types.ts';

/** A certificate or anchor of the input and what is known of it; what costs something is found out when it is asked for. */
export class PoolEntry {
  readonly element: PathElement;
  /** Undefined for an anchor given as name and key. */
  readonly certificate: Certificate | undefined;
  /** The anchor as it was given, where it has no certificate. */
  readonly anchor: TrustAnchor | undefined;
  readonly subject: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  /** What was decoded: extensions by identifier (a `PkiError` where one is malformed), and what rules derive from them. */
  readonly decoded: Map<string, unknown>;

  /** Throws `PkiError` where the key of a `TrustAnchor` is malformed. */
  constructor(element: PathElement, given: Certificate | TrustAnchor, decoded: Map<string, unknown> = new Map()) {
    const certificate = 'tbs' in given ? given : undefined;
    this.element = element;
    this.certificate = certificate;
    this.anchor = 'tbs' in given ? undefined : given;
    this.subject = given.subject;
    this.publicKey = 'tbs' in given ? given.publicKey : parseSubjectPublicKeyInfo(given.publicKey, 'publicKey');
    this.decoded = decoded;
  }

  /** The normalised subject, to be compared as a string. */
  get subjectKey(): string {
    return remember(this, 'subject key', () => normalisedName(this.subject));
  }

  /** The normalised issuer; an anchor without a certificate is its own. */
  get issuerKey(): string {
    return remember(this, 'issuer key', () => {
      const { issuer = this.subject } = this.certificate ?? {};
      return equalBytes(issuer.der, this.subject.der) ? this.subjectKey : normalisedName(issuer);
    });
  }

  /** Subject and key: two entries with the same one are the same entity. */
  get identity(): string {
    return remember(this, 'identity', () => `${this.subjectKey}\0${fromLatin1(this.publicKey.der)}`);
  }
}

/** All entries, and the order in which issuers are tried. */
export interface Pool {
  readonly leaf: PoolEntry;
  readonly anchors: readonly PoolEntry[];
  /**
   * Candidates for the issuer of `entry`, best first: anchors before intermediates, then by key identifier. Left out are all certificates of the entities
   * `present`, at the price of one look each: every candidate that is given is a step that is booked, and thousands of one entity would not be.
   */
  issuersOf(entry: PoolEntry, present: ReadonlySet<string>): readonly PoolEntry[];
  /** Anchors and intermediates with this normalised subject, in the order of the input. */
  named(subjectKey: string): readonly PoolEntry[];
  /** All anchors and intermediates, in the order of the input. */
  all(): readonly PoolEntry[];
}

/** A list of the input, read. */
interface Group {
  /** What stood in the list. */
  readonly given: readonly unknown[];
  readonly entries: readonly PoolEntry[];
  readonly bySubject: ReadonlyMap<string, readonly PoolEntry[]>;
}

/** Lists of fewer members are read anew: to keep what is seen once costs the garbage collector more than that. */
const MIN_KEPT = 8;

/**
 * Groups by the array that they were read from. A server hands the same anchors to every judgement, and ten thousand take 20 ms to read. A group lives as
 * long as its array and counts only while the array holds the same members.
 */
const GROUPS: { readonly [K in 'anchors' | 'intermediates']: WeakMap<object, Group> } = /* @__PURE__ */ {
  anchors: /* @__PURE__ */ new WeakMap(),
  intermediates: /* @__PURE__ */ new WeakMap(),
};

function groupOf(from: 'anchors' | 'intermediates', list: readonly (Certificate | TrustAnchor)[]): Group {
  const known = list.length < MIN_KEPT ? undefined : GROUPS[from].get(list);
  if (known !== undefined && isSame(known.given, list)) return known;
  for (const given of list) {
    if (from === 'intermediates' || !(given?.publicKey instanceof Uint8Array)) assertParsed(from, given as Certificate, 'notAfter');
    else if (!Array.isArray(given.subject?.rdns)) throw new PkiError('bad-option', 'anchors: the subject is a Name, as parseName makes it');
  }
  const entries = list.map((given, index) => new PoolEntry({ from, index }, given));
  const bySubject = new Map<string, PoolEntry[]>();
  for (const entry of entries) addTo(bySubject, entry.subjectKey, entry);
  const group = { given: [...list], entries, bySubject };
  if (list.length >= MIN_KEPT) GROUPS[from].set(list, group);
  return group;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  let i = a.length === b.length ? a.length : -1;
  while (i > 0 && a[i - 1] === b[i - 1]) i--;
  return i === 0;
}

/** Puts the input into a pool. Throws `PkiError` where the key of a `TrustAnchor` is malformed, and `bad-option` for what was not parsed. */
export function makePool(input: {
  readonly leaf: Certificate;
  readonly intermediates?: readonly Certificate[];
  readonly anchors: readonly (Certificate | TrustAnchor)[];
}): Pool {
  assertParsed('leaf', input.leaf, 'notAfter');
  const intermediates = groupOf('intermediates', input.intermediates ?? NONE);
  const anchors = groupOf('anchors', input.anchors);
  const groups = [anchors, intermediates];
  const named: Pool['named'] = (subjectKey) => groups.flatMap(({ bySubject }) => bySubject.get(subjectKey) ?? []);
  return {
    leaf: new PoolEntry({ from: 'leaf', index: 0 }, input.leaf),
    anchors: anchors.entries,
    issuersOf(entry, present) {
      const [above, between] = groups.map(({ bySubject }) => withoutEntities(bySubject.get(entry.issuerKey), present)) as [
        Entries,
        Entries,
      ];
      const fresh = above.length === 0 ? between : [...above, ...between];
      if (fresh.length < 2) return fresh;
      const wanted = readOf(entry, authorityKeyIdentifierReader)?.keyIdentifier;
      const ranked = fresh.map((candidate) => ({ candidate, rank: rankCandidate(wanted, candidate) }));
      // Equal candidates keep the order of the input.
      return ranked
        .sort((a, b) => a.rank - b.rank || a.candidate.element.index - b.candidate.element.index)
        .map(({ candidate }) => candidate);
    },
    named,
    all: () => groups.flatMap(({ entries }) => entries),
  };
}

type Entries = readonly PoolEntry[];

const NONE: readonly Certificate[] = [];

/** Entries of one name in one group, without those of the entities `present`. */
function withoutEntities(entries: readonly PoolEntry[] = [], present: ReadonlySet<string>): readonly PoolEntry[] {
  const [first] = entries;
  if (first === undefined || present.size === 0) return entries;
  const entities = remember(first, 'namesakes', () => {
    const byIdentity = new Map<string, PoolEntry[]>();
    for (const entry of entries) addTo(byIdentity, entry.identity, entry);
    return byIdentity;
  });
  return [...entities].flatMap(([identity, same]) => (present.has(identity) ? [] : same));
}

/** Throws `bad-option` for text or octets where a view is wanted, and for a view that lacks `field`: a CRL has no notAfter, nor has a request. */
export function assertParsed(option: string, value: Signed, field = 'tbs'): void {
  if (!(value?.tbs instanceof Uint8Array && field in value))
    throw new PkiError('bad-option', `${option}: give what parseCertificate or parseCrl make of the octets`);
}

/** Anchors first; within each, a key identifier that matches, then one that is missing, then one that differs. */
function rankCandidate(wanted: Uint8Array | undefined, candidate: PoolEntry): number {
  const found = readOf(candidate, subjectKeyIdentifierReader);
  const match = wanted === undefined || found === undefined ? 1 : equalBytes(wanted, found) ? 0 : 2;
  return match + (candidate.element.from === 'anchors' ? 0 : 3);
}

/** An extension of the entry's certificate; undefined where it is absent, and where it is malformed, which the rule `extensions` refuses. */
export function readOf<T>(entry: PoolEntry, type: ExtensionReader<T>): T | undefined {
  const value = tryRead(entry, type);
  return value instanceof PkiError ? undefined : value;
}

/** An extension of the entry's certificate, or what is wrong with it. */
export function tryRead<T>(entry: PoolEntry, type: ExtensionReader<T>): T | PkiError | undefined {
  const { certificate } = entry;
  return certificate === undefined ? undefined : remember(entry, type.oid, () => catchMalformed(() => readExtension(certificate, type)));
}

/** What `make` gives, made once per entry and `name`. */
export function remember<T>({ decoded }: PoolEntry, name: string, make: () => T): T {
  const known = decoded.get(name) as T;
  if (known !== undefined || decoded.has(name)) return known;
  const value = make();
  decoded.set(name, value);
  return value;
}

/** The entry's public key, or why it is of no use. */
export function keyOf(entry: PoolEntry): PublicKey | PkiError {
  return remember(entry, 'key', () => catchMalformed(() => parsePublicKey(entry.publicKey)));
}

/** True where subject and issuer are the same name (RFC 5280 3.2): such certificates do not count in path lengths. */
export function isSelfIssued(entry: PoolEntry): boolean {
  return entry.subjectKey === entry.issuerKey;
}
