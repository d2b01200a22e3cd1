/** Schemas and parameters of Wycheproof of which no file need be at hand: vectors of our own, good and bad, in the form of each. */
import assert from 'node:assert/strict';
import { runWycheproofFile } from '../../../apps/cli/vectors/wycheproof.ts';
import {
  createSigner,
  encodePem,
  encodePkcs8,
  encodePublicKey,
  fromHex,
  generateKeyPair,
  type SignatureAlgorithm,
  toHex,
} from '../../../lib/index.ts';
import {
  decodeEcdsaSignature,
  ecdsaSha256AnyCurve,
  ecdsaShake128,
  encodeEcdsaSignature,
  encryptRsaOaep,
  hmac,
  rsaPssShake128,
  sha256,
  sha3_256,
  sharedSecret,
  withLowS,
} from '../../../lib/crypto/index.ts';
import { curveFieldOctets, type CurveName, type EcPrivateKey, type EcPublicKey } from '../../../lib/keys/index.ts';
import { toJwk } from '../../../lib/keystore/jwk.ts';
import { testRandom } from '../../unit/crypto/test-random.ts';

interface Made {
  readonly expected: 'valid' | 'invalid';
  readonly [field: string]: unknown;
}

/** Asserts that vectors of a schema come out as they should, and that none is skipped. */
function assertOutcomes(schema: string, algorithm: string, group: Readonly<Record<string, unknown>>, made: readonly Made[]): void {
  const tests = made.map(({ expected, ...fields }, index) => ({ tcId: index + 1, comment: expected, result: expected, ...fields }));
  const { outcomes, skips } = runWycheproofFile({ name: schema, json: { schema, algorithm, testGroups: [{ ...group, tests }] } });
  assert.deepEqual(skips, []);
  assert.deepEqual(
    outcomes.map(({ got }) => got),
    made.map(({ expected }) => expected),
  );
}

/** Why a group is skipped. */
function skipOf(schema: string, algorithm: string | undefined, group: Readonly<Record<string, unknown>>): string | undefined {
  const tests = [{ tcId: 1, comment: '', result: 'valid' }];
  return runWycheproofFile({ name: schema, json: { schema, algorithm, testGroups: [{ ...group, tests }] } }).skips[0]?.why;
}

function ecPair(curve: CurveName): { readonly publicKey: EcPublicKey; readonly privateKey: EcPrivateKey } {
  const { publicKey, privateKey } = generateKeyPair({ kind: 'ec', curve });
  assert.ok(publicKey.kind === 'ec' && privateKey.kind === 'ec');
  return { publicKey, privateKey };
}

const data = new TextEncoder().encode('data');
const msg = toHex(data);

