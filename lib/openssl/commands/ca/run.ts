/** The parts of `openssl ca` that make certificates and CRLs of what the options and the configuration say. */
import { verifyRequest } from '../../../api/issue.ts';
import { encodePem } from '../../../asn1/pem.ts';
import { GENERALIZED_TIME, UTC_TIME } from '../../../asn1/tags.ts';
import { decodeTime, type Instant } from '../../../asn1/time.ts';
import { integerContent } from '../../../asn1/writer.ts';
import { bytesToSignedBigInt, concatBytes, equalBytes, fromHex, fromLatin1, latin1, toHex, utf8 } from '../../../base/bytes.ts';
import { PkiError } from '../../../base/error.ts';
import type { Signer } from '../../../crypto/types.ts';
import { verifySignature } from '../../../crypto/verify.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { makeCrl } from './crl.ts';
import { type CaDatabase, replaceWithOld, saveDatabase } from './database.ts';
import { type CaRun, type CaWish, certify } from './issue.ts';
import { type Config, configSection, configValue } from '../../config/config.ts';
import { checkSection } from '../../extension-check.ts';
import { buildExtensions } from '../../extensions.ts';
import { CommandFailure, failureOf } from '../../failure.ts';
import { assertWritable, loadCertificate, loadRequest, writeOutput } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { parseSubjectText } from '../../name-text.ts';
import { octetText, outputOctets, readable } from '../../octets.ts';
import { type CommandLine, formatOption, givenFormat, hasOption, optionNumber, optionValue } from '../../options.ts';
import { nameOptions, textOptions } from '../../print-options.ts';
import { certificateContext, randomSerial, requestAlgorithms } from '../../signing.ts';
import { certificateText } from '../../text/certificate.ts';
import { DEFAULT_TEXT, type TextOptions } from '../../text/options.ts';
import { requestText } from '../../text/request.ts';

/** A command line with its configuration. */
export interface CaSettings {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly config: Config;
  /** Section of the CA. */
  readonly section: string;
  readonly verbose: boolean;
}

/** Who signs what into which database. */
export interface CaTools {
  readonly database: CaDatabase;
  readonly signer: Signer<Uint8Array>;
  readonly issuer: Certificate | 'self';
  readonly extensions: CaRun['extensions'];
  /** Name of the digest; undefined for keys that have none. */
  readonly digest: string | undefined;
}

/** A value that must be there. Throws a `CommandFailure` with OpenSSL's message. */
export function lookUp(config: Config, section: string, name: string): string {
  const value = configValue(config, section, name);
  if (value === undefined) throw new CommandFailure([`variable lookup failed for ${section}::${name}`]);
  return value;
}

/** Certifies what `-ss_cert`, `-in` and `-infiles` name, and writes serial number, certificates and database. Throws a `CommandFailure`. */
export async function issueAll(settings: CaSettings, tools: CaTools, folder: string): Promise<void> {
  const { line, host, config, section, verbose } = settings;
  if (verbose && tools.digest !== undefined) host.stderr(`message digest is ${tools.digest}\n`);
  const policyName = optionValue(line, 'policy') ?? lookUp(config, section, 'policy');
  if (verbose) host.stderr(`policy is ${policyName}\n`);
  const random = hasOption(line, 'rand_serial') || configValue(config, section, 'rand_serial') !== undefined;
  const serialFile = random ? undefined : lookUp(config, section, 'serial');
  const validity = validityOf(settings);
  let serial =
    serialFile === undefined
      ? bytesToSignedBigInt(randomSerial())
      : await loadNumber(host, serialFile, hasOption(line, 'create_serial'), 'error while loading serial number');
  if (verbose && serialFile !== undefined) host.stderr(`next serial number is ${numberText(serial)}\n`);
  const policy = configSection(config, policyName);
  if (policy === undefined) throw new CommandFailure([`unable to find 'section' for ${policyName}`]);
  const run = { host, ...tools, policy, ...validity, ...choices(settings) };
  await assertWritable(host, optionValue(line, 'out'));
  const made: Certificate[] = [];
  const inputs = inputsOf(line);
  for (const input of inputs) {
    const wish = await wishOf(settings, tools, input);
    const certificate = wish === undefined ? undefined : await certify(run, withSubject(settings, wish), serial);
    if (certificate === undefined) continue;
    host.stderr('\n');
    made.push(certificate);
    serial += 1n;
  }
  if (made.length === 0) return;
  if (!run.batch && !(await commits(host, made.length, inputs.length))) return;
  host.stderr(`Write out database with ${made.length} new entries\n`);
  if (serialFile !== undefined) await saveNumber(host, serialFile, serial);
  if (verbose) host.stderr('writing new certificates\n');
  const texts = made.map((certificate) => certificateFile(certificate, hasOption(line, 'notext')));
  for (const [index, certificate] of made.entries()) {
    const path = `${folder}/${numberText(bytesToSignedBigInt(certificate.serialNumber))}.pem`;
    if (verbose) host.stderr(`writing ${path}\n`);
    await writeOutput(host, path, texts[index] as Uint8Array);
  }
  await saveDatabase(host, run.database);
  await writeOutput(host, optionValue(line, 'out'), concatBytes(...texts));
  host.stderr('Database updated\n');
}

