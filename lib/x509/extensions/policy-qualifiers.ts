/**
 * Policy qualifiers (RFC 5280 4.2.1.4).
 *
 *     PolicyQualifierInfo ::= SEQUENCE {
 *          policyQualifierId  PolicyQualifierId,
 *          qualifier          ANY DEFINED BY policyQualifierId }
 *
 *     CPSuri ::= IA5String
 *     UserNotice ::= SEQUENCE {
 *          noticeRef        NoticeReference OPTIONAL,
 *          explicitText     DisplayText OPTIONAL }
 *     NoticeReference ::= SEQUENCE {
 *          organization     DisplayText,
 *          noticeNumbers    SEQUENCE OF INTEGER }
 *     DisplayText ::= CHOICE { ia5String, visibleString, bmpString, utf8String (each SIZE (1..200)) }
 *
 * Texts longer than 200 characters are taken: RFC 5280 asks readers to.
 */
import { given } from '../../base/given.ts';
import type { Oid } from '../../asn1/oid.ts';
import type { DerReader } from '../../asn1/reader.ts';
import { encodeString, tryDecodeString } from '../../asn1/strings.ts';
import { BMP_STRING, IA5_STRING, SEQUENCE, UTF8_STRING, VISIBLE_STRING } from '../../asn1/tags.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { CPS_QUALIFIER, USER_NOTICE_QUALIFIER } from '../../oids/extensions.ts';

/** A text with the identifier octet of its string type. */
export interface DisplayText {
  readonly tag: number;
  readonly text: string;
}

/** What an issuer has to say about a policy; qualifiers of other types keep their octets. */
export type PolicyQualifier =
  | { readonly kind: 'cps'; readonly uri: string }
  | {
      readonly kind: 'userNotice';
      readonly noticeReference?: { readonly organization: DisplayText; readonly numbers: readonly bigint[] };
      readonly explicitText?: DisplayText;
    }
  | { readonly kind: 'other'; readonly type: Oid; readonly der: Uint8Array };

const DISPLAY_TEXT_TAGS: readonly number[] = [IA5_STRING, VISIBLE_STRING, BMP_STRING, UTF8_STRING];

/** Reads a PolicyQualifierInfo at the reader's position. */
export function readQualifier(reader: DerReader, field: string): PolicyQualifier {
  return reader.sequence(field, (inner): PolicyQualifier => {
    const type = inner.oid('policyQualifierId');
    if (type === CPS_QUALIFIER) return { kind: 'cps', uri: inner.ia5String('qualifier') };
    if (type === USER_NOTICE_QUALIFIER) return inner.sequence('qualifier', readUserNotice);
    return { kind: 'other', type, der: inner.any('qualifier').der };
  });
}

function readUserNotice(notice: DerReader): PolicyQualifier {
  const noticeReference = notice.optional(SEQUENCE, () =>
    notice.sequence('noticeRef', (inner) => ({
      organization: readDisplayText(inner, 'organization'),
      numbers: inner.sequenceOf('noticeNumbers', (list, index) => list.bigInteger(String(index))),
    })),
  );
  const explicitText = notice.done ? undefined : readDisplayText(notice, 'explicitText');
  return given({ kind: 'userNotice' as const, noticeReference, explicitText });
}

function readDisplayText(reader: DerReader, field: string): DisplayText {
  const start = reader.position;
  const tag = reader.peek();
  if (!DISPLAY_TEXT_TAGS.includes(tag)) reader.fail('wrong-tag', 'expected a DisplayText', field);
  const text = tryDecodeString(tag, reader.read(tag, field));
  return { tag, text: text ?? reader.fail('bad-character', 'a DisplayText with characters that its type has not', field, start) };
}

/** Writes a PolicyQualifierInfo. Throws `bad-character` where a string type cannot hold its text. */
export function writeQualifier(writer: DerWriter, qualifier: PolicyQualifier): void {
  writer.sequence((inner) => {
    switch (qualifier.kind) {
      case 'cps':
        inner.oid(CPS_QUALIFIER).ia5String(qualifier.uri);
        break;
      case 'userNotice':
        inner.oid(USER_NOTICE_QUALIFIER).sequence((notice) => {
          const { noticeReference, explicitText } = qualifier;
          if (noticeReference !== undefined) {
            notice.sequence((reference) => {
              writeDisplayText(reference, noticeReference.organization);
              reference.sequence((numbers) => noticeReference.numbers.forEach((number) => numbers.integer(number)));
            });
          }
          if (explicitText !== undefined) writeDisplayText(notice, explicitText);
        });
        break;
      case 'other':
        inner.oid(qualifier.type).raw(qualifier.der);
        break;
    }
  });
}

function writeDisplayText(writer: DerWriter, { tag, text }: DisplayText): void {
  writer.value(tag, encodeString(tag, text));
}
