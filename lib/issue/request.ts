/**
 * Certification requests (PKCS #10, RFC 2986): making them, and checking that whoever asks holds the key.
 *
 *     CertificationRequestInfo ::= SEQUENCE {
 *          version       INTEGER { v1(0) },
 *          subject       Name,
 *          subjectPKInfo SubjectPublicKeyInfo,
 *          attributes    [0] IMPLICIT SET OF Attribute }
 */
import { contextConstructed } from '../asn1/tags.ts';
import { type DerWriter, encodeSequence } from '../asn1/writer.ts';
import { equalBytes } from '../base/bytes.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import { verifySignature } from '../crypto/verify.ts';
import type { Extension } from '../x509/extension.ts';
import type { Name } from '../x509/name.ts';
import { makeExtensionRequest, writeRequestAttribute } from '../x509/request-attributes.ts';
import { type CertificationRequest, parseRequest, type RequestAttribute } from '../x509/request.ts';
import { sameExtensions } from './certificate.ts';
import { assertDistinct } from './rules.ts';
import { assertReadBack, encodeSigned, type Prepared, signPrepared, writtenIdentifier } from './sign.ts';
import type { Issued, SignerAnswer, SignerIdentity } from './types.ts';

/** What a request shall ask for. Its key is the signer's: only its holder can ask. */
export interface RequestTemplate {
  readonly subject: Name;
  /** Extensions asked for (extensionRequest, RFC 2985 5.4.2). */
  readonly extensions?: readonly Extension[];
  /** Further attributes, such as a challenge password. */
  readonly attributes?: readonly RequestAttribute[];
}

/** The first half: the octets to sign. */
export function prepareRequest(template: RequestTemplate, signer: SignerIdentity): Prepared<CertificationRequest> {
  const { subject, extensions = [], attributes = [] } = template;
  assertDistinct(extensions);
  const all = extensions.length === 0 ? attributes : [...attributes, makeExtensionRequest(extensions)];
  const members = all.map((attribute) => (out: DerWriter) => writeRequestAttribute(out, attribute));
  const tbs = encodeSequence((body) => {
    body.integer(0).raw(subject.der).raw(signer.publicKey);
    body.setOf(members, contextConstructed(0));
  });
  const finish = (signature: Uint8Array): CertificationRequest => {
    const request = parseRequest(encodeSigned(tbs, signer, signature));
    assertReadBack(equalBytes(request.tbs, tbs), 'certificationRequestInfo');
    assertReadBack(equalBytes(request.subject.der, subject.der), 'subject');
    assertReadBack(equalBytes(request.publicKey.der, signer.publicKey), 'subjectPKInfo');
    assertReadBack(equalBytes(request.signatureAlgorithm.der, writtenIdentifier(signer.algorithm)), 'signatureAlgorithm');
    assertReadBack(sameExtensions(request.extensions, extensions), 'extensionRequest');
    return request;
  };
  return { tbs, finish };
}

/**
 * Makes a request for the signer's own key, at once or as a promise, as the signer answers. Throws `duplicate-extension` and
 * `signature-does-not-verify`.
 */
export function issueRequest<R extends SignerAnswer>(template: RequestTemplate, signer: Signer<R>): Issued<CertificationRequest, R> {
  return signPrepared(prepareRequest(template, signer), signer);
}

/**
 * Proof of possession (RFC 2986 3): true where the request is signed by the key it asks a certificate for, with one of `algorithms`. A key of an
 * unknown kind is false.
 */
export function verifyRequest(request: CertificationRequest, algorithms: readonly SignatureAlgorithm[]): boolean {
  return verifySignature(request.publicKey, request.signatureAlgorithm, request.tbs, request.signature, { algorithms });
}
