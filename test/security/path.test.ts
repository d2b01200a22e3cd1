/**
 * Attacks on verifiers of chains, by the name they are known under; each one broke an implementation once. Work is asserted in the units of the budget, which
 * are the same on every machine.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { ecdsaSha256, ecdsaSha384 } from '../../lib/crypto/ec/ecdsa.ts';
import { createSigner } from '../../lib/crypto/signer.ts';
import type { Finding, Verdict } from '../../lib/path/types.ts';
import { explainVerdict } from '../../lib/text/verdict.ts';
import type { CertificateList } from '../../lib/x509/crl.ts';
import { type Extension, makeExtension } from '../../lib/x509/extension.ts';
import { type GeneralSubtree, nameConstraints, type NameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies, policyMappings } from '../../lib/x509/extensions/policies.ts';
import type { GeneralName } from '../../lib/x509/general-name.ts';
import { AT, keyNamed, type Made, make, makeCrl, rawExtension, type Recipe } from '../support/chain-kit.ts';

const root = make({ subject: 'CN=Root', ca: true });

function judge(leaf: Made, intermediates: readonly Made[], more: Partial<ChainInput> = {}): Verdict {
  return verifyChain({
    leaf: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    ...more,
  });
}

function reasonOf(verdict: Verdict): Finding {
  assert.ok(!verdict.ok, 'expected a refusal');
  return verdict.reason;
}

/** A leaf with these names under a CA with these constraints. */
function constrained(constraints: NameConstraints, names: readonly GeneralName[], subject = 'CN=leaf'): Verdict {
  const ca = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [makeExtension(nameConstraints, constraints)] });
  return judge(make({ subject, issuer: ca, names }), [ca]);
}

const dns = (value: string): GeneralName => ({ kind: 'dNSName', value });
const tree = (base: GeneralName): GeneralSubtree => ({ base, minimum: 0 });

