/** Issuing with the defaults bound: the platform's randomness, the default algorithms, SHA-1 for key identifiers (RFC 5280 4.2.1.2 method 1). */
import { sha1 } from '../crypto/hash.ts';
import type { SignatureAlgorithm, Signer } from '../crypto/types.ts';
import { type CertificateTemplate, issueCertificate as issueCertificateWith } from '../issue/certificate.ts';
import { issueFromRequest as issueFromRequestWith, type RequestTerms } from '../issue/from-request.ts';
import {
  clientProfile as clientProfileWith,
  intermediateProfile as intermediateProfileWith,
  type IssuedProfileSubject,
  type ProfileNames,
  type ProfileSubject,
  rootProfile as rootProfileWith,
  selfSignedProfile as selfSignedProfileWith,
  serverProfile as serverProfileWith,
} from '../issue/profiles.ts';
import { verifyRequest as verifyRequestWith } from '../issue/request.ts';
import type { Issued, IssueRules, SignerAnswer } from '../issue/types.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Extension } from '../x509/extension.ts';
import type { CertificationRequest } from '../x509/request.ts';
import { defaultAlgorithms } from './algorithms.ts';
import { randomBytes } from './random.ts';

/** How strictly to issue. */
export interface IssueSettings {
  /** `rfc5280` (default) refuses a template that no verifier would take; `none` signs whatever can be encoded. */
  readonly rules?: IssueRules;
}

/**
 * Issues a certificate (RFC 5280 4.1), at once or as a promise, as the signer answers: with a random serial number unless the template brings one, read
 * back strictly and its signature verified.
 *
 * Throws `PkiError`: `signer-key-mismatch`, `signature-does-not-verify`, `bad-serial-number`, `validity-outside-issuer`, `validity-reversed`,
 * `issuer-not-a-ca`, `issuer-may-not-sign`, `path-length-exceeded`, `path-length-without-ca`, `key-cert-sign-without-ca`, `duplicate-extension`,
 * `subject-missing`.
 *
 * ```ts
 * import { clientProfile, createSigner, generateKeyPair, issueCertificate, parseName, rootProfile } from 'certwright';
 * const year = 365 * 86_400_000;
 * const ca = generateKeyPair({ kind: 'ec', curve: 'P-256' });
 * const validity = { notBefore: Date.now(), notAfter: Date.now() + year };
 * const extensions = rootProfile({ publicKey: ca.publicKey });
 * const root = issueCertificate({ subject: parseName('CN=Our CA'), publicKey: ca.publicKey, issuer: 'self', ...validity, extensions }, createSigner(ca.privateKey));
 *
 * const { publicKey } = generateKeyPair({ kind: 'ed25519' });
 * const template = { subject: parseName('CN=alice'), publicKey, issuer: root, ...validity, extensions: clientProfile({ publicKey, issuer: root }) };
 * if (issueCertificate(template, createSigner(ca.privateKey)).serialNumber.length !== 16) throw new Error('a random serial number was due');
 * ```
 */
export function issueCertificate<R extends SignerAnswer>(
  template: CertificateTemplate,
  signer: Signer<R>,
  settings: IssueSettings = {},
): Issued<Certificate, R> {
  return issueCertificateWith(template, signer, { random: randomBytes, ...settings });
}

/** What may be taken from requests. */
export interface FromRequestSettings extends IssueSettings {
  /** Algorithms that a request may be signed with; by default no MD5, no SHA-1. */
  readonly algorithms?: readonly SignatureAlgorithm[];
}

/**
 * Issues a certificate on a request, its proof of possession checked first (RFC 2986 3). Of the extensions asked for, only those listed in `terms.copy`
 * are granted. Throws `request-not-proven` and the codes of `issueCertificate`.
 *
 * ```ts
 * import { createSigner, generateKeyPair, issueCertificate, issueFromRequest, issueRequest, parseName, rootProfile } from 'certwright';
 * const ca = createSigner(generateKeyPair({ kind: 'ed25519' }).privateKey);
 * const validity = { notBefore: 1_767_225_600_000, notAfter: 1_798_761_600_000 };
 * const template = { subject: parseName('CN=CA'), publicKey: ca.publicKey, issuer: 'self' as const, ...validity };
 * const root = issueCertificate({ ...template, extensions: rootProfile({ publicKey: ca.publicKey }) }, ca);
 * const request = issueRequest({ subject: parseName('CN=bob') }, createSigner(generateKeyPair({ kind: 'ed25519' }).privateKey));
 * const bob = issueFromRequest(request, { issuer: root, ...validity, extensions: [] }, ca);
 * if (bob.version !== 1) throw new Error('without extensions a certificate is of version 1');
 * ```
 */
export function issueFromRequest<R extends SignerAnswer>(
  request: CertificationRequest,
  terms: RequestTerms,
  signer: Signer<R>,
  settings: FromRequestSettings = {},
): Issued<Certificate, R> {
  return issueFromRequestWith(request, terms, signer, { random: randomBytes, algorithms: defaultAlgorithms, ...settings });
}

/** True where a request is signed by the key it asks a certificate for (RFC 2986 3). By default no MD5, no SHA-1. */
export function verifyRequest(
  request: CertificationRequest,
  { algorithms = defaultAlgorithms }: { readonly algorithms?: readonly SignatureAlgorithm[] } = {},
): boolean {
  return verifyRequestWith(request, algorithms);
}

/** Extensions of a self-signed server certificate without a CA: the manual's first example. */
export function selfSignedProfile(of: Omit<ProfileSubject, 'hash'> & ProfileNames): Extension[] {
  return selfSignedProfileWith({ hash: sha1, ...of });
}

/** Extensions of a root CA; `pathLength` limits the CAs below it (absent: no limit). */
export function rootProfile(of: Omit<ProfileSubject, 'hash'> & { readonly pathLength?: number }): Extension[] {
  return rootProfileWith({ hash: sha1, ...of });
}

/** Extensions of an intermediate CA, of path length 0 unless told. */
export function intermediateProfile(of: Omit<IssuedProfileSubject, 'hash'> & { readonly pathLength?: number }): Extension[] {
  return intermediateProfileWith({ hash: sha1, ...of });
}

/** Extensions of a TLS server's certificate; `names` go into its subjectAltName. */
export function serverProfile(of: Omit<IssuedProfileSubject, 'hash'> & ProfileNames): Extension[] {
  return serverProfileWith({ hash: sha1, ...of });
}

/** Extensions of a TLS client's certificate. */
export function clientProfile(of: Omit<IssuedProfileSubject, 'hash'> & ProfileNames): Extension[] {
  return clientProfileWith({ hash: sha1, ...of });
}
