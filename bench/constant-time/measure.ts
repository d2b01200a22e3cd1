/**
 * Times calls of one function with inputs of two classes. Which class comes next is drawn at random, so that neither a busy neighbour nor a clock that slows down
 * favours one; both classes go through the same call site, with as many input objects each, made beforehand and used in turn, so that compiled code and caches
 * see no difference but that of the values.
 */
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type Outcome, TwoClasses } from './statistics.ts';

/** A function, and its inputs of two classes. */
export interface Trial<T> {
  readonly classes: readonly [readonly T[], readonly T[]];
  run(input: T): unknown;
}

/** What is to be measured. */
export interface Subject {
  /** Such as `p256-sign`. */
  readonly name: string;
  /** What the classes are, `first / second`. */
  readonly classes: string;
  /** `ours`; `peer` for comparison; `leaky`: must be found; `even`: both classes are of one kind, nothing must be found. */
  readonly role: 'ours' | 'peer' | 'leaky' | 'even';
  /** Makes the inputs. */
  readonly prepare: () => Trial<unknown>;
}

/** What came out for one subject; times in nanoseconds. */
export interface Measured extends Outcome, Pick<Subject, 'name' | 'classes' | 'role'> {
  /** Calls timed, of both classes. */
  readonly calls: number;
}

/** Share of the time that goes into warming up, until the code is compiled for good. */
const WARM_UP = 0.15;

/** Measures a subject for `seconds`. */
export function measure(subject: Subject, seconds: number): Measured {
  const { classes, run } = subject.prepare();
  const times = new TwoClasses();
  const next: [number, number] = [0, 0];
  const begin = performance.now();
  const counted = begin + 1000 * seconds * WARM_UP;
  const end = begin + 1000 * seconds;
  let coins = randomBytes(4096);
  let tossed = 0;
  let calls = 0;
  for (let now = begin; now < end;) {
    if (tossed === coins.length) {
      coins = randomBytes(4096);
      tossed = 0;
    }
    const which = ((coins[tossed++] as number) & 1) as 0 | 1;
    const inputs = classes[which];
    const input = inputs[next[which]++ % inputs.length];
    const start = performance.now();
    run(input);
    now = performance.now();
    if (start < counted) continue;
    times.add(which, (now - start) * 1e6);
    calls++;
  }
  const { name, role } = subject;
  return { name, classes: subject.classes, role, ...times.outcome(), calls };
}
