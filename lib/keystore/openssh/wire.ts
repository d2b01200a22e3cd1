/** The data types of SSH (RFC 4251 section 5): uint32, string and mpint, both ways. Strict: numbers in the fewest octets, nothing left over. */
import { bigIntToBytes, bytesToBigInt, concatBytes, fromUtf8, latin1, utf8 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';

/** Longest number: 65,536 bits, as of PKCS#1. */
const MAX_NUMBER_OCTETS = 8192;

/** A forward-only reader. What is wrong is `bad-openssh-key` with the offset. */
export class WireReader {
  readonly bytes: Uint8Array;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Octets that are left. */
  get left(): number {
    return this.bytes.length - this.position;
  }

  uint32(field: string): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.take(4, field);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  /** A string of octets. */
  string(field: string): Uint8Array {
    return this.take(this.uint32(field), field);
  }

  /** A string of printable ASCII. */
  ascii(field: string): string {
    const octets = this.string(field);
    if (octets.some((octet) => octet < 0x21 || octet > 0x7e)) this.refuse('printable ASCII without blanks is expected', field);
    return fromUtf8(octets) as string;
  }

  /** A positive number in the fewest octets. */
  mpint(field: string): bigint {
    const octets = this.string(field);
    const [first, second = 0] = octets;
    if (octets.length > MAX_NUMBER_OCTETS + 1)
      this.refuse(`a number of ${octets.length} octets, at most ${MAX_NUMBER_OCTETS} are read`, field);
    if (first === undefined || first >= 0x80 || (first === 0 && second < 0x80))
      this.refuse('a positive number in the fewest octets is expected', field);
    return bytesToBigInt(octets);
  }

  /** So many octets without a length in front. */
  take(length: number, field: string): Uint8Array {
    if (length > this.left) this.refuse(`${length} octets are announced, ${this.left} are left`, field);
    const octets = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return octets;
  }

  /** Throws unless all has been read. */
  finish(what: string): void {
    if (this.left > 0) this.refuse(`${this.left} octets too many behind ${what}`, '');
  }

  refuse(message: string, field: string): never {
    throw new PkiError('bad-openssh-key', message, { path: field, offset: this.position });
  }
}

/** A uint32. */
export function wireUint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A string of octets, or of the UTF-8 octets of a text. */
export function wireString(value: Uint8Array | string): Uint8Array {
  const octets = typeof value === 'string' ? utf8(value) : value;
  return concatBytes(wireUint32(octets.length), octets);
}

/** A positive number. */
export function wireNumber(value: bigint): Uint8Array {
  const length = Math.ceil(value.toString(16).length / 2);
  const octets = bigIntToBytes(value, length);
  return wireString((octets[0] ?? 0) >= 0x80 ? concatBytes(latin1('\0'), octets) : octets);
}
