/**
 * authorityInfoAccess and subjectInfoAccess (RFC 5280 4.2.2).
 *
 *     AuthorityInfoAccessSyntax  ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
 *     AccessDescription  ::=  SEQUENCE {
 *          accessMethod          OBJECT IDENTIFIER,
 *          accessLocation        GeneralName  }
 */
import type { Oid } from '../../asn1/oid.ts';
import type { DerReader } from '../../asn1/reader.ts';
import type { DerWriter } from '../../asn1/writer.ts';
import { AUTHORITY_INFO_ACCESS, SUBJECT_INFO_ACCESS } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type GeneralName, readGeneralName, writeGeneralName } from '../general-name.ts';

/** A service and where it is found. */
export interface AccessDescription {
  readonly method: Oid;
  readonly location: GeneralName;
}

/** authorityInfoAccess for reading only. */
export const authorityInfoAccessReader: ExtensionReader<readonly AccessDescription[]> = {
  oid: AUTHORITY_INFO_ACCESS,
  label: 'authorityInfoAccess',
  decode: readDescriptions,
};

/** authorityInfoAccess (RFC 5280 4.2.2.1): OCSP responders and issuers' certificates. */
export const authorityInfoAccess: ExtensionType<readonly AccessDescription[]> = /* @__PURE__ */ withEncoder(authorityInfoAccessReader, {
  critical: false,
  encode: writeDescriptions,
});

/** subjectInfoAccess for reading only. */
export const subjectInfoAccessReader: ExtensionReader<readonly AccessDescription[]> = {
  oid: SUBJECT_INFO_ACCESS,
  label: 'subjectInfoAccess',
  decode: readDescriptions,
};

/** subjectInfoAccess (RFC 5280 4.2.2.2). */
export const subjectInfoAccess: ExtensionType<readonly AccessDescription[]> = /* @__PURE__ */ withEncoder(subjectInfoAccessReader, {
  critical: false,
  encode: writeDescriptions,
});

function readDescriptions(reader: DerReader, label: string): AccessDescription[] {
  return reader.sequenceOf(
    label,
    (list, index) =>
      list.sequence(String(index), (inner) => ({ method: inner.oid('accessMethod'), location: readGeneralName(inner, 'accessLocation') })),
    { min: 1 },
  );
}

function writeDescriptions(descriptions: readonly AccessDescription[], writer: DerWriter): void {
  writer.sequenceOf('an information access extension', descriptions, (list, { method, location }) => {
    list.sequence((inner) => writeGeneralName(inner.oid(method), location));
  });
}
