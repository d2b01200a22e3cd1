/**
 * Our regular expressions against a live PostgreSQL server: known cases and seeded random ones, each asked for whether it is found and for its first
 * group. The database is SQL_ASCII with the C collation, as everything is when pg_ident.conf is looked at. CERTWRIGHT_SEED chooses other random cases.
 */
import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { Undo } from '../../apps/cli/demo/clean-up.ts';
import { findPostgres } from '../../apps/cli/demo/find-server.ts';
import { ADMIN, startServer } from '../../apps/cli/demo/server.ts';
import { compileRegex, searchRegex } from '../../lib/postgres/regex/regex.ts';
import { seed } from '../support/properties.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { Workshop } from './openssl-tools.ts';
import { makeServerFiles } from './pg-authorities.ts';

const postgres = findPostgres();

interface Case {
  readonly expression: string;
  readonly text: string;
}

/** What a random expression is made of so far. */
interface Making {
  readonly random: Random;
  readonly groups: { open: number; closed: number[] };
}

const QUANTIFIERS = [
  '',
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{1,2}',
  '{0,2}?',
  '{2,}',
  '{0}',
  '{1,}?',
  '{1}',
  '{1,1}?',
  '{1,1}',
  '{3}',
  '{0,3}',
];
const CHARACTERS = ['a', 'a', 'b', 'c', '.', '[ab]', '[^a]', 'ab', 'ba', '@', ' ', '\u00fc', '\n'];
const CONSTRAINTS = ['^', '$', '\\m', '\\M', '\\y', '\\Y', '\\A', '\\Z', '[[:<:]]', '[[:>:]]'];
const SETS = [
  '\\w',
  '\\d',
  '\\s',
  '\\W',
  '\\D',
  '\\S',
  '[[:alpha:]]',
  '[a-c]',
  '[\\w@]',
  '[^\\w]',
  '[\\W]',
  '[^\\Wa]',
  '[[:punct:]]',
  '[[:cntrl:]]',
  '[[:word:]]',
  '[[:upper:]]',
  '[[=a=]b]',
  '[[.a.]-[.c.]]',
  '[[.hyphen.]a]',
  '[[.commercial-at.]]',
  '[a-]',
  '[]a]',
  '[^]a]',
  '[\\x61b]',
  '[\\141]',
  '\\x61',
  '\\u0062',
  '\\U00000063',
  '\\141',
  '\\040',
  '\\e',
  '\\B',
  '\\c!',
  '\\\\',
  '\\.',
  '[.]',
  '[\u0080-\u00ff]',
  '[[:lower:]-]',
  '(?#note)',
  '[^\\n]',
  '\\n',
];
/** Pieces that only some syntaxes take, or none. */
const ODDITIES = [
  '\\(',
  '\\)',
  '\\{1\\}',
  '\\{1,2\\}',
  '\\<',
  '\\>',
  '(',
  ')',
  '{',
  '}',
  '*',
  '**',
  '|',
  '||',
  '[',
  ']',
  '\\',
  '\\q',
  '{1',
  '{1,0}',
  '{256}',
  '{255}',
  '[b-a]',
  '[[:bogus:]]',
  '[[.bogus.]]',
  '[[==]]',
  '[a',
  '[[:alpha:]',
  '(?',
  '(?<',
  '(?i)',
  '\\9',
  '\\12',
  '\\0',
  '\\x',
  '\\u12',
  '\\U7fffffff',
  '\\xffffffff61',
  '[a-\\d]',
  '[\\m]',
  '#x\n',
  '-',
  '[a-b-c]',
  '[--a]',
  '[a--]',
  '()',
  '(|)',
  '(?:)',
  '\\1',
  '\\2',
  '[[:alpha',
  '[[.',
  '[[.a',
  '+?',
  '???',
  '{,2}',
  '{ 1 }',
  '{1 , 2}',
];
const PREFIXES = [
  '(?i)',
  '(?n)',
  '(?p)',
  '(?w)',
  '(?x)',
  '(?e)',
  '(?b)',
  '(?q)',
  '(?bx)',
  '(?en)',
  '(?be)',
  '(?ce)',
  '(?eb)',
  '(?qi)',
  '***:',
  '***=',
  '***:(?i)',
  '(?s)',
  '(?t)',
  '(?xt)',
  '***',
  '***?',
  '(?z)',
  '(?iq',
  '(?bi)',
  '(?bn)',
  '(?qe)',
  '(?xn)',
];

function makeExpression(making: Making, depth: number): string {
  const { random } = making;
  const branches: string[] = [];
  do {
    let branch = '';
    for (let count = random.below(4); count >= 0; count--) branch += makeAtom(making, depth);
    branches.push(branch);
  } while (random.below(4) === 0);
  return branches.join('|');
}

function makeAtom(making: Making, depth: number): string {
  const { random, groups } = making;
  const quantifier = random.one(QUANTIFIERS);
  const kind = random.below(depth > 0 ? 16 : 11);
  if (kind < 6) return random.one(CHARACTERS) + quantifier;
  if (kind === 6) return random.one(CONSTRAINTS);
  if (kind === 7) return random.one(SETS) + quantifier;
  if (kind < 10 && groups.closed.length > 0) return `\\${random.one(groups.closed)}${quantifier}`;
  if (kind === 10) return random.chance(8) ? random.one(ODDITIES) : random.one(['a', 'b', 'ab', 'ba']) + quantifier;
  if (kind === 11) return `(?:${makeExpression(making, depth - 1)})${quantifier}`;
  if (kind === 12)
    return `(?${random.one(['=', '!', '<=', '<!'])}${makeExpression({ random, groups: { open: 9, closed: [] } }, random.below(2))})`;
  if (groups.open >= 8) return 'c';
  const number = ++groups.open;
  const inner = makeExpression(making, depth - 1);
  groups.closed.push(number);
  return `(${inner})${quantifier}`;
}

