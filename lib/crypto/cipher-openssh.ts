/** The ciphers of OpenSSH's private keys beside those of `cipher.ts`: AES in counter mode, and chacha20-poly1305@openssh.com (OpenSSH's PROTOCOL.chacha20poly1305). */
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { cbc, ctr } from '@noble/ciphers/aes.js';
import { chacha20orig } from '@noble/ciphers/chacha.js';
import { concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';

/** AES in counter mode (SP 800-38A 6.5), the counter being the whole block of 16 octets: both ways the same. */
export function aesCtr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  return ctr(key, counter).encrypt(data);
}

/** AES-CBC of whole blocks without padding. */
export function aesCbcBlocks(direction: 'encrypt' | 'decrypt', key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  return cbc(key, iv, { disablePadding: true })[direction](data);
}

/** The ciphertext and a tag of 16 octets behind it, as packet number 0 without a length in front; of the key's 64 octets the first 32 are of effect. */
export function chachaPolyEncrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  const sealed = stream(key, data, 1);
  return concatBytes(sealed, poly1305(sealed, stream(key, new Uint8Array(32), 0)));
}

/** The plaintext. Throws `bad-tag` where key or data are wrong. */
export function chachaPolyDecrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  const sealed = data.subarray(0, -16);
  const tag = poly1305(sealed, stream(key, new Uint8Array(32), 0));
  let wrong = data.length < 16 ? 1 : 0;
  for (let i = 0; i < 16; i++) wrong |= (tag[i] as number) ^ (data[sealed.length + i] ?? 0);
  if (wrong !== 0) throw new PkiError('bad-tag', 'the tag does not fit: the key or the data is wrong');
  return stream(key, sealed, 1);
}

/** ChaCha20 as Bernstein wrote it, with a nonce of 64 bits, all zero. */
function stream(key: Uint8Array, data: Uint8Array, counter: number): Uint8Array {
  return chacha20orig(key.subarray(0, 32), new Uint8Array(8), data, undefined, counter);
}
