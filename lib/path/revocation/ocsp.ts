/**
 * OCSP responses as evidence (RFC 6960 3.2, 4.2.2): about the certificate, of this version, understood, fresh, with the nonce that was asked for, signed by
 * somebody who may. A response that speaks of the certificate and does not meet this is unusable, with the reason as its finding.
 *
 * Of several answers in one response about the same certificate the fresh ones count: revoked before unknown before good. Of several responses one good one
 * suffices unless another says revoked. An answer without nextUpdate means that newer information is always to be had (RFC 6960 4.2.2.1); it is taken only
 * where the caller's maxAge or nonce shows that it is fresh. The response must not be older than the certificate, as in BoringSSL: nobody can speak of a
 * certificate that does not exist. That a certificate has never been issued (RFC 6960 4.4.8) comes as `revoked`, as the standard has it.
 *
 * Understood and without effect on the status: archive cutoff, CRL references, SCT lists, reason and invalidity date in extensions.
 */
import { equalBytes, fromLatin1 } from '../../base/bytes.ts';
import { catchMalformed, PkiError } from '../../base/error.ts';
import { addTo } from '../../base/lists.ts';
import { isWithoutParameters } from '../../keys/algorithm-identifier.ts';
import { INVALIDITY_DATE, REASON_CODE } from '../../oids/extensions.ts';
import { OCSP_ARCHIVE_CUTOFF, OCSP_CRL_ID, OCSP_EXTENDED_REVOKE, OCSP_NONCE, OCSP_SCT_LIST } from '../../oids/ocsp.ts';
import { type Extension, readExtension } from '../../x509/extension.ts';
import { ocspNonceReader } from '../../x509/ocsp-extensions.ts';
import {
  type BasicOcspResponse,
  type OcspCertStatus,
  type OcspErrorResponse,
  type OcspSingleResponse,
  parseOcspResponse,
} from '../../x509/ocsp-response.ts';
import { spend } from '../budget.ts';
import { refuse } from '../codes.ts';
import type { RevocationInput } from '../inputs.ts';
import { remember } from '../pool.ts';
import type { OpenSource, RevocationContext, RuleContext, StatusAnswer, StatusQuestion, StatusSource } from '../rule.ts';
import { exhausted } from '../rules/signature.ts';
import {
  findSignerFault,
  keyHashOf,
  type OcspFault,
  type OcspHashes,
  readSigned,
  type RevocationApart,
  type SignedResponse,
} from './ocsp-responder.ts';

/** OCSP responses that the caller gives, stapled or fetched. The hashes are an argument: which ones are carried is the caller's choice. */
export function makeOcspSource(hashOf: OcspHashes): StatusSource {
  return { reads: 'ocspResponses', open: (input) => openResponses(input, hashOf) };
}

/** A response of the input. */
interface GivenResponse {
  /** Index in the input's list. */
  readonly index: number;
  readonly der: Uint8Array;
  readonly nonce: Uint8Array | undefined;
  /** Read once, when the first question comes; so are the answers by serial number, and who signed. */
  parsed?: BasicOcspResponse | OcspErrorResponse | PkiError;
  bySerial?: Map<string, OcspSingleResponse[]>;
  signed?: SignedResponse;
}

/** Throws `bad-option` for what is neither octets nor octets with a nonce. */
function openResponses({ ocspResponses = [] }: RevocationInput, hashOf: OcspHashes): OpenSource {
  const given = ocspResponses.map((item, index): GivenResponse => {
    const { response, nonce } = item instanceof Uint8Array ? { response: item, nonce: undefined } : (item ?? {});
    if (!(response instanceof Uint8Array) || (nonce !== undefined && !(nonce instanceof Uint8Array)))
      throw new PkiError('bad-option', `ocspResponses[${index}]: give the DER of a response, or {response, nonce}`);
    return { index, der: response, nonce };
  });
  const asked = { hashOf, apart: judgeApart(() => own) };
  const own: OpenSource = {
    ask: (question, context) => sumUp(given.map((item) => askResponse(item, question, context, asked))),
  };
  return own;
}

