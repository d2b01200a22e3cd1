/**
 * RSA on encoded messages, both ways (RFC 8017 7.1 and 7.2, the steps that OAEP and PKCS#1 v1.5 share), and what to know before decrypting with it.
 *
 * Whoever decrypts what strangers send, and lets them see whether the padding was right, decrypts for them. With PKCS#1 v1.5 some ten thousand to a million
 * questions are enough (Bleichenbacher, CRYPTO '98; ROBOT 2017), with OAEP a thousand where a leading octet that is not zero can be told from other faults
 * (Manger, CRYPTO '01; CVE-2020-26939). It does not take an error message: time will do, over a network and after twenty-five years of repairs (Marvin,
 * 2023; CVE-2024-21484 in a JavaScript library). So:
 *
 * - every failure is one `PkiError`, `decryption-failed`, of one text, whether the ciphertext was too long, not below the modulus, or padded wrongly;
 * - the padding is scanned to its end, with one verdict for all of its parts and no branch before;
 * - the exponentiation is blinded (`private.ts`): its time does not depend on the ciphertext that an attacker chose, but on a random one.
 *
 * That is not constant time, and in JavaScript nothing is: numbers are BigInt, of as many limbs as they need, so that making octets of the result and comparing
 * them takes time that depends on it, faintly. Against somebody who measures closely and asks often, nothing here suffices. Therefore prefer OAEP to PKCS#1
 * v1.5, and agreement on a curve to both; use each key for one thing; answer a failed decryption as late and with the same words as any other failed message,
 * and in a message format go on with a random key where it fails (RFC 3218 2.3.2), so that nothing tells until the content's own integrity check does.
 */
import { bigIntToBytes, bytesToBigInt, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { PrivateKey, PublicKey, RsaPrivateKey, RsaPublicKey } from '../../keys/types.ts';
import { modPowPublic } from './arithmetic.ts';
import { rsaPrivateOperation } from './private.ts';
import { isUsableRsaKey, modulusLength } from './public.ts';

/** Checks that a key is one for encryption: RSA, and not for RSASSA-PSS only. Throws `wrong-key-kind`. */
export function assertEncryptionKey(key: PublicKey): asserts key is RsaPublicKey;
export function assertEncryptionKey(key: PrivateKey): asserts key is RsaPrivateKey;
export function assertEncryptionKey({ kind }: PublicKey | PrivateKey): void {
  if (kind !== 'rsa') throw new PkiError('wrong-key-kind', `encryption with RSA needs an rsa key, not ${kind}`);
}

/** RSAEP (RFC 8017 5.1.1) of an encoded message of as many octets as the modulus. Throws `bad-rsa-key` where the public key is out of bounds. */
export function encryptEncoded(key: RsaPublicKey, encoded: Uint8Array): Uint8Array {
  if (!isUsableRsaKey(key)) throw new PkiError('bad-rsa-key', 'the numbers of the RSA public key are out of bounds');
  return bigIntToBytes(modPowPublic(bytesToBigInt(encoded), key.e, key.n), modulusLength(key.n));
}

/**
 * RSADP (RFC 8017 5.1.2): the encoded message of a ciphertext, in as many octets as the modulus. Throws `decryption-failed` where the ciphertext is not as long as
 * the modulus or not below it, and what `rsaPrivateOperation` throws.
 */
export function decryptEncoded(key: RsaPrivateKey, ciphertext: Uint8Array, random: RandomBytes): Uint8Array {
  const length = modulusLength(key.n);
  const number = ciphertext.length === length ? bytesToBigInt(ciphertext) : key.n;
  if (number >= key.n) throw decryptionFailed();
  return bigIntToBytes(rsaPrivateOperation(key, number, random), length);
}

/** The one error of a decryption. */
export function decryptionFailed(): PkiError {
  return new PkiError('decryption-failed', 'the ciphertext does not decrypt with this key and these parameters');
}

/** 1 where two octets are equal, else 0, without a branch. */
export function areEqual(a: number, b: number): number {
  return ((a ^ b) - 1) >>> 31;
}
