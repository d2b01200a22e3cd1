import assert from 'node:assert/strict';
import { ocspCertId } from '../../../lib/api/ocsp.ts';
import { checkStatus } from '../../../lib/api/status.ts';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import type { OcspAnswer, RevocationPolicy } from '../../../lib/path/inputs.ts';
import type { Finding, Verdict } from '../../../lib/path/types.ts';
import { encodeOcspError, type OcspErrorStatus } from '../../../lib/x509/ocsp-response.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { cRLDistributionPoints } from '../../../lib/x509/extensions/distribution-points.ts';
import { ocspNoCheck } from '../../../lib/x509/extensions/further.ts';
import { authorityInfoAccess } from '../../../lib/x509/extensions/information-access.ts';
import { ocspNonce } from '../../../lib/x509/ocsp-extensions.ts';
import { OCSP_ARCHIVE_CUTOFF, OCSP_NONCE, OCSP_SCT_LIST } from '../../../lib/oids/ocsp.ts';
import { ACCESS_OCSP } from '../../../lib/oids/extensions.ts';
import { ANY_EXTENDED_KEY_USAGE, OCSP_SIGNING, SERVER_AUTH } from '../../../lib/oids/purposes.ts';
import type { OcspSingleTemplate } from '../../../lib/issue/ocsp.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl, type Recipe, rawExtension } from '../../support/chain-kit.ts';
import { answer, answerWithoutEnd, GOOD, respond, type ResponseRecipe, REVOKED, UNKNOWN } from '../../support/ocsp-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });
const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const good: ChainInput = {
  leaf: leaf.certificate,
  intermediates: [ca.certificate],
  anchors: [root.certificate],
  at: AT,
  revocation: { mode: 'require', scope: 'leaf' },
};
const noCheck = makeExtension(ocspNoCheck, true);
const aboutLeaf = (own: Partial<OcspSingleTemplate> = {}): OcspSingleTemplate => answer(leaf.certificate, ca.certificate, own);

function judge(ocspResponses: readonly (Uint8Array | OcspAnswer)[], own: Partial<ChainInput> = {}): Verdict {
  return verifyChain({ ...good, ocspResponses, ...own });
}

/** The verdict on the leaf where the CA itself answers. */
function judgeAnswer(own: Partial<OcspSingleTemplate>, recipe: ResponseRecipe = {}, policy: Partial<RevocationPolicy> = {}): Verdict {
  return judge([respond(ca, [aboutLeaf(own)], recipe).der], { revocation: { mode: 'require', scope: 'leaf', ...policy } });
}

/** What is wrong with the only response: `problem`, and `reason` where it has one. */
function problemOf(verdict: Verdict): string {
  assert.ok(!verdict.ok, 'expected a refusal');
  const [unusable] = verdict.findings.filter(({ code }) => code === 'ocsp-unusable');
  assert.ok(unusable !== undefined, JSON.stringify(verdict.findings));
  assert.equal(unusable.index, 0);
  assert.equal(unusable['ocsp'], 0);
  return [unusable['problem'], unusable['reason']].filter((word) => word !== undefined).join(': ');
}

function reasonOf(verdict: Verdict): Finding {
  assert.ok(!verdict.ok, 'expected a refusal');
  return verdict.reason;
}

/** A responder of the CA, with its certificate in the response. */
function delegate(recipe: Partial<Recipe> = {}): Made {
  return make({ subject: 'CN=Responder', issuer: ca, purposes: [OCSP_SIGNING], names: null, extensions: [noCheck], ...recipe });
}

function judgeDelegate(responder: Made, own: Partial<ChainInput> = {}, recipe: ResponseRecipe = {}): Verdict {
  return judge([respond(responder, [aboutLeaf()], { certificates: [responder.certificate], ...recipe }).der], own);
}

