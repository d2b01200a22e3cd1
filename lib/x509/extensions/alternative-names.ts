/** subjectAltName and issuerAltName (RFC 5280 4.2.1.6, 4.2.1.7): GeneralNames, at least one. */
import { ISSUER_ALT_NAME, SUBJECT_ALT_NAME } from '../../oids/extensions.ts';
import type { ExtensionType } from '../extension.ts';
import { type GeneralName, readGeneralNames, writeGeneralNames } from '../general-name.ts';

/** subjectAltName (RFC 5280 4.2.1.6). To be marked critical where the subject is empty. */
export const subjectAltName: ExtensionType<readonly GeneralName[]> = {
  oid: SUBJECT_ALT_NAME,
  label: 'subjectAltName',
  critical: false,
  decode: (reader, label) => readGeneralNames(reader, label),
  encode: (names, writer) => writeGeneralNames(writer, names),
};

/** issuerAltName (RFC 5280 4.2.1.7). */
export const issuerAltName: ExtensionType<readonly GeneralName[]> = {
  oid: ISSUER_ALT_NAME,
  label: 'issuerAltName',
  critical: false,
  decode: (reader, label) => readGeneralNames(reader, label),
  encode: (names, writer) => writeGeneralNames(writer, names),
};