async function commits(host: OpensslHost, made: number, asked: number): Promise<boolean> {
  const answer = await host.prompt(`\n${made} out of ${asked} certificate requests certified, commit? [y/n]`, { echo: true });
  if (answer !== undefined && /^[yY]/.test(answer)) return true;
  host.stderr(`CERTIFICATION CANCELED${answer === undefined ? ': I/O error' : ''}\n`);
  return false;
}

/** A certificate as `ca` writes it: its dump in the old style of names, and PEM. */
function certificateFile(certificate: Certificate, bare: boolean): Uint8Array {
  const dump = bare ? '' : certificateText(certificate, { ...DEFAULT_TEXT, names: 0 });
  return outputOctets(dump + encodePem('CERTIFICATE', certificate.der));
}

interface Input {
  readonly path: string;
  readonly kind: 'request' | 'certificate';
}

function inputsOf(line: CommandLine): Input[] {
  const certificate = optionValue(line, 'ss_cert');
  const request = optionValue(line, 'in', 'revoke', 'valid');
  return [
    ...(certificate === undefined ? [] : [{ path: certificate, kind: 'certificate' } as const]),
    ...(request === undefined ? [] : [{ path: request, kind: 'request' } as const]),
    ...line.rest.map((path) => ({ path, kind: 'request' }) as const),
  ];
}

/** What an input asks for, its signature proven; undefined where that fails. */
async function wishOf(settings: CaSettings, tools: CaTools, { path, kind }: Input): Promise<CaWish | undefined> {
  const { line, host, verbose } = settings;
  if (kind === 'certificate') {
    const certificate = await loadCertificate(host, path, 'template certificate', {
      reading: 'openssl',
      format: givenFormat(line, 'certform'),
    });
    if (verbose) host.stderr(certificateText(certificate, { ...DEFAULT_TEXT, names: 0 }));
    host.stderr('Check that the request matches the signature\n');
    if (!proven(certificate)) {
      host.stderr('Signature did not match the certificate\n');
      return undefined;
    }
    host.stderr('Signature ok\n');
    return { subject: certificate.subject, publicKey: certificate.publicKey.der, extensions: [] };
  }
  const request = await loadRequest(host, path, 'certificate request', formatOption(line, 'inform'));
  if (verbose) host.stderr(requestText(request));
  host.stderr('Check that the request matches the signature\n');
  if (tools.issuer === 'self' && !equalBytes(request.publicKey.der, tools.signer.publicKey)) {
    host.stderr('Certificate request and CA private key do not match\n');
    return undefined;
  }
  if (!verifyRequest(request, { algorithms: requestAlgorithms })) {
    host.stderr('Signature did not match the certificate request\n');
    return undefined;
  }
  host.stderr('Signature ok\n');
  return { subject: request.subject, publicKey: request.publicKey.der, extensions: request.extensions };
}

function proven(certificate: Certificate): boolean {
  const { publicKey, signatureAlgorithm, tbs, signature } = certificate;
  return verifySignature(publicKey, signatureAlgorithm, tbs, signature, { algorithms: requestAlgorithms });
}

