import assert from 'node:assert/strict';
import { ed25519 as noble, x25519 as x25519Noble } from '@noble/curves/ed25519.js';
import { ed448 as ed448Noble, x448 as x448Noble } from '@noble/curves/ed448.js';
import { shake256 } from '@noble/hashes/sha3.js';
import * as fc from 'fast-check';
import { bigIntToBytes, bytesToBigInt, concatBytes, utf8 } from '../../lib/base/bytes.ts';
import { sharedSecret } from '../../lib/crypto/agreement.ts';
import { ecdsaSha384AnyCurve } from '../../lib/crypto/ec/any-curve.ts';
import { curveGroup } from '../../lib/crypto/ec/curves.ts';
import { ED25519_ORDER, publicEdwards } from '../../lib/crypto/ec/edwards.ts';
import type { FieldKernel } from '../../lib/crypto/ec/field-kernel.ts';
import { fieldP256 } from '../../lib/crypto/ec/field-p256.ts';
import { fieldP384 } from '../../lib/crypto/ec/field-p384.ts';
import { fieldP521 } from '../../lib/crypto/ec/field-p521.ts';
import { curveParameters } from '../../lib/crypto/ec/parameters.ts';
import { encodeEcdsaSignature } from '../../lib/crypto/ec/signature.ts';
import { leftmostBits, verifyDigest } from '../../lib/crypto/ec/verification.ts';
import { signedDigits } from '../../lib/crypto/ec/signed-digits.ts';
import { publicCurve } from '../../lib/crypto/ec/weierstrass.ts';
import { ed448, ed448PublicKeyOf } from '../../lib/crypto/ed448.ts';
import { ed25519PublicKeyOf, ed25519Signer } from '../../lib/crypto/eddsa-signing.ts';
import { sha384 } from '../../lib/crypto/hash.ts';
import { publicKeyOf } from '../../lib/crypto/public-half.ts';
import { createSigner } from '../../lib/crypto/signer.ts';
import { CURVE_NAMES, curveFieldOctets } from '../../lib/keys/curves.ts';
import type { CurveName } from '../../lib/keys/types.ts';
import { holds, titled } from '../support/properties.ts';

const fields: readonly (readonly [CurveName, FieldKernel])[] = [
  ['P-256', fieldP256],
  ['P-384', fieldP384],
  ['P-521', fieldP521],
];

/** What an act gives, or undefined where it throws. */
function attempt(act: () => Uint8Array): Uint8Array | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

