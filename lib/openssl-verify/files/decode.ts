/**
 * Objects as OpenSSL's d2i functions take them from octets that may go on behind them: what PEM blocks hold. Whoever wants the octets to be one object and
 * nothing else (TLS does) uses `parseCertificate` with the reading `openssl` and looks for `trailing-bytes` among its deviations.
 */
import type { Deviation } from '../../asn1/cursor.ts';
import { DerReader } from '../../asn1/reader.ts';
import { PkiError } from '../../base/error.ts';
import { parsePkcs1PrivateKey } from '../../keys/pkcs1.ts';
import { parsePrivateKey } from '../../keys/pkcs8.ts';
import { parseSec1 } from '../../keys/sec1.ts';
import type { PrivateKey } from '../../keys/types.ts';
import { type Certificate, parseCertificate } from '../../x509/certificate.ts';
import { type CertificateList, parseCrl } from '../../x509/crl.ts';
import { parseTrustedCertificate, type TrustedCertificate } from '../../x509/trusted-certificate.ts';
import { readRevoked } from '../crl/crl-entries.ts';
import { assertName } from '../general-names.ts';

/** The certificate that the octets begin with (d2i_X509). Throws `PkiError` where there is none. */
export function decodeCertificate(octets: Uint8Array): Certificate {
  return checkNames(parseCertificate(firstValue(octets).der, { reading: 'openssl' }));
}

/**
 * The certificate that the octets begin with, and the trust settings behind it where anything is there (d2i_X509_AUX). Throws `PkiError` where either is
 * malformed.
 */
export function decodeTrustedCertificate(octets: Uint8Array): TrustedCertificate {
  const trusted = parseTrustedCertificate(octets, { reading: 'openssl' });
  checkNames(trusted.certificate);
  return trusted;
}

/** The certificate list that the octets begin with (d2i_X509_CRL). Throws `PkiError`. */
export function decodeCrl(octets: Uint8Array): CertificateList {
  const crl = parseCrl(firstValue(octets).der, { reading: 'openssl' });
  assertName(crl.issuer);
  // its entries are decoded with it
  readRevoked(crl, '', []);
  return crl;
}

function checkNames(certificate: Certificate): Certificate {
  assertName(certificate.issuer);
  assertName(certificate.subject);
  return certificate;
}

/** The first value of the octets, and what comes behind it. Throws `PkiError`. */
export function firstValue(octets: Uint8Array): { readonly der: Uint8Array; readonly rest: Uint8Array } {
  const deviations: Deviation[] = [];
  const { der } = new DerReader(octets, { deviations }).any('');
  return { der, rest: octets.subarray(der.length) };
}

/** Readers of the structures that hold private keys. */
export const KEY_FORMS: readonly ((der: Uint8Array) => PrivateKey)[] = [parsePrivateKey, parsePkcs1PrivateKey, (der) => parseSec1(der)];

/** What `keys/` says of keys that are well formed, and that it does not know or judges. */
const UNKNOWN_KEYS: readonly string[] = [
  'dsa-key',
  'unsupported-key-algorithm',
  'unsupported-curve',
  'explicit-curve-parameters',
  'multi-prime-rsa',
  'key-too-large',
];

/**
 * Whether the octets begin with a private key that OpenSSL can decode (d2i_AutoPrivateKey), in whichever of its structures. Keys of kinds that this library
 * does not compute with count as such.
 */
export function isPrivateKey(octets: Uint8Array): boolean {
  return KEY_FORMS.some((parse) => {
    try {
      parse(firstValue(octets).der);
      return true;
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      return UNKNOWN_KEYS.includes(error.code);
    }
  });
}
