/** HMAC (RFC 2104) and PBKDF2 (RFC 8018 5.2), with limits that are checked before any work is done. */
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { pbkdf2 as noblePbkdf2 } from '@noble/hashes/pbkdf2.js';
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
  if (!Number.isInteger(iterations) || iterations < 1 || !Number.isInteger(keyLength) || keyLength < 1)
    throw new PkiError('bad-kdf-parameters', `PBKDF2 wants at least one iteration and one octet, not ${iterations} and ${keyLength}`);
  assertAtMost('iterations', iterations, maxIterations);
  assertAtMost('octets of salt', salt.length, MAX_KDF_SALT_OCTETS);
  assertAtMost('octets of key', keyLength, MAX_KDF_KEY_OCTETS);
  assertAtMost('runs of HMAC', iterations * Math.ceil(keyLength / hash.outputLength), MAX_KDF_BLOCKS * maxIterations);
  return noblePbkdf2(hash.noble, password, salt, { c: iterations, dkLen: keyLength });
}

function assertAtMost(what: string, value: number, limit: number): void {
  if (value > limit) throw new PkiError('kdf-too-costly', `PBKDF2 with ${value} ${what}, at most ${limit} are done`);
}
