/** Random lines of pg_hba.conf and pg_ident.conf: grammatical ones, with values from the edges, and mutations of their octets. Octet strings throughout. */
import { type Random, seededRandom } from '../support/random.ts';

/** Files that lie beside the main one, by name; names in the lines go beyond them. */
export const BESIDE: Readonly<Record<string, string>> = {
  names: 'n1,n2 "n 3"\n# note\nall @more',
  more: '"all" +g\\\n x\r\n',
  empty: '# nothing\n',
  broken: 'a @missing\n',
  'sub dir/inner': '@../more,z',
};

const NAMES = [
  'all',
  '"all"',
  'a"ll"',
  'sameuser',
  'samerole',
  'replication',
  '+staff',
  '"+staff"',
  'u1',
  '"a b"',
  '"say ""hi"""',
  '""',
  '/^a',
  '"/b,c"',
  '@names',
  '@more',
  '@empty',
  '@broken',
  '@missing',
  '@',
  '"@names"',
  '@"sub dir/inner"',
  '@./names',
  '@/nowhere',
  'j\u00c3\u00bcrgen',
  '\u00fc\u00ff',
  '\\1',
  'x\\y',
  '=',
];
const TYPES = ['local', 'host', 'hostssl', 'hostnossl', 'hostgssenc', 'hostnogssenc', '"host"', 'Host', 'hosts', 'host,local', 'hostss"l"'];
const ADDRESSES = [
  'all',
  'samehost',
  'samenet',
  '"all"',
  '127.0.0.1/32',
  '10.0.0.0/8',
  '10.1.2.3/08',
  '127.1/8',
  '0x7f.1/8',
  '0/0',
  '1.2.3.4/33',
  '1.2.3.4/',
  '1.2.3.4/-0',
  '1.2.3.4/+8',
  '1.2.3.4/8x',
  '1.2.3.4/8/9',
  '"1.2.3.4/ 8"',
  '256.1.1.1/8',
  '1.2.3.4.5/8',
  '4294967295/1',
  '4294967296/1',
  '010.8.9.1/8',
  '08.1.1.1/8',
  '1.2.3.4',
  '::1',
  '::/0',
  '::1/128',
  '::1/129',
  'fe80::1/64',
  'fe80::1%lo/64',
  'fe80::1%1/64',
  '::1%1/64',
  '::1%lo/64',
  '::ffff:1.2.3.4/96',
  '::1.2.3.4/96',
  '1:2:3:4:5:6:7:8/16',
  '1::8/0',
  '1:0:0:4:0:0:0:8/10',
  '::1:2:3:4:5:6:7/3',
  '1:2:3:4:5:6:7::/3',
  '2001:DB8::/32',
  '12345::/8',
  '1:2/8',
  ':::/8',
  '/8',
  '""',
  'example.com',
  '.example.com',
  'ex/ample',
  '1.2.3.4,1.2.3.5',
  '@names',
  '[::1]/8',
  '1.2.3.4%1/8',
  '0x/8',
  '1..2/8',
  '1.2.3./8',
];
const MASKS = [
  '255.255.255.0',
  '255.0.0.0',
  '0.0.0.0',
  '255',
  '255.0.255.0',
  'ffff::',
  '::',
  'ffff:ffff::',
  '255.255.255.256',
  '8',
  'mask',
  '""',
  '255.0.0.0,1',
  'fe80::1%lo',
];
const METHODS = [
  'trust',
  'reject',
  'md5',
  'password',
  'scram-sha-256',
  'cert',
  'ident',
  'peer',
  'radius',
  'gss',
  'sspi',
  'pam',
  'bsd',
  'ldap',
  'oauth',
  'Trust',
  '"cert"',
  'krb5',
  'md5,trust',
  '""',
  'implicit',
];
const OPTIONS = [
  'map=m',
  'map=',
  'map',
  '"map=a b"',
  'map="a b"',
  'clientcert=verify-ca',
  'clientcert=verify-full',
  'clientcert=1',
  'clientcert=no-verify',
  'clientcert=',
  'clientname=CN',
  'clientname=DN',
  'clientname=cn',
  'pamservice=x',
  'pam_use_hostname=1',
  'krb_realm=R',
  'include_realm=1',
  'include_realm=0',
  'compat_realm=1',
  'upn_username=1',
  '=x',
  'Map=x',
  'bogus=1',
  'map=a=b',
  'issuer=x',
  'scope=x',
  '@names',
];
const LDAP = [
  'ldapserver=h',
  'ldapport=389',
  'ldapport=0',
  'ldapport=x',
  'ldapport=4294967296',
  '"ldapport= -12x"',
  'ldapport=99999999999999999999',
  'ldaptls=1',
  'ldaptls=0',
  'ldapscheme=ldaps',
  'ldapscheme=x',
  'ldapbasedn="dc=x,dc=y"',
  'ldapbasedn=',
  'ldapprefix=cn=',
  'ldapsuffix=x',
  'ldapbinddn=x',
  'ldapbindpasswd=x',
  'ldapsearchattribute=uid',
  'ldapsearchfilter=(x=$username)',
  'ldapurl=ldap://h/dc=x',
  'ldapurl=ldaps://h:636/dc=x?uid',
  '"ldapurl=ldap://h/dc=x,dc=y?uid,cn?sub?(a=b)"',
  'ldapurl=ldap://h',
  'ldapurl=ldap:///dc=x??one',
  'ldapurl=ldapi://h/x',
  'ldapurl=http://h',
  'ldapurl=LDAP://h/x',
  'ldapurl=ldap://[::1]:3/x',
  'ldapurl=ldap://[::1/x',
  'ldapurl=ldap://h:/x',
  'ldapurl=ldap://h:x/x',
  'ldapurl=ldap://h/x??bogus',
  'ldapurl=ldap://h/x???%28',
  'ldapurl=ldap://h?x',
  'ldapurl=<ldap://h/x>',
  'ldapurl=<ldap://h/x',
  'ldapurl=URL:ldap://h/%41',
  'ldapurl=ldap://h/x?uid?base?',
  'ldapurl=ldap://h/x????e',
  'ldapurl=ldap://h/x????',
  'ldapurl=',
  'ldapurl=ldap://h/%4',
  'ldapurl=ldap://h/x?',
  'ldapurl=ldap://h/',
  'ldapurl=ldap:/x',
  'ldapurl=ldap://h:70000/x',
  'ldapurl=<ldap://h/%41,b?x>',
  'ldapurl=ldap://h/x????,',
  'ldapurl=pldap://h/x',
  'ldapurl=ldap://h%3a5/x??%73ub',
];
const RADIUS = [
  'radiusservers=127.0.0.1',
  '"radiusservers=127.0.0.1,::1"',
  '"radiusservers=1.1.1.1, 2.2.2.2 ,3.3.3.3"',
  'radiusservers=',
  '"radiusservers=127.0.0.1,,"',
  '"radiusservers=a b"',
  'radiussecrets=s',
  '"radiussecrets=""s 1"",""s2"""',
  '"radiussecrets=""s"',
  'radiussecrets=',
  'radiusports=1812',
  '"radiusports=1,2"',
  'radiusports=0',
  'radiusports=x',
  '"radiusports=1,2,3"',
  'radiusidentifiers=i',
  '"radiusidentifiers=i,j"',
  '"radiusidentifiers=,"',
  'radiussecrets=a,b',
  '"radiussecrets=a,b,c"',
];
const SYSTEM_USERS = [
  'alice',
  '"a b"',
  '/^(.*)@x$',
  '/',
  '"/a b"',
  '/(',
  '/[',
  '/a{',
  '/a{1',
  '/a{2,1}',
  '/a{256}',
  '/*',
  '/a**',
  '/\\',
  '/\\q',
  '/[[:bogus:]]',
  '/[[.hyphen.]]',
  '/[[.bogus.]]',
  '/[b-a]',
  '/(?z)',
  '/(?b)a\\{1',
  '/(?e)a)',
  '/\\1',
  '/(a)\\2',
  '/***=(',
  '/***x',
  '/(?i',
  '/\u00fc(',
  '/x{1,2',
  '/[a-[:alpha:]]',
  '/(?<a)',
  '/(?=a)*',
  '/()',
  '/[]',
  '"/a"b',
  '/\\x',
  '/\\u12',
  '/a|*',
  '/^*',
  '/$+',
  '/[[=a=]-z]',
  '/[[:<:]]*',
  '/[[..]]',
  '/a{1}{2}',
  '/(((',
  '/\\c',
];
const DATABASE_USERS = ['bob', '\\1', 'x\\1y', '+staff', 'all', '/^a', '/(', '"\\1"', '@names', '@empty', 'a,b', '""'];

