/** Random servers for connections by libpq: names of all kinds, odd ones above all, chains good and bad, roots, CRLs, and the hosts that somebody might ask for. */
import { createSigner, encodePem, encodePkcs8, generateKeyPair, type PrivateKey, sha1 } from '../../lib/index.ts';
import { encodeDer } from '../../lib/asn1/index.ts';
import { CLIENT_AUTH, SERVER_AUTH } from '../../lib/oids/index.ts';
import { nameHash } from '../../lib/x509/index.ts';
import { DAY, make, type Made, makeCrl, rawExtension, type Recipe } from '../support/chain-kit.ts';
import type { Random } from '../support/random.ts';
import type { Workshop } from './openssl-tools.ts';

const NOW: number = Date.now();
const SUBJECT_ALT_NAME = '2.5.29.17';

/** A server and all that its clients might have been given. */
export interface Server {
  /** How it was made, for messages. */
  readonly about: string;
  readonly chain: string;
  readonly key: string;
  /** Content of sslrootcert, null where the file does not exist. */
  readonly roots: readonly (string | null)[];
  readonly crls: readonly (string | null)[];
  /** For sslcrldir, by the names of `openssl rehash`. */
  readonly crlFolder: Readonly<Record<string, string>>;
  readonly hosts: readonly string[];
}

/** A name, and hosts that are near it. */
interface Alternative {
  readonly tag: number;
  readonly octets: Uint8Array;
  readonly hosts: readonly string[];
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const dns = (name: string, ...hosts: readonly string[]): Alternative => ({
  tag: 0x82,
  octets: new TextEncoder().encode(name),
  hosts: [name, ...hosts],
});
const ip = (octets: readonly number[], ...hosts: readonly string[]): Alternative => ({ tag: 0x87, octets: Uint8Array.from(octets), hosts });

const LOOPBACK_6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const DOC_6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9];
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1];
const COMPATIBLE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1];

const alternatives: readonly Alternative[] = [
  dns('db.example.com', 'DB.Example.COM', 'db.example.com.', 'x.db.example.com', 'example.com', 'db.example.co'),
  dns('db.example.com.', 'db.example.com'),
  dns(
    '*.example.com',
    'a.example.com',
    '.example.com',
    'a.b.example.com',
    'a..example.com',
    '..example.com',
    'A.EXAMPLE.com',
    'example.com',
    'a.example.com.',
  ),
  dns('*.com', 'example.com', 'a.example.com', 'com', '.com'),
  dns('*', 'localhost', 'a.b'),
  dns('*.', 'a.', 'a', 'ab.'),
  dns('*.b', 'a.b', '.b', 'b'),
  dns('a*.example.com', 'ab.example.com', 'a*.example.com'),
  dns('*.*.example.com', 'a.b.example.com', 'x.*.example.com'),
  dns('**.example.com', 'a.example.com'),
  dns('my_db', 'MY_DB', 'my-db'),
  dns('localhost', 'LocalHost', 'localhost.'),
  dns('', 'db.example.com'),
  dns('127.0.0.1', '127.0.0.1', '127.1', '127.0.0.01'),
  dns('*.0.0.1', '127.0.0.1', '10.0.0.1', '0.0.1'),
  dns('::1', '::1', '0::1'),
  dns('münchen.example', 'MÜNCHEN.example', 'xn--mnchen-3ya.example'),
  dns('xn--mnchen-3ya.example', 'münchen.example', 'XN--MNCHEN-3YA.example'),
  dns(' db.example.com', 'db.example.com'),
  dns('db.example.com/x', 'db.example.com'),
  { tag: 0x82, octets: latin1('db.example.com\0.evil.org'), hosts: ['db.example.com', 'db.example.com.evil.org'] },
  { tag: 0x82, octets: latin1('db\xff.example'), hosts: ['db.example', 'dbÿ.example'] },
  ip(
    [127, 0, 0, 1],
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '127.0.0.1 x',
    '127.0.0.1x',
    '::ffff:127.0.0.1',
    '0x7f000001',
    '127.0.0.08',
  ),
  ip([192, 0, 2, 1], '192.0.2.1', '192.0.513', '192.513', '3221225985', '::ffff:192.0.2.1', '192.0.2.1/32'),
  ip([0, 0, 0, 0], '0', '0.0.0.0', '00', '0x0', '0x'),
  ip([255, 255, 255, 255], '4294967295', '4294967296', '255.255.255.255', '0xffffffff', '037777777777'),
  ip(LOOPBACK_6, '::1', '0:0:0:0:0:0:0:1', '::0001', '::00001', '::1%1', '::0.0.0.1', '[::1]', '1'),
  ip(DOC_6, '2001:db8::9', '2001:DB8::9', '2001:db8:0::9', '2001:db8::0:9', '2001:db8:::9', '2001:db8::9:', '2001:db8::9%eth0'),
  ip(MAPPED, '192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201', '::FFFF:192.0.2.01'),
  ip(COMPATIBLE, '192.0.2.1', '::192.0.2.1', '::c000:201'),
  ip([127, 0, 0, 1, 0], '127.0.0.1', 'db.example.com'),
  ip([], '127.0.0.1', 'db.example.com'),
  { tag: 0x81, octets: latin1('dba@example.com'), hosts: ['example.com'] },
  { tag: 0x86, octets: latin1('https://db.example.com/'), hosts: ['db.example.com'] },
  { tag: 0x88, octets: Uint8Array.of(0x2a, 0x03), hosts: [] },
];

