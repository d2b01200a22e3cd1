/**
 * pg_hba.conf and pg_ident.conf against a live PostgreSQL server of version 15: random files are put in its place, and the rows of its views
 * pg_hba_file_rules and pg_ident_file_mappings must be ours, errors in the server's words. The server keeps the rules it started with, since the
 * views read the files as they lie on the disk. CERTWRIGHT_SEED chooses other files, CASES how many.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { Undo } from '../../apps/cli/demo/clean-up.ts';
import { findPostgres } from '../../apps/cli/demo/find-server.ts';
import { ADMIN, startServer } from '../../apps/cli/demo/server.ts';
import { parseHba, parseIdent } from '../../lib/postgres/index.ts';
import { hbaRuleColumns } from '../../lib/postgres/access/hba-view.ts';
import { readable } from '../../lib/postgres/octets.ts';
import type { LineError } from '../../lib/postgres/access/types.ts';
import { seed } from '../support/properties.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { Workshop } from './openssl-tools.ts';
import { makeServerFiles } from './pg-authorities.ts';
import { BESIDE, randomFile } from './pg-lines-random.ts';

const postgres = findPostgres();
const found = 'tools' in postgres && postgres.tools.major === 15;

const hex = (column: string): string => `encode(convert_to(${column}, 'SQL_ASCII'), 'hex')`;
const hexes = (column: string): string => `(select array_agg(${hex('x')}) from unnest(${column}) x)`;
const QUERIES = {
  hba: `select line_number, type, ${hexes('database')}, ${hexes('user_name')}, ${hex('address')}, netmask, auth_method, ${hexes('options')}, ${hex('error')}
    from pg_hba_file_rules`,
  ident: `select line_number, ${hex('map_name')}, ${hex('sys_name')}, ${hex('pg_username')}, ${hex('error')} from pg_ident_file_mappings`,
} as const;

/** Errors that the view of version 15 shows as rows without any text (port numbers: only where the list itself is well formed). */
const SILENT =
  /^(?:invalid value for client|invalid RADIUS port|could not parse RADIUS (?:server|secret|identifiers) list|could not translate RADIUS)/;

type Row = readonly unknown[];

function toHex(octets: string): string {
  return Buffer.from(octets, 'latin1').toString('hex');
}

/** Our rows as the queries give them, errors apart. */
function ourRows(
  kind: 'hba' | 'ident',
  text: string,
  included: Readonly<Record<string, Uint8Array>>,
): { rows: Row[]; errors: readonly LineError[] } {
  const octets = Buffer.from(text, 'latin1');
  if (kind === 'ident') {
    const { rows, errors } = parseIdent(octets, { version: 15, included });
    return {
      rows: rows.map((row) => [row.line, ...[row.map, row.systemUser, row.databaseUser].map((token) => toHex(token.octets)), null]),
      errors,
    };
  }
  const { rows, errors } = parseHba(octets, { version: 15, included, interfaces: ['lo'] });
  const list = (values: readonly string[] | null): string[] | null => values?.map(toHex) ?? null;
  return {
    rows: rows.map((row) => {
      const { type, database, userName, address, netmask, authMethod, options } = hbaRuleColumns(row);
      return [
        row.line,
        type,
        list(database),
        list(userName),
        address === null ? null : toHex(address),
        netmask,
        authMethod,
        list(options),
        null,
      ];
    }),
    errors,
  };
}

requireOrSkip('a PostgreSQL server of version 15 and psql', found)('lines of access files equal a live server', () => {
  let shop: Workshop;
  let folder: string;
  const undos: Undo[] = [];
  let client: Client;
  const original = new Map<string, Buffer>();

  before(async function () {
    this.timeout(60_000);
    assert.ok('tools' in postgres);
    shop = new Workshop();
    makeServerFiles(shop);
    const server = await startServer(postgres.tools, shop.folder, (undo) => void undos.push(undo));
    folder = server.folder;
    await server.runSql('CREATE DATABASE octets ENCODING SQL_ASCII TEMPLATE template0');
    client = new Client({ host: folder, port: server.port, user: ADMIN, database: 'octets', statement_timeout: 20_000 });
    await client.connect();
    for (const [name, content] of Object.entries(BESIDE)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o755 });
      chmodSync(dirname(join(folder, name)), 0o755);
      writeFileSync(join(folder, name), content, 'latin1');
      chmodSync(join(folder, name), 0o644);
    }
    for (const name of ['pg_hba.conf', 'pg_ident.conf']) original.set(name, readFileSync(join(folder, name)));
  });

  after(async () => {
    await client?.end();
    for (const [name, content] of original) writeFileSync(join(folder, name), content);
    for (const undo of undos.reverse()) await undo.gently();
    shop?.close();
  });

  /** Differences in one file, as words. */
  async function compare(kind: 'hba' | 'ident', text: string): Promise<string[]> {
    // a mutated LDAP URL could end the server: a list of attributes without a name is a null pointer to it
    if (/ldapurl=[^\n]*\?,/.test(text)) return [];
    writeFileSync(join(folder, `pg_${kind}.conf`), text, 'latin1');
    const { rows: theirs } = await client.query<unknown[]>({ text: QUERIES[kind], rowMode: 'array' });
    const included = Object.fromEntries(Object.entries(BESIDE).map(([name, content]) => [name, Buffer.from(content, 'latin1')]));
    const { rows, errors } = ourRows(kind, text, included);
    const lines = new Map<number, string>(rows.map((row) => [row[0] as number, JSON.stringify(row)]));
    for (const { line, message } of errors) lines.set(line, `${line} error ${wordsOf(message)}`);
    const different: string[] = [];
    for (const row of theirs) {
      const line = row[0] as number;
      const isError = row[1] === null;
      const message = row.at(-1) === null ? 'without text' : wordsOf(readable(Buffer.from(row.at(-1) as string, 'hex').toString('latin1')));
      const expected = isError ? `${line} error ${message.replaceAll(`${folder}/`, '')}` : JSON.stringify(row);
      const own = lines.get(line);
      lines.delete(line);
      if (own !== expected) {
        const source = text
          .split('\n')
          .slice(line - 1, line + 1)
          .join('\n')
          .slice(0, 300);
        different.push(
          `${JSON.stringify(source)}\n  server ${readableRow(expected)}\n  here   ${own === undefined ? 'nothing' : readableRow(own)}`,
        );
      }
    }
    for (const own of lines.values()) different.push(`only here: ${readableRow(own)}`);
    return different;
  }

  for (const kind of ['hba', 'ident'] as const) {
    it(`on random files pg_${kind}.conf`, async function () {
      this.timeout(600_000);
      const files = Number(process.env['CASES'] ?? 60);
      const different: string[] = [];
      for (let i = 0; i < files && different.length < 20; i++) different.push(...(await compare(kind, randomFile(kind, seed + i, 60))));
      assert.deepEqual(different.slice(0, 20), [], `seed ${seed}\n${different.slice(0, 20).join('\n')}`);
    });
  }
});

/** The words of an error, none where the view has none, or has none for one of two causes. */
function wordsOf(message: string): string {
  return SILENT.test(message) ? 'without text' : message;
}

/** Hexadecimal columns as text. */
function readableRow(row: string): string {
  return row
    .replace(/"((?:[0-9a-f]{2})+)"/g, (_, digits: string) => JSON.stringify(Buffer.from(digits, 'hex').toString('latin1')))
    .slice(0, 400);
}
