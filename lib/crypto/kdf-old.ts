/**
 * Key derivations of old files, with the limits of `kdf.ts`: PBKDF1 (RFC 8018 5.1), the one of PKCS#12 (RFC 7292 appendix B), and OpenSSL's
 * EVP_BytesToKey with MD5 and one round, which its PEM encryption has used since SSLeay. Nothing new should be derived by them.
 */
import { concatBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { type HashFunction, md5 } from './hash.ts';
import { assertKdfCost } from './kdf.ts';

/** What an iterated derivation is to do. */
export interface IteratedKdfParameters {
  readonly salt: Uint8Array;
  /** Iteration count, 1 to 10,000,000. */
  readonly iterations: number;
  /** Octets of the derived key. */
  readonly keyLength: number;
}

/** The key that PBKDF1 derives from a password: at most as long as the hash. Throws as `pbkdf2`. */
export function pbkdf1(hash: HashFunction, password: Uint8Array, { salt, iterations, keyLength }: IteratedKdfParameters): Uint8Array {
  assertKdfCost('PBKDF1', { salt, iterations, keyLength, outputLength: hash.outputLength });
  if (keyLength > hash.outputLength)
    throw new PkiError('bad-kdf-parameters', `PBKDF1 with ${hash.label} derives at most ${hash.outputLength} octets, not ${keyLength}`);
  return iterate(hash, concatBytes(password, salt), iterations).subarray(0, keyLength);
}

/** What a derived key of PKCS#12 is for (RFC 7292 B.3). */
export type Pkcs12KeyPurpose = 'key' | 'iv' | 'mac';

const PURPOSES: Readonly<Record<Pkcs12KeyPurpose, number>> = { key: 1, iv: 2, mac: 3 };

/**
 * The octets that RFC 7292 B.2 derives from a password, which is already a BMPString with two zero octets behind it (`bmpPassword`), or of no octets at all.
 * Throws as `pbkdf2`.
 */
export function pkcs12Kdf(
  hash: HashFunction,
  password: Uint8Array,
  purpose: Pkcs12KeyPurpose,
  { salt, iterations, keyLength }: IteratedKdfParameters,
): Uint8Array {
  assertKdfCost('the derivation of PKCS#12', { salt, iterations, keyLength, outputLength: hash.outputLength });
  const v = hash.blockLength;
  const diversifier = new Uint8Array(v).fill(PURPOSES[purpose]);
  const input = concatBytes(repeated(salt, v), repeated(password, v));
  const blocks: Uint8Array[] = [];
  for (let done = 0; done < keyLength; done += hash.outputLength) {
    const block = iterate(hash, concatBytes(diversifier, input), iterations);
    blocks.push(block);
    if (done + hash.outputLength < keyLength) addToEach(input, block, v);
  }
  return concatBytes(...blocks).subarray(0, keyLength);
}

/** A password as RFC 7292 B.1 wants it: UTF-16, most significant octet first, and two zero octets at the end. */
export function bmpPassword(password: string): Uint8Array {
  const out = new Uint8Array(2 * password.length + 2);
  for (let i = 0; i < password.length; i++) {
    out[2 * i] = password.charCodeAt(i) >> 8;
    out[2 * i + 1] = password.charCodeAt(i);
  }
  return out;
}

/** OpenSSL's EVP_BytesToKey with MD5 and one round: each block is the MD5 of the one before, the password and the salt. Throws `kdf-too-costly`. */
export function evpBytesToKey(password: Uint8Array, salt: Uint8Array, keyLength: number): Uint8Array {
  assertKdfCost('EVP_BytesToKey', { salt, iterations: 1, keyLength, outputLength: md5.outputLength });
  let block: Uint8Array = new Uint8Array(0);
  const blocks: Uint8Array[] = [];
  for (let done = 0; done < keyLength; done += md5.outputLength) {
    block = md5.digest(concatBytes(block, password, salt));
    blocks.push(block);
  }
  return concatBytes(...blocks).subarray(0, keyLength);
}

/** The hash of the hash of … of the data. */
function iterate(hash: HashFunction, data: Uint8Array, iterations: number): Uint8Array {
  const value = Uint8Array.from(hash.digest(data));
  // One state over and over, set back by a fresh one: making a state takes as long as hashing.
  const fresh = hash.noble.create();
  const state = hash.noble.create();
  const { _cloneInto: copyInto } = fresh;
  for (let i = 1; i < iterations; i++) copyInto.call(fresh, state).update(value).digestInto(value);
  return value;
}

/** Copies of the octets, cut to the next whole number of blocks of `v` octets (RFC 7292 B.2, steps 2 and 3). */
function repeated(octets: Uint8Array, v: number): Uint8Array {
  return Uint8Array.from({ length: v * Math.ceil(octets.length / v) }, (_, i) => octets[i % octets.length] as number);
}

/** Adds a block, repeated to `v` octets, and 1 to each part of `v` octets, modulo 2 to the power of 8v (step 6C). */
function addToEach(input: Uint8Array, block: Uint8Array, v: number): void {
  for (let start = 0; start < input.length; start += v) {
    let carry = 1;
    for (let i = v - 1; i >= 0; i--) {
      carry += (input[start + i] as number) + (block[i % block.length] as number);
      input[start + i] = carry;
      carry >>= 8;
    }
  }
}
