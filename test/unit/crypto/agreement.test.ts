/** Shared secrets: RFC 7748 5.2 and 6, RFC 7027, and keys that an attacker sends to learn something of ours. */
import assert from 'node:assert/strict';
import { bigIntToBytes, concatBytes, fromHex, toHex } from '../../../lib/base/bytes.ts';
import { sharedSecret } from '../../../lib/crypto/agreement.ts';
import { generateEcKey } from '../../../lib/crypto/ec/generate.ts';
import { ecPublicKeyOf } from '../../../lib/crypto/ec/points.ts';
import { findKeyDefect, findKeyMismatch } from '../../../lib/crypto/key-check.ts';
import { publicKeyOf } from '../../../lib/crypto/public-half.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import { CURVE_NAMES, curveFieldOctets } from '../../../lib/keys/curves.ts';
import type { CurveName, EcPublicKey, PrivateKey, PublicKey } from '../../../lib/keys/types.ts';
import { throwsCode } from '../../support/throws.ts';
import { testRandom } from './test-random.ts';

const random = testRandom('agreement');

/** RFC 7748 5.2: kind, scalar, u-coordinate, result. */
const products = [
  [
    'x25519',
    'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
    'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
    'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
  ],
  [
    'x25519',
    '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
    'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
    '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
  ],
  [
    'x448',
    '3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3',
    '06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086',
    'ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21766282f73dd96b6f',
  ],
] as const;

/** RFC 7748 6.1 and 6.2: kind, both private and public keys, the secret. */
const agreements = [
  [
    'x25519',
    '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
    '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
    '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
  ],
  [
    'x448',
    '9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b',
    '9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0',
    '1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d',
    '3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609',
    '07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d',
  ],
] as const;

/** RFC 7027 A.1 and A.2: curve, both scalars, both points, the secret. */
const brainpool = [
  [
    'brainpoolP256r1',
    '81db1ee100150ff2ea338d708271be38300cb54241d79950f77b063039804f1d',
    '44106e913f92bc02a1705d9953a8414db95e1aaa49e81d9e85f929a8e3100be58ab4846f11caccb73ce49cbdd120f5a900a69fd32c272223f789ef10eb089bdc',
    '55e40bc41e37e3e2ad25c3c6654511ffa8474a91a0032087593852d3e7d76bd3',
    '8d2d688c6cf93e1160ad04cc4429117dc2c41825e1e9fca0addd34e6f1b39f7b990c57520812be512641e47034832106bc7d3e8dd0e4c7f1136d7006547cec6a',
    '89afc39d41d3b327814b80940b042590f96556ec91e6ae7939bce31f3a18bf2b',
  ],
  [
    'brainpoolP384r1',
    '1e20f5e048a5886f1f157c74e91bde2b98c8b52d58e5003d57053fc4b0bd65d6f15eb5d1ee1610df870795143627d042',
    '68b665dd91c195800650cdd363c625f4e742e8134667b767b1b476793588f885ab698c852d4a6e77a252d6380fcaf06855bc91a39c9ec01dee36017b7d673a931236d2f1f5c83942d049e3fa20607493e0d038ff2fd30c2ab67d15c85f7faa59',
    '032640bc6003c59260f7250c3db58ce647f98e1260acce4acda3dd869f74e01f8ba5e0324309db6a9831497abac96670',
    '4d44326f269a597a5b58bba565da5556ed7fd9a8a9eb76c25f46db69d19dc8ce6ad18e404b15738b2086df37e71d1eb462d692136de56cbe93bf5fa3188ef58bc8a3a0ec6c1e151a21038a42e9185329b5b275903d192f8d4e1f32fe9cc78c48',
    '0bd9d3a7ea0b3d519d09d8e48d0785fb744a6b355e6304bc51c229fbbce239bbadf6403715c35d4fb2a5444f575d4f42',
  ],
] as const;

