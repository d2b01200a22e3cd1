/**
 * `openssl asn1parse` (3.0): the values of BER octets, one a line. It reads as OpenSSL's lister does, not as the DER readers of this toolkit: garbage is listed as far
 * as it goes.
 *
 * Left out, refused by name: `-item`.
 */
import { decodeOid, oid } from '../../asn1/oid.ts';
import { fromLatin1, latin1, toHex } from '../../base/bytes.ts';
import { decodeBase64 } from '../../base/base64.ts';
import { PkiError } from '../../base/error.ts';
import { displayName } from '../../oids/display-names.ts';
import { CommandFailure, failureOf, usageFailure } from '../failure.ts';
import { configValue } from '../config/config.ts';
import { loadConfig, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { octetText } from '../octets.ts';
import {
  type CommandLine,
  formatOption,
  hasOption,
  optionNumber,
  optionTable,
  optionValue,
  optionValues,
  readOptions,
} from '../options.ts';
import { magnitudeOctets } from '../text/loose.ts';
import { octetDump } from '../text/options.ts';
import { generateAsn1 } from '../x509v3/asn1-text.ts';

const asn1parseOptions = /* @__PURE__ */ optionTable('asn1parse', {
  flag: 'help noout i dump strictpem',
  value: 'in out oid genstr genconf',
  positive: 'offset length dlimit strparse',
  format: 'inform',
  'unsupported-value': 'item',
});

/** Runs `asn1parse` and gives its exit code. Throws a `CommandFailure`. */
export async function asn1parseCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, asn1parseOptions);
  if (line.rest.length > 0) throw usageFailure('asn1parse');
  const names = await objectNames(host, optionValue(line, 'oid'));
  const whole = (await generated(line, host)) ?? (await inputOf(line, host));
  const octets = optionValues(line, 'strparse').reduce((outer, offset) => dig(outer, offset, host), whole);
  const offset = optionNumber(line, 'offset') ?? 0;
  if (offset >= octets.length) throw new CommandFailure(['Error: offset out of range']);
  const length = optionNumber(line, 'length') ?? octets.length;
  const part = octets.subarray(offset, offset + length);
  const file = optionValue(line, 'out');
  if (file !== undefined) await writeOutput(host, file, part);
  if (hasOption(line, 'noout')) return 0;
  const lister = new Lister(part, {
    names,
    indented: hasOption(line, 'i'),
    dump: optionNumber(line, 'dlimit') ?? (hasOption(line, 'dump') ? Infinity : 0),
  });
  const complete = lister.list();
  host.stdout(latin1(lister.text()));
  return complete ? 0 : 1;
}

async function inputOf(line: CommandLine, host: OpensslHost): Promise<Uint8Array> {
  const input = await readInput(host, optionValue(line, 'in'));
  return formatOption(line, 'inform') === 'DER' ? input : base64Of(fromLatin1(input), hasOption(line, 'strictpem'));
}

/** What `-genstr` and `-genconf` say; undefined without them. Throws a `CommandFailure`. */
async function generated(line: CommandLine, host: OpensslHost): Promise<Uint8Array | undefined> {
  const path = optionValue(line, 'genconf');
  const given = optionValue(line, 'genstr');
  if (path === undefined && given === undefined) return undefined;
  const config = path === undefined ? undefined : await loadConfig(host, path, 'asn1parse');
  const text = given === undefined && config !== undefined ? configValue(config, 'default', 'asn1') : octetText(given ?? '');
  if (text === undefined) throw new CommandFailure([`Can't find 'asn1' in '${path}'`]);
  try {
    return generateAsn1(text, config);
  } catch (error) {
    throw failureOf(error);
  }
}

async function readInput(host: OpensslHost, path: string | undefined): Promise<Uint8Array> {
  try {
    return path === undefined || path === '-' ? await host.readStdin() : await host.readFile(path);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CommandFailure([`Can't open "${path}" for reading, ${error.message}`]);
  }
}

/**
 * The first block of base64 in a text, as OpenSSL's filter finds it: it begins at the first line without other characters, be it empty or a word of the text
 * in front of the block, and ends at a dash. Other characters behind that leave nothing.
 */
function base64Of(text: string, strict: boolean): Uint8Array {
  const begin = strict ? text.indexOf('-----BEGIN ') : 0;
  if (begin < 0) throw new CommandFailure(['Error reading PEM file']);
  const lines = text.slice(begin).split('\n');
  const block = lines.slice(Math.max(0, lines.findIndex(beginsBlock))).join('\n');
  const digits = (block.split('-', 1)[0] as string).replaceAll(/\s/g, '');
  const padding = digits.indexOf('=');
  const whole = padding < 0 ? digits : digits.slice(0, padding).padEnd(Math.ceil(padding / 4) * 4, '=');
  if (/[^A-Za-z0-9+/=]/.test(whole)) return new Uint8Array(0);
  return decodeBase64(whole.slice(0, whole.length - (whole.length % 4)));
}

