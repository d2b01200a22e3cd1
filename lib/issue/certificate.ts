/**
 * Issuing certificates (RFC 5280 4.1): template and signer to a certificate that is read back strictly before it is handed out.
 *
 *     TBSCertificate  ::=  SEQUENCE  {
 *          version         [0]  EXPLICIT Version DEFAULT v1,
 *          serialNumber         CertificateSerialNumber,
 *          signature            AlgorithmIdentifier,
 *          issuer               Name,
 *          validity             Validity,
 *          subject              Name,
 *          subjectPublicKeyInfo SubjectPublicKeyInfo,
 *          extensions      [3]  EXPLICIT Extensions OPTIONAL }
 *
 * Left out: unique identifiers, which RFC 5280 4.1.2.8 forbids to write.
 */
import { contextConstructed } from '../asn1/tags.ts';
import type { Instant } from '../asn1/time.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { equalBytes } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { type Extension, writeExtensions } from '../x509/extension.ts';
import type { Name } from '../x509/name.ts';
import { assertFits } from './rules.ts';
import { randomSerialNumber, serialNumberOctets } from './serial-number.ts';
import { assertReadBack, assertSignerKey, encodeSigned, type Prepared, publicKeyDer, signPrepared, writtenIdentifier } from './sign.ts';
import type { Issued, IssueOptions, PublicKeyInput, SignerAnswer, SignerIdentity } from './types.ts';

/** What a certificate shall say. */
export interface CertificateTemplate {
  readonly subject: Name;
  /** The subject's key. */
  readonly publicKey: PublicKeyInput;
  /** Certificate of the issuing CA, or `self` for a self-signed certificate. */
  readonly issuer: Certificate | 'self';
  /** Epoch milliseconds, cut to whole seconds. */
  readonly notBefore: Instant;
  /** Epoch milliseconds, cut to whole seconds; the last second of validity. */
  readonly notAfter: Instant;
  /** Number, or content octets of the INTEGER; random when absent. */
  readonly serialNumber?: Uint8Array | bigint;
  /** In the order in which they are written; see `makeExtension` and the profiles. */
  readonly extensions: readonly Extension[];
  /** 3 by default, 1 where there are no extensions (RFC 5280 4.1.2.1). */
  readonly version?: 1 | 3;
}

/**
 * The first half: the octets to sign, for signers that are not a function call away. Throws the codes of `issueCertificate`.
 */
export function prepareCertificate(template: CertificateTemplate, signer: SignerIdentity, options: IssueOptions): Prepared<Certificate> {
  const { issuer, subject, extensions, random } = { ...template, ...options };
  const rules = options.rules ?? 'rfc5280';
  const key = publicKeyDer(template.publicKey);
  assertSignerKey(signer, issuer === 'self' ? key : issuer.publicKey.der, issuer === 'self' ? 'the template' : 'the issuer');
  const notBefore = wholeSeconds(template.notBefore);
  const notAfter = wholeSeconds(template.notAfter);
  if (rules === 'rfc5280') assertFits({ subject, issuer, notBefore, notAfter, extensions, publicKey: key });
  const serialNumber =
    template.serialNumber === undefined ? randomSerialNumber(random) : serialNumberOctets(template.serialNumber, rules, 'serialNumber');
  const version = template.version ?? (extensions.length === 0 ? 1 : 3);
  if (version === 1 && extensions.length > 0)
    throw new PkiError('extensions-need-version-3', `version 1 has no place for ${extensions.length} extensions (RFC 5280 4.1.2.9)`);
  const issuerName = issuer === 'self' ? subject : issuer.subject;
  const tbs = encodeSequence((body) => {
    if (version === 3) body.constructed(contextConstructed(0), (tagged) => tagged.integer(2));
    body.value(0x02, serialNumber).raw(writtenIdentifier(signer.algorithm)).raw(issuerName.der);
    body.sequence((validity) => validity.time(notBefore).time(notAfter));
    body.raw(subject.der).raw(key);
    if (extensions.length > 0) body.constructed(contextConstructed(3), (tagged) => writeExtensions(tagged, extensions));
  });
  const finish = (signature: Uint8Array): Certificate => {
    const certificate = parseCertificate(encodeSigned(tbs, signer, signature));
    assertReadBack(equalBytes(certificate.tbs, tbs) && certificate.version === version, 'tbsCertificate');
    assertReadBack(equalBytes(certificate.serialNumber, serialNumber), 'serialNumber');
    assertReadBack(equalBytes(certificate.issuer.der, issuerName.der) && equalBytes(certificate.subject.der, subject.der), 'subject');
    assertReadBack(certificate.notBefore === notBefore && certificate.notAfter === notAfter, 'validity');
    assertReadBack(equalBytes(certificate.publicKey.der, key), 'subjectPublicKeyInfo');
    assertReadBack(sameExtensions(certificate.extensions, extensions), 'extensions');
    return certificate;
  };
  return { tbs, finish };
}

/**
 * Issues a certificate, at once or as a promise, as the signer answers. The result is read back strictly and its signature verified.
 *
 * Throws `PkiError`: `signer-key-mismatch`, `signature-does-not-verify`, `bad-serial-number`, and under the rules `rfc5280` what `assertFits` lists
 * (`validity-outside-issuer`, `issuer-not-a-ca`, `path-length-exceeded`, …).
 */
export function issueCertificate<R extends SignerAnswer>(
  template: CertificateTemplate,
  signer: Signer<R>,
  options: IssueOptions,
): Issued<Certificate, R> {
  return signPrepared(prepareCertificate(template, signer, options), signer);
}

/** An instant without its parts of a second, which X.509 times cannot hold. Throws `bad-time` for what is no number. */
export function wholeSeconds(at: Instant): Instant {
  if (!Number.isFinite(at)) throw new PkiError('bad-time', `an instant is a number of milliseconds since 1970, not ${at}`);
  return Math.floor(at / 1000) * 1000;
}

/** True when both lists say the same in the same order. */
export function sameExtensions(a: readonly Extension[], b: readonly Extension[]): boolean {
  const same = (one: Extension, other: Extension | undefined): boolean =>
    other !== undefined && one.oid === other.oid && one.critical === other.critical && equalBytes(one.value, other.value);
  return a.length === b.length && a.every((extension, index) => same(extension, b[index]));
}
