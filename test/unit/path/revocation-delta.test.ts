import assert from 'node:assert/strict';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { authorityKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { AT, type CrlRecipe, DAY, keyNamed, make, makeCrl } from '../../support/chain-kit.ts';
import {
  ca,
  COMPROMISE,
  delta,
  directory,
  entry,
  judge,
  leafWith,
  OTHER_REASONS,
  problemsOf,
  root,
  scope,
  statusOf,
  uri,
} from '../../support/crl-kit.ts';

const leaf = leafWith([]);
const complete = (number: bigint | null, recipe: Partial<CrlRecipe> = {}): CertificateList => makeCrl({ issuer: ca, number, ...recipe });
const hold = entry(leaf, 'certificateHold');
const gone = entry(leaf, 'keyCompromise');
const back = entry(leaf, 'removeFromCRL');

describe('delta CRLs', () => {
  it('bring a complete CRL up to date', () => {
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n)]), 'good');
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n, { revoked: [gone] })]), 'revoked by crls[1]: keyCompromise');
    assert.equal(statusOf(leaf, [delta(1n, 2n), complete(1n, { revoked: [hold] })]), 'revoked by crls[1]: certificateHold');
    assert.equal(
      statusOf(leaf, [complete(1n, { revoked: [hold] }), delta(1n, 2n, { revoked: [gone] })]),
      'revoked by crls[1]: keyCompromise',
    );
  });

  it('take back what is no longer held', () => {
    assert.equal(statusOf(leaf, [complete(1n, { revoked: [hold] }), delta(1n, 2n, { revoked: [back] })]), 'good');
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n, { revoked: [back] })]), 'good');
  });

  it('alone take nothing back: the reason has its place in delta CRLs only', () => {
    assert.equal(statusOf(leaf, [complete(1n, { revoked: [back] })]), 'revoked by crls[0]: removeFromCRL');
  });

  it('are useless without a complete one', () => {
    assert.equal(statusOf(leaf, [delta(1n, 2n)]), 'unknown: 0 delta-without-base');
    assert.equal(statusOf(leaf, [delta(1n, 2n, { revoked: [gone] })]), 'unknown: 0 delta-without-base');
    assert.equal(
      statusOf(leaf, [complete(1n, { breakSignature: true }), delta(1n, 2n)]),
      'unknown: 0 signature-invalid, 1 delta-without-base',
    );
  });

  it('belong to complete ones numbered from their base up to themselves', () => {
    const used = (number: bigint | null, base: bigint, own: bigint): string =>
      statusOf(leaf, [complete(number), delta(base, own, { revoked: [gone] })]);
    assert.equal(used(5n, 5n, 6n), 'revoked by crls[1]: keyCompromise');
    assert.equal(used(5n, 3n, 6n), 'revoked by crls[1]: keyCompromise');
    assert.equal(used(5n, 6n, 7n), 'good');
    assert.equal(used(5n, 3n, 5n), 'good');
    assert.equal(used(5n, 3n, 4n), 'good');
    assert.equal(used(null, 0n, 4n), 'good');
    assert.equal(used(2n ** 159n, 2n ** 159n - 1n, 2n ** 159n + 1n), 'revoked by crls[1]: keyCompromise');
    const verdict = judge(leaf, [complete(5n), delta(6n, 7n)]);
    assert.deepEqual(problemsOf(verdict.findings), ['1 delta-without-base']);
    assert.equal(verdict.findings.find(({ code }) => code === 'crl-unusable')?.severity, 'warning');
  });

  it('of several the newest counts', () => {
    const held = delta(1n, 2n, { revoked: [hold] });
    const taken = delta(1n, 3n, { revoked: [back] });
    for (const crls of [
      [complete(1n), held, taken],
      [taken, held, complete(1n)],
    ])
      assert.equal(statusOf(leaf, crls), 'good');
    const again = delta(1n, 4n, { revoked: [gone] });
    assert.equal(statusOf(leaf, [complete(1n), again, held, taken]), 'revoked by crls[1]: keyCompromise');
    // One that cannot be used gives way to the next.
    const forged = delta(1n, 5n, { revoked: [back], breakSignature: true });
    assert.equal(statusOf(leaf, [complete(1n), forged, held]), 'revoked by crls[2]: certificateHold');
  });

  it('have the scope of the complete one', () => {
    const point = scope({ name: uri('http://a') });
    const holder = leafWith([{ name: uri('http://a') }]);
    const revoked = [entry(holder, 'keyCompromise')];
    assert.equal(statusOf(holder, [complete(1n, { extensions: [point] }), delta(1n, 2n, { revoked })]), 'good');
    assert.equal(statusOf(holder, [complete(1n), delta(1n, 2n, { revoked, extensions: [point] })]), 'good');
    assert.equal(
      statusOf(holder, [complete(1n, { extensions: [point] }), delta(1n, 2n, { revoked, extensions: [point] })]),
      'revoked by crls[1]: keyCompromise',
    );
    assert.equal(
      statusOf(holder, [
        complete(1n, { extensions: [point] }),
        delta(1n, 2n, { revoked, extensions: [scope({ name: uri('http://a'), onlyUserCertificates: true })] }),
      ]),
      'good',
    );
  });

  it('have the authority key identifier of the complete one', () => {
    const key = (octet: number): ReturnType<typeof makeExtension> =>
      makeExtension(authorityKeyIdentifier, { keyIdentifier: Uint8Array.of(octet) });
    const revoked = [gone];
    assert.equal(
      statusOf(leaf, [complete(1n, { extensions: [key(1)] }), delta(1n, 2n, { revoked, extensions: [key(1)] })]),
      'revoked by crls[1]: keyCompromise',
    );
    assert.equal(statusOf(leaf, [complete(1n, { extensions: [key(1)] }), delta(1n, 2n, { revoked, extensions: [key(2)] })]), 'good');
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n, { revoked, extensions: [key(1)] })]), 'good');
  });

  it('are signed with the key of the complete one', () => {
    const other = make({ subject: 'CN=CA', issuer: root, ca: true, key: keyNamed('another key of CA') });
    const forged = delta(1n, 2n, { revoked: [back], signedBy: other.key });
    const crls = [makeCrl({ issuer: root }), complete(1n, { revoked: [hold] }), forged];
    assert.equal(statusOf(leaf, crls, {}, [other]), 'revoked by crls[1]: certificateHold');
  });

  it('are fresh themselves, and then an expired complete one will do', () => {
    const expired = complete(1n, { nextUpdate: AT - DAY, revoked: [hold] });
    assert.equal(statusOf(leaf, [expired]), 'unknown: 0 expired');
    assert.equal(statusOf(leaf, [expired, delta(1n, 2n)]), 'revoked by crls[0]: certificateHold');
    assert.equal(statusOf(leaf, [expired, delta(1n, 2n, { revoked: [back] })]), 'good');
    assert.equal(statusOf(leaf, [expired, delta(1n, 2n, { nextUpdate: AT - 1000 })]), 'unknown: 0 expired, 1 expired');
    assert.equal(statusOf(leaf, [expired, delta(2n, 3n)]), 'unknown: 0 expired, 1 delta-without-base');
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n, { revoked: [gone], nextUpdate: AT - 1000 })]), 'good');
    assert.equal(
      statusOf(leaf, [complete(1n, { thisUpdate: AT + 1000 }), delta(1n, 2n)]),
      'unknown: 0 not-yet-valid, 1 delta-without-base',
    );
    const revocation = { mode: 'require', scope: 'leaf', maxAge: DAY / 2 } as const;
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n, { thisUpdate: AT - 1000 })], { revocation }), 'good');
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n)], { revocation }), 'unknown: 0 too-old, 1 too-old');
  });

  it('with an unknown critical entry extension are not used', () => {
    const bad = { ...gone, extensions: [{ ...scope({}), oid: '1.2.3' as never, critical: true }] };
    assert.equal(statusOf(leaf, [complete(1n), delta(1n, 2n, { revoked: [bad] })]), 'good');
    assert.equal(
      statusOf(leaf, [complete(1n, { nextUpdate: AT - DAY }), delta(1n, 2n, { revoked: [bad] })]),
      'unknown: 0 expired, 1 unknown-critical-entry-extension',
    );
  });

  it('may be of some reasons, or indirect', () => {
    const some = scope({ onlySomeReasons: COMPROMISE });
    const others = complete(1n, { extensions: [scope({ onlySomeReasons: OTHER_REASONS })] });
    assert.equal(statusOf(leaf, [complete(1n, { extensions: [some] }), delta(1n, 2n, { extensions: [some] }), others]), 'good');
    assert.equal(
      statusOf(leaf, [complete(1n, { extensions: [some] }), delta(1n, 2n, { revoked: [gone], extensions: [some] }), others]),
      'revoked by crls[1]: keyCompromise',
    );
    const issuer = make({ subject: 'CN=CRL issuer', issuer: root, usages: ['cRLSign'] });
    const holder = leafWith([{ crlIssuer: directory('CN=CRL issuer') }]);
    const extensions = [scope({ indirectCrl: true })];
    const base = complete(1n, { issuer, extensions });
    const ask = (name: string): string =>
      statusOf(
        holder,
        [makeCrl({ issuer: root }), base, delta(1n, 2n, { issuer, extensions, revoked: [entry(holder, 'superseded', name)] })],
        {},
        [issuer],
      );
    assert.equal(ask('CN=CA'), 'revoked by crls[2]: superseded');
    assert.equal(ask('CN=Else'), 'good');
  });
});
