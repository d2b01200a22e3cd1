/** subjectAltName and issuerAltName (RFC 5280 4.2.1.6, 4.2.1.7): GeneralNames, at least one. */
import { ISSUER_ALT_NAME, SUBJECT_ALT_NAME } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type GeneralName, readGeneralNames, writeGeneralNames } from '../general-name.ts';

/** subjectAltName for reading only. */
export const subjectAltNameReader: ExtensionReader<readonly GeneralName[]> = {
  oid: SUBJECT_ALT_NAME,
  label: 'subjectAltName',
  decode: (reader, label) => readGeneralNames(reader, label),
};

/** subjectAltName (RFC 5280 4.2.1.6). To be marked critical where the subject is empty. */
export const subjectAltName: ExtensionType<readonly GeneralName[]> = /* @__PURE__ */ withEncoder(subjectAltNameReader, {
  critical: false,
  encode: (names, writer) => writeGeneralNames(writer, names),
});

/** issuerAltName for reading only. */
export const issuerAltNameReader: ExtensionReader<readonly GeneralName[]> = {
  oid: ISSUER_ALT_NAME,
  label: 'issuerAltName',
  decode: (reader, label) => readGeneralNames(reader, label),
};

/** issuerAltName (RFC 5280 4.2.1.7). */
export const issuerAltName: ExtensionType<readonly GeneralName[]> = /* @__PURE__ */ withEncoder(issuerAltNameReader, {
  critical: false,
  encode: (names, writer) => writeGeneralNames(writer, names),
});
