/**
 * Revocation (x509_vfy.c of OpenSSL 3.0.20: check_revocation, check_cert, check_crl, cert_crl): the leaf first, and every certificate up to the anchor, which
 * needs a CRL for itself. Errors are told in OpenSSL's order; a CRL is judged before the certificate is looked up in it.
 *
 * Left out: CRLs that are fetched (get_crl callbacks), Suite B.
 */
import { equalBytes } from '../../base/bytes.ts';
import { isGoodSignature } from '../algorithms.ts';
import type { Candidate, VerifyContext } from '../context.ts';
import { chooseCrl, type CrlChoice, crlPool, type CrlPool, crlTimeProblems, SCORE } from './crl-choice.ts';
import { ALL_REASONS, type CrlFacts } from './crl-facts.ts';
import type { VerifyErrorCode } from '../errors.ts';

/**
 * Looks every certificate of the chain up in the best of the CRLs; false where the judgement ends. Each signature counts as one, each CRL that is read as a
 * comparison.
 */
export function checkRevocation(context: VerifyContext): boolean {
  const { chain, crls, flags } = context;
  if (crls === undefined) return true;
  const pool = crlPool(context);
  const last = flags.crlCheck === 'leaf' ? 0 : chain.length - 1;
  for (let depth = 0; depth <= last; depth++) if (!checkCertificate(context, pool, depth)) return false;
  return true;
}

/** CRLs are asked until every reason is covered. */
function checkCertificate(context: VerifyContext, pool: CrlPool, depth: number): boolean {
  if ((context.chain[depth] as Candidate).facts.proxy) return true;
  let last: Pick<CrlChoice, 'reasons' | 'score'> = { reasons: 0, score: 0 };
  while (last.reasons !== ALL_REASONS) {
    const choice = chooseCrl(context, pool, depth, last);
    if (choice === undefined) return context.goOn({ code: 'unable-to-get-crl', depth });
    if (!checkCrl(context, choice, choice.crl, depth)) return false;
    let removed = false;
    if (choice.delta !== undefined) {
      if (!checkCrl(context, choice, choice.delta, depth)) return false;
      const answer = lookUp(context, choice.delta, depth);
      if (answer === 'end') return false;
      removed = answer === 'removed';
    }
    if (!removed && lookUp(context, choice.crl, depth) === 'end') return false;
    if (choice.reasons === last.reasons) return context.goOn({ code: 'unable-to-get-crl', depth });
    last = choice;
  }
  return true;
}

/** A delta has been judged as far as its base was; a delta that is used as an ordinary CRL is not even judged that far. */
function checkCrl(context: VerifyContext, choice: CrlChoice, facts: CrlFacts, depth: number): boolean {
  const { score, issuer } = choice;
  const { crl, index, baseNumber } = facts;
  const goOn = (code: VerifyErrorCode): boolean => context.goOn({ code, depth, crl: index });
  const { keyUsage, key } = issuer.facts;
  if (baseNumber === undefined) {
    if (keyUsage !== undefined && !keyUsage.includes('cRLSign') && !goOn('keyusage-no-crl-sign')) return false;
    if ((score & SCORE.scope) === 0 && !goOn('different-crl-scope')) return false;
    if ((score & SCORE.samePath) === 0 && !hasSameAnchor(context, issuer) && !goOn('crl-path-validation-error')) return false;
  }
  if ((score & SCORE.time) === 0) {
    for (const problem of crlTimeProblems(context, facts, score)) if (!goOn(problem)) return false;
  }
  if (key === undefined) return goOn('unable-to-decode-issuer-public-key');
  context.count('signatures');
  // OpenSSL up to 3.0.20 does not compare the inner algorithm with the outer one
  return isGoodSignature(crl.signatureAlgorithm, crl.tbs, crl.signature, key, context.openssl) || goOn('crl-signature-failure');
}

/** The chain of a CRL issuer beside the path ends at the same anchor (RFC 5280 6.3.3 (f)). */
function hasSameAnchor({ chain, anchorOf }: VerifyContext, issuer: Candidate): boolean {
  const anchor = anchorOf?.(issuer);
  return anchor !== undefined && equalBytes(anchor.facts.certificate.der, (chain[chain.length - 1] as Candidate).facts.certificate.der);
}

function lookUp(context: VerifyContext, { index, critical, answers }: CrlFacts, depth: number): 'end' | 'removed' | 'on' {
  if (critical && context.flags.ignoreCritical !== true && !context.goOn({ code: 'unhandled-critical-crl-extension', depth, crl: index }))
    return 'end';
  if (answers[depth] === 'removed') return 'removed';
  return answers[depth] === 'revoked' && !context.goOn({ code: 'cert-revoked', depth, crl: index }) ? 'end' : 'on';
}
