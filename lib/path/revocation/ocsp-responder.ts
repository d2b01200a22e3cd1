/**
 * Who may sign an OCSP response (RFC 6960 4.2.2.2): the CA that issued the certificate in question, or a responder to whom that CA has delegated it, with a
 * certificate that the same key of the CA signed and that names id-kp-OCSPSigning.
 *
 * A delegated responder is judged like any certificate, up to the anchor of the path in question. Of its own revocation RFC 6960 4.2.2.2.1 says: not asked
 * for where its certificate has id-pkix-ocsp-nocheck; else by the means the certificate names; where it names none, as the client likes, and here a
 * revocation that is known refuses and an unknown status does not. OCSP itself is no such means: a responder would vouch for itself, or two for each other.
 *
 * Left out: responders that are trusted by local configuration, and CAs that delegate with another key than the one that signed the certificate in question,
 * which no client has to recognise (RFC 6960 2.6).
 */
import { equalBytes, fromLatin1 } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { SHA1 } from '../../oids/algorithms.ts';
import { ACCESS_OCSP, OCSP_NO_CHECK } from '../../oids/extensions.ts';
import { OCSP_SIGNING } from '../../oids/purposes.ts';
import { parseCertificate } from '../../x509/certificate.ts';
import { cRLDistributionPointsReader } from '../../x509/extensions/distribution-points.ts';
import { ocspNoCheckReader } from '../../x509/extensions/further.ts';
import { authorityInfoAccessReader } from '../../x509/extensions/information-access.ts';
import { extendedKeyUsageReader } from '../../x509/extensions/usage.ts';
import type { DigestFunction } from '../../x509/fingerprint.ts';
import { normalisedName } from '../../x509/name-compare.ts';
import type { BasicOcspResponse } from '../../x509/ocsp-response.ts';
import { spend } from '../budget.ts';
import type { OcspProblem } from '../codes.ts';
import { PoolEntry, readOf, remember } from '../pool.ts';
import type { RevocationContext, RuleContext, StatusQuestion } from '../rule.ts';
import { checkSigned, exhausted } from '../rules/signature.ts';
import { signersOf } from '../signers.ts';
import type { Finding } from '../types.ts';

/** The hashes that CertIDs may use, by identifier; SHA-1 must be among them, since responders' keys are named by it. */
export type OcspHashes = (hashOid: string) => DigestFunction | undefined;

/** How a responder's own revocation is judged: like the rest but without OCSP; unless it is `told` how to learn of it, an unknown status does not refuse. */
export type RevocationApart = (revocation: RevocationContext, told: boolean) => RevocationContext;

/** Why a response is of no use; `finding` where the budget ended. */
export interface OcspFault {
  readonly problem: OcspProblem | 'signature-invalid' | 'hash-too-weak' | 'signature-algorithm-not-allowed' | 'key-not-supported';
  readonly rfc: string;
  /** Code of the finding about the responder's certificate, or of the error in the octets. */
  readonly reason?: string;
  readonly finding?: Finding;
}

/** Certificates of one response that are looked at; real ones carry three at most. */
const MAX_CERTIFICATES = 16;

const RFC = 'RFC 6960 4.2.2.2';

/** A response, and what is known of its signer. */
export interface SignedResponse {
  readonly response: BasicOcspResponse;
  /** The responder's normalised name, or the hash of its key as text. */
  readonly responder: string;
  /** The certificates that came with it, those that parse. */
  readonly certificates: readonly PoolEntry[];
}

/** Reads the responder's identifier and certificates. */
export function readSigned(response: BasicOcspResponse): SignedResponse {
  const { responderId } = response;
  const responder = responderId.kind === 'name' ? normalisedName(responderId.name) : fromLatin1(responderId.keyHash);
  const certificates = response.certificates.slice(0, MAX_CERTIFICATES).flatMap((der) => {
    const certificate = catchMalformed(() => parseCertificate(der));
    return certificate instanceof PkiError ? [] : [new PoolEntry({ from: 'intermediates', index: -1 }, certificate)];
  });
  return { response, responder, certificates };
}

