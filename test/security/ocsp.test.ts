/**
 * OCSP under attack: damaged responses never turn a revoked certificate into a good one, nor does any damage to the signed part leave an answer standing; large
 * and repetitive responses cost what they are worth and no more.
 */
import assert from 'node:assert/strict';
import { ocspCertId } from '../../lib/api/ocsp.ts';
import { checkStatus } from '../../lib/api/status.ts';
import { verifyChain } from '../../lib/api/verify.ts';
import { PkiError } from '../../lib/base/error.ts';
import { OCSP_SIGNING } from '../../lib/oids/purposes.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { ocspNoCheck } from '../../lib/x509/extensions/further.ts';
import { parseOcspRequest } from '../../lib/x509/ocsp-request.ts';
import { parseOcspResponse } from '../../lib/x509/ocsp-response.ts';
import { createOcspRequest } from '../../lib/api/ocsp.ts';
import { AT, keyNamed, make } from '../support/chain-kit.ts';
import { mutations } from '../support/mutations.ts';
import { answer, respond, REVOKED } from '../support/ocsp-kit.ts';

const ca = make({ subject: 'CN=CA', ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const { certificate } = leaf;
const issuer = ca.certificate;
const noCheck: Extension = makeExtension(ocspNoCheck, true);
const responder = make({ subject: 'CN=R', issuer: ca, purposes: [OCSP_SIGNING], names: null, extensions: [noCheck] });

function statusBy(response: Uint8Array): string {
  return checkStatus({ certificate, issuer, at: AT, ocspResponses: [response] }).status;
}

/** Each octet once with one bit turned, the bit moving on with the position. */
function* altered(der: Uint8Array): Generator<Uint8Array, void> {
  const copy = der.slice();
  for (let i = 0; i < der.length; i++) {
    copy[i] = (der[i] as number) ^ (1 << (i % 8));
    yield copy;
    copy[i] = der[i] as number;
  }
}

/** True where the octets parse; anything but a `PkiError` is thrown on. */
function parses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}

describe('damaged OCSP responses', function () {
  this.timeout(120_000);

  it('of the CA: none is good any more, and none is revoked', () => {
    const good = respond(ca, [answer(certificate, issuer)]).der;
    assert.equal(statusBy(good), 'good');
    const counts: Record<string, number> = {};
    for (const mutant of mutations(good)) {
      const status = `${parses(() => parseOcspResponse(mutant)) ? 'parsed' : 'refused'} ${statusBy(mutant)}`;
      counts[status] = (counts[status] ?? 0) + 1;
    }
    assert.deepEqual(Object.keys(counts).sort(), ['parsed unknown', 'refused unknown']);
    assert.ok(
      Object.values(counts).every((count) => count > good.length / 4),
      JSON.stringify(counts),
    );
  });

  it('that revoke: none is good', () => {
    const revoked = respond(ca, [answer(certificate, issuer, { status: REVOKED })]).der;
    assert.equal(statusBy(revoked), 'revoked');
    for (const mutant of altered(revoked)) assert.equal(statusBy(mutant), 'unknown');
  });

  it('of a responder, its certificate included: none that revokes is good', () => {
    const revoked = respond(responder, [answer(certificate, issuer, { status: REVOKED })], { certificates: [responder.certificate] }).der;
    assert.equal(statusBy(revoked), 'revoked');
    let refused = 0;
    for (const mutant of altered(revoked)) {
      const status = statusBy(mutant);
      assert.notEqual(status, 'good');
      if (status === 'unknown') refused++;
    }
    // Damage to what nobody signed, such as the tag of the certificates, may leave a revocation standing.
    assert.ok(refused > revoked.length - 10, `${refused} of ${revoked.length} refused`);
  });

  it('and requests parse or are refused by a PkiError', () => {
    const request = createOcspRequest({ certificate, issuer, nonce: new Uint8Array(32).fill(1) });
    let refused = 0;
    for (const mutant of mutations(request)) if (!parses(() => parseOcspRequest(mutant))) refused++;
    assert.ok(refused > request.length, `${refused} refused`);
  });
});

describe('large OCSP responses', function () {
  this.timeout(60_000);
  const same = answer(certificate, issuer);

  it('of 100,000 answers about others cost one look', () => {
    const other = ocspCertId({ certificate: { ...certificate, serialNumber: Uint8Array.of(1, 0, 0, 0) }, issuer });
    const others = Array.from({ length: 100_000 }, (_, i) => {
      const certId = other.slice();
      certId.set([i >> 16, i >> 8, i], certId.length - 3);
      return { ...same, certId };
    });
    const { der } = respond(ca, [...others, same]);
    assert.ok(der.length > 9_000_000, `${der.length} octets`);
    const { status, work } = checkStatus({ certificate, issuer, at: AT, ocspResponses: [der] });
    assert.equal(status, 'good');
    assert.equal(work.comparisons, 22);
  });

  it('of 10,000 answers about one certificate are paid for', () => {
    const { der } = respond(
      ca,
      Array.from({ length: 10_000 }, () => same),
    );
    const { status, work } = checkStatus({ certificate, issuer, at: AT, ocspResponses: [der] });
    assert.deepEqual([status, work.comparisons], ['good', 10_021]);
    const [first] = checkStatus({ certificate, issuer, at: AT, ocspResponses: [der, der], budget: { comparisons: 19_999 } }).findings;
    assert.deepEqual([first?.code, first?.['budget']], ['budget-exhausted', 'comparisons']);
  });

  it('a thousand, on a hundred paths, end in the budget for comparisons', () => {
    const above = make({ subject: 'CN=Above', ca: true });
    const way = { subject: 'CN=Renewed', ca: true, key: keyNamed('renewed'), issuer: above };
    const ways = Array.from({ length: 100 }, (_, i) => make({ ...way, serialNumber: Uint8Array.of(1, i) }));
    const renewed = make(way);
    const below = make({ subject: 'CN=below', issuer: renewed });
    const { der } = respond(renewed, [answer(below.certificate, renewed.certificate)]);
    const verdict = verifyChain({
      leaf: below.certificate,
      intermediates: ways.map((item) => item.certificate),
      anchors: [above.certificate],
      at: AT,
      ocspResponses: Array.from({ length: 1000 }, () => der),
    });
    assert.ok(!verdict.ok);
    assert.deepEqual([verdict.reason.code, verdict.reason['budget']], ['budget-exhausted', 'comparisons']);
    assert.ok(verdict.work.steps < 30, String(verdict.work.steps));
  });

  it('of thousands of certificates are looked at for the first few', () => {
    const fakes = Array.from({ length: 20 }, (_, i) =>
      make({ subject: 'CN=R', issuer: ca, key: keyNamed(`fake ${i}`), purposes: [OCSP_SIGNING], breakSignature: true }),
    ).map((fake) => fake.certificate);
    const certificates = [...Array.from({ length: 250 }, () => fakes).flat(), responder.certificate];
    const { der } = respond(responder, [answer(certificate, issuer)], { certificates });
    const { status, work, findings } = checkStatus({ certificate, issuer, at: AT, ocspResponses: [der] });
    assert.equal(status, 'unknown');
    assert.ok(work.signatures <= 16, `${work.signatures} signatures`);
    assert.equal(findings[0]?.['problem'], 'responder-of-other-issuer');
  });

  it('and thousands of damaged ones do not make a long answer', () => {
    const ocspResponses = Array.from({ length: 5000 }, () => Uint8Array.of(0x30, 1));
    const verdict = verifyChain({ leaf: certificate, anchors: [issuer], at: AT, ocspResponses });
    assert.ok(!verdict.ok && verdict.findings.length < 50 && JSON.stringify(verdict).length < 50_000);
  });
});
