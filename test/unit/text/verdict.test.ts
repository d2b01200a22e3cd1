import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import type { Attempt, Finding, Verdict } from '../../../lib/path/types.ts';
import { escapeText, showObject, showSpan, showTime, showValue } from '../../../lib/text/values.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';
import { CRL_WORDS, DUTY_WORDS, OCSP_WORDS, PEER_NAME_WORDS } from '../../../lib/text/problem-words.ts';
import { FINDING_WORDS } from '../../../lib/text/verdict-words.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { toHex } from '../../../lib/base/bytes.ts';
import { ACCESS_CA_ISSUERS, ACCESS_OCSP } from '../../../lib/oids/extensions.ts';
import type { CertificateList } from '../../../lib/x509/crl.ts';
import { makeExtension, readExtension } from '../../../lib/x509/extension.ts';
import { authorityInfoAccess } from '../../../lib/x509/extensions/information-access.ts';
import { subjectKeyIdentifier } from '../../../lib/x509/extensions/key-identifiers.ts';
import { certificatePolicies } from '../../../lib/x509/extensions/policies.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl } from '../../support/chain-kit.ts';

const root = make({ subject: 'CN=Root,O=Example', ca: true });
const ca = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const good: ChainInput = { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT };

function refusal(reason: Finding, attempts: readonly Attempt[] = []): Verdict {
  return { ok: false, reason, attempts, findings: [reason], work: { signatures: 0, steps: 0, comparisons: 0 } };
}

function identifierOf({ certificate }: Made): string {
  return toHex(readExtension(certificate, subjectKeyIdentifier) ?? new Uint8Array(0));
}

