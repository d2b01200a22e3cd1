/**
 * Block ciphers in CBC mode with the padding of RFC 8018 B.2.5 and 6.1.1: AES both ways over noble-ciphers, triple DES for reading only, because OpenSSL
 * 3.0 and older encrypt keys with it by default.
 *
 * CBC has no integrity: a wrong key and damaged octets look the same, bad padding in 255 of 256 cases and rubbish in the last.
 */
import { cbc } from '@noble/ciphers/aes.js';
import { PkiError } from '../base/error.ts';
import { desEde3CbcBlocks } from './des.ts';

/** AES-CBC encryption with padding; the key has 16, 24 or 32 octets, the initialization vector 16. Throws `bad-cipher-key` or `bad-cipher-iv`. */
export function aesCbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('AES', key, [16, 24, 32], iv, 16);
  return cbc(key, iv).encrypt(data);
}

/**
 * AES-CBC decryption, the padding checked and removed. Throws `bad-cipher-key`, `bad-cipher-iv`, `bad-ciphertext-length` where the data is not whole
 * blocks, `bad-padding` where key or data are wrong.
 */
export function aesCbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('AES', key, [16, 24, 32], iv, 16);
  assertWholeBlocks(data, 16);
  return withoutPadding(cbc(key, iv, { disablePadding: true }).decrypt(data), 16);
}

/** DES-EDE3-CBC decryption; the key has 24 octets, the initialization vector 8. Throws as `aesCbcDecrypt`. */
export function desEde3CbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('DES-EDE3', key, [24], iv, 8);
  assertWholeBlocks(data, 8);
  return withoutPadding(desEde3CbcBlocks(key, iv, data), 8);
}

function assertSizes(cipher: string, key: Uint8Array, keySizes: readonly number[], iv: Uint8Array, ivSize: number): void {
  if (!keySizes.includes(key.length))
    throw new PkiError('bad-cipher-key', `a key of ${cipher} has ${keySizes.join(', ')} octets, not ${key.length}`);
  if (iv.length !== ivSize)
    throw new PkiError('bad-cipher-iv', `an initialization vector of ${cipher} has ${ivSize} octets, not ${iv.length}`);
}

function assertWholeBlocks(data: Uint8Array, block: number): void {
  if (data.length === 0 || data.length % block !== 0)
    throw new PkiError('bad-ciphertext-length', `expected whole blocks of ${block} octets, found ${data.length} octets`);
}

/** Every octet of the padding is its length, 1 to a whole block (RFC 8018 6.1.1); all of it is looked at whatever it holds. */
function withoutPadding(padded: Uint8Array, block: number): Uint8Array {
  const count = padded[padded.length - 1] as number;
  let wrong = count < 1 || count > block ? 1 : 0;
  for (let i = 1; i <= block; i++) if (i <= count) wrong |= (padded[padded.length - i] as number) ^ count;
  if (wrong !== 0) throw new PkiError('bad-padding', 'the decrypted data does not end in proper padding: the key or the data is wrong');
  return padded.subarray(0, padded.length - count);
}
