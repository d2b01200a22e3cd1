/**
 * Ways to get a revoked certificate accepted, or a good one refused, where revocation is required: who may vouch for whom, what a CRL or response may speak of,
 * and what was true of another certificate. Withheld in each attack is what would tell of the revocation; an attacker who feeds CRLs can do that.
 */
import assert from 'node:assert/strict';
import { checkStatus } from '../../lib/api/status.ts';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import { OCSP_SIGNING } from '../../lib/oids/purposes.ts';
import { createSignatureMemo } from '../../lib/path/memo.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { certificateIssuer } from '../../lib/x509/extensions/crl-entry-extensions.ts';
import { cRLDistributionPoints } from '../../lib/x509/extensions/distribution-points.ts';
import { ocspNoCheck } from '../../lib/x509/extensions/further.ts';
import { AT, keyNamed, type Made, make, makeCrl } from '../support/chain-kit.ts';
import { ca, directory, entry, leafWith, root, rootCrl, scoped, statusOf, uri } from '../support/crl-kit.ts';
import { answer, respond } from '../support/ocsp-kit.ts';

const leaf = leafWith([]);

/** The verdict on a whole chain in one line: `good`, or code, index, problem and reason. */
function judgeChain(leafOf: Made, pool: readonly Made[], crls: readonly CertificateList[], more: Partial<ChainInput> = {}): string {
  const verdict = verifyChain({
    leaf: leafOf.certificate,
    intermediates: pool.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    crls,
    revocation: 'require',
    ...more,
  });
  if (verdict.ok) return 'good';
  const { code, index, problem = '', reason = '' } = verdict.reason;
  return `${code} ${index} ${String(problem)} ${String(reason)}`.trimEnd();
}

describe('a revoked signer of CRLs', () => {
  const key = keyNamed('compromised CRL key');
  const signer = (recipe: Partial<Parameters<typeof make>[0]> = {}): Made =>
    make({ subject: 'CN=Root', issuer: root, key, usages: ['cRLSign'], ...recipe });

  it('does not vouch for itself with its own CRL', () => {
    const own = makeCrl({ issuer: root, signedBy: key });
    // With the CRL that revokes the signer nothing of the signer's counts; without it nobody says that the signer is good.
    assert.equal(judgeChain(ca, [signer()], [own]), 'crl-unusable 0 signer-refused crl-unusable');
    const revoking = makeCrl({ issuer: root, revoked: [entry(signer(), 'keyCompromise')] });
    assert.equal(judgeChain(ca, [signer()], [own, revoking]), 'good');
    const both = makeCrl({ issuer: root, revoked: [entry(signer(), 'keyCompromise'), entry(ca, 'cACompromise')] });
    assert.equal(judgeChain(ca, [signer()], [own, both]), 'certificate-revoked 0  cACompromise');
  });

  it('does not vouch for itself as the subject of the judgement either', () => {
    const own = makeCrl({ issuer: root, signedBy: key });
    assert.equal(judgeChain(signer(), [signer()], [own]), 'crl-unusable 0 signer-concerned');
  });

  it('is believed when it says that it is revoked', () => {
    const own = makeCrl({ issuer: root, signedBy: key, revoked: [entry(signer(), 'keyCompromise')] });
    assert.equal(judgeChain(ca, [signer()], [own], { revocation: 'if-available' }), 'good');
  });

  it('finds no second one that vouches for it and is vouched for by it', () => {
    const otherKey = keyNamed('second compromised CRL key');
    const points = (name: string): ReturnType<typeof makeExtension> =>
      makeExtension(cRLDistributionPoints, [{ crlIssuer: directory(name) }]);
    const one = make({ subject: 'CN=One', issuer: root, key, usages: ['cRLSign'], extensions: [points('CN=Two')] });
    const two = make({ subject: 'CN=Two', issuer: root, key: otherKey, usages: ['cRLSign'], extensions: [points('CN=One')] });
    const holder = leafWith([{ crlIssuer: directory('CN=One') }]);
    const crls = [scoped({ indirectCrl: true }, { issuer: one }), scoped({ indirectCrl: true }, { issuer: two })];
    assert.match(statusOf(holder, crls, {}, [one, two]), /^unknown: /);
  });
});