describe('security history: certificates and keys', () => {
  it('CVE-2002-0862, CVE-2026-33896: a leaf, or a certificate without basicConstraints and keyUsage, is no CA', () => {
    const changes: Partial<Recipe>[] = [
      {},
      { usages: null },
      { bare: true },
      { bare: true, version: 3 },
      { without: [oid('2.5.29.19')], usages: null },
    ];
    for (const change of changes) {
      const middle = make({ subject: 'CN=middle', issuer: root, ...change });
      const reason = reasonOf(judge(make({ subject: 'CN=forged', issuer: middle }), [middle]));
      assert.ok(['not-a-ca', 'basic-constraints-missing'].includes(reason.code), reason.code);
      assert.equal(reason.index, 1);
    }
  });

  it('CVE-2020-0601: a root is known by its whole key, curve included', () => {
    const forged = make({ subject: 'CN=Root', ca: true, key: keyNamed('forger') });
    const leaf = make({ subject: 'CN=leaf', issuer: forged });
    assert.equal(reasonOf(judge(leaf, [])).code, 'signature-invalid');
    assert.equal(judge(leaf, [forged]).ok, false);
  });

  it('a leaf of the name and key of an anchor is nothing that the anchor has not signed', () => {
    const { subject, publicKey } = root.certificate;
    const [bare, renewed] = [{ subject, publicKey: publicKey.der }, make({ subject: 'CN=Root', ca: true, pathLength: 3 }).certificate];
    const claims = { subject: 'CN=Root', key: root.key, names: [dns('www.bank.example')] };
    const peer = { kind: 'dns', value: 'www.bank.example' } as const;
    for (const anchor of [bare, renewed]) {
      assert.ok(judge(make(claims), [], { anchors: [anchor], peer }).ok);
      const forged = make({ ...claims, signedBy: keyNamed('forger') });
      assert.equal(reasonOf(judge(forged, [], { anchors: [anchor], peer })).code, 'signature-invalid');
      const foreign = make({ ...claims, signedBy: keyNamed('forger'), issuerName: 'CN=Forger' });
      assert.equal(reasonOf(judge(foreign, [], { anchors: [anchor], peer })).code, 'issuer-not-found');
    }
    const nameConstraints = { permitted: [tree(dns('example.com'))] };
    assert.equal(reasonOf(judge(make(claims), [], { anchors: [{ ...bare, nameConstraints }] })).code, 'name-constraint-violated');
  });

  it('CVE-2009-2408: a name with a zero octet in it is not the name before it', () => {
    const peer = { kind: 'dns', value: 'www.bank.example' } as const;
    const leaf = make({ subject: 'CN=leaf', issuer: root, names: [dns('www.bank.example\0.evil.example')] });
    assert.equal(reasonOf(judge(leaf, [], { peer })).code, 'peer-name-mismatch');
  });

  it('CVE-2024-6119: an otherName that comes first hides nothing and is no text', () => {
    const other: GeneralName = { kind: 'otherName', type: oid('1.3.6.1.5.5.7.8.9'), value: Uint8Array.of(0x0c, 1, 0x61) };
    const leaf = make({ subject: 'CN=leaf', issuer: root, names: [other, dns('www.example.com')] });
    assert.ok(judge(leaf, [], { peer: { kind: 'dns', value: 'www.example.com' } }).ok);
    assert.equal(reasonOf(judge(leaf, [], { peer: { kind: 'email', value: 'a@example.com' } })).code, 'peer-name-mismatch');
  });

  it('CVE-2020-7720: names such as __proto__ are names', () => {
    const ca = make({ subject: 'CN=__proto__', issuer: root, ca: true });
    const leaf = make({ subject: 'CN=constructor', issuer: ca });
    assert.ok(judge(leaf, [ca]).ok);
    assert.equal(reasonOf(judge(leaf, [])).code, 'issuer-not-found');
    assert.equal(Object.hasOwn(Object.prototype, 'CN'), false);
  });

  it('CVE-2025-58189: what an attacker writes does not reach the terminal', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root, names: [dns('\u001b[2J\u001b[Hall good')] });
    const text = explainVerdict(judge(leaf, [], { peer: { kind: 'dns', value: 'x.example' } }));
    assert.ok(!text.includes('\u001b'));
    assert.ok(text.includes('\\u{1b}[2J'));
  });

  it('CVE-2025-61729, CVE-2026-27145: 100,000 names cost one look each and do not fill the answer', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => dns(`h${i}.example.com`));
    const leaf = make({ subject: 'CN=leaf', issuer: root, names });
    const verdict = judge(leaf, [], { peer: { kind: 'dns', value: 'other.example.com' } });
    assert.equal(reasonOf(verdict).code, 'peer-name-mismatch');
    assert.equal(reasonOf(verdict)['count'], 100_000);
    assert.ok(JSON.stringify(verdict).length < 5000);
    assert.ok(judge(leaf, [], { peer: { kind: 'dns', value: 'h99999.example.com' } }).ok);
  });
});