describe('explainVerdict', () => {
  it('says first what is wrong and what to do, then shows the path as a tree, the finding below its certificate', () => {
    const input = { ...good, leaf: make({ subject: 'CN=old', issuer: ca, notAfter: AT - 3 * DAY }).certificate };
    assert.equal(
      explainVerdict(verifyChain(input), input),
      `refused: leaf CN=old: its validity has ended (certificate-expired)
to do: renew it: it ended at 2026-05-29T00:00:00Z; if 2026-06-01T00:00:00Z is not the right time,
  set the clock or the moment of the judgement
judged: for 2026-06-01T00:00:00Z, by the profile rfc5280

the path that was tried; below each certificate its issuers:

leaf: CN=old
|   stopped: its validity has ended (certificate-expired)
|     expected: a moment from 2026-02-21T00:00:00Z to 2026-05-29T00:00:00Z
|     found: 2026-06-01T00:00:00Z, 3 days after its end
|     rule: validity, RFC 5280 6.1.3 (a)(2)
|     to do: as above
\`-- intermediates[0]: CN=CA,O=Example
    \`-- anchors[0]: CN=Root,O=Example [trusted]

not checked: revocation (no CRL and no OCSP response was given)`,
    );
  });

  it('says what was checked of an accepted chain, what was not, and how long it holds', () => {
    assert.equal(
      explainVerdict(verifyChain(good), good),
      `accepted: a valid path to anchors[0] CN=Root,O=Example
judged: for 2026-06-01T00:00:00Z, by the profile rfc5280

leaf: CN=leaf
\`-- intermediates[0]: CN=CA,O=Example
    \`-- anchors[0]: CN=Root,O=Example [trusted]

valid: from 2026-02-21T00:00:00Z to 2029-02-25T00:00:00Z, 2 years ahead; leaf CN=leaf ends first
checked: for every certificate: signature (but not that of an anchor), validity, CA rights and path
  length, key usage, critical extensions, name constraints, strength of key and hash
not checked: revocation (no CRL and no OCSP response was given); to do: give the current CRL of
  every issuer, or OCSP responses (crls, ocspResponses; --crls, --ocsp)
not checked: the name; to do: demand the name that was dialled, if the peer is a server (peer;
  --host)
not checked: the purpose; to do: demand serverAuth or clientAuth (purpose; --purpose)
work: 2 units of signatures, 3 steps, 0 comparisons of names`,
    );
    const peer = { kind: 'dns', value: 'www.example.com' } as const;
    const full = { ...good, crls: [makeCrl({ issuer: ca }), makeCrl({ issuer: root })], purpose: 'serverAuth' as const, peer };
    const text = explainVerdict(verifyChain(full), full);
    assert.match(
      text,
      /^checked: the name dns www\.example\.com\nchecked: the purpose serverAuth\nchecked: revocation of every certificate but the anchor$/m,
    );
    assert.doesNotMatch(text, /not checked/);
  });

  it('tells which certificate of the path ends first', () => {
    const short = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, notBefore: AT - 2 * DAY, notAfter: AT + 45 * DAY });
    const input = { ...good, intermediates: [short.certificate] };
    const line =
      /^valid: from 2026-05-30T00:00:00Z to 2026-07-16T00:00:00Z, 45 days ahead; intermediates\[0\]\n {2}CN=CA,O=Example ends first$/m;
    assert.match(explainVerdict(verifyChain(input), input), line);
    const old = {
      ...good,
      anchors: [make({ subject: 'CN=Root,O=Example', ca: true, notAfter: AT - DAY }).certificate],
      anchorConstraints: false,
    };
    assert.match(explainVerdict(verifyChain(old), old), /^valid: .* leaf CN=leaf ends first$/m);
  });

  it('tells the valid policies, and all valid paths', () => {
    const policies = [makeExtension(certificatePolicies, [{ policy: oid('1.2.3.4'), qualifiers: [] }])];
    const middle = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, extensions: policies });
    const other = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, extensions: policies, notAfter: AT + DAY });
    const input = {
      ...good,
      leaf: make({ subject: 'CN=leaf', issuer: middle, extensions: policies }).certificate,
      intermediates: [middle.certificate, other.certificate],
      maxPaths: 5,
    };
    const text = explainVerdict(verifyChain(input), input);
    assert.match(text, /^policies: valid for the whole path: 1\.2\.3\.4; none was demanded$/m);
    assert.match(text, /^1 more valid path:\n\nleaf: CN=leaf\n`-- intermediates\[1\]: CN=CA,O=Example\n/m);
    const demanding = { ...input, policies: { requireExplicit: true } };
    assert.match(explainVerdict(verifyChain(demanding), demanding), /^checked: policies, valid for the whole path: 1\.2\.3\.4$/m);
  });

  it('claims no more about revocation than was looked at', () => {
    const revocation = 'if-available' as const;
    const part = explainVerdict(verifyChain({ ...good, revocation, crls: [makeCrl({ issuer: root })] }));
    assert.match(part, /^checked: revocation of every certificate but the anchor, but nothing is known about leaf$/m);
    const input = { ...good, revocation: { mode: 'require', scope: 'leaf' } as const, crls: [makeCrl({ issuer: ca })] };
    assert.match(explainVerdict(verifyChain(input), input), /^checked: revocation of the leaf$/m);
    const trusted = explainVerdict(verifyChain({ ...good, revocation, anchors: [leaf.certificate] }));
    assert.match(trusted, /^accepted: the certificate is itself an anchor$/m);
    assert.doesNotMatch(trusted, /^checked: revocation/m);
  });

  it('tells once what two rules find', () => {
    const unknown = make({ subject: 'CN=leaf', issuer: ca, algorithm: Uint8Array.of(0x30, 3, 6, 1, 0x2a) });
    const text = explainVerdict(verifyChain({ ...good, leaf: unknown.certificate }));
    assert.equal(text.split('stopped: ').length - 1, 1);
  });

  it('shows warnings of an accepted chain at their certificate', () => {
    const text = explainVerdict(verifyChain({ ...good, revocation: 'if-available' }));
    assert.match(text, /^leaf\n\| {3}warning: nothing says whether it is revoked \(revocation-unknown\)\n/m);
  });

  it('tells the several paths that were tried', () => {
    const impostor = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, key: keyNamed('impostor') });
    const old = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, notAfter: AT - DAY });
    const input = { ...good, intermediates: [impostor.certificate, old.certificate] };
    const text = explainVerdict(verifyChain(input), input);
    assert.equal(
      text.slice(0, text.indexOf('\n\nnot checked')),
      `refused: intermediates[1] CN=CA,O=Example: its validity has ended (certificate-expired)
to do: get the CA's renewed certificate and send it in place of this one: it ended at
  2026-05-31T00:00:00Z; if 2026-06-01T00:00:00Z is not the right time, set the clock or the moment
  of the judgement
judged: for 2026-06-01T00:00:00Z, by the profile rfc5280

the 2 paths that were tried, the most promising first; below each certificate its issuers:

leaf: CN=leaf
+-- intermediates[1]: CN=CA,O=Example
|   |   stopped: its validity has ended (certificate-expired)
|   |     expected: a moment from 2026-02-21T00:00:00Z to 2026-05-31T00:00:00Z
|   |     found: 2026-06-01T00:00:00Z, 24 hours after its end
|   |     rule: validity, RFC 5280 6.1.3 (a)(2)
|   |     to do: as above
|   \`-- anchors[0]: CN=Root,O=Example [trusted]
\`-- intermediates[0]: CN=CA,O=Example
    |   stopped: leaf CN=leaf: its signature does not verify with the key of its issuer
    |     (signature-invalid)
    |     expected: a signature by intermediates[0] CN=CA,O=Example
    |     found: ed25519 that does not verify
    |     rule: signature, RFC 5280 6.1.3 (a)(1)
    |     to do: another CA of this name signed it: get the one whose key identifier is
    |       ${identifierOf(ca)}; that of intermediates[0] CN=CA,O=Example is
    |       ${identifierOf(impostor)}
    \`-- anchors[0]: CN=Root,O=Example [trusted]`,
    );
  });

  it('names the issuer that is missing, attributes by their usual names, and where the certificate says it is', () => {
    const access = [
      { method: ACCESS_OCSP, location: { kind: 'uniformResourceIdentifier', value: 'http://ocsp.example/' } },
      { method: ACCESS_CA_ISSUERS, location: { kind: 'uniformResourceIdentifier', value: 'http://ca.example/ca.crt' } },
    ] as const;
    const alone = make({ subject: 'CN=leaf', issuer: ca, extensions: [makeExtension(authorityInfoAccess, access)] });
    const input = { ...good, leaf: alone.certificate, intermediates: [] };
    const text = explainVerdict(verifyChain(input), input);
    assert.match(text, /expected: a CA certificate or anchor with the subject CN=CA,O=Example$/m);
    assert.match(text, /^to do: get the certificate of CN=CA,O=Example from http:\/\/ca\.example\/ca\.crt and give it/m);
    const known = { ...good, leaf: alone.certificate, revocation: 'require' as const };
    assert.match(explainVerdict(verifyChain(known), known).replaceAll(/\n +/g, ' '), /or an OCSP response from http:\/\/ocsp\.example\//);
  });

  it('tells an altered certificate from one that another CA of the same name issued', () => {
    const altered = { ...good, leaf: make({ subject: 'CN=leaf', issuer: ca, breakSignature: true }).certificate };
    assert.match(explainVerdict(verifyChain(altered), altered), /^to do: the key identifiers fit, so leaf CN=leaf was probably altered/m);
  });

  it('sees that a chain was put together in the wrong order', () => {
    const input = { ...good, leaf: ca.certificate, intermediates: [leaf.certificate] };
    assert.match(explainVerdict(verifyChain(input), input), /^note: the certificate judged is a CA's; if another was meant/m);
    assert.doesNotMatch(explainVerdict(verifyChain(good), good), /^note: /m);
    const demanding = { ...input, peer: { kind: 'dns', value: 'WWW.example.com' } as const };
    assert.match(
      explainVerdict(verifyChain(demanding), demanding),
      /^to do: put intermediates\[0\] CN=leaf first, which carries this name/m,
    );
  });

  it('says what is wrong with a CRL, and what helps', () => {
    const told = (crl: CertificateList, options: Partial<ChainInput> = {}): string => {
      const input = { ...good, ...options, crls: [crl, makeCrl({ issuer: root })] };
      const text = explainVerdict(verifyChain(input), input).replaceAll(/\n[ |]+/g, ' ');
      return `${/ found: (.*?) rule: /.exec(text)?.[1]}; ${/^to do: (.*)$/m.exec(text)?.[1]}`;
    };
    const newer = 'get the current CRL of intermediates[0] CN=CA,O=Example';
    assert.equal(
      told(makeCrl({ issuer: ca, breakSignature: true })),
      `crls[0]: its signature does not verify with the key of its signer; ${newer}`,
    );
    assert.equal(
      told(makeCrl({ issuer: ca, thisUpdate: AT - 9 * DAY, nextUpdate: AT - DAY })),
      `crls[0]: its nextUpdate has passed (it holds from 2026-05-23T00:00:00Z to 2026-05-31T00:00:00Z); ${newer}`,
    );
    assert.equal(
      told(makeCrl({ issuer: ca, thisUpdate: AT + DAY, nextUpdate: null })),
      'crls[0]: its thisUpdate lies in the future (it holds from 2026-06-02T00:00:00Z); check the clock, here and where the CRL was made',
    );
    const mute = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, usages: ['keyCertSign'] });
    assert.equal(
      told(makeCrl({ issuer: ca }), { intermediates: [mute.certificate] }),
      "crls[0]: the keyUsage of its issuer lacks cRLSign; have the certificate of the CRL's issuer issued anew with cRLSign in keyUsage",
    );
  });

  it('names the file that a certificate or a CRL stands in', () => {
    const crl = makeCrl({ issuer: ca, revoked: [{ serialNumber: leaf.certificate.serialNumber, reason: 'keyCompromise' }] });
    const input = {
      ...good,
      crls: [crl, makeCrl({ issuer: root })],
    };
    const origins = {
      leaf: 'server.crt',
      intermediates: ['chain.crt, certificate 2'],
      anchors: ['root.crt'],
      crls: ['ca.crl', 'root.crl'],
    };
    const text = explainVerdict(verifyChain(input), { ...input, origins });
    assert.match(text, /^`-- intermediates\[0\]: CN=CA,O=Example \(chain\.crt, certificate 2\)$/m);
    assert.match(text, /found: revoked at 2026-05-30T00:00:00Z, 2 days ago, reason keyCompromise, in crls\[0\] \(ca\.crl\)$/m);
  });

  it('needs no input and no known code', () => {
    const reason: Finding = { code: 'made-up-\u001b[31m', severity: 'error', index: 0, rfc: 'RFC 0' };
    const text = explainVerdict(refusal(reason, [{ path: [{ from: 'leaf', index: 0 }], findings: [reason] }]));
    assert.match(text, /^refused: leaf: made-up-\\u\{1b\}\[31m/);
    assert.ok(explainVerdict(refusal({ ...reason, code: 'toString' })).startsWith('refused: certificate 0: toString'));
  });

  it('lets no text from a certificate move the cursor or turn the writing', () => {
    const nasty = 'CN=\u001b[2Jaccepted\u0007\u202e\u2028\u200b\u0085';
    const input = {
      ...good,
      leaf: make({ subject: nasty, names: [{ kind: 'dNSName', value: 'a\nb\u001b[1m' }] }).certificate,
      intermediates: [],
    };
    const verdicts = [verifyChain(input), verifyChain({ ...input, anchors: [input.leaf], peer: { kind: 'dns', value: 'x.example' } })];
    for (const verdict of verdicts) {
      const text = explainVerdict(verdict, input);
      assert.doesNotMatch(text, /[^\P{C}\n]|\p{Zl}|\p{Zp}/u);
      assert.ok(text.split('\n').every((line) => line.length < 600));
    }
  });

  it('stays short whatever the input', () => {
    const names = Array.from({ length: 5000 }, (_, i) => ({ kind: 'dNSName' as const, value: `host-${i}.example.com` }));
    const input = { ...good, leaf: make({ subject: `CN=${'x'.repeat(60_000)}`, issuer: ca, names }).certificate };
    const text = explainVerdict(verifyChain({ ...input, peer: { kind: 'dns', value: 'other.example.com' } }), input);
    assert.ok(text.length < 3000, `${text.length} characters`);
    const path = [{ from: 'leaf' as const, index: 0 }];
    const finding: Finding = { code: 'not-a-ca', severity: 'error', index: 0, rfc: 'RFC 5280 6.1.4 (k)' };
    const many = Array.from({ length: 500 }, () => ({ path, findings: Array.from({ length: 500 }, () => finding) }));
    const crowd = explainVerdict(refusal(finding, many));
    assert.match(crowd, /and 436 more paths$/);
    assert.ok(crowd.length < 10_000, `${crowd.length} characters`);
  });
});

describe('words', () => {
  it('stand for every code, in lower case and without a full stop', () => {
    const entries = Object.entries(FINDING_WORDS);
    assert.ok(entries.length > 40);
    for (const [code, { is, todo }] of entries)
      for (const text of [is, todo]) if (typeof text === 'string') assert.match(text, /^\P{Lu}.{4,}[^.]$/u, code);
    for (const [code, text] of Object.entries({ ...DUTY_WORDS, ...CRL_WORDS, ...OCSP_WORDS, ...PEER_NAME_WORDS }))
      assert.match(text, /^.{4,}[^.]$/u, code);
  });

  it('can be put together for any finding, fields missing or odd', () => {
    for (const code of Object.keys(FINDING_WORDS))
      for (const fields of [{}, { expected: ['a'], found: null, problem: 'x', at: 'never', count: 0, given: 0, unusable: 0 }]) {
        const finding: Finding = { code, severity: 'error', index: 0, rfc: 'RFC 5280', ...fields };
        const text = explainVerdict(refusal(finding, [{ path: [{ from: 'leaf', index: 0 }], findings: [finding] }]));
        assert.doesNotMatch(text, /undefined|\[object/, code);
      }
  });
});

describe('values', () => {
  it('show themselves on one line', () => {
    assert.equal(showValue(['1.3.6.1.5.5.7.3.1', '2.5.4.3=a,2.5.4.10=b']), 'serverAuth, CN=a,O=b');
    assert.equal(showValue('DN:2.5.4.3=a'), 'DN:CN=a');
    assert.equal(showValue('1.2.3.4.5.6.7=a'), '1.2.3.4.5.6.7=a');
    assert.equal(showValue(undefined), 'nothing');
    assert.equal(showValue([]), 'nothing');
    assert.equal(showValue(7), '7');
    assert.equal(showSpan(-86_400_000), '24 hours');
    assert.equal(showSpan(3 * 86_400_000), '3 days');
    assert.equal(showSpan(1999), '1 second');
    assert.equal(showSpan(800 * 86_400_000), '2 years');
    assert.equal(showTime('x'), 'an unknown time');
    assert.equal(showObject('1.2.840.113549.1.1.5'), 'sha1WithRSAEncryption (1.2.840.113549.1.1.5)');
    assert.equal(showObject('1.9.9'), '1.9.9');
    assert.equal(showObject(null), 'nothing');
  });

  it('escape what is not printable and cut what is too long', () => {
    assert.equal(escapeText('a\tb\u{1f600}é\u{e0001}\ud800'), 'a\\u{9}b\u{1f600}é\\u{e0001}\\u{d800}');
    assert.equal(escapeText('x'.repeat(1000)).length, 301);
    assert.equal(escapeText(`z${'\u0301'.repeat(5)}`), 'z\u0301\u0301\u0301\\u{301}\\u{301}');
  });
});