describe('a revoked intermediate', () => {
  const bad = make({ subject: 'CN=Bad CA', issuer: root, ca: true });
  const below = make({ subject: 'CN=leaf', issuer: bad });
  const badCrl = makeCrl({ issuer: bad });
  const key = keyNamed('impostor');

  it('does not clear itself by a CRL signer of the name of the one above', () => {
    const impostor = make({ subject: 'CN=Root', issuer: bad, key, usages: ['cRLSign'] });
    const forged = makeCrl({ issuer: root, signedBy: key });
    assert.equal(judgeChain(below, [bad, impostor], [badCrl, forged]), 'crl-unusable 1 signer-refused issuer-not-found');
    const twice = [bad, { ...bad, certificate: { ...bad.certificate } }, impostor, impostor];
    assert.equal(judgeChain(below, twice, [badCrl, forged]), 'crl-unusable 1 signer-refused issuer-not-found');
  });

  // Of the issuer of an indirect CRL nothing but the name is known, so any CA below the anchor may appoint one.
  const points = makeExtension(cRLDistributionPoints, [{ crlIssuer: directory('CN=Lists') }]);
  const listsOf = (issuer: Made): Made => make({ subject: 'CN=Lists', issuer, key, usages: ['cRLSign'] });
  const list = scoped({ indirectCrl: true }, { issuer: listsOf(root) });
  const revoking = makeCrl({ issuer: root, revoked: [entry(bad, 'cACompromise')] });

  it('does not clear itself by the issuer of an indirect CRL that it appoints', () => {
    const named = make({ subject: 'CN=Bad CA', issuer: root, ca: true, extensions: [points] });
    const lists = listsOf(named);
    assert.equal(judgeChain(below, [named, lists], [badCrl, list]), 'crl-unusable 1 signer-refused issuer-not-found');
    // Nor where its status is asked for by itself.
    const input = { certificate: named.certificate, issuer: root.certificate, crls: [badCrl, list], at: AT };
    const intermediates = [named, lists].map(({ certificate }) => certificate);
    assert.equal(checkStatus({ ...input, intermediates }).status, 'unknown');
    assert.equal(checkStatus({ ...input, intermediates: [listsOf(root).certificate], crls: [list, rootCrl] }).status, 'good');
  });

  it('does not clear another certificate', () => {
    const holder = leafWith([{ crlIssuer: directory('CN=Lists') }]);
    const crls = [badCrl, list];
    assert.equal(judgeChain(holder, [ca, bad, listsOf(bad)], [...crls, revoking]), 'crl-unusable 0 signer-refused certificate-revoked');
    assert.equal(judgeChain(holder, [ca, bad, listsOf(bad)], [...crls, rootCrl]), 'good');
  });

  it('does not clear an OCSP responder', () => {
    const responder = make({ subject: 'CN=Responder', issuer: ca, purposes: [OCSP_SIGNING], names: null, extensions: [points] });
    const { der } = respond(responder, [answer(leaf.certificate, ca.certificate)], { certificates: [responder.certificate] });
    const ask = (signer: Made, above: CertificateList): string =>
      judgeChain(leaf, [ca, bad, signer], [above, badCrl, list], { ocspResponses: [der] });
    assert.equal(ask(listsOf(root), revoking), 'good');
    assert.equal(ask(listsOf(bad), revoking), 'ocsp-unusable 0 responder-refused crl-unusable');
  });
});

describe('an old key of a CA', () => {
  const oldKey = keyNamed('old key of CA');
  const newKey = keyNamed('new key of CA');
  const young = make({ subject: 'CN=Rolled', issuer: root, ca: true, key: newKey });
  const oldWithNew = make({ subject: 'CN=Rolled', issuer: young, ca: true, key: oldKey });
  const newWithOld = make({ subject: 'CN=Rolled', issuer: oldWithNew, ca: true, key: newKey });
  const holder = make({ subject: 'CN=leaf', issuer: young });

  it('that is revoked does not sign the CRL that clears it', () => {
    const forged = makeCrl({ issuer: young, signedBy: oldKey });
    assert.equal(judgeChain(holder, [young, oldWithNew, newWithOld], [rootCrl, forged]), 'crl-unusable 0 signer-refused crl-unusable');
    const genuine = makeCrl({ issuer: young, revoked: [entry(oldWithNew, 'superseded')] });
    assert.equal(judgeChain(holder, [young, oldWithNew], [rootCrl, forged, genuine]), 'good');
  });
});

describe('an entry of an indirect CRL', () => {
  it('whose issuer is no directory name forbids the use of the CRL', () => {
    const nameless = makeExtension(certificateIssuer, [{ kind: 'uniformResourceIdentifier', value: 'http://ca' }]);
    const revoked = [{ serialNumber: leaf.certificate.serialNumber, extensions: [nameless] }];
    const crl = scoped({ indirectCrl: true }, { revoked });
    assert.equal(statusOf(leaf, [crl]), 'unknown: 0 unknown-critical-entry-extension');
    const memo = createSignatureMemo({ max: 10 });
    for (let i = 0; i < 3; i++) assert.equal(statusOf(leaf, [crl], { memo }), 'unknown: 0 unknown-critical-entry-extension');
  });
});

