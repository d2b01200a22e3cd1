/**
 * RSAES-OAEP-params (RFC 4055 4.1), as the AlgorithmIdentifier of an encrypted key carries them.
 *
 *     RSAES-OAEP-params  ::=  SEQUENCE  {
 *        hashFunc          [0] AlgorithmIdentifier DEFAULT sha1Identifier,
 *        maskGenFunc       [1] AlgorithmIdentifier DEFAULT mgf1SHA1Identifier,
 *        pSourceFunc       [2] AlgorithmIdentifier DEFAULT pSpecifiedEmptyIdentifier  }
 *
 * Defaults are read where they are written out too, and the parameters of a hash as NULL and as absent: RFC 4055 2.1 and 4.1 want both of readers.
 */
import type { DerElement } from '../asn1/cursor.ts';
import type { Oid } from '../asn1/oid.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { contextConstructed } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import { P_SPECIFIED, SHA1 } from '../oids/algorithms.ts';
import { readHash, readMask, writeHash, writeMask } from './pss-parameters.ts';

/** What RSAES-OAEP runs with; hashes by their identifiers. */
export interface OaepParameters {
  /** Hash of the label. */
  readonly hash: Oid;
  /** Hash of the mask generation function MGF1. */
  readonly mgfHash: Oid;
  /** Octets that are bound to the message and not sent with it. */
  readonly label: Uint8Array;
}

/** Reads the parameters. Throws `bad-algorithm-parameters` for what RFC 4055 does not know, and the codes of the DER reader. */
export function parseOaepParameters({ der, offset }: DerElement, path: string): OaepParameters {
  return readSequence(
    der,
    (reader) => {
      const hash = reader.optionalExplicit(0, 'hashFunc', (inner) => readHash(inner, ''));
      const mgfHash = reader.optionalExplicit(1, 'maskGenFunc', readMask);
      const label = reader.optionalExplicit(2, 'pSourceFunc', readLabel);
      return { hash: hash ?? SHA1, mgfHash: mgfHash ?? SHA1, label: label ?? new Uint8Array(0) };
    },
    { path, offset },
  );
}

function readLabel(reader: DerReader): Uint8Array {
  return reader.sequence('', (inner) => {
    const source = inner.oid('algorithm');
    if (source !== P_SPECIFIED)
      inner.fail('bad-algorithm-parameters', `the label of RSAES-OAEP comes as it is (${P_SPECIFIED}), not by ${source}`, 'algorithm');
    return inner.octetString('parameters');
  });
}

/** Writes the parameters. DER leaves defaults away. */
export function writeOaepParameters(writer: DerWriter, { hash, mgfHash, label }: OaepParameters): void {
  writer.sequence((all) => {
    if (hash !== SHA1) all.constructed(contextConstructed(0), (inner) => writeHash(inner, hash));
    if (mgfHash !== SHA1) all.constructed(contextConstructed(1), (inner) => writeMask(inner, mgfHash));
    if (label.length > 0)
      all.constructed(contextConstructed(2), (inner) => inner.sequence((source) => source.oid(P_SPECIFIED).octetString(label)));
  });
}
