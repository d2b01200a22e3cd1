/**
 * EncryptedPrivateKeyInfo (RFC 5958 section 3), both ways, under PBES2.
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
import { utf8 } from '../base/bytes.ts';
import { catchMalformed, PkiError } from '../base/error.ts';
import type { DerReaderOptions } from '../asn1/cursor.ts';
import { readDer, readSequence } from '../asn1/reader.ts';
import { SEQUENCE } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { parsePrivateKey } from '../keys/pkcs8.ts';
import type { PrivateKey } from '../keys/types.ts';
import {
  cipherBlockOctets,
  decodePbes2,
  makePbes2Parameters,
  pbes2Decrypt,
  pbes2Encrypt,
  type Pbes2Options,
  type Pbes2Parameters,
  writePbes2,
} from './pbes2.ts';

/** An encrypted private key, still locked. */
export interface EncryptedPrivateKey {
  readonly parameters: Pbes2Parameters;
  readonly ciphertext: Uint8Array;
}

/** A passphrase: octets as they are, or text, which stands for its UTF-8 octets without normalization, as OpenSSL takes it from a UTF-8 terminal. */
export type Passphrase = string | Uint8Array;

/**
 * Reads an EncryptedPrivateKeyInfo that is the whole input, without decrypting. Throws what `decodePbes2` throws, `bad-ciphertext-length` where the
 * ciphertext is not whole blocks, and the codes of the DER reader.
 */
export function parseEncryptedPrivateKey(der: Uint8Array, options: DerReaderOptions = {}): EncryptedPrivateKey {
  return readSequence(
    der,
    (inner) => {
      const algorithm = readAlgorithmIdentifier(inner, 'encryptionAlgorithm');
      const parameters = decodePbes2(algorithm, inner.path('encryptionAlgorithm'));
      const ciphertext = inner.octetString('encryptedData');
      const block = cipherBlockOctets(parameters.cipher);
      if (ciphertext.length === 0 || ciphertext.length % block !== 0)
        inner.fail('bad-ciphertext-length', `expected whole blocks of ${block} octets, found ${ciphertext.length} octets`, 'encryptedData');
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
  const plain = decryptOrUndefined(parameters, passphraseOctets(passphrase), ciphertext);
  if (plain === undefined || !isOneSequence(plain))
    throw new PkiError('wrong-passphrase', 'the passphrase does not fit, or the encrypted key is damaged');
  return plain;
}

/**
 * Locks a private key: the DER of an EncryptedPrivateKeyInfo around PKCS#8 octets, to be written as PEM under `ENCRYPTED PRIVATE KEY`. Throws `kdf-too-costly` above
 * 10,000,000 iterations and `bad-kdf-parameters` below one.
 *
 * ```ts
 * import { fromHex } from 'certwright';
 * import { decryptPrivateKey, encryptPrivateKey } from 'certwright/keystore';
 * const pkcs8 = fromHex('302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842');
 * const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
 * const locked = encryptPrivateKey(pkcs8, 'correct horse', { random, iterations: 1000 });
 * if (decryptPrivateKey(locked, 'correct horse').kind !== 'ed25519') throw new Error('the key comes back');
 * ```
 */
export function encryptPrivateKey(pkcs8: Uint8Array, passphrase: Passphrase, options: Pbes2Options): Uint8Array {
  const parameters = makePbes2Parameters(options);
  const ciphertext = pbes2Encrypt(parameters, passphraseOctets(passphrase), pkcs8);
  return encodeSequence((outer) => {
    writePbes2(outer, parameters);
    outer.octetString(ciphertext);
  });
}

function passphraseOctets(passphrase: Passphrase): Uint8Array {
  return typeof passphrase === 'string' ? utf8(passphrase) : passphrase;
}

function decryptOrUndefined(parameters: Pbes2Parameters, passphrase: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  try {
    return pbes2Decrypt(parameters, passphrase, ciphertext);
  } catch (error) {
    if (error instanceof PkiError && error.code === 'bad-padding') return undefined;
    throw error;
  }
}

function isOneSequence(der: Uint8Array): boolean {
  const read = catchMalformed(() => readDer(der, (reader) => reader.any('')));
  return !(read instanceof PkiError) && read.tag === SEQUENCE;
}
