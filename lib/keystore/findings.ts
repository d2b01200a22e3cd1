/** What a reader of a private key file ought to know and what does not keep the key from being read. */
import type { PbeParameters } from './pbe.ts';
import type { Pbes2Parameters } from './pbes2.ts';

/** Codes of findings about key files. */
export type KeyFileFindingCode =
  /** A cipher that is broken or has blocks of 64 bits: DES, triple DES, RC2, RC4. */
  | 'weak-cipher'
  /** A derivation that is not made for passphrases or rests on MD5 or on SHA-1 outside of HMAC: PBES1, PKCS#12, OpenSSL's PEM encryption. */
  | 'weak-derivation'
  /** Too few rounds: below 1,000 (SP 800-132 5.2), or scrypt with N r p below 2^17 (Percival 2009: what takes 100 ms of a computer of then). */
  | 'few-iterations'
  /** A passphrase was given, and the key is not encrypted. */
  | 'not-encrypted'
  /** Further private keys stand behind the one that was read. */
  | 'further-private-keys';

/** A finding about a key file. */
export interface KeyFileFinding {
  readonly code: KeyFileFindingCode;
  /** In words, with the values seen. */
  readonly message: string;
}

/** Fewest iterations of PBKDF2 (SP 800-132 5.2). */
const FEW_ITERATIONS = 1000;

/** Least N r p of scrypt. */
const LITTLE_SCRYPT_WORK = 131_072;

/** What speaks against a cipher, by its name. */
export function cipherFindings(cipher: string): KeyFileFinding[] {
  return cipher.startsWith('AES')
    ? []
    : [{ code: 'weak-cipher', message: `encrypted with ${cipher}, which should not protect anything any more` }];
}

/** What speaks against an encryption. */
export function encryptionFindings(parameters: Pbes2Parameters | PbeParameters): KeyFileFinding[] {
  const findings = cipherFindings(parameters.cipher);
  if (parameters.scheme !== 'PBES2')
    findings.push({
      code: 'weak-derivation',
      message: `the key of the cipher is derived by ${parameters.scheme === 'PBES1' ? 'PBES1' : 'PKCS#12'} with ${parameters.hash}`,
    });
  else if (parameters.kdf === 'scrypt') {
    const work = parameters.cost * parameters.blockSize * parameters.parallelization;
    if (work < LITTLE_SCRYPT_WORK)
      findings.push({ code: 'few-iterations', message: `scrypt with N r p of ${work}, at least ${LITTLE_SCRYPT_WORK} is advised` });
    return findings;
  }
  if (parameters.iterations < FEW_ITERATIONS)
    findings.push({
      code: 'few-iterations',
      message: `${parameters.iterations} iteration${parameters.iterations === 1 ? '' : 's'}, at least ${FEW_ITERATIONS} are advised`,
    });
  return findings;
}