describe('security history: name constraints', () => {
  it('CVE-2025-61727, RUSTSEC-2026-0099: wildcards and constraints, both ways', () => {
    const pairs: readonly (readonly [string, string, boolean, boolean])[] = [
      // name, base, accepted when permitted, accepted when excluded
      ['*.example.com', 'example.com', true, false],
      ['*.example.com', 'www.example.com', false, false],
      ['*.example.com', 'a.www.example.com', false, true],
      ['*.example.com', 'example.org', false, true],
      ['*.www.example.com', 'example.com', true, false],
      ['*.www.example.com', 'www.example.com', true, false],
      ['*.example.com', 'com', true, false],
      ['*.example.com', '', true, false],
      ['*.EXAMPLE.com', 'WWW.example.COM', false, false],
      ['*.notexample.com', 'example.com', false, true],
      ['*.com', 'example.com', false, false],
      ['*.com', 'www.example.com', false, true],
    ];
    for (const [name, base, permitted, excluded] of pairs) {
      assert.equal(constrained({ permitted: [tree(dns(base))] }, [dns(name)]).ok, permitted, `${name} permitted ${base}`);
      assert.equal(constrained({ excluded: [tree(dns(base))] }, [dns(name)]).ok, excluded, `${name} excluded ${base}`);
    }
  });

  it('RUSTSEC-2026-0098: constraints on URIs hold, and hosts that are addresses are refused', () => {
    const uri = (value: string): GeneralName => ({ kind: 'uniformResourceIdentifier', value });
    const excluded = { excluded: [tree(uri('evil.example'))] };
    assert.equal(reasonOf(constrained(excluded, [uri('https://evil.example/')])).code, 'name-constraint-violated');
    assert.ok(constrained(excluded, [uri('https://good.example/')]).ok);
    for (const value of ['https://192.0.2.1/', 'https://[2001:db8::1]/', 'urn:evil'])
      assert.equal(reasonOf(constrained(excluded, [uri(value)])).code, 'name-malformed');
  });

  it('CVE-2026-27137: several mailboxes with the same local part all count', () => {
    const box = (value: string): GeneralName => ({ kind: 'rfc822Name', value });
    const bases = ['me@a.example', 'me@b.example', 'me@c.example'];
    for (const value of bases) {
      assert.ok(constrained({ permitted: bases.map((base) => tree(box(base))) }, [box(value)]).ok, value);
      assert.equal(constrained({ excluded: bases.map((base) => tree(box(base))) }, [box(value)]).ok, false, value);
    }
  });

  it('CVE-2026-27138: an empty name against an excluded subtree is refused, without a crash', () => {
    for (const value of ['', '.', '*', '*.', ' ', '\0'])
      assert.equal(reasonOf(constrained({ excluded: [tree(dns('example.com'))] }, [dns(value)])).code, 'name-malformed');
  });

  it('CVE-2022-3602: the odd mailboxes of SmtpUTF8Mailbox are refused where mailboxes are constrained', () => {
    const other: GeneralName = { kind: 'otherName', type: oid('1.3.6.1.5.5.7.8.9'), value: Uint8Array.of(0x0c, 3, 0x61, 0x40, 0x62) };
    const permitted = { permitted: [tree({ kind: 'rfc822Name', value: 'example.com' })] };
    assert.equal(reasonOf(constrained(permitted, [other])).code, 'name-malformed');
    assert.ok(constrained({ permitted: [tree(dns('example.com'))] }, [other, dns('example.com')]).ok);
  });

  it('golang/go 81499: minimum and maximum refuse', () => {
    for (const limits of [{ minimum: 1 }, { minimum: 0, maximum: 0 }, { minimum: 0, maximum: 5 }])
      for (const list of ['permitted', 'excluded'] as const)
        assert.equal(
          reasonOf(constrained({ [list]: [{ base: dns('example.com'), ...limits }] }, [dns('www.example.com')])).code,
          'name-constraint-unsupported',
        );
  });

  it('an emailAddress of any type in the subject is looked at, or refused', () => {
    const permitted = { permitted: [tree({ kind: 'rfc822Name', value: 'example.com' })] };
    assert.ok(constrained(permitted, [dns('a.example')], 'emailAddress=me@example.com').ok);
    assert.equal(reasonOf(constrained(permitted, [dns('a.example')], 'emailAddress=me@example.org')).code, 'name-constraint-violated');
    assert.equal(reasonOf(constrained(permitted, [dns('a.example')], '1.2.840.113549.1.9.1=#020101')).code, 'name-malformed');
  });

  it('x509-limbo nc-dos, CVE-2025-58187: constraints times names end in the budget for comparisons', () => {
    const bases = Array.from({ length: 2000 }, (_, i) => tree(dns(`b${i}.example`)));
    const names = Array.from({ length: 2000 }, (_, i) => dns(`n${i}.example`));
    const verdict = constrained({ excluded: bases }, names);
    assert.equal(reasonOf(verdict)['budget'], 'comparisons');
    assert.ok(verdict.work.comparisons <= 250_000);
  });
});

