/** Strength of keys and digests by security level (x509_vfy.c: check_key_level, check_auth_level). */
import { signatureFactsOf } from './algorithms.ts';
import type { Candidate, VerifyContext } from './context.ts';

/** Bits of security that each level wants. */
const LEVEL_BITS = [0, 80, 112, 128, 192, 256] as const;

/** The leaf's key, which is looked at before anything else. */
export function checkLeafKey(context: VerifyContext): boolean {
  return (
    isStrongKey(context, context.chain[0] as Candidate) || context.goOn({ code: 'ee-key-too-small', depth: 0, ...keyFields(context, 0) })
  );
}

/** Keys of all issuers, and signatures of all but the anchor. */
export function checkSecurityLevel(context: VerifyContext): boolean {
  const { chain, securityLevel, openssl } = context;
  if (securityLevel === 0) return true;
  const wanted = LEVEL_BITS[securityLevel];
  return chain.every((candidate, depth) => {
    if (depth > 0 && !isStrongKey(context, candidate) && !context.goOn({ code: 'ca-key-too-small', depth, ...keyFields(context, depth) }))
      return false;
    if (depth === chain.length - 1) return true;
    const bits = signatureFactsOf(candidate.facts.certificate.signatureAlgorithm, openssl)?.securityBits ?? -1;
    return bits >= wanted || context.goOn({ code: 'ca-md-too-weak', depth, bits: Math.max(0, bits), wanted });
  });
}

function isStrongKey({ securityLevel }: VerifyContext, { facts }: Candidate): boolean {
  return securityLevel === 0 || (facts.key?.securityBits ?? -1) >= LEVEL_BITS[securityLevel];
}

function keyFields({ chain, securityLevel }: VerifyContext, depth: number): { readonly bits: number; readonly wanted: number } {
  return { bits: chain[depth]?.facts.key?.securityBits ?? 0, wanted: LEVEL_BITS[securityLevel] };
}
