/**
 * The strong extranet identifier in `-text` dumps (v3_sxnet.c).
 *
 *     SXNET ::= SEQUENCE { version INTEGER, ids SEQUENCE OF SEQUENCE { zone INTEGER, user OCTET STRING } }
 */
import type { DerReader } from '../../asn1/reader.ts';
import { dotted, integerText } from './hex.ts';
import { looseList } from './loose.ts';

/** Its version and a line for each identifier. */
export function extranetText(reader: DerReader, indent: number): string {
  const pad = ' '.repeat(indent);
  return reader.sequence('', (inner) => {
    const version = inner.bigInteger('');
    // it has to be a long, and so has the number after it
    const fits = BigInt.asIntN(64, version) === version && BigInt.asIntN(64, version + 1n) > version;
    const shown = fits ? `${version + 1n} (0x${BigInt.asUintN(64, version).toString(16).toUpperCase()})` : '<unsupported>';
    const ids = looseList(inner, (list) =>
      list.sequence('', (id) => `\n${pad}Zone: ${integerText(id.bigInteger(''))}, User: ${dotted(id.octetString(''))}`),
    );
    return `${pad}Version: ${shown}${ids.join('')}`;
  });
}
