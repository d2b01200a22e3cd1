import assert from 'node:assert/strict';
import { makePool } from '../../../lib/path/pool.ts';
import { makeCertificate, type MadeCertificate } from '../../../lib/testing/certificate.ts';
import { keyNamed } from '../../../lib/testing/keys.ts';
import { throwsCode } from '../../support/throws.ts';

/** A set that counts how often it is asked. */
class CountingSet extends Set<string> {
  asked = 0;

  override has(value: string): boolean {
    this.asked++;
    return super.has(value);
  }
}

const root = makeCertificate({ subject: 'CN=Root', ca: true, key: keyNamed('root', 'ec') });

function ca(key: string, serial: number): MadeCertificate {
  return makeCertificate({ subject: 'CN=CA', issuer: root, ca: true, key: keyNamed(key, 'ec'), serialNumber: Uint8Array.of(1, serial) });
}

describe('the pool', () => {
  const renewals = Array.from({ length: 200 }, (_, serial) => ca('renewed', serial));
  const others = [ca('first', 0), ca('second', 0)];
  const leaf = makeCertificate({ subject: 'CN=leaf', issuer: renewals[0] as MadeCertificate });
  const given = [others[0] as MadeCertificate, ...renewals, others[1] as MadeCertificate].map(({ certificate }) => certificate);
  const pool = makePool({ leaf: leaf.certificate, intermediates: given, anchors: [root.certificate] });
  const indices = (present: ReadonlySet<string>): number[] => pool.issuersOf(pool.leaf, present).map(({ element }) => element.index);

  it('puts key identifiers that match first, and keeps the order of the input else', () => {
    const renewed = Array.from({ length: 200 }, (_, index) => index + 1);
    assert.deepEqual(indices(new Set()), [...renewed, 0, 201]);
  });

  it('leaves out those who are present, looking once at each and not at each of their certificates', () => {
    const [first] = pool.issuersOf(pool.leaf, new Set());
    const present = new CountingSet([first?.identity ?? '']);
    assert.deepEqual(indices(present), [0, 201]);
    assert.equal(present.asked, 3);
  });

  it('reads a list once, and again where its members have changed', () => {
    const anchors = given.slice(0, 20);
    const named = (): readonly object[] => makePool({ leaf: leaf.certificate, anchors }).named(pool.leaf.issuerKey);
    const first = named();
    assert.equal(first.length, 20);
    assert.ok(named().every((entry, index) => entry === first[index]));
    const [renewed] = anchors.splice(3, 1);
    assert.equal(named().length, 19);
    anchors.splice(0, 1, root.certificate);
    assert.equal(named().length, 18);
    anchors[0] = renewed as (typeof anchors)[number];
    assert.equal(named().length, 19);
    throwsCode('bad-option', () => makePool({ leaf: leaf.certificate, anchors: Object.assign(anchors, { 5: undefined }) }));
  });

  it('does not take a list of intermediates for the anchors it was', () => {
    const list = given.slice(0, 20);
    makePool({ leaf: leaf.certificate, anchors: list });
    const both = makePool({ leaf: leaf.certificate, anchors: list, intermediates: list });
    assert.deepEqual([...new Set(both.all().map(({ element }) => element.from))], ['anchors', 'intermediates']);
  });
});
