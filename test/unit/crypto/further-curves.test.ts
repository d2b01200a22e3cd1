/** ECDSA on the curves beyond P-256, P-384 and P-521, with SHA-3 and SHAKE, and with low s: published vectors, noble's scheme, and what an attacker may send. */
import assert from 'node:assert/strict';
import { ecdsa } from '@noble/curves/abstract/weierstrass.js';
import { decodePem } from '../../../lib/asn1/pem.ts';
import { bigIntToBytes, bytesToBigInt, concatBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import {
  ecdsaSha1AnyCurve,
  ecdsaSha224AnyCurve,
  ecdsaSha256AnyCurve,
  ecdsaSha384AnyCurve,
  ecdsaSha512AnyCurve,
} from '../../../lib/crypto/ec/any-curve.ts';
import { curveGroup } from '../../../lib/crypto/ec/curves.ts';
import { ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512 } from '../../../lib/crypto/ec/ecdsa.ts';
import {
  ecdsaSha3_224,
  ecdsaSha3_256,
  ecdsaSha3_384,
  ecdsaSha3_512,
  ecdsaShake128,
  ecdsaShake256,
} from '../../../lib/crypto/ec/ecdsa-sha3.ts';
import { anyCurveParameters } from '../../../lib/crypto/ec/further-parameters.ts';
import { generateEcKey } from '../../../lib/crypto/ec/generate.ts';
import { withLowS } from '../../../lib/crypto/ec/low-s.ts';
import { ecPublicKeyOf, uncompressedPoint } from '../../../lib/crypto/ec/points.ts';
import { signEcdsa } from '../../../lib/crypto/ec/scheme.ts';
import { decodeEcdsaSignature, encodeEcdsaSignature } from '../../../lib/crypto/ec/signature.ts';
import { findKeyDefect } from '../../../lib/crypto/key-check.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { publicKeyOf } from '../../../lib/crypto/public-half.ts';
import { checkSignature, findAlgorithm } from '../../../lib/crypto/verify.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import { CURVE_NAMES, curveBits, curveFieldOctets } from '../../../lib/keys/curves.ts';
import { parsePrivateKey } from '../../../lib/keys/pkcs8.ts';
import { parsePublicKey } from '../../../lib/keys/public-key.ts';
import type { CurveName, EcPublicKey } from '../../../lib/keys/types.ts';
import { furtherKeys } from '../../support/further-keys.ts';
import { throwsCode } from '../../support/throws.ts';
import { testRandom } from './test-random.ts';

const SAMPLE = utf8('sample');
const random = testRandom('further curves');
const ANY = [ecdsaSha1AnyCurve, ecdsaSha224AnyCurve, ecdsaSha256AnyCurve, ecdsaSha384AnyCurve, ecdsaSha512AnyCurve];
const SHA3 = [ecdsaSha3_224, ecdsaSha3_256, ecdsaSha3_384, ecdsaSha3_512];
const SHAKE = [ecdsaShake128, ecdsaShake256];
const FURTHER = CURVE_NAMES.filter((curve) => !['P-256', 'P-384', 'P-521'].includes(curve));

/** `r || s` as DER. */
const signatureOf = (curve: CurveName, r: bigint, s: bigint): Uint8Array =>
  encodeEcdsaSignature(concatBytes(bigIntToBytes(r, curveFieldOctets(curve)), bigIntToBytes(s, curveFieldOctets(curve))));

function numbersOf(curve: CurveName, signature: Uint8Array): readonly [r: bigint, s: bigint] {
  const octets = curveFieldOctets(curve);
  const compact = decodeEcdsaSignature(signature, octets);
  assert.ok(compact !== undefined);
  return [bytesToBigInt(compact.subarray(0, octets)), bytesToBigInt(compact.subarray(octets))];
}

/** RFC 6979 A.2.4, message "sample". */
const p224 = {
  key: { kind: 'ec', curve: 'P-224', d: fromHex('f220266e1105bfe3083e03ec7a3a654651f45e37167e88600bf257c1') },
  point: '0400cf08da5ad719e42707fa431292dea11244d64fc51610d94b130d6ceeab6f3debe455e3dbf85416f7030cbd94f34f2d6f232c69f3c1385a',
  signatures: [
    [
      ecdsaSha1AnyCurve,
      '22226f9d40a96e19c4a301ce5b74b115303c0f3a4fd30fc257fb57ac',
      '66d1cdd83e3af75605dd6e2feff196d30aa7ed7a2edf7af475403d69',
    ],
    [
      ecdsaSha224AnyCurve,
      '1cdfe6662dde1e4a1ec4cdedf6a1f5a2fb7fbd9145c12113e6abfd3e',
      'a6694fd7718a21053f225d3f46197ca699d45006c06f871808f43ebc',
    ],
    [
      ecdsaSha256AnyCurve,
      '61aa3da010e8e8406c656bc477a7a7189895e7e840cdfe8ff42307ba',
      'bc814050dab5d23770879494f9e0a680dc1af7161991bde692b10101',
    ],
    [
      ecdsaSha512AnyCurve,
      '074bd1d979d5f32bf958ddc61e4fb4872adcafeb2256497cdac30397',
      'a4ceca196c3d5a1ff31027b33185dc8ee43f288b21ab342e5d8eb084',
    ],
  ],
} as const;

describe('crypto/ec: parameters of all curves', () => {
  for (const curve of CURVE_NAMES) {
    it(`${curve}: the base point is on the curve and of its order, and both have their bits`, () => {
      const { p, n, a, b, Gx, Gy } = anyCurveParameters(curve);
      assert.equal((Gy * Gy - (Gx * Gx * Gx + a * Gx + b)) % p, 0n);
      const group = curveGroup(curve);
      assert.ok(
        group.BASE.multiplyUnsafe(n - 1n)
          .add(group.BASE)
          .is0(),
      );
      assert.deepEqual([p.toString(2).length, n.toString(2).length], [curveBits(curve), curveBits(curve)]);
    });
  }

  it('names a curve that is none', () => {
    for (const curve of ['P-192', 'constructor', '']) throwsCode('unsupported-curve', () => curveGroup(curve as CurveName));
  });
});

describe('crypto/ec: further curves', () => {
  for (const [algorithm, r, s] of p224.signatures) {
    it(`P-224 with ${algorithm.hash ?? ''}: nonces of RFC 6979`, () => {
      const signature = signEcdsa(algorithm, p224.key, SAMPLE, random);
      assert.deepEqual(numbersOf('P-224', signature), [BigInt(`0x${r}`), BigInt(`0x${s}`)]);
      const publicKey = ecPublicKeyOf(p224.key);
      assert.equal(toHex(publicKey.point), p224.point);
      assert.ok(algorithm.verify(publicKey, SAMPLE, signature));
    });
  }

  for (const [name, kind, privateKey, publicKey] of furtherKeys) {
    it(`the public half of ${name} is what OpenSSL says`, () => {
      const [secret, open] = [privateKey, publicKey].map((pem) => decodePem(pem)[0]?.der as Uint8Array) as [Uint8Array, Uint8Array];
      const key = parsePrivateKey(secret);
      assert.equal(key.kind, kind);
      assert.deepEqual(publicKeyOf(key), parsePublicKey(open));
      assert.equal(findKeyDefect(key), undefined);
    });
  }

  for (const curve of FURTHER) {
    it(`${curve} signs and verifies as noble's own scheme does, with SHA-2 and SHA-3`, () => {
      const key = generateEcKey(curve, random);
      const publicKey = ecPublicKeyOf(key);
      const message = random(50);
      for (const algorithm of [...ANY, ...SHA3]) {
        const oracle = ecdsa(curveGroup(curve), algorithm.hashFunction.noble);
        const options = { prehash: true, lowS: false, format: 'compact' } as const;
        const signature = signEcdsa(algorithm, key, message, random);
        assert.deepEqual(signature, encodeEcdsaSignature(oracle.sign(message, key.d, options)), algorithm.label);
        assert.ok(algorithm.verify(publicKey, message, signature), algorithm.label);
        assert.ok(!algorithm.verify(publicKey, message.subarray(1), signature), algorithm.label);
      }
    });
  }

  it('signs with SHAKE: the same nonce for the same message, another for another', () => {
    for (const curve of ['P-256', 'P-521', 'brainpoolP320r1'] as const) {
      const key = generateEcKey(curve, random);
      const publicKey = ecPublicKeyOf(key);
      for (const algorithm of SHAKE) {
        const signature = signEcdsa(algorithm, key, SAMPLE, random);
        assert.deepEqual(signEcdsa(algorithm, key, SAMPLE, testRandom('other blinding')), signature);
        assert.ok(algorithm.verify(publicKey, SAMPLE, signature));
        const oracle = ecdsa(curveGroup(curve), algorithm.hashFunction.noble);
        const options = { prehash: true, lowS: false, format: 'der' } as const;
        assert.ok(oracle.verify(signature, SAMPLE, publicKey.point, options), 'noble verifies');
        const other = signEcdsa(algorithm, key, utf8('test'), random);
        assert.notEqual(numbersOf(curve, other)[0], numbersOf(curve, signature)[0]);
      }
    }
  });

  it('takes P-256, P-384 and P-521 too, as the descriptors of the default list do', () => {
    for (const curve of ['P-256', 'P-384', 'P-521'] as const) {
      const key = generateEcKey(curve, random);
      const usual = [ecdsaSha1, ecdsaSha224, ecdsaSha256, ecdsaSha384, ecdsaSha512];
      for (const [place, algorithm] of ANY.entries()) {
        const other = usual[place] as (typeof usual)[number];
        assert.deepEqual(algorithm.encodings, other.encodings);
        const signature = signEcdsa(algorithm, key, SAMPLE, random);
        assert.ok(algorithm.verify(ecPublicKeyOf(key), SAMPLE, signature) && other.verify(ecPublicKeyOf(key), SAMPLE, signature));
        assert.equal(algorithm.cost?.(ecPublicKeyOf(key)), undefined);
      }
    }
  });

  it('is chosen by the key where two descriptors have one encoding', () => {
    const identifier = readDer(ecdsaSha256.encodings[0] as Uint8Array, (reader) => readAlgorithmIdentifier(reader, ''));
    const [usual, further] = (['P-256', 'secp256k1'] as const).map((curve) => generateEcKey(curve, random));
    assert.ok(usual !== undefined && further !== undefined);
    const algorithms = [ecdsaSha256, ecdsaSha256AnyCurve];
    assert.equal(findAlgorithm(algorithms, identifier, ecPublicKeyOf(usual)), ecdsaSha256);
    assert.equal(findAlgorithm(algorithms, identifier, ecPublicKeyOf(further)), ecdsaSha256AnyCurve);
    const signature = signEcdsa(ecdsaSha256AnyCurve, further, SAMPLE, random);
    assert.ok(checkSignature(ecPublicKeyOf(further), identifier, SAMPLE, signature, { algorithms }).ok);
    assert.equal(ecdsaSha256.verify(ecPublicKeyOf(further), SAMPLE, signature), false);
    const refused = checkSignature(ecPublicKeyOf(further), identifier, SAMPLE, signature, { algorithms: [ecdsaSha256] });
    assert.ok(!refused.ok && refused.reason === 'wrong-key-kind');
  });

  for (const curve of CURVE_NAMES) {
    const algorithm = ecdsaSha256AnyCurve;
    const key = generateEcKey(curve, testRandom(`attacked ${curve}`));
    const publicKey = ecPublicKeyOf(key);
    const { n, p } = anyCurveParameters(curve);

    it(`${curve}: numbers out of their range are refused`, () => {
      const [r, s] = numbersOf(curve, signEcdsa(algorithm, key, SAMPLE, random));
      assert.ok(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, r, s)));
      assert.ok(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, r, n - s)), 'X.509 has no rule about s');
      const wrong = [0n, 1n, n - 1n, n, n + 1n, p].filter((number) => number < 1n << BigInt(8 * curveFieldOctets(curve)));
      for (const number of wrong) {
        assert.equal(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, number, s)), false, `r = ${number}`);
        assert.equal(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, r, number)), false, `s = ${number}`);
        for (const other of wrong) assert.equal(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, number, other)), false);
      }
      for (const beyond of [r + n, s + n].filter((number) => number < 1n << BigInt(8 * curveFieldOctets(curve)))) {
        assert.equal(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, beyond, s)), false);
        assert.equal(algorithm.verify(publicKey, SAMPLE, signatureOf(curve, r, beyond)), false);
      }
      assert.equal(algorithm.verify(publicKey, SAMPLE, new Uint8Array(0)), false);
    });

    it(`${curve}: points that are none are refused, compressed ones too`, () => {
      const signature = signEcdsa(algorithm, key, SAMPLE, random);
      const octets = curveFieldOctets(curve);
      const { point } = publicKey;
      const compressed = concatBytes(Uint8Array.of(2 + ((point[2 * octets] as number) & 1)), point.subarray(1, 1 + octets));
      assert.ok(algorithm.verify({ ...publicKey, point: compressed }, SAMPLE, signature));
      assert.deepEqual(uncompressedPoint({ ...publicKey, point: compressed }), point);
      const altered = point.slice();
      altered[2 * octets] = (altered[2 * octets] as number) ^ 1;
      const hybrid = point.slice();
      hybrid[0] = 6 + ((point[2 * octets] as number) & 1);
      const beyond = bytesToBigInt(point.subarray(1, 1 + octets)) + p;
      const bad = [
        altered,
        hybrid,
        Uint8Array.of(0),
        new Uint8Array(0),
        point.subarray(1),
        concatBytes(point, Uint8Array.of(0)),
        concatBytes(Uint8Array.of(4), new Uint8Array(2 * octets)),
        concatBytes(Uint8Array.of(4), new Uint8Array(2 * octets).fill(0xff)),
        concatBytes(Uint8Array.of(2), bigIntToBytes(p, octets)),
        ...(beyond < 1n << BigInt(8 * octets)
          ? [concatBytes(Uint8Array.of(4), bigIntToBytes(beyond, octets), point.subarray(1 + octets))]
          : []),
      ];
      for (const none of bad) assert.equal(algorithm.verify({ ...publicKey, point: none }, SAMPLE, signature), false, toHex(none));
      // Half of all numbers are the abscissa of no point; a search for the root would not end.
      let none = 0;
      for (let x = 1n; x <= 20n; x++) {
        const candidate: EcPublicKey = { ...publicKey, point: concatBytes(Uint8Array.of(2), bigIntToBytes(x, octets)) };
        if (uncompressedPoint(candidate) === undefined) none++;
        assert.equal(algorithm.verify(candidate, SAMPLE, signature), false);
      }
      assert.ok(none > 2 && none < 18, `${none} of 20`);
    });

    it(`${curve}: low s`, () => {
      const low = withLowS(algorithm);
      for (let i = 0; i < 8; i++) {
        const message = random(20);
        const signature = signEcdsa(low, key, message, random);
        const [r, s] = numbersOf(curve, signature);
        assert.ok(2n * s < n && low.verify(publicKey, message, signature) && algorithm.verify(publicKey, message, signature));
        const high = signatureOf(curve, r, n - s);
        assert.ok(algorithm.verify(publicKey, message, high) && !low.verify(publicKey, message, high));
        assert.ok(!low.verify(publicKey, SAMPLE, signature));
      }
    });
  }

  it('low s: keys that the algorithm does not take are refused, never an error', () => {
    const low = withLowS(ecdsaSha256);
    const key = generateEcKey('brainpoolP256r1', random);
    const signature = signEcdsa(ecdsaSha256AnyCurve, key, SAMPLE, random);
    assert.equal(low.verify(ecPublicKeyOf(key), SAMPLE, signature), false);
    assert.equal(low.verify({ kind: 'ed25519', point: new Uint8Array(32) }, SAMPLE, signature), false);
    assert.equal(low.verify({ kind: 'ec', curve: 'constructor' as CurveName, point: new Uint8Array(32) }, SAMPLE, signature), false);
  });

  it('a signer with a descriptor that does not take the curve is refused, and the other named', () => {
    const key = generateEcKey('secp256k1', random);
    const error = throwsCode('wrong-key-kind', () => createSigner(key, { algorithm: ecdsaSha256, random }));
    assert.match(error.message, /secp256k1.*AnyCurve/);
    assert.equal(createSigner(key, { algorithm: ecdsaSha256AnyCurve, random }).algorithm, ecdsaSha256AnyCurve);
  });

  it('knows what a verification costs', () => {
    const costs = FURTHER.map((curve) => ecdsaSha256AnyCurve.cost?.({ kind: 'ec', curve, point: new Uint8Array(0) }));
    assert.ok(costs.every((cost) => cost !== undefined && cost >= 5 && cost <= 30));
  });
});
