/** The bench measures what it says: on made-up contenders and a clock of our own. Not in test/unit, since the bench is for Node. */
import assert from 'node:assert/strict';
import { fillIn } from '../bench/speed/document.ts';
import { slowerThanRival } from '../bench/speed/engines.ts';
import { type Contender, type Effort, growth, median, race, rotation, runOnce } from '../bench/speed/harness.ts';
import { ITEMS } from '../bench/speed/items.ts';
import { isWanted } from '../bench/speed/options.ts';
import { duration, figure, table } from '../bench/speed/report.ts';
import { type Figures, judgeTargets, speedup, TARGETS } from '../bench/speed/targets.ts';

/** A clock that only the work moves, in nanoseconds. */
function workshop(): { clock: () => number; log: string[]; worker: (peer: string, microseconds: number | (() => number)) => Contender } {
  let now = 0;
  const log: string[] = [];
  return {
    clock: () => now,
    log,
    worker: (peer, cost) => ({
      peer,
      run: () => {
        log.push(peer);
        now += 1000 * (typeof cost === 'number' ? cost : cost());
      },
    }),
  };
}

const effort: Effort = { rounds: 3, slice: 1, warm: 2, slowRounds: 1 };
const row = (peer: string, best: number): Figures['items'][number]['rows'][number] => ({ peer, best, median: 2 * best, slices: 11 });
const figures = (id: string, ...rows: Figures['items'][number]['rows']): Figures => ({
  items: [{ id, title: id, rows, notes: [] }],
  crl: [],
  sizes: [],
});

