import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../../lib/api/verify.ts';
import { oid } from '../../../lib/asn1/oid.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import { ed25519 } from '../../../lib/crypto/eddsa.ts';
import type { PeerName } from '../../../lib/path/inputs.ts';
import { createSignatureMemo } from '../../../lib/path/memo.ts';
import { rfc5280Profile, webpkiProfile } from '../../../lib/path/profiles.ts';
import type { Finding, Verdict } from '../../../lib/path/types.ts';
import { makeExtension } from '../../../lib/x509/extension.ts';
import { nameConstraints } from '../../../lib/x509/extensions/name-constraints.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl, type Recipe, spkiOf } from '../../support/chain-kit.ts';
import { throwsCode } from '../../support/throws.ts';

const root = make({ subject: 'CN=Root', ca: true });
const ca = make({ subject: 'CN=CA', issuer: root, ca: true });
const leaf = make({ subject: 'CN=leaf', issuer: ca });
const good: ChainInput = { leaf: leaf.certificate, intermediates: [ca.certificate], anchors: [root.certificate], at: AT };

function chainOf(leafOf: Made, intermediates: readonly Made[] = [ca], anchors: readonly Made[] = [root]): ChainInput {
  const certificate = (made: Made): Made['certificate'] => made.certificate;
  return { leaf: leafOf.certificate, intermediates: intermediates.map(certificate), anchors: anchors.map(certificate), at: AT };
}

function reasonOf(verdict: Verdict): Finding {
  assert.ok(!verdict.ok, 'expected a refusal');
  return verdict.reason;
}

function codes(findings: readonly Finding[]): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code, index }) => `${code}@${index}`);
}