describe('crypto/agreement', () => {
  for (const [kind, scalar, point, result] of products) {
    it(`${kind} of RFC 7748 5.2, ${scalar.slice(0, 6)}`, () => {
      assert.equal(toHex(sharedSecret({ kind, scalar: fromHex(scalar) }, { kind, point: fromHex(point) })), result);
    });
  }

  for (const [kind, ours, ourPoint, theirs, theirPoint, secret] of agreements) {
    it(`${kind} of RFC 7748 6: both public keys and the secret of both sides`, () => {
      const [one, other] = [ours, theirs].map((scalar) => ({ kind, scalar: fromHex(scalar) }) as const) as [PrivateKey, PrivateKey];
      assert.deepEqual(publicKeyOf(one), { kind, point: fromHex(ourPoint) });
      assert.deepEqual(publicKeyOf(other), { kind, point: fromHex(theirPoint) });
      assert.equal(toHex(sharedSecret(one, publicKeyOf(other))), secret);
      assert.equal(toHex(sharedSecret(other, publicKeyOf(one))), secret);
    });
  }

  for (const [curve, ours, ourPoint, theirs, theirPoint, secret] of brainpool) {
    it(`${curve} of RFC 7027`, () => {
      const [one, other] = [ours, theirs].map((d) => ({ kind: 'ec', curve, d: fromHex(d) }) as const) as [PrivateKey, PrivateKey];
      assert.deepEqual(publicKeyOf(one), { kind: 'ec', curve, point: fromHex(`04${ourPoint}`) });
      assert.deepEqual(publicKeyOf(other), { kind: 'ec', curve, point: fromHex(`04${theirPoint}`) });
      assert.equal(toHex(sharedSecret(one, publicKeyOf(other))), secret);
      assert.equal(toHex(sharedSecret(other, publicKeyOf(one))), secret);
    });
  }

  it('both sides agree on every curve, in as many octets as the field has; compressed points do as well', () => {
    for (const curve of CURVE_NAMES) {
      const [ours, theirs] = [generateEcKey(curve, random), generateEcKey(curve, random)];
      const secret = sharedSecret(ours, ecPublicKeyOf(theirs));
      assert.equal(secret.length, curveFieldOctets(curve));
      assert.deepEqual(sharedSecret(theirs, ecPublicKeyOf(ours)), secret);
      const { point } = ecPublicKeyOf(theirs);
      const octets = curveFieldOctets(curve);
      const compressed = concatBytes(Uint8Array.of(2 + ((point[2 * octets] as number) & 1)), point.subarray(1, 1 + octets));
      assert.deepEqual(sharedSecret(ours, { kind: 'ec', curve, point: compressed }), secret);
    }
  });

  it('points that are none are refused: off the curve, of another curve, infinity', () => {
    for (const curve of CURVE_NAMES) {
      const key = generateEcKey(curve, random);
      const octets = curveFieldOctets(curve);
      const point = ecPublicKeyOf(key).point.slice();
      point[2 * octets] = (point[2 * octets] as number) ^ 1;
      for (const none of [point, Uint8Array.of(0), new Uint8Array(0), concatBytes(Uint8Array.of(4), new Uint8Array(2 * octets))])
        throwsCode('bad-public-key', () => sharedSecret(key, { kind: 'ec', curve, point: none }));
    }
    // A point of brainpoolP256r1 that is called one of P-256.
    const brainpoolKey = ecPublicKeyOf(generateEcKey('brainpoolP256r1', random));
    const key = generateEcKey('P-256', random);
    throwsCode('bad-public-key', () => sharedSecret(key, { ...brainpoolKey, curve: 'P-256' } satisfies EcPublicKey));
    throwsCode('curve-mismatch', () => sharedSecret(key, brainpoolKey));
    throwsCode('bad-private-key', () => sharedSecret({ ...key, d: new Uint8Array(32) }, ecPublicKeyOf(key)));
    throwsCode('unsupported-curve', () =>
      sharedSecret({ ...key, curve: 'P-192' as CurveName }, { ...ecPublicKeyOf(key), curve: 'P-192' as CurveName }),
    );
  });

  it('public keys of small order are refused, in every form of theirs', () => {
    const low: Readonly<Record<'x25519' | 'x448', readonly bigint[]>> = {
      x25519: [
        0n,
        1n,
        325_606_250_916_557_431_795_983_626_356_110_631_294_008_115_727_848_805_560_023_387_167_927_233_504n,
        39_382_357_235_489_614_581_723_060_781_553_021_112_529_911_719_440_698_176_882_885_853_963_445_705_823n,
        2n ** 255n - 20n,
        2n ** 255n - 19n,
        2n ** 255n - 18n,
        2n ** 255n,
        2n ** 255n + 1n,
      ],
      x448: [0n, 1n, 2n ** 448n - 2n ** 224n - 2n, 2n ** 448n - 2n ** 224n - 1n, 2n ** 448n - 2n ** 224n],
    };
    for (const kind of ['x25519', 'x448'] as const) {
      const octets = kind === 'x25519' ? 32 : 56;
      const key = { kind, scalar: random(octets) };
      for (const u of low[kind]) throwsCode('bad-public-key', () => sharedSecret(key, { kind, point: bigIntToBytes(u, octets).reverse() }));
      throwsCode('bad-public-key', () => sharedSecret(key, { kind, point: new Uint8Array(octets - 1).fill(9) }));
      throwsCode('bad-public-key', () => sharedSecret(key, { kind, point: new Uint8Array(octets + 1).fill(9) }));
      throwsCode('bad-private-key', () => sharedSecret({ kind, scalar: random(octets - 1) }, publicKeyOf(key)));
      throwsCode('bad-private-key', () => publicKeyOf({ kind, scalar: random(octets + 1) }));
    }
  });

  it('leaves the octets of the keys as they were', () => {
    const [scalar, other] = [random(32), random(32)];
    const before = scalar.slice();
    sharedSecret({ kind: 'x25519', scalar }, publicKeyOf({ kind: 'x25519', scalar: other }));
    assert.deepEqual(scalar, before);
  });

  it('keys of different kinds, and of kinds that do not agree, are refused', () => {
    const keys: readonly PrivateKey[] = [
      generateEcKey('P-256', random),
      { kind: 'x25519', scalar: random(32) },
      { kind: 'x448', scalar: random(56) },
      { kind: 'ed25519', seed: random(32) },
      { kind: 'ed448', seed: random(57) },
    ];
    for (const ours of keys)
      for (const theirs of keys)
        if (ours !== theirs || 'seed' in ours) throwsCode('wrong-key-kind', () => sharedSecret(ours, publicKeyOf(theirs)));
  });

  it('signs nothing', () => {
    for (const key of [{ kind: 'x25519', scalar: random(32) } as const, { kind: 'x448', scalar: random(56) } as const])
      throwsCode('agreement-key', () => createSigner(key, { algorithm: ecdsaSha256, random }));
  });
});

