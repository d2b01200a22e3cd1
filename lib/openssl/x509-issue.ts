/**
 * The issuing half of `openssl x509`: certificates from requests (`-req`) with a CA (`-CA`, `-CAkey`) or self-signed (`-signkey`), and certificates signed anew.
 * As with OpenSSL, what is signed need not fit its issuer nor RFC 5280.
 */
import { issueCertificate, verifyRequest } from '../api/issue.ts';
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import type { PrivateKey } from '../keys/types.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import type { Extension } from '../x509/extension.ts';
import type { Name } from '../x509/name.ts';
import type { CertificationRequest } from '../x509/request.ts';
import { type Config, configSection, configValue } from './config.ts';
import { checkSection } from './extension-check.ts';
import { buildExtensions } from './extensions.ts';
import { CommandFailure, failureOf, usageFailure } from './failure.ts';
import { loadCertificate, loadConfig, loadKey, loadRequest } from './files.ts';
import type { OpensslHost } from './host.ts';
import { parseSubjectText } from './name-text.ts';
import { octetText, readable } from './octets.ts';
import { type CommandLine, formatOption, hasOption, optionValue } from './options.ts';
import { readPassphrases } from './passphrase.ts';
import { nameLine } from './print.ts';
import { nextSerial, parseSerialOption } from './serial-file.ts';
import { certificateContext, DEFAULT_DAYS, randomSerial, requestAlgorithms, signerFor, validityOf } from './signing.ts';
import { withKeyIdentifiers } from './x509v3/key-identifiers.ts';

/** What the options say about signing, files read and passphrases asked for in OpenSSL's order. */
interface Settings {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly passphrase: Uint8Array | undefined;
  readonly days: number;
  readonly serialNumber: Uint8Array | undefined;
  /** What the request asks for goes into the certificate. */
  readonly copies: boolean;
  /** The key of `-signkey`. */
  readonly key: PrivateKey | undefined;
  readonly caFile: string | undefined;
  readonly extensionFile: ExtensionFile | undefined;
}

/** The certificate that `x509` is about: read, or made. Throws a `CommandFailure`. */
export async function obtainCertificate(line: CommandLine, host: OpensslHost): Promise<Certificate> {
  const settings = await readSettings(line, host);
  if (hasOption(line, 'req')) return await issueFromRequest(settings);
  if (settings.caFile !== undefined) throw usageFailure('x509', 'Option -CA without -req is not supported by certwright');
  const format = hasOption(line, 'inform') ? formatOption(line, 'inform') : undefined;
  const certificate = await loadCertificate(host, optionValue(line, 'in'), 'certificate', { reading: 'openssl', format });
  return settings.key === undefined ? unchanged(certificate, line) : signAnew(certificate, settings.key, settings);
}

async function readSettings(line: CommandLine, host: OpensslHost): Promise<Settings> {
  const { input: passphrase } = await readPassphrases(host, optionValue(line, 'passin'), undefined);
  const days = daysOf(line);
  const serial = optionValue(line, 'set_serial');
  const serialNumber = serial === undefined ? undefined : parseSerialOption('x509', serial);
  const copies = copiesExtensions(line);
  const keyFile = optionValue(line, 'key', 'signkey');
  const key = keyFile === undefined ? undefined : await loadKey(host, keyFile, 'private key', passphrase);
  const caFile = optionValue(line, 'CA');
  if (caFile !== undefined && keyFile !== undefined) throw new CommandFailure(['Cannot use both -key/-signkey and -CA option']);
  if (caFile === undefined) warnWithoutCa(line, host);
  const extensionFile = await loadExtensionFile(line, host);
  return { line, host, passphrase, days, serialNumber, copies, key, caFile, extensionFile };
}

async function issueFromRequest(settings: Settings): Promise<Certificate> {
  const { line, host, copies, key, caFile } = settings;
  const request = await loadProvenRequest(line, host, optionValue(line, 'in'));
  const wish = { subject: subjectOf(line, host, request), extensions: copies ? request.extensions : [] };
  if (caFile !== undefined) return await signWithCa({ ...wish, publicKey: request.publicKey.der }, caFile, settings);
  if (key === undefined) throw new CommandFailure(['We need a private key to sign with, use -key or -CAkey or -CA with private key']);
  return signSelf({ ...wish, serialNumber: settings.serialNumber ?? randomSerial() }, key, settings);
}

async function signWithCa(
  wish: Pick<Plan, 'subject' | 'publicKey' | 'extensions'>,
  caFile: string,
  settings: Settings,
): Promise<Certificate> {
  const { line, host, passphrase } = settings;
  const issuer = await loadCertificate(host, caFile, 'CA certificate', { reading: 'openssl' });
  const file = optionValue(line, 'CAserial');
  const serialNumber = settings.serialNumber ?? (await nextSerial(host, { caFile, file, create: hasOption(line, 'CAcreateserial') }));
  const plan = extend({ ...wish, serialNumber, issuer }, settings.extensionFile);
  const key = await loadKey(host, optionValue(line, 'CAkey') ?? caFile, 'CA private key', passphrase);
  const signer = signerFor(key, line.digests.at(-1));
  if (!equalBytes(signer.publicKey, issuer.publicKey.der)) throw new CommandFailure(['CA certificate and CA private key do not match']);
  return issue(plan, signer, settings);
}

/** A self-signed certificate; its key is the one that signs, whatever the request had. */
function signSelf(wish: Omit<Plan, 'publicKey' | 'issuer'>, key: PrivateKey, settings: Settings): Certificate {
  const signer = signerFor(key, settings.line.digests.at(-1));
  return issue(extend({ ...wish, publicKey: signer.publicKey, issuer: 'self' }, settings.extensionFile), signer, settings);
}

/** A certificate made self-signed, with new dates: serial number, version and extensions stay unless told otherwise. */
function signAnew(certificate: Certificate, key: PrivateKey, settings: Settings): Certificate {
  const { line, host } = settings;
  const { version, serialNumber } = certificate;
  const extensions = hasOption(line, 'clrext') ? [] : certificate.extensions;
  const subject = subjectOf(line, host, certificate);
  return signSelf({ subject, version, serialNumber: settings.serialNumber ?? serialNumber, extensions }, key, settings);
}

/** OpenSSL would change these fields and leave the old signature, which then is none. */
function unchanged(certificate: Certificate, line: CommandLine): Certificate {
  for (const name of ['subj', 'set_serial', 'extfile', 'clrext'])
    if (hasOption(line, name)) throw usageFailure('x509', `Option -${name} without -req or -signkey is not supported by certwright`);
  return certificate;
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

function issue(plan: Plan & { readonly version: 1 | 3 }, signer: Signer<Uint8Array>, { host, days }: Settings): Certificate {
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
  // OpenSSL checks the number with strtol and then reads it with atoi: decimal behind a leading zero, and nothing of a hexadecimal one.
  if (/x/i.test(text)) throw usageFailure('x509', `Can't parse "${text}" as a number`);
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