/** The same object for the same question: the results of judging signers are kept under it. */
function judgeApart(own: () => OpenSource): RevocationApart {
  const known = new WeakMap<RevocationContext, Map<boolean, RevocationContext>>();
  return (revocation, told) => {
    const { policy, sources } = revocation;
    const both = known.get(revocation) ?? new Map<boolean, RevocationContext>();
    const mode = told ? policy.mode : 'if-available';
    const ofSigners = { ...revocation, sources: sources.filter((source) => source !== own()), policy: { ...policy, mode } };
    // The path of the responder is the one in question, whose other certificates are judged with it; the path of who signs a CRL for it need not be.
    const apart = both.get(told) ?? { ...ofSigners, policy: { ...ofSigners.policy, scope: 'leaf' }, ofSigners };
    known.set(revocation, both.set(told, apart));
    return apart;
  };
}

/** What the source knows besides the responses. */
interface Asked {
  readonly hashOf: OcspHashes;
  readonly apart: RevocationApart;
}

function sumUp(answers: readonly StatusAnswer[]): StatusAnswer {
  const revoked = answers.filter(({ status }) => status === 'revoked');
  const findings = (revoked.length > 0 ? revoked : answers).flatMap((answer) => answer.findings);
  if (revoked.length > 0) return { status: 'revoked', findings };
  return { status: answers.some(({ status }) => status === 'good') ? 'good' : 'unknown', findings };
}

function askResponse(given: GivenResponse, question: StatusQuestion, context: RuleContext, { hashOf, apart }: Asked): StatusAnswer {
  const ocsp = given.index;
  const parsed = (given.parsed ??= catchMalformed(() => parseOcspResponse(given.der)));
  const unknown = ({ problem, rfc, reason, finding }: OcspFault): StatusAnswer => ({
    status: 'unknown',
    findings: [finding ?? refuse('ocsp-unusable', question.index, rfc, { ocsp, problem, ...(reason === undefined ? {} : { reason }) })],
  });
  if (parsed instanceof PkiError) return unknown({ problem: 'malformed', rfc: 'RFC 6960 4.2.1', reason: parsed.code });
  if (parsed.status !== 'successful') return unknown({ problem: 'error-response', rfc: 'RFC 6960 2.3', reason: parsed.status });
  const singles = findSingles(given, parsed, question, context, hashOf);
  if (singles === undefined) return { status: 'unknown', findings: [exhausted(context)] };
  if (singles.length === 0) return { status: 'unknown', findings: [] };
  const fault = findResponseFault(parsed, given.nonce, question, context);
  if (fault !== undefined) return unknown(fault);
  const status = settle(singles, given.nonce !== undefined, context);
  if ('problem' in status) return unknown(status);
  const unsigned = findSignerFault((given.signed ??= readSigned(parsed)), question, context, hashOf, apart);
  if (unsigned !== undefined) return unknown(unsigned);
  if (status.kind === 'good') return { status: 'good', findings: [] };
  if (status.kind === 'unknown') return unknown({ problem: 'status-unknown', rfc: 'RFC 6960 2.2' });
  const { revokedAt, reason = 'unspecified' } = status;
  return { status: 'revoked', findings: [refuse('certificate-revoked', question.index, 'RFC 6960 2.2', { ocsp, revokedAt, reason })] };
}

/** Comparisons booked for a response that has an answer with the right serial number: judging it takes some 5 microseconds. Looking for the answer is one. */
const RESPONSE_COST = 20;

/** The answers about the certificate; undefined where the budget ends. */
function findSingles(
  given: GivenResponse,
  { responses }: BasicOcspResponse,
  question: StatusQuestion,
  { meter }: RuleContext,
  hashOf: OcspHashes,
): readonly OcspSingleResponse[] | undefined {
  const { certificate } = question.entry;
  if (certificate === undefined) return [];
  const bySerial = (given.bySerial ??= indexSingles(responses));
  const same = bySerial.get(fromLatin1(certificate.serialNumber)) ?? [];
  if (!spend(meter, 'comparisons', 1 + same.length + (same.length > 0 ? RESPONSE_COST : 0))) return undefined;
  return same.filter(({ certId: { hashAlgorithm, issuerNameHash, issuerKeyHash } }) => {
    const { oid } = hashAlgorithm;
    const hash = isWithoutParameters(hashAlgorithm) ? hashOf(oid) : undefined;
    if (hash === undefined) return false;
    const nameHash = remember(question.entry, `ocsp issuer ${oid}`, () => fromLatin1(hash.digest(certificate.issuer.der)));
    return fromLatin1(issuerNameHash) === nameHash && fromLatin1(issuerKeyHash) === keyHashOf(question.issuer, oid, hashOf);
  });
}

