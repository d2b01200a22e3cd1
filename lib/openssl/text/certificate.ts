/** `openssl x509 -text` of OpenSSL 3.0, byte for byte (X509_print_ex). */
import type { Oid } from '../../asn1/oid.ts';
import { bytesToSignedBigInt, fromLatin1 } from '../../base/bytes.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { TrustSettings } from '../../x509/trusted-certificate.ts';
import { printable } from '../octets.ts';
import { timeText } from '../print.ts';
import { extensionsText } from './extension.ts';
import { colonHex, signatureLines } from './hex.ts';
import { objectText } from './names.ts';
import { DEFAULT_TEXT, nameField, type TextOptions, type TextPart } from './options.ts';
import { publicKeyText } from './public-key.ts';
import { innerAlgorithmText, signatureText } from './signature.ts';

/** The dump of a certificate, from `Certificate:` to the last line of its signature, or of the trust settings behind it. */
export function certificateText(certificate: Certificate, options: TextOptions = DEFAULT_TEXT, trust?: TrustSettings): string {
  const { version, issuer, notBefore, notAfter, subject, issuerUniqueId, subjectUniqueId } = certificate;
  const known = version >= 1 && version <= 3;
  const part = (name: TextPart, text: string): string => (options.without.has(name) ? '' : text);
  return [
    part('header', 'Certificate:\n    Data:\n'),
    part('version', `        Version: ${known ? `${version} (0x${(version - 1).toString(16)})` : `Unknown (${version - 1})`}\n`),
    part('serial', serialText(certificate.serialNumber)),
    part('signame', innerAlgorithmText(certificate.tbsSignatureAlgorithm)),
    part('issuer', `        Issuer:${nameField(issuer, options)}\n`),
    part('validity', `        Validity\n            Not Before: ${timeText(notBefore)}\n            Not After : ${timeText(notAfter)}\n`),
    part('subject', `        Subject:${nameField(subject, options)}\n`),
    part('pubkey', publicKeyText(certificate.publicKey)),
    issuerUniqueId === undefined ? '' : `        Issuer Unique ID: ${signatureLines(issuerUniqueId, 12)}`,
    subjectUniqueId === undefined ? '' : `        Subject Unique ID: ${signatureLines(subjectUniqueId, 12)}`,
    part('extensions', extensionsText('X509v3 extensions', certificate.extensions, 8, options.unknown)),
    part('sigdump', signatureText(certificate.signatureAlgorithm, certificate.der)),
    part('aux', trust === undefined ? '' : trustText(trust)),
  ].join('');
}

/** X509_aux_print. */
function trustText({ trusted, rejected, alias, keyIdentifier }: TrustSettings): string {
  const uses = (title: string, list: readonly Oid[] | undefined): string =>
    list === undefined ? `No ${title} Uses.\n` : `${title} Uses:\n  ${list.map(objectText).join(', ')}\n`;
  return [
    uses('Trusted', trusted),
    uses('Rejected', rejected),
    alias === undefined ? '' : `Alias: ${printable(fromLatin1(alias))}\n`,
    keyIdentifier === undefined ? '' : `Key Id: ${colonHex(keyIdentifier)}\n`,
  ].join('');
}

/** In decimal and hexadecimal where a long holds it; else the octets of its magnitude. */
function serialText(octets: Uint8Array): string {
  const value = bytesToSignedBigInt(octets);
  const negative = value < 0n;
  const magnitude = negative ? -value : value;
  const sign = negative ? '-' : '';
  const fits = magnitude < 1n << 63n || (negative && magnitude === 1n << 63n);
  // -1 is also what OpenSSL's function says for "does not fit"
  if (fits && !(negative && magnitude === 1n)) return `        Serial Number: ${sign}${magnitude} (${sign}0x${magnitude.toString(16)})\n`;
  const hex = magnitude.toString(16);
  const pairs = (hex.length % 2 === 0 ? hex : `0${hex}`).match(/../g) ?? [];
  return `        Serial Number:\n            ${negative ? ' (Negative)' : ''}${pairs.join(':')}\n`;
}
