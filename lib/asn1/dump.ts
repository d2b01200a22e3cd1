/**
 * The tree of DER values as a list, one entry for each value in the order of the octets: what `openssl asn1parse` shows, as data.
 *
 * It looks at headers and at the contents of universal types only and knows no structure. Octets that are not strict DER headers are an error, like everywhere;
 * contents of primitive types are shown where they can be and not judged.
 */
import { PkiError } from '../base/error.ts';
import { toHex } from '../base/bytes.ts';
import { decodeOid } from './oid.ts';
import { MAX_DEPTH } from './cursor.ts';
import { DerReader } from './reader.ts';
import { stringTypeName, tryDecodeString } from './strings.ts';
import { BOOLEAN, ENUMERATED, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, universalTypeName, UTC_TIME } from './tags.ts';
import { decodeTime, formatInstant } from './time.ts';

/** One value of a dump. */
export interface DumpNode {
  /** Offset of the header in the input. */
  readonly offset: number;
  /** Nesting, 0 for the outermost. */
  readonly depth: number;
  /** Octets of identifier and length. */
  readonly headerLength: number;
  /** Octets of content. */
  readonly length: number;
  readonly tagClass: 'universal' | 'application' | 'context' | 'private';
  readonly tagNumber: number;
  readonly constructed: boolean;
  /** ASN.1's name of a universal type such as `SEQUENCE`, `[0]` and the like for the other classes. */
  readonly name: string;
  /** Content octets. */
  readonly content: Uint8Array;
  /** Content of simple types for people: numbers in hexadecimal, identifiers dotted, times in ISO 8601, strings as they are; absent for other types and malformed contents. */
  readonly text?: string;
}

const CLASSES = ['universal', 'application', 'context', 'private'] as const;

/** Most values listed: far above a key or certificate, and a bound on memory for a large CRL. */
const MAX_NODES = 1_000_000;

/**
 * All values of DER input, which may be several in a row. Throws the codes of the DER reader, `nesting-too-deep` beyond 64 levels, `too-many-values` beyond a million.
 *
 * ```ts
 * import { dumpDer } from 'certwright/asn1';
 * const nodes = dumpDer(Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05));
 * if (nodes.map((node) => `${node.offset}:${node.name}`).join() !== '0:SEQUENCE,2:INTEGER') throw new Error('a SEQUENCE with an INTEGER');
 * ```
 */
export function dumpDer(der: Uint8Array): DumpNode[] {
  const nodes: DumpNode[] = [];
  walk(new DerReader(der), 0, nodes);
  return nodes;
}

function walk(reader: DerReader, depth: number, nodes: DumpNode[]): void {
  while (!reader.done) {
    const { tag, der, content, offset } = reader.any('');
    const first = der[0] as number;
    if (depth >= MAX_DEPTH) throw new PkiError('nesting-too-deep', `values nested deeper than ${MAX_DEPTH}`, { offset });
    if (nodes.length === MAX_NODES) throw new PkiError('too-many-values', `more than ${MAX_NODES} values`, { offset });
    const constructed = (first & 0x20) !== 0;
    const tagClass = CLASSES[first >> 6] as DumpNode['tagClass'];
    const tagNumber = tagNumberOf(der);
    const name = tagClass === 'universal' ? (universalTypeName(tagNumber) ?? `UNIVERSAL ${tagNumber}`) : bracketed(tagClass, tagNumber);
    const text = constructed ? undefined : contentText(tag, content);
    const headerLength = der.length - content.length;
    const node = { offset, depth, headerLength, length: content.length, tagClass, tagNumber, constructed, name, content };
    nodes.push(text === undefined ? node : { ...node, text });
    if (constructed) walk(new DerReader(content, { offset: offset + headerLength }), depth + 1, nodes);
  }
}

function tagNumberOf(der: Uint8Array): number {
  const low = (der[0] as number) & 0x1f;
  if (low !== 0x1f) return low;
  let number = 0;
  for (let i = 1; ; i++) {
    const octet = der[i] as number;
    number = number * 128 + (octet & 0x7f);
    if ((octet & 0x80) === 0) return number;
  }
}

function bracketed(tagClass: DumpNode['tagClass'], tagNumber: number): string {
  return tagClass === 'context' ? `[${tagNumber}]` : `[${tagClass.toUpperCase()} ${tagNumber}]`;
}

function contentText(tag: number, content: Uint8Array): string | undefined {
  if (stringTypeName(tag) !== undefined) return tryDecodeString(tag, content);
  switch (tag) {
    case BOOLEAN:
      return content.length === 1 ? (content[0] === 0 ? 'FALSE' : 'TRUE') : undefined;
    case INTEGER:
    case ENUMERATED:
      return content.length === 0 ? undefined : toHex(content);
    case OBJECT_IDENTIFIER: {
      const oid = decodeOid(content, 0, content.length);
      return typeof oid === 'string' ? oid : undefined;
    }
    case UTC_TIME:
    case GENERALIZED_TIME: {
      const at = decodeTime(tag, content);
      return at === undefined ? undefined : formatInstant(at);
    }
    default:
      return undefined;
  }
}
