/** Whether a trusted certificate is trusted for a use (x509_trust.c: X509_check_trust). */
import type { Oid } from '../asn1/oid.ts';
import type { Candidate } from './context.ts';

/** What the settings behind a certificate, or its being self-signed, say. */
export type Trust = 'trusted' | 'rejected' | 'untrusted';

/** The use that is asked for: an extended key usage; `compat`, where settings do not count; absent: any. */
export type TrustUse = Oid | 'compat' | undefined;

const ANY = '2.5.29.37.0';

/**
 * A list of uses it is trusted for rejects all others; without one the self-signed are trusted, unless `selfSigned` is false: then only the settings are asked.
 */
export function checkTrust(
  { facts, trust }: Pick<Candidate, 'facts' | 'trust'>,
  use: TrustUse,
  { selfSigned = true }: { readonly selfSigned?: boolean } = {},
): Trust {
  if (use !== 'compat' && trust !== undefined) {
    const names = (list: readonly string[]): boolean => list.includes(use ?? ANY) || list.includes(ANY);
    if (trust.rejected !== undefined && names(trust.rejected)) return 'rejected';
    if (trust.trusted !== undefined) return names(trust.trusted) ? 'trusted' : 'rejected';
  }
  return selfSigned && facts.selfSigned && !facts.invalid ? 'trusted' : 'untrusted';
}
