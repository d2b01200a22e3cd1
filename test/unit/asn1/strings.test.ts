import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../lib/base/bytes.ts';
import { decodeString, encodeString, isPrintable, stringTypeName, tryDecodeString } from '../../../lib/asn1/strings.ts';
import {
  BMP_STRING,
  IA5_STRING,
  NUMERIC_STRING,
  OCTET_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  UNIVERSAL_STRING,
  UTF8_STRING,
  VISIBLE_STRING,
} from '../../../lib/asn1/tags.ts';
import { throwsCode } from '../../support/throws.ts';

const ONE_OCTET = [NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, IA5_STRING, VISIBLE_STRING];

describe('strings', () => {
  const vectors: readonly (readonly [tag: number, hex: string, text: string])[] = [
    [UTF8_STRING, '61c3a4e282acf09f9880', 'a\u00e4\u20ac\u{1f600}'],
    [UTF8_STRING, 'efbbbf61', '\ufeffa'],
    [PRINTABLE_STRING, '4578616d706c652c20496e632e', 'Example, Inc.'],
    [IA5_STRING, '61406200', 'a@b\0'],
    [NUMERIC_STRING, '3132203334', '12 34'],
    [VISIBLE_STRING, '7e2140', '~!@'],
    [TELETEX_STRING, '4de47279ff00', 'M\u00e4ry\u00ff\0'],
    [BMP_STRING, '006100e420ac', 'a\u00e4\u20ac'],
    [UNIVERSAL_STRING, '000000610001f600', 'a\u{1f600}'],
  ];
  for (const [tag, hex, text] of vectors) {
    it(`${stringTypeName(tag)} ${hex}, both ways`, () => {
      assert.equal(decodeString(tag, fromHex(hex)), text);
      assert.equal(toHex(encodeString(tag, text)), hex);
    });
  }

  const bad: readonly (readonly [tag: number, hex: string, why: string])[] = [
    [UTF8_STRING, 'c080', 'an overlong zero'],
    [UTF8_STRING, 'eda080', 'a surrogate'],
    [UTF8_STRING, 'f4908080', 'above U+10FFFF'],
    [UTF8_STRING, 'e282', 'cut off'],
    [UTF8_STRING, 'e4', 'Latin-1'],
    [PRINTABLE_STRING, '40', '@'],
    [PRINTABLE_STRING, '2a', '*'],
    [PRINTABLE_STRING, '5f', '_'],
    [PRINTABLE_STRING, '26', '&'],
    [PRINTABLE_STRING, '00', 'a zero'],
    [PRINTABLE_STRING, 'e4', 'Latin-1'],
    [NUMERIC_STRING, '61', 'a letter'],
    [NUMERIC_STRING, '2d', 'a hyphen'],
    [IA5_STRING, '80', 'above ASCII'],
    [VISIBLE_STRING, '0a', 'a line end'],
    [VISIBLE_STRING, '7f', 'DEL'],
    [BMP_STRING, '61', 'an odd count of octets'],
    [BMP_STRING, 'd83dde00', 'a surrogate pair'],
    [UNIVERSAL_STRING, '0061', 'half a character'],
    [UNIVERSAL_STRING, '0000d800', 'a surrogate'],
    [UNIVERSAL_STRING, '00110000', 'above U+10FFFF'],
    [UNIVERSAL_STRING, 'ffffffff', 'far above'],
  ];
  for (const [tag, hex, why] of bad) {
    it(`${stringTypeName(tag)} does not read ${why}`, () => {
      assert.equal(tryDecodeString(tag, fromHex(hex)), undefined);
      const error = throwsCode('bad-string', () => decodeString(tag, fromHex(hex)));
      assert.ok(error.message.includes(String(stringTypeName(tag))));
    });
  }

  it('read exactly the octets they write, one octet at a time', () => {
    for (const tag of ONE_OCTET) {
      let taken = 0;
      for (let octet = 0; octet < 256; octet++) {
        const text = tryDecodeString(tag, Uint8Array.of(octet));
        if (text === undefined) throwsCode('bad-character', () => encodeString(tag, String.fromCharCode(octet)));
        else {
          assert.deepEqual(encodeString(tag, text), Uint8Array.of(octet));
          taken++;
        }
      }
      assert.equal(
        taken,
        { [NUMERIC_STRING]: 11, [PRINTABLE_STRING]: 74, [TELETEX_STRING]: 256, [IA5_STRING]: 128, [VISIBLE_STRING]: 95 }[tag],
      );
    }
  });

  it('do not write what they cannot hold', () => {
    throwsCode('bad-character', () => encodeString(UTF8_STRING, 'a\ud800'));
    throwsCode('bad-character', () => encodeString(BMP_STRING, '\u{1f600}'));
    throwsCode('bad-character', () => encodeString(UNIVERSAL_STRING, '\udc00'));
    const error = throwsCode('bad-character', () => encodeString(PRINTABLE_STRING, 'a@b'));
    assert.match(error.message, /PrintableString cannot hold U\+0040/);
  });

  it('know their own tags only', () => {
    assert.equal(stringTypeName(OCTET_STRING), undefined);
    for (const tag of [OCTET_STRING, 0x2c, 0x86, 0x1b]) {
      throwsCode('unknown-string-type', () => decodeString(tag, new Uint8Array(0)));
      throwsCode('unknown-string-type', () => tryDecodeString(tag, new Uint8Array(0)));
      throwsCode('unknown-string-type', () => encodeString(tag, ''));
    }
  });

  it('tell what a PrintableString can hold', () => {
    assert.equal(isPrintable("ABC xyz 019 '()+,-./:=?"), true);
    for (const text of ['a@b', 'a_b', '*.example', 'a&b', '\u00e4', '\u0130', '\0']) assert.equal(isPrintable(text), false, text);
    assert.equal(isPrintable(''), true);
  });
});
