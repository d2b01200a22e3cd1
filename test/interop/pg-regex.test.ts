/**
 * Our regular expressions against a live PostgreSQL server: known cases and seeded random ones, each asked for whether it is found and for its first
 * group. The database is SQL_ASCII with the C collation, as everything is when pg_ident.conf is looked at. SEED chooses other random cases.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { compileRegex, searchRegex } from '../../lib/postgres/regex.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';

const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
const [major] = versions.filter((version) => existsSync(join('/usr/lib/postgresql', version, 'bin/initdb'))).sort();
const bin = join('/usr/lib/postgresql', major ?? '', 'bin');

interface Case {
  readonly expression: string;
  readonly text: string;
}

/** A linear congruential generator: the same cases for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A random expression over a small alphabet, so that matches are frequent. */
function makeExpression(pick: (below: number) => number, depth: number, groups: { open: number; closed: number[] }): string {
  const branches: string[] = [];
  do {
    let branch = '';
    for (let count = pick(4); count >= 0; count--) branch += makeAtom(pick, depth, groups);
    branches.push(branch);
  } while (pick(4) === 0);
  return branches.join('|');
}

function makeAtom(pick: (below: number) => number, depth: number, groups: { open: number; closed: number[] }): string {
  const quantifiers = ['', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '{2,}', '{0}', '{1,}?'];
  const quantifier = quantifiers[pick(quantifiers.length)] as string;
  const kind = pick(depth > 0 ? 16 : 11);
  if (kind < 6) return (['a', 'b', 'c', '.', '[ab]', '[^a]'][kind] as string) + quantifier;
  if (kind === 6) return ['^', '$', '\\m', '\\M', '\\y', '\\Y', '\\A', '\\Z'][pick(8)] as string;
  if (kind === 7) return (['\\w', '\\d', '[[:alpha:]]', '\\W', '[a-c]', '@'][pick(6)] as string) + quantifier;
  if (kind === 8 && groups.closed.length > 0) return `\\${groups.closed[pick(groups.closed.length)]}${quantifier}`;
  if (kind < 11) return (['a', 'b', 'ab', 'ba'][pick(4)] as string) + quantifier;
  if (kind === 11) return `(?:${makeExpression(pick, depth - 1, groups)})${quantifier}`;
  if (kind === 12) return `(?${['=', '!', '<=', '<!'][pick(4)]}${makeExpression(pick, 0, { open: 9, closed: [] })})`;
  if (groups.open >= 8) return 'c';
  const number = ++groups.open;
  const inner = makeExpression(pick, depth - 1, groups);
  if (quantifier !== '{0}') groups.closed.push(number);
  return `(${inner})${quantifier}`;
}

function makeCases(seed: number, count: number): Case[] {
  const pick = random(seed);
  return Array.from({ length: count }, () => {
    const expression = makeExpression(pick, 3, { open: 0, closed: [] });
    const text = Array.from({ length: pick(9) }, () => 'aaabbbcc@1 _'[pick(12)]).join('');
    return { expression, text };
  });
}

/** What the server answers in one word: no match, an error, or the first group. */
function ours({ expression, text }: Case): string {
  const compiled = compileRegex(expression, Number(major));
  if (!compiled.ok) return compiled.code === 'invalid-regex' ? 'invalid' : compiled.code;
  const found = searchRegex(compiled.regex, text);
  if (found.found === undefined) return found.code;
  if (!found.found) return 'no match';
  return /\((?!\?)/.test(expression) ? `group ${found.group ?? 'none'}` : 'match';
}

requireOrSkip('a PostgreSQL server in /usr/lib/postgresql', major !== undefined)('regular expressions equal a live server', () => {
  const folder = major === undefined ? '' : mkdtempSync(join(tmpdir(), 'pg-regex-'));
  const root = process.getuid?.() === 0;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const as = root && major !== undefined ? { uid: id('-u'), gid: id('-g') } : {};
  let server: ChildProcess | undefined;
  let client: Client;

  before(async function () {
    this.timeout(60_000);
    if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
    const data = join(folder, 'data');
    const init = ['-D', data, '-U', 'admin', '-A', 'trust', '-E', 'SQL_ASCII', '--no-locale', '--no-sync', '--no-instructions'];
    execFileSync(join(bin, 'initdb'), init, { ...as, stdio: 'ignore', cwd: folder });
    const settings = ["listen_addresses=''", `unix_socket_directories='${folder}'`, 'fsync=off', 'statement_timeout=10s'];
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting.replaceAll("'", '')])], {
      ...as,
      cwd: folder,
    });
    server = child;
    await new Promise<void>((ready, failed) => {
      let log = '';
      child.stderr.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes('ready to accept connections')) ready();
      });
      child.on('exit', () => failed(new Error(log)));
    });
    client = new Client({ host: folder, user: 'admin', database: 'postgres' });
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
    if (server !== undefined && server.exitCode === null) {
      const ended = new Promise((done) => server?.on('exit', done));
      server.kill('SIGINT');
      await ended;
    }
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
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
    const seed = Number(process.env['SEED'] ?? 20_261_123);
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
