/** Certificates, requests and CRLs put together value by value, for dumps of what the openssl command does not make itself. Their signatures are octets. */
import { compareBytes, concatBytes, fromHex, latin1, utf8 } from '../../lib/base/bytes.ts';

/** A DER value. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents);
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concatBytes(Uint8Array.of(tag, ...head), content);
}

/** A SEQUENCE. */
export function seq(...contents: readonly Uint8Array[]): Uint8Array {
  return tlv(0x30, ...contents);
}

/** An OBJECT IDENTIFIER of up to 14 bits in each number. */
export function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((number) => {
    const digits = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tlv(6, Uint8Array.from(octets));
}

/** One attribute of a name: its type, the identifier octet of its value, and the octets as Latin-1 text. */
export type Attribute = readonly [type: string, tag: number, octets: string];

/** A Name. */
export function nameOf(rdns: readonly (readonly Attribute[])[]): Uint8Array {
  return seq(...rdns.map((rdn) => tlv(0x31, ...rdn.map(([type, tag, octets]) => seq(oid(type), tlv(tag, latin1(octets)))))));
}

const SHA256_ECDSA = seq(oid('1.2.840.10045.4.3.2'));
const P256_POINT =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
const KEY = seq(seq(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), tlv(3, Uint8Array.of(0), fromHex(P256_POINT)));

/** An Extension. */
export function extension(type: string, value: Uint8Array, critical = false): Uint8Array {
  return seq(oid(type), ...(critical ? [Uint8Array.of(1, 1, 0xff)] : []), tlv(4, value));
}

/** A certificate of parts that have defaults. */
export function certificateOf(parts: {
  readonly subject?: Uint8Array;
  readonly version?: Uint8Array;
  readonly serial?: string;
  readonly dates?: readonly [Uint8Array, Uint8Array];
  readonly key?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly signature?: Uint8Array;
  readonly behindKey?: readonly Uint8Array[];
}): Uint8Array {
  const algorithm = parts.algorithm ?? SHA256_ECDSA;
  return seq(
    seq(
      parts.version ?? fromHex('a003020102'),
      tlv(2, fromHex(parts.serial ?? '05')),
      algorithm,
      nameOf([[['2.5.4.3', 0x0c, 'issuer']]]),
      seq(...(parts.dates ?? [time(0x17, '200101000000Z'), time(0x17, '300101000000Z')])),
      parts.subject ?? nameOf([]),
      parts.key ?? KEY,
      ...(parts.behindKey ?? []),
    ),
    algorithm,
    parts.signature ?? tlv(3, fromHex('0030060201010201ff')),
  );
}

/** A time. */
export function time(tag: number, text: string): Uint8Array {
  return tlv(tag, latin1(text));
}

/** A request with these attributes. */
export function requestOf(attributes: readonly Uint8Array[], subject: Uint8Array = nameOf([[['2.5.4.3', 0x0c, 'x']]])): Uint8Array {
  return seq(
    seq(fromHex('020100'), subject, KEY, tlv(0xa0, ...[...attributes].sort(compareBytes))),
    SHA256_ECDSA,
    tlv(3, fromHex('0030060201010201ff')),
  );
}

/** An Attribute of a request. */
export function attribute(type: string, ...values: readonly Uint8Array[]): Uint8Array {
  return seq(oid(type), tlv(0x31, ...[...values].sort(compareBytes)));
}

/** A CRL. */
export function crlOf(parts: {
  readonly version?: readonly Uint8Array[];
  readonly times?: readonly Uint8Array[];
  readonly entries?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
}): Uint8Array {
  const { version = [fromHex('020101')], times = [time(0x17, '200101000000Z')], entries, extensions } = parts;
  const issuer = nameOf([[['2.5.4.6', 0x13, 'US']], [['2.5.4.3', 0x0c, 'x']]]);
  const list = seq(
    ...version,
    SHA256_ECDSA,
    issuer,
    ...times,
    ...(entries === undefined ? [] : [seq(...entries)]),
    ...(extensions === undefined ? [] : [tlv(0xa0, seq(...extensions))]),
  );
  return seq(list, SHA256_ECDSA, tlv(3, fromHex('0030060201010201ff')));
}

/** An entry of a CRL. */
export function entryOf(serial: string, ...extensions: readonly Uint8Array[]): Uint8Array {
  const date = time(0x17, '200101000000Z');
  return seq(tlv(2, fromHex(serial)), date, ...(extensions.length === 0 ? [] : [seq(...extensions)]));
}

const LONG = 'long '.repeat(60);

/** Subjects of every string type and with every kind of character. */
export const SUBJECTS: Readonly<Record<string, readonly (readonly Attribute[])[]>> = {
  empty: [],
  utf8: [[['2.5.4.3', 0x0c, fromUtf8('J\u00fcrgen \u20ac \u{1f600}')]]],
  'utf8 broken': [[['2.5.4.3', 0x0c, 'a\u00ff\u00feb']]],
  bmp: [[['2.5.4.3', 0x1e, '\0J\0\u00fc\u0020\u00ac']]],
  'bmp odd': [[['2.5.4.3', 0x1e, '\0J\0']]],
  'bmp surrogates': [[['2.5.4.3', 0x1e, '\u00d8\u003d\u00de\u0000']]],
  universal: [[['2.5.4.3', 0x1c, '\0\0\0J\0\0\0\u00fc\0\u0001\u00f6\0']]],
  'universal beyond': [[['2.5.4.3', 0x1c, '\0\u0011\0\0']]],
  teletex: [[['2.5.4.3', 0x14, 'J\u00fcrgen']]],
  printable: [[['2.5.4.3', 0x13, 'plain']]],
  'printable with others': [[['2.5.4.3', 0x13, 'a@b_c*\u00e4']]],
  numeric: [[['2.5.4.3', 0x12, '123 456']]],
  ia5: [[['2.5.4.3', 0x16, 'a@b\u0080']]],
  visible: [[['2.5.4.3', 0x1a, 'visible']]],
  general: [[['2.5.4.3', 0x1b, 'general']]],
  graphic: [[['2.5.4.3', 0x19, 'graphic']]],
  videotex: [[['2.5.4.3', 0x15, 'videotex']]],
  octets: [[['2.5.4.3', 0x04, 'abc']]],
  bits: [[['2.5.4.45', 0x03, '\0abc']]],
  integer: [[['2.5.4.3', 0x02, '\u0005']]],
  'utc time': [[['2.5.4.3', 0x17, '200101000000Z']]],
  'generalized time': [[['2.5.4.3', 0x18, '20200101000000Z']]],
  'empty value': [[['2.5.4.3', 0x0c, '']], [['2.5.4.10', 0x13, '']]],
  specials: [[['2.5.4.3', 0x0c, 'a,b+c"d\\e<f>g;h=i#j']]],
  'lone special': [[['2.5.4.3', 0x0c, '#']], [['2.5.4.3', 0x0c, ' ']], [['2.5.4.3', 0x0c, ',']], [['2.5.4.3', 0x0c, '"']]],
  'blanks around': [[['2.5.4.3', 0x0c, '  a  ']], [['2.5.4.3', 0x0c, '#a']]],
  'control characters': [[['2.5.4.3', 0x0c, 'a\0b\nc\rd\te\u007ff\u001b']]],
  slashes: [[['2.5.4.3', 0x0c, 'a/b=c']]],
  long: [[['2.5.4.3', 0x0c, LONG]]],
  'unknown type': [[['1.2.3.4', 0x0c, 'x']], [['1.2.3.4.5', 0x13, 'y']]],
  multiple: [
    [
      ['2.5.4.3', 0x0c, 'x'],
      ['2.5.4.10', 0x0c, 'y'],
      ['2.5.4.11', 0x0c, 'z'],
    ],
    [['2.5.4.6', 0x13, 'US']],
  ],
  mail: [
    [['1.2.840.113549.1.9.1', 0x16, 'a@b.c']],
    [['0.9.2342.19200300.100.1.25', 0x16, 'example']],
    [['0.9.2342.19200300.100.1.1', 0x0c, 'me']],
  ],
  'further types': ['4', '5', '7', '8', '9', '12', '13', '15', '16', '17', '41', '42', '43', '44', '46', '54', '65', '72', '97', '98'].map(
    (last) => [[`2.5.4.${last}`, 0x0c, 'v']],
  ),
  jurisdiction: [[['1.3.6.1.4.1.311.60.2.1.3', 0x13, 'US']], [['1.3.6.1.4.1.311.60.2.1.2', 0x0c, 'Delaware']]],
};

/** Those of the subjects that OpenSSL takes in no name. A certificate with one is none for it; an extension with one is shown as its octets. */
export const NO_SUBJECTS: readonly string[] = [
  'utf8 broken',
  'bmp odd',
  'bmp surrogates',
  'universal beyond',
  'visible',
  'general',
  'graphic',
  'videotex',
  'octets',
  'integer',
  'utc time',
  'generalized time',
];

function fromUtf8(text: string): string {
  return Array.from(utf8(text), (octet) => String.fromCharCode(octet)).join('');
}
