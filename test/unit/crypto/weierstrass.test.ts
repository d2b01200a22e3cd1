/** Sums of points for verification, against noble: every exceptional case of the formulas, and what only some keys and signatures reach. */
import assert from 'node:assert/strict';
import { ecdsa } from '@noble/curves/abstract/weierstrass.js';
import { bigIntToBytes, bytesToBigInt, concatBytes } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { curveGroup } from '../../../lib/crypto/ec/curves.ts';
import { generateEcKey } from '../../../lib/crypto/ec/generate.ts';
import { curveParameters } from '../../../lib/crypto/ec/parameters.ts';
import { signDigest } from '../../../lib/crypto/ec/scheme.ts';
import { verifyDigest } from '../../../lib/crypto/ec/verification.ts';
import { signedDigits } from '../../../lib/crypto/ec/signed-digits.ts';
import { publicCurve } from '../../../lib/crypto/ec/weierstrass.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { curveFieldOctets } from '../../../lib/keys/curves.ts';
import type { CurveName } from '../../../lib/keys/types.ts';
import { testRandom } from './test-random.ts';

type Point = ReturnType<typeof curveGroup>['BASE'];

describe('crypto/ec/weierstrass: signed digits', () => {
  it('sum up to the number, are odd, small and far apart', () => {
    const random = testRandom('digits');
    const numbers = [0n, 1n, 2n, 3n, 15n, 16n, 17n, 127n, 128n, 129n, 255n, 256n, 2n ** 256n - 1n, 2n ** 255n];
    for (let i = 0; i < 200; i++) numbers.push(bytesToBigInt(random(1 + (i % 66))));
    for (const number of numbers) {
      for (const width of [2, 5, 8]) {
        const digits = signedDigits(number, width);
        let sum = 0n;
        let last = -width;
        for (const [i, digit] of digits.entries()) {
          if (digit === 0) continue;
          sum += BigInt(digit) << BigInt(i);
          assert.ok(digit % 2 !== 0 && Math.abs(digit) < 2 ** (width - 1), `digit ${digit}`);
          assert.ok(i - last >= width, `digits at ${last} and ${i}`);
          last = i;
        }
        assert.equal(sum, number);
      }
    }
  });
});

