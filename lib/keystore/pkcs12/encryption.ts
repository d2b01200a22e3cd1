/**
 * The encryption in PKCS #12 files, of safes and of keys: any scheme of `lib/keystore/encryption.ts`, tried with every spelling a passphrase has here.
 *
 * CBC and RC4 have no integrity: a wrong key and damaged octets look alike. What comes out is one SEQUENCE in every use here, and what is not has not been
 * decrypted.
 */
import { PkiError } from '../../base/error.ts';
import { SCRYPT_ROUNDS_BESIDES } from '../../crypto/kdf.ts';
import type { AlgorithmIdentifier } from '../../keys/algorithm-identifier.ts';
import { decodeEncryption, decryptWith, describeEncryption, encryptedLengthDefect, type EncryptionParameters } from '../encryption.ts';
import { keyOctets } from '../pbes2-cipher.ts';
import { pbkdf2Work } from '../pbkdf2.ts';
import { isOneSequence } from './ber.ts';
import type { Pkcs12Password } from './password.ts';
import type { Pkcs12Encryption } from './types.ts';
import type { WorkMeter } from './work.ts';

/** What a file says about its encryption. */
export function describe({ der }: AlgorithmIdentifier, parameters: EncryptionParameters): Pkcs12Encryption {
  const { label, iterations, findings } = describeEncryption(parameters);
  return { label, iterations, weak: findings.some(({ code }) => code === 'weak-cipher' || code === 'weak-derivation'), algorithm: der };
}

/** Encrypted octets and how to undo it. */
export interface Sealed {
  readonly parameters: EncryptionParameters;
  readonly facts: Pkcs12Encryption;
  readonly data: Uint8Array;
  readonly path: string;
}

/** Reads what an AlgorithmIdentifier says about `data`. Throws what `decodeEncryption` throws, and `bad-ciphertext-length`. */
export function sealedWith(algorithm: AlgorithmIdentifier, data: Uint8Array, path: string): Sealed {
  const parameters = decodeEncryption(algorithm, `${path}/encryptionAlgorithm`);
  const defect = encryptedLengthDefect(parameters, data.length);
  if (defect !== undefined) throw new PkiError('bad-ciphertext-length', defect, { path });
  return { parameters, facts: describe(algorithm, parameters), data, path };
}

/**
 * The plaintext under the first of the passwords with which one SEQUENCE comes out, or undefined. Throws `kdf-too-costly` and `bad-kdf-parameters` before
 * any work.
 */
export function unseal(
  { parameters, data, path }: Sealed,
  passwords: readonly Pkcs12Password[],
  meter: WorkMeter,
): { readonly plain: Uint8Array; readonly password: Pkcs12Password } | undefined {
  for (const password of passwords) {
    meter.book(workOf({ parameters }), path);
    const plain = decryptWith(parameters, password, data);
    if (plain !== undefined && isOneSequence(plain)) return { plain, password };
  }
  return undefined;
}

/**
 * Iterations of what undoing it once takes. The schemes of PKCS #12 derive key and initialization vector apart, in up to three runs; PBKDF2 runs once for each output
 * of its hash; the blocks that scrypt mixes take about as long as an iteration each.
 */
export function workOf({ parameters }: Pick<Sealed, 'parameters'>): number {
  if (parameters.scheme !== 'PBES2') return parameters.iterations * (parameters.scheme === 'PKCS12' ? 3 : 1);
  if (parameters.kdf === 'scrypt') return (parameters.cost + SCRYPT_ROUNDS_BESIDES) * parameters.blockSize * parameters.parallelization;
  return pbkdf2Work(parameters, parameters.keyLength ?? keyOctets(parameters));
}
