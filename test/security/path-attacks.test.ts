/** Chains that an adversarial reading of the engine found to be judged wrongly, or that come close to it. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { type Oid, oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { fromHex, utf8 } from '../../lib/base/bytes.ts';
import { ed25519 } from '../../lib/crypto/eddsa.ts';
import type { PeerName } from '../../lib/path/inputs.ts';
import { createSignatureMemo } from '../../lib/path/memo.ts';
import { rfc5280Profile } from '../../lib/path/profiles.ts';
import { validityRule } from '../../lib/path/rules/validity.ts';
import { parseCertificate } from '../../lib/x509/certificate.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { nameConstraints, type NameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies } from '../../lib/x509/extensions/policies.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { AT, DAY, keyNamed, type Made, make, rawExtension, type Recipe } from '../support/chain-kit.ts';

const root = make({ subject: 'CN=Root', ca: true });

/** `ok`, or the code of the reason and its place. */
function judge(leaf: Made, intermediates: readonly Made[] = [], more: Partial<ChainInput> = {}): string {
  const verdict = verifyChain({
    leaf: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    ...more,
  });
  return verdict.ok ? 'ok' : `${verdict.reason.code} ${verdict.reason.index}`;
}

const leafWith = (change: Partial<Recipe>): Made => make({ subject: 'CN=leaf', issuer: root, ...change });

/** The same certificate in the reading for the other engine. */
function readLeniently({ certificate, key }: Made): Made {
  return { key, certificate: parseCertificate(certificate.der, { reading: 'openssl' }) };
}

describe('attacks: the form of certificates', () => {
  it('versions 0 and below are as unknown as those above 3', () => {
    for (const version of [0, -1, -200, 4]) {
      assert.equal(judge(leafWith({ bare: true, version })), 'unknown-version 0', String(version));
      const ca = make({ subject: 'CN=CA', issuer: root, ca: true, bare: true, version });
      assert.notEqual(judge(make({ subject: 'CN=leaf', issuer: ca }), [], { anchors: [ca.certificate] }), 'ok', String(version));
    }
    assert.equal(judge(leafWith({ bare: true })), 'ok');
    assert.equal(judge(leafWith({ bare: true, version: 2, uniqueId: true })), 'ok');
  });

  it('an extension that is not DER refuses in the lenient reading too, whichever extension it is', () => {
    const values: Readonly<Record<string, string>> = {
      '2.5.29.17': '3007 8705 0102030405',
      '2.5.29.32': '308106 3004 06022a03',
      '2.5.29.35': '308104 8002 0102',
      '2.5.29.37': '30810a 0608 2b06010505070302',
    };
    for (const [type, value] of Object.entries(values)) {
      const leaf = leafWith({ extensions: [rawExtension(type, fromHex(value.replaceAll(' ', '')))] });
      assert.equal(judge(readLeniently(leaf)), 'encoding-not-der 0', type);
    }
    assert.equal(judge(readLeniently(leafWith({}))), 'ok');
  });

  it('20 random octets make a serial number, whether a zero has to stand before them or not', () => {
    const of = (first: string, octets: number): string => judge(leafWith({ serialNumber: fromHex(first + 'a5'.repeat(octets)) }));
    assert.equal(of('7f', 19), 'ok');
    assert.equal(of('00', 20), 'ok');
    assert.equal(of('7f', 20), 'serial-number-too-long 0');
    assert.equal(of('00', 21), 'serial-number-too-long 0');
  });

  it('a serial number of zero is let be in what is trusted as it stands, a leaf among it', () => {
    const leaf = leafWith({ serialNumber: Uint8Array.of(0) });
    assert.equal(judge(leaf), 'serial-number-zero 0');
    assert.equal(judge(leaf, [], { anchors: [leaf.certificate] }), 'ok');
    const old = make({ subject: 'CN=device', serialNumber: Uint8Array.of(0) });
    assert.equal(judge(old, [], { anchors: [old.certificate] }), 'ok');
  });
});

