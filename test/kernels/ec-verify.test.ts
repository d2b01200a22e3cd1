/**
 * Whole verifications against noble, 2,000 on each curve: good and damaged signatures, numbers at the ends of their range, keys that meet the tables, sums
 * that are infinity. `CERTWRIGHT_SEED` chooses others, `CERTWRIGHT_VERIFICATIONS` how many.
 */
import assert from 'node:assert/strict';
import { ed25519 as nobleEd25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { bigIntToBytes, bytesToBigInt, concatBytes } from '../../lib/base/bytes.ts';
import { verifyDigest } from '../../lib/crypto/ec/verification.ts';
import { publicCurve } from '../../lib/crypto/ec/weierstrass.ts';
import { ed25519 } from '../../lib/crypto/eddsa.ts';
import { seed, seededNumbers, seededOctets } from './seeded.ts';

const VERIFICATIONS = Number(process.env['CERTWRIGHT_VERIFICATIONS'] ?? 2000);

function flipBit(octets: Uint8Array, bit: number): void {
  octets[bit >> 3] = (octets[bit >> 3] as number) ^ (1 << (bit & 7));
}

for (const [curve, noble] of [
  ['P-256', p256],
  ['P-384', p384],
  ['P-521', p521],
] as const) {
  const { Point } = noble;
  const { ORDER: n, BYTES: size } = Point.Fn;
  const p = Point.Fp.ORDER;

  describe(`kernels: verification on ${curve}, seed ${seed}`, () => {
    it(`${VERIFICATIONS / 2} signatures, as noble judges them`, function () {
      this.timeout(1_200_000);
      const octets = seededOctets(`${curve} signatures`);
      const below = seededNumbers(`${curve} signatures`);
      let good = 0;
      for (let i = 0; i < VERIFICATIONS / 2; i++) {
        // Every key signs four times.
        const secret = bigIntToBytes(1n + (bytesToBigInt(seededOctets(`${curve} key ${i >> 2}`)(size + 8)) % (n - 1n)), size);
        const point = noble.getPublicKey(secret, below(2) === 0);
        const digest = octets(32);
        const signature = noble.sign(digest, secret, { prehash: false, lowS: false }).slice();
        const [r, s] = [signature.subarray(0, size), signature.subarray(size)];
        const ends = [0n, 1n, 2n, n - 2n, n - 1n, n, n + 1n, (n - 1n) / 2n, bytesToBigInt(octets(size)) % 2n ** 32n];
        const way = below(8);
        if (way === 0) flipBit(signature, below(8 * signature.length));
        if (way === 1) s.set(bigIntToBytes(n - bytesToBigInt(s), size));
        if (way === 2) r.set(bigIntToBytes(ends[below(ends.length)] as bigint, size));
        if (way === 3) s.set(bigIntToBytes(ends[below(ends.length)] as bigint, size));
        if (way === 4) flipBit(digest, below(8 * digest.length));
        const wanted = noble.verify(signature, digest, point, { prehash: false, lowS: false });
        if (wanted) good++;
        assert.equal(verifyDigest({ kind: 'ec', curve, point }, digest, signature), wanted, `number ${i}, way ${way}`);
      }
      assert.ok(good > VERIFICATIONS / 8 && good < VERIFICATIONS / 2, `${good} were good`);
    });

    it(`${VERIFICATIONS / 2} sums of points that formulas trip over`, function () {
      this.timeout(1_200_000);
      const { hasAbscissa } = publicCurve(curve);
      const octets = seededOctets(`${curve} sums`);
      const below = seededNumbers(`${curve} sums`);
      const scalar = (): bigint => bytesToBigInt(octets(size + 8)) % n;
      const small = (): bigint => BigInt(1 + below(300));
      let infinite = 0;
      for (let i = 0; i < VERIFICATIONS / 2; i++) {
        // The key is k G, for a k that the tables hold, its opposite, or any.
        const k = [small(), n - small(), scalar() || 1n, 1n << BigInt(below(250))][below(4)] as bigint;
        const point = Point.BASE.multiplyUnsafe(k);
        const u2 = [scalar(), small(), n - small(), 1n << BigInt(below(250)), 0n][below(5)] as bigint;
        const product = (u2 * k) % n;
        const u1 = [scalar(), product, (n - product) % n, (product + small()) % n, small(), 0n, u2][below(7)] as bigint;
        const sum = Point.BASE.multiplyUnsafe(u1).add(point.multiplyUnsafe(u2));
        const bytes = point.toBytes(below(2) === 0);
        if (sum.is0()) {
          infinite++;
          for (const r of [0n, 1n, n - 1n, point.toAffine().x % n])
            assert.equal(hasAbscissa(u1, u2, bytes, r), false, `number ${i}: ${u1}, ${u2}, ${k}`);
          continue;
        }
        const r = sum.toAffine().x % n;
        assert.equal(hasAbscissa(u1, u2, bytes, r), true, `number ${i}: ${u1}, ${u2}, ${k}`);
        assert.equal(hasAbscissa(u1, u2, bytes, (r + 1n) % n), false, `number ${i}, another abscissa`);
      }
      assert.ok(infinite > VERIFICATIONS / 40, `${infinite} were infinity`);
    });

    it('numbers of which one stands for two abscissas', () => {
      let found = 0;
      for (let x = n; x < p && found < 5; x++) {
        const bytes = concatBytes(Uint8Array.of(2), bigIntToBytes(x, size));
        try {
          Point.fromBytes(bytes).assertValidity();
        } catch {
          continue;
        }
        found++;
        assert.equal(publicCurve(curve).hasAbscissa(0n, 1n, bytes, x - n), true);
      }
      assert.equal(found, 5);
    });
  });
}

describe(`kernels: verification with Ed25519, seed ${seed}`, () => {
  it(`${VERIFICATIONS} signatures, as noble judges them`, function () {
    this.timeout(1_200_000);
    const octets = seededOctets('ed25519');
    const below = seededNumbers('ed25519');
    const L = nobleEd25519.Point.Fn.ORDER;
    let good = 0;
    for (let i = 0; i < VERIFICATIONS; i++) {
      const secret = octets(32);
      const point = nobleEd25519.getPublicKey(secret).slice();
      const message = octets(below(200));
      const signature = nobleEd25519.sign(message, secret).slice();
      const way = below(6);
      if (way === 0) flipBit(signature, below(512));
      if (way === 1) flipBit(point, below(256));
      if (way === 2) signature.set(bigIntToBytes([0n, 1n, L - 1n, L, L + 1n][below(5)] as bigint, 32).reverse(), 32);
      let wanted = false;
      try {
        wanted = nobleEd25519.verify(signature, message, point, { zip215: false });
      } catch {
        wanted = false;
      }
      if (wanted) good++;
      assert.equal(ed25519.verify({ kind: 'ed25519', point }, message, signature), wanted, `number ${i}, way ${way}`);
    }
    assert.ok(good > VERIFICATIONS / 4 && good < VERIFICATIONS, `${good} were good`);
  });
});
