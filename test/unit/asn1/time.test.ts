import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { GENERALIZED_TIME, UTC_TIME } from '../../../lib/asn1/tags.ts';
import { decodeTime, encodeTime, formatInstant, fromCalendar, toCalendar } from '../../../lib/asn1/time.ts';
import { throwsCode } from '../../support/throws.ts';

// Epoch seconds of `date -u -d '…' +%s`.
const SECONDS: readonly (readonly [iso: string, seconds: number])[] = [
  ['0000-01-01T00:00:00Z', -62_167_219_200],
  ['0000-02-29T00:00:00Z', -62_162_121_600],
  ['1582-10-15T12:00:00Z', -12_219_249_600],
  ['1900-03-01T00:00:00Z', -2_203_891_200],
  ['1949-12-31T23:59:59Z', -631_152_001],
  ['1950-01-01T00:00:00Z', -631_152_000],
  ['1969-12-31T23:59:59Z', -1],
  ['1970-01-01T00:00:00Z', 0],
  ['2000-02-29T23:59:59Z', 951_868_799],
  ['2026-11-23T10:11:12Z', 1_795_428_672],
  ['2038-01-19T03:14:08Z', 2_147_483_648],
  ['2049-12-31T23:59:59Z', 2_524_607_999],
  ['2050-01-01T00:00:00Z', 2_524_608_000],
  ['2100-02-28T00:00:00Z', 4_107_456_000],
  ['2100-03-01T00:00:00Z', 4_107_542_400],
  ['9999-12-31T23:59:59Z', 253_402_300_799],
];

describe('times', () => {
  for (const [iso, seconds] of SECONDS) {
    it(`knows ${iso}`, () => {
      const [year, month, day, hour, minute, second] = iso.split(/[-T:Z]/).map(Number) as [number, number, number, number, number, number];
      const calendar = { year, month, day, hour, minute, second };
      assert.equal(fromCalendar(calendar), seconds * 1000);
      assert.deepEqual(toCalendar(seconds * 1000), calendar);
      assert.deepEqual(toCalendar(seconds * 1000 + 999), calendar, 'parts of a second are cut off');
      assert.equal(formatInstant(seconds * 1000), iso);
      const { tag, text } = encodeTime(seconds * 1000);
      assert.equal(tag, year >= 1950 && year < 2050 ? UTC_TIME : GENERALIZED_TIME);
      assert.equal(text, iso.replace(/[-T:]/g, '').slice(tag === UTC_TIME ? 2 : 0));
      assert.equal(decodeTime(tag, utf8(text)), seconds * 1000);
    });
  }

  it('turns the century of UTCTime at 50', () => {
    assert.equal(decodeTime(UTC_TIME, utf8('500101000000Z')), -631_152_000_000);
    assert.equal(decodeTime(UTC_TIME, utf8('491231235959Z')), 2_524_607_999_000);
  });

  const good = '20260228235959Z';
  const bad: readonly string[] = [
    '',
    'Z',
    '202602282359Z',
    '20260228235959',
    '20260228235959.5Z',
    '20260228235959,5Z',
    '20260228235959+0000',
    '20260228235959z',
    '20260229000000Z',
    '20260431000000Z',
    '20260001000000Z',
    '20261301000000Z',
    '20260100000000Z',
    '20260132000000Z',
    '20260228240000Z',
    '20260228236000Z',
    '20260228235960Z',
    '2026022823595 Z',
    '2026-228235959Z',
    `${good}\0`,
    ` ${good}`,
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text)} in both types`, () => {
      assert.equal(decodeTime(GENERALIZED_TIME, utf8(text)), undefined);
      assert.equal(decodeTime(UTC_TIME, utf8(text.slice(2))), undefined);
    });
  }

  it('refuses a sign for a digit, and 29 February of 1900', () => {
    for (const text of ['+0260228235959Z', '19000229000000Z']) assert.equal(decodeTime(GENERALIZED_TIME, utf8(text)), undefined);
    assert.equal(decodeTime(UTC_TIME, utf8('+60228235959Z')), undefined);
  });

  it('does not take one type for the other', () => {
    assert.notEqual(decodeTime(GENERALIZED_TIME, utf8(good)), undefined);
    assert.equal(decodeTime(UTC_TIME, utf8(good)), undefined);
    assert.equal(decodeTime(GENERALIZED_TIME, utf8(good.slice(2))), undefined);
  });

  it('refuses moments outside of the calendar', () => {
    assert.equal(fromCalendar({ year: 2026, month: 2, day: 29, hour: 0, minute: 0, second: 0 }), undefined);
    for (const at of [Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000, -62_167_219_200_001])
      throwsCode('bad-time', () => encodeTime(at));
  });
});
