/**
 * Attributes of requests (RFC 2985 5.4): challengePassword, unstructuredName, extensionRequest.
 *
 *     challengePassword: DirectoryString, one value
 *     unstructuredName: PKCS9String ::= CHOICE { ia5String IA5String, directoryString DirectoryString }
 *     extensionRequest: Extensions, one value
 */
import type { Oid } from '../asn1/oid.ts';
import { readDer } from '../asn1/reader.ts';
import { decodeString, encodeString } from '../asn1/strings.ts';
import { UTF8_STRING } from '../asn1/tags.ts';
import { DerWriter, encodeDer } from '../asn1/writer.ts';
import { EXTENSION_REQUEST } from '../oids/names.ts';
import { type Extension, writeExtensions } from './extension.ts';
import type { CertificationRequest, RequestAttribute } from './request.ts';

/** The text of a request's attribute, such as its challengePassword; undefined where it has none. Throws `PkiError` where the value is no string. */
export function readTextAttribute(request: CertificationRequest, type: Oid): string | undefined {
  const value = request.attributes.find((attribute) => attribute.type === type)?.values[0];
  if (value === undefined) return undefined;
  const { tag, content } = readDer(value, (reader) => reader.any('value'));
  return decodeString(tag, content);
}

/** An attribute of one text. Throws `bad-character` where the string type cannot hold it. */
export function makeTextAttribute(type: Oid, text: string, tag: number = UTF8_STRING): RequestAttribute {
  return { type, values: [new DerWriter().value(tag, encodeString(tag, text)).finish()] };
}

/** The attribute that asks for extensions (RFC 2985 5.4.2). */
export function makeExtensionRequest(extensions: readonly Extension[]): RequestAttribute {
  return { type: EXTENSION_REQUEST, values: [encodeDer((writer) => writeExtensions(writer, extensions))] };
}

/** Writes an attribute; its values are put into DER's order. */
export function writeRequestAttribute(writer: DerWriter, { type, values }: RequestAttribute): void {
  writer.sequence((attribute) => attribute.oid(type).setOf(values.map((value) => (member) => void member.raw(value))));
}
