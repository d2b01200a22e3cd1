/**
 * The strict DER reader (X.690 sections 8, 10, 11): a cursor over one buffer that only moves forward.
 *
 * Each method reads the next value, checks it and moves on; a constructed value is read by a callback that must use up every octet of it, so that
 * no byte stays unseen.
 *
 * Bad bytes come in three classes. Not decodable (truncated, wrong tag, impossible length): always a `PkiError`. Decodable but not DER: a `PkiError`
 * too, unless the reader was given a list of deviations, in which it is noted instead (that reading serves the OpenSSL engine alone). DER that
 * breaks a rule of a profile: not this file's business.
 *
 * Left out: constructed strings and REAL; their BER goes through `ber.ts`.
 */
import { bytesToSignedBigInt, compareBytes, fromLatin1, octetRange } from '../base/bytes.ts';
import { DerCursor, type DerReaderOptions } from './cursor.ts';
import { decodeOid, type Oid } from './oid.ts';
import {
  BIT_STRING,
  BOOLEAN,
  contextConstructed,
  GENERALIZED_TIME,
  IA5_STRING,
  INTEGER,
  NULL,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  SEQUENCE,
  SET,
  UTC_TIME,
} from './tags.ts';
import { decodeTime, type Instant } from './time.ts';

/** Content of a BIT STRING. */
export interface BitString {
  /** The octets without the leading count of unused bits. */
  readonly bytes: Uint8Array;
  /** Number of unused bits in the last octet, 0 to 7. */
  readonly unusedBits: number;
}

/** Longest INTEGER made a number: 65,536 bits, four times the largest RSA modulus that is judged. */
const MAX_BIG_INTEGER_OCTETS = 8192;

/** A forward-only reader of DER values. */
export class DerReader extends DerCursor {
  /** Reads the next constructed value with `body`, which must use up all of it. */
  constructed<T>(tag: number, field: string, body: (inner: DerReader) => T): T {
    this.header(tag, field);
    const inner = new DerReader(this.bytes, this.options, this.position, this.contentEnd, this, field);
    const result = body(inner);
    inner.finish();
    this.position = this.valueEnd;
    return result;
  }

  /** Reads a SEQUENCE with `body`. */
  sequence<T>(field: string, body: (inner: DerReader) => T): T {
    return this.constructed(SEQUENCE, field, body);
  }

  /** Reads the members of a SEQUENCE OF (or another constructed `tag`), each with `member`, until its end. */
  sequenceOf<T>(
    field: string,
    member: (inner: DerReader, index: number) => T,
    { tag = SEQUENCE, min = 0 }: { readonly tag?: number; readonly min?: number } = {},
  ): T[] {
    return this.constructed(tag, field, (inner) => {
      const members: T[] = [];
      while (!inner.done) members.push(member(inner, members.length));
      if (members.length < min)
        inner.fail('empty-sequence', `expected at least ${min} member${min === 1 ? '' : 's'}, found ${members.length}`);
      return members;
    });
  }

  /** Reads the members of a SET OF, which DER wants in ascending order of their encodings (X.690 11.6). */
  setOf<T>(
    field: string,
    member: (inner: DerReader, index: number) => T,
    { tag = SET, min = 0 }: { readonly tag?: number; readonly min?: number } = {},
  ): T[] {
    let previous = 0;
    const ordered = (inner: DerReader, index: number): T => {
      const start = inner.position;
      const value = member(inner, index);
      if (index > 0 && compareBytes(inner.bytes.subarray(previous, start), inner.bytes.subarray(start, inner.position)) > 0)
        inner.deviate('unsorted-set', 'a SET OF whose members are not in ascending order', String(index), start);
      previous = start;
      return value;
    };
    return this.sequenceOf(field, ordered, { tag, min });
  }

  /** Reads an optional value: `body` where the next identifier octet is `tag`, else undefined. */
  optional<T>(tag: number, body: () => T): T | undefined {
    return this.peek() === tag ? body() : undefined;
  }

  /** Reads `[n] EXPLICIT … OPTIONAL` with `body`: undefined where something else comes next. */
  optionalExplicit<T>(n: number, field: string, body: (inner: DerReader) => T): T | undefined {
    const tag = contextConstructed(n);
    return this.peek() === tag ? this.constructed(tag, field, body) : undefined;
  }

  /** BOOLEAN: 0x00 or 0xFF (X.690 11.1). */
  boolean(field: string, tag: number = BOOLEAN): boolean {
    const start = this.position;
    const length = this.content(tag, field);
    if (length !== 1) this.fail('bad-boolean', `a BOOLEAN of ${length} octets`, field, start);
    const value = this.bytes[this.contentEnd - 1];
    if (value !== 0 && value !== 0xff) this.deviate('non-canonical-boolean', 'a BOOLEAN that is neither 0x00 nor 0xFF', field, start);
    return value !== 0;
  }

  /** BOOLEAN DEFAULT FALSE: absent is false, and an encoded FALSE is not DER (X.690 11.5). */
  booleanDefaultFalse(field: string, tag: number = BOOLEAN): boolean {
    const start = this.position;
    if (this.peek() !== tag) return false;
    const value = this.boolean(field, tag);
    if (!value) this.deviate('encoded-default', 'the default value FALSE is encoded', field, start);
    return value;
  }

