/** Attacks on ECDSA and EdDSA signatures, by name. */
import assert from 'node:assert/strict';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { bigIntToBytes, bytesToBigInt, concatBytes, fromHex, utf8 } from '../../lib/base/bytes.ts';
import { curveGroup } from '../../lib/crypto/ec/curves.ts';
import { ecdsaSha256AnyCurve } from '../../lib/crypto/ec/any-curve.ts';
import { type EcdsaAlgorithm, ecdsaSha256 } from '../../lib/crypto/ec/ecdsa.ts';
import { generateEcKey } from '../../lib/crypto/ec/generate.ts';
import { ecPublicKeyOf, uncompressedPoint } from '../../lib/crypto/ec/points.ts';
import { signEcdsa } from '../../lib/crypto/ec/scheme.ts';
import { decodeEcdsaSignature } from '../../lib/crypto/ec/signature.ts';
import { ed25519PublicKeyOf, ed25519Signer } from '../../lib/crypto/eddsa-signing.ts';
import { ed25519 } from '../../lib/crypto/eddsa.ts';
import { CURVE_NAMES, curveFieldOctets } from '../../lib/keys/curves.ts';
import { testRandom } from '../unit/crypto/test-random.ts';

const data = utf8('abc');
const unused = testRandom('unused');
const signatureOf = (r: bigint, s: bigint): Uint8Array => encodeDer((writer) => writer.sequence((inner) => inner.integer(r).integer(s)));

for (const curve of CURVE_NAMES) {
  const algorithm = [ecdsaSha256, ecdsaSha256AnyCurve].find(({ takes }) =>
    takes?.(generateEcKey(curve, testRandom(curve))),
  ) as EcdsaAlgorithm;
  describe(`security: ECDSA on ${curve}`, () => {
    const key = generateEcKey(curve, testRandom(`attack ${curve}`));
    const publicKey = ecPublicKeyOf(key);
    const good = signEcdsa(algorithm, key, data, unused);
    const compact = decodeEcdsaSignature(good, curveFieldOctets(curve)) as Uint8Array;
    const [r, s] = [compact.subarray(0, compact.length / 2), compact.subarray(compact.length / 2)].map(bytesToBigInt) as [bigint, bigint];
    const n = curveGroup(curve).Fn.ORDER;

    it('the good signature is good', () => {
      assert.deepEqual(signatureOf(r, s), good);
      assert.ok(algorithm.verify(publicKey, data, good));
    });

    it('CVE-2022-21449 "psychic signatures", CVE-2022-41340: r and s out of range', () => {
      const wrong = [0n, n, n + 1n, -1n, 2n * n, -s, s + n, s - n];
      for (const value of wrong) {
        assert.equal(algorithm.verify(publicKey, data, signatureOf(value, s)), false, `r = ${value}`);
        assert.equal(algorithm.verify(publicKey, data, signatureOf(r, value)), false, `s = ${value}`);
        for (const other of wrong) assert.equal(algorithm.verify(publicKey, data, signatureOf(value, other)), false);
      }
      assert.equal(algorithm.verify(publicKey, data, signatureOf(r + n, s)), false);
      assert.equal(algorithm.verify(publicKey, data, signatureOf(s, r)), false);
    });

    it('CVE-2020-14966, CVE-2024-42460, CVE-2024-42461: BER variants of a good signature', () => {
      const integers = concatBytes(...[r, s].map((number) => encodeDer((writer) => writer.integer(number))));
      const sequence = (content: Uint8Array): Uint8Array => encodeDer((writer) => writer.value(0x30, content));
      const [rBody, sBody] = [r, s].map((number) => encodeDer((writer) => writer.integer(number)).subarray(2)) as [Uint8Array, Uint8Array];
      const integer = (content: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(2, content.length), content);
      const long = (value: Uint8Array): Uint8Array =>
        concatBytes(Uint8Array.of(value[0] as number, 0x81, value.length - 2), value.subarray(2));
      const zero = new Uint8Array(1);
      const variants: readonly Uint8Array[] = [
        sequence(concatBytes(integer(concatBytes(zero, rBody)), integer(sBody))),
        sequence(concatBytes(integer(rBody), integer(concatBytes(zero, sBody)))),
        sequence(concatBytes(long(integer(rBody)), integer(sBody))),
        sequence(concatBytes(integers, zero)),
        sequence(concatBytes(integers, fromHex('0500'))),
        sequence(integers.subarray(0, rBody.length + 2)),
        sequence(new Uint8Array(0)),
        concatBytes(good, zero),
        concatBytes(fromHex('3080'), integers, fromHex('0000')),
        concatBytes(fromHex('308200'), Uint8Array.of(integers.length), integers),
        concatBytes(fromHex('31'), good.subarray(1)),
        good.subarray(0, good.length - 1),
        compact,
        new Uint8Array(0),
        new Uint8Array(100_000),
      ];
      for (const [index, variant] of variants.entries())
        assert.equal(algorithm.verify(publicKey, data, variant), false, `variant ${index}`);
    });

    it('every flipped bit of a signature is refused', () => {
      for (let bit = 0; bit < 8 * good.length; bit += 13) {
        const bad = good.slice();
        bad[bit >> 3] = (bad[bit >> 3] as number) ^ (0x80 >> (bit & 7));
        assert.equal(algorithm.verify(publicKey, data, bad), false, `bit ${bit}`);
      }
    });

    it('invalid curve: points off the curve, at infinity, with coordinates out of range', () => {
      const size = curveFieldOctets(curve);
      const point = publicKey.point;
      const off = point.slice();
      off[off.length - 1] = (off[off.length - 1] as number) ^ 1;
      const bad = [
        off,
        Uint8Array.of(0),
        new Uint8Array(0),
        new Uint8Array(1 + 2 * size),
        concatBytes(Uint8Array.of(4), new Uint8Array(2 * size)),
      ];
      bad.push(
        concatBytes(Uint8Array.of(4), new Uint8Array(2 * size).fill(255)),
        concatBytes(Uint8Array.of(6), point.subarray(1)),
        point.subarray(1),
      );
      for (const wrong of bad) {
        assert.equal(uncompressedPoint({ kind: 'ec', curve, point: wrong }), undefined);
        assert.equal(algorithm.verify({ kind: 'ec', curve, point: wrong }, data, good), false);
      }
    });

    it('CVE-2022-0778: compressed points without a square root end quickly', () => {
      const start = performance.now();
      let refused = 0;
      for (let x = 1n; x <= 40n; x++) {
        const point = concatBytes(Uint8Array.of(2), bigIntToBytes(x, curveFieldOctets(curve)));
        if (uncompressedPoint({ kind: 'ec', curve, point }) === undefined) refused++;
      }
      assert.ok(refused >= 8 && refused <= 32, `${refused} of 40 numbers are no abscissa; about half are expected`);
      assert.ok(performance.now() - start < 5000);
    });

    it('CVE-2024-48948, elliptic GHSA-vjh7-7g9h-fjfh: the nonce depends on key and message, and on nothing else', () => {
      assert.deepEqual(signEcdsa(algorithm, key, data, testRandom('a')), signEcdsa(algorithm, key, data, testRandom('b')));
      const nonces = new Set<string>();
      for (let i = 0; i < 20; i++) {
        const signature = decodeEcdsaSignature(signEcdsa(algorithm, key, Uint8Array.of(i), unused), curveFieldOctets(curve)) as Uint8Array;
        nonces.add(signature.subarray(0, curveFieldOctets(curve)).join());
      }
      assert.equal(nonces.size, 20);
    });
  });
}

