/** The dispatcher: exact octets decide, and every refusal has its reason. */
import assert from 'node:assert/strict';
import { readDer } from '../../../lib/asn1/reader.ts';
import { fromHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { ecdsaSha256 } from '../../../lib/crypto/ec/ecdsa.ts';
import { generateEcKey } from '../../../lib/crypto/ec/generate.ts';
import { ed25519 } from '../../../lib/crypto/eddsa.ts';
import { publicKeyOf } from '../../../lib/crypto/public-half.ts';
import { rsaPkcs1Sha1, rsaPkcs1Sha256 } from '../../../lib/crypto/rsa/pkcs1.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import type { SignatureAlgorithm } from '../../../lib/crypto/types.ts';
import { checkSignature, findAlgorithm, verifySignature } from '../../../lib/crypto/verify.ts';
import { signRsa } from '../../../lib/crypto/rsa/signing.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import { encodePublicKey } from '../../../lib/keys/public-key.ts';
import { readSubjectPublicKeyInfo, type SubjectPublicKeyInfo } from '../../../lib/keys/spki.ts';
import { rsaKey } from './rsa-fixture.ts';
import { testRandom } from './test-random.ts';

const algorithms = [rsaPkcs1Sha256, ecdsaSha256];
const random = testRandom('x');
const data = utf8('abc');
const ecKey = generateEcKey('P-256', random);
const identifier = (hex: string) => readDer(fromHex(hex), (reader) => readAlgorithmIdentifier(reader, ''));
const info = (der: Uint8Array): SubjectPublicKeyInfo => readDer(der, (reader) => readSubjectPublicKeyInfo(reader, ''));

describe('crypto/verify', () => {
  it('finds an algorithm by its exact octets', () => {
    assert.equal(findAlgorithm(algorithms, identifier('300d06092a864886f70d01010b0500')), rsaPkcs1Sha256);
    assert.equal(findAlgorithm(algorithms, identifier('300b06092a864886f70d01010b')), rsaPkcs1Sha256);
    assert.equal(findAlgorithm(algorithms, identifier('300a06082a8648ce3d040302')), ecdsaSha256);
    // Not in the list; ECDSA with NULL (RFC 5758 3.2 wants none); RSA with an OCTET STRING.
    for (const other of ['300506032b6570', '300c06082a8648ce3d0403020500', '300d06092a864886f70d01010b0400'])
      assert.equal(findAlgorithm(algorithms, identifier(other)), undefined);
  });

  it('says why', () => {
    const signer = createSigner(ecKey, { algorithm: ecdsaSha256, random });
    const signature = signer.sign(data);
    const key = info(signer.publicKey);
    const good = identifier('300a06082a8648ce3d040302');
    assert.deepEqual(checkSignature(key, good, data, signature, { algorithms }), { ok: true, algorithm: ecdsaSha256 });
    assert.deepEqual(checkSignature(key, good, utf8('abd'), signature, { algorithms }), {
      ok: false,
      reason: 'bad-signature',
      algorithm: ecdsaSha256,
    });
    assert.deepEqual(checkSignature(key, good, data, signature, { algorithms: [rsaPkcs1Sha256] }), {
      ok: false,
      reason: 'unsupported-algorithm',
    });
    assert.deepEqual(checkSignature(publicKeyOf(rsaKey), good, data, signature, { algorithms }), {
      ok: false,
      reason: 'wrong-key-kind',
      algorithm: ecdsaSha256,
      keyKind: 'rsa',
    });
    const unknown = info(fromHex(`302a300506032b6572032100${'11'.repeat(32)}`));
    const refused = checkSignature(unknown, good, data, signature, { algorithms });
    assert.equal(refused.ok, false);
    assert.ok(!refused.ok && refused.reason === 'unsupported-key' && refused.error instanceof PkiError);
  });

  it('takes a descriptor as it is, list or no list', () => {
    const signature = signRsa(rsaPkcs1Sha1, rsaKey, data, random);
    assert.equal(verifySignature(publicKeyOf(rsaKey), rsaPkcs1Sha1, data, signature, { algorithms: [] }), true);
    assert.equal(
      verifySignature(publicKeyOf(rsaKey), identifier('300d06092a864886f70d0101050500'), data, signature, { algorithms }),
      false,
    );
  });
});

describe('crypto/signer', () => {
  const pairs: readonly (readonly [SignatureAlgorithm, typeof rsaKey | typeof ecKey])[] = [
    [rsaPkcs1Sha256, rsaKey],
    [ecdsaSha256, ecKey],
  ];
  for (const [algorithm, key] of pairs) {
    it(`signs with ${algorithm.label} and knows its public key`, () => {
      const signer = createSigner(key, { algorithm, random });
      assert.deepEqual(signer.publicKey, encodePublicKey(publicKeyOf(key)));
      assert.equal(signer.algorithm, algorithm);
      assert.ok(verifySignature(publicKeyOf(key), algorithm, data, signer.sign(data), { algorithms }));
    });
  }

  it('refuses an algorithm that only verifies', () => {
    const { label, encodings, keyKind, hash, verify } = ecdsaSha256;
    const coded = (error: unknown): boolean => error instanceof PkiError && error.code === 'cannot-sign';
    assert.throws(() => createSigner(ecKey, { algorithm: { label, encodings, keyKind, hash, verify }, random }), coded);
  });

  it('refuses a key of the wrong kind at once', () => {
    const wrong = (error: unknown): boolean => error instanceof PkiError && error.code === 'wrong-key-kind';
    assert.throws(() => createSigner(rsaKey, { algorithm: ecdsaSha256, random }), wrong);
    assert.throws(() => createSigner(ecKey, { algorithm: ed25519, random }), wrong);
  });
});
