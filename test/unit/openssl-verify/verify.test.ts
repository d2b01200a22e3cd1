import assert from 'node:assert/strict';
import { verifyErrorWords } from '../../../lib/openssl-verify/errors.ts';
import { runVerify, verifyLikeOpenssl } from '../../../lib/openssl-verify/verify.ts';
import { AT, DAY, make, makeCrl, rawExtension } from '../../support/chain-kit.ts';
import { outcome } from '../../support/openssl-outcome.ts';

const root = make({ subject: 'CN=Root', ca: true });
const leaf = make({ subject: 'CN=alice', issuer: root });

describe('verifyLikeOpenssl', () => {
  it('gives the path, and what it cost', () => {
    const verdict = verifyLikeOpenssl({ leaf: leaf.certificate, anchors: [root.certificate], at: AT });
    assert.ok(verdict.ok);
    assert.deepEqual(verdict.path, [
      { from: 'leaf', index: 0 },
      { from: 'anchors', index: 0 },
    ]);
    assert.deepEqual(verdict.work, { signatures: 1, steps: 1, comparisons: 1 });
  });

  it('gives the first error with its number, words and depth', () => {
    const verdict = verifyLikeOpenssl({ leaf: leaf.certificate, anchors: [], at: AT });
    assert.ok(!verdict.ok);
    assert.deepEqual(verdict.reason, {
      code: 'unable-to-get-issuer-cert-locally',
      severity: 'error',
      index: 0,
      rfc: 'OpenSSL X509_verify_cert',
      number: 20,
      text: 'unable to get local issuer certificate',
    });
    assert.deepEqual(verdict.attempts, [{ path: [{ from: 'leaf', index: 0 }], findings: [verdict.reason] }]);
  });

  it('checks in the order of OpenSSL: purpose, strength, CRLs, signatures and dates', () => {
    const faulty = { notAfter: AT - DAY, breakSignature: true } as const;
    const crls = [makeCrl({ issuer: root })];
    const both = make({ subject: 'CN=alice', issuer: root, ...faulty, purposes: ['1.2.3'] });
    assert.equal(outcome(both, { trusted: [root], crls: [], securityLevel: 1 }), 'invalid-purpose@0');
    const rest = make({ subject: 'CN=alice', issuer: root, ...faulty });
    assert.equal(outcome(rest, { trusted: [root], crls: [] }), 'unable-to-get-crl@0');
    assert.equal(outcome(rest, { trusted: [root], crls }), 'cert-signature-failure@0');
    const revoked = [makeCrl({ issuer: root, revoked: [{ serialNumber: rest.certificate.serialNumber }] })];
    assert.equal(outcome(rest, { trusted: [root], crls: revoked }), 'cert-revoked@0');
    assert.equal(outcome(leaf, { trusted: [root], crls }), 'ok');
  });

  it('never throws for what certificates hold', () => {
    for (const type of [
      '2.5.29.14',
      '2.5.29.15',
      '2.5.29.17',
      '2.5.29.19',
      '2.5.29.30',
      '2.5.29.31',
      '2.5.29.35',
      '2.5.29.37',
      '2.16.840.1.113730.1.1',
      '1.3.6.1.5.5.7.1.14',
    ]) {
      const bad = make({ subject: 'CN=alice', issuer: root, extensions: [rawExtension(type, Uint8Array.of(0x31, 0x80, 1))] });
      assert.equal(outcome(bad, { trusted: [root] }), 'unable-to-get-issuer-cert-locally@0', type);
    }
  });
});

describe('runVerify', () => {
  it('goes on where a callback says so, and tells every error', () => {
    const bad = make({
      subject: 'CN=alice',
      issuer: root,
      notAfter: AT - DAY,
      purposes: ['1.2.3'],
      extensions: [rawExtension('1.2.3', Uint8Array.of(5, 0), true)],
    });
    const asked: string[] = [];
    const { failures } = runVerify({
      leaf: bad.certificate,
      sent: [],
      trusted: [root.certificate],
      at: AT,
      purpose: 'sslclient',
      securityLevel: 1,
      overrides: ({ code }, chain) => {
        asked.push(`${verifyErrorWords(code).number} of ${chain.length}`);
        return code !== 'cert-has-expired';
      },
    });
    assert.deepEqual(asked, ['34 of 2', '26 of 2', '10 of 2']);
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['unhandled-critical-extension', 'invalid-purpose', 'cert-has-expired'],
    );
  });

  it('checks no time where none is given, and limits the depth', () => {
    const old = make({ subject: 'CN=alice', issuer: root, notAfter: AT - DAY });
    const request = { leaf: old.certificate, sent: [], trusted: [root.certificate], securityLevel: 1 } as const;
    assert.deepEqual(runVerify({ ...request, at: undefined }).failures, []);
    const inter = make({ subject: 'CN=Inter', issuer: root, ca: true });
    const below = make({ subject: 'CN=bob', issuer: inter });
    const limited = (depth: number): string[] =>
      runVerify({ ...request, leaf: below.certificate, sent: [inter.certificate], at: AT, depth }).failures.map(
        (failure) => `${failure.code}@${failure.depth}`,
      );
    assert.deepEqual(limited(1), []);
    assert.deepEqual(limited(0), ['cert-chain-too-long@1']);
  });

  it('refuses resources of RFC 3779, which are not compared', () => {
    const block = make({
      subject: 'CN=alice',
      issuer: root,
      extensions: [rawExtension('1.3.6.1.5.5.7.1.7', Uint8Array.of(0x30, 0), true)],
    });
    assert.equal(outcome(block, { trusted: [root] }), 'unnested-resource@0');
  });

  it('asks for the peer behind the security level, and for policies at the end', () => {
    const order: string[] = [];
    runVerify({
      leaf: leaf.certificate,
      sent: [],
      trusted: [root.certificate],
      at: AT,
      securityLevel: 1,
      checkPeer: ({ chain }) => order.push(`peer ${chain.length}`) > 0,
      checkPolicies: ({ chain }) => order.push(`policies ${chain.length}`) > 0,
    });
    assert.deepEqual(order, ['peer 2', 'policies 2']);
  });
});
