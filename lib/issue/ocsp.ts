/**
 * Issuing OCSP responses (RFC 6960 4.2.1), the responder's side: by the CA itself, or by a responder with a certificate of its own that the CA delegated it to.
 *
 *     ResponseData ::= SEQUENCE {
 *        version              [0] EXPLICIT Version DEFAULT v1,
 *        responderID              ResponderID,
 *        producedAt               GeneralizedTime,
 *        responses                SEQUENCE OF SingleResponse,
 *        responseExtensions   [1] EXPLICIT Extensions OPTIONAL }
 */
import { context, contextConstructed, GENERALIZED_TIME } from '../asn1/tags.ts';
import { encodeTime, formatInstant, type Instant } from '../asn1/time.ts';
import { type DerWriter, encodeSequence } from '../asn1/writer.ts';
import { equalBytes, utf8 } from '../base/bytes.ts';
import { PkiError } from '../base/error.ts';
import type { Signer } from '../crypto/types.ts';
import { OCSP_BASIC } from '../oids/ocsp.ts';
import type { Certificate } from '../x509/certificate.ts';
import { type Extension, makeExtension, writeExtensions } from '../x509/extension.ts';
import { reasonCode } from '../x509/extensions/crl-entry-extensions.ts';
import type { DigestFunction } from '../x509/fingerprint.ts';
import { ocspNonce } from '../x509/ocsp-extensions.ts';
import { type BasicOcspResponse, type OcspCertStatus, parseOcspResponse } from '../x509/ocsp-response.ts';
import { wholeSeconds } from './certificate.ts';
import { assertDistinct } from './rules.ts';
import { assertReadBack, assertSignerKey, encodeSigned, type Prepared, signPrepared } from './sign.ts';
import type { Issued, IssueRules, SignerAnswer, SignerIdentity } from './types.ts';

/** What is to be said of one certificate. */
export interface OcspSingleTemplate {
  /** The certificate as the request names it, or DER from `ocspCertId`. */
  readonly certId: Uint8Array | { readonly der: Uint8Array };
  readonly status: OcspCertStatus;
  /** Epoch milliseconds, cut to whole seconds: when the status was last known to be right. */
  readonly thisUpdate: Instant;
  /** Epoch milliseconds, cut to whole seconds; absent: newer information is always to be had. RFC 5019 2.2.4 demands it. */
  readonly nextUpdate?: Instant;
  readonly extensions?: readonly Extension[];
}

/** What a response shall say. */
export interface OcspResponseTemplate {
  /** Certificate of the key that signs: the CA's, or that of a delegated responder. */
  readonly responder: Certificate;
  /** How the responder is named; default: by its name. */
  readonly responderId?: 'name' | 'key';
  /** Epoch milliseconds, cut to whole seconds. */
  readonly producedAt: Instant;
  readonly responses: readonly OcspSingleTemplate[];
  /** The nonce of the request, to be given back. */
  readonly nonce?: Uint8Array;
  /** Further extensions, behind the nonce. */
  readonly extensions?: readonly Extension[];
  /** Certificates to send along: a delegated responder sends its own (RFC 6960 4.2.2.3). Default: none. */
  readonly certificates?: readonly Certificate[];
}

/** How a response is made. */
export interface OcspResponseOptions {
  /** SHA-1, by which a responder's key is named. */
  readonly hash: DigestFunction;
  readonly rules?: IssueRules;
}

