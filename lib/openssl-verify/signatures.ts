/**
 * Signatures and dates from the anchor down (x509_vfy.c: internal_verify). The anchor's own signature is not checked unless told so; one that is not self-signed is
 * trusted by its settings, and then its dates are not looked at either.
 */
import { isSignedBy } from './algorithms.ts';
import { isIssued, isSigningAllowed } from './build.ts';
import type { Candidate, VerifyContext } from './context.ts';
import type { Facts } from './facts.ts';
import { checkTimes } from './times.ts';

/** Checks signatures and dates. */
export function checkSignatures(context: VerifyContext): boolean {
  const { chain, flags, openssl } = context;
  const top = chain.length - 1;
  const anchor = (chain[top] as Candidate).facts;
  let depth = top;
  let issuer = anchor;
  if (!issuesItself(context, anchor) && flags.partialChain !== true) {
    if (top > 0) depth--;
    else if (!context.goOn({ code: 'unable-to-verify-leaf-signature', depth: 0 }) || openssl === '1.1.1') return false;
  }
  for (; depth >= 0; depth--) {
    const subject = (chain[depth] as Candidate).facts;
    const checksItself = flags.checkSsSignature === true && issuer.selfSigned;
    if ((subject !== issuer || checksItself) && !checkSignature(context, subject, issuer, depth)) return false;
    if (!checkTimes(context, subject, depth)) return false;
    issuer = subject;
  }
  return true;
}

function issuesItself(context: VerifyContext, facts: Facts): boolean {
  return context.openssl === '3.0' ? isIssued(context, facts, facts) : facts.selfSigned && !facts.invalid;
}

function checkSignature(context: VerifyContext, subject: Facts, issuer: Facts, depth: number): boolean {
  const { openssl } = context;
  const issuerDepth = subject === issuer ? depth : depth + 1;
  const free = openssl === '1.1.1' || (subject === issuer && subject.basicConstraints?.ca !== true);
  if (!free && !isSigningAllowed(issuer, subject)) {
    const code = subject.proxy ? 'keyusage-no-digital-signature' : 'keyusage-no-certsign';
    if (!context.goOn({ code, depth: issuerDepth })) return false;
  }
  if (issuer.key === undefined) return context.goOn({ code: 'unable-to-decode-issuer-public-key', depth: issuerDepth });
  context.count('signatures');
  return isSignedBy(subject.certificate, issuer.key, openssl) || context.goOn({ code: 'cert-signature-failure', depth });
}
