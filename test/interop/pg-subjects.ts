/** Subjects of client certificates, and whom their bearers may ask for. */
const hex = (octets: readonly number[]): string => octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');

/** A common name of any string type and content, as RFC 4514 writes what is no UTF8String. */
function commonName(tag: number, text: string, width = 1): string {
  const octets = text.split('').flatMap((character) => [...Array.from({ length: width - 1 }, () => 0), character.charCodeAt(0)]);
  return `CN=#${hex([tag, octets.length, ...octets])}`;
}

const PRINTABLE = 0x13;
const TELETEX = 0x14;
const IA5 = 0x16;
const BMP = 0x1e;
const UTF8 = 0x0c;

/** A subject, and a user its bearer may ask for. */
export const subjects: readonly (readonly [subject: string, user: string])[] = [
  ['CN=alice', 'alice'],
  ['CN=alice', 'alice'],
  ['CN=alice,O=Example', 'alice'],
  ['CN=bob', 'bob'],
  ['CN=bob', 'bob'],
  ['CN=bob@yourdomain.com', 'bob'],
  ['CN=alice@yourdomain.com', 'alice'],
  ['CN=carol,OU=Sales\\, North,O=Example,C=DE', 'carol'],
  ['CN=carol', 'carol'],
  ['CN=boss', 'boss'],
  ['CN=Mixed Case', 'Mixed Case'],
  ['CN=m\\C3\\BCller', 'müller'],
  ['CN=alice+UID=42', 'alice'],
  ['CN=bob,CN=alice', 'alice'],
  ['CN=bob,CN=alice', 'bob'],
  ['CN=bob+CN=alice', 'bob'],
  ['CN=reporting', 'reporting'],
  ['CN=retired', 'retired'],
  ['CN=nobody', 'nobody'],
  ['CN=ALICE', 'alice'],
  ['CN=alice\\ ', 'alice'],
  ['CN=www.example.com', 'alice'],
  ['OU=staff,O=Example', 'alice'],
  ['1.3.6.1.4.1.55555.1=#0c0161,CN=alice', 'alice'],
  [commonName(PRINTABLE, 'alice'), 'alice'],
  [commonName(IA5, 'bob'), 'bob'],
  [commonName(TELETEX, 'carol'), 'carol'],
  [commonName(TELETEX, 'm\u00fcller'), 'müller'],
  [commonName(BMP, 'alice', 2), 'alice'],
  [commonName(UTF8, 'alice\0.example.com'), 'alice'],
  [`${commonName(UTF8, 'al\0ice')},CN=alice`, 'alice'],
  ['CN=#0c00', 'alice'],
  [`CN=${'x'.repeat(63)}`, 'x'.repeat(63)],
  [`CN=${'x'.repeat(64)}`, 'x'.repeat(64)],
  [`CN=${'x'.repeat(63)}`, 'x'.repeat(64)],
];
