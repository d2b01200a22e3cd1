import assert from 'node:assert/strict';
import { compileRegex, searchRegex } from '../../../../lib/postgres/regex/regex.ts';

/** Whether and with which first group an expression is found; the code where it does not compile or takes too long. */
function find(expression: string, text: string, version = 15): string | null | undefined {
  const compiled = compileRegex(expression, version);
  if (!compiled.ok) return `!${compiled.code}`;
  const found = searchRegex(compiled.regex, text);
  if (found.found === undefined) return `!${found.code}`;
  return found.found ? (found.group ?? null) : undefined;
}

// answers of PostgreSQL 15: select (regexp_match(text, expression))[1]; test/interop/pg-regex.test.ts asks a live server
const known: readonly (readonly [string, string, string | null | undefined])[] = [
  ['^(.*)@x$', 'alice@x', 'alice'],
  ['^(.*)@x$', 'alice@y', undefined],
  ['^(.+?)@.*$', 'a@b@c', 'a'],
  ['^(.+)@.*$', 'a@b@c', 'a@b'],
  ['(a|ab)(c|bcd)(d*)', 'abcd', 'ab'],
  ['(a*)*', 'aaa', 'aaa'],
  ['((a)|b)*', 'ab', 'b'],
  ['(a)?b', 'b', null],
  ['(a*?)b', 'aab', 'aa'],
  ['x*?(a*)', 'xaa', ''],
  ['(?:a|ab)(.*)', 'abc', 'c'],
  ['(^a|b)+', 'ab', 'b'],
  ['(^)?', '', ''],
  ['(\\d{0})*', 'a', ''],
  ['^(.)\\1$', 'aa', 'a'],
  ['^(.)\\1$', 'ab', undefined],
  ['^(a+)-\\1$', 'aa-aa', 'aa'],
  ['^(a+)(b|)\\1$', 'aabaa', 'aa'],
  ['(?i)^(A)\\1$', 'aA', 'a'],
  ['(?=a)(a+)', 'baaa', 'aaa'],
  ['(?!b)(.)', 'ba', 'a'],
  ['(?<=@)(.*)', 'u@host', 'host'],
  ['(?<!a)(b)', 'ab b', 'b'],
  ['***=a.c', 'xa.cx', null],
  ['***=a.c', 'abc', undefined],
  ['(?x) a b # comment', 'ab', null],
  ['a(?#note)*b', 'aaab', null],
  ['^\\w+\\d$', 'alice1', null],
  ['[[:<:]]foo[[:>:]]', 'a foo b', null],
  ['\\mfoo\\M', 'afoo', undefined],
  ['[]a]+', ']]a', null],
  ['[^]a]', ']a', undefined],
  ['[a-]', '-', null],
  ['a{2,3}', 'a', undefined],
  ['^a{2}$', 'aa', null],
  ['a{,2}', 'a{,2}', null],
  ['\\x41', 'A', null],
  ['\\101', 'A', null],
  ['\\u0041', 'A', null],
  ['.', '\n', null],
  ['(?n)^b$', 'a\nb\nc', null],
  ['$a', 'a', undefined],
  ['', 'anything', null],
  ['|a', 'b', null],
  ['(a|)', 'b', ''],
];

const invalid: readonly string[] = [
  '(',
  ')',
  '[a',
  '[z-a]',
  'a\\',
  '*a',
  'a**',
  '^*',
  'a{3,2}',
  'a{256}',
  'a{1',
  '[[:nope:]]',
  '\\q',
  '(a)\\2',
  '(\\1)',
  '(?<a)',
  '(?P<a>b)',
  '***x',
  '(?z)a',
  '[a-\\d]',
  '\\u12',
];

describe('postgres/regex', () => {
  for (const [expression, text, wanted] of known) {
    it(`${expression} in ${JSON.stringify(text)}`, () => assert.equal(find(expression, text), wanted));
  }

  for (const expression of invalid) {
    it(`${expression} is invalid`, () => assert.equal(find(expression, ''), '!invalid-regex'));
  }

  it('reads the other syntaxes', () => {
    assert.equal(find('(?b)^\\(a*\\)b\\{2\\}$', 'aabb'), 'aa');
    assert.equal(find('(?b)a+(', 'a+('), null);
    assert.equal(find('(?e)a\\d)', 'ad)'), null);
    assert.equal(find('(?q)a.(', 'a.('), null);
    assert.equal(find('[[.hyphen.]][[=tilde=]]', '-~'), null);
    assert.equal(find('^(ab|a)\\1+$', 'abab'), 'ab');
    assert.equal(find('^(?:(a|b)\\1)*$', 'aabb'), 'b');
    assert.equal(find('(c)?(?:\\1)*a?', ''), null);
  });

  it('names a mistake as the server does', () => {
    for (const [expression, words] of [
      ['(', 'parentheses () not balanced'],
      ['[a', 'brackets [] not balanced'],
      ['[[.bogus.]]', 'invalid collating element'],
      ['[[:bogus:]]', 'invalid character class'],
      ['a{1', 'braces {} not balanced'],
      ['a{2,1}', 'invalid repetition count(s)'],
      ['(?z)', 'invalid embedded option'],
      ['\\1', 'invalid backreference number'],
      ['***?', 'invalid regexp (reg version 0.8)'],
      ['a**', 'quantifier operand invalid'],
    ] as const) {
      const compiled = compileRegex(expression, 15);
      assert.equal(compiled.ok ? 'none' : compiled.message, words, expression);
    }
  });

  it('follows the version', () => {
    assert.equal(find('[\\W]', '-', 13), '!invalid-regex');
    assert.equal(find('[\\W]', '-', 14), null);
    assert.equal(find('[[:word:]]', 'a', 13), '!invalid-regex');
  });

  it('matches octets', () => {
    assert.equal(find('^j.rgen$', 'j\u00c3\u00bcrgen'), undefined);
    assert.equal(find('^j..rgen$', 'j\u00c3\u00bcrgen'), null);
  });

  it('takes linear time where others backtrack', () => {
    const text = `${'a'.repeat(20_000)}!`;
    assert.equal(find('^(a|a)*$', text), undefined);
    assert.equal(find('^(a+)+$', text), undefined);
    assert.equal(find('(x+x+)+y', text), undefined);
  });

  it('gives up with a code, not with a crash', () => {
    assert.equal(find('(((a{255}){255}){255}){255}', 'a'), '!regex-too-complex');
    assert.equal(find('()'.repeat(3000), 'a'), '!regex-too-complex');
    assert.equal(find(`${'('.repeat(500)}${')'.repeat(500)}`, 'a'), '!regex-too-complex');
    assert.equal(find('^(a*)(a*)(a*)(a*)\\1\\2\\3\\4b$', `${'a'.repeat(3000)}b`), '!regex-too-complex');
    assert.equal(find('(.)*', 'a'.repeat(100_000)), '!regex-too-complex');
  });
});
