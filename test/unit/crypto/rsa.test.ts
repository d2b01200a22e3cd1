/** RSA signatures against OpenSSL's, both schemes, and their refusals. */
import assert from 'node:assert/strict';
import { equalBytes, fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { sha1, sha256 } from '../../../lib/crypto/hash.ts';
import * as pkcs1 from '../../../lib/crypto/rsa/pkcs1.ts';
import { readRsaPss, rsaPss, rsaPssSha256, rsaPssSha384, rsaPssSha512 } from '../../../lib/crypto/rsa/pss.ts';
import { signRsa } from '../../../lib/crypto/rsa/signing.ts';
import { createSigner } from '../../../lib/crypto/signer.ts';
import { shake128, shake256 } from '../../../lib/crypto/sha3.ts';
import { readDer } from '../../../lib/asn1/reader.ts';
import { readAlgorithmIdentifier } from '../../../lib/keys/algorithm-identifier.ts';
import type { RsaPublicKey } from '../../../lib/keys/types.ts';
import { rsaKey, rsaSignatures } from './rsa-fixture.ts';
import { testRandom } from './test-random.ts';

const publicKey: RsaPublicKey = { kind: 'rsa', n: rsaKey.n, e: rsaKey.e };
const ABC = utf8('abc');
const coded = (code: string) => (error: unknown) => error instanceof PkiError && error.code === code;
const identifier = (der: Uint8Array) => readDer(der, (reader) => readAlgorithmIdentifier(reader, ''));

describe('crypto/rsa/pkcs1', () => {
  for (const algorithm of Object.values(pkcs1)) {
    it(`${algorithm.label} equals OpenSSL and verifies`, () => {
      const expected = rsaSignatures[algorithm.label] as string;
      assert.equal(toHex(signRsa(algorithm, rsaKey, ABC, testRandom('blinding'))), expected);
      assert.ok(algorithm.verify(publicKey, ABC, fromHex(expected)));
      assert.ok(!algorithm.verify(publicKey, utf8('abd'), fromHex(expected)));
    });
  }

  it('signs the same whatever the blinding', () => {
    const sign = (seed: string): string => toHex(signRsa(pkcs1.rsaPkcs1Sha256, rsaKey, ABC, testRandom(seed)));
    for (const seed of ['a', 'b', 'c', 'd']) assert.equal(sign(seed), rsaSignatures['rsa-pkcs1-sha256']);
  });

  it('refuses every single flipped bit of a signature', () => {
    const good = fromHex(rsaSignatures['rsa-pkcs1-sha256'] as string);
    for (let bit = 0; bit < 8 * good.length; bit += 7) {
      const bad = good.slice();
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (0x80 >> (bit & 7));
      assert.ok(!pkcs1.rsaPkcs1Sha256.verify(publicKey, ABC, bad), `bit ${bit}`);
    }
  });

  it('writes NULL and takes absent parameters too (RFC 4055 section 5)', () => {
    assert.deepEqual(
      pkcs1.rsaPkcs1Sha256.encodings.map((der) => toHex(der)),
      ['300d06092a864886f70d01010b0500', '300b06092a864886f70d01010b'],
    );
  });

  it('names misuse', () => {
    const random = testRandom('x');
    const ed25519Key = { kind: 'ed25519', seed: new Uint8Array(32) } as const;
    assert.throws(() => createSigner(ed25519Key, { algorithm: pkcs1.rsaPkcs1Sha256, random }), coded('wrong-key-kind'));
    assert.throws(() => signRsa(pkcs1.rsaPkcs1Sha256, { ...rsaKey, n: rsaKey.n + 2n }, ABC, random), coded('bad-rsa-key'));
    assert.throws(() => signRsa(pkcs1.rsaPkcs1Sha256, { ...rsaKey, p: 0n }, ABC, random), coded('bad-rsa-key'));
    const small = { ...rsaKey, n: (1n << 400n) + 1n };
    assert.throws(() => signRsa(pkcs1.rsaPkcs1Sha512, small, ABC, random), coded('key-too-small'));
  });

  it('is false, not an error, for keys of another kind', () => {
    const signature = fromHex(rsaSignatures['rsa-pkcs1-sha256'] as string);
    assert.equal(pkcs1.rsaPkcs1Sha256.verify({ kind: 'ed25519', point: new Uint8Array(32) }, ABC, signature), false);
    for (const [n, e] of [
      [0n, 3n],
      [1n, 3n],
      [rsaKey.n + 1n, 3n],
      [rsaKey.n, 0n],
      [rsaKey.n, 1n],
      [rsaKey.n, 2n],
      [rsaKey.n, rsaKey.n],
    ] as const)
      assert.equal(pkcs1.rsaPkcs1Sha256.verify({ kind: 'rsa', n, e }, ABC, signature), false, `${n} ${e}`);
  });
});

describe('crypto/rsa/pss', () => {
  for (const algorithm of [rsaPssSha256, rsaPssSha384]) {
    it(`${algorithm.label} verifies OpenSSL's signature and its own`, () => {
      const theirs = fromHex(rsaSignatures[algorithm.label] as string);
      assert.ok(algorithm.verify(publicKey, ABC, theirs));
      assert.ok(!algorithm.verify(publicKey, utf8('abd'), theirs));
      const ours = signRsa(algorithm, rsaKey, ABC, testRandom('salt'));
      assert.ok(algorithm.verify(publicKey, ABC, ours));
      assert.ok(!equalBytes(ours, signRsa(algorithm, rsaKey, ABC, testRandom('other'))), 'the salt is random');
    });
  }

  it('has every parameter fixed', () => {
    const signature = signRsa(rsaPssSha256, rsaKey, ABC, testRandom('salt'));
    const others = [
      rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 31 }),
      rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 0 }),
      rsaPss({ hash: sha256, mgfHash: sha1, saltLength: 32 }),
      rsaPss({ hash: sha1, mgfHash: sha256, saltLength: 32 }),
      rsaPssSha384,
    ];
    for (const other of others) assert.equal(other.verify(publicKey, ABC, signature), false, other.label);
  });

  it('works without salt, and with the longest that fits', () => {
    for (const saltLength of [0, 94]) {
      const algorithm = rsaPss({ hash: sha256, mgfHash: sha256, saltLength });
      assert.ok(algorithm.verify(publicKey, ABC, signRsa(algorithm, rsaKey, ABC, testRandom('salt'))), String(saltLength));
    }
    assert.throws(
      () => signRsa(rsaPss({ hash: sha256, mgfHash: sha256, saltLength: 95 }), rsaKey, ABC, testRandom('x')),
      coded('key-too-small'),
    );
    assert.throws(() => rsaPss({ hash: sha256, mgfHash: sha256, saltLength: -1 }), coded('bad-salt-length'));
    for (const hashes of [
      { hash: shake128, mgfHash: sha256 },
      { hash: sha256, mgfHash: shake256 },
    ])
      assert.throws(() => rsaPss({ ...hashes, saltLength: 32 }), coded('unsupported-hash'));
    assert.throws(() => signRsa(rsaPssSha512, rsaKey, ABC, testRandom('x')), coded('key-too-small'));
  });

  it('writes the octets of CA/Browser Forum BR 7.1.3.2.1 and reads all forms back', () => {
    const [first] = rsaPssSha256.encodings;
    assert.equal(
      toHex(first as Uint8Array),
      '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
    );
    assert.equal(rsaPssSha256.encodings.length, 8);
    for (const der of rsaPssSha256.encodings) assert.equal(readRsaPss(identifier(der), [sha1, sha256])?.label, 'rsa-pss-sha256');
  });

  it('takes defaults left out and written out (RFC 4055 3.1)', () => {
    const algorithm = rsaPss({ hash: sha1, mgfHash: sha1, saltLength: 20 });
    // All four fields absent: SEQUENCE {} as parameters.
    assert.equal(toHex(algorithm.encodings[0] as Uint8Array), '300d06092a864886f70d01010a3000');
    assert.equal(algorithm.encodings.length, 3 * 3 * 2 * 2);
    for (const der of algorithm.encodings) assert.equal(readRsaPss(identifier(der), [sha1])?.label, 'rsa-pss-sha1');
  });

  it('reads no other parameters', () => {
    const absent = identifier(fromHex('300b06092a864886f70d01010a'));
    assert.equal(readRsaPss(absent, [sha1]), undefined);
    const trailer2 = identifier(fromHex('301206092a864886f70d01010a3005a303020102'));
    assert.equal(readRsaPss(trailer2, [sha1]), undefined);
    assert.equal(readRsaPss(identifier(rsaPssSha256.encodings[0] as Uint8Array), [sha1]), undefined);
    assert.throws(
      () => readRsaPss(identifier(fromHex('301206092a864886f70d01010a3005a203020114'.replace('0114', '01ff'))), [sha1]),
      coded('integer-out-of-range'),
    );
  });
});