describe('bench', () => {
  it('gives each contender the first turn in turn', () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((round) => rotation(3, round).join('')),
      ['012', '120', '201', '012'],
    );
  });

  it('times every contender by its own work, the best slice and the median', async () => {
    const { clock, worker } = workshop();
    const rows = await race([worker('slow', 100), worker('quick', 10)], effort, clock);
    assert.deepEqual(rows, [
      { peer: 'slow', best: 100, median: 100, slices: 3 },
      { peer: 'quick', best: 10, median: 10, slices: 3 },
    ]);
  });

  it('takes the best of slices that neighbours slow down', async () => {
    const { clock, worker } = workshop();
    let calls = 0;
    const [noisy] = await race([worker('noisy', () => (calls++ % 250 < 125 ? 10 : 30))], { ...effort, rounds: 8 }, clock);
    assert.ok(noisy !== undefined && noisy.best >= 10 && noisy.best < noisy.median && noisy.median < 30, JSON.stringify(noisy));
  });

  it('interleaves, and spares those who need more than a slice for one operation', async () => {
    const { clock, log, worker } = workshop();
    const rows = await race([worker('a', 1000), worker('sloth', 5000)], effort, clock);
    assert.deepEqual(
      rows.map(({ slices }) => slices),
      [3, 1],
    );
    assert.deepEqual(log.slice(-4), ['a', 'sloth', 'a', 'a']);
  });

  it('awaits what is promised', async () => {
    const { clock, worker } = workshop();
    const { run } = worker('late', 50);
    const late = {
      peer: 'late',
      run: async () => {
        await Promise.resolve();
        run();
      },
    };
    assert.equal((await race([late], effort, clock))[0]?.best, 50);
  });

  it('runs each key by itself, and the slow ones less often', async () => {
    const { clock, log, worker } = workshop();
    const times = await runOnce(
      [
        { ...worker('a', 3), runs: 5 },
        { ...worker('b', 4), runs: 2 },
      ],
      clock,
    );
    assert.deepEqual(times, [
      { peer: 'a', times: [3, 3, 3, 3, 3] },
      { peer: 'b', times: [4, 4] },
    ]);
    assert.deepEqual(log.slice(2, 6), ['a', 'b', 'b', 'a']);
  });

  it('finds medians and growth', () => {
    assert.equal(median([5, 1, 3]), 3);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    for (const power of [0, 1, 2]) {
      const points = [1, 10, 100, 1000].map((size) => ({ size, time: 7 * size ** power }));
      assert.ok(Math.abs(growth(points) - power) < 1e-9);
    }
  });

  it('compares with one peer, with the best, and with the best that is JavaScript', () => {
    const all = figures(
      'x',
      row('certwright', 10),
      row('node:crypto', 1),
      row('WebCrypto', 2),
      row('wise (wasm)', 5),
      row('a', 30),
      row('b', 20),
    );
    assert.equal(speedup(all, 'x', 'node:crypto'), 0.1);
    assert.equal(speedup(all, 'x', 'best'), 0.5);
    assert.equal(speedup(all, 'x', 'best JS'), 2);
    assert.equal(speedup(all, 'x', 'nobody'), undefined);
    assert.equal(speedup(all, 'y', 'a'), undefined);
    assert.equal(speedup(figures('rsa2048-keygen', row('certwright', 1), row('a', 7)), 'rsa2048-keygen', 'a'), 7);
  });

  it('judges targets by their bound, and says so where a run does not tell', () => {
    const target = { what: 'x', unit: '', absolute: false, wanted: 5 };
    const outcomes = judgeTargets(figures('x'), [
      { ...target, bound: 'at least', measure: () => 5 },
      { ...target, bound: 'at least', measure: () => 4.9 },
      { ...target, bound: 'at most', measure: () => 5.1 },
      { ...target, bound: 'at most', measure: () => 4 },
      { ...target, bound: 'at most', measure: () => undefined },
    ]);
    assert.deepEqual(
      outcomes.map(({ met }) => met),
      [true, false, false, true, undefined],
    );
  });

  it('has targets for items that there are, met by a run in which certwright is without rival', () => {
    const rows = (ours: number): Figures['items'][number]['rows'] => [
      row('certwright', ours),
      ...['node:crypto', '@noble/curves', 'micro-rsa-dsa-dh'].map((peer) => row(peer, 1e4)),
    ];
    const crl = (ms: number): Figures['crl'] => [
      {
        entries: 1_000_000,
        octets: 4e7,
        rows: [
          { peer: 'openssl crl', whole: 1000 },
          ...['one answer', 'index', 'index from PEM'].map((way) => ({
            peer: `certwright, ${way}`,
            whole: ms,
            open: ms,
            first: ms,
            lookup: ms,
            beyond: ms,
          })),
        ],
      },
    ];
    const run = (ours: number): Figures => ({
      items: [...ITEMS.map(({ id }) => id), 'rsa2048-keygen'].map((id) => ({ id, title: id, rows: rows(ours), notes: [] })),
      crl: crl(ours),
      sizes: [{ name: 'certwright, RSA + P-256', minified: 1, gzip: 30 * ours, brotli: 1, start: undefined }],
    });
    assert.deepEqual(
      judgeTargets(run(0.5)).filter(({ met }) => met !== true),
      [],
    );
    assert.deepEqual(
      judgeTargets(run(1e5)).filter(({ met }) => met !== false),
      [],
    );
    assert.deepEqual(
      judgeTargets({ items: [], crl: [], sizes: [] }).filter(({ met }) => met !== undefined),
      [],
    );
    assert.ok(TARGETS.length > 25);
  });

  it('names the engines in which certwright is slower', () => {
    const items = [
      { item: 'sign', rival: 'r', ours: 3, theirs: 2 },
      { item: 'verify', rival: 'r', ours: 1, theirs: 2 },
      { item: 'parse', rival: '-', ours: 1 },
    ];
    assert.deepEqual(slowerThanRival([{ engine: 'E', items }]), ['E, sign: 1.50 times slower than r']);
  });

  it('writes figures, tables and pages', () => {
    assert.deepEqual([0, 0.01234, 1.234, 12.34, 1234.5, undefined].map(figure), ['0', '0.012', '1.23', '12.3', '1,235', '-']);
    assert.deepEqual([5, 1500, 2.5e6].map(duration), ['5.00 us', '1.50 ms', '2.50 s']);
    assert.equal(table(['a', 'b'], [['x', '10']]), '| a   |   b |\n|-----|----:|\n| x   |  10 |\n');
    assert.equal(fillIn('1\n<!-- t -->\nold\n<!-- end -->\n2\n', { t: 'new $1\n' }), '1\n<!-- t -->\n\nnew $1\n\n<!-- end -->\n2\n');
    assert.throws(() => fillIn('', { t: '' }), /no place for t/);
    assert.ok(isWanted('p256-sign', ['p2']) && isWanted('x', null) && !isWanted('x', ['p256']));
  });
});