describe('an OCSP response', () => {
  it('of a CA with the same key and another name says nothing', () => {
    const twin = make({ subject: 'CN=Twin', issuer: root, ca: true, key: ca.key });
    const { certificate } = leaf;
    const { der } = respond(twin, [answer({ ...certificate, issuer: twin.certificate.subject }, twin.certificate)]);
    const intermediates = [twin.certificate];
    assert.equal(checkStatus({ certificate, issuer: ca.certificate, intermediates, ocspResponses: [der], at: AT }).status, 'unknown');
  });

  it('of a responder that another key of the CA, another CA of its name, or a CA below it has certified says nothing', () => {
    const key = keyNamed('responder');
    const other = keyNamed('another key of CA');
    const issuers = [
      make({ subject: 'CN=CA', issuer: root, ca: true, key: other }),
      make({ subject: 'CN=CA', issuer: make({ subject: 'CN=Bad CA', issuer: root, ca: true }), ca: true, key: other }),
      make({ subject: 'CN=CA', issuer: ca, ca: true, key: other }),
      make({ subject: 'CN=Sub', issuer: ca, ca: true }),
    ];
    for (const issuer of issuers) {
      const extensions = [makeExtension(ocspNoCheck, true)];
      const responder = make({ subject: 'CN=Responder', issuer, key, purposes: [OCSP_SIGNING], names: null, extensions });
      const { der } = respond(responder, [answer(leaf.certificate, ca.certificate)], { certificates: [responder.certificate] });
      const input = { certificate: leaf.certificate, issuer: ca.certificate, ocspResponses: [der], at: AT };
      const { status, findings } = checkStatus({ ...input, intermediates: issuers.map(({ certificate }) => certificate) });
      assert.deepEqual([status, findings[0]?.['problem']], ['unknown', 'responder-of-other-issuer']);
    }
  });

  it('does not clear a responder, nor do two clear each other', () => {
    const responderOf = (subject: string): Made =>
      make({
        subject,
        issuer: ca,
        purposes: [OCSP_SIGNING],
        names: null,
        extensions: [makeExtension(cRLDistributionPoints, [{ name: uri('http://crl') }])],
      });
    const [one, two] = [responderOf('CN=One'), responderOf('CN=Two')];
    const says = (who: Made, of: Made): Uint8Array =>
      respond(who, [answer(of.certificate, ca.certificate)], { certificates: [who.certificate] }).der;
    const ocspResponses = [says(one, leaf), says(two, one), says(one, two), says(one, one)];
    const { status, findings } = checkStatus({ certificate: leaf.certificate, issuer: ca.certificate, ocspResponses, at: AT });
    assert.deepEqual([status, findings[0]?.['problem'], findings[0]?.['reason']], ['unknown', 'responder-refused', 'revocation-unknown']);
  });
});

describe('a cache', () => {
  it('does not mistake one certificate for another whose serial number ends as the name of an issuer begins', () => {
    // Serial number A || text, issuer B reads like serial number A, issuer text || B.
    const text = utf8('2.5.4.10=1:x,');
    const top = make({ subject: 'CN=Root', ca: true, key: keyNamed('CN=Root') });
    const sub = make({ subject: 'CN=Root,O=x', issuer: top, ca: true, serialNumber: Uint8Array.of(5, ...text) });
    const points = [{ crlIssuer: directory('CN=Lists') }];
    const extensions = [makeExtension(cRLDistributionPoints, points)];
    const issuer = make({ subject: 'CN=Lists', issuer: top, usages: ['cRLSign'] });
    const subWithPoints = make({
      subject: 'CN=Root,O=x',
      issuer: top,
      ca: true,
      key: sub.key,
      serialNumber: Uint8Array.of(5, ...text),
      extensions,
    });
    const revoked = make({ subject: 'CN=leaf', issuer: subWithPoints, serialNumber: Uint8Array.of(5), extensions });
    const list = scoped({ indirectCrl: true }, { issuer, revoked: [entry(revoked, 'keyCompromise', 'CN=Root,O=x')] });
    assert.equal(judgeChain(revoked, [subWithPoints, issuer], [list, makeCrl({ issuer: top })]), 'certificate-revoked 0  keyCompromise');
  });

  it('of signatures does not serve a CRL that was altered or signed by another', () => {
    const memo = createSignatureMemo({ max: 100 });
    const good = makeCrl({ issuer: ca });
    assert.equal(statusOf(leaf, [good], { memo }), 'good');
    for (const forged of [
      makeCrl({ issuer: ca, breakSignature: true }),
      makeCrl({ issuer: ca, signedBy: keyNamed('nobody') }),
      { ...good, tbs: makeCrl({ issuer: ca, number: 9n }).tbs },
    ])
      assert.equal(statusOf(leaf, [forged], { memo }), 'unknown: 0 signature-invalid');
    assert.equal(statusOf(leaf, [good], { memo }), 'good');
  });
});
