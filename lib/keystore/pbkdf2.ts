/**
 * PBKDF2 as an AlgorithmIdentifier (RFC 8018 A.2), as PBES2 and PBMAC1 have it.
 *
 *     PBKDF2-params ::= SEQUENCE {
 *         salt CHOICE {
 *             specified OCTET STRING,
 *             otherSource AlgorithmIdentifier {{PBKDF2-SaltSources}}
 *         },
 *         iterationCount INTEGER (1..MAX),
 *         keyLength INTEGER (1..MAX) OPTIONAL,
 *         prf AlgorithmIdentifier {{PBKDF2-PRFs}} DEFAULT algid-hmacWithSHA1
 *     }
 *
 * An encoded default prf and a prf without its NULL are taken: Java writes the one, others the other, and nothing here is signed.
 */
import type { Oid } from '../asn1/oid.ts';
import type { DerReader } from '../asn1/reader.ts';
import { INTEGER } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import { isWithoutParameters, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import {
  HMAC_WITH_SHA1,
  HMAC_WITH_SHA224,
  HMAC_WITH_SHA256,
  HMAC_WITH_SHA384,
  HMAC_WITH_SHA512,
  HMAC_WITH_SHA512_224,
  HMAC_WITH_SHA512_256,
  PBKDF2,
} from '../oids/algorithms.ts';
import { type HashFunction, sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '../crypto/hash.ts';
import { readCount } from './count.ts';

/** Hash functions whose HMAC PBKDF2 runs on (RFC 8018 B.1). */
export type Pbes2Prf = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512' | 'SHA-512/224' | 'SHA-512/256';

/** The parameters of PBKDF2 but for the length of the key. */
export interface Pbkdf2Choice {
  readonly prf: Pbes2Prf;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

const PRFS: Readonly<Record<Pbes2Prf, { readonly oid: Oid; readonly hash: HashFunction }>> = {
  'SHA-1': { oid: HMAC_WITH_SHA1, hash: sha1 },
  'SHA-224': { oid: HMAC_WITH_SHA224, hash: sha224 },
  'SHA-256': { oid: HMAC_WITH_SHA256, hash: sha256 },
  'SHA-384': { oid: HMAC_WITH_SHA384, hash: sha384 },
  'SHA-512': { oid: HMAC_WITH_SHA512, hash: sha512 },
  'SHA-512/224': { oid: HMAC_WITH_SHA512_224, hash: sha512_224 },
  'SHA-512/256': { oid: HMAC_WITH_SHA512_256, hash: sha512_256 },
};

/** The hash function of an HMAC by its name. */
export function prfHash(prf: Pbes2Prf): HashFunction {
  return PRFS[prf].hash;
}

/** Runs of the HMAC for a key of so many octets: the iterations for each output of the hash (RFC 8018 5.2). */
export function pbkdf2Work({ prf, iterations }: Pbkdf2Choice, keyLength: number): number {
  return iterations * Math.ceil(keyLength / prfHash(prf).outputLength);
}

/** Reads the AlgorithmIdentifier of PBKDF2. Throws `unsupported-kdf`, `unsupported-prf` and `bad-algorithm-parameters`. */
export function readPbkdf2(reader: DerReader, field: string): Pbkdf2Choice & { readonly keyLength?: number } {
  return reader.sequence(field, (kdf: DerReader) => {
    const oid = kdf.oid('algorithm');
    if (oid !== PBKDF2) kdf.fail('unsupported-kdf', `key derivation by algorithm ${oid}; PBKDF2 is supported`, 'algorithm');
    return kdf.sequence('parameters', readPbkdf2Parameters);
  });
}

/** Reads the members of PBKDF2-params. Throws `unsupported-prf` and `bad-algorithm-parameters`. */
export function readPbkdf2Parameters(parameters: DerReader): Pbkdf2Choice & { readonly keyLength?: number } {
  const salt = parameters.octetString('salt');
  const iterations = readCount(parameters, 'iterationCount');
  const keyLength = parameters.optional(INTEGER, () => readCount(parameters, 'keyLength'));
  const prf = parameters.done ? 'SHA-1' : readPrf(parameters, 'prf');
  return keyLength === undefined ? { salt, iterations, prf } : { salt, iterations, prf, keyLength };
}

/** Reads the AlgorithmIdentifier of an HMAC. Throws `unsupported-prf` and `bad-algorithm-parameters`. */
export function readPrf(reader: DerReader, field: string): Pbes2Prf {
  const algorithm = readAlgorithmIdentifier(reader, field);
  const { oid } = algorithm;
  const prf = (Object.keys(PRFS) as Pbes2Prf[]).find((name) => PRFS[name].oid === oid);
  if (prf === undefined) reader.fail('unsupported-prf', `an HMAC of function ${oid}; HMAC with SHA-1 and SHA-2 is supported`, field);
  if (!isWithoutParameters(algorithm)) reader.fail('bad-algorithm-parameters', 'the parameters of an HMAC function are NULL', field);
  return prf;
}

/** Writes the AlgorithmIdentifier of PBKDF2; a prf of SHA-1 is the default and left out. */
export function writePbkdf2(writer: DerWriter, { prf, salt, iterations }: Pbkdf2Choice, keyLength?: number): void {
  writer.sequence((kdf) =>
    kdf.oid(PBKDF2).sequence((inner) => {
      inner.octetString(salt).integer(iterations);
      if (keyLength !== undefined) inner.integer(keyLength);
      if (prf !== 'SHA-1') writePrf(inner, prf);
    }),
  );
}

/** Writes the AlgorithmIdentifier of an HMAC. */
export function writePrf(writer: DerWriter, prf: Pbes2Prf): void {
  writer.sequence((algorithm) => algorithm.oid(PRFS[prf].oid).null());
}
