/**
 * What keys may be used for: keyUsage (RFC 5280 4.2.1.3, 6.1.4 (n)) and extendedKeyUsage (4.2.1.12). Section 6 does not look at the latter; that the
 * purposes of a CA limit those below it is what every browser and OpenSSL do, and a knob of the profile.
 */
import { EXTENDED_KEY_USAGE, KEY_USAGE } from '../../oids/extensions.ts';
import { ANY_EXTENDED_KEY_USAGE } from '../../oids/purposes.ts';
import { extendedKeyUsage, keyUsage } from '../../x509/extensions/usage.ts';
import { refuse } from '../codes.ts';
import { readOf } from '../pool.ts';
import { newest, type Rule } from '../rule.ts';
import { firstOf } from '../show.ts';

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

/** The purposes demanded are allowed by the leaf and by every CA that lists purposes. */
export const purposeRule: Rule = {
  id: 'purposes',
  rfc: 'RFC 5280 4.2.1.12',
  handles: [EXTENDED_KEY_USAGE],
  about: 'certificate',
  check(path, { profile, purposes }) {
    const { entry, index } = newest(path);
    if (purposes.length === 0 || (index > 0 && !profile.chainedPurposes)) return [];
    const found = readOf(entry, extendedKeyUsage);
    if (found === undefined)
      return index === 0 && profile.purposeRequired ? [refuse('purpose-missing', index, this.rfc, { expected: purposes })] : [];
    if (found.includes(ANY_EXTENDED_KEY_USAGE) && (index > 0 || profile.anyPurpose)) return [];
    const missing = purposes.filter((purpose) => !found.includes(purpose));
    return missing.length === 0 ? [] : [refuse('purpose-not-allowed', index, this.rfc, { expected: missing, found: firstOf(found) })];
  },
};
