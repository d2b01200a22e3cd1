import assert from 'node:assert/strict';
import { fromHex } from '../../../lib/base/bytes.ts';
import { dumpDer } from '../../../lib/asn1/dump.ts';
import { decodePem } from '../../../lib/asn1/pem.ts';
import * as keys from '../../support/openssl-keys.ts';
import { throwsCode } from '../../support/throws.ts';

function lines(der: Uint8Array): string[] {
  return dumpDer(der).map(
    ({ offset, depth, headerLength, length, constructed, name, text }) =>
      `${offset}:d=${depth} hl=${headerLength} l=${length} ${constructed ? 'cons' : 'prim'} ${name}${text === undefined ? '' : ` ${text}`}`,
  );
}

describe('dump', () => {
  it('shows offsets, depths and lengths as `openssl asn1parse` does', () => {
    // `openssl pkey -pubin -pubout -outform DER | openssl asn1parse -inform DER` of the same key: the same numbers and types.
    assert.deepEqual(lines(decodePem(keys.p256Public)[0]?.der ?? new Uint8Array(0)), [
      '0:d=0 hl=2 l=89 cons SEQUENCE',
      '2:d=1 hl=2 l=19 cons SEQUENCE',
      '4:d=2 hl=2 l=7 prim OBJECT IDENTIFIER 1.2.840.10045.2.1',
      '13:d=2 hl=2 l=8 prim OBJECT IDENTIFIER 1.2.840.10045.3.1.7',
      '23:d=1 hl=2 l=66 prim BIT STRING',
    ]);
  });

  it('shows contents of simple types', () => {
    const hex =
      '0101ff 010100 02020080 0a0105 0500 0c02c3a4 130141 170d3730303130313030303030305a 180f32303530303130313030303030305a 0401aa';
    assert.deepEqual(
      dumpDer(fromHex(hex.replaceAll(' ', ''))).map(({ name, text }) => [name, text]),
      [
        ['BOOLEAN', 'TRUE'],
        ['BOOLEAN', 'FALSE'],
        ['INTEGER', '0080'],
        ['ENUMERATED', '05'],
        ['NULL', undefined],
        ['UTF8String', '\u00e4'],
        ['PrintableString', 'A'],
        ['UTCTime', '1970-01-01T00:00:00Z'],
        ['GeneralizedTime', '2050-01-01T00:00:00Z'],
        ['OCTET STRING', undefined],
      ],
    );
  });

  it('shows no text of malformed contents', () => {
    const nodes = dumpDer(fromHex('0100 0200 0600 060180 1300 130140 0c01ff 17015a'.replaceAll(' ', '')));
    assert.deepEqual(
      nodes.map(({ text }) => text),
      [undefined, undefined, undefined, undefined, '', undefined, undefined, undefined],
    );
  });

  it('names classes and high tag numbers', () => {
    const nodes = dumpDer(fromHex('a000 8100 6200 c300 9f1f00 bf810000 0e00 0f00'.replaceAll(' ', '')));
    assert.deepEqual(
      nodes.map(({ name, tagClass, tagNumber, constructed }) => [name, tagClass, tagNumber, constructed]),
      [
        ['[0]', 'context', 0, true],
        ['[1]', 'context', 1, false],
        ['[APPLICATION 2]', 'application', 2, true],
        ['[PRIVATE 3]', 'private', 3, false],
        ['[31]', 'context', 31, false],
        ['[128]', 'context', 128, true],
        ['TIME', 'universal', 14, false],
        ['UNIVERSAL 15', 'universal', 15, false],
      ],
    );
  });

  it('reports errors with their offset in the whole input', () => {
    assert.equal(throwsCode('truncated', () => dumpDer(fromHex('3004300204ff'))).offset, 4);
    assert.equal(throwsCode('indefinite-length', () => dumpDer(fromHex('05003080'))).offset, 2);
  });
});
