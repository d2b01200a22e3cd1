import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { compareBytes, toHex, utf8 } from '../../lib/base/bytes.ts';
import { decodeOid, encodeOid, oid } from '../../lib/asn1/oid.ts';
import { readDer } from '../../lib/asn1/reader.ts';
import { decodeString, encodeString, tryDecodeString } from '../../lib/asn1/strings.ts';
import {
  BMP_STRING,
  IA5_STRING,
  NUMERIC_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  UTF8_STRING,
  VISIBLE_STRING,
} from '../../lib/asn1/tags.ts';
import { decodeTime, encodeTime, formatInstant, fromCalendar, toCalendar } from '../../lib/asn1/time.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { holds, titled } from '../support/properties.ts';

/** Arcs around the widths at which careless decoders wrap or round. */
const arc = fc.oneof(
  fc.bigInt({ min: 0n, max: 300n }),
  fc.bigInt({ min: 0n, max: 2n ** 130n }),
  fc.tuple(fc.constantFrom(24n, 31n, 32n, 49n, 53n, 63n, 64n), fc.bigInt({ min: -3n, max: 300n })).map(([bits, k]) => 2n ** bits + k),
);
const oidText = fc
  .tuple(fc.constantFrom(0n, 1n, 2n), arc, fc.array(arc, { maxLength: 8 }))
  .map(([first, second, rest]) => [first, first < 2n ? second % 40n : second, ...rest].join('.'));

const YEAR_0 = -62_167_219_200;
const YEAR_10000 = 253_402_300_800;
const second = fc.integer({ min: YEAR_0, max: YEAR_10000 - 1 });

describe(titled('DER'), () => {
  it('INTEGER: what is written is read, in the fewest octets', () => {
    holds(
      fc.property(fc.oneof(fc.bigInt(), fc.bigInt({ min: -(2n ** 600n), max: 2n ** 600n })), (value) => {
        const der = encodeDer((writer) => writer.integer(value));
        assert.equal(
          readDer(der, (reader) => reader.bigInteger('')),
          value,
        );
        const content = readDer(der, (reader) => reader.integer(''));
        assert.equal(BigInt.asIntN(8 * content.length, value), value);
        if (content.length > 1) assert.notEqual(BigInt.asIntN(8 * (content.length - 1), value), value);
      }),
    );
  });

  it('INTEGER: unsigned octets keep their value', () => {
    holds(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        const value = readDer(
          encodeDer((writer) => writer.integer(octets)),
          (reader) => reader.bigInteger(''),
        );
        assert.equal(value, BigInt(`0x0${toHex(octets)}`));
      }),
    );
  });

  it('OBJECT IDENTIFIER: arcs of any size come back', () => {
    holds(
      fc.property(oidText, (text) => {
        const content = encodeOid(oid(text));
        assert.equal(decodeOid(content, 0, content.length), text);
      }),
      1000,
    );
  });

  it('OBJECT IDENTIFIER: 2^n + k is never read as k (CVE-2025-66030)', () => {
    holds(
      fc.property(fc.bigInt({ min: 0n, max: 10_000n }), fc.integer({ min: 14, max: 140 }), (k, bits) => {
        const content = encodeOid(oid(`2.5.29.${2n ** BigInt(bits) + k}`));
        assert.notEqual(decodeOid(content, 0, content.length), `2.5.29.${k}`);
      }),
    );
  });

  it('OBJECT IDENTIFIER: content that is read is the content of what it is read as', () => {
    holds(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (content) => {
        const text = decodeOid(content, 0, content.length);
        if (typeof text === 'string') assert.deepEqual(encodeOid(oid(text)), content);
      }),
      2000,
    );
  });

  it('times: every second of 10,000 years comes back, in order', () => {
    holds(
      fc.property(second, second, (a, b) => {
        const { tag, text } = encodeTime(a * 1000);
        assert.equal(decodeTime(tag, utf8(text)), a * 1000);
        assert.equal(fromCalendar(toCalendar(a * 1000)), a * 1000);
        assert.equal(Math.sign(compareBytes(utf8(formatInstant(a * 1000)), utf8(formatInstant(b * 1000)))), Math.sign(a - b));
        assert.equal(formatInstant(a * 1000), new Date(a * 1000).toISOString().replace('.000', ''));
      }),
      1000,
    );
  });

  const alphabets: readonly (readonly [tag: number, unit: fc.Arbitrary<string>])[] = [
    [UTF8_STRING, fc.string({ unit: 'binary' })],
    [UNIVERSAL_STRING, fc.string({ unit: 'binary' })],
    [BMP_STRING, fc.string({ unit: fc.integer({ min: 0, max: 0xd7ff }).map((point) => String.fromCharCode(point)) })],
    [TELETEX_STRING, fc.string({ unit: fc.integer({ min: 0, max: 0xff }).map((point) => String.fromCharCode(point)) })],
    [IA5_STRING, fc.string({ unit: 'binary-ascii' })],
    [VISIBLE_STRING, fc.string({ unit: 'grapheme-ascii' })],
    [PRINTABLE_STRING, fc.string({ unit: fc.constantFrom(..."AZaz09 '()+,-./:=?".split('')) })],
    [NUMERIC_STRING, fc.string({ unit: fc.constantFrom(...'0123456789 '.split('')) })],
  ];
  for (const [tag, text] of alphabets) {
    it(`string type 0x${tag.toString(16)}: what is written is read, and what is read is written`, () => {
      holds(fc.property(text, (value) => assert.equal(decodeString(tag, encodeString(tag, value)), value)));
      holds(
        fc.property(fc.uint8Array({ maxLength: 12 }), (octets) => {
          const value = tryDecodeString(tag, octets);
          if (value !== undefined) assert.deepEqual(encodeString(tag, value), octets);
        }),
      );
    });
  }

  it('SET OF: what is written sorted is read in the strict reading', () => {
    holds(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }), (members) => {
        const der = encodeDer((writer) => writer.setOf(members.map((member) => (inner) => void inner.octetString(member))));
        const read = readDer(der, (reader) => reader.setOf('', (item) => toHex(item.octetString(''))));
        assert.deepEqual([...read].sort(), members.map((member) => toHex(member)).sort());
      }),
    );
  });

  it('named bits come back without their trailing zeros', () => {
    holds(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (bits) => {
        const { bytes, unusedBits } = readDer(
          encodeDer((writer) => writer.namedBits(bits)),
          (reader) => reader.bitString(''),
        );
        const read = Array.from(
          { length: 8 * bytes.length - unusedBits },
          (_, i) => (((bytes[i >> 3] as number) >> (7 - (i & 7))) & 1) === 1,
        );
        assert.deepEqual(read, bits.slice(0, bits.lastIndexOf(true) + 1));
      }),
    );
  });

  it('lengths around each step come back', () => {
    const length = fc.constantFrom(127, 128, 255, 256, 65_535, 65_536).chain((step) => fc.integer({ min: step - 2, max: step + 2 }));
    holds(
      fc.property(length, (octets) => {
        const der = encodeDer((writer) => writer.octetString(new Uint8Array(octets)));
        assert.equal(readDer(der, (reader) => reader.octetString('')).length, octets);
      }),
      60,
    );
  });
});
