/** postgresql.conf as guc-file.l reads it: words, quotes, escapes, includes, errors with their lines. */
import assert from 'node:assert/strict';
import { parseConf } from '../../../../lib/postgres/index.ts';

const FILE = '/etc/pg/postgresql.conf';

/** Names and values of a text without errors. */
function read(text: string | Uint8Array, included: Readonly<Record<string, string>> = {}): (readonly [string, string])[] {
  const { entries, errors } = parseConf(text, { file: FILE, included });
  assert.deepEqual(errors, []);
  return entries.map(({ name, value }) => [name, value]);
}

function errorsOf(text: string, included: Readonly<Record<string, string>> = {}): readonly (readonly [string, string, number])[] {
  return parseConf(text, { file: FILE, included }).errors.map(({ code, file, line }) => [code, file, line]);
}

describe('parseConf', () => {
  it('reads names and values with and without the equals sign, blank lines and comments', () => {
    const text = "# a comment\n\nssl = on\r\nport\t5433 # behind\nSSL_CA_FILE='root.crt'\n   work_mem = 4MB";
    assert.deepEqual(read(text), [
      ['ssl', 'on'],
      ['port', '5433'],
      ['SSL_CA_FILE', 'root.crt'],
      ['work_mem', '4MB'],
    ]);
  });

  it('takes words that begin with a letter unquoted, numbers with units, and names with a dot', () => {
    assert.deepEqual(read('a = TLSv1.2\nb = scram-sha-256\nc = 0x1F\nd = -1.5e3\ne = a:b/c_d\nmy.setting = on\nf = .5'), [
      ['a', 'TLSv1.2'],
      ['b', 'scram-sha-256'],
      ['c', '0x1F'],
      ['d', '-1.5e3'],
      ['e', 'a:b/c_d'],
      ['my.setting', 'on'],
      ['f', '.5'],
    ]);
  });

  it('takes quotes and escapes out', () => {
    const text = String.raw`a = 'it''s' ` + '\n' + String.raw`b = 'it\'s \101\t\\ \q \8'` + '\n' + "c = ''\nd = '# no comment'";
    assert.deepEqual(read(text), [
      ['a', "it's"],
      ['b', "it's A\t\\ q 8"],
      ['c', ''],
      ['d', '# no comment'],
    ]);
  });

  it('reads octets as UTF-8, and as Latin-1 where they are none', () => {
    assert.deepEqual(read("a = 'grün'\nähnlich = x"), [
      ['a', 'grün'],
      ['ähnlich', 'x'],
    ]);
    assert.deepEqual(read(Uint8Array.of(0x61, 0x3d, 0x27, 0xfc, 0x27)), [['a', 'ü']]);
  });

  it('refuses what the server refuses, with the line', () => {
    const bad = [
      'ssl',
      'ssl =',
      '= on',
      'ssl = on off',
      'ssl_cert_file = server.crt',
      "a = 'open",
      'a = /path',
      '5 = a',
      'a == b',
      'a = "x"',
    ];
    for (const line of bad) assert.deepEqual(errorsOf(`# first\n${line}\nssl = on\n`), [['conf-syntax-error', FILE, 2]], line);
    assert.match(
      parseConf('ssl = on off', { file: FILE }).errors[0]?.message ?? '',
      /^syntax error in file ".*" line 1, near token "off"$/,
    );
    assert.match(parseConf('ssl =\n', { file: FILE }).errors[0]?.message ?? '', /line 1, near end of line$/);
  });

  it('gives up after a hundred errors, as the server does', () => {
    assert.equal(errorsOf('=\n'.repeat(5000)).length, 100);
  });

  it('includes files in their place, relative to the file that names them', () => {
    const included = { '/etc/pg/conf/a.conf': "include 'b.conf'\na = 1\n", '/etc/pg/conf/b.conf': 'b = 1\n' };
    assert.deepEqual(read("x = 0\ninclude 'conf/a.conf'\nInclude_If_Exists = 'absent'\nx = 2", included), [
      ['x', '0'],
      ['b', '1'],
      ['a', '1'],
      ['x', '2'],
    ]);
  });

  it('includes a folder by the names of its files, without hidden ones and other endings', () => {
    const included = {
      '/etc/pg/d/20.conf': 'b = 1',
      '/etc/pg/d/10.conf': 'a = 1',
      '/etc/pg/d/.x.conf': 'c = 1',
      '/etc/pg/d/y.conf~': 'd = 1',
      '/etc/pg/empty/': '',
    };
    assert.deepEqual(read("include_dir 'd'\ninclude_dir 'empty'", included), [
      ['a', '1'],
      ['b', '1'],
    ]);
  });

  it('says what is missing, and which line wants it', () => {
    const { errors, missing } = parseConf("include 'a'\ninclude_if_exists 'b'\ninclude_dir 'c'\ninclude ''", { file: FILE });
    assert.deepEqual(
      errors.map(({ code, line }) => [code, line]),
      [
        ['conf-include-missing', 1],
        ['conf-include-missing', 3],
        ['conf-include-empty-name', 4],
      ],
    );
    assert.deepEqual(missing, ['/etc/pg/a', '/etc/pg/b', '/etc/pg/c/']);
  });

  it('ends loops, and files that include each other many times over', () => {
    assert.deepEqual(errorsOf("include 'postgresql.conf'"), [['conf-include-recursion', FILE, 1]]);
    const loop = { '/etc/pg/a': "include 'b'", '/etc/pg/b': "include 'a'" };
    assert.deepEqual(errorsOf("include 'a'", loop)[0]?.[0], 'conf-include-too-deep');
    const wide = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`/etc/pg/${i}`, `include '${i + 1}'\n`.repeat(9)]));
    const codes = errorsOf("include '0'", { ...wide, '/etc/pg/9': 'a = 1\n' }).map(([code]) => code);
    assert.ok(codes.includes('conf-too-large'));
  });

  it('is linear in the length of a line', () => {
    const started = performance.now();
    for (const text of [
      `a = '${"''".repeat(500_000)}`,
      `a = '${'\\'.repeat(1_000_001)}`,
      "'".repeat(1_000_000),
      'a '.repeat(500_000),
      `#${'x'.repeat(1_000_000)}`,
    ])
      parseConf(text, { file: FILE });
    assert.ok(performance.now() - started < 5000);
  });
});
