/** `openssl crl -text` of OpenSSL 3.0, byte for byte (X509_CRL_print_ex). */
import type { CertificateList, RevokedEntry } from '../../x509/crl.ts';
import { readEntries } from '../../x509/crl-entries.ts';
import { serialText, timeText } from '../print.ts';
import { extensionsText } from './extension.ts';
import { DEFAULT_TEXT, nameOf, type TextOptions } from './options.ts';
import { innerAlgorithmText, signatureText } from './signature.ts';

/** The dump of a CRL, from `Certificate Revocation List (CRL):` to the last line of its signature. Throws `PkiError` where an entry does not decode. */
export function crlText(crl: CertificateList, { names }: Pick<TextOptions, 'names'> = DEFAULT_TEXT): string {
  const { version, issuer, thisUpdate, nextUpdate, extensions, signatureAlgorithm } = crl;
  const entries = Array.from(readEntries(crl), entryText);
  return [
    'Certificate Revocation List (CRL):\n',
    version <= 2 ? `        Version ${version} (0x${(version - 1).toString(16)})\n` : `        Version unknown (${version - 1})\n`,
    innerAlgorithmText(signatureAlgorithm),
    `        Issuer: ${nameOf(issuer, names, 0)}\n`,
    `        Last Update: ${timeText(thisUpdate)}\n`,
    `        Next Update: ${nextUpdate === undefined ? 'NONE' : timeText(nextUpdate)}\n`,
    extensionsText('CRL extensions', extensions, 8),
    entries.length === 0 ? 'No Revoked Certificates.\n' : `Revoked Certificates:\n${entries.join('')}`,
    signatureText(signatureAlgorithm, crl.der),
  ].join('');
}

function entryText({ serialNumber, revokedAt, extensions }: RevokedEntry): string {
  const head = `    Serial Number: ${serialText(serialNumber)}\n        Revocation Date: ${timeText(revokedAt)}\n`;
  return head + extensionsText('CRL entry extensions', extensions, 8);
}
