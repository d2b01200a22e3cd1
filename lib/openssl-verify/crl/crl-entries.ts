/**
 * The entries of a CRL as OpenSSL keeps them (x_crl.c: crl_set_issuers, def_crl_lookup): one walk answers for all certificates of a chain.
 *
 * certificateIssuer counts in any CRL, and every entry behind it inherits it. A certificateIssuer or reasonCode that does not decode, or that an entry has
 * twice, ends the reading of extensions for good: what is critical behind it is not seen, and nobody's certificates but the CRL issuer's are meant there.
 */
import type { Deviation } from '../../asn1/cursor.ts';
import type { Oid } from '../../asn1/oid.ts';
import { DerReader } from '../../asn1/reader.ts';
import { ENUMERATED, GENERALIZED_TIME, UTC_TIME } from '../../asn1/tags.ts';
import { equalBytes } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { CERTIFICATE_ISSUER, REASON_CODE } from '../../oids/extensions.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { isSerialAt } from '../../x509/crl-entries.ts';
import { plainEntryEnd, viewOf } from '../../x509/crl-walk.ts';
import { type Extension, readExtensions } from '../../x509/extension.ts';
import { readGeneralName } from '../../x509/general-name.ts';
import { nameText } from '../facts.ts';

/** A certificate that may be on the list. */
export interface RevocationQuestion {
  readonly serialNumber: Uint8Array;
  /** OpenSSL's canonical form of its issuer's name. */
  readonly issuerName: string;
}

/** What the list says of a certificate: `removed` is an entry with the reason removeFromCRL. */
export type RevocationAnswer = 'absent' | 'revoked' | 'removed';

/** What a walk over the list has found. */
export interface EntryFacts {
  /** An entry has a critical extension other than certificateIssuer. */
  readonly critical: boolean;
  /** One answer to each question: that of the first entry with the serial number that speaks of the issuer. */
  readonly answers: readonly RevocationAnswer[];
}

/** A plain entry ends with its reason, or with the Z of its time. */
const REMOVE_FROM_CRL = 8;

/** Reads the whole list; `issuerName` is the canonical form of the CRL's issuer. Throws `PkiError` where an entry is no entry: OpenSSL does not load such a CRL. */
export function readRevoked(crl: CertificateList, issuerName: string, questions: readonly RevocationQuestion[]): EntryFacts {
  const { entries } = crl;
  const view = viewOf(entries);
  const answers = questions.map((): RevocationAnswer => 'absent');
  const own = questions.map((question) => question.issuerName === issuerName);
  let meant = own;
  let critical = false;
  let ended = false;
  let position = 0;
  const readAgain = lastRemembered(readKnown);
  while (position < entries.length) {
    const start = position;
    let removed = false;
    position = plainEntryEnd(view, start);
    if (position === 0) {
      const entry = readEntry(crl, start);
      position = entry.end;
      const known: KnownExtensions | undefined = ended ? undefined : readAgain(entry.extensions);
      if (known?.issuer !== undefined) meant = questions.map((question) => known.issuer?.includes(question.issuerName) === true);
      removed = known?.reason === REMOVE_FROM_CRL;
      critical ||=
        known !== undefined &&
        known.bad === undefined &&
        entry.extensions.some((extension) => extension.critical && extension.oid !== CERTIFICATE_ISSUER);
      if (known?.bad === 'issuer') meant = own;
      ended ||= known?.bad !== undefined;
    } else removed = !ended && entries[position - 1] === REMOVE_FROM_CRL;
    for (let i = 0; i < questions.length; i++) {
      if (meant[i] === true && answers[i] === 'absent' && isSerialAt(entries, start, (questions[i] as RevocationQuestion).serialNumber))
        answers[i] = removed ? 'removed' : 'revoked';
    }
    if (ended) meant = own;
  }
  return { critical, answers };
}

function readEntry(crl: CertificateList, start: number): { readonly extensions: readonly Extension[]; readonly end: number } {
  const reader = new DerReader(crl.entries, {
    path: 'tbsCertList/revokedCertificates',
    offset: crl.entriesOffset,
    deviations: [],
  });
  reader.position = start;
  const extensions = reader.sequence('', (inner) => {
    inner.integer('userCertificate');
    const { tag } = inner.any('revocationDate');
    if (tag !== UTC_TIME && tag !== GENERALIZED_TIME) throw new PkiError('wrong-tag', 'revocationDate is no time');
    return inner.done ? [] : readExtensions(inner, 'crlEntryExtensions');
  });
  return { extensions, end: reader.position };
}

/** The two extensions that OpenSSL keeps; `bad` is the one that ends the reading. A bad reasonCode leaves this entry its issuer, its own or inherited. */
interface KnownExtensions {
  /** The canonical forms of the directory names. */
  readonly issuer: readonly string[] | undefined;
  readonly reason: number | undefined;
  readonly bad?: 'issuer' | 'reason';
}

function readKnown(extensions: readonly Extension[]): KnownExtensions {
  const issuer = decodeOnly(extensions, CERTIFICATE_ISSUER, (reader) =>
    reader
      .sequenceOf('', (names, index) => readGeneralName(names, String(index)))
      .flatMap((name) => (name.kind === 'directoryName' ? [nameText(name.name)] : [])),
  );
  if (issuer === null) return { issuer: undefined, reason: undefined, bad: 'issuer' };
  const reason = decodeOnly(extensions, REASON_CODE, (reader) => {
    const octets = reader.integer('', ENUMERATED);
    return octets.length === 1 ? octets[0] : -1;
  });
  return reason === null ? { issuer, reason: undefined, bad: 'reason' } : { issuer, reason };
}

/** Entries behind one another mostly carry the same extensions. */
function lastRemembered(
  read: (extensions: readonly Extension[]) => KnownExtensions,
): (extensions: readonly Extension[]) => KnownExtensions {
  let last: { readonly extensions: readonly Extension[]; readonly known: KnownExtensions } | undefined;
  return (extensions) => {
    const same =
      last?.extensions.length === extensions.length &&
      last.extensions.every(({ oid, value }, i) => oid === extensions[i]?.oid && equalBytes(value, extensions[i].value));
    if (last === undefined || !same) last = { extensions, known: read(extensions) };
    return last.known;
  };
}

/**
 * The value of an extension as X509V3_get_d2i gives it: undefined where it is absent, null where it does not decode or is there twice. Octets behind the value
 * are overlooked.
 */
export function decodeOnly<T>(extensions: readonly Extension[], oid: Oid, decode: (reader: DerReader) => T): T | undefined | null {
  const [first, second] = extensions.filter((extension) => extension.oid === oid);
  if (first === undefined) return undefined;
  if (second !== undefined) return null;
  const deviations: Deviation[] = [];
  const value = catchMalformed(() => decode(new DerReader(first.value, { deviations })));
  return value instanceof PkiError ? null : value;
}
