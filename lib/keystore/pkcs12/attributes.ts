/**
 * Attributes of bags (RFC 7292 4.2), both ways.
 *
 *     PKCS12Attribute ::= SEQUENCE { attrId OBJECT IDENTIFIER, attrValues SET OF ANY }
 *     friendlyName    BMPString, one value (RFC 2985 5.5.1)
 *     localKeyId      OCTET STRING, one value (RFC 2985 5.5.2)
 *     trustedKeyUsage OBJECT IDENTIFIER, any number of values (Java)
 *
 * Names are read and written as UTF-16: OpenSSL and Java put surrogate pairs into the BMPString, which X.680 does not have.
 */
import { oid, type Oid } from '../../asn1/oid.ts';
import { type DerReader, readDer } from '../../asn1/reader.ts';
import { BMP_STRING, SET } from '../../asn1/tags.ts';
import { type DerWriter, encodeDer } from '../../asn1/writer.ts';
import { given } from '../../base/given.ts';
import { FRIENDLY_NAME, LOCAL_KEY_ID, TRUSTED_KEY_USAGE } from '../../oids/pkcs12.ts';
import type { Pkcs12Attribute, Pkcs12Attributes } from './types.ts';

/** Reads the attributes of a bag, where it has any. Throws `duplicate-attribute` and `bad-attribute`, and the codes of the DER reader. */
export function readAttributes(bag: DerReader): Pkcs12Attributes {
  if (bag.done) return { attributes: [] };
  const all = readAttributeList(bag, 'bagAttributes');
  const find = (type: Oid): Pkcs12Attribute | undefined => all.find((attribute) => attribute.type === type);
  const one = <T>(type: Oid, name: string, body: (reader: DerReader) => T): T | undefined => {
    const values = find(type)?.values;
    const [value] = values ?? [];
    if (values === undefined) return undefined;
    if (value === undefined || values.length > 1)
      bag.fail('bad-attribute', `the attribute ${name} has one value, not ${values.length}`, 'bagAttributes');
    return readDer(value, body, { path: bag.path(`bagAttributes/${name}`) });
  };
  return given({
    friendlyName: one(FRIENDLY_NAME, 'friendlyName', (reader) => readWideText(reader)),
    localKeyId: one(LOCAL_KEY_ID, 'localKeyId', (reader) => reader.octetString('')),
    trustedKeyUsage: find(TRUSTED_KEY_USAGE)?.values.map((value) => readDer(value, (reader) => reader.oid('trustedKeyUsage'))),
    attributes: all,
  });
}

/** Reads a SET of attributes under `tag`, in any order: writers do not sort it. Throws `duplicate-attribute`. */
export function readAttributeList(reader: DerReader, field: string, tag: number = SET): Pkcs12Attribute[] {
  const seen = new Set<Oid>();
  return reader.sequenceOf(field, (list, index) => readAttribute(list, String(index), seen), { tag });
}

function readAttribute(list: DerReader, field: string, seen: Set<Oid>): Pkcs12Attribute {
  return list.sequence(field, (attribute) => {
    const type = attribute.oid('attrId');
    if (seen.has(type)) attribute.fail('duplicate-attribute', `the attribute ${type} stands twice`, 'attrId');
    seen.add(type);
    return { type, values: attribute.sequenceOf('attrValues', (values, index) => values.any(String(index)).der, { tag: SET }) };
  });
}

function readWideText(reader: DerReader): string {
  const octets = reader.read(BMP_STRING, '');
  if (octets.length % 2 !== 0) reader.fail('bad-string', `a BMPString of ${octets.length} octets`);
  const units: string[] = [];
  for (let i = 0; i < octets.length; i += 2) units.push(String.fromCharCode(((octets[i] as number) << 8) | (octets[i + 1] as number)));
  return units.join('');
}

/** Attributes of a new bag. */
export interface AttributesToWrite extends Partial<Omit<Pkcs12Attributes, 'attributes'>> {
  /** Attributes of other types. */
  readonly otherAttributes?: readonly Pkcs12Attribute[];
}

/** Writes the attributes of a bag, nothing where there are none. */
export function writeAttributes(bag: DerWriter, { friendlyName, localKeyId, trustedKeyUsage, otherAttributes }: AttributesToWrite): void {
  const all: Pkcs12Attribute[] = [];
  if (friendlyName !== undefined)
    all.push({ type: FRIENDLY_NAME, values: [encodeDer((out) => out.value(BMP_STRING, encodeWideText(friendlyName)))] });
  if (localKeyId !== undefined) all.push({ type: LOCAL_KEY_ID, values: [encodeDer((out) => out.octetString(localKeyId))] });
  if (trustedKeyUsage !== undefined)
    all.push({ type: TRUSTED_KEY_USAGE, values: trustedKeyUsage.map((usage) => encodeDer((out) => out.oid(oid(usage)))) });
  all.push(...(otherAttributes ?? []));
  if (all.length === 0) return;
  bag.setOf(
    all.map(({ type, values }) => (set: DerWriter) => {
      set.sequence((attribute) => attribute.oid(type).setOf(values.map((value) => (inner: DerWriter) => void inner.raw(value))));
    }),
  );
}

/** UTF-16 with the high octet first. */
export function encodeWideText(text: string): Uint8Array {
  const out = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    out[2 * i] = text.charCodeAt(i) >> 8;
    out[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return out;
}
