/**
 * OCSP responses (RFC 6960 4.2.1) as views. Certificates that came with one stay octets until somebody asks (`parseCertificate`).
 *
 *     OCSPResponse ::= SEQUENCE {
 *        responseStatus         OCSPResponseStatus,
 *        responseBytes          [0] EXPLICIT ResponseBytes OPTIONAL }
 *
 *     OCSPResponseStatus ::= ENUMERATED { successful (0), malformedRequest (1), internalError (2), tryLater (3), sigRequired (5), unauthorized (6) }
 *
 *     ResponseBytes ::=       SEQUENCE {
 *         responseType   OBJECT IDENTIFIER,
 *         response       OCTET STRING }
 *
 *     BasicOCSPResponse       ::= SEQUENCE {
 *        tbsResponseData      ResponseData,
 *        signatureAlgorithm   AlgorithmIdentifier,
 *        signature            BIT STRING,
 *        certs            [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 *
 *     ResponseData ::= SEQUENCE {
 *        version              [0] EXPLICIT Version DEFAULT v1,
 *        responderID              ResponderID,
 *        producedAt               GeneralizedTime,
 *        responses                SEQUENCE OF SingleResponse,
 *        responseExtensions   [1] EXPLICIT Extensions OPTIONAL }
 *
 *     ResponderID ::= CHOICE {
 *        byName               [1] Name,
 *        byKey                [2] KeyHash }
 *
 *     SingleResponse ::= SEQUENCE {
 *        certID                       CertID,
 *        certStatus                   CertStatus,
 *        thisUpdate                   GeneralizedTime,
 *        nextUpdate         [0]       EXPLICIT GeneralizedTime OPTIONAL,
 *        singleExtensions   [1]       EXPLICIT Extensions OPTIONAL }
 *
 *     CertStatus ::= CHOICE {
 *         good        [0]     IMPLICIT NULL,
 *         revoked     [1]     IMPLICIT RevokedInfo,
 *         unknown     [2]     IMPLICIT UnknownInfo }
 *
 *     RevokedInfo ::= SEQUENCE {
 *         revocationTime              GeneralizedTime,
 *         revocationReason    [0]     EXPLICIT CRLReason OPTIONAL }
 *
 * What an extension means, and whether a critical one is understood, is the business of whoever judges the response.
 */
import { given } from '../base/given.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { context, contextConstructed, ENUMERATED, GENERALIZED_TIME } from '../asn1/tags.ts';
import type { Instant } from '../asn1/time.ts';
import { encodeSequence } from '../asn1/writer.ts';
import type { AlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { OCSP_BASIC } from '../oids/ocsp.ts';
import { readVersion } from './certificate.ts';
import type { RevocationReason } from './crl.ts';
import { type Extension, readOptionalExtensions } from './extension.ts';
import { reasonCodeReader } from './extensions/crl-entry-extensions.ts';
import { type Name, readName } from './name.ts';
import { type OcspCertId, readOcspCertId } from './ocsp-cert-id.ts';
import { readOcspCertificates } from './ocsp-request.ts';
import { readSigned } from './signed.ts';

/** Why a responder gives no answer (RFC 6960 2.3). */
export type OcspErrorStatus = 'malformedRequest' | 'internalError' | 'tryLater' | 'sigRequired' | 'unauthorized';

/** OCSPResponseStatus by number; 4 is not used. */
const STATUSES: readonly ('successful' | OcspErrorStatus | undefined)[] = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
];

/** A response that says why there is no answer. It is not signed. */
export interface OcspErrorResponse {
  readonly der: Uint8Array;
  readonly status: OcspErrorStatus;
}

/** A response about certificates. */
export interface BasicOcspResponse {
  readonly der: Uint8Array;
  readonly status: 'successful';
  /** The signed part (tbsResponseData), header included. */
  readonly tbs: Uint8Array;
  /** 1; another number where the input says so. */
  readonly version: number;
  readonly responderId: OcspResponderId;
  /** When it was signed. */
  readonly producedAt: Instant;
  readonly responses: readonly OcspSingleResponse[];
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Octets of the signature BIT STRING; none where it does not end at an octet. */
  readonly signature: Uint8Array;
  /** DER of each certificate that came with it, unread. */
  readonly certificates: readonly Uint8Array[];
}

/** Who signed. */
export type OcspResponderId =
  | { readonly kind: 'name'; readonly name: Name }
  /** SHA-1 of the octets of the responder's subjectPublicKey. */
  | { readonly kind: 'key'; readonly keyHash: Uint8Array };

/** What a responder says of one certificate. */
export interface OcspSingleResponse {
  readonly certId: OcspCertId;
  readonly status: OcspCertStatus;
  readonly thisUpdate: Instant;
  readonly nextUpdate?: Instant;
  readonly extensions: readonly Extension[];
}

