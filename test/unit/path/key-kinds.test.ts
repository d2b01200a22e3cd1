/** Chains with keys of every kind and curve: who is taken by which profile and list of algorithms, and what the refusal says. */
import assert from 'node:assert/strict';
import { chainAlgorithms, defaultAlgorithmFor } from '../../../lib/api/algorithms.ts';
import { furtherAlgorithms } from '../../../lib/api/further-algorithms.ts';
import type { ChainInput } from '../../../lib/api/verify.ts';
import { ecdsaSha256AnyCurve } from '../../../lib/crypto/ec/any-curve.ts';
import { ecdsaSha3_256, ecdsaShake256 } from '../../../lib/crypto/ec/ecdsa-sha3.ts';
import type { SignatureAlgorithm } from '../../../lib/crypto/types.ts';
import { encodePublicKey } from '../../../lib/keys/public-key.ts';
import type { CurveName, PrivateKey, PublicKey } from '../../../lib/keys/types.ts';
import { curveFieldOctets } from '../../../lib/keys/curves.ts';
import type { Verdict } from '../../../lib/path/types.ts';
import { publicKeyOf } from '../../../lib/crypto/public-half.ts';
import { signerOf, type TestSigner } from '../../../lib/testing/keys.ts';
import { explainVerdict } from '../../../lib/text/verdict.ts';
import { keyNamed, type Made, make } from '../../support/chain-kit.ts';
import { judge, outcome } from '../../support/outcome.ts';

const all = [...chainAlgorithms, ...furtherAlgorithms];

/** A key on a curve, in any number of octets. */
function ecKey(curve: CurveName): PrivateKey {
  const d = new Uint8Array(curveFieldOctets(curve)).fill(7);
  d[0] = 0;
  return { kind: 'ec', curve, d };
}

function signer(key: PrivateKey, algorithm: SignatureAlgorithm = defaultAlgorithmFor(key)): TestSigner {
  return signerOf(key, algorithm);
}

/** The verdict on a leaf below an anchor with such a key. */
function below(key: TestSigner, more: Partial<ChainInput>, change: Partial<Parameters<typeof make>[0]> = {}): Verdict {
  const top = make({ subject: 'CN=Top', ca: true, key });
  const leaf = make({ subject: 'CN=leaf', issuer: top, key: keyNamed('leaf', 'ec'), ...change });
  return judge(leaf, [], { anchors: [top.certificate], ...more });
}

/** What a finding is about besides its code. */
const problemOf = (verdict: Verdict): unknown => (verdict.ok ? undefined : verdict.reason['problem']);

/** A leaf with such a public key, below an anchor with a usual one. */
function leafWith(publicKey: PublicKey): Made {
  return make({
    subject: 'CN=leaf',
    issuer: make({ subject: 'CN=Top', ca: true, key: keyNamed('top', 'ec') }),
    publicKey: encodePublicKey(publicKey),
  });
}

const top = make({ subject: 'CN=Top', ca: true, key: keyNamed('top', 'ec') });
const anchors = [top.certificate];

