/**
 * Writes vectors/postgres/ from the recordings of real PostgreSQL servers in the corpora folder: the same cases, without what the tests do not read,
 * every text once. Run with `node_modules/.bin/tsx vectors/make-postgres.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corporaFolder, repositoryRoot } from '../test/support/corpora.ts';

const source = join(corporaFolder, 'postgres');
const target = join(repositoryRoot, 'vectors/postgres');

interface Row {
  readonly version: string;
  readonly openssl: string;
  readonly securityLevel: number;
  readonly decision: string;
  readonly layer: string;
  readonly reasonCode: string;
}

interface LoginCase extends Omit<Row, 'version'> {
  readonly id: string;
  readonly pgVersion: string;
  readonly at: number;
  readonly chainPem: string | null;
  readonly caPem: string | null;
  readonly crlPem: string | null;
  readonly crlDir: Readonly<Record<string, string>> | null;
  readonly databaseExists: boolean;
  readonly replication: string;
  readonly hbaText: string;
  readonly identText: string;
  readonly files: Readonly<Record<string, string>>;
  readonly connection: string;
  readonly clientAddress: string;
  readonly database: string;
  readonly requestedUser: string;
  readonly password: string | null;
  readonly roles: Readonly<
    Record<string, { readonly memberOf: readonly string[]; readonly canLogin: boolean; readonly canReplicate: boolean }>
  >;
  readonly serverAddresses: readonly { readonly address: string; readonly netmask: string }[] | null;
  readonly nameResolution: { readonly reverse: Readonly<Record<string, string | null>> } | null;
  readonly otherVersions: readonly Row[];
  readonly sameIn: readonly Row[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(source, name), 'utf8'));
}

/** One object in front, then one case a line, so that a change shows as one. */
function write(name: string, head: Readonly<Record<string, unknown>>, cases: readonly unknown[]): void {
  const lines = cases.map((item) => JSON.stringify(item)).join(',\n');
  writeFileSync(
    join(target, name),
    `{${Object.entries(head)
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},`)
      .join('')}"cases":[\n${lines}\n]}\n`,
  );
}

function writeLogins(): void {
  const texts: string[] = [];
  const text = (value: string | null): number | null => {
    if (value === null) return null;
    if (!texts.includes(value)) texts.push(value);
    return texts.indexOf(value);
  };
  const cases = (read('pg-cases.json') as LoginCase[])
    // in these the client or the handshake decided, and the server's answer is not recorded
    .filter(({ layer }) => layer !== 'client' && layer !== 'tls')
    .map((item) => {
      const rows = [{ ...item, version: item.pgVersion }, ...item.otherVersions, ...item.sameIn];
      return {
        id: item.id,
        at: item.at,
        chain: text(item.chainPem),
        ca: text(item.caPem),
        crl: text(item.crlPem),
        hba: item.hbaText,
        ...(item.crlDir === null ? {} : { crlDir: item.crlDir }),
        ident: item.identText,
        included: item.files,
        connection: item.connection === 'host' ? 'hostnossl' : item.connection,
        address: item.clientAddress,
        database: item.database,
        user: item.requestedUser,
        password: item.password,
        ...(item.replication === 'none' ? {} : { replication: item.replication }),
        ...(item.databaseExists ? {} : { databaseExists: false }),
        roles: Object.fromEntries(
          Object.entries(item.roles).map(([name, { memberOf, canLogin, canReplicate }]) => [name, { memberOf, canLogin, canReplicate }]),
        ),
        ...(item.serverAddresses === null
          ? {}
          : { interfaces: item.serverAddresses.map(({ address, netmask }) => `${address}/${netmask}`) }),
        ...(item.nameResolution === null
          ? {}
          : { clientNames: Object.values(item.nameResolution.reverse).filter((name) => name !== null) }),
        expected: Object.fromEntries(
          rows.map((row) => [row.version, `${row.openssl} ${row.securityLevel} ${row.decision} ${row.layer} ${row.reasonCode}`] as const),
        ),
      };
    });
  write('logins.json', { texts }, cases);
}

function writeLines(): void {
  const { files, builds, cases } = read('pg-parse-cases.json') as {
    files: unknown;
    builds: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    cases: readonly {
      id: string;
      kind: string;
      text: string;
      byVersion: Readonly<Record<string, { decision: string; reasonCode: string } | null>>;
    }[];
  };
  const kept = Object.entries(builds).map(([version, { gss, ldap, pam, bsd, sspi }]) => [version, { gss, ldap, pam, bsd, sspi }]);
  write(
    'lines.json',
    { files, builds: Object.fromEntries(kept) },
    cases.map(({ id, kind, text, byVersion }) => ({
      id,
      kind,
      text,
      expected: Object.fromEntries(
        Object.entries(byVersion).flatMap(([version, row]) => (row === null ? [] : [[version, `${row.decision} ${row.reasonCode}`]])),
      ),
    })),
  );
}

function writeKeyFiles(): void {
  const cases = read('pg-keyperm-cases.json') as readonly Readonly<Record<string, unknown>>[];
  // what is in the file is not asked here
  const kept = cases.filter(({ content }) => content !== 'empty');
  write(
    'key-files.json',
    {},
    kept.map(({ id, side, euid, egids, stat, statError, reason }) => ({ id, side, euid, egids, stat, statError, reason })),
  );
}

writeLogins();
writeLines();
writeKeyFiles();
