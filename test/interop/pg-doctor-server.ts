/** A data folder whose files come and go, and real servers on it: one that is started to see whether it starts, and one that runs on a copy and reloads. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresTools } from '../../apps/cli/demo/find-server.ts';
import type { Account } from '../../apps/cli/demo/process.ts';
import type { Files } from '../support/doctor-health.ts';

/** Longest time for one step of a server. */
const PATIENCE = 20_000;

/** A data folder, made by initdb, in which files are replaced. */
export class DataFolder {
  readonly path: string;
  readonly #account: Account | undefined;

  constructor(path: string, account: Account | undefined) {
    this.path = path;
    this.#account = account;
  }

  /** Writes files, removes those that are null, and sets modes; the empty name is the folder itself. */
  write(files: Files, modes: Readonly<Record<string, number>> = {}): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.path, name);
      if (text === null) rmSync(path, { force: true });
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        chmodSync(path, 0o600);
        if (this.#account !== undefined) chownSync(path, this.#account.uid, this.#account.gid);
      }
    }
    for (const [name, mode] of Object.entries(modes)) chmodSync(join(this.path, name), mode);
  }

  remove(names: readonly string[]): void {
    for (const name of names) rmSync(join(this.path, name), { recursive: true, force: true });
  }
}

/** Makes a data folder and a copy of it in a new folder of the system. */
export function makeFolders(
  tools: PostgresTools,
  account: Account | undefined,
): { readonly place: string; readonly first: DataFolder; readonly second: DataFolder } {
  const place = mkdtempSync('/tmp/cw-doctor-');
  if (account !== undefined) chownSync(place, account.uid, account.gid);
  const [first, second] = [join(place, 'a'), join(place, 'b')];
  const options = { ...account, cwd: place, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, stdio: 'pipe' as const };
  execFileSync(
    join(tools.folder, 'initdb'),
    ['-D', first, '-U', 'admin', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions'],
    options,
  );
  execFileSync('cp', ['-a', first, second], options);
  return { place, first: new DataFolder(first, account), second: new DataFolder(second, account) };
}

/** A server on a folder; its log grows in `log`. */
export class Server {
  readonly log: string[] = [];
  readonly #child: ChildProcess;
  readonly #port: number;
  #ended = false;

  constructor(tools: PostgresTools, folder: DataFolder, account: Account | undefined, port: number) {
    this.#port = port;
    this.#child = spawn(join(tools.folder, 'postgres'), ['-D', folder.path, '-p', String(port)], {
      ...account,
      cwd: folder.path,
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let rest = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      this.log.push(...lines);
    });
    this.#child.once('close', () => {
      if (rest !== '') this.log.push(rest);
      this.#ended = true;
    });
  }

  /** True once it takes connections, false where it ended instead. */
  async starts(): Promise<boolean> {
    await this.#until(() => this.#ended || this.log.some((line) => line.includes('ready to accept connections')));
    return !this.#ended;
  }

  /** What it logs about its files when it is told to reload them. */
  async reload(): Promise<readonly string[]> {
    const from = this.log.length;
    const since = (words: string): boolean => this.log.slice(from).some((line) => line.includes(words));
    this.#child.kill('SIGHUP');
    await this.#until(() => since('received SIGHUP'));
    // it takes connections again when it is through with its files
    const socket = connect(this.#port, '127.0.0.1');
    socket.on('error', () => undefined);
    await this.#until(() => since('connection received'));
    socket.destroy();
    return this.log.slice(from);
  }

  async stop(): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGQUIT');
    await this.#until(() => this.#ended);
  }

  async #until(condition: () => boolean): Promise<void> {
    for (const end = performance.now() + PATIENCE; !condition(); await sleep(3))
      if (performance.now() > end) throw new Error(`the server did not do what was asked for; it said: ${this.log.slice(-5).join(' | ')}`);
  }
}
