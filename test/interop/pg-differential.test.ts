/**
 * Random logins at a live PostgreSQL server, each decided by certwright as well: chains with faults of all kinds, CRLs, access files and maps, and files that the
 * server refuses. CERTWRIGHT_SEED chooses other ones. Decision and layer must be equal, and the reason as far as server and client tell it; what a chain is
 * refused for, and at which depth, must be what `openssl verify` says.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { withCleanUp } from '../../apps/cli/demo/clean-up.ts';
import { findPostgres, type PostgresTools } from '../../apps/cli/demo/find-server.ts';
import { type ServerAnswer, tryLogin } from '../../apps/cli/demo/logins.ts';
import { startServer, type ThrowAwayServer } from '../../apps/cli/demo/server.ts';
import { sameAnswer } from '../../apps/cli/demo/table.ts';
import type { Decision } from '../../lib/postgres/index.ts';
import { explainDecision } from '../../lib/text/index.ts';
import { seed } from '../support/properties.ts';
import { seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';
import { makeServerFiles } from './pg-authorities.ts';
import { Keys } from './pg-branch.ts';
import { people, setUp } from './pg-files.ts';
import { askOpenssl, fitsAlert, isClientRefusal, type Opinion, ownOpinion, problemFiles, refusedFiles } from './pg-judges.ts';
import { type Configuration, decide, inputOf, type Login, Scenarios, type ServerInput } from './pg-scenarios.ts';

/** Configurations with logins, and such that the server refuses. */
const CONFIGURATIONS = 38;
const REFUSED = 19;

/** Further ones where chance has made too few of a kind. */
const FURTHER = 15;

/** Least shares of the scenarios, in percent. */
const SHARES: Readonly<Record<string, number>> = { accept: 25, verify: 25, name: 15, config: 5 };

const found = findPostgres();
const present = 'tools' in found && found.tools.major >= 14 && opensslVersion !== undefined;

/** Waits for what has to come soon. */
async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !condition(); await sleep(5))
    if (performance.now() > end) throw new Error('the server did not do in 20 seconds what it was asked for');
}

// libpq would refuse weak keys of its own certificate, which is not what is asked
const lenient = 'openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nCipherString = DEFAULT@SECLEVEL=0\n';

/** A server whose files change while it runs. */
class Subject {
  readonly #server: ThrowAwayServer;
  readonly #shop: Workshop;
  readonly #tools: PostgresTools;
  readonly #register: Parameters<Parameters<typeof withCleanUp>[0]>[0];
  #reloads = 0;

  constructor(server: ThrowAwayServer, shop: Workshop, tools: PostgresTools, register: Parameters<Parameters<typeof withCleanUp>[0]>[0]) {
    this.#server = server;
    this.#shop = shop;
    this.#tools = tools;
    this.#register = register;
  }

  /** Gives the server other files. Returns the lines that it logged about them. */
  async reload({ ca, crl = null, crlDir = null, hba, ident, securityLevel }: ServerInput): Promise<readonly string[]> {
    const { folder, log } = this.#server;
    const files = { 'pg_hba.conf': hba, 'pg_ident.conf': ident, people, 'root.crt': ca, 'root.crl': crl };
    for (const [name, text] of Object.entries(files)) if (typeof text === 'string') writeFileSync(join(folder, name), text);
    const crls = join(folder, `crls-${++this.#reloads}`);
    if (crlDir !== null) mkdirSync(crls);
    for (const [name, text] of Object.entries(crlDir ?? {})) writeFileSync(join(crls, name), text);
    const setting = (name: string, on: boolean): string => (on ? `ALTER SYSTEM RESET ${name};` : `ALTER SYSTEM SET ${name} = '';`);
    const start = log.length;
    const count = (what: string): number => log.slice(start).filter((line) => line.includes(what)).length;
    await this.#server.runSql(
      `${setting('ssl_ca_file', ca !== null)} ${setting('ssl_crl_file', crl !== null)}
       ALTER SYSTEM SET ssl_crl_dir = '${crlDir === null ? '' : crls}';
       ALTER SYSTEM SET ssl_ciphers = 'DEFAULT@SECLEVEL=${securityLevel}'; SELECT pg_reload_conf();`,
    );
    await until(() => count('received SIGHUP') > 0);
    // The server's main process reloads before it takes the next connection, so that all is said and done when that one is logged.
    await this.#server.runSql('SELECT 1');
    await until(() => count('connection authorized') === 2);
    return log.slice(start);
  }

  async login({ client, user, database, password, tls }: Login): Promise<ServerAnswer> {
    const { folder } = this.#shop;
    if (client !== undefined) {
      this.#shop.write('client.crt', client.sent);
      this.#shop.write('client.key', client.key);
      chmodSync(join(folder, 'client.key'), 0o600);
    }
    const env = { OPENSSL_CONF: join(folder, 'lenient.cnf') };
    const context = { tools: this.#tools, server: this.#server, folder, password, env, register: this.#register };
    return tryLogin({ title: '', user, database, client: client === undefined ? null : 'client', tls }, context);
  }
}

