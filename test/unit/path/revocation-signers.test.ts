import assert from 'node:assert/strict';
import { verifyChain } from '../../../lib/api/verify.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { AT, type CrlRecipe, DAY, keyNamed, type Made, make, makeCrl, type Recipe } from '../../support/chain-kit.ts';
import { ca, entry, judge, leafWith, refusalOf, root, rootCrl, scope, statusOf } from '../../support/crl-kit.ts';

const leaf = leafWith([]);
const newKey = keyNamed('the new key of CA');

/** Another certificate of the CA's name. */
const sibling = (recipe: Partial<Recipe> = {}): Made =>
  make({ subject: 'CN=CA', issuer: root, key: newKey, usages: ['cRLSign'], ...recipe });
const signed = (recipe: Partial<CrlRecipe> = {}): CertificateList => makeCrl({ issuer: ca, signedBy: newKey, ...recipe });

describe('signers of CRLs', () => {
  it('may have a key and a certificate of their own', () => {
    assert.equal(statusOf(leaf, [rootCrl, signed()], {}, [sibling()]), 'good');
    assert.equal(
      statusOf(leaf, [rootCrl, signed({ revoked: [entry(leaf, 'superseded')] })], {}, [sibling()]),
      'revoked by crls[1]: superseded',
    );
    assert.equal(statusOf(leaf, [rootCrl, signed()]), 'unknown: 1 signature-invalid');
  });

  it('may be the CA with a new key that the old one certifies, and the other way round', () => {
    const rolled = make({ subject: 'CN=CA', issuer: ca, key: newKey, ca: true });
    // The old key says that the new one is good, and the new one tells the status of the leaf.
    const onlyRolled = makeCrl({ issuer: ca, extensions: [scope({ onlyCaCertificates: true })] });
    assert.equal(statusOf(leaf, [onlyRolled, signed()], {}, [rolled]), 'good');
    assert.equal(statusOf(leaf, [signed()], {}, [rolled]), 'unknown: 0 signer-refused');
    assert.equal(statusOf(leaf, [signed(), makeCrl({ issuer: ca, revoked: [entry(rolled, 'keyCompromise')] })], {}, [rolled]), 'good');
    const young = make({ subject: 'CN=leaf', issuer: { certificate: rolled.certificate, key: newKey } });
    assert.equal(statusOf(young, [makeCrl({ issuer: ca })], {}, [rolled]), 'good');
  });

  it('are told with what is wrong with them', () => {
    const signerOf = (made: Made, crls: readonly CertificateList[] = [rootCrl, signed()]): readonly unknown[] => {
      const { reason } = refusalOf(leaf, crls, {}, [made]);
      assert.deepEqual([reason.code, reason.index, reason['crl'], reason.rfc], ['crl-unusable', 0, crls.length - 1, 'RFC 5280 6.3.3 (f)']);
      return [reason['problem'], reason['reason']];
    };
    assert.deepEqual(signerOf(sibling({ usages: ['keyCertSign'], ca: true })), ['issuer-may-not-sign', undefined]);
    assert.deepEqual(signerOf(sibling({ notAfter: AT - DAY })), ['signer-refused', 'certificate-expired']);
    assert.deepEqual(signerOf(sibling({ breakSignature: true })), ['signer-refused', 'signature-invalid']);
    assert.deepEqual(signerOf(sibling({ issuer: make({ subject: 'CN=Nobody', ca: true }) })), ['signer-refused', 'issuer-not-found']);
    assert.deepEqual(signerOf(sibling(), [signed()]), ['signer-refused', 'revocation-unknown']);
    const revoking = makeCrl({ issuer: root, revoked: [entry(sibling(), 'keyCompromise')] });
    assert.deepEqual(signerOf(sibling(), [revoking, signed()]), ['signer-refused', 'certificate-revoked']);
    const critical = { ...makeExtension(subjectKeyIdentifier, Uint8Array.of(1)), oid: '1.2.3' as never, critical: true };
    assert.deepEqual(signerOf(sibling({ extensions: [critical] })), ['signer-refused', 'unknown-critical-extension']);
  });

  it('by the name of the issuer are appointed by nobody but those above it', () => {
    const evil = make({ subject: 'CN=Evil', issuer: root, ca: true });
    const revoking = makeCrl({ issuer: ca, revoked: [entry(leaf, 'keyCompromise')] });
    const evilCrl = makeCrl({ issuer: evil });
    const impostor = sibling({ issuer: evil });
    const refused = refusalOf(leaf, [rootCrl, evilCrl, signed()], {}, [evil, impostor]);
    assert.deepEqual([refused.reason['crl'], refused.reason['reason']], [2, 'issuer-not-found']);
    // Neither with one CA more between them.
    const parent = make({ subject: 'CN=Root', issuer: evil, ca: true, key: keyNamed('not the root') });
    const below = sibling({ issuer: parent });
    assert.equal(refusalOf(leaf, [rootCrl, evilCrl, signed()], {}, [evil, parent, below]).reason['reason'], 'issuer-not-found');
    assert.equal(statusOf(leaf, [rootCrl, evilCrl, signed(), revoking], {}, [evil, impostor]), 'revoked by crls[3]: keyCompromise');
  });

  it('one of whose certificates is good will do', () => {
    const pool = [sibling({ notAfter: AT - DAY }), sibling({ usages: ['digitalSignature'] }), sibling({ serialNumber: Uint8Array.of(9) })];
    for (const order of [pool, [...pool].reverse()]) assert.equal(statusOf(leaf, [rootCrl, signed()], {}, order), 'good');
  });

  it('need not have keyUsage, and without it may sign', () => {
    assert.equal(statusOf(leaf, [rootCrl, signed()], {}, [sibling({ usages: null })]), 'good');
  });

  it('that are the anchor are held to its keyUsage unless it stands for itself', () => {
    const trusted = make({ subject: 'CN=Root', ca: true, usages: ['keyCertSign'] });
    const input = { leaf: ca.certificate, anchors: [trusted.certificate], crls: [makeCrl({ issuer: root })], at: AT };
    const verdict = verifyChain(input);
    assert.ok(!verdict.ok);
    assert.deepEqual([verdict.reason.code, verdict.reason['problem']], ['crl-unusable', 'issuer-may-not-sign']);
    assert.ok(verifyChain({ ...input, anchorConstraints: false }).ok);
    const { subject, publicKey } = trusted.certificate;
    assert.ok(verifyChain({ ...input, anchors: [{ subject, publicKey: publicKey.der }] }).ok);
  });

  it('whose key identifier the CRL names are tried first', () => {
    const others = Array.from({ length: 60 }, (_, i) => sibling({ key: keyNamed(`sibling ${i}`) }));
    const keyIdentifier = (made: Made): Uint8Array => {
      const found = made.certificate.extensions.find(({ oid }) => oid === subjectKeyIdentifier.oid);
      return found?.value.subarray(2) ?? new Uint8Array(0);
    };
    const named = signed({ extensions: [makeExtension(authorityKeyIdentifier, { keyIdentifier: keyIdentifier(sibling()) })] });
    const verdict = judge(leaf, [rootCrl, named], {}, [...others, sibling()]);
    assert.ok(verdict.ok);
    assert.ok(verdict.work.signatures < 8, `${verdict.work.signatures} signatures`);
    // The identifier shuts nobody out.
    const misnamed = signed({ extensions: [makeExtension(authorityKeyIdentifier, { keyIdentifier: Uint8Array.of(1, 2, 3) })] });
    assert.equal(statusOf(leaf, [rootCrl, misnamed], {}, [sibling()]), 'good');
  });

  it('do not vouch for themselves, neither at once nor by others that they vouch for, and may revoke themselves', () => {
    const one = make({ subject: 'CN=CA', issuer: root, key: newKey, usages: ['cRLSign'] });
    // The CRL that tells the status of the signer is one of the root, signed with a second key, whose certificate no other CRL covers.
    const two = make({ subject: 'CN=Root', issuer: root, key: keyNamed('second root'), usages: ['cRLSign'] });
    const own = makeCrl({ issuer: root, signedBy: keyNamed('second root') });
    assert.equal(statusOf(leaf, [signed(), own], {}, [one, two]), 'unknown: 0 signer-refused');
    assert.equal(statusOf(leaf, [signed(), own, rootCrl], {}, [one, two]), 'good');
    const revoking = makeCrl({ issuer: root, signedBy: keyNamed('second root'), revoked: [entry(two, 'keyCompromise')] });
    const { reason } = refusalOf(leaf, [signed(), revoking], {}, [one, two]);
    assert.deepEqual([reason['crl'], reason['reason']], [0, 'crl-unusable']);
  });
});

describe('a hierarchy in which every CA has a CRL signer', () => {
  it('is judged once per signer', () => {
    let issuer = root;
    const pool: Made[] = [];
    const crls: CertificateList[] = [];
    for (let level = 0; level < 7; level++) {
      const key = keyNamed(`signer ${level}`);
      const subject = `CN=Level ${level}`;
      const above = issuer;
      issuer = make({ subject, issuer: above, ca: true, usages: ['keyCertSign'] });
      pool.push(issuer, make({ subject, issuer: above, key, usages: ['cRLSign'] }));
      crls.push(makeCrl({ issuer, signedBy: key }));
    }
    const verdict = verifyChain({
      leaf: make({ subject: 'CN=leaf', issuer }).certificate,
      intermediates: pool.map(({ certificate }) => certificate),
      anchors: [root.certificate],
      at: AT,
      crls: [rootCrl, ...crls],
      revocation: 'require',
    });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.ok(verdict.work.steps < 100, `${verdict.work.steps} steps`);
  });
});
