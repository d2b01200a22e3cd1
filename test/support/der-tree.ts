/** A DER value as a tree, to be taken apart and put together otherwise. */
import { DerReader } from '../../lib/asn1/reader.ts';

/** A value; children where it is constructed. */
export interface Node {
  readonly tag: number;
  readonly der: Uint8Array;
  readonly children: readonly Node[] | undefined;
}

/** The tree of a DER value. */
export function scanDer(der: Uint8Array): Node {
  return nodeAt(new DerReader(der));
}

function nodeAt(reader: DerReader): Node {
  const { tag, der, content } = reader.any('');
  return { tag, der, children: (tag & 0x20) === 0 ? undefined : childrenOf(content) };
}

function childrenOf(content: Uint8Array): Node[] {
  const reader = new DerReader(content);
  const nodes: Node[] = [];
  while (!reader.done) nodes.push(nodeAt(reader));
  return nodes;
}
