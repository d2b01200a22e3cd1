import assert from 'node:assert/strict';
import { ANY_POLICY } from '../../../lib/oids/extensions.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import {
  authorityConstrained,
  firstLevel,
  isEmpty,
  mapToNext,
  narrow,
  type PolicyLevel,
  userConstrained,
} from '../../../lib/path/policy-graph.ts';
import type { PolicyMapping } from '../../../lib/x509/extensions/policies.ts';

const A: string = oid('1.2.1');
const B: string = oid('1.2.2');
const C: string = oid('1.2.3');
const D: string = oid('1.2.4');

interface Step {
  readonly policies?: readonly string[];
  readonly mappings?: readonly (readonly [string, string])[];
  readonly anyAllowed?: boolean;
  readonly mappingAllowed?: boolean;
}

/** Policies that remain after certificates from the top down. */
function run(...steps: readonly Step[]): string[] {
  const levels: PolicyLevel[] = [];
  let level = firstLevel();
  for (const { policies, mappings = [], anyAllowed = true, mappingAllowed = true } of steps) {
    narrow(level, policies, anyAllowed);
    levels.push(level);
    const pairs = mappings.map(([from, to]): PolicyMapping => ({ issuerDomainPolicy: oid(from), subjectDomainPolicy: oid(to) }));
    level = mapToNext(level, pairs, mappingAllowed);
  }
  return [...authorityConstrained(levels)].sort();
}

describe('policy graph', () => {
  it('keeps what all certificates assert', () => {
    assert.deepEqual(run({ policies: [A, B] }, { policies: [B, C] }), [B]);
    assert.deepEqual(run({ policies: [A] }, { policies: [B] }), []);
    assert.deepEqual(run({ policies: [A] }, {}), []);
    assert.deepEqual(run({}, { policies: [A] }), []);
  });

  it('takes anyPolicy for every policy while it is allowed', () => {
    assert.deepEqual(run({ policies: [ANY_POLICY] }, { policies: [A] }), [A]);
    assert.deepEqual(run({ policies: [A] }, { policies: [ANY_POLICY] }), [A]);
    assert.deepEqual(run({ policies: [ANY_POLICY] }, { policies: [ANY_POLICY] }), [ANY_POLICY]);
    assert.deepEqual(run({ policies: [A] }, { policies: [ANY_POLICY], anyAllowed: false }), []);
    assert.deepEqual(run({ policies: [ANY_POLICY, A] }, { policies: [ANY_POLICY, B] }), [A, B, ANY_POLICY].sort());
  });

  it('follows mappings and answers in the terms of the first CA', () => {
    assert.deepEqual(run({ policies: [A], mappings: [[A, B]] }, { policies: [B] }), [A]);
    assert.deepEqual(run({ policies: [A], mappings: [[A, B]] }, { policies: [A] }), []);
    assert.deepEqual(
      run(
        {
          policies: [A, B],
          mappings: [
            [A, C],
            [B, C],
          ],
        },
        { policies: [C] },
      ),
      [A, B],
    );
    assert.deepEqual(run({ policies: [A], mappings: [[A, B]] }, { policies: [B], mappings: [[B, C]] }, { policies: [C] }), [A]);
    assert.deepEqual(run({ policies: [ANY_POLICY], mappings: [[A, B]] }, { policies: [B] }), [A]);
    assert.deepEqual(run({ policies: [A], mappings: [[A, B]], mappingAllowed: false }, { policies: [A, B] }), []);
    assert.deepEqual(run({ policies: [A, D], mappings: [[A, B]], mappingAllowed: false }, { policies: [A, B, D] }), [D]);
  });

  it('gives the user what both sides take', () => {
    assert.deepEqual(userConstrained(new Set([A, B]), [B, C, B]), [B]);
    assert.deepEqual(userConstrained(new Set([A, B]), [ANY_POLICY]), [A, B]);
    assert.deepEqual(userConstrained(new Set([ANY_POLICY]), [B, B, C]), [B, C]);
    assert.deepEqual(userConstrained(new Set(), [B]), []);
  });

  it('is empty once nothing is left, and stays so', () => {
    let level = firstLevel();
    assert.equal(isEmpty(level), false);
    narrow(level, undefined, true);
    assert.ok(isEmpty(level));
    level = mapToNext(level, [], true);
    narrow(level, [A, ANY_POLICY], true);
    assert.ok(isEmpty(level));
  });
});
