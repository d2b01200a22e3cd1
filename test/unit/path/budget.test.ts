import assert from 'node:assert/strict';
import { bitLength } from '../../../lib/base/bytes.ts';
import { DEFAULT_BUDGET, signatureCost, spend, startMeter } from '../../../lib/path/budget.ts';
import { createSignatureMemo, recall } from '../../../lib/path/memo.ts';
import { keyNamed, make } from '../../support/chain-kit.ts';
import { throwsCode } from '../../support/throws.ts';

describe('budget', () => {
  it('books until it is exhausted, and nothing after that', () => {
    const meter = startMeter({ ...DEFAULT_BUDGET, signatures: 3 });
    assert.ok(spend(meter, 'signatures', 2));
    assert.ok(spend(meter, 'signatures', 1));
    assert.equal(spend(meter, 'signatures', 1), false);
    assert.equal(spend(meter, 'steps', 1), false);
    assert.deepEqual(meter.spent, { signatures: 3, steps: 0, comparisons: 0 });
    assert.equal(meter.exhausted, 'signatures');
  });

  it('weighs keys', () => {
    const rsa = (bits: number, e: bigint): number => signatureCost({ kind: 'rsa', n: (1n << BigInt(bits)) - 1n, e });
    assert.equal(rsa(1024, 65_537n), 1);
    assert.equal(rsa(2048, 65_537n), 1);
    assert.equal(rsa(4096, 65_537n), 4);
    assert.equal(rsa(16_384, 65_537n), 64);
    assert.ok(rsa(2048, (1n << 64n) - 1n) >= 3);
    const point = new Uint8Array(0);
    assert.deepEqual(
      (['P-256', 'P-384', 'P-521'] as const).map((curve) => signatureCost({ kind: 'ec', curve, point })),
      [1, 3, 5],
    );
    assert.equal(signatureCost({ kind: 'ed25519', point }), 1);
    assert.deepEqual([0n, 1n, 255n, 256n].map(bitLength), [0, 1, 8, 9]);
  });
});

describe('signature memo', () => {
  const { certificate } = make({ subject: 'CN=memo', ca: true });
  const other = make({ subject: 'CN=memo 2', ca: true }).certificate;
  const key = certificate.publicKey.der;
  const never = (): boolean => assert.fail('asked again');

  it('asks once for the same octets', () => {
    const memo = createSignatureMemo({ max: 2 });
    assert.equal(
      recall(memo, key, certificate, () => true),
      true,
    );
    const copy = { ...certificate, tbs: certificate.tbs.slice(), signature: certificate.signature.slice() };
    assert.equal(recall(memo, key.slice(), copy, never), true);
    assert.equal(
      recall(memo, keyNamed('x').publicKey, certificate, () => false),
      false,
    );
    assert.equal(
      recall(memo, key, { ...certificate, signature: new Uint8Array(64) }, () => false),
      false,
    );
  });

  it('keeps nothing of a question that was not answered', () => {
    const memo = createSignatureMemo({ max: 2 });
    assert.equal(
      recall(memo, key, certificate, () => undefined),
      undefined,
    );
    assert.equal(
      recall(memo, key, certificate, () => true),
      true,
    );
  });

  it('forgets the oldest beyond its size', () => {
    const memo = createSignatureMemo({ max: 1 });
    recall(memo, key, certificate, () => true);
    recall(memo, key, other, () => true);
    assert.equal(memo.results.size, 1);
    assert.equal(recall(memo, key, other, never), true);
    assert.equal(
      recall(memo, key, certificate, () => false),
      false,
    );
  });

  it('keeps what is asked for before what is not', () => {
    const memo = createSignatureMemo({ max: 2 });
    recall(memo, key, certificate, () => true);
    for (let i = 0; i < 10; i++) {
      recall(memo, key, { ...other, signature: Uint8Array.of(i) }, () => false);
      assert.equal(recall(memo, key, certificate, never), true);
    }
    assert.equal(memo.results.size, 2);
  });

  it('takes none for another that has the same signature, whatever else differs', () => {
    const memo = createSignatureMemo({ max: 10 });
    const { signature, signatureAlgorithm, tbs } = certificate;
    const longKey = new Uint8Array(100).fill(7);
    const flipped = (octets: Uint8Array): Uint8Array => octets.map((octet, i) => (i === 3 ? octet ^ 1 : octet));
    recall(memo, longKey, certificate, () => true);
    const others = [
      [flipped(longKey), certificate],
      [longKey, { signature, signatureAlgorithm, tbs: flipped(tbs) }],
      [longKey, { signature, tbs, signatureAlgorithm: { ...signatureAlgorithm, der: flipped(signatureAlgorithm.der) } }],
      [longKey, { tbs, signatureAlgorithm, signature: Uint8Array.of(...new Uint8Array(36), ...signature) }],
    ] as const;
    for (const [otherKey, signed] of others) {
      assert.equal(
        recall(memo, otherKey, signed, () => false),
        false,
      );
      assert.equal(recall(memo, otherKey, signed, never), false);
      recall(memo, longKey, certificate, () => true);
    }
  });

  it('keeps copies: octets that change later are asked about again', () => {
    const memo = createSignatureMemo({ max: 10 });
    const signed = { ...certificate, tbs: certificate.tbs.slice(), signature: certificate.signature.slice() };
    recall(memo, key, signed, () => true);
    signed.tbs[20] = (signed.tbs[20] as number) ^ 1;
    assert.equal(
      recall(memo, key, signed, () => false),
      false,
    );
    assert.equal(recall(memo, key, signed, never), false);
  });

  it('knows large objects by identity, and forgets their keys too', () => {
    const memo = createSignatureMemo({ max: 4 });
    const large = { ...certificate, tbs: new Uint8Array(20_000) };
    assert.equal(
      recall(memo, key, large, () => true),
      true,
    );
    assert.equal(recall(memo, key, large, never), true);
    assert.equal(
      recall(memo, key, { ...large }, () => false),
      false,
    );
    assert.equal(memo.results.size, 0);
    for (let i = 0; i < 20; i++) recall(memo, Uint8Array.of(i), large, () => false);
    assert.equal(
      recall(memo, key, large, () => false),
      false,
    );
  });

  it('refuses a size that is none', () => {
    for (const max of [0, -1, 1.5, Number.NaN]) throwsCode('bad-option', () => createSignatureMemo({ max }));
  });
});