describe('verifyChain', () => {
  it('gives path, policies, notes and work of a good chain', () => {
    const verdict = verifyChain(good);
    assert.ok(verdict.ok);
    const path = [
      { from: 'leaf', index: 0 },
      { from: 'intermediates', index: 0 },
      { from: 'anchors', index: 0 },
    ];
    assert.deepEqual(verdict.path, path);
    assert.deepEqual(verdict.paths, [path]);
    assert.deepEqual(verdict.policies, { userConstrained: [], authorityConstrained: [], explicit: false });
    assert.deepEqual(
      verdict.findings.map(({ code, severity }) => [code, severity]),
      [
        ['revocation-not-checked', 'note'],
        ['peer-name-not-checked', 'note'],
        ['purpose-not-checked', 'note'],
      ],
    );
    assert.deepEqual(verdict.work, { signatures: 2, steps: 3, comparisons: 0 });
  });

  it('takes the present moment by default', () => {
    const { at: _, ...now } = good;
    const year = 365 * DAY;
    const present = make({ subject: 'CN=Present', ca: true, notBefore: Date.now() - year, notAfter: Date.now() + year });
    const past = make({ subject: 'CN=Past', ca: true, notBefore: Date.now() - 2 * year, notAfter: Date.now() - year });
    assert.ok(verifyChain({ ...now, leaf: present.certificate, anchors: [present.certificate] }).ok);
    assert.equal(reasonOf(verifyChain({ ...now, leaf: past.certificate, anchors: [past.certificate] })).code, 'certificate-expired');
  });

  it('cuts the moment to whole seconds', () => {
    const short = make({ subject: 'CN=short', issuer: ca, notAfter: AT });
    assert.ok(verifyChain({ ...chainOf(short), at: AT + 999 }).ok);
    assert.equal(reasonOf(verifyChain({ ...chainOf(short), at: AT + 1000 })).code, 'certificate-expired');
  });

  it('refuses misuse by name', () => {
    throwsCode('bad-option', () => verifyChain({ ...good, ocspResponses: ['x' as unknown as Uint8Array] }));
    for (const peer of ['example.com', { kind: 'toString', value: 'x' }, { kind: 'dns' }, null])
      throwsCode('bad-option', () => verifyChain({ ...good, peer: peer as unknown as PeerName }));
    throwsCode('bad-option', () => verifyChain({ ...good, at: Number.NaN }));
    throwsCode('bad-option', () => verifyChain({ ...good, profile: 'toString' as 'rfc5280' }));
    throwsCode('bad-option', () => verifyChain({ ...good, revocation: { mode: 'require', maxAge: -1 } }));
    for (const minRsaBits of [Number.NaN, -1, '2048' as unknown as number])
      throwsCode('bad-option', () => verifyChain({ ...good, strength: { minRsaBits } }));
    throwsCode('bad-option', () => verifyChain({ ...good, budget: { steps: Number.NaN } }));
    throwsCode('bad-option', () => verifyChain({ ...good, revocation: 'required' as 'require' }));
    throwsCode('bad-option', () => verifyChain({ ...good, revocation: { mode: 'require', scope: 'all' as 'chain' } }));
    throwsCode('bad-option', () => verifyChain({ ...good, purpose: 'serverauth' as 'serverAuth' }));
    throwsCode('truncated', () =>
      verifyChain({ ...good, anchors: [{ subject: root.certificate.subject, publicKey: Uint8Array.of(48, 9) }] }),
    );
  });

  it('takes an undefined value for no value', () => {
    const strength = { minEcBits: undefined } as unknown as { minEcBits: number };
    assert.ok(verifyChain({ ...good, strength }).ok);
    const weak = make({ subject: 'CN=Weak', ca: true, publicKey: spkiOf({ kind: 'rsa', n: (1n << 1023n) + 1n, e: 65_537n }) });
    const unset = { minRsaBits: undefined } as unknown as { minRsaBits: number };
    assert.equal(reasonOf(verifyChain({ ...chainOf(weak, [], [weak]), strength: unset })).code, 'rsa-key-too-small');
  });

  it('refuses certificates and CRLs that were read with departures from DER', () => {
    const deviations = [{ code: 'non-canonical-boolean', offset: 1, path: 'tbsCertificate' }];
    assert.equal(reasonOf(verifyChain({ ...good, leaf: { ...leaf.certificate, deviations } })).code, 'encoding-not-der');
    assert.ok(verifyChain({ ...good, leaf: { ...leaf.certificate, deviations: [] } }).ok);
    const crl = { ...makeCrl({ issuer: ca }), deviations };
    const revocation = { mode: 'require', scope: 'leaf' } as const;
    assert.equal(reasonOf(verifyChain({ ...good, crls: [crl], revocation }))['problem'], 'not-der');
  });

  it('accepts an empty list of OCSP responses', () => {
    assert.ok(verifyChain({ ...good, ocspResponses: [] }).ok);
  });

  it('lists every path that was tried, the most promising first', () => {
    const expired = make({ subject: 'CN=CA', issuer: root, ca: true, notAfter: AT - DAY });
    const otherRoot = make({ subject: 'CN=Other Root', ca: true });
    const impostor = make({ subject: 'CN=CA', issuer: otherRoot, ca: true, key: keyNamed('impostor') });
    const verdict = verifyChain(chainOf(leaf, [impostor, expired], [root, otherRoot]));
    assert.ok(!verdict.ok);
    assert.equal(verdict.reason.code, 'certificate-expired');
    assert.deepEqual(
      verdict.attempts.map(({ path }) => path.map(({ from, index }) => `${from} ${index}`)),
      [
        ['leaf 0', 'intermediates 1', 'anchors 0'],
        ['leaf 0', 'intermediates 0', 'anchors 1'],
      ],
    );
    assert.deepEqual(codes(verdict.attempts[1]?.findings ?? []), ['signature-invalid@0']);
  });

  it('finds the second fault too', () => {
    const faults: [Partial<Recipe>, string][] = [
      [{ notAfter: AT - DAY }, 'certificate-expired'],
      [{ serialNumber: Uint8Array.of(0) }, 'serial-number-zero'],
      [{ breakSignature: true }, 'signature-invalid'],
    ];
    for (const [first, firstCode] of faults) {
      for (const [second, secondCode] of faults) {
        const badCa = make({ subject: 'CN=CA', issuer: root, ca: true, ...second });
        const verdict = verifyChain(chainOf(make({ subject: 'CN=leaf', issuer: badCa, ...first }), [badCa]));
        assert.ok(!verdict.ok);
        assert.deepEqual(new Set(codes(verdict.findings)), new Set([`${firstCode}@0`, `${secondCode}@1`]));
      }
    }
  });

  it('names the rule with each finding', () => {
    const verdict = verifyChain(chainOf(make({ subject: 'CN=old', issuer: ca, notAfter: AT - DAY })));
    assert.deepEqual(reasonOf(verdict), {
      code: 'certificate-expired',
      severity: 'error',
      index: 0,
      rfc: 'RFC 5280 6.1.3 (a)(2)',
      rule: 'validity',
      at: AT,
      notBefore: AT - 100 * DAY,
      notAfter: AT - DAY,
    });
  });

  it('is plain JSON', () => {
    const verdicts = [verifyChain(good), verifyChain({ ...good, intermediates: [] }), verifyChain({ ...good, budget: { steps: 1 } })];
    for (const verdict of verdicts) assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict);
  });
});

