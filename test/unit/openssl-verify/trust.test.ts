import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import { runVerify } from '../../../lib/openssl-verify/verify.ts';
import type { TrustSettings } from '../../../lib/x509/trusted-certificate.ts';
import { AT, DAY, keyNamed, make, type Made } from '../../support/chain-kit.ts';
import { outcome } from '../../support/openssl-outcome.ts';

const CLIENT = oid('1.3.6.1.5.5.7.3.2');
const SERVER = oid('1.3.6.1.5.5.7.3.1');
const ANY = oid('2.5.29.37.0');
const root = make({ subject: 'CN=Root', ca: true });
const inter = make({ subject: 'CN=Inter', issuer: root, ca: true });
const leaf = make({ subject: 'CN=alice', issuer: inter });

const withSettings = ({ certificate }: Made, trust: TrustSettings): Parameters<typeof outcome>[1]['trusted'][number] => ({
  certificate,
  trust,
});

describe('X509_check_trust', () => {
  it('ends a chain at an intermediate that is trusted for the use', () => {
    assert.equal(outcome(leaf, { trusted: [withSettings(inter, { trusted: [CLIENT] })] }), 'ok');
    assert.equal(outcome(leaf, { trusted: [withSettings(inter, { trusted: [ANY] })] }), 'ok');
    assert.equal(outcome(leaf, { trusted: [withSettings(inter, { trusted: [SERVER] })], purpose: 'serverAuth' }), 'ok');
    assert.equal(outcome(leaf, { trusted: [withSettings(inter, {})] }), 'unable-to-get-issuer-cert@1');
  });

  it('refuses what is rejected, or trusted for other uses only', () => {
    assert.equal(outcome(leaf, { sent: [inter], trusted: [withSettings(root, { trusted: [SERVER] })] }), 'cert-rejected@2');
    assert.equal(outcome(leaf, { sent: [inter], trusted: [withSettings(root, { rejected: [CLIENT] })] }), 'cert-rejected@2');
    assert.equal(
      outcome(leaf, { sent: [inter], trusted: [withSettings(root, { rejected: [ANY], trusted: [CLIENT] })] }),
      'cert-rejected@2',
    );
    assert.equal(outcome(leaf, { sent: [inter], trusted: [withSettings(root, { rejected: [SERVER] })] }), 'ok');
    assert.equal(outcome(leaf, { trusted: [withSettings(inter, { rejected: [CLIENT] }), root] }), 'cert-rejected@1');
  });

  it('asks for any use where there is no purpose', () => {
    const judged = (trust: TrustSettings): number =>
      runVerify({
        leaf: leaf.certificate,
        sent: [inter.certificate],
        trusted: [{ certificate: root.certificate, trust }],
        at: AT,
        securityLevel: 1,
      }).failures.length;
    assert.equal(judged({ trusted: [ANY] }), 0);
    assert.equal(judged({ trusted: [CLIENT] }), 1);
    assert.equal(judged({ rejected: [CLIENT] }), 0);
  });

  it('lets settings take the place of what the certificate says of its purpose', () => {
    const server = make({ subject: 'CN=Root', ca: true, purposes: [SERVER] });
    const below = make({ subject: 'CN=alice', issuer: server });
    assert.equal(outcome(below, { trusted: [server] }), 'invalid-purpose@1');
    assert.equal(outcome(below, { trusted: [withSettings(server, { trusted: [CLIENT] })] }), 'ok');
  });

  it('does not look at the dates of an anchor that is not self-signed', () => {
    const old = make({ subject: 'CN=Inter', issuer: root, ca: true, notAfter: AT - DAY });
    assert.equal(outcome(leaf, { trusted: [withSettings(old, { trusted: [CLIENT] })] }), 'ok');
    assert.equal(
      outcome(make({ subject: 'CN=bob', issuer: inter, breakSignature: true }), { trusted: [withSettings(inter, { trusted: [CLIENT] })] }),
      'cert-signature-failure@0',
    );
  });

  it('keeps of a certificate that is there twice the settings it came with first', () => {
    const settings = withSettings(inter, { trusted: [CLIENT] });
    assert.equal(outcome(leaf, { trusted: [settings, inter] }), 'ok');
    assert.equal(outcome(leaf, { trusted: [inter, settings] }), 'unable-to-get-issuer-cert@1');
  });

  it('ends a chain anywhere among the trusted with partialChain, the leaf included', () => {
    const judged = (trusted: Made): string[] =>
      runVerify({
        leaf: leaf.certificate,
        sent: [inter.certificate],
        trusted: [trusted.certificate],
        at: AT,
        securityLevel: 1,
        flags: { partialChain: true },
      }).failures.map(({ code }) => code);
    assert.deepEqual(judged(inter), []);
    assert.deepEqual(judged(leaf), []);
    assert.deepEqual(judged(make({ subject: 'CN=alice', key: keyNamed('stranger') })), ['unable-to-get-issuer-cert-locally']);
  });
});
