/** The validity of certificates (x509_vfy.c: ossl_x509_check_cert_time). OpenSSL counts whole seconds, and at the second of notAfter a certificate has expired. */
import type { Instant } from '../asn1/time.ts';
import type { VerifyContext } from './context.ts';
import type { Facts } from './facts.ts';

/** Whether a certificate is valid at a moment; one whose dates are malformed never is. */
export function isValidAt({ notBefore, notAfter }: Facts, at: Instant | undefined): boolean {
  if (at === undefined) return true;
  const now = wholeSeconds(at);
  return notBefore !== undefined && notAfter !== undefined && notBefore <= now && now < notAfter;
}

/** Reports what is wrong with the dates of a certificate of the chain. */
export function checkTimes(context: VerifyContext, { notBefore, notAfter }: Facts, depth: number): boolean {
  if (context.at === undefined) return true;
  const at = wholeSeconds(context.at);
  if (notBefore === undefined) {
    if (!context.goOn({ code: 'error-in-cert-not-before-field', depth })) return false;
  } else if (notBefore > at && !context.goOn({ code: 'cert-not-yet-valid', depth, notBefore, at })) return false;
  if (notAfter === undefined) return context.goOn({ code: 'error-in-cert-not-after-field', depth });
  return notAfter > at || context.goOn({ code: 'cert-has-expired', depth, notAfter, at });
}

/** An instant cut to its second. */
export function wholeSeconds(at: Instant): Instant {
  return Math.floor(at / 1000) * 1000;
}
