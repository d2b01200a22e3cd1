/**
 * `openssl x509` (3.0): shows certificates, and issues them from requests (`-req`), from nothing (`-new`) and from other certificates, with a CA (`-CA`,
 * `-CAkey`) or self-signed (`-signkey`).
 *
 * Like OpenSSL it signs what it is asked to sign, fitting or not. Left out, refused by name: see `x509-options.ts`; changing a certificate without signing it.
 */
import { encodePem } from '../../../asn1/pem.ts';
import { encodeTrustedCertificate, type TrustedCertificate } from '../../../x509/trusted-certificate.ts';
import { usageFailure } from '../../failure.ts';
import { writeOutput } from '../../files.ts';
import { addressMatches, hostMatches, mailMatches } from '../../host-match.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, formatOption, hasOption, optionNumber, optionValue, readOptions } from '../../options.ts';
import { Output } from '../../print.ts';
import { dateWriter, textOptions } from '../../print-options.ts';
import { requestText } from '../../text/request.ts';
import { obtainCertificate } from './issue.ts';
import { x509Options } from './options.ts';
import { printCertificate } from './print.ts';
import { trustChanges } from './trust.ts';

/** Runs `x509` and gives its exit code. Throws a `CommandFailure`. */
export async function x509Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, x509Options);
  const options = { text: textOptions(line, 'certopt'), date: dateWriter(line) };
  const trust = trustChanges(line);
  if (line.rest.length > 0) throw usageFailure('x509');
  const { request, ...obtained } = await obtainCertificate(line, host, options.text.names);
  const shown: TrustedCertificate = trust(obtained);
  const output = new Output();
  const der = formatOption(line, 'outform') === 'DER';
  if (request !== undefined && !hasOption(line, 'noout')) {
    // OpenSSL writes the text of the request and the certificate here, no DER of the request
    if (der) {
      output.add(requestText(request));
      output.add(shown.certificate.der);
    } else output.add(encodePem('CERTIFICATE REQUEST', request.der));
  }
  printCertificate(line, shown, options, output, host);
  let exitCode = 0;
  const seconds = optionNumber(line, 'checkend');
  if (seconds !== undefined) {
    const expires = shown.certificate.notAfter < host.now() + seconds * 1000;
    output.add(`Certificate will ${expires ? '' : 'not '}expire\n`);
    exitCode = expires ? 1 : 0;
  } else {
    checkNames(line, shown, output);
    if (request === undefined && !hasOption(line, 'noout', 'nocert')) output.add(der ? shown.certificate.der : pemOf(line, shown));
  }
  await writeOutput(host, optionValue(line, 'out'), output.finish());
  return exitCode;
}

function pemOf(line: CommandLine, shown: TrustedCertificate): string {
  return hasOption(line, 'trustout', 'addtrust', 'addreject', 'setalias')
    ? encodePem('TRUSTED CERTIFICATE', encodeTrustedCertificate(shown))
    : encodePem('CERTIFICATE', shown.certificate.der);
}

/** `-checkhost`, `-checkemail`, `-checkip`; a text that is no address is said to match, as OpenSSL says. */
function checkNames(line: CommandLine, { certificate }: TrustedCertificate, output: Output): void {
  const say = (what: string, name: string, matches: (value: string) => boolean): void => {
    const value = optionValue(line, name);
    if (value !== undefined) output.add(`${what} ${value} does${matches(value) ? '' : ' NOT'} match certificate\n`);
  };
  say('Hostname', 'checkhost', (value) => hostMatches(certificate, value));
  say('Email', 'checkemail', (value) => mailMatches(certificate, value));
  say('IP', 'checkip', (value) => addressMatches(certificate, value) ?? true);
}
