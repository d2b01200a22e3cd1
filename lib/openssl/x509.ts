/**
 * `openssl x509` (3.0): shows certificates, and issues them from requests (`-req`) with a CA (`-CA`, `-CAkey`) or self-signed (`-signkey`).
 *
 * Like OpenSSL it signs what it is asked to sign, fitting or not. Left out, refused by name: see `x509-options.ts`; `-CA` without `-req`; signing with MD5
 * and SHA-1.
 */
import { encodePem } from '../asn1/pem.ts';
import { fromLatin1 } from '../base/bytes.ts';
import { EMAIL_ADDRESS } from '../oids/names.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import { findDigest } from './digests.ts';
import { usageFailure } from './failure.ts';
import { writeOutput } from './files.ts';
import type { OpensslHost } from './host.ts';
import { type CommandLine, formatOption, hasOption, optionNumber, optionValue, readOptions } from './options.ts';
import { modulusLine, nameLine, Output, publicKeyPem, serialText, timeText } from './print.ts';
import { certificateText } from './text/certificate.ts';
import { colonHex } from './text/hex.ts';
import { obtainCertificate } from './x509-issue.ts';
import { x509Options } from './x509-options.ts';

/** Runs `x509` and gives its exit code. Throws a `CommandFailure`. */
export async function x509Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, x509Options);
  if (line.rest.length > 0) throw usageFailure('x509');
  const certificate = await obtainCertificate(line, host);
  const output = new Output();
  print(line, certificate, output);
  let exitCode = 0;
  const seconds = optionNumber(line, 'checkend');
  if (seconds !== undefined) {
    const expires = certificate.notAfter < host.now() + seconds * 1000;
    output.add(`Certificate will ${expires ? '' : 'not '}expire\n`);
    exitCode = expires ? 1 : 0;
  } else if (!hasOption(line, 'noout', 'nocert')) {
    output.add(formatOption(line, 'outform') === 'DER' ? certificate.der : encodePem('CERTIFICATE', certificate.der));
  }
  await writeOutput(host, optionValue(line, 'out'), output.finish());
  return exitCode;
}

/** What the options ask to see, in their order. */
function print(line: CommandLine, certificate: Certificate, output: Output): void {
  for (const { name } of line.options) {
    switch (name) {
      case 'text':
        output.add(certificateText(certificate));
        break;
      case 'subject':
        output.add(nameLine('subject', certificate.subject));
        break;
      case 'issuer':
        output.add(nameLine('issuer', certificate.issuer));
        break;
      case 'serial':
        output.add(`serial=${serialText(certificate.serialNumber)}\n`);
        break;
      case 'dates':
        output.add(`notBefore=${timeText(certificate.notBefore)}\nnotAfter=${timeText(certificate.notAfter)}\n`);
        break;
      case 'startdate':
        output.add(`notBefore=${timeText(certificate.notBefore)}\n`);
        break;
      case 'enddate':
        output.add(`notAfter=${timeText(certificate.notAfter)}\n`);
        break;
      case 'fingerprint':
        output.add(fingerprintLine(line, certificate));
        break;
      case 'pubkey':
        output.add(publicKeyPem(certificate.publicKey));
        break;
      case 'modulus':
        output.add(modulusLine(certificate.publicKey, 'No modulus for this public key type'));
        break;
      case 'email':
        for (const address of mailAddresses(certificate)) output.add(`${address}\n`);
        break;
    }
  }
}

function fingerprintLine(line: CommandLine, certificate: Certificate): string {
  const name = line.digests.at(-1);
  return `${name ?? 'SHA1'} Fingerprint=${colonHex(findDigest(name ?? 'sha1').digest(certificate.der))}\n`;
}

/** Addresses of the subject and of subjectAltName, each once. */
function mailAddresses(certificate: Certificate): string[] {
  const own = certificate.subject.rdns.flat().filter(({ type }) => type === EMAIL_ADDRESS);
  const alternative = readExtension(certificate, subjectAltName) ?? [];
  return [
    ...new Set([
      ...own.map(({ value }) => fromLatin1(value)),
      ...alternative.flatMap((name) => (name.kind === 'rfc822Name' ? [name.value] : [])),
    ]),
  ];
}
