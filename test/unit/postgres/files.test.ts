import assert from 'node:assert/strict';
import { inRange, parseAddress, parsePrefix } from '../../../lib/postgres/access/address.ts';
import { parseHba } from '../../../lib/postgres/access/hba.ts';
import { parseIdent } from '../../../lib/postgres/access/ident.ts';
import { checkKeyFile } from '../../../lib/postgres/server/key-file.ts';
import { tokenizeFile } from '../../../lib/postgres/access/lex.ts';

/** Fields of the first line, lists joined by `|`, quoted tokens in brackets. */
function fields(text: string, version = 15, included: Record<string, string> = {}): string[] {
  const [line] = tokenizeFile(text, { version, included });
  return (line?.fields ?? []).map((field) => field.map((token) => (token.quoted ? `[${token.text}]` : token.text)).join('|'));
}

function firstError(text: string, version = 15, included: Record<string, string> = {}): string | undefined {
  return parseHba(text, { version, included }).errors[0]?.code;
}

describe('postgres/lex', () => {
  it('splits fields at blanks, commas and quotes', () => {
    assert.deepEqual(fields(' a\tb,c, d  e # f'), ['a', 'b|c|d', 'e']);
    assert.deepEqual(fields('u1 , u2'), ['u1', 'u2']);
    assert.deepEqual(fields('"a b" c"d e"f "g""h" "" "open to the end'), ['[a b]', 'cd ef', '[g"h]', '[]', '[open to the end]']);
    assert.deepEqual(fields('a#b c'), ['a']);
    assert.deepEqual(fields('a"#"b c'), ['a#b', 'c']);
  });

  it('joins lines that end in a backslash from 14 on, in comments too', () => {
    const text = '# note \\\nstill a comment\na \\\r\nb\nc';
    assert.deepEqual(
      tokenizeFile(text, { version: 14 }).map(({ line, fields: found }) => [line, found.length]),
      [
        [3, 2],
        [5, 1],
      ],
    );
    assert.deepEqual(
      tokenizeFile(text, { version: 13 }).map(({ line }) => line),
      [2, 3, 4, 5],
    );
  });

  it('reads lists from files, relative to the file that names them', () => {
    const included = { 'lists/a': 'u1,u2\n@b # c\n', 'lists/b': '"u3"', empty: '# nothing' };
    assert.deepEqual(fields('x @lists/a,u4 y', 15, included), ['x', 'u1|u2|[u3]|u4', 'y']);
    assert.deepEqual(fields('x @empty y', 15, included), ['x', 'y']);
    assert.deepEqual(fields('@ "@lists/a"', 15, included), ['@', '[@lists/a]']);
    assert.equal(firstError('local all @nofile trust'), 'included-file-missing');
  });

  it('follows include directives from 16 on', () => {
    const included = {
      'd/b.conf': 'local b all trust',
      'd/a.conf': 'local a all trust',
      'd/.c.conf': 'bogus',
      'd/e.txt': 'bogus',
      'd/f/g.conf': 'bogus',
    };
    const names = (text: string): unknown =>
      parseHba(text, { version: 16, included }).rows.map(({ file, databases }) => [file, databases[0]?.text]);
    assert.deepEqual(names('include_dir d'), [
      ['d/a.conf', 'a'],
      ['d/b.conf', 'b'],
    ]);
    assert.deepEqual(names('include "d/b.conf"\ninclude_if_exists no.conf'), [['d/b.conf', 'b']]);
    assert.equal(firstError('include no.conf', 16), 'included-file-missing');
    assert.equal(firstError('include_dir no', 16), 'included-file-missing');
    assert.equal(firstError('include d/b.conf', 15, included), 'unknown-connection-type');
  });

  it('ends loops and floods of includes', () => {
    assert.equal(firstError('include a', 16, { a: 'include a' }), 'include-too-deep');
    assert.equal(firstError('local all @a trust', 15, { a: '@a' }), 'include-too-deep');
    const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, `@f${i + 1},@f${i + 1}`]));
    assert.equal(firstError('local all @f0 trust', 15, { ...doubling, f40: 'u' }), 'include-too-large');
  });

  it('takes octets that are no UTF-8, and a NUL octet as the server: to the end of the line, from 14 on with the end of the line', () => {
    const octets = Uint8Array.of(0x61, 0xfc, 0x20, 0x62, 0, 0x63, 10, 0x64);
    const joined = tokenizeFile(octets, { version: 14 });
    assert.deepEqual(
      joined.map((found) => found.fields.map(([token]) => token?.text)),
      [['a\u00fc', 'bd']],
    );
    const [line] = tokenizeFile(octets, { version: 13 });
    assert.deepEqual(
      line?.fields.map(([token]) => [token?.octets, token?.text]),
      [
        ['a\u00fc', 'a\u00fc'],
        ['b', 'b'],
      ],
    );
    assert.equal(fields('j\u00fcrgen')[0], 'j\u00fcrgen');
  });

  it('is linear in long lines and many lines', () => {
    assert.equal(fields(`${'a,'.repeat(300_000)}b`)[0]?.length, 600_001);
    assert.equal(parseIdent('m a b\n'.repeat(100_000), { version: 15 }).rows.length, 100_000);
    assert.equal(tokenizeFile('\r'.repeat(1_000_000), { version: 15 }).length, 0);
  });
});