describe('forms of Wycheproof files', () => {
  for (const [name, curve] of [
    ['secp224r1', 'P-224'],
    ['secp256r1', 'P-256'],
    ['P-384', 'P-384'],
    ['secp521r1', 'P-521'],
    ['secp256k1', 'secp256k1'],
    ['brainpoolP320r1', 'brainpoolP320r1'],
    ['brainpoolP512r1', 'brainpoolP512r1'],
  ] as const) {
    it(`ECDSA on ${name}: DER and IEEE P1363`, () => {
      const { publicKey, privateKey } = ecPair(curve);
      const group = { publicKey: { curve: name }, publicKeyDer: toHex(encodePublicKey(publicKey)) };
      const sign = (algorithm: SignatureAlgorithm): Uint8Array => createSigner(privateKey, { algorithm }).sign(data);
      const size = curveFieldOctets(curve);
      const der = sign(ecdsaSha256AnyCurve);
      const compact = decodeEcdsaSignature(der, size);
      assert.ok(compact !== undefined);
      assertOutcomes('ecdsa_verify_schema_v1.json', 'ECDSA', { ...group, sha: 'SHA-256' }, [
        { expected: 'valid', msg, sig: toHex(der) },
        { expected: 'invalid', msg, sig: toHex(compact) },
        { expected: 'invalid', msg: '00', sig: toHex(der) },
      ]);
      assertOutcomes('ecdsa_p1363_verify_schema_v1.json', 'ECDSA', { ...group, sha: 'SHA-256' }, [
        { expected: 'valid', msg, sig: toHex(compact) },
        { expected: 'invalid', msg, sig: toHex(der) },
        { expected: 'invalid', msg, sig: '' },
        { expected: 'invalid', msg, sig: `00${toHex(compact)}` },
        { expected: 'invalid', msg, sig: `00${toHex(compact.subarray(0, size))}00${toHex(compact.subarray(size))}` },
        { expected: 'invalid', msg, sig: '00'.repeat(2 * size) },
        { expected: 'invalid', msg, sig: toHex(compact).slice(2) },
        { expected: 'invalid', msg: '00', sig: toHex(compact) },
      ]);
      const shake = decodeEcdsaSignature(sign(ecdsaShake128), size);
      assertOutcomes('ecdsa_p1363_verify_schema_v1.json', 'ECDSA', { ...group, sha: 'SHAKE128' }, [
        { expected: 'valid', msg, sig: toHex(shake ?? data) },
      ]);
    });

    it(`ECDH on ${name}: a number and a point, in DER and PEM`, () => {
      const [ours, theirs] = [ecPair(curve), ecPair(curve)];
      const shared = toHex(sharedSecret(ours.privateKey, theirs.publicKey));
      const scalar = toHex(ours.privateKey.d);
      const group = { curve: name };
      const point = toHex(theirs.publicKey.point);
      assertOutcomes('ecdh_ecpoint_test_schema_v1.json', 'ECDH', { ...group, encoding: 'ecpoint' }, [
        { expected: 'valid', private: scalar, public: point, shared },
        { expected: 'valid', private: `00${scalar}`, public: point, shared },
        { expected: 'invalid', private: scalar, public: point.slice(2), shared },
        { expected: 'invalid', private: scalar, public: `${point.slice(0, -2)}${point.endsWith('00') ? '01' : '00'}`, shared },
        { expected: 'invalid', private: scalar, public: '', shared },
        { expected: 'invalid', private: '00', public: point, shared },
      ]);
      const der = encodePublicKey(theirs.publicKey);
      assertOutcomes('ecdh_test_schema_v1.json', 'ECDH', { ...group, encoding: 'asn' }, [
        { expected: 'valid', private: scalar, public: toHex(der), shared },
        { expected: 'invalid', private: scalar, public: point, shared },
      ]);
      assertOutcomes('ecdh_pem_test_schema_v1.json', 'ECDH', { ...group, encoding: 'pem' }, [
        {
          expected: 'valid',
          private: encodePem('PRIVATE KEY', encodePkcs8(ours.privateKey)),
          public: encodePem('PUBLIC KEY', der),
          shared,
        },
        { expected: 'invalid', private: '', public: encodePem('PUBLIC KEY', der), shared },
      ]);
      if (/^P-(?:256|384|521)$/.test(curve)) {
        const [privateJwk, publicJwk] = [toJwk(ours.privateKey), toJwk(theirs.publicKey)];
        assertOutcomes('ecdh_webcrypto_test_schema_v1.json', 'ECDH', { ...group, encoding: 'webcrypto' }, [
          { expected: 'valid', private: privateJwk, public: publicJwk, shared },
          { expected: 'invalid', private: publicJwk, public: publicJwk, shared },
          { expected: 'invalid', private: privateJwk, public: { ...publicJwk, y: publicJwk.x }, shared },
          { expected: 'invalid', private: privateJwk, public: {}, shared },
        ]);
      }
    });
  }

  for (const [curve, kind] of [
    ['curve25519', 'x25519'],
    ['curve448', 'x448'],
  ] as const) {
    it(`${kind}: octets, DER, PEM and JWK`, () => {
      const [ours, theirs] = [generateKeyPair({ kind }), generateKeyPair({ kind })];
      assert.ok('scalar' in ours.privateKey && 'point' in theirs.publicKey);
      const shared = toHex(sharedSecret(ours.privateKey, theirs.publicKey));
      const [pkcs8, spki] = [encodePkcs8(ours.privateKey), encodePublicKey(theirs.publicKey)];
      const point = toHex(theirs.publicKey.point);
      const forms: readonly (readonly [schema: string, privateKey: unknown, publicKey: unknown, other: unknown])[] = [
        ['xdh_comp_schema_v1.json', toHex(ours.privateKey.scalar), point, `${point}00`],
        ['xdh_asn_comp_schema_v1.json', toHex(pkcs8), toHex(spki), toHex(pkcs8)],
        ['xdh_pem_comp_schema_v1.json', encodePem('PRIVATE KEY', pkcs8), encodePem('PUBLIC KEY', spki), ''],
        ['xdh_jwk_comp_schema_v1.json', toJwk(ours.privateKey), toJwk(theirs.publicKey), toJwk(ecPair('P-256').publicKey)],
      ];
      for (const [schema, privateKey, publicKey, other] of forms)
        assertOutcomes(schema, 'XDH', { curve }, [
          { expected: 'valid', private: privateKey, public: publicKey, shared },
          { expected: 'invalid', private: privateKey, public: other, shared },
          {
            expected: 'invalid',
            private: privateKey,
            public: publicKey,
            shared: shared.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
          },
        ]);
    });
  }

  it('ECDSA of Bitcoin: the lower s only', () => {
    const { publicKey, privateKey } = ecPair('secp256k1');
    const low = createSigner(privateKey, { algorithm: withLowS(ecdsaSha256AnyCurve) }).sign(data);
    const compact = decodeEcdsaSignature(low, 32) as Uint8Array;
    const order = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141');
    const high = (order - BigInt(`0x${toHex(compact.subarray(32))}`)).toString(16).padStart(64, '0');
    const sig = toHex(encodeEcdsaSignature(fromHex(`${toHex(compact.subarray(0, 32))}${high}`)));
    const group = { publicKey: { curve: 'secp256k1' }, publicKeyDer: toHex(encodePublicKey(publicKey)), sha: 'SHA-256' };
    assertOutcomes('ecdsa_bitcoin_verify_schema.json', 'ECDSA', group, [
      { expected: 'valid', msg, sig: toHex(low) },
      { expected: 'invalid', msg, sig },
    ]);
    assertOutcomes('ecdsa_verify_schema_v1.json', 'ECDSA', group, [{ expected: 'valid', msg, sig }]);
  });

  it('RSA: PSS with SHAKE, whose mask is itself; OAEP with hashes that differ', () => {
    const { publicKey, privateKey } = generateKeyPair({ kind: 'rsa', bits: 1024 });
    const publicKeyDer = toHex(encodePublicKey(publicKey));
    const sig = toHex(createSigner(privateKey, { algorithm: rsaPssShake128 }).sign(data));
    const vectors = [
      { expected: 'valid', msg, sig },
      { expected: 'invalid', msg: '00', sig },
    ] as const;
    const shake = { publicKeyDer, sha: 'SHAKE128', sLen: 32 };
    assertOutcomes('rsassa_pss_verify_schema_v1.json', 'RSASSA-PSS', { ...shake, mgf: 'SHAKE128' }, vectors);
    const other = toJwk(generateKeyPair({ kind: 'rsa', bits: 1024 }).publicKey);
    const group = { ...shake, mgf: 'SHAKE128' };
    assertOutcomes('rsassa_pss_verify_schema_v1.json', 'RSASSA-PSS', { ...group, publicKeyJwk: toJwk(publicKey) }, vectors);
    assertOutcomes('rsassa_pss_verify_schema_v1.json', 'RSASSA-PSS', { ...group, publicKeyJwk: other }, [
      { ...vectors[0], expected: 'invalid' },
    ]);
    assert.match(skipOf('rsassa_pss_verify_schema_v1.json', 'RSASSA-PSS', { ...shake, mgf: 'SHAKE128', sLen: 20 }) ?? '', /SHAKE128/);
    assert.match(skipOf('rsassa_pss_verify_schema_v1.json', 'RSASSA-PSS', { ...shake, mgf: 'MGF2', mgfSha: 'SHA-1' }) ?? '', /MGF2/);

    const ct = toHex(encryptRsaOaep(publicKey, data, { hash: sha256, mgfHash: sha3_256, random: testRandom('oaep') }));
    const oaep = { privateKeyPkcs8: toHex(encodePkcs8(privateKey)), privateKeyJwk: toJwk(privateKey), mgf: 'MGF1', sha: 'SHA-256' };
    assertOutcomes('rsaes_oaep_decrypt_schema_v1.json', 'RSAES-OAEP', { ...oaep, mgfSha: 'SHA3-256' }, [
      { expected: 'valid', msg, ct, label: '' },
      { expected: 'invalid', msg, ct, label: '00' },
      { expected: 'invalid', msg: '00', ct, label: '' },
    ]);
    assertOutcomes('rsaes_oaep_decrypt_schema_v1.json', 'RSAES-OAEP', { ...oaep, mgfSha: 'SHA-256' }, [
      { expected: 'invalid', msg, ct, label: '' },
    ]);
  });

  it('HMAC with SHA-3', () => {
    const tag = toHex(hmac(sha3_256, data, data).subarray(0, 16));
    assertOutcomes('mac_test_schema_v1.json', 'HMACSHA3-256', { tagSize: 128 }, [
      { expected: 'valid', key: msg, msg, tag },
      { expected: 'invalid', key: msg, msg, tag: tag.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    ]);
  });

  it('names what it does not have', () => {
    assert.equal(
      skipOf('ecdsa_verify_schema_v1.json', 'ECDSA', { publicKey: { curve: 'brainpoolP256t1' }, sha: 'SHA-256' }),
      'curve brainpoolP256t1 is not supported',
    );
    assert.equal(skipOf('ecdh_test_schema_v1.json', 'ECDH', { curve: 'secp224k1' }), 'curve secp224k1 is not supported');
    assert.equal(skipOf('eddsa_verify_schema_v1.json', 'EDDSA', { publicKey: { curve: 'toString' } }), 'curve toString is not supported');
    assert.equal(skipOf('aead_test_schema_v1.json', 'AES-GCM', {}), 'AES-GCM (aead_test) is not supported');
    assert.equal(skipOf('json_web_signature_schema_v1.json', undefined, {}), 'what its groups name (json_web_signature) is not supported');
    assert.equal(skipOf('mldsa_verify_schema.json', 'ML-DSA-88', {}), 'ML-DSA-88 is not supported');
    assert.equal(skipOf('mac_test_schema_v1.json', 'HMACSM3', {}), 'HMACSM3 is not supported');
  });
});