describe('security history: policies', () => {
  const policies = (...ids: readonly string[]): Extension =>
    makeExtension(
      certificatePolicies,
      ids.map((id) => ({ policy: oid(id), qualifiers: [] })),
    );

  it('CVE-2023-0464: mappings that double a tree with every CA do not double the work', () => {
    const [a, b] = ['1.2.3.1', '1.2.3.2'] as const;
    const all = [a, b].flatMap((from) => [a, b].map((to) => ({ issuerDomainPolicy: oid(from), subjectDomainPolicy: oid(to) })));
    let issuer = root;
    const chain: Made[] = [];
    for (let i = 0; i < 40; i++) {
      issuer = make({ subject: `CN=Policy CA ${i}`, issuer, ca: true, extensions: [policies(a, b), makeExtension(policyMappings, all)] });
      chain.push(issuer);
    }
    const verdict = judge(make({ subject: 'CN=leaf', issuer, extensions: [policies(a)] }), chain, { policies: { requireExplicit: true } });
    assert.ok(verdict.ok);
    assert.deepEqual([...verdict.policies.userConstrained].sort(), [a, b]);
    assert.ok(verdict.work.comparisons < 2000);
  });

  it('CVE-2023-0465, CVE-2023-0466: a malformed policy extension refuses, whether policies are demanded or not', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root, extensions: [rawExtension('2.5.29.32', Uint8Array.of(0x30, 2, 5, 0))] });
    for (const requireExplicit of [true, false])
      assert.equal(reasonOf(judge(leaf, [], { policies: { requireExplicit } })).code, 'extension-malformed');
  });
});

describe('security history: path building', () => {
  it('CVE-2024-0567: CAs that certify each other in a circle', () => {
    const keys = ['A', 'B', 'C'].map((name) => make({ subject: `CN=Circle ${name}`, ca: true }));
    const circle = keys.map(({ key }, i) =>
      make({ subject: `CN=Circle ${'ABC'.charAt(i)}`, key, issuer: keys[(i + 1) % 3] as Made, ca: true }),
    );
    const verdict = judge(make({ subject: 'CN=leaf', issuer: keys[0] as Made }), circle);
    assert.equal(reasonOf(verdict).code, 'issuer-not-found');
    assert.ok(verdict.work.steps < 10);
  });

  it('CVE-2018-16875, RUSTSEC-2023-0052, RUSTSEC-2023-0053: a dense net of cross-certificates ends in the budget', () => {
    const count = 9;
    const ends = Array.from({ length: count }, (_, i) => make({ subject: `CN=Net ${i}`, ca: true }));
    const net = ends.flatMap(({ key }, i) =>
      ends.flatMap((issuer, j) => (i === j ? [] : [make({ subject: `CN=Net ${i}`, key, issuer, ca: true })])),
    );
    const verdict = judge(make({ subject: 'CN=leaf', issuer: ends[0] as Made }), net);
    assert.equal(reasonOf(verdict).code, 'budget-exhausted');
    assert.ok(verdict.work.steps <= 5_000 && verdict.work.signatures <= 100);
    assert.ok(!verdict.ok && verdict.attempts.length <= 64);
  });

  it('many CAs of one name with wrong keys end in the budget for signatures', () => {
    const right = make({ subject: 'CN=Many', issuer: root, ca: true });
    const wrong = Array.from({ length: 150 }, (_, i) =>
      make({ subject: 'CN=Many', issuer: root, ca: true, key: keyNamed(`many ${i}`), without: [oid('2.5.29.14')] }),
    );
    const leaf = make({ subject: 'CN=leaf', issuer: right, without: [oid('2.5.29.35')] });
    const verdict = judge(leaf, wrong);
    assert.equal(reasonOf(verdict)['budget'], 'signatures');
    assert.equal(verdict.work.signatures, 100);
  });

  it('1,000 CAs of one name: the key identifier finds the right one at once', () => {
    const right = make({ subject: 'CN=Many', issuer: root, ca: true });
    const wrong = Array.from({ length: 150 }, (_, i) => make({ subject: 'CN=Many', issuer: root, ca: true, key: keyNamed(`many ${i}`) }));
    const pool = [...Array.from({ length: 999 }, (_, i) => wrong[i % 150] as Made), right];
    const verdict = judge(make({ subject: 'CN=leaf', issuer: right }), pool);
    assert.ok(verdict.ok);
    assert.equal(verdict.work.signatures, 2);
  });

  it('a long chain of CAs is followed as far as the budget for signatures goes', () => {
    let issuer = root;
    const chain = Array.from({ length: 120 }, (_, i) => (issuer = make({ subject: `CN=Long ${i}`, issuer, ca: true })));
    assert.equal(reasonOf(judge(make({ subject: 'CN=leaf', issuer }), chain))['budget'], 'signatures');
    const short = chain.slice(0, 60);
    assert.ok(judge(make({ subject: 'CN=leaf', issuer: short[59] as Made }), short).ok);
  });
});

