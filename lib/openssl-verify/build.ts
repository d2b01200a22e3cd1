/**
 * The one chain that OpenSSL builds (x509_vfy.c: build_chain, with TRUSTED_FIRST): at each step the trusted certificates, then what was sent; the first candidate
 * that is valid now; no way back, neither to another candidate nor, once a trusted certificate was taken, to those sent. Signatures are not looked at.
 */
import { equalBytes } from '../base/bytes.ts';
import { signatureFactsOf, takesKey } from './algorithms.ts';
import type { Candidate, VerifyContext } from './context.ts';
import { type Facts, fitsAuthority } from './facts.ts';
import { trustUseOf } from './purposes.ts';
import { isValidAt } from './times.ts';
import { checkTrust, type Trust } from './trust.ts';

/** Completes the chain, which holds the leaf. */
export function buildChain(context: VerifyContext): boolean {
  const { chain } = context;
  const ended = extend(context);
  const tooLong = chain.length > context.depth + 1;
  const last = chain.length - 1;
  if (ended === 'broken') return context.abort({ code: 'unspecified', depth: last });
  const trust = ended === 'untrusted' && !tooLong && numberSent(context) === chain.length ? trustLeaf(context) : ended;
  if (trust === 'trusted') return true;
  if (trust === 'rejected') return false;
  if (tooLong && !context.goOn({ code: 'cert-chain-too-long', depth: last, limit: context.depth })) return false;
  const top = chain[last] as Candidate;
  if (isSelfSigned(context, top.facts)) {
    return context.goOn({ code: last === 0 ? 'depth-zero-self-signed-cert' : 'self-signed-cert-in-chain', depth: last });
  }
  const partly = numberSent(context) < chain.length;
  return context.goOn({ code: partly ? 'unable-to-get-issuer-cert' : 'unable-to-get-issuer-cert-locally', depth: last });
}

/** Certificates of the chain that are not from the trusted ones: those below them. */
export function numberSent({ chain }: { readonly chain: readonly Candidate[] }): number {
  const first = chain.findIndex(({ place }) => place.from === 'anchors');
  return first < 0 ? chain.length : first;
}

/** X509_self_signed: of a certificate whose extensions or key are malformed 3.0 cannot say it; to 1.1.1 it is not. */
function isSelfSigned({ openssl }: VerifyContext, { selfSigned, invalid, key }: Facts): boolean | undefined {
  if (openssl === '1.1.1') return selfSigned && !invalid;
  return invalid || key === undefined ? undefined : selfSigned;
}

/** `broken` where OpenSSL gives up without an error of its own. */
function extend(context: VerifyContext): Trust | 'broken' {
  const { chain } = context;
  const longest = context.depth + 1;
  const sent = [...context.sent];
  for (let fromSent = true; ;) {
    context.count('steps');
    const last = chain[chain.length - 1] as Candidate;
    const full = chain.length > longest;
    const issuer = full ? undefined : trustedIssuer(context, last);
    if (issuer !== undefined) {
      const self = isSelfSigned(context, last.facts);
      if (self === undefined) return 'broken';
      // A self-signed certificate ends the chain only where it stands among the trusted ones itself, not one of its name.
      const known = !self || equalBytes(issuer.facts.certificate.der, last.facts.certificate.der);
      if (known) {
        if (self) chain.pop();
        chain.push(issuer);
        const ends = isSelfSigned(context, issuer.facts);
        if (ends === undefined) return 'broken';
        fromSent = false;
        const trust = trustOfLast(context);
        if (trust !== 'untrusted') return trust;
        if (!ends) continue;
      }
    }
    if (!fromSent) return 'untrusted';
    const next = full || isSelfSigned(context, last.facts) === true ? undefined : findIssuer(context, last, sent);
    if (next === undefined) return 'untrusted';
    sent.splice(sent.indexOf(next), 1);
    chain.push(next);
  }
}

