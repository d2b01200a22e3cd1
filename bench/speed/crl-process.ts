/**
 * One library reads one CRL in a process of its own: `crl-process.js HOW FILE SERIALS` with two serial numbers that are in it and two that are not. HOW is one
 * of `WAYS`, or the file of a peer. Prints one line of JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromHex } from '../../lib/base/bytes.ts';
import { buildCrlIndex, findIndexed, findRevoked, parseCrl, parseCrls } from '../../lib/x509/index.ts';
import { cpuMicroseconds } from './harness.ts';

/** What a peer's adapter gives beside `peer`. */
interface CrlReader<T> {
  readonly open: (der: Uint8Array) => T;
  /** Where its limits have to be lifted for a large one. */
  readonly openLarge?: (der: Uint8Array) => T;
  readonly find: (list: T, serial: Uint8Array) => boolean | Promise<boolean>;
}

/** What it took: milliseconds of CPU time, microseconds a look-up, MB. */
export interface CrlResult {
  readonly open: number;
  readonly first: number;
  /** Absent where one answer was all that was wanted. */
  readonly lookup?: number;
  readonly peak: number;
  readonly note?: string;
}

const reader = <T>(open: (der: Uint8Array) => T, find: (list: T, serial: Uint8Array) => unknown): CrlReader<T> => ({
  open,
  find: (list, serial) => find(list, serial) !== undefined,
});

/** certwright's ways, and one that reads the file only. */
const WAYS = {
  scan: reader(parseCrl, findRevoked),
  index: reader((der) => buildCrlIndex(parseCrl(der)), findIndexed),
  pem: reader((pem) => buildCrlIndex(parseCrls(pem)[0] as ReturnType<typeof parseCrl>), findIndexed),
};

const [, , how = '', file = '', ...words] = process.argv;
// no copy: it would hide as much of the reader's memory
const content = readFileSync(file);
const bytes = new Uint8Array(content.buffer, content.byteOffset, content.length);
const serials = words.map((word) => fromHex(word));

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [value: T, milliseconds: number]> {
  const start = cpuMicroseconds();
  const value = await work();
  return [value, (cpuMicroseconds() - start) / 1000];
}

/** The most memory that the process had, in MB of 10^6. `resourceUsage` begins at what the parent had, so the system is asked where it can be. */
function peakMemory(): number {
  try {
    return (Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024) / 1e6;
  } catch {
    return (process.resourceUsage().maxRSS * 1024) / 1e6;
  }
}

/** Opens and asks; with `later`, goes on asking for a while. */
async function ask<T>({ open, openLarge, find }: CrlReader<T>, later: boolean): Promise<CrlResult> {
  let note: string | undefined;
  const [list, openTime] = await timed(() => {
    try {
      return open(bytes);
    } catch (error) {
      if (openLarge === undefined) throw error;
      note = 'refused by default, limits lifted';
      return openLarge(bytes);
    }
  });
  const [found, firstTime] = await timed(() => find(list, serials[1] as Uint8Array));
  if (!found) throw new Error('an entry is not found');
  const result = { open: openTime, first: firstTime, ...(note !== undefined && { note }) };
  if (!later) return { ...result, peak: peakMemory() };
  let count = 0;
  const [, total] = await timed(async () => {
    const start = cpuMicroseconds();
    // the clock is dear beside a quick look-up, so it is read the less the more are done
    for (let rounds = 1; cpuMicroseconds() - start < 200_000; rounds *= 2) {
      for (let round = 0; round < rounds; round++) {
        for (let i = 0; i < 4; i++) {
          const answer = find(list, serials[i] as Uint8Array);
          if ((typeof answer === 'boolean' ? answer : await answer) !== i < 2) throw new Error('a wrong answer');
        }
      }
      count += 4 * rounds;
    }
  });
  return { ...result, lookup: (total / count) * 1000, peak: peakMemory() };
}

const peer = join(process.cwd(), 'bench/peers/speed', how);
const answers = {
  nothing: async () => await Promise.resolve({ open: 0, first: 0, peak: peakMemory() }),
  scan: async () => await ask(WAYS.scan, false),
  index: async () => await ask(WAYS.index, true),
  pem: async () => await ask(WAYS.pem, true),
};
const own = Object.hasOwn(answers, how) ? answers[how as keyof typeof answers] : undefined;
const result = await (
  own ?? (async () => await ask(((await import(pathToFileURL(peer).href)) as { readonly crl: CrlReader<unknown> }).crl, true))
)();
process.stdout.write(`${JSON.stringify(result)}\n`);
