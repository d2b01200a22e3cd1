/**
 * Extensions in `-text` dumps (X509V3_extensions_print): name, criticality, and the value in the words of OpenSSL 3.0. What OpenSSL has no words for,
 * or what does not decode, is printed as its octets with dots for what is not printable.
 */
import { PkiError } from '../../base/error.ts';
import type { Extension, ExtensionType } from '../../x509/extension.ts';
import { decodeExtension } from '../../x509/extension.ts';
import { issuerAltName, subjectAltName } from '../../x509/extensions/alternative-names.ts';
import { certificateIssuer, invalidityDate, reasonCode } from '../../x509/extensions/crl-entry-extensions.ts';
import { cRLNumber, deltaCRLIndicator } from '../../x509/extensions/crl-numbers.ts';
import { cRLDistributionPoints, freshestCRL, issuingDistributionPoint } from '../../x509/extensions/distribution-points.ts';
import { netscapeCertType, type NetscapeCertTypeName, netscapeComment, ocspNoCheck, tlsFeature } from '../../x509/extensions/further.ts';
import { type AccessDescription, authorityInfoAccess, subjectInfoAccess } from '../../x509/extensions/information-access.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../x509/extensions/key-identifiers.ts';
import { type GeneralSubtree, nameConstraints } from '../../x509/extensions/name-constraints.ts';
import { certificatePolicies, inhibitAnyPolicy, policyConstraints, policyMappings } from '../../x509/extensions/policies.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, type KeyUsageName } from '../../x509/extensions/usage.ts';
import type { RevocationReason } from '../../x509/crl.ts';
import type { GeneralName } from '../../x509/general-name.ts';
import { timeText } from '../print.ts';
import { distributionPointsText, issuingDistributionPointText } from './distribution-points.ts';
import { colonHex, dotted, integerText } from './hex.ts';
import { generalNamePair, generalNameText, objectText, subnetText } from './names.ts';
import { holdInstructionCode, precertificatePoison, privateKeyUsagePeriod } from './old-extensions.ts';
import { policiesText } from './policies.ts';
import { timestampListText } from './timestamps.ts';

/** A list of extensions under a title; nothing where there are none. */
export function extensionsText(title: string, extensions: readonly Extension[], indent: number): string {
  if (extensions.length === 0) return '';
  return `${' '.repeat(indent)}${title}:\n${extensions.map((extension) => extensionText(extension, indent + 4)).join('')}`;
}

/** One extension, its line end included. */
export function extensionText(extension: Extension, indent: number): string {
  const pad = ' '.repeat(indent);
  const value = valueText(extension, indent + 4) ?? `${pad}    ${dotted(extension.value)}`;
  return `${pad}${objectText(extension.oid)}: ${extension.critical ? 'critical' : ''}\n${value}\n`;
}

/** How the value of one extension is written at an indent, or undefined where it does not decode. */
type Writer = (extension: Extension, indent: number) => string | undefined;

function valueText(extension: Extension, indent: number): string | undefined {
  return writers().get(extension.oid)?.(extension, indent);
}

function writer<T>(type: ExtensionType<T>, write: (value: T, indent: number) => string | undefined): readonly [string, Writer] {
  return [
    type.oid,
    (extension, indent) => {
      try {
        // departures from DER do not matter to OpenSSL
        return write(decodeExtension(extension, type, []), indent);
      } catch (error) {
        if (!(error instanceof PkiError)) throw error;
        return undefined;
      }
    },
  ];
}

/** Values in a row, as X509V3_EXT_val_prn writes them; nothing to write is no text at all. */
function row(values: readonly string[], indent: number): string | undefined {
  return values.length === 0 ? undefined : `${' '.repeat(indent)}${values.join(', ')}`;
}

/** Values in lines. */
function lines(values: readonly string[], indent: number): string | undefined {
  return values.length === 0 ? undefined : values.map((value) => `${' '.repeat(indent)}${value}`).join('\n');
}

/** What stands for an empty list of names. */
function empty(indent: number): string {
  return `${' '.repeat(indent)}<EMPTY>\n`;
}

function names(values: readonly GeneralName[], indent: number): string {
  const pairs = values.map((name) => generalNamePair(name).join(':'));
  return row(pairs, indent) ?? empty(indent);
}

function accessText(descriptions: readonly AccessDescription[], indent: number): string {
  const texts = descriptions.map(({ method, location }) => `${objectText(method)} - ${generalNamePair(location).join(':')}`);
  return lines(texts, indent) ?? empty(indent);
}

function subtreesText(title: string, trees: readonly GeneralSubtree[] | undefined, indent: number): string | undefined {
  if (trees === undefined) return undefined;
  const list = trees.map(
    ({ base }) => `${' '.repeat(indent + 2)}${base.kind === 'iPAddress' ? subnetText(base.value) : generalNameText(base)}`,
  );
  return list.length === 0 ? '' : `${' '.repeat(indent)}${title}:\n${list.join('\n')}`;
}

const KEY_USAGES: Readonly<Record<KeyUsageName, string>> = {
  digitalSignature: 'Digital Signature',
  nonRepudiation: 'Non Repudiation',
  keyEncipherment: 'Key Encipherment',
  dataEncipherment: 'Data Encipherment',
  keyAgreement: 'Key Agreement',
  keyCertSign: 'Certificate Sign',
  cRLSign: 'CRL Sign',
  encipherOnly: 'Encipher Only',
  decipherOnly: 'Decipher Only',
};

