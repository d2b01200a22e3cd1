/** Makes OCSP responses of any kind, wrong ones too: by the kit's keys, with defaults that make a good one. Portable. */
import { ocspCertId } from '../../lib/api/ocsp.ts';
import type { Signer } from '../../lib/crypto/types.ts';
import { sha1 } from '../../lib/crypto/hash.ts';
import { issueOcspResponse, type OcspResponseTemplate, type OcspSingleTemplate } from '../../lib/issue/ocsp.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import type { BasicOcspResponse, OcspCertStatus } from '../../lib/x509/ocsp-response.ts';
import { AT, DAY, type Made } from './chain-kit.ts';

export const GOOD: OcspCertStatus = { kind: 'good' };
export const REVOKED: OcspCertStatus = { kind: 'revoked', revokedAt: AT - 2 * DAY, reason: 'keyCompromise' };
export const UNKNOWN: OcspCertStatus = { kind: 'unknown' };

/** An answer about `certificate` of `issuer`: good, of yesterday, for a week. */
export function answer(certificate: Certificate, issuer: Certificate, own: Partial<OcspSingleTemplate> = {}): OcspSingleTemplate {
  return { certId: ocspCertId({ certificate, issuer }), status: GOOD, thisUpdate: AT - DAY, nextUpdate: AT + 6 * DAY, ...own };
}

/** The same without nextUpdate. */
export function answerWithoutEnd(certificate: Certificate, issuer: Certificate, own: Partial<OcspSingleTemplate> = {}): OcspSingleTemplate {
  const { nextUpdate: _, ...rest } = answer(certificate, issuer, own);
  return rest;
}

/** What a response is made of. */
export interface ResponseRecipe extends Partial<OcspResponseTemplate> {
  /** Whose key signs, where it is not the responder's. */
  readonly signedBy?: Signer<Uint8Array>;
}

/** A response of `responder`, signed yesterday. */
export function respond(
  responder: Made,
  responses: readonly OcspSingleTemplate[],
  { signedBy, ...own }: ResponseRecipe = {},
): BasicOcspResponse {
  const signer = signedBy ?? responder.key;
  const named =
    signedBy === undefined
      ? responder.certificate
      : { ...responder.certificate, publicKey: { ...responder.certificate.publicKey, der: signer.publicKey } };
  const template = { responder: named, producedAt: AT - DAY, responses, ...own };
  return issueOcspResponse(template, signer, { hash: sha1, rules: 'none' });
}
