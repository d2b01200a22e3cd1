/** Names in `-text` dumps: objects, distinguished names, and the two ways in which OpenSSL writes a GeneralName. */
import { readDer } from '../../asn1/reader.ts';
import { tryDecodeString } from '../../asn1/strings.ts';
import { IA5_STRING, UTF8_STRING } from '../../asn1/tags.ts';
import { latin1 } from '../../base/bytes.ts';
import { PkiError } from '../../base/error.ts';
import type { Oid } from '../../asn1/oid.ts';
import { displayName } from '../../oids/display-names.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { formatOpensslName } from '../../x509/name-format-openssl.ts';
import type { Name } from '../../x509/name.ts';
import { printable } from '../octets.ts';
import { dotted } from './hex.ts';

/** Long name of an object, or its number. */
export function objectText(oid: Oid): string {
  return displayName(oid)?.long ?? oid;
}

/** `C = US, CN = x`. */
export function nameText(name: Name): string {
  return formatOpensslName(name, 'oneline', displayName);
}

/** A GeneralName as its kind and its value; both joined by a colon is what stands in subjectAltName (i2v_GENERAL_NAME). */
export function generalNamePair(name: GeneralName): readonly [string, string] {
  switch (name.kind) {
    case 'rfc822Name':
    case 'dNSName':
    case 'uniformResourceIdentifier':
      // octets above 0x7f, which should not be there, are printed as they are
      return [STRING_KINDS[name.kind], wholeText(printable(name.value))];
    case 'directoryName':
      return ['DirName', shortened(name.name)];
    case 'iPAddress':
      return ['IP Address', addressText(name.value)];
    case 'registeredID':
      return ['Registered ID', objectText(name.value)];
    case 'x400Address':
      return ['X400Name', '<unsupported>'];
    case 'ediPartyName':
      return ['EdiPartyName', '<unsupported>'];
    case 'otherName':
      return otherNamePair(name.type, name.value);
  }
}

/** The same as GENERAL_NAME_print writes it in distribution points and name constraints. */
export function generalNameText(name: GeneralName): string {
  if (name.kind === 'directoryName') return `DirName:${nameText(name.name)}`;
  if (name.kind === 'rfc822Name' || name.kind === 'dNSName' || name.kind === 'uniformResourceIdentifier') {
    return `${STRING_KINDS[name.kind]}:${dotted(latin1(name.value))}`;
  }
  if (name.kind !== 'otherName') return generalNamePair(name).join(':');
  const known = OTHER_NAMES[name.type];
  const text = known === undefined ? undefined : stringValue(name.value, known[1]);
  return text === undefined || known === undefined ? 'othername:<unsupported>' : `othername:${known[0]}:${text}`;
}

/** `permitted;IP`: address and mask (print_nc_ipadd). */
export function subnetText(octets: Uint8Array): string {
  const middle = octets.length >= 16 ? 16 : Math.min(octets.length, 4);
  return `IP:${addressText(octets.subarray(0, middle))}/${addressText(octets.subarray(middle))}`;
}

function addressText(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join('.');
  if (octets.length !== 16) return `<invalid length=${octets.length}>`;
  return Array.from({ length: 8 }, (_, i) =>
    (((octets[2 * i] as number) << 8) | (octets[2 * i + 1] as number)).toString(16).toUpperCase(),
  ).join(':');
}

/** X509_NAME_oneline into a buffer of 256 octets: the attributes that fit. */
function shortened(name: Name): string {
  const rdns: Name['rdns'][number][] = [];
  const text = (): string => formatOpensslName({ der: name.der, rdns }, 'compat', displayName);
  for (const rdn of name.rdns) {
    for (let count = 1; count <= rdn.length; count++) {
      if (count > 1) rdns.pop();
      rdns.push(rdn.slice(0, count));
      if (text().length <= 255) continue;
      rdns.pop();
      if (count > 1) rdns.push(rdn.slice(0, count - 1));
      return text();
    }
  }
  return text();
}

/** The text, unless a NUL is in it: OpenSSL then shows the octets of the whole extension. Throws `bad-character`. */
function wholeText(text: string): string {
  if (text.includes('\0')) throw new PkiError('bad-character', 'a NUL in a name');
  return text;
}

const STRING_KINDS = { rfc822Name: 'email', dNSName: 'DNS', uniformResourceIdentifier: 'URI' } as const;

/** Forms of otherName that OpenSSL has words for, and the string type each must have. */
const OTHER_NAMES: Readonly<Record<string, readonly [string, number]>> = {
  '1.3.6.1.5.5.7.8.9': ['SmtpUTF8Mailbox', UTF8_STRING],
  '1.3.6.1.5.5.7.8.5': ['XmppAddr', UTF8_STRING],
  '1.3.6.1.5.5.7.8.7': ['SRVName', IA5_STRING],
  '1.3.6.1.4.1.311.20.2.3': ['UPN', UTF8_STRING],
  '1.3.6.1.5.5.7.8.8': ['NAIRealm', UTF8_STRING],
};

function otherNamePair(type: Oid, value: Uint8Array): readonly [string, string] {
  const known = OTHER_NAMES[type];
  if (known !== undefined) {
    const text = stringValue(value, known[1]);
    if (text === undefined) throw new PkiError('wrong-tag', `a ${known[0]} of another string type`);
    return [`othername: ${known[0]}:`, wholeText(text)];
  }
  return [`othername: ${objectText(type)}:`, stringValue(value, IA5_STRING) ?? stringValue(value, UTF8_STRING) ?? '<unsupported>'];
}

/** Text of a value that is one string of this type. */
function stringValue(der: Uint8Array, tag: number): string | undefined {
  try {
    return readDer(der, (reader) => tryDecodeString(tag, reader.read(tag, 'value')));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return undefined;
  }
}