describe('security history: CRLs', () => {
  const leaf = make({ subject: 'CN=leaf', issuer: root });
  const withCrl = (crl: CertificateList): Verdict => judge(leaf, [], { crls: [crl] });

  it('CVE-2026-28388: every combination of delta indicator, number and empty scope is of no use, and never a crash', () => {
    const delta = rawExtension('2.5.29.27', Uint8Array.of(2, 1, 1), true);
    const odd = [
      delta,
      rawExtension('2.5.29.27', Uint8Array.of(5, 0), true),
      rawExtension('2.5.29.28', Uint8Array.of(0x30, 0), true),
      rawExtension('2.5.29.28', Uint8Array.of(5, 0), true),
    ];
    for (let choice = 1; choice < 16; choice++) {
      const extensions = odd.filter(
        (extension, i) =>
          ((choice >> i) & 1) === 1 && !odd.slice(0, i).some((other, j) => ((choice >> j) & 1) === 1 && other.oid === extension.oid),
      );
      for (const number of [null, 7n]) {
        const verdict = withCrl(makeCrl({ issuer: root, number, extensions }));
        assert.equal(reasonOf(verdict).code, 'crl-unusable', `choice ${choice}`);
      }
    }
  });

  it('a CRL with a hash that is refused in certificates is of no use', () => {
    const key = { kind: 'ec', curve: 'P-256', d: new Uint8Array(32).fill(7) } as const;
    const random = (length: number): Uint8Array => new Uint8Array(length);
    const [strong, weak] = [ecdsaSha384, ecdsaSha256].map((algorithm) => createSigner(key, { algorithm, random }));
    assert.ok(strong !== undefined && weak !== undefined);
    const anchor = make({ subject: 'CN=Root', ca: true, key: strong });
    const child = make({ subject: 'CN=leaf', issuer: anchor });
    const settings = { anchors: [anchor.certificate], strength: { hashes: ['SHA-384'] } } as const;
    assert.ok(judge(child, [], { ...settings, crls: [makeCrl({ issuer: anchor })] }).ok);
    const { problem } = reasonOf(judge(child, [], { ...settings, crls: [makeCrl({ issuer: anchor, signedBy: weak })] }));
    assert.equal(problem, 'hash-too-weak');
  });

  it('a CRL that a certified leaf signed for its CA counts for nothing', () => {
    const forged = makeCrl({ issuer: root, signedBy: leaf.key });
    assert.equal(reasonOf(withCrl(forged))['problem'], 'signature-invalid');
  });

  it('an entry that speaks of another issuer in a CRL that is not indirect revokes all the same', () => {
    const entry = {
      serialNumber: leaf.certificate.serialNumber,
      extensions: [rawExtension('2.5.29.29', Uint8Array.of(0x30, 4, 0x82, 2, 0x61, 0x62))],
    };
    const verdict = withCrl(makeCrl({ issuer: root, revoked: [entry] }));
    assert.ok(!verdict.ok);
    assert.ok(['certificate-revoked', 'crl-unusable'].includes(verdict.reason.code));
  });
});