describe('anchors', () => {
  const { subject, publicKey } = root.certificate;

  it('may be a name and a key', () => {
    const verdict = verifyChain({ ...good, anchors: [{ subject, publicKey: publicKey.der }] });
    assert.ok(verdict.ok);
    assert.deepEqual(verdict.path[2], { from: 'anchors', index: 0 });
  });

  it('hold a name and key to the right key', () => {
    const verdict = verifyChain({ ...good, anchors: [{ subject, publicKey: keyNamed('other').publicKey }] });
    assert.deepEqual(codes([reasonOf(verdict)]), ['signature-invalid@1']);
  });

  it('may be constrained by the caller, whatever anchorConstraints says', () => {
    const permitted = { permitted: [{ base: { kind: 'dNSName' as const, value: 'example.org' }, minimum: 0 }] };
    for (const anchorConstraints of [true, false]) {
      const verdict = verifyChain({
        ...good,
        anchorConstraints,
        anchors: [{ subject, publicKey: publicKey.der, nameConstraints: permitted }],
      });
      assert.deepEqual(codes([reasonOf(verdict)]), ['name-constraint-violated@0']);
    }
  });

  it('given as name and key are held to the strength of keys', () => {
    const verdict = verifyChain({ ...good, anchors: [{ subject, publicKey: publicKey.der }], strength: { minEcBits: 384 } });
    assert.ok(!verdict.ok);
    assert.ok(verdict.attempts.some(({ findings }) => codes(findings).includes('curve-too-small@2')));
  });

  it('may be a certificate that somebody else issued', () => {
    assert.ok(verifyChain({ ...chainOf(leaf, [], [ca]) }).ok);
  });

  it('are not asked for their own signature', () => {
    const odd = make({ subject: 'CN=Root', ca: true, breakSignature: true });
    assert.ok(verifyChain(chainOf(leaf, [ca], [odd])).ok);
  });

  it('that are certificates are held to everything else unless the caller says no', () => {
    const wrong: Partial<Recipe>[] = [
      { notAfter: AT - DAY },
      { pathLength: 0 },
      { usages: ['cRLSign'] },
      { ca: false },
      { extensions: [makeExtension(nameConstraints, { excluded: [{ base: { kind: 'dNSName', value: 'example.com' }, minimum: 0 }] })] },
    ];
    for (const change of wrong) {
      const anchor = make({ subject: 'CN=Root', ca: true, ...change });
      assert.equal(verifyChain(chainOf(leaf, [ca], [anchor])).ok, false, JSON.stringify(change));
      assert.ok(verifyChain({ ...chainOf(leaf, [ca], [anchor]), anchorConstraints: false }).ok, JSON.stringify(change));
    }
  });

  it('still count for the depth without their constraints', () => {
    assert.equal(reasonOf(verifyChain({ ...good, anchorConstraints: false, maxDepth: 0 })).code, 'max-depth-exceeded');
  });

  it('may be the leaf itself, which is then judged as a leaf', () => {
    const verdict = verifyChain(chainOf(leaf, [], [root, leaf]));
    assert.ok(verdict.ok);
    assert.deepEqual(verdict.path, [{ from: 'anchors', index: 1 }]);
    const expired = make({ subject: 'CN=leaf', issuer: ca, notAfter: AT - DAY });
    for (const anchorConstraints of [true, false])
      assert.equal(reasonOf(verifyChain({ ...chainOf(expired, [], [expired]), anchorConstraints })).code, 'certificate-expired');
    assert.equal(
      reasonOf(verifyChain({ ...chainOf(leaf, [], [leaf]), peer: { kind: 'dns', value: 'example.org' } })).code,
      'peer-name-mismatch',
    );
  });

  it('are not the leaf where only its key is the same', () => {
    const twin = make({ subject: 'CN=leaf', issuer: ca, notAfter: AT + DAY });
    assert.equal(verifyChain(chainOf(leaf, [], [twin])).ok, false);
  });

  it('stand in order: the first good one is taken', () => {
    const other = make({ subject: 'CN=Root', ca: true, notAfter: AT - DAY });
    const verdict = verifyChain(chainOf(leaf, [ca], [other, root]));
    assert.ok(verdict.ok);
    assert.deepEqual(verdict.path[2], { from: 'anchors', index: 1 });
  });

  it('none at all refuses', () => {
    assert.equal(reasonOf(verifyChain({ ...good, anchors: [] })).code, 'issuer-not-found');
  });
});

