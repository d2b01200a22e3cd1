import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { context, contextConstructed } from '../../../lib/asn1/tags.ts';
import { type DerWriter, encodeDer } from '../../../lib/asn1/writer.ts';
import { throwsCode } from '../../support/throws.ts';

function hex(body: (writer: DerWriter) => void): string {
  return toHex(encodeDer(body));
}

describe('DerWriter', () => {
  it('writes the shortest lengths', () => {
    const heads: Readonly<Record<number, string>> = {
      0: '0400',
      127: '047f',
      128: '048180',
      255: '0481ff',
      256: '04820100',
      65_535: '0482ffff',
      65_536: '0483010000',
    };
    for (const [length, head] of Object.entries(heads)) {
      const der = encodeDer((writer) => writer.octetString(new Uint8Array(Number(length))));
      assert.equal(toHex(der.subarray(0, head.length / 2)), head);
      assert.equal(der.length, head.length / 2 + Number(length));
    }
  });

  it('writes INTEGER in the fewest octets', () => {
    const values: readonly (readonly [bigint, string])[] = [
      [0n, '020100'],
      [1n, '020101'],
      [127n, '02017f'],
      [128n, '02020080'],
      [255n, '020200ff'],
      [256n, '02020100'],
      [32_767n, '02027fff'],
      [32_768n, '0203008000'],
      [-1n, '0201ff'],
      [-128n, '020180'],
      [-129n, '0202ff7f'],
      [-32_768n, '02028000'],
      [-32_769n, '0203ff7fff'],
      [2n ** 64n, '0209010000000000000000'],
      [2n ** 63n, '0209008000000000000000'],
      [-(2n ** 63n), '02088000000000000000'],
    ];
    for (const [value, expected] of values) {
      assert.equal(
        hex((writer) => writer.integer(value)),
        expected,
      );
      if (value >= -(2n ** 53n) && value <= 2n ** 53n - 1n)
        assert.equal(
          hex((writer) => writer.integer(Number(value))),
          expected,
        );
    }
    assert.equal(
      hex((writer) => writer.enumerated(5)),
      '0a0105',
    );
    for (const bad of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      throwsCode('bad-integer', () => encodeDer((writer) => writer.integer(bad)));
  });

  it('writes unsigned octets as a positive INTEGER', () => {
    const values: Readonly<Record<string, string>> = {
      '': '020100',
      '00': '020100',
      '0000': '020100',
      '7f': '02017f',
      '80': '02020080',
      '0080': '02020080',
      '0001': '020101',
    };
    for (const [octets, expected] of Object.entries(values))
      assert.equal(
        hex((writer) => writer.integer(fromHex(octets))),
        expected,
      );
  });

  it('sorts SET OF by the encodings of its members', () => {
    const member = (value: number) => (writer: DerWriter) => void writer.integer(value);
    assert.equal(
      hex((writer) => writer.setOf([member(256), member(3), member(1), member(2)])),
      '310d02010102010202010302020100',
    );
    assert.equal(
      hex((writer) => writer.setOf([member(1)], contextConstructed(0))),
      'a003020101',
    );
  });

  it('writes named bits without trailing zeros', () => {
    assert.equal(
      hex((writer) => writer.namedBits([])),
      '030100',
    );
    assert.equal(
      hex((writer) => writer.namedBits([false, false])),
      '030100',
    );
    assert.equal(
      hex((writer) => writer.namedBits([true, false, true, false])),
      '030205a0',
    );
    assert.equal(
      hex((writer) => writer.namedBits([...Array.from({ length: 8 }, () => false), true])),
      '0303070080',
    );
    assert.equal(
      hex((writer) => writer.namedBits(Array.from({ length: 8 }, () => true))),
      '030200ff',
    );
  });

  it('writes the other types', () => {
    assert.equal(
      hex((writer) => writer.boolean(true).boolean(false).null()),
      '0101ff0101000500',
    );
    assert.equal(
      hex((writer) => writer.oid(oid('2.5.29.19'))),
      '0603551d13',
    );
    assert.equal(
      hex((writer) => writer.bitString(Uint8Array.of(1, 2))),
      '0303000102',
    );
    assert.equal(
      hex((writer) => writer.utf8String('\u00e4')),
      '0c02c3a4',
    );
    assert.equal(
      hex((writer) => writer.ia5String('a@b', context(1))),
      '8103614062',
    );
    assert.equal(
      hex((writer) => writer.time(0)),
      '170d3730303130313030303030305a',
    );
    assert.equal(
      hex((writer) => writer.time(2_524_608_000_000)),
      '180f32303530303130313030303030305a',
    );
    assert.equal(
      hex((writer) => writer.sequence((inner) => inner.raw(fromHex('0500')).sequence(() => undefined))),
      '300405003000',
    );
  });

  it('refuses characters that a type cannot hold', () => {
    throwsCode('bad-character', () => encodeDer((writer) => writer.ia5String('\u00e4')));
    throwsCode('bad-character', () => encodeDer((writer) => writer.utf8String('\ud800')));
  });

  it('writes lists of at least one member', () => {
    const write = (members: readonly number[]): string =>
      hex((writer) => writer.sequenceOf('the list', members, (list, member) => void list.integer(member), contextConstructed(1)));
    assert.equal(write([5, 6]), 'a106020105020106');
    assert.match(throwsCode('empty-sequence', () => write([])).message, /^the list needs at least one member/);
  });

  it('writes small integers within the bound of its reader', () => {
    assert.equal(
      hex((writer) => writer.smallInteger('the count', 0).smallInteger('the count', 0x7fff_ffff, context(0))),
      '02010080047fffffff',
    );
    for (const value of [-1, 0x8000_0000, 1.5, Number.NaN])
      throwsCode('integer-out-of-range', () => encodeDer((writer) => writer.smallInteger('the count', value)));
  });
});
