/**
 * Certificates as `x509` signs them: every field as told or as it stood in the certificate before, fitting or not, unique identifiers and versions
 * included. What `lib/issue` writes is for issuers; this is for changing what is there.
 */
import { context, contextConstructed, GENERALIZED_TIME } from '../asn1/tags.ts';
import { encodeTime, type Instant } from '../asn1/time.ts';
import { type DerWriter, encodeSequence } from '../asn1/writer.ts';
import { latin1 } from '../base/bytes.ts';
import type { Signer } from '../crypto/types.ts';
import { encodeSigned, writtenIdentifier } from '../issue/sign.ts';
import { type Certificate, parseCertificate, type TimeForm } from '../x509/certificate.ts';
import { type Extension, writeExtensions } from '../x509/extension.ts';
import type { Name } from '../x509/name.ts';

/** When a certificate is valid. */
export interface Validity {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** `generalized` keeps that form before 2050. */
  readonly notBeforeForm?: TimeForm;
  readonly notAfterForm?: TimeForm;
}

/** What a certificate shall say. */
export interface CertificateDraft {
  readonly version: number;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly validity: Validity;
  readonly subject: Name;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly issuerUniqueId?: Uint8Array | undefined;
  readonly subjectUniqueId?: Uint8Array | undefined;
  readonly extensions: readonly Extension[];
}

/** The certificate, signed. `spoiled` changes a bit of the signature, as `-badsig` does. */
export function signCertificate(
  draft: CertificateDraft,
  signer: Signer<Uint8Array>,
  { spoiled }: { readonly spoiled: boolean },
): Certificate {
  const { version, serialNumber, issuer, validity, subject, publicKey, issuerUniqueId, subjectUniqueId, extensions } = draft;
  const tbs = encodeSequence((body) => {
    if (version !== 1) body.constructed(contextConstructed(0), (tagged) => tagged.integer(version - 1));
    body.value(0x02, serialNumber).raw(writtenIdentifier(signer.algorithm)).raw(issuer.der);
    body.sequence((times) => {
      writeTime(times, validity.notBefore, validity.notBeforeForm);
      writeTime(times, validity.notAfter, validity.notAfterForm);
    });
    body.raw(subject.der).raw(publicKey);
    if (issuerUniqueId !== undefined) body.bitString(issuerUniqueId, context(1));
    if (subjectUniqueId !== undefined) body.bitString(subjectUniqueId, context(2));
    if (extensions.length > 0) body.constructed(contextConstructed(3), (tagged) => writeExtensions(tagged, extensions));
  });
  const der = encodeSigned(tbs, signer, signer.sign(tbs));
  if (spoiled) spoil(der);
  return parseCertificate(der, { reading: 'openssl' });
}

/** Changes the last bit of a signed structure, which is one of its signature. */
export function spoil(der: Uint8Array): void {
  der[der.length - 1] = (der[der.length - 1] as number) ^ 1;
}

function writeTime(writer: DerWriter, at: Instant, form: TimeForm | undefined): void {
  const { tag, text } = encodeTime(at, form === 'generalized' ? GENERALIZED_TIME : undefined);
  writer.value(tag, latin1(text));
}
