/**
 * RSAES-PKCS1-v1_5 (RFC 8017 7.2): for what still speaks it. `encryption.ts` says why not to decrypt with it where OAEP will do.
 *
 *     EM = 0x00 || 0x02 || PS || 0x00 || M      PS: at least 8 octets, random and none of them zero
 */
import type { RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { areEqual, assertEncryptionKey, decryptEncoded, decryptionFailed, encryptEncoded } from './encryption.ts';
import { modulusLength } from './public.ts';

/** Octets around the message: the first two, 8 of padding, and the zero behind. */
const OVERHEAD = 11;

/**
 * Encrypts a message of at most k - 11 octets, where the modulus has k. `random` serves the padding. Throws `wrong-key-kind`, `message-too-long`, `bad-random`, and
 * `bad-rsa-key` for a key out of bounds.
 */
export function encryptRsaPkcs1(key: PublicKey, message: Uint8Array, { random }: { readonly random: RandomBytes }): Uint8Array {
  assertEncryptionKey(key);
  const length = modulusLength(key.n);
  if (message.length > length - OVERHEAD)
    throw new PkiError(
      'message-too-long',
      `a message of ${message.length} octets, where RSA PKCS#1 v1.5 with this key takes ${length - OVERHEAD}`,
    );
  const encoded = new Uint8Array(length);
  encoded[1] = 2;
  encoded.set(padding(length - message.length - 3, random), 2);
  encoded.set(message, length - message.length);
  return encryptEncoded(key, encoded);
}

/** Random octets, none of them zero. */
function padding(length: number, random: RandomBytes): Uint8Array {
  const out = new Uint8Array(length);
  let filled = 0;
  for (let tries = 0; tries < 100; tries++) {
    for (const octet of random(length)) if (octet !== 0 && filled < length) out[filled++] = octet;
    if (filled === length) return out;
  }
  throw new PkiError('bad-random', 'the source of random bytes gave zeros only in 100 tries');
}

/**
 * Decrypts; blinded, with one error for every failure, and yet not in constant time, which JavaScript does not offer. Whoever sends ciphertexts and can tell this
 * failure from others, by its time even, decrypts with the key in the end (Bleichenbacher 1998, Marvin 2023). So do not offer it to strangers; where a message format
 * demands it, go on with a random key where it fails (RFC 3218 2.3.2); and where there is a choice, take OAEP, or agreement on a curve.
 *
 * Throws `decryption-failed` for whatever is wrong with the ciphertext, `wrong-key-kind`, and `bad-rsa-key` or `rsa-fault` for a key whose numbers do not fit together.
 */
export function decryptRsaPkcs1(key: PrivateKey, ciphertext: Uint8Array, { random }: { readonly random: RandomBytes }): Uint8Array {
  assertEncryptionKey(key);
  if (modulusLength(key.n) < OVERHEAD) throw decryptionFailed();
  const encoded = decryptEncoded(key, ciphertext, random);
  let wrong = (encoded[0] as number) | ((encoded[1] as number) ^ 2);
  let separated = 0;
  let end = 0;
  for (let i = 2; i < encoded.length; i++) {
    const isFirstZero = areEqual(encoded[i] as number, 0) & (1 - separated);
    end |= i & -isFirstZero;
    separated |= isFirstZero;
  }
  wrong |= 1 - separated;
  // 1 where the zero comes before eight octets of padding.
  wrong |= (end - (OVERHEAD - 1)) >>> 31;
  if (wrong !== 0) throw decryptionFailed();
  return encoded.slice(end + 1);
}
