/** Writes OCSP responses (RFC 6960 4.2.1), wrong ones too, about one certificate each. */
import { issueOcspResponse, ocspCertId } from '../api/ocsp.ts';
import type { Instant } from '../asn1/time.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Extension } from '../x509/extension.ts';
import type { OcspCertStatus } from '../x509/ocsp-response.ts';
import { AT, DAY, type MadeCertificate } from './certificate.ts';

/** A response to be made; the defaults make one that says `good`. */
export interface OcspRecipe {
  readonly certificate: Certificate;
  /** Who issued the certificate, by whose name and key the response names it. */
  readonly issuer: MadeCertificate;
  /** Who signs; default: the issuer. */
  readonly responder?: MadeCertificate;
  /** Default: the responder's, where that is not the issuer. */
  readonly certificates?: readonly Certificate[];
  /** DER of another CertID. */
  readonly certId?: Uint8Array;
  readonly status?: OcspCertStatus;
  /** Epoch milliseconds; default: a day before `AT`. */
  readonly producedAt?: Instant;
  readonly thisUpdate?: Instant;
  /** Default: a week after `AT`; null: absent. */
  readonly nextUpdate?: Instant | null;
  readonly nonce?: Uint8Array;
  /** Of the response as a whole. */
  readonly extensions?: readonly Extension[];
  /** Of the answer about the certificate. */
  readonly singleExtensions?: readonly Extension[];
  /** Turns one bit of the signature. */
  readonly breakSignature?: boolean;
}

/**
 * DER of an OCSP response. Throws `PkiError` where the recipe cannot be written.
 *
 * ```ts
 * import { checkStatus } from 'certwright';
 * import { AT, makeCertificate, makeOcspResponse } from 'certwright/testing';
 * const issuer = makeCertificate({ subject: 'CN=CA', ca: true });
 * const { certificate } = makeCertificate({ subject: 'CN=leaf', issuer });
 * const response = makeOcspResponse({ certificate, issuer, breakSignature: true });
 * const { status } = checkStatus({ certificate, issuer: issuer.certificate, at: AT, ocspResponses: [response] });
 * if (status !== 'unknown') throw new Error('a bad signature was taken');
 * ```
 */
export function makeOcspResponse(recipe: OcspRecipe): Uint8Array {
  const { certificate, issuer, responder = issuer, status = { kind: 'good' }, nonce } = recipe;
  const { certificates = responder === issuer ? [] : [responder.certificate], nextUpdate = AT + 7 * DAY } = recipe;
  const thisUpdate = recipe.thisUpdate ?? AT - DAY;
  const answer = {
    certId: recipe.certId ?? ocspCertId({ certificate, issuer: issuer.certificate }),
    status,
    thisUpdate,
    extensions: recipe.singleExtensions ?? [],
    ...(nextUpdate === null ? {} : { nextUpdate }),
  };
  const template = {
    responder: responder.certificate,
    producedAt: recipe.producedAt ?? AT - DAY,
    responses: [answer],
    certificates,
    extensions: recipe.extensions ?? [],
    ...(nonce === undefined ? {} : { nonce }),
  };
  const { der, signature } = issueOcspResponse(template, responder.key, { rules: 'none' });
  if (recipe.breakSignature !== true) return der;
  const broken = der.slice();
  const last = signature.byteOffset - der.byteOffset + signature.length - 1;
  broken[last] = (broken[last] as number) ^ 1;
  return broken;
}
