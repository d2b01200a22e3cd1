import assert from 'node:assert/strict';
import { oid } from '../../../lib/asn1/oid.ts';
import type { VerifyFlags } from '../../../lib/openssl-verify/context.ts';
import { runVerify, verifyLikeOpenssl } from '../../../lib/openssl-verify/verify.ts';
import { parseCertificate } from '../../../lib/x509/certificate.ts';
import { type CertificateList, parseCrl } from '../../../lib/x509/crl.ts';
import { type Extension, makeExtension } from '../../../lib/x509/extension.ts';
import { freshestCRL } from '../../../lib/x509/extensions/distribution-points.ts';
import { authorityKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { AT, type CrlRecipe, DAY, keyNamed, type Made, make, makeCrl, type Recipe } from '../../support/chain-kit.ts';
import {
  COMPROMISE,
  delta,
  directory,
  entry,
  fullName,
  leafWith,
  OTHER_REASONS,
  relative,
  scope,
  scoped,
  uri,
} from '../../support/crl-kit.ts';

const party = (recipe: Recipe): Made => make({ names: null, ...recipe });
const root = party({ subject: 'CN=Root', ca: true });
const ca = party({ subject: 'CN=CA', issuer: root, ca: true });
const leaf = party({ subject: 'CN=leaf', issuer: ca });
const rootCrl = makeCrl({ issuer: root });

interface Asked {
  readonly leaf?: Made;
  readonly sent?: readonly Made[];
  readonly anchor?: Made;
  readonly flags?: VerifyFlags;
  readonly stored?: readonly CertificateList[];
  readonly at?: number | null;
  readonly goesOn?: boolean;
}

/** Every error as `code@depth`; empty where the chain is good. */
function judge(crls: readonly CertificateList[], asked: Asked = {}): string {
  const loose = (crl: CertificateList): CertificateList => parseCrl(crl.der, { reading: 'openssl' });
  const { failures } = runVerify({
    leaf: parseCertificate((asked.leaf ?? leaf).certificate.der, { reading: 'openssl' }),
    sent: (asked.sent ?? [ca]).map(({ certificate }) => certificate),
    trusted: [(asked.anchor ?? root).certificate],
    crls: crls.map(loose),
    storedCrls: asked.stored?.map(loose),
    at: asked.at === null ? undefined : (asked.at ?? AT),
    purpose: 'sslclient',
    securityLevel: 0,
    flags: asked.flags,
    overrides: () => asked.goesOn === true,
  });
  return failures.map(({ code, depth }) => `${code}@${depth}`).join(' ');
}

const unknown = (critical: boolean): Extension => ({
  oid: oid('1.2.3.4.5'),
  critical,
  value: Uint8Array.of(5, 0),
  offset: 0,
  path: 'unknown',
});
const crlOf = (recipe: Partial<CrlRecipe> = {}): CertificateList => makeCrl({ issuer: ca, ...recipe });
const revoked = { revoked: [entry(leaf)] };

describe('openssl-verify: CRLs', () => {
  it('wants a CRL for every certificate, the anchor included', () => {
    assert.equal(judge([crlOf(), rootCrl]), '');
    assert.equal(judge([rootCrl]), 'unable-to-get-crl@0');
    assert.equal(judge([crlOf()]), 'unable-to-get-crl@1');
    assert.equal(judge([crlOf()], { flags: { crlCheck: 'leaf' } }), '');
    assert.equal(judge([crlOf()], { goesOn: true }), 'unable-to-get-crl@1 unable-to-get-crl@2');
  });

  it('tells who is revoked', () => {
    assert.equal(judge([crlOf(revoked), rootCrl]), 'cert-revoked@0');
    assert.equal(judge([crlOf(), makeCrl({ issuer: root, revoked: [entry(ca)] })]), 'cert-revoked@1');
    assert.equal(judge([crlOf(), makeCrl({ issuer: root, revoked: [entry(root)] })]), 'cert-revoked@2');
    assert.equal(judge([crlOf({ revoked: [entry(leaf, 'certificateHold')] }), rootCrl]), 'cert-revoked@0');
    assert.equal(judge([crlOf({ revoked: [entry(leaf, 'removeFromCRL')] }), rootCrl]), '');
  });

  it('takes the first entry of a serial number', () => {
    assert.equal(judge([crlOf({ revoked: [entry(leaf, 'removeFromCRL'), entry(leaf)] }), rootCrl]), '');
    assert.equal(judge([crlOf({ revoked: [entry(leaf), entry(leaf, 'removeFromCRL')] }), rootCrl]), 'cert-revoked@0');
  });

  it('prefers the newest of the CRLs that are in force, and the first of equals', () => {
    const newer = { thisUpdate: AT - 1000 };
    assert.equal(judge([crlOf(revoked), crlOf(newer), rootCrl]), '');
    assert.equal(judge([crlOf(newer), crlOf(revoked), rootCrl]), '');
    assert.equal(judge([crlOf(), crlOf({ ...newer, ...revoked }), rootCrl]), 'cert-revoked@0');
    assert.equal(judge([crlOf(), crlOf(revoked), rootCrl]), '');
    assert.equal(judge([crlOf({ ...newer, nextUpdate: AT }), crlOf(revoked), rootCrl]), 'cert-revoked@0');
  });

  it('looks at the times in whole seconds', () => {
    assert.equal(judge([crlOf({ nextUpdate: AT }), rootCrl]), 'crl-has-expired@0');
    assert.equal(judge([crlOf({ nextUpdate: AT + 1000 }), rootCrl], { at: AT + 999 }), '');
    assert.equal(judge([crlOf({ nextUpdate: null }), rootCrl]), '');
    assert.equal(judge([crlOf({ thisUpdate: AT + 1000 }), rootCrl]), 'crl-not-yet-valid@0');
    assert.equal(judge([crlOf({ thisUpdate: AT }), rootCrl]), '');
    assert.equal(judge([crlOf({ thisUpdate: AT + DAY, nextUpdate: AT - DAY }), rootCrl], { at: null }), '');
    assert.equal(
      judge([crlOf({ thisUpdate: AT + DAY, nextUpdate: AT - DAY }), rootCrl], { goesOn: true }),
      'crl-not-yet-valid@0 crl-has-expired@0',
    );
  });

  it('checks the signature of the chosen CRL alone', () => {
    assert.equal(judge([crlOf({ breakSignature: true }), rootCrl]), 'crl-signature-failure@0');
    assert.equal(judge([crlOf(), crlOf({ breakSignature: true, thisUpdate: AT - 1000 }), rootCrl]), 'crl-signature-failure@0');
    assert.equal(judge([crlOf({ breakSignature: true }), crlOf({ thisUpdate: AT - 1000 }), rootCrl]), '');
    assert.equal(judge([crlOf({ breakSignature: true, ...revoked }), rootCrl], { goesOn: true }), 'crl-signature-failure@0 cert-revoked@0');
  });

  it('passes CRLs over whose key identifier contradicts', () => {
    const of = (keyIdentifier: Uint8Array): Extension[] => [makeExtension(authorityKeyIdentifier, { keyIdentifier })];
    assert.equal(judge([crlOf({ ...revoked, extensions: of(Uint8Array.of(1)) }), crlOf(), rootCrl]), '');
    assert.equal(judge([crlOf({ extensions: of(Uint8Array.of(1)) }), rootCrl]), 'unable-to-get-crl@0');
    const issuer = [makeExtension(authorityKeyIdentifier, { authorityCertIssuer: directory('CN=root') })];
    assert.equal(judge([crlOf({ extensions: issuer }), rootCrl]), '');
  });

  it('wants cRLSign of an issuer with keyUsage, a self-signed leaf included', () => {
    const weak = party({ subject: 'CN=CA', issuer: root, ca: true, usages: ['keyCertSign'] });
    const below = party({ subject: 'CN=leaf', issuer: weak });
    assert.equal(judge([crlOf({ issuer: weak }), rootCrl], { leaf: below, sent: [weak] }), 'keyusage-no-crl-sign@0');
    const none = party({ subject: 'CN=CA', issuer: root, ca: true, usages: null });
    assert.equal(judge([crlOf({ issuer: none }), rootCrl], { leaf: party({ subject: 'CN=leaf', issuer: none }), sent: [none] }), '');
    const alone = party({ subject: 'CN=alone', usages: ['digitalSignature'] });
    const asked = { leaf: alone, anchor: alone, sent: [] };
    assert.equal(judge([], asked), 'unable-to-get-crl@0');
    assert.equal(judge([makeCrl({ issuer: alone })], asked), 'keyusage-no-crl-sign@0');
    const signing = party({ subject: 'CN=alone', usages: ['digitalSignature', 'cRLSign'] });
    assert.equal(judge([makeCrl({ issuer: signing })], { leaf: signing, anchor: signing, sent: [] }), '');
  });

  it('refuses a CRL with an unknown critical extension of its own or of any entry', () => {
    assert.equal(judge([crlOf({ extensions: [unknown(true)] }), rootCrl]), 'unhandled-critical-crl-extension@0');
    assert.equal(judge([crlOf({ extensions: [unknown(false)] }), rootCrl]), '');
    const other = { serialNumber: Uint8Array.of(77) };
    const odd = crlOf({ revoked: [{ ...other, extensions: [unknown(true)] }] });
    assert.equal(judge([odd, rootCrl]), 'unhandled-critical-crl-extension@0');
    assert.equal(judge([odd, rootCrl], { flags: { ignoreCritical: true } }), '');
    assert.equal(judge([odd, crlOf({ thisUpdate: AT - 3 * DAY }), rootCrl]), '');
    assert.equal(judge([crlOf({ revoked: [{ ...other, extensions: [unknown(false)] }] }), rootCrl]), '');
  });

  it('heeds certificateIssuer in any CRL, and inherits it', () => {
    const other: Made = { ...leaf, certificate: { ...leaf.certificate, serialNumber: Uint8Array.of(77) } };
    assert.equal(judge([crlOf({ revoked: [entry(leaf, undefined, 'CN=Somebody')] }), rootCrl]), '');
    assert.equal(judge([crlOf({ revoked: [entry(other, undefined, 'CN=Somebody'), entry(leaf)] }), rootCrl]), '');
    assert.equal(judge([crlOf({ revoked: [entry(leaf), entry(other, undefined, 'CN=Somebody')] }), rootCrl]), 'cert-revoked@0');
    assert.equal(
      judge([crlOf({ revoked: [entry(other, undefined, 'CN=Somebody'), entry(leaf, undefined, 'cn=ca')] }), rootCrl]),
      'cert-revoked@0',
    );
  });

  it('stops reading extensions of entries at a bad reason', () => {
    const other: Made = { ...leaf, certificate: { ...leaf.certificate, serialNumber: Uint8Array.of(77) } };
    const bad = { serialNumber: Uint8Array.of(5), extensions: [{ ...unknown(false), oid: oid('2.5.29.21') }] };
    assert.equal(judge([crlOf({ revoked: [bad, entry(leaf, 'removeFromCRL')] }), rootCrl]), 'cert-revoked@0');
    assert.equal(judge([crlOf({ revoked: [entry(other, undefined, 'CN=Somebody'), bad, entry(leaf)] }), rootCrl]), 'cert-revoked@0');
    assert.equal(judge([crlOf({ revoked: [bad, { serialNumber: Uint8Array.of(6), extensions: [unknown(true)] }] }), rootCrl]), '');
    const self = { ...bad, serialNumber: leaf.certificate.serialNumber };
    assert.equal(judge([crlOf({ revoked: [entry(other, undefined, 'CN=Somebody'), self] }), rootCrl]), '');
  });

  it('follows the scope of a CRL', () => {
    const wrong = 'different-crl-scope@0';
    assert.equal(judge([scoped({ onlyUserCertificates: true }), rootCrl]), '');
    assert.equal(judge([scoped({ onlyCaCertificates: true }), rootCrl]), wrong);
    assert.equal(judge([scoped({ onlyAttributeCertificates: true }), rootCrl]), wrong);
    assert.equal(judge([scoped({ onlyCaCertificates: true, onlyUserCertificates: true }), rootCrl]), 'unable-to-get-crl@0');
    assert.equal(judge([crlOf(), makeCrl({ issuer: root, extensions: [scope({ onlyUserCertificates: true })] })]), 'different-crl-scope@1');
    assert.equal(judge([scoped({ onlyCaCertificates: true }), rootCrl], { goesOn: true }), `${wrong} unable-to-get-crl@0`);
    assert.equal(judge([scoped({ indirectCrl: true }), rootCrl]), 'unable-to-get-crl@0');
    assert.equal(judge([scoped({ onlySomeReasons: COMPROMISE }), rootCrl]), 'unable-to-get-crl@0');
    assert.equal(judge([scoped({ onlyCaCertificates: true }), crlOf({ thisUpdate: AT - 3 * DAY }), rootCrl]), '');
  });

  it('compares distribution points', () => {
    const named = scoped({ name: uri('http://a') });
    assert.equal(judge([named, rootCrl]), 'different-crl-scope@0');
    assert.equal(judge([named, rootCrl], { leaf: leafWith([{ name: uri('http://b', 'http://a') }], ca) }), '');
    assert.equal(judge([named, rootCrl], { leaf: leafWith([{ name: uri('http://A') }], ca) }), 'different-crl-scope@0');
    assert.equal(judge([named, rootCrl], { leaf: leafWith([{ crlIssuer: directory('CN=ca') }], ca) }), '');
    const fragment = { leaf: leafWith([{ name: relative('CN=P+OU=Q') }], ca) };
    assert.equal(judge([scoped({ name: relative('CN=p+OU=q') }), rootCrl], fragment), '');
    // each attribute of the fragment is an RDN by itself
    const results = ['CN=P,OU=Q,CN=CA', 'OU=Q,CN=P,CN=CA'].map((name) => judge([scoped({ name: fullName(name) }), rootCrl], fragment));
    assert.deepEqual(results.sort(), ['', 'different-crl-scope@0']);
    assert.equal(judge([scoped({ name: fullName('CN=P+OU=Q,CN=CA') }), rootCrl], fragment), 'different-crl-scope@0');
  });

  it('wants all reasons of a point covered', () => {
    const part = { leaf: leafWith([{ name: uri('http://a'), reasons: COMPROMISE }], ca) };
    assert.equal(judge([crlOf(), rootCrl], part), 'unable-to-get-crl@0');
    assert.equal(judge([crlOf({ revoked: [entry(part.leaf)] }), rootCrl], part), 'cert-revoked@0');
  });

  it('takes deltas for ordinary CRLs, and does not even judge their issuer', () => {
    assert.equal(judge([crlOf(revoked), delta(1n, 2n, { issuer: ca, thisUpdate: AT - 1000 }), rootCrl]), '');
    assert.equal(judge([crlOf(), delta(1n, 2n, { issuer: ca, thisUpdate: AT - 1000, ...revoked }), rootCrl]), 'cert-revoked@0');
    const weak = party({ subject: 'CN=CA', issuer: root, ca: true, usages: ['keyCertSign'] });
    assert.equal(
      judge([delta(1n, 2n, { issuer: weak }), rootCrl], { leaf: party({ subject: 'CN=leaf', issuer: weak }), sent: [weak] }),
      '',
    );
  });

  it('looks into the store behind the CRLs given', () => {
    assert.equal(judge([], { stored: [crlOf(), rootCrl] }), '');
    assert.equal(judge([crlOf()], { stored: [crlOf({ ...revoked, thisUpdate: AT - 1000 }), rootCrl] }), '');
    assert.equal(judge([scoped({ onlyCaCertificates: true })], { stored: [crlOf(revoked), rootCrl] }), 'cert-revoked@0');
    // the expired one has covered all reasons, so that none of the store has anything new
    assert.equal(judge([crlOf({ nextUpdate: AT })], { stored: [crlOf(revoked), rootCrl] }), 'crl-has-expired@0');
  });

  it('names the CRL in a verdict', () => {
    const input = {
      leaf: leaf.certificate,
      intermediates: [ca.certificate],
      anchors: [root.certificate],
      purpose: 'clientAuth',
      at: AT,
    } as const;
    const verdict = verifyLikeOpenssl({ ...input, crls: [rootCrl, crlOf(revoked)] });
    assert.ok(!verdict.ok);
    const { code, index, crl, number } = verdict.reason;
    assert.deepEqual({ code, index, crl, number }, { code: 'cert-revoked', index: 0, crl: 1, number: 23 });
    assert.equal(verifyLikeOpenssl(input).ok, true);
  });
});

describe('openssl-verify: extended CRLs and deltas', () => {
  const crlIssuer = party({ subject: 'CN=CRL issuer', issuer: root, usages: ['cRLSign'] });
  const asked = { leaf: leafWith([{ name: uri('http://a'), crlIssuer: directory('CN=CRL issuer') }], ca), sent: [ca, crlIssuer] };
  const extended = { extendedCrl: true } as const;
  const indirect = (recipe: Partial<CrlRecipe> = {}): CertificateList =>
    makeCrl({ issuer: crlIssuer, ...recipe, extensions: [scope({ indirectCrl: true, name: uri('http://a') })] });

  it('takes indirect CRLs of an issuer with a chain to the same anchor', () => {
    const flags = { ...extended, crlCheck: 'leaf' } as const;
    assert.equal(judge([indirect()], { ...asked, flags }), '');
    assert.equal(judge([indirect()], { ...asked, flags: { crlCheck: 'leaf' } }), 'unable-to-get-crl@0');
    assert.equal(judge([indirect({ revoked: [entry(asked.leaf, undefined, 'CN=CA')] })], { ...asked, flags }), 'cert-revoked@0');
    assert.equal(judge([indirect({ revoked: [entry(asked.leaf)] })], { ...asked, flags }), '');
    const stranger = party({ subject: 'CN=CRL issuer', key: keyNamed('stranger'), usages: ['cRLSign'] });
    assert.equal(
      judge([indirect({ issuer: stranger })], { ...asked, sent: [ca, stranger], flags }),
      'depth-zero-self-signed-cert@0 crl-path-validation-error@0',
    );
  });

  it('puts CRLs of some reasons together', () => {
    const flags = extended;
    const half = scoped({ onlySomeReasons: COMPROMISE }, { issuer: ca });
    const rest = scoped({ onlySomeReasons: OTHER_REASONS }, { issuer: ca });
    assert.equal(judge([half, rest, rootCrl], { flags }), '');
    assert.equal(judge([half, rootCrl], { flags }), 'unable-to-get-crl@0');
    assert.equal(
      judge([half, scoped({ onlySomeReasons: OTHER_REASONS }, { issuer: ca, ...revoked }), rootCrl], { flags }),
      'cert-revoked@0',
    );
  });

  it('completes a CRL with its delta', () => {
    const flags = { extendedCrl: true, useDeltas: true };
    const fresh = [makeExtension(freshestCRL, [{ name: uri('http://a') }])];
    const base = (recipe: Partial<CrlRecipe> = {}): CertificateList => crlOf({ extensions: fresh, ...recipe });
    assert.equal(judge([base(), delta(1n, 2n, { issuer: ca, ...revoked }), rootCrl], { flags }), 'cert-revoked@0');
    assert.equal(judge([base(revoked), delta(1n, 2n, { issuer: ca, revoked: [entry(leaf, 'removeFromCRL')] }), rootCrl], { flags }), '');
    assert.equal(judge([base({ extensions: [] }), delta(1n, 2n, { issuer: ca, ...revoked }), rootCrl], { flags }), '');
    for (const [from, number] of [
      [2n, 3n],
      [1n, 1n],
      [1n, null],
    ] as const)
      assert.equal(judge([base(), delta(from, number, { issuer: ca, ...revoked }), rootCrl], { flags }), '', `${from} ${number}`);
    assert.equal(judge([base(), delta(1n, 2n, { issuer: ca, breakSignature: true }), rootCrl], { flags }), 'crl-signature-failure@0');
  });
});
