/**
 * What keys may be used for: keyUsage (RFC 5280 4.2.1.3, 6.1.4 (n)) and extendedKeyUsage (4.2.1.12). Section 6 does not look at the latter; that the
 * purposes of a CA limit those below it is what every browser and OpenSSL do, and a knob of the profile.
 *
 * A certificate with both extensions is good for a purpose only if both allow it (4.2.1.12); which bits are consistent with which purpose is told there, and
 * OpenSSL's purposes ask for the same. Without keyUsage, and for purposes that RFC 5280 does not name, nothing is asked.
 */
import { EXTENDED_KEY_USAGE, KEY_USAGE } from '../../oids/extensions.ts';
import {
  ANY_EXTENDED_KEY_USAGE,
  CLIENT_AUTH,
  CODE_SIGNING,
  EMAIL_PROTECTION,
  OCSP_SIGNING,
  SERVER_AUTH,
  TIME_STAMPING,
} from '../../oids/purposes.ts';
import { extendedKeyUsage, keyUsage, type KeyUsageName } from '../../x509/extensions/usage.ts';
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
    const found = readOf(entry, keyUsage);
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
  const found = readOf(entry, keyUsage);
  if (found === undefined) return [];
  return purposes.flatMap((purpose) => {
    const expected = usagesFor(purpose);
    return expected === undefined || expected.some((usage) => found.includes(usage))
      ? []
      : [refuse('purpose-inconsistent', 0, rfc, { purpose, expected, found })];
  });
}

/** A time stamp's certificate is for nothing else, and says so critically (RFC 3161 2.3). */
function checkTimeStamping({ certificate }: PoolEntry, found: readonly string[]): readonly Finding[] {
  const critical = certificate?.extensions.some(({ oid, critical: marked }) => oid === EXTENDED_KEY_USAGE && marked) === true;
  return critical && found.length === 1
    ? []
    : [refuse('time-stamping-not-exclusive', 0, 'RFC 3161 2.3', { expected: TIME_STAMPING, found: firstOf(found), critical })];
}

/** Purposes that a leaf has to name: an absent extendedKeyUsage and anyExtendedKeyUsage do not do (RFC 3161 2.3, RFC 6960 4.2.2.2). */
const NAMED: readonly string[] = [TIME_STAMPING, OCSP_SIGNING];

/** The purposes demanded are allowed by the leaf and by every CA that lists purposes. */
export const purposeRule: Rule = {
  id: 'purposes',
  rfc: 'RFC 5280 4.2.1.12',
  handles: [EXTENDED_KEY_USAGE],
  about: 'certificate',
  check(path, { profile, purposes }) {
    const { entry, index } = newest(path);
    if (purposes.length === 0 || (index > 0 && !profile.chainedPurposes)) return [];
    const inconsistent = index > 0 ? [] : checkConsistency(entry, purposes, this.rfc);
    const found = readOf(entry, extendedKeyUsage);
    const toBeNamed = index > 0 ? [] : purposes.filter((purpose) => NAMED.includes(purpose));
    if (found === undefined) {
      const expected = index === 0 && profile.purposeRequired ? purposes : toBeNamed;
      return expected.length === 0 ? inconsistent : [...inconsistent, refuse('purpose-missing', index, this.rfc, { expected })];
    }
    const any = found.includes(ANY_EXTENDED_KEY_USAGE) && (index > 0 || profile.anyPurpose);
    const missing = (any ? toBeNamed : purposes).filter((purpose) => !found.includes(purpose));
    if (missing.length > 0)
      return [...inconsistent, refuse('purpose-not-allowed', index, this.rfc, { expected: missing, found: firstOf(found) })];
    return toBeNamed.includes(TIME_STAMPING) ? [...inconsistent, ...checkTimeStamping(entry, found)] : inconsistent;
  },
};
