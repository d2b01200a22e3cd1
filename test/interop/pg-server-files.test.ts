/**
 * Random TLS files and a live server: whether it starts with them, whether a running one takes them, whether TLS then works, and what it logs, is what
 * certwright says. CERTWRIGHT_SEED chooses other ones.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgres, type PostgresTools } from '../../apps/cli/demo/find-server.ts';
import { freePort, unprivilegedAccount } from '../../apps/cli/demo/server.ts';
import {
  decideServerFiles,
  type FileContent,
  type FileStat,
  type ServerFilesDecision,
  type ServerFilesInput,
} from '../../lib/postgres/index.ts';
import { seed } from '../support/properties.ts';
import { seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion, Workshop } from './openssl-tools.ts';
import { type DataFolder, makeFolders, Server } from './pg-doctor-server.ts';
import { chooseSet, type Content, type FileSet, makeMaterials, type Materials } from './pg-server-sets.ts';

/** Sets of files in a run. */
const SETS = Number(process.env['CERTWRIGHT_SETS'] ?? 44);

const found = findPostgres();
const present = 'tools' in found && found.tools.major === 15 && opensslVersion !== undefined;

/** Files that a set may bring along. */
const NAMES: readonly string[] = ['server.crt', 'server.key', 'root.crt', 'root.crl', 'crls', 'dh.pem', 'real.key', 'answer'];

/**
 * Whether OpenSSL's detail, behind the last colon, is not compared: of octets that do not decode it names the first of its errors, and of certificates with
 * headers of encryption what came of trying to decrypt them.
 */
const isRough = (reason: string, message: string): boolean =>
  ['cert-bad-der', 'ca-bad-block', 'crl-bad-block'].includes(reason) || message.endsWith('.crt": bad decrypt');

const BASE = `listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 1MB
max_connections = 5
autovacuum = off
max_wal_senders = 0
max_logical_replication_workers = 0
wal_level = minimal
fsync = off
log_connections = on
log_line_prefix = ''
`;

/** What a server did, in the words of a decision. */
interface Deed {
  readonly outcome: ServerFilesDecision['outcome'];
  /** The last lines of its log; one of them must be certwright's message. */
  readonly messages: readonly string[];
}

