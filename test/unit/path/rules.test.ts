/** Rules of RFC 5280 that other suites leave out, among them what OpenSSL's and BoringSSL's own tests of chains look at. */
import assert from 'node:assert/strict';
import type { ChainInput } from '../../../lib/api/verify.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { encodeDer } from '../../../lib/asn1/writer.ts';
import { utf8 } from '../../../lib/base/bytes.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import { ANY_POLICY, CERTIFICATE_POLICIES } from '../../../lib/oids/extensions.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';
import { type Extension, makeExtension } from '../../../lib/x509/extension.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../../lib/x509/extensions/policies.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl, rawExtension, type Recipe } from '../../support/chain-kit.ts';
import { judge, leafOf, outcome, root } from '../../support/outcome.ts';

describe('who is a CA (RFC 5280 4.2.1.9)', () => {
  for (const profile of ['rfc5280', 'webpki'] as const)
    it(`a leaf that claims something of a CA and is none is refused by ${profile}`, () => {
      const top = make({ subject: 'CN=EC root', ca: true, key: keyNamed('ec root', 'ec') });
      const more = { profile, anchors: [top.certificate] };
      const below = (change: Partial<Recipe>): Made => make({ subject: 'CN=leaf', issuer: top, key: keyNamed('ec leaf', 'ec'), ...change });
      const sign = below({ usages: ['digitalSignature', 'keyCertSign'] });
      assert.equal(outcome(judge(sign, [], more)), 'issuer-duty-neglected 0 cert-sign-for-cas');
      assert.equal(outcome(judge(below({ ca: false, pathLength: 0 }), [], more)), 'issuer-duty-neglected 0 path-length-for-cas');
    });

  it('a leaf that is trusted itself may sign itself without being a CA', () => {
    const own = make({ subject: 'CN=own', usages: ['digitalSignature', 'keyCertSign'] });
    assert.equal(outcome(judge(own, [], { anchors: [own.certificate] })), 'ok');
  });

  it('a CA may stand at the end of a path in rfc5280', () => {
    assert.equal(outcome(judge(make({ subject: 'CN=CA', issuer: root, ca: true, pathLength: 0 }))), 'ok');
  });

  it('an intermediate without basicConstraints, or with cA false, or without keyCertSign, is none', () => {
    const under = (change: Partial<Recipe>): string => {
      const ca = make({ subject: 'CN=CA', issuer: root, ca: true, ...change });
      return outcome(judge(make({ subject: 'CN=leaf', issuer: ca }), [ca]));
    };
    assert.equal(under({ without: [oid('2.5.29.19')] }), 'basic-constraints-missing 1');
    assert.equal(under({ ca: false }), 'not-a-ca 1');
    assert.equal(under({ usages: ['cRLSign'] }), 'key-usage-missing 1');
    assert.equal(under({ usages: null }), 'ok');
    assert.equal(under({}), 'ok');
  });

  it('self-issued certificates do not count in path lengths, others do', () => {
    const top = make({ subject: 'CN=CA', issuer: root, ca: true, pathLength: 0 });
    const again = make({ subject: 'CN=CA', issuer: top, ca: true, key: keyNamed('again'), pathLength: 0 });
    const leaf = make({ subject: 'CN=leaf', issuer: again });
    assert.equal(outcome(judge(leaf, [top, again])), 'ok');
    const sub = make({ subject: 'CN=Sub', issuer: again, ca: true });
    assert.equal(outcome(judge(make({ subject: 'CN=leaf', issuer: sub }), [top, again, sub])), 'path-length-exceeded 2');
    // The last certificate of a path is no intermediate, even where it is self-issued (RFC 5280 4.2.1.9).
    assert.equal(outcome(judge(make({ subject: 'CN=CA', issuer: again, key: keyNamed('third') }), [top, again])), 'ok');
  });
});

