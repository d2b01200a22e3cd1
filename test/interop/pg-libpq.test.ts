/**
 * Random servers and a live client: psql connects with all values of sslmode to servers whose names, chains, roots and CRLs are random, and what it does, encrypted or
 * not, in which words, is what certwright says. CERTWRIGHT_SEED chooses other ones. Keys of clients (owner, mode, content) follow in a second run.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Undo, withCleanUp } from '../../apps/cli/demo/clean-up.ts';
import { findPostgres, type PostgresTools } from '../../apps/cli/demo/find-server.ts';
import { run } from '../../apps/cli/demo/process.ts';
import { ADMIN, adminLine, startServer, type ThrowAwayServer } from '../../apps/cli/demo/server.ts';
import { createSigner, encodePem, encodePkcs8, generateKeyPair, type PrivateKey } from '../../lib/index.ts';
import { decideServerAuth, type FileStat, type ServerAuthInput, type ServerDecision } from '../../lib/postgres/index.ts';
import { SHA1_WITH_RSA } from '../../lib/oids/index.ts';
import { encodeDer } from '../../lib/asn1/index.ts';
import { DAY, make, rawExtension, type Recipe } from '../support/chain-kit.ts';
import { seed } from '../support/properties.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';
import { chooseHost, makeServer, type Server, writeServerFiles } from './pg-servers.ts';

const SERVERS = 32;
const CONNECTIONS = 6;
const KEY_FILES = 42;

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', ...Array.from({ length: 7 }, () => 'verify-full' as const)] as const;

const found = findPostgres();
const present = 'tools' in found && found.tools.major === 15 && opensslVersion !== undefined;

/** What psql did. */
interface Answer {
  readonly encrypted: boolean | null;
  readonly talk: string;
}

/** A connection as psql and as certwright are told of it. */
interface Trial {
  readonly about: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly input: ServerAuthInput;
}

class Bench {
  readonly #shop: Workshop;
  readonly #tools: PostgresTools;
  readonly #server: ThrowAwayServer;
  readonly #register: (undo: Undo) => void;
  readonly counts: Map<string, number> = new Map();
  readonly differences: string[] = [];
  #number = 0;