describe('postgres/hba', () => {
  it('reads a line wholly', () => {
    const { rows, errors } = parseHba('hostssl db1,"all" +grp,alice 10.1.0.0/16 cert map=m clientname=DN', { version: 15 });
    assert.deepEqual(errors, []);
    const [row] = rows;
    assert.deepEqual([row?.type, row?.method, row?.map, row?.clientCert, row?.clientName], ['hostssl', 'cert', 'm', 'verify-full', 'DN']);
    assert.deepEqual(row?.address, { kind: 'range', address: [10, 1, 0, 0], mask: [255, 255, 0, 0] });
    assert.deepEqual(
      row?.databases.map(({ text, quoted }) => [text, quoted]),
      [
        ['db1', false],
        ['all', true],
      ],
    );
  });

  const errors: readonly (readonly [string, string, number?])[] = [
    ['Host all all all trust', 'unknown-connection-type'],
    ['host all all', 'missing-field'],
    ['host all all 10.0.0.1', 'missing-field'],
    ['host all all 10.0.0.1 255.0.0.0', 'missing-field'],
    ['host all all 10.0.0.1 ::1 trust', 'address-mask-family-mismatch'],
    ['host all all 10.0.0.1 xyz trust', 'invalid-netmask'],
    ['host all all 10.0.0.0/ trust', 'invalid-cidr'],
    ['host all all 10.0.0.0/8,11.0.0.0/8 trust', 'list-not-allowed'],
    ['host all all .example.com/8 trust', 'host-name-with-cidr'],
    ['host all all all nope', 'unknown-method'],
    ['host all all all oauth', 'unknown-method', 17],
    ['host all all all oauth', 'missing-required-option', 18],
    ['host all all all peer', 'method-not-for-connection-type'],
    ['local all all gss', 'method-not-for-connection-type'],
    ['host all all all bsd', 'method-not-in-build'],
    ['host all all all cert', 'cert-needs-hostssl'],
    ['hostssl all all all cert clientcert=verify-ca', 'cert-method-needs-verify-full'],
    ['hostssl all all all cert clientcert=0', 'cert-method-needs-verify-full', 13],
    ['hostssl all all all trust clientname=CN', 'unknown-option', 13],
    ['hostssl all all all trust clientname=cn', 'invalid-clientname-value'],
    ['host all all all md5 pamservice=x', 'option-not-allowed'],
    ['host all all all ldap ldapserver=x', 'missing-required-option'],
    ['host all all all ldap ldapprefix=x ldapbasedn=y', 'option-not-allowed'],
    ['host all all all ldap ldapbasedn=y ldapport=x', 'invalid-option-value'],
    ['host all all all radius radiusservers=127.0.0.1', 'missing-required-option'],
    ['host all /( all trust', 'invalid-regex', 16],
  ];
  for (const [text, code, version = 15] of errors) it(`${text} (${version})`, () => assert.equal(firstError(text, version), code));

  it('changes with the version', () => {
    assert.equal(firstError('host all /( all trust', 15), undefined);
    assert.equal(firstError('hostssl all all all cert clientcert=1', 13), undefined);
    assert.equal(parseHba('hostssl all all all trust clientcert=1', { version: 12 }).rows[0]?.clientCert, 'verify-ca');
    assert.equal(parseHba('hostgssenc all all all trust', { version: 15, build: { gss: false } }).rows[0]?.warning, 'gss-not-in-build');
    assert.equal(parseHba('local all all ident', { version: 15 }).rows[0]?.method, 'peer');
  });

  it('names the line of an error', () => {
    const [error] = parseHba('# one\nlocal all all trust\nbogus line \\\n more', { version: 15 }).errors;
    assert.deepEqual([error?.line, error?.text, error?.code], [3, 'bogus line  more', 'unknown-connection-type']);
  });
});

