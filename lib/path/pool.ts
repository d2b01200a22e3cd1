/**
 * The pool a path is built from: every certificate and anchor of the input, found by its normalised subject (RFC 5280 7.1).
 *
 * Key identifiers put candidates in order and never shut one out (RFC 5280 4.2.1.1 gives them for that). What is decoded from a certificate is kept with
 * its entry, so that a certificate tried in a thousand positions is read once.
 */
import { fromLatin1, toHex } from '../base/bytes.ts';
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

/** A certificate or anchor of the input and what is known of it. */
export interface PoolEntry {
  readonly element: PathElement;
  /** Undefined for an anchor given as name and key. */
  readonly certificate: Certificate | undefined;
  /** The anchor as it was given, where it has no certificate. */
  readonly anchor: TrustAnchor | undefined;
  readonly subject: Name;
  readonly publicKey: SubjectPublicKeyInfo;
  /** Normalised names, to be compared as strings. */
  readonly subjectKey: string;
  readonly issuerKey: string;
  /** Subject and key: two entries with the same one are the same entity. */
  readonly identity: string;
  /** What was decoded: extensions by identifier (a `PkiError` where one is malformed), and what rules derive from them. */
  readonly decoded: Map<string, unknown>;
  key?: PublicKey | PkiError;
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
  readonly others: readonly PoolEntry[];
}

/** Puts the input into a pool. Throws `PkiError` where the key of a `TrustAnchor` is malformed, and `bad-option` for what was not parsed. */
export function makePool(input: {
  readonly leaf: Certificate;
  readonly intermediates?: readonly Certificate[];
  readonly anchors: readonly (Certificate | TrustAnchor)[];
}): Pool {
  assertParsed('leaf', input.leaf, 'notAfter');
  for (const certificate of input.intermediates ?? []) assertParsed('intermediates', certificate, 'notAfter');
  for (const anchor of input.anchors) {
    if (!(anchor?.publicKey instanceof Uint8Array)) assertParsed('anchors', anchor as Certificate, 'notAfter');
    else if (!Array.isArray(anchor.subject?.rdns))
      throw new PkiError('bad-option', 'anchors: the subject is a Name, as parseName makes it');
  }
  const anchors = input.anchors.map((anchor, index) =>
    'tbs' in anchor ? makeEntry({ from: 'anchors', index }, anchor) : makeAnchor({ from: 'anchors', index }, anchor),
  );
  const intermediates = (input.intermediates ?? []).map((certificate, index) => makeEntry({ from: 'intermediates', index }, certificate));
  const bySubject = new Map<string, PoolEntry[]>();
  const others = [...anchors, ...intermediates];
  for (const entry of others) addTo(bySubject, entry.subjectKey, entry);
  const named = (subjectKey: string): readonly PoolEntry[] => bySubject.get(subjectKey) ?? [];
  const byEntity = new Map<string, Map<string, PoolEntry[]>>();
  for (const [subjectKey, entries] of bySubject) {
    const entities = new Map<string, PoolEntry[]>();
    for (const entry of entries) addTo(entities, entry.identity, entry);
    byEntity.set(subjectKey, entities);
  }
  const issuersOf = (entry: PoolEntry, present: ReadonlySet<string>): readonly PoolEntry[] => {
    const fresh: PoolEntry[] = [];
    for (const [identity, entries] of byEntity.get(entry.issuerKey) ?? [])
      if (!present.has(identity)) for (const candidate of entries) fresh.push(candidate);
    if (fresh.length < 2) return fresh;
    const wanted = readOf(entry, authorityKeyIdentifierReader)?.keyIdentifier;
    const hex = wanted && toHex(wanted);
    const ranked = fresh.map((candidate) => ({ candidate, rank: rankCandidate(hex, candidate) }));
    // Equal candidates keep the order of the input.
    return ranked
      .sort((a, b) => a.rank - b.rank || a.candidate.element.index - b.candidate.element.index)
      .map(({ candidate }) => candidate);
  };
  return { leaf: makeEntry({ from: 'leaf', index: 0 }, input.leaf), anchors, issuersOf, named, others };
}

/** Throws `bad-option` for text or octets where a view is wanted, and for a view that lacks `field`: a CRL has no notAfter, nor has a request. */
export function assertParsed(option: string, value: Signed, field = 'tbs'): void {
  if (!(value?.tbs instanceof Uint8Array && field in value))
    throw new PkiError('bad-option', `${option}: give what parseCertificate or parseCrl make of the octets`);
}

/** A certificate and what can be known of it at once. */
export function makeEntry(element: PathElement, certificate: Certificate): PoolEntry {
  const { subject, publicKey, issuer } = certificate;
  const subjectKey = normalisedName(subject);
  return {
    element,
    certificate,
    anchor: undefined,
    subject,
    publicKey,
    subjectKey,
    issuerKey: normalisedName(issuer),
    identity: `${subjectKey}\0${fromLatin1(publicKey.der)}`,
    decoded: new Map(),
  };
}

function makeAnchor(element: PathElement, anchor: TrustAnchor): PoolEntry {
  const publicKey = parseSubjectPublicKeyInfo(anchor.publicKey, 'publicKey');
  const subjectKey = normalisedName(anchor.subject);
  return {
    element,
    certificate: undefined,
    anchor,
    subject: anchor.subject,
    publicKey,
    subjectKey,
    issuerKey: subjectKey,
    identity: `${subjectKey}\0${fromLatin1(publicKey.der)}`,
    decoded: new Map(),
  };
}

/** Anchors first; within each, a key identifier (in hexadecimal) that matches, then one that is missing, then one that differs. */
function rankCandidate(wanted: string | undefined, candidate: PoolEntry): number {
  const found = remember(candidate, 'own key identifier', () => {
    const identifier = readOf(candidate, subjectKeyIdentifierReader);
    return identifier && toHex(identifier);
  });
  const match = wanted === undefined || found === undefined ? 1 : wanted === found ? 0 : 2;
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
export function remember<T>(entry: PoolEntry, name: string, make: () => T): T {
  if (entry.decoded.has(name)) return entry.decoded.get(name) as T;
  const value = make();
  entry.decoded.set(name, value);
  return value;
}

/** The entry's public key, or why it is of no use. */
export function keyOf(entry: PoolEntry): PublicKey | PkiError {
  entry.key ??= catchMalformed(() => parsePublicKey(entry.publicKey));
  return entry.key;
}

/** True where subject and issuer are the same name (RFC 5280 3.2): such certificates do not count in path lengths. */
export function isSelfIssued(entry: PoolEntry): boolean {
  return entry.subjectKey === entry.issuerKey;
}
