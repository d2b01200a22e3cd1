/**
 * `openssl req` (3.0): makes keys, certification requests and self-signed certificates, and shows requests.
 *
 * Left out, refused by name: see `req-options.ts`; engines, providers; changing a request without signing it.
 */
import { encodePem } from '../../../asn1/pem.ts';
import { verifyRequest } from '../../../api/issue.ts';
import { PkiError } from '../../../base/error.ts';
import { utf8 } from '../../../base/bytes.ts';
import { publicKeyOf } from '../../../crypto/public-half.ts';
import type { Signer } from '../../../crypto/types.ts';
import { issueRequest } from '../../../issue/request.ts';
import { encodePublicKey } from '../../../keys/public-key.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { Extension } from '../../../x509/extension.ts';
import type { Name } from '../../../x509/name.ts';
import type { CertificationRequest, RequestAttribute } from '../../../x509/request.ts';
import { type Config, configSection, configValue, parseConfig } from '../../config/config.ts';
import { CONFIG_FILES, findConfigFile } from '../../config/place.ts';
import { buildExtensions } from '../../extensions.ts';
import { checkSection } from '../../extension-check.ts';
import { CommandFailure, failureOf, usageFailure } from '../../failure.ts';
import { loadConfig, loadKey, loadRequest, writeOutput } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { type NameTextOptions, parseSubjectText, type StringMask } from '../../name-text.ts';
import { keyFile, keyKindOf, makeKey } from '../../new-key.ts';
import { octetText, readable } from '../../octets.ts';
import { type CommandLine, formatOption, hasOption, optionValue, optionValues, readOptions } from '../../options.ts';
import { askNewPassphrase, readPassphrases } from '../../passphrase.ts';
import { modulusLine, Output, publicKeyPem } from '../../print.ts';
import { textOptions } from '../../print-options.ts';
import { configPassphrase, readSubject, subjectSections } from './subject.ts';
import { type Authority, type CertificateWish, loadAuthority, makeCertificate } from './certificate.ts';
import { digestSha1, keyOctets, requestAlgorithms, signerFor } from '../../signing.ts';
import { certificateText } from '../../text/certificate.ts';
import { nameLineOf, type TextOptions } from '../../text/options.ts';
import { requestText } from '../../text/request.ts';
import type { ExtensionContext } from '../../x509v3/context.ts';
import { reqOptions } from './options.ts';

/** Everything that options and configuration say. */
interface Settings {
  readonly line: CommandLine;
  readonly host: OpensslHost;
  readonly config: Config;
  readonly section: string;
  /** The lines of `-addext`. */
  readonly added: Config | undefined;
  /** A certificate is made in place of a request. */
  readonly selfSigned: boolean;
  readonly authority: Authority | undefined;
  readonly copies: boolean;
  readonly dump: TextOptions;
  readonly text: NameTextOptions;
  readonly extensionSection: string | undefined;
  readonly requestSection: string | undefined;
  readonly input: Uint8Array | undefined;
  readonly output: Uint8Array | undefined;
}

/** Runs `req` and gives its exit code. Throws a `CommandFailure`. */
export async function reqCommand(words: readonly string[], host: OpensslHost): Promise<number> {
  const line = readOptions(words, reqOptions);
  const dump = textOptions(line, 'reqopt');
  const copies = copiesExtensions(line);
  if (line.rest.length > 0) throw usageFailure('req');
  const settings = await readSettings(line, host, { dump, copies });
  const inFile = optionValue(line, 'in');
  const fresh = hasOption(line, 'new', 'newkey', 'precert') || (settings.selfSigned && inFile === undefined);
  const loaded = optionValue(line, 'key');
  let key = loaded === undefined ? undefined : await loadKey(host, loaded, 'private key', settings.input);
  const madeKey = fresh && key === undefined;
  if (madeKey)
    key = makeKey(await keyKindOf(host, optionValue(line, 'newkey'), optionValues(line, 'pkeyopt'), defaultBits(settings)), host);
  const keyPath =
    optionValue(line, 'keyout') ?? (loaded === undefined ? configValue(settings.config, settings.section, 'default_keyfile') : undefined);
  if (key !== undefined && (loaded === undefined || keyPath !== undefined)) await writeKey(settings, key, keyPath);
  const made = fresh ? await makeFresh(settings, needKey(key)) : await showOrSign(settings, key, inFile);
  if (hasOption(line, 'verify')) verify(made, host);
  await writeResult(settings, made, keyPath);
  return 0;
}