/** What was decided how often, and every difference. */
class Comparison {
  readonly counts: Map<string, number> = new Map();
  readonly differences: string[] = [];
  total = 0;

  share(what: string): number {
    const fits = (layer: string, reason: string): boolean => (what === 'name' ? /user-name|usermap|^cn-/.test(reason) : layer === what);
    const counted = [...this.counts].filter(([key]) => fits(...(key.split(' ') as [string, string])));
    return (100 * counted.reduce((sum, [, number]) => sum + number, 0)) / this.total;
  }

  /** A kind of answer that there are too few of, with some reserve. */
  short(reserve: number): string | undefined {
    return Object.keys(SHARES).find((what) => this.share(what) < (SHARES[what] as number) + reserve);
  }

  /** What counts of a refused configuration is which files and lines; the server keeps its old ones, and logins say nothing about the new. */
  refusal(decision: Decision, refused: readonly string[], { input }: Configuration): void {
    this.#count(decision);
    const ours = problemFiles(decision);
    if (ours.join() === refused.join()) return;
    this.#differ(`the server refuses [${refused.join()}], certwright [${ours.join()}]`, decision, input);
  }

  login(login: Login, decision: Decision, answer: ServerAnswer, opinion: Opinion | undefined, { input }: Configuration): void {
    const own = ownOpinion(decision);
    const theirs = `server: ${answer.decision} ${answer.layer} ${answer.reason}: ${answer.logLine} | ${answer.clientTalk}\nopenssl: ${opinion?.talk}`;
    const what = `${login.user} at ${login.database}, ${login.tls ? 'TLS' : 'no TLS'}, password ${login.password}, client ${login.about}`;
    const sameChain = own === undefined || opinion === undefined || own === opinion.short;
    // what libpq does not send, no server has judged
    const notSent = isClientRefusal(answer);
    if (!notSent) this.#count(decision);
    const same = notSent || (sameAnswer(decision, answer) && (decision.layer !== 'verify' || fitsAlert(decision.reason, answer)));
    if (!same || !sameChain) this.#differ(`${what}\n${theirs}`, decision, inputOf(input, login));
  }

  #count({ layer, reason }: Decision): void {
    const what = `${layer} ${reason}`;
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    this.total++;
  }

  #differ(what: string, decision: Decision, input: object): void {
    this.differences.push(`${what}\ncertwright: ${explainDecision(decision)}\nto try again: ${JSON.stringify(input)}`);
  }
}

requireOrSkip('a PostgreSQL server from 14 on, psql, and openssl 3.0', present)(`random logins (CERTWRIGHT_SEED=${seed})`, function () {
  this.timeout(300_000);

  it('are decided as the server decides them', async () => {
    assert.ok('tools' in found);
    const { tools } = found;
    const shop = new Workshop();
    const comparison = new Comparison();
    try {
      const scenarios = new Scenarios(seededRandom(seed), new Keys(shop), tools.major);
      makeServerFiles(shop);
      shop.write('lenient.cnf', lenient);
      await withCleanUp(async (register) => {
        const server = await startServer(tools, shop.folder, register);
        await server.runSql(setUp);
        const subject = new Subject(server, shop, tools, register);
        const planned = CONFIGURATIONS + REFUSED;
        for (let number = 0; number < planned || (comparison.short(0) !== undefined && number < planned + FURTHER); number++) {
          const configuration = scenarios.make(number % 3 === 2, number < planned / 3 ? undefined : comparison.short(2));
          const refused = refusedFiles(await subject.reload(configuration.input));
          for (const login of configuration.logins) {
            const decision = decide(configuration.input, login);
            if (refused.length > 0 || decision.decision === 'config-error') {
              comparison.refusal(decision, refused, configuration);
              break;
            }
            const judged = decision.steps.some(({ step }) => step === 'chain');
            const opinion = judged ? askOpenssl(shop.folder, inputOf(configuration.input, login)) : undefined;
            comparison.login(login, decision, await subject.login(login), opinion, configuration);
          }
        }
      });
    } finally {
      shop.close();
    }
    const { counts, differences, total } = comparison;
    const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, number]) => `      ${String(number).padStart(4)} ${what}\n`);
    const shares = Object.keys(SHARES).map((what) => `${what} ${comparison.share(what).toFixed(1)} %`);
    process.stdout.write(`${lines.join('')}      ${total} scenarios: ${shares.join(', ')}\n`);
    assert.equal(differences.length, 0, differences.join('\n\n'));
    assert.ok(total >= 300, `${total} scenarios`);
    for (const [what, least] of Object.entries(SHARES)) assert.ok(comparison.share(what) >= least, `${what}: ${comparison.share(what)} %`);
  });
});