describe('OCSP responses', () => {
  describe('of the CA itself', () => {
    it('tell the good from the revoked', () => {
      assert.ok(judgeAnswer({}).ok);
      assert.deepEqual(reasonOf(judgeAnswer({ status: REVOKED })), {
        code: 'certificate-revoked',
        severity: 'error',
        index: 0,
        rfc: 'RFC 6960 2.2',
        rule: 'revocation',
        ocsp: 0,
        revokedAt: AT - 2 * DAY,
        reason: 'keyCompromise',
      });
      assert.equal(reasonOf(judgeAnswer({ status: { kind: 'revoked', revokedAt: AT - DAY } }))['reason'], 'unspecified');
      assert.equal(problemOf(judgeAnswer({ status: UNKNOWN })), 'status-unknown');
    });

    it('name the responder by name or key', () => {
      assert.ok(judgeAnswer({}, { responderId: 'key' }).ok);
      const stranger = make({ subject: 'CN=Stranger' });
      for (const responderId of ['name', 'key'] as const) {
        assert.equal(problemOf(judge([respond(root, [aboutLeaf()], { responderId }).der])), 'responder-of-other-issuer');
        assert.equal(problemOf(judge([respond(stranger, [aboutLeaf()], { responderId }).der])), 'responder-not-found');
      }
      assert.equal(problemOf(judge([respond(ca, [aboutLeaf()], { signedBy: keyNamed('thief') }).der])), 'signature-invalid');
    });

    it('name the certificate by any of the hashes', () => {
      for (const hash of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)
        assert.ok(judgeAnswer({ certId: ocspCertId({ certificate: leaf.certificate, issuer: ca.certificate, hash }) }).ok, hash);
    });

    it('say nothing about other certificates, other issuers, other keys', () => {
      const other = make({ subject: 'CN=other', issuer: ca });
      const twin = make({ subject: 'CN=CA', issuer: root, ca: true, key: keyNamed('twin') });
      const stranger = make({ subject: 'CN=Stranger', issuer: root, ca: true, key: ca.key });
      const moved = make({ subject: 'CN=leaf', issuer: stranger, serialNumber: leaf.certificate.serialNumber });
      for (const single of [
        answer(other.certificate, ca.certificate),
        answer(leaf.certificate, twin.certificate),
        answer(moved.certificate, stranger.certificate),
      ]) {
        const verdict = judge([respond(ca, [single]).der]);
        assert.equal(reasonOf(verdict).code, 'revocation-unknown');
        assert.equal(reasonOf(verdict)['unusable'], 0);
      }
      assert.equal(reasonOf(judge([respond(ca, []).der])).code, 'revocation-unknown');
    });

    it('are about every certificate of the scope', () => {
      const chain = { revocation: 'require' } as const;
      const aboutCa = respond(root, [answer(ca.certificate, root.certificate)]).der;
      const revokedCa = respond(root, [answer(ca.certificate, root.certificate, { status: REVOKED })]).der;
      const stapled = respond(ca, [aboutLeaf()]).der;
      assert.ok(judge([stapled, aboutCa], chain).ok);
      assert.ok(judge([stapled], { crls: [makeCrl({ issuer: root })], ...chain }).ok);
      const missing = reasonOf(judge([stapled], chain));
      assert.deepEqual([missing.code, missing.index], ['revocation-unknown', 1]);
      const revoked = reasonOf(judge([stapled, revokedCa], chain));
      assert.deepEqual([revoked.code, revoked.index, revoked['ocsp']], ['certificate-revoked', 1, 1]);
    });

    it('are required where they are given, warned of where revocation is judged if available', () => {
      const { revocation: _, ...silent } = good;
      const stale = respond(ca, [aboutLeaf({ nextUpdate: AT - 1000 })]).der;
      assert.equal(reasonOf(verifyChain({ ...silent, ocspResponses: [stale] })).code, 'ocsp-unusable');
      const lenient = judge([stale], { revocation: 'if-available' });
      assert.ok(lenient.ok);
      assert.deepEqual(
        lenient.findings.filter(({ severity }) => severity === 'warning').map(({ code, index }) => `${code}@${index}`),
        ['ocsp-unusable@0', 'revocation-unknown@0', 'revocation-unknown@1'],
      );
    });
  });

  describe('of several answers', () => {
    it('in one response the revoked wins, then the unknown', () => {
      const all = (...statuses: OcspSingleTemplate['status'][]): Verdict =>
        judge([
          respond(
            ca,
            statuses.map((status) => aboutLeaf({ status })),
          ).der,
        ]);
      assert.equal(reasonOf(all(GOOD, REVOKED, UNKNOWN)).code, 'certificate-revoked');
      assert.equal(problemOf(all(GOOD, UNKNOWN)), 'status-unknown');
      assert.ok(all(GOOD, GOOD).ok);
    });

    it('in one response the fresh count', () => {
      const stale = aboutLeaf({ status: REVOKED, thisUpdate: AT - 3 * DAY, nextUpdate: AT - 2 * DAY });
      assert.ok(judge([respond(ca, [stale, aboutLeaf()]).der]).ok);
      assert.equal(problemOf(judge([respond(ca, [stale]).der])), 'expired');
    });

    it('of several responses a good one suffices, unless one says revoked', () => {
      const [yes, no, perhaps] = [GOOD, REVOKED, UNKNOWN].map((status) => respond(ca, [aboutLeaf({ status })]).der) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      assert.ok(judge([perhaps, yes, encodeOcspError('tryLater')]).ok);
      assert.equal(reasonOf(judge([yes, no]))['ocsp'], 1);
      const revokingCrl = makeCrl({ issuer: ca, revoked: [{ serialNumber: leaf.certificate.serialNumber }] });
      assert.equal(reasonOf(judge([yes], { crls: [revokingCrl] }))['crl'], 0);
      assert.equal(reasonOf(judge([no], { crls: [makeCrl({ issuer: ca })] }))['ocsp'], 0);
    });
  });

  describe('are fresh', () => {
    it('within thisUpdate and nextUpdate, both inclusive', () => {
      assert.ok(judgeAnswer({ thisUpdate: AT }).ok);
      assert.equal(problemOf(judgeAnswer({ thisUpdate: AT + 1000 })), 'not-yet-valid');
      assert.ok(judgeAnswer({ nextUpdate: AT }).ok);
      assert.equal(problemOf(judgeAnswer({ nextUpdate: AT - 1000 })), 'expired');
    });

    it('not beyond maxAge', () => {
      assert.ok(judgeAnswer({}, {}, { maxAge: DAY }).ok);
      assert.equal(problemOf(judgeAnswer({}, {}, { maxAge: DAY - 1000 })), 'too-old');
    });

    it('without nextUpdate by maxAge or nonce only', () => {
      const endless = answerWithoutEnd(leaf.certificate, ca.certificate);
      const nonce = new Uint8Array(32).fill(7);
      assert.equal(problemOf(judge([respond(ca, [endless]).der])), 'without-next-update');
      assert.ok(judge([respond(ca, [endless]).der], { revocation: { mode: 'require', scope: 'leaf', maxAge: 2 * DAY } }).ok);
      assert.ok(judge([{ response: respond(ca, [endless], { nonce }).der, nonce }]).ok);
    });

    it('signed neither in the future nor before the certificate was valid', () => {
      assert.ok(judgeAnswer({}, { producedAt: AT }).ok);
      assert.equal(problemOf(judgeAnswer({}, { producedAt: AT + 1000 })), 'produced-in-future');
      const { notBefore } = leaf.certificate;
      assert.ok(judgeAnswer({}, { producedAt: notBefore }).ok);
      assert.equal(problemOf(judgeAnswer({}, { producedAt: notBefore - 1000 })), 'produced-too-early');
    });
  });

  describe('carry the nonce that was asked for', () => {
    const nonce = Uint8Array.from({ length: 32 }, (_, i) => i);
    const withNonce = respond(ca, [aboutLeaf()], { nonce }).der;

    it('and no other', () => {
      assert.ok(judge([{ response: withNonce, nonce }]).ok);
      assert.equal(problemOf(judge([{ response: withNonce, nonce: nonce.subarray(1) }])), 'nonce-differs');
      assert.equal(problemOf(judge([{ response: respond(ca, [aboutLeaf()]).der, nonce }])), 'nonce-missing');
      const bare = respond(ca, [aboutLeaf()], { extensions: [rawExtension(OCSP_NONCE, nonce)] }).der;
      assert.equal(problemOf(judge([{ response: bare, nonce }])), 'nonce-differs');
    });

    it('a nonce that nobody asked for has no effect', () => {
      assert.ok(judge([withNonce]).ok);
      assert.ok(judgeAnswer({}, { extensions: [makeExtension(ocspNonce, nonce, { critical: true })] }).ok);
    });
  });

  describe('are understood', () => {
    const odd = (critical: boolean): ReturnType<typeof rawExtension> => rawExtension('1.2.3.4', Uint8Array.of(5, 0), critical);

    it('or refused where an unknown extension is critical', () => {
      assert.ok(judgeAnswer({ extensions: [odd(false)] }, { extensions: [odd(false)] }).ok);
      assert.equal(problemOf(judgeAnswer({ extensions: [odd(true)] })), 'unknown-critical-extension');
      assert.equal(problemOf(judgeAnswer({}, { extensions: [odd(true)] })), 'unknown-critical-extension');
      const mixed = respond(ca, [aboutLeaf(), aboutLeaf({ extensions: [odd(true)] })]).der;
      assert.equal(problemOf(judge([mixed])), 'unknown-critical-extension');
      const revoked = respond(ca, [aboutLeaf({ status: REVOKED }), aboutLeaf({ extensions: [odd(true)] })]).der;
      assert.equal(reasonOf(judge([revoked])).code, 'certificate-revoked');
    });

    it('known extensions without an effect may be critical', () => {
      for (const type of [OCSP_ARCHIVE_CUTOFF, OCSP_SCT_LIST])
        assert.ok(judgeAnswer({ extensions: [rawExtension(type, Uint8Array.of(4, 0), true)] }).ok, type);
    });

    it('malformed ones and error responses are named', () => {
      assert.equal(problemOf(judge([Uint8Array.of(0x30, 1)])), 'malformed: truncated');
      const statuses: OcspErrorStatus[] = ['malformedRequest', 'internalError', 'tryLater', 'sigRequired', 'unauthorized'];
      for (const status of statuses) assert.equal(problemOf(judge([encodeOcspError(status)])), `error-response: ${status}`);
    });

    it('and misuse is thrown', () => {
      for (const item of ['text', undefined, null, {}, { response: 'text' }, { response: new Uint8Array(2), nonce: 'text' }])
        throwsCode('bad-option', () => judge([item as unknown as Uint8Array]));
    });
  });

  describe('of a delegated responder', () => {
    it('count where the CA delegated it', () => {
      assert.ok(judgeDelegate(delegate()).ok);
      assert.ok(judgeDelegate(delegate(), {}, { responderId: 'key' }).ok);
      for (const usages of [null, ['nonRepudiation']] as const) assert.ok(judgeDelegate(delegate({ usages })).ok);
      const critical = makeExtension(ocspNoCheck, true, { critical: true });
      assert.ok(judgeDelegate(delegate({ extensions: [critical] })).ok);
      const extra = { certificates: [root.certificate, ca.certificate, delegate().certificate] };
      assert.ok(judgeDelegate(delegate(), {}, extra).ok);
    });

    it('count where its certificate is among the intermediates', () => {
      const responder = delegate();
      const intermediates = [ca.certificate, responder.certificate];
      for (const responderId of ['name', 'key'] as const)
        assert.ok(judgeDelegate(responder, { intermediates }, { certificates: [], responderId }).ok);
      assert.equal(problemOf(judgeDelegate(responder, {}, { certificates: [] })), 'responder-not-found');
    });

    it('not without the purpose, named explicitly', () => {
      for (const purposes of [null, [SERVER_AUTH], [ANY_EXTENDED_KEY_USAGE]])
        assert.equal(problemOf(judgeDelegate(delegate({ purposes }))), 'responder-not-authorised');
    });

    it('not of another issuer, or of another key of the same name', () => {
      const twin = make({ subject: 'CN=CA', issuer: root, ca: true, key: keyNamed('twin') });
      assert.equal(problemOf(judgeDelegate(delegate({ issuer: root }))), 'responder-of-other-issuer');
      const intermediates = [ca.certificate, twin.certificate];
      assert.equal(problemOf(judgeDelegate(delegate({ issuer: twin }), { intermediates })), 'responder-of-other-issuer: signature-invalid');
      assert.equal(problemOf(judgeDelegate(make({ subject: 'CN=Responder', purposes: [OCSP_SIGNING] }))), 'responder-of-other-issuer');
    });

    it('not with a certificate that no path would take', () => {
      const refusals: readonly [Partial<Recipe>, string][] = [
        [{ notAfter: AT - DAY }, 'certificate-expired'],
        [{ notBefore: AT + DAY }, 'certificate-not-yet-valid'],
        [{ usages: ['keyEncipherment'] }, 'purpose-inconsistent'],
        [{ extensions: [noCheck, rawExtension('1.2.3.4', Uint8Array.of(5, 0), true)] }, 'unknown-critical-extension'],
      ];
      for (const [recipe, code] of refusals) assert.equal(problemOf(judgeDelegate(delegate(recipe))), `responder-refused: ${code}`);
    });

    it('not signed by somebody else', () => {
      assert.equal(problemOf(judgeDelegate(delegate(), {}, { signedBy: keyNamed('thief') })), 'signature-invalid');
    });

    it('the issuer of the CA cannot delegate for it', () => {
      assert.equal(problemOf(judgeDelegate(delegate({ issuer: root, subject: 'CN=Root responder' }))), 'responder-of-other-issuer');
    });
  });

  describe("a responder's own revocation", () => {
    const points = makeExtension(cRLDistributionPoints, [
      { name: { kind: 'fullName', names: [{ kind: 'uniformResourceIdentifier', value: 'http://crl/' }] } },
    ]);
    const access = makeExtension(authorityInfoAccess, [
      { method: ACCESS_OCSP, location: { kind: 'uniformResourceIdentifier', value: 'http://ocsp/' } },
    ]);
    const revokingCrl = (responder: Made): ReturnType<typeof makeCrl> =>
      makeCrl({ issuer: ca, revoked: [{ serialNumber: responder.certificate.serialNumber, reason: 'keyCompromise' }] });
    const byOcspOnly = { revocation: { mode: 'require', scope: 'leaf' } } as const;

    it('refuses the response', () => {
      const responder = delegate({ extensions: [] });
      // The CRL covers the leaf too: only its silence about the leaf keeps the verdict good.
      const verdict = judgeDelegate(responder, { crls: [revokingCrl(responder)] });
      assert.ok(verdict.ok);
      const unusable = verdict.findings.filter(({ code }) => code === 'ocsp-unusable');
      assert.deepEqual([unusable[0]?.['problem'], unusable[0]?.['reason']], ['responder-refused', 'certificate-revoked']);
    });

    it('is not asked for with id-pkix-ocsp-nocheck', () => {
      const responder = delegate();
      const verdict = judgeDelegate(responder, { crls: [revokingCrl(responder)] });
      assert.ok(verdict.ok);
      assert.deepEqual(
        verdict.findings.filter(({ code }) => code === 'ocsp-unusable'),
        [],
      );
    });

    it('must be known where the certificate says how, and may be unknown where it does not', () => {
      assert.ok(judgeDelegate(delegate({ extensions: [] }), byOcspOnly).ok);
      for (const extension of [points, access]) {
        const responder = delegate({ extensions: [extension] });
        assert.equal(problemOf(judgeDelegate(responder, byOcspOnly)), 'responder-refused: revocation-unknown');
        assert.ok(judgeDelegate(responder, { revocation: 'if-available' }).ok);
      }
    });

    it('is not vouched for by itself', () => {
      const responder = delegate({ extensions: [access] });
      const about = answer(responder.certificate, ca.certificate);
      const both = respond(responder, [aboutLeaf(), about], { certificates: [responder.certificate] }).der;
      assert.equal(problemOf(judge([both])), 'responder-refused: revocation-unknown');
      const itself = judge([respond(responder, [about], { certificates: [responder.certificate] }).der], { leaf: responder.certificate });
      assert.equal(problemOf(itself), 'responder-vouches-for-itself');
      const alias = delegate({ subject: 'CN=Alias', key: responder.key });
      const byAlias = respond(alias, [about], { certificates: [alias.certificate] }).der;
      assert.equal(problemOf(judge([byAlias], { leaf: responder.certificate })), 'responder-vouches-for-itself');
    });

    it('nor by another responder for whom it vouches', () => {
      const [a, b] = ['CN=A', 'CN=B'].map((subject) => delegate({ subject, extensions: [access] })) as [Made, Made];
      const certificates = [a.certificate, b.certificate];
      const byA = respond(a, [aboutLeaf(), answer(b.certificate, ca.certificate)], { certificates }).der;
      const byB = respond(b, [aboutLeaf(), answer(a.certificate, ca.certificate)], { certificates }).der;
      assert.equal(problemOf(judge([byA, byB])), 'responder-refused: revocation-unknown');
    });
  });

  describe('and strength', () => {
    it('holds the response to the algorithms and hashes that are allowed', () => {
      const { algorithms } = { algorithms: [ca.key.algorithm] };
      assert.ok(judge([respond(ca, [aboutLeaf()]).der], { algorithms }).ok);
      const ecCa = make({ subject: 'CN=EC', issuer: root, ca: true, key: keyNamed('ec', 'ec') });
      const ecLeaf = make({ subject: 'CN=leaf', issuer: ecCa });
      const ec = respond(ecCa, [answer(ecLeaf.certificate, ecCa.certificate)]).der;
      const chain = { certificate: ecLeaf.certificate, issuer: ecCa.certificate, at: AT, ocspResponses: [ec] };
      assert.equal(checkStatus(chain).status, 'good');
      assert.equal(checkStatus({ ...chain, algorithms: [ca.key.algorithm] }).findings[0]?.['problem'], 'signature-algorithm-not-allowed');
      assert.equal(checkStatus({ ...chain, strength: { hashes: ['SHA-384'] } }).findings[0]?.['problem'], 'hash-too-weak');
    });

    it('books the work', () => {
      const response = respond(delegate(), [aboutLeaf()], { certificates: [delegate().certificate] }).der;
      const verdict = judge([response]);
      // Two of the path, the responder's certificate, the response.
      assert.equal(verdict.work.signatures, 4);
      assert.ok(verdict.work.comparisons > 0);
      assert.equal(reasonOf(judge([response], { budget: { signatures: 3 } })).code, 'budget-exhausted');
      assert.equal(reasonOf(judge([response], { budget: { comparisons: 0 } })).code, 'budget-exhausted');
    });
  });
});
