/**
 * Random logins at a live PostgreSQL server, each decided by certwright as well: random access files and maps, certificates and chains of many shapes, CRLs
 * present, missing, stale and forged. CERTWRIGHT_SEED chooses other ones. Decision and place must be equal, and the reason as far as server and client tell.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { withCleanUp } from '../../apps/cli/demo/clean-up.ts';
import { findPostgres } from '../../apps/cli/demo/find-server.ts';
import { type ServerAnswer, tryLogin } from '../../apps/cli/demo/logins.ts';
import { adminLine, startServer, type ThrowAwayServer } from '../../apps/cli/demo/server.ts';
import { sameAnswer } from '../../apps/cli/demo/table.ts';
import { encodePem } from '../../lib/index.ts';
import { type Decision, decideClientAuth, type LoginInput } from '../../lib/postgres/index.ts';
import { seed } from '../support/properties.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';
import { type Authorities, type Authority, crlStates, isHarmless, makeAuthorities, makeCrls, makeServerFiles } from './pg-authorities.ts';
import { type Client, makeClients } from './pg-clients.ts';
import { databases, makeHba, makeIdent, people, roles, setUp } from './pg-files.ts';

const CONFIGURATIONS = 40;
const LOGINS = 10;
const CLIENTS = 90;

const found = findPostgres();
const present = 'tools' in found && found.tools.major >= 14 && opensslVersion !== undefined;

/** What a server runs with, as certwright is told. */
type ServerInput = Pick<LoginInput, 'serverVersion' | 'ca' | 'crl' | 'hba' | 'ident' | 'included' | 'network' | 'roles'>;

interface Configuration {
  readonly input: ServerInput;
  /** Good certificates that are not revoked pass its CRLs. */
  readonly harmless: boolean;
}

function makeConfiguration(random: Random, serverVersion: number, authorities: Authorities, clients: readonly Client[]): Configuration {
  const { root, foreign } = authorities;
  const foreignRoot = foreign.path.at(-1) ?? foreign;
  const both = pem(root, foreignRoot);
  const damaged = both + encodePem('CERTIFICATE', root.certificate.der.subarray(0, 99));
  const windows = pem(foreignRoot, root).replaceAll('\n', '\r\n');
  const ca = random.chance(88) ? both : random.one([windows, pem(root), pem(foreignRoot), null, damaged]);
  const state = random.chance(50) ? random.one(crlStates) : 'complete';
  // what is revoked has no other fault: a server and we look in different orders
  const revoked = clients.filter(({ faulty }) => !faulty && random.chance(20)).map(({ leaf }) => leaf);
  const crl = random.chance(60) ? makeCrls(authorities, revoked, random, state) : null;
  const input = {
    serverVersion,
    ca,
    crl,
    hba: makeHba(random, random.chance(8)),
    ident: makeIdent(random, random.chance(8)),
    included: { people },
    network: { serverAddresses: ['127.0.0.1'], subnets: ['127.0.0.0/8'] },
    roles,
  };
  return { input, harmless: crl === null || isHarmless(state) };
}

function pem(...authorities: readonly Authority[]): string {
  return authorities.map(({ certificate }) => encodePem('CERTIFICATE', certificate.der)).join('a note between\n');
}

/** Waits for what has to come soon. */
async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !condition(); await sleep(5))
    if (performance.now() > end) throw new Error('the server did not do in 20 seconds what it was asked for');
}

/** Gives the server other files. Returns the lines that it logged about them. */
async function reload(server: ThrowAwayServer, { ca, crl, hba, ident }: ServerInput): Promise<readonly string[]> {
  const files = { 'pg_hba.conf': adminLine + String(hba), 'pg_ident.conf': ident, people, 'root.crt': ca, 'root.crl': crl };
  for (const [name, text] of Object.entries(files)) if (typeof text === 'string') writeFileSync(join(server.folder, name), text);
  const setting = (name: string, on: boolean): string => (on ? `ALTER SYSTEM RESET ${name};` : `ALTER SYSTEM SET ${name} = '';`);
  const start = server.log.length;
  const count = (what: string): number => server.log.slice(start).filter((line) => line.includes(what)).length;
  await server.runSql(`${setting('ssl_ca_file', ca !== null)} ${setting('ssl_crl_file', crl !== null)} SELECT pg_reload_conf();`);
  await until(() => count('received SIGHUP') > 0);
  // The server's main process reloads before it takes the next connection, so that all is said and done when that one is logged.
  await server.runSql('SELECT 1');
  await until(() => count('connection authorized') === 2);
  return server.log.slice(start);
}

/** The files that the server says it refused, in certwright's words. */
function refusedFiles(log: readonly string[]): string[] {
  const files: readonly (readonly [RegExp, string])[] = [
    [/pg_hba\.conf was not reloaded/, 'pg_hba.conf'],
    [/pg_ident\.conf was not reloaded/, 'pg_ident.conf'],
    [/could not load root certificate file/, 'ssl_ca_file'],
    [/could not load SSL certificate revocation list file/, 'ssl_crl_file'],
  ];
  return files.flatMap(([pattern, file]) => (log.some((line) => pattern.test(line)) ? [file] : []));
}

function problemFiles(decision: Decision): string[] {
  const problems = decision.steps.flatMap((step) => (step.step === 'files' ? step.problems : []));
  return [...new Set(problems.map(({ file }) => file))];
}

