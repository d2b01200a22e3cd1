/**
 * Which CRL is asked about a certificate (x509_vfy.c of OpenSSL 3.0.20: get_crl_sk, get_crl_score, crl_akid_check, get_delta_sk). Each CRL gets a score; the
 * highest wins, of equal ones the one with the newest thisUpdate, of those the first. The signature is no part of it. Delta CRLs are CRLs like any other unless
 * extended support is asked for.
 *
 * One deviation, in extended support alone: of a CRL issuer beside the chain OpenSSL may not have read the extensions yet and then overlooks its key identifier
 * and keyUsage; here they count.
 */
import { compareBytes, equalBytes } from '../../base/bytes.ts';
import type { CertificateList } from '../../x509/crl.ts';
import { AUTHORITY_KEY_IDENTIFIER, FRESHEST_CRL, ISSUING_DISTRIBUTION_POINT } from '../../oids/extensions.ts';
import type { Oid } from '../../asn1/oid.ts';
import type { Candidate, VerifyContext } from '../context.ts';
import { type CrlFacts, type ReasonBits, readCrlFacts } from './crl-facts.ts';
import { coveredReasons } from './crl-scope.ts';
import { fitsAuthority, nameText } from '../facts.ts';
import { wholeSeconds } from '../times.ts';

/** Bits of a score, the CRL_SCORE constants. */
export const SCORE = {
  noCritical: 0x100,
  scope: 0x080,
  time: 0x040,
  issuerName: 0x020,
  /** No critical extension stands in the way, the time fits, and the certificate is covered. */
  valid: 0x1c0,
  issuerCertificate: 0x018,
  samePath: 0x008,
  issuerFound: 0x004,
  deltaTime: 0x002,
} as const;

/** What is known of a certificate's revocation so far (current_crl_score, current_reasons, current_issuer). */
export interface CrlChoice {
  readonly crl: CrlFacts;
  readonly delta?: CrlFacts;
  readonly issuer: Candidate;
  readonly score: number;
  /** Reasons that this CRL and those before it cover. */
  readonly reasons: ReasonBits;
}

/** CRLs to choose from, each read when it is first looked at: its entries may be a million. Indices count the stored ones behind the given ones. */
export interface CrlPool {
  readonly given: number;
  readonly count: number;
  issuerName(index: number): string;
  /** Undefined for a CRL that OpenSSL would not have loaded. */
  facts(index: number): CrlFacts | undefined;
}

/** The CRLs of a judgement. */
export function crlPool({ chain, crls = [], storedCrls: stored = [] }: VerifyContext): CrlPool {
  const all = [...crls, ...stored];
  const names = all.map(({ issuer }) => nameText(issuer));
  const questions = chain.map(({ facts }) => ({ serialNumber: facts.certificate.serialNumber, issuerName: facts.issuerName }));
  const known = new Map<number, CrlFacts | undefined>();
  const issuerName = (index: number): string => names[index] as string;
  const facts = (index: number): CrlFacts | undefined => {
    if (!known.has(index)) known.set(index, readCrlFacts(all[index] as CertificateList, index, issuerName(index), questions));
    return known.get(index);
  };
  return { given: crls.length, count: all.length, issuerName, facts };
}

/**
 * The CRL for the certificate at `depth` that covers reasons beyond those of the last choice; undefined where there is none that could be used at all.
 */
export function chooseCrl(
  context: VerifyContext,
  pool: CrlPool,
  depth: number,
  last: Pick<CrlChoice, 'reasons' | 'score'>,
): CrlChoice | undefined {
  const { given, count } = pool;
  const { issuerName } = (context.chain[depth] as Candidate).facts;
  // Without extended support another name than the issuer's rules a CRL out, so that its entries need not be read
  const own = (index: number): boolean => pool.issuerName(index) === issuerName;
  const fits = context.flags.extendedCrl === true ? (): boolean => true : own;
  const first = best(context, pool, depth, { ...last, from: 0, to: given, fits, least: 0 });
  if (first !== undefined && first.score >= SCORE.valid) return first;
  // The store gives the CRLs of the issuer's name only
  const range = { ...last, from: given, to: count, fits: own };
  return best(context, pool, depth, { ...range, reasons: first?.reasons ?? last.reasons, least: first?.score ?? 0 }) ?? first;
}

interface Search extends Pick<CrlChoice, 'reasons' | 'score'> {
  readonly from: number;
  readonly to: number;
  readonly fits: (index: number) => boolean;
  /** What a CRL needs at least. */
  readonly least: number;
}

function best(context: VerifyContext, pool: CrlPool, depth: number, search: Search): CrlChoice | undefined {
  let chosen: CrlChoice | undefined;
  let { least } = search;
  for (let index = search.from; index < search.to; index++) {
    const facts = search.fits(index) ? pool.facts(index) : undefined;
    const rated = facts === undefined ? undefined : rate(context, depth, facts, search);
    if (facts === undefined || rated === undefined || rated.score < least) continue;
    if (chosen !== undefined && rated.score === least && !isNewer(facts, chosen.crl)) continue;
    chosen = { crl: facts, ...rated };
    least = rated.score;
  }
  return chosen === undefined ? undefined : withDelta(context, pool, depth, chosen, search);
}

/** ASN1_TIME_diff takes times of more forms than X509_cmp_time. */
function isNewer({ crl: a }: CrlFacts, { crl: b }: CrlFacts): boolean {
  return wholeSeconds(a.thisUpdate) > wholeSeconds(b.thisUpdate);
}

