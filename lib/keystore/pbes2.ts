/**
 * PBES2 (RFC 8018 section 6.2) with PBKDF2: its parameters both ways, encryption and decryption.
 *
 *     PBES2-params ::= SEQUENCE {
 *         keyDerivationFunc AlgorithmIdentifier {{PBES2-KDFs}},
 *         encryptionScheme AlgorithmIdentifier {{PBES2-Encs}}
 *     }
 *
 * PBKDF2's own parameters are in `pbkdf2.ts`. Left out: scrypt (RFC 7914), PBES1, the schemes of PKCS #12, RC2, RC5 and single DES; triple DES is read and
 * never written.
 */
import { PkiError } from '../base/error.ts';
import type { RandomBytes } from '../base/bytes.ts';
import type { Oid } from '../asn1/oid.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import type { DerWriter } from '../asn1/writer.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { AES_128_CBC, AES_192_CBC, AES_256_CBC, DES_EDE3_CBC, PBES2 } from '../oids/algorithms.ts';
import { aesCbcDecrypt, aesCbcEncrypt, desEde3CbcDecrypt } from '../crypto/cipher.ts';
import { pbkdf2 } from '../crypto/kdf.ts';
import { type Pbes2Prf, prfHash, readPbkdf2, writePbkdf2 } from './pbkdf2.ts';

export type { Pbes2Prf } from './pbkdf2.ts';

/** Ciphers of PBES2 that are read; the first three are written too. */
export type Pbes2Cipher = 'AES-128-CBC' | 'AES-192-CBC' | 'AES-256-CBC' | 'DES-EDE3-CBC';

