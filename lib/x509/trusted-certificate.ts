/**
 * OpenSSL's `TRUSTED CERTIFICATE`: a certificate, and behind it what its holder trusts it for (X509_CERT_AUX).
 *
 *     CertAux ::= SEQUENCE {
 *          trust   SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
 *          reject  [0] IMPLICIT SEQUENCE OF OBJECT IDENTIFIER OPTIONAL,
 *          alias   UTF8String OPTIONAL,
 *          keyid   OCTET STRING OPTIONAL,
 *          other   [1] IMPLICIT SEQUENCE OF AlgorithmIdentifier OPTIONAL }
 *
 * Left out: `other`, which nothing writes; it is passed over.
 */
import type { Oid } from '../asn1/oid.ts';
import { DerReader } from '../asn1/reader.ts';
import { contextConstructed, OCTET_STRING, SEQUENCE, UTF8_STRING } from '../asn1/tags.ts';
import { DerWriter } from '../asn1/writer.ts';
import { type Certificate, parseCertificate, type ReadingOptions } from './certificate.ts';

/** What the holder of a certificate trusts it for. */
export interface TrustSettings {
  /** Purposes it is trusted for, and none besides; absent where nothing is said. */
  readonly trusted?: readonly Oid[];
  /** Purposes it is not trusted for. */
  readonly rejected?: readonly Oid[];
  /** A name for people: octets, UTF-8 as a rule. */
  readonly alias?: Uint8Array;
  readonly keyIdentifier?: Uint8Array;
}

/** A certificate and its trust settings; without `trust` where none stand behind it. */
export interface TrustedCertificate {
  readonly certificate: Certificate;
  readonly trust?: TrustSettings;
}

/** Reads the DER of a `TRUSTED CERTIFICATE` block. Throws `PkiError` where certificate or settings are malformed. */
export function parseTrustedCertificate(der: Uint8Array, options: ReadingOptions = {}): TrustedCertificate {
  const reader = new DerReader(der, { deviations: options.reading === 'openssl' ? [] : undefined });
  const { der: first } = reader.any('certificate');
  const certificate = parseCertificate(first, options);
  if (reader.done) return { certificate };
  const trust = reader.sequence('trust', readTrust);
  reader.finish();
  return { certificate, trust };
}

function readTrust(reader: DerReader): TrustSettings {
  const purposes = (tag: number, field: string): Oid[] | undefined =>
    reader.optional(tag, () => reader.sequenceOf(field, (list, index) => list.oid(String(index)), { tag }));
  const trusted = purposes(SEQUENCE, 'trust');
  const rejected = purposes(contextConstructed(0), 'reject');
  const alias = reader.optional(UTF8_STRING, () => reader.read(UTF8_STRING, 'alias'));
  const keyIdentifier = reader.optional(OCTET_STRING, () => reader.octetString('keyid'));
  reader.optional(contextConstructed(1), () => reader.any('other'));
  return {
    ...(trusted === undefined ? {} : { trusted }),
    ...(rejected === undefined ? {} : { rejected }),
    ...(alias === undefined ? {} : { alias }),
    ...(keyIdentifier === undefined ? {} : { keyIdentifier }),
  };
}

/** The DER of a `TRUSTED CERTIFICATE` block: the certificate as it stands, and its settings. */
export function encodeTrustedCertificate({ certificate, trust }: TrustedCertificate): Uint8Array {
  const writer = new DerWriter().raw(certificate.der);
  if (trust === undefined) return writer.finish();
  const { trusted, rejected, alias, keyIdentifier } = trust;
  const purposes = (inner: DerWriter, tag: number, list: readonly Oid[] | undefined): void => {
    if (list !== undefined) inner.constructed(tag, (members) => list.forEach((purpose) => members.oid(purpose)));
  };
  return writer
    .sequence((inner) => {
      purposes(inner, SEQUENCE, trusted);
      purposes(inner, contextConstructed(0), rejected);
      if (alias !== undefined) inner.value(UTF8_STRING, alias);
      if (keyIdentifier !== undefined) inner.octetString(keyIdentifier);
    })
    .finish();
}
