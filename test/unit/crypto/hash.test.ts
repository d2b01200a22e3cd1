/** Hashes, HMAC and PBKDF2 against the examples of FIPS 180-4, RFC 1321, RFC 4231 and RFC 6070. */
import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { md5, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../../../lib/crypto/hash.ts';
import { hmac, pbkdf2 } from '../../../lib/crypto/kdf.ts';

const ABC = utf8('abc');

/** Digests of "abc": RFC 1321 A.5 and NIST's examples to FIPS 180-4. */
const digests = [
  [md5, '900150983cd24fb0d6963f7d28e17f72'],
  [sha1, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  [sha224, '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
  [sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [sha384, 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
  [
    sha512,
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  ],
  [sha512_224, '4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa'],
  [sha512_256, '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23'],
] as const;

describe('crypto/hash', () => {
  for (const [hash, expected] of digests) {
    it(`${hash.label} of "abc"`, () => {
      assert.equal(toHex(hash.digest(ABC)), expected);
      assert.equal(hash.outputLength, expected.length / 2);
    });
  }
});

describe('crypto/kdf', () => {
  it('HMAC, RFC 4231 test case 2', () => {
    const [key, data] = [utf8('Jefe'), utf8('what do ya want for nothing?')];
    assert.equal(toHex(hmac(sha256, key, data)), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    assert.equal(toHex(hmac(sha224, key, data)), 'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44');
  });

  it('PBKDF2, RFC 6070', () => {
    const derive = (iterations: number): string => toHex(pbkdf2(sha1, utf8('password'), { salt: utf8('salt'), iterations, keyLength: 20 }));
    assert.equal(derive(1), '0c60c80f961f0e71f3a9b524af6012062fe037a6');
    assert.equal(derive(2), 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957');
    assert.equal(derive(4096), '4b007901b765489abead49d926f721d065a429c1');
  });

  const refusals: readonly (readonly [title: string, code: string, salt: Uint8Array, iterations: number, keyLength: number])[] = [
    ['no iterations', 'bad-kdf-parameters', ABC, 0, 32],
    ['half an iteration', 'bad-kdf-parameters', ABC, 1.5, 32],
    ['no key', 'bad-kdf-parameters', ABC, 1, 0],
    ['2^31 iterations', 'kdf-too-costly', ABC, 2 ** 31, 32],
    ['10,000,001 iterations', 'kdf-too-costly', ABC, 10_000_001, 32],
    ['a salt of 2 MiB', 'kdf-too-costly', new Uint8Array(2 << 20), 1, 32],
    ['a key of 1 MiB', 'kdf-too-costly', ABC, 1, 1 << 20],
    ['many blocks of many iterations', 'kdf-too-costly', ABC, 10_000_000, 65_536],
  ];
  for (const [title, code, salt, iterations, keyLength] of refusals) {
    it(`refuses ${title} before any work`, () => {
      const start = performance.now();
      assert.throws(
        () => pbkdf2(sha256, utf8('secret passphrase'), { salt, iterations, keyLength }),
        (error) => error instanceof PkiError && error.code === code && !error.message.includes('secret'),
      );
      assert.ok(performance.now() - start < 500);
    });
  }

  it('takes octets, not text', () => {
    const salt = fromHex('73616c74');
    assert.deepEqual(
      pbkdf2(sha256, fromHex('00'), { salt, iterations: 1, keyLength: 4 }),
      pbkdf2(sha256, new Uint8Array(1), { salt, iterations: 1, keyLength: 4 }),
    );
  });
});
