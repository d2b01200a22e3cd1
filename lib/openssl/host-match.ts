/**
 * OpenSSL's checks of a certificate against the name of a peer (X509_check_host, X509_check_email, X509_check_ip): `x509 -checkhost` and the like. subjectAltName
 * decides where it has a name of the kind, else the subject's common names, or mail addresses; wildcards by OpenSSL's own rules.
 */
import { parseIpAddress } from '../path/ip-address.ts';
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import { COMMON_NAME, EMAIL_ADDRESS } from '../oids/names.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeExtension } from '../x509/extension.ts';
import { subjectAltName } from '../x509/extensions/alternative-names.ts';
import type { GeneralName } from '../x509/general-name.ts';
import { attributeText } from '../x509/name-attribute.ts';
import { octetText } from './octets.ts';

/** The names of subjectAltName; none where it does not decode. */
function alternativeNames({ extensions }: Certificate): readonly GeneralName[] {
  const extension = extensions.find(({ oid }) => oid === subjectAltName.oid);
  if (extension === undefined) return [];
  try {
    return decodeExtension(extension, subjectAltName, []);
  } catch (error) {
    if (error instanceof PkiError) return [];
    throw error;
  }
}

/** Texts of the subject's attributes of a type, in the octets of their UTF-8 form. */
function subjectTexts({ subject }: Certificate, type: string): string[] {
  return subject.rdns.flat().flatMap((attribute) => {
    const text = attribute.type === type && isStringTag(attribute.tag) ? attributeText(attribute) : undefined;
    return text === undefined ? [] : [octetText(text)];
  });
}

function isStringTag(tag: number): boolean {
  return [0x0c, 0x13, 0x14, 0x16, 0x1a, 0x1c, 0x1e].includes(tag);
}

/** True where the certificate is one of this host; a leading dot means any host below. */
export function hostMatches(certificate: Certificate, host: string): boolean {
  const wanted = octetText(host);
  const given = alternativeNames(certificate).flatMap((name) => (name.kind === 'dNSName' ? [name.value] : []));
  return (given.length > 0 ? given : subjectTexts(certificate, COMMON_NAME)).some((pattern) => hostEquals(pattern, wanted));
}

/** True where the certificate has this mail address; the case of letters counts in front of the `@`. */
export function mailMatches(certificate: Certificate, address: string): boolean {
  const wanted = octetText(address);
  const given = alternativeNames(certificate).flatMap((name) => (name.kind === 'rfc822Name' ? [name.value] : []));
  return (given.length > 0 ? given : subjectTexts(certificate, EMAIL_ADDRESS)).some((own) => mailEquals(own, wanted));
}

/** True where the certificate has this address; undefined where the text is none. */
export function addressMatches(certificate: Certificate, text: string): boolean | undefined {
  const wanted = parseIpAddress(text);
  if (wanted === undefined) return undefined;
  return alternativeNames(certificate).some((name) => name.kind === 'iPAddress' && equalBytes(name.value, wanted));
}

function mailEquals(own: string, wanted: string): boolean {
  if (own.length !== wanted.length) return false;
  const at = Math.max(own.lastIndexOf('@'), wanted.lastIndexOf('@'));
  if (at <= 0) return own === wanted;
  return sameLetters(own.slice(at), wanted.slice(at)) && own.slice(0, at) === wanted.slice(0, at);
}

/** Equal but for the case of ASCII letters; a NUL in a certificate equals nothing. */
function sameLetters(own: string, wanted: string): boolean {
  return !own.includes('\0') && lower(own) === lower(wanted);
}

function lower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function hostEquals(pattern: string, wanted: string): boolean {
  if (wanted.length > 1 && wanted.startsWith('.')) {
    const front = pattern.slice(0, Math.max(0, pattern.length - wanted.length));
    return !front.includes('\0') && sameLetters(pattern.slice(front.length), wanted);
  }
  const star = wildcardAt(pattern);
  return star === undefined ? sameLetters(pattern, wanted) : wildcardEquals(pattern.slice(0, star), pattern.slice(star + 1), wanted);
}

/** Where the one wildcard stands: at the start or the end of the first label, which is no `xn--` one, with two labels behind; undefined for a plain name. */
function wildcardAt(pattern: string): number | undefined {
  const labels = pattern.split('.');
  const first = labels[0] as string;
  const star = pattern.indexOf('*');
  if (star < 0 || labels.length < 3 || star >= first.length) return undefined;
  if (star !== 0 && star !== first.length - 1) return undefined;
  const rest = first.slice(0, star) + first.slice(star + 1);
  if (!/^[A-Za-z0-9-]*$/.test(rest) || rest.startsWith('-') || rest.endsWith('-')) return undefined;
  if (/^xn--/i.test(first)) return undefined;
  return labels.slice(1).every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label)) ? star : undefined;
}

function wildcardEquals(before: string, behind: string, wanted: string): boolean {
  if (wanted.length < before.length + behind.length) return false;
  const middle = wanted.slice(before.length, wanted.length - behind.length);
  if (!sameLetters(before, wanted.slice(0, before.length)) || !sameLetters(behind, wanted.slice(wanted.length - behind.length)))
    return false;
  const whole = before === '' && behind.startsWith('.');
  if (whole && middle === '') return false;
  // OpenSSL looks here at the text from the wildcard on, not at the label's start
  if (!whole && /^xn--/i.test(wanted.slice(before.length))) return false;
  return middle === '*' || /^[A-Za-z0-9-]*$/.test(middle);
}
