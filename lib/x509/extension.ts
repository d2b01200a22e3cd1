/**
 * Extensions (RFC 5280 4.2): kept as octets, decoded on request by an `ExtensionReader`; an `ExtensionType` is all there is to know about one extension.
 *
 *     Extension  ::=  SEQUENCE  {
 *          extnID      OBJECT IDENTIFIER,
 *          critical    BOOLEAN DEFAULT FALSE,
 *          extnValue   OCTET STRING }
 */
import { octetRange } from '../base/bytes.ts';
import { decodeOid, type Oid } from '../asn1/oid.ts';
import type { Deviation } from '../asn1/cursor.ts';
import { contentStart, plainEndOf, plainOidEnd } from '../asn1/plain.ts';
import { DerReader } from '../asn1/reader.ts';
import { BOOLEAN, OCTET_STRING, SEQUENCE } from '../asn1/tags.ts';
import { type DerWriter, encodeDer } from '../asn1/writer.ts';

/** An extension as it stands in a certificate, CRL or request. */
export interface Extension {
  readonly oid: Oid;
  readonly critical: boolean;
  /** Content of extnValue: the DER of the extension's own type. */
  readonly value: Uint8Array;
  /** Offset of `value` in the input, 0 for an extension that was made. */
  readonly offset: number;
  /** Where it stands, such as `tbsCertificate/extensions/3`; its label for one that was made. */
  readonly path: string;
}

/** How one extension is read and shown. The verifier asks for this much only, so that its bundle carries no encoders. */
export interface ExtensionReader<T> {
  readonly oid: Oid;
  /** Its name in the standard, such as `basicConstraints`. */
  readonly label: string;
  /** Reads the value; all octets must be used. */
  decode(reader: DerReader, label: string): T;
}

/** How one extension is read, written and shown. */
export interface ExtensionType<T> extends ExtensionReader<T> {
  /** Criticality when this library writes it and the caller does not say. */
  readonly critical: boolean;
  /** Writes the value. */
  encode(value: T, writer: DerWriter): void;
}

/** An extension's reader with what writes it. */
export function withEncoder<T>(reader: ExtensionReader<T>, encoder: Pick<ExtensionType<T>, 'critical' | 'encode'>): ExtensionType<T> {
  return { ...reader, ...encoder };
}

/** Anything that carries extensions: a certificate, a CRL, a CRL entry. */
export interface HasExtensions {
  readonly extensions: readonly Extension[];
  /** Present (and growing) only in the OpenSSL reading. */
  readonly deviations?: readonly Deviation[];
}

/**
 * Reads an extension's value by its type, or gives undefined where the holder has none. Throws `PkiError` with the place in the whole input where the
 * value is malformed. Of a duplicate, which only the OpenSSL reading lets through, the first counts.
 *
 * ```ts
 * import { basicConstraints, makeExtension, readExtension } from 'certwright';
 * const extensions = [makeExtension(basicConstraints, { ca: true, pathLength: 0 })];
 * if (readExtension({ extensions }, basicConstraints)?.pathLength !== 0) throw new Error('not read back');
 * ```
 */
export function readExtension<T>(of: HasExtensions, type: ExtensionReader<T>): T | undefined {
  for (const extension of of.extensions)
    if (extension.oid === type.oid) return decodeExtension(extension, type, of.deviations as Deviation[] | undefined);
  return undefined;
}

/** Decodes one extension's value, noting departures from DER in `deviations` where given. Throws `PkiError`. */
export function decodeExtension<T>(extension: Extension, type: Pick<ExtensionReader<T>, 'decode'>, deviations?: Deviation[]): T {
  const plain = extension instanceof PlainExtension;
  if (plain && deviations === undefined) return extension.decoded(type);
  const { path, offset } = extension;
  return finished(new DerReader(extension.value, { path, offset, deviations }), type);
}

function finished<T>(reader: DerReader, type: Pick<ExtensionReader<T>, 'decode'>): T {
  const value = type.decode(reader, '');
  reader.finish();
  return value;
}

/** An extension with `value`, critical as given or as its type says. Throws `PkiError` where the value cannot be encoded. */
export function makeExtension<T>(
  type: ExtensionType<T>,
  value: T,
  { critical = type.critical }: { readonly critical?: boolean } = {},
): Extension {
  return { oid: type.oid, critical, value: encodeDer((writer) => type.encode(value, writer)), offset: 0, path: type.label };
}

/** From so many extensions on a set tells duplicates, so that the work stays linear. */
const MAX_COMPARED = 32;

