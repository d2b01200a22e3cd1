/** For each row of the table of differences that excuses many chains: a chain that all accept, and the same one with nothing but the difference. */
import { type ChainFault, type FaultKind, makeChain } from '../../lib/testing/index.ts';
import { seededRandom } from '../support/random.ts';
import { faults } from './path-faults.ts';
import { build, goodPlan } from './path-plan.ts';
import type { Trial } from './path-trial.ts';

/** One intermediate, a server named www.example.com, no CRLs, no policies; then one fault. */
function withAndWithout(kind: string): () => readonly [good: Trial, bad: Trial] {
  const trial = (fault: string | undefined): Trial => {
    const random = seededRandom(1);
    const plan = goodPlan(random, 1);
    Object.assign(plan, { crls: false, policies: false });
    plan.demand.purpose = 'serverAuth';
    plan.demand.peer = { kind: 'dns', value: 'www.example.com' };
    if (fault !== undefined) {
      faults[fault]?.(plan, random);
      plan.faults.push(fault);
    }
    return build(plan, random);
  };
  return () => [trial(undefined), trial(kind)];
}

/** A chain of the catalogue, and the same one with one fault of its leaf. */
function ofCatalogue(kind: FaultKind): () => readonly [good: Trial, bad: Trial] {
  const trial = (faults: readonly ChainFault[]): Trial => {
    const { input } = makeChain({ faults, intermediates: 1, profile: 'rfc5280' });
    return { faults: faults.map((fault) => fault.kind), traits: [], input };
  };
  return () => [trial([]), trial([{ kind, at: 0 }])];
}

/** By the row's id. */
export const reproducers: Readonly<Record<string, () => readonly [good: Trial, bad: Trial]>> = {
  'pyca-no-crls': withAndWithout('revoked'),
  'pyca-no-policies': withAndWithout('policy-not-wanted'),
  'openssl-malformed-extensions': ofCatalogue('policy-mappings-empty'),
  'pyca-malformed-extensions': ofCatalogue('distribution-points-empty'),
};
