/**
 * UTCTime and GeneralizedTime in the one form DER and RFC 5280 4.1.2.5 leave: seconds present, `Z`, no fraction.
 * Instants are epoch milliseconds; the calendar is proleptic Gregorian, without leap seconds.
 */
import { PkiError } from '../base/error.ts';
import { GENERALIZED_TIME, UTC_TIME } from './tags.ts';

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Calendar fields of an instant in UTC; month and day count from 1. */
export interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const DAY = 86_400_000;

/** Days from 1970-01-01 to a date: the year is begun in March, so that the leap day comes last. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The instant of calendar fields in UTC, or undefined where there is no such moment. */
export function fromCalendar({ year, month, day, hour, minute, second }: CalendarTime): Instant | undefined {
  return instantOf(year, month, day, hour, minute, second);
}

function instantOf(year: number, month: number, day: number, hour: number, minute: number, second: number): Instant | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  return daysFromCivil(year, month, day) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000;
}

/** Calendar fields of an instant in UTC; parts of a second are cut off. */
export function toCalendar(at: Instant): CalendarTime {
  const days = Math.floor(at / DAY);
  const seconds = Math.floor((at - days * DAY) / 1000);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

/** The instant that content octets of UTCTime or GeneralizedTime stand for, or undefined where they are not of DER's form. */
export function decodeTime(tag: number, bytes: Uint8Array, start = 0, end: number = bytes.length): Instant | undefined {
  const month = start + (tag === GENERALIZED_TIME ? 4 : 2);
  if (end !== month + 11 || bytes[end - 1] !== 0x5a) return undefined;
  for (let i = start; i < end - 1; i++) if ((bytes[i] as number) < 0x30 || (bytes[i] as number) > 0x39) return undefined;
  const short = twoDigits(bytes, start);
  const year = tag === GENERALIZED_TIME ? short * 100 + twoDigits(bytes, start + 2) : short < 50 ? 2000 + short : 1900 + short;
  const day = twoDigits(bytes, month + 2);
  const hour = twoDigits(bytes, month + 4);
  return instantOf(year, twoDigits(bytes, month), day, hour, twoDigits(bytes, month + 6), twoDigits(bytes, month + 8));
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) * 10 + (bytes[at + 1] as number) - 11 * 0x30;
}

/**
 * Tag and text of an instant: under `form`, or as RFC 5280 4.1.2.5 chooses, UTCTime through 2049, GeneralizedTime from 2050 and before 1950. Throws
 * `bad-time` outside of years 0 to 9999.
 */
export function encodeTime(at: Instant, form?: typeof GENERALIZED_TIME): { readonly tag: number; readonly text: string } {
  if (!Number.isFinite(at)) throw new PkiError('bad-time', 'an instant is a finite number of milliseconds');
  const { year, month, day, hour, minute, second } = toCalendar(at);
  if (year < 0 || year > 9999) throw new PkiError('bad-time', `year ${year} is outside of 0 to 9999`);
  const utc = form === undefined && year >= 1950 && year < 2050;
  const text = `${pad(year % 100)}${pad(month)}${pad(day)}${pad(hour)}${pad(minute)}${pad(second)}Z`;
  return utc ? { tag: UTC_TIME, text } : { tag: GENERALIZED_TIME, text: pad(Math.floor(year / 100)) + text };
}

/** `2026-11-23T10:00:00Z` of an instant. */
export function formatInstant(at: Instant): string {
  const { year, month, day, hour, minute, second } = toCalendar(at);
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