/**
 * Reads `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension` at the reader's position. An empty list and a second extension of the same type
 * (RFC 5280 4.2) are departures from DER's class: thrown, or noted in the OpenSSL reading.
 */
export function readExtensions(reader: DerReader, field: string): Extension[] {
  const start = reader.position;
  const path = reader.path(field);
  const extensions: Extension[] = [];
  const list = reader.enter(SEQUENCE, field);
  // One bit for the last digits of an identifier: while none is met twice, no extension is there twice.
  let met = 0;
  let seen: Set<Oid> | undefined;
  while (!list.done) {
    const place = list.position;
    const extension = readPlain(list, path, extensions.length) ?? readExactly(list, path, extensions.length);
    const { oid } = extension;
    const bit = 1 << (oid.charCodeAt(oid.length - 1) * 10 + oid.charCodeAt(oid.length - 2));
    if (extensions.length === MAX_COMPARED) seen = new Set(extensions.map((earlier) => earlier.oid));
    if ((met & bit) !== 0 && (seen === undefined ? extensions.some((earlier) => earlier.oid === oid) : seen.has(oid)))
      list.deviate('duplicate-extension', `extension ${oid} appears more than once`, String(extensions.length), place);
    met |= bit;
    seen?.add(oid);
    extensions.push(extension);
  }
  reader.leave(list);
  if (extensions.length === 0) reader.deviate('empty-sequence', 'expected at least 1 extension, found none', field, start);
  return extensions;
}

function readExactly(list: DerReader, path: string, index: number): Extension {
  return list.sequence(String(index), (inner) => {
    const oid = inner.oid('extnID');
    const critical = inner.booleanDefaultFalse('critical');
    const value = inner.octetString('extnValue');
    return { oid, critical, value, offset: inner.offset - value.length, path: `${path}/${index}` };
  });
}

function readPlain(list: DerReader, path: string, index: number): Extension | undefined {
  const { bytes, position } = list;
  const stop = plainEndOf(SEQUENCE, bytes, position, list.end);
  if (stop === 0) return undefined;
  const oid = contentStart(bytes, position);
  const oidEnd = plainOidEnd(bytes, oid, stop);
  if (oidEnd === 0) return undefined;
  const critical = bytes[oidEnd] === BOOLEAN && bytes[oidEnd + 1] === 1 && bytes[oidEnd + 2] === 0xff;
  const value = critical ? oidEnd + 3 : oidEnd;
  if (plainEndOf(OCTET_STRING, bytes, value, stop) !== stop) return undefined;
  const start = contentStart(bytes, value);
  const offset = list.offset + start - position;
  list.position = stop;
  return new PlainExtension(decodeOid(bytes, oid + 2, oidEnd) as Oid, critical, offset, bytes, start, stop, path, index);
}

/** An extension that was looked at; its value's octets and what they say are made when asked for. */
class PlainExtension implements Extension {
  readonly oid: Oid;
  readonly critical: boolean;
  readonly offset: number;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #list: string;
  readonly #index: number;
  #value: Uint8Array | undefined;
  #decoded: unknown;
  #decodedBy: unknown;

  constructor(oid: Oid, critical: boolean, offset: number, bytes: Uint8Array, start: number, end: number, list: string, index: number) {
    this.oid = oid;
    this.critical = critical;
    this.offset = offset;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#list = list;
    this.#index = index;
  }

  get value(): Uint8Array {
    return (this.#value ??= octetRange(this.#bytes, this.#start, this.#end));
  }

  get path(): string {
    return `${this.#list}/${this.#index}`;
  }

  /** The value as `type` reads it, strictly; what the last type has made of it is kept. */
  decoded<T>(type: Pick<ExtensionReader<T>, 'decode'>): T {
    if (this.#decodedBy === type.decode) return this.#decoded as T;
    const value = finished(new DerReader(this.#bytes, this, this.#start, this.#end), type);
    this.#decodedBy = type.decode;
    this.#decoded = value;
    return value;
  }
}

/** Reads `[n] EXPLICIT Extensions OPTIONAL`: none where it is absent. */
export function readOptionalExtensions(reader: DerReader, n: number, field: string): Extension[] {
  return reader.optionalExplicit(n, field, (inner) => readExtensions(inner, '')) ?? [];
}

/** Writes a list of extensions. */
export function writeExtensions(writer: DerWriter, extensions: readonly Extension[]): void {
  writer.constructed(SEQUENCE, (list) => {
    for (const extension of extensions) {
      list.sequence((inner) => {
        inner.oid(extension.oid);
        if (extension.critical) inner.boolean(true);
        inner.octetString(extension.value);
      });
    }
  });
}
