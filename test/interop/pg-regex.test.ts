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

/** A random expression over a small alphabet, so that matches are frequent. */
function makeExpression(random: Random, depth: number, groups: { open: number; closed: number[] }): string {
  const branches: string[] = [];
  do {
    let branch = '';
    for (let count = random.below(4); count >= 0; count--) branch += makeAtom(random, depth, groups);
    branches.push(branch);
  } while (random.below(4) === 0);
  return branches.join('|');
}

function makeAtom(random: Random, depth: number, groups: { open: number; closed: number[] }): string {
  const quantifiers = ['', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '{2,}', '{0}', '{1,}?'];
  const quantifier = quantifiers[random.below(quantifiers.length)] as string;
  const kind = random.below(depth > 0 ? 16 : 11);
  if (kind < 6) return (['a', 'b', 'c', '.', '[ab]', '[^a]'][kind] as string) + quantifier;
  if (kind === 6) return ['^', '$', '\\m', '\\M', '\\y', '\\Y', '\\A', '\\Z'][random.below(8)] as string;
  if (kind === 7) return (['\\w', '\\d', '[[:alpha:]]', '\\W', '[a-c]', '@'][random.below(6)] as string) + quantifier;
  if (kind === 8 && groups.closed.length > 0) return `\\${groups.closed[random.below(groups.closed.length)]}${quantifier}`;
  if (kind < 11) return (['a', 'b', 'ab', 'ba'][random.below(4)] as string) + quantifier;
  if (kind === 11) return `(?:${makeExpression(random, depth - 1, groups)})${quantifier}`;
  if (kind === 12) return `(?${['=', '!', '<=', '<!'][random.below(4)]}${makeExpression(random, 0, { open: 9, closed: [] })})`;
  if (groups.open >= 8) return 'c';
  const number = ++groups.open;
  const inner = makeExpression(random, depth - 1, groups);
  if (quantifier !== '{0}') groups.closed.push(number);
  return `(${inner})${quantifier}`;
}

function makeCases(number: number, count: number): Case[] {
  const random = seededRandom(number);
  return Array.from({ length: count }, () => {
    const expression = makeExpression(random, 3, { open: 0, closed: [] });
    const text = Array.from({ length: random.below(9) }, () => 'aaabbbcc@1 _'[random.below(12)]).join('');
    return { expression, text };
  });
}

/** What the server answers in one word: no match, an error, or the first group. */
function ours({ expression, text }: Case): string {
  const compiled = compileRegex(expression, 'tools' in postgres ? postgres.tools.major : 0);
  if (!compiled.ok) return compiled.code === 'invalid-regex' ? 'invalid' : compiled.code;
  const found = searchRegex(compiled.regex, text);
  if (found.found === undefined) return found.code;
  if (!found.found) return 'no match';
  return /\((?!\?)/.test(expression) ? `group ${found.group ?? 'none'}` : 'match';
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
    client = new Client({ host: folder, port, user: ADMIN, database: 'octets', statement_timeout: 10_000 });
    await client.connect();
    await client.query(`create function ask(t text, e text) returns text language plpgsql as $$
      declare m text[];
      begin
        m := regexp_match(t, e);
        if m is null then return 'no match'; end if;
        return case when regexp_match(e, '\\((?!\\?)') is null then 'match' else 'group ' || coalesce(m[1], 'none') end;
      exception when invalid_regular_expression then return 'invalid'; end $$`);
  });

  after(async () => {
    await client?.end();
    for (const undo of undos.reverse()) await undo.gently();
    shop?.close();
  });

  async function compare(cases: readonly Case[]): Promise<string[]> {
    const { rows } = await client.query<{ answer: string }>(
      'select ask(t, e) as answer from unnest($1::text[], $2::text[]) with ordinality as q(t, e, n) order by n',
      [cases.map(({ text }) => text), cases.map(({ expression }) => expression)],
    );
    return cases.flatMap((item, index) => {
      const theirs = rows[index]?.answer;
      const own = ours(item);
      if (own === 'regex-not-supported') return [];
      return theirs === own ? [] : [`${item.expression} in ${JSON.stringify(item.text)}: server "${theirs}", here "${own}"`];
    });
  }

  it('on random expressions', async function () {
    this.timeout(120_000);
    const different = await compare(makeCases(seed, Number(process.env['CASES'] ?? 5000)));
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
