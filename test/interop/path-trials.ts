/** Random chains for the differential test: straight ones with the faults that `makeChain` knows, and nets of cross-signed authorities. */
import { type ChainFault, type ChainOptions, describeFaults, type FaultDescription, makeChain } from '../../lib/testing/index.ts';
import type { Random } from '../support/random.ts';
import { faults, traits } from './path-faults.ts';
import { build, goodPlan } from './path-plan.ts';
import type { Trial } from './path-trial.ts';

/** Of so many trials each, the last is a net. */
const NET_EVERY = 4;

/** That many trials. */
export function randomTrials(random: Random, count: number): readonly Trial[] {
  return Array.from({ length: count }, (_, i) => ((i + 1) % NET_EVERY === 0 ? randomNet(random) : randomChain(random)));
}

/** Every fault of the catalogue alone, at every position of a chain with two intermediates. */
export function everyFault(): readonly Trial[] {
  return catalogueOf(2).flatMap(({ kind, positions }) => positions.map((at) => chainWith({ faults: [{ kind, at }], intermediates: 2 })));
}

/** The faults that chains with so many intermediates may have; none of OCSP, of which the other judges are told nothing. */
function catalogueOf(intermediates: number): readonly FaultDescription[] {
  return describeFaults(intermediates).filter(
    ({ kind, positions, profiles }) => positions.length > 0 && profiles.includes('rfc5280') && !kind.startsWith('ocsp'),
  );
}

function chainWith({ faults = [], intermediates = 0, ...options }: ChainOptions): Trial {
  const { input } = makeChain({ ...options, faults, intermediates, profile: 'rfc5280', seed: 'differential' });
  // a fault that is the anchor's demand on what is below it
  const traits = faults.some((fault) => fault.at === intermediates) ? ['fault-below-anchor'] : [];
  return { faults: faults.map(({ kind }) => kind), traits, input };
}

/** A chain of the catalogue: none, one or two faults at random positions. */
function randomChain(random: Random): Trial {
  const intermediates = random.one([0, 1, 1, 2, 2, 3, 3, 4]);
  const catalogue = catalogueOf(intermediates);
  const draw = (): ChainFault => {
    const { kind, positions } = random.one(catalogue);
    return { kind, at: random.one(positions) };
  };
  const count = random.one([0, 0, 0, 1, 1, 1, 2]);
  const chosen: ChainFault[] = [];
  while (chosen.length < count) {
    const fault = draw();
    // two faults of CRLs may give one CRL an extension twice, and no such CRL can be read
    if (!fault.kind.startsWith('crl-') || !chosen.some(({ kind }) => kind.startsWith('crl-'))) chosen.push(fault);
  }
  const at = Date.UTC(random.one([2026, 2031, 2049]), random.below(12), 1 + random.below(28), random.below(24), 0, random.below(60));
  return chainWith({
    faults: chosen,
    intermediates,
    at,
    host: random.one(['www.example.com', 'db.internal.example.org', 'xn--bcher-kva.example.com']),
    crls: random.chance(25),
  });
}

/** A net of authorities, unusual and wrong in up to two ways each. */
function randomNet(random: Random): Trial {
  const plan = goodPlan(random, random.one([0, 1, 1, 2, 2, 3, 4]));
  const apply = (changes: typeof faults, count: number, done: string[]): void => {
    for (let i = 0; i < count; i++) {
      const [kind, change] = random.one(Object.entries(changes));
      if (!done.includes(kind) && change(plan, random) !== false) done.push(kind);
    }
  };
  apply(traits, random.below(3), plan.traits);
  apply(faults, random.one([0, 0, 1, 1, 2]), plan.faults);
  return build(plan, random);
}
