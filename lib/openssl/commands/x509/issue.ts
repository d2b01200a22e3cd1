/**
 * The issuing half of `openssl x509`: certificates from requests (`-req`), from a subject and a key (`-new`) or from certificates, signed by a CA (`-CA`, `-CAkey`)
 * or by themselves (`-signkey`), and requests from certificates (`-x509toreq`). As with OpenSSL, what is signed need not fit its issuer nor RFC 5280.
 */
import { verifyRequest } from '../../../api/issue.ts';
import { verifySignature } from '../../../api/keys.ts';
import { equalBytes } from '../../../base/bytes.ts';
import { publicKeyOf } from '../../../crypto/public-half.ts';
import type { Signer } from '../../../crypto/types.ts';
import { issueRequest } from '../../../issue/request.ts';
import { encodePublicKey } from '../../../keys/public-key.ts';
import type { PrivateKey } from '../../../keys/types.ts';
import { displayName } from '../../../oids/display-names.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import type { Extension } from '../../../x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../../../x509/extensions/key-identifiers.ts';
import { sameOpensslName } from '../../../x509/name-hash.ts';
import { makeName } from '../../../x509/name.ts';
import type { CertificationRequest } from '../../../x509/request.ts';
import type { TrustedCertificate, TrustSettings } from '../../../x509/trusted-certificate.ts';
import { type CertificateDraft, signCertificate } from '../../certificate-draft.ts';
import { configSection } from '../../config/config.ts';
import { buildExtensions } from '../../extensions.ts';
import { CommandFailure, failureOf, usageFailure } from '../../failure.ts';
import { loadCertificate, loadKey, loadRequest, loadTrustedCertificate } from '../../files.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, formatOption, hasOption, optionValue, optionValues } from '../../options.ts';
import { nextSerial } from '../../serial-file.ts';
import { certificateContext, digestSha1, keyOctets, randomSerial, requestAlgorithms, signerFor, validityOf } from '../../signing.ts';
import { nameLineOf } from '../../text/options.ts';
import { type ExtensionFile, readSettings, type Settings } from './settings.ts';
import type { ExtensionContext } from '../../x509v3/context.ts';
import { withKeyIdentifiers } from '../../x509v3/key-identifiers.ts';

/** What `x509` is about: a certificate, read or made, or the request made of it. */
export interface Obtained extends TrustedCertificate {
  readonly request?: CertificationRequest;
}

/** The certificate that `x509` is about; `names` are the flags of names. Throws a `CommandFailure`. */
export async function obtainCertificate(line: CommandLine, host: OpensslHost, names: number): Promise<Obtained> {
  const settings = await readSettings(line, host, names);
  const { caFile, key } = settings;
  const source = await readSource(settings);
  const issuer = caFile === undefined ? undefined : await loadCertificate(host, caFile, 'CA certificate', { reading: 'openssl' });
  const chosen = withChosenExtensions(source, settings);
  if (hasOption(line, 'x509toreq')) return makeRequest(chosen, settings);
  if (issuer !== undefined && caFile !== undefined) return await signWithCa(chosen, { issuer, caFile }, settings);
  if (key !== undefined) return signSelf(chosen, key, settings);
  if (source.made) throw new CommandFailure([NO_KEY]);
  return { ...unchanged(chosen, line), ...(source.trust === undefined ? {} : { trust: source.trust }) };
}

const NO_KEY = 'We need a private key to sign with, use -key or -CAkey or -CA with private key';

/** What a new certificate is made of. */
interface Source extends Omit<CertificateDraft, 'issuer'> {
  /** The certificate that was read, where one was. */
  readonly certificate?: Certificate;
  readonly trust?: TrustSettings;
  /** It is new: its version follows from its extensions, its serial number is random. */
  readonly made: boolean;
}

/** The request, the certificate, or nothing but a subject and a key. */
async function readSource(settings: Settings): Promise<Source> {
  const { line, host, key, caFile, subject, serialNumber, copies } = settings;
  const isRequest = hasOption(line, 'req');
  const request = isRequest ? await loadProvenRequest(settings, optionValue(line, 'in')) : undefined;
  if (request === undefined && !hasOption(line, 'new')) return await readCertificateSource(settings);
  if (hasOption(line, 'preserve_dates')) host.stderr('Warning: ignoring -preserve_dates option with -req or -new\n');
  if (key === undefined && caFile === undefined && !hasOption(line, 'CAkey')) throw new CommandFailure([NO_KEY]);
  const asked = request === undefined || copies === undefined || copies === 'none' ? [] : request.extensions;
  if (request !== undefined && copies !== undefined && copies !== 'none' && hasOption(line, 'clrext'))
    throw new CommandFailure([CLEARS_AND_COPIES]);
  return {
    made: true,
    version: 1,
    serialNumber: serialNumber ?? randomSerial(),
    validity: validityOf(host.now(), settings.days),
    subject: subject ?? request?.subject ?? makeName([]),
    publicKey: publicKeyFor(settings, request?.publicKey.der),
    extensions: asked,
  };
}

