/**
 * The one chain that OpenSSL would build (x509_vfy.c: build_chain, find_issuer): trusted certificates first, the first candidate that fits, no way
 * back. Signatures are not looked at: a wrong choice is a refusal, not a reason to try another.
 */
import { PkiError } from '../base/error.ts';
import { equalBytes } from '../base/bytes.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readExtension } from '../x509/extension.ts';
import { authorityKeyIdentifier, subjectKeyIdentifier } from '../x509/extensions/key-identifiers.ts';
import { nameEquals } from '../x509/name-compare.ts';

/** The chain as far as it goes. */
export type BuiltChain =
  | { readonly ok: true; /** Leaf first, the trusted self-signed certificate last. */ readonly certificates: readonly Certificate[] }
  | { readonly ok: false; /** Name of the X509_V_ERR. */ readonly reason: string };

/** OpenSSL's default limit for certificates between leaf and anchor. */
const MAX_DEPTH = 100;

/** Builds the chain of a leaf from what a client sends and a server trusts, both in their order. */
export function buildChain(leaf: Certificate, sent: readonly Certificate[], trusted: readonly Certificate[], at: number): BuiltChain {
  const chain = [leaf];
  let inStore = trusted.some((certificate) => equalBytes(certificate.der, leaf.der));
  for (let last = leaf; chain.length <= MAX_DEPTH + 2;) {
    const selfSigned = issued(last, last);
    if (selfSigned && inStore) return { ok: true, certificates: chain };
    const found = selfSigned ? undefined : findIssuer(last, trusted, chain, at);
    const next = found ?? (selfSigned || (inStore && chain.length > 1) ? undefined : findIssuer(last, sent, chain, at));
    if (next === undefined) {
      const reason = chain.length === 1 ? 'depth-zero-self-signed-cert' : 'self-signed-cert-in-chain';
      return {
        ok: false,
        reason: selfSigned ? reason : inStore && chain.length > 1 ? 'unable-to-get-issuer-cert' : 'unable-to-get-issuer-cert-locally',
      };
    }
    inStore = found !== undefined || trusted.some((certificate) => issued(next, next) && equalBytes(certificate.der, next.der));
    chain.push(next);
    last = next;
  }
  return { ok: false, reason: 'cert-chain-too-long' };
}

/** The first candidate that is valid now; of the others the one that lives longest. */
function findIssuer(
  certificate: Certificate,
  candidates: readonly Certificate[],
  chain: readonly Certificate[],
  at: number,
): Certificate | undefined {
  let best: Certificate | undefined;
  for (const candidate of candidates) {
    if (!issued(candidate, certificate) || chain.some(({ der }) => equalBytes(der, candidate.der))) continue;
    if (candidate.notBefore <= at && at <= candidate.notAfter) return candidate;
    if (best === undefined || candidate.notAfter > best.notAfter) best = candidate;
  }
  return best;
}

/** X509_check_issued: names fit, and the authority key identifier does not contradict. */
function issued(issuer: Certificate, subject: Certificate): boolean {
  if (!nameEquals(issuer.subject, subject.issuer)) return false;
  try {
    const wanted = readExtension(subject, authorityKeyIdentifier);
    const own = readExtension(issuer, subjectKeyIdentifier);
    if (wanted?.keyIdentifier !== undefined && own !== undefined && !equalBytes(wanted.keyIdentifier, own)) return false;
    if (wanted?.authorityCertSerialNumber !== undefined && !equalBytes(wanted.authorityCertSerialNumber, issuer.serialNumber)) return false;
    const directory = wanted?.authorityCertIssuer?.find((name) => name.kind === 'directoryName');
    return directory === undefined || nameEquals(directory.name, issuer.issuer);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    // a certificate whose extensions do not decode is nobody's issuer
    return false;
  }
}