/** get_crl_score: undefined is the score 0. */
function rate(
  context: VerifyContext,
  depth: number,
  crl: CrlFacts,
  { reasons, score: last }: Search,
): { readonly score: number; readonly reasons: ReasonBits; readonly issuer: Candidate } | undefined {
  const { scope } = crl;
  const { facts } = context.chain[depth] as Candidate;
  if (scope?.invalid === true) return undefined;
  if (context.flags.extendedCrl !== true) {
    if (scope?.indirect === true || scope?.someReasons === true) return undefined;
  } else if (scope?.someReasons === true) {
    if ((scope.reasons & ~reasons) === 0) return undefined;
  } else if (crl.baseNumber !== undefined) return undefined;
  const ownIssuer = facts.issuerName === crl.issuerName;
  if (!ownIssuer && scope?.indirect !== true) return undefined;
  const found = findIssuer(context, depth, crl);
  if (found === undefined) return undefined;
  const covered = coveredReasons(facts, crl);
  if (covered !== undefined && (covered & ~reasons) === 0) return undefined;
  const score =
    (ownIssuer ? SCORE.issuerName : 0) |
    (crl.critical ? 0 : SCORE.noCritical) |
    (crlTimeProblems(context, crl, last).length === 0 ? SCORE.time : 0) |
    (covered === undefined ? 0 : SCORE.scope) |
    found.score;
  return { score, reasons: reasons | (covered ?? 0), issuer: found.issuer };
}

/** crl_akid_check: the certificate that signed the CRL, as far as names and key identifiers tell. */
function findIssuer(
  { chain, sent, flags }: VerifyContext,
  depth: number,
  { issuerName, authorityKeyIdentifier }: CrlFacts,
): { readonly score: number; readonly issuer: Candidate } | undefined {
  const next = Math.min(depth + 1, chain.length - 1);
  const fits = ({ facts }: Candidate): boolean => fitsAuthority(facts, authorityKeyIdentifier);
  const signs = (candidate: Candidate): boolean => candidate.facts.subjectName === issuerName && fits(candidate);
  const issuer = chain[next] as Candidate;
  if ((chain[depth] as Candidate).facts.issuerName === issuerName && fits(issuer))
    return { score: SCORE.issuerFound | SCORE.issuerCertificate, issuer };
  const above = chain.slice(next + 1).find(signs);
  if (above !== undefined) return { score: SCORE.issuerFound | SCORE.samePath, issuer: above };
  const aside = flags.extendedCrl === true ? sent.find(signs) : undefined;
  return aside === undefined ? undefined : { score: SCORE.issuerFound, issuer: aside };
}

/** What is wrong with the times of a CRL (check_crl_time), in the order in which OpenSSL looks. */
export function crlTimeProblems(
  { at }: VerifyContext,
  { thisUpdate, nextUpdate }: CrlFacts,
  score: number,
): ('error-in-crl-last-update-field' | 'crl-not-yet-valid' | 'error-in-crl-next-update-field' | 'crl-has-expired')[] {
  if (at === undefined) return [];
  const now = wholeSeconds(at);
  return [
    ...(thisUpdate === undefined ? (['error-in-crl-last-update-field'] as const) : []),
    ...(thisUpdate !== undefined && thisUpdate > now ? (['crl-not-yet-valid'] as const) : []),
    ...(nextUpdate === null ? (['error-in-crl-next-update-field'] as const) : []),
    // A base that has run out does not matter where its delta is in force
    ...(typeof nextUpdate === 'number' && nextUpdate <= now && (score & SCORE.deltaTime) === 0 ? (['crl-has-expired'] as const) : []),
  ];
}

/** get_delta_sk: the first delta that fits the base. */
function withDelta(context: VerifyContext, pool: CrlPool, depth: number, chosen: CrlChoice, search: Search): CrlChoice {
  const { facts } = context.chain[depth] as Candidate;
  const fresh = chosen.crl.freshest || facts.certificate.extensions.some(({ oid }) => oid === FRESHEST_CRL);
  if (context.flags.useDeltas !== true || !fresh) return chosen;
  for (let index = search.from; index < search.to; index++) {
    const delta = search.fits(index) && pool.issuerName(index) === chosen.crl.issuerName ? pool.facts(index) : undefined;
    if (delta === undefined || !isDeltaOf(delta, chosen.crl)) continue;
    const inTime = crlTimeProblems(context, delta, search.score).length === 0;
    return { ...chosen, delta, score: chosen.score | (inTime ? SCORE.deltaTime : 0) };
  }
  return chosen;
}

function isDeltaOf(delta: CrlFacts, base: CrlFacts): boolean {
  if (delta.baseNumber === undefined || base.number === undefined || delta.number === undefined) return false;
  return (
    sameExtension(delta.crl, base.crl, AUTHORITY_KEY_IDENTIFIER) &&
    sameExtension(delta.crl, base.crl, ISSUING_DISTRIBUTION_POINT) &&
    compareIntegers(delta.baseNumber, base.number) <= 0 &&
    compareIntegers(delta.number, base.number) > 0
  );
}

/** Absent in both, or there once in each with the same octets. */
function sameExtension(a: CertificateList, b: CertificateList, oid: Oid): boolean {
  const [first, ...more] = a.extensions.filter((extension) => extension.oid === oid);
  const [other, ...others] = b.extensions.filter((extension) => extension.oid === oid);
  if (more.length > 0 || others.length > 0) return false;
  return first === undefined || other === undefined ? first === other : equalBytes(first.value, other.value);
}

/** Orders the content octets of two INTEGERs in their shortest form. */
function compareIntegers(a: Uint8Array, b: Uint8Array): number {
  const negative = (a[0] as number) >= 0x80;
  if (negative !== (b[0] as number) >= 0x80) return negative ? -1 : 1;
  if (a.length !== b.length) return a.length > b.length === negative ? -1 : 1;
  return compareBytes(a, b);
}
