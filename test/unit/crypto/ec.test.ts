/** ECDSA against RFC 6979 appendix A.2, Ed25519 against RFC 8032 7.1. */
import assert from 'node:assert/strict';
import { ecdsa } from '@noble/curves/abstract/weierstrass.js';
import { bytesToBigInt, bigIntToBytes, concatBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { curveGroup } from '../../../lib/crypto/ec/curves.ts';
import { ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512 } from '../../../lib/crypto/ec/ecdsa.ts';
import { generateEcKey } from '../../../lib/crypto/ec/generate.ts';
import { ecPublicKeyOf, uncompressedPoint } from '../../../lib/crypto/ec/points.ts';
import { createEcdsaSigner, signEcdsa } from '../../../lib/crypto/ec/scheme.ts';
import { decodeEcdsaSignature, encodeEcdsaSignature } from '../../../lib/crypto/ec/signature.ts';
import { ed25519PublicKeyOf, ed25519Signer } from '../../../lib/crypto/eddsa-signing.ts';
import { ed25519 } from '../../../lib/crypto/eddsa.ts';
import { sha224, sha256, sha384, sha512 } from '../../../lib/crypto/hash.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { curveFieldOctets } from '../../../lib/keys/curves.ts';
import type { CurveName, EcPrivateKey } from '../../../lib/keys/types.ts';
import { testRandom } from './test-random.ts';

const SAMPLE = utf8('sample');
const random = testRandom('unused');
const coded = (code: string) => (error: unknown) => error instanceof PkiError && error.code === code;

const keyP256: EcPrivateKey = {
  kind: 'ec',
  curve: 'P-256',
  d: fromHex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721'),
};
const keyP384: EcPrivateKey = {
  kind: 'ec',
  curve: 'P-384',
  d: fromHex('6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5'),
};

/** RFC 6979 A.2.5 and A.2.6, message "sample". */
const nonces = [
  [
    keyP256,
    ecdsaSha256,
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
    'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  ],
  [
    keyP256,
    ecdsaSha512,
    '8496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f00',
    '2362ab1adbe2b8adf9cb9edab740ea6049c028114f2460f96554f61fae3302fe',
  ],
  [
    keyP384,
    ecdsaSha384,
    '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46',
    '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
  ],
] as const;

describe('crypto/ec', () => {
  for (const [key, algorithm, r, s] of nonces) {
    it(`${key.curve} with ${algorithm.hash ?? ''}: nonces of RFC 6979`, () => {
      const signature = signEcdsa(algorithm, key, SAMPLE, random);
      assert.equal(toHex(decodeEcdsaSignature(signature, curveFieldOctets(key.curve)) as Uint8Array), r + s);
      assert.ok(algorithm.verify(ecPublicKeyOf(key), SAMPLE, signature));
    });
  }

  it('computes the public point of RFC 6979 A.2.5', () => {
    assert.equal(
      toHex(ecPublicKeyOf(keyP256).point),
      '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
    );
  });

  for (const curve of ['P-256', 'P-384', 'P-521'] as const) {
    for (const algorithm of [ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512]) {
      it(`${curve} with ${algorithm.hash ?? ''} verifies its own, and the other half of s`, () => {
        const key = generateEcKey(curve, testRandom(`${curve} ${algorithm.label}`));
        const publicKey = ecPublicKeyOf(key);
        const signature = signEcdsa(algorithm, key, SAMPLE, random);
        assert.ok(algorithm.verify(publicKey, SAMPLE, signature));
        assert.ok(!algorithm.verify(publicKey, utf8('Sample'), signature));
        assert.ok(algorithm.verify(publicKey, SAMPLE, otherS(curve, signature)), 'high and low s are both good');
      });
    }

    it(`${curve}: keys are in range and their points found again in compressed form`, () => {
      for (let i = 0; i < 5; i++) {
        const key = generateEcKey(curve, testRandom(`${curve} ${i}`));
        assert.equal(key.d.length, curveFieldOctets(curve));
        const point = key.point as Uint8Array;
        const size = (point.length - 1) / 2;
        const compressed = concatBytes(Uint8Array.of(2 + ((point[point.length - 1] as number) & 1)), point.subarray(1, 1 + size));
        assert.deepEqual(uncompressedPoint({ kind: 'ec', curve, point: compressed }), point);
        assert.ok(ecdsaSha256.verify({ kind: 'ec', curve, point: compressed }, SAMPLE, signEcdsa(ecdsaSha256, key, SAMPLE, random)));
      }
    });

    it(`${curve}: scalars out of range are refused`, () => {
      const order = bigIntToBytes(curveGroup(curve).Fn.ORDER, curveFieldOctets(curve));
      for (const d of [
        new Uint8Array(order.length),
        order,
        new Uint8Array(order.length).fill(255),
        order.subarray(1),
        concatBytes(Uint8Array.of(0), keyP256.d),
      ])
        assert.throws(() => signEcdsa(ecdsaSha256, { kind: 'ec', curve, d }, SAMPLE, random), coded('bad-private-key'));
    });
  }

  it('draws again where the source gives nothing usable, and gives up on a broken one', () => {
    let calls = 0;
    const first = testRandom('second draw');
    generateEcKey('P-256', (length) => (calls++ === 0 ? new Uint8Array(length).fill(255) : first(length)));
    assert.equal(calls, 2);
    assert.throws(() => generateEcKey('P-384', (length) => new Uint8Array(length)), coded('bad-random'));
  });

  it('names misuse', () => {
    assert.throws(
      () => createSigner({ kind: 'ed25519', seed: new Uint8Array(32) }, { algorithm: ecdsaSha256, random }),
      coded('wrong-key-kind'),
    );
    assert.equal(ecdsaSha256.verify({ kind: 'rsa', n: 15n, e: 3n }, SAMPLE, new Uint8Array(8)), false);
  });
});

function otherS(curve: CurveName, signature: Uint8Array): Uint8Array {
  const length = curveFieldOctets(curve);
  const compact = decodeEcdsaSignature(signature, length) as Uint8Array;
  const s = curveGroup(curve).Fn.ORDER - bytesToBigInt(compact.subarray(length));
  return encodeEcdsaSignature(concatBytes(compact.subarray(0, length), bigIntToBytes(s, length)));
}

/** RFC 8032 7.1, tests 1 to 3: seed, public key, message, signature. */
const edwards = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe('crypto/eddsa', () => {
  for (const [seed, point, message, signature] of edwards) {
    it(`Ed25519 of ${message === '' ? 'nothing' : message}`, () => {
      const key = { kind: 'ed25519', seed: fromHex(seed) } as const;
      const publicKey = ed25519PublicKeyOf(key);
      assert.equal(toHex(publicKey.point), point);
      assert.equal(toHex(ed25519Signer(key)(fromHex(message))), signature);
      assert.ok(ed25519.verify(publicKey, fromHex(message), fromHex(signature)));
      assert.ok(!ed25519.verify(publicKey, fromHex(`${message}00`), fromHex(signature)));
    });
  }

  it('names misuse', () => {
    assert.throws(() => ed25519Signer(keyP256), coded('wrong-key-kind'));
    assert.throws(() => ed25519Signer({ kind: 'ed25519', seed: new Uint8Array(31) }), coded('bad-private-key'));
    const signature = fromHex(edwards[0][3]);
    assert.equal(ed25519.verify({ kind: 'ed25519', point: new Uint8Array(31) }, SAMPLE, signature), false);
    assert.equal(ed25519.verify({ kind: 'ed25519', point: fromHex(edwards[0][1]) }, new Uint8Array(0), signature.subarray(1)), false);
  });
});

describe('crypto/ec createEcdsaSigner', () => {
  it('signs as createSigner does', () => {
    const signer = createEcdsaSigner(keyP256, { algorithm: ecdsaSha256, random });
    const wide = createSigner(keyP256, { algorithm: ecdsaSha256, random });
    assert.deepEqual(signer.sign(SAMPLE), wide.sign(SAMPLE));
    assert.deepEqual(signer.publicKey, wide.publicKey);
    assert.equal(signer.algorithm, ecdsaSha256);
  });

  it('refuses curves that its algorithm does not take, and scalars out of range', () => {
    const brainpool = generateEcKey('brainpoolP256r1', testRandom('brainpool'));
    assert.throws(() => createEcdsaSigner(brainpool, { algorithm: ecdsaSha256, random }), coded('wrong-key-kind'));
    const zero: EcPrivateKey = { kind: 'ec', curve: 'P-256', d: new Uint8Array(32) };
    assert.throws(() => createEcdsaSigner(zero, { algorithm: ecdsaSha256, random }), coded('bad-private-key'));
  });
});

describe('crypto/ec against noble', () => {
  for (const curve of ['P-256', 'P-384', 'P-521'] as const) {
    for (const [hash, algorithm] of [
      [sha224, ecdsaSha224],
      [sha256, ecdsaSha256],
      [sha384, ecdsaSha384],
      [sha512, ecdsaSha512],
    ] as const) {
      it(`${curve} with ${hash.label} signs and verifies as noble's own scheme does`, () => {
        const oracle = ecdsa(curveGroup(curve), hash.noble);
        const key = generateEcKey(curve, testRandom(`oracle ${curve}`));
        const options = { prehash: true, lowS: false, format: 'compact' } as const;
        for (let i = 0; i < 3; i++) {
          const message = testRandom(`${i}`)(50);
          const theirs = oracle.sign(message, key.d, options);
          assert.deepEqual(signEcdsa(algorithm, key, message, testRandom('blinding')), encodeEcdsaSignature(theirs));
          assert.ok(oracle.verify(theirs, message, key.point as Uint8Array, options));
        }
      });
    }
  }
});
