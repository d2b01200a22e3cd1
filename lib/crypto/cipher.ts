/**
 * Block ciphers in CBC mode with the padding of RFC 8018 B.2.5 and 6.1.1, AES in GCM (SP 800-38D, for keys under RFC 5084 section 3.2), and RC4. AES is
 * noble-ciphers'; DES, RC2 and RC4 are in old files only, and DES, RC2 and RC4 are not written, triple DES where an old reader needs it.
 *
 * CBC has no integrity: a wrong key and damaged octets look the same, bad padding in 255 of 256 cases and rubbish in the last.
 */
import { cbc, gcm } from '@noble/ciphers/aes.js';
import { PkiError } from '../base/error.ts';
import { desCbcBlocks } from './des.ts';
import { rc2CbcDecryptBlocks } from './rc2.ts';

/** AES-CBC encryption with padding; the key has 16, 24 or 32 octets, the initialization vector 16. Throws `bad-cipher-key` or `bad-cipher-iv`. */
export function aesCbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('AES', key, AES_KEYS, iv, 16);
  return cbc(key, iv).encrypt(data);
}

/**
 * AES-CBC decryption, the padding checked and removed. Throws `bad-cipher-key`, `bad-cipher-iv`, `bad-ciphertext-length` where the data is not whole
 * blocks, `bad-padding` where key or data are wrong.
 */
export function aesCbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('AES', key, AES_KEYS, iv, 16);
  assertWholeBlocks(data, 16);
  return withoutPadding(cbc(key, iv, { disablePadding: true }).decrypt(data), 16);
}

/** AES-GCM encryption without further data: the ciphertext and behind it a tag of 16 octets. The nonce has 12 octets. Throws `bad-cipher-key` or `bad-cipher-iv`. */
export function aesGcmEncrypt(key: Uint8Array, nonce: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('AES', key, AES_KEYS, nonce, GCM_NONCE);
  return gcm(key, nonce).encrypt(data);
}

/**
 * AES-GCM decryption; the last `tagLength` octets, 12 to 16, are the tag (SP 800-38D 5.2.1.2). Throws `bad-cipher-key`, `bad-cipher-iv`,
 * `bad-ciphertext-length` where there is no room for a tag, `bad-tag` where key or data are wrong.
 */
export function aesGcmDecrypt(key: Uint8Array, nonce: Uint8Array, data: Uint8Array, tagLength = 16): Uint8Array {
  assertSizes('AES', key, AES_KEYS, nonce, GCM_NONCE);
  const length = data.length - tagLength;
  if (length < 0 || tagLength < 12 || tagLength > 16)
    throw new PkiError('bad-ciphertext-length', `expected at least a tag of 12 to 16 octets, found ${data.length} octets`);
  // Encrypting twice is decrypting, and the second time gives the whole tag, of which a shorter one is the head.
  const plain = gcm(key, nonce).encrypt(data.subarray(0, length)).subarray(0, length);
  const sealed = gcm(key, nonce).encrypt(plain);
  let wrong = 0;
  for (let i = length; i < data.length; i++) wrong |= (data[i] as number) ^ (sealed[i] as number);
  if (wrong !== 0) throw new PkiError('bad-tag', 'the tag does not fit: the key or the data is wrong');
  return plain;
}

/** DES-EDE3-CBC decryption; the key has 24 octets, or 16 with the third part like the first, the initialization vector 8. Throws as `aesCbcDecrypt`. */
export function desEde3CbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('DES-EDE3', key, EDE3_KEYS, iv, 8);
  assertWholeBlocks(data, 8);
  return withoutPadding(desCbcBlocks('decrypt', key, iv, data), 8);
}

/** DES-EDE3-CBC encryption with padding, for readers that know nothing newer; key and initialization vector as for decryption. Throws `bad-cipher-key` or `bad-cipher-iv`. */
export function desEde3CbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('DES-EDE3', key, EDE3_KEYS, iv, 8);
  return desCbcBlocks('encrypt', key, iv, withPadding(data, 8));
}

/** Single DES in CBC mode, decryption; the key and the initialization vector have 8 octets. Throws as `aesCbcDecrypt`. */
export function desCbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  assertSizes('DES', key, [8], iv, 8);
  assertWholeBlocks(data, 8);
  return withoutPadding(desCbcBlocks('decrypt', key, iv, data), 8);
}

/**
 * RC2 in CBC mode, decryption; of the key's 1 to 128 octets `effectiveBits`, 1 to 1024, are of effect, the initialization vector has 8 octets. Throws as
 * `aesCbcDecrypt`.
 */
export function rc2CbcDecrypt(key: Uint8Array, effectiveBits: number, iv: Uint8Array, data: Uint8Array): Uint8Array {
  if (key.length < 1 || key.length > 128 || !Number.isInteger(effectiveBits) || effectiveBits < 1 || effectiveBits > 1024)
    throw new PkiError('bad-cipher-key', `a key of RC2 has 1 to 128 octets and 1 to 1024 bits, not ${key.length} and ${effectiveBits}`);
  assertSizes('RC2', key, [key.length], iv, 8);
  assertWholeBlocks(data, 8);
  return withoutPadding(rc2CbcDecryptBlocks(key, effectiveBits, iv, data), 8);
}

/** RC4 decryption (the stream of RFC 6229), without any integrity; the key has 5 to 256 octets. Throws `bad-cipher-key`. */
export function rc4Decrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  if (key.length < 5 || key.length > 256) throw new PkiError('bad-cipher-key', `a key of RC4 has 5 to 256 octets, not ${key.length}`);
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const exchange = (i: number, j: number): void => void ([state[i], state[j]] = [state[j] as number, state[i] as number]);
  let j = 0;
  for (let i = 0; i < 256; i++) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 0xff;
    exchange(i, j);
  }
  j = 0;
  return data.map((octet, at) => {
    const i = (at + 1) & 0xff;
    j = (j + (state[i] as number)) & 0xff;
    exchange(i, j);
    return octet ^ (state[((state[i] as number) + (state[j] as number)) & 0xff] as number);
  });
}

const AES_KEYS = [16, 24, 32];
const EDE3_KEYS = [16, 24];
/** Octets of a nonce of GCM: 12, of the lengths SP 800-38D 8.2 names the one that everybody writes. */
const GCM_NONCE = 12;

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

function withPadding(data: Uint8Array, block: number): Uint8Array {
  const count = block - (data.length % block);
  const padded = new Uint8Array(data.length + count).fill(count, data.length);
  padded.set(data);
  return padded;
}

/** Every octet of the padding is its length, 1 to a whole block (RFC 8018 6.1.1); all of it is looked at whatever it holds. */
function withoutPadding(padded: Uint8Array, block: number): Uint8Array {
  const count = padded[padded.length - 1] as number;
  let wrong = count < 1 || count > block ? 1 : 0;
  for (let i = 1; i <= block; i++) if (i <= count) wrong |= (padded[padded.length - i] as number) ^ count;
  if (wrong !== 0) throw new PkiError('bad-padding', 'the decrypted data does not end in proper padding: the key or the data is wrong');
  return padded.subarray(0, padded.length - count);
}