describe('attacks: anchors', () => {
  it('a key that is too weak is too weak in every kind of anchor', () => {
    const old = make({ subject: 'CN=Old', ca: true, key: keyNamed('old', 'rsa') });
    const { subject, publicKey } = old.certificate;
    const leaf = make({ subject: 'CN=leaf', issuer: old, key: keyNamed('new', 'ec') });
    const demands: readonly Partial<ChainInput>[] = [
      {},
      { anchorConstraints: false },
      { anchors: [{ subject, publicKey: publicKey.der }] },
    ];
    for (const demand of demands) {
      assert.equal(judge(leaf, [], { anchors: [old.certificate], ...demand }), 'ok');
      const more = { anchors: [old.certificate], strength: { minRsaBits: 3072 }, ...demand };
      assert.equal(judge(leaf, [], more), 'rsa-key-too-small 1', JSON.stringify(Object.keys(demand)));
    }
    const edwards = make({ subject: 'CN=Edwards', ca: true });
    const below = make({ subject: 'CN=leaf', issuer: edwards, key: keyNamed('new', 'ec') });
    const onlyEc = { anchors: [edwards.certificate], anchorConstraints: false, profile: { ...rfc5280Profile, keyKinds: ['ec'] } } as const;
    assert.equal(judge(below, [], onlyEc), 'key-kind-not-allowed 1');
  });

  it('anyPolicy in an anchor that another CA issued limits nothing, where anyPolicy is inhibited below as well', () => {
    const asserts = (policy: Oid): Pick<Recipe, 'extensions'> => ({
      extensions: [makeExtension(certificatePolicies, [{ policy, qualifiers: [] }])],
    });
    const anchor = make({ subject: 'CN=Anchor', issuer: root, ca: true, ...asserts(oid('2.5.29.32.0')) });
    const policies = { requireExplicit: true, inhibitAny: true };
    const more = { anchors: [anchor.certificate], policies };
    assert.equal(judge(make({ subject: 'CN=leaf', issuer: anchor, ...asserts(oid('1.2.3')) }), [], more), 'ok');
    assert.equal(judge(make({ subject: 'CN=leaf', issuer: anchor, ...asserts(oid('2.5.29.32.0')) }), [], more), 'policy-not-valid 0');
  });
});

describe('attacks: what is kept from one judgement to the next', () => {
  it('a memo answers for the signature alone, not for its algorithm, hash or key', () => {
    const memo = createSignatureMemo({ max: 10 });
    const ca = make({ subject: 'CN=CA', ca: true, key: keyNamed('ca', 'ec') });
    const leaf = make({ subject: 'CN=leaf', issuer: ca, key: keyNamed('leaf', 'ec') });
    const anchors = [ca.certificate];
    assert.equal(judge(leaf, [], { anchors, memo }), 'ok');
    assert.equal(judge(leaf, [], { anchors, memo, strength: { hashes: ['SHA-512'] } }), 'hash-too-weak 0');
    assert.equal(judge(leaf, [], { anchors, memo, strength: { minEcBits: 384 } }), 'curve-too-small 0');
    assert.equal(judge(leaf, [], { anchors, memo, algorithms: [ed25519] }), 'signature-algorithm-not-allowed 0');
    const { subject } = ca.certificate;
    const forger = [{ subject, publicKey: keyNamed('forger', 'ec').publicKey }];
    assert.equal(judge(leaf, [], { anchors: forger, memo }), 'signature-invalid 0');
    assert.equal(judge(leaf, [], { anchors, memo }), 'ok');
  });

  it('a certificate is judged anew where it is a leaf, a CA and an anchor in turn', () => {
    const inner = make({ subject: 'CN=Inner', issuer: root, ca: true, usages: ['keyCertSign'], purposes: ['1.3.6.1.5.5.7.3.2'] });
    const leaf = make({ subject: 'CN=leaf', issuer: inner });
    const memo = createSignatureMemo({ max: 10 });
    const more = { memo, purpose: 'clientAuth', keyUsage: ['digitalSignature'] } as const;
    for (let round = 0; round < 2; round++) {
      assert.equal(judge(inner, [inner], more), 'key-usage-missing 0');
      assert.equal(judge(leaf, [inner, leaf], more), 'ok');
      assert.equal(judge(leaf, [inner], { ...more, anchors: [inner.certificate] }), 'ok');
      assert.equal(judge(make({ subject: 'CN=below', issuer: leaf }), [leaf, inner], more), 'not-a-ca 1');
    }
  });
});

