/**
 * Hostile inputs of at most a megabyte, one kind after the other: each is judged within the budget, and where the budget ends the finding names it. Work is
 * asserted in the units of the budget, which are the same on every machine.
 */
import assert from 'node:assert/strict';
import { type ChainInput, verifyChain } from '../../lib/api/verify.ts';
import { oid } from '../../lib/asn1/oid.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { rsaPkcs1Sha256 } from '../../lib/crypto/rsa/pkcs1.ts';
import { DEFAULT_BUDGET } from '../../lib/path/budget.ts';
import type { Verdict } from '../../lib/path/types.ts';
import { makeExtension } from '../../lib/x509/extension.ts';
import { nameConstraints } from '../../lib/x509/extensions/name-constraints.ts';
import { certificatePolicies, policyMappings } from '../../lib/x509/extensions/policies.ts';
import { AT, DAY, keyNamed, type Made, make, makeCrl, rawExtension, spkiOf } from '../support/chain-kit.ts';

const MEGABYTE = 1_000_000;

const root = make({ subject: 'CN=Root', ca: true });

/** The verdict, after what holds for each: the input is no larger than it may be, and no budget was overdrawn. */
function judge(leaf: Made, intermediates: readonly Made[], more: Partial<ChainInput> = {}): Verdict {
  const pool = new Set([leaf, ...intermediates].map(({ certificate }) => certificate));
  const size = [...pool].reduce((sum, { der }) => sum + der.length, 0);
  assert.ok(size <= MEGABYTE, `${size} octets`);
  const verdict = verifyChain({
    leaf: leaf.certificate,
    intermediates: intermediates.map(({ certificate }) => certificate),
    anchors: [root.certificate],
    at: AT,
    ...more,
  });
  for (const budget of ['signatures', 'steps', 'comparisons'] as const)
    assert.ok(verdict.work[budget] <= (more.budget?.[budget] ?? DEFAULT_BUDGET[budget]), budget);
  assert.ok(JSON.stringify(verdict).length < 200_000);
  return verdict;
}

function exhausted(verdict: Verdict): unknown {
  assert.ok(!verdict.ok);
  assert.equal(verdict.reason.code, 'budget-exhausted', JSON.stringify(verdict.reason));
  assert.equal(verdict.reason['limit'], DEFAULT_BUDGET[verdict.reason['budget'] as 'steps']);
  return verdict.reason['budget'];
}

/** Octets that look like a signature: what is signed with a key that nobody has, since the check is refused or fails anyhow. */
const fakeRsa = (octets: number): Uint8Array => new Uint8Array(octets).fill(0x11);