/** What the command ends with: a request, a certificate, or both. */
interface Made {
  readonly request?: CertificationRequest;
  readonly certificate?: Certificate;
}

async function readSettings(line: CommandLine, host: OpensslHost, given: Pick<Settings, 'dump' | 'copies'>): Promise<Settings> {
  const added = await readAdded(line, host);
  const passphrases = await readPassphrases(host, optionValue(line, 'passin'), optionValue(line, 'passout'));
  const path = await configPath(line, host);
  if (hasOption(line, 'verbose')) host.stderr(`Using configuration from ${path}\n`);
  const config = await loadConfig(host, path, 'req');
  const section = optionValue(line, 'section') ?? 'req';
  const selfSigned = hasOption(line, 'x509', 'CA');
  if (!selfSigned && hasOption(line, 'days')) host.stderr('Ignoring -days without -x509; not generating a certificate\n');
  const extensionSection = optionValue(line, 'extensions') ?? (selfSigned ? configValue(config, section, 'x509_extensions') : undefined);
  if (extensionSection !== undefined) checkSection(config, extensionSection, `Error checking x509 extension section ${extensionSection}`);
  if (added !== undefined) checkSection(added, 'default', 'Error checking extensions defined using -addext');
  const requestSection = optionValue(line, 'reqexts') ?? configValue(config, section, 'req_extensions');
  if (requestSection !== undefined) checkSection(config, requestSection, `Error checking request extension section ${requestSection}`);
  const input = passphrases.input ?? configPassphrase(config, section, 'input_password');
  return {
    ...given,
    line,
    host,
    config,
    section,
    added,
    selfSigned,
    authority: await loadAuthority(line, host, input),
    text: {
      utf8: hasOption(line, 'utf8') || configValue(config, section, 'utf8') === 'yes',
      strings: stringMask(configValue(config, section, 'string_mask')),
      onWarning: (warning) => host.stderr(`req warning: ${readable(warning)}\n`),
    },
    extensionSection,
    requestSection,
    input,
    output: passphrases.output ?? configPassphrase(config, section, 'output_password'),
  };
}

/** `-addext` values are the lines of a configuration of their own. */
async function readAdded(line: CommandLine, host: OpensslHost): Promise<Config | undefined> {
  const values = optionValues(line, 'addext');
  if (values.length === 0) return undefined;
  const seen = new Set<string>();
  for (const value of values) {
    const name = (value.split('=', 1)[0] as string).trim();
    if (!value.includes('=') || seen.has(name)) throw new CommandFailure([`Duplicate extension: ${value}`, 'req: Use -help for summary.']);
    seen.add(name);
  }
  try {
    return await parseConfig(utf8(values.join('\n')), { env: host.env, include: async () => undefined });
  } catch (error) {
    throw failureOf(error, `req: Error on line ${error instanceof PkiError ? (error.offset ?? 1) : 1} of config input`);
  }
}

async function configPath(line: CommandLine, host: OpensslHost): Promise<string> {
  const named = optionValue(line, 'config') ?? host.env['OPENSSL_CONF'];
  if (named !== undefined) return named;
  const found = await findConfigFile(host);
  if (found !== undefined) return found;
  throw new CommandFailure([
    `Can't open "${CONFIG_FILES[0]}" for reading, No such file or directory`,
    'certwright: name a configuration file with -config or OPENSSL_CONF',
  ]);
}