const subjects: readonly (readonly [subject: string, ...hosts: readonly string[]])[] = [
  ['CN=other', 'other'],
  ['CN=db.example.com', 'db.example.com', 'DB.example.com'],
  ['CN=*.example.com', 'a.example.com'],
  ['CN=127.0.0.1', '127.0.0.1', '127.1'],
  ['CN=::1', '::1', '0:0:0:0:0:0:0:1'],
  ['CN=localhost', 'localhost'],
  ['CN=münchen.example', 'münchen.example'],
  ['CN=db.example.com\\00.evil.org', 'db.example.com'],
  ['CN=first.example,CN=second.example', 'first.example', 'second.example'],
  ['CN=first.example+OU=x,O=Example', 'first.example'],
  ['CN=', 'db.example.com'],
  ['O=Example', 'Example', 'db.example.com'],
  ['', 'db.example.com'],
];

const plainHosts: readonly string[] = [
  'db.example.com',
  '127.0.0.1',
  '::1',
  'localhost',
  '',
  'x',
  '.',
  `${'a'.repeat(60)}.`.repeat(5),
  `1${'.1'.repeat(140)}`,
  '-',
];

function encodeNames(names: readonly Alternative[]): Uint8Array {
  return encodeDer((out) =>
    out.sequence((list) => {
      for (const { tag, octets } of names) list.value(tag, octets);
    }),
  );
}

const leafShapes: readonly (readonly [string, Partial<Recipe>])[] = [
  ['expired', { notBefore: NOW - 20 * DAY, notAfter: NOW - DAY }],
  ['not yet valid', { notBefore: NOW + DAY, notAfter: NOW + 20 * DAY }],
  ['for clients', { purposes: [CLIENT_AUTH] }],
  ['damaged', { breakSignature: true }],
  ['unknown critical', { extensions: [rawExtension('1.3.6.1.4.1.55555.2', Uint8Array.of(5, 0), true)] }],
  ['certificates only', { usages: ['keyCertSign'] }],
  ['for servers', { purposes: [SERVER_AUTH] }],
  ['no purpose named', { purposes: null }],
  ['no usage named', { usages: null }],
  ['a CA', { ca: true, usages: null }],
];

const authorityShapes: readonly (readonly [string, Partial<Recipe>])[] = [
  ['CA expired', { notBefore: NOW - 20 * DAY, notAfter: NOW - DAY }],
  ['CA for clients', { purposes: [CLIENT_AUTH] }],
  ['no CA', { ca: false, usages: ['keyCertSign', 'cRLSign'] }],
  ['CA signs no CRLs', { usages: ['keyCertSign'] }],
  [
    'CA for db.example.com',
    {
      extensions: [
        rawExtension('2.5.29.30', Uint8Array.of(0x30, 0x12, 0xa0, 0x10, 0x30, 0x0e, 0x82, 0x0c, ...latin1('.example.com')), true),
      ],
    },
  ],
];

/** Keys of servers that handshakes can use. */
function serverKey(random: Random): PrivateKey {
  const kinds = [{ kind: 'ec', curve: 'P-256' }, { kind: 'ec', curve: 'P-384' }, { kind: 'ed25519' }] as const;
  return generateKeyPair(random.one([kinds[0], kinds[0], kinds[0], kinds[1], kinds[2]])).privateKey;
}

const pem = (...certificates: readonly Made[]): string =>
  certificates.map(({ certificate }) => encodePem('CERTIFICATE', certificate.der)).join('');

function authority(recipe: Recipe): Made {
  const key = createSigner(generateKeyPair({ kind: 'ec', curve: 'P-256' }).privateKey);
  return make({ ca: true, key, notBefore: NOW - 100 * DAY, notAfter: NOW + 1000 * DAY, ...recipe });
}