/** The alert that OpenSSL sends for a reason (statem_lib.c: ssl_x509err2alert), in the words of the client's OpenSSL. */
function alertOf(reason: string): RegExp {
  if (reason.endsWith('-expired')) return /certificate expired/;
  if (reason === 'cert-revoked') return /certificate revoked/;
  if (reason === 'invalid-purpose') return /unsupported certificate/;
  if (reason.endsWith('-signature-failure')) return /decrypt error/;
  if (reason.endsWith('-not-yet-valid')) return /bad certificate/;
  if (/^unable-to-get|^invalid-ca$|self-signed|^path-length-exceeded$/.test(reason)) return /unknown ca/;
  return /certificate unknown/;
}

/** What a client saw that was refused before the alert came: its own writing failed. */
const NO_ALERT = /SYSCALL|closed the connection/;

/** One login at a server that runs with a configuration. */
interface Login {
  readonly client: Client | undefined;
  readonly user: string;
  readonly database: string;
  readonly password: 'right' | 'wrong';
  readonly tls: boolean;
}

function makeLogin(random: Random, clients: readonly Client[]): Login {
  const client = random.chance(88) ? random.one(clients) : undefined;
  return {
    client,
    user: client !== undefined && random.chance(65) ? client.hint : random.one([...Object.keys(roles), 'nobody']),
    database: random.chance(4) ? 'nowhere' : random.one(databases),
    password: random.one(['right', 'right', 'right', 'wrong']),
    tls: random.chance(94),
  };
}

function decide(input: ServerInput, { client, user, database, password, tls }: Login, chain: string | null): Decision {
  return decideClientAuth({
    ...input,
    connection: { type: tls ? 'hostssl' : 'hostnossl', address: '127.0.0.1', database, user, password },
    databaseExists: databases.includes(database),
    chain: client === undefined ? null : chain,
  });
}

/** The same decision at the same place, and the same reason: of a refused chain with more than one fault either may be named. */
function agrees(decision: Decision, answer: ServerAnswer, severalFaults: boolean): boolean {
  if (!sameAnswer(decision, answer)) return false;
  if (decision.layer !== 'verify' || severalFaults || NO_ALERT.test(answer.clientTalk)) return true;
  return alertOf(decision.reason).test(answer.clientTalk);
}

/** Tries logins until all are done, and gives what was decided how often and every difference. */
class Comparison {
  readonly counts: Map<string, number> = new Map();
  readonly differences: string[] = [];

  count({ layer, reason }: Decision): void {
    const what = `${layer} ${reason}`;
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** What counts of a refused configuration is which files; the server keeps its old ones, and logins say nothing about the new. */
  refusal(decision: Decision, refused: readonly string[]): void {
    this.count(decision);
    const ours = problemFiles(decision).join();
    if (ours === refused.join()) return;
    this.differences.push(`the server refuses [${refused.join()}], ours are [${ours}]: ${JSON.stringify(decision.steps)}`);
  }

  login(
    { client, user, database, password, tls }: Login,
    decision: Decision,
    answer: ServerAnswer,
    { input, harmless }: Configuration,
  ): void {
    this.count(decision);
    if (agrees(decision, answer, client?.faulty === true && !harmless)) return;
    const what = `${user} at ${database}, ${tls ? 'TLS' : 'no TLS'}, password ${password}, client ${client?.about ?? 'none'}`;
    const theirs = `${answer.layer} ${answer.reason}: ${answer.logLine} | ${answer.clientTalk}`;
    const files = `${String(input.hba)}--- pg_ident.conf\n${String(input.ident)}`;
    this.differences.push(`${what}\n  ours: ${decision.layer} ${decision.reason}\n  server: ${theirs}\n--- pg_hba.conf\n${files}`);
  }
}

requireOrSkip('a PostgreSQL server from 14 on, psql, and openssl 3.0', present)(`random logins (CERTWRIGHT_SEED=${seed})`, function () {
  this.timeout(300_000);

  it('are decided as the server decides them', async () => {
    assert.ok('tools' in found);
    const { tools } = found;
    const random = seededRandom(seed);
    const shop = new Workshop();
    const comparison = new Comparison();
    try {
      const authorities = makeAuthorities(shop);
      const clients = makeClients(shop, authorities, random, CLIENTS);
      makeServerFiles(shop);
      await withCleanUp(async (register) => {
        const server = await startServer(tools, shop.folder, register);
        await server.runSql(setUp);
        for (let number = 0; number < CONFIGURATIONS; number++) {
          const configuration = makeConfiguration(random, tools.major, authorities, clients);
          const refused = refusedFiles(await reload(server, configuration.input));
          for (let tried = 0; tried < LOGINS; tried++) {
            const login = makeLogin(random, clients);
            const { client, password, user, database, tls } = login;
            const decision = decide(configuration.input, login, client === undefined ? null : shop.read(`${client.name}.crt`));
            if (refused.length > 0 || decision.decision === 'config-error') {
              comparison.refusal(decision, refused);
              break;
            }
            const attempt = { title: '', user, database, client: client?.name ?? null, tls };
            const answer = await tryLogin(attempt, { tools, server, folder: shop.folder, password, register });
            comparison.login(login, decision, answer, configuration);
          }
        }
      });
    } finally {
      shop.close();
    }
    const { counts, differences } = comparison;
    const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, number]) => `      ${String(number).padStart(4)} ${what}\n`);
    process.stdout.write(lines.join(''));
    assert.equal(differences.length, 0, differences.join('\n\n'));
    const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
    assert.ok(total >= 150, `${total} logins`);
    for (const layer of ['accept', 'config', 'verify', 'auth', 'hba'])
      assert.ok(
        [...counts.keys()].some((what) => what.startsWith(layer)),
        layer,
      );
  });
});
