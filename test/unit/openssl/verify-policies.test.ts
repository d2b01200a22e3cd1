import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { policyCheck } from '../../../lib/openssl/commands/verify/policies.ts';
import { runVerify } from '../../../lib/openssl-verify/verify.ts';
import type { PolicyInput } from '../../../lib/path/inputs.ts';
import { type Extension, makeExtension } from '../../../lib/x509/extension.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../../lib/x509/extensions/policies.ts';
import { AT, keyNamed, make } from '../../support/chain-kit.ts';

const [A, B] = [oid('1.2.3.1'), oid('1.2.3.2')];
const ANY = oid('2.5.29.32.0');

function states(...policies: readonly (typeof A)[]): Extension {
  return makeExtension(
    certificatePolicies,
    policies.map((policy) => ({ policy, qualifiers: [] })),
  );
}

/** The errors of a leaf below a CA below a root, and the policies that are told. */
function errors(ca: readonly Extension[], leaf: readonly Extension[], policies: PolicyInput): string[] {
  const root = make({ subject: 'CN=Root', ca: true, key: keyNamed('Root') });
  const between = make({ subject: 'CN=CA', ca: true, issuer: root, key: keyNamed('CA'), extensions: ca });
  const { failures } = runVerify({
    leaf: make({ subject: 'CN=alice', issuer: between, extensions: leaf }).certificate,
    sent: [between.certificate],
    trusted: [root.certificate],
    at: AT,
    securityLevel: 1,
    checkPolicies: policyCheck(policies),
  });
  return failures.map(({ code, depth, policies: told }) => `${code}@${depth} ${String(told ?? '')}`.trim());
}

describe('policies as OpenSSL checks them', () => {
  const explicit = { initial: [A], requireExplicit: true };

  it('ask for one of the wanted policies along the whole chain', () => {
    assert.deepEqual(errors([states(A)], [states(A)], explicit), []);
    assert.deepEqual(errors([states(A)], [states(B)], explicit), ['no-explicit-policy@0']);
    assert.deepEqual(errors([], [states(A)], explicit), ['no-explicit-policy@0']);
    assert.deepEqual(errors([states(B)], [states(B)], explicit), ['no-explicit-policy@0 1.2.3.2']);
  });

  it('take none for granted where none is named', () => {
    assert.deepEqual(errors([states(A)], [states(A)], { requireExplicit: true }), ['no-explicit-policy@0 1.2.3.1']);
    assert.deepEqual(errors([states(A)], [states(A)], { initial: [ANY], requireExplicit: true }), []);
    assert.deepEqual(errors([], [], { initial: [A] }), []);
  });

  it('hear CAs that demand one', () => {
    const demands = makeExtension(policyConstraints, { requireExplicitPolicy: 0 });
    assert.deepEqual(errors([states(A), demands], [], { initial: [A] }), ['no-explicit-policy@0']);
    assert.deepEqual(errors([states(A), demands], [states(A)], { initial: [A] }), []);
  });

  it('map, and heed that mapping or anyPolicy is forbidden', () => {
    const maps = makeExtension(policyMappings, [{ issuerDomainPolicy: A, subjectDomainPolicy: B }]);
    assert.deepEqual(errors([states(A), maps], [states(B)], explicit), []);
    assert.deepEqual(errors([states(A), maps], [states(B)], { ...explicit, inhibitMapping: true }), ['no-explicit-policy@0']);
    assert.deepEqual(errors([states(ANY)], [states(A)], explicit), []);
    assert.deepEqual(errors([states(ANY)], [states(A)], { ...explicit, inhibitAny: true }), ['no-explicit-policy@0']);
    const inhibits = makeExtension(inhibitAnyPolicy, 0);
    assert.deepEqual(errors([states(A), inhibits], [states(ANY)], explicit), ['no-explicit-policy@0']);
  });

  it('refuse policies that contradict themselves', () => {
    assert.deepEqual(errors([states(A)], [states(A, A)], {}), ['invalid-policy-extension@0']);
    const maps = makeExtension(policyMappings, [{ issuerDomainPolicy: ANY, subjectDomainPolicy: B }]);
    assert.deepEqual(errors([states(A), maps], [states(A)], {}), ['invalid-policy-extension@1']);
  });
});
