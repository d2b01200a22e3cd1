/**
 * Issuing on request: the CA decides what the certificate says, the request only proves that its key is held. Nothing is copied from it but the
 * extensions the caller names; a request that asks for CA:TRUE gets it only from a caller who lists basicConstraints.
 */
import { PkiError } from '../base/error.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeExtension, type ExtensionType } from '../x509/extension.ts';
import type { CertificationRequest } from '../x509/request.ts';
import { type CertificateTemplate, issueCertificate } from './certificate.ts';
import { verifyRequest } from './request.ts';
import type { Issued, IssueOptions, SignerAnswer } from './types.ts';

/** What the CA grants: a template without the key, which the request brings. */
export interface RequestTerms extends Omit<CertificateTemplate, 'publicKey' | 'subject'> {
  /** Subject to write instead of the one asked for. */
  readonly subject?: CertificateTemplate['subject'];
  /** Extensions that may be copied from the request, where the terms do not set them: `[subjectAltName]`, say; each must decode. Default: none. */
  readonly copy?: readonly Pick<ExtensionType<unknown>, 'oid' | 'decode'>[];
}

/** Options of issuing, and the signature algorithms that a request may be signed with. */
export interface FromRequestOptions extends IssueOptions {
  readonly algorithms: readonly SignatureAlgorithm[];
}

/**
 * The template that grants `request` under `terms`. Throws `unknown-request-version`, `request-not-proven` where its signature is not good, and the codes of the DER reader where the
 * value of an extension to copy is malformed: whoever asks must not choose octets that the CA signs unread.
 */
export function templateFromRequest(
  request: CertificationRequest,
  terms: RequestTerms,
  algorithms: readonly SignatureAlgorithm[],
): CertificateTemplate {
  if (request.version !== 1)
    throw new PkiError('unknown-request-version', `the request is of version ${request.version}, only 1 is defined (RFC 2986 4.1)`);
  if (!verifyRequest(request, algorithms))
    throw new PkiError(
      'request-not-proven',
      'the request is not signed by the key it asks a certificate for, or by an algorithm not taken',
    );
  const { copy = [], subject = request.subject, ...granted } = terms;
  const set = new Set<string>(terms.extensions.map((extension) => extension.oid));
  const copied = request.extensions.filter((extension) => {
    const type = set.has(extension.oid) ? undefined : copy.find(({ oid }) => oid === extension.oid);
    if (type !== undefined) decodeExtension(extension, type);
    return type !== undefined;
  });
  return { ...granted, subject, publicKey: request.publicKey, extensions: [...terms.extensions, ...copied] };
}

/**
 * Issues a certificate on a request, its proof of possession checked first. Throws `request-not-proven` and the codes of `issueCertificate`.
 */
export function issueFromRequest<R extends SignerAnswer>(
  request: CertificationRequest,
  terms: RequestTerms,
  signer: Signer<R>,
  options: FromRequestOptions,
): Issued<Certificate, R> {
  return issueCertificate(templateFromRequest(request, terms, options.algorithms), signer, options);
}
