/**
 * Smaller extensions: subjectDirectoryAttributes (RFC 5280 4.2.1.8), tlsFeature (RFC 7633), ocspNoCheck (RFC 6960 4.2.2.2.1), Netscape's comment and
 * certificate type, which OpenSSL's sample configuration still writes.
 *
 *     SubjectDirectoryAttributes ::= SEQUENCE SIZE (1..MAX) OF Attribute
 *     Attribute ::= SEQUENCE { type AttributeType, values SET OF AttributeValue }
 *     Features ::= SEQUENCE OF INTEGER
 */
import type { Oid } from '../../asn1/oid.ts';
import { NETSCAPE_CERT_TYPE, NETSCAPE_COMMENT, OCSP_NO_CHECK, SUBJECT_DIRECTORY_ATTRIBUTES, TLS_FEATURE } from '../../oids/extensions.ts';
import { type ExtensionReader, type ExtensionType, withEncoder } from '../extension.ts';
import { writeRequestAttribute } from '../request-attributes.ts';
import { readNamedBits, writeNamedBits } from './named-bits.ts';

/** An attribute of the subject; `values` holds each value with its header. */
export interface DirectoryAttribute {
  readonly type: Oid;
  readonly values: readonly Uint8Array[];
}

/** subjectDirectoryAttributes (RFC 5280 4.2.1.8). */
export const subjectDirectoryAttributes: ExtensionType<readonly DirectoryAttribute[]> = {
  oid: SUBJECT_DIRECTORY_ATTRIBUTES,
  label: 'subjectDirectoryAttributes',
  critical: false,
  decode: (reader, label) =>
    reader.sequenceOf(
      label,
      (list, index) =>
        list.sequence(String(index), (inner) => ({
          type: inner.oid('type'),
          values: inner.setOf('values', (set, member) => set.any(String(member)).der, { min: 1 }),
        })),
      { min: 1 },
    ),
  encode: (attributes, writer) => void writer.sequenceOf('subjectDirectoryAttributes', attributes, writeRequestAttribute),
};

/** tlsFeature (RFC 7633): TLS extensions a server must show; 5 is status_request, known as "must staple". */
export const tlsFeature: ExtensionType<readonly number[]> = {
  oid: TLS_FEATURE,
  label: 'tlsFeature',
  critical: false,
  decode: (reader, label) => reader.sequenceOf(label, (list, index) => list.smallInteger(String(index), { max: 0xffff })),
  encode: (features, writer) => void writer.sequence((list) => features.forEach((feature) => list.integer(feature))),
};

/** ocspNoCheck for reading only. */
export const ocspNoCheckReader: ExtensionReader<true> = {
  oid: OCSP_NO_CHECK,
  label: 'ocspNoCheck',
  decode: (reader, label) => {
    reader.null(label);
    return true;
  },
};

/** ocspNoCheck (RFC 6960 4.2.2.2.1): an OCSP responder's certificate need not be checked for revocation. Its value is NULL. */
export const ocspNoCheck: ExtensionType<true> = /* @__PURE__ */ withEncoder(ocspNoCheckReader, {
  critical: false,
  encode: (_, writer) => void writer.null(),
});

/** Netscape's comment, an IA5String. */
export const netscapeComment: ExtensionType<string> = {
  oid: NETSCAPE_COMMENT,
  label: 'netscapeComment',
  critical: false,
  decode: (reader, label) => reader.ia5String(label),
  encode: (text, writer) => void writer.ia5String(text),
};

/** Bits of Netscape's certificate type in their order. */
export const NETSCAPE_CERT_TYPE_NAMES = [
  'sslClient',
  'sslServer',
  'smime',
  'objectSigning',
  'reserved',
  'sslCA',
  'smimeCA',
  'objectSigningCA',
] as const;

/** One bit of Netscape's certificate type by name. */
export type NetscapeCertTypeName = (typeof NETSCAPE_CERT_TYPE_NAMES)[number];

/** Netscape's certificate type: the bits set, in their order. */
export const netscapeCertType: ExtensionType<readonly NetscapeCertTypeName[]> = {
  oid: NETSCAPE_CERT_TYPE,
  label: 'netscapeCertType',
  critical: false,
  decode: (reader, label) => readNamedBits(reader, label, NETSCAPE_CERT_TYPE_NAMES),
  encode: (types, writer) => writeNamedBits(writer, types, NETSCAPE_CERT_TYPE_NAMES),
};
