/** RSA with SHA-3 and SHAKE: signatures of others verified, own ones made, identifiers. */
import assert from 'node:assert/strict';
import { bitLength, equalBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { sha1, sha512_224 } from '../../../lib/crypto/hash.ts';
import { rsaPkcs1Sha256 } from '../../../lib/crypto/rsa/pkcs1.ts';
import * as pkcs1 from '../../../lib/crypto/rsa/pkcs1-sha3.ts';
import { rsaPss, rsaPssAny } from '../../../lib/crypto/rsa/pss.ts';
import * as pss from '../../../lib/crypto/rsa/pss-sha3.ts';
import { rsaPublicKeyOf } from '../../../lib/crypto/rsa/private.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { sha3_256 } from '../../../lib/crypto/sha3.ts';
import { findAlgorithm, fitsKey } from '../../../lib/crypto/verify.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import type { RsaPssPublicKey } from '../../../lib/keys/types.ts';
import { SHA3_256, SHAKE128, SHAKE256 } from '../../../lib/oids/algorithms.ts';
import { throwsCode } from '../../support/throws.ts';
import { rsaKey } from './rsa-fixture.ts';
import { furtherSignatures, threePrimesKey } from './rsa-further-fixture.ts';
import { testRandom } from './test-random.ts';

const ABC = utf8('abc');
const { rsaPssAnyHash, rsaPssSha3_224, rsaPssSha3_256, rsaPssSha3_384, rsaPssSha3_512, rsaPssShake128, rsaPssShake256 } = pss;
const pssAlgorithms = [rsaPssSha3_224, rsaPssSha3_256, rsaPssSha3_384, rsaPssSha3_512, rsaPssShake128, rsaPssShake256];
/** Salt and digest of 64 octets each do not fit into 1,024 bits. */
const isLong = (algorithm: object): boolean => algorithm === rsaPssSha3_512 || algorithm === rsaPssShake256;
const identifierOf = (der: Uint8Array | undefined) => readDer(der as Uint8Array, (reader) => readAlgorithmIdentifier(reader, ''));

describe('crypto/rsa with SHA-3 and SHAKE', () => {
  for (const algorithm of Object.values(pkcs1)) {
    it(`${algorithm.label} equals OpenSSL and verifies`, () => {
      const expected = furtherSignatures[algorithm.label] as string;
      const signer = createSigner(rsaKey, { algorithm, random: testRandom('blinding') });
      assert.equal(toHex(signer.sign(ABC)), expected);
      assert.ok(algorithm.verify(rsaPublicKeyOf(rsaKey), ABC, fromHex(expected)));
      assert.ok(!algorithm.verify(rsaPublicKeyOf(rsaKey), utf8('abd'), fromHex(expected)));
      assert.ok(!rsaPkcs1Sha256.verify(rsaPublicKeyOf(rsaKey), ABC, fromHex(expected)));
    });
  }

  for (const algorithm of pssAlgorithms) {
    it(`${algorithm.label} verifies another's signature and its own`, () => {
      const key = isLong(algorithm) ? threePrimesKey : rsaKey;
      const [theirs, publicKey] = [fromHex(furtherSignatures[algorithm.label] as string), rsaPublicKeyOf(key)];
      assert.ok(algorithm.verify(publicKey, ABC, theirs));
      assert.ok(!algorithm.verify(publicKey, utf8('abd'), theirs));
      const ours = createSigner(key, { algorithm, random: testRandom('salt') }).sign(ABC);
      assert.ok(algorithm.verify(publicKey, ABC, ours));
      assert.ok(!equalBytes(ours, theirs), 'the salt is random');
      for (const other of pssAlgorithms) assert.equal(other.verify(publicKey, ABC, ours), other === algorithm, other.label);
      for (let bit = 0; bit < bitLength(key.n); bit += 41) {
        const bad = theirs.slice();
        bad[bit >> 3] = (bad[bit >> 3] as number) ^ (0x80 >> (bit & 7));
        assert.ok(!algorithm.verify(publicKey, ABC, bad), `bit ${bit}`);
      }
    });
  }

  it('writes the identifiers of NIST and RFC 8702', () => {
    const written = (encodings: readonly Uint8Array[]): string[] => encodings.map((der) => toHex(der));
    assert.deepEqual(written(pkcs1.rsaPkcs1Sha3_256.encodings), ['300d060960864801650304030e0500', '300b060960864801650304030e']);
    // RFC 8702 section 3: the parameters are absent.
    assert.deepEqual(written(rsaPssShake128.encodings), ['300a06082b0601050507061e']);
    assert.deepEqual(written(rsaPssShake256.encodings), ['300a06082b0601050507061f']);
    assert.ok(toHex(rsaPssSha3_256.encodings[0] as Uint8Array).includes('300d06096086480165030402080500'));
  });

  it('are found by their identifiers, and SHA-3 with any salt', () => {
    const all = [...Object.values(pkcs1), ...pssAlgorithms];
    for (const algorithm of all)
      for (const der of algorithm.encodings) assert.equal(findAlgorithm(all, identifierOf(der))?.label, algorithm.label);
    assert.equal(findAlgorithm([rsaPssAny([sha3_256])], identifierOf(rsaPssSha3_256.encodings[0]))?.label, 'rsa-pss-sha3-256');
    const mixed = rsaPss({ hash: sha3_256, mgfHash: sha512_224, saltLength: 7 });
    assert.equal(findAlgorithm([rsaPssAnyHash], identifierOf(mixed.encodings[0]))?.label, 'rsa-pss-sha3-256-mgf1-sha512-224-salt-7');
    const oldMask = rsaPss({ hash: sha3_256, mgfHash: sha1, saltLength: 32 });
    assert.equal(findAlgorithm([rsaPssAnyHash], identifierOf(oldMask.encodings[0]))?.label, oldMask.label);
    const weak = rsaPss({ hash: sha1, mgfHash: sha3_256, saltLength: 32 });
    assert.equal(findAlgorithm([rsaPssAnyHash], identifierOf(weak.encodings[0])), undefined);
    assert.equal(findAlgorithm(all, identifierOf(fromHex('300c06082b0601050507061e0500'))), undefined);
  });

  it('keys for RSASSA-PSS only take what their restrictions name, and without restrictions both', () => {
    const { n, e } = rsaKey;
    const key = (hash?: typeof SHA3_256): RsaPssPublicKey =>
      hash === undefined ? { kind: 'rsa-pss', n, e } : { kind: 'rsa-pss', n, e, restrictions: { hash, mgfHash: hash, minSaltLength: 32 } };
    for (const [algorithm, own] of [
      [rsaPssSha3_256, SHA3_256],
      [rsaPssShake128, SHAKE128],
    ] as const) {
      assert.ok(fitsKey(algorithm, key()));
      const signature = fromHex(furtherSignatures[algorithm.label] as string);
      assert.ok(algorithm.verify(key(), ABC, signature));
      for (const hash of [SHA3_256, SHAKE128, SHAKE256]) {
        assert.equal(fitsKey(algorithm, key(hash)), hash === own);
        assert.equal(algorithm.verify(key(hash), ABC, signature), hash === own);
      }
    }
    assert.ok(!fitsKey(pkcs1.rsaPkcs1Sha3_256, key()));
  });

  it('says that a modulus has no room', () => {
    for (const algorithm of [rsaPssSha3_512, rsaPssShake256])
      throwsCode('key-too-small', () => createSigner(rsaKey, { algorithm, random: testRandom('x') }).sign(ABC));
  });
});
