/** HMAC (RFC 2104), PBKDF2 (RFC 8018 5.2) and scrypt (RFC 7914), with limits that are checked before any work is done. */
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { pbkdf2 as noblePbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt as nobleScrypt } from '@noble/hashes/scrypt.js';
import { PkiError } from '../base/error.ts';
import type { HashFunction } from './hash.ts';

/** Most iterations: 10,000,000, some 10 seconds; OpenSSL writes 2,048, OWASP's advice for SHA-256 of 2023 is 600,000. */
export const MAX_KDF_ITERATIONS = 10_000_000;
/** Longest salt: 1 MiB; salts in use have 8 to 64 octets. */
export const MAX_KDF_SALT_OCTETS = 1_048_576;
/** Longest derived key: 64 KiB; the longest a cipher here asks for has 32 octets. */
export const MAX_KDF_KEY_OCTETS = 65_536;
/** Most runs of HMAC for one derived key, iterations times output blocks, as a multiple of the most iterations. */
const MAX_KDF_BLOCKS = 4;

/** What PBKDF2 is to do. */
export interface Pbkdf2Parameters {
  readonly salt: Uint8Array;
  /** Iteration count, 1 to 10,000,000. */
  readonly iterations: number;
  /** Octets of the derived key, 1 to 65,536. */
  readonly keyLength: number;
  /** Most iterations done instead of 10,000,000, where the caller chose the count and not a file. */
  readonly maxIterations?: number;
}

/** HMAC of the data: as many octets as the hash gives. */
export function hmac(hash: HashFunction, key: Uint8Array, data: Uint8Array): Uint8Array {
  return nobleHmac(hash.noble, key, data);
}

/**
 * The key that PBKDF2 with HMAC of `hash` derives from a password. Throws `bad-kdf-parameters` for counts below 1 and `kdf-too-costly` above the limits,
 * before any work.
 */
export function pbkdf2(
  hash: HashFunction,
  password: Uint8Array,
  { salt, iterations, keyLength, maxIterations = MAX_KDF_ITERATIONS }: Pbkdf2Parameters,
): Uint8Array {
  assertKdfCost('PBKDF2', { salt, iterations, keyLength, outputLength: hash.outputLength, maxIterations });
  return noblePbkdf2(hash.noble, password, salt, { c: iterations, dkLen: keyLength });
}

/** What scrypt is to do. */
export interface ScryptParameters {
  readonly salt: Uint8Array;
  /** N: a power of two above 1. */
  readonly cost: number;
  /** r. */
  readonly blockSize: number;
  /** p. */
  readonly parallelization: number;
  /** Octets of the derived key, 1 to 65,536. */
  readonly keyLength: number;
}

/** Most memory of each of scrypt's two fields, 128 N r and 128 p r: 256 MiB, which is N of 2^18 with the usual r of 8; OpenSSL, which writes N of 2^14, reads 32 MiB. */
export const MAX_SCRYPT_OCTETS = 0x1000_0000;
/** Most work of scrypt, N r p: 2^22, twice the least that the most memory needs; some 3 seconds. */
export const MAX_SCRYPT_WORK = 0x40_0000;
/**
 * Each block is made and read by PBKDF2 besides, which takes as long as mixing it some 12 times: counted as 16 rounds of N, so that small N with huge r or p
 * is not a minute of work.
 */
export const SCRYPT_ROUNDS_BESIDES = 16;

/**
 * The key that scrypt derives from a password. Throws `bad-kdf-parameters` where N is no power of two, or a value is below what RFC 7914 section 6 asks
 * for or above its bounds, and `kdf-too-costly` above the limits, before any work.
 */
export function scrypt(password: Uint8Array, { salt, cost, blockSize, parallelization, keyLength }: ScryptParameters): Uint8Array {
  assertKdfCost('scrypt', { salt, iterations: 1, keyLength, outputLength: keyLength });
  const numbers = [cost, blockSize, parallelization];
  const doublings = Math.log2(cost);
  if (numbers.some((value) => !Number.isSafeInteger(value) || value < 1) || doublings < 1 || !Number.isInteger(doublings))
    throw new PkiError('bad-kdf-parameters', `scrypt wants a power of two and positive numbers as N, r and p, not ${numbers.join(', ')}`);
  assertAtMost('scrypt', 'octets of memory', 128 * blockSize * Math.max(cost, parallelization), MAX_SCRYPT_OCTETS);
  assertAtMost('scrypt', 'as N r p', cost * blockSize * parallelization, MAX_SCRYPT_WORK);
  assertAtMost('scrypt', 'as r p', blockSize * parallelization, MAX_SCRYPT_WORK / SCRYPT_ROUNDS_BESIDES);
  if (doublings >= 16 * blockSize)
    throw new PkiError('bad-kdf-parameters', `scrypt wants N below 2 to the power of 16 r, not ${cost} with r of ${blockSize}`);
  return nobleScrypt(password, salt, { N: cost, r: blockSize, p: parallelization, dkLen: keyLength });
}

/** The cost of an iterated derivation. */
interface KdfCost {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyLength: number;
  /** Octets that one run gives. */
  readonly outputLength: number;
  readonly maxIterations?: number;
}

/** Throws `bad-kdf-parameters` for counts below 1 and `kdf-too-costly` above the limits. */
export function assertKdfCost(name: string, cost: KdfCost): void {
  const { salt, iterations, keyLength, outputLength, maxIterations = MAX_KDF_ITERATIONS } = cost;
  if (!Number.isInteger(iterations) || iterations < 1 || !Number.isInteger(keyLength) || keyLength < 1)
    throw new PkiError('bad-kdf-parameters', `${name} wants at least one iteration and one octet, not ${iterations} and ${keyLength}`);
  assertAtMost(name, 'iterations', iterations, maxIterations);
  assertAtMost(name, 'octets of salt', salt.length, MAX_KDF_SALT_OCTETS);
  assertAtMost(name, 'octets of key', keyLength, MAX_KDF_KEY_OCTETS);
  assertAtMost(name, 'runs of its hash', iterations * Math.ceil(keyLength / outputLength), MAX_KDF_BLOCKS * maxIterations);
}

function assertAtMost(name: string, what: string, value: number, limit: number): void {
  if (value > limit) throw new PkiError('kdf-too-costly', `${name} with ${value} ${what}, at most ${limit} are done`);
}
