/**
 * The DER writer: values are appended in order, constructed ones by a continuation, all into one buffer that grows; lengths
 * are put in front afterwards. What it writes is DER by construction: shortest lengths and integers, sorted SET OF, named bits without trailing zeros.
 */
import { bigIntToBytes, compareBytes, latin1 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { encodeOid, type Oid } from './oid.ts';
import { encodeString } from './strings.ts';
import {
  BIT_STRING,
  BOOLEAN,
  ENUMERATED,
  IA5_STRING,
  INTEGER,
  NULL,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  SEQUENCE,
  SET,
  UTF8_STRING,
} from './tags.ts';
import { encodeTime, type Instant } from './time.ts';

/** Collects DER values. */
export class DerWriter {
  #bytes: Uint8Array = new Uint8Array(64);
  #length = 0;

  /** Appends octets that are already encoded. */
  raw(der: Uint8Array): this {
    this.#room(der.length).set(der, this.#length);
    this.#length += der.length;
    return this;
  }

  /** Appends a value of identifier octet `tag` (or octets, see `DerElement`) with `content`. */
  value(tag: number, content: Uint8Array): this {
    return this.#header(tag, content.length).raw(content);
  }

  /** Appends a constructed value whose members `body` writes. */
  constructed(tag: number, body: (inner: DerWriter) => void): this {
    this.#number(tag).#number(0);
    const start = this.#length;
    body(this);
    const length = this.#length - start;
    // Long forms are the exception, so that moving the members costs less than counting them beforehand.
    if (length >= 0x80) this.#room(octetsOf(length)).copyWithin(start + octetsOf(length), start, this.#length);
    this.#length = start - 1;
    this.#size(length).#length += length;
    return this;
  }

  /** SEQUENCE or SEQUENCE OF. */
  sequence(body: (inner: DerWriter) => void): this {
    return this.constructed(SEQUENCE, body);
  }

  /** SEQUENCE SIZE (1..MAX) OF, each member written by `write`. Throws `empty-sequence`, naming the list by `what`, where there is none. */
  sequenceOf<T>(what: string, members: readonly T[], write: (list: DerWriter, member: T) => void, tag: number = SEQUENCE): this {
    if (members.length === 0) throw new PkiError('empty-sequence', `${what} needs at least one member`);
    return this.constructed(tag, (list) => {
      for (const member of members) write(list, member);
    });
  }

  /** SET OF, its members sorted by their encodings (X.690 11.6); each body writes one member. */
  setOf(members: readonly ((inner: DerWriter) => void)[], tag: number = SET): this {
    const encoded = members.map((member) => encodeDer(member)).sort(compareBytes);
    return this.constructed(tag, (inner) => encoded.forEach((der) => inner.raw(der)));
  }

  /** BOOLEAN. */
  boolean(value: boolean, tag: number = BOOLEAN): this {
    return this.#header(tag, 1).#number(value ? 0xff : 0);
  }

  /** INTEGER of a number, a bigint, or unsigned big-endian octets (which may have leading zeros). Throws `bad-integer` for numbers that are no safe integers. */
  integer(value: number | bigint | Uint8Array, tag: number = INTEGER): this {
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw new PkiError('bad-integer', `an INTEGER of the number ${value}, which is no integer of up to 53 bits`);
    if (!(value instanceof Uint8Array)) return this.value(tag, integerContent(BigInt(value)));
    let start = 0;
    while (start < value.length - 1 && value[start] === 0) start++;
    const octets = value.subarray(start);
    return (octets[0] ?? 0x80) < 0x80 ? this.value(tag, octets) : this.bitString(octets, tag);
  }

  /** INTEGER from 0 to 2^31 - 1, as `smallInteger` of the reader takes it. Throws `integer-out-of-range`, naming the number by `what`. */
  smallInteger(what: string, value: number, tag: number = INTEGER): this {
    if (!Number.isInteger(value) || value < 0 || value > 0x7fff_ffff)
      throw new PkiError('integer-out-of-range', `${what} is an integer from 0 to 2^31 - 1, not ${value}`);
    return this.integer(value, tag);
  }

  /** ENUMERATED. */
  enumerated(value: number): this {
    return this.integer(value, ENUMERATED);
  }

  /** OBJECT IDENTIFIER. */
  oid(value: Oid, tag: number = OBJECT_IDENTIFIER): this {
    return this.value(tag, encodeOid(value));
  }

  /** OCTET STRING. */
  octetString(value: Uint8Array, tag: number = OCTET_STRING): this {
    return this.value(tag, value);
  }

  /** BIT STRING of whole octets. */
  bitString(value: Uint8Array, tag: number = BIT_STRING): this {
    return this.#header(tag, value.length + 1).#number(0).raw(value);
  }

  /** Named bits: true at the index of each bit to set; trailing zeros are cut (X.690 11.2.2). */
  namedBits(bits: readonly boolean[], tag: number = BIT_STRING): this {
    const count = bits.lastIndexOf(true) + 1;
    const content = new Uint8Array(1 + Math.ceil(count / 8));
    content[0] = (8 - (count % 8)) % 8;
    for (let i = 0; i < count; i++) if (bits[i] === true) content[1 + (i >> 3)] = (content[1 + (i >> 3)] as number) | (0x80 >> (i & 7));
    return this.value(tag, content);
  }

  /** NULL. */
  null(): this {
    return this.#header(NULL, 0);
  }

  /** UTF8String. Throws `bad-character` where the text has half a surrogate pair. */
  utf8String(text: string, tag: number = UTF8_STRING): this {
    return this.value(tag, encodeString(UTF8_STRING, text));
  }

  /** IA5String. Throws `bad-character` where the text is not ASCII. */
  ia5String(text: string, tag: number = IA5_STRING): this {
    return this.value(tag, encodeString(IA5_STRING, text));
  }

  /** UTCTime or GeneralizedTime, as RFC 5280 4.1.2.5 chooses. */
  time(at: Instant): this {
    const { tag, text } = encodeTime(at);
    return this.value(tag, latin1(text));
  }

  /** All that was written, as one new array. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #header(tag: number, length: number): this {
    return this.#number(tag).#size(length);
  }

  #size(length: number): this {
    return (length < 0x80 ? this : this.#number(0x80 | octetsOf(length))).#number(length);
  }

  /** A number that is not negative, in as many octets as it needs, big-endian. */
  #number(value: number): this {
    if (value >= 256) this.#number(Math.floor(value / 256));
    this.#room(1)[this.#length++] = value;
    return this;
  }

  #room(octets: number): Uint8Array {
    const needed = this.#length + octets;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(2 * needed + 192);
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    return this.#bytes;
  }
}

/** The octets that `body` writes. */
export function encodeDer(body: (writer: DerWriter) => void): Uint8Array {
  const writer = new DerWriter();
  body(writer);
  return writer.finish();
}

/** DER of one SEQUENCE whose members `body` writes. */
export function encodeSequence(body: (inner: DerWriter) => void): Uint8Array {
  return new DerWriter().sequence(body).finish();
}

/** How many octets a number that is not negative needs, at least one. */
function octetsOf(value: number): number {
  let octets = 1;
  for (let left = value; left >= 256; left /= 256) octets++;
  return octets;
}

/** Content octets of an INTEGER: two's complement in the fewest octets (X.690 8.3.2). */
export function integerContent(value: bigint): Uint8Array {
  const magnitude = (value < 0n ? -1n - value : value).toString(16);
  const topBit = magnitude.length % 2 === 0 && (magnitude[0] as string) >= '8';
  const length = Math.ceil(magnitude.length / 2) + (topBit ? 1 : 0);
  return bigIntToBytes(value < 0n ? value + (1n << BigInt(8 * length)) : value, length);
}
