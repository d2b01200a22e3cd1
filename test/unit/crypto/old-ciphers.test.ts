/** The ciphers and derivations of old files, against the vectors of their standards and of OpenSSL. */
import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import {
  aesGcmDecrypt,
  aesGcmEncrypt,
  desCbcDecrypt,
  desEde3CbcDecrypt,
  desEde3CbcEncrypt,
  rc2CbcDecrypt,
  rc4Decrypt,
} from '../../../lib/crypto/cipher.ts';
import { desCbcBlocks } from '../../../lib/crypto/des.ts';
import { sha1, sha256 } from '../../../lib/crypto/hash.ts';
import { bmpPassword, evpBytesToKey, pbkdf1, pkcs12Kdf } from '../../../lib/crypto/kdf-old.ts';
import { scrypt, type ScryptParameters } from '../../../lib/crypto/kdf.ts';
import { rc2CbcDecryptBlocks } from '../../../lib/crypto/rc2.ts';
import { throwsCode } from '../../support/throws.ts';

describe('crypto/rc2', () => {
  /** RFC 2268 section 5: key, effective bits, plaintext, ciphertext. */
  const vectors = [
    ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
    ['88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e', 129, '0000000000000000', '5b78d3a43dfff1f1'],
  ] as const;
  for (const [key, bits, plain, sealed] of vectors)
    it(`RFC 2268 section 5: ${key.length / 2} octets, ${bits} bits`, () => {
      assert.equal(toHex(rc2CbcDecryptBlocks(fromHex(key), bits, new Uint8Array(8), fromHex(sealed))), plain);
    });

  it('chains blocks and removes padding, as `openssl enc -rc2-cbc` wrote it', () => {
    const key = fromHex('00112233445566778899aabbccddeeff');
    assert.deepEqual(
      rc2CbcDecrypt(key, 128, fromHex('0102030405060708'), fromHex('158fea6b59edb8bbaab613dba046754692e81957c1b8113d')),
      utf8('sixteen octets !'),
    );
  });

  it('names what is wrong', () => {
    const iv = new Uint8Array(8);
    for (const [key, bits] of [
      [0, 64],
      [129, 64],
      [8, 0],
      [8, 1025],
      [8, 1.5],
    ] as const)
      throwsCode('bad-cipher-key', () => rc2CbcDecrypt(new Uint8Array(key), bits, iv, new Uint8Array(8)));
    throwsCode('bad-cipher-iv', () => rc2CbcDecrypt(new Uint8Array(8), 64, new Uint8Array(7), new Uint8Array(8)));
    throwsCode('bad-ciphertext-length', () => rc2CbcDecrypt(new Uint8Array(8), 64, iv, new Uint8Array(9)));
    throwsCode('bad-padding', () => rc2CbcDecrypt(new Uint8Array(8), 64, iv, new Uint8Array(8)));
  });
});

describe('crypto/des', () => {
  const key = fromHex('0123456789abcdef23456789abcdef01456789abcdef0123');
  const iv = fromHex('0102030405060708');

  it('encrypts triple DES as `openssl enc -des-ede3-cbc` does', () => {
    assert.equal(toHex(desEde3CbcEncrypt(key, iv, utf8('certwright'))), '7020994b0a4e88fb2ad7e93ac89b11bf');
    assert.equal(toHex(desEde3CbcEncrypt(key, iv, utf8('sixteen octets !'))), 'e98ce20d118cc8033c9d05c543821c670db6585eeacf6c36');
  });

  it('knows single DES and two keys', () => {
    // The worked example of FIPS 81 table C1: CBC of "Now is the time for all ".
    const sealed = fromHex('e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6');
    const single = fromHex('0123456789abcdef');
    const from = fromHex('1234567890abcdef');
    assert.deepEqual(desCbcBlocks('decrypt', single, from, sealed), utf8('Now is the time for all '));
    assert.deepEqual(desCbcBlocks('encrypt', single, from, utf8('Now is the time for all ')), sealed);
    const two = key.subarray(0, 16);
    const three = Uint8Array.from([...two, ...two.subarray(0, 8)]);
    assert.deepEqual(desEde3CbcEncrypt(two, iv, sealed), desEde3CbcEncrypt(three, iv, sealed));
    const thrice = Uint8Array.from([...single, ...single, ...single]);
    assert.deepEqual(desCbcDecrypt(single, iv, desEde3CbcEncrypt(thrice, iv, utf8('once'))), utf8('once'));
  });

  it('round trips every length up to three blocks', () => {
    for (let length = 0; length <= 24; length++) {
      const plain = Uint8Array.from({ length }, (_, i) => 255 - i);
      assert.deepEqual(desEde3CbcDecrypt(key, iv, desEde3CbcEncrypt(key, iv, plain)), plain);
    }
  });

  it('names what is wrong', () => {
    throwsCode('bad-cipher-key', () => desEde3CbcEncrypt(key.subarray(0, 8), iv, key));
    throwsCode('bad-cipher-iv', () => desEde3CbcEncrypt(key, iv.subarray(1), key));
    throwsCode('bad-cipher-key', () => desCbcDecrypt(key, iv, key));
    throwsCode('bad-ciphertext-length', () => desCbcDecrypt(iv, iv, key.subarray(1)));
    throwsCode('bad-padding', () => desCbcDecrypt(iv, iv, key));
  });
});

