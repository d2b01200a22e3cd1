/**
 * PBES2 (RFC 8018 section 6.2) with PBKDF2 or scrypt: its parameters both ways, encryption and decryption.
 *
 *     PBES2-params ::= SEQUENCE {
 *         keyDerivationFunc AlgorithmIdentifier {{PBES2-KDFs}},
 *         encryptionScheme AlgorithmIdentifier {{PBES2-Encs}}
 *     }
 *
 * The derivations' own parameters are in `pbkdf2.ts` and `scrypt.ts`, the ciphers in `pbes2-cipher.ts`.
 */
import { PkiError } from '../base/error.ts';
import type { RandomBytes } from '../base/bytes.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import type { DerWriter } from '../asn1/writer.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { PBES2, PBKDF2 } from '../oids/algorithms.ts';
import { SCRYPT } from '../oids/encryption.ts';
import { pbkdf2, scrypt } from '../crypto/kdf.ts';
import {
  assertWritten,
  type CipherChoice,
  ivOctets,
  keyOctets,
  openWith,
  readCipher,
  sealWith,
  takesKeyOctets,
  writeCipher,
  type WrittenCipher,
} from './pbes2-cipher.ts';
import { type Pbes2Prf, type Pbkdf2Choice, prfHash, readPbkdf2Parameters, writePbkdf2 } from './pbkdf2.ts';
import { readScryptParameters, type ScryptChoice, writeScrypt } from './scrypt.ts';

/** What PBES2 derives keys with. */
export type Pbes2Kdf = ({ readonly kdf: 'pbkdf2' } & Pbkdf2Choice) | ({ readonly kdf: 'scrypt' } & ScryptChoice);

/** What PBES2 needs besides the passphrase. */
export type Pbes2Parameters = { readonly scheme: 'PBES2' } & Pbes2Kdf &
  CipherChoice & {
    /** Octets of the derived key, where they are told; of effect for RC2, whose keys have any length. */
    readonly keyLength?: number;
  };

/** Choices for new encryption by PBES2. */
export interface Pbes2Options {
  /** Where salt and initialization vector come from. */
  readonly random: RandomBytes;
  readonly scheme?: 'PBES2';
  /** `AES-256-CBC` where absent. */
  readonly cipher?: WrittenCipher;
  /** `pbkdf2` where absent. */
  readonly kdf?: 'pbkdf2' | 'scrypt';
  /** PBKDF2's iteration count, 1 to 10,000,000; 600,000 where absent, OWASP's advice for HMAC-SHA256 (Password Storage Cheat Sheet, 2023); SP 800-132 5.2 asks for 1,000 at least. */
  readonly iterations?: number;
  /** PBKDF2's function, `SHA-256` where absent. */
  readonly prf?: Pbes2Prf;
  /** scrypt's N, a power of two; 16,384 where absent, of which OpenSSL reads no more with r of 8. */
  readonly cost?: number;
  /** scrypt's r, 8 where absent. */
  readonly blockSize?: number;
  /** scrypt's p, 5 where absent, OWASP's advice for N of 16,384. */
  readonly parallelization?: number;
}

/** Octets of a new salt: SP 800-132 5.1 asks for 128 bits. */
const SALT_OCTETS = 16;

const DEFAULT_ITERATIONS = 600_000;

/**
 * The parameters in an AlgorithmIdentifier of PBES2. Throws `unsupported-kdf`, `unsupported-prf`, `unsupported-cipher`, `bad-algorithm-parameters`, and
 * `bad-kdf-parameters` where a key length is told that is not the cipher's.
 */
