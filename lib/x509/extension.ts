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
import { contentStart, plainEnd, plainEndOf, plainOidEnd } from '../asn1/plain.ts';
import { type DerReader, readDer } from '../asn1/reader.ts';
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
  readonly decode: (reader: DerReader, label: string) => T;
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
  if (deviations === undefined && extension instanceof PlainExtension) return extension.decoded(type.decode);
  const { value, path, offset } = extension;
  return readDer(value, (reader) => type.decode(reader, ''), { path, offset, deviations });
}

/** An extension with `value`, critical as given or as its type says. Throws `PkiError` where the value cannot be encoded. */
export function makeExtension<T>(
  type: ExtensionType<T>,
  value: T,
  { critical = type.critical }: { readonly critical?: boolean } = {},
): Extension {
  return { oid: type.oid, critical, value: encodeDer((writer) => type.encode(value, writer)), offset: 0, path: type.label };
}

/**
 * Reads `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension` at the reader's position. An empty list and a second extension of the same type
 * (RFC 5280 4.2) are departures from DER's class: thrown, or noted in the OpenSSL reading.
 */
export function readExtensions(reader: DerReader, field: string): Extension[] {
  const start = reader.position;
  const path = reader.path(field);
  const plain = plainExtensions(reader.bytes, start, reader.end, reader.offset - start, path);
  if (plain !== undefined) {
    reader.position = plainEnd(reader.bytes, start, reader.end);
    return plain;
  }
  const extensions: Extension[] = [];
  const seen = new Set<Oid>();
  reader.sequenceOf(field, (list, index) => {
    const place = list.position;
    const extension = list.sequence(String(index), (inner) => {
      const oid = inner.oid('extnID');
      const critical = inner.booleanDefaultFalse('critical');
      const value = inner.octetString('extnValue');
      return { oid, critical, value, offset: inner.offset - value.length, path: `${path}/${index}` };
    });
    const { oid } = extension;
    if (seen.has(oid)) list.deviate('duplicate-extension', `extension ${oid} appears more than once`, String(index), place);
    seen.add(oid);
    extensions.push(extension);
  });
  if (extensions.length === 0) reader.deviate('empty-sequence', 'expected at least 1 extension, found none', field, start);
  return extensions;
}

/** Up to so many extensions each is compared with the ones before. */
const MAX_COMPARED = 32;

/** Extensions that are plain and each there once; `base` is the offset of position 0 in the input, `path` where the list stands. */
export function plainExtensions(bytes: Uint8Array, start: number, end: number, base: number, path: string): Extension[] | undefined {
  const stop = plainEndOf(SEQUENCE, bytes, start, end);
  const extensions: PlainExtension[] = [];
  // One bit for the last digits of an identifier: while none is met twice, no extension is there twice.
  let met = 0;
  for (let at = contentStart(bytes, start); at < stop;) {
    const next = plainEndOf(SEQUENCE, bytes, at, stop);
    const type = contentStart(bytes, at);
    const typeEnd = plainOidEnd(bytes, type, next);
    if (typeEnd < 0 || extensions.length === MAX_COMPARED) return undefined;
    const critical = bytes[typeEnd] === BOOLEAN && bytes[typeEnd + 1] === 1 && bytes[typeEnd + 2] === 0xff;
    const value = critical ? typeEnd + 3 : typeEnd;
    if (plainEndOf(OCTET_STRING, bytes, value, next) !== next) return undefined;
    const oid = decodeOid(bytes, type + 2, typeEnd) as Oid;
    const bit = 1 << ((bytes[typeEnd - 1] as number) ^ (bytes[typeEnd - 2] as number));
    if ((met & bit) !== 0 && extensions.some((earlier) => earlier.oid === oid)) return undefined;
    met |= bit;
    extensions.push(new PlainExtension(oid, critical, base, bytes, contentStart(bytes, value), next, path, extensions.length));
    at = next;
  }
  return extensions.length === 0 ? undefined : extensions;
}

/** An extension that was looked at, with the range of its value, which is made and read when asked for. */
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

  constructor(oid: Oid, critical: boolean, base: number, bytes: Uint8Array, start: number, end: number, list: string, index: number) {
    this.oid = oid;
    this.critical = critical;
    this.offset = base + start;
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

  /** The value as `decode` reads it, strictly; what the last such function has made of it is kept. */
  decoded<T>(decode: ExtensionReader<T>['decode']): T {
    if (this.#decodedBy !== decode) {
      this.#decoded = readDer(this.#bytes, (reader) => decode(reader, ''), this, this.#start, this.#end);
      this.#decodedBy = decode;
    }
    return this.#decoded as T;
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
