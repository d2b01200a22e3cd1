import assert from 'node:assert/strict';
import { checkStatus } from '../../../lib/api/status.ts';
import { verifySignature } from '../../../lib/api/keys.ts';
import { equalBytes, toHex } from '../../../lib/base/bytes.ts';
import { parsePublicKey } from '../../../lib/keys/public-key.ts';
import { AT, DAY, encodeExtension, makeCertificate, rawExtension } from '../../../lib/testing/certificate.ts';
import { makeCrl } from '../../../lib/testing/crl.ts';
import { keyNamed, rsaKeyNumber } from '../../../lib/testing/keys.ts';
import { makeOcspResponse } from '../../../lib/testing/ocsp.ts';
import { findRevoked } from '../../../lib/x509/crl-entries.ts';
import { formatName } from '../../../lib/x509/name-format.ts';
import { throwsCode } from '../../support/throws.ts';

const ca = makeCertificate({ subject: 'CN=CA', ca: true });
const leaf = makeCertificate({ subject: 'CN=leaf', issuer: ca });

function isSignedBy({ certificate }: typeof leaf, { key }: typeof ca): boolean {
  const { signatureAlgorithm, tbs, signature } = certificate;
  return verifySignature(parsePublicKey(key.publicKey), signatureAlgorithm, tbs, signature);
}

describe('keyNamed', () => {
  it('gives the same key for the same name, in every kind', () => {
    for (const kind of ['ec', 'ed25519', 'rsa'] as const) {
      assert.deepEqual(keyNamed('a', kind).publicKey, keyNamed('a', kind).publicKey);
      assert.equal(keyNamed('a', kind).privateKey.kind, kind);
    }
    assert.notDeepEqual(keyNamed('a').publicKey, keyNamed('b').publicKey);
    assert.notDeepEqual(rsaKeyNumber(0).publicKey, rsaKeyNumber(5).publicKey);
    assert.deepEqual(rsaKeyNumber(0).publicKey, rsaKeyNumber(6).publicKey);
    throwsCode('bad-option', () => keyNamed('a', 'dsa' as 'ec'));
  });
});

describe('makeCertificate', () => {
  it('makes a certificate that its issuer signed, the same in every run', () => {
    assert.ok(isSignedBy(leaf, ca));
    assert.ok(isSignedBy(ca, ca));
    assert.deepEqual(makeCertificate({ subject: 'CN=leaf', issuer: ca }).certificate.der, leaf.certificate.der);
    assert.equal(formatName(leaf.certificate.issuer), 'CN=CA');
    assert.deepEqual([leaf.certificate.notBefore, leaf.certificate.notAfter], [AT - 100 * DAY, AT + 1000 * DAY]);
  });

  it('breaks signatures in the ways that are asked for', () => {
    const make = (changes: object): typeof leaf => makeCertificate({ subject: 'CN=leaf', issuer: ca, ...changes });
    for (const changes of [{ breakSignature: true }, { unusedBits: 4, changeSignature: (octets: Uint8Array) => octets.map(() => 0) }])
      assert.ok(!isSignedBy(make(changes), ca));
    assert.deepEqual(make({ changeSignature: () => Uint8Array.of(7) }).certificate.signature, Uint8Array.of(7));
    const stranger = make({ signedBy: keyNamed('stranger') });
    assert.ok(!isSignedBy(stranger, ca));
    assert.ok(isSignedBy(stranger, { ...ca, key: keyNamed('stranger') }));
  });

  it('reads what is not DER with its deviations, and refuses what is no certificate', () => {
    const value = Uint8Array.of(5, 0);
    const encoded = encodeExtension({ ...rawExtension('1.2.3', value), critical: false });
    assert.equal(toHex(encoded), '300806022a0304020500');
    const twice = makeCertificate({ subject: 'CN=twice', encodedExtensions: [encoded, encoded] });
    assert.deepEqual(
      twice.certificate.deviations?.map(({ code }) => code),
      ['duplicate-extension'],
    );
    assert.equal(leaf.certificate.deviations, undefined);
    throwsCode('wrong-tag', () => makeCertificate({ subject: 'CN=x', publicKey: value }));
    throwsCode('bad-name', () => makeCertificate({ subject: 'x' }));
  });
});

describe('makeCrl', () => {
  it('revokes whom it is told to, at the moment it is told', () => {
    const { serialNumber } = leaf.certificate;
    const revokedAt = AT - 5 * DAY;
    const crl = makeCrl({ issuer: ca, revoked: [{ serialNumber, revokedAt, reason: 'superseded' }] });
    assert.deepEqual([findRevoked(crl, serialNumber)?.revokedAt, findRevoked(crl, serialNumber)?.reason], [revokedAt, 'superseded']);
    assert.equal(findRevoked(makeCrl({ issuer: ca }), serialNumber), undefined);
    assert.equal(formatName(makeCrl({ issuer: ca, issuerName: 'CN=Other' }).issuer), 'CN=Other');
  });
});

describe('makeOcspResponse', () => {
  const statusOf = (changes: Partial<Parameters<typeof makeOcspResponse>[0]>): string => {
    const response = makeOcspResponse({ certificate: leaf.certificate, issuer: ca, ...changes });
    return checkStatus({ certificate: leaf.certificate, issuer: ca.certificate, at: AT, ocspResponses: [response] }).status;
  };

  it('says of a certificate what it is told to', () => {
    assert.equal(statusOf({}), 'good');
    assert.equal(statusOf({ status: { kind: 'revoked', revokedAt: AT - DAY } }), 'revoked');
    assert.equal(statusOf({ status: { kind: 'unknown' } }), 'unknown');
  });

  it('is wrong where it is to be', () => {
    for (const changes of [{ breakSignature: true }, { nextUpdate: AT - 1000 }, { thisUpdate: AT + 1000 }, { responder: leaf }])
      assert.equal(statusOf(changes), 'unknown');
  });

  it('breaks the signature and nothing else', () => {
    const recipe = { certificate: leaf.certificate, issuer: ca, certificates: [ca.certificate] };
    const [good, broken] = [makeOcspResponse(recipe), makeOcspResponse({ ...recipe, breakSignature: true })];
    assert.ok(!equalBytes(good, broken));
    assert.equal(good.filter((octet, place) => octet !== broken[place]).length, 1);
  });
});