describe('anchors', () => {
  const inner = make({ subject: 'CN=Inner', issuer: root, ca: true });
  const leaf = make({ subject: 'CN=leaf', issuer: inner });

  it('an intermediate is one, without what stands above it', () => {
    assert.equal(outcome(judge(leaf, [], { anchors: [inner.certificate] })), 'ok');
    assert.equal(outcome(judge(leaf, [], { anchors: [] })), 'issuer-not-found 0');
  });

  it('a leaf is one for itself alone', () => {
    assert.equal(outcome(judge(leaf, [], { anchors: [leaf.certificate] })), 'ok');
    const below = make({ subject: 'CN=below', issuer: leaf });
    assert.equal(outcome(judge(below, [], { anchors: [leaf.certificate] })), 'not-a-ca 1');
    const old = make({ subject: 'CN=leaf', issuer: inner, notAfter: AT - DAY });
    assert.equal(outcome(judge(old, [], { anchors: [old.certificate] })), 'certificate-expired 0');
  });

  it('a name and key has only what it lists', () => {
    const { subject, publicKey } = make({ subject: 'CN=Root', ca: true, notAfter: AT - DAY }).certificate;
    assert.equal(outcome(judge(leaf, [inner], { anchors: [{ subject, publicKey: publicKey.der }] })), 'ok');
  });

  it('a certificate is held to what it says, unless told otherwise', () => {
    const cases: readonly [Partial<Recipe>, string][] = [
      [{ notAfter: AT - DAY }, 'certificate-expired 1'],
      [{ ca: false }, 'not-a-ca 1'],
      [{ usages: ['cRLSign'] }, 'key-usage-missing 1'],
      [{ purposes: ['1.3.6.1.5.5.7.3.2'] }, 'purpose-not-allowed 1'],
      [{ extensions: [rawExtension('1.2.3', new Uint8Array(0), true)] }, 'unknown-critical-extension 1'],
    ];
    for (const [change, wanted] of cases) {
      const anchor = make({ subject: 'CN=Root', ca: true, ...change });
      const more = { anchors: [anchor.certificate], purpose: 'serverAuth' } as const;
      assert.equal(outcome(judge(leafOf({}), [], more)), wanted);
      assert.equal(outcome(judge(leafOf({}), [], { ...more, anchorConstraints: false })), 'ok', wanted);
    }
  });
});

describe('critical extensions', () => {
  const distribution = rawExtension(
    '2.5.29.31',
    encodeDer((w) =>
      w.sequence((all) =>
        all.sequence((point) =>
          point.constructed(0xa0, (name) => name.constructed(0xa0, (full) => full.value(0x86, utf8('http://crl.example/1.crl')))),
        ),
      ),
    ),
    true,
  );

  it('a place to look for CRLs has its effect where revocation is judged, and only there', () => {
    const leaf = leafOf({ extensions: [distribution] });
    const crl = makeCrl({ issuer: root });
    assert.equal(outcome(judge(leaf)), 'unknown-critical-extension 0');
    assert.equal(outcome(judge(leaf, [], { crls: [crl] })), 'ok');
    assert.equal(outcome(judge(leaf, [], { crls: [crl], revocation: 'off' })), 'unknown-critical-extension 0');
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [distribution] });
    const [below, crls] = [make({ subject: 'CN=leaf', issuer: ca }), [crl, makeCrl({ issuer: ca })]];
    assert.equal(outcome(judge(below, [ca], { crls })), 'ok');
    assert.equal(outcome(judge(below, [ca], { crls, revocation: { mode: 'require', scope: 'leaf' } })), 'unknown-critical-extension 1');
  });

  it('critical policies have no qualifiers but those of RFC 5280 (4.2.1.4)', () => {
    const policies = (critical: boolean, qualifier: string): Extension =>
      rawExtension(
        CERTIFICATE_POLICIES,
        encodeDer((w) =>
          w.sequence((all) =>
            all.sequence((one) =>
              one.oid(oid('1.2.3')).sequence((list) => list.sequence((q) => q.oid(oid(qualifier)).value(0x16, utf8('hi')))),
            ),
          ),
        ),
        critical,
      );
    const cps = '1.3.6.1.5.5.7.2.1';
    assert.equal(outcome(judge(leafOf({ extensions: [policies(true, '1.2.3.4')] }))), 'unknown-critical-extension 0');
    assert.equal(outcome(judge(leafOf({ extensions: [policies(false, '1.2.3.4')] }))), 'ok');
    assert.equal(outcome(judge(leafOf({ extensions: [policies(true, cps)] }))), 'ok');
  });

  it('Microsoft application policies are not known, with and without extendedKeyUsage', () => {
    const extensions = [rawExtension('1.3.6.1.4.1.311.21.10', Uint8Array.of(1, 2, 3, 4), true)];
    assert.equal(outcome(judge(leafOf({ extensions }))), 'unknown-critical-extension 0');
    assert.equal(outcome(judge(leafOf({ extensions, purposes: null }))), 'unknown-critical-extension 0');
  });
});

