/**
 * GeneralName (RFC 5280 4.2.1.6), all nine forms.
 *
 *     GeneralName ::= CHOICE {
 *          otherName                       [0]     OtherName,
 *          rfc822Name                      [1]     IA5String,
 *          dNSName                         [2]     IA5String,
 *          x400Address                     [3]     ORAddress,
 *          directoryName                   [4]     Name,
 *          ediPartyName                    [5]     EDIPartyName,
 *          uniformResourceIdentifier       [6]     IA5String,
 *          iPAddress                       [7]     OCTET STRING,
 *          registeredID                    [8]     OBJECT IDENTIFIER }
 */
import { PkiError } from '../base/error.ts';
import type { Oid } from '../asn1/oid.ts';
import type { DerReader } from '../asn1/reader.ts';
import { context, contextConstructed, SEQUENCE } from '../asn1/tags.ts';
import type { DerWriter } from '../asn1/writer.ts';
import { type Name, readName, writeName } from './name.ts';

/** A name of one of the nine forms. Forms this library does not look into keep their octets. */
export type GeneralName =
  | { readonly kind: 'otherName'; readonly type: Oid; readonly value: Uint8Array /* DER of the value inside [0] */ }
  | { readonly kind: 'rfc822Name' | 'dNSName' | 'uniformResourceIdentifier'; readonly value: string }
  | { readonly kind: 'x400Address' | 'ediPartyName'; readonly der: Uint8Array /* the whole tagged value */ }
  | { readonly kind: 'directoryName'; readonly name: Name }
  | { readonly kind: 'iPAddress'; readonly value: Uint8Array /* 4 or 16 octets; 8 or 32 in name constraints */ }
  | { readonly kind: 'registeredID'; readonly value: Oid };

/** Whether iPAddress holds an address (4 or 16 octets) or, in name constraints, an address with its mask (8 or 32). */
export type AddressForm = 'address' | 'subnet';

/** Reads a GeneralName at the reader's position. Non-ASCII text and addresses of a wrong length are refused, noted only in the OpenSSL reading. */
export function readGeneralName(reader: DerReader, field: string, form: AddressForm = 'address'): GeneralName {
  const tag = reader.peek();
  switch (tag) {
    case 0xa0:
      return reader.constructed(tag, field, (inner) => ({
        kind: 'otherName',
        type: inner.oid('type-id'),
        value: inner.constructed(0xa0, 'value', (value) => value.any('').der),
      }));
    case 0x81:
      return { kind: 'rfc822Name', value: reader.ia5String(field, tag) };
    case 0x82:
      return { kind: 'dNSName', value: reader.ia5String(field, tag) };
    case 0xa3:
      return { kind: 'x400Address', der: reader.element(tag, field).der };
    case 0xa4:
      return { kind: 'directoryName', name: reader.constructed(tag, field, (inner) => readName(inner, 'directoryName')) };
    case 0xa5:
      return { kind: 'ediPartyName', der: reader.element(tag, field).der };
    case 0x86:
      return { kind: 'uniformResourceIdentifier', value: reader.ia5String(field, tag) };
    case 0x87: {
      const start = reader.position;
      const value = reader.octetString(field, tag);
      const short = form === 'address' ? 4 : 8;
      if (value.length !== short && value.length !== 4 * short)
        reader.deviate('bad-ip-address', `an iPAddress of ${value.length} octets, expected ${short} or ${4 * short}`, field, start);
      return { kind: 'iPAddress', value };
    }
    case 0x88:
      return { kind: 'registeredID', value: reader.oid(field, tag) };
    case -1:
      return reader.fail('missing-field', 'expected a GeneralName, found the end', field);
    default:
      return reader.fail('wrong-tag', `no form of GeneralName has identifier octet 0x${tag.toString(16)}`, field);
  }
}

/** Reads `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, under `tag` where it is tagged implicitly. */
export function readGeneralNames(reader: DerReader, field: string, tag: number = SEQUENCE): GeneralName[] {
  return reader.sequenceOf(field, (list, index) => readGeneralName(list, String(index)), { tag, min: 1 });
}

/** Writes a GeneralName. Throws `bad-character` where a text is not ASCII, `bad-ip-address` where an address has a wrong length, and `unsupported-name-form` where the kind is none. */
export function writeGeneralName(writer: DerWriter, name: GeneralName, form: AddressForm = 'address'): void {
  switch (name.kind) {
    case 'otherName':
      writer.constructed(contextConstructed(0), (inner) => {
        inner.oid(name.type).constructed(contextConstructed(0), (value) => value.raw(name.value));
      });
      break;
    case 'rfc822Name':
      writer.ia5String(name.value, context(1));
      break;
    case 'dNSName':
      writer.ia5String(name.value, context(2));
      break;
    case 'x400Address':
    case 'ediPartyName':
      writer.raw(name.der);
      break;
    case 'directoryName':
      writer.constructed(contextConstructed(4), (inner) => writeName(inner, name.name));
      break;
    case 'uniformResourceIdentifier':
      writer.ia5String(name.value, context(6));
      break;
    case 'iPAddress': {
      const lengths = form === 'address' ? [4, 16] : [8, 32];
      if (!lengths.includes(name.value.length))
        throw new PkiError('bad-ip-address', `an iPAddress of ${name.value.length} octets, expected ${lengths.join(' or ')}`);
      writer.octetString(name.value, context(7));
      break;
    }
    case 'registeredID':
      writer.oid(name.value, context(8));
      break;
    default:
      // A program without types may ask for more; a name left out would be one that nobody misses.
      throw new PkiError('unsupported-name-form', `a GeneralName of kind ${(name as { readonly kind: string }).kind}`);
  }
}

/** Writes GeneralNames. Throws `empty-sequence` where there are none. */
export function writeGeneralNames(writer: DerWriter, names: readonly GeneralName[], tag: number = SEQUENCE): void {
  writer.sequenceOf('GeneralNames', names, writeGeneralName, tag);
}
