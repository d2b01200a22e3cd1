/** `-nameopt`, `-certopt`, `-reqopt` and `-dateopt`: lists of switches, each with a `-` in front to turn it off. */
import { PkiError } from '../base/error.ts';
import { type Instant, toCalendar } from '../asn1/time.ts';
import { nameFlags, nameStyles } from '../x509/name-format-openssl.ts';
import { CommandFailure, usageFailure } from './failure.ts';
import { type CommandLine, optionValue, optionValues } from './options.ts';
import { timeText } from './print.ts';
import { parseList } from './config/text-list.ts';
import { DEFAULT_TEXT, type TextOptions, type TextPart, type UnknownExtensions } from './text/options.ts';

/** What a switch sets, and what it clears first. */
type Switch = readonly [set: number, clear: number];

const ALL = 0xffff_ffff;

const NAME_SWITCHES: Readonly<Record<string, Switch>> = {
  esc_2253: [nameFlags.esc2253, 0],
  esc_2254: [nameFlags.esc2254, 0],
  esc_ctrl: [nameFlags.escCtrl, 0],
  esc_msb: [nameFlags.escMsb, 0],
  use_quote: [nameFlags.quote, 0],
  utf8: [nameFlags.utf8, 0],
  ignore_type: [nameFlags.ignoreType, 0],
  show_type: [nameFlags.showType, 0],
  dump_all: [nameFlags.dumpAll, 0],
  dump_nostr: [nameFlags.dumpOthers, 0],
  dump_der: [nameFlags.dumpDer, 0],
  compat: [0, ALL],
  sep_comma_plus: [nameFlags.commaPlus, nameFlags.separators],
  sep_comma_plus_space: [nameFlags.commaPlusSpace, nameFlags.separators],
  sep_semi_plus_space: [nameFlags.semicolonPlusSpace, nameFlags.separators],
  sep_multiline: [nameFlags.multiline, nameFlags.separators],
  dn_rev: [nameFlags.reversed, 0],
  nofname: [nameFlags.nameless, nameFlags.nameless],
  sname: [0, nameFlags.nameless],
  lname: [nameFlags.long, nameFlags.nameless],
  align: [nameFlags.align, 0],
  oid: [nameFlags.numbers, nameFlags.nameless],
  space_eq: [nameFlags.spaceEqual, 0],
  dump_unknown: [nameFlags.dumpUnknown, 0],
  rfc2253: [nameStyles.rfc2253, ALL],
  oneline: [nameStyles.oneline, ALL],
  multiline: [nameStyles.multiline, ALL],
  ca_default: [nameStyles.multiline, ALL],
};

/** Flags of names under the options `-nameopt`: those of the style `oneline` where there is none. Throws a usage failure for an unknown switch. */
export function nameOptions(line: CommandLine): number {
  const values = optionValues(line, 'nameopt');
  if (values.length === 0) return DEFAULT_TEXT.names;
  return values.reduce((before, value) => withSeparator(switchAll(line, value, before, NAME_SWITCHES)), 0);
}

/** A style without separators that is not `compat` gets those of `oneline`. */
function withSeparator(flags: number): number {
  return flags !== 0 && (flags & nameFlags.separators) === 0 ? flags | nameFlags.commaPlusSpace : flags;
}

/** Bits of the parts that `-certopt` can leave out, in OpenSSL's order, and of what stands for unknown extensions. */
const PARTS: readonly TextPart[] = [
  'header',
  'version',
  'serial',
  'signame',
  'issuer',
  'validity',
  'subject',
  'pubkey',
  'extensions',
  'sigdump',
  'aux',
  'attributes',
];
const UNKNOWN: Readonly<Record<UnknownExtensions, number>> = { default: 0, error: 0x1_0000, dump: 0x3_0000 };
const UNKNOWN_MASK = 0xf_0000;

/** What `ca_default` leaves out. */
const CA_PARTS: readonly TextPart[] = ['header', 'version', 'issuer', 'pubkey'];

function bitsOf(parts: readonly TextPart[]): number {
  return parts.reduce((bits, part) => bits | (1 << PARTS.indexOf(part)), 0);
}

function certificateSwitches(): Readonly<Record<string, Switch>> {
  return {
    compatible: [0, ALL],
    ca_default: [bitsOf(CA_PARTS), ALL],
    ...Object.fromEntries(PARTS.map((part, index): [string, Switch] => [`no_${part}`, [1 << index, 0]])),
    ...Object.fromEntries(Object.entries(UNKNOWN).map(([form, bits]): [string, Switch] => [`ext_${form}`, [bits, UNKNOWN_MASK]])),
  };
}

/** How a dump is written under `-nameopt` and the option `name` (`certopt` or `reqopt`). Throws a usage failure for an unknown switch. */
export function textOptions(line: CommandLine, name: 'certopt' | 'reqopt'): TextOptions {
  const values = optionValues(line, name);
  if (values.some((value) => /ext_parse/i.test(value)))
    throw usageFailure(line.command, `The switch ext_parse of -${name} is not supported by certwright`);
  const switches = certificateSwitches();
  const bits = values.reduce((before, value) => switchAll(line, value, before, switches), 0);
  return {
    names: nameOptions(line),
    without: new Set(PARTS.filter((_, index) => (bits & (1 << index)) !== 0)),
    unknown:
      (Object.entries(UNKNOWN) as [UnknownExtensions, number][]).find(([, form]) => form === (bits & UNKNOWN_MASK))?.[0] ?? 'default',
  };
}

function switchAll(line: CommandLine, text: string, before: number, switches: Readonly<Record<string, Switch>>): number {
  let flags = before;
  for (const name of switchNames(line, text)) {
    const on = !name.startsWith('-');
    const [set, clear] = switches[(/^[-+]/.test(name) ? name.slice(1) : name).toLowerCase()] ?? refuse(line);
    flags &= ~clear;
    flags = on ? flags | set : flags & ~set;
  }
  return flags;
}

function switchNames(line: CommandLine, text: string): string[] {
  if (text === '') return [];
  try {
    return parseList(text).map(({ name }) => name);
  } catch (error) {
    if (error instanceof PkiError) return refuse(line);
    throw error;
  }
}

function refuse({ command }: CommandLine): never {
  throw usageFailure(command);
}

/** How `-dateopt` wants points in time: as everywhere else, or by ISO 8601. Throws a `CommandFailure`. */
export function dateWriter(line: CommandLine): (at: Instant) => string {
  const form = optionValue(line, 'dateopt');
  if (form === undefined || form.toLowerCase() === 'rfc_822') return timeText;
  if (form.toLowerCase() !== 'iso_8601')
    throw line.command === 'x509' ? new CommandFailure([`Invalid date format: ${form}`]) : usageFailure(line.command);
  return isoText;
}

function isoText(at: Instant): string {
  const { year, month, day, hour, minute, second } = toCalendar(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}Z`;
}
