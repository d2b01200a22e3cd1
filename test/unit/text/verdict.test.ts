import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import type { Attempt, Finding, Verdict } from '../../../lib/path/types.ts';
import { escapeText, showObject, showTime, showValue } from '../../../lib/text/values.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';
import { CRL_WORDS, DUTY_WORDS, FINDING_WORDS, PEER_NAME_WORDS } from '../../../lib/text/verdict-words.ts';
import { AT, DAY, keyNamed, make, makeCrl } from '../../support/chain-kit.ts';

const root = make({ subject: 'CN=Root,O=Example', ca: true });
const ca = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const good: ChainInput = { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT };

function refusal(reason: Finding, attempts: readonly Attempt[] = []): Verdict {
  return { ok: false, reason, attempts, findings: [reason], work: { signatures: 0, steps: 0, comparisons: 0 } };
}

describe('explainVerdict', () => {
  it('shows a refused path as a tree, the finding below its certificate', () => {
    const input = { ...good, leaf: make({ subject: 'CN=old', issuer: ca, notAfter: AT - DAY }).certificate };
    assert.equal(
      explainVerdict(verifyChain(input), input),
      `refused: certificate 0: its validity has ended (certificate-expired)
  to do: renew the certificate; if it should still be valid, check the clock
  note: revocation was not checked (revocation-not-checked)

path 1 of 1
  0 leaf: CN=old
      stopped: its validity has ended (certificate-expired)
        expected: a moment from 2026-02-21T00:00:00Z to 2026-05-31T00:00:00Z
        found: 2026-06-01T00:00:00Z
        rule: validity, RFC 5280 6.1.3 (a)(2)
        to do: renew the certificate; if it should still be valid, check the clock
    1 intermediates[0]: CN=CA,O=Example
      2 anchors[0]: CN=Root,O=Example (trusted)`,
    );
  });

  it('says what was checked of an accepted chain, and what was not', () => {
    assert.equal(
      explainVerdict(verifyChain(good), good),
      `accepted: a valid path to anchors[0]
  0 leaf: CN=leaf
    1 intermediates[0]: CN=CA,O=Example
      2 anchors[0]: CN=Root,O=Example (trusted)

checked for every certificate: signature (but not that of an anchor), validity, CA rights and path length, key usage, critical extensions, name constraints, strength
not checked: revocation was not checked (no CRL and no OCSP response was given); give CRLs if revocation matters
not checked: no name was demanded, so none was compared; demand the name that was dialled, if the peer is a server
not checked: no purpose was demanded, so extendedKeyUsage was not looked at; demand serverAuth or clientAuth
work: 2 units of signatures, 3 steps, 0 comparisons of names`,
    );
    const full = { ...good, crls: [makeCrl({ issuer: ca }), makeCrl({ issuer: root })], purpose: 'serverAuth' as const };
    const text = explainVerdict(verifyChain({ ...full, peer: { kind: 'dns', value: 'www.example.com' } }));
    assert.match(text, /^checked: revocation$/m);
    assert.doesNotMatch(text, /not checked/);
  });

  it('claims no more about revocation than was looked at', () => {
    const revocation = 'if-available' as const;
    const part = explainVerdict(verifyChain({ ...good, revocation, crls: [makeCrl({ issuer: root })] }));
    assert.match(part, /^checked: revocation, where CRLs tell of it$/m);
    const trusted = explainVerdict(verifyChain({ ...good, revocation, anchors: [leaf.certificate] }));
    assert.match(trusted, /^accepted: the certificate is itself an anchor$/m);
    assert.doesNotMatch(trusted, /checked: revocation/);
  });

  it('tells once what two rules find', () => {
    const unknown = make({ subject: 'CN=leaf', issuer: ca, algorithm: Uint8Array.of(0x30, 3, 6, 1, 0x2a) });
    const text = explainVerdict(verifyChain({ ...good, leaf: unknown.certificate }));
    assert.equal(text.split('stopped: ').length - 1, 1);
  });

  it('shows warnings of an accepted chain at their certificate', () => {
    const text = explainVerdict(verifyChain({ ...good, revocation: 'if-available' }));
    assert.match(text, /^ {2}0 leaf\n {6}warning: nothing says whether it is revoked \(revocation-unknown\)\n/m);
  });

  it('tells the several paths that were tried', () => {
    const impostor = make({ subject: 'CN=CA,O=Example', ca: true, key: keyNamed('impostor') });
    const old = make({ subject: 'CN=CA,O=Example', issuer: root, ca: true, notAfter: AT - DAY });
    const input = { ...good, intermediates: [impostor.certificate, old.certificate] };
    const text = explainVerdict(verifyChain(input), input);
    assert.match(text, /^refused: certificate 1: its validity has ended/);
    assert.match(text, /^path 1 of 2$/m);
    assert.match(text, /^path 2 of 2$/m);
    assert.match(text, /its signature does not verify with the key of the certificate above it \(signature-invalid\)/);
  });

  it('names the issuer that is missing, attributes by their usual names', () => {
    const text = explainVerdict(verifyChain({ ...good, intermediates: [] }));
    assert.match(text, /expected: a certificate or anchor with the subject CN=CA,O=Example$/m);
  });

  it('needs no input and no known code', () => {
    const reason: Finding = { code: 'made-up-\u001b[31m', severity: 'error', index: 0, rfc: 'RFC 0' };
    const text = explainVerdict(refusal(reason, [{ path: [{ from: 'leaf', index: 0 }], findings: [reason] }]));
    assert.match(text, /^refused: certificate 0: made-up-\\u\{1b\}\[31m/);
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
    assert.match(crowd, /and 490 more paths$/);
    assert.ok(crowd.length < 60_000);
  });
});

describe('words', () => {
  it('stand for every code, in lower case and without a full stop', () => {
    const entries = Object.entries(FINDING_WORDS);
    assert.ok(entries.length > 40);
    for (const [code, { is, todo }] of entries) for (const text of [is, todo]) assert.match(text, /^\P{Lu}.{4,}[^.]$/u, code);
    for (const [code, text] of Object.entries({ ...DUTY_WORDS, ...CRL_WORDS, ...PEER_NAME_WORDS }))
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
    assert.equal(showTime('x'), 'an unknown time');
    assert.equal(showObject('1.2.840.113549.1.1.5'), 'sha1WithRSAEncryption (1.2.840.113549.1.1.5)');
    assert.equal(showObject('1.9.9'), '1.9.9');
    assert.equal(showObject(null), 'nothing');
  });

  it('escape what is not printable and cut what is too long', () => {
    assert.equal(escapeText('a\tb\u{1f600}é\u{e0001}\ud800'), 'a\\u{9}b\u{1f600}é\\u{e0001}\\u{d800}');
    assert.equal(escapeText('x'.repeat(1000)).length, 301);
  });
});
