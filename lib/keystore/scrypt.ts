/**
 * scrypt as an AlgorithmIdentifier (RFC 7914 section 7), as PBES2 has it.
 *
 *     scrypt-params ::= SEQUENCE {
 *         salt OCTET STRING,
 *         costParameter INTEGER (1..MAX),
 *         blockSize INTEGER (1..MAX),
 *         parallelizationParameter INTEGER (1..MAX),
 *         keyLength INTEGER (1..MAX) OPTIONAL }
 */
import type { DerReader } from '../asn1/reader.ts';
import { INTEGER } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import type { ScryptParameters } from '../crypto/kdf.ts';
import { SCRYPT } from '../oids/encryption.ts';
import { readCount } from './count.ts';

/** The parameters of scrypt but for the length of the key. */
export type ScryptChoice = Omit<ScryptParameters, 'keyLength'>;

/** Reads the members of scrypt-params. */
export function readScryptParameters(parameters: DerReader): ScryptChoice & { readonly keyLength?: number } {
  const salt = parameters.octetString('salt');
  const cost = readCount(parameters, 'costParameter');
  const blockSize = readCount(parameters, 'blockSize');
  const parallelization = readCount(parameters, 'parallelizationParameter');
  const keyLength = parameters.optional(INTEGER, () => readCount(parameters, 'keyLength'));
  const choice = { salt, cost, blockSize, parallelization };
  return keyLength === undefined ? choice : { ...choice, keyLength };
}

/** Writes the AlgorithmIdentifier of scrypt. */
export function writeScrypt(writer: DerWriter, { salt, cost, blockSize, parallelization }: ScryptChoice): void {
  writer.sequence((kdf) =>
    kdf.oid(SCRYPT).sequence((inner) => inner.octetString(salt).integer(cost).integer(blockSize).integer(parallelization)),
  );
}