describe('crypto/cipher: RC4 and GCM', () => {
  it('RC4 gives the streams of RFC 6229', () => {
    assert.equal(toHex(rc4Decrypt(fromHex('0102030405'), new Uint8Array(16))), 'b2396305f03dc027ccc3524a0a1118a8');
    assert.equal(toHex(rc4Decrypt(fromHex('0102030405060708090a0b0c0d0e0f10'), new Uint8Array(16))), '9ac7cc9a609d1ef7b2932899cde41b97');
    throwsCode('bad-cipher-key', () => rc4Decrypt(new Uint8Array(4), new Uint8Array(1)));
    throwsCode('bad-cipher-key', () => rc4Decrypt(new Uint8Array(257), new Uint8Array(1)));
  });

  it('AES-128-GCM, test case 2 of the proposal to NIST, with tags of 12 to 16 octets', () => {
    const sealed = fromHex('0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf');
    assert.deepEqual(aesGcmEncrypt(new Uint8Array(16), new Uint8Array(12), new Uint8Array(16)), sealed);
    for (let tag = 12; tag <= 16; tag++) {
      const cut = sealed.slice(0, 16 + tag);
      assert.deepEqual(aesGcmDecrypt(new Uint8Array(16), new Uint8Array(12), cut, tag), new Uint8Array(16));
      for (const at of [0, 15, 16, 15 + tag]) {
        const damaged = cut.slice();
        damaged[at] = (damaged[at] as number) ^ 1;
        throwsCode('bad-tag', () => aesGcmDecrypt(new Uint8Array(16), new Uint8Array(12), damaged, tag));
      }
    }
    throwsCode('bad-ciphertext-length', () => aesGcmDecrypt(new Uint8Array(16), new Uint8Array(12), sealed.subarray(0, 15)));
    throwsCode('bad-ciphertext-length', () => aesGcmDecrypt(new Uint8Array(16), new Uint8Array(12), sealed, 11));
    throwsCode('bad-ciphertext-length', () => aesGcmDecrypt(new Uint8Array(16), new Uint8Array(12), sealed, 17));
    throwsCode('bad-cipher-key', () => aesGcmDecrypt(new Uint8Array(15), new Uint8Array(12), sealed));
    throwsCode('bad-cipher-iv', () => aesGcmEncrypt(new Uint8Array(16), new Uint8Array(13), sealed));
  });
});

describe('crypto/kdf-old', () => {
  it('pkcs12Kdf: what OpenSSL derives of "sesame"', () => {
    const salt = fromHex('ffffffffffffffff');
    const derived = pkcs12Kdf(sha1, bmpPassword('sesame'), 'key', { salt, iterations: 2048, keyLength: 24 });
    assert.equal(toHex(derived), '7cd9fd3e2b3be7691a44e3bef0f9ea0fb9b897d4e325d9d1');
  });

  for (const [hash, purpose, keyLength, wanted] of [
    [sha1, 'iv', 8, '582297f0083f9501'],
    [
      sha1,
      'mac',
      70,
      '884e0230870d28ad65b5691a8644df8244d3af7124e8342f1d8add8a8dc35aded115e2d2e4a1d8ac05c4dc7e60e5e4bb672f1f72efb0c64e3335ae9b76ca70b7d35bfd8bc330',
    ],
    [
      sha256,
      'key',
      200,
      '0fc7877994f44ff17ab96e76ace34d851a41af3d54496253d0fa736fc121fb63d0ee508e0194baa27449f526da2c82db465dcd6753425839e2f2a46f0011c019ea116b1683bc91a4f5bf4c71529444aa5f0aa0e332c072e34819655f05c8abdc84257a28fd06259a8f8370224948733938b3b21eca2a52d6ee54e32d02e985012f7c01df3f882e4101d737e3e6143caf67c027f39edf76f3fdcc8f9554e53bc33a838c8662ad9b5cb2e8125c5cecca366969a42357ee231d3bbceffdb0d8d817815573576192279d',
    ],
  ] as const)
    it(`pkcs12Kdf: ${keyLength} octets for ${purpose} by ${hash.label}, as OpenSSL's PKCS12KDF`, () => {
      const salt = Uint8Array.from({ length: 100 }, (_, i) => i);
      assert.equal(
        toHex(pkcs12Kdf(hash, bmpPassword('p\u00e4ss \u{1f511} w\u00f6rd'.repeat(5)), purpose, { salt, iterations: 3, keyLength })),
        wanted,
      );
    });

  it('pkcs12Kdf takes no password and no salt', () => {
    const none = new Uint8Array(0);
    assert.equal(
      toHex(pkcs12Kdf(sha1, none, 'key', { salt: fromHex('0102030405060708'), iterations: 2, keyLength: 8 })),
      '2fd89eb86f5c3cc2',
    );
    assert.equal(pkcs12Kdf(sha1, none, 'key', { salt: none, iterations: 1, keyLength: 21 }).length, 21);
  });

  it('pbkdf1 is the hash of the hash', () => {
    const salt = fromHex('78578e5a5d63cb06');
    // The vector of many libraries' tests: "password", 1,000 rounds of SHA-1.
    assert.equal(toHex(pbkdf1(sha1, utf8('password'), { salt, iterations: 1000, keyLength: 16 })), 'dc19847e05c64d2faf10ebfb4a3d2a20');
    throwsCode('bad-kdf-parameters', () => pbkdf1(sha1, utf8('password'), { salt, iterations: 1, keyLength: 21 }));
  });

  it('evpBytesToKey is what `openssl enc -md md5 -P` prints', () => {
    assert.equal(
      toHex(evpBytesToKey(utf8('secret'), fromHex('0102030405060708'), 32)),
      'c9e5a1bd216dbe1317e230cef48f38ee7f0e17ad64022144bccec4a1aa2879ab',
    );
  });

  it('does no work for counts outside of the limits', () => {
    const salt = new Uint8Array(8);
    for (const [parameters, code] of [
      [{ salt, iterations: 0, keyLength: 8 }, 'bad-kdf-parameters'],
      [{ salt, iterations: 1, keyLength: 0 }, 'bad-kdf-parameters'],
      [{ salt, iterations: 2 ** 31, keyLength: 8 }, 'kdf-too-costly'],
      [{ salt, iterations: 10_000_001, keyLength: 8 }, 'kdf-too-costly'],
      [{ salt: new Uint8Array(1_048_577), iterations: 1, keyLength: 8 }, 'kdf-too-costly'],
      [{ salt, iterations: 1, keyLength: 65_537 }, 'kdf-too-costly'],
      [{ salt, iterations: 10_000_000, keyLength: 200 }, 'kdf-too-costly'],
    ] as const) {
      throwsCode(code, () => pkcs12Kdf(sha1, bmpPassword('x'), 'key', parameters));
      throwsCode(code, () => pbkdf1(sha1, utf8('x'), parameters));
    }
  });
});

