/**
 * Resources of RFC 3779, which OpenSSL decodes with the other extensions of every certificate (v3_addr.c, v3_asid.c). Only whether they decode is asked here.
 *
 *     IPAddrBlocks  ::= SEQUENCE OF SEQUENCE { addressFamily OCTET STRING, ipAddressChoice IPAddressChoice }
 *     IPAddressChoice ::= CHOICE { inherit NULL, addressesOrRanges SEQUENCE OF IPAddressOrRange }
 *     IPAddressOrRange ::= CHOICE { addressPrefix BIT STRING, addressRange SEQUENCE { min BIT STRING, max BIT STRING } }
 *     ASIdentifiers ::= SEQUENCE { asnum [0] ASIdentifierChoice OPTIONAL, rdi [1] ASIdentifierChoice OPTIONAL }
 *     ASIdentifierChoice ::= CHOICE { inherit NULL, asIdsOrRanges SEQUENCE OF ASIdOrRange }
 *     ASIdOrRange ::= CHOICE { id INTEGER, range SEQUENCE { min INTEGER, max INTEGER } }
 */
import type { Oid } from '../asn1/oid.ts';
import type { DerReader } from '../asn1/reader.ts';
import { NULL, SEQUENCE } from '../asn1/tags.ts';
import type { ExtensionReader } from '../x509/extension.ts';

type Form = Pick<ExtensionReader<true>, 'oid' | 'decode'>;

/** ipAddrBlocks (RFC 3779 2.2.3). */
const addressBlocks: Form = {
  oid: '1.3.6.1.5.5.7.1.7' as Oid,
  decode: (reader, label) => {
    reader.sequenceOf(label, (list) =>
      list.sequence('', (family) => {
        family.octetString('addressFamily');
        readChoice(family, (inner) => void inner.bitString(''));
      }),
    );
    return true;
  },
};

/** autonomousSysIds (RFC 3779 3.2.3). */
const systemNumbers: Form = {
  oid: '1.3.6.1.5.5.7.1.8' as Oid,
  decode: (reader, label) => {
    reader.sequence(label, (inner) => {
      for (const n of [0, 1]) inner.optionalExplicit(n, '', (choice) => readChoice(choice, (one) => void one.integer('')));
    });
    return true;
  },
};

/** The extensions with resources. */
export const RESOURCES: readonly Form[] = [addressBlocks, systemNumbers];

/** `inherit`, or single values and pairs of them. */
function readChoice(reader: DerReader, readValue: (inner: DerReader) => void): void {
  if (reader.peek() === NULL) {
    reader.null('');
    return;
  }
  reader.sequenceOf('', (list) => {
    if (list.peek() !== SEQUENCE) {
      readValue(list);
      return;
    }
    list.sequence('', (range) => {
      readValue(range);
      readValue(range);
    });
  });
}
