import assert from 'node:assert/strict';
import {
  bigIntToBytes,
  bytesToBigInt,
  compareBytes,
  concatBytes,
  equalBytes,
  fromHex,
  fromLatin1,
  fromUtf8,
  latin1,
  toHex,
  utf8,
} from '../../../lib/base/bytes.ts';
import { throwsCode } from '../../support/throws.ts';

describe('bytes', () => {
  it('compares for equality', () => {
    assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2)), true);
    assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)), false);
    assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0)), false);
    assert.equal(equalBytes(new Uint8Array(0), new Uint8Array(0)), true);
  });

  it('orders unsigned, a prefix first', () => {
    const ordered = ['', '00', '0000', '01', '7f', '80', '80ff', 'ff'].map(fromHex);
    for (const [i, a] of ordered.entries())
      for (const [j, b] of ordered.entries()) assert.equal(Math.sign(compareBytes(a, b)), Math.sign(i - j), `${toHex(a)} ${toHex(b)}`);
  });

  it('concatenates into a new array', () => {
    const part = Uint8Array.of(1);
    const whole = concatBytes(part, new Uint8Array(0), Uint8Array.of(2, 3));
    assert.deepEqual(whole, Uint8Array.of(1, 2, 3));
    whole[0] = 9;
    assert.equal(part[0], 1);
    assert.deepEqual(concatBytes(), new Uint8Array(0));
  });

  it('writes and reads hexadecimal in either case', () => {
    assert.equal(toHex(Uint8Array.of(0, 0x0f, 0xa0, 0xff)), '000fa0ff');
    assert.equal(toHex(Uint8Array.of(0, 0x0f, 0xa0), ':'), '00:0f:a0');
    assert.deepEqual(fromHex('00fFaB'), Uint8Array.of(0, 0xff, 0xab));
    for (const bad of ['0', 'zz', '0x00', '00 00', '-1']) throwsCode('bad-hex', () => fromHex(bad));
  });

  it('makes unsigned integers of octets and back', () => {
    assert.equal(bytesToBigInt(new Uint8Array(0)), 0n);
    assert.equal(bytesToBigInt(fromHex('00ff00')), 0xff00n);
    assert.deepEqual(bigIntToBytes(0xff00n, 3), fromHex('00ff00'));
    assert.deepEqual(bigIntToBytes(0n, 1), Uint8Array.of(0));
    throwsCode('integer-too-large', () => bigIntToBytes(0x10000n, 2));
    for (const length of [7, 8, 9, 1023, 1024, 1025, 4100]) {
      const octets = Uint8Array.from({ length: length + 3 }, (_, i) => 255 - ((i * 37) & 0xff)).subarray(3);
      assert.equal(bytesToBigInt(octets), BigInt(`0x${toHex(octets)}`), String(length));
      assert.deepEqual(bigIntToBytes(bytesToBigInt(octets), length), octets);
    }
    throwsCode('integer-too-large', () => bigIntToBytes(-1n, 2));
  });

  it('reads strict UTF-8 and keeps a byte order mark', () => {
    assert.equal(fromUtf8(utf8('a\u00e4\u20ac\u{1f600}')), 'a\u00e4\u20ac\u{1f600}');
    assert.equal(fromUtf8(fromHex('efbbbf61')), '\ufeffa');
    for (const bad of ['c080', 'eda080', 'f4908080', 'e282', '80', 'ff']) assert.equal(fromUtf8(fromHex(bad)), undefined, bad);
  });

  it('reads Latin-1 across its chunks, and writes it', () => {
    const octets = Uint8Array.from({ length: 20_000 }, (_, i) => i & 0xff);
    const text = fromLatin1(octets);
    assert.equal(text.length, 20_000);
    assert.ok(octets.every((octet, i) => text.charCodeAt(i) === octet));
    assert.deepEqual(latin1(text), octets);
  });
});
