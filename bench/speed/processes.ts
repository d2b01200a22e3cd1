/** Starting processes and measuring them as wholes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Where compiled files of the bench are. */
export const COMPILED: string = join('.cache', 'bench', 'bench', 'speed');

/** What became of a process. */
export interface Ended {
  readonly stdout: string;
  /** CPU milliseconds of the whole process, start included; undefined where there is no bash to tell. */
  readonly cpu: number | undefined;
  /** Why it gave nothing. */
  readonly failure?: string;
}

/** Runs a program to its end, timed by bash; one that takes more than so many seconds of CPU time is ended. */
export function runTimed(program: string, words: readonly string[], seconds: number): Ended {
  const script = `ulimit -t ${seconds}; TIMEFORMAT="CPU %3U %3S"; time "$0" "$@"`;
  const { stdout, stderr, status, error } = spawnSync('bash', ['-c', script, program, ...words], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error !== undefined) return { stdout: '', cpu: undefined, failure: error.message };
  const [, user, system] = /^CPU (\S+) (\S+)$/m.exec(stderr) ?? [];
  const cpu = (Number(user) + Number(system)) * 1000;
  if (status === 0) return { stdout, cpu };
  const said = stderr.split('\n').find((line) => /Error|out of memory/.test(line));
  return { stdout, cpu, failure: cpu >= seconds * 900 ? `over ${seconds} s` : (said ?? `exit ${status}`).slice(0, 100) };
}

/** Runs a compiled file of the bench in a plain Node and gives the JSON that it prints; what it says on the way goes to standard error. */
export function runJson<T>(file: string, words: readonly string[], nodeOptions: readonly string[] = []): T {
  const { stdout, status } = spawnSync(process.execPath, [...nodeOptions, join(COMPILED, file), ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${file} ended with ${status}`);
  return JSON.parse(stdout) as T;
}