function stringMask(text: string | undefined): StringMask {
  if (text === undefined) return 'utf8only';
  if (text === 'utf8only' || text === 'default' || text === 'pkix' || text === 'nombstr') return text;
  const [, number] = /^MASK:(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10})$/.exec(text) ?? [];
  if (number === undefined) throw new CommandFailure([`Invalid global string mask setting ${text}`]);
  return /^0[0-7]/.test(number) ? Number.parseInt(number, 8) : Number(number);
}

function defaultBits({ config, section }: Settings): number | undefined {
  const text = configValue(config, section, 'default_bits');
  return text !== undefined && /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}

function needKey(key: PrivateKey | undefined): PrivateKey {
  if (key === undefined) throw new CommandFailure(['Must provide a signature key using -key or provide -CA / -CAkey']);
  return key;
}

async function writeKey({ line, host, config, section, output }: Settings, key: PrivateKey, path: string | undefined): Promise<void> {
  const encrypts = configValue(config, section, 'encrypt_rsa_key') ?? configValue(config, section, 'encrypt_key');
  const open = hasOption(line, 'nodes', 'noenc') || encrypts === 'no';
  const passphrase = open ? undefined : (output ?? (await askNewPassphrase(host)));
  try {
    await writeOutput(host, path, keyFile(key, passphrase), { secret: true });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(error.lines.map((text) => `req: ${text}`));
  }
  host.stderr('-----\n');
}

/** A new request, or the self-signed certificate in its place. */
async function makeFresh(settings: Settings, key: PrivateKey): Promise<Made> {
  const { line, host, config, section, selfSigned, text } = settings;
  const subjectText = optionValue(line, 'subj');
  if (subjectText !== undefined) subjectSections(config, section);
  const { subject, attributes } =
    subjectText === undefined
      ? await readSubject({ host, config, section, batch: hasOption(line, 'batch'), withAttributes: !selfSigned, text })
      : { subject: parseSubject(subjectText, text), attributes: [] };
  if (selfSigned)
    return { certificate: certify(settings, { subject, ownIssuer: subject, publicKey: publicKeyDerOf(key), copied: [] }, key) };
  return { request: makeRequest(settings, subject, attributes, signerWith(settings, key)) };
}

function parseSubject(text: string, options: NameTextOptions): Name {
  try {
    return parseSubjectText(octetText(text), options);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const { cause } = error;
    throw new CommandFailure([`req: ${error.message}`, ...(cause instanceof PkiError ? [`certwright: ${cause.message}`] : [])]);
  }
}

function digestName({ line, config, section }: Settings): string | undefined {
  return line.digests.at(-1) ?? configValue(config, section, 'default_md');
}

/** A request that is there already: to be shown, or, under `-x509`, made into a self-signed certificate. */
async function showOrSign(settings: Settings, key: PrivateKey | undefined, inFile: string | undefined): Promise<Made> {
  const { line, host, selfSigned, text } = settings;
  const request = await loadRequest(host, inFile, 'X509 request', formatOption(line, 'inform'), selfSigned ? 'der' : 'openssl');
  const subjectText = optionValue(line, 'subj');
  if (subjectText !== undefined && !selfSigned)
    throw usageFailure('req', 'Option -subj for a request that is there already is not supported by certwright');
  if (!selfSigned) return { request };
  needKey(settings.authority?.key ?? key);
  if (!hasOption(line, 'copy_extensions')) host.stderr('Warning: No -copy_extensions given; ignoring any extensions in the request\n');
  const subject = subjectText === undefined ? request.subject : parseSubject(subjectText, text);
  const copied = settings.copies ? request.extensions : [];
  return {
    request,
    certificate: certify(settings, { subject, ownIssuer: request.subject, publicKey: request.publicKey.der, copied }, key),
  };
}

/** Signs with the CA's key, or with the key at hand. */
function certify(
  settings: Settings,
  wish: Pick<CertificateWish, 'subject' | 'ownIssuer' | 'publicKey' | 'copied'>,
  key: PrivateKey | undefined,
): Certificate {
  const { line, host, config, authority, extensionSection } = settings;
  const signer = signerWith(settings, needKey(authority?.key ?? key));
  const extend = (context: ExtensionContext): Extension[] =>
    collectExtensions(settings, extensionSection, context, { replace: true, what: 'x509' });
  return makeCertificate({ ...wish, config, issuer: authority?.certificate, extend }, signer, line, host);
}

