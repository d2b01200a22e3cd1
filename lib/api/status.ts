/** The status of one certificate with the default algorithms at the present moment. */
import type { Instant } from '../asn1/time.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import { type CertificateStatus, checkPathStatus, type PathStatusInput } from '../path/status.ts';
import { defaultAlgorithms } from './algorithms.ts';
import { statusSources } from './status-sources.ts';

/** A certificate whose status is asked for, and what is known about it. */
export interface StatusInput extends Omit<PathStatusInput, 'at' | 'algorithms' | 'statusSources'> {
  /** The moment of the judgement in epoch milliseconds, cut to whole seconds; default now. */
  readonly at?: Instant;
  /** Signature algorithms that are allowed; default: RSA and ECDSA with SHA-2, Ed25519. */
  readonly algorithms?: readonly SignatureAlgorithm[];
}

/**
 * Tells whether a certificate is revoked, from CRLs (RFC 5280 6.3) and OCSP responses (RFC 6960 3.2), given its issuer, which is trusted as it stands. Nothing
 * else of the certificate is judged; `verifyChain` does that, revocation included. Certificates of CRL and OCSP signers go into `intermediates`, as do further
 * certificates of the issuer: each is judged up to the issuer given.
 *
 * `revoked` comes with the revocations found. `unknown` and `good` come with what was given and could not be used. Throws `PkiError` for misuse only.
 *
 * ```ts
 * import { checkStatus, createSigner, generateKeyPair, issueCertificate, issueCrl, parseName, rootProfile } from 'certwright';
 * const { publicKey, privateKey } = generateKeyPair({ kind: 'ed25519' });
 * const signer = createSigner(privateKey);
 * const validity = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 };
 * const template = { subject: parseName('CN=Our CA'), publicKey, ...validity, extensions: rootProfile({ publicKey }) };
 * const issuer = issueCertificate({ ...template, issuer: 'self' }, signer);
 * const certificate = issueCertificate({ subject: parseName('CN=us'), publicKey, ...validity, issuer, extensions: [] }, signer);
 * const entries = [{ serialNumber: certificate.serialNumber, revokedAt: Date.now() - 1000, reason: 'superseded' as const }];
 * const crl = issueCrl({ issuer, thisUpdate: Date.now() - 1000, nextUpdate: validity.notAfter, crlNumber: 1, entries }, signer);
 * const { status, findings } = checkStatus({ certificate, issuer, crls: [crl] });
 * if (status !== 'revoked' || findings[0]?.['reason'] !== 'superseded') throw new Error('not found on the CRL');
 * if (checkStatus({ certificate, issuer }).status !== 'unknown') throw new Error('nothing was given to tell');
 * ```
 */
export function checkStatus(input: StatusInput): CertificateStatus {
  const { at = Date.now(), algorithms = defaultAlgorithms, ...rest } = input;
  return checkPathStatus({ ...rest, at, algorithms, statusSources });
}
