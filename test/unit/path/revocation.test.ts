import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { createSignatureMemo } from '../../../lib/path/memo.ts';
import { rfc5280Profile } from '../../../lib/path/profiles.ts';
import type { Finding, Verdict } from '../../../lib/path/types.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import {
  cRLDistributionPoints,
  type DistributionPointName,
  issuingDistributionPoint,
} from '../../../lib/x509/extensions/distribution-points.ts';
import { parseName } from '../../../lib/x509/name-parse.ts';
import { AT, DAY, make, makeCrl, rawExtension } from '../../support/chain-kit.ts';

const root = make({ subject: 'CN=Root', ca: true });
const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const good: ChainInput = { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT };
const rootCrl = makeCrl({ issuer: root });
const caCrl = makeCrl({ issuer: ca });
const revoking = makeCrl({ issuer: ca, revoked: [{ serialNumber: leaf.certificate.serialNumber, reason: 'superseded' }] });

function judge(crls: readonly CertificateList[], revocation?: ChainInput['revocation']): Verdict {
  return verifyChain({ ...good, crls, ...(revocation === undefined ? {} : { revocation }) });
}

function reasonOf(verdict: Verdict): Finding {
  assert.ok(!verdict.ok, 'expected a refusal');
  return verdict.reason;
}

describe('revocation', () => {
  it('is required where CRLs are given, else off', () => {
    assert.ok(judge([rootCrl, caCrl]).ok);
    assert.equal(reasonOf(judge([rootCrl])).code, 'revocation-unknown');
    assert.ok(judge([]).ok);
    assert.equal(reasonOf(judge([], 'require')).code, 'revocation-unknown');
  });

  it('off looks at no CRL and says so', () => {
    const verdict = judge([revoking], 'off');
    assert.ok(verdict.ok);
    assert.deepEqual(
      verdict.findings.find(({ code }) => code === 'revocation-not-checked'),
      { code: 'revocation-not-checked', severity: 'note', index: -1, rfc: 'RFC 5280 6.1.3 (a)(3)', rule: 'revocation', given: 1 },
    );
  });

  it('says that a leaf which is itself an anchor was not looked at', () => {
    const verdict = verifyChain({ ...good, anchors: [leaf.certificate], crls: [revoking], revocation: 'require' });
    assert.ok(verdict.ok);
    const [note] = verdict.findings.filter(({ code }) => code.startsWith('revocation-'));
    assert.deepEqual([note?.code, note?.index, note?.['trusted']], ['revocation-not-checked', 0, true]);
  });

  it('if-available refuses the revoked and warns of the unknown', () => {
    assert.equal(reasonOf(judge([revoking], 'if-available')).code, 'certificate-revoked');
    const verdict = judge([makeCrl({ issuer: ca, nextUpdate: AT - DAY })], 'if-available');
    assert.ok(verdict.ok);
    assert.deepEqual(
      verdict.findings.filter(({ severity }) => severity === 'warning').map(({ code, index }) => `${code}@${index}`),
      ['crl-unusable@0', 'revocation-unknown@0', 'revocation-unknown@1'],
    );
  });

  it('says when and why', () => {
    const reason = reasonOf(judge([rootCrl, revoking]));
    assert.deepEqual(
      { index: reason.index, crl: reason['crl'], revokedAt: reason['revokedAt'], why: reason['reason'] },
      { index: 0, crl: 1, revokedAt: AT - 2 * DAY, why: 'superseded' },
    );
  });

  it('one of several CRLs that revokes is enough', () => {
    assert.equal(reasonOf(judge([caCrl, rootCrl, revoking])).code, 'certificate-revoked');
  });

  it('a CRL of the same name signed by somebody else counts for nothing', () => {
    const forged = makeCrl({ issuer: make({ subject: 'CN=CA', ca: true, key: root.key }) });
    assert.equal(reasonOf(judge([rootCrl, forged])).code, 'crl-unusable');
    const verdict = judge([rootCrl, forged, caCrl]);
    assert.ok(verdict.ok);
    assert.ok(verdict.findings.some(({ code, severity }) => code === 'crl-unusable' && severity === 'warning'));
  });

  it('maxAge limits the age, and stands in for nextUpdate', () => {
    const old = makeCrl({ issuer: ca, thisUpdate: AT - 3 * DAY, nextUpdate: null });
    const leafOnly = { mode: 'require', scope: 'leaf' } as const;
    assert.equal(reasonOf(judge([old], leafOnly))['problem'], 'without-next-update');
    assert.ok(judge([old], { ...leafOnly, maxAge: 3 * DAY }).ok);
    assert.equal(reasonOf(judge([old], { ...leafOnly, maxAge: 3 * DAY - 1 }))['problem'], 'too-old');
  });

  it('holds at the very second of nextUpdate and of thisUpdate', () => {
    const leafOnly = { mode: 'require', scope: 'leaf' } as const;
    assert.ok(judge([makeCrl({ issuer: ca, nextUpdate: AT })], leafOnly).ok);
    assert.ok(judge([makeCrl({ issuer: ca, thisUpdate: AT })], leafOnly).ok);
  });

  it('takes version 1 without extensions, and no number, unless the profile demands it', () => {
    const plain = makeCrl({ issuer: ca, version: 1, number: null });
    const leafOnly = { mode: 'require', scope: 'leaf' } as const;
    assert.ok(judge([plain], leafOnly).ok);
    const web = verifyChain({ ...good, crls: [plain], revocation: leafOnly, profile: { ...rfc5280Profile, crlNumberRequired: true } });
    assert.equal(reasonOf(web)['problem'], 'without-number');
    assert.equal(reasonOf(judge([makeCrl({ issuer: ca, version: 1 })], leafOnly))['problem'], 'version');
  });

  it('finds the same through an index', () => {
    const memo = createSignatureMemo({ max: 10 });
    for (let i = 0; i < 4; i++) {
      assert.equal(reasonOf(verifyChain({ ...good, crls: [rootCrl, revoking], memo })).code, 'certificate-revoked');
      assert.ok(verifyChain({ ...good, crls: [rootCrl, caCrl], memo }).ok);
    }
    assert.ok(memo.indices.get(revoking) !== undefined);
  });

  it('refuses a CRL with a malformed entry or extension', () => {
    const entry = { serialNumber: Uint8Array.of(7), extensions: [rawExtension('2.5.29.21', Uint8Array.of(10, 1, 99))] };
    for (const crl of [
      makeCrl({ issuer: ca, revoked: [{ ...entry, serialNumber: leaf.certificate.serialNumber }] }),
      makeCrl({ issuer: ca, number: null, extensions: [rawExtension('2.5.29.20', Uint8Array.of(4, 0))] }),
      makeCrl({ issuer: ca, extensions: [rawExtension('2.5.29.28', Uint8Array.of(4, 0), true)] }),
    ])
      assert.equal(reasonOf(judge([rootCrl, crl])).code, 'crl-unusable');
  });
});