describe('demands', () => {
  it('purposes by name and by identifier, all of them', () => {
    const both = ['serverAuth', oid('1.3.6.1.5.5.7.3.2')] as const;
    assert.ok(verifyChain({ ...good, purpose: both }).ok);
    const reason = reasonOf(verifyChain({ ...good, purpose: [...both, 'codeSigning', 'ocspSigning', 'timeStamping', 'emailProtection'] }));
    assert.equal(reason.code, 'purpose-not-allowed');
    assert.deepEqual(reason['expected'], ['1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.9', '1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.4']);
  });

  it('anyExtendedKeyUsage by the profile', () => {
    const any = make({ subject: 'CN=any', issuer: ca, purposes: ['2.5.29.37.0'] });
    assert.ok(verifyChain({ ...chainOf(any), purpose: 'serverAuth' }).ok);
    const strict = { ...rfc5280Profile, anyPurpose: false };
    assert.equal(reasonOf(verifyChain({ ...chainOf(any), purpose: 'serverAuth', profile: strict })).code, 'purpose-not-allowed');
  });

  it('purposes of a CA by the profile', () => {
    const clientCa = make({ subject: 'CN=CA', issuer: root, ca: true, purposes: ['1.3.6.1.5.5.7.3.2'] });
    const input = { ...chainOf(make({ subject: 'CN=leaf', issuer: clientCa }), [clientCa]), purpose: 'serverAuth' as const };
    assert.equal(reasonOf(verifyChain(input)).index, 1);
    assert.ok(verifyChain({ ...input, profile: { ...rfc5280Profile, chainedPurposes: false } }).ok);
  });

  it('webpki asks for serverAuth unless told otherwise', () => {
    const anchor = make({ subject: 'CN=Web Root', ca: true, key: keyNamed('web root', 'ec') });
    const client = make({ subject: 'CN=client', issuer: anchor, key: keyNamed('client', 'ec'), purposes: ['1.3.6.1.5.5.7.3.2'] });
    const input = chainOf(client, [], [anchor]);
    assert.equal(reasonOf(verifyChain({ ...input, profile: 'webpki' })).code, 'purpose-not-allowed');
    assert.ok(verifyChain({ ...input, profile: webpkiProfile, purpose: 'clientAuth' }).ok);
  });

  it('strength in single values', () => {
    assert.equal(reasonOf(verifyChain({ ...good, strength: { minEcBits: 384 } })).code, 'curve-too-small');
    const ec = make({ subject: 'CN=ec', issuer: make({ subject: 'CN=EC', ca: true, key: keyNamed('EC', 'ec') }) });
    const anchor = make({ subject: 'CN=EC', ca: true, key: keyNamed('EC', 'ec') });
    assert.ok(verifyChain(chainOf(ec, [], [anchor])).ok);
    assert.equal(reasonOf(verifyChain({ ...chainOf(ec, [], [anchor]), strength: { hashes: ['SHA-384'] } })).code, 'hash-too-weak');
  });

  it('algorithms of the caller', () => {
    assert.ok(verifyChain({ ...good, algorithms: [ed25519] }).ok);
    assert.equal(reasonOf(verifyChain({ ...good, algorithms: [ecdsaSha256] })).code, 'signature-algorithm-not-allowed');
    throwsCode('bad-option', () => verifyChain({ ...good, algorithms: [] }));
  });

  it('a depth of zero takes a leaf under an anchor and nothing longer', () => {
    assert.ok(verifyChain({ ...chainOf(make({ subject: 'CN=direct', issuer: root }), []), maxDepth: 0 }).ok);
    assert.ok(verifyChain({ ...good, maxDepth: 1 }).ok);
    assert.deepEqual(reasonOf(verifyChain({ ...good, maxDepth: 0 }))['found'], 1);
  });
});