  constructor(shop: Workshop, tools: PostgresTools, server: ThrowAwayServer, register: (undo: Undo) => void) {
    [this.#shop, this.#tools, this.#server, this.#register] = [shop, tools, server, register];
  }

  /** Writes a file of the client and gives its path; without content the path of a file that does not exist. */
  file(content: string | Uint8Array | null): string {
    const path = join(this.#shop.folder, `file-${this.#number++}`);
    if (content !== null) writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  folder(files: Readonly<Record<string, string>>): string {
    const path = join(this.#shop.folder, `folder-${this.#number++}`);
    mkdirSync(path);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  }

  /** Gives the server other files. */
  async reload(chain: string, key: string, hba: string): Promise<void> {
    const { folder, log } = this.#server;
    for (const [name, text] of Object.entries({ 'server.crt': chain, 'server.key': key, 'pg_hba.conf': adminLine + hba }))
      writeFileSync(join(folder, name), text);
    const start = log.length;
    const logged = (what: string): number => log.slice(start).filter((line) => line.includes(what)).length;
    await this.#server.runSql('SELECT pg_reload_conf()');
    const end = performance.now() + 20_000;
    while (logged('received SIGHUP') === 0 && performance.now() < end) await sleep(2);
    // the main process reloads before it takes the next connection
    await this.#server.runSql('SELECT 1');
    assert.equal(logged('not reloaded'), 0, log.slice(start).join('\n'));
  }

  async #connect(environment: Readonly<Record<string, string>>): Promise<Answer> {
    const env = {
      PATH: process.env['PATH'],
      LC_ALL: 'C.UTF-8',
      HOME: this.#shop.folder,
      PGHOSTADDR: '127.0.0.1',
      PGPORT: String(this.#server.port),
      PGUSER: ADMIN,
      PGDATABASE: 'postgres',
      PGPASSWORD: 'right',
      PGGSSENCMODE: 'disable',
      ...environment,
    };
    const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    const { code, stdout, stderr } = await run(this.#tools.psql, ['-X', '-w', '-At', '-c', sql], {
      env,
      cwd: this.#shop.folder,
      register: this.#register,
    });
    return { encrypted: code === 0 ? stdout.trim() === 't' : null, talk: stderr.replaceAll('Enter PEM pass phrase:', '').trim() };
  }

  /** Connects, decides and compares. */
  async try({ about, environment, input }: Trial): Promise<void> {
    const answer = await this.#connect(environment);
    const decision = decideServerAuth(input);
    const chain = decision.steps.find((step) => step.step === 'chain');
    const what = `${decision.layer} ${decision.reason}${decision.reason === 'cert-verify-failed' && chain !== undefined ? `: ${chain.reason}` : ''}`;
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    if (answer.encrypted === decision.encrypted && sameWords(decision, answer.talk)) return;
    this.differences.push(
      `${about}\n  ours: ${what}, encrypted ${String(decision.encrypted)}: ${decision.message ?? ''}\n  psql: encrypted ${String(answer.encrypted)}: ${answer.talk}\n  ${JSON.stringify(environment)}\n  ${JSON.stringify(decision.steps)}`,
    );
  }
}

/** libpq's message is the last thing psql says; OpenSSL's words for a wrong signature are not foretold, and the server's own begin with FATAL. */
function sameWords({ decision, layer, message }: ServerDecision, talk: string): boolean {
  if (decision === 'accept') return talk === '';
  if (message === undefined) return (layer === 'verify' ? /SSL error: .*$/ : /FATAL: .*$/).test(talk);
  // octets that are no UTF-8 arrive here as U+FFFD
  return talk.replaceAll('\uFFFD', '\u00FF').endsWith(message);
}

/** Which connections pg_hba.conf lets in. */
const entrances = [
  ['host', {}],
  ['host', {}],
  ['host', {}],
  ['host', {}],
  ['hostssl', { serverAcceptsPlain: false }],
  ['hostnossl', { serverAcceptsTls: false }],
] as const;

function makeTrial(random: Random, bench: Bench, server: Server, accepts: Partial<ServerAuthInput>): Trial {
  const host = chooseHost(random, server);
  const sslmode = random.one(MODES);
  const root = random.one(server.roots);
  const crl = random.one(server.crls);
  const crlDir = random.chance(10) ? server.crlFolder : null;
  const paths = { root: bench.file(root) };
  const scram = random.chance(12);
  const channelBinding = random.one(['disable', 'prefer', 'require'] as const);
  const sslsni = random.chance(90);
  return {
    about: `${server.about}\n  ${sslmode} to ${host}`,
    environment: {
      PGHOST: host,
      PGSSLMODE: sslmode,
      PGSSLROOTCERT: paths.root,
      PGSSLSNI: sslsni ? '1' : '0',
      PGSSLCERT: 'absent',
      ...(crl === null ? {} : { PGSSLCRL: bench.file(crl) }),
      ...(crlDir === null ? {} : { PGSSLCRLDIR: bench.folder(crlDir) }),
      ...(scram ? { PGUSER: 'scram', PGCHANNELBINDING: channelBinding } : {}),
    },
    input: {
      version: 15,
      host,
      hostaddr: '127.0.0.1',
      sslmode,
      chain: server.chain,
      root,
      crl,
      crlDir,
      sslsni,
      paths,
      scram,
      ...(scram ? { channelBinding } : {}),
      ...accepts,
    },
  };
}

/** A certificate of the client's, good or not. */
type Named = readonly [about: string, pem: string];

/** Certificates of one key: libpq takes the first only. */
function clientCertificates(key: PrivateKey, shop: Workshop): readonly Named[] {
  const now = Date.now();
  const ca = make({ subject: 'CN=CA', ca: true });
  const recipe = { subject: 'CN=client', issuer: ca, key: createSigner(key), notBefore: now - DAY, notAfter: now + DAY };
  const named = (about: string, change: Partial<Recipe>): Named => [
    about,
    encodePem('CERTIFICATE', make({ ...recipe, ...change }).certificate.der),
  ];
  shop.make(...'req -x509 -newkey rsa:1024 -nodes -keyout small.key -out small.crt -subj /CN=small'.split(' '));
  const sha1WithRsa = encodeDer((out) => out.sequence((inner) => inner.oid(SHA1_WITH_RSA).null()));
  const [, good] = named('', {});
  return [
    ['good', good],
    ['SHA-1', named('', { algorithm: sha1WithRsa })[1]],
    named('damaged extension', { extensions: [rawExtension('2.5.29.19', Uint8Array.of(5, 0))] }),
    ['small', shop.read('small.crt')],
    ['garbage', 'garbage'],
    ['cut', `${good}-----BEGIN CERTIFICATE-----\nAAAA\n`],
    ['absent', ''],
  ];
}

/** What a key file holds; null: it does not exist. */
type KeyForm = readonly [about: string, content: Uint8Array | string | null];

/** Keys for a certificate of the first. */
function keyForms([right, other, foreign]: readonly PrivateKey[], shop: Workshop): readonly KeyForm[] {
  const pemOf = (key: PrivateKey | undefined): string => encodePem('PRIVATE KEY', encodePkcs8(key as PrivateKey));
  shop.write('right.key', pemOf(right));
  shop.make(...'pkcs8 -topk8 -in right.key -out locked.key -passout pass:secret -iter 1000'.split(' '));
  return [
    ['right', pemOf(right)],
    ['right', pemOf(right)],
    ['DER', encodePkcs8(right as PrivateKey)],
    ['another key', pemOf(other)],
    ['of another type', pemOf(foreign)],
    ['locked', shop.read('locked.key')],
    ['text', 'garbage'],
    ['empty', ''],
    ['absent', null],
  ];
}

/** A client's key file of random mode and content, beside a certificate. */
function makeKeyTrial(random: Random, bench: Bench, forms: readonly KeyForm[], certificates: readonly Named[]): Trial {
  const [form, content] = random.one(forms);
  const key = bench.file(content);
  const mode = random.one([0o600, 0o600, 0o600, 0o400, 0o640, 0o440, 0o660, 0o644, 0o700, 0o750, 0o620, 0o4600]);
  if (content !== null) chmodSync(key, mode);
  const folder = random.chance(8);
  const path = folder ? bench.folder({}) : key;
  const [kind, certificate] = random.chance(65) ? (certificates[0] as Named) : random.one(certificates);
  const clientCertificate = kind === 'absent' ? null : certificate;
  const paths = { certificate: bench.file(clientCertificate), key: path };
  const sslmode = random.one(['require', 'require', 'require', 'require', 'prefer', 'disable'] as const);
  return {
    about: `certificate ${kind}, key ${form}, mode ${mode.toString(8)}, ${sslmode}`,
    environment: { PGHOST: 'localhost', PGSSLMODE: sslmode, PGSSLROOTCERT: 'absent', PGSSLCERT: paths.certificate, PGSSLKEY: path },
    input: {
      version: 15,
      host: 'localhost',
      hostaddr: '127.0.0.1',
      sslmode,
      root: null,
      chain: (certificates[0] as Named)[1],
      paths,
      clientCertificate,
      clientKey: { stat: statOf(path), ...(content === null || folder ? {} : { content }) },
      reader: { euid: process.geteuid?.() ?? 0, egids: process.getgroups?.() ?? [] },
    },
  };
}

function statOf(path: string): FileStat {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { error: 'ENOENT' };
  return {
    kind: stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other',
    uid: stat.uid,
    gid: stat.gid,
    mode: stat.mode & 0o7777,
  };
}

function report({ counts, differences }: Bench): void {
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, number]) => `      ${String(number).padStart(4)} ${what}\n`);
  process.stdout.write(lines.join(''));
  assert.equal(differences.length, 0, differences.join('\n\n'));
}

