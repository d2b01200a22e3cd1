/** GeneralNames as text: `DNS:`, `IP:`, `email:`, `URI:`, `RID:`, `dirName:section`, `otherName:oid;type:value`. */
import { concatBytes } from '../../base/bytes.ts';
import { EMAIL_ADDRESS } from '../../oids/names.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { nameFromSection } from '../name-text.ts';
import { findObject } from '../objects.ts';
import { isNamed, type ListItem, requireSection } from '../config/text-list.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import { generateAsn1 } from './asn1-text.ts';
import { type ExtensionContext, refuse, unsupported } from './context.ts';
import { parseAddress } from './ip-address.ts';

/** The names of subjectAltName: `email:copy` takes the subject's emailAddress attributes, `email:move` is refused by name. */
export function subjectNames(items: readonly ListItem[], context: ExtensionContext): GeneralName[] {
  return items.flatMap((item) => {
    if (isNamed(item, 'email') && item.value === 'copy') return subjectMails(context);
    if (isNamed(item, 'email') && item.value === 'move') unsupported('email:move');
    return [parseGeneralName(item, context)];
  });
}

/** The names of issuerAltName: `issuer:copy` takes the issuer's subjectAltName. */
export function issuerNames(items: readonly ListItem[], context: ExtensionContext): GeneralName[] {
  return items.flatMap((item) => {
    if (isNamed(item, 'issuer') && item.value === 'copy') return context.issuer?.alternativeNames ?? [];
    return [parseGeneralName(item, context)];
  });
}

function subjectMails(context: ExtensionContext): GeneralName[] {
  if (context.subject === undefined) return context.test === true ? [] : refuse('no subject details');
  const found = context.subject.name.rdns.flat().filter(({ type }) => type === EMAIL_ADDRESS);
  return found.map(({ value }) => ({ kind: 'rfc822Name', value: fromLatin1(value) }));
}

/** One name. In name constraints (`subnet`) an address carries a mask. Throws `bad-extension-value`. */
export function parseGeneralName(item: ListItem, context: ExtensionContext, form: 'address' | 'subnet' = 'address'): GeneralName {
  const { value } = item;
  if (value === undefined) refuse(`missing value: ${item.name}`);
  if (isNamed(item, 'email')) return { kind: 'rfc822Name', value };
  if (isNamed(item, 'URI')) return { kind: 'uniformResourceIdentifier', value };
  if (isNamed(item, 'DNS')) return { kind: 'dNSName', value };
  if (isNamed(item, 'RID')) return { kind: 'registeredID', value: findObject(value) ?? refuse(`bad object: value=${value}`) };
  if (isNamed(item, 'IP')) return { kind: 'iPAddress', value: form === 'subnet' ? parseSubnet(value) : readAddress(value) };
  if (isNamed(item, 'dirName'))
    return { kind: 'directoryName', name: nameFromSection(requireSection(value, context.config), { utf8: false }) };
  if (isNamed(item, 'otherName')) return parseOtherName(value, context);
  return refuse(`unsupported option: name=${item.name}`);
}

function readAddress(text: string): Uint8Array {
  return parseAddress(text) ?? refuse(`bad ip address: value=${text}`);
}

/** `address/mask`, both of one family. */
function parseSubnet(text: string): Uint8Array {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const mask = slash < 0 ? undefined : parseAddress(text.slice(slash + 1));
  if (address === undefined || mask === undefined || address.length !== mask.length) return refuse(`bad ip address: value=${text}`);
  return concatBytes(address, mask);
}

function parseOtherName(text: string, { config }: ExtensionContext): GeneralName {
  const semicolon = text.indexOf(';');
  const type = semicolon < 0 ? undefined : findObject(text.slice(0, semicolon));
  if (type === undefined) return refuse(`othername error: an otherName is written oid;TYPE:value, not ${text}`);
  return { kind: 'otherName', type, value: generateAsn1(text.slice(semicolon + 1), config) };
}
