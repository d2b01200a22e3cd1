/**
 * SafeContents and their bags (RFC 7292 4.2), the structure only: nothing is decrypted here.
 *
 *     SafeContents ::= SEQUENCE OF SafeBag
 *     SafeBag ::= SEQUENCE {
 *         bagId          OBJECT IDENTIFIER,
 *         bagValue       [0] EXPLICIT ANY DEFINED BY bagId,
 *         bagAttributes  SET OF PKCS12Attribute OPTIONAL }
 *     CertBag ::= SEQUENCE { certId OBJECT IDENTIFIER, certValue [0] EXPLICIT ANY }      (CRLBag and SecretBag alike)
 *
 * A bag that holds bags is laid out in its place: what it groups is of no meaning to anybody. Its own attributes are given to none of them.
 */
import type { DerElement } from '../../asn1/cursor.ts';
import type { Oid } from '../../asn1/oid.ts';
import { type DerReader, readDer } from '../../asn1/reader.ts';
import { contextConstructed, OCTET_STRING, SEQUENCE } from '../../asn1/tags.ts';
import { SAFE_CONTENTS_BAG } from '../../oids/pkcs12.ts';
import { readAttributes } from './attributes.ts';
import { readBerSequence } from './ber.ts';
import type { Pkcs12Attributes } from './types.ts';

/** A bag whose value is not looked at yet. */
export interface RawBag {
  readonly id: Oid;
  readonly value: DerElement;
  readonly attributes: Pkcs12Attributes;
  readonly path: string;
}

/** Most bags of a file, 10,000: the largest trust stores in use have some hundred. */
const MAX_BAGS = 10_000;

/** Most private keys of a file, 1,000: each is decrypted, and its public half computed. */
export const MAX_KEYS = 1_000;

/** Counts the bags of one file. */
export interface BagCounter {
  count: number;
}

/** The bags of a SafeContents in DER or BER. Throws `too-many-bags`, what `readAttributes` throws, and the codes of the DER reader. */
export function readSafeContents(octets: Uint8Array, path: string, counter: BagCounter): RawBag[] {
  const before = counter.count;
  return readBerSequence(
    octets,
    (contents) => {
      const bags: RawBag[] = [];
      counter.count = before;
      collect(contents, bags, counter);
      return bags;
    },
    path,
  );
}

function collect(contents: DerReader, bags: RawBag[], counter: BagCounter): void {
  for (let index = 0; !contents.done; index++) contents.sequence(String(index), (bag) => readBag(bag, bags, counter));
}

function readBag(bag: DerReader, bags: RawBag[], counter: BagCounter): void {
  if (++counter.count > MAX_BAGS) bag.fail('too-many-bags', `more than ${MAX_BAGS} bags`);
  const id = bag.oid('bagId');
  const tag = contextConstructed(0);
  if (id === SAFE_CONTENTS_BAG) {
    bag.constructed(tag, 'bagValue', (inner) => inner.sequence('', (contents) => collect(contents, bags, counter)));
    readAttributes(bag);
    return;
  }
  const value = bag.constructed(tag, 'bagValue', (inner) => inner.any(''));
  bags.push({ id, value, attributes: readAttributes(bag), path: bag.path() });
}

/** Type and value of a certificate, CRL or secret bag. Throws the codes of the DER reader. */
export function readTypedValue({ value, path }: RawBag): { readonly type: Oid; readonly value: DerElement } {
  return readDer(
    value.der,
    (reader) =>
      reader.constructed(SEQUENCE, '', (inner) => ({
        type: inner.oid('type'),
        value: inner.constructed(contextConstructed(0), 'value', (explicit) => explicit.any('')),
      })),
    { path: `${path}/bagValue` },
  );
}

/** The octets of a value that is an OCTET STRING. Throws `wrong-tag`. */
export function octetsOf({ der }: DerElement, path: string): Uint8Array {
  return readDer(der, (reader) => reader.read(OCTET_STRING, ''), { path });
}
