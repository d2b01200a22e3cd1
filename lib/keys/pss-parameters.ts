/**
 * RSASSA-PSS-params (RFC 4055 3.1), as a signature and a key carry them.
 *
 *     RSASSA-PSS-params  ::=  SEQUENCE  {
 *        hashAlgorithm      [0] HashAlgorithm      DEFAULT sha1Identifier,
 *        maskGenAlgorithm   [1] MaskGenAlgorithm   DEFAULT mgf1SHA1Identifier,
 *        saltLength         [2] INTEGER            DEFAULT 20,
 *        trailerField       [3] INTEGER            DEFAULT 1  }
 *
 * Defaults are read where they are written out too, and the parameters of a hash as NULL and as absent: RFC 4055 2.1 and 3.1 want both of verifiers.
 */
import type { DerElement } from '../asn1/cursor.ts';
import type { Oid } from '../asn1/oid.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { contextConstructed } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import { MGF1, SHA1, SHAKE128, SHAKE256 } from '../oids/algorithms.ts';
import { isWithoutParameters, readAlgorithmIdentifier } from './algorithm-identifier.ts';
import type { RsaPssRestrictions } from './types.ts';

/** Longest salt: what fits into the largest modulus. */
export const MAX_SALT_LENGTH = 2048;

const DEFAULT_SALT_LENGTH = 20;

/** The parameters of a key, which are its restrictions. Throws `bad-algorithm-parameters` for what RFC 4055 does not know, and the codes of the DER reader. */
export function parsePssRestrictions({ der, offset }: DerElement, path: string): RsaPssRestrictions {
  return readSequence(der, readRestrictions, { path, offset });
}

function readRestrictions(reader: DerReader): RsaPssRestrictions {
  const hash = reader.optionalExplicit(0, 'hashAlgorithm', (inner) => readHash(inner, ''));
  const mgfHash = reader.optionalExplicit(1, 'maskGenAlgorithm', readMask);
  const minSaltLength = reader.optionalExplicit(2, 'saltLength', (inner) => inner.smallInteger('', { max: MAX_SALT_LENGTH }));
  reader.optionalExplicit(3, 'trailerField', (inner) => {
    const found = inner.smallInteger('');
    if (found !== 1) inner.fail('bad-algorithm-parameters', `expected 1, found ${found}`);
  });
  return { hash: hash ?? SHA1, mgfHash: mgfHash ?? SHA1, minSaltLength: minSaltLength ?? DEFAULT_SALT_LENGTH };
}

/**
 * Reads the AlgorithmIdentifier of a hash, whose parameters are NULL or absent. Throws `bad-algorithm-parameters`, for SHAKE too: it goes by identifiers of its own,
 * without MGF1 (RFC 8702 3.1).
 */
export function readHash(reader: DerReader, field: string): Oid {
  const hash = readAlgorithmIdentifier(reader, field);
  if (!isWithoutParameters(hash) || hash.oid === SHAKE128 || hash.oid === SHAKE256)
    reader.fail('bad-algorithm-parameters', 'expected a hash for MGF1, its parameters NULL or absent', field);
  return hash.oid;
}

/** Reads the AlgorithmIdentifier of MGF1 and gives its hash. Throws `bad-algorithm-parameters` for another mask generation function. */
export function readMask(reader: DerReader): Oid {
  return reader.sequence('', (inner) => {
    const mask = inner.oid('algorithm');
    if (mask !== MGF1) inner.fail('bad-algorithm-parameters', `expected MGF1, found ${mask}`, 'algorithm');
    return readHash(inner, 'parameters');
  });
}

/** Writes the AlgorithmIdentifier of a hash, with NULL. */
export function writeHash(writer: DerWriter, hash: Oid): void {
  writer.sequence((algorithm) => algorithm.oid(hash).null());
}

/** Writes the AlgorithmIdentifier of MGF1 with a hash. */
export function writeMask(writer: DerWriter, hash: Oid): void {
  writer.sequence((mask) => writeHash(mask.oid(MGF1), hash));
}

/** Writes the parameters of a key. DER leaves defaults away. */
export function writePssRestrictions(writer: DerWriter, { hash, mgfHash, minSaltLength }: RsaPssRestrictions): void {
  writer.sequence((all) => {
    if (hash !== SHA1) all.constructed(contextConstructed(0), (inner) => writeHash(inner, hash));
    if (mgfHash !== SHA1) all.constructed(contextConstructed(1), (inner) => writeMask(inner, mgfHash));
    if (minSaltLength !== DEFAULT_SALT_LENGTH) all.constructed(contextConstructed(2), (inner) => inner.integer(minSaltLength));
  });
}