/** Runs `body` with a server that asks for no certificates. */
async function withServer(body: (bench: Bench, shop: Workshop) => Promise<void>): Promise<void> {
  assert.ok('tools' in found);
  const { tools } = found;
  const shop = new Workshop();
  try {
    writeServerFiles(shop);
    await withCleanUp(async (register) => {
      const server = await startServer(tools, shop.folder, register);
      await server.runSql("ALTER SYSTEM SET ssl_ca_file = ''");
      await server.runSql("ALTER SYSTEM SET ssl_crl_file = ''");
      await server.runSql("CREATE ROLE scram LOGIN PASSWORD 'right'");
      await body(new Bench(shop, tools, server, register), shop);
    });
  } finally {
    shop.close();
  }
}

requireOrSkip('PostgreSQL 15 with psql, and openssl 3.0', present)(`libpq and random servers (CERTWRIGHT_SEED=${seed})`, function () {
  this.timeout(120_000);

  it('connects or refuses as certwright says, in its words', async () => {
    await withServer(async (bench) => {
      const random = seededRandom(seed);
      for (let number = 0; number < SERVERS; number++) {
        const server = makeServer(random);
        const [type, accepts] = random.one(entrances);
        await bench.reload(server.chain, server.key, `${type} all scram 127.0.0.1/32 scram-sha-256\n${type} all all 127.0.0.1/32 trust\n`);
        const trials = Array.from({ length: CONNECTIONS }, () => makeTrial(random, bench, server, accepts));
        await Promise.all(trials.map((trial) => bench.try(trial)));
      }
      report(bench);
      const total = [...bench.counts.values()].reduce((sum, count) => sum + count, 0);
      assert.ok(total >= 150, `${total} connections`);
      for (const layer of ['accept', 'verify', 'host', 'client', 'server'])
        assert.ok(
          [...bench.counts.keys()].some((what) => what.startsWith(layer)),
          layer,
        );
    });
  });

  it('takes and refuses key files as certwright says', async () => {
    await withServer(async (bench, shop) => {
      const random = seededRandom(seed);
      const keys = (['P-256', 'P-256', 'Ed25519'] as const).map(
        (kind) => generateKeyPair(kind === 'Ed25519' ? { kind: 'ed25519' } : { kind: 'ec', curve: kind }).privateKey,
      );
      const certificates = clientCertificates(keys[0] as PrivateKey, shop);
      const forms = keyForms(keys, shop);
      const [, pem] = certificates[0] as Named;
      await bench.reload(pem, encodePem('PRIVATE KEY', encodePkcs8(keys[0] as PrivateKey)), 'host all all 127.0.0.1/32 trust\n');
      const trials = Array.from({ length: KEY_FILES }, () => makeKeyTrial(random, bench, forms, certificates));
      for (let start = 0; start < trials.length; start += CONNECTIONS)
        await Promise.all(trials.slice(start, start + CONNECTIONS).map((trial) => bench.try(trial)));
      report(bench);
      for (const reason of ['ok', 'key-group-or-world-access'])
        assert.ok(
          [...bench.counts.keys()].some((what) => what.includes(reason)),
          reason,
        );
    });
  });
});