requireOrSkip('PostgreSQL 15 with psql, and openssl 3.0', present)(`TLS files of a live server (CERTWRIGHT_SEED=${seed})`, function () {
  this.timeout(120_000);
  const account = present ? unprivilegedAccount() : undefined;
  const user = account ?? { uid: process.geteuid?.() ?? 1, gid: process.getegid?.() ?? 1 };
  const shop = new Workshop();
  let tools: PostgresTools;
  let place: string;
  let idle: DataFolder;
  let busy: DataFolder;
  let running: Server;
  let ports: readonly [idle: number, busy: number];
  let materials: Materials;

  before(async () => {
    if (!('tools' in found)) throw new Error('no server');
    tools = found.tools;
    materials = makeMaterials(shop);
    ({ place, first: idle, second: busy } = makeFolders(tools, account));
    ports = [await freePort(), await freePort()];
    for (const folder of [idle, busy]) folder.write({ 'postgresql.conf': BASE, 'pg_hba.conf': 'hostssl all all 127.0.0.1/32 trust\n' });
    running = new Server(tools, busy, account, ports[1]);
    assert.ok(await running.starts(), running.log.join('\n'));
  });

  after(async () => {
    await running?.stop();
    if (place !== undefined) rmSync(place, { recursive: true, force: true });
    shop.close();
  });

  /** Puts a set into a folder, and gives what certwright is told of it. */
  function put(folder: DataFolder, set: FileSet): ServerFilesInput {
    folder.remove(NAMES);
    const files: Record<string, FileContent> = {};
    const settings: Record<string, string> = { ssl: 'on', ...set.settings };
    const put = (name: string, content: Content): void => {
      const path = join(folder.path, name);
      if (typeof content === 'string' || content instanceof Uint8Array) {
        writeFileSync(path, content);
        chmodSync(path, 0o644);
        files[name] = content;
        return;
      }
      const { instead } = content;
      if (instead === 'directory') mkdirSync(path);
      if (instead === 'unreadable') folder.write({ [name]: 'x' }, { [name]: 0 });
      if (instead !== 'nothing') files[name] = { error: instead === 'directory' ? 'EISDIR' : 'EACCES' };
    };
    put('server.crt', set.cert);
    if (set.ca !== undefined) put('root.crt', set.ca);
    if (set.crl !== undefined) put('root.crl', set.crl);
    settings['ssl_ca_file'] = set.ca === undefined ? '' : 'root.crt';
    settings['ssl_crl_file'] = set.crl === undefined ? '' : 'root.crl';
    settings['ssl_crl_dir'] = set.crlDir === undefined ? '' : 'crls';
    const folders: Record<string, Readonly<Record<string, string>>> = {};
    if (set.crlDir !== undefined && set.crlDir !== 'absent') {
      mkdirSync(join(folder.path, 'crls'), { mode: 0o755 });
      for (const [name, text] of Object.entries(set.crlDir)) writeFileSync(join(folder.path, 'crls', name), text);
      folders['crls'] = set.crlDir;
    }
    if (set.settings['ssl_dh_params_file'] !== undefined) put('dh.pem', materials.dhParameters);
    if (set.passphrase !== null) {
      folder.write({ answer: set.passphrase.output });
      settings['ssl_passphrase_command'] = `: "%p %%"; cat answer; exit ${set.passphrase.status}`;
    }
    const stat = putKey(folder, set);
    settings['ssl_key_file'] = set.keyPlace.kind === 'behind a file' ? 'server.crt/server.key' : 'server.key';
    if (!('error' in stat)) files['server.key'] = set.keyPlace.kind === 'directory' ? { error: 'EISDIR' } : set.key;
    const quoted = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    writeFileSync(join(folder.path, 'postgresql.conf'), BASE + quoted.join(''));
    return {
      version: 15,
      settings,
      files,
      folders,
      stats: { [settings['ssl_key_file']]: stat },
      user: { euid: user.uid, egids: [user.gid] },
      passphrase: set.passphrase,
    };
  }

  function putKey(folder: DataFolder, { key, keyPlace: { kind, mode, owner } }: FileSet): FileStat {
    const path = join(folder.path, 'server.key');
    const target = kind === 'link' ? join(folder.path, 'real.key') : path;
    if (kind === 'directory') mkdirSync(path);
    else if (kind === 'file' || kind === 'link') writeFileSync(target, key);
    else
      return {
        error:
          kind === 'absent' || statSync(join(folder.path, 'server.crt'), { throwIfNoEntry: false }) === undefined ? 'ENOENT' : 'ENOTDIR',
      };
    if (kind === 'link') symlinkSync('real.key', path);
    if (account !== undefined) {
      const uid = owner === 'server' ? user.uid : owner === 'root' ? 0 : user.uid + 7;
      chownSync(target, uid, user.gid);
      if (kind === 'link') lchownSync(path, 0, 0);
    }
    chmodSync(target, mode);
    const found = statSync(path);
    return { kind: found.isFile() ? 'file' : 'directory', uid: found.uid, gid: found.gid, mode: found.mode & 0o7777 };
  }

  /** Whether psql can connect with TLS. */
  const shakesHands = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const words = ['-X', '-w', '-c', 'SELECT 1', `host=127.0.0.1 port=${port} user=admin dbname=postgres sslmode=require`];
      const env = { PATH: process.env['PATH'], HOME: '/nonexistent', LC_ALL: 'C' };
      execFile(tools.psql, words, { env }, (error) => resolve(error === null));
    });

  async function start(): Promise<Deed> {
    const server = new Server(tools, idle, account, ports[0]);
    try {
      if (await server.starts()) return { outcome: (await shakesHands(ports[0])) ? 'up' : 'up-but-no-tls', messages: [''] };
      return { outcome: 'refused', messages: server.log.flatMap((text) => (text.startsWith('FATAL:  ') ? [text.slice(8)] : [])) };
    } finally {
      await server.stop();
    }
  }

  async function reload(): Promise<Deed> {
    const lines = await running.reload();
    const kept = lines.findIndex((line) => line.includes('SSL configuration was not reloaded'));
    if (kept < 0) return { outcome: (await shakesHands(ports[1])) ? 'applied' : 'applied-but-no-tls', messages: [''] };
    // where the command for passphrases fails, it says so, and then what comes of it
    return { outcome: 'kept-old', messages: lines.slice(0, kept).flatMap((text) => (text.startsWith('LOG:  ') ? [text.slice(6)] : [])) };
  }

  it('starts and reloads as certwright says, in its words', async () => {
    const random = seededRandom(seed);
    const counts = new Map<string, number>();
    const differences: string[] = [];
    const compare = (set: FileSet, when: string, { outcome, reason, message }: ServerFilesDecision, deed: Deed): void => {
      const rough = (text: string): string => (isRough(reason, message) ? text.replace(/: [^:]*$/, '') : text);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (outcome !== deed.outcome || !deed.messages.map(rough).includes(rough(message)))
        differences.push(
          `${set.about}\n  ${when}: ${outcome} ${reason} "${message}", really ${deed.outcome} ${JSON.stringify(deed.messages)}`,
        );
    };
    for (let number = 0; number < SETS; number++) {
      const set = chooseSet(random, materials);
      const [input, again] = [put(idle, set), put(busy, set)];
      const [started, reloaded] = await Promise.all([start(), reload()]);
      compare(set, 'start', decideServerFiles(input, 'start'), started);
      compare(set, 'reload', decideServerFiles(again, 'reload'), reloaded);
    }
    assert.equal(differences.join('\n'), '');
    assert.ok((counts.get('ok') ?? 0) >= 8 && counts.size >= 8, JSON.stringify([...counts]));
  });
});
