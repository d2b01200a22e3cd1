/**
 * Interleaved timing: every contender of an item gets one slice per round, in rotated order, so that a busy neighbour slows all of them alike. The
 * best slice counts, in CPU time of the process (compiler and collector threads included).
 */

/** One way to do an item's work. */
export interface Contender {
  readonly name: string;
  /** Does the work once; throws where the result is wrong. */
  readonly run: () => void;
}

/** One line of the table: the same work done by several contenders; the first is the yardstick. */
export interface Item {
  readonly name: string;
  readonly contenders: readonly Contender[];
}

/** Operations per second of each contender, by name. */
export interface Result {
  readonly item: string;
  readonly opsPerSecond: Readonly<Record<string, number>>;
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** How often `run` fits into about `milliseconds`, found by doubling; also the warm-up. */
function callsPerSlice(run: () => void, milliseconds: number): number {
  for (let calls = 1; ; calls *= 2) {
    const start = cpuMicroseconds();
    for (let i = 0; i < calls; i++) run();
    const spent = (cpuMicroseconds() - start) / 1000;
    if (spent >= milliseconds / 2 || calls >= 2 ** 22) return Math.max(1, Math.round((calls * milliseconds) / Math.max(spent, 0.001)));
  }
}

/** Times all contenders of an item over `rounds` slices of `milliseconds` each. */
export function measure(item: Item, { rounds, milliseconds }: { readonly rounds: number; readonly milliseconds: number }): Result {
  const calls = item.contenders.map(({ run }) => callsPerSlice(run, milliseconds));
  const best = item.contenders.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < item.contenders.length; turn++) {
      const which = (turn + round) % item.contenders.length;
      const { run } = item.contenders[which] as Contender;
      const count = calls[which] as number;
      const start = cpuMicroseconds();
      for (let i = 0; i < count; i++) run();
      best[which] = Math.max(best[which] as number, (count * 1e6) / Math.max(1, cpuMicroseconds() - start));
    }
  }
  return { item: item.name, opsPerSecond: Object.fromEntries(item.contenders.map(({ name }, i) => [name, best[i] as number])) };
}
