/**
 * RSAES-OAEP (RFC 8017 7.1, RFC 4055 section 4) with any hash, any hash for MGF1, and labels. `encryption.ts` says what to know before decrypting.
 *
 *     EM = 0x00 || maskedSeed || maskedDB      DB = lHash || PS (zeros) || 0x01 || M
 */
import { concatBytes, type RandomBytes } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { parseOaepParameters, writeOaepParameters } from '../../keys/oaep-parameters.ts';
import type { PrivateKey, PublicKey } from '../../keys/types.ts';
import { RSAES_OAEP } from '../../oids/algorithms.ts';
import { withParameters } from '../algorithm-encoding.ts';
import type { Hash } from '../types.ts';
import { areEqual, assertEncryptionKey, decryptEncoded, decryptionFailed, encryptEncoded } from './encryption.ts';
import { mgf1, xorInto } from './pss-encoding.ts';
import { modulusLength } from './public.ts';

/** The parameters of RSAES-OAEP (RFC 8017 A.2.1). */
export interface RsaOaepParameters {
  /** Hash of the label. */
  readonly hash: Hash;
  /** Hash of the mask generation function MGF1; absent: the same. */
  readonly mgfHash?: Hash;
  /** Octets that are bound to the message and not sent with it; absent: none. */
  readonly label?: Uint8Array;
}

/** Parameters, and the source of seeds and blinding. */
export interface RsaOaepOptions extends RsaOaepParameters {
  readonly random: RandomBytes;
}

/**
 * Encrypts a message of at most k - 2 h - 2 octets, where the modulus has k and the hash h: 190 with 2,048 bits and SHA-256. Throws `wrong-key-kind`,
 * `message-too-long`, and `bad-rsa-key` for a key out of bounds.
 *
 * ```ts
 * import { generateKeyPair, randomBytes } from 'certwright';
 * import { decryptRsaOaep, encryptRsaOaep, sha256 } from 'certwright/crypto';
 * const { publicKey, privateKey } = generateKeyPair({ kind: 'rsa', bits: 1024 });
 * const options = { hash: sha256, random: randomBytes };
 * const ciphertext = encryptRsaOaep(publicKey, new TextEncoder().encode('a key of 16 octs'), options);
 * if (decryptRsaOaep(privateKey, ciphertext, options).length !== 16) throw new Error('16 octets went in');
 * ```
 */
export function encryptRsaOaep(
  key: PublicKey,
  message: Uint8Array,
  { hash, mgfHash = hash, label = new Uint8Array(0), random }: RsaOaepOptions,
): Uint8Array {
  assertEncryptionKey(key);
  const length = modulusLength(key.n);
  const room = length - 2 * hash.outputLength - 2;
  if (message.length > room)
    throw new PkiError('message-too-long', `a message of ${message.length} octets, where RSAES-OAEP with this key and hash takes ${room}`);
  const seed = random(hash.outputLength).slice();
  const block = concatBytes(hash.digest(label), new Uint8Array(room - message.length), Uint8Array.of(1), message);
  xorInto(block, mgf1(mgfHash, seed, block.length));
  xorInto(seed, mgf1(mgfHash, block, seed.length));
  return encryptEncoded(key, concatBytes(Uint8Array.of(0), seed, block));
}

/**
 * Decrypts; blinded, with one error for every failure, and yet not in constant time, which JavaScript does not offer: against somebody who measures closely and
 * asks often, keep the key elsewhere.
 *
 * Throws `decryption-failed` for whatever is wrong with the ciphertext, `wrong-key-kind`, and `bad-rsa-key` or `rsa-fault` for a key whose numbers do not fit together.
 */
export function decryptRsaOaep(
  key: PrivateKey,
  ciphertext: Uint8Array,
  { hash, mgfHash = hash, label = new Uint8Array(0), random }: RsaOaepOptions,
): Uint8Array {
  assertEncryptionKey(key);
  const { outputLength } = hash;
  if (modulusLength(key.n) < 2 * outputLength + 2) throw decryptionFailed();
  const encoded = decryptEncoded(key, ciphertext, random);
  const seed = encoded.slice(1, 1 + outputLength);
  const block = encoded.slice(1 + outputLength);
  xorInto(seed, mgf1(mgfHash, block, outputLength));
  xorInto(block, mgf1(mgfHash, seed, block.length));
  // Manger's attack lives on an octet that is judged before the others.
  let wrong = encoded[0] as number;
  for (const [i, octet] of hash.digest(label).entries()) wrong |= octet ^ (block[i] as number);
  let separated = 0;
  let start = 0;
  for (let i = outputLength; i < block.length; i++) {
    const octet = block[i] as number;
    const isFirstOne = areEqual(octet, 1) & (1 - separated);
    start |= i & -isFirstOne;
    separated |= isFirstOne;
    wrong |= octet & (separated - 1);
  }
  wrong |= 1 - separated;
  if (wrong !== 0) throw decryptionFailed();
  return block.slice(start + 1);
}

/**
 * The parameters that an id-RSAES-OAEP AlgorithmIdentifier holds, where its hashes are among `hashes`; undefined for another algorithm, other hashes, and absent
 * parameters (RFC 4055 4.1: an encrypted key has them). Throws `bad-algorithm-parameters` and the codes of the DER reader.
 */
export function readRsaOaep({ oid, parameters }: AlgorithmIdentifier, hashes: readonly Hash[]): Required<RsaOaepParameters> | undefined {
  if (oid !== RSAES_OAEP || parameters === undefined) return undefined;
  const read = parseOaepParameters(parameters, 'parameters');
  const [hash, mgfHash] = [read.hash, read.mgfHash].map((wanted) => hashes.find((known) => known.oid === wanted));
  return hash === undefined || mgfHash === undefined ? undefined : { hash, mgfHash, label: read.label };
}

/** The DER of the AlgorithmIdentifier that says these parameters (RFC 4055 4.1). */
export function encodeRsaOaep({ hash, mgfHash = hash, label = new Uint8Array(0) }: RsaOaepParameters): Uint8Array {
  return withParameters(RSAES_OAEP, (inner) => writeOaepParameters(inner, { hash: hash.oid, mgfHash: mgfHash.oid, label }));
}
