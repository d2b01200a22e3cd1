/**
 * bcrypt_pbkdf, OpenSSH's derivation for private keys (OpenBSD's bcrypt_pbkdf(3)): PBKDF2 with bcrypt over SHA-512 in the place of HMAC, the octets of the
 * blocks dealt out in turn. Below it Blowfish (Schneier 1993) with the costly key schedule of bcrypt (Provos and Mazières 1999).
 *
 * Blowfish's tables are the first 33,344 bits of pi behind the point; they are computed once (some 20 ms), which keeps four kilobytes of hexadecimal out.
 */
import { concatBytes, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { sha512 } from './hash.ts';

/** Most rounds: 2,048, some 10 seconds; `ssh-keygen` writes 16 or 24. */
export const MAX_BCRYPT_ROUNDS = 2048;
/** Longest salt; `ssh-keygen` writes 16 octets. */
export const MAX_BCRYPT_SALT_OCTETS = 1024;

/** Words of the subkeys P and of the S-boxes behind them. */
const SUBKEYS = 18;
const WORDS = SUBKEYS + 4 * 256;

/** Octets that one run of bcrypt gives. */
const BLOCK = 32;
const MAGIC = 'OxychromaticBlowfishSwatDynamite';

/** What bcrypt_pbkdf is to do. */
export interface BcryptParameters {
  readonly salt: Uint8Array;
  /** 1 to 2,048. */
  readonly rounds: number;
  /** Octets of the derived key, 1 to 128. */
  readonly keyLength: number;
}

/**
 * The key that bcrypt_pbkdf derives from a passphrase. Throws `bad-kdf-parameters` for an empty passphrase or salt and counts below 1, and
 * `kdf-too-costly` above the limits, before any work.
 */
export function bcryptPbkdf(passphrase: Uint8Array, { salt, rounds, keyLength }: BcryptParameters): Uint8Array {
  if (passphrase.length === 0 || salt.length === 0 || rounds < 1 || keyLength < 1 || keyLength > 4 * BLOCK)
    throw new PkiError(
      'bad-kdf-parameters',
      `bcrypt wants a passphrase, a salt, at least one round and 1 to ${4 * BLOCK} octets of key, not ${salt.length} octets of salt, ${rounds} rounds and ${keyLength}`,
    );
  if (rounds > MAX_BCRYPT_ROUNDS || salt.length > MAX_BCRYPT_SALT_OCTETS)
    throw new PkiError(
      'kdf-too-costly',
      `bcrypt with ${rounds} rounds and ${salt.length} octets of salt, at most ${MAX_BCRYPT_ROUNDS} and ${MAX_BCRYPT_SALT_OCTETS} are done`,
    );
  const initial = digitsOfPi();
  const secret = sha512.digest(passphrase);
  const blocks = Math.ceil(keyLength / BLOCK);
  const key = new Uint8Array(keyLength);
  for (let block = 0; block < blocks; block++) {
    let part = bcryptHash(initial, secret, sha512.digest(concatBytes(salt, Uint8Array.of(0, 0, 0, block + 1))));
    const sum = part.slice();
    for (let round = 1; round < rounds; round++) {
      part = bcryptHash(initial, secret, sha512.digest(part));
      part.forEach((octet, i) => void (sum[i] = (sum[i] as number) ^ octet));
    }
    for (let i = 0; i * blocks + block < keyLength; i++) key[i * blocks + block] = sum[i] as number;
  }
  return key;
}

/** bcrypt with 64 turns of the key schedule, over 32 octets of its own. */
function bcryptHash(initial: Int32Array, secret: Uint8Array, salt: Uint8Array): Uint8Array {
  const state = initial.slice();
  const [secretWords, saltWords] = [toWords(secret), toWords(salt)];
  expand(state, secretWords, saltWords);
  for (let i = 0; i < 64; i++) {
    expand(state, saltWords);
    expand(state, secretWords);
  }
  const data = toWords(utf8(MAGIC));
  for (let at = 0; at < data.length; at += 2) for (let i = 0; i < 64; i++) encipher(state, data, at);
  const out = new Uint8Array(BLOCK);
  for (let i = 0; i < BLOCK; i++) out[i] = (data[i >> 2] as number) >>> (8 * (i & 3));
  return out;
}

/** The key schedule: adds the key to the subkeys and replaces all words by what the cipher makes of the salt, or of zeros. */
function expand(state: Int32Array, key: Int32Array, salt?: Int32Array): void {
  for (let i = 0; i < SUBKEYS; i++) state[i] = (state[i] as number) ^ (key[i % key.length] as number);
  const block = new Int32Array(2);
  for (let i = 0; i < WORDS; i += 2) {
    if (salt !== undefined) {
      block[0] = (block[0] as number) ^ (salt[i % salt.length] as number);
      block[1] = (block[1] as number) ^ (salt[(i + 1) % salt.length] as number);
    }
    encipher(state, block, 0);
    state[i] = block[0] as number;
    state[i + 1] = block[1] as number;
  }
}

/** Encrypts the two words at a place: sixteen rounds. */
function encipher(state: Int32Array, words: Int32Array, at: number): void {
  let left = (words[at] as number) ^ (state[0] as number);
  let right = words[at + 1] as number;
  for (let i = 1; i <= 16; i++) {
    const mixed =
      (((state[SUBKEYS + (left >>> 24)] as number) + (state[SUBKEYS + 256 + ((left >>> 16) & 255)] as number)) ^
        (state[SUBKEYS + 512 + ((left >>> 8) & 255)] as number)) +
      (state[SUBKEYS + 768 + (left & 255)] as number);
    const next = right ^ mixed ^ (state[i] as number);
    right = left;
    left = next;
  }
  words[at] = right ^ (state[17] as number);
  words[at + 1] = left;
}

/** Words of four octets, the most significant first. */
function toWords(octets: Uint8Array): Int32Array {
  return Int32Array.from({ length: octets.length / 4 }, (_, i) =>
    [0, 1, 2, 3].reduce((word, j) => (word << 8) | (octets[4 * i + j] as number), 0),
  );
}

/** The words of pi, once they were asked for. */
let pi: Int32Array | undefined;

/** The bits of pi behind the point, by Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239). */
function digitsOfPi(): Int32Array {
  if (pi !== undefined) return pi;
  const guard = 64n;
  const one = 1n << (BigInt(32 * WORDS) + guard);
  const fraction = (16n * inverseTangent(5n, one) - 4n * inverseTangent(239n, one) - 3n * one) >> guard;
  const hex = fraction.toString(16).padStart(8 * WORDS, '0');
  pi = Int32Array.from({ length: WORDS }, (_, i) => Number.parseInt(hex.slice(8 * i, 8 * i + 8), 16));
  return pi;
}

/** arctan(1/x) as a multiple of 1/one. */
function inverseTangent(x: bigint, one: bigint): bigint {
  let power = one / x;
  let sum = power;
  for (let n = 3n, sign = -1n; power > 0n; n += 2n, sign = -sign) {
    power /= x * x;
    sum += (sign * power) / n;
  }
  return sum;
}
