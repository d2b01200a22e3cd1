/** What `x509` shows of a certificate, option by option. */
import { bytesToSignedBigInt, compareBytes, fromLatin1, latin1, toHex } from '../../../base/bytes.ts';
import type { Instant } from '../../../asn1/time.ts';
import { integerContent } from '../../../asn1/writer.ts';
import { PkiError } from '../../../base/error.ts';
import { md5, sha1 } from '../../../crypto/hash.ts';
import { displayName } from '../../../oids/display-names.ts';
import { EMAIL_ADDRESS } from '../../../oids/names.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { decodeExtension, type Extension, type ExtensionType } from '../../../x509/extension.ts';
import { subjectAltName } from '../../../x509/extensions/alternative-names.ts';
import { authorityInfoAccess } from '../../../x509/extensions/information-access.ts';
import { nameHash, nameHashOld } from '../../../x509/name-hash.ts';
import type { TrustedCertificate } from '../../../x509/trusted-certificate.ts';
import { findDigest } from '../../digests.ts';
import type { OpensslHost } from '../../host.ts';
import { type CommandLine, optionValue } from '../../options.ts';
import { modulusLine, type Output, publicKeyPem, serialText } from '../../print.ts';
import { purposesText } from '../../purposes.ts';
import { keyOctets } from '../../signing.ts';
import { certificateText } from '../../text/certificate.ts';
import { extensionText } from '../../text/extension.ts';
import { colonHex } from '../../text/hex.ts';
import { nameLineOf, type TextOptions } from '../../text/options.ts';

/** How to show things. */
export interface PrintOptions {
  readonly text: TextOptions;
  readonly date: (at: Instant) => string;
}

/** What the options ask to see, in their order; one given twice counts where it stands last. */
export function printCertificate(
  line: CommandLine,
  { certificate, trust }: TrustedCertificate,
  { text, date }: PrintOptions,
  output: Output,
  host: OpensslHost,
): void {
  const { subject, issuer, serialNumber, notBefore, notAfter } = certificate;
  const show: Readonly<Record<string, () => string | Uint8Array>> = {
    text: () => certificateText(certificate, text, trust),
    subject: () => nameLineOf('subject', subject, text.names),
    issuer: () => nameLineOf('issuer', issuer, text.names),
    serial: () => `serial=${serialText(serialNumber)}\n`,
    next_serial: () => `${serialText(integerContent(bytesToSignedBigInt(serialNumber) + 1n))}\n`,
    startdate: () => `notBefore=${date(notBefore)}\n`,
    enddate: () => `notAfter=${date(notAfter)}\n`,
    fingerprint: () => fingerprintLine(line, certificate),
    pubkey: () => publicKeyPem(certificate.publicKey),
    modulus: () => modulusLine(certificate.publicKey, 'No modulus for this public key type'),
    email: () =>
      latin1(
        mailAddresses(certificate)
          .map((address) => `${address}\n`)
          .join(''),
      ),
    ocsp_uri: () =>
      latin1(
        responders(certificate)
          .map((uri) => `${uri}\n`)
          .join(''),
      ),
    ocspid: () => responderHashes(certificate),
    purpose: () => purposesText(certificate),
    alias: () => (trust?.alias === undefined ? '<No Alias>\n' : latin1(`${fromLatin1(trust.alias).split('\0', 1)[0]}\n`)),
    hash: () => `${nameHash(subject, sha1)}\n`,
    subject_hash_old: () => `${nameHashOld(subject, md5)}\n`,
    issuer_hash: () => `${nameHash(issuer, sha1)}\n`,
    issuer_hash_old: () => `${nameHashOld(issuer, md5)}\n`,
    ext: () => chosenExtensions(certificate.extensions, optionValue(line, 'ext') ?? '', host),
  };
  for (const name of shownOptions(line)) output.add(show[name]?.() ?? '');
}

/** Names of the options, each where it stands last; `dates` is two of them. */
function shownOptions(line: CommandLine): string[] {
  const names = line.options.flatMap(({ name }) =>
    name === 'dates' ? ['startdate', 'enddate'] : name === 'subject_hash' ? ['hash'] : [name],
  );
  return names.filter((name, index) => names.lastIndexOf(name) === index);
}

function fingerprintLine(line: CommandLine, certificate: Certificate): string {
  const name = line.digests.at(-1);
  return `${name ?? 'SHA1'} Fingerprint=${colonHex(findDigest(name ?? 'sha1').digest(certificate.der))}\n`;
}

/** The value of an extension; undefined where it is absent or does not decode. */
function tryRead<T>({ extensions }: Certificate, type: ExtensionType<T>): T | undefined {
  const extension = extensions.find(({ oid }) => oid === type.oid);
  if (extension === undefined) return undefined;
  try {
    return decodeExtension(extension, type, []);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

const IA5_STRING = 0x16;

/** Addresses of the subject and of subjectAltName. */
function mailAddresses(certificate: Certificate): string[] {
  const own = certificate.subject.rdns.flat().filter(({ type, tag }) => type === EMAIL_ADDRESS && tag === IA5_STRING);
  const alternative = tryRead(certificate, subjectAltName) ?? [];
  return distinct([
    ...own.map(({ value }) => fromLatin1(value)),
    ...alternative.flatMap((name) => (name.kind === 'rfc822Name' ? [name.value] : [])),
  ]);
}

const OCSP = '1.3.6.1.5.5.7.48.1';

/** URIs of OCSP responders. */
function responders(certificate: Certificate): string[] {
  const descriptions = tryRead(certificate, authorityInfoAccess) ?? [];
  return distinct(
    descriptions.flatMap(({ method, location }) =>
      method === OCSP && location.kind === 'uniformResourceIdentifier' ? [location.value] : [],
    ),
  );
}

/** Each text once, empty ones and those with a NUL left out. OpenSSL sorts what it has before each look, so that a new last one stands behind the others. */
function distinct(texts: readonly string[]): string[] {
  const usable = texts.filter((text) => text !== '' && !text.includes('\0'));
  const last = usable.at(-1);
  const isNew = last !== undefined && usable.indexOf(last) === usable.length - 1;
  const looked = new Set(isNew ? usable.slice(0, -1) : usable);
  const ordered = [...looked].sort((a, b) => compareBytes(latin1(a), latin1(b)));
  return isNew ? [...ordered, last] : ordered;
}

function responderHashes({ subject, publicKey }: Certificate): string {
  const hex = (octets: Uint8Array): string => toHex(sha1.digest(octets)).toUpperCase();
  return `        Subject OCSP hash: ${hex(subject.der)}\n        Public key OCSP hash: ${hex(keyOctets(publicKey.der))}\n`;
}

/** `-ext`: the extensions of these short names. */
function chosenExtensions(extensions: readonly Extension[], names: string, host: OpensslHost): string {
  if (extensions.length === 0) {
    host.stderr('No extensions in certificate\n');
    return '';
  }
  const wanted = names.split(',').filter((name) => name !== '');
  if (wanted.length === 0) return `Invalid extension names: ${names}\n`;
  const chosen = extensions.filter(({ oid }) => wanted.includes(displayName(oid)?.short ?? ''));
  if (chosen.length === 0) return `No extensions matched with ${names}\n`;
  return chosen.map((extension) => extensionText(extension, 0)).join('');
}