/** Makes a server. */
export function makeServer(random: Random): Server {
  const faulty = random.chance(25);
  const root = authority({ subject: 'CN=Server root', ...(faulty && random.chance(15) ? { notAfter: NOW - DAY } : {}) });
  const [caFault, caShape] = faulty && random.chance(40) ? random.one(authorityShapes) : (['', {}] as const);
  const issuing = random.chance(50) || caFault !== '' ? authority({ subject: 'CN=Server CA', issuer: root, ...caShape }) : undefined;
  const names = random.chance(85) ? Array.from({ length: random.one([1, 1, 1, 2, 2, 3]) }, () => random.one(alternatives)) : [];
  const [subject, ...ofSubject] = random.one(subjects);
  const [leafFault, leafShape] = (faulty && caFault === '') || random.chance(15) ? random.one(leafShapes) : (['', {}] as const);
  const key = serverKey(random);
  const alternative = names.length === 0 ? [] : [rawExtension(SUBJECT_ALT_NAME, encodeNames(names))];
  const selfSigned = random.chance(8);
  const leaf = make({
    subject,
    key: createSigner(key),
    ...(selfSigned ? {} : { issuer: issuing ?? root }),
    names: null,
    notBefore: NOW - 30 * DAY,
    notAfter: NOW + 300 * DAY,
    ...leafShape,
    extensions: [...(leafShape.extensions ?? []), ...alternative],
  });
  const sent = issuing === undefined || selfSigned || random.chance(10) ? [leaf] : [leaf, issuing, ...(random.chance(20) ? [root] : [])];
  const stranger = authority({ subject: 'CN=Server root' });
  const authorities = [...new Set([issuing ?? root, root])];
  const about = `"${subject}" with ${names.map(({ octets, hosts }) => hosts[0] ?? String(octets)).join(' | ') || 'no SAN'}; ${leafFault}; ${caFault}; ${sent.length} sent`;
  return {
    about: selfSigned ? `${about}; self-signed` : about,
    chain: pem(...sent),
    key: encodePem('PRIVATE KEY', encodePkcs8(key)),
    roots: [
      ...Array.from({ length: 18 }, () => pem(root)),
      pem(stranger, root),
      pem(stranger),
      pem(leaf),
      pem(issuing ?? leaf),
      null,
      null,
      '',
      `${pem(root)}-----BEGIN CERTIFICATE-----\n`,
    ],
    ...makeCrls(random, leaf, authorities, selfSigned),
    hosts: [...new Set([...names.flatMap(({ hosts }) => hosts), ...ofSubject])],
  };
}

function makeCrls(random: Random, leaf: Made, authorities: readonly Made[], selfSigned: boolean): Pick<Server, 'crls' | 'crlFolder'> {
  const issuers = selfSigned ? [leaf] : authorities;
  const list = (issuer: Made, revoked: readonly Made[], recipe: { readonly nextUpdate?: number } = {}): string => {
    const entries = revoked.map(({ certificate }) => ({ serialNumber: certificate.serialNumber, revokedAt: NOW - 2 * DAY }));
    return encodePem(
      'X509 CRL',
      makeCrl({ issuer, thisUpdate: NOW - 3 * DAY, nextUpdate: NOW + 9 * DAY, revoked: entries, ...recipe }).der,
    );
  };
  const good = issuers.map((issuer) => list(issuer, []));
  const folder = Object.fromEntries(issuers.map((issuer, i) => [`${nameHash(issuer.certificate.subject, sha1)}.r0`, good[i] as string]));
  const named = random.chance(70)
    ? folder
    : Object.fromEntries(Object.entries(folder).map(([name, text]) => [name.replace('.r', '.x'), text]));
  return {
    crls: [
      ...Array.from({ length: 8 }, () => null),
      good.join(''),
      good.join(''),
      list(issuers[0] as Made, []),
      issuers.map((issuer) => list(issuer, [leaf])).join(''),
      issuers.map((issuer) => list(issuer, [], { nextUpdate: NOW - DAY })).join(''),
      `${good.join('')}-----BEGIN X509 CRL-----\nAAAA\n`,
      'garbage',
    ],
    crlFolder: named,
  };
}

/** A host to ask a server for, mostly one that its names are near. */
export function chooseHost(random: Random, { hosts }: Server): string {
  return hosts.length > 0 && random.chance(85) ? random.one(hosts) : random.one(plainHosts);
}

/** The files that a server starts with; none of them matters to its clients. */
export function writeServerFiles(shop: Workshop): void {
  const ca = authority({ subject: 'CN=First' });
  const { privateKey } = generateKeyPair({ kind: 'ec', curve: 'P-256' });
  const server = make({ subject: 'CN=first', issuer: ca, key: createSigner(privateKey) });
  shop.write('server.crt', pem(server));
  shop.write('server.key', encodePem('PRIVATE KEY', encodePkcs8(privateKey)));
  shop.write('root.crt', pem(ca));
  shop.write('root.crl', encodePem('X509 CRL', makeCrl({ issuer: ca }).der));
  shop.write('pg_hba.conf', '');
  shop.write('pg_ident.conf', '');
}