export function decodePbes2({ oid, parameters }: AlgorithmIdentifier, path: string): Pbes2Parameters {
  if (oid !== PBES2)
    throw new PkiError('unsupported-encryption-scheme', `encryption by algorithm ${oid}; PBES2 is expected`, { path: `${path}/algorithm` });
  if (parameters === undefined) throw new PkiError('bad-algorithm-parameters', 'PBES2 without parameters', { path: `${path}/parameters` });
  return readSequence(
    parameters.der,
    (inner) => {
      const kdf = readKdf(inner, 'keyDerivationFunc');
      const scheme = readCipher(inner, 'encryptionScheme');
      if (kdf.keyLength !== undefined && !takesKeyOctets(scheme.cipher, kdf.keyLength))
        inner.fail(
          'bad-kdf-parameters',
          `the derivation is told to give ${kdf.keyLength} octets where ${scheme.cipher} takes ${keyOctets(scheme)}`,
          'keyDerivationFunc/keyLength',
        );
      return { scheme: 'PBES2', ...kdf, ...scheme };
    },
    { path: `${path}/parameters`, offset: parameters.offset },
  );
}

function readKdf(reader: DerReader, field: string): Pbes2Kdf & { readonly keyLength?: number } {
  return reader.sequence(field, (kdf: DerReader) => {
    const oid = kdf.oid('algorithm');
    if (oid === PBKDF2) return { kdf: 'pbkdf2', ...kdf.sequence('parameters', readPbkdf2Parameters) };
    if (oid === SCRYPT) return { kdf: 'scrypt', ...kdf.sequence('parameters', readScryptParameters) };
    return kdf.fail('unsupported-kdf', `key derivation by algorithm ${oid}; PBKDF2 and scrypt are supported`, 'algorithm');
  });
}

/** Writes the AlgorithmIdentifier of PBES2 with these parameters; a prf of SHA-1 is the default and left out. Throws `cipher-read-only`. */
export function writePbes2(writer: DerWriter, parameters: Pbes2Parameters): void {
  writer.sequence((algorithm) =>
    algorithm.oid(PBES2).sequence((inner) => {
      if (parameters.kdf === 'scrypt') writeScrypt(inner, parameters);
      else writePbkdf2(inner, parameters);
      writeCipher(inner, parameters);
    }),
  );
}

/** New parameters with a fresh salt and initialization vector. Throws `cipher-read-only` for a cipher that is not written. */
export function makePbes2Parameters({ random, cipher = 'AES-256-CBC', kdf = 'pbkdf2', ...choice }: Pbes2Options): Pbes2Parameters {
  assertWritten(cipher);
  const iv = random(ivOctets(cipher));
  const salt = random(SALT_OCTETS);
  if (kdf === 'scrypt') {
    const { cost = 16_384, blockSize = 8, parallelization = 5 } = choice;
    return { scheme: 'PBES2', cipher, iv, kdf, salt, cost, blockSize, parallelization };
  }
  const { iterations = DEFAULT_ITERATIONS, prf = 'SHA-256' } = choice;
  return { scheme: 'PBES2', cipher, iv, kdf, prf, salt, iterations };
}

/** The ciphertext of `data`. Throws `cipher-read-only`, and `bad-kdf-parameters` and `kdf-too-costly` before any work. */
export function pbes2Encrypt(parameters: Pbes2Parameters, passphrase: Uint8Array, data: Uint8Array): Uint8Array {
  assertWritten(parameters.cipher);
  return sealWith(parameters, deriveKey(parameters, passphrase), data);
}

/**
 * The plaintext. Throws `bad-padding` where the passphrase is wrong (but for one case in 256) or the data damaged, `bad-tag` for GCM,
 * `bad-ciphertext-length`, and `bad-kdf-parameters` and `kdf-too-costly` before any work: above 10,000,000 iterations of PBKDF2, 256 MiB, N r p of 2^22
 * or r p of 2^18 of scrypt, or 1 MiB of salt.
 */
export function pbes2Decrypt(parameters: Pbes2Parameters, passphrase: Uint8Array, data: Uint8Array): Uint8Array {
  return openWith(parameters, deriveKey(parameters, passphrase), data);
}

function deriveKey(parameters: Pbes2Parameters, passphrase: Uint8Array): Uint8Array {
  const keyLength = parameters.keyLength ?? keyOctets(parameters);
  return parameters.kdf === 'scrypt'
    ? scrypt(passphrase, { ...parameters, keyLength })
    : pbkdf2(prfHash(parameters.prf), passphrase, { salt: parameters.salt, iterations: parameters.iterations, keyLength });
}