const CLEARS_AND_COPIES = 'Must not use -clrext together with -copy_extensions';

async function readCertificateSource(settings: Settings): Promise<Source> {
  const { line, host, serialNumber, subject, days } = settings;
  if (hasOption(line, 'copy_extensions') && !hasOption(line, 'x509toreq'))
    host.stderr('Warning: ignoring -copy_extensions since neither -x509toreq nor -req is given\n');
  const format = hasOption(line, 'inform') ? formatOption(line, 'inform') : undefined;
  const { certificate, trust } = await loadTrustedCertificate(host, optionValue(line, 'in'), 'certificate', { reading: 'openssl', format });
  const { version, issuerUniqueId, subjectUniqueId, extensions } = certificate;
  return {
    made: false,
    certificate,
    ...(trust === undefined ? {} : { trust }),
    version,
    serialNumber: serialNumber ?? certificate.serialNumber,
    validity: hasOption(line, 'preserve_dates') ? certificate : validityOf(host.now(), days),
    subject: subject ?? certificate.subject,
    publicKey: publicKeyFor(settings, certificate.publicKey.der),
    issuerUniqueId,
    subjectUniqueId,
    extensions,
  };
}

function publicKeyFor({ forcedKey, key }: Settings, own: Uint8Array | undefined): Uint8Array {
  const found = forcedKey ?? (key === undefined ? own : publicKeyDerOf(key));
  if (found === undefined) throw new CommandFailure([NO_KEY]);
  return found;
}

function publicKeyDerOf(key: PrivateKey): Uint8Array {
  return encodePublicKey(publicKeyOf(key));
}

/** `-clrext` and `-ext` leave out extensions of what was read. */
function withChosenExtensions(source: Source, { line, host }: Settings): Source {
  const names = optionValue(line, 'ext');
  if (hasOption(line, 'clrext')) {
    if (names !== undefined) host.stderr('Warning: Ignoring -ext since -clrext is given\n');
    return { ...source, extensions: [] };
  }
  if (names === undefined) return source;
  return { ...source, extensions: source.extensions.filter(({ oid }) => names.includes(displayName(oid)?.short ?? 'UNDEF')) };
}

async function signWithCa(
  source: Source,
  { issuer, caFile }: { readonly issuer: Certificate; readonly caFile: string },
  settings: Settings,
): Promise<Obtained> {
  const { line, host, passphrase } = settings;
  const file = optionValue(line, 'CAserial');
  const serialNumber =
    settings.serialNumber ??
    (source.made && !hasOption(line, 'req')
      ? source.serialNumber
      : await nextSerial(host, { caFile, file, create: hasOption(line, 'CAcreateserial') }));
  if (source.certificate !== undefined) checkSelfSigned(source.certificate, settings);
  const draft = extend({ ...source, serialNumber, issuer: issuer.subject }, { issuer, config: settings.extensionFile });
  const key = await loadKey(host, optionValue(line, 'CAkey') ?? caFile, 'CA private key', passphrase);
  const signer = signerOf(key, line);
  if (!equalBytes(signer.publicKey, issuer.publicKey.der)) throw new CommandFailure(['CA certificate and CA private key do not match']);
  return withTrust(source, signCertificate(draft, signer, { spoiled: hasOption(line, 'badsig') }));
}

/** A self-signed certificate; its key is the one that signs, whatever the request had, unless `-force_pubkey` says another. */
function signSelf(source: Source, key: PrivateKey, settings: Settings): Obtained {
  const { line } = settings;
  const signer = signerOf(key, line);
  const draft = extend({ ...source, issuer: source.subject }, { issuer: { key: signer.publicKey }, config: settings.extensionFile });
  return withTrust(source, signCertificate(draft, signer, { spoiled: hasOption(line, 'badsig') }));
}

function signerOf(key: PrivateKey, line: CommandLine): Signer<Uint8Array> {
  return signerFor(key, line.digests.at(-1), optionValues(line, 'sigopt'));
}

function withTrust({ trust }: Source, certificate: Certificate): Obtained {
  return { certificate, ...(trust === undefined ? {} : { trust }) };
}