describe("an anchor's policies (RFC 5937 3.2)", () => {
  const [A, B, C] = ['1.2.3.4', '1.2.3.5', '1.2.3.6'].map(oid) as [ReturnType<typeof oid>, ReturnType<typeof oid>, ReturnType<typeof oid>];
  const asserts = (...policies: (typeof A)[]): Extension =>
    makeExtension(
      certificatePolicies,
      policies.map((policy) => ({ policy, qualifiers: [] })),
    );

  /** The verdict, and the user's set, of a chain of three with these extensions. */
  function run(anchor: readonly Extension[], ca: readonly Extension[], leaf: readonly Extension[], more: Partial<ChainInput> = {}): string {
    const top = make({ subject: 'CN=Root', ca: true, extensions: anchor });
    const middle = make({ subject: 'CN=CA', issuer: top, ca: true, extensions: ca });
    const end = make({ subject: 'CN=leaf', issuer: middle, extensions: leaf });
    const verdict = judge(end, [middle], { anchors: [top.certificate], policies: { requireExplicit: true }, ...more });
    return verdict.ok ? `ok ${verdict.policies.userConstrained.join(' ')}` : outcome(verdict);
  }

  it('narrow what is valid below it', () => {
    assert.equal(run([asserts(A)], [asserts(A)], [asserts(A)]), `ok ${A}`);
    assert.equal(run([], [asserts(A)], [asserts(A)]), `ok ${A}`);
    assert.equal(run([asserts(B)], [asserts(A)], [asserts(A)]), 'policy-not-valid 1');
    assert.equal(run([asserts(ANY_POLICY)], [asserts(A)], [asserts(A)]), `ok ${A}`);
    assert.equal(run([asserts(B)], [asserts(A)], [asserts(A)], { anchorConstraints: false }), `ok ${A}`);
  });

  it('are mapped', () => {
    const maps = makeExtension(policyMappings, [{ issuerDomainPolicy: A, subjectDomainPolicy: B }]);
    assert.equal(run([asserts(A), maps], [asserts(B)], [asserts(B)]), `ok ${A}`);
    assert.equal(run([asserts(A), maps], [asserts(A)], [asserts(A)]), 'policy-not-valid 1');
    assert.equal(run([maps], [asserts(B)], [asserts(B)]), `ok ${A}`);
    const toAny = makeExtension(policyMappings, [{ issuerDomainPolicy: A, subjectDomainPolicy: ANY_POLICY }]);
    assert.equal(run([asserts(A), toAny], [asserts(A)], [asserts(A)]), 'policy-mapping-to-any 2');
  });

  it('are demanded, mapping inhibited and anyPolicy without meaning where it says so', () => {
    const more = { policies: {} };
    const explicit = makeExtension(policyConstraints, { requireExplicitPolicy: 0 });
    assert.equal(run([explicit], [], [], more), 'policy-not-valid 1');
    assert.equal(run([explicit], [asserts(A)], [asserts(A)], more), `ok ${A}`);
    const noMapping = makeExtension(policyConstraints, { inhibitPolicyMapping: 0, requireExplicitPolicy: 0 });
    const maps = makeExtension(policyMappings, [{ issuerDomainPolicy: A, subjectDomainPolicy: C }]);
    assert.equal(run([noMapping], [asserts(A), maps], [asserts(C)], more), 'policy-not-valid 0');
    const noAny = makeExtension(inhibitAnyPolicy, 0);
    assert.equal(run([noAny], [asserts(ANY_POLICY)], [asserts(A)]), 'policy-not-valid 1');
    assert.equal(run([makeExtension(inhibitAnyPolicy, 1)], [asserts(ANY_POLICY)], [asserts(A)]), `ok ${A}`);
  });
});