function makeCases(number: number, count: number): Case[] {
  const random = seededRandom(number);
  return Array.from({ length: count }, () => {
    const prefix = random.chance(20) ? random.one(PREFIXES) : '';
    const expression = makeExpression({ random, groups: { open: 0, closed: [] } }, 3);
    // basic syntax writes its parentheses and bounds with backslashes
    const basic =
      /^(?:\*\*\*:)?\(\?[a-z]*b[^eq]*\)/.test(prefix) && random.chance(80)
        ? expression.replace(/[(){}]/g, '\\$&').replaceAll('\\(?:', '\\(')
        : expression;
    const text = Array.from({ length: random.below(11) }, () => 'aaaabbbcc@1 _AB-\n\u00fc\u0085#'[random.below(20)]).join('');
    return { expression: prefix + basic, text };
  });
}

const hex = (octets: string): string => Buffer.from(octets, 'latin1').toString('hex');

/** What the server answers: no match, its error, or what the first group took, in hexadecimal; without a group that is the whole match. */
function ours({ expression, text }: Case): string {
  const compiled = compileRegex(expression, 'tools' in postgres ? postgres.tools.major : 0);
  if (!compiled.ok) return compiled.code === 'invalid-regex' ? `invalid regular expression: ${compiled.message}` : compiled.code;
  const found = searchRegex(compiled.regex, text);
  if (found.found === undefined) return found.code;
  if (!found.found) return 'no match';
  return found.group === undefined ? `match or group ${hex(found.match)}` : `group ${hex(found.group)}`;
}

function same(own: string, theirs: string): boolean {
  return theirs === own || (theirs === 'match' && own.startsWith('match')) || own === `match or ${theirs}`;
}

requireOrSkip('a PostgreSQL server and psql', 'tools' in postgres)('regular expressions equal a live server', () => {
  let shop: Workshop;
  const undos: Undo[] = [];
  let client: Client;

  before(async function () {
    this.timeout(60_000);
    assert.ok('tools' in postgres);
    shop = new Workshop();
    makeServerFiles(shop);
    const { folder, port, runSql } = await startServer(postgres.tools, shop.folder, (undo) => void undos.push(undo));
    await runSql('CREATE DATABASE octets ENCODING SQL_ASCII TEMPLATE template0');
    client = new Client({ host: folder, port, user: ADMIN, database: 'octets', statement_timeout: 2000 });
    await client.connect();
    // where there is no group, both functions give the whole match as the first one; where it took no part, regexp_instr gives 0
    await client.query(`create function ask(t text, e text) returns text language plpgsql as $$
      declare m text[];
      begin
        m := regexp_match(t, e);
        if m is null then return 'no match'; end if;
        if regexp_instr(t, e, 1, 1, 0, '', 1) = 0 then return 'match'; end if;
        return 'group ' || encode(convert_to(m[1], 'SQL_ASCII'), 'hex');
      exception when invalid_regular_expression then return sqlerrm; end $$`);
  });

  after(async () => {
    await client?.end();
    for (const undo of undos.reverse()) await undo.gently();
    shop?.close();
  });

  /** The server's answers; undefined for what takes it longer than two seconds together with up to 199 others, and alone. */
  async function ask(cases: readonly Case[]): Promise<(string | undefined)[]> {
    try {
      const { rows } = await client.query<{ answer: string }>(
        `select ask(convert_from(decode(t, 'hex'), 'SQL_ASCII'), convert_from(decode(e, 'hex'), 'SQL_ASCII')) as answer
        from unnest($1::text[], $2::text[]) with ordinality as q(t, e, n) order by n`,
        [cases.map(({ text }) => hex(text)), cases.map(({ expression }) => hex(expression))],
      );
      return rows.map(({ answer }) => answer);
    } catch (error) {
      if (!/statement timeout/.test(String(error))) throw error;
      if (cases.length === 1) return [undefined];
      const half = cases.length >> 1;
      return [...(await ask(cases.slice(0, half))), ...(await ask(cases.slice(half)))];
    }
  }

  async function compare(cases: readonly Case[]): Promise<string[]> {
    const different: string[] = [];
    for (let at = 0; at < cases.length; at += 200) {
      const part = cases.slice(at, at + 200);
      const answers = await ask(part);
      for (const [index, item] of part.entries()) {
        const theirs = answers[index];
        const own = ours(item);
        // how much memory the server's automata may take is its own affair
        if (theirs === undefined || theirs.endsWith('regular expression is too complex') || same(own, theirs)) continue;
        different.push(`${JSON.stringify(item.expression)} in ${JSON.stringify(item.text)}: server "${theirs}", here "${own}"`);
      }
    }
    return different;
  }

  it('on random expressions', async function () {
    this.timeout(120_000);
    const different = await compare(makeCases(seed, Number(process.env['CASES'] ?? 2000)));
    assert.deepEqual(different.slice(0, 40), [], `${different.length} of seed ${seed}`);
  });

  it('on the forms that maps use', async () => {
    const expressions = [
      '^(.*)@example\\.com$',
      '^CN=([^,]*),OU=DB$',
      '^(.+?)@.*$',
      '(?:a|ab)(.*)',
      'x*?(a*)',
      '(?i)^(A)\\1$',
      '***=a.c',
      '[]a]+',
      '(?x) a b',
      'a(?#c)*b',
    ];
    const texts = ['alice@example.com', 'CN=bob,OU=DB', 'a@b@c', 'abc', 'xaa', 'aA', 'xa.cx', ']a', 'aab', ''];
    assert.deepEqual(await compare(expressions.flatMap((expression) => texts.map((text) => ({ expression, text })))), []);
  });
});