describe('keys on further curves in chains', () => {
  for (const curve of ['secp256k1', 'brainpoolP256r1', 'brainpoolP320r1', 'brainpoolP384r1', 'brainpoolP512r1'] as const) {
    it(`a CA on ${curve} is taken with furtherAlgorithms, and refused without them`, () => {
      const key = signer(ecKey(curve));
      assert.equal(outcome(below(key, { algorithms: all })), 'ok');
      assert.equal(outcome(below(key, { algorithms: all }, { breakSignature: true })), 'signature-invalid 0');
      const refused = below(key, {});
      assert.equal(outcome(refused), 'signature-invalid 0');
      assert.equal(problemOf(refused), 'key-restrictions');
      assert.match(explainVerdict(refused), /to do: add furtherAlgorithms to the algorithms of the\s+caller/);
    });

    it(`webpki takes no key on ${curve}, of a CA or a leaf`, () => {
      const verdict = below(signer(ecKey(curve)), { algorithms: all, profile: 'webpki' });
      assert.equal(outcome(verdict), 'curve-not-allowed 1');
      const leaf = leafWith(publicKeyOf(ecKey(curve)));
      const other = judge(leaf, [], { anchors, profile: 'webpki', peer: { kind: 'dns', value: 'a.test' } });
      assert.ok(!other.ok && other.attempts.some(({ findings }) => findings.some(({ code }) => code === 'curve-not-allowed')));
    });
  }

  it('curves of 224 bits are too small, unless strength allows them', () => {
    for (const curve of ['P-224', 'brainpoolP224r1'] as const) {
      const key = signer(ecKey(curve));
      const verdict = below(key, { algorithms: all });
      assert.equal(outcome(verdict), 'curve-too-small 1');
      assert.ok(!verdict.ok && verdict.reason['found'] === 224);
      assert.equal(outcome(below(key, { algorithms: all, strength: { minEcBits: 224 } })), 'ok');
    }
  });

  it('sizes of curves are those of their names', () => {
    const bits = { brainpoolP320r1: 320, 'P-521': 521, secp256k1: 256 } as const;
    for (const [curve, size] of Object.entries(bits)) {
      const verdict = below(signer(ecKey(curve as CurveName)), { algorithms: all, strength: { minEcBits: 600 } });
      assert.ok(
        !verdict.ok &&
          verdict.attempts.some(({ findings }) => findings.some(({ code, found }) => code === 'curve-too-small' && found === size)),
      );
    }
  });

  it('SHA-3 and SHAKE are taken with furtherAlgorithms, and named without', () => {
    for (const algorithm of [ecdsaSha3_256, ecdsaShake256]) {
      const key = signer(ecKey('P-256'), algorithm);
      assert.equal(outcome(below(key, { algorithms: all })), 'ok');
      const refused = below(key, {});
      assert.equal(outcome(refused), 'signature-algorithm-not-allowed 0');
      assert.match(explainVerdict(refused), /to do: add furtherAlgorithms to the algorithms of the\s+caller/);
    }
  });

  it('the usual curves go by either descriptor', () => {
    const key = signer(ecKey('P-256'), ecdsaSha256AnyCurve);
    assert.equal(outcome(below(key, {})), 'ok');
    assert.equal(outcome(below(key, { algorithms: [ecdsaSha256AnyCurve] })), 'ok');
  });

  it('books what a verification costs: a budget for usual keys is too small for others', () => {
    assert.equal(outcome(below(signer(ecKey('P-256')), { algorithms: all, budget: { signatures: 1 } })), 'ok');
    const key = signer(ecKey('brainpoolP512r1'));
    assert.equal(outcome(below(key, { algorithms: all, budget: { signatures: 20 } })), 'budget-exhausted -1');
    assert.equal(outcome(below(key, { algorithms: all, budget: { signatures: 30 } })), 'ok');
  });
});

describe('keys of further kinds in chains', () => {
  it('Ed448 is taken with furtherAlgorithms, and named without', () => {
    const key = signer({ kind: 'ed448', seed: new Uint8Array(57).fill(5) });
    assert.equal(outcome(below(key, { algorithms: all })), 'ok');
    assert.equal(outcome(below(key, { algorithms: all }, { breakSignature: true })), 'signature-invalid 0');
    assert.equal(outcome(below(key, { algorithms: all, strength: { minEcBits: 384 } })), 'curve-too-small 0');
    const refused = below(key, {});
    assert.equal(outcome(refused), 'signature-algorithm-not-allowed 0');
    assert.match(explainVerdict(refused), /to do: add furtherAlgorithms to the algorithms of the\s+caller/);
    assert.equal(outcome(below(key, { algorithms: all, profile: 'webpki' })), 'key-kind-not-allowed 1');
  });

  for (const kind of ['x25519', 'x448'] as const) {
    const point = new Uint8Array(kind === 'x25519' ? 32 : 56).fill(9);
    it(`a leaf may hold a key of ${kind}; a CA with one signs nothing`, () => {
      assert.equal(outcome(judge(leafWith({ kind, point }), [], { anchors })), 'ok');
      const ca = make({ subject: 'CN=CA', issuer: top, ca: true, publicKey: encodePublicKey({ kind, point }) });
      const leaf = make({ subject: 'CN=leaf', issuer: ca, key: keyNamed('leaf', 'ec') });
      const verdict = judge(leaf, [ca], { anchors, algorithms: all });
      assert.equal(outcome(verdict), 'signature-invalid 0');
      assert.equal(problemOf(verdict), 'wrong-key-kind');
      assert.equal(outcome(judge(leafWith({ kind, point }), [], { anchors, profile: 'webpki' })), 'key-kind-not-allowed 0');
    });
  }

  it('a leaf may hold a key of ML-DSA or SLH-DSA without an algorithm for it', () => {
    assert.equal(
      outcome(judge(leafWith({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44', octets: new Uint8Array(1312) }), [], { anchors })),
      'ok',
    );
    const slhDsa = leafWith({ kind: 'slh-dsa', parameterSet: 'SLH-DSA-SHA2-128s', octets: new Uint8Array(32) });
    assert.equal(outcome(judge(slhDsa, [], { anchors, strength: { minEcBits: 384 } })), 'curve-too-small 1');
    assert.equal(outcome(judge(slhDsa, [], { anchors })), 'ok');
  });
});
