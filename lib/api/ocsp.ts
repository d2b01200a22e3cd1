/** OCSP with the hashes bound: requests, and the responder's side. Judging responses is `verifyChain`'s and `checkStatus`'s business. */
import type { Oid } from '../asn1/oid.ts';
import { PkiError } from '../base/error.ts';
import { sha1, sha256, sha384, sha512 } from '../crypto/hash.ts';
import type { Hash, Signer } from '../crypto/types.ts';
import { issueOcspResponse as issueOcspResponseWith, type OcspResponseTemplate } from '../issue/ocsp.ts';
import type { Issued, SignerAnswer } from '../issue/types.ts';
import { SHA1, SHA256, SHA384, SHA512 } from '../oids/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { makeExtension } from '../x509/extension.ts';
import { normalisedName } from '../x509/name-compare.ts';
import { encodeOcspCertId } from '../x509/ocsp-cert-id.ts';
import { ocspNonce } from '../x509/ocsp-extensions.ts';
import { encodeOcspRequest } from '../x509/ocsp-request.ts';
import type { BasicOcspResponse } from '../x509/ocsp-response.ts';
import type { IssueSettings } from './issue.ts';

/** Hashes by which OCSP may name a certificate. */
export type OcspHashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** The hash with this identifier, of those that CertIDs are made with. */
export function ocspHash(hashOid: string): Hash | undefined {
  switch (hashOid) {
    case SHA1:
      return sha1;
    case SHA256:
      return sha256;
    case SHA384:
      return sha384;
    case SHA512:
      return sha512;
    default:
      return undefined;
  }
}

function hashNamed(name: OcspHashName): { readonly hash: Hash; readonly oid: Oid } {
  switch (name) {
    case 'SHA-1':
      return { hash: sha1, oid: SHA1 };
    case 'SHA-256':
      return { hash: sha256, oid: SHA256 };
    case 'SHA-384':
      return { hash: sha384, oid: SHA384 };
    case 'SHA-512':
      return { hash: sha512, oid: SHA512 };
    default:
      throw new PkiError('bad-option', `hash is one of SHA-1, SHA-256, SHA-384, SHA-512, not ${String(name)}`);
  }
}

/** A certificate to be named to a responder. */
export interface OcspSubject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** Default SHA-1, which every responder knows (RFC 5019 2.1.1); nothing here rests on its strength. */
  readonly hash?: OcspHashName;
}

/** What to ask. */
export interface OcspRequestInput extends Omit<OcspSubject, 'certificate'> {
  /** One certificate, or several of the same issuer. */
  readonly certificate: Certificate | readonly Certificate[];
  /** 1 to 128 random octets, 32 in use (RFC 9654 2.1), that the response must give back; absent: none, so that responders can answer from a cache. */
  readonly nonce?: Uint8Array;
}

/** DER of the CertID by which OCSP names a certificate (RFC 6960 4.1.1). Throws `not-the-issuer` where the issuer's name is not the one in the certificate. */
export function ocspCertId({ certificate, issuer, hash = 'SHA-1' }: OcspSubject): Uint8Array {
  if (normalisedName(certificate.issuer) !== normalisedName(issuer.subject))
    throw new PkiError('not-the-issuer', 'the certificate names another issuer than the one that is given');
  const { hash: digest, oid } = hashNamed(hash);
  return encodeOcspCertId(certificate, issuer.publicKey, digest, oid);
}

/**
 * DER of an OCSP request (RFC 6960 4.1.1) in the form of RFC 5019: no requestor's name, no signature, no nonce unless one is given. It is sent by HTTP POST as
 * `application/ocsp-request` to the address in the certificate's authorityInfoAccess; the answer goes to `verifyChain` or `checkStatus`, with the nonce.
 *
 * Throws `PkiError`: `not-the-issuer`, `bad-nonce`, `bad-option`.
 *
 * ```ts
 * import { checkStatus, createOcspRequest, createSigner, generateKeyPair, issueCertificate, issueOcspResponse, parseName, randomBytes, rootProfile } from 'certwright';
 * import { parseOcspRequest } from 'certwright/x509';
 * const ca = createSigner(generateKeyPair({ kind: 'ed25519' }).privateKey);
 * const validity = { notBefore: Date.now() - 5000, notAfter: Date.now() + 86_400_000 };
 * const template = { subject: parseName('CN=Our CA'), publicKey: ca.publicKey, ...validity };
 * const issuer = issueCertificate({ ...template, issuer: 'self', extensions: rootProfile(ca) }, ca);
 * const certificate = issueCertificate({ ...template, subject: parseName('CN=us'), issuer, extensions: [] }, ca);
 *
 * const nonce = randomBytes(32);
 * const request = parseOcspRequest(createOcspRequest({ certificate, issuer, nonce }));
 *
 * // The responder's side, by the CA itself:
 * const responses = request.requests.map(({ certId }) => ({ certId, status: { kind: 'good' as const }, thisUpdate: Date.now() - 2000 }));
 * const response = issueOcspResponse({ responder: issuer, producedAt: Date.now() - 1000, responses, nonce }, ca);
 *
 * const { status } = checkStatus({ certificate, issuer, ocspResponses: [{ response: response.der, nonce }] });
 * if (status !== 'good') throw new Error('a fresh answer of the CA itself');
 * ```
 */
export function createOcspRequest({ certificate, nonce, ...rest }: OcspRequestInput): Uint8Array {
  const certificates = Array.isArray(certificate) ? (certificate as readonly Certificate[]) : [certificate as Certificate];
  if (certificates.length === 0) throw new PkiError('bad-option', 'certificate: a request asks for at least one');
  return encodeOcspRequest(
    certificates.map((item) => ocspCertId({ ...rest, certificate: item })),
    nonce === undefined ? [] : [makeExtension(ocspNonce, nonce)],
  );
}

/**
 * Issues an OCSP response (RFC 6960 4.2.1), at once or as a promise, as the signer answers: by the CA, or by a responder with a certificate of its own, which
 * then goes into `certificates`. The result is read back strictly and its signature verified. See `createOcspRequest` for an example.
 *
 * Throws `PkiError`: `signer-key-mismatch`, `signature-does-not-verify`, `bad-nonce`, `duplicate-extension`, `update-times-reversed`.
 */
export function issueOcspResponse<R extends SignerAnswer>(
  template: OcspResponseTemplate,
  signer: Signer<R>,
  settings: IssueSettings = {},
): Issued<BasicOcspResponse, R> {
  return issueOcspResponseWith(template, signer, { hash: sha1, ...settings });
}
