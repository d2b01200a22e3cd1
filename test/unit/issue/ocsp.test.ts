import assert from 'node:assert/strict';
import { createOcspRequest, issueOcspResponse, ocspCertId } from '../../../lib/api/ocsp.ts';
import type { Signer } from '../../../lib/crypto/types.ts';
import { parseOcspRequest } from '../../../lib/x509/ocsp-request.ts';
import { AT, DAY, keyNamed, make, rawExtension } from '../../support/chain-kit.ts';
import { answer, respond } from '../../support/ocsp-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const ca = make({ subject: 'CN=CA', ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const template = { responder: ca.certificate, producedAt: AT, responses: [answer(leaf.certificate, ca.certificate)] };

describe('createOcspRequest', () => {
  const { certificate } = leaf;
  const issuer = ca.certificate;

  it('names the certificate by SHA-1 unless told, and repeats nothing', () => {
    const [single, ...more] = parseOcspRequest(createOcspRequest({ certificate, issuer })).requests;
    assert.deepEqual(single?.certId.der, ocspCertId({ certificate, issuer, hash: 'SHA-1' }));
    assert.equal(more.length, 0);
    const sizes = (['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const).map(
      (hash) => parseOcspRequest(createOcspRequest({ certificate, issuer, hash })).requests[0]?.certId.issuerKeyHash.length,
    );
    assert.deepEqual(sizes, [20, 32, 48, 64]);
  });

  it('refuses misuse by name', () => {
    throwsCode('not-the-issuer', () => createOcspRequest({ certificate, issuer: certificate }));
    throwsCode('bad-option', () => createOcspRequest({ certificate: [], issuer }));
    throwsCode('bad-option', () => createOcspRequest({ certificate, issuer, hash: 'MD5' as 'SHA-1' }));
  });
});

describe('issueOcspResponse', () => {
  it('signs what the template says, at once or as a promise', async () => {
    const now = issueOcspResponse(template, ca.key);
    const later: Signer<Promise<Uint8Array>> = { ...ca.key, sign: (tbs) => Promise.resolve(ca.key.sign(tbs)) };
    assert.deepEqual((await issueOcspResponse(template, later)).der, now.der);
    assert.deepEqual(now.responses[0]?.certId.der, ocspCertId({ certificate: leaf.certificate, issuer: ca.certificate }));
  });

  it('takes the CertID of a request as it stands', () => {
    const [single] = parseOcspRequest(
      createOcspRequest({ certificate: leaf.certificate, issuer: ca.certificate, hash: 'SHA-256' }),
    ).requests;
    assert.ok(single !== undefined);
    const responses = [{ certId: single.certId, status: { kind: 'good' }, thisUpdate: AT } as const];
    const issued = issueOcspResponse({ ...template, responses }, ca.key);
    assert.deepEqual(issued.responses[0]?.certId.der, single.certId.der);
  });

  it('cuts times to whole seconds and writes them as GeneralizedTime', () => {
    const responses = [answer(leaf.certificate, ca.certificate, { thisUpdate: AT - 1, nextUpdate: AT + 999 })];
    const { producedAt, responses: read } = issueOcspResponse({ ...template, producedAt: AT + 999, responses }, ca.key);
    assert.deepEqual([producedAt, read[0]?.thisUpdate, read[0]?.nextUpdate], [AT, AT - 1000, AT]);
  });

  it('refuses the wrong key, broken signers, reversed times and extensions that stand twice', () => {
    throwsCode('signer-key-mismatch', () => issueOcspResponse(template, keyNamed('other')));
    const broken = { ...ca.key, sign: () => new Uint8Array(64) };
    throwsCode('signature-does-not-verify', () => issueOcspResponse(template, broken));
    const reversed = [answer(leaf.certificate, ca.certificate, { nextUpdate: AT - 2 * DAY })];
    throwsCode('update-times-reversed', () => issueOcspResponse({ ...template, responses: reversed }, ca.key));
    assert.ok(issueOcspResponse({ ...template, responses: reversed }, ca.key, { rules: 'none' }).der.length > 0);
    const twice = [rawExtension('1.2.3', new Uint8Array(0)), rawExtension('1.2.3', new Uint8Array(0))];
    throwsCode('duplicate-extension', () => respond(ca, [], { extensions: twice }));
    throwsCode('bad-nonce', () => issueOcspResponse({ ...template, nonce: new Uint8Array(0) }, ca.key));
    throwsCode('bad-time', () => issueOcspResponse({ ...template, producedAt: Number.NaN }, ca.key));
  });
});
