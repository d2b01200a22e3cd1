/** Random pg_hba.conf and pg_ident.conf, in all spellings that a server takes, now and then with a line that it refuses. */
import type { RoleFacts } from '../../lib/postgres/index.ts';
import type { Random } from '../support/random.ts';

/** Roles of the test server, as certwright is told of them. */
export const roles: Record<string, RoleFacts> = {
  alice: { memberOf: ['staff'] },
  bob: { memberOf: ['carol'] },
  carol: {},
  reporting: {},
  'Mixed Case': {},
  müller: { memberOf: ['staff'] },
  retired: { canLogin: false },
  staff: { canLogin: false },
  boss: { superuser: true },
  admin: { superuser: true },
  ['x'.repeat(63)]: {},
};

/** Databases of the test server. */
export const databases: readonly string[] = ['app', 'sales', 'staff', 'alice', 'my db'];

/** A file that `@people` includes. */
export const people = '# whom the sales database knows\ncarol, "müller"\nbob\n';

const users = Object.keys(roles);

/** SQL that makes them all; every password is `right`. */
export const setUp: string = [
  ...Object.entries(roles).map(([name, { canLogin = true, superuser = false }]) => {
    const words = [canLogin ? 'LOGIN' : 'NOLOGIN', superuser ? 'SUPERUSER' : 'NOSUPERUSER', "PASSWORD 'right'"].join(' ');
    return `${name === 'admin' ? 'ALTER' : 'CREATE'} ROLE "${name}" ${words};`;
  }),
  'GRANT staff TO alice, "müller"; GRANT carol TO bob;',
  ...databases.map((name) => `CREATE DATABASE "${name}";`),
].join('\n');

/** Lines that a server refuses, and with them the file. */
const badHbaLines: readonly string[] = [
  'hostssl all all 127.0.0.1/33 cert',
  'hostssl all all 127.0.0.1/32',
  'host all all 127.0.0.1/32 cert',
  'hostssl all all 127.0.0.1/32 cert clientcert=verify-ca',
  'hostssl all all 127.0.0.1/32 trust map=m',
  'hostnossl all all 127.0.0.1/32 trust clientcert=verify-full',
  'hostssl all all 127.0.0.1/32 cert clientname=dn',
  'hostssl all all localhost/8 cert',
  'hostssl all all 127.0.0.1,127.0.0.2 cert',
  'hosts all all all trust',
  'hostssl all all all CERT',
  'hostssl all all all cert nonsense',
  'hostssl all all all cert option=1',
  'hostssl all @absent all cert',
];

const badIdentLines: readonly string[] = ['m alice', 'm', 'm alice,bob carol', 'm /([a-z carol', 'm, n alice bob'];

/** One name in one of its spellings. */
function spell(random: Random, name: string): string {
  if (!/^[a-z]+$/.test(name)) return `"${name}"`;
  return random.one([name, name, name, `"${name}"`, `${name.slice(0, 2)}"${name.slice(2)}"`]);
}

function list(random: Random, names: readonly string[], words: readonly string[]): string {
  const one = (): string => (random.chance(35) ? random.one(words) : spell(random, random.one(names)));
  return Array.from({ length: random.one([1, 1, 1, 2, 3]) }, one).join(random.one([',', ', ', ',\t']));
}

const addresses: readonly string[] = [
  '127.0.0.1/32 127.0.0.0/8 127.1/32 0x7f.1/32 0.0.0.0/0 0/0 all samehost samenet "127.0.0.1/32" 127.0.0.1/+8'.split(' '),
  '10.0.0.0/8 ::1/128 ::/0 127.0.0.2/32 127.0.0.2/31 128.0.0.0/1 ::ffff:127.0.0.1/128'.split(' '),
  ['127.0.0.1 255.255.255.255', '127.9.9.9 255.0.0.0', '127.0.0.0 255.0.0', '127.0.0.1 0.0.0.255'],
].flat();

