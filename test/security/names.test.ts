/** Attacks on names that others fell for, by name: wildcards, NUL, and what hides in names of another form. */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { utf8 } from '../../lib/base/bytes.ts';
import type { PeerName } from '../../lib/path/inputs.ts';
import { explainVerdict } from '../../lib/text/verdict.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { subjectAltName } from '../../lib/x509/extensions/alternative-names.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { AT, keyNamed, type Made, make } from '../support/chain-kit.ts';

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });
const root = make({ subject: 'CN=Root', ca: true });

function judge(leaf: Made, issuer: Made, options: Partial<ChainInput> = {}): string {
  const verdict = verifyChain({
    leaf: leaf.certificate,
    intermediates: [issuer.certificate],
    anchors: [root.certificate],
    at: AT,
    ...options,
  });
  return verdict.ok ? 'ok' : `${verdict.reason.code}@${verdict.reason.index}`;
}

function constrained(list: 'permitted' | 'excluded', base: string): Made {
  const extensions = [makeExtension(nameConstraints, { [list]: [{ base: dns(base), minimum: 0 }] })];
  return make({ subject: 'CN=CA', issuer: root, key: keyNamed('CA'), ca: true, extensions });
}

/** A wildcard, a base, and whether it may stand where the base is permitted and where it is excluded. */
const pairs: readonly (readonly [wildcard: string, base: string, whenPermitted: boolean, whenExcluded: boolean])[] = [
  ['*.example.com', 'example.com', true, false],
  ['*.example.com', 'www.example.com', false, false],
  ['*.example.com', 'WWW.EXAMPLE.COM', false, false],
  ['*.EXAMPLE.com', 'www.example.com', false, false],
  ['*.example.com', 'a.www.example.com', false, true],
  ['*.example.com', 'example.org', false, true],
  ['*.example.com', 'badexample.com', false, true],
  ['*.example.com', 'com', true, false],
  ['*.example.com', '.example.com', true, false],
  ['*.example.com', '.www.example.com', false, true],
  ['*.example.com', '.com', true, false],
  ['*.www.example.com', 'www.example.com', true, false],
  ['*.a.www.example.com', 'www.example.com', true, false],
  ['*.mail.example.com', 'www.example.com', false, true],
  ['*.com', 'example.com', false, false],
  ['*.com', 'www.example.com', false, true],
  ['*.badexample.com', 'example.com', false, true],
  ['*.xn--bcher-kva.example', 'www.xn--bcher-kva.example', false, false],
  ['*.example.com', '', true, false],
];

describe('security history: wildcards under constraints', () => {
  for (const [wildcard, base, whenPermitted, whenExcluded] of pairs)
    it(`CVE-2025-61727: ${wildcard} where ${base || 'everything'} is permitted, and where it is excluded`, () => {
      for (const [list, fits] of [
        ['permitted', whenPermitted],
        ['excluded', whenExcluded],
      ] as const) {
        const ca = constrained(list, base);
        const leaf = make({ subject: 'CN=leaf', issuer: ca, names: [dns(wildcard)] });
        assert.equal(judge(leaf, ca), fits ? 'ok' : 'name-constraint-violated@0', list);
      }
    });

  it('a wildcard that is no whole left-most label is refused under any constraint', () => {
    for (const name of [
      'w*.example.com',
      '*w.example.com',
      'www.*.com',
      '*.*.example.com',
      '*',
      '*.',
      '**.example.com',
      '*example.com',
      'xn--*.example.com',
    ])
      for (const list of ['permitted', 'excluded'] as const) {
        const ca = constrained(list, 'example.net');
        assert.equal(judge(make({ subject: 'CN=leaf', issuer: ca, names: [dns(name)] }), ca), 'name-malformed@0', name);
      }
  });
});

