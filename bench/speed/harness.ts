/**
 * Interleaved timing. Every round gives each contender of an item one slice, in rotated order, so that drift and a busy neighbour hit all of them alike; the
 * best slice counts. The clock is the CPU time of the process, compiler and collector threads included: on a shared machine a wall clock measures the
 * neighbours. What happens on other machines' threads (WebCrypto's pool) is in it as well, what is waited for is not.
 */

/** One way to do an item's work. */
export interface Contender {
  readonly peer: string;
  /** Does the work once. */
  readonly run: () => unknown;
}

/** How much time is spent on an item. */
export interface Effort {
  readonly rounds: number;
  /** Length of a slice in milliseconds. */
  readonly slice: number;
  /** Milliseconds that each contender runs before it is timed. */
  readonly warm: number;
  /** Rounds of a contender that needs longer than a slice for one operation. */
  readonly slowRounds: number;
}

/** What one contender needs, in microseconds of CPU time. */
export interface Row {
  readonly peer: string;
  /** The best slice. */
  readonly best: number;
  readonly median: number;
  /** Slices timed. */
  readonly slices: number;
}

/** Nanoseconds of CPU time so far; another clock is for tests. */
export type Clock = () => number;

/** Microseconds of CPU time of this process so far. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const cpuClock: Clock = () => cpuMicroseconds() * 1000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]] as [number, number];
  return (low + high) / 2;
}

/** The order of turns in a round: each contender comes first in turn. */
export function rotation(count: number, round: number): number[] {
  return Array.from({ length: count }, (_, turn) => (turn + round) % count);
}

interface Runner {
  readonly contender: Contender;
  readonly asynchronous: boolean;
  calls: number;
  rounds: number;
  readonly times: number[];
}

/** Nanoseconds of one operation, over a slice of so many. */
async function timeSlice({ contender: { run }, asynchronous }: Runner, calls: number, clock: Clock): Promise<number> {
  const start = clock();
  if (asynchronous) for (let i = 0; i < calls; i++) await run();
  else for (let i = 0; i < calls; i++) run();
  return (clock() - start) / calls;
}

/** Runs a contender until it is warm, and sets how many operations make a slice. */
async function prepare(contender: Contender, { rounds, slice, warm, slowRounds }: Effort, clock: Clock): Promise<Runner> {
  const first = contender.run();
  const asynchronous = first instanceof Promise;
  if (asynchronous) await first;
  const runner: Runner = { contender, asynchronous, calls: 1, rounds, times: [] };
  const start = clock();
  let each = await timeSlice(runner, 1, clock);
  for (let calls = 1; clock() - start < warm * 1e6;) {
    each = await timeSlice(runner, calls, clock);
    if (each * calls < (slice * 1e6) / 4) calls *= 2;
  }
  runner.calls = Math.max(1, Math.min(2 ** 22, Math.round((slice * 1e6) / Math.max(each, 1))));
  if (each > slice * 1e6) runner.rounds = Math.min(rounds, slowRounds);
  return runner;
}

/** Times all contenders of an item. */
export async function race(contenders: readonly Contender[], effort: Effort, clock: Clock = cpuClock): Promise<Row[]> {
  const runners: Runner[] = [];
  for (const contender of contenders) runners.push(await prepare(contender, effort, clock));
  for (let round = 0; round < effort.rounds; round++) {
    for (const turn of rotation(runners.length, round)) {
      const runner = runners[turn] as Runner;
      if (round < runner.rounds) runner.times.push(await timeSlice(runner, runner.calls, clock));
    }
  }
  return runners.map(({ contender: { peer }, times }) => ({
    peer,
    best: Math.min(...times) / 1000,
    median: median(times) / 1000,
    slices: times.length,
  }));
}

/** Single runs of what differs from run to run by nature (key generation), interleaved; a contender of `few` runs takes part in that many rounds only. */
export async function runOnce(
  contenders: readonly (Contender & { readonly runs: number })[],
  clock: Clock = cpuClock,
): Promise<{ readonly peer: string; readonly times: readonly number[] }[]> {
  const times = contenders.map((): number[] => []);
  for (const { run } of contenders) await run();
  const rounds = Math.max(...contenders.map(({ runs }) => runs));
  for (let round = 0; round < rounds; round++) {
    for (const turn of rotation(contenders.length, round)) {
      const { run, runs } = contenders[turn] as (typeof contenders)[number];
      if (round >= runs) continue;
      const start = clock();
      await run();
      times[turn]?.push((clock() - start) / 1000);
    }
  }
  return contenders.map(({ peer }, index) => ({ peer, times: times[index] as number[] }));
}

/** Exponent k of time = c * size^k, by least squares over logarithms: 1 is linear growth. */
export function growth(points: readonly { readonly size: number; readonly time: number }[]): number {
  const logs = points.map(({ size, time }) => [Math.log(size), Math.log(time)] as const);
  const mean = (axis: 0 | 1): number => logs.reduce((sum, log) => sum + log[axis], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const products = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return products / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