/** The first half: the octets to sign. */
export function prepareOcspResponse(
  template: OcspResponseTemplate,
  signer: SignerIdentity,
  { hash, rules = 'rfc5280' }: OcspResponseOptions,
): Prepared<BasicOcspResponse> {
  const { responder, responderId = 'name', nonce, responses, certificates = [] } = template;
  assertSignerKey(signer, responder.publicKey.der, 'the responder');
  if (rules === 'rfc5280') responses.forEach(assertInOrder);
  const extensions = [...(nonce === undefined ? [] : [makeExtension(ocspNonce, nonce)]), ...(template.extensions ?? [])];
  assertDistinct(extensions);
  const tbs = encodeSequence((data) => {
    if (responderId === 'key')
      data.constructed(contextConstructed(2), (tagged) => tagged.octetString(hash.digest(responder.publicKey.key)));
    else data.constructed(contextConstructed(1), (tagged) => tagged.raw(responder.subject.der));
    writeTime(data, template.producedAt);
    data.sequence((list) => responses.forEach((single) => writeSingle(list, single)));
    writeTagged(data, extensions);
  });
  const finish = (signature: Uint8Array): BasicOcspResponse => {
    const basic = encodeSigned(tbs, signer, signature, (body) => {
      if (certificates.length > 0)
        body.constructed(contextConstructed(0), (tagged) => tagged.sequence((list) => certificates.forEach(({ der }) => list.raw(der))));
    });
    const response = parseOcspResponse(wrap(basic));
    if (response.status !== 'successful') throw new PkiError('internal', 'a basic response reads back as an error response');
    assertReadBack(equalBytes(response.tbs, tbs), 'tbsResponseData');
    return response;
  };
  return { tbs, finish };
}

/**
 * Issues an OCSP response, at once or as a promise, as the signer answers. The result is read back strictly and its signature verified.
 *
 * Throws `PkiError`: `signer-key-mismatch`, `signature-does-not-verify`, `bad-nonce`, `duplicate-extension`, and under the rules `rfc5280` also
 * `update-times-reversed`.
 */
export function issueOcspResponse<R extends SignerAnswer>(
  template: OcspResponseTemplate,
  signer: Signer<R>,
  options: OcspResponseOptions,
): Issued<BasicOcspResponse, R> {
  return signPrepared(prepareOcspResponse(template, signer, options), signer);
}

function assertInOrder({ thisUpdate, nextUpdate }: OcspSingleTemplate): void {
  if (nextUpdate !== undefined && wholeSeconds(nextUpdate) <= wholeSeconds(thisUpdate))
    throw new PkiError('update-times-reversed', `the next update ${formatInstant(nextUpdate)} is not after ${formatInstant(thisUpdate)}`);
}

function writeSingle(list: DerWriter, { certId, status, thisUpdate, nextUpdate, extensions = [] }: OcspSingleTemplate): void {
  list.sequence((single) => {
    single.raw(certId instanceof Uint8Array ? certId : certId.der);
    if (status.kind === 'revoked') single.constructed(contextConstructed(1), (info) => writeRevoked(info, status));
    else single.value(context(status.kind === 'good' ? 0 : 2), new Uint8Array(0));
    writeTime(single, thisUpdate);
    if (nextUpdate !== undefined) single.constructed(contextConstructed(0), (tagged) => writeTime(tagged, nextUpdate));
    writeTagged(single, extensions);
  });
}

function writeRevoked(info: DerWriter, { revokedAt, reason }: Extract<OcspCertStatus, { kind: 'revoked' }>): void {
  writeTime(info, revokedAt);
  if (reason !== undefined) info.constructed(contextConstructed(0), (tagged) => reasonCode.encode(reason, tagged));
}

/** GeneralizedTime in the form of RFC 5280 4.1.2.5.2, before 2050 too. */
function writeTime(writer: DerWriter, at: Instant): void {
  const { tag, text } = encodeTime(wholeSeconds(at), GENERALIZED_TIME);
  writer.value(tag, utf8(text));
}

function writeTagged(writer: DerWriter, extensions: readonly Extension[]): void {
  if (extensions.length > 0) writer.constructed(contextConstructed(1), (tagged) => writeExtensions(tagged, extensions));
}

/** `successful`, and the basic response in its envelope. */
function wrap(basic: Uint8Array): Uint8Array {
  return encodeSequence((response) =>
    response
      .enumerated(0)
      .constructed(contextConstructed(0), (tagged) => tagged.sequence((bytes) => bytes.oid(OCSP_BASIC).octetString(basic))),
  );
}