/** What PBES2 needs besides the passphrase. */
export interface Pbes2Parameters {
  readonly cipher: Pbes2Cipher;
  /** Initialization vector: one block of the cipher. */
  readonly iv: Uint8Array;
  readonly prf: Pbes2Prf;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Choices for new encryption. */
export interface Pbes2Options {
  /** Where salt and initialization vector come from. */
  readonly random: RandomBytes;
  /** PBKDF2's iteration count, 1 to 10,000,000; 600,000 where absent, OWASP's advice for HMAC-SHA256 (Password Storage Cheat Sheet, 2023); SP 800-132 5.2 asks for 1,000 at least. */
  readonly iterations?: number;
  /** `AES-256-CBC` where absent. */
  readonly cipher?: Exclude<Pbes2Cipher, 'DES-EDE3-CBC'>;
  /** `SHA-256` where absent. */
  readonly prf?: Pbes2Prf;
}

/** Octets of a new salt: SP 800-132 5.1 asks for 128 bits. */
const SALT_OCTETS = 16;

const DEFAULT_ITERATIONS = 600_000;

interface CipherFacts {
  readonly oid: Oid;
  readonly keyLength: number;
  /** Octets of a block and of the initialization vector. */
  readonly block: number;
}

const CIPHERS: Readonly<Record<Pbes2Cipher, CipherFacts>> = {
  'AES-128-CBC': { oid: AES_128_CBC, keyLength: 16, block: 16 },
  'AES-192-CBC': { oid: AES_192_CBC, keyLength: 24, block: 16 },
  'AES-256-CBC': { oid: AES_256_CBC, keyLength: 32, block: 16 },
  'DES-EDE3-CBC': { oid: DES_EDE3_CBC, keyLength: 24, block: 8 },
};

/**
 * The parameters in an AlgorithmIdentifier of PBES2. Throws `unsupported-encryption-scheme`, `unsupported-kdf`, `unsupported-prf`, `unsupported-cipher`,
 * `bad-algorithm-parameters`, and `bad-kdf-parameters` where a key length is told that is not the cipher's.
 */
export function decodePbes2({ oid, parameters }: AlgorithmIdentifier, path: string): Pbes2Parameters {
  if (oid !== PBES2)
    throw new PkiError('unsupported-encryption-scheme', `encryption by algorithm ${oid}; PBES2 is supported`, {
      path: `${path}/algorithm`,
    });
  if (parameters === undefined) throw new PkiError('bad-algorithm-parameters', 'PBES2 without parameters', { path: `${path}/parameters` });
  const place = { path: `${path}/parameters`, offset: parameters.offset };
  return readSequence(
    parameters.der,
    (inner) => {
      const { keyLength, ...kdf } = readPbkdf2(inner, 'keyDerivationFunc');
      const scheme = readCipher(inner, 'encryptionScheme');
      const wanted = CIPHERS[scheme.cipher].keyLength;
      if (keyLength !== undefined && keyLength !== wanted)
        inner.fail(
          'bad-kdf-parameters',
          `PBKDF2 is told to derive ${keyLength} octets where ${scheme.cipher} takes ${wanted}`,
          'keyDerivationFunc/keyLength',
        );
      return { ...kdf, ...scheme };
    },
    place,
  );
}

/** Writes the AlgorithmIdentifier of PBES2 with these parameters; a prf of SHA-1 is the default and left out. */
export function writePbes2(writer: DerWriter, { cipher, iv, prf, salt, iterations }: Pbes2Parameters): void {
  writer.sequence((algorithm) =>
    algorithm.oid(PBES2).sequence((parameters) => {
      writePbkdf2(parameters, { prf, salt, iterations });
      parameters.sequence((scheme) => scheme.oid(CIPHERS[cipher].oid).octetString(iv));
    }),
  );
}

/** New parameters with a fresh salt and initialization vector. */
export function makePbes2Parameters({
  random,
  iterations = DEFAULT_ITERATIONS,
  cipher = 'AES-256-CBC',
  prf = 'SHA-256',
}: Pbes2Options): Pbes2Parameters {
  return { cipher, iv: random(CIPHERS[cipher].block), prf, salt: random(SALT_OCTETS), iterations };
}

/** Octets of a block of a cipher. */
export function cipherBlockOctets(cipher: Pbes2Cipher): number {
  return CIPHERS[cipher].block;
}

/** The ciphertext of `data`. Throws `cipher-read-only` for triple DES, and `bad-kdf-parameters` and `kdf-too-costly` before any work. */
export function pbes2Encrypt(parameters: Pbes2Parameters, passphrase: Uint8Array, data: Uint8Array): Uint8Array {
  if (parameters.cipher === 'DES-EDE3-CBC') throw new PkiError('cipher-read-only', 'DES-EDE3-CBC is read and not written');
  return aesCbcEncrypt(deriveKey(parameters, passphrase), parameters.iv, data);
}

/**
 * The plaintext. Throws `bad-padding` where the passphrase is wrong (but for one case in 256) or the data damaged, `bad-ciphertext-length`, and
 * `bad-kdf-parameters` and `kdf-too-costly` (above 10,000,000 iterations or 1 MiB of salt) before any work.
 */
export function pbes2Decrypt(parameters: Pbes2Parameters, passphrase: Uint8Array, data: Uint8Array): Uint8Array {
  const key = deriveKey(parameters, passphrase);
  return parameters.cipher === 'DES-EDE3-CBC' ? desEde3CbcDecrypt(key, parameters.iv, data) : aesCbcDecrypt(key, parameters.iv, data);
}

function deriveKey({ cipher, prf, salt, iterations }: Pbes2Parameters, passphrase: Uint8Array): Uint8Array {
  return pbkdf2(prfHash(prf), passphrase, { salt, iterations, keyLength: CIPHERS[cipher].keyLength });
}

function readCipher(reader: DerReader, field: string): Pick<Pbes2Parameters, 'cipher' | 'iv'> {
  return reader.sequence(field, (scheme: DerReader) => {
    const oid = scheme.oid('algorithm');
    const cipher = (Object.keys(CIPHERS) as Pbes2Cipher[]).find((name) => CIPHERS[name].oid === oid);
    if (cipher === undefined) scheme.fail('unsupported-cipher', `cipher ${oid}; AES-CBC and DES-EDE3-CBC are supported`, 'algorithm');
    const iv = scheme.octetString('parameters');
    if (iv.length !== CIPHERS[cipher].block)
      scheme.fail(
        'bad-algorithm-parameters',
        `an initialization vector of ${cipher} has ${CIPHERS[cipher].block} octets, not ${iv.length}`,
        'parameters',
      );
    return { cipher, iv };
  });
}
