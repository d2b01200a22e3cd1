/**
 * Distinguished names (RFC 5280 4.1.2.4, X.501): the view. Printing, parsing and comparison stand in files of their own.
 *
 *     Name ::= CHOICE { rdnSequence  RDNSequence }
 *     RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
 *     RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
 *     AttributeTypeAndValue ::= SEQUENCE { type AttributeType, value AttributeValue }
 */
import type { Oid } from '../asn1/oid.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { SET } from '../asn1/tags.ts';
import { type DerWriter, encodeSequence } from '../asn1/writer.ts';

/** One attribute of a name. */
export interface NameAttribute {
  readonly type: Oid;
  /** Identifier octet of the value; for tag numbers of 31 and more all identifier octets as one number. */
  readonly tag: number;
  /** Content octets of the value, undecoded. */
  readonly value: Uint8Array;
}

/** A distinguished name: RDNs in the order of the encoding, each with its attributes in the order of the encoding. */
export interface Name {
  /** The whole structure. */
  readonly der: Uint8Array;
  readonly rdns: readonly (readonly NameAttribute[])[];
}

/** Reads a Name at the reader's position. */
export function readName(reader: DerReader, field: string): Name {
  const start = reader.position;
  const rdns = reader.sequenceOf(field, (list, index) => readRdn(list, String(index)));
  // OpenSSL lets one without attributes pass, and keeps nothing of it
  return { der: reader.bytes.subarray(start, reader.position), rdns: rdns.filter(({ length }) => length > 0) };
}

/** Reads a RelativeDistinguishedName at the reader's position, under `tag` where it is tagged implicitly. */
export function readRdn(reader: DerReader, field: string, tag: number = SET): NameAttribute[] {
  const rdn = reader.setOf(
    field,
    (set, member) =>
      set.sequence(String(member), (attribute) => {
        const type = attribute.oid('type');
        const { tag: valueTag, content } = attribute.any('value');
        return { type, tag: valueTag, value: content };
      }),
    { tag },
  );
  if (rdn.length === 0) reader.deviate('empty-sequence', 'expected at least 1 member, found 0', field);
  return rdn;
}

/** The DER of a Name with these RDNs; attributes of one RDN are put into DER's order. */
export function encodeName(rdns: Name['rdns']): Uint8Array {
  return encodeSequence((list) => rdns.forEach((rdn) => writeRdn(list, rdn)));
}

/** Writes a RelativeDistinguishedName. */
export function writeRdn(writer: DerWriter, rdn: readonly NameAttribute[], tag: number = SET): void {
  writer.setOf(
    rdn.map((attribute) => (member: DerWriter) => {
      member.sequence((inner) => inner.oid(attribute.type).value(attribute.tag, attribute.value));
    }),
    tag,
  );
}

/** A Name with these RDNs. Throws `empty-sequence` for an RDN without attributes. */
export function makeName(rdns: Name['rdns']): Name {
  return readDer(encodeName(rdns), (reader) => readName(reader, ''));
}

/** Writes a Name as it stands. */
export function writeName(writer: DerWriter, name: Name): void {
  writer.raw(name.der);
}
