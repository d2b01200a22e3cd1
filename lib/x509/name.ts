/**
 * Distinguished names (RFC 5280 4.1.2.4, X.501): the view. Printing, parsing and comparison stand in files of their own.
 *
 *     Name ::= CHOICE { rdnSequence  RDNSequence }
 *     RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
 *     RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
 *     AttributeTypeAndValue ::= SEQUENCE { type AttributeType, value AttributeValue }
 */
import { decodeOid, type Oid } from '../asn1/oid.ts';
import { octetRange } from '../base/bytes.ts';
import { contentStart, plainEnd, plainEndOf, plainOidEnd } from '../asn1/plain.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
import { SEQUENCE, SET } from '../asn1/tags.ts';
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
  const { bytes, position: start } = reader;
  const plain = plainNameEnd(bytes, start, reader.end);
  if (plain >= 0) {
    reader.position = plain;
    return new PlainName(bytes, start, plain);
  }
  const rdns = reader.sequenceOf(field, (list, index) => readRdn(list, String(index)));
  // OpenSSL lets one without attributes pass, and keeps nothing of it
  return { der: reader.bytes.subarray(start, reader.position), rdns: rdns.filter(({ length }) => length > 0) };
}

/** Where a Name ends that is plain, with one attribute in each RDN; else -1. */
export function plainNameEnd(bytes: Uint8Array, start: number, end: number): number {
  const stop = plainEndOf(SEQUENCE, bytes, start, end);
  for (let at = contentStart(bytes, start); at < stop;) {
    const rdnEnd = plainEndOf(SET, bytes, at, stop);
    const attribute = contentStart(bytes, at);
    const value = plainOidEnd(bytes, contentStart(bytes, attribute), rdnEnd);
    if (value < 0 || plainEndOf(SEQUENCE, bytes, attribute, rdnEnd) !== rdnEnd || plainEnd(bytes, value, rdnEnd) !== rdnEnd) return -1;
    at = rdnEnd;
  }
  return stop;
}

/** A Name of one attribute in each RDN that was looked at; its attributes are made when asked for. */
export class PlainName implements Name {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #der: Uint8Array | undefined;
  #rdns: readonly (readonly NameAttribute[])[] | undefined;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  get der(): Uint8Array {
    return (this.#der ??= octetRange(this.#bytes, this.#start, this.#end));
  }

  get rdns(): readonly (readonly NameAttribute[])[] {
    if (this.#rdns === undefined) {
      const rdns: NameAttribute[][] = [];
      this.each((bytes, type, tag, start, end) => rdns.push([{ type, tag, value: octetRange(bytes, start, end) }]));
      this.#rdns = rdns;
    }
    return this.#rdns;
  }

  /** Shows `visit` each attribute, in the order of the encoding: its type, and tag and range of its value's content. */
  each(visit: (bytes: Uint8Array, type: Oid, tag: number, start: number, end: number) => void): void {
    const bytes = this.#bytes;
    const end = this.#end;
    // plainEnd gives -1 only where somebody has changed the input since
    for (let at = contentStart(bytes, this.#start); at >= 0 && at < end;) {
      const rdn = contentStart(bytes, at);
      const oid = contentStart(bytes, rdn) + 2;
      const value = oid + (bytes[oid - 1] as number);
      at = plainEnd(bytes, value, end);
      visit(bytes, decodeOid(bytes, oid, value) as Oid, bytes[value] as number, contentStart(bytes, value), at);
    }
  }
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
