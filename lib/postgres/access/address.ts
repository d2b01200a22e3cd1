/**
 * Addresses of pg_hba.conf, as getaddrinfo with AI_NUMERICHOST reads them (glibc): IPv4 in inet_aton's forms (`127.1`, `0x7f.1`, `0`), IPv6 with
 * an optional zone, which takes no part in comparison. What is no address is a host name, and the caller decides whether one may stand there.
 */

/** 4 or 16 octets. */
export type Address = readonly number[];

/** Octets of a numeric address in any form the server takes, or undefined. `interfaces` are the machine's; undefined: every name is one. */
export function parseAddress(text: string, interfaces?: readonly string[]): Address | undefined {
  return text.includes(':') ? parseIpv6(text, interfaces) : parseIpv4(text);
}

/** The mask of the digits after a slash (strtol: leading blanks and a plus sign are taken), or undefined where they are none for that family. */
export function parsePrefix(text: string, family: 4 | 16): Address | undefined {
  const digits = /^[ \t\n\v\f\r]*\+?(\d+)$/.exec(text)?.[1] ?? (/^[ \t\n\v\f\r]*-0+$/.test(text) ? '0' : undefined);
  if (digits === undefined) return undefined;
  const bits = Number(digits);
  if (bits > family * 8) return undefined;
  return Array.from({ length: family }, (_, i) => 0xff & ~(0xff >> Math.max(0, Math.min(8, bits - 8 * i))));
}

/** True where both addresses are of one family and equal under the mask. */
export function inRange(address: Address, base: Address, mask: Address): boolean {
  if (address.length !== base.length || mask.length !== base.length) return false;
  return base.every((octet, i) => ((octet ^ (address[i] as number)) & (mask[i] as number)) === 0);
}

/** inet_aton: one to four numbers, decimal, octal (leading 0) or hexadecimal (leading 0x), the last filling the octets that are left. */
function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length > 4) return undefined;
  const numbers: number[] = [];
  for (const part of parts) {
    const value = parseNumber(part);
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  const last = numbers.pop() as number;
  if (numbers.some((value) => value > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const open = 4 - numbers.length;
  const rest = Array.from({ length: open }, (_, i) => Math.floor(last / 256 ** (open - 1 - i)) % 256);
  return [...numbers, ...rest];
}

function parseNumber(part: string): number | undefined {
  if (part.length > 40) return undefined;
  if (/^0[xX][0-9a-fA-F]+$/.test(part)) return Number.parseInt(part.slice(2), 16);
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
  return /^[1-9][0-9]*$/.test(part) ? Number.parseInt(part, 10) : undefined;
}

function parseIpv6(text: string, interfaces: readonly string[] | undefined): Address | undefined {
  const percent = text.indexOf('%');
  const bare = percent < 0 ? text : text.slice(0, percent);
  if (percent >= 0 && !isZone(bare, text.slice(percent + 1), interfaces)) return undefined;
  if (bare.length > 45) return undefined;
  const halves = bare.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => parseGroups(half, i === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  return [...head, ...Array.from({ length: 16 - head.length - tail.length }, () => 0), ...tail];
}

/** A number of 32 bits, or for link-local addresses (unicast, multicast) the name of an interface. */
function isZone(address: string, zone: string, interfaces: readonly string[] | undefined): boolean {
  if (/^\d+$/.test(zone)) return Number(zone) <= 0xffff_ffff;
  return zone !== '' && (interfaces?.includes(zone) ?? true) && /^(?:fe[89ab][0-9a-f]|ff[0-9a-f]2):/i.test(address);
}

/** Octets of colon-separated groups; the last group of all may be a dotted IPv4 address. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const octets: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 255);
      continue;
    }
    const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(group)?.slice(1);
    if (!last || index !== groups.length - 1 || dotted === undefined) return undefined;
    if (dotted.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return undefined;
    octets.push(...dotted.map(Number));
  }
  return octets;
}

/** An address as inet_ntop writes it: IPv6 in lower case, its longest run of zero groups as `::`, IPv4 inside it dotted. */
export function formatAddress(address: Address): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((address[2 * i] as number) << 8) | (address[2 * i + 1] as number));
  let from = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (groups[end] === 0) end++;
    if (end - i > length) [from, length] = [i, end - i];
  }
  const embedsIpv4 = from === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const text = groups.map((group) => group.toString(16));
  if (embedsIpv4) text.splice(6, 2, address.slice(12).join('.'));
  if (from < 0) return text.join(':');
  return `${text.slice(0, from).join(':')}::${text.slice(from + length).join(':')}`;
}