describe('crypto/kdf: scrypt', () => {
  const derive = (password: string, salt: string, cost: number, blockSize: number, parallelization: number): string =>
    toHex(scrypt(utf8(password), { salt: utf8(salt), cost, blockSize, parallelization, keyLength: 64 })).slice(0, 32);

  it('RFC 7914 section 12', () => {
    assert.equal(derive('', '', 16, 1, 1), '77d6576238657b203b19ca42c18a0497');
    assert.equal(derive('password', 'NaCl', 1024, 8, 16), 'fdbabe1c9d3472007856e7190d01e9fe');
    assert.equal(derive('pleaseletmein', 'SodiumChloride', 16384, 8, 1), '7023bdcb3afd7348461c06cd81fd38eb');
  });

  const parameters: ScryptParameters = { salt: new Uint8Array(8), cost: 16, blockSize: 8, parallelization: 1, keyLength: 32 };
  const hostile: readonly (readonly [Partial<ScryptParameters>, string])[] = [
    [{ cost: 2 ** 30 }, 'kdf-too-costly'],
    [{ cost: 2 ** 19 }, 'kdf-too-costly'],
    [{ blockSize: 2 ** 30 }, 'kdf-too-costly'],
    [{ parallelization: 2 ** 30 }, 'kdf-too-costly'],
    [{ cost: 2, blockSize: 2 ** 21, parallelization: 1 }, 'kdf-too-costly'],
    [{ cost: 2 ** 14, blockSize: 8, parallelization: 33 }, 'kdf-too-costly'],
    [{ cost: 2, blockSize: 1, parallelization: 2 ** 18 + 1 }, 'kdf-too-costly'],
    [{ cost: 2, blockSize: 2 ** 20, parallelization: 1 }, 'kdf-too-costly'],
    [{ salt: new Uint8Array(1_048_577) }, 'kdf-too-costly'],
    [{ keyLength: 65_537 }, 'kdf-too-costly'],
    [{ cost: 1 }, 'bad-kdf-parameters'],
    [{ cost: 0 }, 'bad-kdf-parameters'],
    [{ cost: 24 }, 'bad-kdf-parameters'],
    [{ blockSize: 0 }, 'bad-kdf-parameters'],
    [{ parallelization: 0 }, 'bad-kdf-parameters'],
    [{ cost: 2 ** 16, blockSize: 1 }, 'bad-kdf-parameters'],
    [{ keyLength: 0 }, 'bad-kdf-parameters'],
  ];
  for (const [changed, code] of hostile)
    it(`${code} before any work: ${JSON.stringify({ ...changed, ...(changed.salt === undefined ? {} : { salt: 'long' }) })}`, () => {
      const started = performance.now();
      throwsCode(code, () => scrypt(utf8('x'), { ...parameters, ...changed }));
      assert.ok(performance.now() - started < 1000);
    });
});