describe('crypto/key-check: keys of Curve25519, Curve448, ML-DSA and SLH-DSA', () => {
  const keys = [
    { kind: 'ed25519', seed: random(32) },
    { kind: 'ed448', seed: random(57) },
    { kind: 'x25519', scalar: random(32) },
    { kind: 'x448', scalar: random(56) },
  ] as const;

  for (const key of keys) {
    it(`${key.kind}: lengths, and the point that came with the key`, () => {
      const { point } = publicKeyOf(key) as Extract<PublicKey, { readonly point: Uint8Array }>;
      const octets = 'seed' in key ? key.seed : key.scalar;
      const of = (other: Uint8Array): PrivateKey => ('seed' in key ? { kind: key.kind, seed: other } : { kind: key.kind, scalar: other });
      assert.equal(findKeyDefect(key), undefined);
      assert.equal(findKeyDefect({ ...key, point }), undefined);
      assert.equal(findKeyDefect({ ...key, point: random(point.length) }), 'point-mismatch');
      assert.equal(findKeyDefect({ ...key, point: point.subarray(1) }), 'point-mismatch');
      assert.equal(findKeyDefect(of(octets.subarray(1))), 'scalar-out-of-range');
      assert.equal(findKeyMismatch(publicKeyOf(key), key), undefined);
      assert.equal(findKeyMismatch(publicKeyOf(of(random(octets.length))), key), 'different-point');
      assert.equal(findKeyMismatch(publicKeyOf(key), of(octets.subarray(1))), 'bad-private-key');
      for (const other of keys) if (other !== key) assert.equal(findKeyMismatch(publicKeyOf(other), key), 'different-kind');
    });
  }

  it('SLH-DSA: the public key is the second half of the private one', () => {
    const parameterSet = 'SLH-DSA-SHA2-128s' as const;
    const octets = random(64);
    const key = { kind: 'slh-dsa', parameterSet, octets } as const;
    assert.deepEqual(publicKeyOf(key), { kind: 'slh-dsa', parameterSet, octets: octets.subarray(32) });
    assert.equal(findKeyDefect(key), undefined);
    assert.equal(findKeyDefect({ ...key, octets: octets.subarray(1) }), 'wrong-length');
    assert.equal(findKeyMismatch(publicKeyOf(key), key), undefined);
    assert.equal(findKeyMismatch({ kind: 'slh-dsa', parameterSet, octets: random(32) }, key), 'different-point');
    assert.equal(
      findKeyMismatch({ kind: 'slh-dsa', parameterSet: 'SLH-DSA-SHAKE-128s', octets: random(32) }, key),
      'different-parameter-set',
    );
    assert.equal(findKeyMismatch(publicKeyOf(key), { ...key, octets: random(60) }), 'bad-private-key');
  });

  it('ML-DSA: lengths only; the public half is for certwright/post-quantum', () => {
    const key = { kind: 'ml-dsa', parameterSet: 'ML-DSA-44', seed: random(32) } as const;
    assert.equal(findKeyDefect(key), undefined);
    assert.equal(findKeyDefect({ ...key, seed: random(31) }), 'wrong-length');
    assert.equal(findKeyDefect({ kind: 'ml-dsa', parameterSet: 'ML-DSA-44' }), 'wrong-length');
    throwsCode('post-quantum-key', () => publicKeyOf(key));
    const publicKey = { kind: 'ml-dsa', parameterSet: 'ML-DSA-44', octets: random(1312) } as const;
    throwsCode('post-quantum-key', () => findKeyMismatch(publicKey, key));
    assert.equal(findKeyMismatch({ ...publicKey, parameterSet: 'ML-DSA-65' }, key), 'different-parameter-set');
  });

  it('a kind that is none is named', () => {
    throwsCode('unsupported-key-kind', () => publicKeyOf({ kind: 'dsa' } as unknown as PrivateKey));
  });
});