/** `-subj` takes the place of the subject asked for. */
function withSubject({ line, host, config, section }: CaSettings, wish: CaWish): CaWish {
  const text = optionValue(line, 'subj');
  if (text === undefined) return wish;
  const utf8Text = hasOption(line, 'utf8') || configValue(config, section, 'utf8') === 'yes';
  try {
    const onWarning = (warning: string): void => host.stderr(`ca warning: ${readable(warning)}\n`);
    return { ...wish, subject: parseSubjectText(octetText(text), { utf8: utf8Text, onWarning }) };
  } catch (error) {
    if (error instanceof PkiError) throw new CommandFailure([`ca: ${error.message}`]);
    throw error;
  }
}

/** Settings of the configuration about what is written and shown. */
function choices(settings: CaSettings): Pick<CaRun, 'copies' | 'preserve' | 'emailInSubject' | 'batch' | 'verbose' | 'shown'> {
  const { line, config, section, verbose } = settings;
  const copies = configValue(config, section, 'copy_extensions') ?? 'none';
  if (copies !== 'none' && copies !== 'copy' && copies !== 'copyall')
    throw new CommandFailure([`Invalid extension copy option: "${copies}"`]);
  const preserve = hasOption(line, 'preserveDN') || /^[yY]/.test(configValue(config, 'ca', 'preserve') ?? '');
  const emailInSubject = !hasOption(line, 'noemailDN') && configValue(config, section, 'email_in_dn') !== 'no';
  return { copies, preserve, emailInSubject, batch: hasOption(line, 'batch'), verbose, shown: shownOf(settings) };
}

/** How `name_opt` and `cert_opt` want a certificate shown; undefined where neither is set. */
function shownOf({ line, config, section }: CaSettings): TextOptions | undefined {
  const name = configValue(config, section, 'name_opt');
  const parts = configValue(config, section, 'cert_opt');
  if (name === undefined && parts === undefined) return undefined;
  const given = (option: string, value: string | undefined): CommandLine => ({
    ...line,
    options: value === undefined ? [] : [{ name: option, value }],
  });
  const read = <T>(title: string, value: string | undefined, body: () => T): T => {
    try {
      return body();
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      throw new CommandFailure([`Invalid ${title} options: "${value}"`]);
    }
  };
  const names = read('name', name, () => nameOptions(given('nameopt', name)));
  return { ...read('certificate', parts, () => textOptions(given('certopt', parts), 'certopt')), names };
}

/** From `-startdate` or now, to `-enddate` or so many days. */
function validityOf({ line, host, config, section }: CaSettings): Pick<CaRun, 'notBefore' | 'notAfter' | 'days'> {
  const now = Math.floor(host.now() / 1000) * 1000;
  const start = optionValue(line, 'startdate') ?? configValue(config, section, 'default_startdate');
  const end = optionValue(line, 'enddate') ?? configValue(config, section, 'default_enddate');
  const notBefore = start === undefined || start === 'today' ? now : timeOption(start, 'start date');
  const until = end === undefined ? undefined : timeOption(end, 'end date');
  const days = optionNumber(line, 'days') ?? configNumber(config, section, 'default_days');
  if (until !== undefined) return { notBefore, notAfter: until, days: Math.trunc((until - now) / 86_400_000) };
  if (days === 0) throw new CommandFailure(['cannot lookup how many days to certify for']);
  return { notBefore, notAfter: now + days * 86_400_000, days };
}

function timeOption(text: string, what: string): Instant {
  const at = decodeTime(text.length === 13 ? UTC_TIME : GENERALIZED_TIME, latin1(text));
  if (at === undefined) throw new CommandFailure([`${what} is invalid, it should be YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ`]);
  return at;
}

function configNumber(config: Config, section: string, name: string): number {
  const text = configValue(config, section, name);
  return text === undefined || !/^[0-9]+/.test(text) ? 0 : Number.parseInt(text, 10);
}