describe('postgres/address', () => {
  it('reads what getaddrinfo takes for a number', () => {
    assert.deepEqual(parseAddress('127.1'), [127, 0, 0, 1]);
    assert.deepEqual(parseAddress('0x7f.1'), [127, 0, 0, 1]);
    assert.deepEqual(parseAddress('0177.0.0.1'), [127, 0, 0, 1]);
    assert.deepEqual(parseAddress('2130706433'), [127, 0, 0, 1]);
    assert.deepEqual(parseAddress('::ffff:10.0.0.1'), [...Array.from({ length: 10 }, () => 0), 255, 255, 10, 0, 0, 1]);
    assert.deepEqual(parseAddress('fe80::1%lo')?.slice(0, 2), [0xfe, 0x80]);
    for (const text of [
      '',
      '300.0.0.1',
      '1.2.3.4.5',
      '127.0.0.',
      '08',
      'x',
      '::1::',
      '1:2:3:4:5:6:7',
      ':::',
      '::g',
      '::01.2.3.4',
      '4294967296',
      '::1%',
    ]) {
      assert.equal(parseAddress(text), undefined, text);
    }
  });

  it('reads mask lengths as strtol does', () => {
    assert.deepEqual(parsePrefix('08', 4), [255, 0, 0, 0]);
    assert.deepEqual(parsePrefix(' +9', 4), [255, 128, 0, 0]);
    assert.deepEqual(parsePrefix('0', 4), [0, 0, 0, 0]);
    for (const text of ['', '33', '8x', '-1', '8 ', '0x8']) assert.equal(parsePrefix(text, 4), undefined, text);
  });

  it('compares under masks that are not contiguous, never across families', () => {
    assert.ok(inRange([10, 9, 8, 7], [10, 0, 8, 0], [255, 0, 255, 0]));
    assert.ok(!inRange([10, 9, 7, 7], [10, 0, 8, 0], [255, 0, 255, 0]));
    assert.ok(
      !inRange(
        [10, 9, 7, 7],
        Array.from({ length: 16 }, () => 0),
        Array.from({ length: 16 }, () => 0),
      ),
    );
  });
});

describe('postgres/key-file', () => {
  it('asks in the order of the server', () => {
    const server = { side: 'server', euid: 26, egids: [26] } as const;
    assert.equal(checkKeyFile({ error: 'EACCES' }, server).reason, 'key-not-accessible');
    assert.equal(checkKeyFile({ kind: 'directory', uid: 7, gid: 7, mode: 0o777 }, server).reason, 'key-not-regular-file');
    assert.equal(checkKeyFile({ kind: 'file', uid: 7, gid: 26, mode: 0o777 }, server).reason, 'key-wrong-owner');
    assert.equal(checkKeyFile({ kind: 'file', uid: 0, gid: 26, mode: 0o640 }, server).reason, 'ok');
    assert.equal(checkKeyFile({ kind: 'file', uid: 0, gid: 7, mode: 0o640 }, server).reason, 'key-not-readable');
    assert.equal(checkKeyFile({ kind: 'file', uid: 7, gid: 26, mode: 0o600 }, { ...server, side: 'libpq', euid: 0 }).reason, 'ok');
  });
});
