/**
 * The key derivation of PKCS #12 (RFC 7292 appendix B), which its old encryption and its usual MAC run on: a hash applied over and over to the password as a
 * BMPString with its two zero octets, the salt, and a letter that says what the octets are for. Nothing new should use it (appendix B says so itself).
 */
import { concatBytes, fromUtf8 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { HashFunction } from '../../crypto/hash.ts';
import { MAX_KDF_ITERATIONS, MAX_KDF_KEY_OCTETS, MAX_KDF_SALT_OCTETS } from '../../crypto/kdf.ts';

/** What derived octets are for (RFC 7292 B.3): a cipher's key, its initialization vector, a MAC's key. */
export type Pkcs12KeyPurpose = 'key' | 'iv' | 'mac';

const LETTERS: Readonly<Record<Pkcs12KeyPurpose, number>> = { key: 1, iv: 2, mac: 3 };

/** What the derivation is to do. */
export interface Pkcs12KdfParameters {
  readonly purpose: Pkcs12KeyPurpose;
  readonly salt: Uint8Array;
  /** Iteration count, 1 to 10,000,000. */
  readonly iterations: number;
  /** Octets to derive, 1 to 65,536. */
  readonly length: number;
}

/**
 * The octets that PKCS #12 derives from a password in the form `pkcs12Password` gives; no octets at all are the absent password. Throws `bad-kdf-parameters` for
 * counts below 1 and `kdf-too-costly` above the limits, before any work.
 */
export function pkcs12Kdf(
  hash: HashFunction,
  password: Uint8Array,
  { purpose, salt, iterations, length }: Pkcs12KdfParameters,
): Uint8Array {
  if (!Number.isInteger(iterations) || iterations < 1 || !Number.isInteger(length) || length < 1)
    throw new PkiError('bad-kdf-parameters', `PKCS #12 wants at least one iteration and one octet, not ${iterations} and ${length}`);
  const tooMuch: readonly (readonly [string, number, number])[] = [
    ['iterations', iterations, MAX_KDF_ITERATIONS],
    ['octets of salt', salt.length, MAX_KDF_SALT_OCTETS],
    ['octets of key', length, MAX_KDF_KEY_OCTETS],
  ];
  for (const [what, value, limit] of tooMuch)
    if (value > limit)
      throw new PkiError('kdf-too-costly', `the key derivation of PKCS #12 with ${value} ${what}, at most ${limit} are done`);
  const block = hash.blockLength;
  const diversifier = new Uint8Array(block).fill(LETTERS[purpose]);
  const input = concatBytes(repeated(salt, block), repeated(password, block));
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += hash.outputLength) {
    let digest = hash.digest(concatBytes(diversifier, input));
    for (let round = 1; round < iterations; round++) digest = hash.digest(digest);
    out.set(digest.subarray(0, length - at), at);
    for (let start = 0; start < input.length; start += block) addBlock(input.subarray(start, start + block), digest);
  }
  return out;
}

/**
 * A password as PKCS #12 wants it (RFC 7292 B.1): UTF-16 with the high octet first and two zero octets behind. Octets are taken for UTF-8, and where they are
 * none for one character each, as OpenSSL does.
 */
export function pkcs12Password(passphrase: string | Uint8Array): Uint8Array {
  const text =
    typeof passphrase === 'string'
      ? passphrase
      : (fromUtf8(passphrase) ?? Array.from(passphrase, (octet) => String.fromCharCode(octet)).join(''));
  const out = new Uint8Array(2 * text.length + 2);
  for (let i = 0; i < text.length; i++) {
    out[2 * i] = text.charCodeAt(i) >> 8;
    out[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return out;
}

/** Octets over and over, up to the next whole block; none stay none. */
function repeated(octets: Uint8Array, block: number): Uint8Array {
  return Uint8Array.from({ length: block * Math.ceil(octets.length / block) }, (_, i) => octets[i % octets.length] as number);
}

/** Adds the digest, repeated, and one to a block, as one large number without its carry (B.2 step 6C). */
function addBlock(target: Uint8Array, digest: Uint8Array): void {
  let carry = 1;
  for (let i = target.length - 1; i >= 0; i--) {
    carry += (target[i] as number) + (digest[i % digest.length] as number);
    target[i] = carry & 0xff;
    carry >>= 8;
  }
}
