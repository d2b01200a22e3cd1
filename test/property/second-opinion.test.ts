/** asn1js as a second opinion: what the strict reader takes, asn1js takes too and sees the same tree in it; and what it writes as BER we bring back to DER. */
import assert from 'node:assert/strict';
import { type BaseBlock, fromBER } from 'asn1js';
import * as fc from 'fast-check';
import { concatBytes, toHex } from '../../lib/base/bytes.ts';
import { PkiError } from '../../lib/base/error.ts';
import { berToDer } from '../../lib/asn1/ber.ts';
import { dumpDer } from '../../lib/asn1/dump.ts';
import { encodeDer } from '../../lib/asn1/writer.ts';
import { holds, titled } from '../support/properties.ts';

/** A value to be encoded: primitive content, or members. */
interface Value {
  readonly tag: number;
  readonly content?: Uint8Array;
  readonly members?: readonly Value[];
}

const primitive: fc.Arbitrary<Value> = fc.oneof(
  fc
    .bigInt({ min: -(2n ** 70n), max: 2n ** 70n })
    .map((value) => ({ tag: 0x02, content: encodeDer((writer) => writer.integer(value)).subarray(2) })),
  fc.boolean().map((value) => ({ tag: 0x01, content: Uint8Array.of(value ? 0xff : 0) })),
  fc.uint8Array({ maxLength: 300 }).map((content) => ({ tag: 0x04, content })),
  fc.uint8Array({ maxLength: 20 }).map((octets) => ({ tag: 0x03, content: concatBytes(Uint8Array.of(0), octets) })),
  fc.constant({ tag: 0x05, content: new Uint8Array(0) }),
  fc.constant({ tag: 0x06, content: Uint8Array.of(0x55, 0x1d, 0x13) }),
  fc.constant({ tag: 0x0c, content: Uint8Array.of(0xc3, 0xa4) }),
  fc.uint8Array({ maxLength: 20 }).map((content) => ({ tag: 0x81, content })),
);
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    primitive,
    fc.record({ tag: fc.constantFrom(0x30, 0xa0, 0xa3, 0x61), members: fc.array(tie('value'), { maxLength: 5 }) }),
  ),
})).value;

function toDer({ tag, content, members }: Value): Uint8Array {
  return encodeDer((writer) => writer.value(tag, content ?? concatBytes(...(members ?? []).map(toDer))));
}

/** A BER encoding of the same value; `choose` gives numbers below its argument. */
function toBer({ tag, content, members }: Value, choose: (below: number) => number): Uint8Array {
  if (content !== undefined && tag !== 0x04) return withLength(tag, content, choose);
  if (content !== undefined && choose(2) === 0) return withLength(tag, content, choose);
  const parts = content === undefined ? (members ?? []) : segmentsOf(content, choose);
  const body = concatBytes(...parts.map((part) => toBer(part, content === undefined ? choose : () => 0)));
  const constructed = tag | 0x20;
  return choose(2) === 0 ? withLength(constructed, body, choose) : concatBytes(Uint8Array.of(constructed, 0x80), body, Uint8Array.of(0, 0));
}

function segmentsOf(content: Uint8Array, choose: (below: number) => number): Value[] {
  const cut = choose(content.length + 1);
  return [content.subarray(0, cut), content.subarray(cut)].map((segment) => ({ tag: 0x04, content: segment }));
}

function withLength(tag: number, content: Uint8Array, choose: (below: number) => number): Uint8Array {
  const spare = choose(4);
  if (spare === 0) return encodeDer((writer) => writer.value(tag, content));
  const octets = [0, content.length >> 16, (content.length >> 8) & 0xff, content.length & 0xff];
  return concatBytes(Uint8Array.of(tag, 0x84, ...octets), content);
}

/** Offset, identifier octet and length of each value, as asn1js sees it. */
function asn1jsTree(der: Uint8Array): string[] | undefined {
  const { offset, result } = fromBER(Uint8Array.from(der), { parseEmbedded: false, maxDepth: 100 });
  if (offset !== der.length) return undefined;
  const lines: string[] = [];
  const walk = (block: BaseBlock, at: number): void => {
    const header = block.idBlock.blockLength + block.lenBlock.blockLength;
    lines.push(
      `${at} ${block.idBlock.tagClass - 1} ${block.idBlock.tagNumber} ${block.idBlock.isConstructed} ${header} ${block.lenBlock.length}`,
    );
    if (!block.idBlock.isConstructed) return;
    let next = at + header;
    for (const member of (block.valueBlock as unknown as { value: BaseBlock[] }).value) {
      walk(member, next);
      next += member.blockLength;
    }
  };
  walk(result, 0);
  return lines;
}

const CLASSES = ['universal', 'application', 'context', 'private'];

function ourTree(der: Uint8Array): string[] {
  return dumpDer(der).map(
    (node) => `${node.offset} ${CLASSES.indexOf(node.tagClass)} ${node.tagNumber} ${node.constructed} ${node.headerLength} ${node.length}`,
  );
}

describe(titled('the strict reader beside asn1js'), () => {
  it('both see the same tree in DER', () => {
    holds(
      fc.property(value, (tree) => {
        const der = toDer(tree);
        assert.deepEqual(ourTree(der), asn1jsTree(der));
      }),
    );
  });

  it('DER comes back from berToDer unchanged', () => {
    holds(fc.property(value, (tree) => assert.equal(toHex(berToDer(toDer(tree))), toHex(toDer(tree)))));
  });

  it('BER of any form comes back as the DER of its value', () => {
    holds(
      fc.property(value, fc.infiniteStream(fc.nat()), (tree, numbers) => {
        const choose = (below: number): number => (numbers.next().value as number) % below;
        assert.equal(toHex(berToDer(toBer(tree, choose))), toHex(toDer(tree)));
      }),
      1000,
    );
  });

  it('what berToDer gives for damaged input is DER that the strict reader takes, and stays as it is', () => {
    let converted = 0;
    holds(
      fc.property(value, fc.nat(), fc.integer({ min: 0, max: 255 }), (tree, position, octet) => {
        const damaged = Uint8Array.from(toDer(tree));
        damaged[position % damaged.length] = octet;
        let der: Uint8Array;
        try {
          der = berToDer(damaged);
        } catch (error) {
          assert.ok(error instanceof PkiError, String(error));
          return;
        }
        converted++;
        dumpDer(der);
        assert.equal(toHex(berToDer(der)), toHex(der));
      }),
      3000,
    );
    assert.ok(converted > 100, `only ${converted} inputs were converted`);
  });

  it('any octets are read or refused by a PkiError', () => {
    holds(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        for (const read of [dumpDer, berToDer]) {
          try {
            read(octets);
          } catch (error) {
            assert.ok(error instanceof PkiError, String(error));
          }
        }
      }),
      3000,
    );
  });
});
