/** Ed448 against RFC 8032 7.4 and noble's own scheme: points of every order, encodings that are none, numbers at the ends of their range. */
import assert from 'node:assert/strict';
import { ed448 as noble } from '@noble/curves/ed448.js';
import { shake256 } from '@noble/hashes/sha3.js';
import { bigIntToBytes, bytesToBigInt, concatBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { ed448, ed448PublicKeyOf } from '../../../lib/crypto/ed448.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { throwsCode } from '../../support/throws.ts';
import { testRandom } from './test-random.ts';

const { Point } = noble;
type Point = InstanceType<typeof Point>;

const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;
const random = testRandom('goldilocks');
const little = (value: bigint): Uint8Array => bigIntToBytes(value, 57).reverse();
const verifies = (point: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean =>
  ed448.verify({ kind: 'ed448', point }, data, signature);

const vectors = [
  [
    '6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b',
    '5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180',
    '',
    '533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600',
  ],
  [
    'c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e',
    '43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480',
    '03',
    '26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00',
  ],
] as const;

/** The four points whose order divides 4. */
const torsion = [
  Point.ZERO,
  Point.fromAffine({ x: 0n, y: P - 1n }),
  Point.fromAffine({ x: 1n, y: 0n }),
  Point.fromAffine({ x: P - 1n, y: 0n }),
];

describe('crypto/ed448', () => {
  for (const [seed, point, message, signature] of vectors) {
    it(`RFC 8032 7.4, ${message === '' ? 'blank' : '1 octet'}`, () => {
      const key = { kind: 'ed448', seed: fromHex(seed) } as const;
      assert.equal(toHex(ed448PublicKeyOf(key).point), point);
      assert.equal(toHex(createSigner(key, { algorithm: ed448, random }).sign(fromHex(message))), signature);
      assert.ok(verifies(fromHex(point), fromHex(message), fromHex(signature)));
      assert.ok(!verifies(fromHex(point), fromHex(`${message}00`), fromHex(signature)));
    });
  }

  it("keys and signatures are noble's; damaged ones are refused", () => {
    for (let i = 0; i < 8; i++) {
      const [seed, data] = [random(57), random(i * 9)];
      const [point, signature] = [noble.getPublicKey(seed), noble.sign(data, seed)];
      assert.deepEqual(ed448PublicKeyOf({ kind: 'ed448', seed }).point, point);
      assert.deepEqual(ed448.sign({ kind: 'ed448', seed }, data, random), signature);
      assert.ok(verifies(point, data, signature));
      for (const [octets, at] of [point, signature].flatMap((all) =>
        [0, 7, 55, 56, all.length - 1].map((place) => [all, place] as const),
      )) {
        const copy = octets.slice();
        copy[at] = (copy[at] as number) ^ (1 << i);
        const [wrongPoint, wrongSignature] = octets === point ? [copy, signature] : [point, copy];
        assert.equal(verifies(wrongPoint, data, wrongSignature), false);
      }
    }
  });

  it('S of the order or more is refused', () => {
    const [seed, data] = [random(57), random(5)];
    const [point, signature] = [noble.getPublicKey(seed), noble.sign(data, seed)];
    const s = bytesToBigInt(signature.slice(57).reverse());
    const withS = (value: bigint): boolean => verifies(point, data, concatBytes(signature.subarray(0, 57), little(value)));
    assert.ok(withS(s));
    for (const other of [s + L, s + 2n * L, s + 3n * L, L, L + 1n, (1n << 456n) - 1n]) assert.equal(withS(other), false);
  });

  it('keys of small order are refused, whatever the signature', () => {
    for (const key of torsion) {
      for (const commitment of torsion) {
        const signature = concatBytes(commitment.toBytes(), little(0n));
        for (let i = 0; i < 4; i++) assert.equal(verifies(key.toBytes(), Uint8Array.of(i), signature), false);
      }
    }
  });

  it('commitments and keys with a part of small order: as the equation with the cofactor has it', () => {
    const data = utf8('mixed');
    const a = 12_345n;
    for (const ofKey of torsion) {
      for (const ofCommitment of torsion) {
        const point = Point.BASE.multiply(a).add(ofKey).toBytes();
        const R = Point.BASE.multiply(777n).add(ofCommitment).toBytes();
        const hashed = concatBytes(utf8('SigEd448\0\0'), R, point, data);
        const k = bytesToBigInt(shake256(hashed, { dkLen: 114 }).reverse()) % L;
        assert.ok(verifies(point, data, concatBytes(R, little((777n + k * a) % L))));
        assert.ok(!verifies(point, data, concatBytes(R, little((778n + k * a) % L))));
      }
    }
  });

  it('encodings that are not the one form are refused', () => {
    const [seed, data] = [random(57), random(5)];
    const [point, signature] = [noble.getPublicKey(seed), noble.sign(data, seed)];
    // y above the prime, the seven bits above it, and a sign where x is 0.
    const bad = [0n, 1n, 2n].flatMap((y) => [little(P + y), little((1n << 448n) + y), little((1n << 454n) + y)]);
    bad.push(little(1n + (1n << 455n)), little(P - 1n + (1n << 455n)));
    for (const octets of bad) {
      assert.equal(verifies(octets, data, signature), false);
      assert.equal(verifies(point, data, concatBytes(octets, signature.subarray(57))), false);
    }
    const [clean, sign] = [point.slice(), point.slice()];
    clean[56] = (clean[56] as number) | 0x40;
    sign[56] = (sign[56] as number) ^ 0x80;
    for (const octets of [clean, sign]) assert.equal(verifies(octets, data, signature), false);
  });

  it('lengths and kinds that are wrong: false when verifying, an error when signing', () => {
    const signature = fromHex(vectors[0][3]);
    const point = fromHex(vectors[0][1]);
    assert.equal(verifies(point.subarray(1), new Uint8Array(0), signature), false);
    assert.equal(verifies(point, new Uint8Array(0), signature.subarray(1)), false);
    assert.equal(verifies(point, new Uint8Array(0), concatBytes(signature, Uint8Array.of(0))), false);
    assert.equal(ed448.verify({ kind: 'ed25519', point }, new Uint8Array(0), signature), false);
    throwsCode('bad-private-key', () => ed448.sign({ kind: 'ed448', seed: new Uint8Array(56) }, new Uint8Array(0), random));
    throwsCode('wrong-key-kind', () => ed448.sign({ kind: 'ed25519', seed: new Uint8Array(57) }, new Uint8Array(0), random));
    throwsCode('wrong-key-kind', () => createSigner({ kind: 'ed25519', seed: new Uint8Array(32) }, { algorithm: ed448, random }));
  });
});