  /** INTEGER as its content octets, two's complement in the shortest form (X.690 8.3.2). */
  integer(field: string, tag: number = INTEGER): Uint8Array {
    const start = this.position;
    const content = this.read(tag, field);
    if (content.length === 0) this.fail('bad-integer', 'an INTEGER without octets', field, start);
    if (content.length > 1) {
      const head = ((content[0] as number) << 1) | ((content[1] as number) >> 7);
      if (head === 0 || head === 0x1ff) this.fail('non-minimal-integer', 'an INTEGER with a needless leading octet', field, start);
    }
    return content;
  }

  /** INTEGER of either sign, up to 8,192 octets: the work of making a number of it must stay bounded. */
  bigInteger(field: string, tag: number = INTEGER): bigint {
    const start = this.position;
    const content = this.integer(field, tag);
    if (content.length > MAX_BIG_INTEGER_OCTETS)
      this.fail('integer-too-large', `an INTEGER of ${content.length} octets, at most ${MAX_BIG_INTEGER_OCTETS} are read`, field, start);
    return bytesToSignedBigInt(content);
  }

  /** INTEGER from 0 to `max`, at most 2^31 - 1. */
  smallInteger(field: string, { tag = INTEGER, max = 0x7fff_ffff }: { readonly tag?: number; readonly max?: number } = {}): number {
    const start = this.position;
    const content = this.integer(field, tag);
    let value = 0;
    for (let i = 0; i < content.length && i < 5; i++) value = value * 256 + (content[i] as number);
    if ((content[0] as number) >= 0x80 || content.length > 5 || value > max)
      this.fail('integer-out-of-range', `expected an INTEGER from 0 to ${max}`, field, start);
    return value;
  }

  /** OBJECT IDENTIFIER. */
  oid(field: string, tag: number = OBJECT_IDENTIFIER): Oid {
    const start = this.position;
    this.header(tag, field);
    const value = decodeOid(this.bytes, this.position, this.contentEnd);
    if (typeof value !== 'string') this.fail('bad-oid', value.problem, field, start);
    this.position = this.contentEnd;
    return value;
  }

  /** OCTET STRING. */
  octetString(field: string, tag: number = OCTET_STRING): Uint8Array {
    return this.read(tag, field);
  }

  /** BIT STRING with its unused bits zero (X.690 11.2). */
  bitString(field: string, tag: number = BIT_STRING): BitString {
    const start = this.position;
    const length = this.content(tag, field);
    const { bytes, contentEnd: end } = this;
    const unusedBits = bytes[end - length] as number;
    if (length === 0 || unusedBits > 7 || (length === 1 && unusedBits !== 0))
      this.fail('bad-bit-string', 'a BIT STRING with a wrong count of unused bits', field, start);
    if (unusedBits !== 0 && ((bytes[end - 1] as number) & ((1 << unusedBits) - 1)) !== 0)
      this.deviate('unused-bits-set', 'a BIT STRING whose unused bits are not zero', field, start);
    return { bytes: octetRange(bytes, end - length + 1, end), unusedBits };
  }

  /** BIT STRING that holds whole octets, as keys and signatures do. */
  bitStringOctets(field: string, tag: number = BIT_STRING): Uint8Array {
    const start = this.position;
    const { bytes, unusedBits } = this.bitString(field, tag);
    if (unusedBits !== 0) this.fail('bad-bit-string', `expected whole octets, found ${unusedBits} unused bits`, field, start);
    return bytes;
  }

  /** NULL. */
  null(field: string): void {
    const start = this.position;
    if (this.content(NULL, field) !== 0) this.fail('bad-null', 'a NULL with content', field, start);
  }

  /** IA5String: octets of ASCII. */
  ia5String(field: string, tag: number = IA5_STRING): string {
    const start = this.position;
    const { bytes } = this;
    const length = this.content(tag, field);
    const end = this.contentEnd;
    let wide = 0;
    for (let i = end - length; i < end; i++) wide |= bytes[i] as number;
    if (wide > 0x7f) this.deviate('bad-character', 'an IA5String with an octet above 0x7F', field, start);
    return fromLatin1(bytes, end - length, end);
  }

  /** UTCTime or GeneralizedTime, whichever stands there. */
  time(field: string): Instant {
    const tag = this.peek();
    return this.timeOf(tag === GENERALIZED_TIME ? tag : UTC_TIME, field);
  }

  /** A time of the given type, under `tag`, in DER's one form; NaN where it has another, in the lenient reading. */
  timeOf(type: number, field: string, tag: number = type): Instant {
    const start = this.position;
    const length = this.content(tag, field);
    const value = decodeTime(type, this.bytes, this.contentEnd - length, this.contentEnd);
    if (value === undefined)
      this.deviate('bad-time', `not a time of the form ${type === UTC_TIME ? 'YYMMDDHHMMSSZ' : 'YYYYMMDDHHMMSSZ'}`, field, start);
    return value ?? Number.NaN;
  }
}

/**
 * Reads one value that is the whole input, with `body`: nothing may stand behind it. With `start` and `end` it is the whole of that part of `bytes`, whose offset
 * in the input `options` then tells.
 */
export function readDer<T>(
  bytes: Uint8Array,
  body: (reader: DerReader) => T,
  options: DerReaderOptions = {},
  start?: number,
  end?: number,
): T {
  const reader = new DerReader(bytes, options, start, end);
  const result = body(reader);
  reader.finish();
  return result;
}

/** Reads one SEQUENCE that is the whole input, with `body`. */
export function readSequence<T>(bytes: Uint8Array, body: (inner: DerReader) => T, options: DerReaderOptions = {}): T {
  return readDer(bytes, (reader) => reader.sequence('', body), options);
}
