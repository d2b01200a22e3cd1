/**
 * Random chains, and every fault that `makeChain` knows at every position, judged by certwright, by OpenSSL's command with -x509_strict and by pyca's verifier where there is one. CERTWRIGHT_SEED chooses other ones,
 * CERTWRIGHT_CHAINS more of them. Every disagreement must be excused by the table in `path-differences.ts`.
 */
import assert from 'node:assert/strict';
import { describeFaults } from '../../lib/testing/index.ts';
import { seed } from '../support/properties.ts';
import { seededRandom } from '../support/random.ts';
import { requireOrSkip } from '../support/require-or-skip.ts';
import { opensslVersion } from './openssl-tools.ts';
import { differences, excuses } from './path-differences.ts';
import { faults, traits } from './path-faults.ts';
import { askCertwright, askOpenssl, askPyca, pycaVersion } from './path-judges.ts';
import { reproducers } from './path-reproducers.ts';
import { everyFault, randomTrials } from './path-trials.ts';
import type { Engine, Opinion, Trial } from './path-trial.ts';

const CHAINS = Number(process.env['CERTWRIGHT_CHAINS'] ?? 2700);

/** A row that excuses more than this share of the chains needs a reproducer. */
const LARGE_SHARE = 0.05;

/** Chains that all accept, and those that all refuse, are at least this share: the test would mean little otherwise. */
const LEAST_SHARE = 0.2;

function describeTrial({ faults, traits, input: { purpose, peer, policies, crls } }: Trial): string {
  return JSON.stringify({ faults, traits, purpose, peer, policies, crls: crls?.length });
}

/** Whether a trait may make up for a fault: there is another path, or the CRL of an authority's other key. */
function detour(trait: string, fault: string): boolean {
  return (
    trait.startsWith('cross-signed') || trait === 'intermediate-as-anchor' || (trait === 'self-issued-authority' && fault.includes('crl'))
  );
}

/** All opinions about a trial. */
interface Case {
  readonly trial: Trial;
  readonly ours: Opinion;
  readonly theirs: Readonly<Partial<Record<Engine, Opinion>>>;
}

/** Whether a chain should be refused: a fault has no detour, and it is the only one or somebody refuses (two faults may make up for each other). */
function mayNotBeAccepted({ trial: { faults, traits }, theirs }: Case): boolean {
  const alone = faults.length === 1 || Object.values(theirs).some((opinion) => !opinion.accepted);
  return alone && faults.some((fault) => !traits.some((trait) => detour(trait, fault)));
}

async function judgeAll(trials: readonly Trial[]): Promise<Case[]> {
  const others = Promise.all([askOpenssl(trials), pycaVersion === undefined ? [] : askPyca(trials)]);
  const ours = trials.map(askCertwright);
  const [openssl, pyca] = await others;
  return trials.map((trial, i) => {
    const [first, second] = [openssl[i], pyca[i]];
    const theirs = { ...(first === undefined ? {} : { openssl: first }), ...(second === undefined ? {} : { pyca: second }) };
    return { trial, ours: ours[i] as Opinion, theirs };
  });
}

const suite = requireOrSkip('openssl 3.0', opensslVersion !== undefined);
if (pycaVersion === undefined) process.stderr.write("\n*** pyca's verifier was not found here: chains are judged without it ***\n");

suite(`${CHAINS} random chains (CERTWRIGHT_SEED=${seed}) by ${opensslVersion} and pyca ${pycaVersion ?? '(absent)'}`, function () {
  this.timeout(300_000);
  let cases: readonly Case[] = [];

  before(async () => {
    const random = seededRandom(seed);
    cases = await judgeAll([...everyFault(), ...randomTrials(random, CHAINS)]);
  });

  it('are judged alike, but for what the table of differences explains', () => {
    const counts = new Map(differences.map(({ id }) => [id, 0]));
    const unexplained: string[] = [];
    for (const { trial, ours, theirs } of cases)
      for (const [engine, opinion] of Object.entries(theirs) as [Engine, Opinion][]) {
        if (opinion.accepted === ours.accepted) continue;
        const rows = excuses(trial, engine, ours, opinion);
        for (const { id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
        if (rows.length > 0) continue;
        const what = opinion.accepted ? `accepts, we: ${JSON.stringify(ours.stops)}` : `refuses: ${JSON.stringify(opinion.stops)}`;
        unexplained.push(`${engine} ${what}\n    ${describeTrial(trial)}`);
      }
    console.log([...counts].map(([id, count]) => `      ${id}: ${count}${count === 0 ? ', excused nothing' : ''}`).join('\n'));
    assert.equal(unexplained.length, 0, `${unexplained.length} unexplained:\n${unexplained.slice(0, 20).join('\n')}`);
    const large = [...counts].filter(([id, count]) => count > LARGE_SHARE * cases.length && reproducers[id] === undefined);
    assert.deepEqual(large, [], 'rows that excuse much need a reproducer');
  });

  it('have the faults and traits that the table names', () => {
    const kinds = new Set([
      ...describeFaults().map(({ kind }): string => kind),
      ...Object.keys(faults),
      ...Object.keys(traits),
      'fault-below-anchor',
    ]);
    const named = differences.flatMap((row) => row.kinds.flatMap((kind) => kind.split('+')));
    const unknown = named.filter((name) =>
      name.endsWith('*') ? ![...kinds].some((kind) => kind.startsWith(name.slice(0, -1))) : !kinds.has(name),
    );
    assert.deepEqual(unknown, []);
  });

  it('are accepted by all, and refused by all, often enough', () => {
    const all = (accepted: boolean): number =>
      cases.filter(({ ours, theirs }) => [ours, ...Object.values(theirs)].every((opinion) => opinion.accepted === accepted)).length;
    const asked = cases.filter(({ theirs }) => theirs.pyca !== undefined).length;
    const [accepted, refused] = [all(true), all(false)];
    console.log(`      accepted by all: ${accepted}, refused by all: ${refused}, of ${cases.length}; pyca could be asked ${asked} times`);
    assert.ok(accepted >= LEAST_SHARE * cases.length && refused >= LEAST_SHARE * cases.length);
  });

  it('are accepted by us where nothing is wrong, and never where only we would', () => {
    const refused = cases.filter(({ trial, ours }) => trial.faults.length === 0 && !ours.accepted);
    assert.deepEqual(
      refused.map(({ trial, ours }) => `${describeTrial(trial)} ${JSON.stringify(ours.stops)}`),
      [],
    );
    const accepted = cases.filter(({ ours }) => ours.accepted).filter(mayNotBeAccepted);
    assert.deepEqual(
      accepted.map(({ trial }) => describeTrial(trial)),
      [],
    );
  });
});

suite('differences that excuse many chains', () => {
  for (const [id, reproduce] of Object.entries(reproducers))
    (id.startsWith('pyca') && pycaVersion === undefined ? it.skip : it)(`${id}, alone`, async () => {
      const row = differences.find((difference) => difference.id === id);
      assert.ok(row !== undefined);
      const [good, bad] = await judgeAll(reproduce());
      assert.deepEqual([good?.ours.accepted, good?.theirs[row.engine]?.accepted], [true, true]);
      assert.deepEqual(
        [bad?.ours.accepted, bad?.theirs[row.engine]?.accepted],
        row.engineDoes === 'accept' ? [false, true] : [true, false],
      );
    });
});
