/** Ed25519 verification against noble's strict one: points of every order, encodings that are none, numbers at the ends of their range. */
import assert from 'node:assert/strict';
import { ed25519 as noble } from '@noble/curves/ed25519.js';
import { bigIntToBytes, bytesToBigInt, concatBytes } from '../../../lib/base/bytes.ts';
import { ED25519_ORDER, publicEdwards } from '../../../lib/crypto/ec/edwards.ts';
import { ed25519 } from '../../../lib/crypto/eddsa.ts';
import { testRandom } from './test-random.ts';

const { Point } = noble;
type Point = InstanceType<typeof Point>;

const L = ED25519_ORDER;
const p = 2n ** 255n - 19n;
const random = testRandom('edwards');
const scalar = (): bigint => bytesToBigInt(random(40)) % L;
const of = (k: bigint, point: Point = Point.BASE): Point => (k % L === 0n ? Point.ZERO : point.multiplyUnsafe(k % L));
const little = (value: bigint): Uint8Array => bigIntToBytes(value, 32).reverse();

/** The eight points whose order divides 8: the multiples of one of order 8. */
const torsion = (() => {
  const generator = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  const points = [Point.ZERO];
  while (points.length < 8) points.push((points[points.length - 1] as Point).add(generator));
  return points;
})();

function decoded(octets: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(octets, false);
  } catch {
    return undefined;
  }
}

/** noble's answer to the equation, in noble's order of questions. */
function theirs(S: bigint, R: Uint8Array, k: bigint, A: Uint8Array): boolean {
  const [key, commitment] = [decoded(A), decoded(R)];
  if (key === undefined || commitment === undefined || key.isSmallOrder()) return false;
  return commitment.add(of(k, key)).subtract(of(S)).clearCofactor().is0();
}

function check(S: bigint, R: Uint8Array, k: bigint, A: Uint8Array, wanted?: boolean): void {
  const answer = publicEdwards().satisfies(S, R, k, A);
  const why = `S = ${S}, k = ${k}, R = ${R.join()}, A = ${A.join()}`;
  assert.equal(answer, theirs(S, R, k, A), why);
  if (wanted !== undefined) assert.equal(answer, wanted, why);
}

/** The commitment that makes the equation hold. */
const commitmentOf = (S: bigint, k: bigint, key: Point): Point => of(S).subtract(of(k, key));

