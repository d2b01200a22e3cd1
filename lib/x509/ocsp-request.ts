/**
 * OCSP requests (RFC 6960 4.1.1): read, and written without a requestor's name or a signature, as RFC 5019 2.1.1 wants them.
 *
 *     OCSPRequest     ::=     SEQUENCE {
 *         tbsRequest                  TBSRequest,
 *         optionalSignature   [0]     EXPLICIT Signature OPTIONAL }
 *
 *     TBSRequest      ::=     SEQUENCE {
 *         version             [0]     EXPLICIT Version DEFAULT v1,
 *         requestorName       [1]     EXPLICIT GeneralName OPTIONAL,
 *         requestList                 SEQUENCE OF Request,
 *         requestExtensions   [2]     EXPLICIT Extensions OPTIONAL }
 *
 *     Signature       ::=     SEQUENCE {
 *         signatureAlgorithm      AlgorithmIdentifier,
 *         signature               BIT STRING,
 *         certs               [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 *
 *     Request         ::=     SEQUENCE {
 *         reqCert                     CertID,
 *         singleRequestExtensions     [0] EXPLICIT Extensions OPTIONAL }
 */
import { given } from '../base/given.ts';
import { type DerReader, readSequence } from '../asn1/reader.ts';
import { contextConstructed, SEQUENCE } from '../asn1/tags.ts';
import { encodeSequence } from '../asn1/writer.ts';
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../keys/algorithm-identifier.ts';
import { readVersion } from './certificate.ts';
import { type Extension, readOptionalExtensions, writeExtensions } from './extension.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';
import { type OcspCertId, readOcspCertId } from './ocsp-cert-id.ts';
import { readSignature } from './signed.ts';

/** A request for the status of certificates. */
export interface OcspRequest {
  readonly der: Uint8Array;
  /** The part that a signature covers, header included. */
  readonly tbs: Uint8Array;
  /** 1; another number where the input says so. */
  readonly version: number;
  readonly requestorName?: GeneralName;
  readonly requests: readonly OcspSingleRequest[];
  readonly extensions: readonly Extension[];
  /** Absent from nearly all requests. */
  readonly signature?: OcspRequestSignature;
}

/** One certificate that is asked for. */
export interface OcspSingleRequest {
  readonly certId: OcspCertId;
  readonly extensions: readonly Extension[];
}

/** The signature of a request. */
export interface OcspRequestSignature {
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** DER of each certificate that came with it. */
  readonly certificates: readonly Uint8Array[];
}

/**
 * Reads an OCSP request from DER; the result aliases `der`. A signature is not checked. Throws `PkiError` with offset and path (RFC 6960 4.1.1).
 *
 * ```ts
 * import { fromHex } from 'certwright';
 * import { parseOcspRequest } from 'certwright/x509';
 * const certId = '3014' + '300706052b0e03021a' + '0402abcd' + '04020123' + '020105'; // hash, issuer's name and key, serial number
 * const { requests } = parseOcspRequest(fromHex('301c301a30183016' + certId));
 * if (requests[0]?.certId.serialNumber[0] !== 5) throw new Error('the certificate with serial number 5 is asked for');
 * ```
 */
export function parseOcspRequest(der: Uint8Array): OcspRequest {
  return readSequence(der, (outer) => {
    const start = outer.position;
    const fields = outer.sequence('tbsRequest', readTbs);
    const tbs = der.subarray(start, outer.position);
    const signature = outer.optionalExplicit(0, 'optionalSignature', (inner) => inner.sequence('', readRequestSignature));
    return given({ der, tbs, ...fields, signature });
  });
}

function readTbs(tbs: DerReader): Omit<OcspRequest, 'der' | 'tbs' | 'signature'> {
  const version = readVersion(tbs);
  const requestorName = tbs.optionalExplicit(1, 'requestorName', (inner) => readGeneralName(inner, ''));
  const requests = tbs.sequenceOf('requestList', (list, index) =>
    list.sequence(String(index), (inner) => ({
      certId: readOcspCertId(inner, 'reqCert'),
      extensions: readOptionalExtensions(inner, 0, 'singleRequestExtensions'),
    })),
  );
  const extensions = readOptionalExtensions(tbs, 2, 'requestExtensions');
  return given({ version, requestorName, requests, extensions });
}

function readRequestSignature(reader: DerReader): OcspRequestSignature {
  return {
    signatureAlgorithm: readAlgorithmIdentifier(reader, 'signatureAlgorithm'),
    signature: readSignature(reader, 'signature'),
    certificates: readOcspCertificates(reader),
  };
}

/** `certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL`: the DER of each, unread: there may be many, and one alone matters. */
export function readOcspCertificates(reader: DerReader): readonly Uint8Array[] {
  const certificates = reader.optionalExplicit(0, 'certs', (inner) =>
    inner.sequenceOf('', (list, index) => list.element(SEQUENCE, String(index)).der),
  );
  return certificates ?? [];
}

/** DER of a request for the certificates of these CertIDs (their DER), with these extensions. */
export function encodeOcspRequest(certIds: readonly Uint8Array[], extensions: readonly Extension[] = []): Uint8Array {
  return encodeSequence((request) =>
    request.sequence((tbs) => {
      tbs.sequence((list) => certIds.forEach((certId) => list.sequence((single) => single.raw(certId))));
      if (extensions.length > 0) tbs.constructed(contextConstructed(2), (tagged) => writeExtensions(tagged, extensions));
    }),
  );
}
