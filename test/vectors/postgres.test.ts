/**
 * The recordings of real PostgreSQL servers 12 to 18 in vectors/postgres (made by vectors/make-postgres.ts): lines of the access files, modes of key
 * files, logins with the OpenSSL and the security level of each server.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decideClientAuth } from '../../lib/postgres/login/decide.ts';
import type { LoginInput } from '../../lib/postgres/login/login.ts';
import { parseHba } from '../../lib/postgres/access/hba.ts';
import { parseIdent } from '../../lib/postgres/access/ident.ts';
import { checkKeyFile, type FileStat } from '../../lib/postgres/server/key-file.ts';
import type { ServerBuild } from '../../lib/postgres/access/types.ts';
import { repositoryRoot } from '../support/corpora.ts';

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(repositoryRoot, 'vectors/postgres', name), 'utf8'));
}

interface Lines {
  readonly files: Readonly<Record<string, string>>;
  readonly builds: Readonly<Record<string, ServerBuild>>;
  readonly cases: readonly {
    readonly id: string;
    readonly kind: 'hba' | 'ident';
    readonly text: string;
    readonly expected: Readonly<Record<string, string>>;
  }[];
}

interface KeyFiles {
  readonly cases: readonly {
    readonly id: string;
    readonly side: 'server' | 'libpq';
    readonly euid: string;
    readonly egids: readonly string[];
    readonly stat: { readonly uid: string; readonly gid: string; readonly mode: string; readonly kind: string } | null;
    readonly statError: string | null;
    readonly reason: string;
  }[];
}

interface Logins {
  readonly texts: readonly string[];
  readonly cases: readonly {
    readonly id: string;
    readonly at: number;
    readonly chain: number | null;
    readonly ca: number | null;
    readonly crl: number | null;
    readonly crlDir?: Readonly<Record<string, string>>;
    readonly replication?: string;
    readonly databaseExists?: boolean;
    readonly hba: string;
    readonly ident: string;
    readonly included: Readonly<Record<string, string>>;
    readonly connection: LoginInput['connection']['type'];
    readonly address: string;
    readonly database: string;
    readonly user: string;
    readonly password: 'right' | 'wrong' | null;
    readonly roles: NonNullable<LoginInput['roles']>;
    readonly interfaces?: readonly string[];
    readonly clientNames?: readonly string[];
    readonly expected: Readonly<Record<string, string>>;
  }[];
}

describe('lines of pg_hba.conf and pg_ident.conf as servers 12 to 18 see them', () => {
  const { files, builds, cases } = read('lines.json') as Lines;
  for (const { id, kind, text, expected } of cases) {
    it(id, () => {
      for (const [version, wanted] of Object.entries(expected)) {
        const options = { version: Number.parseInt(version, 10), included: files, build: builds[version] };
        const { rows, errors } = kind === 'hba' ? parseHba(text, options) : parseIdent(text, options);
        const [error] = errors;
        const [row] = rows;
        const warning = row !== undefined && 'warning' in row ? row.warning : undefined;
        const found =
          error !== undefined
            ? `error ${error.code}`
            : warning !== undefined
              ? `warning ${warning}`
              : row === undefined
                ? 'no-line no-line'
                : 'line ok';
        assert.equal(found, wanted, `version ${version}: ${text}`);
      }
    });
  }
});

describe('key files as a server and libpq take them', () => {
  // symbolic ids of the recordings
  const ids: Readonly<Record<string, number>> = { root: 0, self: 100, extra: 101, other: 200 };
  for (const { id, side, euid, egids, stat, statError, reason } of (read('key-files.json') as KeyFiles).cases) {
    it(id, () => {
      const file: FileStat =
        stat === null
          ? { error: statError ?? '' }
          : {
              kind: stat.kind === 'file' || stat.kind === 'directory' ? stat.kind : 'other',
              uid: ids[stat.uid] as number,
              gid: ids[stat.gid] as number,
              mode: Number.parseInt(stat.mode, 8),
            };
      const decision = checkKeyFile(file, { side, euid: ids[euid] as number, egids: egids.map((group) => ids[group] as number) });
      assert.deepEqual(decision, { ok: reason === 'ok', reason });
    });
  }
});

describe('logins as servers 12 to 18 decide them', () => {
  const { texts, cases } = read('logins.json') as Logins;
  const text = (index: number | null): string | null => (index === null ? null : (texts[index] as string));

  for (const item of cases) {
    it(item.id, () => {
      for (const [version, wanted] of Object.entries(item.expected)) {
        const [openssl, level, ...rest] = wanted.split(' ');
        const found = decideClientAuth({
          serverVersion: Number.parseInt(version, 10),
          openssl: openssl as '1.1.1' | '3.0',
          securityLevel: Number(level) as 0 | 1 | 2,
          at: item.at * 1000,
          ca: text(item.ca),
          crl: text(item.crl),
          crlDir: item.crlDir ?? null,
          hba: `${item.hba}\nlocal all postgres trust`,
          ident: item.ident,
          included: item.included,
          network: {
            ...(item.interfaces === undefined
              ? {}
              : { subnets: item.interfaces, serverAddresses: item.interfaces.map((entry) => entry.replace(/\/.*/, '')) }),
            ...(item.clientNames === undefined ? {} : { clientNames: item.clientNames }),
          },
          connection: {
            type: item.connection,
            address: item.address,
            database: item.database,
            user: item.user,
            password: item.password,
            replication: item.replication === 'database' ? 'database' : item.replication !== undefined,
          },
          databaseExists: item.databaseExists ?? true,
          chain: text(item.chain),
          roles: item.roles,
        });
        // servers before 16 do not log why a chain was refused
        const unnamed = rest.at(-1) === 'cert-verify-failed' && found.layer === 'verify';
        assert.equal(`${found.decision} ${found.layer} ${unnamed ? 'cert-verify-failed' : found.reason}`, rest.join(' '), version);
      }
    });
  }
});
