/** Password-based encryption of any scheme: what an AlgorithmIdentifier says, both ways, and what is to be said about it. */
import { fromLatin1, fromUtf8, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { DerWriter } from '../asn1/writer.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { PBES2 } from '../oids/algorithms.ts';
import { bmpPassword } from '../crypto/kdf-old.ts';
import { encryptionFindings, type KeyFileFinding } from './findings.ts';
import {
  decodePbe,
  makePbeParameters,
  type PassphraseForms,
  pbeCiphertextDefect,
  pbeDecrypt,
  pbeEncrypt,
  type PbeOptions,
  type PbeParameters,
  writePbe,
} from './pbe.ts';
import { ciphertextDefect } from './pbes2-cipher.ts';
import {
  decodePbes2,
  makePbes2Parameters,
  pbes2Decrypt,
  pbes2Encrypt,
  type Pbes2Options,
  type Pbes2Parameters,
  writePbes2,
} from './pbes2.ts';

/** A passphrase: octets as they are, or text, which stands for its UTF-8 octets without normalization, as OpenSSL takes it from a UTF-8 terminal. */
export type Passphrase = string | Uint8Array;

/** How something is encrypted. */
export type EncryptionParameters = Pbes2Parameters | PbeParameters;

/** Choices for new encryption: PBES2, or for old readers a scheme of PKCS#12. */
export type EncryptionOptions = Pbes2Options | PbeOptions;

/** What can be said of an encryption without the passphrase. */
export interface EncryptionFacts {
  /** Such as `PBES2 AES-256-CBC, PBKDF2 SHA-256`, `PKCS#12 SHA-1 RC2-40-CBC` or `PEM AES-128-CBC, MD5`. */
  readonly label: string;
  /** Rounds of the derivation; of scrypt N r p, each of which costs about as much. */
  readonly iterations: number;
  /** What speaks against it; empty where nothing does. */
  readonly findings: readonly KeyFileFinding[];
}

/**
 * The forms of a passphrase. PKCS#12 takes it as text: octets are read as UTF-8, and one by one where they are none, as OpenSSL does.
 * Throws `passphrase-required` where it is neither: a program without types that forgot it must not lock a key under an empty one.
 */
export function passphraseForms(passphrase: Passphrase): PassphraseForms {
  if (typeof passphrase === 'string') return { octets: utf8(passphrase), wide: bmpPassword(passphrase) };
  if (!(passphrase instanceof Uint8Array))
    throw new PkiError('passphrase-required', `a passphrase is text or octets, not ${typeof passphrase}`);
  return { octets: passphrase, wide: bmpPassword(fromUtf8(passphrase) ?? fromLatin1(passphrase)) };
}

/** The encryption that an AlgorithmIdentifier names. Throws `unsupported-encryption-scheme`, and what `decodePbes2` and the DER reader throw. */
export function decodeEncryption(algorithm: AlgorithmIdentifier, path: string): EncryptionParameters {
  if (algorithm.oid === PBES2) return decodePbes2(algorithm, path);
  const parameters = decodePbe(algorithm, path);
  if (parameters === undefined)
    throw new PkiError(
      'unsupported-encryption-scheme',
      `encryption by algorithm ${algorithm.oid}; PBES2, PBES1 and the schemes of PKCS#12 are supported`,
      { path: `${path}/algorithm` },
    );
  return parameters;
}

/** Writes the AlgorithmIdentifier of an encryption. Throws `cipher-read-only`. */
export function writeEncryption(writer: DerWriter, parameters: EncryptionParameters): void {
  if (parameters.scheme === 'PBES2') writePbes2(writer, parameters);
  else writePbe(writer, parameters);
}

/** A new encryption with a fresh salt and initialization vector. Throws `cipher-read-only` for a cipher that is not written. */
export function makeEncryption(options: EncryptionOptions): EncryptionParameters {
  return options.scheme === 'PKCS12' ? makePbeParameters(options) : makePbes2Parameters(options);
}

/** Why a ciphertext cannot be one, by its length alone; undefined where it can. */
export function encryptedLengthDefect(parameters: EncryptionParameters, length: number): string | undefined {
  return parameters.scheme === 'PBES2' ? ciphertextDefect(parameters, length) : pbeCiphertextDefect(parameters, length);
}

/** The ciphertext of `data`. Throws `cipher-read-only`, and `kdf-too-costly` and `bad-kdf-parameters` before any work. */
export function encryptWith(parameters: EncryptionParameters, passphrase: PassphraseForms, data: Uint8Array): Uint8Array {
  return parameters.scheme === 'PBES2' ? pbes2Encrypt(parameters, passphrase.octets, data) : pbeEncrypt(parameters, passphrase, data);
}

/**
 * The plaintext, or undefined where the padding or the tag shows that the passphrase or the data is wrong: of CBC that is missed in one case of 256, of
 * RC4 in all. Throws `bad-ciphertext-length`, and `kdf-too-costly` and `bad-kdf-parameters` before any work.
 */
export function decryptWith(parameters: EncryptionParameters, passphrase: PassphraseForms, data: Uint8Array): Uint8Array | undefined {
  try {
    return parameters.scheme === 'PBES2' ? pbes2Decrypt(parameters, passphrase.octets, data) : pbeDecrypt(parameters, passphrase, data);
  } catch (error) {
    if (error instanceof PkiError && (error.code === 'bad-padding' || error.code === 'bad-tag')) return undefined;
    throw error;
  }
}

/** What can be said of an encryption without the passphrase. */
export function describeEncryption(parameters: EncryptionParameters): EncryptionFacts {
  const { cipher } = parameters;
  const findings = encryptionFindings(parameters);
  if (parameters.scheme !== 'PBES2') {
    const name = parameters.scheme === 'PBES1' ? 'PBES1' : 'PKCS#12';
    return { label: `${name} ${parameters.hash} ${cipher}`, iterations: parameters.iterations, findings };
  }
  if (parameters.kdf === 'scrypt')
    return { label: `PBES2 ${cipher}, scrypt`, iterations: parameters.cost * parameters.blockSize * parameters.parallelization, findings };
  return { label: `PBES2 ${cipher}, PBKDF2 ${parameters.prf}`, iterations: parameters.iterations, findings };
}
