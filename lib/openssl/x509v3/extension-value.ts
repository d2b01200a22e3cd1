/**
 * The value language of x509v3_config(5), one extension at a time. Values are octet texts; what they become is DER of the extension's own type.
 *
 * Left out, refused by name: proxyCertInfo, `email:move`, and extensions OpenSSL knows only how to print.
 */
import type { Oid } from '../../asn1/oid.ts';
import { encodeDer } from '../../asn1/writer.ts';
import { fromHex } from '../../base/bytes.ts';
import { findOid, shortName } from '../../oids/display-names.ts';
import type { ExtensionType } from '../../x509/extension.ts';
import { issuerAltName, subjectAltName } from '../../x509/extensions/alternative-names.ts';
import { cRLDistributionPoints, freshestCRL, issuingDistributionPoint } from '../../x509/extensions/distribution-points.ts';
import { NETSCAPE_CERT_TYPE_NAMES, netscapeCertType, netscapeComment, ocspNoCheck, tlsFeature } from '../../x509/extensions/further.ts';
import { authorityInfoAccess, subjectInfoAccess } from '../../x509/extensions/information-access.ts';
import { type GeneralSubtree, type NameConstraints, nameConstraints } from '../../x509/extensions/name-constraints.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../x509/extensions/policies.ts';
import { type BasicConstraints, basicConstraints, extendedKeyUsage, KEY_USAGE_NAMES, keyUsage } from '../../x509/extensions/usage.ts';
import { findObject } from '../objects.ts';
import { listOrSection, type ListItem, parseBoolean, parseNumber, showItem } from '../config/text-list.ts';
import { generateAsn1 } from './asn1-text.ts';
import { type ExtensionContext, refuse, unsupported } from './context.ts';
import { distributionPoints, issuingPoint } from './distribution-points.ts';
import { issuerNames, parseGeneralName, subjectNames } from './general-names.ts';
import { authorityKeyIdentifierOf, subjectKeyIdentifierOf } from './key-identifiers.ts';
import { constraintsOf, mappingsOf, policiesOf } from './policies.ts';

/** An extension's identifier and the DER of its value. */
export interface ExtensionValue {
  readonly oid: Oid;
  readonly value: Uint8Array;
}

/** The value of an extension of the given name. Throws `bad-extension-value` and `unsupported-extension-value`. */
export function extensionValue(name: string, text: string, context: ExtensionContext): ExtensionValue {
  const generic = /^(DER|ASN1):[ \t]*/.exec(text);
  if (generic !== null) return genericValue(name, generic[1] as string, text.slice(generic[0].length), context);
  const oid = findOid(name);
  if (oid === undefined || shortName(oid) !== name) return refuse('unknown extension name');
  const encode = ENCODERS.get(name);
  if (encode === undefined) return unsupported(`the extension ${name}`);
  return { oid, value: encode(text, context) };
}