function beginsBlock(line: string): boolean {
  const dash = line.indexOf('-');
  const digits = (dash < 0 ? line : line.slice(0, dash)).replaceAll(/\s/g, '');
  if (/[^A-Za-z0-9+/=]/.test(digits)) return false;
  return dash < 0 || (digits !== '' && digits.length % 4 === 0);
}

/** Further names, of lines `identifier short long`. */
async function objectNames(host: OpensslHost, path: string | undefined): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (path === undefined) return names;
  for (const line of fromLatin1(await readInput(host, path)).split('\n')) {
    const [, identifier = '', short = '', long = ''] = /^([0-9.]+)[ \t]*(\S*)[ \t]*(.*?)\s*$/.exec(line) ?? [];
    if (identifier === '') break;
    try {
      names.set(oid(identifier), long || short || identifier);
    } catch (error) {
      throw failureOf(error, `asn1parse: ${path}: ${identifier} is no object identifier`);
    }
  }
  return names;
}

/** `-strparse`: what is inside of the value at an offset; the octets of a constructed value are the value itself. Throws a `CommandFailure`. */
function dig(outer: Uint8Array, text: string, host: OpensslHost): Uint8Array {
  const offset = Number.parseInt(text, /^0x/i.test(text) ? 16 : text.startsWith('0') ? 8 : 10);
  if (offset >= outer.length) {
    host.stderr(`'${text}' is out of range\n`);
    return outer;
  }
  const inner = outer.subarray(offset);
  const header = readHeader(inner, 0, inner.length);
  if (header === undefined || header.tooLong || header.indefinite) throw new CommandFailure(['Error parsing structure']);
  const end = header.length + header.headerLength;
  const content = inner.subarray(header.headerLength, end);
  if (header.xclass !== 0 || header.constructed) return inner.subarray(0, end);
  const kind = UNPARSED[header.tag];
  if (kind !== undefined) throw new CommandFailure([`Can't parse ${kind} type`]);
  if (header.tag === 2 || header.tag === 10) return magnitudeOctets(content);
  return header.tag === 3 ? content.subarray(1) : content;
}

/** Types that hold no octets to look into. */
const UNPARSED: Readonly<Record<number, string>> = { 1: 'BOOLEAN', 5: 'NULL', 6: 'OBJECT' };

/** A header as ASN1_get_object reads it. */
interface Header {
  readonly xclass: number;
  readonly constructed: boolean;
  readonly tag: number;
  readonly headerLength: number;
  readonly length: number;
  readonly indefinite: boolean;
  /** It claims more octets than there are. */
  readonly tooLong: boolean;
}

function readHeader(octets: Uint8Array, start: number, end: number): Header | undefined {
  let at = start;
  const first = octets[at++] as number;
  let tag = first & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    for (;;) {
      if (at >= end || tag > 0xff_ffff) return undefined;
      const octet = octets[at++] as number;
      tag = tag * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
  }
  if (at >= end) return undefined;
  const constructed = (first & 0x20) !== 0;
  let length = octets[at++] as number;
  const indefinite = length === 0x80;
  if (indefinite && !constructed) return undefined;
  if (indefinite) length = 0;
  else if (length > 0x80) {
    let count = length & 0x7f;
    if (end - at < count + 1) return undefined;
    for (; count > 0 && octets[at] === 0; count--) at++;
    if (count > 8) return undefined;
    length = 0;
    for (; count > 0; count--) length = length * 256 + (octets[at++] as number);
    if (length >= 2 ** 63) return undefined;
  }
  const headerLength = at - start;
  return { xclass: first & 0xc0, constructed, tag, headerLength, length, indefinite, tooLong: length > end - at };
}

/** Deepest value listed. */
const MAX_DEPTH = 128;

/** Names of the universal types by their numbers. */
const TAG_NAMES: readonly string[] = /* @__PURE__ */ (
  'EOC,BOOLEAN,INTEGER,BIT STRING,OCTET STRING,NULL,OBJECT,OBJECT DESCRIPTOR,EXTERNAL,REAL,ENUMERATED,<ASN1 11>,UTF8STRING,<ASN1 13>,<ASN1 14>,<ASN1 15>,SEQUENCE,' +
  'SET,NUMERICSTRING,PRINTABLESTRING,T61STRING,VIDEOTEXSTRING,IA5STRING,UTCTIME,GENERALIZEDTIME,GRAPHICSTRING,VISIBLESTRING,GENERALSTRING,UNIVERSALSTRING,' +
  '<ASN1 29>,BMPSTRING'
).split(',');

const CLASSES: Readonly<Record<number, string>> = { 0x40: 'appl', 0x80: 'cont', 0xc0: 'priv' };

/** Types whose octets are shown as they are: UTF8String, Numeric, Printable, T61, IA5, both times, Visible. */
const SHOWN: readonly number[] = [12, 18, 19, 20, 22, 23, 24, 26];

interface Listing {
  readonly names: ReadonlyMap<string, string>;
  readonly indented: boolean;
  /** Most octets dumped of a value without words; 0 for none. */
  readonly dump: number;
}

