/** Both tools side by side in one folder: OpenSSL as a process, certwright's commands in this one, over a host that knows the folder. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PkiError } from '../../lib/index.ts';
import { type OpensslHost, runOpenssl } from '../../lib/openssl/index.ts';

/** What a command did. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The version line of the openssl command, or undefined where there is none of the 3.0 series, whose words are compared here. */
export const opensslVersion: string | undefined = findOpenssl();

function findOpenssl(): string | undefined {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('OpenSSL 3.0.') ? stdout.trim() : undefined;
}

/** A folder of its own for a suite. */
export class Workshop {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'certwright-openssl-'));

  /** Runs the real tool. */
  openssl(words: readonly string[], { input = '' }: { readonly input?: string } = {}): Outcome {
    const { status, stdout, stderr } = spawnSync('openssl', words, { cwd: this.folder, encoding: 'utf8', input, timeout: 60_000 });
    return { code: status, stdout, stderr };
  }

  /** Runs ours. */
  async certwright(
    words: readonly string[],
    { input = '', answers = [] }: { readonly input?: string; readonly answers?: readonly string[] } = {},
  ): Promise<Outcome> {
    const out: Buffer[] = [];
    const talk: string[] = [];
    const left = [...answers];
    const at = (path: string): string => resolve(this.folder, path);
    const host: OpensslHost = {
      readFile: async (path) => onDisk(() => new Uint8Array(readFileSync(at(path)))),
      readStdin: async () => new Uint8Array(Buffer.from(input)),
      writeFile: async (path, octets, { secret, append }) =>
        onDisk(() => writeFileSync(at(path), octets, { flag: append ? 'a' : 'w', mode: secret ? 0o600 : 0o666 })),
      stat: async (path) => {
        const stats = onDisk(() => statSync(at(path), { throwIfNoEntry: false }));
        return stats === undefined ? undefined : stats.isDirectory() ? 'folder' : 'file';
      },
      listFolder: async (path) => onDisk(() => readdirSync(at(path)).sort()),
      prompt: async (text) => {
        talk.push(text);
        return left.shift();
      },
      env: process.env,
      stdout: (octets) => void out.push(Buffer.from(octets)),
      stderr: (text) => void talk.push(text),
      now: () => Date.now(),
      links: {
        read: async (path) => (lstatSync(at(path)).isSymbolicLink() ? readlinkSync(at(path)) : undefined),
        make: async (target, path) => onDisk(() => symlinkSync(target, at(path))),
        remove: async (path) => onDisk(() => rmSync(at(path), { force: true })),
        writable: async (folder) => existsSync(at(folder)),
      },
    };
    const code = await runOpenssl(words, host);
    return { code, stdout: Buffer.concat(out).toString('utf8'), stderr: talk.join('') };
  }

  /** Runs the real tool and throws unless it succeeds. */
  make(...words: readonly string[]): void {
    const { code, stderr } = this.openssl(words);
    if (code !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`);
  }

  /** Runs ours and throws unless it succeeds. */
  async makeOurs(...words: readonly string[]): Promise<void> {
    const { code, stderr } = await this.certwright(words);
    if (code !== 0) throw new Error(`certwright openssl ${words.join(' ')}: ${stderr}`);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Makes a folder. */
  folderOf(name: string): void {
    mkdirSync(join(this.folder, name));
  }

  /** The permission bits of a file. */
  mode(name: string): number {
    return statSync(join(this.folder, name)).mode & 0o777;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function onDisk<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'No such file or directory',
      EISDIR: 'Is a directory',
      ENOTDIR: 'Not a directory',
    };
    throw new PkiError('file-unavailable', reasons[code ?? ''] ?? String(error));
  }
}

/** The first line of a command's talk that is neither a key's progress nor OpenSSL's error queue, nor a note of ours. */
export function firstLine({ stderr }: Outcome): string {
  const lines = stderr.split('\n').filter((line) => !/^[.+*]*$|^-----$|^[0-9A-F]{16}:error:|^certwright: /.test(line));
  return lines[0] ?? '';
}