describe('pools', function () {
  // A thousand certificates are signed first.
  this.timeout(60_000);

  it('hundreds of intermediates that have nothing to do with the leaf cost nothing', () => {
    const others = Array.from({ length: 500 }, (_, i) => make({ subject: `CN=Other ${i}`, issuer: root, ca: true, key: root.key }));
    const verdict = judge(make({ subject: 'CN=leaf', issuer: root }), others);
    assert.ok(verdict.ok);
    assert.deepEqual([verdict.work.steps, verdict.work.signatures], [2, 1]);
  });

  it('1,000 renewals of a CA with one key, 999 of them expired: one is found', () => {
    const key = keyNamed('renewed');
    const renewed = Array.from({ length: 1000 }, (_, i) =>
      make({
        subject: 'CN=Renewed',
        issuer: root,
        ca: true,
        key,
        notBefore: AT - (2 + i) * DAY,
        notAfter: i === 999 ? AT + DAY : AT - DAY,
      }),
    );
    const verdict = judge(make({ subject: 'CN=leaf', issuer: renewed[999] as Made }), renewed);
    assert.ok(verdict.ok);
    assert.equal(verdict.path[1]?.index, 999);
    assert.equal(verdict.work.signatures, 2);
    assert.ok(verdict.work.steps <= 1002);
  });

  it('1,000 CAs of one name that claim the same key identifier with 1,000 keys end in the budget for signatures', () => {
    const right = make({ subject: 'CN=Many', issuer: root, ca: true });
    const claimed = right.certificate.extensions.filter(({ oid: type }) => type === '2.5.29.14');
    const wrong = Array.from({ length: 999 }, (_, i) =>
      make({ subject: 'CN=Many', issuer: root, ca: true, key: keyNamed(`claims ${i}`), extensions: claimed }),
    );
    const leaf = make({ subject: 'CN=leaf', issuer: right });
    const verdict = judge(leaf, [...wrong, right]);
    assert.equal(exhausted(verdict), 'signatures');
    assert.equal(verdict.work.signatures, 100);
    assert.ok(verdict.work.steps < 250);
    // A larger budget is the caller's choice, and finds it.
    const budget = { signatures: 2000 };
    assert.ok(judge(leaf, [...wrong, right], { budget }).ok);
  });

  it('of CAs of one name, those whose key cannot have made the signature cost no signature', () => {
    const right = make({ subject: 'CN=Many', issuer: root, ca: true });
    const wrong = Array.from({ length: 300 }, (_, i) =>
      make({ subject: 'CN=Many', issuer: root, ca: true, key: keyNamed(`other kind ${i}`, 'ec'), without: [oid('2.5.29.14')] }),
    );
    const verdict = judge(make({ subject: 'CN=leaf', issuer: right, without: [oid('2.5.29.35')] }), [...wrong, right]);
    assert.ok(verdict.ok);
    assert.equal(verdict.work.signatures, 2);
  });

  it('a net of 20 CAs that all certify each other, under no anchor', () => {
    const ends = Array.from({ length: 20 }, (_, i) => make({ subject: `CN=Net ${i}`, ca: true }));
    const net = ends.flatMap(({ key }, i) =>
      ends.flatMap((issuer, j) => (i === j ? [] : [make({ subject: `CN=Net ${i}`, key, issuer, ca: true })])),
    );
    const verdict = judge(make({ subject: 'CN=leaf', issuer: ends[0] as Made }), net);
    assert.ok(['steps', 'signatures'].includes(String(exhausted(verdict))));
  });

  it('the same net with an anchor at its far end is found through', () => {
    const ends = Array.from({ length: 20 }, (_, i) => make({ subject: `CN=Net ${i}`, ca: true }));
    const net = ends.flatMap(({ key }, i) =>
      ends.flatMap((issuer, j) => (i === j ? [] : [make({ subject: `CN=Net ${i}`, key, issuer, ca: true })])),
    );
    const verdict = judge(make({ subject: 'CN=leaf', issuer: ends[0] as Made }), net, { anchors: [(ends[19] as Made).certificate] });
    assert.ok(verdict.ok, JSON.stringify([verdict.work, verdict.ok]));
    assert.ok(verdict.work.steps < 250, String(verdict.work.steps));
  });

  it('loops of two, three and ninety CAs end by themselves', () => {
    for (const length of [2, 3, 90]) {
      const ends = Array.from({ length }, (_, i) => make({ subject: `CN=Loop ${length} ${i}`, ca: true }));
      const loop = ends.map(({ key }, i) =>
        make({ subject: `CN=Loop ${length} ${i}`, key, issuer: ends[(i + 1) % length] as Made, ca: true }),
      );
      const verdict = judge(make({ subject: 'CN=leaf', issuer: ends[0] as Made }), loop);
      assert.ok(!verdict.ok);
      assert.equal(verdict.reason.code, 'issuer-not-found');
      assert.ok(verdict.work.steps <= 2 * length + 2);
    }
  });
});

describe('keys', () => {
  const rsa = (bits: number, e: bigint): Uint8Array => spkiOf({ kind: 'rsa', n: (1n << BigInt(bits - 1)) | 1n, e });

  /** A leaf below a CA of this RSA key. */
  function below(publicKey: Uint8Array, octets: number): Verdict {
    const ca = make({ subject: 'CN=Big', issuer: root, ca: true, publicKey });
    const [algorithm] = rsaPkcs1Sha256.encodings as readonly [Uint8Array];
    return judge(make({ subject: 'CN=leaf', issuer: ca, algorithm, changeSignature: () => fakeRsa(octets) }), [ca]);
  }

  it('an RSA key of 16,384 bits with an exponent of 64 bits costs more than there is', () => {
    const verdict = below(rsa(16_384, (1n << 63n) | 1n), 2048);
    assert.equal(exhausted(verdict), 'signatures');
    assert.equal(verdict.work.signatures, 0);
  });

  it('a larger modulus or exponent is refused, whatever signature there is', () => {
    for (const [bits, e, code] of [
      [16_392, 65_537n, 'rsa-key-too-large'],
      [2048, (1n << 64n) | 1n, 'rsa-exponent-bad'],
      [2048, (1n << 2000n) | 1n, 'rsa-exponent-bad'],
      [70_000, 65_537n, 'key-not-supported'],
    ] as const) {
      const verdict = below(rsa(bits, e), Math.ceil(bits / 8));
      assert.ok(!verdict.ok);
      assert.ok(
        verdict.findings.some((finding) => finding.code === code && finding.index === 1),
        JSON.stringify(verdict.reason),
      );
    }
  });
});