/** How a level ended: all read, at an end-of-contents value, or by an error, which is in the text. */
type Ending = 'whole' | 'end' | 'broken';

class Lister {
  readonly #octets: Uint8Array;
  readonly #listing: Listing;
  readonly #parts: string[] = [];
  #at = 0;

  constructor(octets: Uint8Array, listing: Listing) {
    this.#octets = octets;
    this.#listing = listing;
  }

  /** Lists all values; false where it ended early. */
  list(): boolean {
    return this.#level(this.#octets.length, 0) !== 'broken';
  }

  /** What was listed, an octet text. */
  text(): string {
    return this.#parts.join('');
  }

  /** Lists values up to `end`. */
  #level(end: number, depth: number): Ending {
    if (depth > MAX_DEPTH) return this.#broken('BAD RECURSION DEPTH\n');
    while (this.#at < end) {
      const start = this.#at;
      const header = readHeader(this.#octets, start, end);
      if (header === undefined || header.tooLong) return this.#broken('Error in encoding\n');
      this.#at = start + header.headerLength;
      this.#parts.push(this.#headText(header, start, depth));
      const valueEnd = this.#at + header.length;
      if (header.constructed) {
        this.#parts.push('\n');
        const ending = header.indefinite ? this.#unbounded(end, depth) : this.#bounded(valueEnd, depth);
        if (ending === 'broken') return ending;
        continue;
      }
      const content = this.#octets.subarray(this.#at, valueEnd);
      this.#parts.push(header.xclass === 0 ? this.#contentText(header.tag, content) : '\n');
      this.#at = valueEnd;
      if (header.tag === 0 && header.xclass === 0) return 'end';
    }
    return 'whole';
  }

  #bounded(end: number, depth: number): Ending {
    while (this.#at < end) if (this.#level(end, depth + 1) === 'broken') return 'broken';
    return 'whole';
  }

  #unbounded(end: number, depth: number): Ending {
    for (;;) {
      const ending = this.#level(end, depth + 1);
      if (ending === 'broken') return ending;
      if (ending === 'end' || this.#at >= end) return 'whole';
    }
  }

  #broken(message: string): 'broken' {
    this.#parts.push(message);
    return 'broken';
  }

  #headText({ xclass, constructed, tag, headerLength, length, indefinite }: Header, offset: number, depth: number): string {
    const size = indefinite ? 'l=inf ' : `l=${String(length).padStart(4)}`;
    const head = `${String(offset).padStart(5)}:d=${String(depth).padEnd(2)} hl=${headerLength} ${size} ${constructed ? 'cons' : 'prim'}: `;
    const space = this.#listing.indented ? ' '.repeat(depth) : '';
    const label = CLASSES[xclass];
    const name = label === undefined ? (TAG_NAMES[tag] ?? `<ASN1 ${tag}>`) : `${label} [ ${tag} ]${label === 'priv' ? ' ' : ''}`;
    return `${head}${space}${name.padEnd(18)}`;
  }

  /** A universal value behind its head, the line end included. */
  #contentText(tag: number, content: Uint8Array): string {
    const hex = toHex(content).toUpperCase();
    if (SHOWN.includes(tag)) return `:${fromLatin1(content)}\n`;
    switch (tag) {
      case 1:
        return `${content.length === 1 ? '' : ':BAD BOOLEAN'}${content.length > 0 ? `:${content[0]}` : ''}${content.length === 1 ? '' : `:[${hex}]`}\n`;
      case 2:
      case 10: {
        const bad = tag === 2 ? 'INTEGER' : 'ENUMERATED';
        return isInteger(content) ? `:${numberText(content)}\n` : `:BAD ${bad}:[${hex}]\n`;
      }
      case 4:
        return this.#octetsText(content, hex);
      case 6: {
        const identifier = decodeOid(content, 0, content.length);
        if (typeof identifier !== 'string') return `:BAD OBJECT:[${hex}]\n`;
        return `:${this.#listing.names.get(identifier) ?? displayName(identifier)?.long ?? identifier}\n`;
      }
      case 30:
        return '\n';
      default:
        return this.#dumped(content);
    }
  }

  #octetsText(content: Uint8Array, hex: string): string {
    if (content.length === 0) return '\n';
    const text = fromLatin1(content);
    if (/^[\t\n\r -~]*$/.test(text)) return `:${text}\n`;
    return this.#listing.dump === 0 ? `[HEX DUMP]:${hex}\n` : this.#dumped(content);
  }

  #dumped(content: Uint8Array): string {
    const { dump } = this.#listing;
    return dump === 0 || content.length === 0 ? '\n' : `\n${octetDump(content.subarray(0, Math.min(dump, content.length)), 6)}`;
  }
}

/** True for the content of an INTEGER in its shortest form. */
function isInteger(content: Uint8Array): boolean {
  const [first = 0, second = 0] = content;
  if (content.length < 2) return content.length === 1;
  return !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

function numberText(content: Uint8Array): string {
  return `${(content[0] as number) >= 0x80 ? '-' : ''}${toHex(magnitudeOctets(content)).toUpperCase()}`;
}
