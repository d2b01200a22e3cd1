/** A DER value as a tree, to be taken apart and put together otherwise. */
import { DerReader } from '../../lib/asn1/reader.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { concatBytes } from '../../lib/base/bytes.ts';

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

/** DER of a tree with other octets, or none, in the place of one node. */
export function replaced(node: Node, target: Node, octets: Uint8Array): Uint8Array {
  if (node === target) return octets;
  if (node.children === undefined) return node.der;
  const content = concatBytes(...node.children.map((child) => replaced(child, target, octets)));
  return encodeDer((writer) => void writer.value(node.tag, content));
}

/** All nodes below a node. */
export function* descendants(node: Node): Generator<Node, void> {
  for (const child of node.children ?? []) {
    yield child;
    yield* descendants(child);
  }
}