/** `DER:` and hexadecimal octets, or `ASN1:` and a text of that language, for any extension, known or not. */
function genericValue(name: string, form: string, text: string, { config }: ExtensionContext): ExtensionValue {
  const oid = findObject(name) ?? refuse(`extension name error: name=${name}`);
  if (form === 'ASN1') return { oid, value: generateAsn1(text, config) };
  const digits = text.replaceAll(':', '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return refuse(`extension value error: value=${text}`);
  return { oid, value: fromHex(digits) };
}

type Encoder = (text: string, context: ExtensionContext) => Uint8Array;

function list<T>(type: ExtensionType<T>, read: (items: readonly ListItem[], context: ExtensionContext) => T): Encoder {
  return (text, context) => encodeDer((writer) => type.encode(read(listOrSection(text, context.config), context), writer));
}

const ENCODERS: ReadonlyMap<string, Encoder> = /* @__PURE__ */ new Map<string, Encoder>([
  ['basicConstraints', list(basicConstraints, readBasicConstraints)],
  ['keyUsage', list(keyUsage, (items) => items.map((item) => flagOf(KEY_USAGE_FLAGS, KEY_USAGE_NAMES, item)))],
  ['extendedKeyUsage', list(extendedKeyUsage, (items) => items.map(purposeOf))],
  ['subjectKeyIdentifier', subjectKeyIdentifierOf],
  ['authorityKeyIdentifier', (text, context) => authorityKeyIdentifierOf(listOrSection(text, context.config), context)],
  ['subjectAltName', alternativeNames(subjectAltName, subjectNames)],
  ['issuerAltName', alternativeNames(issuerAltName, issuerNames)],
  ['authorityInfoAccess', list(authorityInfoAccess, readAccess)],
  ['subjectInfoAccess', list(subjectInfoAccess, readAccess)],
  ['crlDistributionPoints', list(cRLDistributionPoints, distributionPoints)],
  ['freshestCRL', list(freshestCRL, distributionPoints)],
  ['issuingDistributionPoint', list(issuingDistributionPoint, issuingPoint)],
  ['certificatePolicies', (text, context) => encodeDer((writer) => certificatePolicies.encode(policiesOf(text, context), writer))],
  ['policyMappings', list(policyMappings, mappingsOf)],
  ['policyConstraints', list(policyConstraints, constraintsOf)],
  [
    'inhibitAnyPolicy',
    (text) => encodeDer((writer) => inhibitAnyPolicy.encode(parseNumber({ name: 'inhibitAnyPolicy', value: text }), writer)),
  ],
  ['nameConstraints', list(nameConstraints, readNameConstraints)],
  ...['nsComment', 'nsBaseUrl', 'nsRevocationUrl', 'nsCaRevocationUrl', 'nsRenewalUrl', 'nsCaPolicyUrl', 'nsSslServerName'].map(
    (name): [string, Encoder] => [name, (text) => encodeDer((writer) => netscapeComment.encode(text, writer))],
  ),
  ['nsCertType', list(netscapeCertType, (items) => items.map((item) => flagOf(NETSCAPE_FLAGS, NETSCAPE_CERT_TYPE_NAMES, item)))],
  ['tlsfeature', list(tlsFeature, (items) => items.map(featureOf))],
  ['noCheck', () => encodeDer((writer) => ocspNoCheck.encode(true, writer))],
]);

/** Alternative names may be none at all after `copy`; RFC 5280 4.2.1.6 forbids an empty list, OpenSSL writes it, and here it is refused. */
function alternativeNames(
  type: typeof subjectAltName,
  read: (items: readonly ListItem[], context: ExtensionContext) => Parameters<typeof subjectAltName.encode>[0],
): Encoder {
  return (text, context) => {
    const names = read(listOrSection(text, context.config), context);
    if (names.length === 0 && context.test === true) return new Uint8Array(0);
    return encodeDer((writer) => type.encode(names, writer));
  };
}

function readBasicConstraints(items: readonly ListItem[]): BasicConstraints {
  let constraints: BasicConstraints = { ca: false };
  for (const item of items) {
    if (item.name === 'CA') constraints = { ...constraints, ca: parseBoolean(item) };
    else if (item.name === 'pathlen') constraints = { ...constraints, pathLength: parseNumber(item) };
    else refuse(`invalid name: ${showItem(item)}`);
  }
  return constraints;
}

/** Short and long names of bits, in the order of the bits. */
const KEY_USAGE_FLAGS: readonly (readonly [string, string])[] = [
  ['digitalSignature', 'Digital Signature'],
  ['nonRepudiation', 'Non Repudiation'],
  ['keyEncipherment', 'Key Encipherment'],
  ['dataEncipherment', 'Data Encipherment'],
  ['keyAgreement', 'Key Agreement'],
  ['keyCertSign', 'Certificate Sign'],
  ['cRLSign', 'CRL Sign'],
  ['encipherOnly', 'Encipher Only'],
  ['decipherOnly', 'Decipher Only'],
];

const NETSCAPE_FLAGS: readonly (readonly [string, string])[] = [
  ['client', 'SSL Client'],
  ['server', 'SSL Server'],
  ['email', 'S/MIME'],
  ['objsign', 'Object Signing'],
  ['reserved', 'Unused'],
  ['sslCA', 'SSL CA'],
  ['emailCA', 'S/MIME CA'],
  ['objCA', 'Object Signing CA'],
];

function flagOf<T>(flags: readonly (readonly [string, string])[], names: readonly T[], { name }: ListItem): T {
  const index = flags.findIndex(([short, long]) => short === name || long === name);
  return index < 0 ? refuse(`unknown bit string argument: ${name}`) : (names[index] as T);
}

function purposeOf(item: ListItem): Oid {
  const text = item.value ?? item.name;
  return findObject(text) ?? refuse(`invalid object identifier: ${text}`);
}

function readAccess(items: readonly ListItem[], context: ExtensionContext): Parameters<typeof authorityInfoAccess.encode>[0] {
  return items.map((item) => {
    const semicolon = item.name.indexOf(';');
    if (semicolon < 0) return refuse(`invalid syntax: ${showItem(item)}`);
    const method = item.name.slice(0, semicolon);
    return {
      method: findObject(method) ?? refuse(`bad object: value=${method}`),
      location: parseGeneralName({ ...item, name: item.name.slice(semicolon + 1) }, context),
    };
  });
}

function readNameConstraints(items: readonly ListItem[], context: ExtensionContext): NameConstraints {
  const permitted: GeneralSubtree[] = [];
  const excluded: GeneralSubtree[] = [];
  for (const item of items) {
    const split = /^(permitted|excluded);(.+)$/s.exec(item.name);
    if (split === null) return refuse(`invalid syntax: ${showItem(item)}`);
    const base = parseGeneralName({ ...item, name: split[2] as string }, context, 'subnet');
    (split[1] === 'permitted' ? permitted : excluded).push({ base, minimum: 0 });
  }
  return { ...(permitted.length === 0 ? {} : { permitted }), ...(excluded.length === 0 ? {} : { excluded }) };
}

function featureOf(item: ListItem): number {
  const text = item.value ?? item.name;
  if (text === 'status_request') return 5;
  if (text === 'status_request_v2') return 17;
  const number = parseNumber({ name: 'tlsfeature', value: text });
  return number <= 0xffff ? number : refuse(`invalid syntax: ${showItem(item)}`);
}