for (const curve of ['P-256', 'P-384', 'P-521'] as const) {
  const group = curveGroup(curve);
  const { p, n } = curveParameters(curve);
  const size = curveFieldOctets(curve);
  const ours = publicCurve(curve);
  const of = (k: bigint, point: Point): Point => (k % n === 0n ? group.ZERO : point.multiplyUnsafe(k % n));
  const opposite = (point: Point): Point => group.fromAffine({ x: point.toAffine().x, y: p - point.toAffine().y });

  /** The sum by noble must be the sum by ours, for the point in both its forms. */
  const check = (u1: bigint, u2: bigint, point: Point, why: string): void => {
    const sum = of(u1, group.BASE).add(of(u2, point));
    const octets = point.toBytes(false);
    if (sum.is0()) {
      for (const r of [0n, 1n, n - 1n, point.toAffine().x % n]) assert.equal(ours.hasAbscissa(u1, u2, octets, r), false, why);
    } else {
      const r = sum.toAffine().x % n;
      assert.equal(ours.hasAbscissa(u1, u2, octets, r), true, why);
      assert.equal(ours.hasAbscissa(u1, u2, point.toBytes(true), r), true, `${why}, compressed`);
      for (const wrong of [r + 1n, r - 1n, n - r, 0n, 1n])
        if (wrong !== r && wrong >= 0n && wrong < n) assert.equal(ours.hasAbscissa(u1, u2, octets, wrong), false, `${why}, another r`);
    }
  };

  describe(`crypto/ec/weierstrass: ${curve} against noble`, () => {
    const random = testRandom(`sums ${curve}`);
    const scalar = (): bigint => bytesToBigInt(random(size + 8)) % n;

    it('random numbers and keys', () => {
      for (let i = 0; i < 12; i++) check(scalar(), scalar(), of(scalar(), group.BASE), `${i}`);
    });

    it('numbers at the ends of their range', () => {
      const point = of(scalar(), group.BASE);
      const ends = [0n, 1n, 2n, 3n, 127n, 128n, n - 1n, n - 2n, (n - 1n) / 2n, (n + 1n) / 2n, 1n << 255n];
      for (const u1 of ends) for (const u2 of ends) if (u1 < n && u2 < n && (u1 + u2) % 3n !== 1n) check(u1, u2, point, `${u1}, ${u2}`);
    });

    it('keys that meet the table of the base point: small multiples of it and their opposites', () => {
      const numbers = [1n, 64n, n - 1n, scalar()];
      for (const k of [1n, 2n, 3n, 5n, 15n, 17n, 127n, 128n]) {
        const point = of(k, group.BASE);
        for (const key of [point, opposite(point)])
          for (const u of numbers) check(u, numbers[Number(k) % 4] as bigint, key, `${k} G, ${u}`);
      }
    });

    it('sums that are infinity, and doublings in place of additions, at the end and on the way', () => {
      for (let i = 0; i < 6; i++) {
        const k = i < 3 ? BigInt(i + 1) : scalar();
        const point = of(k, group.BASE);
        const u = i % 2 === 0 ? scalar() : BigInt(7 * i);
        check((n - ((u * k) % n)) % n, u, point, 'u1 G = -u2 Q');
        check((u * k) % n, u, point, 'u1 G = u2 Q');
        // The same at the upper bits only: what is left is added to infinity.
        check(((n - ((u * k) % n)) % n) ^ 1n, u, point, 'next to u1 G = -u2 Q');
        check(u, u, point, 'the same digits');
        check(u, n - u, point, 'opposite digits');
      }
    });

    it('abscissas that are not below the order', () => {
      let found = 0;
      for (let r = 0n; r < 40n && found < 3 && r + n < p; r++) {
        const octets = concatBytes(Uint8Array.of(2), bigIntToBytes(n + r, size));
        let point: Point;
        try {
          point = group.fromBytes(octets);
        } catch {
          continue;
        }
        found++;
        check(0n, 1n, point, `x = n + ${r}`);
        assert.equal(ours.hasAbscissa(0n, 1n, octets, r), true);
      }
      assert.equal(found, 3);
    });

    it('refuses what noble refuses as a key', () => {
      const key = of(scalar(), group.BASE);
      const { x, y } = key.toAffine();
      const octets = key.toBytes(false);
      const coordinates = (a: bigint, b: bigint): Uint8Array =>
        concatBytes(Uint8Array.of(4), bigIntToBytes(a, size), bigIntToBytes(b, size));
      const wrong = [
        ...[0, 1, 2, 3, 5, 6, 7, 255].map((form) => concatBytes(Uint8Array.of(form), octets.subarray(1))),
        ...[0, 1, 4, 5, 6, 7].map((form) => concatBytes(Uint8Array.of(form), octets.subarray(1, 1 + size))),
        octets.subarray(0, octets.length - 1),
        concatBytes(octets, Uint8Array.of(0)),
        new Uint8Array(0),
        coordinates(x, (y + 1n) % p),
        coordinates((x + 1n) % p, y),
        coordinates(y, x),
        coordinates(x, 0n),
        coordinates(0n, 0n),
        coordinates(p, y),
        coordinates(0n, p),
        concatBytes(Uint8Array.of(2), bigIntToBytes(p, size)),
        concatBytes(Uint8Array.of(3), bigIntToBytes(p + 1n, size)),
      ];
      // Numbers of the field, but not in their one form: some are abscissas of points.
      for (let i = 0n; i < 12n; i++) {
        const octets = concatBytes(Uint8Array.of(2), bigIntToBytes(p + i, size));
        assert.equal(ours.hasAbscissa(0n, 1n, octets, i), false, `x = p + ${i}`);
      }
      for (let i = 1n; i < 30n; i++) wrong.push(concatBytes(Uint8Array.of(2 + Number(i % 2n)), bigIntToBytes(i, size)));
      let taken = 0;
      for (const [index, point] of wrong.entries()) {
        let theirs: bigint | undefined;
        try {
          theirs = group.fromBytes(point).toAffine().x % n;
        } catch {
          theirs = undefined;
        }
        if (theirs !== undefined) taken++;
        for (const r of [theirs ?? x, x % n])
          assert.equal(ours.hasAbscissa(0n, 1n, point, r), theirs !== undefined && r === theirs, `point ${index}`);
      }
      assert.ok(taken > 5 && taken < 25, `${taken} of the compressed ones are points`);
    });

    it('signatures and digests at the ends of their range', () => {
      const oracle = ecdsa(group, sha256.noble);
      const key = generateEcKey(curve, random);
      const point = key.point as Uint8Array;
      const numbers = (at: bigint): bigint[] =>
        [0n, 1n, 2n, at, n - at, n - 1n, n, n + 1n].filter((number) => number < 1n << BigInt(8 * size));
      const digests = [0n, 1n, n - 1n, n, n + 1n, bytesToBigInt(random(size))].map((number) =>
        bigIntToBytes(number % (1n << BigInt(8 * size)), size),
      );
      let good = 0;
      for (const digest of [...digests, random(20), random(64), new Uint8Array(0)]) {
        const signature = signDigest(key, { hashFunction: sha256 }, digest, random);
        const [r, s] = [signature.subarray(0, size), signature.subarray(size)].map(bytesToBigInt) as [bigint, bigint];
        for (const otherR of numbers(r).concat(r + n < 1n << BigInt(8 * size) ? [r + n] : [])) {
          for (const otherS of digest === digests[0] || otherR === r ? numbers(s) : [s]) {
            const compact = concatBytes(bigIntToBytes(otherR, size), bigIntToBytes(otherS, size));
            const wanted = oracle.verify(compact, digest, point, { prehash: false, lowS: false, format: 'compact' });
            assert.equal(verifyDigest({ kind: 'ec', curve, point }, digest, compact), wanted, `r = ${otherR}, s = ${otherS}`);
            if (wanted) good++;
          }
        }
      }
      assert.equal(good, 18, 'both halves of s of each signature are good, and nothing else');
    });
  });
}

describe('crypto/ec/parameters', () => {
  it('names a curve that is none', () => {
    const wrong = (error: unknown): boolean => error instanceof PkiError && error.code === 'unsupported-curve';
    for (const name of ['P-192', 'toString', ''])
      for (const call of [publicCurve, curveParameters]) assert.throws(() => call(name as CurveName), wrong);
  });
});