describe('what else the suites of OpenSSL and BoringSSL look at', () => {
  it('names that differ in case and spaces only are the same name', () => {
    const ca = make({ subject: 'CN=Some  CA,O=Example', issuer: root, ca: true });
    const leaf = make({ subject: 'CN=leaf', issuer: ca, issuerName: 'CN=some ca,O=EXAMPLE' });
    assert.equal(outcome(judge(leaf, [ca])), 'ok');
  });

  it('a proxy certificate, signed by a leaf, is refused for both reasons', () => {
    const client = make({ subject: 'CN=client', issuer: root });
    const info = rawExtension(
      '1.3.6.1.5.5.7.1.14',
      encodeDer((w) => w.sequence((all) => all.sequence((policy) => policy.oid(oid('1.3.6.1.5.5.7.21.1'))))),
      true,
    );
    const proxy = make({ subject: 'CN=proxy,CN=client', issuer: client, extensions: [info] });
    const verdict = judge(proxy, [client]);
    assert.ok(!verdict.ok);
    const found = verdict.findings.map(({ code, index }) => `${code} ${index}`);
    assert.ok(found.includes('unknown-critical-extension 0') && found.includes('not-a-ca 1'), found.join());
  });

  it('an anchor comes first, whatever stands above it: trusted CAs need no root', () => {
    const old = make({ subject: 'CN=Old root', ca: true, notAfter: AT - DAY });
    const ca = make({ subject: 'CN=CA', issuer: old, ca: true });
    const leaf = make({ subject: 'CN=leaf', issuer: ca });
    const verdict = judge(leaf, [ca, old], { anchors: [old.certificate, ca.certificate] });
    assert.equal(outcome(verdict), 'ok');
    assert.ok(verdict.ok && verdict.path.length === 2);
    assert.equal(outcome(judge(leaf, [ca], { anchors: [old.certificate] })), 'certificate-expired 2');
  });

  it('another root of the same name, and one of the same key, is no issuer', () => {
    const other = make({ subject: 'CN=Root', ca: true, key: keyNamed('other root') });
    assert.equal(outcome(judge(leafOf({}), [], { anchors: [other.certificate] })), 'signature-invalid 0');
    const renamed = make({ subject: 'CN=Other root', ca: true, key: root.key });
    assert.equal(outcome(judge(leafOf({}), [], { anchors: [renamed.certificate] })), 'issuer-not-found 0');
  });

  it('a signature that is wrong further up is the reason, without key identifiers too', () => {
    for (const without of [[], [oid('2.5.29.35'), oid('2.5.29.14')]]) {
      const ca = make({ subject: 'CN=CA', issuer: root, ca: true, breakSignature: true, without });
      assert.equal(outcome(judge(make({ subject: 'CN=leaf', issuer: ca, without }), [ca])), 'signature-invalid 1');
    }
  });

  it('a CA whose key cannot be read is refused by it', () => {
    const ca = make({
      subject: 'CN=CA',
      issuer: root,
      ca: true,
      publicKey: encodeDer((w) =>
        w.sequence((all) =>
          all.sequence((algorithm) => algorithm.oid(oid('1.2.840.113549.1.1.1')).null()).bitString(Uint8Array.of(0x30, 3, 2, 1, 5)),
        ),
      ),
    });
    assert.equal(outcome(judge(make({ subject: 'CN=leaf', issuer: ca }), [ca])), 'key-not-supported 1');
  });

  it('the depth counts the CAs between leaf and anchor', () => {
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
    const leaf = make({ subject: 'CN=leaf', issuer: ca });
    assert.equal(outcome(judge(leaf, [ca], { maxDepth: 1 })), 'ok');
    assert.equal(outcome(judge(leaf, [ca], { maxDepth: 0 })), 'max-depth-exceeded 2');
    assert.equal(outcome(judge(leaf, [], { maxDepth: 0, anchors: [ca.certificate] })), 'ok');
  });
});