function glue(random: Random, fields: readonly string[]): string {
  const gap = (): string => random.one([' ', ' ', ' ', ' ', ' ', '\t', '  ', ' \r ', ' \\\n ', ' ,']);
  let line = random.chance(5) ? random.one([' ', '\t', ',']) : '';
  for (const field of fields) line += field + (random.chance(3) ? '' : random.chance(92) ? ' ' : gap());
  return line + (random.chance(6) ? random.one(['# note', '#', '\\', '"', ',', '\r', ' extra', '\\\\', '"open']) : '');
}

function list(random: Random, values: readonly string[]): string {
  return Array.from({ length: random.chance(75) ? 1 : 1 + random.below(4) }, () => random.one(values)).join(random.chance(90) ? ',' : ', ');
}

function mutate(random: Random, line: string): string {
  const at = random.below(line.length + 1);
  const octet = random.chance(60)
    ? random.one(['"', ',', '#', '@', '\\', ' ', '=', '/', '\0', '\r', '\n', '+', ':', '.', '%'])
    : String.fromCharCode(random.below(256));
  return line.slice(0, at) + (random.chance(70) ? octet : '') + line.slice(at + random.below(2));
}

function hbaLine(random: Random): string {
  const method = random.one(METHODS);
  const type = random.one(method === 'cert' && random.chance(70) ? ['hostssl'] : TYPES);
  const fields = [type, list(random, NAMES), list(random, NAMES)];
  if (!type.startsWith('local')) {
    const address = random.one(ADDRESSES);
    fields.push(address);
    if (!address.includes('/') && random.chance(60)) fields.push(random.one(MASKS));
  }
  fields.push(method);
  const own = method === 'ldap' ? LDAP : method === 'radius' ? RADIUS : OPTIONS;
  if (method === 'ldap' && random.chance(60)) fields.push('ldapbasedn=x');
  if (method === 'radius' && random.chance(80)) fields.push('radiusservers=127.0.0.1', 'radiussecrets=s');
  for (let count = random.below(4); count > 0; count--) fields.push(list(random, random.chance(90) ? own : OPTIONS));
  return glue(random, fields.slice(0, random.chance(8) ? random.below(fields.length + 1) : fields.length));
}

function identLine(random: Random): string {
  const fields = [random.one(['m', 'm', '"m"', '""', 'a,b', '@names', '\u00fc']), random.one(SYSTEM_USERS), random.one(DATABASE_USERS)];
  return glue(random, fields.slice(0, random.chance(8) ? random.below(4) : 3));
}

/** A file of about so many lines. */
export function randomFile(kind: 'hba' | 'ident', seed: number, lines: number): string {
  const random = seededRandom(seed);
  let text = '';
  for (let i = 0; i < lines; i++) {
    let line = kind === 'hba' ? hbaLine(random) : identLine(random);
    while (random.chance(25)) line = mutate(random, line);
    if (random.below(400) === 0)
      line += ` ${random.one(['x', '"', 'a,'])}${'y'.repeat(10_235 + random.below(8))}${random.one(['', '"', ',z', '#', ' z'])}`;
    text += line + (random.chance(97) ? '\n' : '\r\n');
  }
  return random.chance(80) ? text : text.slice(0, -1);
}
