/**
 * subjectKeyIdentifier and authorityKeyIdentifier (RFC 5280 4.2.1.1, 4.2.1.2).
 *
 *     AuthorityKeyIdentifier ::= SEQUENCE {
 *          keyIdentifier             [0] KeyIdentifier           OPTIONAL,
 *          authorityCertIssuer       [1] GeneralNames            OPTIONAL,
 *          authorityCertSerialNumber [2] CertificateSerialNumber OPTIONAL  }
 *
 *     SubjectKeyIdentifier ::= KeyIdentifier
 *     KeyIdentifier ::= OCTET STRING
 */
import { given } from '../../base/given.ts';
import { context, contextConstructed } from '../../asn1/tags.ts';
import { AUTHORITY_KEY_IDENTIFIER, SUBJECT_KEY_IDENTIFIER } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { type GeneralName, readGeneralNames, writeGeneralNames } from '../general-name.ts';

/** Which key signed. RFC 5280 wants issuer and serial number both present or both absent; a rule checks that. */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: Uint8Array;
  readonly authorityCertIssuer?: readonly GeneralName[];
  /** Content octets of the INTEGER. */
  readonly authorityCertSerialNumber?: Uint8Array;
}

/** subjectKeyIdentifier for reading only. */
export const subjectKeyIdentifierReader: ExtensionReader<Uint8Array> = {
  oid: SUBJECT_KEY_IDENTIFIER,
  label: 'subjectKeyIdentifier',
  decode: (reader, label) => reader.octetString(label),
};

/** subjectKeyIdentifier (RFC 5280 4.2.1.2): octets that name the certified key. */
export const subjectKeyIdentifier: ExtensionType<Uint8Array> = /* @__PURE__ */ withEncoder(subjectKeyIdentifierReader, {
  critical: false,
  encode: (value, writer) => void writer.octetString(value),
});

/** authorityKeyIdentifier for reading only. */
export const authorityKeyIdentifierReader: ExtensionReader<AuthorityKeyIdentifier> = {
  oid: AUTHORITY_KEY_IDENTIFIER,
  label: 'authorityKeyIdentifier',
  decode: (reader, label) =>
    reader.sequence(label, (inner) => {
      const keyIdentifier = inner.optional(context(0), () => inner.octetString('keyIdentifier', context(0)));
      const authorityCertIssuer = inner.optional(contextConstructed(1), () =>
        readGeneralNames(inner, 'authorityCertIssuer', contextConstructed(1)),
      );
      const authorityCertSerialNumber = inner.optional(context(2), () => inner.integer('authorityCertSerialNumber', context(2)));
      return given({ keyIdentifier, authorityCertIssuer, authorityCertSerialNumber });
    }),
};

/** authorityKeyIdentifier (RFC 5280 4.2.1.1): which of the issuer's keys signed. */
export const authorityKeyIdentifier: ExtensionType<AuthorityKeyIdentifier> = /* @__PURE__ */ withEncoder(authorityKeyIdentifierReader, {
  critical: false,
  encode: ({ keyIdentifier, authorityCertIssuer, authorityCertSerialNumber }, writer) =>
    void writer.sequence((inner) => {
      if (keyIdentifier !== undefined) inner.octetString(keyIdentifier, context(0));
      if (authorityCertIssuer !== undefined) writeGeneralNames(inner, authorityCertIssuer, contextConstructed(1));
      if (authorityCertSerialNumber !== undefined) inner.value(context(2), authorityCertSerialNumber);
    }),
});
