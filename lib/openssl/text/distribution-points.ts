/** Distribution points in `-text` dumps (v3_crld.c). Full names and reasons do not begin a line of their own behind each other; that is OpenSSL's. */
import type { DerReader } from '../../asn1/reader.ts';
import { context, contextConstructed } from '../../asn1/tags.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { type NameAttribute, readRdn } from '../../x509/name.ts';
import { checkAttributes, looseBoolean, looseList, looseName, taggedList } from './loose.ts';
import { generalNameText, nameText } from './names.ts';

/** Bits of ReasonFlags in their order. */
const REASONS = [
  'Unused',
  'Key Compromise',
  'CA Compromise',
  'Affiliation Changed',
  'Superseded',
  'Cessation Of Operation',
  'Certificate Hold',
  'Privilege Withdrawn',
  'AA Compromise',
] as const;

/** i2r_crldp. */
export function distributionPointsText(reader: DerReader, indent: number): string {
  const pad = ' '.repeat(indent);
  return looseList(reader, (list) =>
    list.sequence('', (inner) => {
      const name = pointNameText(inner, indent);
      const reasons = reasonsText(inner, 1, 'Reasons', indent);
      const issuer = taggedList(inner, 2, looseName);
      return name + reasons + (issuer === undefined ? '' : `${pad}CRL Issuer:\n${namesText(issuer, indent)}`);
    }),
  ).join('\n');
}

/** i2r_idp. */
export function issuingDistributionPointText(reader: DerReader, indent: number): string {
  const pad = ' '.repeat(indent);
  return reader.sequence('', (inner) => {
    const name = pointNameText(inner, indent);
    const flag = (n: number, title: string): string => (looseBoolean(inner, context(n)) ? `${pad}${title}\n` : '');
    const user = flag(1, 'Only User Certificates');
    const ca = flag(2, 'Only CA Certificates');
    const reasons = reasonsText(inner, 3, 'Only Some Reasons', indent);
    const indirect = flag(4, 'Indirect CRL');
    const attribute = flag(5, 'Only Attribute Certificates');
    return [name, user, ca, indirect, reasons, attribute].join('') || `${pad}<EMPTY>\n`;
  });
}

function pointNameText(reader: DerReader, indent: number): string {
  const pad = ' '.repeat(indent);
  const relative = (rdn: readonly NameAttribute[]): string => {
    checkAttributes(rdn);
    return `${pad}Relative Name:\n${pad}  ${nameText({ der: new Uint8Array(0), rdns: [rdn] })}\n`;
  };
  const read = (choice: DerReader): string => {
    if (choice.peek() === contextConstructed(1)) return relative(readRdn(choice, '', contextConstructed(1)));
    const names = taggedList(choice, 0, looseName) ?? choice.fail('wrong-tag', 'expected a full or a relative name');
    return `${pad}Full Name:\n${namesText(names, indent)}`;
  };
  return reader.optionalExplicit(0, '', read) ?? '';
}

function namesText(names: readonly GeneralName[], indent: number): string {
  return names.map((name) => `${' '.repeat(indent + 2)}${generalNameText(name)}`).join('\n');
}

function reasonsText(reader: DerReader, n: number, title: string, indent: number): string {
  const pad = ' '.repeat(indent);
  return (
    reader.optional(context(n), () => {
      const { bytes } = reader.bitString('', context(n));
      const texts = REASONS.filter((_, index) => (((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1);
      return `${pad}${title}:\n${pad}  ${texts.length === 0 ? '<EMPTY>' : texts.join(', ')}\n`;
    }) ?? ''
  );
}
