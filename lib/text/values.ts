/**
 * Values of findings as text on one line. They come from certificates, that is from strangers: control characters, line separators, and the marks that turn the
 * direction of writing are shown as `\u{…}`, and nothing is longer than a line should be (CVE-2025-61729).
 */
import { formatInstant } from '../asn1/time.ts';
import type { Oid } from '../asn1/oid.ts';
import { longName, shortName } from '../oids/display-names.ts';
import type { FindingValue } from '../path/types.ts';

const MAX_LENGTH = 300;

/** Makes text from outside safe to print: nothing in it moves the cursor, ends the line or turns the direction of writing. */
export function escapeText(text: string): string {
  const short = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return short.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
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
