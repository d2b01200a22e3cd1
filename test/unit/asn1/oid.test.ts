import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { decodeOid, encodeOid, oid } from '../../../lib/asn1/oid.ts';
import { throwsCode } from '../../support/throws.ts';

describe('object identifiers', () => {
  // X.690 8.19.5 has 2.999.3; the others are of RFC 5280 and RFC 8017.
  const vectors: readonly (readonly [text: string, hex: string])[] = [
    ['2.999.3', '883703'],
    ['0.0', '00'],
    ['0.39', '27'],
    ['1.0', '28'],
    ['1.39', '4f'],
    ['2.0', '50'],
    ['2.47', '7f'],
    ['2.48', '8100'],
    ['2.5.29.19', '551d13'],
    ['1.2.840.113549.1.1.11', '2a864886f70d01010b'],
    ['2.5.4.16777215', '550487ffff7f'],
    ['2.5.4.16777216', '550488808000'],
    ['2.5.4.4294967295', '55048fffffff7f'],
    ['2.5.4.4294967296', '55049080808000'],
    ['2.25.340282366920938463463374607431768211455', '6983ffffffffffffffffffffffffffffffffff7f'],
    ['2.340282366920938463463374607431768211455', '8480808080808080808080808080808080804f'],
  ];
  for (const [text, hex] of vectors) {
    it(`${text} is ${hex}, and back`, () => {
      assert.equal(toHex(encodeOid(oid(text))), hex);
      assert.equal(decodeOid(fromHex(hex), 0, hex.length / 2), text);
    });
  }

  // CVE-2025-66030: a decoder that keeps 32 bits reads 2^32 + k as k, and an unknown extension becomes a known one.
  for (const base of [2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 128n]) {
    it(`keeps arc ${base} + 19 apart from 19`, () => {
      const text = `2.5.29.${base + 19n}`;
      const content = encodeOid(oid(text));
      assert.equal(decodeOid(content, 0, content.length), text);
      const second = encodeOid(oid(`2.${base + 5n}.29.19`));
      assert.equal(decodeOid(second, 0, second.length), `2.${base + 5n}.29.19`);
    });
  }

  it('reads a part of a buffer', () => {
    assert.equal(decodeOid(fromHex('ff551d13ff'), 1, 4), '2.5.29.19');
  });

  const bad: readonly (readonly [hex: string, why: RegExp])[] = [
    ['', /without octets/],
    ['80', /cut off/],
    ['551d93', /cut off/],
    ['558001', /leading zero/],
    ['800155', /leading zero/],
    ['55'.repeat(257), /257 octets/],
  ];
  for (const [hex, why] of bad) {
    it(`refuses content ${hex.slice(0, 20)}`, () => {
      const result = decodeOid(fromHex(hex), 0, hex.length / 2);
      assert.ok(typeof result === 'object');
      assert.match(result.problem, why);
    });
  }

  for (const text of [
    '',
    '2',
    '2.',
    '.2',
    '3.1',
    '1.40',
    '0.40',
    '0.100',
    '2..5',
    '2.05',
    '2.5 ',
    '2.5\n',
    '-1.2',
    '2.-1',
    '2.5e1',
    '2,5',
    '10.1',
  ]) {
    it(`refuses the text ${JSON.stringify(text)}`, () => {
      throwsCode('bad-oid', () => oid(text));
    });
  }

  it('refuses a text of a million digits at once', () => {
    throwsCode('bad-oid', () => oid(`2.${'1'.repeat(1_000_000)}`));
  });
});
