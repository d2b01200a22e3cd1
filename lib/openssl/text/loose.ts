/**
 * Values as OpenSSL's decoder takes them, for dumps alone: empty lists, numbers of any size and sign, octets behind the value and departures from DER do not
 * keep it from printing. Whatever is judged is read by the strict types of `lib/x509`.
 */
import type { Oid } from '../../asn1/oid.ts';
import { DerReader } from '../../asn1/reader.ts';
import { tryDecodeString } from '../../asn1/strings.ts';
import { BOOLEAN, IA5_STRING, INTEGER, SEQUENCE } from '../../asn1/tags.ts';
import { bytesToSignedBigInt } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import { type GeneralName, readGeneralName } from '../../x509/general-name.ts';
import type { NameAttribute } from '../../x509/name.ts';

/** What `read` makes of the first value, or undefined where that does not decode. */
export function readLoosely<T>(value: Uint8Array, read: (reader: DerReader) => T): T | undefined {
  try {
    return read(new DerReader(value, { deviations: [] }));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}

/** Members of a SEQUENCE OF, also of none; a list that is tagged implicitly may be marked as primitive. */
export function looseList<T>(reader: DerReader, member: (inner: DerReader) => T, tag: number = SEQUENCE): T[] {
  return reader.sequenceOf('', member, { tag });
}

/** `[n] IMPLICIT SEQUENCE OF … OPTIONAL`. */
export function taggedList<T>(reader: DerReader, n: number, member: (inner: DerReader) => T): T[] | undefined {
  const tag = reader.peek();
  return tag === 0xa0 + n || tag === 0x80 + n ? looseList(reader, member, tag) : undefined;
}

/** GeneralNames, also none. */
export function looseNames(reader: DerReader): GeneralName[] {
  return looseList(reader, looseName);
}

/** A GeneralName; an ediPartyName must have its partyName, the one form whose inside OpenSSL reads without showing it. */
export function looseName(reader: DerReader): GeneralName {
  const name = readGeneralName(reader, '');
  if (name.kind === 'directoryName') checkAttributes(name.name.rdns.flat());
  if (name.kind !== 'ediPartyName') return name;
  new DerReader(name.der).constructed(0xa5, '', (inner) => {
    for (const n of [0, 1]) {
      const text = inner.optionalExplicit(n, '', (choice) => choice.any(''));
      if (text === undefined ? n === 1 : !DIRECTORY_STRINGS.includes(text.tag)) inner.fail('missing-field', 'no partyName');
    }
  });
  return name;
}

/** PrintableString, TeletexString, BMPString, UniversalString, UTF8String. */
const DIRECTORY_STRINGS: readonly number[] = [0x13, 0x14, 0x1e, 0x1c, 0x0c];

/** Types that OpenSSL takes in a name: NumericString, IA5String, BIT STRING and SEQUENCE besides those of a DirectoryString. */
const NAME_VALUES: readonly number[] = [...DIRECTORY_STRINGS, 0x12, IA5_STRING, 0x03, SEQUENCE];

/** Throws `bad-string` for attributes that OpenSSL takes in no name: of another type, or of octets that are not of the type's form. */
export function checkAttributes(attributes: readonly NameAttribute[]): void {
  for (const { tag, value } of attributes) {
    const wide = tag === 0x0c || tag === 0x1e || tag === 0x1c;
    if (!NAME_VALUES.includes(tag) || (wide && tryDecodeString(tag, value) === undefined))
      throw new PkiError('bad-string', 'a value that stands in no name');
  }
}

/** An optional INTEGER of any sign. */
export function looseInteger(reader: DerReader, tag: number = INTEGER): bigint | undefined {
  return reader.optional(tag, () => reader.bigInteger('', tag));
}

/** BOOLEAN DEFAULT FALSE. */
export function looseBoolean(reader: DerReader, tag: number = BOOLEAN): boolean {
  return reader.booleanDefaultFalse('', tag);
}

/** Octets of the magnitude of an INTEGER's content: what OpenSSL keeps of it beside the sign. */
export function magnitudeOctets(content: Uint8Array): Uint8Array {
  const value = bytesToSignedBigInt(content);
  const hex = (value < 0n ? -value : value).toString(16);
  return Uint8Array.from((hex.length % 2 === 0 ? hex : `0${hex}`).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A qualifier of a policy (RFC 5280 4.2.1.4); texts are their octets, whatever their type says. */
export type LooseQualifier =
  | { readonly kind: 'cps'; readonly uri: Uint8Array }
  | {
      readonly kind: 'userNotice';
      readonly reference: { readonly organization: Uint8Array; readonly numbers: readonly bigint[] } | undefined;
      readonly text: Uint8Array | undefined;
    }
  | { readonly kind: 'other'; readonly type: Oid };

/** A policy; without qualifiers is not the same as with none in the list. */
export interface LoosePolicy {
  readonly policy: Oid;
  readonly qualifiers: readonly LooseQualifier[] | undefined;
}

/** certificatePolicies. */
export function loosePolicies(reader: DerReader): LoosePolicy[] {
  return looseList(reader, (list) =>
    list.sequence('', (inner) => {
      const policy = inner.oid('');
      return { policy, qualifiers: inner.optional(SEQUENCE, () => looseList(inner, readQualifier)) };
    }),
  );
}

function readQualifier(list: DerReader): LooseQualifier {
  return list.sequence('', (inner): LooseQualifier => {
    const type = inner.oid('');
    if (type === '1.3.6.1.5.5.7.2.1') return { kind: 'cps', uri: inner.read(IA5_STRING, '') };
    if (type === '1.3.6.1.5.5.7.2.2') return inner.sequence('', readNotice);
    inner.any('');
    return { kind: 'other', type };
  });
}

function readNotice(notice: DerReader): LooseQualifier {
  const reference = notice.optional(SEQUENCE, () =>
    notice.sequence('', (inner) => ({
      organization: displayText(inner),
      numbers: looseList(inner, (list) => list.bigInteger('')),
    })),
  );
  return { kind: 'userNotice', reference, text: notice.done ? undefined : displayText(notice) };
}

/** IA5String, VisibleString, BMPString or UTF8String. */
function displayText(reader: DerReader): Uint8Array {
  const { tag, content } = reader.any('');
  if (![IA5_STRING, 0x1a, 0x1e, 0x0c].includes(tag) || (tag === 0x1e && content.length % 2 !== 0))
    reader.fail('wrong-tag', 'expected a DisplayText');
  return content;
}
