/** Judging chains with the default algorithms at the present moment: the engine of `lib/path` with its defaults bound. */
import type { Instant } from '../asn1/time.ts';
import type { SignatureAlgorithm } from '../crypto/types.ts';
import type { PathInput } from '../path/path-input.ts';
import { type PathProfile, rfc5280Profile, webpkiProfile } from '../path/profiles.ts';
import type { Verdict } from '../path/types.ts';
import { verifyPath } from '../path/verify.ts';
import { PkiError } from '../base/error.ts';
import { chainAlgorithms, defaultAlgorithms } from './algorithms.ts';
import { statusSources } from './status-sources.ts';

/** A chain and what is demanded of it. */
export interface ChainInput extends Omit<PathInput, 'at' | 'algorithms' | 'profile' | 'statusSources'> {
  /** Default `rfc5280`. */
  readonly profile?: 'rfc5280' | 'webpki' | PathProfile;
  /** The moment of the judgement in epoch milliseconds, cut to whole seconds; default now. */
  readonly at?: Instant;
  /** Signature algorithms that are allowed; default: RSA and ECDSA with SHA-2, Ed25519; RSASSA-PSS with any salt but for `webpki`. */
  readonly algorithms?: readonly SignatureAlgorithm[];
}

/**
 * Judges a certificate and its chain by RFC 5280 section 6, by default at the present moment and without a demand on purpose or name.
 *
 * The verdict is a value: `ok`, and the path or the reason and every path that was tried; `explainVerdict` puts it into words. Throws `PkiError` for misuse
 * only: `bad-option` for an option that does not exist or is of another type, and the reader's codes for a malformed `TrustAnchor`.
 *
 * ```ts
 * import { createSigner, generateKeyPair, issueCertificate, parseName, rootProfile, verifyChain } from 'certwright';
 * const { publicKey, privateKey } = generateKeyPair({ kind: 'ed25519' });
 * const validity = { notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 };
 * const template = { subject: parseName('CN=Our CA'), publicKey, ...validity, extensions: rootProfile({ publicKey }) };
 * const leaf = issueCertificate({ ...template, issuer: 'self' }, createSigner(privateKey));
 * if (!verifyChain({ leaf, anchors: [leaf] }).ok) throw new Error('a root that is trusted');
 * const verdict = verifyChain({ leaf, anchors: [] });
 * if (verdict.ok || verdict.reason.code !== 'self-signed-not-trusted') throw new Error('a root that nobody trusts');
 * ```
 */
export function verifyChain(input: ChainInput): Verdict {
  const { at = Date.now(), profile: wanted = 'rfc5280' } = input;
  const profile = profileOf(wanted);
  const { algorithms = profile === webpkiProfile ? defaultAlgorithms : chainAlgorithms } = input;
  return verifyPath({ ...input, at, algorithms, profile, statusSources });
}

function profileOf(profile: 'rfc5280' | 'webpki' | PathProfile): PathProfile {
  if (typeof profile !== 'string') return profile;
  const known = { rfc5280: rfc5280Profile, webpki: webpkiProfile };
  if (!Object.hasOwn(known, profile))
    throw new PkiError('bad-option', `no profile is called ${profile as string}, there are rfc5280 and webpki`);
  return known[profile];
}