describe('crypto/ec/edwards against noble', () => {
  it('random numbers and keys', () => {
    for (let i = 0; i < 15; i++) {
      const [S, k, key] = [scalar(), scalar(), of(scalar())];
      const R = commitmentOf(S, k, key).toBytes();
      check(S, R, k, key.toBytes(), true);
      check((S + 1n) % L, R, k, key.toBytes(), false);
      check(S, R, (k + 1n) % L, key.toBytes(), false);
      check(S, of(scalar()).toBytes(), k, key.toBytes(), false);
      check(S, R, k, of(scalar()).toBytes(), false);
    }
  });

  it('numbers at the ends of their range, keys near the base point, commitments at infinity', () => {
    const ends = [0n, 1n, 2n, 127n, 128n, L - 1n, L - 2n, (L + 1n) / 2n, 1n << 251n];
    for (const [i, S] of ends.entries()) {
      for (const [j, k] of ends.entries()) {
        const number = [1n, 2n, 3n, 15n, 17n, 127n, L - 1n, scalar()][(i + j) % 8] as bigint;
        const key = of(number);
        check(S, commitmentOf(S, k, key).toBytes(), k, key.toBytes(), true);
        check((k * number) % L, Point.ZERO.toBytes(), k, key.toBytes(), true);
        check(S, Point.ZERO.toBytes(), k, key.toBytes());
      }
    }
  });

  it('points with a part of small order: as the equation with the cofactor has it', () => {
    for (const [i, small] of torsion.entries()) {
      for (const other of torsion) {
        const [S, k] = [scalar(), scalar()];
        const key = of(scalar());
        const R = commitmentOf(S, k, key);
        check(S, R.add(other).toBytes(), k, key.add(small).toBytes(), true);
        check(S, of(scalar()).add(other).toBytes(), k, key.add(small).toBytes(), false);
        // A key of small order alone goes with anything, and is refused.
        check(0n, other.toBytes(), k, small.toBytes(), false);
        check(S, of(S).toBytes(), 8n * BigInt(i), small.toBytes(), false);
      }
    }
  });

  it('encodings that are none, or not the one', () => {
    const [S, k, key] = [scalar(), scalar(), of(scalar())];
    const R = commitmentOf(S, k, key).toBytes();
    const encodings: Uint8Array[] = [];
    for (let y = 0n; y < 24n; y++) encodings.push(little(y), little(y + (1n << 255n)));
    for (let y = p - 6n; y < 1n << 255n; y++) encodings.push(little(y), little(y + (1n << 255n)));
    let points = 0;
    for (const octets of encodings) {
      const point = decoded(octets);
      // Whatever the key, this holds; so the key itself is what is refused.
      check(S, of(S).toBytes(), 0n, octets, point !== undefined && !point.isSmallOrder());
      check(S, octets, k, key.toBytes(), false);
      check(S, R, k, octets, false);
      if (point === undefined || point.isSmallOrder()) continue;
      points++;
      check(S, commitmentOf(S, k, point).toBytes(), k, octets, true);
      check(S, octets, 0n, key.toBytes(), false);
    }
    assert.ok(points > 12 && points < 44, `${points} are points`);
    // The same number in another form, y + p, and a sign where x is 0: the equation with the cofactor would hold with commitments of small order.
    for (let y = 0n; y < 19n; y++) {
      const point = decoded(little(y));
      if (point === undefined) continue;
      check(S, commitmentOf(S, k, point).toBytes(), k, little(y + p), false);
      check(S, of(S).toBytes(), 0n, little(y + p), false);
    }
    for (const y of [0n, 1n, p - 1n]) check(k, little(y), 1n, of(k).toBytes(), true);
    for (const y of [p, p + 1n, 1n + (1n << 255n), p - 1n + (1n << 255n), p + 1n + (1n << 255n)])
      check(k, little(y), 1n, of(k).toBytes(), false);
  });

  it('signatures, good and damaged', () => {
    for (let i = 0; i < 25; i++) {
      const seed = random(32);
      const [point, data] = [noble.getPublicKey(seed), random(i * 7)];
      const signature = noble.sign(data, seed);
      const key = { kind: 'ed25519', point } as const;
      assert.ok(ed25519.verify(key, data, signature));
      for (const bad of [signature, point].flatMap((octets) => [0, 7, 31, octets.length - 1].map((at) => [octets, at] as const))) {
        const [octets, at] = bad;
        const copy = octets.slice();
        copy[at] = (copy[at] as number) ^ (1 << (i % 8));
        const [wrongKey, wrongSignature] = octets === point ? [copy, signature] : [point, copy];
        const wanted = noble.verify(wrongSignature, data, wrongKey, { zip215: false });
        assert.equal(ed25519.verify({ kind: 'ed25519', point: wrongKey }, data, wrongSignature), wanted);
        assert.equal(wanted, false);
      }
    }
  });

  it('S of the order or more is refused', () => {
    const seed = random(32);
    const data = random(5);
    const signature = noble.sign(data, seed);
    const s = bytesToBigInt(signature.slice(32).reverse());
    const key = { kind: 'ed25519', point: noble.getPublicKey(seed) } as const;
    const verifies = (S: bigint): boolean => ed25519.verify(key, data, concatBytes(signature.subarray(0, 32), little(S)));
    assert.ok(verifies(s));
    for (const other of [s + L, s + 2n * L, s + 15n * L, L, L + 1n, (1n << 256n) - 1n])
      if (other < 1n << 256n) assert.equal(verifies(other), false);
  });

  it('leaves its input as it was, also where slice does not copy', () => {
    class Shared extends Uint8Array {
      override slice(): Uint8Array<ArrayBuffer> {
        return this.subarray();
      }
    }
    const seed = random(32);
    const data = random(10);
    const [point, signature] = [new Shared(noble.getPublicKey(seed)), new Shared(noble.sign(data, seed))];
    for (let i = 0; i < 2; i++) assert.ok(ed25519.verify({ kind: 'ed25519', point }, data, signature));
  });
});
