/**
 * `openssl pkcs7` (3.0): shows the certificates and CRLs of a PKCS #7 file (`-print_certs`), or writes it anew in PEM or DER.
 *
 * Left out, refused by name: `-print`, and contents other than signed data (which OpenSSL loads and shows nothing of).
 */
import { looksLikeDer, encodePem } from '../../asn1/pem.ts';
import { SEQUENCE } from '../../asn1/tags.ts';
import { PkiError } from '../../base/error.ts';
import { encodePkcs7, parsePkcs7, type SignedContent } from '../../x509/pkcs7.ts';
import { failureOf, usageFailure } from '../failure.ts';
import { readOrFail, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { formatOption, hasOption, type OptionTable, optionTable, optionValue, readOptions } from '../options.ts';
import { firstBlock } from '../pem-blocks.ts';
import { nameLine, Output } from '../print.ts';
import { certificateText } from '../text/certificate.ts';
import { crlText } from '../text/crl.ts';
import { DEFAULT_TEXT, type TextOptions } from '../text/options.ts';

/** Names as X509_print writes them, without a blank around `=`. */
const COMPATIBLE: TextOptions = { ...DEFAULT_TEXT, names: 0 };

const pkcs7Options: OptionTable = /* @__PURE__ */ optionTable('pkcs7', {
  flag: 'help noout text print_certs',
  value: 'in out',
  format: 'inform outform',
  unsupported: 'print',
  'unsupported-value': 'engine provider-path provider propquery',
});

/** Runs `pkcs7` and gives its exit code. Throws a `CommandFailure`. */
export async function pkcs7Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, pkcs7Options);
  if (line.rest.length > 0) throw usageFailure('pkcs7');
  const path = optionValue(line, 'in');
  const octets = await readOrFail(host, path, `Can't open "${path}" for reading`);
  const { content, der } = readContent(octets, formatOption(line, 'inform'));
  const output = new Output();
  if (hasOption(line, 'print_certs')) printContent(content, output, { text: hasOption(line, 'text'), pem: !hasOption(line, 'noout') });
  else if (!hasOption(line, 'noout')) output.add(formatOption(line, 'outform') === 'DER' ? der : encodePem('PKCS7', der));
  await writeOutput(host, optionValue(line, 'out'), output.finish());
  return 0;
}

/** What is in the file, and its DER: that of the file where it is such, else written anew. */
function readContent(octets: Uint8Array, format: 'PEM' | 'DER'): { readonly content: SignedContent; readonly der: Uint8Array } {
  try {
    const der = format === 'DER' ? octets : firstBlock(octets, ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS']).der;
    if (der[0] !== SEQUENCE) throw new PkiError('no-pkcs7', 'expected PKCS #7 in DER, found other octets');
    const content = parsePkcs7(der);
    return { content, der: looksLikeDer(der) ? der : encodePkcs7(content.certificates, content.crls) };
  } catch (error) {
    throw failureOf(error, 'unable to load PKCS7 object');
  }
}

function printContent(
  { certificates, crls }: SignedContent,
  output: Output,
  { text, pem }: { readonly text: boolean; readonly pem: boolean },
): void {
  for (const certificate of certificates) {
    output.add(
      text ? certificateText(certificate, COMPATIBLE) : nameLine('subject', certificate.subject) + nameLine('issuer', certificate.issuer),
    );
    if (pem) output.add(encodePem('CERTIFICATE', certificate.der));
    output.add('\n');
  }
  for (const crl of crls) {
    output.add(crlText(crl));
    if (pem) output.add(encodePem('X509 CRL', crl.der));
    output.add('\n');
  }
}