function indexSingles(responses: readonly OcspSingleResponse[]): Map<string, OcspSingleResponse[]> {
  const bySerial = new Map<string, OcspSingleResponse[]>();
  for (const single of responses) addTo(bySerial, fromLatin1(single.certId.serialNumber), single);
  return bySerial;
}

/** What is wrong with the response as a whole, before its signature is looked at. */
function findResponseFault(
  response: BasicOcspResponse,
  nonce: Uint8Array | undefined,
  { entry: { certificate } }: StatusQuestion,
  { at }: RuleContext,
): OcspFault | undefined {
  const { version, producedAt, extensions } = response;
  if (version !== 1) return { problem: 'version', rfc: 'RFC 6960 4.2.1' };
  if (hasUnknownCritical(extensions)) return { problem: 'unknown-critical-extension', rfc: 'RFC 6960 4.4' };
  if (producedAt > at) return { problem: 'produced-in-future', rfc: 'RFC 6960 4.2.2.1' };
  if (certificate !== undefined && producedAt < certificate.notBefore) return { problem: 'produced-too-early', rfc: 'RFC 6960 2.4' };
  return nonce === undefined ? undefined : findNonceFault(response, nonce);
}

function findNonceFault(response: BasicOcspResponse, wanted: Uint8Array): OcspFault | undefined {
  const rfc = 'RFC 9654 2.1';
  const nonce = catchMalformed(() => readExtension(response, ocspNonceReader));
  if (nonce === undefined) return { problem: 'nonce-missing', rfc };
  return nonce instanceof PkiError || !equalBytes(nonce, wanted) ? { problem: 'nonce-differs', rfc } : undefined;
}

/** Extensions that are understood, whether or not they have an effect. */
function hasUnknownCritical(extensions: readonly Extension[]): boolean {
  const understood: readonly string[] = [
    OCSP_NONCE,
    OCSP_CRL_ID,
    OCSP_ARCHIVE_CUTOFF,
    OCSP_EXTENDED_REVOKE,
    OCSP_SCT_LIST,
    REASON_CODE,
    INVALIDITY_DATE,
  ];
  return extensions.some(({ oid, critical }) => critical && !understood.includes(oid));
}

/** The status that the answers about one certificate come to, or what is wrong with them. */
function settle(singles: readonly OcspSingleResponse[], live: boolean, context: RuleContext): OcspCertStatus | OcspFault {
  const judged = singles.map((single) => ({ single, fault: findSingleFault(single, live, context) }));
  const usable = judged.filter(({ fault }) => fault === undefined).map(({ single }) => single.status);
  const pick = (kind: OcspCertStatus['kind']): OcspCertStatus | undefined => usable.find((status) => status.kind === kind);
  const faults = judged.flatMap(({ fault }) => fault ?? []);
  const strange = faults.find(({ problem }) => problem === 'unknown-critical-extension');
  return pick('revoked') ?? strange ?? pick('unknown') ?? pick('good') ?? (faults[0] as OcspFault);
}

/** RFC 6960 4.2.2.1; `live`: a nonce shows that it was made for this question. */
function findSingleFault(
  { thisUpdate, nextUpdate, extensions }: OcspSingleResponse,
  live: boolean,
  context: RuleContext,
): OcspFault | undefined {
  const { at, revocation } = context;
  const { maxAge } = revocation.policy;
  const rfc = 'RFC 6960 4.2.2.1';
  if (hasUnknownCritical(extensions)) return { problem: 'unknown-critical-extension', rfc: 'RFC 6960 4.4' };
  if (thisUpdate > at) return { problem: 'not-yet-valid', rfc };
  if (maxAge !== undefined && at - thisUpdate > maxAge) return { problem: 'too-old', rfc };
  if (nextUpdate === undefined) return maxAge === undefined && !live ? { problem: 'without-next-update', rfc } : undefined;
  return nextUpdate < at ? { problem: 'expired', rfc } : undefined;
}
