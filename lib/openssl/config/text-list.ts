/**
 * The list form of extension values (x509v3_config(5), "multi-valued extensions"): `name:value, name, name:value`, without any quoting, so that a value
 * with a comma needs a section of its own.
 */
import { PkiError } from '../../base/error.ts';
import { type Config, configSection } from './config.ts';

/** One item: `name:value`, or a name alone. */
export interface ListItem {
  readonly name: string;
  readonly value?: string;
}

/** The items of a list. Throws `bad-extension-value` for an empty name or value. */
export function parseList(text: string): ListItem[] {
  const line = text.split(/[\r\n]/, 1)[0] as string;
  return line.split(',').map((item) => {
    const colon = item.indexOf(':');
    const name = trim(colon < 0 ? item : item.slice(0, colon));
    if (name === '') throw new PkiError('bad-extension-value', 'invalid null name: an item of the list is empty');
    if (colon < 0) return { name };
    const value = trim(item.slice(colon + 1));
    if (value === '') throw new PkiError('bad-extension-value', `invalid null value: nothing behind ${name}:`);
    return { name, value };
  });
}

/** The items of a list, or of the section that `@section` names. Throws `bad-extension-value` where there is none. */
export function listOrSection(text: string, config: Config | undefined): ListItem[] {
  return text.startsWith('@') ? requireSection(text.slice(1), config) : parseList(text);
}

/** The lines of a section as items. Throws `bad-extension-value` where there is none. */
export function requireSection(name: string, config: Config | undefined): ListItem[] {
  const lines = config === undefined ? undefined : configSection(config, name);
  if (lines === undefined) throw new PkiError('bad-extension-value', `section not found: ${name}`);
  return lines.map((line) => ({ name: line.name, value: line.value }));
}

/** True for `name` itself and for `name.1`, `name.2`, …, the way sections repeat a name. */
export function isNamed(item: ListItem, name: string): boolean {
  return item.name === name || item.name.startsWith(`${name}.`);
}

/** A boolean as OpenSSL writes them. Throws `bad-extension-value` for other words. */
export function parseBoolean(item: ListItem): boolean {
  switch (item.value) {
    case 'TRUE':
    case 'true':
    case 'Y':
    case 'y':
    case 'YES':
    case 'yes':
      return true;
    case 'FALSE':
    case 'false':
    case 'N':
    case 'n':
    case 'NO':
    case 'no':
      return false;
    default:
      throw new PkiError('bad-extension-value', `invalid boolean string: ${showItem(item)}`);
  }
}

/** A non-negative integer, decimal or `0x` hexadecimal. Throws `bad-extension-value`. */
export function parseNumber(item: ListItem): number {
  const number = parseInteger(item.value ?? '');
  if (number === undefined || number < 0n || number > 0x7fff_ffffn)
    throw new PkiError('bad-extension-value', `invalid number: ${showItem(item)}`);
  return Number(number);
}

/** Longest number read: a serial number has at most 20 octets. */
const MAX_DIGITS = 64;

/** An integer, decimal or `0x` hexadecimal, negative with a minus in front; undefined for anything else. */
export function parseInteger(text: string): bigint | undefined {
  if (text.length > MAX_DIGITS || !/^-?(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text)) return undefined;
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

/** An item as OpenSSL's messages show it. */
export function showItem(item: ListItem): string {
  return item.value === undefined ? `name=${item.name}` : `name=${item.name}, value=${item.value}`;
}

function trim(text: string): string {
  return text.replace(/^[ \t\n\v\f\r]+/, '').trimEnd();
}