describe('work', () => {
  it('is bounded by each budget, which the refusal names', () => {
    for (const [budget, limit] of [
      ['signatures', 1],
      ['steps', 2],
    ] as const) {
      const reason = reasonOf(verifyChain({ ...good, budget: { [budget]: limit } }));
      assert.deepEqual(
        { code: reason.code, budget: reason['budget'], limit: reason['limit'] },
        { code: 'budget-exhausted', budget, limit },
      );
    }
    const constraints = makeExtension(nameConstraints, { excluded: [{ base: { kind: 'dNSName', value: 'a.example' }, minimum: 0 }] });
    const narrow = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [constraints] });
    const input = chainOf(make({ subject: 'CN=leaf', issuer: narrow }), [narrow]);
    const verdict = verifyChain(input);
    assert.ok(verdict.ok);
    assert.equal(verdict.work.comparisons, 2);
    assert.equal(reasonOf(verifyChain({ ...input, budget: { comparisons: 1 } }))['budget'], 'comparisons');
  });

  it('checks each signature once', () => {
    const crls = [makeCrl({ issuer: ca }), makeCrl({ issuer: root })];
    const verdict = verifyChain({ ...good, intermediates: [ca.certificate, ca.certificate, ca.certificate], crls });
    assert.ok(verdict.ok);
    assert.equal(verdict.work.signatures, 4);
  });

  it('remembers signatures across calls, by content', () => {
    const memo = createSignatureMemo({ max: 10 });
    const crls = [makeCrl({ issuer: ca }), makeCrl({ issuer: root })];
    assert.equal(verifyChain({ ...good, crls, memo }).work.signatures, 4);
    const again = make({ subject: 'CN=leaf', issuer: ca });
    assert.equal(verifyChain({ ...chainOf(again), crls, memo }).work.signatures, 0);
    const broken = make({ subject: 'CN=leaf', issuer: ca, breakSignature: true });
    for (let i = 0; i < 2; i++) assert.equal(reasonOf(verifyChain({ ...chainOf(broken), memo })).code, 'signature-invalid');
  });

  it('verifies an intermediate once for a hundred leaves, however few results the memo holds', () => {
    const memo = createSignatureMemo({ max: 3 });
    let signatures = 0;
    for (let i = 0; i < 100; i++) {
      const leaf = make({ subject: `CN=leaf ${i}`, issuer: ca });
      const verdict = verifyChain({ ...chainOf(leaf), memo });
      assert.ok(verdict.ok);
      signatures += verdict.work.signatures;
    }
    assert.equal(signatures, 101);
  });

  it('does not let a memo answer for another key', () => {
    const memo = createSignatureMemo({ max: 10 });
    assert.ok(verifyChain({ ...good, memo }).ok);
    const { subject } = root.certificate;
    const other = verifyChain({ ...good, memo, anchors: [{ subject, publicKey: keyNamed('other').publicKey }] });
    assert.equal(reasonOf(other).code, 'signature-invalid');
  });
});