describe('security: Ed25519', () => {
  const L = (1n << 252n) + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
  const key = { kind: 'ed25519', seed: testRandom('edwards')(32) } as const;
  const publicKey = ed25519PublicKeyOf(key);
  const good = ed25519Signer(key)(data);
  const littleEndian = (value: bigint): Uint8Array => bigIntToBytes(value, 32).reverse();
  const s = bytesToBigInt(good.slice(32).reverse());

  it('the good signature is good', () => assert.ok(ed25519.verify(publicKey, data, good)));

  it('CVE-2026-33895: S not below L', () => {
    for (let times = 1n; s + times * L < 1n << 256n; times++)
      assert.equal(
        ed25519.verify(publicKey, data, concatBytes(good.subarray(0, 32), littleEndian(s + times * L))),
        false,
        `S + ${times} L`,
      );
    assert.equal(ed25519.verify(publicKey, data, concatBytes(good.subarray(0, 32), littleEndian(L))), false);
  });

  it('CVE-2024-48949, CVE-2024-42459: length of the signature', () => {
    for (const wrong of [good.subarray(0, 63), concatBytes(good, new Uint8Array(1)), new Uint8Array(0), new Uint8Array(64)])
      assert.equal(ed25519.verify(publicKey, data, wrong), false);
  });

  it('keys of small order sign nothing', () => {
    // The neutral element, the point of order 2, points of order 4 and 8 (RFC 7748 section 7 lists their kin).
    const small = [
      littleEndian(1n),
      littleEndian((1n << 255n) - 20n),
      new Uint8Array(32),
      concatBytes(new Uint8Array(31), Uint8Array.of(0x80)),
      fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
      fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'),
    ];
    for (const point of small) {
      for (const first of small)
        assert.equal(ed25519.verify({ kind: 'ed25519', point }, data, concatBytes(first, new Uint8Array(32))), false);
    }
  });

  it('points that are not in their one form', () => {
    const p = (1n << 255n) - 19n;
    for (const value of [p, p + 1n, p + 3n, (1n << 255n) - 1n]) {
      assert.equal(ed25519.verify({ kind: 'ed25519', point: littleEndian(value) }, data, good), false);
      assert.equal(ed25519.verify(publicKey, data, concatBytes(littleEndian(value), good.subarray(32))), false);
    }
  });

  it('every flipped bit is refused', () => {
    for (let bit = 0; bit < 512; bit += 5) {
      const bad = good.slice();
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.equal(ed25519.verify(publicKey, data, bad), false, `bit ${bit}`);
    }
  });
});