/** The status of a certificate (RFC 6960 2.2). */
export type OcspCertStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly revokedAt: Instant; readonly reason?: RevocationReason }
  | { readonly kind: 'unknown' };

/**
 * Reads an OCSP response from DER; the result aliases `der`, and nothing of it is checked yet: `verifyChain` judges it. Throws `PkiError` with offset and
 * path where the octets are not the DER of a response; `bad-response-status` for a status without meaning, `unknown-response-type` for any type but the
 * basic one (RFC 6960 4.2.1).
 *
 * ```ts
 * import { fromHex } from 'certwright';
 * import { parseOcspResponse } from 'certwright/x509';
 * if (parseOcspResponse(fromHex('30030a0103')).status !== 'tryLater') throw new Error('the responder asks for patience');
 * ```
 */
export function parseOcspResponse(der: Uint8Array): BasicOcspResponse | OcspErrorResponse {
  return readSequence(der, (outer) => {
    const start = outer.position;
    const code = outer.smallInteger('responseStatus', { tag: ENUMERATED });
    const status = STATUSES[code] ?? outer.fail('bad-response-status', `no response status has number ${code}`, 'responseStatus', start);
    if (status !== 'successful') return { der, status };
    return outer.constructed(contextConstructed(0), 'responseBytes', (tagged) => tagged.sequence('', (inner) => readBytes(inner, der)));
  });
}

function readBytes(reader: DerReader, der: Uint8Array): BasicOcspResponse {
  const start = reader.position;
  const type = reader.oid('responseType');
  if (type !== OCSP_BASIC) reader.fail('unknown-response-type', `a response of type ${type}, not the basic one`, 'responseType', start);
  const response = reader.octetString('response');
  return readSequence(response, (basic) => readBasic(basic, der), {
    path: reader.path('response'),
    offset: reader.offset - response.length,
  });
}

function readBasic(basic: DerReader, der: Uint8Array): BasicOcspResponse {
  const signed = readSigned(basic, ['tbsResponseData', 'signature'], readResponseData);
  return { der, status: 'successful', ...signed, certificates: readOcspCertificates(basic) };
}

type ResponseData = Pick<BasicOcspResponse, 'version' | 'responderId' | 'producedAt' | 'responses' | 'extensions'>;

function readResponseData(data: DerReader): ResponseData {
  return {
    version: readVersion(data),
    responderId: readResponderId(data),
    producedAt: data.timeOf(GENERALIZED_TIME, 'producedAt'),
    responses: data.sequenceOf('responses', (list, index) => list.sequence(String(index), readSingle)),
    extensions: readOptionalExtensions(data, 1, 'responseExtensions'),
  };
}

function readResponderId(data: DerReader): OcspResponderId {
  return data.peek() === contextConstructed(2)
    ? data.constructed(contextConstructed(2), 'responderID', (inner) => ({ kind: 'key', keyHash: inner.octetString('byKey') }))
    : data.constructed(contextConstructed(1), 'responderID', (inner) => ({ kind: 'name', name: readName(inner, 'byName') }));
}

function readSingle(single: DerReader): OcspSingleResponse {
  const certId = readOcspCertId(single, 'certID');
  const status = readStatus(single);
  const thisUpdate = single.timeOf(GENERALIZED_TIME, 'thisUpdate');
  const nextUpdate = single.optionalExplicit(0, 'nextUpdate', (inner) => inner.timeOf(GENERALIZED_TIME, ''));
  const extensions = readOptionalExtensions(single, 1, 'singleExtensions');
  return given({ certId, status, thisUpdate, nextUpdate, extensions });
}

function readStatus(single: DerReader): OcspCertStatus {
  const tag = single.peek();
  if (tag === contextConstructed(1)) return single.constructed(tag, 'certStatus', readRevokedInfo);
  const start = single.position;
  const kind = tag === context(2) ? 'unknown' : 'good';
  if (single.read(kind === 'unknown' ? tag : context(0), 'certStatus').length !== 0)
    single.fail('bad-null', 'a NULL with content', 'certStatus', start);
  return { kind };
}

function readRevokedInfo(info: DerReader): OcspCertStatus {
  const revokedAt = info.timeOf(GENERALIZED_TIME, 'revocationTime');
  const reason = info.optionalExplicit(0, 'revocationReason', (inner) => reasonCodeReader.decode(inner, ''));
  return given({ kind: 'revoked' as const, revokedAt, reason });
}

/** DER of a response that says why there is no answer (RFC 6960 2.3). */
export function encodeOcspError(status: OcspErrorStatus): Uint8Array {
  return encodeSequence((response) => response.enumerated(STATUSES.indexOf(status)));
}