/** Undefined where somebody signed the response who may; else the fault of the candidate that came nearest. */
export function findSignerFault(
  { response, responder, certificates }: SignedResponse,
  question: StatusQuestion,
  context: RuleContext,
  hashOf: OcspHashes,
  apart: RevocationApart,
): OcspFault | undefined {
  // RFC 6960 4.2.2.3: by name, or by SHA-1 of the key.
  const byName = response.responderId.kind === 'name';
  const matches = (entry: PoolEntry): boolean => (byName ? entry.subjectKey : keyHashOf(entry, SHA1, hashOf)) === responder;
  let fault: OcspFault = { problem: 'responder-not-found', rfc: RFC };
  if (matches(question.issuer)) {
    const wrong = signatureFault(checkSigned(response, question.issuer, context, { signed: question.index, issuer: question.index + 1 }));
    if (wrong === undefined || wrong.finding !== undefined) return wrong;
    fault = wrong;
  }
  for (const candidate of [...certificates, ...(byName ? context.pool.named(responder) : context.pool.all())]) {
    if (!spend(context.meter, 'comparisons', 1)) return { ...fault, finding: exhausted(context) };
    if (candidate.identity === question.issuer.identity || !matches(candidate)) continue;
    const wrong = findDelegateFault(response, candidate, question, context, apart);
    if (wrong === undefined || wrong.finding !== undefined) return wrong;
    fault = wrong;
  }
  return fault;
}

/** Hash of an entry's key, as text; undefined where the hash is not known. */
export function keyHashOf(entry: PoolEntry, hashOid: string, hashOf: OcspHashes): string | undefined {
  const hash = hashOf(hashOid);
  return hash && remember(entry, `ocsp key ${hashOid}`, () => fromLatin1(hash.digest(entry.publicKey.key)));
}

function findDelegateFault(
  response: BasicOcspResponse,
  candidate: PoolEntry,
  question: StatusQuestion,
  context: RuleContext,
  apart: RevocationApart,
): OcspFault | undefined {
  const { issuer, index } = question;
  const { certificate } = candidate;
  if (certificate === undefined || candidate.issuerKey !== issuer.subjectKey) return { problem: 'responder-of-other-issuer', rfc: RFC };
  if (readOf(candidate, extendedKeyUsageReader)?.includes(OCSP_SIGNING) !== true) return { problem: 'responder-not-authorised', rfc: RFC };
  if (equalBytes(candidate.publicKey.der, question.entry.publicKey.der))
    return { problem: 'responder-vouches-for-itself', rfc: 'RFC 6960 4.2.2.2.1' };
  const unsigned = signatureFault(checkSigned(certificate, issuer, context, { signed: index, issuer: index + 1 }));
  if (unsigned !== undefined)
    return unsigned.finding ? unsigned : { problem: 'responder-of-other-issuer', rfc: RFC, reason: unsigned.problem };
  const wrong = signatureFault(checkSigned(response, candidate, context, { signed: index, issuer: index + 1 }));
  if (wrong !== undefined) return wrong;
  const demands = {
    // What keyUsage must allow comes with the purpose (RFC 5280 4.2.1.12).
    keyUsage: [],
    purposes: [OCSP_SIGNING],
    understood: [OCSP_NO_CHECK],
    unrevoked: readOf(candidate, ocspNoCheckReader) !== true,
  } as const;
  const [reason] = signersOf(context).judge(candidate, question, demands, {
    ...context,
    revocation: apart(context.revocation, tellsHow(candidate)),
  });
  if (reason === undefined) return undefined;
  const fault = { problem: 'responder-refused', rfc: RFC, reason: reason.code } as const;
  return reason.code === 'budget-exhausted' ? { ...fault, finding: reason } : fault;
}

/** Whether a responder's certificate says how to learn of its revocation (RFC 6960 4.2.2.2.1). */
function tellsHow(responder: PoolEntry): boolean {
  const access = readOf(responder, authorityInfoAccessReader) ?? [];
  return readOf(responder, cRLDistributionPointsReader) !== undefined || access.some(({ method }) => method === ACCESS_OCSP);
}

function signatureFault([wrong]: readonly Finding[]): OcspFault | undefined {
  if (wrong === undefined) return undefined;
  const fault = { problem: wrong.code as 'signature-invalid', rfc: 'RFC 6960 3.2' };
  return wrong.code === 'budget-exhausted' ? { ...fault, finding: wrong } : fault;
}