const SCOPE = { onlyUserCertificates: false, onlyCaCertificates: false, indirectCrl: false, onlyAttributeCertificates: false };

describe('issuing distribution points', () => {
  const point = (value: string): DistributionPointName => ({ kind: 'fullName', names: [{ kind: 'uniformResourceIdentifier', value }] });
  const pointed = make({
    subject: 'CN=leaf',
    issuer: ca,
    extensions: [makeExtension(cRLDistributionPoints, [{ name: point('http://a/1') }])],
  });
  const partial = (name: DistributionPointName): CertificateList =>
    makeCrl({ issuer: ca, extensions: [makeExtension(issuingDistributionPoint, { ...SCOPE, name })] });

  it('cover certificates that name the same point', () => {
    const input = { ...good, leaf: pointed.certificate, revocation: { mode: 'require', scope: 'leaf' } as const };
    assert.ok(verifyChain({ ...input, crls: [partial(point('http://a/1'))] }).ok);
    assert.equal(reasonOf(verifyChain({ ...input, crls: [partial(point('http://a/2'))] }))['problem'], 'other-distribution-point');
    assert.equal(reasonOf(judge([partial(point('http://a/1'))], input.revocation))['problem'], 'other-distribution-point');
  });

  it('go by normalised names, and by names below the CRL issuer', () => {
    const fullName: DistributionPointName = { kind: 'fullName', names: [{ kind: 'directoryName', name: parseName('CN=Point,CN=CA') }] };
    const spelled: DistributionPointName = { kind: 'fullName', names: [{ kind: 'directoryName', name: parseName('cn=point,cn=ca') }] };
    const relative: DistributionPointName = { kind: 'relativeName', rdn: parseName('CN=Point').rdns[0] ?? [] };
    for (const one of [fullName, spelled, relative])
      for (const other of [fullName, spelled, relative]) {
        const holder = make({ subject: 'CN=leaf', issuer: ca, extensions: [makeExtension(cRLDistributionPoints, [{ name: one }])] });
        assert.ok(verifyChain({ ...good, leaf: holder.certificate, crls: [rootCrl, partial(other)] }).ok);
      }
  });

  it('that ask for other reasons or another issuer are not covered', () => {
    const name = point('http://a/1');
    const crlIssuer = [{ kind: 'directoryName' as const, name: parseName('CN=CA') }];
    for (const [wish, problem] of [
      [{ reasons: ['keyCompromise' as const] }, 'some-reasons-only'],
      [{ crlIssuer }, 'other-distribution-point'],
    ] as const) {
      const holder = make({ subject: 'CN=leaf', issuer: ca, extensions: [makeExtension(cRLDistributionPoints, [{ name, ...wish }])] });
      const verdict = verifyChain({ ...good, leaf: holder.certificate, crls: [rootCrl, partial(name)] });
      assert.equal(reasonOf(verdict)['problem'], problem);
    }
  });

  it('tell leaves from CAs', () => {
    const users = makeCrl({ issuer: ca, extensions: [makeExtension(issuingDistributionPoint, { ...SCOPE, onlyUserCertificates: true })] });
    const cas = makeCrl({ issuer: root, extensions: [makeExtension(issuingDistributionPoint, { ...SCOPE, onlyCaCertificates: true })] });
    assert.ok(judge([users, cas]).ok);
    const rootUsers = makeCrl({
      issuer: root,
      extensions: [makeExtension(issuingDistributionPoint, { ...SCOPE, onlyUserCertificates: true })],
    });
    assert.equal(reasonOf(judge([users, rootUsers]))['problem'], 'user-certificates-only');
  });
});