function trustOfLast(context: VerifyContext): Trust {
  const depth = context.chain.length - 1;
  const trust = checkTrust(context.chain[depth] as Candidate, trustUseOf(context.purpose));
  if (trust === 'rejected') return context.goOn({ code: 'cert-rejected', depth }) ? 'untrusted' : 'rejected';
  return trust === 'untrusted' && context.flags.partialChain === true ? 'trusted' : trust;
}

/** With X509_V_FLAG_PARTIAL_CHAIN a leaf among the trusted certificates is enough. */
function trustLeaf(context: VerifyContext): Trust {
  const leaf = context.chain[0] as Candidate;
  if (context.flags.partialChain !== true) return 'untrusted';
  const match = context.trusted.find(({ facts }) => equalBytes(facts.certificate.der, leaf.facts.certificate.der));
  if (match === undefined) return 'untrusted';
  if (checkTrust(match, trustUseOf(context.purpose)) === 'rejected') {
    return context.goOn({ code: 'cert-rejected', depth: 0 }) ? 'untrusted' : 'rejected';
  }
  context.chain[0] = match;
  return 'trusted';
}

/** X509_STORE_CTX_get1_issuer: whether the candidate is in the chain already only 1.1.1 asks. */
function trustedIssuer(context: VerifyContext, of: Candidate): Candidate | undefined {
  return best(context, of, context.trusted, (candidate) => context.openssl === '3.0' || mayFollow(context, of, candidate));
}

/** find_issuer. */
function findIssuer(context: VerifyContext, of: Candidate, sent: readonly Candidate[]): Candidate | undefined {
  return best(context, of, sent, (candidate) => mayFollow(context, of, candidate));
}

/** A certificate of the chain is not taken again, but for a lone leaf that is its own issuer. */
function mayFollow({ chain, openssl }: VerifyContext, { facts: subject }: Candidate, { facts }: Candidate): boolean {
  if (chain.length === 1 && (openssl === '3.0' ? subject.selfIssued : subject.selfSigned)) return true;
  return !chain.some((one) => equalBytes(one.facts.certificate.der, facts.certificate.der));
}

/** The first that is valid now; else the one that lived longest, or in 1.1.1 the last. */
function best(
  context: VerifyContext,
  { facts: subject }: Candidate,
  candidates: readonly Candidate[],
  allowed: (candidate: Candidate) => boolean,
): Candidate | undefined {
  let found: Candidate | undefined;
  for (const candidate of candidates) {
    context.count('comparisons');
    if (!isIssued(context, subject, candidate.facts) || !allowed(candidate)) continue;
    if (isValidAt(candidate.facts, context.at)) return candidate;
    if (found === undefined || context.openssl === '1.1.1' || livesLonger(candidate.facts, found.facts)) found = candidate;
  }
  return found;
}

function livesLonger(a: Facts, b: Facts): boolean {
  return a.notAfter !== undefined && b.notAfter !== undefined && a.notAfter > b.notAfter;
}

/**
 * X509_check_issued: names, authority key identifier and kind of key fit, and neither certificate has malformed extensions. 1.1.1 looks at the issuer's keyUsage
 * instead, and at malformed extensions not at all.
 */
export function isIssued({ openssl }: Pick<VerifyContext, 'openssl'>, subject: Facts, issuer: Facts): boolean {
  if (issuer.subjectName !== subject.issuerName || !fitsAuthority(issuer, subject.authorityKeyIdentifier)) return false;
  if (openssl === '1.1.1') return isSigningAllowed(issuer, subject);
  if (issuer.invalid || subject.invalid) return false;
  return takesKey(signatureFactsOf(subject.certificate.tbsSignatureAlgorithm, openssl), issuer.key);
}

/** ossl_x509_signing_allowed. */
export function isSigningAllowed({ keyUsage }: Facts, { proxy }: Facts): boolean {
  return keyUsage === undefined || keyUsage.includes(proxy ? 'digitalSignature' : 'keyCertSign');
}
