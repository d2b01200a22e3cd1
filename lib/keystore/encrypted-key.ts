/**
 * EncryptedPrivateKeyInfo (RFC 5958 section 3), both ways, under PBES2, PBES1 and the schemes of PKCS#12.
 *
 *     EncryptedPrivateKeyInfo ::= SEQUENCE {
 *       encryptionAlgorithm  AlgorithmIdentifier,
 *       encryptedData        OCTET STRING }
 *
 * Wrong passphrase or damage? The format has no checksum, so it is told as far as it can be. Damage to the structure is found before anything is
 * decrypted and has the code of the DER reader. What then does not end in proper padding, or is not one whole SEQUENCE, is `wrong-passphrase`: damage to the
 * ciphertext or to the salt looks the same. A SEQUENCE of exactly the right length comes out of a wrong passphrase in less than one case in 2^24, so
 * what is found wrong inside of one has its own code.
 */
import { catchMalformed, PkiError } from '../base/error.ts';
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { readDer, readSequence } from '../asn1/reader.ts';
import { SEQUENCE } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { encodePkcs8, parsePrivateKey } from '../keys/pkcs8.ts';
import type { PrivateKey } from '../keys/types.ts';
import {
  decodeEncryption,
  decryptWith,
  encryptedLengthDefect,
  type EncryptionOptions,
  type EncryptionParameters,
  encryptWith,
  makeEncryption,
  type Passphrase,
  passphraseForms,
  writeEncryption,
} from './encryption.ts';

/** An encrypted private key, still locked. */
export interface EncryptedPrivateKey {
  readonly parameters: EncryptionParameters;
  readonly ciphertext: Uint8Array;
}

/**
 * Reads an EncryptedPrivateKeyInfo that is the whole input, without decrypting. Throws what `decodeEncryption` throws, `bad-ciphertext-length` where the
 * ciphertext is not whole blocks, and the codes of the DER reader.
 */
export function parseEncryptedPrivateKey(der: Uint8Array, options: DerReaderOptions = {}): EncryptedPrivateKey {
  return readSequence(
    der,
    (inner) => {
      const algorithm = readAlgorithmIdentifier(inner, 'encryptionAlgorithm');
      const parameters = decodeEncryption(algorithm, inner.path('encryptionAlgorithm'));
      const ciphertext = inner.octetString('encryptedData');
      const defect = encryptedLengthDefect(parameters, ciphertext.length);
      if (defect !== undefined) inner.fail('bad-ciphertext-length', defect, 'encryptedData');
      return { parameters, ciphertext };
    },
    options,
  );
}

/**
 * Unlocks an encrypted private key, given as its DER or parsed. Throws `wrong-passphrase` (or damage that looks like it, see above), `kdf-too-costly` and
 * `bad-kdf-parameters` before any work, what `parseEncryptedPrivateKey` throws, and what `parsePrivateKey` throws about the key inside.
 */
export function decryptPrivateKey(encrypted: Uint8Array | EncryptedPrivateKey, passphrase: Passphrase): PrivateKey {
  return parsePrivateKey(decryptPkcs8(encrypted, passphrase));
}

/** Like `decryptPrivateKey`, but gives the PKCS#8 octets, whatever kind of key they hold. */
export function decryptPkcs8(encrypted: Uint8Array | EncryptedPrivateKey, passphrase: Passphrase): Uint8Array {
  const { parameters, ciphertext } = encrypted instanceof Uint8Array ? parseEncryptedPrivateKey(encrypted) : encrypted;
  return assertDecrypted(decryptWith(parameters, passphraseForms(passphrase), ciphertext));
}

/** What came out of a decryption, where it can be a key: one whole SEQUENCE. Throws `wrong-passphrase`. */
export function assertDecrypted(plain: Uint8Array | undefined): Uint8Array {
  if (plain === undefined || !isOneSequence(plain))
    throw new PkiError('wrong-passphrase', 'the passphrase does not fit, or the encrypted key is damaged');
  return plain;
}

/**
 * Locks a private key, or its PKCS#8 octets: the DER of an EncryptedPrivateKeyInfo, to be written as PEM under `ENCRYPTED PRIVATE KEY`. Throws
 * `kdf-too-costly` above the limits of reading (10,000,000 iterations; scrypt with 256 MiB, N r p of 2^22 or r p of 2^18), `bad-kdf-parameters` below one or for an N that is
 * no power of two, `passphrase-required` where there is none (not even an empty one), and what `encodePkcs8` throws.
 *
 * ```ts
 * import { generateKeyPair } from 'certwright';
 * import { decryptPrivateKey, encryptPrivateKey } from 'certwright/keystore';
 * const { privateKey } = generateKeyPair({ kind: 'ed25519' });
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const locked = encryptPrivateKey(privateKey, 'correct horse', { random, kdf: 'scrypt' });
 * if (decryptPrivateKey(locked, 'correct horse').kind !== 'ed25519') throw new Error('the key comes back');
 * ```
 */
export function encryptPrivateKey(key: PrivateKey | Uint8Array, passphrase: Passphrase, options: EncryptionOptions): Uint8Array {
  const pkcs8 = key instanceof Uint8Array ? key : encodePkcs8(key);
  const parameters = makeEncryption(options);
  const ciphertext = encryptWith(parameters, passphraseForms(passphrase), pkcs8);
  return encodeSequence((outer) => {
    writeEncryption(outer, parameters);
    outer.octetString(ciphertext);
  });
}

function isOneSequence(der: Uint8Array): boolean {
  const read = catchMalformed(() => readDer(der, (reader) => reader.any('')));
  return !(read instanceof PkiError) && read.tag === SEQUENCE;
}