describe('attacks: names', () => {
  const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
  const below = (value: string): NameConstraints => ({ permitted: [{ base: dns(value), minimum: 0 }] });
  const constrained = (value: string): Extension => makeExtension(nameConstraints, below(value));

  it('a self-issued certificate at the end of a path is held to the constraints, one in between is not', () => {
    const names = [dns('www.example.com')];
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [constrained('example.org')] });
    const rekeyed = make({ subject: 'CN=CA', issuer: ca, ca: true, key: keyNamed('new'), names });
    assert.equal(judge(rekeyed, [ca]), 'name-constraint-violated 0');
    assert.equal(judge(make({ subject: 'CN=leaf', issuer: rekeyed, names: [dns('a.example.org')] }), [rekeyed, ca]), 'ok');
    assert.equal(judge(make({ subject: 'CN=leaf', issuer: rekeyed, names }), [rekeyed, ca]), 'name-constraint-violated 0');
  });

  it('constraints of an anchor by name and key hold whatever is said of anchors that are certificates', () => {
    const { subject, publicKey } = root.certificate;
    const anchors = [{ subject, publicKey: publicKey.der, nameConstraints: below('example.org') }];
    for (const anchorConstraints of [true, false])
      assert.equal(judge(leafWith({ names: [dns('www.example.com')] }), [], { anchors, anchorConstraints }), 'name-constraint-violated 0');
    const odd = [{ subject, publicKey: publicKey.der, nameConstraints: below('*.example.com') }];
    assert.equal(judge(leafWith({ names: [dns('www.example.com')] }), [], { anchors: odd }), 'name-constraint-unsupported 0');
  });

  it('a Kelvin sign, whose small letter is k, is no letter of a host', () => {
    const [ascii, kelvin] = ['bank.example', 'ban\u212A.example'];
    const leaf = leafWith({ names: [dns(ascii), { kind: 'rfc822Name', value: `a@${ascii}` }] });
    assert.equal(judge(leaf, [], { peer: { kind: 'dns', value: ascii } }), 'ok');
    for (const peer of [
      { kind: 'dns', value: kelvin },
      { kind: 'email', value: `a@${kelvin}` },
      { kind: 'uri', value: `https://${kelvin}` },
      { kind: 'srv', value: `_imap.${kelvin}` },
    ] as const)
      assert.equal(judge(leaf, [], { peer }), 'peer-name-malformed 0', peer.kind);
    const mailbox = (host: string): GeneralName => ({
      kind: 'otherName',
      type: oid('1.3.6.1.5.5.7.8.9'),
      value: encodeDer((writer) => writer.value(0x0c, utf8(`ü@${host}`))),
    });
    const more = { peer: { kind: 'email', value: `ü@${ascii}` } } as const;
    assert.equal(judge(leafWith({ names: [mailbox(ascii)] }), [], more), 'ok');
    assert.equal(judge(leafWith({ names: [mailbox(kelvin)] }), [], more), 'peer-name-mismatch 0');
    const ca = make({
      subject: 'CN=CA',
      issuer: root,
      ca: true,
      extensions: [makeExtension(nameConstraints, { permitted: [{ base: { kind: 'rfc822Name', value: ascii }, minimum: 0 }] })],
    });
    assert.equal(judge(make({ subject: 'CN=leaf', issuer: ca, names: [mailbox(ascii)] }), [ca]), 'ok');
    assert.equal(judge(make({ subject: 'CN=leaf', issuer: ca, names: [mailbox(kelvin)] }), [ca]), 'name-malformed 0');
  });

  it('all names demanded have to be there, each in its own form', () => {
    const leaf = leafWith({ names: [dns('www.example.com'), dns('192.0.2.1'), { kind: 'rfc822Name', value: 'www.example.org' }] });
    const peer = (...pairs: readonly (readonly [PeerName['kind'], string])[]): string =>
      judge(leaf, [], { peer: pairs.map(([kind, value]) => ({ kind, value })) });
    assert.equal(peer(['dns', 'www.example.com'], ['dns', 'WWW.example.com.']), 'ok');
    assert.equal(peer(['dns', 'www.example.com'], ['dns', 'www.example.org']), 'peer-name-mismatch 0');
    assert.equal(peer(['dns', '192.0.2.1']), 'peer-name-malformed 0');
    assert.equal(peer(['ip', '192.0.2.1']), 'peer-name-mismatch 0');
    assert.equal(peer(['uri', 'https://www.example.com']), 'peer-name-mismatch 0');
    assert.equal(peer(['srv', '_https.www.example.com']), 'peer-name-mismatch 0');
  });
});

describe('attacks: rules of the caller', () => {
  it('a rule that bears the name of another does not stand in for it', () => {
    const harmless = { ...validityRule, check: () => [] };
    const profile = { ...rfc5280Profile, rules: [harmless] };
    assert.equal(judge(leafWith({ notAfter: AT - DAY }), [], { profile }), 'certificate-expired 0');
    assert.equal(judge(leafWith({}), [], { profile }), 'ok');
  });
});