/** The number of a file that counts, in hexadecimal. Throws a `CommandFailure` that ends with `closing`. */
async function loadNumber(host: OpensslHost, path: string, create: boolean, closing: string): Promise<bigint> {
  let text: string;
  try {
    if (create && (await host.stat(path)) === undefined) return bytesToSignedBigInt(randomSerial());
    text = fromLatin1(await host.readFile(path));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CommandFailure([`${path}: ${error.message}`, closing]);
  }
  const digits = text.split(/[\r\n]/, 1)[0] as string;
  if (digits.length > 64 || !/^(?:[0-9a-fA-F]{2})+$/.test(digits))
    throw new CommandFailure([`Unable to load number from ${path}`, closing]);
  return bytesToSignedBigInt(Uint8Array.of(0, ...fromHex(digits)));
}

async function saveNumber(host: OpensslHost, path: string, value: bigint): Promise<void> {
  await replaceWithOld(host, path, utf8(`${numberText(value)}\n`));
}

function numberText(value: bigint): string {
  const octets = integerContent(value);
  return toHex(octets[0] === 0 && octets.length > 1 ? octets.subarray(1) : octets).toUpperCase();
}

/** `-gencrl`. Throws a `CommandFailure`. */
export async function writeCrl(
  settings: CaSettings,
  { database, signer, issuer }: Pick<CaTools, 'database' | 'signer'> & { readonly issuer: Certificate },
): Promise<void> {
  const { line, host, config, section, verbose } = settings;
  const named = optionValue(line, 'crlexts') ?? configValue(config, section, 'crl_extensions');
  if (named !== undefined) checkSection(config, named, `Error checking CRL extension section ${named}`);
  const numberFile = configValue(config, section, 'crlnumber');
  const number = numberFile === undefined ? undefined : await loadNumber(host, numberFile, false, 'error while loading CRL number');
  const times = updatesOf(settings);
  if (verbose) host.stderr('making CRL\nsigning CRL\n');
  const plan = {
    issuer,
    ...times,
    entries: database.entries,
    extensions: named === undefined ? undefined : crlExtensions(config, named, issuer),
    number,
  };
  const der = makeCrl(plan, signer);
  await assertWritable(host, optionValue(line, 'out'));
  if (numberFile !== undefined && number !== undefined) await saveNumber(host, numberFile, number + 1n);
  await writeOutput(host, optionValue(line, 'out'), utf8(encodePem('X509 CRL', der)));
}

function crlExtensions(config: Config, section: string, issuer: Certificate): ReturnType<typeof buildExtensions> {
  const { subject, publicKey, serialNumber } = issuer;
  const { issuer: authority, sha1 } = certificateContext({ config, subject, publicKey: publicKey.der, serialNumber, issuer, built: [] });
  try {
    return buildExtensions(
      configSection(config, section) ?? [],
      section,
      { config, sha1, built: [], ...(authority === undefined ? {} : { issuer: authority }) },
      { replace: false },
    );
  } catch (error) {
    throw failureOf(error, `Error adding CRL extensions from section ${section}`);
  }
}

function updatesOf({ line, host, config, section }: CaSettings): { readonly lastUpdate: Instant; readonly nextUpdate: Instant } {
  const now = Math.floor(host.now() / 1000) * 1000;
  const given = ['crldays', 'crlhours', 'crlsec'].map((name) => optionNumber(line, name) ?? 0);
  const [days = 0, hours = 0, seconds = 0] = given.some((value) => value !== 0)
    ? given
    : ['default_crl_days', 'default_crl_hours'].map((name) => configNumber(config, section, name));
  const last = optionValue(line, 'crl_lastupdate');
  const next = optionValue(line, 'crl_nextupdate');
  if (next === undefined && days === 0 && hours === 0 && seconds === 0)
    throw new CommandFailure(['cannot lookup how long until the next CRL is issued']);
  return {
    lastUpdate: last === undefined ? now : crlTime(last, 'lastUpdate'),
    nextUpdate: next === undefined ? now + (days * 86_400 + hours * 3600 + seconds) * 1000 : crlTime(next, 'nextUpdate'),
  };
}

function crlTime(text: string, field: string): Instant {
  const at = decodeTime(text.length === 13 ? UTC_TIME : GENERALIZED_TIME, latin1(text));
  if (at === undefined) throw new CommandFailure([`error setting CRL ${field}`]);
  return at;
}
