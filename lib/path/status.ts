/**
 * The status of one certificate, its issuer being given: CRLs and OCSP responses judged as in a chain, without the chain. Neither the certificate nor its
 * signature is looked at further, and the issuer is trusted as it stands.
 */
import type { Instant } from '../asn1/time.ts';
import type { Certificate } from '../x509/certificate.ts';
import { refuse } from './codes.ts';
import type { TrustAnchor } from './inputs.ts';
import { assertOptions } from './options.ts';
import type { PathInput } from './path-input.ts';
import { makePool, type PoolEntry } from './pool.ts';
import { rfc5280Profile } from './profiles.ts';
import type { StatusAnswer } from './rule.ts';
import { withRules } from './rules/all.ts';
import { askSources } from './rules/revocation.ts';
import { showName } from './show.ts';
import type { Work } from './types.ts';
import { makeContext } from './verify.ts';

/** A certificate whose status is asked for, and what is known about it. */
export interface PathStatusInput extends Pick<
  PathInput,
  'intermediates' | 'crls' | 'ocspResponses' | 'strength' | 'memo' | 'budget' | 'algorithms' | 'statusSources'
> {
  readonly certificate: Certificate;
  /** Trusted as it stands; where it is a certificate, its keyUsage is honoured. */
  readonly issuer: Certificate | TrustAnchor;
  /** Epoch milliseconds, cut to whole seconds. */
  readonly at: Instant;
  /** Milliseconds: a CRL's or response's thisUpdate lies at most so far back. */
  readonly maxAge?: number;
}

/** The status of a certificate. */
export interface CertificateStatus extends StatusAnswer {
  readonly work: Work;
}

/**
 * Asks all sources for the status of a certificate. The answer is a value whatever the octets hold; a `PkiError` is thrown for misuse only, as by
 * `verifyPath`.
 */
export function checkPathStatus({ certificate, issuer, maxAge, ...rest }: PathStatusInput): CertificateStatus {
  const revocation = { mode: 'require', scope: 'leaf', ...(maxAge === undefined ? {} : { maxAge }) } as const;
  const input: PathInput = { ...rest, leaf: certificate, anchors: [issuer], anchorConstraints: false, revocation };
  assertOptions(input);
  const pool = makePool(input);
  const context = makeContext(input, rfc5280Profile, withRules([]), pool);
  const { leaf: entry, anchors } = pool;
  const [trusted] = anchors as readonly [PoolEntry];
  const answer: StatusAnswer =
    trusted.subjectKey === entry.issuerKey
      ? askSources({ path: { entries: [entry, trusted], anchored: true }, index: 0, entry, issuer: trusted, constrained: true }, context)
      : { status: 'unknown', findings: [refuse('issuer-not-found', 0, 'RFC 5280 6.1.3 (a)(4)', { issuer: showName(certificate.issuer) })] };
  return { ...answer, work: { ...context.meter.spent } };
}
