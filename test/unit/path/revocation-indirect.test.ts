import assert from 'node:assert/strict';
import { createSignatureMemo } from '../../../lib/path/memo.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import type { IssuingDistributionPoint } from '../../../lib/x509/extensions/distribution-points.ts';
import { AT, DAY, make, makeCrl, type CrlRecipe } from '../../support/chain-kit.ts';
import { ca, directory, entry, fullName, leafWith, refusalOf, root, scoped, statusOf, uri } from '../../support/crl-kit.ts';

/** An issuer of CRLs below the root, and CRLs of it. */
const issuer = make({ subject: 'CN=CRL issuer', issuer: root, usages: ['cRLSign'] });
const ownCrl = makeCrl({ issuer: root });
const indirect = (recipe: Partial<CrlRecipe> = {}, fields: Partial<IssuingDistributionPoint> = {}): CertificateList =>
  scoped({ indirectCrl: true, ...fields }, { issuer, ...recipe });

const leaf = leafWith([{ crlIssuer: directory('CN=CRL issuer') }]);
const pool = [issuer];

describe('indirect CRLs', () => {
  it('of the issuer that the distribution point names tell the status', () => {
    assert.equal(statusOf(leaf, [ownCrl, indirect()], {}, pool), 'good');
    assert.equal(
      statusOf(leaf, [indirect({ revoked: [entry(leaf, 'superseded', 'CN=CA')] }), ownCrl], {}, pool),
      'revoked by crls[0]: superseded',
    );
  });

  it('speak of the CRL issuer where an entry names nobody', () => {
    const own = indirect({ revoked: [entry(leaf, 'superseded')] });
    assert.equal(statusOf(leaf, [ownCrl, own], {}, pool), 'good');
    const itself = leafWith([], issuer, 'CN=below the CRL issuer');
    const crl = indirect({ revoked: [entry(itself, 'keyCompromise')] });
    const below = make({ subject: 'CN=CRL issuer', issuer: root, ca: true });
    const more = { intermediates: [below.certificate] };
    assert.equal(statusOf(itself, [crl], more), 'revoked by crls[0]: keyCompromise');
    assert.equal(statusOf(itself, [indirect({ revoked: [entry(itself, 'keyCompromise', 'CN=CA')] })], more), 'good');
  });

  it('inherit the issuer of an earlier entry', () => {
    const other = make({ subject: 'CN=other', issuer: ca });
    const third = make({ subject: 'CN=third', issuer: ca });
    const list = (...revoked: NonNullable<CrlRecipe['revoked']>): string => statusOf(leaf, [ownCrl, indirect({ revoked })], {}, pool);
    assert.equal(list(entry(other, 'superseded', 'CN=CA'), entry(third), entry(leaf)), 'revoked by crls[1]: unspecified');
    assert.equal(list(entry(other, 'superseded', 'CN=Else'), entry(third), entry(leaf)), 'good');
    assert.equal(list(entry(other, 'superseded', 'CN=CA'), entry(third, undefined, 'CN=Else'), entry(leaf)), 'good');
    assert.equal(
      list(entry(other, undefined, 'CN=Else'), entry(leaf), entry(third, undefined, 'CN=CA'), entry(leaf, 'keyCompromise')),
      'revoked by crls[1]: keyCompromise',
    );
  });

  it('find the same through an index', () => {
    const memo = createSignatureMemo({ max: 10 });
    const other = make({ subject: 'CN=other', issuer: ca });
    const crl = indirect({
      revoked: [entry(leaf, undefined, 'CN=Else'), entry(other, undefined, 'CN=CA'), entry(leaf, 'certificateHold')],
    });
    for (let i = 0; i < 3; i++) {
      assert.equal(statusOf(leaf, [ownCrl, crl], { memo }, pool), 'revoked by crls[1]: certificateHold');
      const elsewhere = indirect({ revoked: [entry(leaf, undefined, 'CN=Else')] });
      assert.equal(statusOf(leaf, [ownCrl, elsewhere], { memo }, pool), 'good');
    }
    assert.ok(memo.indices.get(crl) !== undefined);
  });

  it('compare issuers by their normalised names', () => {
    const spelled = leafWith([{ crlIssuer: directory('cn=crl  ISSUER') }]);
    assert.equal(
      statusOf(spelled, [ownCrl, indirect({ revoked: [entry(leaf, 'superseded', 'cn=ca')] })], {}, pool),
      'revoked by crls[1]: superseded',
    );
  });

  it('have to say that they are', () => {
    const direct = makeCrl({ issuer });
    assert.equal(statusOf(leaf, [ownCrl, direct], {}, pool), 'unknown: 1 not-indirect');
  });

  it('of an issuer that no distribution point names are not looked at', () => {
    assert.equal(statusOf(leafWith([]), [indirect()], {}, pool), 'unknown: ');
    assert.equal(statusOf(leafWith([{ name: uri('http://a') }]), [indirect()], {}, pool), 'unknown: ');
  });

  it('have a distribution point that the certificate names, or that is the CRL issuer', () => {
    const named = leafWith([{ name: uri('http://a'), crlIssuer: directory('CN=Nobody', 'CN=CRL issuer') }]);
    const ask = (holder: typeof leaf, name: IssuingDistributionPoint['name']): string =>
      statusOf(holder, [ownCrl, indirect({}, name === undefined ? {} : { name })], {}, pool);
    assert.equal(ask(named, uri('http://a')), 'good');
    assert.equal(ask(named, undefined), 'good');
    assert.equal(ask(named, uri('http://b')), 'unknown: 1 other-distribution-point');
    assert.equal(ask(leaf, fullName('CN=CRL issuer')), 'good');
    assert.equal(ask(leaf, fullName('CN=CA')), 'unknown: 1 other-distribution-point');
  });

  it('leave the CRLs of the certificate issuer what they are', () => {
    assert.equal(statusOf(leaf, [makeCrl({ issuer: ca })], {}, pool), 'good');
    assert.equal(
      statusOf(leaf, [ownCrl, indirect(), makeCrl({ issuer: ca, revoked: [entry(leaf)] })], {}, pool),
      'revoked by crls[2]: unspecified',
    );
  });

  it('need a signer whose certificate is at hand and good', () => {
    assert.equal(statusOf(leaf, [ownCrl, indirect()]), 'unknown: 1 signer-not-found');
    const refused = (made: typeof issuer): unknown => {
      const { reason } = refusalOf(leaf, [ownCrl, indirect({ signedBy: made.key })], {}, [made]);
      assert.deepEqual([reason.code, reason.index, reason['crl']], ['crl-unusable', 0, 1]);
      return reason['reason'] ?? reason['problem'];
    };
    const like = (recipe: Partial<Parameters<typeof make>[0]>): typeof issuer =>
      make({ subject: 'CN=CRL issuer', issuer: root, usages: ['cRLSign'], ...recipe });
    assert.equal(refused(like({ usages: ['digitalSignature'] })), 'issuer-may-not-sign');
    assert.equal(refused(like({ notAfter: AT - DAY })), 'certificate-expired');
    assert.equal(refused(like({ breakSignature: true })), 'signature-invalid');
    assert.equal(refused(like({ issuer: make({ subject: 'CN=Nobody', ca: true }) })), 'issuer-not-found');
    assert.equal(statusOf(leaf, [ownCrl, indirect({ breakSignature: true })], {}, pool), 'unknown: 1 signature-invalid');
  });

  it('of a CRL issuer who is revoked tell nothing', () => {
    const revoking = makeCrl({ issuer: root, revoked: [entry(issuer, 'keyCompromise')] });
    const { reason } = refusalOf(leaf, [revoking, indirect()], {}, pool);
    assert.deepEqual(
      [reason.code, reason['crl'], reason['problem'], reason['reason']],
      ['crl-unusable', 1, 'signer-refused', 'certificate-revoked'],
    );
    // Nor of one whose status nobody tells.
    assert.equal(refusalOf(leaf, [indirect()], {}, pool).reason['reason'], 'revocation-unknown');
    assert.equal(statusOf(leaf, [indirect()], { revocation: { mode: 'if-available', scope: 'leaf' } }, pool), 'good');
  });

  it('may cover the certificate of the CRL issuer itself', () => {
    const points = [{ crlIssuer: directory('CN=CRL issuer') }];
    const own = make({
      subject: 'CN=CRL issuer',
      issuer: root,
      usages: ['cRLSign'],
      extensions: leafWith(points).certificate.extensions.filter(({ oid }) => oid === '2.5.29.31'),
    });
    assert.equal(statusOf(leaf, [indirect()], {}, [own]), 'good');
    const gone = indirect({ revoked: [entry(own, 'keyCompromise', 'CN=Root')] });
    assert.equal(refusalOf(leaf, [gone], {}, [own]).reason['reason'], 'certificate-revoked');
  });

  it('have to lead to the anchor of the certificate', () => {
    const elsewhere = make({ subject: 'CN=Elsewhere', ca: true });
    const foreign = make({ subject: 'CN=CRL issuer', issuer: elsewhere, usages: ['cRLSign'] });
    const more = { anchors: [root.certificate, elsewhere.certificate] };
    const crl = indirect({ signedBy: foreign.key });
    assert.equal(refusalOf(leaf, [ownCrl, makeCrl({ issuer: elsewhere }), crl], more, [foreign]).reason['problem'], 'signer-refused');
  });
});

describe('entries that name an issuer in a CRL that is not indirect', () => {
  it('revoke what they name', () => {
    const naming = makeCrl({ issuer: ca, revoked: [entry(leaf, 'superseded', 'CN=CA')] });
    assert.equal(statusOf(leaf, [naming]), 'revoked by crls[0]: superseded');
  });

  it('forbid the use of the CRL for the rest', () => {
    const other = make({ subject: 'CN=other', issuer: ca });
    assert.equal(statusOf(leaf, [makeCrl({ issuer: ca, revoked: [entry(other, 'superseded', 'CN=CA')] })]), 'unknown: 0 entries-of-others');
    assert.equal(
      statusOf(leaf, [makeCrl({ issuer: ca, revoked: [entry(leaf, 'superseded', 'CN=Else')] })]),
      'unknown: 0 entries-of-others',
    );
  });
});