/** `-CA` signs anew what is self-signed, and says what is wrong with anything else (X509_verify_cert without trusted certificates). */
function checkSelfSigned(certificate: Certificate, { host, names }: Settings): void {
  const own = sameOpensslName(certificate.subject, certificate.issuer);
  const { publicKey, signatureAlgorithm, tbs, signature } = certificate;
  if (own && verifySignature(publicKey, signatureAlgorithm, tbs, signature, { algorithms: requestAlgorithms })) return;
  const say = (number: number, text: string): void => {
    host.stderr(`${nameLineOf('subject', certificate.subject, names)}Error with certificate - error ${number} at depth 0\n${text}\n`);
  };
  if (own) say(7, 'certificate signature failure');
  else {
    say(20, 'unable to get local issuer certificate');
    say(21, 'unable to verify the first certificate');
  }
  throw new CommandFailure(['Error with certificate to be certified - should be self-signed']);
}

/** `-x509toreq`: a request for the subject and the key, with the certificate's extensions where `-copy_extensions` says so. */
function makeRequest(source: Source, settings: Settings): Obtained {
  const { line, key, copies, extensionFile } = settings;
  if (key === undefined) throw new CommandFailure(['Must specify request signing key using -key']);
  if (hasOption(line, 'clrext') && copies !== 'none') throw new CommandFailure([CLEARS_AND_COPIES]);
  const signer = signerOf(key, line);
  const copied = copies === undefined || copies === 'none' ? [] : source.extensions.filter(({ oid }) => !KEY_IDENTIFIERS.includes(oid));
  const extensions = extensionFile === undefined ? copied : addRequested(copied, source, extensionFile);
  const request = issueRequest({ subject: source.subject, extensions }, signer);
  const certificate = source.certificate ?? signSelf({ ...source, publicKey: signer.publicKey }, key, settings).certificate;
  return { certificate: { ...certificate, subject: source.subject, issuer: source.subject, extensions: source.extensions }, request };
}

const KEY_IDENTIFIERS: readonly string[] = [subjectKeyIdentifier.oid, authorityKeyIdentifier.oid];

function addRequested(built: readonly Extension[], { subject, publicKey }: Source, { config, section }: ExtensionFile): Extension[] {
  const context = { config, subject: { name: subject, key: keyOctets(publicKey) }, sha1: digestSha1, built };
  try {
    return buildExtensions(configSection(config, section) ?? [], section, context, { replace: false });
  } catch (error) {
    throw failureOf(error, `Error adding request extensions from section ${section}`);
  }
}

/** OpenSSL would change these fields and leave the old signature, which then is none. */
function unchanged(source: Source, line: CommandLine): Obtained {
  for (const name of ['subj', 'set_serial', 'extfile', 'clrext', 'force_pubkey', 'badsig'])
    if (hasOption(line, name))
      throw usageFailure('x509', `Option -${name} without -req, -new, -CA or -signkey is not supported by certwright`);
  return { certificate: { ...(source.certificate as Certificate), extensions: source.extensions } };
}

/** Who signs: another certificate, or the key of a self-signed one. */
type Signatory = Certificate | { readonly key: Uint8Array };

/** The draft with the extensions of the file; version 3 wherever there are any, also where `none` then empties the list, as with OpenSSL. */
function extend(
  draft: CertificateDraft,
  { issuer, config: file }: { readonly issuer: Signatory; readonly config: ExtensionFile | undefined },
): CertificateDraft {
  const context = contextFor(draft, issuer, file);
  const signing = 'der' in issuer ? issuer.publicKey.der : issuer.key;
  try {
    const built =
      file === undefined
        ? draft.extensions
        : buildExtensions(configSection(file.config, file.section) ?? [], file.section, context, { replace: true });
    return {
      ...draft,
      extensions: withKeyIdentifiers(built, { ...context, built }, { ownKey: equalBytes(signing, draft.publicKey) }),
      version: built.length > 0 ? 3 : draft.version,
    };
  } catch (error) {
    throw failureOf(error, file === undefined ? 'Error adding extensions' : `Error adding extensions from section ${file.section}`);
  }
}

function contextFor(draft: CertificateDraft, issuer: Signatory, file: ExtensionFile | undefined): ExtensionContext {
  const common = { ...draft, config: file?.config, built: draft.extensions };
  if ('der' in issuer) return certificateContext({ ...common, issuer });
  const context = certificateContext({ ...common, issuer: 'self' });
  if (equalBytes(issuer.key, draft.publicKey) || context.issuer === undefined) return context;
  return { ...context, issuer: { ...context.issuer, same: false, keyIdentifier: digestSha1(keyOctets(issuer.key)) } };
}

async function loadProvenRequest({ line, host, names }: Settings, path: string | undefined): Promise<CertificationRequest> {
  if (path === undefined) host.stderr('Warning: Reading cert request from stdin since no -in option is given\n');
  const request = await loadRequest(host, path, 'certificate request input', formatOption(line, 'inform'));
  if (!verifyRequest(request, { algorithms: requestAlgorithms }))
    throw new CommandFailure(['Certificate request self-signature did not match the contents']);
  host.stderr('Certificate request self-signature ok\n');
  host.stderr(nameLineOf('subject', request.subject, names));
  return request;
}