function method(random: Random, type: string): string {
  if (type !== 'hostssl') return random.one(['trust', 'scram-sha-256', 'reject', 'md5']);
  const quote = (option: string): string => random.one([option, option, `"${option}"`]);
  const name = random.one(['', '', 'clientname=CN', 'clientname=DN']);
  const join = (...words: readonly string[]): string => words.filter((word) => word !== '').join(random.one([' ', '\t', ' , ', ',']));
  switch (random.below(10)) {
    case 0:
      return random.one(['trust', 'scram-sha-256', 'password']);
    case 1:
      return 'reject';
    case 2:
      return join(`trust ${quote('clientcert=verify-ca')}`);
    case 3:
      return `trust ${join(quote('clientcert=verify-full'), name)}`;
    case 4:
      return `scram-sha-256 ${join(quote('clientcert=verify-full'), name)}`;
    case 5:
      return `password ${quote('clientcert=verify-ca')}`;
    case 6:
      return `cert ${join(name, quote('clientcert=verify-full'))}`;
    default:
      return `cert ${join(`map=${random.one(['m', 'n', '"m"', 'missing', ''])}`, name)}`;
  }
}

const lastMethods: readonly string[] = [
  'cert',
  'cert',
  'cert map=m',
  'cert map=m',
  'cert map=m clientname=DN',
  'cert clientname=DN map="n"',
  'trust clientcert=verify-full',
  'trust clientcert=verify-full clientname=DN',
  'scram-sha-256 clientcert=verify-ca',
  'password clientcert=verify-full',
  'md5 clientcert=verify-ca',
  'scram-sha-256',
  'trust clientcert=verify-ca',
  'trust clientcert=verify-ca',
  'trust',
];

/** A pg_hba.conf of some lines, most of them for the client's address; `bad`: with one line that is refused. */
export function makeHba(random: Random, bad: boolean): string {
  const lines = Array.from({ length: random.chance(70) ? random.below(2) : 3 + random.below(6) }, () => {
    const type = random.one(['hostssl', 'hostssl', 'hostssl', 'hostssl', 'hostssl', 'host', 'hostnossl', 'local']);
    const fields = [
      random.one([type, type, `"${type}"`]),
      list(random, databases, ['all', 'all', 'all', 'sameuser', 'samerole', 'replication', '"all"']),
      list(random, users, ['all', 'all', '+staff', '+carol', '"+staff"', '@people']),
      ...(type === 'local' ? [] : [random.one(addresses)]),
      type === 'local' ? 'reject' : method(random, type),
    ];
    const gap = random.one(['  ', '\t', ' ', ' \\\n  ']);
    return fields.join(gap) + random.one(['', '', ' # a comment, "quoted', '#tight', ' ', '\r']);
  });
  lines.push(`hostssl all all ${random.one(['all', 'samenet', '127.0.0.0/8'])} ${random.one(lastMethods)}`);
  lines.splice(random.below(lines.length), 0, random.one(['', '# comment', '# comment \\\nhostssl all all all trust', '\t ']));
  if (bad) lines.splice(random.below(lines.length), 0, random.one(badHbaLines));
  return `${lines.join('\n')}\n`;
}

/** A pg_ident.conf; `bad`: with one line that is refused. */
export function makeIdent(random: Random, bad: boolean): string {
  const names = [
    'bob',
    'carol',
    'CN=alice',
    'alice',
    'bob@yourdomain.com',
    '"Mixed Case"',
    'müller',
    '"CN=alice,O=Example"',
    String.raw`"CN=carol,OU=Sales\, North,O=Example,C=DE"`,
  ];
  const expressions =
    String.raw`/^(.*)@yourdomain\.com$ "/^CN=([^,+]*)" /^([a-z]+)$ /(?i)^(ALICE|BOB) /^b "/^m(.|..)ller$" /^carol$ /(x)?bob /CN=alice`.split(
      ' ',
    );
  const systemUsers = [...names, ...expressions];
  const line = (): string => {
    const map = random.one(['m', 'm', 'n', '"m"', 'other']);
    const role = random.one(['\\1', '\\1', '\\1', 'alice', 'reporting', 'carol', '"Mixed Case"', 'müller', 'x\\1', 'all', '+staff']);
    return (
      [map, random.one(systemUsers), role].join(random.one([' ', '\t', ' \\\n '])) + random.one(['', '', ' # comment', ' ignored fields'])
    );
  };
  const lines = Array.from({ length: random.below(12) }, line);
  if (random.chance(70)) lines.push(String.raw`m /^(.*)$ \1`, String.raw`m /^CN=([a-z]+) \1`, String.raw`n /CN=([a-z]+) \1`);
  if (bad) lines.splice(random.below(lines.length + 1), 0, random.one(badIdentLines));
  return `${lines.join('\n')}\n`;
}
