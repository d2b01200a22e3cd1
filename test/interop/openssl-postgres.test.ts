/**
 * The files that the manual's command lines make (PostgreSQL 19.9), by certwright and by OpenSSL, in a real server: it starts with them and decides logins as
 * certwright says. The manual's CAs issue no CRLs; the throw-away server wants one for each, so empty ones are made.
 */
import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { type Attempt, hba, ident, roles, rules } from '../../apps/cli/demo/attempts.ts';
import { withCleanUp } from '../../apps/cli/demo/clean-up.ts';
import { decide } from '../../apps/cli/demo/decisions.ts';
import { findPostgres } from '../../apps/cli/demo/find-server.ts';
import { tryLogin } from '../../apps/cli/demo/logins.ts';
import { startServer } from '../../apps/cli/demo/server.ts';
import { createSigner, encodePem, issueCrl, loadPrivateKey, parseCertificates } from '../../lib/index.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';

const SYSTEM_CONFIG = '/etc/ssl/openssl.cnf';
const v3ca = `-extfile ${SYSTEM_CONFIG} -extensions v3_ca`;

const request = (name: string, commonName: string): string =>
  `req -new -nodes -text -out ${name}.csr -keyout ${name}.key -subj /CN=${commonName}`;
const issue = (name: string, ca: string): string =>
  `x509 -req -in ${name}.csr -text -days 365 -CA ${ca}.crt -CAkey ${ca}.key -CAcreateserial -out ${name}.crt`;

const manual: readonly string[] = [
  request('root', 'root.yourdomain.com'),
  `x509 -req -in root.csr -text -days 3650 ${v3ca} -signkey root.key -out root.crt`,
  request('intermediate', 'intermediate.yourdomain.com'),
  `x509 -req -in intermediate.csr -text -days 1825 ${v3ca} -CA root.crt -CAkey root.key -CAcreateserial -out intermediate.crt`,
  request('server', 'dbhost.yourdomain.com'),
  issue('server', 'intermediate'),
  request('alice', 'alice'),
  issue('alice', 'intermediate'),
  request('direct', 'alice'),
  issue('direct', 'root'),
  'req -new -x509 -days 365 -nodes -text -out stranger.crt -keyout stranger.key -subj /CN=alice',
];

/** Without a client certificate of the CA nobody comes in, and under `cert` and `verify-full` only the user it names. */
const attempts: readonly (Attempt & { readonly expected: 'accept' | 'reject' })[] = [
  { title: 'right user', user: 'alice', database: 'cert', client: 'alice', tls: true, expected: 'accept' },
  { title: 'right user', user: 'alice', database: 'verify_full', client: 'alice', tls: true, expected: 'accept' },
  { title: 'any user', user: 'bob', database: 'verify_ca', client: 'alice', tls: true, expected: 'accept' },
  { title: 'issued by the root itself', user: 'alice', database: 'cert', client: 'direct', tls: true, expected: 'accept' },
  { title: 'wrong user', user: 'bob', database: 'cert', client: 'alice', tls: true, expected: 'reject' },
  { title: 'unknown CA', user: 'alice', database: 'cert', client: 'stranger', tls: true, expected: 'reject' },
  { title: 'missing intermediate', user: 'alice', database: 'cert', client: 'alone', tls: true, expected: 'reject' },
  { title: 'no certificate', user: 'alice', database: 'cert', client: null, tls: true, expected: 'reject' },
];

const found = findPostgres();
const present = 'tools' in found && opensslVersion !== undefined && existsSync(SYSTEM_CONFIG);

requireOrSkip('a PostgreSQL server, psql, and the openssl command', present)("the manual's files in a real server", function () {
  this.timeout(180_000);
  for (const maker of ['certwright', 'openssl'] as const) {
    it(`made by ${maker}`, async () => {
      const shop = new Workshop();
      try {
        for (const line of manual) await (maker === 'openssl' ? shop.make(...line.split(' ')) : shop.makeOurs(...line.split(' ')));
        complete(shop);
        await withCleanUp(async (register) => {
          assert.ok('tools' in found);
          const { tools } = found;
          const server = await startServer(tools, shop.folder, register);
          await server.runSql(
            [
              ...roles.map((role) => `CREATE ROLE ${role} LOGIN PASSWORD 'x';`),
              ...rules.map(({ database }) => `CREATE DATABASE ${database};`),
            ].join('\n'),
          );
          const files = ['root.crt', 'root.crl', 'alice.crt', 'direct.crt', 'stranger.crt', 'alone.crt'].map((path) => ({
            path,
            text: shop.read(path),
          }));
          for (const attempt of attempts) {
            const { title, expected } = attempt;
            const answer = await tryLogin(attempt, { tools, server, folder: shop.folder, password: 'x', register });
            const decision = decide(attempt, {
              files: files.map((file) => ({ ...file, mode: 0o644 })),
              serverVersion: tools.major,
              at: Date.now(),
            });
            assert.deepEqual(
              [answer.decision, decision.decision],
              [expected, expected],
              `${title}: ${answer.logLine} / ${decision.reason}`,
            );
            assert.equal(decision.layer, answer.layer, `${title}: ${answer.logLine} / ${decision.reason}`);
          }
        });
      } finally {
        shop.close();
      }
    });
  }
});

/** What the manual says in words: the intermediate goes behind the certificates it issued. And what only the throw-away server needs. */
function complete(shop: Workshop): void {
  shop.write('alone.crt', shop.read('alice.crt'));
  shop.write('alone.key', shop.read('alice.key'));
  for (const name of ['server', 'alice']) shop.write(`${name}.crt`, shop.read(`${name}.crt`) + shop.read('intermediate.crt'));
  shop.write('root.crl', ['root', 'intermediate'].map((name) => emptyCrl(shop, name)).join(''));
  shop.write('pg_hba.conf', hba);
  shop.write('pg_ident.conf', ident);
  chmodSync(`${shop.folder}/alone.key`, 0o600);
}

function emptyCrl(shop: Workshop, name: string): string {
  const [issuer] = parseCertificates(shop.read(`${name}.crt`));
  assert.ok(issuer !== undefined);
  const now = Date.now();
  const template = { issuer, thisUpdate: now, nextUpdate: now + 86_400_000, crlNumber: 1, entries: [] };
  return encodePem('X509 CRL', issueCrl(template, createSigner(loadPrivateKey(shop.read(`${name}.key`)))).der);
}
