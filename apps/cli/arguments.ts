/** Arguments of the command line that are checked while it is read. */
import { InvalidArgumentError } from 'commander';

/** Purposes that have a name on the command line; others are given as dotted identifiers. */
export const PURPOSES = ['serverAuth', 'clientAuth', 'codeSigning', 'emailProtection', 'timeStamping', 'ocspSigning'] as const;

/** An instant of ISO 8601 text: a date, or date and time with seconds and zone. Undefined where it is none. */
export function parseInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined;
  const at = Date.parse(text);
  // Date.parse takes 30 February for 2 March; a date that is real comes back as it was.
  const day = new Date(Date.parse(`${text.slice(0, 10)}T00:00:00Z`));
  return Number.isNaN(at) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text.slice(0, 10)) ? undefined : at;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a length of time such as `7d`, `12h`, `30m` or `90s`. Undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const size = UNITS[unit];
  return count === undefined || size === undefined ? undefined : Number(count) * size;
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Epoch milliseconds of an option's value. */
export function instant(value: string): number {
  const at = parseInstant(value);
  if (at === undefined) throw new InvalidArgumentError('it is not a date such as 2026-11-23, nor a time such as 2026-11-23T10:00:00Z.');
  return at;
}

/** Milliseconds of an option's value such as `7d`. */
export function duration(value: string): number {
  const time = parseDuration(value);
  if (time === undefined) throw new InvalidArgumentError('it is no time such as 7d, 12h, 30m or 90s.');
  return time;
}

/** A whole number from 0. */
export function number(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('it is no whole number from 0.');
  return Number(value);
}