const NETSCAPE_TYPES: Readonly<Record<NetscapeCertTypeName, string>> = {
  sslClient: 'SSL Client',
  sslServer: 'SSL Server',
  smime: 'S/MIME',
  objectSigning: 'Object Signing',
  reserved: 'Unused',
  sslCA: 'SSL CA',
  smimeCA: 'S/MIME CA',
  objectSigningCA: 'Object Signing CA',
};

const REASONS: Readonly<Record<RevocationReason, string>> = {
  unspecified: 'Unspecified',
  keyCompromise: 'Key Compromise',
  cACompromise: 'CA Compromise',
  affiliationChanged: 'Affiliation Changed',
  superseded: 'Superseded',
  cessationOfOperation: 'Cessation Of Operation',
  certificateHold: 'Certificate Hold',
  removeFromCRL: 'Remove From CRL',
  privilegeWithdrawn: 'Privilege Withdrawn',
  aACompromise: 'AA Compromise',
};

const TLS_FEATURES: Readonly<Record<number, string>> = { 5: 'status_request', 17: 'status_request_v2' };

let table: ReadonlyMap<string, Writer> | undefined;

/** Built at first use, so that importing this file does nothing. */
function writers(): ReadonlyMap<string, Writer> {
  table ??= new Map<string, Writer>([
    writer(basicConstraints, ({ ca, pathLength }, indent) =>
      row([`CA:${ca ? 'TRUE' : 'FALSE'}`, ...(pathLength === undefined ? [] : [`pathlen:${pathLength}`])], indent),
    ),
    writer(keyUsage, (usages, indent) =>
      row(
        usages.map((usage) => KEY_USAGES[usage]),
        indent,
      ),
    ),
    writer(extendedKeyUsage, (purposes, indent) => row(purposes.map(objectText), indent)),
    writer(subjectKeyIdentifier, (octets, indent) => row([colonHex(octets)], indent)),
    writer(authorityKeyIdentifier, ({ keyIdentifier, authorityCertIssuer, authorityCertSerialNumber: serial }, indent) => {
      const alone = authorityCertIssuer === undefined && serial === undefined;
      return lines(
        [
          ...(keyIdentifier === undefined ? [] : [`${alone ? '' : 'keyid:'}${colonHex(keyIdentifier)}`]),
          ...(authorityCertIssuer ?? []).map((name) => generalNamePair(name).join(':')),
          ...(serial === undefined ? [] : [`serial:${colonHex(serial.length > 1 && serial[0] === 0 ? serial.subarray(1) : serial)}`]),
        ],
        indent,
      );
    }),
    writer(subjectAltName, names),
    writer(issuerAltName, names),
    writer(certificateIssuer, names),
    writer(cRLDistributionPoints, distributionPointsText),
    writer(freshestCRL, distributionPointsText),
    writer(issuingDistributionPoint, issuingDistributionPointText),
    writer(authorityInfoAccess, accessText),
    writer(subjectInfoAccess, accessText),
    writer(certificatePolicies, policiesText),
    writer(policyMappings, (mappings, indent) =>
      row(
        mappings.map(
          ({ issuerDomainPolicy, subjectDomainPolicy }) => `${objectText(issuerDomainPolicy)}:${objectText(subjectDomainPolicy)}`,
        ),
        indent,
      ),
    ),
    writer(policyConstraints, ({ requireExplicitPolicy, inhibitPolicyMapping }, indent) =>
      row(
        [
          ...(requireExplicitPolicy === undefined ? [] : [`Require Explicit Policy:${requireExplicitPolicy}`]),
          ...(inhibitPolicyMapping === undefined ? [] : [`Inhibit Policy Mapping:${inhibitPolicyMapping}`]),
        ],
        indent,
      ),
    ),
    writer(inhibitAnyPolicy, (count, indent) => row([String(count)], indent)),
    writer(nameConstraints, ({ permitted, excluded }, indent) =>
      [subtreesText('Permitted', permitted, indent), subtreesText('Excluded', excluded, indent)]
        .filter((text) => text !== undefined)
        .join('\n'),
    ),
    writer(netscapeCertType, (types, indent) =>
      row(
        types.map((type) => NETSCAPE_TYPES[type]),
        indent,
      ),
    ),
    writer(netscapeComment, (text, indent) => row([text], indent)),
    writer(tlsFeature, (features, indent) =>
      row(
        features.map((feature) => TLS_FEATURES[feature] ?? String(feature)),
        indent,
      ),
    ),
    writer(ocspNoCheck, () => ''),
    writer(cRLNumber, (number, indent) => row([integerText(number)], indent)),
    writer(deltaCRLIndicator, (number, indent) => row([integerText(number)], indent)),
    writer(reasonCode, (reason, indent) => row([REASONS[reason]], indent)),
    writer(invalidityDate, (at, indent) => row([timeText(at)], indent)),
    writer(holdInstructionCode, (code, indent) => row([objectText(code)], indent)),
    writer(precertificatePoison, (_, indent) => row(['NULL'], indent)),
    writer(privateKeyUsagePeriod, ({ notBefore, notAfter }, indent) =>
      row(
        [
          ...(notBefore === undefined ? [] : [`Not Before: ${timeText(notBefore)}`]),
          ...(notAfter === undefined ? [] : [`Not After: ${timeText(notAfter)}`]),
        ],
        indent,
      ),
    ),
    ['1.3.6.1.4.1.11129.2.4.2', (extension, indent) => timestampListText(extension.value, indent)],
  ]);
  return table;
}
