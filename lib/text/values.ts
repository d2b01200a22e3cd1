/**
 * Values of findings as text on one line. They come from certificates, that is from strangers: control characters, line separators, and the marks that turn the
 * direction of writing are shown as `\u{…}`, and nothing is longer than a line should be (CVE-2025-61729).
 */
import { formatInstant } from '../asn1/time.ts';
import type { Oid } from '../asn1/oid.ts';
import { longName, shortName } from '../oids/display-names.ts';
import type { FindingValue } from '../path/types.ts';

const MAX_LENGTH = 300;

/**
 * Makes text from outside safe to print: nothing in it moves the cursor, ends the line, turns the direction of writing or piles marks on other lines. Of a text
 * longer than `max` UTF-16 units the beginning is kept.
 *
 * ```ts
 * import { escapeText } from 'certwright/text';
 * if (escapeText('CN=\u001b[2Jaccepted\n') !== 'CN=\\u{1b}[2Jaccepted\\u{a}') throw new Error('a name that clears the screen');
 * ```
 */
export function escapeText(text: string, max: number = MAX_LENGTH): string {
  const short = text.length > max ? `${text.slice(0, max)}…` : text;
  return short.replaceAll(/[\p{C}\p{Zl}\p{Zp}]|(?<=\p{M}{3})\p{M}/gu, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
}

/** Any value. Object identifiers of purposes and of the attributes of names get their usual short names. */
export function showValue(value: FindingValue | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'object') return value.length === 0 ? 'nothing' : escapeText(value.map((item) => nameObjects(item)).join(', '));
  return escapeText(nameObjects(String(value)));
}

/** A moment in epoch milliseconds. */
export function showTime(value: FindingValue | undefined): string {
  return typeof value === 'number' ? formatInstant(value) : 'an unknown time';
}

const UNITS: readonly (readonly [milliseconds: number, unit: string])[] = [
  [31_557_600_000, 'year'],
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** A length of time in the largest unit of which there are at least two, cut off: `3 years`, `45 days`, `24 hours`, `90 seconds`. */
export function showSpan(milliseconds: number): string {
  const span = Math.abs(milliseconds);
  const [size, unit] = UNITS.find(([length]) => span >= 2 * length) ?? [1000, 'second'];
  const count = Math.floor(span / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** An object identifier with its long name. */
export function showObject(value: FindingValue | undefined): string {
  if (typeof value !== 'string') return 'nothing';
  const name = longName(value as Oid);
  return name === undefined ? escapeText(value) : `${name} (${escapeText(value)})`;
}

/** `2.5.4.3=` becomes `CN=`, and an identifier by itself its name. */
function nameObjects(text: string): string {
  if (/^[0-9]+(?:\.[0-9]+)+$/.test(text)) return shortName(text as Oid) ?? text;
  return text.replaceAll(/(^|[:,+])([0-9]+(?:\.[0-9]+)+)=/g, (whole, before: string, oid: string) => {
    const name = shortName(oid as Oid);
    return name === undefined ? whole : `${before}${name}=`;
  });
}