describe(titled('curves'), () => {
  for (const [name, { limbs, factorBits, multiply }] of fields) {
    const { p, n } = curveParameters(name);
    const size = curveFieldOctets(name);
    const group = curveGroup(name);
    const reduced = (value: bigint): bigint => ((value % p) + p) % p;
    const of = (k: bigint): (typeof group)['BASE'] => (k % n === 0n ? group.ZERO : group.BASE.multiplyUnsafe(k % n));
    /** Anything below the order, with the ends and numbers of few bits as likely as others. */
    const scalar = fc.oneof(
      fc.bigInt({ min: 0n, max: n - 1n }),
      fc.bigInt({ min: 0n, max: 300n }),
      fc.bigInt({ min: 1n, max: 300n }).map((k) => n - k),
      fc.integer({ min: 0, max: 8 * size - 8 }).map((bit) => (1n << BigInt(bit)) % n),
    );

    it(`${name}: a kernel multiplies and adds modulo the prime`, () => {
      const element = fc.array(fc.oneof(fc.integer({ min: -(2 ** 23), max: 2 ** 23 }), fc.constantFrom(-(2 ** 23), 0, 2 ** 23)), {
        minLength: limbs,
        maxLength: limbs,
      });
      const value = (list: ArrayLike<number>): bigint => Array.from(list).reduceRight((sum, limb) => (sum << 24n) + BigInt(limb), 0n);
      holds(
        fc.property(element, element, element, fc.constantFrom(0, 1, -1, -8), (a, b, c, k) => {
          // The topmost limb of P-256 has 16 bits.
          const narrow = (list: readonly number[]): number[] =>
            list.map((limb, i) => (name === 'P-256' && i === limbs - 1 ? Math.trunc(limb / 128) : limb));
          const [x, y, z] = [narrow(a), narrow(b), narrow(c)];
          const m = Float64Array.from([...x, ...y, ...z, ...x]);
          multiply(m, 3 * limbs, 0, limbs, k, 2 * limbs);
          const factor = 1n << BigInt(factorBits);
          assert.equal(reduced(value(m.subarray(3 * limbs)) * factor), reduced(value(x) * value(y) + BigInt(k) * value(z) * factor));
        }),
        2000,
      );
    });

    it(`${name}: digits of a number sum up to it`, () => {
      holds(
        fc.property(scalar, fc.integer({ min: 2, max: 8 }), (k, width) => {
          assert.equal(
            signedDigits(k, width).reduceRight((sum, digit) => 2n * sum + BigInt(digit), 0n),
            k,
          );
        }),
      );
    });

    it(`${name}: u1 G + u2 Q is noble's`, () => {
      holds(
        fc.property(scalar, scalar, scalar, fc.boolean(), (u1, u2, key, compressed) => {
          const [q, sum] = [of(key), of(u1 + u2 * key)];
          const point = q.is0() ? Uint8Array.of(0) : q.toBytes(compressed);
          const r = sum.is0() ? 0n : sum.toAffine().x % n;
          assert.equal(publicCurve(name).hasAbscissa(u1, u2, point, r), !q.is0() && !sum.is0());
          assert.equal(publicCurve(name).hasAbscissa(u1, u2, point, (r + 1n) % n), false);
        }),
        60,
      );
    });

    it(`${name}: a signature is good for its digest and for no other`, () => {
      // Any point is the commitment R of a signature: s from r, key and digest, without a nonce.
      holds(
        fc.property(scalar, scalar, fc.bigInt({ min: 0n, max: (1n << BigInt(8 * size)) - 1n }), (key, nonce, digest) => {
          fc.pre(key !== 0n && nonce !== 0n);
          const bits = n.toString(2).length;
          const message = digest >> BigInt(8 * size - bits);
          const r = of(nonce).toAffine().x % n;
          const inverse = group.Fn.inv(nonce);
          const s = (inverse * (message + r * key)) % n;
          fc.pre(r !== 0n && s !== 0n);
          const publicKey = { kind: 'ec', curve: name, point: of(key).toBytes(false) } as const;
          const compact = concatBytes(bigIntToBytes(r, size), bigIntToBytes(s, size));
          assert.ok(verifyDigest(publicKey, bigIntToBytes(digest, size), compact));
          const other = digest ^ (1n << BigInt(8 * size - bits));
          assert.ok(!verifyDigest(publicKey, bigIntToBytes(other, size), compact));
        }),
        60,
      );
    });
  }

  for (const name of CURVE_NAMES.filter((curve) => !fields.some(([usual]) => usual === curve))) {
    it(`${name}: a signature is good for its message and for no other, whatever key and nonce`, () => {
      const group = curveGroup(name);
      const n = group.Fn.ORDER;
      const size = curveFieldOctets(name);
      const scalar = fc.oneof(
        fc.bigInt({ min: 1n, max: n - 1n }),
        fc.bigInt({ min: 1n, max: 300n }),
        fc.bigInt({ min: 1n, max: 300n }).map((k) => n - k),
      );
      holds(
        fc.property(scalar, scalar, fc.uint8Array({ maxLength: 40 }), fc.boolean(), (key, nonce, message, compressed) => {
          const digest = leftmostBits(sha384.digest(message), group.Fn.BITS) % n;
          const r = group.BASE.multiplyUnsafe(nonce).toAffine().x % n;
          const s = (group.Fn.inv(nonce) * (digest + r * key)) % n;
          fc.pre(r !== 0n && s !== 0n);
          const publicKey = { kind: 'ec', curve: name, point: group.BASE.multiplyUnsafe(key).toBytes(compressed) } as const;
          const signature = encodeEcdsaSignature(concatBytes(bigIntToBytes(r, size), bigIntToBytes(s, size)));
          assert.ok(ecdsaSha384AnyCurve.verify(publicKey, message, signature));
          assert.ok(!ecdsaSha384AnyCurve.verify(publicKey, concatBytes(message, Uint8Array.of(0)), signature));
        }),
        30,
      );
    });
  }

  it("Ed448: the equation of a signature is noble's, parts of small order included; keys and signatures are", () => {
    const { Point } = ed448Noble;
    const quarter = Point.fromAffine({ x: 1n, y: 0n });
    const small = fc.bigInt({ min: 0n, max: 3n });
    const number = fc.oneof(fc.bigInt({ min: 1n, max: Point.Fn.ORDER - 1n }), fc.bigInt({ min: 1n, max: 300n }));
    const times = (k: bigint): typeof quarter => (k === 0n ? Point.ZERO : quarter.multiplyUnsafe(k));
    holds(
      fc.property(number, number, small, small, fc.uint8Array({ maxLength: 60 }), (key, nonce, ofKey, ofCommitment, message) => {
        const A = Point.BASE.multiplyUnsafe(key).add(times(ofKey)).toBytes();
        const R = Point.BASE.multiplyUnsafe(nonce).add(times(ofCommitment)).toBytes();
        const hashed = shake256(concatBytes(utf8('SigEd448\0\0'), R, A, message), { dkLen: 114 });
        const S = (nonce + (bytesToBigInt(hashed.reverse()) % Point.Fn.ORDER) * key) % Point.Fn.ORDER;
        const signature = concatBytes(R, bigIntToBytes(S, 57).reverse());
        const publicKey = { kind: 'ed448', point: A } as const;
        assert.ok(ed448.verify(publicKey, message, signature));
        assert.equal(ed448Noble.verify(signature, message, A), true);
        assert.ok(!ed448.verify(publicKey, concatBytes(message, Uint8Array.of(0)), signature));
      }),
      15,
    );
    holds(
      fc.property(fc.uint8Array({ minLength: 57, maxLength: 57 }), fc.uint8Array({ maxLength: 200 }), (seed, message) => {
        const key = { kind: 'ed448', seed } as const;
        assert.deepEqual(ed448PublicKeyOf(key).point, ed448Noble.getPublicKey(seed));
        assert.deepEqual(
          createSigner(key, { algorithm: ed448, random: () => assert.fail('Ed448 is deterministic') }).sign(message),
          ed448Noble.sign(message, seed),
        );
      }),
      15,
    );
  });

  it("X25519 and X448: secrets are noble's, or refused by both", () => {
    for (const [kind, octets, noble] of [
      ['x25519', 32, x25519Noble],
      ['x448', 56, x448Noble],
    ] as const) {
      const bytes = fc.uint8Array({ minLength: octets, maxLength: octets });
      // Coordinates near 0 and near the ends of the field, among which those of small order are, as likely as others.
      const end = fc.tuple(fc.constantFrom(0, 0xff), fc.nat(255)).map(([fill, first]) => {
        const u = new Uint8Array(octets).fill(fill);
        u[0] = first;
        return u;
      });
      holds(
        fc.property(bytes, fc.oneof(bytes, end), (scalar, point) => {
          const theirs = attempt(() => noble.getSharedSecret(scalar, point));
          const ours = attempt(() => sharedSecret({ kind, scalar }, { kind, point }));
          assert.deepEqual(ours, theirs);
          assert.deepEqual(publicKeyOf({ kind, scalar }), { kind, point: noble.getPublicKey(scalar) });
        }),
        40,
      );
    }
  });

  it("Ed25519: the equation of a signature is noble's, parts of small order included", () => {
    const { Point } = noble;
    const eighth = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
    const of = (k: bigint, point = Point.BASE): typeof eighth => (k === 0n ? Point.ZERO : point.multiplyUnsafe(k));
    const scalar = fc.oneof(
      fc.bigInt({ min: 0n, max: ED25519_ORDER - 1n }),
      fc.bigInt({ min: 0n, max: 300n }),
      fc.bigInt({ min: 1n, max: 300n }).map((k) => ED25519_ORDER - k),
    );
    const small = fc.bigInt({ min: 0n, max: 7n });
    holds(
      fc.property(scalar, scalar, scalar, small, small, scalar, (S, k, key, ofKey, ofCommitment, other) => {
        const A = of(key).add(of(ofKey, eighth));
        const R = of(S).subtract(of(k, A)).add(of(ofCommitment, eighth));
        assert.equal(publicEdwards().satisfies(S, R.toBytes(), k, A.toBytes()), key !== 0n);
        assert.equal(publicEdwards().satisfies(S, R.add(of(other)).toBytes(), k, A.toBytes()), key !== 0n && other === 0n);
      }),
      60,
    );
  });

  it("Ed25519: keys and signatures are noble's", () => {
    const octets = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength, maxLength });
    holds(
      fc.property(octets(32, 32), octets(0, 200), (seed, message) => {
        const key = { kind: 'ed25519', seed } as const;
        assert.deepEqual(ed25519PublicKeyOf(key).point, noble.getPublicKey(seed));
        assert.deepEqual(ed25519Signer(key)(message), noble.sign(message, seed));
      }),
      60,
    );
  });
});
