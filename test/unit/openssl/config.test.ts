import assert from 'node:assert/strict';
import { utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import {
  type Config,
  configSection,
  configValue,
  MAX_CONFIG_OCTETS,
  MAX_INCLUDE_DEPTH,
  parseConfig,
} from '../../../lib/openssl/config/config.ts';
import { MAX_VALUE_LENGTH } from '../../../lib/openssl/config/value.ts';

type Files = Readonly<Record<string, string>>;

async function parse(
  text: string,
  { files = {}, env = {} }: { readonly files?: Files; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Config> {
  return await parseConfig(utf8(text), {
    env,
    include: async (path) => {
      const text = files[path];
      if (text !== undefined) return [{ path, octets: utf8(text) }];
      const inside = Object.keys(files).filter((name) => name.startsWith(`${path}/`));
      return inside.length === 0 ? undefined : inside.map((name) => ({ path: name, octets: utf8(files[name] ?? '') }));
    },
  });
}

async function failsWith(code: string, message: RegExp, line: number | undefined, text: string, files: Files = {}): Promise<void> {
  await assert.rejects(parse(text, { files }), (error: unknown) => {
    assert.ok(error instanceof PkiError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.equal(error.offset, line);
    return true;
  });
}

describe('openssl configuration', () => {
  it('has sections, with default in front of the first', async () => {
    const config = await parse('a = 1\n[ one ]\nb=2\n[two words]\nc = 3\n[one]\nd=4\n');
    assert.deepEqual([...config.sections.keys()], ['default', 'one', 'two words']);
    assert.deepEqual(configSection(config, 'one'), [
      { name: 'b', value: '2' },
      { name: 'd', value: '4' },
    ]);
    assert.equal(configSection(config, 'three'), undefined);
  });

  it('falls back to default, and in ENV to the environment', async () => {
    const config = await parse('a = 1\n[one]\nb = 2\n', { env: { HOME: '/root' } });
    assert.equal(configValue(config, 'one', 'b'), '2');
    assert.equal(configValue(config, 'one', 'a'), '1');
    assert.equal(configValue(config, 'nowhere', 'a'), '1');
    assert.equal(configValue(config, undefined, 'a'), '1');
    assert.equal(configValue(config, 'one', 'z'), undefined);
    assert.equal(configValue(config, 'ENV', 'HOME'), '/root');
  });

  it('keeps the last of two values of one name, at the later place', async () => {
    const config = await parse('[s]\na=1\nb=2\na=3\n');
    assert.deepEqual(configSection(config, 's'), [
      { name: 'b', value: '2' },
      { name: 'a', value: '3' },
    ]);
  });

  it('expands variables', async () => {
    const config = await parse('dir = /etc\n[one]\nsub = $dir/ca\nbraces = ${sub}x\nround = $(sub)x\nenv = $ENV::WORD\n', {
      env: { WORD: 'w' },
    });
    assert.deepEqual(Object.fromEntries((configSection(config, 'one') ?? []).map(({ name, value }) => [name, value])), {
      sub: '/etc/ca',
      braces: '/etc/cax',
      round: '/etc/cax',
      env: 'w',
    });
    const later = await parse('[two]\nx=5\n[one]\na=$two::x-${two::x}');
    assert.equal(configValue(later, 'one', 'a'), '5-5');
  });

  it('looks variables of another section up in that section', async () => {
    const config = await parse('[three]\na=7\n[one]\nthree::b = $a');
    assert.equal(configValue(config, 'three', 'b'), '7');
  });

  it('reads quotes, escapes, comments and continued lines', async () => {
    const config = await parse(
      [
        'a = "x # y" # z',
        "b = 'it''s'",
        'c = `back`tick',
        'd = tab\\tnew\\nline\\\\ \\# hash',
        'e = one \\',
        'two \\',
        'three',
        'f = keep " in " quotes',
        '# comment',
        '   ',
        'g =',
      ].join('\n'),
    );
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => configValue(config, undefined, name)),
      ['x # y', 'its', 'backtick', 'tab\tnew\nline\\ # hash', 'one two three', 'keep  in  quotes', ''],
    );
  });

  it('reads CRLF and a byte order mark', async () => {
    const config = await parse('\ufeffa = 1\r\n[s]\r\nb = 2\r\n');
    assert.equal(configValue(config, undefined, 'a'), '1');
    assert.equal(configValue(config, 's', 'b'), '2');
  });

  it('keeps octets as they are', async () => {
    const config = await parse('a = Zoë');
    assert.equal(configValue(config, undefined, 'a'), 'Zo\u00c3\u00ab');
  });

  it('includes files and folders, whose sections go on', async () => {
    const files = { '/etc/more.cnf': '[s]\nb=2\n', 'd/a.cnf': 'c = 3\n', 'd/b.cnf': '[t]\nd = $s::b\n' };
    const config = await parse('[s]\na=1\n.include /etc/more.cnf\n.include = d\ne=5\n', { files });
    assert.deepEqual(
      configSection(config, 's')?.map(({ name }) => name),
      ['a', 'b', 'c'],
    );
    assert.equal(configValue(config, 't', 'd'), '2');
    assert.equal(configValue(config, 't', 'e'), '5');
  });

  it('passes a missing include over, and notes it', async () => {
    assert.deepEqual((await parse('.include /none.cnf\na=1')).missing, ['/none.cnf']);
  });

  it('prefixes relative includes with OPENSSL_CONF_INCLUDE or the pragma', async () => {
    const files = { 'base/x.cnf': 'a=1' };
    assert.equal(configValue(await parse('.pragma = includedir:base\n.include x.cnf', { files }), undefined, 'a'), '1');
    assert.equal(configValue(await parse('.include x.cnf', { files, env: { OPENSSL_CONF_INCLUDE: 'base' } }), undefined, 'a'), '1');
  });

  it('takes dollars in names under the pragma', async () => {
    const config = await parse('.pragma dollarid:on\na$b = 1\nc = $a$b-${a$b}');
    assert.equal(configValue(config, undefined, 'c'), '$a$b-1');
  });

  it('refuses what OpenSSL refuses, with its reason and the line', async () => {
    await failsWith('config-syntax', /^missing equal sign: HERE-->/, 2, '[s]\nno equal sign');
    await failsWith('config-syntax', /^missing close square bracket/, 1, '[s');
    await failsWith('config-syntax', /^missing close square bracket/, 1, '[s$]');
    await failsWith('config-syntax', /^variable has no value: b/, 3, '\n[s]\na = $b');
    await failsWith('config-syntax', /^no close brace/, 1, 'a = ${b');
    await failsWith('config-syntax', /^invalid pragma/, 1, '.pragma dollarid:perhaps');
    await failsWith('config-syntax', /^relative path: x/, 2, '.pragma abspath:on\n.include x');
  });

  it('bounds expansion, inclusion and size', async () => {
    const doubling = Array.from({ length: 20 }, (_, i) => `a${i + 1} = $a${i}$a${i}`).join('\n');
    await failsWith('config-syntax', new RegExp(`more than ${MAX_VALUE_LENGTH} octets`), 17, `a0 = 12\n${doubling}`);
    await failsWith('config-syntax', new RegExp(`deeper than ${MAX_INCLUDE_DEPTH}`), 1, '.include self', { self: '.include self' });
    await failsWith('config-too-large', new RegExp(`${MAX_CONFIG_OCTETS}`), undefined, '.include big\n.include big', {
      big: '#'.repeat(MAX_CONFIG_OCTETS / 2),
    });
  });

  it('takes linear time', async () => {
    const start = performance.now();
    for (const text of [
      '\\'.repeat(1e6),
      '"'.repeat(1e6),
      '['.repeat(1e6),
      '\\\n'.repeat(5e5),
      'a=\\\n'.repeat(2e5),
      ' '.repeat(1e6),
      'a=' + '$'.repeat(1e6),
    ])
      await parse(text).catch((error: unknown) => assert.ok(error instanceof PkiError));
    assert.ok(performance.now() - start < 5000);
  });
});
