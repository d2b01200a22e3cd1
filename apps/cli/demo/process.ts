/** Child processes: in a group of their own, with their output collected, stopped in the end whatever happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { CliFailure } from '../talk.ts';
import type { Undo } from './clean-up.ts';

/** Whom a process runs as; only root can choose. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How a program is run. */
export interface RunOptions {
  readonly account?: Account | undefined;
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly register: (undo: Undo) => void;
}

/** How a program ended. */
export interface RunResult {
  /** Exit code, null where a signal ended it or it could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds between one signal and the next, stronger one. */
const PATIENCE = 5000;

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { account, cwd, env, input = '', register } = options;
  // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end it in order.
  const child = spawn(program, args, {
    ...account,
    ...(cwd === undefined ? {} : { cwd }),
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  register({ gently: () => stopProcess(child, ['SIGTERM', 'SIGKILL']), atOnce: () => killGroup(child, 'SIGKILL') });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      stderr.push(error.message);
      resolve(null);
    });
    child.once('close', resolve);
  });
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

/** Runs a program that has to succeed. */
export async function runOrFail(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, options);
  if (code !== 0) throw new CliFailure(`${program} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return stdout;
}

/** Sends the signals one after the other, until the process is gone. */
export async function stopProcess(child: ChildProcess, signals: readonly NodeJS.Signals[]): Promise<void> {
  for (const signal of signals) {
    if (hasEnded(child)) return;
    const closed = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      setTimeout(resolve, PATIENCE).unref();
    });
    killGroup(child, signal);
    await closed;
  }
}

/** Sends a signal to the process and its group. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (hasEnded(child) || child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function collect(stream: NodeJS.ReadableStream): string[] {
  const chunks: string[] = [];
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => void chunks.push(chunk));
  return chunks;
}