describe('names', () => {
  const dns = (value: string) => ({ kind: 'dNSName' as const, value });

  it('10,000 names under 100 constraints end in the budget for comparisons', () => {
    const excluded = Array.from({ length: 100 }, (_, i) => ({ base: dns(`b${i}.example`), minimum: 0 }));
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [makeExtension(nameConstraints, { excluded })] });
    const names = Array.from({ length: 10_000 }, (_, i) => dns(`n${i}.example.com`));
    assert.equal(exhausted(judge(make({ subject: 'CN=leaf', issuer: ca, names }), [ca])), 'comparisons');
  });

  it('10,000 names without constraints are no work', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => dns(`n${i}.example.com`));
    const verdict = judge(make({ subject: 'CN=leaf', issuer: root, names }), [], { peer: { kind: 'dns', value: 'n9999.example.com' } });
    assert.ok(verdict.ok);
  });

  it('a distinguished name of 5,000 attributes is read once and told in part', () => {
    const subject = Array.from({ length: 5000 }, (_, i) => `OU=unit ${i}`).join(',');
    const ca = make({ subject, issuer: root, ca: true });
    assert.ok(judge(make({ subject: 'CN=leaf', issuer: ca }), [ca]).ok);
    const verdict = judge(make({ subject: 'CN=leaf', issuer: ca }), []);
    assert.ok(!verdict.ok);
    assert.ok(JSON.stringify(verdict.reason).length < 500);
  });

  it('a directory name nested in a directory name, a thousand times over, is no name', () => {
    let value: Uint8Array = encodeDer((w) => w.sequence(() => undefined));
    for (let i = 0; i < 1000; i++) {
      const inner = value;
      value = encodeDer((w) => w.constructed(0xa4, (tagged) => tagged.raw(inner)));
    }
    const names = encodeDer((w) => w.sequence((list) => list.raw(value)));
    const leaf = make({ subject: 'CN=leaf', issuer: root, names: null, extensions: [rawExtension('2.5.29.17', names)] });
    const verdict = judge(leaf, []);
    assert.ok(!verdict.ok);
    assert.equal(verdict.reason.code, 'extension-malformed');
  });
});

describe('policies', () => {
  const policies = (count: number) =>
    makeExtension(
      certificatePolicies,
      Array.from({ length: count }, (_, i) => ({ policy: oid(`1.3.${i >> 7}.${i & 127}`), qualifiers: [] })),
    );

  it('5,000 policies in a chain are looked at once per certificate', () => {
    const ca = make({ subject: 'CN=CA', issuer: root, ca: true, extensions: [policies(5000)] });
    const verdict = judge(make({ subject: 'CN=leaf', issuer: ca, extensions: [policies(5000)] }), [ca]);
    assert.ok(verdict.ok);
    assert.equal(verdict.policies.userConstrained.length, 5000);
    assert.equal(verdict.work.comparisons, 5 * 15_000);
  });

  it('5,000 policies and mappings in eight CAs end in the budget for comparisons', () => {
    const mappings = makeExtension(
      policyMappings,
      Array.from({ length: 2500 }, (_, i) => ({
        issuerDomainPolicy: oid(`1.3.${i >> 7}.${i & 127}`),
        subjectDomainPolicy: oid(`1.3.${(i + 1) >> 7}.${(i + 1) & 127}`),
      })),
    );
    let issuer = root;
    const chain = Array.from(
      { length: 8 },
      (_, i) => (issuer = make({ subject: `CN=Policy CA ${i}`, issuer, ca: true, extensions: [policies(5000), mappings] })),
    );
    const anchors = Array.from({ length: 3 }, () => root.certificate);
    const leaf = make({ subject: 'CN=leaf', issuer, extensions: [rawExtension('1.2.3', new Uint8Array(0), false)] });
    const verdict = judge(leaf, chain, { anchors, policies: { requireExplicit: true } });
    assert.equal(exhausted(verdict), 'comparisons');
  });

  it('paths to many anchors do not each look at all policies without end', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root, extensions: [policies(20_000)] });
    const anchors = Array.from({ length: 100 }, (_, i) => make({ subject: 'CN=Root', ca: true, notAfter: AT + (1 + i) * DAY }).certificate);
    const wanted = { initial: [oid('1.2.3')], requireExplicit: true };
    assert.equal(exhausted(judge(leaf, [], { anchors, policies: wanted })), 'comparisons');
  });
});

describe('CRLs', function () {
  this.timeout(60_000);

  it('500 CRLs of the right name, each signed with another key, end in the budget for signatures', () => {
    const leaf = make({ subject: 'CN=leaf', issuer: root });
    const crls = Array.from({ length: 500 }, (_, i) => makeCrl({ issuer: root, signedBy: keyNamed(`crl ${i}`), number: BigInt(i) }));
    const verdict = judge(leaf, [], { crls });
    assert.equal(exhausted(verdict), 'signatures');
    assert.equal(verdict.work.signatures, 100);
  });
});
