/** Checks of Wycheproof's schemas of encryption, message authentication and key derivation. */
import { randomBytes } from '../../../lib/index.ts';
import {
  aesCbcDecrypt,
  aesCbcEncrypt,
  decryptRsaOaep,
  decryptRsaPkcs1,
  type HashFunction,
  hmac,
  pbkdf2,
} from '../../../lib/crypto/index.ts';
import type { PrivateKey } from '../../../lib/keys/index.ts';
import { sameBytes } from './bytes.ts';
import { privateKeyOf } from './wycheproof-keys.ts';
import { bytesOf, type Check, hashNamedIn, hashOf, orUndefined, type Vector, type VectorGroup } from './wycheproof-vector.ts';

/** RSAES-OAEP with any hashes and labels. */
export function oaep(group: VectorGroup): Check | string {
  const [hash, mgfHash] = [hashOf(group.sha), hashOf(group.mgfSha)];
  if (group.mgf !== 'MGF1' || hash === undefined || mgfHash === undefined)
    return `RSAES-OAEP of ${group.sha}, ${group.mgf} with ${group.mgfSha} is not supported`;
  return decryption(group, (key, ciphertext, { label }) =>
    decryptRsaOaep(key, ciphertext, { hash, mgfHash, label: bytesOf(label ?? ''), random: randomBytes }),
  );
}

/** RSAES-PKCS1-v1_5. */
export function pkcs1Decrypt(group: VectorGroup): Check | string {
  return decryption(group, (key, ciphertext) => decryptRsaPkcs1(key, ciphertext, { random: randomBytes }));
}

/** Valid where the ciphertext decrypts to the message. */
function decryption(group: VectorGroup, decrypt: (key: PrivateKey, ciphertext: Uint8Array, vector: Vector) => Uint8Array): Check | string {
  const key = privateKeyOf(group);
  if (key === undefined) return 'private keys of this form are not supported';
  return (vector) => {
    const plain = orUndefined(() => decrypt(key, bytesOf(vector['ct']), vector));
    return plain !== undefined && sameBytes(plain, bytesOf(vector['msg']));
  };
}

/** HMAC, cut to the length of the tag. */
export function mac(algorithm: string, group: VectorGroup): Check | string {
  const hash = hashNamedIn(/^HMAC(.+)$/, algorithm);
  const length = (group.tagSize ?? 0) / 8;
  if (hash === undefined) return `${algorithm} is not supported`;
  return ({ key, msg, tag }) => sameBytes(hmac(hash, bytesOf(key), bytesOf(msg)).subarray(0, length), bytesOf(tag));
}

/** PBKDF2. */
export function derivation(algorithm: string): Check | string {
  const hash = hashNamedIn(/^PBKDF2-HMAC(.+)$/, algorithm);
  if (hash === undefined) return `${algorithm} is not supported`;
  return (vector) => sameBytes(derive(hash, vector, Number(vector['dkLen'])), bytesOf(vector['dk']));
}

/** PBES2 with AES in CBC mode. */
export function passwordEncryption(algorithm: string): Check | string {
  const hash = hashNamedIn(/^PbeWithHmac(.+)AndAes_\d+$/, algorithm);
  const keyLength = Number(/_(\d+)$/.exec(algorithm)?.[1]) / 8;
  if (hash === undefined || ![16, 24, 32].includes(keyLength)) return `${algorithm} is not supported`;
  return (vector) => aesCbc(vector, derive(hash, vector, keyLength));
}

/** AES in CBC mode with the padding of PKCS #5: valid where the ciphertext decrypts to the message and the message encrypts to the ciphertext. */
export function aesCbc(vector: Vector, key: Uint8Array = bytesOf(vector['key'])): boolean {
  const [iv, ciphertext, message] = [bytesOf(vector['iv']), bytesOf(vector['ct']), bytesOf(vector['msg'])];
  const plain = orUndefined(() => aesCbcDecrypt(key, iv, ciphertext));
  return plain !== undefined && sameBytes(plain, message) && sameBytes(aesCbcEncrypt(key, iv, message), ciphertext);
}

function derive(hash: HashFunction, vector: Vector, keyLength: number): Uint8Array {
  const iterations = Number(vector['iterationCount']);
  // RFC 6070's last vector has 16,777,216 iterations, above the limit for counts that come out of files.
  return pbkdf2(hash, bytesOf(vector['password']), { salt: bytesOf(vector['salt']), iterations, keyLength, maxIterations: 2 ** 24 });
}
