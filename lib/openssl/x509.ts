/**
 * `openssl x509` (3.0): shows certificates, and issues them from requests (`-req`) with a CA (`-CA`, `-CAkey`) or self-signed (`-signkey`).
 *
 * Like OpenSSL it signs what it is asked to sign, fitting or not. Left out, refused by name: see `x509-options.ts`; `-CA` without `-req`; signing with MD5
 * and SHA-1.
 */
import { encodePem } from '../asn1/pem.ts';
import { issueCertificate, verifyRequest } from '../api/issue.ts';
import { equalBytes, fromLatin1 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import { EMAIL_ADDRESS } from '../oids/names.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type Extension, readExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import type { Name } from '../x509/name.ts';
import type { CertificationRequest } from '../x509/request.ts';
import { configSection, configValue, type Config } from './config.ts';
import { findDigest } from './digests.ts';
import { checkSection } from './extension-check.ts';
import { buildExtensions } from './extensions.ts';
import { CommandFailure, failureOf, usageFailure } from './failure.ts';
import { loadCertificate, loadConfig, loadKey, loadRequest, writeOutput } from './files.ts';
import type { OpensslHost } from './host.ts';
import { parseSubjectText } from './name-text.ts';
import { octetText, readable } from './octets.ts';
import { type CommandLine, formatOption, hasOption, optionValue, readOptions } from './options.ts';
import { readPassphrases } from './passphrase.ts';
import { colonHex, modulusLine, nameLine, Output, publicKeyPem, serialText, timeText } from './print.ts';
import { nextSerial, parseSerialOption } from './serial-file.ts';
import { certificateContext, DEFAULT_DAYS, randomSerial, requestAlgorithms, signerFor, validityOf } from './signing.ts';
import { certificateText } from './text/certificate.ts';
import { withKeyIdentifiers } from './x509v3/key-identifiers.ts';
import { x509Options } from './x509-options.ts';

/** Runs `x509` and gives its exit code. Throws a `CommandFailure`. */
export async function x509Command(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, x509Options);
  if (line.rest.length > 0) throw usageFailure('x509');
  const certificate = await obtain(line, host);
  const output = new Output();
  print(line, certificate, output);
  let exitCode = 0;
  const seconds = optionValue(line, 'checkend');
  if (seconds !== undefined) {
    const expires = certificate.notAfter < host.now() + Number(seconds) * 1000;
    output.add(`Certificate will ${expires ? '' : 'not '}expire\n`);
    exitCode = expires ? 1 : 0;
  } else if (!hasOption(line, 'noout', 'nocert')) {
    output.add(formatOption(line, 'outform') === 'DER' ? certificate.der : encodePem('CERTIFICATE', certificate.der));
  }
  await writeOutput(host, optionValue(line, 'out'), output.finish());
  return exitCode;
}

/** The certificate to show: read, or made. */
async function obtain(line: CommandLine, host: OpensslHost): Promise<Certificate> {
  const { input: passphrase } = await readPassphrases(host, optionValue(line, 'passin'), undefined);
  const days = daysOf(line);
  const serialOption = optionValue(line, 'set_serial');
  const serialNumber = serialOption === undefined ? undefined : parseSerialOption('x509', serialOption);
  const copies = copiesExtensions(line);
  const keyFile = optionValue(line, 'key', 'signkey');
  const caFile = optionValue(line, 'CA');
  const isRequest = hasOption(line, 'req');
  const key = keyFile === undefined ? undefined : await loadKey(host, keyFile, 'private key', passphrase);
  if (caFile !== undefined && keyFile !== undefined) throw new CommandFailure(['Cannot use both -key/-signkey and -CA option']);
  if (caFile === undefined) warnWithoutCa(line, host);
  const extensionFile = await loadExtensionFile(line, host);
  if (caFile !== undefined && !isRequest) throw usageFailure('x509', 'Option -CA without -req is not supported by certwright');
  const inFile = optionValue(line, 'in');
  const source = isRequest
    ? await loadProvenRequest(line, host, inFile)
    : await loadCertificate(host, inFile, 'certificate', {
        reading: 'openssl',
        ...(hasOption(line, 'inform') ? { format: formatOption(line, 'inform') } : {}),
      });
  if (isRequest && key === undefined && caFile === undefined)
    throw new CommandFailure(['We need a private key to sign with, use -key or -CAkey or -CA with private key']);
  const subject = subjectOf(line, host, source);
  const digest = line.digests.at(-1);
  if (caFile !== undefined) {
    const ca = await loadCertificate(host, caFile, 'CA certificate', { reading: 'openssl' });
    const made =
      serialNumber ?? (await nextSerial(host, { caFile, file: optionValue(line, 'CAserial'), create: hasOption(line, 'CAcreateserial') }));
    const plan = { subject, publicKey: source.publicKey.der, serialNumber: made, issuer: ca, extensions: copies ? source.extensions : [] };
    const extended = extend(plan, extensionFile);
    const caKey = await loadKey(host, optionValue(line, 'CAkey') ?? caFile, 'CA private key', passphrase);
    const signer = signerFor(caKey, digest);
    if (!equalBytes(signer.publicKey, ca.publicKey.der)) throw new CommandFailure(['CA certificate and CA private key do not match']);
    return issue(extended, signer, days, host);
  }
  if (key === undefined) return source as Certificate;
  const signer = signerFor(key, digest);
  const kept = isRequest ? (copies ? source.extensions : []) : hasOption(line, 'clrext') ? [] : source.extensions;
  const number = serialNumber ?? (isRequest ? randomSerial() : (source as Certificate).serialNumber);
  const plan: Plan = {
    subject,
    publicKey: signer.publicKey,
    serialNumber: number,
    issuer: 'self',
    extensions: kept,
    ...('version' in source && !isRequest ? { version: source.version } : {}),
  };
  return issue(extend(plan, extensionFile), signer, days, host);
}

