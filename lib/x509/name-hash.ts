/**
 * The hashes of names by which OpenSSL finds certificates and CRLs in a folder (`c_rehash`, `ssl_crl_dir` of PostgreSQL): X509_NAME_hash_ex over a canonical
 * form, and the one of before OpenSSL 1.0 over the DER.
 */
import { decodeString } from '../asn1/strings.ts';
import { BMP_STRING, IA5_STRING, PRINTABLE_STRING, TELETEX_STRING, UNIVERSAL_STRING, UTF8_STRING, VISIBLE_STRING } from '../asn1/tags.ts';
import { DerWriter } from '../asn1/writer.ts';
import { equalBytes, fromLatin1, latin1, utf8 } from '../base/bytes.ts';
import type { DigestFunction } from './fingerprint.ts';
import { type Name, type NameAttribute, writeRdn } from './name.ts';

/** String types that the canonical form brings together; values of others stay as they are. */
const CANONICAL_TAGS: readonly number[] = [
  UTF8_STRING,
  BMP_STRING,
  UNIVERSAL_STRING,
  PRINTABLE_STRING,
  TELETEX_STRING,
  IA5_STRING,
  VISIBLE_STRING,
];

/**
 * The hash of a name, 8 lower-case hexadecimal digits, as `openssl x509 -subject_hash` prints it: the files of a hash folder are named after it. `sha1` is
 * SHA-1. Throws `bad-string` where a value is not of its string type.
 *
 * ```ts
 * import { parseName, sha1 } from 'certwright';
 * import { nameHash } from 'certwright/x509';
 * if (nameHash(parseName('CN=Example Root'), sha1) !== '506215f7') throw new Error('another hash');
 * ```
 */
export function nameHash(name: Name, sha1: DigestFunction): string {
  return firstWord(sha1.digest(canonicalName(name)));
}

/** The hash of a name of OpenSSL before 1.0 (`-subject_hash_old`), of its DER as it stands; `md5` is MD5. */
export function nameHashOld(name: Name, md5: DigestFunction): string {
  return firstWord(md5.digest(name.der));
}

/**
 * OpenSSL's canonical form of a name: its RDNs one after the other without the SEQUENCE around them, strings as UTF8String in small ASCII letters, with one
 * blank between words and none at the ends. Two names are equal to OpenSSL exactly where these octets are. Throws `bad-string`.
 */
export function canonicalName(name: Name): Uint8Array {
  const writer = new DerWriter();
  for (const rdn of name.rdns) writeRdn(writer, rdn.map(canonicalAttribute));
  return writer.finish();
}

/** True where OpenSSL takes two names for the same one (X509_NAME_cmp). Throws `bad-string`. */
export function sameOpensslName(a: Name, b: Name): boolean {
  return equalBytes(a.der, b.der) || equalBytes(canonicalName(a), canonicalName(b));
}

function canonicalAttribute(attribute: NameAttribute): NameAttribute {
  const { type, tag, value } = attribute;
  if (!CANONICAL_TAGS.includes(tag)) return attribute;
  // OpenSSL looks at no alphabet here: a PrintableString may hold any octet
  const narrow = tag === PRINTABLE_STRING || tag === IA5_STRING || tag === VISIBLE_STRING;
  const octets = utf8(narrow ? fromLatin1(value) : decodeString(tag, value));
  const words = fromLatin1(octets)
    .split(/[ \t\n\v\f\r]/)
    .filter((word) => word !== '');
  return { type, tag: UTF8_STRING, value: latin1(words.join(' ').replace(/[A-Z]+/g, (letters) => letters.toLowerCase())) };
}

/** The first four octets, the last of them in front. */
function firstWord(digest: Uint8Array): string {
  return Array.from(digest.subarray(0, 4), (octet) => octet.toString(16).padStart(2, '0'))
    .reverse()
    .join('');
}
