/** The statistics of bench/constant-time on made-up times: they see a difference, and none where there is none. No clock takes part. */
import assert from 'node:assert/strict';
import { CALIBRATION, judge, Moments, TwoClasses, welch } from '../bench/constant-time/statistics.ts';

/** Numbers from 0 to 1, the same at each run (Park and Miller). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}

/** Times as a busy machine gives them: 1,000 with some jitter, a long tail, now and then an interruption. `extra` is what the first class takes longer. */
function outcome(seed: number, count: number, extra: (draw: () => number) => number): ReturnType<TwoClasses['outcome']> {
  const draw = numbers(seed);
  const times = new TwoClasses();
  for (let i = 0; i < count; i++) {
    const which = draw() < 0.5 ? 0 : 1;
    const jitter = 20 * (draw() + draw() + draw() + draw());
    const tail = draw() < 0.1 ? -60 * Math.log(draw()) : 0;
    const interruption = draw() < 0.002 ? 50_000 * draw() : 0;
    times.add(which, 1000 + jitter + tail + interruption + (which === 0 ? extra(draw) : 0));
  }
  return times.outcome();
}

describe('statistics of times', () => {
  it('mean and variance are those of the textbook', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    const moments = new Moments();
    for (const value of values) moments.add(1e9 + value);
    assert.equal(moments.count, 8);
    assert.ok(Math.abs(moments.mean - 1e9 - 5) < 1e-6);
    assert.ok(Math.abs(moments.variance - 32 / 7) < 1e-6);
  });

  it("Welch's t is that of the textbook, and 0 where nothing can be told", () => {
    const [a, b] = [new Moments(), new Moments()];
    assert.equal(welch(a, b), 0);
    for (const value of [3, 4, 1, 2.1]) a.add(value);
    assert.equal(welch(a, b), 0);
    for (const value of [490.2, 340, 433.9]) b.add(value);
    assert.ok(Math.abs(welch(a, b) + 9.559_497_721_932_658) < 1e-9);
  });

  it('judges by the size of t', () => {
    assert.deepEqual([0, 4.5, -4.6, 10, -10.1].map(judge), ['quiet', 'quiet', 'suspicious', 'suspicious', 'leak']);
  });

  it('finds nothing where both classes are alike', () => {
    for (let seed = 1; seed <= 20; seed++) assert.equal(outcome(seed, 20_000, () => 0).judgement, 'quiet', `seed ${seed}`);
  });

  it('finds half a per cent', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { judgement, t, difference } = outcome(seed, 20_000, () => 5);
      assert.equal(judgement, 'leak', `seed ${seed}: t is ${t}`);
      assert.ok(t > 0 && difference > 1 && difference < 10, `a difference of ${difference}`);
    }
  });

  it('finds by its cuts what interruptions hide from the mean of all', () => {
    const { judgement, share } = outcome(7, 20_000, () => 5);
    assert.equal(judgement, 'leak');
    assert.ok(share < 1, `the cut at ${share}`);
  });

  it('finds what happens now and then', () => {
    assert.equal(outcome(11, 20_000, (draw) => (draw() < 0.05 ? 150 : 0)).judgement, 'leak');
  });

  it('finds the second class to be the slower one', () => {
    assert.ok(outcome(3, 20_000, () => -5).t < -10);
  });

  it('sets its cuts by the first times and counts the others', () => {
    const times = new TwoClasses();
    for (let i = 0; i < CALIBRATION + 100; i++) times.add(i % 2 === 0 ? 0 : 1, 10);
    assert.deepEqual({ ...times.outcome() }, { judgement: 'quiet', t: 0, share: 1, count: 100, difference: 0, relative: 0, typical: 10 });
  });
});
