/** `openssl crl2pkcs7` (3.0): a PKCS #7 file of a CRL (`-in`, unless `-nocrl`) and of the certificates of other files (`-certfile`, any number of times). */
import { encodePem } from '../../asn1/pem.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { type CertificateList, parseCrl } from '../../x509/crl.ts';
import { encodePkcs7 } from '../../x509/pkcs7.ts';
import { parseTrustedCertificate } from '../../x509/trusted-certificate.ts';
import { failureOf, usageFailure } from '../failure.ts';
import { readOrFail, writeOutput } from '../files.ts';
import type { OpensslHost } from '../host.ts';
import { formatOption, hasOption, type OptionTable, optionTable, optionValue, optionValues, readOptions } from '../options.ts';
import { blocksOf, CERTIFICATE_LABELS, firstBlock } from '../pem-blocks.ts';
import { Output } from '../print.ts';

const crl2pkcs7Options: OptionTable = /* @__PURE__ */ optionTable('crl2pkcs7', {
  flag: 'help nocrl',
  value: 'in out certfile',
  format: 'inform outform',
  'unsupported-value': 'provider-path provider propquery',
});

/** Runs `crl2pkcs7` and gives its exit code. Throws a `CommandFailure`. */
export async function crl2pkcs7Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, crl2pkcs7Options);
  if (line.rest.length > 0) throw usageFailure('crl2pkcs7');
  const crls: CertificateList[] = [];
  if (!hasOption(line, 'nocrl')) {
    const path = optionValue(line, 'in');
    const octets = await readOrFail(host, path, `Can't open "${path}" for reading`);
    crls.push(readCrl(octets, formatOption(line, 'inform')));
  }
  const certificates: Certificate[] = [];
  for (const path of optionValues(line, 'certfile')) certificates.push(...(await loadCertificates(host, path)));
  const der = encodePkcs7(certificates, crls);
  const output = new Output();
  output.add(formatOption(line, 'outform') === 'DER' ? der : encodePem('PKCS7', der));
  await writeOutput(host, optionValue(line, 'out'), output.finish());
  return 0;
}

function readCrl(octets: Uint8Array, format: 'PEM' | 'DER'): CertificateList {
  try {
    return parseCrl(format === 'DER' ? octets : firstBlock(octets, ['X509 CRL']).der);
  } catch (error) {
    throw failureOf(error, 'unable to load CRL');
  }
}

/** All certificates of a PEM file, none where it has none. */
async function loadCertificates(host: OpensslHost, path: string): Promise<Certificate[]> {
  const octets = await readOrFail(host, path, `error opening the file, ${path}`, 'error loading certificates');
  try {
    return Array.from(blocksOf(octets, CERTIFICATE_LABELS), ({ der }) => parseTrustedCertificate(der).certificate);
  } catch (error) {
    throw failureOf(error, `error reading the file, ${path}`, 'error loading certificates');
  }
}
