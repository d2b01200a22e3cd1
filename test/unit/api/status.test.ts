import assert from 'node:assert/strict';
import { checkStatus } from '../../../lib/api/status.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { cRLDistributionPoints } from '../../../lib/x509/extensions/distribution-points.ts';
import { AT, DAY, keyNamed, make, makeCrl } from '../../support/chain-kit.ts';
import { ca, entry, leafWith, problemsOf, scoped, uri } from '../../support/crl-kit.ts';

const certificate = leafWith([]).certificate;
const issuer = ca.certificate;
const at = AT;

describe('checkStatus', () => {
  it('tells good, revoked and unknown', () => {
    const { status, findings, work } = checkStatus({ certificate, issuer, crls: [makeCrl({ issuer: ca })], at });
    assert.deepEqual([status, findings, work.signatures, work.steps], ['good', [], 1, 0]);
    assert.ok(work.comparisons < 50);
    const revoked = checkStatus({ certificate, issuer, crls: [makeCrl({ issuer: ca, revoked: [entry(leafWith([]), 'superseded')] })], at });
    assert.equal(revoked.status, 'revoked');
    assert.deepEqual(
      revoked.findings.map(({ code, index, ...fields }) => [code, index, fields['crl'], fields['reason'], fields['revokedAt']]),
      [['certificate-revoked', 0, 0, 'superseded', AT - 2 * DAY]],
    );
    const unknown = checkStatus({ certificate, issuer, crls: [makeCrl({ issuer: ca, breakSignature: true })], at });
    assert.deepEqual([unknown.status, problemsOf(unknown.findings)], ['unknown', ['0 signature-invalid']]);
    const nothing = checkStatus({ certificate, issuer, at });
    assert.deepEqual([nothing.status, nothing.findings], ['unknown', []]);
  });

  it('takes the issuer as it stands, be it a name and a key, but for its keyUsage', () => {
    const crls = [makeCrl({ issuer: ca })];
    const { subject, publicKey } = issuer;
    assert.equal(checkStatus({ certificate, issuer: { subject, publicKey: publicKey.der }, crls, at }).status, 'good');
    const expired = make({ subject: 'CN=CA', ca: true, key: ca.key, notAfter: AT - DAY }).certificate;
    assert.equal(checkStatus({ certificate, issuer: expired, crls, at }).status, 'good');
    const signer = make({ subject: 'CN=CA', ca: true, key: ca.key, usages: ['keyCertSign'] }).certificate;
    assert.deepEqual(problemsOf(checkStatus({ certificate, issuer: signer, crls, at }).findings), ['0 issuer-may-not-sign']);
  });

  it('does not ask an issuer of another name', () => {
    const other = make({ subject: 'CN=Other', ca: true, key: ca.key });
    const { status, findings } = checkStatus({ certificate, issuer: other.certificate, crls: [makeCrl({ issuer: other })], at });
    assert.deepEqual([status, findings.map(({ code }) => code)], ['unknown', ['issuer-not-found']]);
  });

  it('judges further certificates of the issuer up to it', () => {
    const key = keyNamed('rolled');
    const extensions = [makeExtension(cRLDistributionPoints, [{ name: uri('http://signers') }])];
    const rolled = make({ subject: 'CN=CA', issuer: ca, key, usages: ['cRLSign'], extensions });
    const crls = [makeCrl({ issuer: ca, signedBy: key })];
    // The issuer itself has to say that its other key is not revoked.
    const ofSigners = scoped({ name: uri('http://signers') });
    assert.equal(checkStatus({ certificate, issuer, intermediates: [rolled.certificate], crls, at }).status, 'unknown');
    const told = { certificate, issuer, intermediates: [rolled.certificate], crls: [...crls, ofSigners], at };
    assert.equal(checkStatus(told).status, 'good');
    const stranger = make({ subject: 'CN=CA', issuer: make({ subject: 'CN=Else', ca: true }), key, usages: ['cRLSign'] });
    const refused = checkStatus({ certificate, issuer, intermediates: [stranger.certificate], crls, at });
    assert.deepEqual([refused.status, problemsOf(refused.findings)], ['unknown', ['0 signer-refused']]);
  });

  it('limits the age, and names an exhausted budget', () => {
    const crls = [makeCrl({ issuer: ca })];
    assert.equal(checkStatus({ certificate, issuer, crls, at, maxAge: DAY }).status, 'good');
    assert.deepEqual(problemsOf(checkStatus({ certificate, issuer, crls, at, maxAge: DAY - 1000 }).findings), ['0 too-old']);
    const poor = checkStatus({ certificate, issuer, crls, at, budget: { signatures: 0 } });
    assert.deepEqual([poor.status, poor.findings[0]?.code, poor.findings[0]?.['budget']], ['unknown', 'budget-exhausted', 'signatures']);
  });
});
