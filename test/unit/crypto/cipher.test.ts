/** CBC ciphers against SP 800-38A and OpenSSL, and their refusals. */
import assert from 'node:assert/strict';
import { fromHex, toHex, utf8 } from '../../../lib/base/bytes.ts';
import { PkiError } from '../../../lib/base/error.ts';
import { aesCbcDecrypt, aesCbcEncrypt, desEde3CbcDecrypt } from '../../../lib/crypto/cipher.ts';

const IV = fromHex('000102030405060708090a0b0c0d0e0f');

/** SP 800-38A F.2.1, F.2.3, F.2.5: first block. */
const aes = [
  ['2b7e151628aed2a6abf7158809cf4f3c', '7649abac8119b246cee98e9b12e9197d'],
  ['8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b', '4f021db243bc633d7178183a9fa071e8'],
  ['603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'f58c4c04d6e5f1ba779eabfb5f7bfbd6'],
] as const;

/** Ciphertexts of "certwright" by `openssl enc -des-ede3-cbc -K … -iv 0102030405060708`, and of 16 octets, whose padding is a whole block. */
const des = [
  ['0123456789abcdef23456789abcdef01456789abcdef0123', 'certwright', '7020994b0a4e88fb2ad7e93ac89b11bf'],
  ['0123456789abcdef23456789abcdef01456789abcdef0123', 'sixteen octets !', 'e98ce20d118cc8033c9d05c543821c670db6585eeacf6c36'],
] as const;

const coded = (code: string) => (error: unknown) => error instanceof PkiError && error.code === code;

describe('crypto/cipher', () => {
  for (const [key, first] of aes) {
    it(`AES-${key.length * 4}-CBC`, () => {
      const plain = fromHex('6bc1bee22e409f96e93d7e117393172a');
      const sealed = aesCbcEncrypt(fromHex(key), IV, plain);
      assert.equal(sealed.length, 32);
      assert.equal(toHex(sealed.subarray(0, 16)), first);
      assert.deepEqual(aesCbcDecrypt(fromHex(key), IV, sealed), plain);
    });
  }

  for (const [key, text, sealed] of des) {
    it(`DES-EDE3-CBC of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(desEde3CbcDecrypt(fromHex(key), fromHex('0102030405060708'), fromHex(sealed)), utf8(text));
    });
  }

  it('round trips every length up to three blocks', () => {
    const key = fromHex(aes[0][0]);
    for (let length = 0; length <= 48; length++) {
      const plain = Uint8Array.from({ length }, (_, i) => i);
      assert.deepEqual(aesCbcDecrypt(key, IV, aesCbcEncrypt(key, IV, plain)), plain);
    }
  });

  it('names what is wrong', () => {
    const key = fromHex(aes[0][0]);
    assert.throws(() => aesCbcDecrypt(key.subarray(1), IV, new Uint8Array(16)), coded('bad-cipher-key'));
    assert.throws(() => aesCbcEncrypt(key, IV.subarray(1), new Uint8Array(16)), coded('bad-cipher-iv'));
    assert.throws(() => aesCbcDecrypt(key, IV, new Uint8Array(0)), coded('bad-ciphertext-length'));
    assert.throws(() => aesCbcDecrypt(key, IV, new Uint8Array(17)), coded('bad-ciphertext-length'));
    assert.throws(() => aesCbcDecrypt(key, IV, new Uint8Array(16)), coded('bad-padding'));
    assert.throws(() => desEde3CbcDecrypt(new Uint8Array(8), new Uint8Array(8), new Uint8Array(8)), coded('bad-cipher-key'));
    assert.throws(() => desEde3CbcDecrypt(new Uint8Array(24), new Uint8Array(16), new Uint8Array(8)), coded('bad-cipher-iv'));
    assert.throws(() => desEde3CbcDecrypt(new Uint8Array(24), new Uint8Array(8), new Uint8Array(9)), coded('bad-ciphertext-length'));
    assert.throws(() => desEde3CbcDecrypt(new Uint8Array(24), new Uint8Array(8), new Uint8Array(8)), coded('bad-padding'));
  });
});
