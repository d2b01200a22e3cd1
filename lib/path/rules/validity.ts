/** Validity (RFC 5280 6.1.3 (a)(2)): both bounds are inclusive (4.1.2.5). */
import { refuse } from '../codes.ts';
import { newest, type Rule } from '../rule.ts';

/** The moment of the judgement lies within the validity of each certificate. */
export const validityRule: Rule = {
  id: 'validity',
  rfc: 'RFC 5280 6.1.3 (a)(2)',
  handles: [],
  about: 'certificate',
  check(path, { at }) {
    const { entry, index } = newest(path);
    const { certificate } = entry;
    if (certificate === undefined) return [];
    const { notBefore, notAfter } = certificate;
    // a malformed time, which OpenSSL's reading lets pass, is NaN
    if (at < notBefore || Number.isNaN(notBefore))
      return [refuse('certificate-not-yet-valid', index, this.rfc, { at, notBefore, notAfter })];
    if (at > notAfter || Number.isNaN(notAfter)) return [refuse('certificate-expired', index, this.rfc, { at, notBefore, notAfter })];
    return [];
  },
};
