import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { withNull, withoutParameters } from '../../../lib/crypto/algorithm-encoding.ts';
import { runVerify } from '../../../lib/openssl-verify/verify.ts';
import { AT, DAY, keyNamed, make, type Recipe } from '../../support/chain-kit.ts';
import { outcome, type OutcomeInput } from '../../support/openssl-outcome.ts';

function chainOf(
  change: { readonly root?: Partial<Recipe>; readonly inter?: Partial<Recipe>; readonly leaf?: Partial<Recipe> },
  input: Partial<OutcomeInput> = {},
): string {
  const root = make({ subject: 'CN=Root', ca: true, ...change.root });
  const inter = make({ subject: 'CN=Inter', issuer: root, ca: true, ...change.inter });
  return outcome(make({ subject: 'CN=alice', issuer: inter, ...change.leaf }), { sent: [inter], trusted: [root], ...input });
}

describe('internal_verify', () => {
  it('checks signatures from the anchor down, but not the anchor own', () => {
    const bad = { breakSignature: true };
    assert.equal(chainOf({ leaf: bad }), 'cert-signature-failure@0');
    assert.equal(chainOf({ inter: bad }), 'cert-signature-failure@1');
    assert.equal(chainOf({ inter: bad, leaf: bad }), 'cert-signature-failure@1');
    assert.equal(chainOf({ root: bad }), 'ok');
    const root = make({ subject: 'CN=Root', ca: true, ...bad }).certificate;
    const { failures } = runVerify({ leaf: root, sent: [], trusted: [root], at: AT, securityLevel: 1, flags: { checkSsSignature: true } });
    assert.deepEqual(
      failures.map(({ code, depth }) => [code, depth]),
      [['cert-signature-failure', 0]],
    );
  });

  it('checks dates with the signatures, of the anchor too', () => {
    const old = { notAfter: AT - DAY };
    assert.equal(chainOf({ root: old }), 'cert-has-expired@2');
    assert.equal(chainOf({ leaf: { notBefore: AT + DAY } }), 'cert-not-yet-valid@0');
    assert.equal(chainOf({ inter: old, leaf: { breakSignature: true } }), 'cert-has-expired@1');
    assert.equal(chainOf({ leaf: { ...old, breakSignature: true } }), 'cert-signature-failure@0');
  });

  it('counts whole seconds, the second of notAfter being too late', () => {
    assert.equal(chainOf({ leaf: { notAfter: AT } }), 'cert-has-expired@0');
    assert.equal(chainOf({ leaf: { notAfter: AT + 1000 } }), 'ok');
    assert.equal(chainOf({ leaf: { notAfter: AT + 1000 } }, { at: AT + 999 }), 'ok');
    assert.equal(chainOf({ leaf: { notBefore: AT } }), 'ok');
    assert.equal(chainOf({ leaf: { notBefore: AT } }, { at: AT - 1 }), 'cert-not-yet-valid@0');
    assert.equal(chainOf({ leaf: { timeForm: 'generalized' } }), 'ok');
  });

  it('wants the inner algorithm equal to the outer one', () => {
    const other = { innerAlgorithm: withNull(oid('1.3.101.112')) };
    assert.equal(chainOf({ leaf: other }), 'cert-signature-failure@0');
    assert.equal(chainOf({ root: other }), 'ok');
  });

  it('does not look at parameters of ECDSA and RSA, nor of Ed25519 but in 1.1.1', () => {
    const ec = { key: keyNamed('ec root', 'ec') };
    const rsa = { key: keyNamed('rsa root', 'rsa') };
    assert.equal(chainOf({ inter: ec, leaf: { algorithm: withNull(oid('1.2.840.10045.4.3.2')) } }), 'ok');
    assert.equal(chainOf({ inter: rsa, leaf: { algorithm: withoutParameters(oid('1.2.840.113549.1.1.11')) } }), 'ok');
    const edwards = { leaf: { algorithm: withNull(oid('1.3.101.112')) } };
    assert.equal(chainOf(edwards), 'ok');
    assert.equal(chainOf(edwards, { openssl: '1.1.1' }), 'cert-signature-failure@0');
  });

  it('refuses signatures with unused bits', () => {
    assert.equal(
      chainOf({
        leaf: {
          unusedBits: 1,
          changeSignature: (signature) => signature.map((octet, index) => (index === signature.length - 1 ? octet & 0xfe : octet)),
        },
      }),
      'cert-signature-failure@0',
    );
  });
});
