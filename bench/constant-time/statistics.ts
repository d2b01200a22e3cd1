/**
 * The statistics of dudect (Reparaz, Balasch, Verbauwhede 2017, "Dude, is my code constant time?"): two classes of inputs, one time for each call, and Welch's t-test
 * on whether the means differ. Times are skewed by whatever else the machine does, so that the test is made on all of them and again on those below some
 * percentiles of the first ones; the largest |t| counts.
 */

/** Mean and variance of a stream, by Welford's recurrence: nothing is kept, nothing cancels. */
export class Moments {
  count = 0;
  mean = 0;
  #squares = 0;

  add(value: number): void {
    this.count++;
    const delta = value - this.mean;
    this.mean += delta / this.count;
    this.#squares += delta * (value - this.mean);
  }

  /** Of the sample; 0 below two values. */
  get variance(): number {
    return this.count < 2 ? 0 : this.#squares / (this.count - 1);
  }
}

/** Welch's t statistic: the difference of the means in units of its own standard deviation. 0 where there are too few values to tell. */
export function welch(a: Moments, b: Moments): number {
  if (a.count < 2 || b.count < 2) return 0;
  const error = Math.sqrt(a.variance / a.count + b.variance / b.count);
  return error === 0 ? 0 : (a.mean - b.mean) / error;
}

/** Shares of the first times that stay below the cuts; 1 is no cut. */
export const SHARES: readonly number[] = [1, 0.99, 0.95, 0.9, 0.8, 0.65, 0.5];

/** How many times of both classes together decide where the cuts lie. They are not counted afterwards: a cut must not know what it cuts. */
export const CALIBRATION = 400;

/** Times are not as independent as a t-test thinks, so that dudect takes 4.5 for worth a second look, and 10 for a leak beyond doubt. */
export const SUSPICIOUS = 4.5;
export const DEFINITE = 10;

/** What the times say. `quiet` is no proof: a smaller difference may show after more calls. */
export type Judgement = 'quiet' | 'suspicious' | 'leak';

/** The test that found most. */
export interface Outcome {
  readonly judgement: Judgement;
  /** Positive where the first class takes longer. */
  readonly t: number;
  /** Share of the calibration that the cut lets pass, of `SHARES`. */
  readonly share: number;
  /** Times in that test, both classes together. */
  readonly count: number;
  /** Difference of the means in that test, in the unit of the times, and relative to the mean. */
  readonly difference: number;
  readonly relative: number;
  /** Mean of the quicker half of the times, both classes together: what a call takes on a machine that does nothing else. */
  readonly typical: number;
}

/** Collects times of two classes. */
export class TwoClasses {
  readonly #first: number[] = [];
  #tests: readonly { readonly share: number; readonly limit: number; readonly classes: readonly [Moments, Moments] }[] | undefined;

  add(which: 0 | 1, time: number): void {
    if (this.#tests === undefined) {
      this.#first.push(time);
      if (this.#first.length === CALIBRATION) this.#tests = testsAfter(this.#first);
      return;
    }
    for (const { limit, classes } of this.#tests) if (time <= limit) classes[which].add(time);
  }

  /** The outcome so far. */
  outcome(): Outcome {
    const results = (this.#tests ?? testsAfter(this.#first)).map(({ share, classes: [a, b] }) => {
      const difference = a.mean - b.mean;
      const count = a.count + b.count;
      const mean = count === 0 ? 1 : (a.mean * a.count + b.mean * b.count) / count;
      return { share, t: welch(a, b), count, mean, difference, relative: difference / mean };
    });
    const most = results.reduce((worst, result) => (Math.abs(result.t) > Math.abs(worst.t) ? result : worst));
    const { share, t, count, difference, relative } = most;
    return { judgement: judge(t), t, share, count, difference, relative, typical: (results.at(-1) as (typeof results)[number]).mean };
  }
}

/** The words for a t. */
export function judge(t: number): Judgement {
  const size = Math.abs(t);
  return size > DEFINITE ? 'leak' : size > SUSPICIOUS ? 'suspicious' : 'quiet';
}

function testsAfter(times: readonly number[]): { share: number; limit: number; classes: readonly [Moments, Moments] }[] {
  const sorted = [...times].sort((a, b) => a - b);
  return SHARES.map((share) => ({
    share,
    limit: share === 1 ? Number.POSITIVE_INFINITY : (sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY),
    classes: [new Moments(), new Moments()],
  }));
}