function signerWith(settings: Settings, key: PrivateKey): Signer<Uint8Array> {
  return signerFor(key, digestName(settings), optionValues(settings.line, 'sigopt'));
}

function publicKeyDerOf(key: PrivateKey): Uint8Array {
  return encodePublicKey(publicKeyOf(key));
}

/** `-copy_extensions`: what a request asks for goes into the certificate. */
function copiesExtensions(line: CommandLine): boolean {
  const value = optionValue(line, 'copy_extensions');
  if (value !== undefined && !['none', 'copy', 'copyall'].includes(value))
    throw new CommandFailure([`Invalid extension copy option: "${value}"`]);
  return value === 'copy' || value === 'copyall';
}

function makeRequest(
  settings: Settings,
  subject: Name,
  attributes: readonly RequestAttribute[],
  signer: Signer<Uint8Array>,
): CertificationRequest {
  const { config, requestSection } = settings;
  const context: ExtensionContext = { config, subject: { name: subject, key: keyOctets(signer.publicKey) }, sha1: digestSha1, built: [] };
  const extensions = collectExtensions(settings, requestSection, context, { replace: false, what: 'request' });
  try {
    return issueRequest({ subject, attributes, extensions }, signer);
  } catch (error) {
    throw failureOf(error, 'Error making certificate request');
  }
}

/** The extensions of the configuration's section, then those of `-addext`. */
function collectExtensions(
  { config, added }: Settings,
  section: string | undefined,
  context: ExtensionContext,
  { replace, what }: { readonly replace: boolean; readonly what: 'x509' | 'request' },
): Extension[] {
  const words = `Error adding ${what} extensions`;
  const listed = section === undefined ? [...context.built] : extend(config, section, context, replace, `${words} from section ${section}`);
  if (added === undefined) return listed;
  return extend(added, 'default', { ...context, config: added, built: listed }, replace, `${words} defined via -addext`);
}

function extend(config: Config, section: string, context: ExtensionContext, replace: boolean, message: string): Extension[] {
  try {
    return buildExtensions(configSection(config, section) ?? [], section, context, { replace });
  } catch (error) {
    throw failureOf(error, message);
  }
}

function verify({ request, certificate }: Made, host: OpensslHost): void {
  if (request === undefined || certificate !== undefined) throw new CommandFailure(['req: -verify looks at requests, not at certificates']);
  const good = verifyRequest(request, { algorithms: requestAlgorithms });
  host.stderr(`Certificate request self-signature verify ${good ? 'OK' : 'failure'}\n`);
}

async function writeResult({ line, host, dump }: Settings, { request, certificate }: Made, keyPath: string | undefined): Promise<void> {
  const shown = certificate ?? request;
  if (shown === undefined) return;
  const output = new Output();
  if (hasOption(line, 'pubkey')) output.add(publicKeyPem(shown.publicKey));
  if (hasOption(line, 'text')) {
    if (certificate !== undefined) output.add(certificateText(certificate, dump));
    else if (request !== undefined) output.add(requestText(request, dump));
  }
  if (hasOption(line, 'subject')) output.add(nameLineOf('subject', shown.subject, dump.names));
  if (hasOption(line, 'modulus')) output.add(modulusLine(shown.publicKey, 'Wrong Algorithm type'));
  if (!hasOption(line, 'noout')) {
    const label =
      certificate === undefined ? (hasOption(line, 'newhdr') ? 'NEW CERTIFICATE REQUEST' : 'CERTIFICATE REQUEST') : 'CERTIFICATE';
    output.add(formatOption(line, 'outform') === 'DER' ? shown.der : encodePem(label, shown.der));
  }
  const octets = output.finish();
  const path = optionValue(line, 'out');
  if (octets.length === 0 && hasOption(line, 'noout')) return;
  await writeOutput(host, path, octets, { append: path !== undefined && path === keyPath });
}
