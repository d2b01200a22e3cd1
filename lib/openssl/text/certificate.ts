/** `openssl x509 -text` of OpenSSL 3.0, byte for byte (X509_print_ex without options). */
import { bytesToSignedBigInt } from '../../base/bytes.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { timeText } from '../print.ts';
import { extensionsText } from './extension.ts';
import { signatureLines } from './hex.ts';
import { nameText } from './names.ts';
import { publicKeyText } from './public-key.ts';
import { innerAlgorithmText, signatureText } from './signature.ts';

/** The dump of a certificate, from `Certificate:` to the last line of its signature. */
export function certificateText(certificate: Certificate): string {
  const { version, issuer, notBefore, notAfter, subject, issuerUniqueId, subjectUniqueId } = certificate;
  const known = version >= 1 && version <= 3;
  return [
    'Certificate:\n    Data:\n',
    `        Version: ${known ? `${version} (0x${(version - 1).toString(16)})` : `Unknown (${version - 1})`}\n`,
    serialText(certificate.serialNumber),
    innerAlgorithmText(certificate.tbsSignatureAlgorithm),
    `        Issuer: ${nameText(issuer)}\n`,
    `        Validity\n            Not Before: ${timeText(notBefore)}\n            Not After : ${timeText(notAfter)}\n`,
    `        Subject: ${nameText(subject)}\n`,
    publicKeyText(certificate.publicKey),
    issuerUniqueId === undefined ? '' : `        Issuer Unique ID: ${signatureLines(issuerUniqueId, 12)}`,
    subjectUniqueId === undefined ? '' : `        Subject Unique ID: ${signatureLines(subjectUniqueId, 12)}`,
    extensionsText('X509v3 extensions', certificate.extensions, 8),
    signatureText(certificate.signatureAlgorithm, certificate.der),
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
