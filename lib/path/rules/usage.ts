/**
 * What keys may be used for: keyUsage (RFC 5280 4.2.1.3, 6.1.4 (n)) and extendedKeyUsage (4.2.1.12). Section 6 does not look at the latter; that the
 * purposes of a CA limit those below it is what every browser and OpenSSL do, and a knob of the profile.
 *
 * A certificate with both extensions is good for a purpose only if both allow it (4.2.1.12); which bits are consistent with which purpose is told there, and
 * OpenSSL's purposes ask for the same. Without keyUsage, and for purposes that RFC 5280 does not name, nothing is asked.
 */
import { EXTENDED_KEY_USAGE, KEY_USAGE, OCSP_NO_CHECK } from '../../oids/extensions.ts';
import {
  ANY_EXTENDED_KEY_USAGE,
  CLIENT_AUTH,
  CODE_SIGNING,
  EMAIL_PROTECTION,
  OCSP_SIGNING,
  SERVER_AUTH,
  TIME_STAMPING,
} from '../../oids/purposes.ts';
import { extendedKeyUsageReader, keyUsageReader, type KeyUsageName } from '../../x509/extensions/usage.ts';
import { refuse } from '../codes.ts';
import { type PoolEntry, readOf } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import { firstOf } from '../show.ts';
import type { Finding } from '../types.ts';

/** A CA's keyUsage has keyCertSign; the leaf's has what the caller demands. Without the extension a key may do everything. */
export const keyUsageRule: Rule = {
  id: 'key-usage',
  rfc: 'RFC 5280 6.1.4 (n)',
  handles: [KEY_USAGE],
  about: 'certificate',
  check(path, context) {
    const { entry, index } = newest(path);
    const found = readOf(entry, keyUsageReader);
    const wanted = index > 0 ? (['keyCertSign'] as const) : context.keyUsage;
    const missing = found === undefined ? [] : wanted.filter((usage) => !found.includes(usage));
    if (missing.length === 0 || found === undefined) return [];
    return [refuse('key-usage-missing', index, index > 0 ? this.rfc : 'RFC 5280 4.2.1.3', { expected: missing, found })];
  },
};

/** The keyUsage bits of which a purpose needs one. */
function usagesFor(purpose: string): readonly KeyUsageName[] | undefined {
  switch (purpose) {
    case SERVER_AUTH:
      return ['digitalSignature', 'keyEncipherment', 'keyAgreement'];
    case CLIENT_AUTH:
      return ['digitalSignature', 'keyAgreement'];
    case CODE_SIGNING:
      return ['digitalSignature'];
    case EMAIL_PROTECTION:
      return ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'];
    case TIME_STAMPING:
    case OCSP_SIGNING:
      return ['digitalSignature', 'nonRepudiation'];
    default:
      return undefined;
  }
}

/** The demanded purposes that the leaf's keyUsage does not go with. */
function checkConsistency(entry: PoolEntry, purposes: readonly string[], rfc: string): readonly Finding[] {
  const found = readOf(entry, keyUsageReader);
  if (found === undefined) return [];
  return purposes.flatMap((purpose) => {
    const expected = usagesFor(purpose);
    return expected === undefined || expected.some((usage) => found.includes(usage))
      ? []
      : [refuse('purpose-inconsistent', 0, rfc, { purpose, expected, found })];
  });
}

/**
 * What a certificate for signing code or time stamps must not be good for besides. A time stamp's is for nothing else and says so critically (RFC 3161 2.3); for
 * code, neither any purpose nor a server's stands beside it (CA/Browser Forum, Code Signing Baseline Requirements 7.1.2.3; OpenSSL holds to both). Neither signs
 * certificates or CRLs, and the one for code says in a critical keyUsage what it signs.
 */
function checkExclusive(entry: PoolEntry, purpose: string, purposes: readonly string[]): readonly Finding[] {
  const stamp = purpose === TIME_STAMPING;
  const usages = readOf(entry, keyUsageReader);
  const isCritical = (type: string): boolean =>
    entry.certificate?.extensions.some(({ oid, critical }) => oid === type && critical) === true;
  const problem = (stamp ? purposes.length > 1 : purposes.some((other) => other === ANY_EXTENDED_KEY_USAGE || other === SERVER_AUTH))
    ? 'other-purposes'
    : !isCritical(stamp ? EXTENDED_KEY_USAGE : KEY_USAGE)
      ? 'not-critical'
      : usages?.some((usage) => usage === 'keyCertSign' || usage === 'cRLSign') === true
        ? 'signs-for-a-ca'
        : undefined;
  const rfc = stamp ? 'RFC 3161 2.3' : 'CSBR 7.1.2.3';
  return problem === undefined ? [] : [refuse('purpose-not-exclusive', 0, rfc, { purpose, problem, found: firstOf(purposes) })];
}

/** Purposes that a leaf has to name: an absent extendedKeyUsage and anyExtendedKeyUsage do not do (RFC 3161 2.3, RFC 6960 4.2.2.2, CSBR 7.1.2.3). */
const NAMED: readonly string[] = [TIME_STAMPING, OCSP_SIGNING, CODE_SIGNING];

/** The purposes demanded are allowed by the leaf and by every CA that lists purposes. */
export const purposeRule: Rule = {
  id: 'purposes',
  rfc: 'RFC 5280 4.2.1.12',
  // What id-pkix-ocsp-nocheck says is for those who rely on an OCSP responder, and nothing to anybody else.
  handles: [EXTENDED_KEY_USAGE, OCSP_NO_CHECK],
  about: 'certificate',
  check(path, { profile, purposes }) {
    const { entry, index } = newest(path);
    if (purposes.length === 0 || (index > 0 && !profile.chainedPurposes)) return [];
    const inconsistent = index > 0 ? [] : checkConsistency(entry, purposes, this.rfc);
    const found = readOf(entry, extendedKeyUsageReader);
    const toBeNamed = index > 0 ? [] : purposes.filter((purpose) => NAMED.includes(purpose));
    if (found === undefined) {
      const expected = index === 0 && profile.purposeRequired ? purposes : toBeNamed;
      return expected.length === 0 ? inconsistent : [...inconsistent, refuse('purpose-missing', index, this.rfc, { expected })];
    }
    const any = found.includes(ANY_EXTENDED_KEY_USAGE) && (index > 0 || profile.anyPurpose);
    const missing = (any ? toBeNamed : purposes).filter((purpose) => !found.includes(purpose));
    if (missing.length > 0)
      return [...inconsistent, refuse('purpose-not-allowed', index, this.rfc, { expected: missing, found: firstOf(found) })];
    const exclusive = toBeNamed.filter((purpose) => purpose !== OCSP_SIGNING);
    return [...inconsistent, ...exclusive.flatMap((purpose) => checkExclusive(entry, purpose, found))];
  },
};
