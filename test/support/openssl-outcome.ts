/** The outcome of the OpenSSL engine as a word: `ok`, or the first error and its depth as `code@depth`. */
import { verifyLikeOpenssl } from '../../lib/openssl-verify/verify.ts';
import type { OpensslVerifyInput } from '../../lib/openssl-verify/types.ts';
import type { Certificate } from '../../lib/x509/certificate.ts';
import type { TrustSettings } from '../../lib/x509/trusted-certificate.ts';
import { AT, type Made } from './chain-kit.ts';

/** What is judged; certificates as they were made, trusted ones perhaps with settings. */
export interface OutcomeInput extends Partial<Omit<OpensslVerifyInput, 'leaf' | 'intermediates' | 'anchors'>> {
  readonly sent?: readonly Made[];
  readonly trusted: readonly (Made | { readonly certificate: Certificate; readonly trust: TrustSettings })[];
}

/** Judges at `AT` for clients of TLS unless told otherwise. */
export function outcome(leaf: Made, { sent = [], trusted, ...rest }: OutcomeInput): string {
  const verdict = verifyLikeOpenssl({
    leaf: leaf.certificate,
    intermediates: sent.map(({ certificate }) => certificate),
    anchors: trusted.map((one) => ('trust' in one ? { certificate: one.certificate, trust: one.trust } : one.certificate)),
    purpose: 'clientAuth',
    at: AT,
    ...rest,
  });
  return verdict.ok ? 'ok' : `${verdict.reason.code}@${verdict.reason.index}`;
}