describe('security history: names of peers', () => {
  const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
  const presents = (names: readonly GeneralName[], peer: PeerName | readonly PeerName[], subject = 'CN=leaf'): string =>
    judge(make({ subject, issuer: ca, names: names.length === 0 ? null : names }), ca, { peer });
  const www: PeerName = { kind: 'dns', value: 'www.example.com' };

  it('CVE-2009-2408: NUL ends no name', () => {
    for (const name of ['www.example.com\0.evil.example', 'www.example.com\0', '\0www.example.com', '*.example.com\0.evil.example'])
      assert.equal(presents([dns(name)], www), 'peer-name-mismatch@0', JSON.stringify(name));
    assert.equal(presents([dns('www.example.com')], { kind: 'dns', value: 'www.example.com\0.evil.example' }), 'peer-name-malformed@0');
  });

  it('CVE-2014-1492: a wildcard in an A-label, or beside letters, stands for nothing', () => {
    for (const name of ['xn--*.example.com', 'w*.example.com', '*w.example.com', 'www.*.com', '*', '*.*.com', '*.*'])
      assert.equal(presents([dns(name)], www), 'peer-name-mismatch@0', name);
  });

  it('CVE-2021-44532: the form of a name cannot be imitated by text in another', () => {
    for (const name of [
      uri('http://a, DNS:www.example.com'),
      uri('https://www.example.com/'),
      dns('a, DNS:www.example.com'),
      dns('a\nDNS:www.example.com'),
    ])
      assert.equal(presents([name], www), 'peer-name-mismatch@0');
    const text = explainVerdict(
      verifyChain({
        leaf: make({ subject: 'CN=leaf', issuer: ca, names: [dns('a\nDNS:www.example.com\u001b[2J')] }).certificate,
        intermediates: [ca.certificate],
        anchors: [root.certificate],
        at: AT,
        peer: www,
      }),
    );
    assert.ok(!text.includes('\nDNS:') && !text.includes('\u001b'));
  });

  it('the common name is never asked', () => {
    assert.equal(presents([], www, 'CN=www.example.com'), 'peer-name-mismatch@0');
    assert.equal(presents([dns('other.example')], www, 'CN=www.example.com'), 'peer-name-mismatch@0');
    assert.equal(presents([], { kind: 'ip', value: '192.0.2.1' }, 'CN=192.0.2.1'), 'peer-name-mismatch@0');
    assert.equal(presents([], { kind: 'email', value: 'a@example.com' }, '1.2.840.113549.1.9.1=a@example.com'), 'peer-name-mismatch@0');
  });

  it('an address is no DNS name, nor the other way round', () => {
    const address: PeerName = { kind: 'ip', value: '192.0.2.1' };
    assert.equal(presents([dns('192.0.2.1')], address), 'peer-name-mismatch@0');
    assert.equal(presents([dns('*.0.2.1')], address), 'peer-name-mismatch@0');
    assert.equal(presents([dns('192.0.2.1')], { kind: 'dns', value: '192.0.2.1' }), 'peer-name-malformed@0');
    assert.equal(presents([{ kind: 'iPAddress', value: utf8('192.') }], address), 'peer-name-mismatch@0');
  });

  it('wildcards stand for no public suffix, and for one label only', () => {
    const suffixes = (domain: string): boolean => ['com', 'co.uk', 'github.io'].includes(domain);
    const leaf = (name: string): Made => make({ subject: 'CN=leaf', issuer: ca, names: [dns(name)] });
    for (const [name, host] of [
      ['*.co.uk', 'example.co.uk'],
      ['*.github.io', 'user.github.io'],
      ['*.com', 'example.com'],
      ['*.example.com', 'a.b.example.com'],
      ['*.example.com', 'example.com'],
    ] as const)
      assert.equal(judge(leaf(name), ca, { peer: { kind: 'dns', value: host }, isPublicSuffix: suffixes }), 'peer-name-mismatch@0', name);
    assert.equal(judge(leaf('*.user.github.io'), ca, { peer: { kind: 'dns', value: 'a.user.github.io' }, isPublicSuffix: suffixes }), 'ok');
  });

  it('every demanded name must be there', () => {
    const names = [dns('www.example.com'), uri('sip:example.com')];
    assert.equal(presents(names, [www, { kind: 'uri', value: 'sip:example.com' }]), 'ok');
    assert.equal(presents(names, [www, { kind: 'uri', value: 'sip:example.org' }]), 'peer-name-mismatch@0');
    assert.equal(presents(names, [www, { kind: 'srv', value: '_sip.example.com' }]), 'peer-name-mismatch@0');
  });

  it('an international name that was not converted is refused with a hint', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: ca, names: [dns('xn--bcher-kva.example')] });
    const input = { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT };
    const verdict = verifyChain({ ...input, peer: { kind: 'dns', value: 'bücher.example' } });
    assert.ok(!verdict.ok);
    assert.deepEqual([verdict.reason.code, verdict.reason['problem']], ['peer-name-malformed', 'not-ascii']);
    assert.match(explainVerdict(verdict), /certwright\/idna/);
    assert.ok(verifyChain({ ...input, peer: { kind: 'dns', value: 'xn--bcher-kva.example' } }).ok);
  });

  it('names that are no text of their type match nothing', () => {
    const other = (type: string, ...value: number[]): GeneralName => ({
      kind: 'otherName',
      type: oid(type),
      value: Uint8Array.from(value),
    });
    const mailbox: PeerName = { kind: 'email', value: 'ä@b' };
    assert.equal(presents([other('1.3.6.1.5.5.7.8.9', 0x0c, 4, 0xc3, 0xa4, 0x40, 0x62)], mailbox), 'ok');
    for (const value of [
      [0x0c, 3, 0xe4, 0x40, 0x62],
      [0x16, 4, 0xc3, 0xa4, 0x40, 0x62],
      [0x0c, 5, 0xc3, 0xa4, 0x40, 0x62, 0],
      [0x0c, 0],
      [0x04, 4, 0xc3, 0xa4, 0x40, 0x62],
      [0x30, 6, 0x0c, 4, 0xc3, 0xa4, 0x40, 0x62],
    ])
      assert.equal(presents([other('1.3.6.1.5.5.7.8.9', ...value)], mailbox), 'peer-name-mismatch@0', value.join(' '));
  });

  it('one malformed name spoils all: subjectAltName is read as a whole', () => {
    const value = makeExtension(subjectAltName, [dns('www.example.com')]).value;
    const spoilt = Uint8Array.of(0x30, value.length - 2 + 3, ...value.subarray(2), 0x82, 1, 0xff);
    const leaf = make({ subject: 'CN=leaf', issuer: ca, extensions: [{ ...makeExtension(subjectAltName, [dns('a')]), value: spoilt }] });
    assert.equal(judge(leaf, ca, { peer: www }), 'extension-malformed@0');
  });
});