/** What a new certificate will say. */
interface Plan {
  readonly subject: Name;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly issuer: Certificate | 'self';
  readonly extensions: readonly Extension[];
  /** A certificate that is signed anew keeps its version. */
  readonly version?: number;
}

function issue(plan: Plan & { readonly version: 1 | 3 }, signer: Signer<Uint8Array>, days: number, host: OpensslHost): Certificate {
  const made = issueCertificate({ ...plan, ...validityOf(host.now(), days) }, signer, { rules: 'none' });
  return parseCertificate(made.der, { reading: 'openssl' });
}

interface ExtensionFile {
  readonly config: Config;
  readonly section: string;
}

/** The plan with the extensions of the file; version 3 wherever there are any, also where `none` then empties the list, as with OpenSSL. */
function extend(plan: Plan, file: ExtensionFile | undefined): Plan & { readonly version: 1 | 3 } {
  const context = certificateContext({ ...plan, config: file?.config, built: plan.extensions });
  try {
    const built =
      file === undefined
        ? plan.extensions
        : buildExtensions(configSection(file.config, file.section) ?? [], file.section, context, { replace: true });
    return {
      ...plan,
      extensions: withKeyIdentifiers(built, { ...context, built }),
      version: built.length > 0 || plan.version === 3 ? 3 : 1,
    };
  } catch (error) {
    throw failureOf(error, file === undefined ? 'Error adding extensions' : `Error adding extensions from section ${file.section}`);
  }
}

/** `-extfile` with its section, whose syntax is checked before anything is asked or made. */
async function loadExtensionFile(line: CommandLine, host: OpensslHost): Promise<ExtensionFile | undefined> {
  const path = optionValue(line, 'extfile');
  const named = optionValue(line, 'extensions');
  if (path === undefined) {
    if (named !== undefined) host.stderr('Warning: ignoring -extensions option without -extfile\n');
    return undefined;
  }
  const config = await loadConfig(host, path, 'x509');
  const section = named ?? configValue(config, 'default', 'extensions') ?? 'default';
  checkSection(config, section, `Error checking extension section ${section}`);
  return { config, section };
}

async function loadProvenRequest(line: CommandLine, host: OpensslHost, path: string | undefined): Promise<CertificationRequest> {
  if (path === undefined) host.stderr('Warning: Reading cert request from stdin since no -in option is given\n');
  const request = await loadRequest(host, path, 'certificate request input', formatOption(line, 'inform'));
  if (!verifyRequest(request, { algorithms: requestAlgorithms }))
    throw new CommandFailure(['Certificate request self-signature did not match the contents']);
  host.stderr('Certificate request self-signature ok\n');
  host.stderr(nameLine('subject', request.subject));
  return request;
}

function subjectOf(line: CommandLine, host: OpensslHost, source: { readonly subject: Name }): Name {
  const text = optionValue(line, 'subj');
  if (text === undefined) return source.subject;
  try {
    return parseSubjectText(octetText(text), { utf8: true, onWarning: (warning) => host.stderr(`x509 warning: ${readable(warning)}\n`) });
  } catch (error) {
    if (error instanceof PkiError) throw new CommandFailure([`x509: ${error.message}`]);
    throw error;
  }
}

function daysOf(line: CommandLine): number {
  const text = optionValue(line, 'days');
  if (text === undefined) return DEFAULT_DAYS;
  const days = Number(text);
  if (days < -1) throw new CommandFailure(['x509: -days parameter arg must be >= -1']);
  return days;
}

/** `-copy_extensions`: what a request asks for goes into the certificate. */
function copiesExtensions(line: CommandLine): boolean {
  const value = optionValue(line, 'copy_extensions');
  if (value !== undefined && !['none', 'copy', 'copyall'].includes(value))
    throw new CommandFailure([`Invalid extension copy option: ${value}`]);
  return value === 'copy' || value === 'copyall';
}

function warnWithoutCa(line: CommandLine, host: OpensslHost): void {
  for (const name of ['CAkey', 'CAkeyform', 'CAform', 'CAserial', 'CAcreateserial'])
    if (hasOption(line, name)) host.stderr(`Warning: ignoring -${name} option since -CA option is not given\n`);
  if (hasOption(line, 'copy_extensions') && !hasOption(line, 'req'))
    host.stderr('Warning: ignoring -copy_extensions since neither -x509toreq nor -req is given\n');
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