describe('keys and signatures of a chain', () => {
  it('a signature of an algorithm of another kind than the key is refused without being computed', () => {
    const leaf = leafOf({ key: keyNamed('leaf'), signedBy: keyNamed('other', 'ec') });
    const verdict = judge(leaf);
    assert.equal(outcome(verdict), 'signature-invalid 0');
    assert.equal(verdict.work.signatures, 0);
  });

  it('a DSA key is named as one, wherever it stands', () => {
    const dsa = encodeDer((w) =>
      w.sequence((all) =>
        all
          .sequence((algorithm) => algorithm.oid(oid('1.2.840.10040.4.1')).sequence((p) => p.integer(7).integer(3).integer(2)))
          .bitString(encodeDer((key) => key.integer(4))),
      ),
    );
    const verdict = judge(leafOf({ publicKey: dsa }));
    assert.ok(!verdict.ok);
    assert.deepEqual([verdict.reason.code, verdict.reason.index, verdict.reason['problem']], ['key-not-supported', 0, 'dsa-key']);
    assert.match(explainVerdict(verdict), /DSA/);
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, publicKey: dsa });
    assert.equal(outcome(judge(make({ subject: 'CN=leaf', issuer: ca }), [ca])), 'key-not-supported 1');
  });

  it('ECDSA with NULL for parameters is no algorithm (RFC 5758 3.2)', () => {
    const ec = make({ subject: 'CN=EC root', ca: true, key: keyNamed('ec root', 'ec') });
    const algorithm = encodeDer((w) => w.sequence((all) => all.oid(oid('1.2.840.10045.4.3.2')).null()));
    const leaf = make({ subject: 'CN=leaf', issuer: ec, algorithm });
    assert.equal(outcome(judge(leaf, [], { anchors: [ec.certificate] })), 'signature-algorithm-not-allowed 0');
    assert.equal(ecdsaSha256.encodings.length, 1);
  });
});

describe('times that are none, which the reading openssl lets pass (RFC 5280 4.1.2.5)', () => {
  const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
  const timed = (made: Made, bound: 'notBefore' | 'notAfter'): Made => ({
    ...made,
    certificate: { ...made.certificate, [bound]: Number.NaN },
  });

  it('make a certificate invalid at any moment', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: ca });
    assert.equal(outcome(judge(leaf, [ca])), 'ok');
    assert.equal(outcome(judge(timed(leaf, 'notBefore'), [ca])), 'certificate-not-yet-valid 0');
    assert.equal(outcome(judge(timed(leaf, 'notAfter'), [ca])), 'certificate-expired 0');
    assert.equal(outcome(judge(leaf, [timed(ca, 'notBefore')])), 'certificate-not-yet-valid 1');
    assert.equal(outcome(judge(leaf, [timed(ca, 'notAfter')])), 'certificate-expired 1');
  });
});
